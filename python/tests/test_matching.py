"""Filters applied to rows, as Spark applies them."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

import pytest

from pysail.spark.datasource import (
    And,
    EqualNullSafe,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNotNull,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Not,
    Or,
    Row,
    StringContains,
    StringEndsWith,
    StringStartsWith,
    row_filter,
)
from pysail.spark.datasource.errors import PySparkNotImplementedError, PySparkValueError
from pysail.spark.datasource.types import StructType

A = ("a",)
D, NAN, INF = Decimal, float("nan"), float("inf")
UTC, EAST = dt.timezone.utc, dt.timezone(dt.timedelta(hours=5))


def passing(type_, each, values):
    passes = row_filter([each], f"a {type_}")
    return [value for value in values if passes((value,))]


def truth(type_, each, value):
    """True, False, or None for what is unknown: then neither it nor its negation passes."""
    if passing(type_, each, [value]):
        return True
    return False if passing(type_, Not(each), [value]) else None


@pytest.mark.parametrize(
    ("cls", "expected"),
    [
        (EqualTo, [False, True, False, None]),
        (EqualNullSafe, [False, True, False, False]),
        (LessThan, [True, False, False, None]),
        (LessThanOrEqual, [True, True, False, None]),
        (GreaterThan, [False, False, True, None]),
        (GreaterThanOrEqual, [False, True, True, None]),
    ],
)
def test_a_comparison_with_null_is_unknown(cls, expected):
    assert [truth("INT", cls(A, 2), value) for value in (1, 2, 3, None)] == expected


def test_a_literal_that_is_null_makes_everything_unknown_but_for_null_safety():
    for cls in (EqualTo, LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual):
        assert [truth("INT", cls(A, None), value) for value in (1, None)] == [None, None]
    assert [truth("INT", EqualNullSafe(A, None), value) for value in (1, None)] == [False, True]


def test_a_set_with_null_never_excludes():
    assert [truth("INT", In(A, (1, 2)), value) for value in (1, 3, None)] == [True, False, None]
    assert [truth("INT", In(A, (1, None)), value) for value in (1, 3, None)] == [True, None, None]


def test_nulls_are_told_from_values():
    assert [truth("INT", IsNull(A), value) for value in (1, None)] == [False, True]
    assert [truth("INT", IsNotNull(A), value) for value in (1, None)] == [True, False]


def test_and_or_and_not_have_three_values():
    made = {True: EqualTo(A, 1), False: EqualTo(A, 2), None: EqualTo(A, None)}
    for one, other in itertools.product(made, repeat=2):
        both = False if False in (one, other) else None if None in (one, other) else True
        either = True if True in (one, other) else None if None in (one, other) else False
        assert truth("INT", And(made[one], made[other]), 1) is both
        assert truth("INT", Or(made[one], made[other]), 1) is either


def test_all_filters_have_to_be_true():
    passes = row_filter([GreaterThan(A, 1), LessThan(("b",), 1)], "a INT, b INT")

    rows = [(2, 0), (2, 1), (1, 0), (2, None)]

    assert [row for row in rows if passes(row)] == [(2, 0)]
    assert row_filter([], "a INT")((1,)) is True


def test_nan_is_equal_to_itself_and_the_greatest():
    values = [-INF, 1.0, INF, NAN]
    for type_ in ("DOUBLE", "FLOAT"):
        assert passing(type_, EqualTo(A, float("nan")), values) == [NAN]
        assert passing(type_, In(A, (float("nan"),)), values) == [NAN]
        assert passing(type_, EqualNullSafe(A, float("nan")), values) == [NAN]
        assert passing(type_, LessThan(A, NAN), values) == [-INF, 1.0, INF]
        assert passing(type_, LessThanOrEqual(A, NAN), values) == values
        assert passing(type_, GreaterThan(A, INF), values) == [NAN]
        assert passing(type_, GreaterThanOrEqual(A, NAN), values) == [NAN]
        assert passing(type_, Not(EqualTo(A, NAN)), values) == [-INF, 1.0, INF]


def test_the_zeros_are_equal():
    assert passing("DOUBLE", EqualTo(A, 0.0), [-0.0, 0.0]) == [-0.0, 0.0]
    assert passing("DOUBLE", LessThan(A, 0.0), [-0.0]) == []


def test_texts_are_in_the_order_of_their_code_points():
    values = ["", "Z", "a", "ä", "\uffff", "\U0001f600"]

    assert passing("STRING", GreaterThan(A, "a"), values) == ["ä", "\uffff", "\U0001f600"]
    assert passing("STRING", GreaterThan(A, "\uffff"), values) == ["\U0001f600"]
    assert passing("STRING", LessThan(A, "\ud800"), values) == ["", "Z", "a", "ä"]


def test_texts_start_end_and_contain():
    values = ["", "ab", "ba", "a", None, "%"]

    assert passing("STRING", StringStartsWith(A, "a"), values) == ["ab", "a"]
    assert passing("STRING", StringEndsWith(A, "a"), values) == ["ba", "a"]
    assert passing("STRING", StringContains(A, "%"), values) == ["%"]
    assert passing("STRING", StringStartsWith(A, ""), values) == ["", "ab", "ba", "a", "%"]
    assert truth("STRING", StringContains(A, "a"), None) is None


@pytest.mark.parametrize(
    ("type_", "less", "same", "greater"),
    [
        ("LONG", -(2**63), 2**63 - 2, 2**63 - 1),
        ("BINARY", b"", b"\x7f", b"\x80"),
        ("DATE", dt.date.min, dt.date(2024, 1, 1), dt.date.max),
        ("TIMESTAMP_NTZ", dt.datetime.min, dt.datetime(2024, 1, 1), dt.datetime.max),
        ("TIME(6)", dt.time.min, dt.time(12), dt.time.max),
        ("INTERVAL DAY TO SECOND", -dt.timedelta.resolution, dt.timedelta(), dt.timedelta(1)),
        ("INTERVAL YEAR TO MONTH", -1, 0, 1),
        ("DECIMAL(10,2)", D("-1.00"), D("1.20"), D("1.21")),
    ],
)
def test_every_type_is_compared(type_, less, same, greater):
    values = [less, same, greater]

    assert passing(type_, EqualTo(A, same), values) == [same]
    assert passing(type_, LessThan(A, same), values) == [less]
    assert passing(type_, GreaterThan(A, less), values) == values[1:]


def test_booleans_are_compared():
    values = [False, True, None]

    assert passing("BOOLEAN", EqualTo(A, True), values) == [True]
    assert passing("BOOLEAN", LessThan(A, True), values) == [False]


def test_moments_are_compared_in_utc():
    noon = dt.datetime(2024, 1, 1, 12, tzinfo=UTC)
    values = [noon.replace(tzinfo=None), noon.astimezone(EAST), noon.replace(tzinfo=EAST)]

    assert passing("TIMESTAMP", EqualTo(A, noon), values) == values[:2]
    assert passing("TIMESTAMP", LessThan(A, noon), values) == values[2:]


def test_values_are_compared_as_they_are_in_their_column():
    assert passing("DECIMAL(10,2)", EqualTo(A, D("1.20")), [D("1.2"), D("1.2049"), 1]) == [
        D("1.2"),
        D("1.2049"),
    ]
    assert passing("FLOAT", EqualTo(A, 0.10000000149011612), [0.1]) == [0.1]
    assert passing("DATE", EqualTo(A, dt.date(2024, 1, 1)), [dt.datetime(2024, 1, 1)])
    assert passing("STRING", EqualTo(A, "1"), [1]) == [1]
    assert passing("BINARY", EqualTo(A, b"x"), [bytearray(b"x"), memoryview(b"x")])


def test_literals_are_not_rounded():
    assert passing("DECIMAL(10,2)", EqualTo(A, D("1.204")), [D("1.20")]) == []
    assert passing("DECIMAL(10,2)", LessThan(A, D("1.204")), [D("1.20")]) == [D("1.20")]
    assert passing("INT", LessThan(A, 1.5), [1, 2]) == [1]
    assert passing("TINYINT", LessThan(A, 300), [1]) == [1]
    assert passing("FLOAT", EqualTo(A, 0.1), [0.1]) == []


ROWS = [
    (((1, "x"),),),
    ({"n": (1, "x")},),
    ((Row(b="x", a=1),),),
    (Row(n={"a": 1}),),
    {"s": {"n": {"a": 1, "b": "x"}}},
    Row(s=Row(n=Row(a=1, b="x"))),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_nested_columns_are_found_by_position_or_by_name(row):
    passes = row_filter([EqualTo(("s", "n", "a"), 1)], "s STRUCT<n: STRUCT<a: INT, b: STRING>>")

    assert passes(row)


def test_a_column_inside_null_is_null():
    is_null = row_filter([IsNull(("s", "a"))], "s STRUCT<a: INT>")
    unknown = row_filter([Not(EqualTo(("s", "a"), 1))], "s STRUCT<a: INT>")

    assert [is_null((row,)) for row in (None, (None,), {}, (1,))] == [True, True, True, False]
    assert [unknown((row,)) for row in (None, (None,), (2,))] == [False, False, True]


def test_a_schema_may_be_a_struct():
    assert row_filter([EqualTo(A, 1)], StructType.fromDDL("b INT, a INT"))((0, 1))


def test_the_real_pysparks_filters_and_schema_are_taken(python):
    pytest.importorskip("pyspark.sql.datasource")
    python(
        """
        from pyspark.sql.datasource import EqualTo, Not
        from pyspark.sql.types import IntegerType, StructType
        from pysail.spark.datasource import Or, row_filter

        a = ("a",)
        schema = StructType().add("a", IntegerType())
        passes = row_filter([Or(EqualTo(a, 1), Not(EqualTo(a, 2)))], schema)
        assert [passes((value,)) for value in (1, 2, 3, None)] == [True, False, True, False]
        """
    )


def test_a_column_that_there_is_not_is_refused():
    for path in (("b",), ("a", "x"), ("s", "y")):
        with pytest.raises(PySparkValueError) as raised:
            row_filter([IsNull(path)], "a INT, s STRUCT<x: INT>")
        assert str(raised.value) == f"there is no column {'.'.join(path)!r} to filter by"


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("INT", "1"),
        ("STRING", 1),
        ("DATE", "2024-01-01"),
        ("TIMESTAMP", dt.date(2024, 1, 1)),
        ("TIMESTAMP_NTZ", dt.datetime(2024, 1, 1, tzinfo=UTC)),
        ("DECIMAL(5,2)", 1.5),
        ("DECIMAL(5,2)", D("NaN")),
        ("BINARY", "x"),
    ],
)
def test_a_value_of_another_kind_is_refused(type_, value):
    with pytest.raises(PySparkValueError, match="cannot be compared with its column"):
        row_filter([EqualTo(A, value)], f"a {type_}")


def test_a_filter_that_is_not_known_is_refused():
    class Like(Filter):
        pass

    with pytest.raises(PySparkNotImplementedError, match="UNSUPPORTED_FILTER"):
        row_filter([Not(Like())], "a INT")


def test_a_value_that_does_not_fit_its_column_is_told_as_by_a_read():
    passes = row_filter([EqualTo(A, 1)], "a INT")

    with pytest.raises(PySparkValueError) as raised:
        passes(("1",))

    assert "DATA_SOURCE_VALUE_CONVERSION" in str(raised.value)


# ---- against SQLite, whose logic and order are the same for what it has

SQL = {
    EqualTo: "{0} = ?",
    EqualNullSafe: "{0} IS ?",
    LessThan: "{0} < ?",
    LessThanOrEqual: "{0} <= ?",
    GreaterThan: "{0} > ?",
    GreaterThanOrEqual: "{0} >= ?",
    StringStartsWith: "substr({0}, 1, length(?)) = ?",
    StringEndsWith: "(length({0}) >= length(?) AND substr({0}, length({0}) - length(?) + 1) = ?)",
    StringContains: "instr({0}, ?) > 0",
}
VALUES = {
    "a": [None, 0, 1, -1, 2**63 - 1, -(2**63)],
    "b": [None, "", "a", "ab", "b", "Ä", "\uffff", "\U0001f600", "%", "a_b"],
    "c": [None, 0.0, -0.0, 1.5, -1e300, INF, -INF],
}


def random_filter(rng, depth):
    """A filter, the same in SQL, and the arguments of that."""
    if depth and rng.random() < 0.6:
        one, sql, values = random_filter(rng, depth - 1)
        cls = rng.choice([Not, And, Or])
        if cls is Not:
            return Not(one), f"NOT ({sql})", values
        other, more, others = random_filter(rng, depth - 1)
        return cls(one, other), f"(({sql}) {cls.__name__} ({more}))", values + others
    column = rng.choice("abc")
    if rng.random() < 0.2:
        cls, sql = rng.choice([(IsNull, "IS NULL"), (IsNotNull, "IS NOT NULL")])
        return cls((column,)), f"{column} {sql}", []
    if rng.random() < 0.2:
        values = rng.choices(VALUES[column], k=rng.randrange(4))
        return In((column,), values), f"{column} IN ({', '.join('?' * len(values))})", values
    cls = rng.choice(list(SQL)[: None if column == "b" else 6])
    texts = [value for value in VALUES[column] if value is not None or list(SQL).index(cls) < 6]
    value = rng.choice(texts)
    sql = SQL[cls].format(column)
    return cls((column,), value), sql, [value] * sql.count("?")


def test_random_filters_keep_the_rows_that_sqlite_keeps(seeded):
    sqlite3 = pytest.importorskip("sqlite3")
    rows = [tuple(seeded.choice(values) for values in VALUES.values()) for _ in range(60)]
    table = sqlite3.connect(":memory:")
    table.execute("CREATE TABLE t (a INTEGER, b TEXT, c REAL, n INTEGER)")
    table.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?)", [(*row, n) for n, row in enumerate(rows)]
    )
    for _ in range(1000):
        each, sql, values = random_filter(seeded, 4)
        passes = row_filter([each], "a LONG, b STRING, c DOUBLE")

        found = [n for n, row in enumerate(rows) if passes(row)]

        kept = table.execute(f"SELECT n FROM t WHERE {sql} ORDER BY n", values).fetchall()
        assert found == [n for (n,) in kept], (each, sql, values)
    table.close()
