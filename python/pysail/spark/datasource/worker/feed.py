"""What the JVM says while a read sends: which slots are free again, and that it is enough."""

from __future__ import annotations

import struct
from collections import deque
from threading import RLock
from typing import Callable

from . import frames
from .channel import Channel
from .frames import Message, ProtocolError
from .slots import ONE_OFF, Memory, Slots

_SLOT = struct.Struct("<I")
_AGAIN = struct.Struct("<QiI")
_BYTES = struct.Struct("<Q")


class Cancelled(Exception):
    """Nobody waits for what was to be sent."""


class NoSegment(Exception):
    """The JVM gives no memory for what does not fit into a slot, and says why."""


class Feed:
    """The way of a read to the JVM.

    Who uses it holds its lock, but for what says otherwise.

    Attributes:
        lock: Held by one thread of those that read and send.
        is_cancelled: Whether the JVM wants no more; may be read without the lock.
        credited: Called with each slot that the JVM gives back.
        again: Called with the number of rows that are wanted again, and a column.
    """

    def __init__(self, channel: Channel, call: int, slots: Slots) -> None:
        self.lock = RLock()
        self.is_cancelled = False
        self.slots = slots
        self.credited: Callable[[int], None] = slots.give
        self.again: Callable[[int, int], None] = lambda number, column: None
        self._channel = channel
        self._call = call
        self._asked: deque[tuple[int, int]] = deque()
        self._segment: Message | None = None

    def send(self, type_: int, payload: bytes, flags: int = 0) -> None:
        """Sends a message of this call."""
        self._channel.send(type_, self._call, payload, flags)

    def look(self) -> None:
        """Takes notice of what the JVM has said, without waiting for it."""
        while True:
            message = self._channel.poll()
            if message is None:
                break
            self._take(message)
        self._answer()

    def slot(self) -> int:
        """A slot that is free; waits for one.

        Raises:
            Cancelled: nobody wants it any more.
        """
        while True:
            slot = self.slots.take()
            if slot is not None:
                return slot
            self.wait()

    def wait(self) -> None:
        """Waits for the JVM to say something.

        Raises:
            Cancelled: nobody wants any more.
        """
        if self.is_cancelled:
            raise Cancelled
        self._take(self._channel.receive())
        self._answer()

    def segment(self, size: int) -> Memory:
        """Memory for one thing that does not fit into a slot.

        Raises:
            Cancelled: nobody wants it any more.
            NoSegment: there is none.
        """
        self.send(frames.NEED, _BYTES.pack(size))
        while self._segment is None:
            if self.is_cancelled:
                raise Cancelled
            # What is wanted again waits: it may need a segment itself.
            self._take(self._channel.receive())
        told, self._segment = self._segment.json(), None
        if "refused" in told:
            raise NoSegment(str(told["refused"]))
        given = told.get("size")
        if type(given) is not int or given < size:
            raise ProtocolError(f"a segment of {given!r} bytes where {size} are needed")
        return Memory(told, given)

    def _take(self, message: Message) -> None:
        if message.type == frames.CREDIT:
            self.credited(*_unpacked(_SLOT, message))
        elif message.stream != self._call:
            if message.type not in (frames.AGAIN, frames.CANCEL):  # meant for a call that has ended
                raise ProtocolError(f"a message of type {message.type} of another call")
        elif message.type == frames.CANCEL:
            self.is_cancelled = True
        elif message.type == frames.AGAIN:
            number, column, _ = _unpacked(_AGAIN, message)
            self._asked.append((number, column))
        elif message.type == frames.SEGMENT:
            self._segment = message
        else:
            raise ProtocolError(f"a message of type {message.type} during a read")

    def _answer(self) -> None:
        while self._asked:
            self.again(*self._asked.popleft())


def credit(message: Message, slots: Slots | None) -> None:
    """Takes a slot back that the JVM had beyond the end of a call."""
    (slot,) = _unpacked(_SLOT, message)
    if slots is not None and slot != ONE_OFF:
        slots.give(slot)


def _unpacked(layout: struct.Struct, message: Message) -> tuple[int, ...]:
    if len(message.payload) != layout.size:
        raise ProtocolError(f"a message of type {message.type} with {len(message.payload)} bytes")
    return layout.unpack(message.payload)
