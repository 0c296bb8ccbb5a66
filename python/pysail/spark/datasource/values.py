"""Raw values of a source's rows to the *canonical* values that Java makes Arrow columns of.

The canonical value of each Arrow type is, besides ``None`` where the field allows it:

    null                            nothing but None
    bool                            bool
    integers of any width           int, in range
    floats                          float; one of 16 or 32 bits stays finite
    date32, date64                  int: days, milliseconds
    time, timestamp, duration       int in the unit; a timestamp since 1970 in UTC
    interval of months              int
    decimal of 128 or 256 bits      int: the value without its point
    strings                         str without lone surrogates
    binaries                        bytes, of the right length
    lists                           list
    maps                            list of pairs, each a tuple
    structs                         tuple

All of these are exact objects of Python's own types, and containers are new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .errors import PySparkTypeError
from .foreign import unwrapped
from .kind import Kind
from .nested import array, mapping, struct
from .numeric import decimal_number, double, integer, narrow_float
from .refused import Refused, missing, refusal_of
from .simple import binary, boolean, text, void
from .temporal import date, duration, time, timestamp

_NONE = type(None)


class Convert:
    """The conversion of a column, or of what is inside its values.

    Attributes:
        natural: The exact Python type of a raw value that is canonical as it is, if it fits; or
            ``None`` if every value has to be converted.
        is_flat: Whether the values contain no others.
    """

    def __init__(self, kind: Kind, nullable: bool, is_flat: bool) -> None:
        self.natural = kind.natural
        self.is_flat = is_flat
        self._label = kind.label
        self._one = kind.one
        self._many = kind.many
        self._nullable = nullable

    def cell(self, value: Any) -> Any:
        """The canonical value of one raw value.

        Raises:
            Refused: it has none.
            BaseException: whatever an object of the source raised on the way.
        """
        value = unwrapped(value)
        if value is not None:
            return self._one(value)
        if self._nullable:
            return None
        raise missing(self._label)

    def many(self, values: list[Any]) -> list[Any]:
        """The canonical values of a list: the list itself, if all are.

        Raises:
            BaseException: some value has none; which one is not told.
        """
        kinds = set(map(type, values))
        present = values
        if _NONE in kinds:
            if not self._nullable:
                raise missing(self._label)
            kinds.remove(_NONE)
            present = [value for value in values if value is not None]
        if not kinds:
            return values
        converted = self._many(present, kinds)
        if converted is None:
            # Not by map(), for which a StopIteration of an object would be the end of them all.
            return [self.cell(value) for value in values]
        if converted is present:
            return values
        if present is values:
            return converted
        rest = iter(converted)
        return [None if value is None else next(rest) for value in values]

    def column(self, values: list[Any]) -> tuple[list[Any], Refused | None]:
        """The canonical values up to the first that has none, and why it has none.

        They are the list itself, if all are canonical already.
        """
        try:
            return self.many(values), None
        except BaseException as error:
            refusal_of(error)
        done: list[Any] = []
        try:
            for value in values:
                done.append(self.cell(value))
        except BaseException as error:
            return done, refusal_of(error)
        return done, None

    def is_natural(self, values: Sequence[Any]) -> bool:
        """Whether all values are of the types that need no conversion, though they may not fit."""
        return set(map(type, values)) <= {self.natural, _NONE}


def converter(description: Sequence[Any]) -> Convert:
    """The conversion for a field (see :mod:`.arrow` for what describes it).

    Raises:
        PySparkTypeError: UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION, naming field and type.
    """
    return _converter(description, description[1])


def _converter(description: Sequence[Any], path: str) -> Convert:
    format_, _, nullable, children, _, dictionary, flags = description
    kind = None
    if dictionary is None and not flags:
        kind = _flat(format_) or _nested(format_, children, path)
    if kind is None:
        kept = f"{format_}, a dictionary" if dictionary is not None else format_
        raise PySparkTypeError(
            errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION",
            messageParameters={"data_type": f"Arrow's type {kept} of column '{path}', from rows,"},
        )
    return Convert(kind, bool(nullable), not children)


def _nested(format_: str, children: Sequence[Any], path: str) -> Kind | None:
    if format_ in ("+l", "+L"):
        return array(_converter(children[0], f"{path}.element"))
    if format_.startswith("+w:"):
        return array(_converter(children[0], f"{path}.element"), int(format_[3:]))
    if format_ == "+m":
        key, value = children[0][3]
        required = (*key[:2], False, *key[3:])
        return mapping(_converter(required, f"{path}.key"), _converter(value, f"{path}.value"))
    if format_ == "+s":
        names = [child[1] for child in children]
        return struct(names, [_converter(child, f"{path}.{child[1]}") for child in children])
    return None


def _flat(format_: str) -> Kind | None:
    if format_ in _INTEGERS:
        name, bits, signed = _INTEGERS[format_]
        low = -(1 << bits - 1) if signed else 0
        return integer(name, low, (1 << bits) - 1 + low, natural=format_ != "tiM")
    if format_ in _SIMPLE:
        return _SIMPLE[format_]
    if format_.startswith("d:"):
        precision, scale, bits = map(int, f"{format_[2:]},128".split(",")[:3])
        if bits not in (128, 256):
            return None
        return decimal_number(f"DECIMAL({precision},{scale})", precision, scale)
    if format_.startswith("w:"):
        return binary(f"BINARY({format_[2:]})", int(format_[2:]))
    if format_[:2] == "tt" and len(format_) == 3:
        return time("TIME", format_[2])
    if format_[:2] == "ts":
        return timestamp(
            "TIMESTAMP" if format_[4:] else "TIMESTAMP_NTZ", format_[2], format_[4:] != ""
        )
    if format_[:2] == "tD":
        return duration("INTERVAL DAY TO SECOND", format_[2])
    return None


_INTEGERS = {
    "c": ("TINYINT", 8, True),
    "s": ("SMALLINT", 16, True),
    "i": ("INT", 32, True),
    "l": ("BIGINT", 64, True),
    "C": ("uint8", 8, False),
    "S": ("uint16", 16, False),
    "I": ("uint32", 32, False),
    "L": ("uint64", 64, False),
    "tiM": ("INTERVAL YEAR TO MONTH", 32, True),
}
_SIMPLE = {
    "n": void(),
    "b": boolean(),
    "e": narrow_float("float16", "e"),
    "f": narrow_float("FLOAT", "f"),
    "g": double("DOUBLE"),
    **dict.fromkeys(("u", "U", "vu"), text()),
    **dict.fromkeys(("z", "Z", "vz"), binary("BINARY")),
    "tdD": date("DATE", milliseconds=False),
    "tdm": date("DATE", milliseconds=True),
}
