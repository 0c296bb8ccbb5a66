"""The sources of the contract that yield rows."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import datetime
import decimal
import enum
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from pyspark.sql import Row
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import StructType

from .sources import numbers


class Color(enum.Enum):
    """Values by name."""

    RED = "red"
    ONE = 1


class Level(enum.IntEnum):
    """A subclass of int."""

    LOW = 1


class Text(str):
    """A subclass of str."""


class Index:
    """An integer by ``__index__``."""

    def __index__(self) -> int:
        return 7


class Floating:
    """A number by ``__float__``."""

    def __float__(self) -> float:
        return 2.5


Point = collections.namedtuple("Point", ["x", "y"])


@dataclasses.dataclass
class Order:
    """A row with names, in another order than the columns."""

    name: Any
    id: Any


class Values(DataSource):
    """Yields what the expression in the option ``rows`` is, with the schema of the option."""

    def schema(self) -> Any:
        return self.options["schema"]

    def reader(self, schema: StructType) -> DataSourceReader:
        return _ValuesReader(self.options["rows"])


class _ValuesReader(DataSourceReader):
    def __init__(self, expression: str) -> None:
        self._expression = expression

    def read(self, partition: InputPartition) -> Any:
        names = {**globals(), "D": decimal.Decimal, "dt": datetime, "Row": Row, "numbers": numbers}
        return iter(eval(self._expression, names))


class Counted(DataSource):
    """Yields ``(id, name)`` up to ``rows``; may fail, stop or go slowly at ``at``.

    With ``what=wait`` it goes on when the file ``until`` is there. At the end it writes how many
    rows it was asked for to the file ``log``.
    """

    def schema(self) -> Any:
        return "id LONG, name STRING"

    def reader(self, schema: StructType) -> DataSourceReader:
        return _CountedReader(dict(self.options))


class _CountedReader(DataSourceReader):
    def __init__(self, options: dict[str, str]) -> None:
        self._rows = int(options.get("rows", "10"))
        self._what = options.get("what", "")
        self._at = int(options.get("at", "-1"))
        self._until = options.get("until", "")
        self._log = options.get("log", "")

    def read(self, partition: InputPartition) -> Iterator[Any]:
        asked = 0
        try:
            for i in range(self._rows):
                asked = i + 1
                if i == self._at:
                    yield from self._do_something(i)
                yield (i, f"n{i}")
        finally:
            self.metrics.counter("ended").add(1)
            if self._log:
                Path(self._log).write_text(str(asked))

    def _do_something(self, i: int) -> Iterator[Any]:
        if self._what == "fail":
            raise ValueError("bad row")
        if self._what == "wait":
            while not Path(self._until).exists():
                time.sleep(0.01)
        if self._what == "wrong":
            yield (i, b"bytes", "too long")
        if self._what == "batch":
            yield numbers(0, 1)
        if self._what == "slow":
            while True:
                time.sleep(0.01)
                yield (i, "slow")


class Reused(DataSource):
    """Yields one object again and again, with other values."""

    def schema(self) -> Any:
        return "id LONG, name STRING"

    def reader(self, schema: StructType) -> DataSourceReader:
        return _ReusedReader(self.options["form"])


class _ReusedReader(DataSourceReader):
    def __init__(self, form: str) -> None:
        self._form = form

    def read(self, partition: InputPartition) -> Iterator[Any]:
        row: Any = [0, ""] if self._form == "list" else {}
        if self._form == "dataclass":
            row = Order("", 0)
        for i in range(2000):
            if self._form == "list":
                row[:] = i, f"n{i}"
            elif self._form == "dict":
                row.update(name=f"n{i}", id=i)
            else:
                row.id, row.name = i, f"n{i}"
            yield row


class Asynchronous(DataSource):
    """Reads with ``async def``: a generator, or a coroutine that returns a list."""

    def schema(self) -> Any:
        return "id LONG, name STRING"

    def reader(self, schema: StructType) -> Any:
        return _AsyncList() if self.options.get("form") == "coroutine" else _AsyncGenerator()


class _AsyncGenerator(DataSourceReader):
    async def read(self, partition: InputPartition) -> AsyncIterator[Any]:  # type: ignore[override]
        for i in range(10):
            await asyncio.sleep(0.001)
            yield (i, f"n{i}")


class _AsyncList(DataSourceReader):
    async def read(self, partition: InputPartition) -> Any:  # type: ignore[override]
        await asyncio.sleep(0)
        return [(i, f"n{i}") for i in range(10)]
