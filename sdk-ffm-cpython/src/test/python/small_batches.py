"""A few rows over memory of numpy's, with a schema of pyarrow's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

SCHEMA = pa.schema([("id", pa.int64()), ("value", pa.float64()), ("name", pa.string())])


class SmallBatches(DataSource):
    """One array and one table."""

    def schema(self) -> pa.Schema:
        return SCHEMA

    def reader(self, schema: Any) -> DataSourceReader:
        return Reader()


class Reader(DataSourceReader):
    def read(self, partition: InputPartition) -> Iterator[Any]:
        columns = [pa.array(np.arange(3)), pa.array(np.linspace(0, 1, 3)), pa.array(["a", None, "c"])]
        batch = pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
        yield batch
        yield pa.Table.from_batches([batch])
