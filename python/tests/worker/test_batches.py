"""Reads in workers that give Arrow data."""

from __future__ import annotations

import os

import pytest
from worker.jvm import Jvm, RemoteError

from pysail.spark.datasource.worker.slots import ONE_OFF

pytest.importorskip("pyarrow")

FOLDER = os.path.dirname(__file__)
ARROW = "worker_sources:Arrow"


@pytest.fixture(scope="module")
def jvm():
    with Jvm(search_path=[FOLDER]) as started:
        yield started


@pytest.fixture
def worker(jvm):
    spawned = jvm.spawn()
    spawned.pool()
    yield spawned
    spawned.connection.close()


def ids(tables):
    return [number for table in tables for number in table.column("id").to_pylist()]


@pytest.mark.parametrize("kind", ["batches", "table", "stream"])
def test_all_batches_come_in_their_order(worker, kind):
    tables = list(worker.reads_source(ARROW, {"kind": kind}).tables())
    assert ids(tables) == list(range(300))
    assert tables[0].column("text").to_pylist()[:2] == ["   0", "   1"]


def test_no_more_batches_come_once_there_are_enough_rows(worker):
    for kind in ("batches", "stream"):
        reads = worker.reads_source(ARROW, {"kind": kind}, rowLimit=150)
        assert ids(reads.tables()) == list(range(200))


def test_batch_too_big_for_a_slot_comes_in_parts(worker):
    reads = worker.reads_source(ARROW, {"rows": "20000", "count": "1"})
    tables = list(reads.tables())
    assert ids(tables) == list(range(20000))
    assert len(tables) > 3
    assert reads.needs == []


def test_row_too_big_for_a_slot_comes_in_a_segment_of_its_own(worker):
    reads = worker.reads_source(ARROW, {"rows": "2", "count": "2", "length": "100000"})
    slots, texts = [], []
    while True:
        came = reads.next()
        if came is None:
            break
        import pyarrow

        slots.append(came[1])
        texts += pyarrow.record_batch(came[2]).column("text").to_pylist()
    assert slots == [ONE_OFF] * 4
    assert list(map(len, texts)) == [100000] * 4


def test_batch_that_the_jvm_has_no_memory_for_is_an_error_that_names_the_column(worker):
    reads = worker.reads_source(ARROW, {"rows": "1", "length": "100000"})
    reads.largest = 1000
    with pytest.raises(RemoteError, match='column "text", is too big') as raised:
        list(reads.tables())
    assert "the cap is smaller" in raised.value.chain[0][1]
    assert worker.call("health")


def test_schema_is_told_again_when_it_changes(worker):
    tables = list(worker.reads_source(ARROW, {"kind": "changing"}).tables())
    assert [table.schema.names for table in tables] == [["id", "text"]] * 2 + [
        ["id", "text", "more"]
    ]


def test_stream_that_fails_is_an_error_after_its_batches(worker):
    reads = worker.reads_source(ARROW, {"kind": "failing stream"})
    tables = []
    with pytest.raises(RemoteError, match="the stream is broken"):
        for table in reads.tables():
            tables.append(table)
    assert ids(tables) == list(range(300))


def test_rows_after_batches_are_an_error(worker):
    reads = worker.reads_source(ARROW, {"kind": "mixed"})
    with pytest.raises(RemoteError, match="rows and batches may not be mixed"):
        list(reads.tables())


def test_batches_wait_while_no_slot_is_free_and_cancel_ends_that(worker):
    reads = worker.reads_source(ARROW, {"count": "1000"})
    slots = [reads.next()[1] for _ in range(4)]
    with pytest.raises(TimeoutError):
        reads.next(0.2)
    reads.credit(slots.pop())
    assert reads.next()[0] == "batch"
    reads.cancel()
    assert reads.next() is None


def test_batches_of_a_read_that_has_ended_may_be_kept_during_the_next(worker):
    first = worker.reads_source(ARROW, {"count": "3"})
    kept = [first.next() for _ in range(3)]
    assert first.next() is None
    free = set(range(4)) - {slot for _, slot, _ in kept}

    worker.free = sorted(free)
    second = worker.reads_source(ARROW, {"count": "10"})

    _, slot, _ = second.next()
    assert {slot} == free
    with pytest.raises(TimeoutError):
        second.next(0.1)
    first.credit(kept[0][1])
    assert second.next()[1] == kept[0][1]
    second.cancel()
    assert second.next() is None
