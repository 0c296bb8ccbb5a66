"""Rows for writers in the real PySpark's own conversion and in ours."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import time
from decimal import Decimal

import pytest
from converting import field
from encoding import made

from pysail.spark.datasource.arrow import schema_to_description
from pysail.spark.datasource.compat import VERSION
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.types import DataType, StructType

pyspark = pytest.importorskip("pyspark")
if pyspark.__version__ != VERSION:
    pytest.skip(f"compared with PySpark {VERSION}", allow_module_level=True)
pa = pytest.importorskip("pyarrow")

from pyspark.sql import Row, types  # noqa: E402
from pyspark.sql.conversion import ArrowTableToRowsConversion  # noqa: E402
from pyspark.sql.pandas.types import to_arrow_type  # noqa: E402

SAME = [
    ("BOOLEAN", [True, None, False]),
    ("BYTE", [-128, None]),
    ("LONG", [2**63 - 1, None, -(2**63)]),
    ("FLOAT", [1.5, None]),
    ("DOUBLE", [1e300, float("inf"), None]),
    ("STRING", ["", "a", None, "\U0001f600"]),
    ("BINARY", [b"", b"\xff", None]),
    ("DATE", [0, None, 2_932_896]),
    ("TIMESTAMP_NTZ", [0, None, -1, 253_402_300_799_999_999]),
    ("DECIMAL(10,2)", [0, None, -1, 12345]),
    ("INTERVAL DAY TO SECOND", [0, None, -1, 2**63 - 1]),
    ("ARRAY<INT>", [[1, None], [], None]),
    ("ARRAY<DATE>", [[1, None], [], None]),
    ("MAP<STRING, LONG>", [[("a", 1), ("b", None)], [], None]),
    ("MAP<DATE, TIMESTAMP_NTZ>", [[(1, 1)], [], None]),
    ("STRUCT<a: INT, b: STRING>", [(1, "x"), (None, None), None]),
    ("STRUCT<a: STRUCT<b: DATE>, c: ARRAY<STRUCT<d: INT>>>", [((1,), [(2,), None]), None]),
    ("VOID", [None, None]),
]  # fmt: skip


def arrow(values, data_type):
    """pyarrow's array of canonical values."""
    if pa.types.is_decimal(data_type):
        scaled = [
            None if value is None else Decimal(value).scaleb(-data_type.scale) for value in values
        ]
        return pa.array(scaled, data_type)
    if pa.types.is_temporal(data_type):
        width = pa.int32() if pa.types.is_date(data_type) else pa.int64()
        return pa.array(values, width).cast(data_type)
    if pa.types.is_nested(data_type):
        return nested(values, data_type)
    return pa.array(values, data_type)


def nested(values, data_type):
    present = [[] if value is None else value for value in values]
    mask = pa.array([value is None for value in values])
    if pa.types.is_struct(data_type):
        children = [
            arrow([None if value is None else value[i] for value in values], each.type)
            for i, each in enumerate(data_type)
        ]
        return pa.StructArray.from_arrays(children, fields=list(data_type), mask=mask)
    offsets = [0]
    for value in present:
        offsets.append(offsets[-1] + len(value))
    flat = [each for value in present for each in value]
    ends = pa.array(offsets, pa.int32())
    if pa.types.is_list(data_type):
        return pa.ListArray.from_arrays(
            ends, arrow(flat, data_type.value_type), type=data_type, mask=mask
        )
    keys = arrow([each[0] for each in flat], data_type.key_type)
    items = arrow([each[1] for each in flat], data_type.item_type)
    bits = pa.py_buffer(bytes([sum((value is not None) << i for i, value in enumerate(values))]))
    whole = pa.MapArray.from_arrays(ends, keys, items)
    return pa.Array.from_buffers(
        whole.type, len(values), [bits, ends.buffers()[1]], children=[whole.values]
    )


def theirs_of(type_text, values):
    """The rows as PySpark gives them to a writer."""
    data_type = DataType.fromDDL(type_text)
    schema = types.StructType().add("c", types._parse_datatype_json_value(data_type.jsonValue()))
    column = arrow(values, to_arrow_type(schema[0].dataType, timezone="UTC"))
    return ArrowTableToRowsConversion.convert(pa.table([column], names=["c"]), schema)


def ours_of(type_text, values):
    """The rows as we do."""
    schema = StructType().add("c", DataType.fromDDL(type_text))
    return list(made(schema_to_description(schema)[3], [values]))


def both(type_text, values):
    return theirs_of(type_text, values), ours_of(type_text, values)


@pytest.mark.parametrize(("type_text", "values"), SAME)
def test_a_writer_gets_what_pyspark_gives_it(type_text, values):
    theirs, ours = both(type_text, values)

    assert list(map(repr, ours)) == list(map(repr, theirs))
    assert ours == theirs
    assert [type(row[0]) for row in theirs if row[0] is not None] == [
        Row if isinstance(row[0], Row) else type(row[0]) for row in ours if row[0] is not None
    ]


def test_a_moment_is_in_utc_and_not_in_the_time_zone_of_the_machine(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        [theirs], [ours] = both("TIMESTAMP", [0])
    finally:
        monkeypatch.undo()
        time.tzset()

    assert theirs.c == dt.datetime(1969, 12, 31, 19)
    assert ours.c == dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


def test_a_map_that_has_a_key_twice_loses_no_entry():
    pairs = [("a", 1), ("a", 2)]

    [theirs] = theirs_of("MAP<STRING, LONG>", [pairs])
    assert theirs.c == {"a": 2}
    with pytest.raises(OperationError, match="it has the key 'a' twice"):
        ours_of("MAP<STRING, LONG>", [pairs])


def test_a_year_that_python_has_not_is_refused_on_both_sides():
    with pytest.raises(OverflowError):
        theirs_of("DATE", [2_932_897])
    with pytest.raises(OperationError, match="its year is not in 1 to 9999"):
        ours_of("DATE", [2_932_897])


def test_rows_are_pysparks_own():
    [ours] = made([field("INT", name="a"), field("INT", name="b c")], [[1], [2]])
    theirs = types._create_row(["a", "b c"], [1, 2])

    assert isinstance(ours, Row)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    for what in (
        repr,
        len,
        list,
        lambda row: row.__fields__,
        lambda row: row.asDict(),
        lambda row: row.asDict(True),
        lambda row: (row.a, row["b c"], row[1], row[:1]),
        lambda row: ("a" in row, 1 in row),
        lambda row: pickle.loads(pickle.dumps(row)),
        lambda row: type(pickle.loads(pickle.dumps(row))),
        copy.copy,
        lambda row: type(copy.deepcopy(row)),
        lambda row: row(3, 4),
        lambda row: (type(row).__name__, type(row).__qualname__, type(row).__module__),
        pickle.dumps,
    ):
        assert what(ours) == what(theirs)
    assert type(pickle.loads(pickle.dumps(ours))) is Row
