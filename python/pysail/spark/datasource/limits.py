"""How much of a stream the next micro-batch may take: ``pyspark.sql.streaming.datasource``."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from .counterpart import Counterpart


class ReadLimit(Counterpart):
    """Base of the limits that ``DataSourceStreamReader.latestOffset`` is given."""


@dataclass
class ReadAllAvailable(ReadLimit):
    """Everything there is, whatever limit the source's options ask for."""


@dataclass
class ReadMinRows(ReadLimit):
    """At least ``min_rows`` rows; with fewer at hand the source offers no new offset."""

    min_rows: int


@dataclass
class ReadMaxRows(ReadLimit):
    """At most ``max_rows`` rows."""

    max_rows: int


@dataclass
class ReadMaxFiles(ReadLimit):
    """At most ``max_files`` files."""

    max_files: int


@dataclass
class ReadMaxBytes(ReadLimit):
    """At most ``max_bytes`` bytes."""

    max_bytes: int


class SupportsTriggerAvailableNow(Counterpart):
    """Mixed into a stream reader that can stop at what is available now."""

    @abstractmethod
    def prepareForTriggerAvailableNow(self) -> None:
        """Records the latest offset, which no later ``latestOffset`` or ``read`` may exceed."""
