"""The test kit's sources with filters: each gives the rows that it says."""

from __future__ import annotations

import json
import sys

import pytest

from pysail.spark.datasource import compat, row_filter
from pysail.spark.datasource.execution import Planner
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.filterjson import filters_from


@pytest.fixture
def planner():
    """Plans a source of the test kit, where PySpark is served or installed."""
    finders, modules = list(sys.meta_path), set(sys.modules)
    compat.install()
    yield lambda cls, **options: Planner(f"sail_testkit.filtering:{cls}", options)
    sys.meta_path[:] = finders
    for name in set(sys.modules) - modules:
        if name.startswith(("pyspark", "sail_testkit")):
            del sys.modules[name]


def comparison(name, column, kind, value):
    return {"type": name, "column": [column], "value": {"type": kind, "value": value}}


LATE = comparison("GreaterThan", "day", "date", "1970-01-01")
NAN = comparison("EqualTo", "double", "float", "NaN")
NULL = {"type": "IsNull", "column": ["nested", "a"]}
EITHER = {"type": "Or", "parts": [NAN, NULL, comparison("EqualTo", "id", "integer", 0)]}
FIRST = comparison("EqualTo", "id", "integer", 1)
NODES = [LATE, EITHER, comparison("LessThan", "id", "integer", 5), {"type": "Not", "child": NAN}]


def plan(planner, cls, *nodes, columns=None, limit=None, **options):
    request = {"filters": {"version": 1, "predicates": nodes}, "columns": columns, "limit": limit}
    return planner(cls, **options).plan(json.dumps(request))


def rows(planned):
    found = []
    for index in range(len(planned.partitions)):
        reading = planned.start(index, 0)
        chunk = reading.take(100)
        while chunk is not None:
            found += reading.positional(chunk)
            chunk = reading.take(100)
        reading.close()
    return found


def ids(found):
    return sorted(row[0] for row in found)


ANSWERS = {
    "Table": "refused refused refused refused",
    "Faithful": "exact exact exact exact",
    "Undeclared": "exact refused exact exact",
    "Unwilling": "refused refused refused refused",
    "Some": "exact refused exact refused",
    "Inexact": "inexact inexact inexact inexact",
    "Refusing": "refused refused refused refused",
    "Pruning": "exact exact exact exact",
}


@pytest.mark.parametrize("cls", ANSWERS)
def test_the_rows_are_the_same_whatever_is_taken(planner, cls):
    whole = rows(plan(planner, "Table"))
    schema = planner("Table")._declared.struct
    offered = filters_from({"version": 1, "predicates": NODES})
    for count in range(len(NODES) + 1):
        planned = plan(planner, cls, *NODES[:count])
        answers = [taken for taken, _ in planned.answers]
        left = [each for each, taken in zip(offered, answers) if taken != "exact"]

        found = filter(row_filter(left, schema), rows(planned))

        assert answers == ANSWERS[cls].split()[:count]
        assert ids(found) == ids(filter(row_filter(offered[:count], schema), whole))


def test_a_source_gives_its_reason(planner):
    assert plan(planner, "Refusing", NULL).answers == [("refused", "no index for IsNull")]


def test_a_filter_that_nobody_offered_is_an_error(planner):
    with pytest.raises(OperationError, match="DATA_SOURCE_EXTRANEOUS_FILTERS"):
        plan(planner, "Extraneous", NULL)


def test_the_table_may_be_another_one(planner):
    literals = [
        [{"type": "float", "value": "NaN"}],
        [{"type": "null"}],
        [{"type": "float", "value": 1}],
    ]
    options = {"schema": "double DOUBLE", "rows": json.dumps(literals), "partitions": "1"}

    [(found,)] = rows(plan(planner, "Faithful", NAN, **options))

    assert found != found


def test_columns_are_left_out_and_a_limit_holds_in_each_partition(planner):
    planned = plan(planner, "Pruning", LATE, columns=["name", "id"], limit=1, extra="flag")

    assert planned.limit_taken is True
    assert rows(planned) == [(None, 2, "ab%")]


def test_a_limit_may_be_refused(planner):
    request = json.dumps({"limit": 1})

    planned = planner("Pruning", limit="false").plan(request)

    assert planned.limit_taken is False
    assert ids(rows(planned)) == [0, 1, 2, 3, 4, 5]


def test_the_calls_come_back_in_rows(planner):
    planned = plan(
        planner, "Asked", FIRST, columns=["name"], limit=3, pruned="name STRING, id LONG"
    )

    assert rows(planned) == [
        ("pushFilters(EqualTo(attribute=('id',), value=1))", 0),
        ("inexactFilters()", 1),
        ("pruneColumns(name)", 2),
        ("pushLimit(3)", 3),
        ("partitions()", 4),
    ]
    assert [call.split("(")[0] for _, call, _ in rows(plan(planner, "Asked"))] == ["partitions"]


@pytest.mark.parametrize("where", ["pushFilters", "inexactFilters", "pruneColumns", "pushLimit"])
def test_a_call_may_fail(planner, where):
    with pytest.raises(OperationError) as raised:
        plan(planner, "Asked", FIRST, columns=["name"], limit=3, where=where)

    assert str(raised.value).endswith(f"::{where}] ValueError: no {where} today")
