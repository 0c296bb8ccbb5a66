"""What ``read`` gives back: how, with which columns, of which types."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
from pyspark.sql.datasource import InputPartition
from pyspark.sql.types import StructType

from .table import Source, batch, case

UTC = dt.timezone.utc


def returns(title: str, ddl: Any, make: Any, **more: Any) -> None:
    """A case whose ``read`` returns what ``make()`` gives."""

    GIVEN[title] = (ddl, make)
    case(title, options={"given": title}, **more)(Given)


GIVEN: dict[str, tuple[Any, Any]] = {}


class Given(Source):
    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.ddl = GIVEN[options["given"]][0]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        return GIVEN[self.options["given"]][1]()


def column(ddl: str, array: pa.Array, nullable: bool = True) -> Any:
    """DDL of a column, and how to make an iterator of one batch with it."""
    schema = pa.schema([pa.field("a", array.type, nullable)])
    return f"a {ddl}", lambda: iter([pa.RecordBatch.from_arrays([array], schema=schema)])


def one(*columns: Any, names: str = "a b c d e") -> Any:
    return lambda: iter([batch(*columns, names=names)])


# -- how --------------------------------------------------------------------------------------

returns("an iterator of batches", "a int", lambda: iter([batch([1]), batch([2, 3])]))
returns("a generator of batches", "a int", lambda: (batch([n]) for n in range(3)))
returns("a list of batches", "a int", lambda: [batch([1]), batch([2])])
returns("a tuple of batches", "a int", lambda: (batch([1]), batch([2])))
returns("no iterator but None", "a int", lambda: None)
returns("an empty iterator", "a int", lambda: iter([]))
returns("an empty list", "a int", list)
returns("an empty batch", "a int", one([]))
returns("empty batches among others", "a int", lambda: iter([batch([]), batch([1]), batch([]), batch([2])]))
returns("a table", "a int", lambda: iter([pa.table({"a": pa.array([1, 2], pa.int32())})]))
returns("a table that is not in an iterator", "a int", lambda: pa.table({"a": pa.array([1, 2], pa.int32())}))
returns("a batch that is not in an iterator", "a int", lambda: batch([1, 2]))
returns(
    "a reader of batches", "a int",
    lambda: pa.RecordBatchReader.from_batches(batch([1]).schema, iter([batch([1]), batch([2])])),
)  # fmt: skip
returns(
    "a reader of batches in an iterator", "a int",
    lambda: iter([pa.RecordBatchReader.from_batches(batch([1]).schema, [batch([1]), batch([2])])]),
)  # fmt: skip
returns("a frame of pandas", "a long", lambda: iter([pd.DataFrame({"a": [1, 2]})]))
returns("a number", "a int", lambda: 5)
returns("a text", "a int", lambda: "abc")
returns("a dict", "a int", lambda: {"a": 1})
returns("numbers in an iterator", "a int", lambda: iter([1, 2]))
returns("None in an iterator", "a int", lambda: iter([None]))
returns("a batch and then a number", "a int", lambda: iter([batch([1]), 5]))
returns("a batch and then a tuple", "a int", lambda: iter([batch([1]), (2,)]))
returns("a large batch", "a int", one(list(range(20_000))))
returns("many batches", "a int", lambda: (batch([n]) for n in range(500)))
returns("a slice of a batch", "a int, b int", lambda: iter([batch([1, 2, None, 4], [5, 6, 7, None]).slice(1, 3)]))
returns("a slice of texts", *column("string", pa.array(["a", "bc", None, "def"]).slice(1)))
returns("a slice of lists", *column("array<int>", pa.array([[1], [2, 3], None, [4]], pa.list_(pa.int32())).slice(1)))

# -- columns ----------------------------------------------------------------------------------

returns("columns in another order", "a int, b int", one([1], [2], names="b a"))
returns("columns in another order, of two types", "a int, b string", one(pa.array(["x"]), [2], names="b a"))
returns("a column is missing", "a int, b int", one([1]))
returns("a column too many", "a int", one([1], [2]))
returns("a column by another name", "a int, b int", one([1], [2], names="a c"))
returns("a column in another case", "a int, b int", one([1], [2], names="a B"))
returns("no columns", "a int", lambda: iter([pa.RecordBatch.from_struct_array(pa.array([{}], pa.struct([])))]))
returns("a later batch with columns in another order", "a int, b int",
        lambda: iter([batch([1], [2]), batch([3], [4], names="b a")]))  # fmt: skip
returns("a later batch with another type", "a int", lambda: iter([batch([1]), batch(pa.array([2], pa.int64()))]))
returns("a later batch with a column too few", "a int, b int", lambda: iter([batch([1], [2]), batch([3])]))
returns("metadata of the schema", "a int",
        lambda: iter([batch([1]).replace_schema_metadata({"k": "v"})]))  # fmt: skip

# -- types ------------------------------------------------------------------------------------

returns("a smaller integer", *column("long", pa.array([1, None, -(2**31)], pa.int32())))
returns("a larger integer whose values fit", *column("int", pa.array([1, None], pa.int64())))
returns("a larger integer whose values do not fit", *column("int", pa.array([1, 2**40], pa.int64())))
returns("an unsigned integer whose values fit", *column("int", pa.array([1, None], pa.uint32())))
returns("an integer for a text", *column("string", pa.array([1], pa.int32())))
returns("a text for an integer", *column("int", pa.array(["1"])))
returns("a boolean for an integer", *column("int", pa.array([True])))
returns("a float for a double", *column("double", pa.array([1.5, None, float("nan")], pa.float32())))
returns("a double for a float", *column("float", pa.array([1.5], pa.float64())))
returns("a double for a float, not exact", *column("float", pa.array([0.1], pa.float64())))
returns("an integer for a double", *column("double", pa.array([3], pa.int32())))
returns("large texts", *column("string", pa.array(["a", None], pa.large_string())))
returns("texts by views", *column("string", pa.array(["a", None, "long enough for a view"], pa.string_view())))
returns("texts in a dictionary", *column("string", pa.array(["a", None, "a"]).dictionary_encode()))
returns("texts for bytes", *column("binary", pa.array(["a"])))
returns("bytes for texts", *column("string", pa.array([b"a"])))
returns("bytes of a fixed size", *column("binary", pa.array([b"ab", None], pa.binary(2))))
returns("large lists", *column("array<int>", pa.array([[1], None], pa.large_list(pa.int32()))))
returns("lists of a fixed size", *column("array<int>", pa.array([[1, 2]], pa.list_(pa.int32(), 2))))
returns("lists of smaller integers", *column("array<long>", pa.array([[1, None]], pa.list_(pa.int8()))))
returns("structs with fields in another order", *column(
    "struct<x: int, y: int>", pa.array([{"y": 1, "x": 2}], pa.struct([("y", pa.int32()), ("x", pa.int32())]))))  # fmt: skip
returns("structs with a field too few", *column(
    "struct<x: int, y: int>", pa.array([{"x": 2}], pa.struct([("x", pa.int32())]))))  # fmt: skip
returns("structs with a field too many", *column(
    "struct<x: int>", pa.array([{"x": 2, "y": 1}], pa.struct([("x", pa.int32()), ("y", pa.int32())]))))  # fmt: skip
returns("only nulls", *column("int", pa.nulls(2)))
returns("nulls that the batch calls required", *column("int", pa.array([1, 2], pa.int32()), False))
returns("a column that may be null for a required one", *column("int not null", pa.array([1], pa.int32())))
returns("a null for a required column", *column("int not null", pa.array([None], pa.int32())))
returns("a null that the batch calls required", *column("int not null", pa.array([None], pa.int32()), False))
returns("a required column", *column("int not null", pa.array([1, 2], pa.int32()), False))
returns("a required item", *column("array<int>", pa.array([[1]], pa.list_(pa.field("x", pa.int32(), False)))))
returns("an item by another name", *column("array<int>", pa.array([[1]], pa.list_(pa.field("other", pa.int32())))))
returns("seconds", *column("timestamp_ntz", pa.array([dt.datetime(2024, 1, 1)], pa.timestamp("s"))))
returns("nanoseconds that are whole", *column("timestamp_ntz", pa.array([1_000], pa.timestamp("ns"))))
returns("nanoseconds that are not whole", *column("timestamp_ntz", pa.array([1_001], pa.timestamp("ns"))))
returns("moments of a zone", *column("timestamp", pa.array([0, 10**15], pa.timestamp("us", "Asia/Kolkata"))))
returns("moments of an offset", *column("timestamp", pa.array([0, 10**15], pa.timestamp("us", "+05:30"))))
returns("moments without a zone", *column("timestamp", pa.array([0, 10**15], pa.timestamp("us"))))
returns("moments where none has a zone", *column("timestamp_ntz", pa.array([0], pa.timestamp("us", "UTC"))))
returns("moments in nanoseconds of UTC", *column("timestamp", pa.array([1_000], pa.timestamp("ns", "UTC"))))
returns("dates in milliseconds", *column("date", pa.array([dt.date(2024, 1, 1)], pa.date64())))
returns("a date for a moment", *column("timestamp_ntz", pa.array([dt.date(2024, 1, 1)], pa.date32())))
returns("times in microseconds", *column("time", pa.array([dt.time(1, 2, 3)], pa.time64("us"))))
returns("durations in nanoseconds", *column("interval day to second", pa.array([2_000], pa.duration("ns"))))
returns("decimals of a smaller scale", *column("decimal(10,3)", pa.array([Decimal("1.5")], pa.decimal128(5, 1))))
returns(
    "decimals of a larger scale, whole", *column("decimal(10,1)", pa.array([Decimal("1.500")], pa.decimal128(10, 3)))
)
returns(
    "decimals of a larger scale, not whole", *column("decimal(10,1)", pa.array([Decimal("1.55")], pa.decimal128(10, 2)))
)
returns("decimals of a larger precision", *column("decimal(5,1)", pa.array([Decimal("1.5")], pa.decimal128(20, 1))))
returns("decimals that do not fit", *column("decimal(5,1)", pa.array([Decimal("123456.5")], pa.decimal128(20, 1))))
returns("decimals of 256 bits", *column("decimal(5,1)", pa.array([Decimal("1.5")], pa.decimal256(5, 1))))
returns("an integer for a decimal", *column("decimal(10,1)", pa.array([3], pa.int32())))
returns("texts of another length than varchar says", *column("varchar(2)", pa.array(["abc"])))
returns("texts of another length than char says", *column("char(3)", pa.array(["a"])))
returns("a map's key that is null", *column(
    "map<string,int>",
    pa.MapArray.from_arrays([0, 1], pa.array(["a"]), pa.array([1], pa.int32())),
))  # fmt: skip
returns(
    "a map with a key twice",
    *column("map<string,int>", pa.array([[("a", 1), ("a", 2)]], pa.map_(pa.string(), pa.int32()))),
)
