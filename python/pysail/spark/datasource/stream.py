"""Reading a stream in micro-batches between offsets. Offsets are dicts that JSON can say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .counterpart import Counterpart
from .errors import not_implemented
from .metrics import Measured
from .reader import InputPartition

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from .limits import ReadLimit


class DataSourceStreamReader(Measured, Counterpart):
    """Reads a stream in partitions.

    The reader keeps its state between calls; ``read`` runs on a copy made by pickle after the
    micro-batch was planned.
    """

    def initialOffset(self) -> dict[str, Any]:
        """Where a new query starts."""
        raise not_implemented("initialOffset")

    def latestOffset(self, start: dict[str, Any], limit: ReadLimit) -> dict[str, Any]:
        """Where the next micro-batch ends, ``start`` if there is nothing new.

        Readers written for PySpark before 4.2 have no parameters here and are called so.
        """
        raise not_implemented("latestOffset")

    def getDefaultReadLimit(self) -> ReadLimit:
        """The limit that the source's options ask for."""
        from .limits import ReadAllAvailable

        return ReadAllAvailable()

    def reportLatestOffset(self) -> dict[str, Any] | None:
        """The newest offset there is, for reports only; ``None`` if it is not known."""
        return None

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> Sequence[InputPartition]:
        """The parts of the micro-batch after ``start`` up to ``end``."""
        raise not_implemented("partitions")

    @abstractmethod
    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[RecordBatch]:
        """The rows or the Arrow batches of ``partition``."""
        raise not_implemented("read")

    def commit(self, end: dict[str, Any]) -> None:
        """Everything up to ``end`` was processed and will not be asked for again."""

    def stop(self) -> None:
        """Frees what the reader holds. Called once."""


class SimpleDataSourceStreamReader(Measured, Counterpart):
    """Reads a stream without partitions, for small volumes."""

    def initialOffset(self) -> dict[str, Any]:
        """Where a new query starts."""
        raise not_implemented("initialOffset")

    def read(self, start: dict[str, Any]) -> tuple[Iterator[tuple[Any, ...]], dict[str, Any]]:
        """All rows after ``start``, and the offset after the last of them."""
        raise not_implemented("read")

    def readBetweenOffsets(
        self, start: dict[str, Any], end: dict[str, Any]
    ) -> Iterator[tuple[Any, ...]]:
        """The same rows again, after a restart."""
        raise not_implemented("readBetweenOffsets")

    def commit(self, end: dict[str, Any]) -> None:
        """Everything up to ``end`` was processed and will not be asked for again."""
