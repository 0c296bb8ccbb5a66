"""Reading a batch: :class:`DataSourceReader` and the partitions it reads."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .counterpart import Counterpart
from .metrics import Measured

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from .filters import Filter


class InputPartition:
    """One part of a read, to be read on its own. Subclass it freely; it must pickle."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        attributes = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({attributes})"


class DataSourceReader(Measured, Counterpart):
    """Reads a data source.

    Called in this order: ``pushFilters`` (only if there is something to push), ``partitions``,
    then ``read`` for each partition, on a copy of the reader made by pickle after ``partitions``.

    Found by looking for them, and not in PySpark: ``pruneColumns(required)``, ``pushLimit(n)``,
    ``async def read`` and the attribute ``deterministic = True``.
    """

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        """Takes filters over; returns those that it does not apply itself, or not fully.

        A filter that is not returned is taken: every row that ``read`` gives must pass it. What
        is returned must be objects from ``filters``, each bare or in a
        :class:`~pysail.spark.datasource.Refused` with the reason.
        """
        return filters

    def partitions(self) -> Sequence[InputPartition]:
        """The parts of this read; none counts as one ``InputPartition(None)``."""
        return [InputPartition(None)]

    @abstractmethod
    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[RecordBatch]:
        """The rows or the Arrow batches of ``partition``."""
