"""The sinks ``jsonl-files`` and ``counter``."""

from __future__ import annotations

import datetime
import json
import os
import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from sail_examples.counter import BatchCounter, CounterDataSource
from sail_examples.jsonl_files import JsonlFilesDataSource

from pysail.spark.datasource import DataSourceArrowWriter
from pysail.spark.datasource.options import CaseInsensitiveDict
from pysail.spark.datasource.row import Row
from pysail.spark.datasource.taskcontext import TaskContext, serve_in_pyspark

UTC = datetime.timezone.utc


@pytest.fixture(autouse=True)
def outside_of_tasks():
    yield
    TaskContext._setTaskContext(None)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


def writer(folder, overwrite=False):
    source = JsonlFilesDataSource(CaseInsensitiveDict({"path": str(folder)}))
    return source.writer(None, overwrite)


def task(job, rows, partition=0, attempt=0):
    """What a task on a copy of the writer tells."""
    serve_in_pyspark()
    TaskContext._setTaskContext(TaskContext(partition, attempt))
    return pickle.loads(pickle.dumps(job)).write(iter(rows))


def lines(folder):
    files = sorted(folder.glob("part-*"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def names(folder):
    return sorted(file.name[:1] for file in folder.iterdir()) if folder.exists() else []


def test_rows_are_visible_after_the_commit_and_not_before(folder):
    job = writer(folder)
    messages = [task(job, [Row(a=n)], partition=n) for n in range(2)]
    assert names(folder) == [".", "."]

    job.commit(messages)

    assert lines(folder) == [{"a": 0}, {"a": 1}]
    assert names(folder) == ["p", "p"]


def test_appending_keeps_what_is_there_and_overwriting_does_not(folder):
    for overwrite, expected in ((False, [1]), (False, [1, 2]), (True, [3])):
        job = writer(folder, overwrite)
        job.commit([task(job, [Row(a=expected[-1])])])

        assert sorted(line["a"] for line in lines(folder)) == expected


def test_an_abort_leaves_nothing_of_the_job_also_of_tasks_that_failed(folder):
    kept = writer(folder)
    kept.commit([task(kept, [Row(a=1)])])
    job = writer(folder)
    told = task(job, [Row(a=2)])

    def failing():
        yield Row(a=3)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        task(job, failing(), partition=1)
    job.abort([told, None])

    assert lines(folder) == [{"a": 1}]
    assert names(folder) == ["p"]


def test_a_commit_that_fails_half_way_can_be_aborted(folder):
    job = writer(folder, overwrite=True)
    first = writer(folder)
    first.commit([task(first, [Row(a=0)])])
    messages = [task(job, [Row(a=1)]), task(job, [Row(a=2)], partition=1)]
    (folder / messages[1].hidden).unlink()

    with pytest.raises(FileNotFoundError):
        job.commit(messages)
    job.abort(messages)

    assert lines(folder) == [{"a": 0}]


def killed(job, messages, monkeypatch, *, after):
    """Commits, but ends before it renames or deletes one more file: what a process does that is killed."""

    class Killed(BaseException):
        pass

    done = []

    def ending(method):
        def call(path, *arguments, **options):
            if len(done) == after:
                raise Killed
            done.append(path)
            return method(path, *arguments, **options)

        return call

    with monkeypatch.context() as patched:
        for name in ("rename", "unlink"):
            patched.setattr(Path, name, ending(getattr(Path, name)))
        try:
            job.commit(messages)
        except Killed:
            return True
    return False


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_commit_that_is_killed_anywhere_is_brought_to_its_end_or_has_done_nothing(
    tmp_path, monkeypatch, overwrite
):
    before, wanted = [0], [1, 2] if overwrite else [0, 1, 2]
    outcomes = []
    for after in range(20):
        folder = tmp_path / str(after)
        first = writer(folder)
        first.commit([task(first, [Row(a=0)])])
        job = writer(folder, overwrite)
        messages = [task(job, [Row(a=n + 1)], partition=n) for n in range(2)]
        ended = killed(job, messages, monkeypatch, after=after)

        writer(folder)  # the next write begins

        outcomes.append(sorted(line["a"] for line in lines(folder)))
        if not ended:
            break

    assert outcomes[0] == before
    assert outcomes[1:] == [wanted] * (len(outcomes) - 1)
    assert len(outcomes) > 4
    assert names(folder) == ["p"] * len(wanted)


def test_what_a_killed_job_left_is_deleted_when_nobody_will_commit_it_any_more(folder):
    job = writer(folder)
    told = task(job, [Row(a=1)])
    kept = folder / ".not-of-a-job.jsonl"
    kept.touch()
    writer(folder)
    assert (folder / told.hidden).exists()
    for file in folder.iterdir():
        os.utime(file, (0, 0))

    writer(folder)

    assert list(folder.iterdir()) == [kept]
    with pytest.raises(FileNotFoundError):
        job.commit([told])


def test_of_a_task_that_was_tried_again_only_the_committed_attempt_stays(folder):
    job = writer(folder)
    task(job, [Row(a=1)])
    second = task(job, [Row(a=2)], attempt=1)

    job.commit([second])

    assert lines(folder) == [{"a": 2}]
    assert names(folder) == ["p"]


def test_a_task_without_rows_makes_no_file(folder):
    job = writer(folder)

    job.commit([task(job, [])])

    assert names(folder) == []


def test_values_are_written_as_the_command_writes_them(folder):
    job = writer(folder)
    row = Row(
        d=datetime.date(2024, 1, 2),
        t=datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
        n=datetime.datetime(2024, 1, 2, 3, 4, 5, 600000),
        m=Decimal("1.50"),
        b=b"\x00\xff",
        f=float("nan"),
        i=float("-inf"),
        s="ö",
        r=Row(x=None),
        a=[1, None],
        k={"k": 1},
    )

    job.commit([task(job, [row])])

    [line] = lines(folder)
    assert line == {
        "d": "2024-01-02",
        "t": "2024-01-02T03:04:05Z",
        "n": "2024-01-02T03:04:05.600000",
        "m": "1.50",
        "b": "AP8=",
        "f": "NaN",
        "i": "-Infinity",
        "s": "ö",
        "r": {"x": None},
        "a": [1, None],
        "k": [["k", 1]],
    }


def test_the_folder_has_to_be_named():
    with pytest.raises(ValueError, match='option "path" is missing'):
        JsonlFilesDataSource(CaseInsensitiveDict({})).writer(None, False)


def test_the_counter_counts_rows_and_commits():
    job = CounterDataSource(CaseInsensitiveDict({})).writer(None, False)

    message = job.write(iter([Row(a=1)] * 1000))
    job.commit([message, job.write(iter(()))])

    assert message.rows == 1000


def test_the_counter_takes_batches_where_asked_to():
    job = CounterDataSource(CaseInsensitiveDict({"form": "arrow"})).writer(None, False)

    class Batch:
        num_rows = 7

    assert isinstance(job, BatchCounter)
    assert isinstance(job, DataSourceArrowWriter)
    assert job.write(iter([Batch(), Batch()])).rows == 14
