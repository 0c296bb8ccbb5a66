"""Nulls, booleans, texts and binaries: raw values to canonical ones."""

from __future__ import annotations

from typing import Any

from .foreign import number
from .kind import Kind
from .refused import refused, wrong_kind


def void() -> Kind:
    """Nothing but null."""

    def one(value: Any) -> None:
        raise wrong_kind(value, "VOID")

    return Kind("VOID", one, lambda values, kinds: None)


def boolean() -> Kind:
    """Booleans."""

    def one(value: Any) -> bool:
        value = number(value)
        if type(value) is not bool:
            raise wrong_kind(value, "BOOLEAN")
        return value

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        return values if kinds == {bool} else None

    return Kind("BOOLEAN", one, many, bool)


def text() -> Kind:
    """Strings: everything has one."""

    def one(value: Any) -> str:
        if type(value) is not str:
            value = _text(value)
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                problem = f"it has a lone surrogate at position {error.start}"
                raise refused(value, "STRING", problem) from None
        return value  # type: ignore[no-any-return]

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds == {str}:
            joined = "".join(values)
            joined.isascii() or joined.encode()
            return values
        if kinds <= _PRINTED and bool not in kinds:
            return list(map(str, values))
        return None

    return Kind("STRING", one, many, str)


def _text(value: Any) -> str:
    kind = type(value)
    if issubclass(kind, str):
        return str.__str__(value)
    if type(number(value)) is bool:
        return "true" if value else "false"
    return str.__str__(str(value))


def binary(type_name: str, size: int | None = None) -> Kind:
    """Binaries; of ``size`` bytes, if it is given."""

    def one(value: Any) -> bytes:
        kind = type(value)
        if kind is not bytes:
            if kind.__module__ == "numpy" and kind.__name__ == "void":
                value = value.tobytes()
            elif issubclass(kind, (bytes, bytearray, memoryview)):
                value = memoryview(value).tobytes()  # not what the object says of itself
            else:
                raise wrong_kind(value, type_name)
        if size is not None and len(value) != size:
            raise refused(value, type_name, f"it has {len(value)} bytes")
        return value  # type: ignore[no-any-return]

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != {bytes} or (size is not None and set(map(len, values)) != {size}):
            return None
        return values

    return Kind(type_name, one, many)


_PRINTED = {str, int, float, bool}
