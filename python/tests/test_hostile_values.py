"""Objects whose own methods raise or lie: an error of the source, with row and column."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import threading
from collections.abc import Mapping, Sequence

import pytest
from converting import canonical, converted, field, list_of, rows_of

from pysail.spark.datasource.refused import ReadCancelled


def raises(*_):
    raise LookupError("out of order")


class Unprintable:
    __str__ = __repr__ = raises


class Unindexable:
    __index__ = raises


class NotFloating:
    __float__ = raises


class BrokenList(Sequence):
    __getitem__ = __len__ = __iter__ = raises


class BrokenMap(Mapping):
    __getitem__ = __len__ = __iter__ = raises


class BrokenZone(dt.tzinfo):
    utcoffset = raises


@dataclasses.dataclass
class BrokenAttributes:
    x: int

    def __getattribute__(self, name):
        raise LookupError("out of order")


class Liar:
    """Says that it is an int, or anything else."""

    def __init__(self, cls):
        self.cls = cls

    @property
    def __class__(self):
        return self.cls


class Loop(enum.Enum):
    """Its value is itself, for ever."""

    A = 1

    @property
    def value(self):
        return self


class Stops:
    def __str__(self):
        raise StopIteration

    __eq__ = __hash__ = __str__


class Incomparable:
    __eq__ = __lt__ = __hash__ = raises


@pytest.mark.parametrize(
    ("ddl", "make"),
    [
        ("STRING", Unprintable),
        ("STRING", lambda: [Unprintable()]),
        ("INT", Unindexable),
        ("DOUBLE", NotFloating),
        ("DECIMAL(5,2)", Unindexable),
        ("ARRAY<INT>", BrokenList),
        ("MAP<INT, INT>", BrokenMap),
        ("STRUCT<x: INT>", BrokenMap),
        ("STRUCT<x: INT>", lambda: BrokenAttributes(1)),
        ("TIMESTAMP", lambda: dt.datetime(1970, 1, 1, tzinfo=BrokenZone())),
        ("TIMESTAMP_NTZ", lambda: dt.datetime(1970, 1, 1, tzinfo=BrokenZone())),
    ],
)
def test_what_an_object_raises_is_the_sources_error_with_row_and_column(ddl, make):
    good = canonical(field(ddl), None)

    done, error = converted(field(ddl), None, make(), None)

    assert done == good
    assert str(error) == (
        '[PYTHON_EXCEPTION] [orders::read] LookupError: out of order (row 1, column "c")'
    )
    assert error.__cause__.__traceback__.tb_frame.f_code.co_name in ("raises", "__getattribute__")


def test_inside_a_value_the_place_is_told_too():
    _, error = converted(field("ARRAY<STRUCT<x: STRING>>"), [None, (Unprintable(),)])

    assert str(error).endswith('LookupError: out of order (row 0, column "c[1].x")')


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration])
def test_what_would_end_the_program_or_the_rows_is_an_error_too(kind):
    class Ends:
        def __str__(self):
            raise kind

    done, error = converted(field("STRING"), "a", Ends(), "b")

    assert done == ["a"]
    assert error.reason == kind.__name__


@pytest.mark.parametrize(
    ("ddl", "value"),
    [
        ("ARRAY<STRING>", ["a", Stops(), "b"]),
        ("MAP<STRING, STRING>", {"a": "a", "b": Stops(), "c": "c"}),
        ("STRUCT<x: STRING, y: STRING, z: STRING>", ("a", Stops(), "c")),
    ],
)
def test_no_value_is_lost_where_an_object_says_that_there_are_no_more(ddl, value):
    for column in ([value], [None, value], [value, value]):
        done, error = converted(field(ddl), *column)

        assert len(done) == column.index(value)
        assert error.reason == "StopIteration"


@pytest.mark.parametrize("ddl", ["STRING", "ARRAY<STRING>"])
def test_a_cancelled_conversion_is_cancelled(ddl):
    class Cancels:
        def __str__(self):
            raise ReadCancelled

    with pytest.raises(ReadCancelled):
        converted(field(ddl), Cancels() if ddl == "STRING" else ["a", Cancels()])


@pytest.mark.parametrize(
    "cls",
    [int, float, bool, str, bytes, list, dict, tuple, dt.date, dt.datetime, dt.timedelta, dt.time],
)
def test_an_object_that_lies_about_its_class_is_refused(cls):
    for ddl in ("INT", "DOUBLE", "BOOLEAN", "BINARY", "DATE", "TIMESTAMP", "TIME", "INTERVAL DAY TO SECOND", "ARRAY<INT>", "MAP<INT, INT>", "STRUCT<x: INT>", "DECIMAL(5,2)"):  # fmt: skip
        done, error = converted(field(ddl), Liar(cls))
        assert done == []
        assert error.condition in ("DATA_SOURCE_VALUE_CONVERSION", "PYTHON_EXCEPTION")


def test_an_enum_whose_value_is_itself_does_not_hang():
    done, error = converted(field("INT"), Loop.A)

    assert done == []
    assert error.reason.startswith("RecursionError")


def test_a_list_that_contains_itself_is_refused():
    loop = [1]
    loop.append(loop)

    for ddl in ("ARRAY<INT>", "ARRAY<ARRAY<INT>>", "ARRAY<ARRAY<ARRAY<INT>>>"):
        done, error = converted(field(ddl), loop)
        assert done == []
        assert error.condition == "DATA_SOURCE_VALUE_CONVERSION"
    assert canonical(field("STRING"), loop) == ["[1, [...]]"]


def test_a_map_that_contains_itself_is_refused():
    loop = {}
    loop["x"] = loop

    done, error = converted(field("STRUCT<x: STRUCT<x: INT>>"), loop)

    assert done == []
    assert error.__sail_details__["column"] == "c.x.x"


def test_a_text_nested_too_deep_is_an_error_of_the_source():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    done, error = converted(field("STRING"), deep)

    assert done == []
    assert error.reason.startswith("RecursionError")
    while deep:
        deep = deep.pop()


def test_types_nested_deep_are_converted_and_refused_in_time():
    described = field("INT", name="element")
    value = wrong = 7
    wrong = "7"
    for _ in range(100):
        described = list_of(described, name="element")
        value, wrong = [value], [wrong]

    assert repr(canonical(described, value, tuple(value))[1]) == repr(value)
    done, error = converted(described, value, wrong)
    assert len(done) == 1
    assert error.__sail_details__["column"] == "element" + "[0]" * 100


def test_a_value_that_cannot_be_shown_is_refused_nevertheless():
    _, error = converted(field("INT"), Unprintable())

    assert error.reason == (
        "ValueConversionError: Cannot convert <Unprintable that cannot be shown> to INT: "
        "it is of type 'Unprintable'."
    )


@pytest.mark.parametrize("value", ["x" * 10**6, ["y" * 1000] * 1000, b"z" * 10**6, {"k" * 500: 1}])
def test_a_large_value_is_shortened(value):
    _, error = converted(field("INT"), value)

    assert len(error.reason) < 200
    assert "..." in error.reason


def test_a_shown_value_can_be_printed_anywhere():
    _, error = converted(field("INT"), "\ud800\n")

    str(error).encode()


def test_nothing_is_compared_or_hashed_but_names():
    assert "it is of type 'Incomparable'" in converted(field("INT"), Incomparable())[1].reason
    row = rows_of(field("INT", name="a"))
    assert row.positional([(Incomparable(),)])


def test_the_first_refused_cell_in_order_of_rows_then_columns_counts():
    rows = rows_of(*(field("INT", name=name) for name in "abc"))
    chunk = [(1, 1, 1), (1, 1, "late"), (1, "early", "x"), ("first", 1, 1)]

    assert [len(rows.column(chunk, index, 0, 100)) for index in (0, 2, 1)] == [3, 1, 2]

    assert str(rows.failure()).endswith(
        "Cannot convert 'late' to INT: it is of type 'str'. (row 101, column \"c\")"
    )


def test_a_column_can_be_converted_from_a_row_on():
    rows = rows_of(field("INT", name="a"))

    assert rows.column([("no",), (2.0,), (3,)], 0, 1) == [2, 3]
    assert rows.failure() is None


def test_conversions_of_several_threads_do_not_disturb_each_other():
    described = field("DECIMAL(9,2)")
    wrong = []

    def run(scale):
        import decimal

        decimal.getcontext().prec = 3
        values = [decimal.Decimal(i) / 4 for i in range(100)]
        expected = canonical(described, *values)
        for _ in range(50):
            if canonical(described, *values) != expected:
                wrong.append(scale)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
