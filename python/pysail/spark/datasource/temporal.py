"""Dates, times, moments and durations: raw values to canonical ones.

All arithmetic is that of integers. A moment without a zone counts as one of UTC.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

from .foreign import is_pandas
from .kind import Kind
from .refused import refused, wrong_kind

_UTC = dt.timezone.utc
_EPOCH = dt.datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=_UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MIDNIGHT = dt.time()
_DAY_US = 86_400_000_000
_PER_SECOND = {"s": 1, "m": 10**3, "u": 10**6, "n": 10**9}
_LONG = 1 << 63

_ATTOSECONDS = {
    "as": 1, "fs": 10**3, "ps": 10**6, "ns": 10**9, "us": 10**12, "ms": 10**15, "s": 10**18,
    "m": 60 * 10**18, "h": 3600 * 10**18, "D": 86_400 * 10**18, "W": 7 * 86_400 * 10**18,
}  # fmt: skip
"""numpy's units of a fixed length."""

_MOST_MONTHS = 1 << 50
"""More than any type has: of as many years, too, the days fit into 64 bits."""


def date(type_name: str, milliseconds: bool) -> Kind:
    """Dates as days, or as the milliseconds of their midnight, since 1970."""
    factor = 86_400_000 if milliseconds else 1
    limit = _LONG if milliseconds else 1 << 31

    def one(value: Any) -> int:
        days = _days(value, type_name) * factor
        if not -limit <= days < limit:
            raise refused(value, type_name, "it is out of range")
        return days

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != {dt.date}:
            return None
        if milliseconds:
            return [(value.toordinal() - _EPOCH_DAY) * factor for value in values]
        return [value.toordinal() - _EPOCH_DAY for value in values]

    return Kind(type_name, one, many)


def _days(value: Any, type_name: str) -> int:
    kind = type(value)
    if _is_numpy(value, "datetime64"):
        days, rest = divmod(_attoseconds(value, type_name), _ATTOSECONDS["D"])
        if rest:
            raise refused(value, type_name, "it has a time")
        return days
    if is_pandas(kind, "Timestamp"):
        # Its own fields are wrong beyond the years of `datetime`; of its zone the date is kept.
        local = value.tz_localize(None) if value.tzinfo is not None else value
        return _days(local.to_datetime64(), type_name)
    if issubclass(kind, dt.datetime):
        if dt.datetime.time(value) != _MIDNIGHT:
            raise refused(value, type_name, "it has a time")
        return dt.datetime.toordinal(value) - _EPOCH_DAY
    if not issubclass(kind, dt.date):
        raise wrong_kind(value, type_name)
    return dt.date.toordinal(value) - _EPOCH_DAY


def time(type_name: str, unit: str) -> Kind:
    """Times of day, in a unit."""

    def one(value: Any) -> int:
        if not issubclass(type(value), dt.time):
            raise wrong_kind(value, type_name)
        if value.tzinfo is not None:
            raise refused(value, type_name, "its zone would be lost")
        return _in_unit(value, _time_us(value), unit, type_name)

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != {dt.time} or unit not in "un" or {value.tzinfo for value in values} != {None}:
            return None
        us = [
            ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond
            for value in values
        ]
        return us if unit == "u" else [each * 1000 for each in us]

    return Kind(type_name, one, many)


def _time_us(value: dt.time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


def timestamp(type_name: str, unit: str, zoned: bool) -> Kind:
    """Moments since 1970 in a unit; in UTC if they are ``zoned``, else as the clock shows them."""

    def one(value: Any) -> int:
        kind = type(value)
        if _is_numpy(value, "datetime64"):
            return _from_numpy(value, unit, type_name)
        if not issubclass(kind, dt.datetime):
            raise wrong_kind(value, type_name)
        aware = dt.datetime.utcoffset(value) is not None
        if aware and not zoned:
            raise refused(value, type_name, "its zone would be lost")
        if is_pandas(kind, "Timestamp"):
            return _from_numpy(value.to_datetime64(), unit, type_name)
        if aware:
            since = dt.datetime.__sub__(value, _EPOCH_UTC)
        else:
            since = dt.datetime.__sub__(dt.datetime.replace(value, tzinfo=None), _EPOCH)
        return _in_unit(value, _timedelta_us(since), unit, type_name)

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != {dt.datetime} or unit != "u":
            return None
        try:
            return [
                (d := value - _EPOCH).days * _DAY_US + d.seconds * 1_000_000 + d.microseconds
                for value in values
            ]
        except TypeError:  # Some are aware; if not all are, the next raises, too.
            if not zoned:
                return None
        return [
            (d := value - _EPOCH_UTC).days * _DAY_US + d.seconds * 1_000_000 + d.microseconds
            for value in values
        ]

    return Kind(type_name, one, many)


def duration(type_name: str, unit: str) -> Kind:
    """Durations in a unit."""

    def one(value: Any) -> int:
        kind = type(value)
        if _is_numpy(value, "timedelta64"):
            return _from_numpy(value, unit, type_name)
        if not issubclass(kind, dt.timedelta):
            raise wrong_kind(value, type_name)
        if is_pandas(kind, "Timedelta"):
            return _from_numpy(value.to_timedelta64(), unit, type_name)
        return _in_unit(value, _timedelta_us(value), unit, type_name)

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != {dt.timedelta} or unit != "u":
            return None
        us = [d.days * _DAY_US + d.seconds * 1_000_000 + d.microseconds for d in values]
        return us if min(us) >= -_LONG and max(us) < _LONG else None

    return Kind(type_name, one, many)


def _timedelta_us(value: dt.timedelta) -> int:
    return value.days * _DAY_US + value.seconds * 1_000_000 + value.microseconds


def _in_unit(value: Any, us: int, unit: str, type_name: str) -> int:
    return _whole(value, us * _PER_SECOND[unit], 10**6, type_name)


def _from_numpy(value: Any, unit: str, type_name: str) -> int:
    return _whole(
        value, _attoseconds(value, type_name) * _PER_SECOND[unit], _ATTOSECONDS["s"], type_name
    )


def _attoseconds(value: Any, type_name: str) -> int:
    """The count of a ``datetime64`` since 1970, or of a ``timedelta64``."""
    numpy = sys.modules["numpy"]
    unit, step = numpy.datetime_data(value.dtype)
    count = int(value.astype("int64"))
    if unit in ("Y", "M") and value.dtype.kind == "M":
        # numpy counts their days in 64 bits, and does not say if these are too few.
        if abs(count * step) >= _MOST_MONTHS:
            raise refused(value, type_name, "it is out of range")
        count = int(value.astype("datetime64[D]").astype("int64"))
        unit, step = "D", 1
    if unit not in _ATTOSECONDS:
        raise refused(value, type_name, f"its unit is {unit}")
    attoseconds: int = count * step * _ATTOSECONDS[unit]
    return attoseconds


def _whole(value: Any, count: int, per_unit: int, type_name: str) -> int:
    in_unit, rest = divmod(count, per_unit)
    if rest:
        raise refused(value, type_name, "it is finer than the type")
    if not -_LONG <= in_unit < _LONG:
        raise refused(value, type_name, "it is out of range")
    return in_unit


def _is_numpy(value: Any, name: str) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and issubclass(type(value), getattr(numpy, name))
