"""Every type with the values that become it, and with those that are refused."""

from __future__ import annotations

import array
import collections
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import types
from decimal import Decimal

import pytest
from converting import canonical, converted, field, list_of, rows_of, same, struct_of

from pysail.spark.datasource import Row
from pysail.spark.datasource.errors import PySparkTypeError

UTC = dt.timezone.utc
EAST = dt.timezone(dt.timedelta(hours=5, minutes=30))
DAY = 86_400_000_000
INF, NAN = float("inf"), float("nan")


class Text(str):
    def __str__(self):
        return "not what it holds"


class Whole(int):
    def __int__(self):
        return -1

    __index__ = __int__


class Real(float):
    def __float__(self):
        return -1.0


class Octets(bytes):
    def __bytes__(self):
        return b"not what it holds"


class Amount(Decimal):
    pass


class Day(dt.date):
    pass


class Moment(dt.datetime):
    def __sub__(self, other):
        return dt.timedelta(0)


class Span(dt.timedelta):
    pass


class Clock(dt.time):
    pass


class Items(list):
    pass


class Fields(dict):
    pass


class Level(enum.IntEnum):
    HIGH = 3


class Colour(enum.Enum):
    RED = "red"
    ONE = 1
    HALF = 0.5
    OFF = False
    NEW_YEAR = dt.date(1970, 1, 2)
    PAIR = (1, "a")


class Kind(str, enum.Enum):
    A = "a"

    def __str__(self):
        return "Kind!"


class Bits(enum.IntFlag):
    ONE = 1
    TWO = 2


class Indexed:
    def __index__(self):
        return 7


class Floating:
    def __float__(self):
        return 0.1


class Printed:
    def __str__(self):
        return "printed"


Point = collections.namedtuple("Point", "y x")
Other = collections.namedtuple("Other", "a b")


@dataclasses.dataclass
class Place:
    y: int
    x: object = None
    counter = 0


class Plain:
    def __init__(self, **attributes):
        vars(self).update(attributes)


POINT = struct_of(field("INT", name="x"), field("STRING", name="y"))
POINTS = list_of(field("STRUCT<x: INT, y: STRING>", name="element"))

ACCEPTED = [
    ("VOID", [(None, None)]),
    ("BOOLEAN", [(True, True), (False, False), (Colour.OFF, False)]),
    ("TINYINT", [(127, 127), (-128, -128), (3.0, 3), (-0.0, 0), (Decimal("1E+2"), 100)]),
    ("SMALLINT", [(-32768, -32768), (Whole(5), 5), (Level.HIGH, 3), (Colour.ONE, 1)]),
    ("INT", [(2**31 - 1, 2**31 - 1), (Indexed(), 7), (Bits.ONE | Bits.TWO, 3), (Real(2), 2)]),
    ("BIGINT", [(-(2**63), -(2**63)), (float(2**62), 2**62), (Decimal(2**63 - 1), 2**63 - 1)]),
    ("arrow:C", [(0, 0), (255, 255)]),
    ("arrow:S", [(65535, 65535)]),
    ("arrow:I", [(2**32 - 1, 2**32 - 1)]),
    ("arrow:L", [(2**64 - 1, 2**64 - 1), (1e19, 10**19)]),
    ("arrow:e", [(1.5, 1.5), (0.1, 0.0999755859375), (65504, 65504.0), (INF, INF), (NAN, NAN)]),
    ("FLOAT", [(0.1, 0.1), (3.4e38, 3.4e38), (-INF, -INF), (NAN, NAN), (16777216, 16777216.0)]),
    ("FLOAT", [(Decimal("0.5"), 0.5), (Floating(), 0.1), (Real(0.1), 0.1), (1e-60, 1e-60)]),
    ("DOUBLE", [(0.1, 0.1), (-0.0, -0.0), (NAN, NAN), (2**53, 2.0**53), (2**70, 2.0**70)]),
    ("DOUBLE", [(Real(2.5), 2.5), (Whole(5), 5.0), (Floating(), 0.1), (Indexed(), 7.0)]),
    ("DOUBLE", [(Decimal("0.5"), 0.5), (Decimal("NaN"), NAN), (Decimal("-Infinity"), -INF)]),
    ("DOUBLE", [(fractions.Fraction(1, 4), 0.25), (Colour.HALF, 0.5)]),
    ("STRING", [("a", "a"), ("é😀\0", "é😀\0"), ("", ""), (Text("held"), "held"), (Kind.A, "a")]),
    ("STRING", [(True, "true"), (False, "false"), (1, "1"), (0.5, "0.5"), (Colour.RED, "red")]),
    ("STRING", [(Decimal("1.10"), "1.10"), (dt.date(2024, 2, 29), "2024-02-29"), (b"a", "b'a'")]),
    ("STRING", [([1, None], "[1, None]"), (Printed(), "printed"), (Colour.OFF, "false")]),
    ("arrow:U", [("é", "é")]),
    ("arrow:vu", [("é", "é")]),
    ("BINARY", [(b"", b""), (bytearray(b"ab"), b"ab"), (memoryview(b"abcd")[::2], b"ac")]),
    ("BINARY", [(Octets(b"held"), b"held"), (memoryview(array.array("h", [1])), b"\1\0")]),
    ("arrow:Z", [(b"a", b"a")]),
    ("arrow:vz", [(b"a", b"a")]),
    ("arrow:w:2", [(b"ab", b"ab"), (bytearray(b"cd"), b"cd")]),
    ("DATE", [(dt.date(1970, 1, 1), 0), (dt.date(1, 1, 1), -719162), (dt.date(9999, 12, 31), 2932896)]),
    ("DATE", [(dt.datetime(2024, 2, 29), 19782), (Day(1969, 12, 31), -1), (Colour.NEW_YEAR, 1)]),
    ("DATE", [(dt.datetime(1970, 1, 2, tzinfo=EAST), 1), (Moment(1970, 1, 3), 2)]),
    ("arrow:tdm", [(dt.date(1969, 12, 31), -86_400_000), (dt.datetime(1970, 1, 2), 86_400_000)]),
    ("TIME", [(dt.time(), 0), (dt.time(23, 59, 59, 999999), 86_399_999_999_000), (Clock(1), 3_600_000_000_000)]),
    ("arrow:ttu", [(dt.time(0, 0, 1, 2), 1_000_002), (dt.time(1, fold=1), 3_600_000_000)]),
    ("arrow:ttm", [(dt.time(0, 0, 1, 2000), 1002)]),
    ("arrow:tts", [(dt.time(0, 1, 1), 61)]),
    ("TIMESTAMP", [(dt.datetime(1970, 1, 1), 0), (dt.datetime(1969, 12, 31, 23, 59, 59, 999999), -1)]),
    ("TIMESTAMP", [(dt.datetime(1970, 1, 2, tzinfo=UTC), DAY), (dt.datetime(1970, 1, 1, 5, 30, tzinfo=EAST), 0)]),
    ("TIMESTAMP", [(dt.datetime(1, 1, 1), -719162 * DAY), (dt.datetime.max, 2932897 * DAY - 1)]),
    ("TIMESTAMP", [(dt.datetime(1, 1, 1, tzinfo=EAST), -719162 * DAY - 19_800_000_000), (Moment(1970, 1, 2), DAY)]),
    ("TIMESTAMP_NTZ", [(dt.datetime(2024, 2, 29, 1, 2, 3, 4), 1709168523000004), (Moment(1970, 1, 2), DAY)]),
    ("arrow:tss:", [(dt.datetime(1970, 1, 1, 0, 0, 59), 59)]),
    ("arrow:tsm:Europe/Oslo", [(dt.datetime(1970, 1, 1, 5, 30, 0, 1000, tzinfo=EAST), 1)]),
    ("arrow:tsn:", [(dt.datetime(2262, 4, 11, 23, 47, 16, 854775), 9223372036854775000)]),
    ("INTERVAL DAY TO SECOND", [(dt.timedelta(-1, 1), 1_000_000 - DAY), (dt.timedelta(microseconds=1), 1)]),
    ("INTERVAL DAY TO SECOND", [(Span(1), DAY), (dt.timedelta(10**8), 10**8 * DAY)]),
    ("arrow:tDs", [(dt.timedelta(1), 86400)]),
    ("arrow:tDm", [(dt.timedelta(0, 0, 1000), 1)]),
    ("arrow:tDn", [(dt.timedelta(0, 1), 10**9)]),
    ("INTERVAL YEAR TO MONTH", [(14, 14), (-(2**31), -(2**31)), (2.0, 2)]),
    ("DECIMAL(5,2)", [(Decimal("1.25"), 125), (Decimal("1.005"), 100), (Decimal("1.015"), 102), (7, 700)]),
    ("DECIMAL(5,2)", [(Decimal("-999.994"), -99999), (Decimal("1E+2"), 10000), (Decimal("1E-999999"), 0)]),
    ("DECIMAL(5,2)", [(Decimal("-0"), 0), (Amount("1.2"), 120), (Whole(3), 300), (Indexed(), 700), (-999, -99900)]),
    ("DECIMAL(38,0)", [(10**38 - 1, 10**38 - 1), (Decimal(10**38 - 1), 10**38 - 1)]),
    ("DECIMAL(38,38)", [(Decimal("0." + "9" * 38), 10**38 - 1)]),
    ("arrow:d:76,0,256", [(10**76 - 1, 10**76 - 1), (Decimal(1 - 10**76), 1 - 10**76)]),
    ("arrow:d:5,-2", [(Decimal("1250"), 12), (Decimal("1350"), 14), (100, 1), (9999900, 99999)]),
    ("ARRAY<INT>", [([], []), ([1, None], [1, None]), ((1, 2.0), [1, 2]), ({5}, [5]), (range(3), [0, 1, 2])]),
    ("ARRAY<INT>", [(frozenset([1]), [1]), (collections.deque([1]), [1]), (Items([1]), [1]), (Row(1, 2), [1, 2])]),
    ("ARRAY<INT>", [(array.array("h", [1, 2]), [1, 2]), ({1: 0}.keys(), [1]), (Point(1, 2), [1, 2])]),
    ("ARRAY<ARRAY<DATE>>", [([[dt.date(1970, 1, 2), None], None, ()], [[1, None], None, []])]),
    ("MAP<STRING, INT>", [({}, []), ({"a": 1, "b": None}, [("a", 1), ("b", None)]), (Fields(a=1), [("a", 1)])]),
    ("MAP<STRING, INT>", [([("a", 1), ["b", 2.0]], [("a", 1), ("b", 2)]), (types.MappingProxyType({1: 1}), [("1", 1)])]),
    ("MAP<DATE, ARRAY<INT>>", [({dt.date(1970, 1, 2): [1]}, [(1, [1])])]),
    ("STRUCT<x: INT, y: STRING>", [((1, "a"), (1, "a")), ([1, None], (1, None)), ({"y": "a", "x": 1}, (1, "a"))]),
    ("STRUCT<x: INT, y: STRING>", [({}, (None, None)), (Row(1, "a"), (1, "a")), (Row(y="a", x=1), (1, "a"))]),
    ("STRUCT<x: INT, y: STRING>", [(Row(x=1), (1, None)), (Point("a", 1), (1, "a")), (Other(1, 2), (1, "2"))]),
    ("STRUCT<x: INT, y: STRING>", [(Place("a", 1), (1, "a")), (Fields(x=1), (1, None)), (Items([1, 2]), (1, "2"))]),
    ("STRUCT<x: INT, y: STRING>", [(Colour.PAIR, (1, "a")), (collections.ChainMap({"x": 1}), (1, None))]),
    ("STRUCT<x: INT, y: STRING>", [(Plain(x=1, _own=2), (1, None)), (types.SimpleNamespace(y=2), (None, "2"))]),
    ("STRUCT<>", [((), ()), ({}, ()), ([], ())]),
    ("STRUCT<a: STRUCT<b: ARRAY<DATE>>>", [({"a": ([dt.date(1970, 1, 2)],)}, (([1],),))]),
]  # fmt: skip

REFUSED = [
    ("VOID", 1, "1 to VOID: it is of type 'int'"),
    ("BOOLEAN", 1, "1 to BOOLEAN: it is of type 'int'"),
    ("BOOLEAN", "true", "'true' to BOOLEAN: it is of type 'str'"),
    ("TINYINT", 128, "128 to TINYINT: it is not between -128 and 127"),
    ("SMALLINT", -32769, "-32769 to SMALLINT: it is not between -32768 and 32767"),
    ("INT", 2**31, "2147483648 to INT: it is not between -2147483648 and 2147483647"),
    ("INT", 1.5, "1.5 to INT: it is not whole"),
    ("INT", Real(0.5), "0.5 to INT: it is not whole"),
    ("INT", NAN, "nan to INT: it is not whole"),
    ("INT", INF, "inf to INT: it is not whole"),
    ("INT", "1", "'1' to INT: it is of type 'str'"),
    ("INT", b"1", "b'1' to INT: it is of type 'bytes'"),
    ("INT", True, "True to INT: it is of type 'bool'"),
    ("INT", Colour.OFF, "False to INT: it is of type 'bool'"),
    ("INT", Decimal("1.5"), "Decimal('1.5') to INT: it is not whole, or too large"),
    ("INT", Decimal("1E+999999"), "Decimal('1E+999999') to INT: it is not whole, or too large"),
    ("INT", Decimal("sNaN"), "Decimal('sNaN') to INT: it is not whole, or too large"),
    ("INT", [1], "[1] to INT: it is of type 'list'"),
    ("INT", 1 + 0j, "(1+0j) to INT: it is of type 'complex'"),
    ("INT", dt.timedelta(1), "datetime.timedelta(days=1) to INT: it is of type 'timedelta'"),
    ("BIGINT", 2**63, f"{2**63} to BIGINT: it is not between -9223372036854775808 and 9223372036854775807"),
    ("BIGINT", 2.0**63, "9.223372036854776e+18 to BIGINT: it is not between -9223372036854775808 and 9223372036854775807"),
    ("arrow:C", -1, "-1 to uint8: it is not between 0 and 255"),
    ("arrow:L", 2**64, f"{2**64} to uint64: it is not between 0 and {2**64 - 1}"),
    ("arrow:e", 65520.0, "65520.0 to float16: it is too large"),
    ("arrow:e", 2049, "2049 to float16: it cannot be held exactly"),
    ("FLOAT", 1e39, "1e+39 to FLOAT: it is too large"),
    ("FLOAT", 16777217, "16777217 to FLOAT: it cannot be held exactly"),
    ("FLOAT", Decimal("0.1"), "Decimal('0.1') to FLOAT: it cannot be held exactly"),
    ("FLOAT", "1", "'1' to FLOAT: it is of type 'str'"),
    ("DOUBLE", 2**53 + 1, "9007199254740993 to DOUBLE: it cannot be held exactly"),
    ("DOUBLE", 10**400, "1" + "0" * 37 + "..." + "0" * 39 + " to DOUBLE: it is too large"),
    ("DOUBLE", Decimal("0.1"), "Decimal('0.1') to DOUBLE: it cannot be held exactly"),
    ("DOUBLE", fractions.Fraction(1, 3), "Fraction(1, 3) to DOUBLE: it cannot be held exactly"),
    ("DOUBLE", True, "True to DOUBLE: it is of type 'bool'"),
    ("DOUBLE", "1.5", "'1.5' to DOUBLE: it is of type 'str'"),
    ("DOUBLE", 1j, "1j to DOUBLE: it is of type 'complex'"),
    ("STRING", "ab\ud800c", r"'ab\ud800c' to STRING: it has a lone surrogate at position 2"),
    ("BINARY", "a", "'a' to BINARY: it is of type 'str'"),
    ("BINARY", [1], "[1] to BINARY: it is of type 'list'"),
    ("arrow:w:2", b"abc", "b'abc' to BINARY(2): it has 3 bytes"),
    ("DATE", dt.datetime(2024, 1, 1, 1), "datetime.datetime(2024, 1, 1, 1, 0) to DATE: it has a time"),
    ("DATE", "2024-01-01", "'2024-01-01' to DATE: it is of type 'str'"),
    ("DATE", 0, "0 to DATE: it is of type 'int'"),
    ("TIME", dt.time(1, tzinfo=UTC), "datetime.time(1, 0, tzinfo=datetime.timezone.utc) to TIME: its zone would be lost"),
    ("TIME", dt.timedelta(1), "datetime.timedelta(days=1) to TIME: it is of type 'timedelta'"),
    ("arrow:tts", dt.time(0, 0, 0, 1), "datetime.time(0, 0, 0, 1) to TIME: it is finer than the type"),
    ("TIMESTAMP", dt.date(2024, 1, 1), "datetime.date(2024, 1, 1) to TIMESTAMP: it is of type 'date'"),
    ("TIMESTAMP", 0, "0 to TIMESTAMP: it is of type 'int'"),
    ("TIMESTAMP_NTZ", dt.datetime(1970, 1, 1, tzinfo=UTC),
     "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc) to TIMESTAMP_NTZ: its zone would be lost"),
    ("arrow:tss:", dt.datetime(1970, 1, 1, 0, 0, 0, 1), "datetime.datetime(1970, 1, 1, 0, 0, 0, 1) to TIMESTAMP_NTZ: it is finer than the type"),
    ("arrow:tsn:", dt.datetime(2263, 1, 1), "datetime.datetime(2263, 1, 1, 0, 0) to TIMESTAMP_NTZ: it is out of range"),
    ("INTERVAL DAY TO SECOND", dt.timedelta(999999999), "datetime.timedelta(days=999999999) to INTERVAL DAY TO SECOND: it is out of range"),
    ("INTERVAL DAY TO SECOND", 5, "5 to INTERVAL DAY TO SECOND: it is of type 'int'"),
    ("INTERVAL YEAR TO MONTH", 2**31, "2147483648 to INTERVAL YEAR TO MONTH: it is not between -2147483648 and 2147483647"),
    ("DECIMAL(5,2)", Decimal("999.995"), "Decimal('999.995') to DECIMAL(5,2): it has more than 5 digits, 2 of them after the point"),
    ("DECIMAL(5,2)", Decimal("1E+999999999"), "Decimal('1E+999999999') to DECIMAL(5,2): it has more than 5 digits, 2 of them after the point"),
    ("DECIMAL(5,2)", 1000, "1000 to DECIMAL(5,2): it has more than 5 digits, 2 of them after the point"),
    ("DECIMAL(38,0)", 10**38, f"{10**38} to DECIMAL(38,0): it has more than 38 digits"),
    ("DECIMAL(5,2)", Decimal("NaN"), "Decimal('NaN') to DECIMAL(5,2): it is not finite"),
    ("DECIMAL(5,2)", Decimal("sNaN"), "Decimal('sNaN') to DECIMAL(5,2): it is not finite"),
    ("DECIMAL(5,2)", Decimal("-Infinity"), "Decimal('-Infinity') to DECIMAL(5,2): it is not finite"),
    ("DECIMAL(5,2)", 1.0, "1.0 to DECIMAL(5,2): it is of type 'float'"),
    ("DECIMAL(5,2)", True, "True to DECIMAL(5,2): it is of type 'bool'"),
    ("DECIMAL(5,2)", "1", "'1' to DECIMAL(5,2): it is of type 'str'"),
    ("arrow:d:5,-2", 150, "150 to DECIMAL(5,-2): it cannot be held exactly"),
    ("ARRAY<INT>", "12", "'12' to ARRAY: it is of type 'str'"),
    ("ARRAY<INT>", b"12", "b'12' to ARRAY: it is of type 'bytes'"),
    ("ARRAY<INT>", {1: 2}, "{1: 2} to ARRAY: it is of type 'dict'"),
    ("ARRAY<INT>", 5, "5 to ARRAY: it is of type 'int'"),
    ("MAP<STRING, INT>", [1], "[1] to MAP: it is of type 'list'"),
    ("MAP<STRING, INT>", (1, 2), "(1, 2) to MAP: it is of type 'tuple'"),
    ("STRUCT<x: INT, y: STRING>", (1,), "(1,) to STRUCT: it has 1 values for 2 fields"),
    ("STRUCT<x: INT, y: STRING>", (1, 2, 3), "(1, 2, 3) to STRUCT: it has 3 values for 2 fields"),
    ("STRUCT<x: INT, y: STRING>", {"x": 1, "z": 2}, "{'x': 1, 'z': 2} to STRUCT: it has no field 'z'"),
    ("STRUCT<x: INT, y: STRING>", {1, 2}, "{1, 2} to STRUCT: it is of type 'set'"),
    ("STRUCT<x: INT, y: STRING>", "ab", "'ab' to STRUCT: it is of type 'str'"),
    ("STRUCT<x: INT, y: STRING>", 5, "5 to STRUCT: it is of type 'int'"),
    ("STRUCT<x: INT, y: STRING>", types.SimpleNamespace(z=1), "namespace(z=1) to STRUCT: it has no field 'z'"),
]  # fmt: skip

NESTED = [
    ("ARRAY<INT>", [1, "2"], "c[1]", "'2' to INT: it is of type 'str'"),
    ("ARRAY<ARRAY<INT>>", [[], [1, 2, 300.5]], "c[1][2]", "300.5 to INT: it is not whole"),
    ("MAP<STRING, INT>", {"a": 1, "b": "x"}, "c['b']", "'x' to INT: it is of type 'str'"),
    ("MAP<INT, INT>", {None: 1}, "c.key", "None to INT: null is not allowed here"),
    ("MAP<INT, INT>", {"k": 1}, "c.key", "'k' to INT: it is of type 'str'"),
    ("STRUCT<x: INT NOT NULL>", (None,), "c.x", "None to INT: null is not allowed here"),
    ("STRUCT<x: INT NOT NULL>", {}, "c.x", "None to INT: null is not allowed here"),
    ("ARRAY<STRUCT<x: INT, y: MAP<STRING, DATE>>>", [None, (1, {"k": 1})], "c[1].y['k']", "1 to DATE: it is of type 'int'"),
]  # fmt: skip


@pytest.fixture(autouse=True, params=["default context", "hostile context"])
def _context(request):
    """The thread's decimal context, which is the source's, must not matter."""
    hostile = decimal.Context(
        prec=1, rounding=decimal.ROUND_UP, traps=list(decimal.getcontext().traps)
    )
    with decimal.localcontext(hostile if request.param != "default context" else None):
        yield


@pytest.mark.parametrize(
    ("type_text", "cases"), ACCEPTED, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_value_becomes_the_canonical_one_of_its_type(type_text, cases):
    described = field(type_text)
    for raw, expected in cases:
        # Alone, beside its like, beside nulls, and in a column of all kinds.
        for column in ([raw], [raw, raw], [None, raw, None]):
            wanted = [None if value is None else expected for value in column]
            assert same(canonical(described, *column), wanted)
    assert same(
        canonical(described, *(raw for raw, _ in cases)), [expected for _, expected in cases]
    )


@pytest.mark.parametrize(
    ("type_text", "value", "message"),
    REFUSED,
    ids=lambda each: each[:40] if isinstance(each, str) else "",
)
def test_a_value_that_does_not_fit_is_refused_with_the_reason(type_text, value, message):
    for before in ([], [None, None]):
        done, error = converted(field(type_text), *before, value, None)
        assert done == before
        assert str(error) == (
            f"[DATA_SOURCE_VALUE_CONVERSION] [orders::read] ValueConversionError: "
            f'Cannot convert {message}. (row {len(before)}, column "c")'
        )


def test_an_integer_that_python_does_not_print_is_refused_like_others():
    _, error = converted(field("BIGINT"), 10**5000)

    assert error.reason.endswith(
        " to BIGINT: it is not between -9223372036854775808 and 9223372036854775807."
    )
    assert len(error.reason) < 250


@pytest.mark.parametrize(("type_text", "value", "path", "message"), NESTED)
def test_a_value_inside_another_is_refused_with_its_place(type_text, value, path, message):
    done, error = converted(field(type_text), None, value, value)

    assert done == [None]
    assert error.reason == f"ValueConversionError: Cannot convert {message}."
    assert error.__sail_details__["row"] == "1"
    assert error.__sail_details__["column"] == path


@pytest.mark.parametrize(
    "type_text", ["INT", "STRING", "DATE", "DECIMAL(5,2)", "ARRAY<INT>", "STRUCT<x: INT>", "VOID"]
)
def test_a_null_is_refused_where_none_may_be(type_text):
    _, error = converted(field(type_text, nullable=False), None)

    assert error.reason.endswith(": null is not allowed here.")


def test_a_map_with_pairs_of_another_length_is_refused():
    _, error = converted(field("MAP<STRING, INT>"), [("a", 1), ("b",)])

    assert "it is of type 'list'" in error.reason


def test_lists_of_a_fixed_size_have_that_size():
    described = list_of(field("INT", name="element"), "+w:2")

    assert canonical(described, [1, 2], None, (3, 4)) == [[1, 2], None, [3, 4]]
    assert converted(described, [1, 2], [1])[1].reason == (
        "ValueConversionError: Cannot convert [1] to ARRAY: it has 1 items, not 2."
    )
    assert canonical(list_of(field("INT"), "+L"), [1]) == [[1]]


def test_a_struct_with_two_fields_of_a_name_is_taken_by_position_only():
    described = struct_of(field("INT", name="x"), field("INT", name="x"))

    assert canonical(described, (1, 2)) == [(1, 2)]
    assert "two fields have the same name" in converted(described, {"x": 1})[1].reason


def test_a_moment_in_a_zone_with_summer_time_knows_its_fold():
    zoneinfo = pytest.importorskip("zoneinfo")
    try:
        oslo = zoneinfo.ZoneInfo("Europe/Oslo")
    except zoneinfo.ZoneInfoNotFoundError:
        pytest.skip("this machine has no time zones")
    first = dt.datetime(2024, 10, 27, 2, 30, tzinfo=oslo)

    early, late = canonical(field("TIMESTAMP"), first, first.replace(fold=1))

    assert late - early == 3_600_000_000


def test_a_zone_that_tells_no_offset_is_none():
    class Nowhere(dt.tzinfo):
        def utcoffset(self, moment):
            return None

    value = dt.datetime(1970, 1, 2, tzinfo=Nowhere())

    assert canonical(field("TIMESTAMP"), value, dt.datetime(1970, 1, 2)) == [DAY, DAY]
    assert canonical(field("TIMESTAMP_NTZ"), value) == [DAY]


def test_containers_are_new_ones():
    inner, outer = [1], [[1]]
    outer[0] = inner

    [done] = canonical(field("ARRAY<ARRAY<INT>>"), outer)

    assert done == [[1]]
    assert done is not outer
    assert done[0] is not inner


def test_columns_that_need_no_conversion_are_told():
    ddl = ["BOOLEAN", "INT", "arrow:L", "FLOAT", "DOUBLE", "STRING", "arrow:vu"]
    others = ["VOID", "arrow:e", "BINARY", "DATE", "TIMESTAMP", "INTERVAL YEAR TO MONTH", "DECIMAL(5,2)", "ARRAY<INT>", "MAP<INT, INT>", "STRUCT<x: INT>"]  # fmt: skip

    assert rows_of(*map(field, ddl)).natural == [True] * len(ddl)
    assert rows_of(*map(field, others)).natural == [False] * len(others)


@pytest.mark.parametrize(
    "format_", ["+ud:0", "+us:0", "+r", "tiD", "tin", "+vl", "+vL", "d:9,2,32", "d:9,2,64", "a:new"]
)
def test_a_type_that_rows_cannot_make_is_refused_at_once(format_):
    odd = (format_, "odd", True, (), (), None, 0)

    with pytest.raises(PySparkTypeError) as raised:
        rows_of(field("INT"), list_of(odd, name="outer"))

    assert str(raised.value) == (
        "[UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION] "
        f"Arrow's type {format_} of column 'outer.element', from rows, is not supported in conversion to Arrow."
    )


def test_a_dictionary_and_a_map_with_sorted_keys_are_refused_at_once():
    dictionary = ("c", "d", True, (), (), field("STRING"), 0)
    *described, _ = field("MAP<INT, INT>")

    with pytest.raises(PySparkTypeError, match="type c, a dictionary of column 'd'"):
        rows_of(dictionary)
    with pytest.raises(PySparkTypeError, match="type \\+m of column 'c'"):
        rows_of((*described, 4))
