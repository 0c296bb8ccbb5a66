"""Serves a class of the three-method protocol as an ordinary data source.

Such a class has no base class, but ``infer_schema(options)``, ``plan_partitions(options)``, which
gives dicts that JSON can say, and ``read_partition(spec, options)``, which gives record batches.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import type_mismatch
from .reader import DataSourceReader, InputPartition
from .source import DataSource
from .types import StructType


class ThreeMethodSource(DataSource):
    """The object of a three-method class, with the options that all three are given."""

    def __init__(self, target: Any, options: Mapping[str, str]) -> None:
        super().__init__(dict(options))
        self._target = target

    def schema(self) -> Any:
        return self._target.infer_schema(self.options)

    def reader(self, schema: StructType) -> DataSourceReader:
        return _Reader(self._target, dict(self.options))


class _Reader(DataSourceReader):
    def __init__(self, target: Any, options: dict[str, str]) -> None:
        self._target = target
        self._options = options

    def partitions(self) -> list[InputPartition]:
        return [
            InputPartition(_plain(spec)) for spec in self._target.plan_partitions(self._options)
        ]

    def read(self, partition: InputPartition) -> Iterator[Any]:
        rows: Iterator[Any] = self._target.read_partition(partition.value, self._options)
        return rows


def _plain(spec: Any) -> Any:
    """The specification as JSON brings it back, so that it is the same in another process."""
    try:
        return json.loads(json.dumps(spec))
    except (TypeError, ValueError) as error:
        raise type_mismatch("'plan_partitions' to return what JSON can say", str(error)) from error
