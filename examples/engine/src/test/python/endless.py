"""A source that has no end, and tells in a file that it began and that it was ended in good order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


class Endless(DataSource):
    """Option ``log``: the file."""

    def schema(self) -> str:
        return "n LONG"

    def reader(self, schema: object) -> EndlessReader:
        return EndlessReader(self.options["log"])


class EndlessReader(DataSourceReader):
    def __init__(self, log: str) -> None:
        self.log = log

    def read(self, partition: InputPartition | None) -> Iterator[tuple[int]]:
        n = 0
        self.write("begun")
        try:
            while True:
                yield (n,)
                n += 1
        finally:
            self.write("ended")

    def write(self, line: str) -> None:
        with Path(self.log).open("a") as log:
            log.write(line + "\n")
