"""What a writer gets for each canonical value."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import marshal
import pickle
import sys

import pytest
from converting import field, list_of, struct_of
from encoding import made, natural

from pysail.spark.datasource import Row
from pysail.spark.datasource.errors import PySparkAttributeError, PySparkRuntimeError
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.naturaltime import MonthDayNano
from pysail.spark.datasource.row import _create_row
from pysail.spark.datasource.rowclass import row_class, rows_of

UTC = dt.timezone.utc
D = decimal.Decimal
MOST_US = 253_402_300_799_999_999
LEAST_US = -62_135_596_800_000_000


@pytest.fixture(autouse=True)
def _without_pyspark(monkeypatch):
    monkeypatch.delitem(sys.modules, "pyspark.sql.types", raising=False)


def map_of(key, value):
    return ("+m", "c", True, (struct_of(key, value, name="entries"),), (), None, 0)


def union_of(format_, *children):
    return (format_, "c", True, children, (), None, 0)


VALUES = [
    ("arrow:n", [None], [None]),
    ("arrow:b", [True, False], [True, False]),
    ("arrow:c", [-128, 127], [-128, 127]),
    ("arrow:L", [0, 2**64 - 1], [0, 2**64 - 1]),
    ("arrow:e", [1.5, float("inf")], [1.5, float("inf")]),
    ("arrow:u", ["", "a", "\U0001f600"], ["", "a", "\U0001f600"]),
    ("arrow:vu", ["x"], ["x"]),
    ("arrow:z", [b"", b"\xff"], [b"", b"\xff"]),
    ("arrow:w:3", [b"abc"], [b"abc"]),
    ("arrow:tdD", [0, -719_162, 2_932_896], [dt.date(1970, 1, 1), dt.date.min, dt.date.max]),
    ("arrow:tdm", [0, -86_400_000], [dt.date(1970, 1, 1), dt.date(1969, 12, 31)]),
    ("arrow:tts", [0, 86_399], [dt.time(), dt.time(23, 59, 59)]),
    ("arrow:ttm", [1, 86_399_999], [dt.time(0, 0, 0, 1000), dt.time(23, 59, 59, 999_000)]),
    ("arrow:ttu", [1, 86_399_999_999], [dt.time(0, 0, 0, 1), dt.time.max]),
    ("arrow:ttn", [1000, 86_399_999_999_000], [dt.time(0, 0, 0, 1), dt.time.max]),
    ("arrow:tss:", [-1, 1], [dt.datetime(1969, 12, 31, 23, 59, 59), dt.datetime(1970, 1, 1, 0, 0, 1)]),
    ("arrow:tsm:", [-1], [dt.datetime(1969, 12, 31, 23, 59, 59, 999_000)]),
    ("arrow:tsu:", [LEAST_US, MOST_US], [dt.datetime.min, dt.datetime.max]),
    ("arrow:tsn:", [-1000], [dt.datetime(1969, 12, 31, 23, 59, 59, 999_999)]),
    ("arrow:tsu:UTC", [LEAST_US, MOST_US], [d.replace(tzinfo=UTC) for d in (dt.datetime.min, dt.datetime.max)]),
    ("arrow:tsn:Europe/Oslo", [1000], [dt.datetime(1970, 1, 1, 0, 0, 0, 1, UTC)]),
    ("arrow:tDs", [86_399_999_999_999], [dt.timedelta(days=999_999_999, seconds=86_399)]),
    ("arrow:tDm", [-1], [dt.timedelta(milliseconds=-1)]),
    ("arrow:tDu", [2**63 - 1, -(2**63)], [dt.timedelta(microseconds=2**63 - 1), dt.timedelta(microseconds=-(2**63))]),
    ("arrow:tDn", [-1000], [dt.timedelta(microseconds=-1)]),
    ("arrow:tiM", [-1, 14], [-1, 14]),
    ("arrow:tiD", [(-1, 86_400_001)], [MonthDayNano(0, -1, 86_400_001_000_000)]),
    ("arrow:tin", [(1, -2, 3)], [MonthDayNano(1, -2, 3)]),
    ("arrow:d:5,2", [12345, -1, 0], [D("123.45"), D("-0.01"), D("0.00")]),
    ("arrow:d:5,-2", [123, 0], [D("1.23E+4"), D("0E+2")]),
    ("arrow:d:9,2,32", [1], [D("0.01")]),
    ("arrow:d:76,0,256", [10**76 - 1, 1 - 10**76], [D(10**76 - 1), D(1 - 10**76)]),
]  # fmt: skip


@pytest.mark.parametrize(("type_text", "canonical", "expected"), VALUES)
def test_canonical_values_become_natural_ones(type_text, canonical, expected):
    values = natural(field(type_text), *canonical)

    assert list(map(repr, values)) == list(map(repr, expected))
    assert list(map(type, values)) == list(map(type, expected))


@pytest.mark.parametrize(("type_text", "canonical", "expected"), VALUES)
def test_nulls_stay_between_the_values(type_text, canonical, expected):
    assert natural(field(type_text), None, *canonical, None) == [None, *expected, None]
    assert natural(field(type_text), None, None) == [None, None]
    assert natural(field(type_text)) == []


@pytest.mark.parametrize(("type_text", "canonical", "expected"), VALUES)
def test_what_is_nested_becomes_natural_too(type_text, canonical, expected):
    child = field(type_text, name="a")

    assert natural(list_of(child), canonical, [], None) == [expected, [], None]
    assert natural(list_of(list_of(child)), [canonical, None]) == [[expected, None]]
    struct = natural(struct_of(child, child), *zip(canonical, canonical), None)
    assert struct == [*zip(expected, expected), None]
    assert all(isinstance(each, Row) for each in struct[:-1])
    pairs = [("k", each) for each in canonical[:1]]
    assert natural(map_of(field("arrow:u"), child), pairs, [], None) == [
        {"k": expected[0]},
        {},
        None,
    ]
    assert natural(map_of(child, field("arrow:l")), [(canonical[0], 1)]) == [{expected[0]: 1}]
    union = union_of("+us:5,7", field("arrow:l"), child)
    values = [(7, each) for each in canonical]
    assert natural(union, (5, 3), *values, (7, None)) == [3, *expected, None]


def test_dictionaries_and_runs_are_as_their_values():
    date = field("arrow:tdD")
    ends = field("arrow:i")

    assert natural(("c", "d", True, (), (), date, 0), 1, None) == [dt.date(1970, 1, 2), None]
    assert natural(("+r", "r", True, (ends, date), (), None, 0), 1, 1) == [dt.date(1970, 1, 2)] * 2


@pytest.mark.parametrize("format_", ["+l", "+L", "+vl", "+vL", "+w:2"])
def test_lists_of_all_kinds_are_lists(format_):
    assert natural(list_of(field("arrow:i"), format_), [1, 2]) == [[1, 2]]
    assert natural(list_of(field("arrow:tdD"), format_), [0, None]) == [[dt.date(1970, 1, 1), None]]


REFUSED = [
    ("arrow:tdD", 2_932_897, "2932897 days since 1970 to DATE: its year is not in 1 to 9999"),
    ("arrow:tdD", -(2**31), "-2147483648 days since 1970 to DATE: its year is not in"),
    ("arrow:tdm", 2**62, "ms since 1970 to DATE: "),
    ("arrow:tdm", 1, "1 ms since 1970 to DATE: it has a time"),
    ("arrow:tts", 86_400, "86400 s to TIME: it is not within a day"),
    ("arrow:ttn", -1, "-1 ns to TIME: it is not within a day"),
    ("arrow:ttn", 1, "1 ns to TIME: it has nanoseconds, of which Python keeps none"),
    ("arrow:tsn:UTC", 1, "1 ns since 1970 to TIMESTAMP: it has nanoseconds"),
    ("arrow:tss:", 2**62, "s since 1970 to TIMESTAMP_NTZ: its year is not in 1 to 9999"),
    ("arrow:tsu:", MOST_US + 1, "253402300800000000 µs since 1970 to TIMESTAMP_NTZ: its year"),
    ("arrow:tsu:UTC", LEAST_US - 1, "its year is not in 1 to 9999"),
    ("arrow:tDs", 2**62, "it is longer than 999999999 days"),
    ("arrow:tDn", -1, "-1 ns to INTERVAL DAY TO SECOND: it has nanoseconds"),
]


@pytest.mark.parametrize(("type_text", "value", "message"), REFUSED)
def test_what_python_cannot_hold_is_refused_with_row_and_column(type_text, value, message):
    columns = [[7, 8, 9, 10], [None, 0, value, 0]]

    rows = made([field("LONG"), field(type_text, name="when")], columns, first=100)

    assert [row[0] for row in (next(rows), next(rows))] == [7, 8]
    with pytest.raises(OperationError) as raised:
        next(rows)
    assert raised.value.condition == "DATA_SOURCE_VALUE_CONVERSION"
    assert (raised.value.row, raised.value.column) == (102, "when")
    assert raised.value.operation == "write"
    assert message in str(raised.value)
    assert next(rows, None) is None


@pytest.mark.parametrize(
    ("described", "good", "bad", "column"),
    [
        (list_of(field("DATE"), name="c"), [0], [0, None, 2**31 - 1], "c[2]"),
        (struct_of(field("DATE", name="a"), field("DATE", name="b")), (0, 0), (0, 2**31 - 1), "c.b"),
        (map_of(field("STRING"), field("DATE")), [("x", 0)], [("x", 2**31 - 1)], "c['x']"),
        (map_of(field("DATE"), field("LONG")), [], [(2**31 - 1, 1)], "c.key"),
        (list_of(list_of(struct_of(field("DATE", name="a")))), [], [[], [None, (2**31 - 1,)]], "c[1][1].a"),
        (union_of("+ud:0,1", field("LONG"), field("DATE")), (0, 1), (1, 2**31 - 1), "c"),
    ],
)  # fmt: skip
def test_the_column_tells_where_in_its_value_it_is(described, good, bad, column):
    rows = made([described], [[good, None, bad]])

    assert len([next(rows), next(rows)]) == 2
    with pytest.raises(OperationError) as raised:
        next(rows)
    assert (raised.value.row, raised.value.column) == (2, column)


def test_a_map_that_has_a_key_twice_is_refused():
    described = map_of(field("STRING"), field("LONG"))

    with pytest.raises(OperationError, match="MAP: it has the key 'a' twice, which no dict has"):
        natural(described, [("a", 1)], [("a", 1), ("b", 2), ("a", 3)])


def test_keys_that_only_python_takes_for_one_are_refused():
    either = union_of("+us:0,1", field("LONG"), field("BOOLEAN"))

    with pytest.raises(OperationError, match="twice"):
        natural(map_of(either, field("LONG")), [((0, 1), 1), ((1, True), 2)])


def test_the_first_row_that_is_refused_counts_and_then_the_first_column():
    columns = [[0, 0, 2**40, 0], [0, 2**40, 2**40, 0], [0, 2**41, 0, 0]]
    fields = [field("DATE", name=name) for name in "abc"]

    rows = made(fields, columns)

    next(rows)
    with pytest.raises(OperationError) as raised:
        next(rows)
    assert (raised.value.row, raised.value.column) == (1, "b")


def test_decimals_are_exact_whatever_the_context_of_the_source():
    with decimal.localcontext(decimal.Context(prec=2, traps=[decimal.Inexact])):
        [value] = natural(field("DECIMAL(38,10)"), 10**38 - 1)

        assert value.as_tuple() == (0, (9,) * 38, -10)


def test_rows_are_made_when_they_are_asked_for(monkeypatch):
    made_rows = []

    class Counting(Row):
        def __new__(cls, *args, **kwargs):
            raise AssertionError("the class is not called")

    monkeypatch.setattr("pysail.spark.datasource.rowclass.Row", Counting)
    rows = made([field("LONG")], [list(range(1000))])

    made_rows.append(next(rows))
    assert made_rows == [(0,)]
    assert isinstance(rows, map)
    assert sum(1 for _ in rows) == 999


def test_rows_without_columns_are_counted():
    assert list(made([], [3])) == [(), (), ()]
    assert list(made([], [0])) == []
    assert all(isinstance(row, Row) for row in made([], [3]))


def test_a_chunk_may_be_any_bytes_like_object():
    from pysail.spark.datasource.written import RowMaker

    maker = RowMaker("s", struct_of(field("LONG")))

    assert list(maker.rows(memoryview(marshal.dumps([[1]])), 0)) == [(1,)]


def test_an_unknown_format_is_refused_before_any_row():
    with pytest.raises(ValueError, match="no type with the format '\\?'"):
        made([field("arrow:?")], [[1]])


def test_a_row_behaves_like_one_that_was_made_by_hand():
    [row] = made([field("STRING", name="name"), field("INT", name="age")], [["Alice"], [11]])
    other = Row(name="Alice", age=11)

    assert isinstance(row, Row)
    assert row == other == ("Alice", 11)
    assert hash(row) == hash(other)
    assert repr(row) == repr(other) == "Row(name='Alice', age=11)"
    assert row[0] == row["name"] == row.name == "Alice"
    assert row[-1:] == (11,)
    assert row.__fields__ == ["name", "age"]
    assert "age" in row
    assert "Alice" not in row
    assert row.asDict() == {"name": "Alice", "age": 11}
    assert row("Bob", 12) == Row(name="Bob", age=12)
    assert row.count("Alice") == 1
    assert type(row).__name__ == type(other).__name__
    assert type(row).__module__ == type(other).__module__
    assert hasattr(row, "age")
    assert not hasattr(row, "x")
    with pytest.raises(PySparkAttributeError):
        row.x
    with pytest.raises(PySparkRuntimeError, match="read-only"):
        row.age = 12


def test_nested_rows_become_dicts_recursively():
    inner = struct_of(field("INT", name="b"), name="a")
    [row] = made([inner, list_of(inner, name="l")], [[(1,)], [[(2,), None]]])

    assert row.a.b == 1
    assert row.l[0]["b"] == 2
    assert row.asDict() == {"a": Row(b=1), "l": [Row(b=2), None]}
    assert row.asDict(recursive=True) == {"a": {"b": 1}, "l": [{"b": 2}, None]}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_rows_pickle_as_rows_of_the_class_that_everyone_has(protocol):
    [row] = made(
        [field("INT", name="a"), struct_of(field("INT", name="c"), name="b")], [[1], [(2,)]]
    )

    data = pickle.dumps(row, protocol)

    back = pickle.loads(data)
    assert back == row
    assert type(back) is type(back.b) is Row
    assert repr(back) == repr(row)
    assert b"rowclass" not in data


def test_rows_are_copied_with_their_names():
    [row] = made([field("INT", name="a"), list_of(field("INT"), name="l")], [[1], [[2]]])

    for copied in (copy.copy(row), copy.deepcopy(row)):
        assert repr(copied) == repr(row)
        assert isinstance(copied, Row)
    assert copy.deepcopy(row).l is not row.l


def test_names_that_are_the_same_or_no_identifiers_work_by_index():
    names = ["a", "a", "b c", "", "class", "__fields__", "__slots__", "count", "é"]
    [row] = made([field("INT", name=name) for name in names], [[i] for i in range(len(names))])

    assert tuple(row) == tuple(range(len(names)))
    assert row.__fields__ == names
    assert row["a"] == 0
    assert row["b c"] == 2
    assert row["__fields__"] == 5
    assert row["count"] == 7
    assert callable(row.count)
    assert repr(row) == repr(_create_row(names, range(len(names))))


def test_renaming_the_fields_of_a_row_leaves_the_others_alone():
    first, second = made([field("INT", name="a")], [[1, 2]])

    first.__fields__ = ["b"]

    assert (first.b, second.a) == (1, 2)


def test_rows_are_of_pysparks_class_where_it_is_loaded(monkeypatch):
    class Theirs(Row):
        pass

    class Types:
        Row = Theirs

    monkeypatch.setitem(sys.modules, "pyspark.sql.types", Types)

    assert isinstance(next(rows_of(row_class(["a"]), [[1]])), Theirs)
