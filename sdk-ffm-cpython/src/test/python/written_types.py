"""What writers of rows and of batches get of every type, and a source that gives it back.

The cases are those of the tests of ``sdk-cdata``, and random ones. What becomes of them is compared here with what
pyarrow says of each value, and there with what is read back.
"""

from __future__ import annotations

import datetime as dt
import struct
import sys
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import catalogue
import pyarrow as pa
from pysail.spark.datasource import Row
from pysail.spark.datasource.capsule import describe
from pysail.spark.datasource.errors import PySparkTypeError
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.rows import Rows
from pysail.spark.datasource.written import RowMaker
from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceWriter,
    InputPartition,
    WriterCommitMessage,
)
from random_rows import Case



def inside_each_other() -> Iterator[tuple[str, pa.Array]]:
    """Types of Arrow's own in each other, seven rows of each."""
    places = pa.array([0, 1, None, 0, 2, 1, 0])
    ends = pa.array([2, 3, 5, 7], pa.int32())
    words = pa.array(["a", None, "a longer text than fits into a view"])
    lists = pa.array([[1, None], [], [3]], pa.large_list(pa.int16()))
    pairs = pa.array([{"x": 1, "y": ["p", None]}, {"x": None, "y": None}, {"x": 3, "y": []}])
    encoded = pa.DictionaryArray.from_arrays(places, words)
    yield "dictionary of lists", pa.DictionaryArray.from_arrays(places, lists)
    yield "dictionary of structs", pa.DictionaryArray.from_arrays(places, pairs)
    yield "runs of a dictionary", pa.RunEndEncodedArray.from_arrays(ends, encoded.slice(0, 4))
    yield "runs of structs", pa.RunEndEncodedArray.from_arrays(ends, pairs.take(places.slice(0, 4)))
    runs = pa.RunEndEncodedArray.from_arrays(ends, lists.take(places.slice(0, 4)))
    yield "struct of runs and a dictionary", pa.StructArray.from_arrays([runs, encoded], ["r", "d"])
    kinds, offsets = pa.array([0, 1, 0, 1, 1, 0, 0], pa.int8()), pa.array([0, 0, 1, 1, 2, 2, 3], pa.int32())
    dense = pa.UnionArray.from_dense(kinds, offsets, [encoded.slice(0, 4), pa.array([[1], None, []])], ["d", "l"])
    yield "dense union of a dictionary and lists", dense
    yield "sparse union of a union and structs", pa.UnionArray.from_sparse(
        kinds, [dense, pairs.take(places)], ["u", "s"]
    )
    yield "large in large", pa.array(
        [{"t": ["a", None], "b": b"\xff", "d": D("1.50")}, None, {"t": None, "b": None, "d": None}] * 2 + [None],
        pa.struct(
            [("t", pa.large_list(pa.large_string())), ("b", pa.large_binary()), ("d", pa.decimal256(50, 2))]
        ),
    )
    views = [["a", "a longer text than fits into a view"], None, [], [None], ["b"], ["c"], ["d"]]
    yield "views in views", pa.array([[each] for each in views], pa.list_view(pa.large_list_view(pa.string_view())))
    blocks = [[[b"ab", None], [b"cd", b"ef"]], None, [None, [b"gh", b"ij"]]]
    fixed = pa.list_(pa.list_(pa.binary(2), 2), 2)
    yield "fixed in fixed", pa.array(blocks * 2 + [None], fixed)
    maps = [[("a", [("b", 1.5)]), ("c", None)], None, [], [("d", [])], None, None, [("e", [("f", None)])]]
    yield "map of maps", pa.array(maps, pa.map_(pa.large_string(), pa.map_(pa.string_view(), pa.float16())))
    keys = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1, 0, 1, 0]), pa.array(["k", "l"]))
    yield "map with keys of a dictionary", pa.MapArray.from_arrays([0, 2, 2, 3, 4, 5, 6, 7], keys, encoded)
    ids = pa.array([bytes([i] * 16) if i else None for i in range(7)], pa.binary(16))
    uuids = pa.ExtensionArray.from_storage(pa.uuid(), ids)
    yield "extension", uuids
    yield "extension in a list", pa.ListArray.from_arrays(pa.array([0, 2, 2, 3, 4, 5, 6, 7]), uuids)
    tensors = pa.array([[1, 2], None, [3, 4], [5, 6], None, [7, 8], [9, 0]], pa.list_(pa.int32(), 2))
    yield "extension of a list", pa.ExtensionArray.from_storage(pa.fixed_shape_tensor(pa.int32(), [2]), tensors)


def all_cases() -> Iterator[tuple[str, pa.RecordBatch]]:
    cases = list(catalogue.cases())
    for name, array in inside_each_other():
        parent = pa.StructArray.from_arrays([array], ["f"], mask=pa.array([i == 3 for i in range(len(array))]))
        cases += [
            (f"{name}, whole", catalogue.batch(array)),
            (f"{name}, sliced", catalogue.batch(array.slice(1, 5))),
            (f"{name}, in a struct", catalogue.batch(parent.slice(2))),
        ]
    for name, batch in cases:
        # The last for CPython 3.9 looks for the nulls of a union in the wrong rows where that is part of something.
        if not (pa.__version__.startswith("21.") and "union" in name and " " in name):
            yield name, batch
    for number in range(60):
        rows = Case("written {}.{}".format(*sys.version_info), str(number))
        if rows.columns:
            yield f"random {number}", pa.RecordBatch.from_arrays(rows.expected(), schema=rows.schema).slice(1, 20)


CASES = dict(all_cases())


class Written:
    """The rows of a case that a writer got, and the numbers of those that it could not get."""

    def __init__(self, name: str) -> None:
        self.batch = CASES[name]
        self.maker = RowMaker("written", describe(self.batch.schema))
        self.rows: list[Any] = []
        self.numbers: list[int] = []

    def take(self, data: bytes, first: int) -> int:
        """Makes rows of a chunk up to the first that is refused, and returns the number of the next one."""
        number = first
        try:
            for row in self.maker.rows(data, first):
                self.rows.append(row)
                self.numbers.append(number)
                number += 1
        except OperationError as error:
            assert error.row == number, (error, number)
            values = [column[number] for column in self.batch.columns]
            assert any(map(is_beyond_python, values)), (error, values)
            return number + 1
        return number

    def check(self) -> None:
        """Compares each value with pyarrow's, and each row with one that was made by hand."""
        names = self.batch.schema.names
        for number, row in zip(self.numbers, self.rows):
            assert isinstance(row, Row), type(row)
            assert row.__fields__ == names
            expected = [catalogue.text(column[number]) for column in self.batch.columns]
            found = [text(value, column[number]) for value, column in zip(row, self.batch.columns)]
            assert found == expected, (number, row, expected)
        left = set(range(self.batch.num_rows)) - set(self.numbers)
        for number in left:
            assert any(is_beyond_python(column[number]) for column in self.batch.columns), number


WRITTEN: dict[str, Written] = {}


def begin(name: str) -> Written:
    WRITTEN[name] = Written(name)
    return WRITTEN[name]


def inner(value: Any) -> Any:
    """What a scalar stands for."""
    kind = value.type
    if isinstance(kind, pa.BaseExtensionType) or pa.types.is_run_end_encoded(kind) or pa.types.is_union(kind):
        return inner(value.value) if value.is_valid else None
    if pa.types.is_dictionary(kind):
        return inner(value.dictionary[value.index.as_py()]) if value.is_valid else None
    return value if value.is_valid and not pa.types.is_null(kind) else None


def is_beyond_python(value: Any) -> bool:
    """Whether Python has no value for a scalar: nanoseconds, or a key twice."""
    scalar = inner(value) if value is not None else None
    if scalar is None:
        return False
    kind = scalar.type
    if pa.types.is_timestamp(kind) or pa.types.is_time64(kind) or pa.types.is_duration(kind):
        return kind.unit == "ns" and scalar.value % 1000 != 0
    if pa.types.is_map(kind):
        keys = [catalogue.text(entry[0]) for entry in scalar.values]
        inside = (each for entry in scalar.values for each in (entry[0], entry[1]))
        return len(set(keys)) < len(keys) or any(map(is_beyond_python, inside))
    if pa.types.is_struct(kind):
        return any(is_beyond_python(scalar[i]) for i in range(kind.num_fields))
    return pa.types.is_nested(kind) and any(map(is_beyond_python, scalar.values))


def text(value: Any, like: Any) -> str:
    """A value that a writer got as the catalogue writes pyarrow's, by the type of that."""
    scalar = inner(like) if like is not None else None
    if scalar is None:
        return "null" if value is None else f"not null, but {value!r}"
    kind = scalar.type
    if pa.types.is_struct(kind):
        assert isinstance(value, Row), value
        assert value.__fields__ == [field.name for field in kind]
        fields = (f"{kind.field(i).name}: {text(value[i], scalar[i])}" for i in range(kind.num_fields))
        return "{" + ", ".join(fields) + "}"
    if pa.types.is_map(kind):
        assert type(value) is dict, value
        entries = zip(value.items(), scalar.values)
        assert len(value) == len(scalar.values)
        return "[" + ", ".join(f"{text(k, each[0])} -> {text(v, each[1])}" for (k, v), each in entries) + "]"
    if pa.types.is_nested(kind):
        assert type(value) is list, value
        assert len(value) == len(scalar.values)
        return "[" + ", ".join(map(text, value, scalar.values)) + "]"
    return flat_text(value, kind)


def flat_text(value: Any, kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        assert type(value) is dt.datetime, value
        assert value.tzinfo is (dt.timezone.utc if kind.tz else None)
        return f"{value.replace(tzinfo=None, microsecond=0).isoformat()}.{value.microsecond:06d}000" + (
            f"[{kind.tz}]" if kind.tz else ""
        )
    if pa.types.is_time(kind):
        assert type(value) is dt.time, value
        return str(((value.hour * 60 + value.minute) * 60 + value.second) * 10**9 + value.microsecond * 1000)
    if pa.types.is_duration(kind):
        assert type(value) is dt.timedelta, value
        return str((value.days * 86_400 + value.seconds) * 10**9 + value.microseconds * 1000)
    if pa.types.is_interval(kind):
        return f"{value.months} months {value.days} days {value.nanoseconds} ns"
    if pa.types.is_floating(kind):
        assert type(value) is float, value
        return struct.pack(">d", value).hex()
    if pa.types.is_decimal(kind):
        assert value.as_tuple().exponent == -kind.scale, value
        return f"{value:f}"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is bytes:
        return value.hex()
    if type(value) is dt.date:
        return value.isoformat()
    assert type(value) in (int, str), value
    return str(value)


def names() -> list[str]:
    return list(BUILT)


def evaluate(expression: str) -> Any:
    return eval(expression, globals())


def define(array: str) -> None:
    """Makes a case of an array, under the name ``expression``."""
    CASES["expression"] = catalogue.batch(evaluate(array))


def buffer(layout: str, *values: int) -> pa.Buffer:
    return pa.py_buffer(struct.pack(layout, *values))


def readable(name: str) -> bool:
    """Whether the columns of a case can be built from rows."""
    try:
        Rows("written", describe(CASES[name].schema))
        return True
    except PySparkTypeError:
        return False


def expected(name: str, rows: list[int] | None = None) -> list[list[str]]:
    """The values of some rows, or of those that a row writer got, column by column, as pyarrow has them."""
    numbers = WRITTEN[name].numbers if rows is None else rows
    return [[catalogue.text(column[i]) for i in numbers] for column in CASES[name].columns]


BATCHES: dict[str, list[pa.RecordBatch]] = {}
"""What Arrow writers got of each case."""

BUILT = dict(all_cases())
"""The same values in other memory than that of what is written."""


class RowWriter(DataSourceWriter):
    """Keeps the rows of a case."""

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, iterator: Iterator[Any]) -> WriterCommitMessage:
        written = begin(self.name)
        for number, row in enumerate(iterator):
            written.rows.append(row)
            written.numbers.append(number)
        return WriterCommitMessage()


class BatchWriter(DataSourceArrowWriter):
    """Keeps the batches of a case."""

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, iterator: Iterator[pa.RecordBatch]) -> WriterCommitMessage:
        BATCHES[self.name] = list(iterator)
        return WriterCommitMessage()


class Sink(DataSource):
    """Keeps what is written, in the ``form`` of ``rows`` or ``batches``, under the name of a ``case``."""

    def writer(self, schema: Any, overwrite: bool) -> DataSourceWriter:
        writer = RowWriter if self.options["form"] == "rows" else BatchWriter
        return writer(self.options["case"])


def is_writable_as_rows(name: str) -> bool:
    return not any(is_beyond_python(value) for column in CASES[name].columns for value in column)


def check_rows(name: str) -> None:
    """Compares what a row writer got with all rows of a case."""
    written = WRITTEN[name]
    assert len(written.rows) == written.batch.num_rows, (written.rows, written.batch)
    written.check()


def check_batches(name: str, first: int, count: int) -> None:
    """Compares what an Arrow writer got with rows of a case that was built for itself."""
    expected = BUILT[name].slice(first, count)
    batches = BATCHES[name]
    assert [batch.num_rows for batch in batches] == ([count] if count else []), batches
    for batch in batches:
        batch.validate(full=True)
        assert batch.schema.equals(expected.schema, check_metadata=True), (batch.schema, expected.schema)
        for found, built in zip(batch.columns, expected.columns):
            assert list(map(catalogue.text, found)) == list(map(catalogue.text, built)), (found, built)
            assert found.null_count == built.null_count, (found, built)
            # NaN equals nothing.
            kind = str(built.type)
            assert "float" in kind or "double" in kind or found.equals(built), (found, built)


def forget(name: str) -> None:
    """Gives up what the writers of a case got."""
    WRITTEN.pop(name, None)
    BATCHES.pop(name, None)


class Reader(DataSourceReader):
    def __init__(self, name: str, form: str) -> None:
        self.name, self.form = name, form

    def read(self, partition: InputPartition) -> Iterator[Any]:
        return iter(WRITTEN[self.name].rows if self.form == "rows" else BATCHES[self.name])


class Back(DataSource):
    """What a writer got of the case that the option ``case`` names, in the ``form`` of ``rows`` or ``batches``."""

    def schema(self) -> pa.Schema:
        return CASES[self.options["case"]].schema

    def reader(self, schema: Any) -> Reader:
        return Reader(self.options["case"], self.options["form"])
