"""Filters on whole numbers in order, made into the ends of a range.

What is outside of the ends need not even be made: that is the best a source can do with a filter.
"""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING, Any, Callable, Optional

from pyspark.sql.datasource import (
    EqualNullSafe,
    EqualTo,
    GreaterThan,
    GreaterThanOrEqual,
    IsNotNull,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

if TYPE_CHECKING:
    from pyspark.sql.datasource import Filter

Ends = tuple[Optional[int], Optional[int]]
"""The least and the greatest number; ``None`` where there is no end."""

NOTHING: Ends = (1, 0)


def ends(each: Filter, number: Callable[[Any], int] = index) -> Ends | None:
    """The ends of the numbers that pass a filter on a column that is never null.

    ``number`` makes a number of the filter's value. There are no ends, ``None``, for filters that
    numbers in the middle may pass or not.
    """
    if isinstance(each, (IsNull, IsNotNull)):
        return NOTHING if isinstance(each, IsNull) else (None, None)
    value = getattr(each, "value", None)
    if isinstance(each, (EqualTo, EqualNullSafe)):
        return NOTHING if value is None else (number(value), number(value))
    if isinstance(each, (LessThan, LessThanOrEqual)):
        return NOTHING if value is None else (None, number(value) - isinstance(each, LessThan))
    if isinstance(each, (GreaterThan, GreaterThanOrEqual)):
        return NOTHING if value is None else (number(value) + isinstance(each, GreaterThan), None)
    return None


def between(numbers: range, least: int | None, most: int | None) -> range:
    """The numbers from ``least`` to ``most``, both included, in the same order."""
    if numbers.step < 0:
        return between(numbers[::-1], least, most)[::-1]
    if least is not None and least > numbers.start:
        numbers = numbers[-((numbers.start - least) // numbers.step) :]
    if most is not None:
        numbers = numbers[: max(0, (most - numbers.start) // numbers.step + 1)]
    return numbers
