"""The filters that are offered to ``DataSourceReader.pushFilters``.

Frozen dataclasses with PySpark's names and fields. A column is a tuple of names, ``("a", "b")``
for ``a.b``. They hash whenever their values do: sets of values arrive as tuples.

:class:`And` and :class:`Or` are not in PySpark and reach only a source that declares them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .counterpart import Counterpart

ColumnPath = tuple[str, ...]
"""A column by the names that lead to it."""


@dataclass(frozen=True)
class Filter(Counterpart):
    """Base of all filters."""


@dataclass(frozen=True)
class _ColumnFilter(Filter):
    """A filter over one column."""

    attribute: ColumnPath

    @property
    def column(self) -> ColumnPath:
        """Another name of ``attribute``; not in PySpark."""
        return self.attribute


@dataclass(frozen=True)
class EqualTo(_ColumnFilter):
    """``column = value``."""

    value: Any


@dataclass(frozen=True)
class EqualNullSafe(_ColumnFilter):
    """``column <=> value``: true if both are null, false if one is."""

    value: Any


@dataclass(frozen=True)
class GreaterThan(_ColumnFilter):
    """``column > value``."""

    value: Any


@dataclass(frozen=True)
class GreaterThanOrEqual(_ColumnFilter):
    """``column >= value``."""

    value: Any


@dataclass(frozen=True)
class LessThan(_ColumnFilter):
    """``column < value``."""

    value: Any


@dataclass(frozen=True)
class LessThanOrEqual(_ColumnFilter):
    """``column <= value``."""

    value: Any


@dataclass(frozen=True)
class In(_ColumnFilter):
    """``column IN (value, …)``. Whatever iterable it is made of, ``value`` is a tuple."""

    value: tuple[Any, ...]

    def __post_init__(self) -> None:
        # PySpark keeps the list it was given, and then the filter does not hash.
        object.__setattr__(self, "value", tuple(self.value))


@dataclass(frozen=True)
class IsNull(_ColumnFilter):
    """``column IS NULL``."""


@dataclass(frozen=True)
class IsNotNull(_ColumnFilter):
    """``column IS NOT NULL``."""


@dataclass(frozen=True)
class Not(Filter):
    """``NOT child``: true where ``child`` is false, not where it is unknown."""

    child: Filter


@dataclass(frozen=True)
class StringStartsWith(_ColumnFilter):
    """``column`` starts with ``value``."""

    value: str


@dataclass(frozen=True)
class StringEndsWith(_ColumnFilter):
    """``column`` ends with ``value``."""

    value: str


@dataclass(frozen=True)
class StringContains(_ColumnFilter):
    """``column`` contains ``value``."""

    value: str


@dataclass(frozen=True)
class And(Filter):
    """``left AND right``, inside another filter; conjunctions at the top come one by one."""

    left: Filter
    right: Filter


@dataclass(frozen=True)
class Or(Filter):
    """``left OR right``."""

    left: Filter
    right: Filter


@dataclass(frozen=True)
class Refused(Filter):
    """Returned by ``pushFilters`` in place of a filter, to say why the source does not take it."""

    filter: Filter
    reason: str
