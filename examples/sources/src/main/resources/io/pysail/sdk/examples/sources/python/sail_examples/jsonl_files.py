"""The sink ``jsonl-files``: rows as lines of JSON, a file for each task.

A model of a write in two phases to a place without transactions. A task writes to a file whose name
begins with a dot, as readers of folders leave out. Committing first writes down what it is going to
do, in one file: that is the moment from which the job is committed. Then it renames the files, and
deletes those that they replace. Aborting deletes what the job wrote, which it knows by the job's
number, also that of tasks that told nothing.

A process may be killed at any time. What it had not committed stays hidden, and whoever writes to
the folder a week later deletes it. What it had committed, the next writer brings to its end; until
then a reader may see some of the files only, or the old ones beside the new.
"""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyspark import TaskContext
from pyspark.sql.datasource import DataSource, DataSourceWriter, WriterCommitMessage

if TYPE_CHECKING:
    from pyspark.sql.types import Row, StructType

VISIBLE = "part-*.jsonl"
"""The files that a commit has made visible."""

HIDDEN = "." + "[0-9a-f]" * 32 + "-*"
"""The files of jobs that have not ended."""

COMMITTED = f"{HIDDEN[:-1]}commit.json"
"""What committed jobs have yet to do."""

ABANDONED = 7 * 24 * 60 * 60
"""After how many seconds nobody will commit a file any more."""


class JsonlFilesDataSource(DataSource):
    """Writes JSON lines into a folder. Options: ``path``, the folder, which is made if need be."""

    @classmethod
    def name(cls) -> str:
        return "jsonl-files"

    def writer(self, schema: StructType, overwrite: bool) -> JsonlFilesWriter:
        path = self.options.get("path")
        if not path:
            raise ValueError('option "path" is missing: it must be the folder to write to')
        _tidy(Path(path))
        return JsonlFilesWriter(path, overwrite)


class WrittenFile(WriterCommitMessage):
    """What a task tells: the file that it wrote, if there was a row, and where it is to be."""

    def __init__(self, hidden: str | None, visible: str, rows: int) -> None:
        self.hidden = hidden
        self.visible = visible
        self.rows = rows


class JsonlFilesWriter(DataSourceWriter):
    """Writes the files of one job."""

    def __init__(self, path: str, overwrite: bool) -> None:
        self._folder = path
        self._overwrite = overwrite
        self._job = uuid.uuid4().hex

    def write(self, iterator: Iterator[Row]) -> WrittenFile:
        context = TaskContext.get()
        assert context is not None
        part = f"{context.partitionId():05d}"
        folder = Path(self._folder)
        hidden = folder / f".{self._job}-{part}-{context.attemptNumber()}.jsonl"
        rows = 0
        file = None
        try:
            for row in iterator:
                if file is None:
                    folder.mkdir(parents=True, exist_ok=True)
                    file = hidden.open("x", encoding="utf-8", newline="\n")
                file.write(_encode(_plain(row)) + "\n")
                rows += 1
            if file is not None:
                file.flush()
                os.fsync(file.fileno())
        finally:
            if file is not None:
                file.close()
        written = None if file is None else hidden.name
        return WrittenFile(written, f"part-{part}-{self._job}.jsonl", rows)

    def commit(self, messages: list[WrittenFile]) -> None:  # type: ignore[override]
        folder = Path(self._folder)
        folder.mkdir(parents=True, exist_ok=True)
        shown = {m.hidden: m.visible for m in messages if m.hidden is not None}
        for hidden in shown:
            (folder / hidden).stat()  # is there, while the job can still be aborted
        replaced = [file.name for file in folder.glob(VISIBLE)] if self._overwrite else []
        self._write_down({"show": shown, "delete": replaced})
        _finish(self._journal())
        self._delete(f".{self._job}-*")  # of attempts that were not committed
        _sync(folder)

    def abort(self, messages: list[WrittenFile | None]) -> None:  # type: ignore[override]
        self._journal().unlink(missing_ok=True)  # if the commit failed half way
        self._delete(f".{self._job}-*")
        self._delete(f"part-*-{self._job}.jsonl")

    def _journal(self) -> Path:
        return Path(self._folder, f".{self._job}-commit.json")

    def _write_down(self, plan: dict[str, Any]) -> None:
        """Commits: the journal is there as a whole or not at all."""
        unnamed = Path(self._folder, f".{self._job}-commit")
        with unnamed.open("x", encoding="utf-8") as file:
            json.dump(plan, file)
            file.flush()
            os.fsync(file.fileno())
        unnamed.rename(self._journal())
        _sync(unnamed.parent)

    def _delete(self, pattern: str) -> None:
        for file in Path(self._folder).glob(pattern):
            file.unlink(missing_ok=True)


def _finish(journal: Path) -> None:
    """Does what a job has committed, or the rest of it. Several writers may be at it at once."""
    folder = journal.parent
    try:
        plan = json.loads(journal.read_text("utf-8"))
    except FileNotFoundError:
        return
    for hidden, visible in plan["show"].items():
        with suppress(FileNotFoundError):  # it was shown before
            (folder / hidden).rename(folder / visible)
    for name in plan["delete"]:
        (folder / name).unlink(missing_ok=True)
    _sync(folder)
    journal.unlink(missing_ok=True)


def _tidy(folder: Path) -> None:
    """Sees to what jobs have left behind whose processes were killed."""
    for journal in folder.glob(COMMITTED):
        _finish(journal)
    for file in folder.glob(HIDDEN):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - ABANDONED:
                file.unlink()


def _sync(folder: Path) -> None:
    """Has the names survive a failure of the machine, as the contents do."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def _plain(value: Any) -> Any:
    """A value as JSON has it: as ``sail read --format jsonl`` writes it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else _special(value)
    if isinstance(value, (list, tuple)):
        names = getattr(value, "__fields__", None)
        if names is not None:  # a Row
            return {name: _plain(field) for name, field in zip(names, value)}
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return str(value)


def _special(value: float) -> str:
    if value != value:
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
