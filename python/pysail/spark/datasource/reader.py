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

    Called in this order: ``pushFilters`` (only if there is something to push), ``pruneColumns``,
    ``pushLimit``, ``partitions``, then ``read`` for each partition, on a copy of the reader made by
    pickle after ``partitions``.

    Found by looking for them, and not in PySpark:

    - ``pruneColumns(required)`` gets a ``StructType`` of the columns that are needed, if these are
      not all, and returns the schema that ``read`` gives from then on: these columns and any others
      that are declared, in any order; or ``None`` if it stays as it was.
    - ``pushLimit(n)`` is called if ``n`` rows are enough and the source applies all filters. It
      returns ``True`` if the source stops by itself; more rows than that do no harm.
    - ``supportsAndOr = True`` has ``pushFilters`` get filters with ``And`` and ``Or`` in them, too.
    - ``inexactFilters`` tells which filters are taken without being applied to every row, so that
      the engine applies them once more: ``True`` for all, or an iterable of filters that were
      offered or of their classes. It is looked at after ``pushFilters``.
    - ``async def read`` is a coroutine or an asynchronous generator.
    - ``deterministic = True`` allows a partition to be read again after a crash.

    ``supportsAndOr`` and ``inexactFilters`` are attributes, or methods without arguments.
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
