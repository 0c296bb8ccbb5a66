"""What is offered to a reader, and what comes of its answers."""

from __future__ import annotations

import json
import pickle

import pytest

from pysail.spark.datasource import (
    And,
    DataSource,
    DataSourceReader,
    EqualTo,
    GreaterThan,
    InputPartition,
    IsNull,
    Not,
    Or,
    Refused,
    execution,
)
from pysail.spark.datasource.capsule import Exported
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.protocol import OpenSource, declare_schema
from pysail.spark.datasource.pushdown import Answer, push_down, push_filters
from pysail.spark.datasource.schemabytes import schema_from_bytes
from pysail.spark.datasource.types import StructType

ONE, TWO, THREE = EqualTo(("a",), 1), EqualTo(("b", "x"), 2), GreaterThan(("c",), 3)
EITHER = Or(ONE, TWO)
EXACT, INEXACT, REFUSED = Answer("exact"), Answer("inexact"), Answer("refused")
NO_AND_OR = Answer("refused", "the source does not declare And and Or")
NO_FILTERS = Answer("refused", "the source takes no filters")


class Reader(DataSourceReader):
    """Takes the filters that ``wanted`` says, which gets the list that is offered."""

    def __init__(self, wanted=lambda offered: ()):
        self.wanted = wanted
        self.offered = []

    def pushFilters(self, filters):
        self.offered.append(list(filters))
        return self.wanted(filters)

    def read(self, partition): ...


def answers(reader, *filters):
    return push_filters(OpenSource("src", None), reader, filters)


def answers_to(wanted, *filters):
    return answers(Reader(wanted), *filters)


def error_of(call, *arguments):
    with pytest.raises(OperationError) as raised:
        call(*arguments)
    return str(raised.value)


MISMATCH = "[DATA_SOURCE_TYPE_MISMATCH] [src::{}] PySparkTypeError: Expected {}."


# ---- pushFilters


def test_what_does_not_come_back_is_taken():
    assert answers_to(lambda offered: offered[1:], ONE, TWO, THREE) == [EXACT, REFUSED, REFUSED]
    assert answers_to(lambda offered: (), ONE) == [EXACT]


def test_any_iterable_may_come_back():
    for kind in (list, tuple, set, iter, dict.fromkeys):
        assert answers_to(lambda offered, kind=kind: kind(offered[:1]), ONE, TWO) == [
            REFUSED,
            EXACT,
        ]


def test_a_generator_runs_to_its_end_before_anything_else():
    class Lazy(Reader):
        taken = 0

        def pushFilters(self, filters):
            for each in filters:
                if each is ONE:
                    self.taken += 1
                else:
                    yield each

    reader = Lazy()

    assert answers(reader, ONE, TWO) == [EXACT, REFUSED]
    assert reader.taken == 1


def test_a_reason_comes_with_the_filter():
    assert answers_to(lambda offered: [Refused(offered[0], "no index"), TWO], ONE, TWO) == [
        Answer("refused", "no index"),
        REFUSED,
    ]


def test_a_reason_stays_though_the_filter_comes_once_more():
    for returned in ([Refused(ONE, "x"), ONE], [ONE, Refused(ONE, "x")]):
        found = answers_to(lambda offered, returned=returned: returned, ONE)
        assert found == [Answer("refused", "x")]


def test_an_equal_object_stands_for_the_one_that_was_offered():
    assert answers_to(lambda offered: pickle.loads(pickle.dumps(offered[:1])), ONE, TWO) == [
        REFUSED,
        EXACT,
    ]


def test_a_copy_of_a_filter_with_nan_is_recognized():
    nan = EqualTo(("a",), float("nan"))

    assert answers_to(lambda offered: pickle.loads(pickle.dumps(offered)), nan) == [REFUSED]


def test_of_equal_filters_the_same_object_counts_first():
    again = EqualTo(("a",), 1)

    assert answers_to(lambda offered: [again], ONE, again) == [EXACT, REFUSED]
    assert answers_to(lambda offered: [ONE, EqualTo(("a",), 1)], ONE, again) == [REFUSED, REFUSED]
    assert answers_to(lambda offered: [ONE, ONE, ONE], ONE, again) == [REFUSED, EXACT]


def test_the_list_is_the_sources_own():
    def spoil(offered):
        kept = offered[2]
        offered.reverse()
        del offered[1:]
        return [kept]

    assert answers_to(spoil, ONE, TWO, THREE) == [EXACT, EXACT, REFUSED]


def test_a_reader_without_the_method_is_asked_nothing():
    class Plain(DataSourceReader):
        def read(self, partition): ...

    class Duck:
        def read(self, partition): ...

    class Without(Reader):
        pushFilters = None

    for reader in (Plain(), Duck(), Without()):
        assert answers(reader, ONE, EITHER) == [NO_FILTERS, NO_FILTERS]


def test_the_method_may_be_anywhere():
    class Duck:
        def pushFilters(self, filters):
            return ()

    class Proxy:
        def __getattr__(self, name):
            return getattr(Reader(), name)

    class Plain(DataSourceReader):
        def read(self, partition): ...

    patched = Plain()
    patched.pushFilters = lambda filters: ()

    for reader in (Duck(), Proxy(), patched, type("Child", (Reader,), {})()):
        assert answers(reader, ONE) == [EXACT]


def test_the_parameter_may_have_any_name():
    class Position(Reader):
        def pushFilters(self, offered, /, **more):
            return offered

    class Keyword(Reader):
        def pushFilters(self, *, filters):
            return filters

    class Swallowing(Reader):
        def pushFilters(self, offered, **more):
            return offered

    for cls in (Position, Keyword, Swallowing):
        assert answers(cls(), ONE) == [REFUSED]


def test_nothing_to_push_is_no_call():
    reader = Reader()

    assert answers(reader) == []
    assert answers(reader, EITHER) == [NO_AND_OR]
    assert reader.offered == []


def test_and_and_or_reach_only_a_source_that_declares_them():
    filters = [ONE, EITHER, Not(And(ONE, TWO)), Not(Not(TWO))]
    reader, declaring = Reader(), Reader()
    declaring.supportsAndOr = True

    assert answers(reader, *filters) == [EXACT, NO_AND_OR, NO_AND_OR, EXACT]
    assert reader.offered == [[ONE, Not(Not(TWO))]]
    assert answers(declaring, *filters) == [EXACT] * 4
    assert declaring.offered == [filters]


@pytest.mark.parametrize("returned", [None, 5, ONE])
def test_what_is_no_iterable_is_refused(returned):
    assert error_of(answers_to, lambda offered: returned, ONE) == MISMATCH.format(
        "pushFilters",
        f"'pushFilters' to return an iterable of filters, but got '{type(returned).__name__}'",
    )


@pytest.mark.parametrize(
    ("returned", "shown"),
    [
        (lambda: [TWO], "EqualTo(attribute=('b', 'x'), value=2)"),
        (lambda: "ab", "'a', 'b'"),
        (lambda: [ONE, None, Refused(THREE, "x")], "None, GreaterThan(attribute=('c',), value=3)"),
        (lambda: [EqualTo], "<class 'pysail.spark.datasource.filters.EqualTo'>"),
    ],
)
def test_an_object_that_was_not_offered_is_an_error(returned, shown):
    assert error_of(answers_to, lambda offered: returned(), ONE) == (
        "[DATA_SOURCE_EXTRANEOUS_FILTERS] [src::pushFilters] PySparkValueError: "
        "Reader.pushFilters() returned filters that are not part of the input. Make sure that each "
        "returned filter is one of the input filters by reference. "
        f"Input filters: [{ONE}]. Extraneous filters: [{shown}]."
    )


def test_an_object_that_equals_everything_was_not_offered_either():
    class Any:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert "EXTRANEOUS" in error_of(answers_to, lambda offered: [Any()], ONE)


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(), StopIteration(), KeyError("a")])
def test_what_a_source_raises_is_an_error_of_planning(error):
    def raising(offered):
        raise error

    assert error_of(answers_to, raising, ONE).startswith(
        f"[PYTHON_DATA_SOURCE_ERROR] [src::pushFilters] {type(error).__name__}"
    )


# ---- inexactFilters


def inexact(said, *filters):
    reader = Reader(lambda offered: [each for each in offered if each is THREE])
    reader.inexactFilters = said
    return answers(reader, *filters)


def test_filters_may_be_taken_inexactly():
    assert inexact(True, ONE, THREE) == [INEXACT, REFUSED]
    assert inexact(False, ONE) == inexact(None, ONE) == inexact([], ONE) == [EXACT]
    assert inexact([TWO], ONE, TWO) == [EXACT, INEXACT]
    assert inexact({EqualTo(("a",), 1)}, ONE, TWO) == [INEXACT, EXACT]
    assert inexact((GreaterThan, IsNull), ONE, THREE, IsNull(("a",))) == [EXACT, REFUSED, INEXACT]


def test_inexact_filters_may_be_a_method_that_knows_what_was_pushed():
    class Method(Reader):
        def inexactFilters(self):
            return self.offered[-1][:1]

    assert answers(Method(), ONE, TWO) == [INEXACT, EXACT]


@pytest.mark.parametrize("said", [5, "x", [THREE], [None], [int]])
def test_wrong_inexact_filters_are_refused(said):
    shown = repr(said if said == 5 else said[0])

    assert error_of(inexact, said, ONE) == MISMATCH.format(
        "inexactFilters",
        "'inexactFilters' to be a bool, or an iterable of offered filters or of their classes, "
        f"but got {shown}",
    )


# ---- pruneColumns and pushLimit


class Pruning(Reader):
    """Answers what the test says, and keeps what it was asked."""

    def __init__(self, pruned=None, limit=None, wanted=lambda offered: ()):
        super().__init__(wanted)
        self.pruned = pruned
        self.limit = limit
        self.asked = []

    def pruneColumns(self, required):
        self.asked.append(required.names)
        return self.pruned(required) if callable(self.pruned) else self.pruned

    def pushLimit(self, n):
        self.asked.append(n)
        return self.limit


A = {"type": "EqualTo", "column": ["a"], "value": {"type": "integer", "value": 1}}
B = {"type": "IsNull", "column": ["b", "x"]}
C = {"type": "Not", "child": {"type": "And", "parts": [A, {"type": "IsNull", "column": ["c"]}]}}


def pushed(reader, *filters, schema="a INT, b STRUCT<x: INT>, c STRING, d DATE", **request):
    class Source(DataSource):
        def schema(self):
            return schema

    opened = OpenSource("src", Source({}))
    request["filters"] = {"version": 1, "predicates": filters}
    return push_down(opened, reader, declare_schema(opened), request)


def names(found):
    return None if found.description is None else [child[1] for child in found.description[3]]


def asked(*filters, wanted=lambda offered: (), **request):
    reader = Pruning(wanted=wanted)
    pushed(reader, *filters, **request)
    return reader.asked


def test_columns_are_asked_for_in_their_declared_order():
    assert asked(columns=["d", "a"]) == [["a", "d"]]
    assert asked(columns=["d"], residualColumns=["b"]) == [["b", "d"]]
    assert asked(columns=[]) == [[]]


def test_nothing_is_pruned_where_all_columns_are_needed():
    assert asked(columns=["a", "b", "c", "d"]) == []
    assert asked(columns=["a"], residualColumns=["b", "c", "d"]) == []
    assert asked(columns=None) == asked() == []


def test_filters_that_stay_need_their_columns():
    assert asked(A, B, columns=["d"]) == [["d"]]
    assert asked(A, B, columns=["d"], verify=True) == [["a", "b", "d"]]
    assert asked(A, B, columns=["d"], wanted=lambda offered: offered[1:]) == [["b", "d"]]
    assert asked(C, columns=["d"]) == [["a", "c", "d"]]


def test_filters_that_are_taken_inexactly_need_their_columns():
    reader = Pruning()
    reader.inexactFilters = True

    pushed(reader, A, columns=["d"], limit=5)

    assert reader.asked == [["a", "d"]]


@pytest.mark.parametrize(
    ("pruned", "expected"),
    [
        (None, None),
        (lambda required: required, ["a", "d"]),
        ("d DATE, a INT", ["d", "a"]),
        ("a: int, c: string, d: date", ["a", "c", "d"]),
        (StructType.fromDDL("a INT NOT NULL, d DATE"), ["a", "d"]),
    ],
)
def test_a_source_says_what_it_reads_now(pruned, expected):
    assert names(pushed(Pruning(pruned), columns=["a", "d"])) == expected


def test_a_pruned_column_is_described_as_it_was_declared():
    text = ("U", "a", False, (), ((b"k", b"v"),), None, 0)
    small = ("C", "b", True, (), (), None, 0)
    declared = Exported(("+s", "", False, (text, small), ((b"top", b"level"),), None, 0))

    for pruned in (lambda required: required, "a STRING"):
        found = pushed(Pruning(pruned), columns=["a"], schema=declared)
        assert found.description == ("+s", "", False, (text,), ((b"top", b"level"),), None, 0)


def test_a_pruned_schema_may_be_one_of_arrow():
    pa = pytest.importorskip("pyarrow")
    pruned = pa.schema([("c", pa.large_string()), ("b", pa.struct([("x", pa.int32())]))])

    found = pushed(Pruning(pruned), columns=["b", "c"])

    assert [child[:2] for child in found.description[3]] == [("u", "c"), ("+s", "b")]


@pytest.mark.parametrize(
    ("pruned", "problem"),
    [
        ("a INT", "a schema with column 'd', but got 'a'"),
        ("a INT, d STRING", "a schema with column 'd' as 'date', but got 'string'"),
        ("a INT, d DATE, b STRUCT<y: INT>", "a schema with column 'b' as 'struct<x:int>', but got 'struct<y:int>'"),
        ("a INT, d DATE, e DATE", "a schema with only declared columns, but got 'e'"),
        ("a INT, d DATE, d DATE", "a schema with each column once, but got 'd' twice"),
        (5, "a DDL text, a StructType or an Arrow schema, but got 'int'"),
        (False, "a DDL text, a StructType or an Arrow schema, but got 'bool'"),
    ],
)  # fmt: skip
def test_a_pruned_schema_has_to_fit(pruned, problem):
    reader = Pruning(pruned)

    assert error_of(lambda: pushed(reader, columns=["a", "d"])) == MISMATCH.format(
        "pruneColumns", f"'pruneColumns' to return {problem}"
    )


def test_names_that_are_there_twice_are_not_pruned():
    assert asked(columns=["a"], schema="a INT, a INT, b INT") == []


def test_a_limit_is_pushed_where_the_source_applies_all_filters():
    assert asked(A, limit=5) == asked(limit=5) == asked(limit=5, verify=True) == [5]
    assert asked(limit=None) == asked(A, limit=5, verify=True) == []
    assert asked(A, B, limit=5, wanted=lambda offered: offered[1:]) == []
    assert asked(C, limit=5) == []


@pytest.mark.parametrize(("said", "taken"), [(True, True), (False, False), (None, False)])
def test_a_limit_may_be_taken_or_not(said, taken):
    assert pushed(Pruning(limit=said), limit=5).limit_taken is taken


def test_a_limit_is_answered_by_a_bool():
    assert error_of(lambda: pushed(Pruning(limit=5), limit=5)) == MISMATCH.format(
        "pushLimit", "'pushLimit' to return a bool, but got 'int'"
    )


def test_a_reader_without_the_methods_is_left_as_it_is():
    found = pushed(Reader(), A, columns=["a"], limit=5)

    assert found == ([EXACT], None, False)


# ---- planning


class Source(DataSource):
    def schema(self):
        return "id LONG, name STRING, more DATE"

    def reader(self, schema):
        return TableReader()


class TableReader(DataSourceReader):
    """Keeps the calls, and gives them back in the rows."""

    def __init__(self):
        self.calls = []
        self.names = ["id", "name", "more"]

    def pushFilters(self, filters):
        self.calls.append("pushFilters")
        return [Refused(each, "only equality") for each in filters if not isinstance(each, EqualTo)]

    @property
    def inexactFilters(self):
        self.calls.append("inexactFilters")
        return False

    def pruneColumns(self, required):
        self.calls.append("pruneColumns")
        self.names = list(reversed(required.names))
        return ", ".join({"id": "id LONG", "name": "name STRING"}[name] for name in self.names)

    def pushLimit(self, n):
        self.calls.append(f"pushLimit({n})")
        return True

    def partitions(self):
        self.calls.append("partitions")
        return [InputPartition(0)]

    def read(self, partition):
        values = {"id": len(self.calls), "name": " ".join(self.calls), "more": None}
        yield tuple(values[name] for name in self.names)


class Three:
    def infer_schema(self, options):
        return "id LONG"

    def plan_partitions(self, options):
        return [{}]

    def read_partition(self, spec, options):
        yield (1,)

    def pushFilters(self, filters):
        raise AssertionError("not of this protocol")


def planned(cls="Source", **request):
    planner = execution.Planner(f"{__name__}:{cls}", {})
    return planner.plan(json.dumps(request))


def filters(*nodes):
    return {"version": 1, "predicates": nodes}


ID = {"type": "EqualTo", "column": ["id"], "value": {"type": "integer", "value": 1}}
NAME = {"type": "StringContains", "column": ["name"], "value": "x"}


def rows_of(reading):
    rows = reading.take(10)
    reading.close()
    return reading.positional(rows)


def test_everything_is_called_in_order_and_before_the_reader_is_copied():
    plan = planned(filters=filters(ID), columns=["id"], residualColumns=["name"], limit=3)

    calls = "pushFilters inexactFilters pruneColumns pushLimit(3) partitions"
    assert plan.answers == [("exact", "")]
    assert plan.limit_taken is True
    assert rows_of(plan.start(0, 0)) == [(calls, 5)]


def test_a_plan_tells_what_came_of_it():
    plan = planned(filters=filters(ID, NAME, C), columns=["id", "name"], verify=True, limit=3)

    assert plan.answers == [
        ("exact", ""),
        ("refused", "only equality"),
        ("refused", "the source does not declare And and Or"),
    ]
    assert [type(answer) for answer in plan.answers] == [tuple] * 3
    assert plan.limit_taken is False
    assert [child[:2] for child in schema_from_bytes(plan.schema)[3]] == [
        ("u", "name"),
        ("l", "id"),
    ]


def test_a_pruned_read_is_restored_with_the_pruned_schema():
    plan = planned(columns=["name", "id"])
    restored = execution.restore("src", f"{__name__}:Source", {}, plan.reader, plan.schema)

    rows = rows_of(restored.start(plan.partitions[0], 0, 0))

    assert rows == rows_of(plan.start(0, 0)) == [("pruneColumns partitions", 2)]


@pytest.mark.parametrize("request_", [None, "{}"])
def test_without_a_request_nothing_is_offered(request_):
    plan = execution.Planner(f"{__name__}:Source", {}).plan(request_)

    assert (plan.answers, plan.limit_taken, plan.schema) == ([], False, None)
    assert rows_of(plan.start(0, 0)) == [(1, "partitions", None)]


def test_the_three_method_protocol_takes_no_filters():
    plan = planned("Three", filters=filters(ID), columns=["id"], limit=1)

    assert plan.answers == [tuple(NO_FILTERS)]
    assert rows_of(plan.start(0, 0)) == [(1,)]


def test_a_source_on_the_real_pyspark_takes_its_own_filters(python):
    pytest.importorskip("pyspark.sql.datasource")
    code = """
        import json
        from pysail.spark.datasource import compat
        compat.install()
        from pyspark.sql.datasource import DataSource, DataSourceReader, EqualTo
        from pyspark.sql.types import StructType
        from pysail.spark.datasource import Refused, discovery
        from pysail.spark.datasource.execution import Planner

        class Source(DataSource):
            def schema(self): return "id LONG, name STRING"
            def reader(self, schema): return Reader()

        class Plain(Source):
            def reader(self, schema): return PlainReader()

        class PlainReader(DataSourceReader):
            def read(self, partition): ...

        class Reader(PlainReader):
            def pushFilters(self, filters):
                for each in filters:
                    if not (isinstance(each, EqualTo) and each.attribute == ("id",)):
                        yield Refused(each, type(each).__name__)
            def pruneColumns(self, required):
                assert type(required) is StructType
                return required

        def planned(cls):
            discovery.register(cls)
            return Planner(cls.__name__, {}).plan(request)

        one = {"type": "integer", "value": 1}
        nodes = [{"type": name, "column": ["id"], "value": one} for name in ("EqualTo", "LessThan")]
        request = json.dumps({"filters": {"version": 1, "predicates": nodes}, "columns": ["id"]})
        print(planned(Source).answers, planned(Plain).answers, planned(Source).schema is not None)
    """

    assert python(code) == (
        "[('exact', ''), ('refused', 'LessThan')] "
        "[('refused', 'the source takes no filters'), ('refused', 'the source takes no filters')] "
        "True"
    )
