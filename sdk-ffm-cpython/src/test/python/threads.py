"""Sources that other threads of Python have to do with; standard library only, but for the streams."""

from __future__ import annotations

import ctypes
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from sail_testkit.sources import OneBatch, numbers


class Gate(OneBatch):
    """A batch that comes once the file ``gate`` is there."""

    def batches(self) -> Iterator[Any]:
        while not os.path.exists(self.options["gate"]):
            time.sleep(0.001)
        yield numbers(0, 1)


class GatedRows(DataSource):
    """Rows of which the last one comes once the file ``gate`` is there."""

    def schema(self) -> str:
        return "id LONG"

    def reader(self, schema: Any) -> GatedRowsReader:
        return GatedRowsReader(int(self.options["before"]), self.options["gate"])


class GatedRowsReader(DataSourceReader):
    def __init__(self, before: int, gate: str) -> None:
        self.before = before
        self.gate = gate

    def read(self, partition: Any) -> Iterator[tuple[int]]:
        for i in range(self.before):
            yield (i,)
        while not os.path.exists(self.gate):
            time.sleep(0.001)
        yield (self.before,)


class SlowEnd(OneBatch):
    """Takes its time from batch to batch, and tells what ended it."""

    def batches(self) -> Iterator[Any]:
        try:
            yield numbers(0, 1)
            while True:
                time.sleep(0.2)
                yield numbers(1, 1)
        except BaseException as error:
            with open(self.options["log"], "w") as log:
                log.write("ended by " + type(error).__name__)
            raise


class LateReturn(OneBatch):
    """Keeps the GIL for longer than its reader has patience, and then ends at once, before any other thread runs."""

    def batches(self) -> Iterator[Any]:
        yield numbers(0, 1)
        with open(self.options["log"], "w") as log:
            log.write("holding")
        sys.setswitchinterval(60)  # the test sets it back
        ctypes.PyDLL(None).usleep(1_500_000)
        yield numbers(1, 1)


class Streams(DataSource):
    """Arrow streams whose next batch another thread has to make, in the way that ``how`` says."""

    def schema(self) -> str:
        return "id LONG"

    def reader(self, schema: Any) -> StreamsReader:
        return StreamsReader(self.options["how"])


class StreamsReader(DataSourceReader):
    def __init__(self, how: str) -> None:
        self.how = how

    def read(self, partition: InputPartition) -> Iterator[Any]:
        yield {"queue": from_queue, "file": from_file}[self.how]()


def from_queue() -> Any:
    """Made of what a thread of Python puts into a queue."""
    import pyarrow as pa

    ids: queue.Queue[int | None] = queue.Queue(1)

    def fill() -> None:
        for i in range(20):
            ids.put(i)
        ids.put(None)

    threading.Thread(target=fill, daemon=True).start()
    batches = (pa.record_batch({"id": [i]}) for i in iter(ids.get, None))
    return pa.RecordBatchReader.from_batches(pa.schema([("id", pa.int64())]), batches)


class SlowFile:
    """A file in Python: pyarrow's threads need the GIL to read it, while the reader of the stream waits for them."""

    closed = False

    def __init__(self) -> None:
        self.chunks = [b"id\n"] + [b"%d\n" % i * 200 for i in range(40)]

    def read(self, size: int = -1) -> bytes:
        time.sleep(0.01)  # so that the reader has to wait for it
        return self.chunks.pop(0) if self.chunks else b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True


def from_file() -> Any:
    """CSV that threads of C++ read from a file in Python."""
    import pyarrow as pa
    from pyarrow import csv

    options = csv.ReadOptions(block_size=512)
    return csv.open_csv(pa.PythonFile(SlowFile(), mode="r"), read_options=options)
