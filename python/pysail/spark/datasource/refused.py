"""Why a value cannot be what its column asks for."""

from __future__ import annotations

import reprlib
from typing import Any

from .errors import ValueConversionError

_MOST = 80


class ReadCancelled(BaseException):
    """Raised in a source that is still reading after its reader was closed."""


class Refused(Exception):
    """A value that does not fit, on its way from the innermost type to the column.

    Attributes:
        steps: Where in the cell it is, the innermost step first: ``.name``, ``[3]``.
        error: What to raise: a :class:`ValueConversionError`, or what an object of the source
            raised when it was asked for its value.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.steps: list[str] = []
        self.error = error

    def path(self, column: str) -> str:
        """The column, and where in its cell."""
        return column + "".join(reversed(self.steps))


def refused(value: Any, type_name: str, problem: str) -> Refused:
    """A value does not fit its type."""
    return Refused(
        ValueConversionError(
            errorClass="DATA_SOURCE_VALUE_CONVERSION",
            messageParameters={"value": shortened(value), "type": type_name, "problem": problem},
        )
    )


def wrong_kind(value: Any, type_name: str) -> Refused:
    """A value is of a type that nothing of its column's type can be made of."""
    return refused(value, type_name, f"it is of type '{type(value).__name__}'")


def missing(type_name: str) -> Refused:
    """There is no value where there has to be one."""
    return refused(None, type_name, "null is not allowed here")


def refusal_of(error: BaseException) -> Refused:
    """The refusal for what converting a value raised; a cancellation stays what it is."""
    if isinstance(error, ReadCancelled):
        raise error
    return error if isinstance(error, Refused) else Refused(error)


def shortened(value: Any) -> str:
    """A value as a message shows it: about 80 characters, whatever its ``repr`` does."""
    try:
        text = _repr.repr(value)
    except Exception:
        return f"<{type(value).__name__} that cannot be shown>"
    text = text if len(text) <= _MOST else f"{text[: _MOST - 3]}..."
    return text.encode("utf-8", "backslashreplace").decode()


class _Repr(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = _MOST

    def repr_instance(self, x: Any, level: int) -> str:
        # Not reprlib's own, which hides that repr() failed behind an address.
        return repr(x)


_repr = _Repr()
