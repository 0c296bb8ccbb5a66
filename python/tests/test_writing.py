from __future__ import annotations

import gc
import pickle
import threading
import weakref

import pytest

from pysail.spark.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceWriter,
    WriterCommitMessage,
    WriteResult,
)
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.protocol import schema_of
from pysail.spark.datasource.schemabytes import schema_to_bytes
from pysail.spark.datasource.taskcontext import TaskContext
from pysail.spark.datasource.writing import PlannedWrite, WriteCancelled

HERE = f"{__name__}:"
SCHEMA = schema_to_bytes(schema_of("id LONG", "schema").description)


class Writer(DataSourceArrowWriter):
    """Does what the test says, and keeps what it is told."""

    def __init__(self, schema, overwrite):
        self.schema = schema
        self.overwrite = overwrite
        self.seen = []

    def write(self, iterator):
        self.seen.append("written")
        self.metrics.counter("writes").add(1)
        return Sink.writing(self, iterator)

    def commit(self, messages):
        Sink.ends.append(("commit", messages, list(self.seen)))

    def abort(self, messages):
        Sink.ends.append(("abort", messages, list(self.seen)))


class Sink(DataSource):
    writing = None
    ends: list = []  # noqa: RUF012  # what the tests look at
    made: list = []  # noqa: RUF012

    def writer(self, schema, overwrite):
        Sink.made.append((dict(self.options), schema.simpleString(), overwrite))
        return Writer(schema, overwrite)


class LockedSink(Sink):
    def writer(self, schema, overwrite):
        writer = Writer(schema, overwrite)
        writer.lock = threading.Lock()
        return writer


class BareSink(DataSource):
    """Its writer has nothing but ``write``."""

    def writer(self, schema, overwrite):
        return Bare()


class Bare:
    def write(self, iterator):
        return "bare"


class ReadOnly(DataSource):
    def reader(self, schema):
        return object()


@pytest.fixture(autouse=True)
def clean():
    Sink.ends = []
    Sink.made = []
    Sink.writing = staticmethod(lambda writer, iterator: None)


def planned(cls=Sink, **options):
    return PlannedWrite(HERE + cls.__name__, options, [], SCHEMA, False)


def run(write, *given, index=0, attempt=0):
    """Runs a task, which pulls what is given and then the end."""
    rest = iter((*given, None))
    return write.start(index, attempt).run(lambda: next(rest))


def writing(function):
    Sink.writing = staticmethod(function)


def test_the_writer_gets_options_schema_and_mode_and_nobody_asks_for_a_schema():
    write = PlannedWrite(HERE + "Sink", {"path": "/x"}, [], SCHEMA, True)

    assert Sink.made == [({"path": "/x"}, "struct<id:bigint>", True)]
    assert (write.name, write.takes_batches, write.method) == ("Sink", True, write.method)
    assert write.reference.endswith(":Sink")


def test_messages_reach_the_commit_as_they_were_returned():
    writing(lambda writer, iterator: WriteResult(path="p", rows=3))
    write = planned()

    messages = [run(write), pickle.dumps(WriterCommitMessage("second")), pickle.dumps(None)]
    write.commit(messages)

    [(end, told, _)] = Sink.ends
    assert end == "commit"
    assert (told[0].path, told[0].rows, told[1].value, told[2]) == ("p", 3, "second", None)


def test_an_abort_has_none_for_tasks_without_a_message():
    writing(lambda writer, iterator: "done")
    write = planned()

    write.abort([None, run(write)])

    assert Sink.ends == [("abort", [None, "done"], [])]


def test_what_a_task_keeps_in_the_writer_does_not_reach_the_commit():
    write = planned()

    run(write)
    write.commit([])

    assert Sink.ends == [("commit", [], [])]
    assert (planned().method in ("pickle", "cloudpickle"), planned().reason) == (True, "")


def test_a_writer_that_does_not_pickle_is_shared_and_says_why():
    write = planned(LockedSink)

    run(write)
    write.commit([])

    assert write.method == "shared"
    assert "lock" in write.reason
    assert Sink.ends == [("commit", [], ["written"])]


def test_a_writer_needs_neither_commit_nor_abort():
    write = planned(BareSink)

    assert pickle.loads(run(write)) == "bare"
    write.commit([])
    write.abort([])


def test_a_source_that_does_not_write_is_refused():
    with pytest.raises(OperationError) as refused:
        planned(ReadOnly)

    assert refused.value.condition == "NOT_IMPLEMENTED"
    assert refused.value.operation == "writer"


def test_batches_are_pyarrows():
    pyarrow = pytest.importorskip("pyarrow")
    if not hasattr(pyarrow.RecordBatch, "__arrow_c_array__"):
        pytest.skip("this pyarrow has no capsules")
    batch = pyarrow.record_batch({"id": [1, 2]})
    writing(lambda writer, iterator: [b.column(0).to_pylist() for b in iterator])

    message = run(planned(), batch, batch.slice(1))

    assert pickle.loads(message) == [[1, 2], [2]]


def test_nothing_is_pulled_before_the_source_asks():
    pulled = []
    writing(lambda writer, iterator: len(pulled))

    message = planned().start(0, 0).run(lambda: pulled.append(1))

    assert pickle.loads(message) == 0


def test_a_source_may_stop_early():
    pytest.importorskip("pyarrow")
    pulls = []

    def pull():
        pulls.append(1)

    writing(lambda writer, iterator: next(iterator, "end"))
    message = planned().start(0, 0).run(pull)

    assert (pickle.loads(message), len(pulls)) == ("end", 1)


def test_a_task_that_was_given_up_ends_where_it_asks_for_more():
    pytest.importorskip("pyarrow")
    cleaned = []

    def write(writer, iterator):
        try:
            list(iterator)
        finally:
            cleaned.append(True)

    writing(write)
    with pytest.raises(OperationError) as ended:
        run(planned(), False)

    assert isinstance(ended.value.__cause__, WriteCancelled)
    assert cleaned


@pytest.mark.parametrize("given", [False, ValueError("no more")])
def test_a_source_that_goes_on_without_its_rows_has_failed(given):
    pytest.importorskip("pyarrow")

    def pull():
        if isinstance(given, Exception):
            raise given
        return given

    def write(writer, iterator):
        try:
            next(iterator)
        except BaseException:
            return "all is well"

    writing(write)
    with pytest.raises(OperationError) as failed:
        planned().start(0, 0).run(pull)

    assert isinstance(failed.value.__cause__, (WriteCancelled, ValueError))


@pytest.mark.parametrize("passes_on", [True, False])
def test_what_was_being_written_is_freed_at_once_when_a_task_fails(passes_on):
    pytest.importorskip("pyarrow")

    def write(writer, iterator):
        try:
            next(iterator)
        except BaseException:
            if passes_on:
                raise

    writing(write)
    task = planned().start(0, 0)
    freed = weakref.ref(task)
    gc.collect()
    gc.disable()
    try:
        with pytest.raises(OperationError):
            task.run(lambda: False)
        del task

        assert freed() is None
    finally:
        gc.enable()


def test_an_error_of_the_source_is_told_with_its_operation():
    def write(writer, iterator):
        raise ValueError("disk full")

    writing(write)
    with pytest.raises(OperationError) as failed:
        run(planned())

    assert str(failed.value) == "[PYTHON_EXCEPTION] [Sink::write] ValueError: disk full"


@pytest.mark.parametrize("end", ["commit", "abort"])
def test_an_error_at_the_end_is_told_with_its_operation(end, monkeypatch):
    def fail(self, messages):
        raise OSError("gone")

    monkeypatch.setattr(Writer, end, fail)
    with pytest.raises(OperationError) as failed:
        getattr(planned(), end)([])

    assert str(failed.value) == f"[PYTHON_DATA_SOURCE_ERROR] [Sink::{end}] OSError: gone"


def test_a_message_that_does_not_pickle_is_refused():
    writing(lambda writer, iterator: threading.Lock())

    with pytest.raises(OperationError) as refused:
        run(planned())

    assert refused.value.condition == "DATA_SOURCE_CANNOT_PICKLE"


def test_a_task_knows_its_partition_and_attempt_and_forgets_them():
    def write(writer, iterator):
        context = TaskContext.get()
        return context.partitionId(), context.attemptNumber()

    writing(write)
    message = run(planned(), index=3, attempt=2)

    assert pickle.loads(message) == (3, 2)
    assert TaskContext.get() is None


def test_metrics_are_those_of_the_tasks_own_writer():
    task = planned().start(0, 0)
    task.run(lambda: None)

    assert task.metrics() == {"writes": 1}


def test_writers_of_rows_take_rows():
    class Rows(DataSourceWriter):
        def write(self, iterator):
            return None

    assert not isinstance(Rows(), DataSourceArrowWriter)
    assert not planned(BareSink).takes_batches
