"""What the formats of the Arrow C Data interface say of an array's buffers."""

from __future__ import annotations

from functools import cache

_FIXED = {
    **dict.fromkeys("cC", 1),
    **dict.fromkeys("sSe", 2),
    **dict.fromkeys("iIf", 4),
    **dict.fromkeys("lLg", 8),
    **dict.fromkeys(("tdD", "tts", "ttm", "tiM"), 4),
    **dict.fromkeys(("tdm", "ttu", "ttn", "tiD"), 8),
    "tin": 16,
}
OFFSET_WIDTH = {"u": 4, "z": 4, "+l": 4, "+m": 4, "+vl": 4, "U": 8, "Z": 8, "+L": 8, "+vL": 8}
"""How many bytes an offset has, by format."""


@cache
def shape(format_: str) -> tuple[int, bool]:
    """How many buffers an array has at least, and whether the first tells which values are null."""
    if format_ in ("n", "+r"):
        return 0, False
    if format_.startswith("+us"):
        return 1, False
    if format_.startswith("+ud"):
        return 2, False
    if format_ == "+s" or format_.startswith("+w:"):
        return 1, True
    if format_ in ("u", "z", "U", "Z", "+vl", "+vL", "vu", "vz"):
        return 3, True
    return 2, True


@cache
def width_of(format_: str) -> int:
    """How many bytes a value of a fixed width has.

    Raises:
        ValueError: nobody knows the format.
    """
    if format_ in _FIXED:
        return _FIXED[format_]
    if format_[:2] in ("ts", "tD"):
        return 8
    if format_.startswith("w:"):
        return int(format_[2:])
    if format_.startswith("d:"):
        numbers = format_[2:].split(",")
        return int(numbers[2]) // 8 if len(numbers) > 2 else 16
    raise ValueError(f"an Arrow array of the unknown format {format_}")
