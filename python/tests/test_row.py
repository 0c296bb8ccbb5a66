from __future__ import annotations

import pickle

import pytest

from pysail.spark.datasource import Row
from pysail.spark.datasource.errors import (
    PySparkAttributeError,
    PySparkRuntimeError,
    PySparkTypeError,
    PySparkValueError,
)


def test_a_named_row_is_read_by_position_name_and_attribute():
    row = Row(name="Alice", age=11)

    assert row[0] == row["name"] == row.name == "Alice"
    assert row[0:1] == ("Alice",)
    assert "age" in row
    assert "Alice" not in row
    assert repr(row) == "Row(name='Alice', age=11)"


def test_a_positional_row_is_a_tuple_and_makes_rows():
    person = Row("name", "age")

    assert "name" in person
    assert person == ("name", "age")
    assert repr(person) == "<Row('name', 'age')>"
    assert person("Alice", 11) == Row(name="Alice", age=11)
    assert person("Alice").asDict() == {"name": "Alice"}
    with pytest.raises(PySparkValueError, match="TOO_MANY_VALUES"):
        person(1, 2, 3)


def test_names_do_not_take_part_in_equality():
    assert Row(a=1) == Row(b=1) == (1,)
    assert hash(Row(a=1)) == hash((1,))


def test_nested_rows_become_dicts_only_recursively():
    row = Row(a=Row(b=1), c=[Row(d=2)], e={"f": Row(g=3)}, h=(Row(i=4),))

    assert row.asDict()["a"] == Row(b=1)
    assert row.asDict(recursive=True) == {
        "a": {"b": 1},
        "c": [{"d": 2}],
        "e": {"f": {"g": 3}},
        "h": (Row(i=4),),
    }


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_rows_pickle_with_their_names(protocol):
    for row in (Row(a=1, b=Row(c=2)), Row(1, 2), Row("a", "b")(1, 2)):
        copy = pickle.loads(pickle.dumps(row, protocol))
        assert copy == row
        assert repr(copy) == repr(row)


def test_what_a_row_cannot_do_says_why():
    with pytest.raises(PySparkTypeError, match=r"Cannot convert Row into dict"):
        Row(1, 2).asDict()
    with pytest.raises(PySparkValueError, match="should not be set together"):
        Row(1, a=2)
    with pytest.raises(PySparkValueError, match="wrong"):
        Row(a=1)["wrong"]
    with pytest.raises(PySparkAttributeError, match="`wrong` is not supported"):
        Row(a=1).wrong
    with pytest.raises(PySparkRuntimeError, match="Row is read-only"):
        Row(a=1).a = 2
    assert not hasattr(Row(1), "__fields__")
