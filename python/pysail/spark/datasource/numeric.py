"""Numbers: raw values to canonical ones."""

from __future__ import annotations

import struct
import sys
from operator import index
from typing import Any

from .foreign import is_float_kind, is_integer_kind, number
from .kind import Kind
from .refused import refused, wrong_kind


def integer(type_name: str, low: int, high: int, natural: bool = True) -> Kind:
    """Integers from ``low`` to ``high``."""

    def one(value: Any) -> int:
        value = number(value)
        kind = type(value)
        whole: int = value if kind is int else _integer(value, kind, type_name)
        if not low <= whole <= high:
            raise refused(value, type_name, f"it is not between {low} and {high}")
        return whole

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != _INT:
            if len(kinds) != 1 or not is_integer_kind(*kinds):
                return None
            values = list(map(index, values))
        return values if low <= min(values) and max(values) <= high else None

    return Kind(type_name, one, many, int if natural else None)


def _integer(value: Any, kind: type, type_name: str) -> int:
    if kind is bool:
        raise wrong_kind(value, type_name)
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, float):
        if not float.is_integer(value):
            raise refused(value, type_name, "it is not whole")
        return float.__int__(value)
    decimal = sys.modules.get("decimal")
    if decimal is not None and issubclass(kind, decimal.Decimal):
        # Ask for the size first: 1E+999999999 has as many digits.
        if not (value.is_finite() and value.adjusted() < 100 and value == value.__trunc__()):
            raise refused(value, type_name, "it is not whole, or too large")
        return int(value)
    if not hasattr(kind, "__index__") or _is_numpy(kind):
        raise wrong_kind(value, type_name)
    return int.__int__(index(value))


def double(type_name: str) -> Kind:
    """Floats of 64 bits."""

    def one(value: Any) -> float:
        return _float(value, type_name)

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds == _FLOAT:
            return values
        if len(kinds) == 1 and is_float_kind(*kinds):
            return list(map(float, values))
        if not kinds <= _NUMBERS:
            return None
        exact = all(type(v) is float or -_EXACT <= v <= _EXACT for v in values)
        return list(map(float, values)) if exact else None

    return Kind(type_name, one, many, float)


def narrow_float(type_name: str, code: str) -> Kind:
    """Floats of 32 or 16 bits; ``code`` is that of :mod:`struct`."""
    layout = struct.Struct(f"<{code}")
    rounds = code == "e"  # 16 bits are rounded here, once; 32 by whoever stores them.

    def one(value: Any) -> float:
        wide = _float(value, type_name)
        try:
            narrow: float = layout.unpack(layout.pack(wide))[0]
        except OverflowError:
            raise refused(value, type_name, "it is too large") from None
        if narrow != wide == wide and _is_exact(value):
            raise refused(value, type_name, "it cannot be held exactly")
        return narrow if rounds else wide

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != _FLOAT:
            return None
        # Raises for what is too large.
        packed = struct.pack(f"<{len(values)}{code}", *values)
        return list(struct.unpack(f"<{len(values)}{code}", packed)) if rounds else values

    return Kind(type_name, one, many, None if rounds else float)


def _is_exact(value: Any) -> bool:
    """Whether a number is of a type whose values may not be rounded."""
    kind = type(number(value))
    decimal = sys.modules.get("decimal")
    return (
        issubclass(kind, int)
        or kind.__module__ == "fractions"
        or (decimal is not None and issubclass(kind, decimal.Decimal))
    )


def _float(value: Any, type_name: str) -> float:
    value = number(value)
    kind = type(value)
    if kind is float:
        return value  # type: ignore[no-any-return]
    if issubclass(kind, float):
        return float.__float__(value)
    if kind is bool or not (hasattr(kind, "__float__") or hasattr(kind, "__index__")):
        raise wrong_kind(value, type_name)
    if issubclass(kind, complex) or _is_numpy(kind) or hasattr(kind, "__len__"):
        raise wrong_kind(value, type_name)
    if issubclass(kind, int):
        value = int.__int__(value)
    elif not hasattr(kind, "__float__"):
        value = int.__int__(index(value))
    return _exact_float(value, type_name)


def _exact_float(value: Any, type_name: str) -> float:
    try:
        converted = float.__float__(float(value))
    except OverflowError:
        raise refused(value, type_name, "it is too large") from None
    kind = type(value)
    decimal = sys.modules.get("decimal")
    if decimal is not None and issubclass(kind, decimal.Decimal):
        # A comparison with a float might raise in the thread's own decimal context.
        exact = value.is_finite() and decimal.Decimal.from_float(converted) == value
        exact = exact or (not value.is_finite() and not value.is_snan())
    elif kind is int or kind.__module__ == "fractions":
        exact = converted == value
    else:
        exact = True  # by the object's own word
    if not exact:
        raise refused(value, type_name, "it cannot be held exactly")
    return converted


def decimal_number(type_name: str, precision: int, scale: int) -> Kind:
    """Decimals, as the integer without the point."""
    import decimal

    # Of its own: the thread's context belongs to the source.
    context = decimal.Context(
        prec=max(precision, 1),
        rounding=decimal.ROUND_HALF_EVEN,
        Emin=-999_999,
        Emax=999_999,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[decimal.InvalidOperation],
    )
    step = decimal.Decimal((0, (1,), -scale))
    quantize, scaleb = context.quantize, context.scaleb
    limit = 10**precision
    digits = f"it has more than {precision} digits"
    if scale:
        digits += f", {scale} of them after the point"

    def one(value: Any) -> int:
        value = number(value)
        kind = type(value)
        if issubclass(kind, decimal.Decimal):
            if not decimal.Decimal.is_finite(value):
                raise refused(value, type_name, "it is not finite")
            try:
                rounded: int = int(scaleb(quantize(value, step), scale))
                return rounded
            except decimal.InvalidOperation:
                raise refused(value, type_name, digits) from None
        if kind is bool or issubclass(kind, float) or not hasattr(kind, "__index__"):
            raise wrong_kind(value, type_name)
        if _is_numpy(kind):
            raise wrong_kind(value, type_name)
        whole: int = int.__int__(value) if issubclass(kind, int) else index(value)
        unscaled: int
        rest: int
        unscaled, rest = (whole * 10**scale, 0) if scale >= 0 else divmod(whole, 10**-scale)
        if rest:
            raise refused(value, type_name, "it cannot be held exactly")
        if not -limit < unscaled < limit:
            raise refused(value, type_name, digits)
        return unscaled

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if len(kinds) != 1 or decimal.Decimal not in kinds:
            return None
        # A NaN raises in int(), an infinity in quantize().
        return [int(scaleb(quantize(value, step), scale)) for value in values]

    return Kind(type_name, one, many)


def _is_numpy(kind: type) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and issubclass(kind, (numpy.generic, numpy.ndarray))


_INT = {int}
_FLOAT = {float}
_NUMBERS = {int, float}
_EXACT = 1 << 53
