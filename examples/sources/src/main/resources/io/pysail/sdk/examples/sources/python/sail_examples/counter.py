"""The sink ``counter``: takes all rows, keeps none, and tells how many there were.

It measures what it costs to hand rows and batches over.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceWriter,
    WriterCommitMessage,
)

from .form import form

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql.types import Row, StructType

_LOGGER = logging.getLogger(__name__)


class CounterDataSource(DataSource):
    """Counts what is written to it. Option: ``form``, ``rows`` (as is the default) or ``arrow``."""

    @classmethod
    def name(cls) -> str:
        return "counter"

    def writer(self, schema: StructType, overwrite: bool) -> DataSourceWriter:
        return BatchCounter() if form(self.options) == "arrow" else RowCounter()


class Counted(WriterCommitMessage):
    """How many rows a task was given."""

    def __init__(self, rows: int) -> None:
        self.rows = rows


class _Counter(DataSourceWriter):
    def commit(self, messages: list[Counted]) -> None:  # type: ignore[override]
        rows = sum(message.rows for message in messages)
        _LOGGER.info("%d rows of %d tasks", rows, len(messages))


class RowCounter(_Counter):
    """Takes rows."""

    def write(self, iterator: Iterator[Row]) -> Counted:
        numbers = count()
        # A queue that keeps nothing empties an iterator without a line of Python for each row.
        deque(zip(iterator, numbers), maxlen=0)
        return Counted(next(numbers))


class BatchCounter(_Counter, DataSourceArrowWriter):
    """Takes Arrow batches."""

    def write(self, iterator: Iterator[RecordBatch]) -> Counted:  # type: ignore[override]
        return Counted(sum(batch.num_rows for batch in iterator))
