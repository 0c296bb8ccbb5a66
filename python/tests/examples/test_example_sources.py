"""What the example sources yield."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
import sys
from decimal import Decimal

import pytest
from sail_examples.constant import ConstantDataSource
from sail_examples.flappybird import SKY, FlappyBirdDataSource
from sail_examples.orders import MOST_ROWS, FakeOrdersDataSource
from sail_examples.partition import BATCH_ROWS
from sail_examples.range import RangeDataSource

from pysail.spark.datasource import to_arrow_schema
from pysail.spark.datasource.options import CaseInsensitiveDict
from pysail.spark.datasource.types import StructType

SOURCES = [RangeDataSource, ConstantDataSource, FlappyBirdDataSource, FakeOrdersDataSource]
EVERY_SOURCE = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name())
BATCHES_WHEN_LARGE = pytest.mark.parametrize(
    "source",
    [RangeDataSource, ConstantDataSource, FakeOrdersDataSource],
    ids=lambda source: source.name(),
)


def elements(source, **options):
    reader = source(CaseInsensitiveDict({k: str(v) for k, v in options.items()})).reader(None)
    for partition in reader.partitions():
        yield from reader.read(partition)


def batches(source, **options):
    return elements(source, form="arrow", **options)


@EVERY_SOURCE
def test_batches_are_as_the_schema_says(pa, source):
    declared = pa.schema(to_arrow_schema(StructType.fromDDL(source({}).schema())))

    for batch in batches(source, end=10, rows=10, ticks=10):
        assert batch.schema.equals(declared)


@EVERY_SOURCE
def test_batches_are_bounded(pa, source):
    options = {"end": 20_000, "rows": 20_000, "ticks": 20_000, "numPartitions": 1}

    sizes = [batch.num_rows for batch in batches(source, **options)]

    assert sizes == [BATCH_ROWS, BATCH_ROWS, 20_000 - 2 * BATCH_ROWS]


@EVERY_SOURCE
def test_no_rows_are_no_batches(source, form):
    assert list(elements(source, form=form, end=0, rows=0, ticks=0)) == []


@EVERY_SOURCE
def test_both_forms_have_the_same_rows(pa, read_as, source):
    options = {"end": 20_000, "rows": 20_000, "games": 5, "ticks": 2_000, "seed": 3}

    assert read_as("rows", source, **options) == read_as("arrow", source, **options)


@EVERY_SOURCE
def test_a_missing_pyarrow_is_told_with_the_remedy_to_who_wants_batches(source, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ImportError, match="pip install pyarrow"):
        next(batches(source, end=1))


@EVERY_SOURCE
def test_a_form_that_does_not_exist_is_refused(refusal, source):
    assert refusal(source, end="1", form="table") == (
        'option "form" must be "rows" or "arrow", not "table"'
    )


@EVERY_SOURCE
def test_a_form_is_understood_in_any_case(source):
    assert isinstance(next(elements(source, end=1, form="ROWS")), tuple)


@BATCHES_WHEN_LARGE
def test_a_large_read_gives_batches_in_all_its_partitions(pa, source):
    options = CaseInsensitiveDict(end=str(10**6), rows=str(10**6), numPartitions="3")
    reader = source(options).reader(None)

    for partition in reader.partitions():
        assert isinstance(next(reader.read(partition)), pa.RecordBatch)


@EVERY_SOURCE
def test_a_large_read_without_pyarrow_gives_rows(source, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert isinstance(next(elements(source, end=10**7, rows=10**7, ticks=10**6)), tuple)


def test_a_small_read_does_not_even_import_pyarrow(python):
    examples = importlib.import_module("sail_examples").__path__[0]
    python(
        """
        import sys
        from pysail.spark.datasource import compat
        compat.install()
        from sail_examples.constant import ConstantDataSource
        from sail_examples.flappybird import FlappyBirdDataSource
        from sail_examples.orders import FakeOrdersDataSource
        from sail_examples.range import RangeDataSource
        for source in ConstantDataSource, FlappyBirdDataSource, FakeOrdersDataSource, RangeDataSource:
            reader = source({"end": "10"}).reader(None)
            for partition in reader.partitions():
                list(reader.read(partition))
        assert "pyarrow" not in sys.modules
        """,
        path=[f"{examples}/.."],
    )


def test_importing_the_sources_needs_no_pyarrow(python):
    examples = importlib.import_module("sail_examples").__path__[0]
    python(
        """
        import sys
        from pysail.spark.datasource import compat
        compat.install()
        import sail_examples.range, sail_examples.constant
        import sail_examples.flappybird, sail_examples.orders
        assert "pyarrow" not in sys.modules
        """,
        path=[f"{examples}/.."],
    )


@EVERY_SOURCE
def test_the_number_of_partitions_changes_no_row(rows, source):
    options = {"end": 60, "rows": 60, "games": 9, "ticks": 30}
    whole = rows(source, numPartitions=1, **options)

    assert rows(source, numPartitions=7, **options) == whole
    assert rows(source, numPartitions=100, **options) == whole


class TestConstant:
    def test_every_row_is_the_same(self, rows):
        found = rows(ConstantDataSource, rows=5, value=-7, batchSize=2)

        assert found == 5 * [{"id": -7, "ratio": -3.5, "name": "constant -7"}]

    def test_there_is_one_row_unless_told_otherwise(self, rows):
        assert rows(ConstantDataSource) == [{"id": 0, "ratio": 0.0, "name": "constant 0"}]

    def test_the_batch_is_made_once_and_the_last_is_a_slice_of_it(self, pa):
        made = list(batches(ConstantDataSource, rows=25, batchSize=10))

        assert [batch.num_rows for batch in made] == [10, 10, 5]
        assert made[0] is made[1]
        assert made[2].column(0).buffers()[1].address == made[0].column(0).buffers()[1].address

    def test_a_wrong_number_is_refused(self, refusal):
        assert refusal(ConstantDataSource, rows="x") == (
            'option "rows" must be a whole number of 0 or more, not "x"'
        )
        assert "batchSize" in refusal(ConstantDataSource, batchSize="0")
        assert "value" in refusal(ConstantDataSource, value=str(2**63))


class TestFlappyBird:
    def test_every_game_has_every_tick(self, rows):
        found = rows(FlappyBirdDataSource, games=3, ticks=50)

        assert [(row["game"], row["tick"]) for row in found] == [
            (game, tick) for game in range(3) for tick in range(50)
        ]

    def test_points_are_for_pipes_and_a_crash_ends_them(self, rows):
        score = 0
        events = set()
        for row in rows(FlappyBirdDataSource, ticks=5000):
            score += row["event"] == "pass"
            assert row["score"] == score
            assert len(row["screen"]) == SKY
            assert row["screen"].count(b"@") == 1
            assert row["flapped"] or row["event"] != "flap"
            events.add(row["event"])
            if row["event"] == "crash":
                score = 0

        assert events == {None, "flap", "pass", "crash"}

    def test_the_seed_makes_the_game(self, rows):
        first = rows(FlappyBirdDataSource, seed=1)

        assert rows(FlappyBirdDataSource, seed=1) == first
        assert rows(FlappyBirdDataSource, seed=2) != first

    def test_a_game_is_the_same_on_every_python(self, rows):
        assert digest(rows(FlappyBirdDataSource, games=5, ticks=200, seed=42)) == "afeaf7604d4895c7"


class TestFakeOrders:
    def test_the_total_is_that_of_the_items(self, rows):
        for row in rows(FakeOrdersDataSource, rows=600):
            items = [item["quantity"] * item["price"] for item in row["items"]]
            assert row["total"] == sum(items, Decimal(0))

    def test_times_follow_each_other_and_delivery_follows_the_order(self, rows):
        first = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)

        found = rows(FakeOrdersDataSource, rows=600)

        assert [row["order_id"] for row in found] == list(range(600))
        for row in found:
            assert row["ordered_at"] == first + row["order_id"] * dt.timedelta(seconds=61)
            assert row["delivered"] is None or row["delivered"] > row["ordered_at"].date()

    def test_what_may_be_null_is_so_at_times_and_lists_may_be_empty(self, rows):
        found = rows(FakeOrdersDataSource, rows=600)

        for name in ("delivered", "customer", "attributes", "note"):
            nulls = sum(row[name] is None for row in found)
            assert 0 < nulls < 600, name
        assert any(row["customer"] and row["customer"]["email"] is None for row in found)
        assert any(None in (row["attributes"] or {}).values() for row in found)
        assert [] in [row["items"] for row in found]

    def test_batches_continue_where_the_last_one_ended(self, rows):
        found = rows(FakeOrdersDataSource, rows=2 * BATCH_ROWS, numPartitions=1)

        for name, length in [("customer", 499), ("items", 503), ("note", 61)]:
            values = [row[name] for row in found]
            assert values[length:] == values[:-length], name

    def test_the_seed_makes_the_orders(self, rows):
        first = rows(FakeOrdersDataSource, seed=1)

        assert rows(FakeOrdersDataSource, seed=1) == first
        assert rows(FakeOrdersDataSource, seed=2) != first

    def test_orders_are_the_same_on_every_python(self, rows):
        assert digest(rows(FakeOrdersDataSource, rows=1000, seed=42)) == "bf3fe89bc9d028c9"

    def test_the_last_order_there_can_be_has_a_date(self, form):
        options = CaseInsensitiveDict(rows=str(MOST_ROWS), form=form)
        reader = FakeOrdersDataSource(options).reader(None)
        last = reader.partitions()[-1]
        last.value = last.value[-1:]

        (element,) = reader.read(last)

        ordered_at = element[1] if form == "rows" else element.column("ordered_at")[0].as_py()
        assert ordered_at.year == 6175


def digest(rows):
    text = json.dumps(rows, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
