"""The class that a data source is."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

from .counterpart import Counterpart
from .errors import not_implemented

if TYPE_CHECKING:
    from .reader import DataSourceReader
    from .stream import DataSourceStreamReader, SimpleDataSourceStreamReader
    from .types import StructType
    from .writer import DataSourceStreamWriter, DataSourceWriter


class DataSource(Counterpart):
    """A source or a sink of data under a name.

    What a subclass can do is what it overrides: ``reader``, ``writer``, ``streamReader`` or
    ``simpleStreamReader``, ``streamWriter``; at least one of them.
    """

    def __init__(self, options: MutableMapping[str, str]) -> None:
        """Keeps the ``options``: strings under case-insensitive names."""
        self.options = options

    @classmethod
    def name(cls) -> str:
        """The name that users say; the class's own unless overridden."""
        return cls.__name__

    def schema(self) -> StructType | str:
        """What a read yields: DDL, a ``StructType``, or any object with an Arrow schema.

        Called once, and not at all when the user gives a schema.
        """
        raise not_implemented("schema")

    def reader(self, schema: StructType) -> DataSourceReader:
        """An object that reads a batch of ``schema``."""
        raise not_implemented("reader")

    def writer(self, schema: StructType, overwrite: bool) -> DataSourceWriter:
        """An object that writes a batch of ``schema``, replacing what there is if ``overwrite``."""
        raise not_implemented("writer")

    def streamWriter(self, schema: StructType, overwrite: bool) -> DataSourceStreamWriter:
        """An object that writes a stream's micro-batches of ``schema``."""
        raise not_implemented("streamWriter")

    def simpleStreamReader(self, schema: StructType) -> SimpleDataSourceStreamReader:
        """An object that reads a stream without partitions; asked for after ``streamReader``."""
        raise not_implemented("simpleStreamReader")

    def streamReader(self, schema: StructType) -> DataSourceStreamReader:
        """An object that reads a stream."""
        raise not_implemented("streamReader")
