"""Reads in workers, rows above all."""

from __future__ import annotations

import datetime
import marshal
import os
import signal

import pytest
from worker.jvm import Jvm, RemoteError
from worker.worker_sources import row

from pysail.spark.datasource.worker.slots import ONE_OFF

FOLDER = os.path.dirname(__file__)
SOURCES = "worker_sources:"


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


def rows_of(count):
    return [row(i) for i in range(count)]


def printed(worker, flag=1):
    worker.connection.close()
    worker.end()
    return worker.printed(flag).decode()


def error_of(reads):
    with pytest.raises(RemoteError) as raised:
        reads.all_rows()
    return raised.value


def test_source_is_opened_planned_and_read(worker):
    opened, [schema] = worker.call(
        "open", name=f"{SOURCES}Tuples", options={"partitions": "2"}, paths=[], schema=None
    )
    assert opened["name"] == "Tuples"
    assert opened["reference"] == f"{SOURCES}Tuples"
    assert schema

    planned, blobs = worker.call("plan", session=opened["session"], request=None)

    assert planned["method"] in ("pickle", "cloudpickle")
    assert planned["limitTaken"] is False
    assert planned["answers"] == []
    assert planned["schema"] is None
    assert len(planned["partitions"]) == 2
    for index in range(2):
        reads = worker.reads(planned=planned["planned"], partition=index)
        assert reads.all_rows() == rows_of(10)
        assert reads.done == ({"metrics": {"reads": 1}}, [])
        assert reads.is_deterministic

    for what in ("session", "planned", "write"):
        assert worker.call("close", **{what: 1}) == ({}, [])
        assert worker.call("close", **{what: 1}) == ({}, [])
    assert blobs[planned["reader"]]


def test_partition_is_read_from_its_bytes_in_another_worker(jvm, worker):
    options = {"partitions": "2", "count": "5"}
    opened, [schema] = worker.call(
        "open", name=f"{SOURCES}Tuples", options=options, paths=[], schema=None
    )
    planned, blobs = worker.call("plan", session=opened["session"], request=None)
    other = jvm.spawn()
    other.pool()

    reads = other.reads(
        [blobs[planned["reader"]], schema, blobs[planned["partitions"][1]]],
        source=opened["name"],
        reference=opened["reference"],
        options=options,
        partition=1,
    )

    assert reads.all_rows() == rows_of(5)
    assert reads.is_deterministic


def test_filters_and_limit_reach_the_source_and_their_answers_the_jvm(worker):
    opened, _ = worker.call("open", name=f"{SOURCES}Tuples", options={}, paths=[], schema=None)
    planned, _ = worker.call("plan", session=opened["session"], request='{"limit": 3}')
    assert planned["limitTaken"] is False


def test_schema_is_parsed_without_a_source(worker):
    _, [schema] = worker.call("parseSchema", ddl="a INT, b STRING")
    assert b"a" in schema
    with pytest.raises(RemoteError) as raised:
        worker.call("parseSchema", ddl="a INT b")
    assert dict(raised.value.chain[0][5])["condition"] == "PARSE_SYNTAX_ERROR"


def test_task_knows_its_partition_and_attempt(worker):
    reads = worker.reads_source(f"{SOURCES}Task", {"partitions": "3"}, partition=2, attempt=1)
    assert reads.all_rows() == [(2, 1)]


def test_all_rows_come_in_their_order_in_growing_chunks(worker):
    chunks = list(worker.reads_source(f"{SOURCES}Tuples", {"count": "5000"}).chunks())
    assert [row for chunk in chunks for row in chunk] == rows_of(5000)
    assert [len(chunk) for chunk in chunks[:4]] == [1, 1, 2, 4]
    assert max(map(len, chunks)) <= 1024


def test_no_more_rows_are_asked_for_than_are_wanted(worker):
    reads = worker.reads_source(f"{SOURCES}Failing", {"count": "100"}, rowLimit=100)
    assert reads.all_rows() == rows_of(100)


def test_chunks_end_where_a_batch_does(worker):
    reads = worker.reads_source(f"{SOURCES}Tuples", {"count": "1000"}, rowsPerBatch=100)
    ends = [chunk[-1][0] for chunk in reads.chunks()]
    assert set(range(99, 1000, 100)) <= set(ends)


def test_rows_wait_while_no_slot_is_free(worker):
    reads = worker.reads_source(f"{SOURCES}Tuples", {"count": "10000"})
    slots = [reads.next()[1] for _ in range(4)]
    assert sorted(sent.slot for sent in slots) == [0, 1, 2, 3]
    with pytest.raises(TimeoutError):
        reads.next(0.2)
    seen = sum(sent.count for sent in slots)
    for sent in slots:
        reads.credit(sent.slot)
    assert seen + len(reads.all_rows()) == 10000


def test_column_that_is_not_natural_is_sent_again_and_converted_from_then_on(worker):
    reads = worker.reads_source(
        f"{SOURCES}Dates", {"count": "8", "schema": "id LONG, half DOUBLE, name STRING"}
    )
    held = [reads.next()[1] for _ in range(4)]
    assert [sent.count for sent in held] == [1, 1, 2, 4]
    assert marshal.loads(reads.data(held[3])) == [
        *((4, 2.0, "text"), (5, 5, "text"), (6, 3.0, 6), (7, 7, 7))
    ]

    again = reads.again(held[3], 2)

    assert (again.number, again.slot, again.count) == (held[3].number, held[3].slot, 4)
    assert marshal.loads(reads.data(again)) == [  # the other column is still raw
        *((4, 2.0, "text"), (5, 5, "text"), (6, 3.0, "6"), (7, 7, "7"))
    ]
    again = reads.again(held[3], 1)
    assert marshal.loads(reads.data(again))[1] == (5, 5.0, "text")
    for sent in held:
        reads.credit(sent.slot)
    assert reads.next() is None


def test_end_waits_until_no_rows_can_be_wanted_again(worker):
    reads = worker.reads_source(f"{SOURCES}Tuples", {"count": "1"})
    _, sent = reads.next()
    with pytest.raises(TimeoutError):
        reads.next(0.1)
    again = reads.again(sent, 1)
    assert again.number == sent.number
    reads.credit(sent.slot)
    assert reads.next() is None
    assert reads.done


def test_values_that_are_never_natural_are_converted_at_once(worker):
    rows = worker.reads_source(f"{SOURCES}Timed", {"count": "100"}).all_rows()
    first = (datetime.date(2024, 1, 1) - datetime.date(1970, 1, 1)).days
    assert rows == [(first + i % 28, i) for i in range(100)]


def test_list_that_is_used_again_for_the_next_row_is_copied_in_time(worker):
    reads = worker.reads_source(f"{SOURCES}Reused", {"count": "2000"})
    held = [reads.next()[1] for _ in range(3)]
    assert [sent.count for sent in held] == [1, 1, 2]
    # The source has gone on, and changed the list that was its second row.
    again = reads.again(held[1], 2)
    assert marshal.loads(reads.data(again)) == [row(1)]
    for sent in held:
        reads.credit(sent.slot)
    assert reads.all_rows() == rows_of(2000)[4:]


@pytest.mark.parametrize("wrong", [0, 1, 5, 700])
@pytest.mark.parametrize("source", ["Refusing", "RefusingShape"])
def test_refused_row_is_told_after_those_before_it(worker, source, wrong):
    reads = worker.reads_source(SOURCES + source, {"count": "3000", "wrong": str(wrong)})
    rows, refused = [], False
    with pytest.raises(RemoteError) as raised:
        while True:
            _, sent = reads.next()
            data = marshal.loads(reads.data(sent))
            if not refused:
                column = next(
                    (i for each in data for i, v in enumerate(each[:1]) if type(v) is str), None
                )
                shape = next((True for each in data if len(each) != 3), None)
                if column is not None or shape:
                    sent = reads.again(sent, -1 if shape else column)
                    data = marshal.loads(reads.data(sent))
                    assert sent.is_refused
                    assert sent.count == len(data)
                rows += data
            refused = refused or sent.is_refused
            reads.credit(sent.slot)
    assert [each[0] for each in rows] == list(range(wrong))
    details = dict(raised.value.chain[0][5])
    assert details["row"] == str(wrong)
    assert details["operation"] == "read"
    assert worker.call("health")


@pytest.mark.parametrize(
    ("error", "name"),
    [("value", "ValueError"), ("exit", "SystemExit"), ("interrupt", "KeyboardInterrupt")],
)
def test_error_of_the_source_comes_after_its_rows_and_the_worker_lives(worker, error, name):
    reads = worker.reads_source(f"{SOURCES}Failing", {"count": "700", "error": error})
    rows = []
    with pytest.raises(RemoteError, match=r"\[PYTHON_EXCEPTION\] \[Failing::read\]") as raised:
        for chunk in reads.chunks():
            rows += chunk
    assert rows == rows_of(700)
    outer, cause = raised.value.chain
    assert dict(outer[5])["condition"] == "PYTHON_EXCEPTION"
    assert outer[3:5] == [1, -1]
    assert cause[:2] == [name, "no more"]
    assert "worker_sources.py" in cause[2]
    assert worker.call("health")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("recursion", "RecursionError"), ("memory", "MemoryError"), ("generator", "GeneratorExit")],
)
def test_other_ends_of_the_source_are_errors_of_the_call(worker, kind, name):
    error = error_of(worker.reads_source(f"{SOURCES}Raising", {"kind": kind}))
    assert error.chain[1][0] == name
    assert worker.call("health")


def test_failure_of_the_clean_up_is_only_printed(worker):
    reads = worker.reads_source(f"{SOURCES}Closing", rowLimit=10)
    assert reads.all_rows() == rows_of(10)
    assert "cannot close" in printed(worker, 2)


def test_rows_of_a_source_that_takes_its_time_come_meanwhile(worker, tmp_path):
    file = tmp_path / "wait"
    file.touch()
    reads = worker.reads_source(f"{SOURCES}Slow", {"count": "6", "file": str(file)})
    came = []
    while sum(map(len, came)) < 6:
        _, sent = reads.next()
        came.append(marshal.loads(reads.data(sent)))
        again = reads.again(sent, 2)  # while the source goes on
        assert again.number == sent.number
        reads.credit(sent.slot)
    assert file.exists()
    file.unlink()
    rest = reads.all_rows()
    assert [row for chunk in came for row in chunk] + rest == rows_of(7)


def test_partitions_that_are_too_many_for_a_message_are_an_error(worker):
    options = {"partitions": "30", "partition": str(10 << 20)}
    opened, _ = worker.call("open", name=f"{SOURCES}Tuples", options=options, paths=[], schema=None)
    with pytest.raises(RemoteError, match="are more than a message may have"):
        worker.call("plan", session=opened["session"], request=None)
    assert worker.call("health")


def test_cancel_ends_an_endless_source_and_its_clean_up_runs(worker):
    reads = worker.reads_source(f"{SOURCES}Endless")
    for _ in range(10):
        reads.credit(reads.next()[1].slot)
    reads.cancel()
    while reads.next() is not None:
        pass
    assert reads.done
    assert worker.call("health")
    assert printed(worker) == "closed\n"


def test_cancel_ends_a_read_that_waits_for_slots_whose_credits_come_later(worker):
    reads = worker.reads_source(f"{SOURCES}Endless")
    slots = [reads.next()[1].slot for _ in range(4)]
    reads.cancel()
    assert reads.next() is None
    reads.credit(slots.pop())
    worker.free = [slots.pop()]
    again = worker.reads_source(f"{SOURCES}Tuples", {"count": "3000"})
    used, rows = set(), 0
    while True:
        came = again.next()
        if came is None:
            break
        used.add(came[1].slot)
        rows += came[1].count
        again.credit(came[1].slot)
        if rows > 1000 and slots:
            assert len(used) == 1
            while slots:
                again.credit(slots.pop())
    assert rows == 3000


def test_interrupt_raises_in_a_source_that_hangs(worker):
    reads = worker.reads_source(f"{SOURCES}Sleeping")
    reads.credit(reads.next()[1].slot)
    reads.cancel()
    assert worker.interrupt(reads.next) is None
    assert worker.call("health")
    assert printed(worker) == "closed\n"


def test_interrupt_of_an_idle_worker_is_harmless(worker):
    for _ in range(20):
        worker.signal(signal.SIGINT)
        assert worker.call("health")


def test_interrupts_of_a_running_read_never_break_the_protocol(worker):
    for i in range(30):
        reads = worker.reads_source(f"{SOURCES}Endless")
        for _ in range(i % 7):
            reads.credit(reads.next()[1].slot)
        reads.cancel()
        os.kill(worker.pid, signal.SIGINT)
        taken = []
        while True:
            came = reads.next()
            if came is None:
                break
            taken.append(came[1].slot)
        for slot in taken:
            reads.credit(slot)
        assert worker.call("health")
    assert worker.reads_source(f"{SOURCES}Tuples").all_rows() == rows_of(10)


def test_rows_too_long_for_a_slot_together_come_in_parts(worker):
    rows = worker.reads_source(f"{SOURCES}Long", {"count": "40", "length": "20000"}).all_rows()
    assert [(i, len(text)) for i, text in rows] == [(i, 20000) for i in range(40)]


def test_row_longer_than_a_slot_comes_in_a_segment_of_its_own(worker):
    reads = worker.reads_source(f"{SOURCES}Long", {"count": "3", "length": "100000"})
    rows = reads.all_rows()
    assert [(i, len(text)) for i, text in rows] == [(i, 100000) for i in range(3)]
    assert len(reads.needs) == 3


def test_row_in_a_segment_of_its_own_is_sent_again(worker):
    reads = worker.reads_source(f"{SOURCES}Long", {"count": "1", "length": "100000"})
    _, sent = reads.next()
    assert sent.slot == ONE_OFF
    again = reads.again(sent, 1)
    assert (again.number, again.slot) == (sent.number, ONE_OFF)
    assert len(marshal.loads(reads.data(again))[0][1]) == 100000
    reads.credit(ONE_OFF)
    assert reads.next() is None


def test_row_that_the_jvm_has_no_memory_for_is_an_error_with_its_number(worker):
    reads = worker.reads_source(f"{SOURCES}Long", {"count": "2", "length": "100000"})
    reads.largest = 1000
    error = error_of(reads)
    assert "too long to be handed over: the cap is smaller" in error.chain[0][1]
    assert dict(error.chain[0][5])["row"] == "0"
    assert worker.call("health")


def test_pool_may_be_replaced(worker):
    assert worker.reads_source(f"{SOURCES}Tuples").all_rows() == rows_of(10)
    worker.pool(2, 1 << 12)
    assert worker.reads_source(f"{SOURCES}Tuples", {"count": "3000"}).all_rows() == rows_of(3000)


def test_pool_that_cannot_be_mapped_is_an_error_and_the_worker_lives(worker):
    from pysail.spark.datasource.worker import frames

    worker.send(
        frames.POOL, 99, frames.to_json({"path": "/does/not/exist", "slots": 1, "size": 4096})
    )
    with pytest.raises(RemoteError, match="FileNotFoundError"):
        worker.answer(99)
    with pytest.raises(RemoteError, match="before a POOL"):
        worker.reads_source(f"{SOURCES}Tuples").all_rows()


def test_read_without_a_pool_is_an_error(jvm):
    with pytest.raises(RemoteError, match="before a POOL"):
        jvm.spawn().reads_source(f"{SOURCES}Tuples").all_rows()


def test_unknown_source_is_an_error_with_its_condition(worker):
    with pytest.raises(RemoteError) as raised:
        worker.call("open", name="nonsense", options={}, paths=[], schema=None)
    assert dict(raised.value.chain[0][5])["condition"] == "DATA_SOURCE_NOT_FOUND"
