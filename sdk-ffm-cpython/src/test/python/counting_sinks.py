"""A sink that counts what it gets, and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyspark.sql.datasource import DataSource, DataSourceArrowWriter, DataSourceWriter


class Counting(DataSource):
    """Options: ``form``, which is ``rows`` or ``batches``; ``fail``, which is ``yes`` or ``no``."""

    def writer(self, schema: Any, overwrite: bool) -> DataSourceWriter:
        fails = self.options["fail"] == "yes"
        return Rows(fails) if self.options["form"] == "rows" else Batches(fails)


class Rows(DataSourceWriter):
    def __init__(self, fails: bool) -> None:
        self._fails = fails

    def write(self, iterator: Iterator[Any]) -> Any:
        count = 0
        for _ in iterator:
            count += 1
            if self._fails:
                raise ValueError("it was told to fail")
        return count


class Batches(Rows, DataSourceArrowWriter):
    pass
