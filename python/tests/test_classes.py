from __future__ import annotations

import dataclasses
import pickle
import threading

import pytest

from pysail.spark import datasource
from pysail.spark.datasource import (
    And,
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceStreamArrowWriter,
    DataSourceStreamReader,
    DataSourceStreamWriter,
    DataSourceWriter,
    EqualTo,
    In,
    InputPartition,
    IsNull,
    Not,
    Or,
    ReadAllAvailable,
    ReadMaxRows,
    Refused,
    SimpleDataSourceStreamReader,
    SupportsTriggerAvailableNow,
    TaskContext,
    WriterCommitMessage,
    WriteResult,
)
from pysail.spark.datasource.errors import PySparkNotImplementedError


class Reader(DataSourceReader):
    def read(self, partition):
        yield (1,)


@dataclasses.dataclass
class Written(WriterCommitMessage):
    rows: int


def test_everything_announced_is_there():
    assert all(hasattr(datasource, name) for name in datasource.__all__)
    assert datasource.__all__ == sorted(datasource.__all__)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("schema", ()),
        ("reader", (None,)),
        ("writer", (None, False)),
        ("streamReader", (None,)),
        ("simpleStreamReader", (None,)),
        ("streamWriter", (None, False)),
    ],
)
def test_a_method_that_a_source_lacks_is_named(method, arguments):
    with pytest.raises(PySparkNotImplementedError) as raised:
        getattr(DataSource({}), method)(*arguments)

    assert str(raised.value) == f"[NOT_IMPLEMENTED] {method} is not implemented."


@pytest.mark.parametrize(
    "cls",
    [
        DataSourceReader,
        DataSourceWriter,
        DataSourceArrowWriter,
        DataSourceStreamReader,
        DataSourceStreamWriter,
        DataSourceStreamArrowWriter,
        SupportsTriggerAvailableNow,
    ],
)
def test_a_class_without_its_required_method_cannot_be_made(cls):
    with pytest.raises(TypeError, match="abstract"):
        cls()


def test_a_reader_pushes_nothing_and_has_one_partition_by_default():
    offered = [IsNull(("a",))]

    assert Reader().pushFilters(offered) is offered
    [partition] = Reader().partitions()
    assert partition.value is None


def test_a_stream_reader_has_no_limit_and_reports_nothing_by_default():
    class Stream(DataSourceStreamReader):
        def read(self, partition):
            return iter(())

    assert Stream().getDefaultReadLimit() == ReadAllAvailable()
    assert Stream().reportLatestOffset() is None
    assert Stream().commit({}) is None
    assert Stream().stop() is None
    with pytest.raises(PySparkNotImplementedError, match="latestOffset"):
        Stream().latestOffset({}, ReadAllAvailable())
    with pytest.raises(PySparkNotImplementedError, match="readBetweenOffsets"):
        SimpleDataSourceStreamReader().readBetweenOffsets({}, {})


def test_a_partition_shows_its_attributes():
    assert repr(InputPartition((1, "a"))) == "InputPartition(value=(1, 'a'))"


def test_commit_messages_carry_values_and_pickle():
    for message in (WriteResult(path="p", rows=3), Written(2)):
        assert pickle.loads(pickle.dumps(message)) == message
        assert isinstance(message, WriterCommitMessage)
    assert pickle.loads(pickle.dumps(WriterCommitMessage("v"))).value == "v"
    assert WriterCommitMessage().value is None
    assert repr(WriteResult(rows=3)) == "WriteResult(rows=3)"
    assert repr(WriterCommitMessage(3)) == "WriterCommitMessage(value=3)"


def test_filters_hash_and_compare_by_value():
    filters = {
        EqualTo(("a", "b"), 1),
        In(("a",), [1, None]),
        Not(IsNull(("a",))),
        And(IsNull(("a",)), Or(IsNull(("b",)), IsNull(("c",)))),
    }

    assert EqualTo(("a", "b"), 1) in filters
    assert In(("a",), (1, None)) in filters
    assert EqualTo(("a",), 1) not in filters


def test_a_filter_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        EqualTo(("a",), 1).value = 2


def test_column_is_another_name_of_attribute():
    assert EqualTo(("a", "b"), 1).column == ("a", "b")


def test_a_refused_filter_keeps_the_object_that_was_offered():
    offered = EqualTo(("a",), 1)

    assert Refused(offered, "no index").filter is offered


def test_read_limits_compare_by_value():
    assert ReadMaxRows(5) == ReadMaxRows(max_rows=5)
    assert ReadMaxRows(5) != ReadMaxRows(6)


def test_metrics_count_and_time():
    reader = Reader()

    reader.metrics.counter("pages").add()
    reader.metrics.counter("pages").add(2)
    with reader.metrics.timer("fetch"), pytest.raises(ValueError, match="x"):
        raise ValueError("x")
    with reader.metrics.timer("fetch"):
        pass

    values = reader.metrics.values()
    assert values["pages"] == 3
    assert values["fetch"]["count"] == 2
    assert values["fetch"]["nanoseconds"] >= 0


def test_a_failing_block_is_timed_and_its_error_goes_on():
    reader = Reader()

    with pytest.raises(ValueError, match="x"), reader.metrics.timer("fetch"):
        raise ValueError("x")

    assert reader.metrics.values()["fetch"]["count"] == 1


def test_a_metric_has_one_kind():
    reader = Reader()
    reader.metrics.counter("pages")

    with pytest.raises(TypeError, match="metric 'pages' is a Counter, not a Timer"):
        reader.metrics.timer("pages")


def test_a_copied_reader_counts_from_nothing():
    reader = Reader()
    reader.metrics.counter("pages").add(5)

    copy = pickle.loads(pickle.dumps(reader))

    assert copy.metrics.values() == {}


def test_counters_of_several_threads_lose_nothing():
    counter = Reader().metrics.counter("n")
    threads = [
        threading.Thread(target=lambda: [counter.add() for _ in range(1000)]) for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counter.value == 8000


def test_the_task_context_belongs_to_the_thread():
    TaskContext._setTaskContext(TaskContext(partitionId=3, attemptNumber=1))
    seen = []
    other = threading.Thread(target=lambda: seen.append(TaskContext.get()))
    other.start()
    other.join()

    assert TaskContext.get().partitionId() == 3
    assert TaskContext.get().attemptNumber() == 1
    assert seen == [None]
    TaskContext._setTaskContext(None)
    assert TaskContext.get() is None


def test_no_two_tasks_have_the_same_number():
    numbers = {TaskContext(partitionId=0).taskAttemptId() for _ in range(1000)}

    assert len(numbers) == 1000
    assert all(0 <= number < 2**63 for number in numbers)
    assert TaskContext(taskAttemptId=5).taskAttemptId() == 5
