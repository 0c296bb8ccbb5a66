"""Arrow data in shared memory: the C Data interface's tree, with positions for pointers.

A node is ``i64 length | i64 null count | i64 offset | u32 buffers | u32 children | u32 has
dictionary | u32 zero``, for each buffer ``i64 position | i64 size``, and then the nodes of its
children and of its dictionary. Only those bytes of a buffer are there that its window needs.
"""

from __future__ import annotations

import ctypes
import struct
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, Union

from .carray import Array, MalformedError
from .formats import OFFSET_WIDTH, shape, width_of
from .slots import Memory
from .windows import INTEGER, VIEW_SIZE, Window, integers, narrowed, rebased

ALIGNMENT = 64
ABSENT = -1

NODE = struct.Struct("<qqqIIII")
BUFFER = struct.Struct("<qq")


class _Piece(NamedTuple):
    """Bytes that belong at a position: at an address, or made here."""

    position: int
    source: Union[int, bytes]
    size: int


class Flat:
    """An array on its way into shared memory, where nothing is yet.

    The array's memory must live until it is copied.

    Attributes:
        length: How many values there are.
        manifest: Its node.
        size: How many bytes it takes.
        sizes: How many of them each child of the root takes.
    """

    def __init__(self, description: Sequence[Any], array: Array, start: int, length: int) -> None:
        """Plans to copy some values of an array.

        Raises:
            MalformedError: the array breaks the rules.
        """
        self.length = length
        self.size = 0
        self.sizes: list[int] = []
        self._pieces: list[_Piece] = []
        self.manifest = self._node(description, Window(array, start, length), True)

    def copy(self, memory: Memory, position: int) -> None:
        """Copies everything to a position in memory, which has room for it."""
        for piece in self._pieces:
            if isinstance(piece.source, bytes):
                memory.write(position + piece.position, piece.source)
            else:
                memory.copy(position + piece.position, piece.source, piece.size)

    def _node(self, description: Sequence[Any], window: Window, is_root: bool = False) -> bytes:
        format_, array = description[0], window.array
        build = _builder(format_)
        needed, has_validity = shape(format_)
        if array.n_buffers < needed or array.n_children != len(description[3]):
            raise MalformedError(f"an Arrow array of format {format_} has {array}")
        has_nulls = has_validity and window.length > 0 and array.null_count != 0
        validity = array.buffers()[0] if has_nulls else None
        # Bits stay where they are in their byte; whatever else there is begins that much earlier.
        bits = window.first & 7 if validity or format_ == "b" else 0
        wide = Window(array, window.start - bits, window.length + bits)
        buffers: list[bytes] = []
        if has_validity:
            buffers.append(self._bits(validity, wide))
        offset, children = build(self, format_, description[3], wide, buffers, is_root)
        dictionary = b""
        if description[5] is not None:
            values = array.dictionary()
            if values is None:
                raise MalformedError("an Arrow array whose schema has a dictionary has none")
            dictionary = self._node(description[5], Window(values, 0, values.length))
        return b"".join(
            (
                NODE.pack(
                    window.length,
                    _null_count(format_, window, validity),
                    bits if offset is None else offset,
                    len(buffers),
                    len(children),
                    description[5] is not None,
                    0,
                ),
                *buffers,
                *children,
                dictionary,
            )
        )

    # ---- what the types have

    def _none(self, *ignored: Any) -> tuple[int | None, list[bytes]]:
        return None, []

    def _fixed(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        buffers.append(self._values(wide.array.buffers()[1], wide, width_of(format_)))
        return None, []

    def _booleans(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        buffers.append(self._bits(wide.array.buffers()[1], wide))
        return None, []

    def _binary(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        _, offsets, data = wide.array.buffers()[:3]
        first, last = self._offsets(offsets, wide, OFFSET_WIDTH[format_], buffers)
        buffers.append(self._buffer((data or 0) + first, last - first))
        return None, []

    def _views(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        validity, views, *data, lengths = wide.array.buffers()
        sizes = list((ctypes.c_int64 * len(data)).from_address(lengths)) if data and lengths else []
        if len(sizes) != len(data) or min(sizes, default=0) < 0:
            raise MalformedError("an Arrow array of views does not tell the sizes of its buffers")
        if data and (wide.first or wide.length < wide.array.length):
            kept, ranges = narrowed(wide, validity, views, sizes)
            buffers.append(self._buffer(kept, len(kept)))
        else:
            buffers.append(self._values(views, wide, VIEW_SIZE))
            ranges = [(0, size) for size in sizes]
        buffers += [
            self._buffer((address or 0) + first, last - first)
            for address, (first, last) in zip(data, ranges)
        ]
        packed = struct.pack(f"<{len(ranges)}q", *(last - first for first, last in ranges))
        buffers.append(self._buffer(packed, len(packed)))
        return None, []

    def _list(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        first, last = self._offsets(wide.array.buffers()[1], wide, OFFSET_WIDTH[format_], buffers)
        return None, [self._child(inner, wide, 0, first, last - first)]

    def _list_view(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        width = OFFSET_WIDTH[format_]
        _, offsets, sizes = wide.array.buffers()[:3]
        starts, lengths = (integers(each, wide, width) for each in (offsets, sizes))
        first = min(starts, default=0)
        last = max(map(sum, zip(starts, lengths)), default=0)
        buffers.append(self._buffer(rebased(bytes(starts), first, width), len(starts) * width))
        buffers.append(self._values(sizes, wide, width))
        return None, [self._child(inner, wide, 0, first, max(0, last - first))]

    def _fixed_list(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        width = int(format_[3:])
        return None, [self._child(inner, wide, 0, wide.first * width, wide.length * width)]

    def _struct(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        children = []
        for index in range(len(inner)):
            before = self.size
            children.append(self._child(inner, wide, index, wide.first, wide.length))
            if is_root:
                self.sizes.append(self.size - before)
        return None, children

    def _sparse(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        buffers.append(self._values(wide.array.buffers()[0], wide, 1))
        return self._struct(format_, inner, wide, buffers, False)

    def _dense(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        types, offsets = wide.array.buffers()[:2]
        codes = [int(code) for code in format_[4:].split(",") if code]
        index_of = {code: index for index, code in enumerate(codes)}
        which = [index_of.get(code, -1) for code in integers(types, wide, 1)]
        where = list(integers(offsets, wide, 4))
        ranges = []
        for index in range(len(codes)):
            used = [at for child, at in zip(which, where) if child == index]
            ranges.append((min(used), max(used) + 1) if used else (0, 0))
        if -1 in which:
            raise MalformedError("an Arrow union has a type code that its schema does not have")
        less = [at - ranges[child][0] for child, at in zip(which, where)]
        packed = struct.pack(f"<{len(less)}i", *less)
        buffers.append(self._values(types, wide, 1))
        buffers.append(self._buffer(packed, len(packed)))
        return None, [
            self._child(inner, wide, index, first, last - first)
            for index, (first, last) in enumerate(ranges)
        ]

    def _runs(
        self, format_: str, inner: Any, wide: Window, buffers: list[bytes], is_root: bool
    ) -> tuple[int | None, list[bytes]]:
        ends = wide.array.child(0)
        width = width_of(inner[0][0])
        numbers = integers(ends.buffers()[1], Window(ends, 0, ends.length), width)
        first = last = 0
        if wide.length:
            first = bisect_right(numbers, wide.first)
            last = bisect_right(numbers, wide.first + wide.length - 1) + 1
        # The ends count from where they always did, so the offset stays.
        return wide.first, [self._child(inner, wide, at, first, last - first) for at in (0, 1)]

    # ---- buffers

    def _child(self, inner: Any, wide: Window, index: int, start: int, length: int) -> bytes:
        child = wide.array.child(index)
        if start < 0 or length < 0 or start + length > child.length:
            raise MalformedError(
                f"an Arrow array needs values {start} to {start + length} of {child}"
            )
        return self._node(inner[index], Window(child, start, length))

    def _bits(self, address: int | None, wide: Window) -> bytes:
        if address is None:
            return BUFFER.pack(ABSENT, 0)
        return self._buffer(address + wide.first // 8, (wide.length + 7) // 8)

    def _values(self, address: int | None, wide: Window, width: int) -> bytes:
        if not address and wide.length and width:
            raise MalformedError("an Arrow array has no values")
        return self._buffer((address or 0) + wide.first * width, wide.length * width)

    def _offsets(
        self, address: int | None, wide: Window, width: int, buffers: list[bytes]
    ) -> tuple[int, int]:
        """Adds the offsets, and tells the first and the last of them as they are in the array."""
        if not address or not wide.length:
            buffers.append(self._buffer(bytes(width), width))
            return 0, 0
        at, count = address + wide.first * width, wide.length + 1
        number = INTEGER[width]
        first = number.from_address(at).value
        last = number.from_address(at + wide.length * width).value
        if not 0 <= first <= last:
            raise MalformedError(f"an Arrow array has offsets from {first} to {last}")
        source: int | bytes = at
        if first:
            source = rebased(ctypes.string_at(at, count * width), first, width)
        buffers.append(self._buffer(source, count * width))
        return first, last

    def _buffer(self, source: int | bytes, size: int) -> bytes:
        position = self.size
        if size:
            self._pieces.append(_Piece(position, source, size))
            self.size += -(-size // ALIGNMENT) * ALIGNMENT
        return BUFFER.pack(position, size)


@cache
def _builder(format_: str) -> Any:
    kind = format_[:3]
    if format_ in ("u", "z", "U", "Z"):
        return Flat._binary
    if format_ in ("vu", "vz"):
        return Flat._views
    if format_ in ("+l", "+L", "+m"):
        return Flat._list
    if format_ in ("+vl", "+vL"):
        return Flat._list_view
    builders = {"+w:": Flat._fixed_list, "+ud": Flat._dense, "+us": Flat._sparse}
    others = {"+s": Flat._struct, "+r": Flat._runs, "n": Flat._none, "b": Flat._booleans}
    return builders.get(kind) or others.get(format_) or Flat._fixed


def _null_count(format_: str, window: Window, validity: int | None) -> int:
    if format_ == "n":
        return window.length
    if validity is None:
        return 0
    return window.array.null_count if window.length == window.array.length else -1
