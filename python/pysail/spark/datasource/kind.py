"""What the conversions of all types have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """How values of one type are converted.

    Attributes:
        label: What messages call the type.
        one: Converts a value that is neither ``None`` nor in need of :func:`~.foreign.unwrapped`,
            or raises.
        many: Converts a list of values at once, without ``None``, whose exact types are the given
            set; or raises; or returns ``None`` if only ``one`` can tell. What it returns is the
            list itself where nothing was to be converted.
        natural: The exact Python type of a raw value that is canonical as it is, or ``None``.
    """

    label: str
    one: Callable[[Any], Any]
    many: Callable[[list[Any], set[type]], list[Any] | None]
    natural: type | None = None
