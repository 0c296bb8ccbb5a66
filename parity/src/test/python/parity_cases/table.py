"""The table of cases. A source is put into it by :func:`case`, once for each way to read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable, NamedTuple, TypeVar

import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import StructType

CASES: dict[str, Case] = {}
"""All cases by their titles, filled by importing the modules with the sources."""

UNKNOWN = "no-such-source"
"""The name of a source that nobody registers."""

LOG = "log"
"""The option by which a sink is told the file for what it tells: another one on each side."""

T = TypeVar("T")


class Write(NamedTuple):
    """One way to write what is read."""

    reference: str
    name: str
    options: dict[str, Any]
    mode: str


class Case(NamedTuple):
    """One way to read one source, and perhaps to write it to another."""

    title: str
    reference: str
    name: str
    options: dict[str, Any]
    paths: list[str]
    schema: str | None
    write: Write | None = None


def case(
    title: str,
    *,
    options: dict[str, Any] | None = None,
    paths: list[str] | None = None,
    schema: str | None = None,
    name: str | None = None,
) -> Callable[[T], T]:
    """Puts the class into the table. ``name`` is what PySpark calls it by, if not as the class."""

    def add(cls: Any) -> Any:
        assert title not in CASES, title
        reference = f"{cls.__module__}:{cls.__name__}"
        CASES[title] = Case(title, reference, name or cls.__name__, options or {}, paths or [], schema)
        return cls

    return add


def write_case(
    title: str,
    *,
    source: type[DataSource],
    source_options: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
    mode: str = "append",
) -> Callable[[T], T]:
    """Puts the class into the table as a sink for what the source reads."""

    def add(cls: Any) -> Any:
        write = Write(f"{cls.__module__}:{cls.__name__}", cls.__name__, options or {}, mode)
        assert title not in CASES, title
        reference = f"{source.__module__}:{source.__name__}"
        CASES[title] = Case(title, reference, source.__name__, source_options or {}, [], None, write)
        return cls

    return add


def batch(*columns: Any, names: str = "a b c d e") -> pa.RecordBatch:
    """A batch of these columns, which are lists of integers unless they are Arrow arrays."""
    arrays = [each if isinstance(each, pa.Array) else pa.array(each, pa.int32()) for each in columns]
    return pa.RecordBatch.from_arrays(arrays, names.split()[: len(arrays)])


class Source(DataSource):
    """Base of the sources: reads itself, in one partition, a column ``a`` of integers."""

    ddl: Any = "a int"

    def schema(self) -> Any:
        return self.ddl

    def reader(self, schema: StructType) -> Any:
        return SourceReader(self, schema)

    def partitions(self) -> Any:
        return [InputPartition(None)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch([1, 2])


class SourceReader(DataSourceReader):
    """Asks its source for everything."""

    def __init__(self, source: Any, schema: StructType) -> None:
        self.source = source
        self.schema = schema

    def partitions(self) -> Any:
        return self.source.partitions()

    def read(self, partition: InputPartition) -> Any:
        return self.source.read(partition, self.schema)


class Texts(Source):
    """Base of sources whose rows are texts."""

    ddl = "a string"

    def texts(self) -> Iterator[str]:
        raise NotImplementedError

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch(pa.array(list(self.texts()), pa.string()))
