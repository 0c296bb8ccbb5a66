"""What the example sources make of filters, columns and limits: the rows stay the same."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import pickle
import sys

import pytest
from sail_examples.bounds import between
from sail_examples.constant import ConstantDataSource
from sail_examples.flappybird import FlappyBirdDataSource
from sail_examples.orders import BETWEEN_ORDERS, FIRST_ORDER, FakeOrdersDataSource
from sail_examples.range import RangeDataSource

import pysail.spark.datasource as ours
from pysail.spark.datasource import And, Or, row_filter
from pysail.spark.datasource.options import CaseInsensitiveDict
from pysail.spark.datasource.protocol import OpenSource, declare_schema
from pysail.spark.datasource.pushdown import prune_columns, push_filters, push_limit

# Where PySpark is installed the sources have its classes, and get filters of these.
native = sys.modules.get("pyspark.sql.datasource", ours)
EqualNullSafe, EqualTo, In = native.EqualNullSafe, native.EqualTo, native.In
GreaterThan, GreaterThanOrEqual = native.GreaterThan, native.GreaterThanOrEqual
LessThan, LessThanOrEqual = native.LessThan, native.LessThanOrEqual
IsNotNull, IsNull, Not = native.IsNotNull, native.IsNull, native.Not
StringStartsWith = native.StringStartsWith

COMPARISONS = (
    EqualTo,
    EqualNullSafe,
    LessThan,
    LessThanOrEqual,
    GreaterThan,
    GreaterThanOrEqual,
)
OPTIONS = {"end": 60, "step": 7, "rows": 60, "games": 5, "ticks": 20, "seed": 3, "numPartitions": 2}
WIDE = {RangeDataSource: 9, ConstantDataSource: 5, FlappyBirdDataSource: 100, FakeOrdersDataSource: 60}  # fmt: skip


class Opened:
    """A source opened with a form, planned as an engine plans it."""

    def __init__(self, source, form, **options):
        texts = {key: str(value) for key, value in {**OPTIONS, **options}.items()}
        instance = source(CaseInsensitiveDict(texts, form=form))
        self.form = form
        self.opened = OpenSource(source.name(), instance)
        self.declared = declare_schema(self.opened)
        self.reader = instance.reader(self.declared.struct)
        self.names = self.declared.struct.names

    def filter(self, *filters):
        """The answers, one word for each filter; those that are not taken are applied here."""
        answers = push_filters(self.opened, self.reader, filters)
        left = [each for each, (taken, _) in zip(filters, answers) if taken != "exact"]
        self.residual = row_filter(left, self.declared.struct)
        return " ".join(taken for taken, _ in answers)

    def rows(self):
        """What comes out of the partitions, without what the engine's own filters throw away."""
        names, made = self.names, []
        for partition in self.reader.partitions():
            mine, part = pickle.loads(pickle.dumps((self.reader, partition)))
            for element in mine.read(part):
                if self.form == "rows":
                    assert type(element) is tuple
                    made.append(dict(zip(names, element)))
                else:
                    assert element.schema.names == names
                    made += element.to_pylist(maps_as_pydicts="strict")
        passes = getattr(self, "residual", lambda row: True)
        return [row for row in made if passes(row)]


@functools.lru_cache
def everything(source, **options):
    return Opened(source, "rows", **options).rows()


def same(source, form, filters, expected, **options):
    """Whether the answers are as expected, and the rows those that Spark would keep."""
    opened = Opened(source, form, **options)
    passes = row_filter(filters, opened.declared.struct)

    answers = opened.filter(*filters)

    assert opened.rows() == [row for row in everything(source, **options) if passes(row)]
    assert answers == expected


def test_the_numbers_between_two_ends_are_those_that_python_keeps():
    ends = (None, -9, -1, 0, 4, 5, 30)
    for start, stop, step in itertools.product((-7, 0, 3), (-8, 0, 9), (-3, -1, 1, 2, 5)):
        numbers = range(start, stop, step)
        for least, most in itertools.product(ends, ends):
            expected = [
                each
                for each in numbers
                if (least is None or each >= least) and (most is None or each <= most)
            ]
            assert list(between(numbers, least, most)) == expected


def test_ends_beyond_64_bits_are_right():
    everything = range(-(2**63), 2**63)

    assert between(everything, 2**63 - 2, 2**80) == range(2**63 - 2, 2**63)
    assert not between(everything, 2**70, None)


class TestRange:
    @pytest.mark.parametrize("step", [1, 7, -7])
    def test_a_comparison_makes_it_shorter(self, form, step):
        options = {"start": 60, "end": -1} if step < 0 else {}
        for cls, value in itertools.product(COMPARISONS, (-1, 0, 7, 28, 30, 59, 60, 99)):
            same(RangeDataSource, form, [cls(("id",), value)], "exact", step=step, **options)

    def test_what_is_not_in_the_bounds_is_not_made(self):
        opened = Opened(RangeDataSource, "rows", start=-(10**18), end=10**18, step=1)

        answers = opened.filter(
            GreaterThan(("id",), 5), LessThanOrEqual(("id",), 7), IsNotNull(("id",))
        )

        assert answers == "exact exact exact"
        assert [row["id"] for row in opened.rows()] == [6, 7]

    def test_nothing_is_null(self, form):
        same(RangeDataSource, form, [IsNull(("id",))], "exact")
        same(RangeDataSource, form, [EqualNullSafe(("id",), None)], "exact")
        same(RangeDataSource, form, [EqualTo(("id",), None)], "exact")

    def test_a_set_is_used_and_given_back(self, form):
        for values in ((14, 28), (None, 14), (), (None,), (99,)):
            same(RangeDataSource, form, [In(("id",), values)], "refused")

        opened = Opened(RangeDataSource, "rows", step=1)
        opened.filter(In(("id",), (3, 9)))

        assert list(opened.reader.numbers) == list(range(3, 10))

    def test_what_it_cannot_use_is_given_back_with_a_reason(self, form):
        same(RangeDataSource, form, [Not(EqualTo(("id",), 7))], "refused")
        same(RangeDataSource, form, [Or(EqualTo(("id",), 7), EqualTo(("id",), 14))], "refused")

        opened = Opened(RangeDataSource, "rows")
        answers = push_filters(opened.opened, opened.reader, [Not(IsNull(("id",)))])

        assert answers[0].reason == "only the ends of the range can be set"


class TestConstant:
    def test_one_row_decides_for_all(self, form):
        either = Or(EqualTo(("id",), 1), StringStartsWith(("name",), "con"))
        for value in (0, 1):
            same(ConstantDataSource, form, [EqualTo(("id",), value)], "exact")
        same(ConstantDataSource, form, [either, LessThan(("ratio",), 0.5)], "exact exact")
        same(ConstantDataSource, form, [Not(either)], "exact")


class TestFlappyBird:
    def test_games_that_do_not_pass_are_not_played(self, form):
        for cls, value in itertools.product(COMPARISONS, (-1, 0, 3, 4, 9)):
            same(FlappyBirdDataSource, form, [cls(("game",), value)], "exact")

        opened = Opened(FlappyBirdDataSource, "rows")
        opened.filter(GreaterThan(("game",), 2))

        assert opened.reader.games == range(3, 5)

    def test_every_filter_is_taken(self, form):
        late = GreaterThan(("at",), dt.datetime(2013, 5, 24, 2, tzinfo=dt.timezone.utc))
        flap = EqualTo(("event",), "flap")
        high = GreaterThanOrEqual(("height",), 9.0)
        same(FlappyBirdDataSource, form, [late, flap], "exact exact")
        same(FlappyBirdDataSource, form, [Or(And(late, Not(flap)), high)], "exact")
        same(
            FlappyBirdDataSource, form, [IsNull(("event",)), LessThan(("game",), 3)], "exact exact"
        )
        same(FlappyBirdDataSource, form, [In(("game",), (1, 4, None))], "exact")


class TestFakeOrders:
    def test_numbers_and_times_of_orders_are_ends(self, form):
        for cls, value in itertools.product(COMPARISONS, (-1, 0, 30, 59, 60)):
            same(FakeOrdersDataSource, form, [cls(("order_id",), value)], "exact")
        second = dt.timedelta(seconds=1)
        for cls, order, off in itertools.product(COMPARISONS, (0, 59), (-1, 0, 1)):
            moment = FIRST_ORDER + order * BETWEEN_ORDERS + off * second
            same(FakeOrdersDataSource, form, [cls(("ordered_at",), moment)], "exact")
        same(FakeOrdersDataSource, form, [IsNull(("ordered_at",))], "exact")
        same(FakeOrdersDataSource, form, [IsNotNull(("ordered_at",))], "exact")

    def test_the_rest_stays(self, form):
        rest = [
            StringStartsWith(("customer", "name"), "A"),
            IsNotNull(("note",)),
            Not(EqualTo(("order_id",), 3)),
            In(("order_id",), (3, 4)),
        ]
        for each in rest:
            same(FakeOrdersDataSource, form, [each], "refused")
        same(
            FakeOrdersDataSource,
            form,
            [LessThan(("order_id",), 40), rest[1]],
            "exact refused",
        )


@pytest.mark.parametrize(
    "source", [ConstantDataSource, FakeOrdersDataSource], ids=lambda s: s.name()
)
def test_columns_that_are_not_needed_are_left_out(source, form):
    whole = everything(source)
    names = list(whole[0])
    for left in itertools.chain.from_iterable(itertools.combinations(names, n) for n in (1, 2, 3)):
        opened = Opened(source, form)

        pruned = prune_columns(opened.opened, opened.reader, opened.declared, left)

        if pruned is not None:
            opened.names = [child[1] for child in pruned[3]]
            assert opened.names == list(left)
        else:
            assert left == tuple(names)
        assert opened.rows() == [{name: row[name] for name in left} for row in whole]


@pytest.mark.parametrize(
    "source", [ConstantDataSource, FakeOrdersDataSource], ids=lambda s: s.name()
)
def test_rows_without_columns_are_whole_rows(source):
    opened = Opened(source, "rows")

    assert prune_columns(opened.opened, opened.reader, opened.declared, ()) is None
    assert opened.rows() == everything(source)


@pytest.mark.parametrize("source", WIDE, ids=lambda source: source.name())
def test_a_limit_leaves_enough_rows(source, form):
    partitions = 3
    for n in (0, 1, 5, 1000):
        opened = Opened(source, form, numPartitions=partitions)

        assert push_limit(opened.opened, opened.reader, n)

        found, whole = opened.rows(), everything(source)
        assert min(n, len(whole)) <= len(found) <= n * partitions
        assert all(row in whole for row in found)


@pytest.mark.parametrize("source", WIDE, ids=lambda source: source.name())
def test_filters_do_not_depend_on_the_number_of_partitions(source, form):
    column = {RangeDataSource: "id", ConstantDataSource: "id", FlappyBirdDataSource: "game"}
    each = GreaterThan((column.get(source, "order_id"),), 2)

    same(source, form, [each], "exact", numPartitions=1)
    same(source, form, [each], "exact", numPartitions=50)
