"""The forms of rows, and the rows that are none."""

from __future__ import annotations

import collections
import dataclasses
import sqlite3
import sys
import types

import pytest
from taking import by_columns, by_marshal, error_of, started

from pysail.spark.datasource import Row
from pysail.spark.datasource.arrow import schema_to_description
from pysail.spark.datasource.ddl import parse_schema
from pysail.spark.datasource.rows import Rows

DDL = "a INT, b STRING"
Pair = collections.namedtuple("Pair", "b a")
Named = Row("b", "a")


@dataclasses.dataclass
class Record:
    b: str
    a: int
    counter = 0


class Pairs(list):
    pass


class Keys(dict):
    def __missing__(self, key):
        return "made up"


def sqlite_row():
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    row = connection.execute("select 1, 'x'").fetchone()
    connection.close()
    return row


FORMS = {
    "a tuple": (1, "x"),
    "a list": [1, "x"],
    "a subclass of list": Pairs([1, "x"]),
    "a positional row": Row(1, "x"),
    "a row with names": Row(a=1, b="x"),
    "a row with names in another order": Row(b="x", a=1),
    "a row of a row": Named("x", 1),
    "a namedtuple, by position": Pair(1, "x"),
    "a dict": {"a": 1, "b": "x"},
    "a dict in another order": {"b": "x", "a": 1},
    "a subclass of dict": Keys(a=1, b="x"),
    "an ordered dict": collections.OrderedDict(b="x", a=1),
    "a mapping": types.MappingProxyType({"b": "x", "a": 1}),
    "a chain of maps": collections.ChainMap({"a": 1}, {"b": "x"}),
    "a dataclass": Record("x", 1),
    "a row of sqlite": sqlite_row(),
    "a deque": collections.deque([1, "x"]),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("first", ["after a tuple", "first"])
@pytest.mark.parametrize("take", [by_columns, by_marshal])
def test_a_row_may_be(form, first, take):
    before = [(0, "y")] if first == "after a tuple" else []

    rows, error = take(started([*before, FORMS[form], (2, None)], DDL))

    assert error is None
    assert rows == [*before, (1, "x"), (2, None)]


def test_all_forms_may_be_mixed():
    rows, error = by_columns(started(list(FORMS.values()) * 3, DDL), 7)

    assert error is None
    assert rows == [(1, "x")] * 3 * len(FORMS)


def test_records_of_numpy_are_rows_by_name_and_arrays_by_position():
    numpy = pytest.importorskip("numpy")
    table = numpy.array([("x", 1), ("y", 2)], dtype=[("b", "U1"), ("a", "i4")])

    assert by_columns(started(lambda: table, DDL)) == ([(1, "x"), (2, "y")], None)
    matrix = numpy.arange(4).reshape(2, 2)
    assert by_columns(started(lambda: iter(matrix), "a INT, b INT")) == ([(0, 1), (2, 3)], None)


@pytest.mark.parametrize(
    ("row", "expected", "actual"),
    [
        ((1,), "2", "1"),
        ((), "2", "0"),
        ([1, "x", 2], "2", "3"),
        (Row(1), "2", "1"),
        (Row(a=1), "2", "1"),
        (Pairs([1]), "2", "1"),
        (Row("a", "b")(1), "2", "1"),
        (Row(a=1, c="x"), "['a', 'b']", "['a', 'c']"),
        (Row("a", "a")(1, 2), "['a', 'b']", "['a', 'a']"),
        (Row("a", "b", "b")(1, 2), "['a', 'b']", "['a', 'b', 'b']"),
        ({"a": 1}, "['a', 'b']", "['a']"),
        ({}, "['a', 'b']", "[]"),
        ({"a": 1, "B": "x"}, "['a', 'b']", "['a', 'B']"),
        ({"a": 1, "b": "x", "c": 3}, "['a', 'b']", "['a', 'b', 'c']"),
        ({1: 1, 2: 2}, "['a', 'b']", "[1, 2]"),
        (Keys(a=1, c=1), "['a', 'b']", "['a', 'c']"),
        (dataclasses.make_dataclass("Odd", ["a"])(1), "['a', 'b']", "['a']"),
    ],
)
@pytest.mark.parametrize("before", [[], [(0, "y")], [[0, "y"]]])
def test_a_row_with_other_columns_is_refused_after_those_before_it(row, expected, actual, before):
    for take in (by_columns, by_marshal):
        rows, error = take(started([*before, row, (3, "z")], DDL))

        assert rows == [(0, "y")] * len(before)
        assert str(error) == (
            "[DATA_SOURCE_RETURN_SCHEMA_MISMATCH] [Given::read] PySparkRuntimeError: "
            f"Return schema mismatch in the result from 'read' method. Expected: {expected} columns, "
            f"Found: {actual} columns. Make sure the returned values match the required output schema. "
            f"(row {len(before)})"
        )


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        "ab",
        b"ab",
        bytearray(b"ab"),
        range(2),
        object(),
        {1, 2},
        iter([1, 2]),
        1.5,
        True,
        Record,
    ],
)
@pytest.mark.parametrize("before", [[], [(0, "y")], [[0, "y"]]])
def test_what_is_no_row_is_refused_after_those_before_it(row, before):
    for take in (by_columns, by_marshal):
        rows, error = take(started([*before, row, (3, "z")], DDL))

        assert rows == [(0, "y")] * len(before)
        assert str(error) == (
            "[DATA_SOURCE_INVALID_RETURN_TYPE] [Given::read] PySparkTypeError: "
            f"Unsupported return type ('{type(row).__name__}') from Python data source 'Given'. "
            f"Expected types: tuple, list, `pyspark.sql.types.Row`, dict, dataclass. (row {len(before)})"
        )


class Batch:
    def __arrow_c_array__(self, requested_schema=None):
        return ("schema", "array")


@pytest.mark.parametrize("before", [[(0, "y")], [[0, "y"]]])
def test_arrow_data_among_rows_is_refused(before):
    rows, error = by_columns(started([*before, Batch()], DDL))

    assert rows == [(0, "y")]
    assert str(error) == (
        "[DATA_SOURCE_INVALID_RETURN_TYPE] [Given::read] PySparkTypeError: "
        "Unsupported return type ('Batch') from Python data source 'Given'. "
        "Expected types: tuple, list, `pyspark.sql.types.Row`, dict, dataclass, as the first one "
        "was: rows and batches may not be mixed. (row 1)"
    )


def test_columns_of_one_name_are_told_apart_by_position():
    ddl = "a INT, a INT"

    assert by_columns(started([(1, 2), [3, 4]], ddl)) == ([(1, 2), (3, 4)], None)
    assert by_columns(started([Row("a", "a")(1, 2)], ddl)) == ([(1, 2)], None)
    assert error_of([{"a": 1}], ddl).condition == "DATA_SOURCE_RETURN_SCHEMA_MISMATCH"


def test_rows_without_columns_are_counted():
    for row in ((), [], {}, Row()):
        assert by_columns(started([row] * 3, "")) == ([()] * 3, None)
        assert by_marshal(started([row] * 3, "")) == ([()] * 3, None)


def test_one_column_may_be_named():
    assert by_columns(started([{"a": 1}, Row(a=2)])) == ([(1,), (2,)], None)


# ---- rows that change


def test_a_list_that_is_used_again_is_copied_as_it_comes():
    def generator():
        row = [0, "x"]
        for i in range(5):
            row[0] = i
            yield row

    for take in (by_columns, by_marshal):
        assert take(started(generator, DDL)) == ([(i, "x") for i in range(5)], None)


def test_a_dict_and_a_dataclass_that_are_used_again_are_copied_as_they_come():
    def generator():
        row, record = {"a": 0, "b": "x"}, Record("y", 0)
        for i in range(3):
            row["a"] = record.a = i
            yield row
            yield record

    expected = [(i, b) for i in range(3) for b in "xy"]
    assert by_columns(started(generator, DDL)) == (expected, None)


@pytest.mark.parametrize("take", [by_columns, by_marshal])
def test_a_list_that_is_used_again_after_tuples_is_refused_where_its_content_is_lost(take):
    def generator():
        yield (0, "x")
        row = [1, "x"]
        for i in range(1, 4):
            row[0] = i
            yield row

    rows, error = take(started(generator, DDL))

    assert rows == [(0, "x")]
    assert str(error) == (
        "[DATA_SOURCE_INVALID_RETURN_TYPE] [Given::read] PySparkValueError: a 'list' was yielded as "
        "two rows, after rows that are tuples: what it held as the first of them is lost. "
        "Yield a new object for each row. (row 1)"
    )


def test_after_the_first_list_all_are_copied_as_they_come():
    def generator():
        yield (0, "x")
        row = [1, "x"]
        yield row
        for i in range(2, 5):
            row[0] = i
            yield row

    assert by_columns(started(generator, DDL), 2) == ([(i, "x") for i in range(5)], None)


def test_the_same_tuple_may_be_yielded_again():
    row, named = (1, "x"), Row(a=1, b="x")

    assert by_columns(started([row, named, row, named], DDL)) == ([row] * 4, None)


def test_two_threads_may_make_rows_of_different_orders_at_once():
    rows = Rows("given", schema_to_description(parse_schema(DDL)))
    wrong = []

    def switch(frame, event, _):
        """As if at each instruction another thread took over, with other rows."""
        if event == "opcode":
            sys.settrace(None)
            made = [rows.as_tuple(row) for row in (Row(b="x", a=1), Row(a=1, b="x"))]
            wrong.extend(each for each in made if each != (1, "x"))
            sys.settrace(switch)
        elif frame.f_code is Rows._order_of.__code__:
            frame.f_trace_opcodes = True
            return switch
        return None if event == "call" else switch

    before = sys.gettrace()
    sys.settrace(switch)
    try:
        made = [rows.as_tuple(row) for row in (Row(b="x", a=1), Row(a=1, b="x")) * 2]
    finally:
        sys.settrace(before)

    assert made == [(1, "x")] * 4
    assert wrong == []


def test_an_error_of_a_row_that_reads_itself_is_the_sources():
    class Broken(dict):
        def __getitem__(self, key):
            raise StopIteration

    for before in ([], [(0, "y")], [[0, "y"]]):
        rows, error = by_columns(started([*before, Broken(a=1, b=2), (1, "x")], DDL))

        assert rows == [(0, "y")] * len(before)
        assert str(error) == f"[PYTHON_EXCEPTION] [Given::read] StopIteration (row {len(before)})"


def test_rows_of_pyspark_are_rows():
    sql = pytest.importorskip("pyspark.sql")

    rows = [sql.Row(b="x", a=1), sql.Row(2, "y"), sql.Row("b", "a")("z", 3)]
    assert by_columns(started(rows, DDL)) == ([(1, "x"), (2, "y"), (3, "z")], None)
