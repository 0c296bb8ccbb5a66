"""The values of rows: those that a column is for, those that become such, and those that do not."""

from __future__ import annotations

import array
import collections
import datetime as dt
import decimal
import enum
from typing import Any

import numpy as np
import pandas as pd
from pyspark.sql import Row
from pyspark.sql.datasource import InputPartition
from pyspark.sql.types import StructType

from .rows import Plain, Point, Record, Turned
from .table import Source, case

D = decimal.Decimal
UTC = dt.timezone.utc
EAST = dt.timezone(dt.timedelta(hours=5, minutes=30))
NAN, INF = float("nan"), float("inf")
WHEN = dt.datetime(2024, 2, 29, 12, 30, 15, 123456)
STRUCT = "struct<a: int, b: string>"


class Color(enum.Enum):
    RED = "red"
    ONE = 1


class Level(enum.IntEnum):
    HIGH = 3


class Text(str):
    def __str__(self) -> str:
        return "what it says"


class Shown:
    def __str__(self) -> str:
        return "shown"


class Index:
    def __index__(self) -> int:
        return 7


class Floating:
    def __float__(self) -> float:
        return 2.5


class Zone(dt.tzinfo):
    """A zone whose offset depends on ``fold``."""

    def utcoffset(self, when: Any) -> Any:
        return dt.timedelta(hours=1 if when and when.fold else 2)

    def dst(self, when: Any) -> Any:
        return None


VALUES: dict[str, tuple[str, list[Any]]] = {
    # what a column is for
    "booleans": ("boolean", [True, False, None]),
    "tinyints": ("tinyint", [127, -128, 0, None]),
    "smallints": ("smallint", [32767, -32768, None]),
    "ints": ("int", [2**31 - 1, -(2**31), 2**30, None]),
    "bigints": ("bigint", [2**63 - 1, -(2**63), 2**60, -(2**30), 0, None]),
    "floats": ("float", [0.5, 0.1, -0.0, NAN, INF, -INF, None]),
    "doubles": ("double", [0.1, -0.0, NAN, INF, -INF, 1e308, 5e-324, None]),
    "texts": ("string", ["", "a", "\0", "café", "日本", "😀" * 3, "x" * 10_000, None]),
    "binaries": ("binary", [b"", b"a\0\xff", bytearray(b"b"), None]),
    "dates": ("date", [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(9999, 12, 31), None]),
    "moments of zones": ("timestamp", [WHEN.replace(tzinfo=UTC), WHEN.replace(tzinfo=EAST), None]),
    "moments of a zone with fold": ("timestamp", [WHEN.replace(tzinfo=Zone(), fold=0), WHEN.replace(tzinfo=Zone(), fold=1)]),
    "moments without a zone, for timestamp_ntz": ("timestamp_ntz", [WHEN, dt.datetime(1, 1, 1), dt.datetime.max, None]),
    "times": ("time", [dt.time(23, 59, 59, 999999), dt.time(0), None]),
    "durations": ("interval day to second", [dt.timedelta(1, 2, 3), dt.timedelta(microseconds=-1), None]),
    "decimals": ("decimal(10,2)", [D("1.50"), D("-99999999.99"), D("1E+3"), D("0"), D("-0"), None]),
    "long decimals": ("decimal(38,10)", [D("9" * 28 + "." + "9" * 10), D("-1E-10"), None]),
    "decimals that are rounded": ("decimal(10,2)", [D("1.005"), D("1.015"), D("1.025"), D("-0.005"), D("2.675")]),
    "nulls for void": ("void", [None, None]),
    "arrays": ("array<int>", [[1, None, 3], [], None]),
    "arrays of arrays": ("array<array<string>>", [[["a"], [], None, [None]], None]),
    "maps": ("map<string,int>", [{"a": 1, "b": None}, {}, None]),
    "maps of maps": ("map<int,map<string,double>>", [{1: {"a": 0.5}, 2: None, 3: {}}]),
    "structs by position": (STRUCT, [(1, "x"), (None, None), None]),
    "structs of dicts": (STRUCT, [{"b": "x", "a": 1}, {"a": 1}, {}]),
    "structs of rows by position": (STRUCT, [Row(1, "x")]),
    "structs of rows by name": (STRUCT, [Row(a=1, b="x")]),
    "structs of objects": (STRUCT, [Plain(a=1, b="x"), Record("x", 1)]),
    "structs of a namedtuple": (STRUCT, [Point(1, "x")]),
    "nested": ("array<struct<a: map<string,array<decimal(4,1)>>>>", [[{"a": {"k": [D("2.5"), None]}}, (None,), None]]),
    # what becomes one
    "anything for string": ("string", [True, False, 1, -1.5, 1e100, D("1.10"), dt.date(2024, 1, 1), WHEN, [1, "a"], {"a": 1}, (1,), Shown()]),
    "bytes for string": ("string", [b"ab"]),
    "subclasses for string": ("string", [Text("text")]),
    "enums for string": ("string", [Color.RED, Color.ONE]),
    "IntEnum for string": ("string", [Level.HIGH]),
    "rows for string": ("string", [Row(a=1)]),
    "ints for double": ("double", [1, -(2**53)]),
    "ints for float": ("float", [2, 16777216]),
    "whole floats for int": ("int", [2.0, -3.0]),
    "IntEnum for int": ("int", [Level.HIGH]),
    "enums for int": ("int", [Color.ONE]),
    "objects with __index__ for int": ("int", [Index()]),
    "objects with __float__ for double": ("double", [Floating()]),
    "datetimes at midnight for date": ("date", [dt.datetime(2024, 2, 29)]),
    "datetimes for date": ("date", [WHEN]),
    "moments without a zone for timestamp": ("timestamp", [WHEN]),
    "ints for decimal": ("decimal(10,2)", [7]),
    "decimals for int": ("int", [D("7")]),
    "decimals for double": ("double", [D("0.5")]),
    "memoryview for binary": ("binary", [memoryview(b"ab")]),
    "tuples for array": ("array<int>", [(1, 2)]),
    "sets for array": ("array<int>", [{5}]),
    "ranges for array": ("array<int>", [range(3)]),
    "array.array for array": ("array<int>", [array.array("i", [1, 2])]),
    "deques for array": ("array<int>", [collections.deque([1, 2])]),
    "pairs for map": ("map<string,int>", [[("a", 1)]]),
    "other mappings for map": ("map<string,int>", [collections.OrderedDict(a=1)]),
    "lists for struct": (STRUCT, [[1, "x"]]),
    "rows by name for struct, in another order": (STRUCT, [Row(b="x", a=1)]),
    "a namedtuple for struct, in another order": (STRUCT, [Turned("x", 1)]),
    "dicts with an unknown name for struct": (STRUCT, [{"a": 1, "z": 2}]),
    "ints for months": ("interval year to month", [14, -1, None]),
    "texts for varchar": ("varchar(3)", ["abc"]),
    # those of other libraries
    "numpy's ints": ("bigint", [np.int8(-1), np.int64(2**62), np.uint8(255)]),
    "numpy's floats": ("double", [np.float64(0.5), np.float32(0.25)]),
    "numpy's bools": ("boolean", [np.bool_(True)]),
    "numpy's bools for string": ("string", [np.bool_(True)]),
    "numpy's texts": ("string", [np.str_("a"), np.int64(1)]),
    "numpy's ints for double": ("double", [np.int64(3)]),
    "numpy's floats for int": ("int", [np.float64(3.0)]),
    "numpy's days": ("date", [np.datetime64("2024-02-29")]),
    "numpy's moments": ("timestamp_ntz", [np.datetime64("2024-02-29T01:02:03")]),
    "numpy's durations": ("interval day to second", [np.timedelta64(5, "s")]),
    "numpy's arrays": ("array<int>", [np.array([1, 2], dtype="int32")]),
    "numpy's not-a-time": ("timestamp_ntz", [np.datetime64("NaT")]),
    "pandas' moments": ("timestamp_ntz", [pd.Timestamp("2024-02-29 01:02:03")]),
    "pandas' nanoseconds": ("timestamp_ntz", [pd.Timestamp("2024-02-29 01:02:03.000000001")]),
    "pandas' not-a-time": ("timestamp_ntz", [pd.NaT]),
    "pandas' NA": ("int", [pd.NA]),
    # those that do not
    "a fraction for int": ("int", [1.5]),
    "not-a-number for int": ("int", [NAN]),
    "infinity for int": ("int", [INF]),
    "a truth value for int": ("int", [True]),
    "a truth value for double": ("double", [True]),
    "a text for int": ("int", ["1"]),
    "a text for double": ("double", ["1"]),
    "an int for boolean": ("boolean", [1]),
    "a text for boolean": ("boolean", ["true"]),
    "too large for tinyint": ("tinyint", [128]),
    "too small for smallint": ("smallint", [-32769]),
    "too large for int": ("int", [2**31]),
    "too large for bigint": ("bigint", [2**63]),
    "far too large for bigint": ("bigint", [10**100]),
    "too large for float": ("float", [1e300]),
    "an int that double cannot hold": ("double", [2**53 + 1]),
    "too large for decimal": ("decimal(5,2)", [D("1000")]),
    "rounded to too large for decimal": ("decimal(5,2)", [D("999.995")]),
    "not-a-number for decimal": ("decimal(5,2)", [D("NaN")]),
    "infinity for decimal": ("decimal(5,2)", [D("Infinity")]),
    "a float for decimal": ("decimal(5,2)", [1.5]),
    "a text for decimal": ("decimal(5,2)", ["1"]),
    "a text for binary": ("binary", ["a"]),
    "an int for binary": ("binary", [1]),
    "a text for date": ("date", ["2024-02-29"]),
    "an int for date": ("date", [1]),
    "a date for timestamp": ("timestamp", [dt.date(2024, 2, 29)]),
    "an int for timestamp": ("timestamp", [0]),
    "a text for timestamp": ("timestamp", ["2024-02-29"]),
    "a moment of a zone for timestamp_ntz": ("timestamp_ntz", [WHEN.replace(tzinfo=UTC)]),
    "a time of a zone": ("time", [dt.time(1, tzinfo=UTC)]),
    "a text for time": ("time", ["01:00"]),
    "an int for a duration": ("interval day to second", [1]),
    "a duration that is too long": ("interval day to second", [dt.timedelta.max]),
    "a text for array": ("array<string>", ["ab"]),
    "a dict for array": ("array<int>", [{1: 2}]),
    "a wrong item": ("array<int>", [[1, "x"]]),
    "a list for map": ("map<string,int>", [[1]]),
    "a null key": ("map<string,int>", [{None: 1}]),
    "a number for struct": (STRUCT, [5]),
    "a tuple too short for struct": (STRUCT, [(1,)]),
    "a tuple too long for struct": (STRUCT, [(1, "x", 2)]),
    "a wrong field": (STRUCT, [("x", "y")]),
    "a value for void": ("void", [1]),
    "a lone surrogate": ("string", ["a\ud800"]),
    "a null where none may be": ("int not null", [1, None]),
    "a null field where none may be": ("struct<a: int not null>", [(None,)]),
    "a wrong value after good ones": ("int", [*range(100), "x", *range(100)]),
}  # fmt: skip


class ValueSource(Source):
    """A column of the type and values that the option names."""

    def schema(self) -> Any:
        return f"a {VALUES[self.options['which']][0]}"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        for value in VALUES[self.options["which"]][1]:
            yield (value,)


for _which in VALUES:
    case(f"values: {_which}", options={"which": _which})(ValueSource)
