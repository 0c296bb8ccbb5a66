"""Dates, times, moments and durations: canonical values to those that Python has for them.

All arithmetic is that of integers, and whole columns are converted without Python code for each
value. What ``datetime`` cannot hold exactly is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import repeat
from operator import floordiv, mod
from typing import Any, NamedTuple

from .naturalkind import Natural
from .refused import refused

_EPOCH = dt.datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=dt.timezone.utc)
_EPOCH_DAY = _EPOCH.toordinal()
_DAY_MS = 86_400_000

_UNITS = {"s": ("s", 1), "m": ("ms", 10**3), "u": ("µs", 10**6), "n": ("ns", 10**9)}
"""The units of Arrow's formats: how they are abbreviated, and how many make a second."""

_DELTAS: dict[str, Callable[[int], dt.timedelta]] = {
    "s": partial(dt.timedelta, 0),
    "m": partial(dt.timedelta, 0, 0, 0),
    "u": partial(dt.timedelta, 0, 0),
}
"""A duration of so many units. Of microseconds, too, for what is counted in nanoseconds."""

_BEYOND_YEARS = "its year is not in 1 to 9999"
_BEYOND_MICROS = "it has nanoseconds, of which Python keeps none"


class MonthDayNano(NamedTuple):
    """A difference between dates whose parts do not convert into each other, as pyarrow has it."""

    months: int
    days: int
    nanoseconds: int


def date(milliseconds: bool) -> Natural:
    """Dates of days, or of the milliseconds of their midnight, since 1970."""

    def one(value: int) -> dt.date:
        days, rest = divmod(value, _DAY_MS) if milliseconds else (value, 0)
        if rest:
            raise refused(_Count(value, "m", " since 1970"), "DATE", "it has a time")
        try:
            return dt.date.fromordinal(_EPOCH_DAY + days)
        except (OverflowError, ValueError):
            unit = "m" if milliseconds else "days"
            raise refused(_Count(value, unit, " since 1970"), "DATE", _BEYOND_YEARS) from None

    def many(values: Sequence[int]) -> list[dt.date]:
        days: Any = values
        if milliseconds:
            days = _whole(values, _DAY_MS)
        return list(map(dt.date.fromordinal, map(_EPOCH_DAY.__add__, days)))

    return Natural(one, many)


def time(unit: str) -> Natural:
    """Times of day, in a unit."""
    day = 86_400 * _UNITS[unit][1]

    def one(value: int) -> dt.time:
        if not 0 <= value < day:
            raise refused(_Count(value, unit), "TIME", "it is not within a day")
        return (dt.datetime.min + _delta(value, unit, "TIME")).time()

    def many(values: Sequence[int]) -> list[dt.time]:
        if min(values) < 0 or max(values) >= day:
            raise ValueError("one of them is not within a day")
        moments = map(dt.datetime.min.__add__, _deltas(values, unit))
        return list(map(dt.datetime.time, moments))

    return Natural(one, many)


def timestamp(unit: str, zoned: bool) -> Natural:
    """Moments since 1970 in a unit: in UTC if they are ``zoned``, else without a zone."""
    epoch = _EPOCH_UTC if zoned else _EPOCH
    label = "TIMESTAMP" if zoned else "TIMESTAMP_NTZ"

    def one(value: int) -> dt.datetime:
        try:
            return epoch + _delta(value, unit, label, " since 1970")
        except OverflowError:
            raise refused(_Count(value, unit, " since 1970"), label, _BEYOND_YEARS) from None

    def many(values: Sequence[int]) -> list[dt.datetime]:
        return list(map(epoch.__add__, _deltas(values, unit)))

    return Natural(one, many)


def duration(unit: str) -> Natural:
    """Durations in a unit."""

    def one(value: int) -> dt.timedelta:
        try:
            return _delta(value, unit, "INTERVAL DAY TO SECOND")
        except OverflowError:
            count = _Count(value, unit)
            problem = "it is longer than 999999999 days"
            raise refused(count, "INTERVAL DAY TO SECOND", problem) from None

    def many(values: Sequence[int]) -> list[dt.timedelta]:
        return list(_deltas(values, unit))

    return Natural(one, many)


def day_time_interval() -> Natural:
    """Intervals of days and milliseconds."""

    def one(value: tuple[int, int]) -> MonthDayNano:
        days, milliseconds = value
        return MonthDayNano(0, days, milliseconds * 10**6)

    def many(values: Sequence[tuple[int, int]]) -> list[MonthDayNano]:
        return list(map(one, values))

    return Natural(one, many)


def month_day_nano_interval() -> Natural:
    """Intervals of months, days and nanoseconds."""

    def many(values: Sequence[tuple[int, int, int]]) -> list[MonthDayNano]:
        return list(map(MonthDayNano._make, values))

    return Natural(MonthDayNano._make, many)


def _delta(value: int, unit: str, label: str, since: str = "") -> dt.timedelta:
    if unit != "n":
        return _DELTAS[unit](value)
    micros, rest = divmod(value, 1000)
    if rest:
        raise refused(_Count(value, unit, since), label, _BEYOND_MICROS)
    return _DELTAS["u"](micros)


def _deltas(values: Sequence[int], unit: str) -> Iterator[dt.timedelta]:
    if unit == "n":
        return map(_DELTAS["u"], _whole(values, 1000))
    return map(_DELTAS[unit], values)


def _whole(values: Sequence[int], divisor: int) -> Iterator[int]:
    if any(map(mod, values, repeat(divisor))):
        raise ValueError("one of them is not whole")
    return map(floordiv, values, repeat(divisor))


class _Count:
    """What messages show of a number whose unit one would have to guess."""

    def __init__(self, value: int, unit: str, since: str = "") -> None:
        self._text = f"{value} {_UNITS[unit][0] if unit in _UNITS else unit}{since}"

    def __repr__(self) -> str:
        return self._text
