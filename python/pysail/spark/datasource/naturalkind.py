"""What the conversions of all types to natural values have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Natural(NamedTuple):
    """How canonical values of one type become natural ones.

    Attributes:
        one: Converts a value that is not ``None``; or raises :class:`~.refused.Refused`.
        many: Converts values of which none is ``None`` and which are at least one; or raises
            anything, and then only ``one`` can tell what is wrong.
    """

    one: Callable[[Any], Any]
    many: Callable[[list[Any]], list[Any]]
