from __future__ import annotations

import pickle
import threading

import pytest

from pysail.spark.datasource import DataSource, DataSourceReader, InputPartition, execution
from pysail.spark.datasource.execution import Planner, restore
from pysail.spark.datasource.failure import OperationError
from pysail.spark.datasource.taskcontext import TaskContext

HERE = f"{__name__}:"


class Batch:
    """Something with Arrow's capsules, which nobody opens here."""

    def __init__(self, name):
        self.name = name

    def __arrow_c_array__(self, requested_schema=None):
        return ("schema of " + self.name, "array of " + self.name)


class Stream:
    def __arrow_c_stream__(self, requested_schema=None):
        return "stream"


class Both(Stream, Batch):
    pass


class Source(DataSource):
    """Its partitions give what the test puts into ``elements``."""

    elements = ()

    def schema(self):
        return "id LONG, name STRING"

    def reader(self, schema):
        return Reader()


class Named(Source):
    @classmethod
    def name(cls):
        return "numbers"


class Reader(DataSourceReader):
    def partitions(self):
        return [InputPartition("a"), InputPartition("b")]

    def read(self, partition):
        self.metrics.counter("reads").add(1)
        return Source.elements(partition) if callable(Source.elements) else Source.elements


class SharedSource(Source):
    def reader(self, schema):
        reader = Reader()
        reader.lock = threading.Lock()
        return reader


class LockedPartition(InputPartition):
    def __init__(self):
        super().__init__("locked")
        self.lock = threading.Lock()


class UnpicklablePartitions(Source):
    def reader(self, schema):
        return UnpicklablePartitionsReader()


class UnpicklablePartitionsReader(Reader):
    def partitions(self):
        return [InputPartition("plain"), LockedPartition()]


class NotLoadable(Reader):
    def __setstate__(self, state):
        raise ValueError("not here")


class NotLoadableSource(Source):
    def reader(self, schema):
        reader = NotLoadable()
        reader.page = 1
        return reader


class Slots:
    """A reader of no base class, without a ``__dict__``."""

    __slots__ = ()

    def read(self, partition):
        return []


class SlotsSource(Source):
    def reader(self, schema):
        return Slots()


@pytest.fixture(autouse=True)
def _clean():
    yield
    assert TaskContext.get() is None, "the context of a task is left behind"
    Source.elements = ()


def started(elements, cls="Source"):
    Source.elements = elements
    return Planner(HERE + cls, {}).plan().start(0, 0)


def error_of(call, *arguments):
    with pytest.raises(OperationError) as raised:
        call(*arguments)
    return raised.value


# ---- planning


def all_of(reading):
    """All elements that are taken."""
    return list(iter(lambda: reading.take(1), None))


def test_an_open_source_tells_its_name_reference_and_schema():
    planner = Planner(HERE + "Named", {})

    assert planner.name == "numbers"
    assert planner.reference == HERE + "Named"
    assert b"id" in planner.schema
    assert b"name" in planner.schema


def test_a_source_that_was_opened_by_its_name_keeps_the_users_spelling(monkeypatch):
    from pysail.spark.datasource import discovery

    monkeypatch.setattr(discovery, "_registered", [])
    discovery.register(Named)

    assert Planner("NUMBERS", {}).name == "NUMBERS"


def test_the_format_python_is_called_as_its_source_calls_itself():
    options = {"Python_Module": __name__, "PYTHON_CLASS": "Named"}

    assert Planner("Python", options).name == "numbers"


def test_a_source_that_fails_to_tell_its_name_is_named_by_its_class(monkeypatch):
    monkeypatch.setattr(Named, "name", classmethod(lambda cls: 1 / 0))

    error = error_of(Planner, HERE + "Named", {})

    assert str(error) == (
        "[PYTHON_DATA_SOURCE_ERROR] [Named::name] ZeroDivisionError: division by zero"
    )


def test_the_users_schema_is_taken_instead_of_the_sources():
    assert Planner(HERE + "Source", {}, (), "x INT").schema != Planner(HERE + "Source", {}).schema


def test_a_plan_has_pickles_of_reader_and_partitions():
    planned = Planner(HERE + "Source", {}).plan()

    assert planned.method in ("pickle", "cloudpickle")
    assert planned.reason == ""
    assert isinstance(pickle.loads(planned.reader), Reader)
    assert [pickle.loads(each).value for each in planned.partitions] == ["a", "b"]


def test_a_reader_that_does_not_pickle_is_shared_and_the_plan_says_why():
    planned = Planner(HERE + "SharedSource", {}).plan()

    assert planned.method == "shared"
    assert planned.reader is None
    assert planned.reason.startswith("[DATA_SOURCE_CANNOT_PICKLE] ")
    assert "lock" in planned.reason
    first, second = planned.start(0, 0), planned.start(1, 0)
    assert first._reader is second._reader
    first.close()
    second.close()


def test_a_partition_that_does_not_pickle_is_read_as_it_is():
    Source.elements = lambda partition: [Batch(partition.value)]
    planned = Planner(HERE + "UnpicklablePartitions", {}).plan()

    assert planned.partitions[1] is None
    for index, value in enumerate(["plain", "locked"]):
        reading = planned.start(index, 0)
        assert all_of(reading) == [("schema of " + value, "array of " + value)]
        reading.close()


def test_a_reader_that_cannot_be_unpickled_is_the_sources_failure():
    planned = Planner(HERE + "NotLoadableSource", {}).plan()

    error = error_of(planned.start, 0, 0)

    assert error.reason == "ValueError: not here"
    assert error.operation == "unpickle"
    assert error.source == "NotLoadableSource"


# ---- a plan that was made elsewhere


def test_a_restored_plan_reads_without_planning_again(monkeypatch):
    planned = Planner(HERE + "Source", {}).plan()
    monkeypatch.setattr(Reader, "partitions", lambda self: 1 / 0)
    Source.elements = lambda partition: [Batch(partition.value)]

    restored = restore("numbers", HERE + "Source", {}, planned.reader)
    reading = restored.start(planned.partitions[1], 1, 2)

    assert TaskContext.get().partitionId() == 1
    assert TaskContext.get().attemptNumber() == 2
    assert all_of(reading) == [("schema of b", "array of b")]
    reading.close()


def test_a_plan_is_not_restored_where_the_source_is_missing():
    error = error_of(restore, "numbers", "no_such_module:Source", {}, b"")

    assert error.condition == "DATA_SOURCE_NOT_FOUND"


@pytest.mark.parametrize("data", [b"", b"no pickle", pickle.dumps(Reader())[:-3]])
def test_bytes_that_are_no_pickle_are_told(data):
    restored = restore("numbers", HERE + "Source", {}, data)

    error = error_of(restored.start, b"", 0, 0)

    assert str(error).startswith("[PYTHON_EXCEPTION] [numbers::unpickle] ")


# ---- reading


def test_elements_come_as_capsules_in_their_order():
    reading = started([Batch("1"), Stream(), Both("2")])

    assert all_of(reading) == [
        ("schema of 1", "array of 1"),
        "stream",
        ("schema of 2", "array of 2"),
    ]
    reading.close()


@pytest.mark.parametrize("nothing", [None, [], (), iter(())])
def test_nothing_may_be_said_in_several_ways(nothing):
    reading = started(nothing)

    assert all_of(reading) == []
    assert all_of(reading) == []
    reading.close()


@pytest.mark.parametrize("element", [(1, "a"), {"id": 1}, 7, None, "text", b"bytes", object()])
def test_an_element_that_is_not_arrow_is_refused_with_its_type(element):
    reading = started([Batch("1"), element])
    reading.take(1)

    error = error_of(reading.take, 1)

    assert error.condition == "DATA_SOURCE_INVALID_RETURN_TYPE"
    assert error.operation == "read"
    assert f"'{type(element).__name__}'" in error.reason or type(element).__name__ in error.reason
    reading.close()


@pytest.mark.parametrize("result", [7, "text", b"bytes", {"a": 1}])
def test_a_result_that_is_no_iterable_of_batches_is_refused(result):
    error = error_of(started, result)

    assert error.condition == "DATA_SOURCE_INVALID_RETURN_TYPE"


def test_what_the_source_raises_is_told_with_the_operation_and_its_own_frames():
    def failing(partition):
        yield Batch("1")
        raise ValueError("bad page")

    reading = started(failing)
    reading.take(1)

    error = error_of(reading.take, 1)

    assert str(error) == "[PYTHON_EXCEPTION] [Source::read] ValueError: bad page"
    assert isinstance(error.__cause__, ValueError)
    assert error.__cause__.__traceback__.tb_frame.f_code.co_name == "failing"
    reading.close()


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_would_end_the_program_is_an_error_of_the_source(kind):
    def ending(partition):
        yield Batch("1")
        raise kind

    reading = started(ending)
    reading.take(1)

    assert error_of(reading.take, 1).reason == kind.__name__
    reading.close()


def test_a_stop_iteration_inside_a_generator_is_an_error_and_not_the_end():
    def stopping(partition):
        yield Batch("1")
        raise StopIteration("lost")

    reading = started(stopping)
    reading.take(1)

    assert "StopIteration" in error_of(reading.take, 1).reason
    reading.close()


def test_a_stop_iteration_of_an_element_is_an_error_and_not_the_end():
    class Stops:
        def __arrow_c_array__(self, requested_schema=None):
            return next(iter(()))

    reading = started([Stops(), Batch("2")])

    assert error_of(reading.take, 1).reason == "StopIteration"
    reading.close()


def test_a_stop_iteration_of_read_itself_is_an_error_and_not_the_end():
    def stopping(partition):
        raise StopIteration

    assert error_of(started, stopping).reason == "StopIteration"


def test_an_element_that_fails_to_export_is_an_error_of_the_read():
    class Fails:
        def __arrow_c_stream__(self, requested_schema=None):
            raise MemoryError("too big")

    reading = started([Fails()])

    assert (
        str(error_of(reading.take, 1)) == "[PYTHON_EXCEPTION] [Source::read] MemoryError: too big"
    )
    reading.close()


def test_an_error_without_a_text_does_not_hide_where_it_happened():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no words")

        def getCondition(self):
            raise RuntimeError("no condition")

    def failing(partition):
        raise Mute

    error = error_of(started, failing)

    assert error.operation == "read"
    assert error.condition == "PYTHON_EXCEPTION"
    assert error.reason == "Mute: <exception str() failed>"


# ---- ending


def test_closing_runs_the_sources_finally_on_this_thread():
    ended = []

    def generator(partition):
        try:
            yield Batch("1")
        finally:
            ended.append((threading.current_thread(), TaskContext.get().partitionId()))

    reading = started(generator)
    reading.take(1)
    reading.close()
    reading.close()

    assert ended == [(threading.current_thread(), 0)]


def test_closing_before_the_first_element_is_quiet():
    reading = started(lambda partition: (Batch(str(i)) for i in range(3)))
    reading.close()

    assert all_of(reading) == []


def test_what_the_clean_up_raises_is_told_and_the_context_is_cleared():
    def generator(partition):
        try:
            yield Batch("1")
        finally:
            raise OSError("cannot log out")

    reading = started(generator)
    reading.take(1)

    error = error_of(reading.close)

    assert str(error) == "[PYTHON_EXCEPTION] [Source::close] OSError: cannot log out"
    assert TaskContext.get() is None


def test_a_source_that_does_not_end_when_it_is_told_to_is_an_error():
    def generator(partition):
        try:
            yield Batch("1")
        except GeneratorExit:
            yield Batch("2")

    reading = started(generator)
    reading.take(1)

    assert error_of(reading.close).reason == "RuntimeError: generator ignored GeneratorExit"


def test_the_context_of_a_task_is_there_while_it_runs_and_gone_after_it():
    seen = []

    def generator(partition):
        seen.append((TaskContext.get().partitionId(), TaskContext.get().attemptNumber()))
        yield Batch("1")

    Source.elements = generator
    reading = Planner(HERE + "Source", {}).plan().start(1, 3)
    reading.take(1)
    reading.close()

    assert seen == [(1, 3)]
    assert TaskContext.get() is None


def test_the_context_is_gone_after_a_task_that_did_not_begin():
    def failing(partition):
        assert TaskContext.get() is not None
        raise ValueError("no")

    error_of(started, failing)

    assert TaskContext.get() is None


def test_each_thread_has_the_context_of_its_own_task():
    Source.elements = lambda partition: [Batch(str(TaskContext.get().partitionId()))]
    planned = Planner(HERE + "Source", {}).plan()
    mine = planned.start(0, 0)
    seen = []

    def other():
        reading = planned.start(1, 0)
        seen.extend(all_of(reading))
        reading.close()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()

    assert seen == [("schema of 1", "array of 1")]
    assert TaskContext.get().partitionId() == 0
    mine.close()


# ---- figures


def test_each_partition_has_its_own_figures():
    Source.elements = [Batch("1")]
    planned = Planner(HERE + "Source", {}).plan()
    for index in (0, 1):
        reading = planned.start(index, 0)
        all_of(reading)
        reading.close()
        assert reading.metrics() == {"reads": 1}


def test_a_reader_without_figures_has_none():
    reading = Planner(HERE + "SlotsSource", {}).plan().start(0, 0)
    reading.close()

    assert reading.metrics() == {}


def test_something_else_that_is_called_like_figures_is_none():
    reading = started([])
    reading._reader._metrics = {"rows": "many"}
    reading.close()

    assert reading.metrics() == {}


def test_cancelling_is_no_error_that_sources_catch():
    assert not issubclass(execution.ReadCancelled, Exception)


def test_a_schema_is_read_without_any_source():
    from pysail.spark.datasource.arrow import schema_from_description
    from pysail.spark.datasource.schemabytes import schema_from_bytes

    schema = schema_from_description(
        schema_from_bytes(execution.parse_schema("id LONG NOT NULL, name STRING"))
    )

    assert [(field.name, field.nullable) for field in schema] == [("id", False), ("name", True)]
    with pytest.raises(OperationError, match="LNG"):
        execution.parse_schema("id LNG")
