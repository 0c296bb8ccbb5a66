"""Every type that both know, with values at its edges and nulls."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyspark.sql.datasource import InputPartition
from pyspark.sql.types import StructType

from .table import Source, case

UTC = dt.timezone.utc
MOMENT = pa.timestamp("us", "UTC")


def times(*texts: str) -> list[dt.datetime]:
    return [dt.datetime.fromisoformat(text) for text in texts]


TYPES: dict[str, tuple[str, pa.DataType, list[Any]]] = {
    "byte": ("byte", pa.int8(), [0, -128, 127]),
    "short": ("short", pa.int16(), [0, -(2**15), 2**15 - 1]),
    "int": ("int", pa.int32(), [0, -(2**31), 2**31 - 1]),
    "long": ("long", pa.int64(), [0, -(2**63), 2**63 - 1]),
    "other names of integers": (
        "struct<a: tinyint, b: smallint, c: integer, d: bigint>",
        pa.struct([("a", pa.int8()), ("b", pa.int16()), ("c", pa.int32()), ("d", pa.int64())]),
        [{"a": 1, "b": 2, "c": 3, "d": 4}],
    ),
    "float": ("float", pa.float32(), [0.0, -0.0, 1.1, float("nan"), float("inf"), 1e-45, -3.4e38]),
    "double": ("double", pa.float64(), [0.0, -0.0, 1.1, float("nan"), float("-inf"), 5e-324]),
    "boolean": ("boolean", pa.bool_(), [True, False]),
    "string": ("string", pa.string(), ["", "a", "äß\n\"'\\", "😀", "\0", "x" * 5000]),
    "binary": ("binary", pa.binary(), [b"", b"\0\xff", b"abc"]),
    "char": ("char(3)", pa.string(), ["ab ", "abc"]),
    "varchar": ("varchar(3)", pa.string(), ["ab", "abc", ""]),
    "date": ("date", pa.date32(), [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(9999, 12, 31)]),
    "timestamp": (
        "timestamp",
        MOMENT,
        [dt.datetime(1, 1, 1, tzinfo=UTC), dt.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
         dt.datetime(2024, 3, 31, 1, 30, tzinfo=UTC), dt.datetime(9999, 12, 31, 23, tzinfo=UTC)],
    ),
    "timestamp_ntz": (
        "timestamp_ntz",
        pa.timestamp("us"),
        times("0001-01-01T00:00:00", "1969-12-31T23:59:59.999999", "2024-03-31T02:30:00"),
    ),
    "timestamp_ltz": ("timestamp_ltz", MOMENT, [dt.datetime(2024, 1, 1, tzinfo=UTC)]),
    "time": ("time", pa.time64("ns"), [dt.time(0), dt.time(23, 59, 59, 999999)]),
    "decimal": ("decimal", pa.decimal128(10, 0), [Decimal(0), Decimal("-9999999999")]),
    "decimal(38,18)": (
        "decimal(38,18)", pa.decimal128(38, 18), [Decimal("1.5"), Decimal("-0.000000000000000001")],
    ),
    "decimal(38,0)": ("decimal(38,0)", pa.decimal128(38, 0), [Decimal(10**38 - 1), Decimal(1 - 10**38)]),
    "decimal(2,2)": ("dec(2,2)", pa.decimal128(2, 2), [Decimal("0.99"), Decimal("-0.01")]),
    "interval day to second": (
        "interval day to second",
        pa.duration("us"),
        [dt.timedelta(0), dt.timedelta(days=-1, microseconds=1), dt.timedelta(days=10**6)],
    ),
    "interval hour": ("interval hour", pa.duration("us"), [dt.timedelta(hours=5)]),
    "void": ("void", pa.null(), []),
    "array": ("array<int>", pa.list_(pa.int32()), [[], [1, None], [3, 4, 5]]),
    "map": ("map<string,long>", pa.map_(pa.string(), pa.int64()), [[], [("a", 1), ("b", None)]]),
    "struct": (
        "struct<x: int, y: string>",
        pa.struct([("x", pa.int32()), ("y", pa.string())]),
        [{"x": 1, "y": "b"}, {"x": None, "y": None}],
    ),
    "odd names in a struct": (
        "struct<`a b`: int, `c``d`: int, `ü`: int>",
        pa.struct([("a b", pa.int32()), ("c`d", pa.int32()), ("ü", pa.int32())]),
        [{"a b": 1, "c`d": 2, "ü": 3}],
    ),
    "nested": (
        "array<map<string, struct<a: array<decimal(5,2)>, t: timestamp>>>",
        pa.list_(pa.map_(pa.string(), pa.struct([("a", pa.list_(pa.decimal128(5, 2))), ("t", MOMENT)]))),
        [[[("k", {"a": [Decimal("1.50"), None], "t": dt.datetime(2024, 1, 1, tzinfo=UTC)})], []], []],
    ),
    "array of arrays": ("array<array<int>>", pa.list_(pa.list_(pa.int32())), [[[1], None, []], []]),
    "array of intervals": ("array<interval day to second>", pa.list_(pa.duration("us")), [[dt.timedelta(1)]]),
    "map of structs": (
        "map<int, struct<a: date>>",
        pa.map_(pa.int32(), pa.struct([("a", pa.date32())])),
        [[(1, {"a": dt.date(2024, 1, 1)})]],
    ),
    "empty struct": ("struct<>", pa.struct([]), [{}]),
}  # fmt: skip


class Typed(Source):
    """A column of the type that the option names: its values, and a null in front and behind."""

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        ddl, self.type, self.values = TYPES[options["type"]]
        self.ddl = f"id int, a {ddl}"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        values = pa.array([None, *self.values, None], self.type)
        yield pa.RecordBatch.from_arrays([pa.array(range(len(values)), pa.int32()), values], names=["id", "a"])


for _name in TYPES:
    case(f"type {_name}", options={"type": _name})(Typed)
