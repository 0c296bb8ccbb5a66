"""Writes in workers."""

from __future__ import annotations

import ast
import marshal
import os
import pickle
import struct

import pytest
from worker.jvm import Ended, Jvm, RemoteError

from pysail.spark.datasource.execution import parse_schema
from pysail.spark.datasource.worker import frames

FOLDER = os.path.dirname(__file__)
SINK = "worker_sources:Sink"
SCHEMA = parse_schema("id LONG, name STRING")


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


def opened(worker, **options):
    told, blobs = worker.call(
        "openWrite", [SCHEMA], name=SINK, options=options, paths=[], overwrite=True
    )
    return told, blobs


def chunk(*rows):
    """What RowEncoder of Java makes: the columns of some rows."""
    return marshal.dumps(tuple(list(column) for column in zip(*rows)), 4)


ONE, TWO, THREE = (1, "one"), (2, "two"), (3, None)


def printed(worker):
    worker.connection.close()
    worker.end()
    return worker.printed(1).decode().splitlines()


def test_rows_are_written_and_committed(worker):
    told, _ = opened(worker)
    assert told["name"] == "Sink"
    assert told["reference"] == SINK
    assert told["takesBatches"] is False
    assert told["method"] in ("pickle", "cloudpickle")

    done, [message] = worker.writes(
        [
            worker.give_rows(chunk(ONE, TWO), chunk(THREE)),
            worker.give_rows(chunk(ONE)),
            worker.give_end(),
        ],
        write=told["write"],
    )

    assert pickle.loads(message) == [ONE, TWO, THREE, ONE]
    assert done == {"metrics": {"rows": 4}}
    assert worker.call("commit", [message], write=told["write"], messages=[0]) == ({}, [])
    assert printed(worker) == [f"commit {[[ONE, TWO, THREE, ONE]]} True"]


def test_task_is_written_from_the_bytes_of_its_writer_in_another_worker(jvm, worker):
    told, blobs = opened(worker)
    other = jvm.spawn()
    other.pool()
    place = {"source": told["name"], "reference": told["reference"], "options": {}}

    _, [message] = other.writes(
        [other.give_rows(chunk(ONE)), other.give_end()], [blobs[told["writer"]], SCHEMA], **place
    )
    other.call("commit", [blobs[told["writer"]], SCHEMA, message], messages=[2], **place)
    other.call("abort", [blobs[told["writer"]], SCHEMA, message], messages=[None, 2], **place)

    assert pickle.loads(message) == [ONE]
    assert printed(other) == [f"commit {[[ONE]]} True", f"abort {[None, [ONE]]}"]


def test_task_without_rows_is_written(worker):
    told, _ = opened(worker)
    _, [message] = worker.writes([worker.give_end()], write=told["write"])
    assert pickle.loads(message) == []


def test_writer_need_not_ask_for_anything(worker):
    told, _ = opened(worker, do="none")
    _, [message] = worker.writes([], write=told["write"])
    assert pickle.loads(message) is None


def test_rows_that_a_writer_keeps_stay_as_they_were(worker):
    told, _ = opened(worker, do="keep")
    steps = [worker.give_rows(chunk((i, str(i)))) for i in range(20)]
    _, [message] = worker.writes([*steps, worker.give_end()], write=told["write"])
    assert pickle.loads(message) == [(i, str(i)) for i in range(20)]


def test_child_that_a_writer_forks_takes_nothing_from_it(worker):
    told, _ = opened(worker, do="fork")
    _, [message] = worker.writes(
        [worker.give_rows(chunk(ONE)), worker.give_end()], write=told["write"]
    )
    in_child, rows = pickle.loads(message)
    assert in_child.startswith("RuntimeError('rows are not there in a process")
    assert rows == [ONE]


def test_error_of_the_writer_is_that_of_the_call(worker):
    told, _ = opened(worker, do="fail")
    with pytest.raises(
        RemoteError, match=r"\[PYTHON_EXCEPTION\] \[Sink::write\] ValueError: cannot write"
    ):
        worker.writes([worker.give_rows(chunk(ONE))], write=told["write"])
    assert worker.call("abort", write=told["write"], messages=[None]) == ({}, [])
    assert printed(worker) == ["abort [None]"]


def test_error_of_the_commit_is_that_of_the_call(worker):
    told, _ = opened(worker, do="fail commit")
    with pytest.raises(RemoteError, match=r"\[Sink::commit\] RuntimeError: cannot commit"):
        worker.call("commit", [pickle.dumps(1)], write=told["write"], messages=[0])
    assert worker.call("health")


@pytest.mark.parametrize("how", ["end", "cancel"])
def test_task_that_nobody_wants_any_more_ends(worker, how):
    told, _ = opened(worker)
    if how == "end":
        last = worker.give_end(1)
    else:

        def last(call):
            worker.send(frames.CANCEL, call)

    with pytest.raises(RemoteError, match="WriteCancelled"):
        worker.writes([worker.give_rows(chunk(ONE)), last], write=told["write"])
    assert worker.call("health")


def test_interrupt_raises_in_a_writer_that_hangs(worker):
    told, _ = opened(worker, do="sleep")
    call = worker.begin("write", write=told["write"], partition=0, attempt=0)
    worker.jvm.until(frames.OUTPUT, worker.number)
    with pytest.raises(RemoteError, match="WriteCancelled"):
        worker.interrupt(lambda seconds: worker.answer(call, seconds))
    assert worker.call("health")


@pytest.mark.parametrize("slot", [0, 2])
def test_batches_are_written_and_stay_valid(worker, slot):
    pa = pytest.importorskip("pyarrow")
    from pysail.spark.datasource.capsule import describe
    from pysail.spark.datasource.worker.carray import Given
    from pysail.spark.datasource.worker.flat import Flat

    told, _ = opened(worker, arrow="yes")
    assert told["takesBatches"] is True
    schema = pa.schema([("id", pa.int64()), ("name", pa.string())])
    steps, expected = [], []
    for i in range(5):
        batch = pa.record_batch([[i, i + 1, None], ["x" * i, None, "y"]], schema=schema)
        given = Given(batch.__arrow_c_array__()[1])
        flat = Flat(describe(schema), given.array, 1, 2)
        steps.append(worker.give_flat(flat, slot))
        expected.append(batch.slice(1).to_pylist())
        steps[-1].kept = given

    _, [message] = worker.writes([*steps, worker.give_end()], write=told["write"])

    assert pickle.loads(message) == expected
    worker.call("commit", [message], write=told["write"], messages=[0])
    [line] = printed(worker)
    assert ast.literal_eval(line.partition(" ")[2]) == [expected]


def test_input_longer_than_a_slot_comes_in_a_segment(worker):
    told, _ = opened(worker)
    long = (1, "x" * 100000)
    steps = [
        worker.give_rows(chunk(ONE)),
        worker.give_long_rows(chunk(long)),
        worker.give_rows(chunk(TWO)),
    ]
    _, [message] = worker.writes([*steps, worker.give_end()], write=told["write"])
    assert pickle.loads(message) == [ONE, long, TWO]


def test_message_that_does_not_pickle_is_an_error(worker):
    told, _ = opened(worker, do="lambda")
    with pytest.raises(RemoteError, match="DATA_SOURCE_CANNOT_PICKLE"):
        worker.writes([worker.give_end()], write=told["write"])


@pytest.mark.parametrize(
    ("type_", "payload"),
    [
        (frames.INPUT_ROWS, b""),
        (frames.INPUT_ROWS, bytes(8)),
        (frames.INPUT_ROWS, struct.pack("<III", 9, 1, 10)),
        (frames.INPUT_ROWS, struct.pack("<III", 0, 1, 1 << 30)),
        (frames.INPUT_BATCH, bytes(8)),
        (frames.ROWS, b""),
    ],
    ids=range(6),
)
def test_input_that_makes_no_sense_ends_the_worker(jvm, type_, payload):
    worker = jvm.spawn()
    worker.pool()
    told, _ = opened(worker)
    with pytest.raises(Ended):
        worker.writes([lambda call: worker.send(type_, call, payload)], write=told["write"])
    assert worker.end()[0] == {"status": 70, "signal": None}


def test_damaged_rows_are_an_error_of_the_task(worker):
    told, _ = opened(worker)
    with pytest.raises(RemoteError, match=r"\[Sink::write\]"):
        worker.writes([worker.give_rows(b"nonsense")], write=told["write"])
    assert worker.call("health")
