"""Batches that come through shared memory."""

from __future__ import annotations

import ctypes
import itertools
import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

from pysail.spark.datasource.arrow import Description
from pysail.spark.datasource.capsule import Exported, new_capsule

from .carray import ARRAY_CAPSULE, RELEASE_OFFSET, release
from .flat import ABSENT, ALIGNMENT, BUFFER, NODE
from .frames import ProtocolError
from .slots import Memory

_DEEPEST = 200


class _Array(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.c_void_p),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    )


class Batch:
    """A batch in memory of its own, as an object with ``__arrow_c_array__``.

    It lives as long as whoever imported it keeps it.
    """

    def __init__(
        self, description: Description, manifest: bytes, memory: Memory, position: int, size: int
    ) -> None:
        """Copies a batch out of shared memory.

        Raises:
            ProtocolError: that is no batch of the description.
        """
        self._description = description
        reader = _Reader(manifest)
        root = reader.node(description, 0)
        if reader.position != len(manifest) or root.extent > size:
            raise ProtocolError("a batch does not fit its schema or its slot")
        kept = bytearray(root.extent + ALIGNMENT)
        start = ctypes.addressof(ctypes.c_char.from_buffer(kept))
        base = -(-start // ALIGNMENT) * ALIGNMENT
        memory.copy_out(position, base, root.extent)
        self._array = root.build(base, kept)

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        self._schema = Exported(self._description)  # which has to live until it is imported
        return self._schema.__arrow_c_schema__(), new_capsule(
            ctypes.addressof(self._array), ARRAY_CAPSULE, None
        )

    def drop(self) -> None:
        """Releases it if nobody has imported it."""
        release(ctypes.addressof(self._array), RELEASE_OFFSET)


class _Node(NamedTuple):
    """What a manifest says of an array."""

    numbers: tuple[int, int, int]
    buffers: list[tuple[int, int]]
    children: list[_Node]
    dictionary: _Node | None

    @property
    def extent(self) -> int:
        """Where the last of its bytes ends."""
        inner = [*self.children, *([] if self.dictionary is None else [self.dictionary])]
        ends = [position + size for position, size in self.buffers if position != ABSENT]
        return max([*ends, *(each.extent for each in inner)], default=0)

    def build(self, base: int, kept: Any) -> _Array:
        """The struct, which keeps the memory and all that it points to until it is released."""
        buffers = [base + position if position != ABSENT else None for position, _ in self.buffers]
        pointers = (ctypes.c_void_p * len(buffers))(*buffers)
        children = [child.build(base, kept) for child in self.children]
        addresses = (ctypes.c_void_p * len(children))(*map(ctypes.addressof, children))
        dictionary = None if self.dictionary is None else self.dictionary.build(base, kept)
        number = next(_numbers)
        inner = [*children, *([] if dictionary is None else [dictionary])]
        _alive[number] = _Alive(inner, [kept, pointers, addresses])
        return _Array(
            *self.numbers,
            len(buffers),
            len(children),
            ctypes.addressof(pointers),
            ctypes.addressof(addresses) if children else None,
            None if dictionary is None else ctypes.addressof(dictionary),
            ctypes.cast(_release, ctypes.c_void_p).value,
            number,
        )


class _Reader:
    def __init__(self, manifest: bytes) -> None:
        self._manifest = manifest
        self.position = 0

    def node(self, description: Sequence[Any], depth: int) -> _Node:
        try:
            length, nulls, offset, buffers, children, has_dictionary, _ = self._next(NODE)
            is_like = children == len(description[3]) and bool(has_dictionary) == bool(
                description[5]
            )
            if not is_like or min(length, offset) < 0 or depth > _DEEPEST:
                raise ProtocolError("a batch is not as its schema says")
            places = [self._place() for _ in range(buffers)]
        except struct.error as error:
            raise ProtocolError(f"a batch is cut off: {error}") from None
        inner = [self.node(child, depth + 1) for child in description[3]]
        dictionary = self.node(description[5], depth + 1) if has_dictionary else None
        return _Node((length, nulls, offset), places, inner, dictionary)

    def _place(self) -> tuple[int, int]:
        position, size = self._next(BUFFER)
        if position != ABSENT and (position < 0 or size < 0):
            raise ProtocolError(f"a buffer of {size} bytes at {position}")
        return position, size

    def _next(self, layout: struct.Struct) -> tuple[int, ...]:
        numbers = layout.unpack_from(self._manifest, self.position)
        self.position += layout.size
        return numbers


class _Alive(NamedTuple):
    """What an array points to, until it is released."""

    inner: list[_Array]
    memory: list[Any]


_numbers = itertools.count(1)
_alive: dict[int, _Alive] = {}


@ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))  # type: ignore[untyped-decorator]
def _release(pointer: Any) -> None:
    array = pointer.contents
    alive = _alive.pop(array.private_data)
    array.release = None
    for each in alive.inner:  # Those that were moved away have owners of their own.
        release(ctypes.addressof(each), RELEASE_OFFSET)
