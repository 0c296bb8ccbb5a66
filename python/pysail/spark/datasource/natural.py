"""Canonical values, as Java encodes them, to the *natural* ones that a writer gets.

The canonical values are those of :mod:`.values`, of every type that Arrow has; those of intervals
that have several parts are tuples of them, and that of a union a tuple of type id and value.
Natural is, besides ``None``:

    bool, integers, floats          bool, int, float
    strings, binaries               str, bytes
    decimals                        Decimal, with the scale of the column
    date32, date64                  date
    time                            time
    timestamp                       datetime: in UTC if it has a zone, else without one
    duration                        timedelta
    interval of months              int
    other intervals                 MonthDayNano
    lists · maps · structs          list · dict · Row
    unions, dictionary, run ends    the value

A value that Python cannot hold exactly is refused: of nanoseconds, of years beyond ``datetime``, a
map that has a key twice.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Sequence
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Any

from .naturalkind import Natural
from .naturaltime import (
    date,
    day_time_interval,
    duration,
    month_day_nano_interval,
    time,
    timestamp,
)
from .refused import Refused, refusal_of, refused, shortened
from .rowclass import row_class, rows_of

_EXACT = decimal.Context(
    prec=100,  # more than 256 bits have digits
    Emax=decimal.MAX_EMAX,
    Emin=decimal.MIN_EMIN,
    traps=[decimal.Inexact, decimal.InvalidOperation, decimal.Overflow],
)

_PLAIN = frozenset(("n", "b", *"csilCSIL", *"efg", "u", "U", "vu", "z", "Z", "vz", "tiM"))
_LISTS = frozenset(("+l", "+L", "+vl", "+vL"))


class Naturalised:
    """The conversion of a column, or of what is inside its values.

    Attributes:
        is_plain: Whether all canonical values are natural as they are.
    """

    def __init__(self, kind: Natural | None) -> None:
        self.is_plain = kind is None
        self._kind = kind

    def cell(self, value: Any) -> Any:
        """The natural value of one canonical value.

        Raises:
            Refused: it has none.
        """
        return value if value is None or self._kind is None else self._kind.one(value)

    def many(self, values: list[Any]) -> list[Any]:
        """The natural values of a list: the list itself, if all are.

        Raises:
            Exception: some value has none; which one is not told.
        """
        if self._kind is None or not values:
            return values
        if None not in values:  # `in` compares by identity first, and all types are exact
            return self._kind.many(values)
        present = [value for value in values if value is not None]
        if not present:
            return values
        rest = iter(self._kind.many(present))
        return [None if value is None else next(rest) for value in values]

    def column(self, values: list[Any]) -> tuple[list[Any], Refused | None]:
        """The natural values up to the first that has none, and why it has none."""
        try:
            return self.many(values), None
        except Exception:  # told below, for the value that it is about
            done: list[Any] = []
        try:
            for value in values:
                done.append(self.cell(value))
        except Exception as error:
            return done, refusal_of(error)
        return done, None


def naturalised(description: Sequence[Any]) -> Naturalised:
    """The conversion for a field (see :mod:`.arrow` for what describes it).

    Raises:
        ValueError: it has a format that Arrow does not have.
    """
    format_, _, _, children, _, dictionary, _ = description
    if dictionary is not None:
        return naturalised(dictionary)
    if format_ == "+r":
        return naturalised(children[1])
    if format_ in _PLAIN or format_.startswith("w:"):
        return Naturalised(None)
    if format_ in _LISTS or format_.startswith("+w:"):
        return _array(naturalised(children[0]))
    if format_ == "+m":
        key, value = children[0][3]
        return Naturalised(_mapping(naturalised(key), naturalised(value)))
    if format_ == "+s":
        names = [str(child[1]) for child in children]
        return Naturalised(_struct(names, [naturalised(child) for child in children]))
    if format_.startswith(("+ud:", "+us:")):
        type_ids = [int(each) for each in format_[4:].split(",") if each]
        return Naturalised(_union(dict(zip(type_ids, map(naturalised, children)))))
    return Naturalised(_flat(format_))


def _flat(format_: str) -> Natural:
    if format_.startswith("d:"):
        return _decimal(int(format_[2:].split(",")[1]))
    if format_ in ("tdD", "tdm"):
        return date(milliseconds=format_ == "tdm")
    if format_ == "tiD":
        return day_time_interval()
    if format_ == "tin":
        return month_day_nano_interval()
    if format_[:2] == "tt":
        return time(format_[2])
    if format_[:2] == "ts":
        return timestamp(format_[2], format_[4:] != "")
    if format_[:2] == "tD":
        return duration(format_[2])
    raise ValueError(f"Arrow has no type with the format {format_!r}")


def _decimal(scale: int) -> Natural:
    exponent = -scale

    def one(value: int) -> decimal.Decimal:
        return _EXACT.scaleb(value, exponent)

    def many(values: list[int]) -> list[decimal.Decimal]:
        return list(map(_EXACT.scaleb, values, repeat(exponent)))

    return Natural(one, many)


def _array(item: Naturalised) -> Naturalised:
    if item.is_plain:
        return Naturalised(None)

    def one(value: list[Any]) -> list[Any]:
        return _each(item, value, lambda i: f"[{i}]")

    def many(values: list[list[Any]]) -> list[list[Any]]:
        items = iter(item.many(list(chain.from_iterable(values))))
        return [list(islice(items, len(value))) for value in values]

    return Naturalised(Natural(one, many))


def _mapping(key: Naturalised, value: Naturalised) -> Natural:
    def one(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
        keys = _each(key, [pair[0] for pair in pairs], lambda i: ".key")
        items = _each(value, [pair[1] for pair in pairs], lambda i: f"[{shortened(keys[i])}]")
        natural: dict[Any, Any] = {}
        for each, its_value in zip(keys, items):
            if each in natural:
                problem = f"it has the key {shortened(each)} twice, which no dict has"
                raise refused(pairs, "MAP", problem)
            natural[each] = its_value
        return natural

    def many(values: list[list[tuple[Any, Any]]]) -> list[dict[Any, Any]]:
        pairs: Any = values
        if not key.is_plain or not value.is_plain:
            flat = list(chain.from_iterable(values))
            keys = key.many([pair[0] for pair in flat])
            items = value.many([pair[1] for pair in flat])
            rest = zip(keys, items)
            pairs = [islice(rest, len(each)) for each in values]
        natural = list(map(dict, pairs))
        if list(map(len, natural)) != list(map(len, values)):
            raise ValueError("one of them has a key twice")
        return natural

    return Natural(one, many)


def _struct(names: list[str], fields: list[Naturalised]) -> Natural:
    cls = row_class(names)
    all_plain = all(field.is_plain for field in fields)

    def one(value: tuple[Any, ...]) -> Any:
        natural = []
        for name, field, each in zip(names, fields, value):
            try:
                natural.append(field.cell(each))
            except Exception as error:
                refusal = refusal_of(error)
                refusal.steps.append(f".{name}")
                raise refusal from None
        return next(rows_of(cls, [natural]))

    def many(values: list[tuple[Any, ...]]) -> list[Any]:
        if all_plain:
            return list(rows_of(cls, values))
        columns = map(list, zip(*values))
        natural = [field.many(each) for field, each in zip(fields, columns)]
        return list(rows_of(cls, zip(*natural)))

    return Natural(one, many)


def _union(fields: dict[int, Naturalised]) -> Natural:
    all_plain = all(field.is_plain for field in fields.values())

    def one(value: tuple[int, Any]) -> Any:
        type_id, inner = value
        return fields[type_id].cell(inner)

    def many(values: list[tuple[int, Any]]) -> list[Any]:
        return list(map(itemgetter(1), values)) if all_plain else list(map(one, values))

    return Natural(one, many)


def _each(convert: Naturalised, items: list[Any], step: Callable[[int], str]) -> list[Any]:
    natural: list[Any] = []
    try:
        for each in items:
            natural.append(convert.cell(each))
    except Exception as error:
        refusal = refusal_of(error)
        refusal.steps.append(step(len(natural)))
        raise refusal from None
    return natural
