"""Writing a batch in two phases: tasks write, then the job commits or aborts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from .counterpart import Counterpart
from .metrics import Measured
from .row import Row

if TYPE_CHECKING:
    from pyarrow import RecordBatch


class WriterCommitMessage:
    """What a task tells ``commit`` or ``abort``. Subclass it freely; it must pickle."""

    def __init__(self, value: Any = None) -> None:
        self.value = value

    def __repr__(self) -> str:
        attributes = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({attributes})"


class WriteResult(SimpleNamespace, WriterCommitMessage):
    """A commit message of named values, ``WriteResult(path=p, rows=n)``; not in PySpark."""


class DataSourceWriter(Measured, Counterpart):
    """Writes rows. ``write`` runs once per task on a copy; its state never reaches ``commit``."""

    @abstractmethod
    def write(self, iterator: Iterator[Row]) -> WriterCommitMessage:
        """Writes the rows of one task and returns its message; ``None`` is one, too."""

    def commit(self, messages: list[WriterCommitMessage | None]) -> None:
        """Makes the write visible. Called once, after every task finished, in task order."""

    def abort(self, messages: list[WriterCommitMessage | None]) -> None:
        """Undoes the write. The messages of failed tasks are ``None``."""


class DataSourceArrowWriter(DataSourceWriter):
    """Writes ``pyarrow.RecordBatch`` objects instead of rows."""

    @abstractmethod
    def write(self, iterator: Iterator[RecordBatch]) -> WriterCommitMessage:
        """Writes the batches of one task and returns its message."""


class DataSourceStreamWriter(Measured, Counterpart):
    """Writes the micro-batches of a stream, each in two phases under its id."""

    @abstractmethod
    def write(self, iterator: Iterator[Row]) -> WriterCommitMessage:
        """Writes the rows of one task of a micro-batch and returns its message."""

    def commit(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:
        """Makes micro-batch ``batchId`` visible; one that is repeated must not be added twice."""

    def abort(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:
        """Undoes micro-batch ``batchId``. The messages of failed tasks are ``None``."""


class DataSourceStreamArrowWriter(DataSourceStreamWriter):
    """Writes ``pyarrow.RecordBatch`` objects instead of rows."""

    @abstractmethod
    def write(self, iterator: Iterator[RecordBatch]) -> WriterCommitMessage:
        """Writes the batches of one task of a micro-batch and returns its message."""
