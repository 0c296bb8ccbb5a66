"""Batches over memory of numpy's, beside threads that compute in Python."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


def compute() -> None:
    while True:
        sum(n * n for n in range(1000))


class NumpyBacked(DataSource):
    """``partitions`` of batches without end, whose release takes the GIL."""

    def schema(self) -> str:
        return "id LONG, value DOUBLE"

    def reader(self, schema: Any) -> Reader:
        for _ in range(2):
            threading.Thread(target=compute, daemon=True).start()
        return Reader(int(self.options["partitions"]))


class Reader(DataSourceReader):
    def __init__(self, count: int) -> None:
        self.count = count

    def partitions(self) -> list[InputPartition]:
        return [InputPartition(index) for index in range(self.count)]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        while True:
            yield batch(500)


def batch(rows: int) -> pa.RecordBatch:
    """Not a copy: pyarrow keeps the arrays, and gives them up when the batch is released."""
    return pa.RecordBatch.from_arrays([pa.array(np.arange(rows)), pa.array(np.linspace(0, 1, rows))], ["id", "value"])
