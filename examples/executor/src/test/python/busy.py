"""Sources that take their time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


class Busy(DataSource):
    """Tells how many of its reads were making rows at the same time. Options: ``partitions``, and the ``rows`` of each, of which less than none fail."""

    def schema(self) -> str:
        return "partition LONG, together LONG"

    def reader(self, schema: object) -> BusyReader:
        return BusyReader(int(self.options["partitions"]), int(self.options["rows"]))


class BusyReader(DataSourceReader):
    def __init__(self, partitions: int, rows: int) -> None:
        self.numbers = range(partitions)
        self.rows = rows

    def partitions(self) -> list[InputPartition]:
        return [InputPartition(number) for number in self.numbers]

    def read(self, partition: InputPartition) -> Iterator[tuple[int, int]]:
        if self.rows < 0:
            raise ValueError("swordfish")
        for _ in range(self.rows):
            yield partition.value, _together()


_lock = threading.Lock()
_busy = 0


def _together() -> int:
    """How many are here, this one included, for long enough that others come too if they may."""
    global _busy
    with _lock:
        _busy += 1
    time.sleep(0.002)
    with _lock:
        together = _busy
        _busy -= 1
    return together


class Hangs(DataSource):
    """Does not stop, whatever is raised in it, until the file of the option ``until`` is there."""

    def schema(self) -> str:
        return "n LONG"

    def reader(self, schema: object) -> HangsReader:
        return HangsReader(Path(self.options["until"]))


class HangsReader(DataSourceReader):
    def __init__(self, until: Path) -> None:
        self.until = until

    def read(self, partition: InputPartition | None) -> Iterator[tuple[int]]:
        yield (0,)
        while not self.until.exists():
            try:
                time.sleep(0.01)
            except BaseException:
                pass
