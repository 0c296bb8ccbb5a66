"""Shared memory: the slots that rows and batches go through, and segments for single ones."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Mapping
from typing import Any

from .frames import ProtocolError

ONE_OFF = 0xFFFFFFFF
"""The slot number of a segment of its own."""

_MOST_SLOTS = 1 << 16


class Memory:
    """Memory that the JVM gave, mapped."""

    def __init__(self, told: Mapping[str, Any], size: int) -> None:
        """Maps what POOL or SEGMENT names.

        Raises:
            OSError: it cannot be mapped.
            ProtocolError: nothing is named.
        """
        file = os.open(_path(told), os.O_RDWR | os.O_CLOEXEC)
        try:
            self._map = mmap.mmap(file, size)
        finally:
            os.close(file)
        self.size = size
        self._kept = ctypes.c_char.from_buffer(self._map)
        self._address = ctypes.addressof(self._kept)

    def write(self, position: int, data: bytes) -> None:
        """Copies bytes to a position."""
        self._map[position : position + len(data)] = data

    def copy(self, position: int, address: int, size: int) -> None:
        """Copies memory to a position, while other threads run."""
        ctypes.memmove(self._address + position, address, size)

    def copy_out(self, position: int, address: int, size: int) -> None:
        """Copies from a position, while other threads run."""
        ctypes.memmove(address, self._address + position, size)

    def view(self, position: int, size: int) -> memoryview:
        """What is at a position, as it is and will be; it is to be dropped before this is."""
        return memoryview(self._map)[position : position + size]

    def close(self) -> None:
        """Gives the memory back."""
        del self._kept
        self._map.close()


class Slots:
    """The slots of a pool, and which of them are free.

    Attributes:
        count: How many there are.
        size: How many bytes each has.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        """Maps what POOL names.

        Raises:
            OSError: it cannot be mapped.
            ProtocolError: it is no pool.
        """
        count: Any = told.get("slots")
        size: Any = told.get("size")
        if not _is_in(count, 1, _MOST_SLOTS) or not _is_in(size, 1, 1 << 40):
            raise ProtocolError(f"a pool of {count!r} slots of {size!r} bytes")
        self.size: int = size
        self.memory = Memory(told, count * size)
        self.count: int = count
        self._free: list[int] = []

    def has_free(self) -> bool:
        """Whether one is free."""
        return bool(self._free)

    def take(self) -> int | None:
        """A free slot, which is free no more."""
        # The one that was used last is what a processor still has in its cache.
        return self._free.pop() if self._free else None

    def begin(self, free: Any) -> None:
        """Begins anew, with the slots that are free, as the JVM has it.

        Raises:
            ProtocolError: those are no slots.
        """
        self._free = []
        for slot in free if isinstance(free, list) else [None]:
            self.give(slot)

    def give(self, slot: Any) -> None:
        """Makes a slot free, if it is not.

        Raises:
            ProtocolError: there is no such slot.
        """
        if not _is_in(slot, 0, self.count - 1):
            raise ProtocolError(f"a slot {slot!r}, which is not there")
        if slot not in self._free:
            self._free.append(slot)

    def position(self, slot: int) -> int:
        """Where in the memory a slot begins."""
        return slot * self.size

    def close(self) -> None:
        """Gives the memory back."""
        self.memory.close()


def _path(told: Mapping[str, Any]) -> str:
    path, pid, descriptor = (told.get(name) for name in ("path", "pid", "fd"))
    if isinstance(path, str):
        return path
    if not _is_in(pid, 1, 1 << 31) or not _is_in(descriptor, 0, 1 << 31):
        raise ProtocolError("shared memory is a path, or a descriptor of a process")
    return f"/proc/{pid}/fd/{descriptor}"


def _is_in(number: Any, least: int, most: int) -> bool:
    return type(number) is int and least <= number <= most
