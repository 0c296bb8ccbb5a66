"""The source ``constant``: one row or one batch, handed out again and again.

It costs next to nothing itself, so a read of it measures what the hand-over costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

from pysail.spark.datasource import row_filter

from .arrow import import_pyarrow
from .form import form, gives_arrow
from .options import number_of_partitions, whole_number
from .partition import BATCH_ROWS, count, split

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql.datasource import Filter
    from pyspark.sql.types import StructType

    Row = tuple[object, ...]

SCHEMA = "id LONG, ratio DOUBLE, name STRING"

MANY = 200_000
"""From how many rows on batches are faster, the import of pyarrow included."""


class ConstantDataSource(DataSource):
    """Rows that are all alike.

    Options:
        rows: How many; 1 unless given.
        value: The number that the columns are made of; 0 unless given.
        batchSize: The rows of an Arrow batch; 8192 unless given.
        numPartitions: How many parts there are to be read on their own; 1 unless given.
        form: What it gives, ``rows`` or ``arrow``; the faster of both unless given.
    """

    @classmethod
    def name(cls) -> str:
        return "constant"

    def schema(self) -> str:
        return SCHEMA

    def reader(self, schema: StructType) -> ConstantReader:
        return ConstantReader(
            rows=whole_number(self.options, "rows", 1, least=0, most=2**63 - 1),
            value=whole_number(self.options, "value", 0, least=-(2**63), most=2**63 - 1),
            batch_size=whole_number(self.options, "batchSize", BATCH_ROWS, least=1, most=1_000_000),
            parts=number_of_partitions(self.options, 1),
            form=form(self.options),
        )


class ConstantReader(DataSourceReader):
    """Reads a number of equal rows, in parts that are ranges of their numbers."""

    deterministic = True  # A partition may be read again after a crash: it gives the same rows.
    supportsAndOr = True

    def __init__(
        self, rows: int, value: int, batch_size: int, parts: int, form: str | None
    ) -> None:
        self.rows = rows
        self.row = {"id": value, "ratio": value / 2, "name": f"constant {value}"}
        self.batch_size = batch_size
        self.parts = parts
        self.form = form

    def pushFilters(self, filters: list[Filter]) -> list[Filter]:
        passes = row_filter(filters, SCHEMA)
        if not passes(tuple(self.row.values())):  # All rows are alike: so none does.
            self.rows = 0
        return []

    def pruneColumns(self, required: StructType) -> StructType | None:
        if not required.names:  # Rows without columns are not worth a form of their own.
            return None
        self.row = {name: self.row[name] for name in required.names}
        return required

    def pushLimit(self, n: int) -> bool:
        self.rows = min(self.rows, n)
        return True

    def partitions(self) -> list[InputPartition]:
        return split(range(self.rows), self.parts)

    def read(self, partition: InputPartition) -> Iterator[Row] | Iterator[RecordBatch]:
        rows = count(partition.value)
        if gives_arrow(self.form, self.rows, MANY):
            return self._batches(rows)
        return repeat(tuple(self.row.values()), rows)

    def _batches(self, rows: int) -> Iterator[RecordBatch]:
        batch = self._batch(min(rows, self.batch_size))
        whole, rest = divmod(rows, self.batch_size)
        yield from repeat(batch, whole)
        if rest:
            yield batch.slice(0, rest)  # the same memory: nothing is copied

    def _batch(self, rows: int) -> RecordBatch:
        pa = import_pyarrow()
        types = {"id": pa.int64(), "ratio": pa.float64(), "name": pa.string()}
        columns = {name: pa.scalar(value, types[name]) for name, value in self.row.items()}
        return pa.RecordBatch.from_arrays(
            [pa.repeat(value, rows) for value in columns.values()], names=list(columns)
        )
