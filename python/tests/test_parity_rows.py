"""Rows in the real PySpark's own conversion and in ours.

PySpark's is called as its workers call it, without a session. Each case is the same in both, or
its difference is in the table, with what either makes of it.
"""

from __future__ import annotations

import array
import collections
import dataclasses
import datetime as dt
import decimal
import enum
import os
import time

import pytest
from taking import by_columns, started

from pysail.spark.datasource.compat import VERSION

pyspark = pytest.importorskip("pyspark")
if pyspark.__version__ != VERSION:
    pytest.skip(f"compared with PySpark {VERSION}", allow_module_level=True)
pa = pytest.importorskip("pyarrow")

from pyspark.sql import Row  # noqa: E402
from pyspark.sql.types import StructType  # noqa: E402

UTC = dt.timezone.utc
EAST = dt.timezone(dt.timedelta(hours=5))
D = decimal.Decimal
Pair = collections.namedtuple("Pair", "b a")


class Colour(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


@dataclasses.dataclass
class Record:
    a: int
    b: str


class Plain:
    def __init__(self, **attributes):
        vars(self).update(attributes)


class Text(str):
    pass


STRUCT = "c STRUCT<a: INT, b: STRING>"
SAME = [
    ("a INT, b STRING", [(1, "x"), [2, "y"], Row(3, "z"), Row(b="v", a=4), Row("b", "a")("w", 5), Pair(6, "u")]),
    ("a INT, b STRING", [(None, None)]),
    ("a INT, b STRING", [(1,)]),
    ("a INT, b STRING", [(1, "x", 2)]),
    ("a INT, b STRING", [Row(a=1, c="x")]),
    ("a INT, b STRING", [Row(a=1)]),
    ("a INT", [None]),
    ("a INT", [7]),
    ("a INT", [(1,), object()]),
    ("c STRING", [(each,) for each in ("a", True, False, 1, 0.5, D("1.10"), dt.date(2024, 1, 1), b"a", [1], {"a": 1}, Text("t"))]),
    ("c INT", [(2**31,)]),
    ("c INT", [("1",)]),
    ("c INT", [(2.0,), (Level.HIGH,)]),
    ("c DOUBLE", [(1,), (2**53,), (float("nan"),)]),
    ("c DOUBLE", [(2**53 + 1,)]),
    ("c DOUBLE", [("1",)]),
    ("c FLOAT", [(0.5,), (2,)]),
    ("c INT", [(True,)]),
    ("c BOOLEAN", [(1,)]),
    ("c BINARY", [(b"a",), (bytearray(b"b"),)]),
    ("c BINARY", [("a",)]),
    ("c DATE", [(dt.date(2024, 2, 29),), (dt.datetime(2024, 2, 29),)]),
    ("c DATE", [("2024-02-29",)]),
    ("c TIMESTAMP", [(dt.datetime(2024, 2, 29, 1, tzinfo=UTC),), (dt.datetime(2024, 2, 29, 1, tzinfo=EAST),)]),
    ("c TIMESTAMP", [(dt.date(2024, 2, 29),)]),
    ("c TIMESTAMP", [(0,)]),
    ("c TIMESTAMP_NTZ", [(dt.datetime(2024, 2, 29, 1),)]),
    ("c TIMESTAMP_NTZ", [(dt.datetime(2024, 2, 29, 1, tzinfo=UTC),)]),
    ("c INTERVAL DAY TO SECOND", [(dt.timedelta(-1, 5),)]),
    ("c DECIMAL(5,2)", [(D("1.005"),), (D("1.015"),), (D("1E+2"),), (D("-0"),)]),
    ("c DECIMAL(5,2)", [(D("1000"),)]),
    ("c DECIMAL(5,2)", [(D("Infinity"),)]),
    ("c DECIMAL(5,2)", [(1.5,)]),
    ("c DECIMAL(5,2)", [("1",)]),
    ("c ARRAY<INT>", [([1, None],), ([],), (array.array("h", [1]),)]),
    ("c ARRAY<INT>", [("12",)]),
    ("c ARRAY<INT>", [({1: 2},)]),
    ("c MAP<STRING, INT>", [({"a": 1, "b": None},), ({1: 1},)]),
    ("c MAP<STRING, INT>", [({None: 1},)]),
    ("c MAP<STRING, INT>", [([1],)]),
    (STRUCT, [((1, "x"),), ({"b": "x"},), (Record(1, "x"),), (Plain(a=1),), (Row(1, "x"),), (Row(a=1, b="x"),)]),
    (STRUCT, [((1,),)]),
    (STRUCT, [(5,)]),
    ("c VOID", [(1,)]),
]  # fmt: skip

FAILS = "an error"
DIFFERENT = {
    "dicts and dataclasses are rows": ("a INT, b STRING", [{"b": "x", "a": 1}, Record(2, "y")], FAILS, [(1, "x"), (2, "y")]),
    "integers are not cut": ("c INT", [(1.5,)], [(1,)], FAILS),
    "truth is no float": ("c DOUBLE", [(True,)], [(1.0,)], FAILS),
    "enums count by value": ("c STRING", [(Colour.RED,)], [("Colour.RED",)], [("red",)]),
    "a date has no time": ("c DATE", [(dt.datetime(2024, 2, 29, 1),)], [(19782,)], FAILS),
    "a moment without a zone is of UTC": ("c TIMESTAMP", [(dt.datetime(1970, 1, 1),)], [(-10_800_000_000,)], [(0,)]),
    "integers are decimals": ("c DECIMAL(5,2)", [(1,)], FAILS, [(100,)]),
    "no number is no null": ("c DECIMAL(5,2)", [(D("NaN"),)], [(None,)], FAILS),
    "other lists are arrays": ("c ARRAY<STRING>", [(("a", "b"),), ({"c"},), (range(2),)], FAILS, [(["a", "b"],), (["c"],), (["0", "1"],)]),
    "nested rows are taken by name": (STRUCT, [(Row(b="x", a=1),)], FAILS, [((1, "x"),)]),
    "a list is a struct": (STRUCT, [([1, "x"],)], FAILS, [((1, "x"),)]),
    "unknown names are refused": (STRUCT, [({"a": 1, "z": 2},)], [((1, None),)], FAILS),
    "bytes of all kinds": ("c BINARY", [(memoryview(b"ab"),)], FAILS, [(b"ab",)]),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _far_from_utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC-3")
    time.tzset()
    yield
    os.environ.pop("TZ")
    time.tzset()


def by_pyspark(ddl, rows):
    from pyspark.sql.worker.plan_data_source_read import records_to_arrow_batches

    class Source:
        def name(self):
            return "Given"

    try:
        schema = StructType.fromDDL(ddl)
    except Exception:  # older ways to parse need a session
        from pysail.spark.datasource import StructType as Ours
        from pysail.spark.datasource.interop import native_schema

        schema = native_schema(Ours.fromDDL(ddl))
    from test_random_rows import read_back

    try:
        taken = []
        for batch in records_to_arrow_batches(iter(rows), 100, schema, Source()):
            taken += zip(*map(read_back, batch.columns))
        return taken
    except Exception as error:
        return error


def condition(error):
    told = getattr(error, "getCondition", None) or getattr(error, "getErrorClass", None)
    return told() if told else None


@pytest.mark.parametrize(
    ("ddl", "rows"), SAME, ids=lambda each: each if isinstance(each, str) else ""
)
def test_rows_are_as_in_pyspark(ddl, rows):
    theirs = by_pyspark(ddl, rows)
    ours, error = by_columns(started(lambda: iter(rows), ddl))

    if isinstance(theirs, Exception):
        assert error is not None
        if (condition(theirs) or "").startswith("DATA_SOURCE"):
            assert error.condition == condition(theirs)
    else:
        assert error is None
        assert repr(ours) == repr(theirs)


@pytest.mark.parametrize("name", DIFFERENT)
def test_the_difference(name):
    ddl, rows, pysparks, mine = DIFFERENT[name]

    theirs = by_pyspark(ddl, rows)
    ours, error = by_columns(started(lambda: iter(rows), ddl))

    assert (FAILS if isinstance(theirs, Exception) else theirs) == pysparks
    assert (FAILS if error else ours) == mine
