"""The filters that the JVM offers, from the JSON that it says them in.

The document is ``{"version": 1, "predicates": [NODE, …]}``, as ``Predicate.toJson`` writes it
there. A node tells its class in ``type``, a literal its kind; what it holds is in ``value``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Callable

from . import filters as ours
from .errors import PySparkNotImplementedError
from .filters import Filter

VERSION = 1

_UTC = dt.timezone.utc
_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_TIME = r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
_TIME_ONLY = re.compile(_TIME)
_DATE_AND_TIME = re.compile(f"{_DATE}T{_TIME}(Z?)")
_DURATION = re.compile(
    r"(-?)P(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d{1,9}))?S)?)?"
)

_COMPARISONS = (
    "EqualTo",
    "EqualNullSafe",
    "GreaterThan",
    "GreaterThanOrEqual",
    "LessThan",
    "LessThanOrEqual",
)
_TEXTS = ("StringStartsWith", "StringEndsWith", "StringContains")
_CONNECTIVES: dict[str, type[Any]] = {"And": ours.And, "Or": ours.Or}


def filters_from_json(text: str) -> list[Filter]:
    """The filters of a document, in PySpark's classes where those are loaded, else in ours.

    :class:`~.filters.And` and :class:`~.filters.Or` are always ours; there, of more than two parts
    they are a tree of small depth. All hash.

    Raises:
        PySparkNotImplementedError: UNSUPPORTED_FILTER, for a class that is not known.
        ValueError: it is no such document.
    """
    return filters_from(json.loads(text))


def filters_from(document: Mapping[str, Any]) -> list[Filter]:
    """The same of a document that has been read already."""
    try:
        if document["version"] != VERSION:
            raise ValueError(f"filters of version {document['version']!r}, not {VERSION}")
        return [_filter(node) for node in document["predicates"]]
    except (LookupError, TypeError) as error:
        raise ValueError(f"not the JSON of filters: {error!r}") from error


def _filter(node: Mapping[str, Any]) -> Filter:
    name = node["type"]
    if name in _CONNECTIVES:
        return _tree(_CONNECTIVES[name], [_filter(part) for part in node["parts"]])
    cls = _native(name)
    if name == "Not":
        return cls(_filter(node["child"]))
    column = tuple(node["column"])
    if name in ("IsNull", "IsNotNull"):
        return cls(column)
    if name == "In":
        return cls(column, tuple(literal_from(value) for value in node["values"]))
    if name in _COMPARISONS:
        return cls(column, literal_from(node["value"]))
    return cls(column, node["value"])


def _native(name: str) -> Callable[..., Filter]:
    if name not in (*_COMPARISONS, *_TEXTS, "In", "IsNull", "IsNotNull", "Not"):
        raise PySparkNotImplementedError(
            errorClass="UNSUPPORTED_FILTER", messageParameters={"name": str(name)}
        )
    # A source that has loaded PySpark's classes asks for them by isinstance.
    loaded = sys.modules.get("pyspark.sql.datasource", ours)
    cls: Callable[..., Filter] = getattr(loaded, name, getattr(ours, name))
    return cls


def _tree(cls: type[Any], parts: Sequence[Filter]) -> Filter:
    if len(parts) <= 1:
        return parts[0]
    middle = len(parts) // 2
    tree: Filter = cls(_tree(cls, parts[:middle]), _tree(cls, parts[middle:]))
    return tree


def literal_from(literal: Mapping[str, Any]) -> Any:
    """The value of a literal: a natural object of Python, or ``None``."""
    kind = literal["type"]
    if kind == "null":
        return None
    if kind not in _LITERALS:
        raise ValueError(f"no kind of literal: {kind!r}")
    return _LITERALS[kind](literal["value"])


def _same(value: Any) -> Any:
    return value


def _binary(text: str) -> bytes:
    return b64decode(text, validate=True)


def _time(text: str) -> dt.time:
    hour, minute, second, fraction = _matched(_TIME_ONLY, text, "time")
    return dt.time(int(hour), int(minute), int(second or 0), _microseconds(fraction, text))


def _timestamp(text: str) -> dt.datetime:
    moment, zone = _date_and_time(text)
    if not zone:
        raise _malformed("timestamp", text)
    return moment.replace(tzinfo=_UTC)


def _timestamp_ntz(text: str) -> dt.datetime:
    moment, zone = _date_and_time(text)
    if zone:
        raise _malformed("timestamp without a zone", text)
    return moment


def _date_and_time(text: str) -> tuple[dt.datetime, str]:
    *parts, fraction, zone = _matched(_DATE_AND_TIME, text, "timestamp")
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    us = _microseconds(fraction, text)
    return dt.datetime(year, month, day, hour, minute, second, us), zone or ""


def _day_time(text: str) -> dt.timedelta:
    sign, days, hours, minutes, minus, seconds, fraction = _matched(_DURATION, text, "duration")
    us = int(seconds or 0) * 1_000_000 + _microseconds(fraction, text)
    whole = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    total = whole * 60_000_000 + (-us if minus else us)
    return dt.timedelta(microseconds=-total if sign else total)


def _microseconds(fraction: str | None, text: str) -> int:
    digits = (fraction or "").ljust(9, "0")
    if digits[6:] != "000":
        raise ValueError(f"finer than Python's microseconds: {text!r}")
    return int(digits[:6])


def _matched(pattern: re.Pattern[str], text: str, kind: str) -> Sequence[Any]:
    match = pattern.fullmatch(text)
    if match is None:
        raise _malformed(kind, text)
    groups: Sequence[Any] = match.groups()
    return groups


def _malformed(kind: str, text: str) -> ValueError:
    return ValueError(f"no {kind}: {text!r}")


_LITERALS: dict[str, Callable[[Any], Any]] = {
    "boolean": _same,
    "integer": _same,
    "float": float,
    "decimal": Decimal,
    "string": _same,
    "binary": _binary,
    "date": dt.date.fromisoformat,
    "time": _time,
    "timestamp": _timestamp,
    "timestamp_ntz": _timestamp_ntz,
    "day_time": _day_time,
    "year_month": _same,
}
