"""Some values of an Arrow array, and what has to change of its buffers if no others go along."""

from __future__ import annotations

import ctypes
import struct
from typing import Any, NamedTuple

from .carray import Array, MalformedError

INTEGER = {2: ctypes.c_int16, 4: ctypes.c_int32, 8: ctypes.c_int64}
"""Signed integers by how many bytes they have."""

_VIEW = struct.Struct("<iiii")
VIEW_SIZE = _VIEW.size
_INLINE = 12


class Window(NamedTuple):
    """Some values of an array."""

    array: Array
    start: int
    length: int

    @property
    def first(self) -> int:
        """Where the first value is in the buffers."""
        first: int = self.array.offset + self.start
        return first


def integers(address: int | None, window: Window, width: int) -> Any:
    """The values of a buffer of integers of so many bytes each, where they are."""
    if not address and window.length:
        raise MalformedError("an Arrow array has no values")
    number = ctypes.c_int8 if width == 1 else INTEGER[width]
    kind = number * window.length
    return kind.from_address((address or 0) + window.first * width) if window.length else kind()


def rebased(numbers: bytes, base: int, width: int) -> bytes:
    """Integers of so many bytes each, less the base, which is the least of them."""
    if base == 0:
        return numbers
    # All at once, as one long number: none of them borrows from the next.
    ones = int.from_bytes((b"\1" + bytes(width - 1)) * (len(numbers) // width), "little")
    less = int.from_bytes(numbers, "little") - base * ones
    if less < 0:
        raise MalformedError("an Arrow array has offsets that do not rise")
    return less.to_bytes(len(numbers), "little")


def narrowed(
    wide: Window, validity: int | None, views: int | None, sizes: list[int]
) -> tuple[bytes, list[tuple[int, int]]]:
    """The views of a window, and the range of each buffer that they need, where they then begin."""
    data = ctypes.string_at((views or 0) + wide.first * _VIEW.size, wide.length * _VIEW.size)
    decoded = list(_VIEW.iter_unpack(data))
    for at in range(wide.length):
        bit = wide.first + at
        byte = ctypes.c_uint8.from_address(validity + bit // 8).value if validity else 0xFF
        if not byte >> (bit & 7) & 1:
            decoded[at] = (0, 0, 0, 0)  # That of a null may be anything.
    ranges = [(size, 0) for size in sizes]
    for length, _, index, offset in decoded:
        if length > _INLINE:
            first, last = ranges[index]
            ranges[index] = min(first, offset), max(last, offset + length)
            if offset < 0 or offset + length > sizes[index]:
                raise MalformedError("an Arrow view shows what is beyond its buffer")
    ranges = [(first, last) if first < last else (0, 0) for first, last in ranges]
    narrowed = b"".join(
        _VIEW.pack(length, prefix, index, offset - ranges[index][0])
        if length > _INLINE
        else _VIEW.pack(length, prefix, index, offset)
        for length, prefix, index, offset in decoded
    )
    return narrowed, ranges
