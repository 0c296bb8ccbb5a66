"""What a writer gets, from the slot that the JVM fills."""

from __future__ import annotations

import os
import struct
from threading import Lock
from typing import Any

from pysail.spark.datasource.arrow import Description

from . import frames
from .channel import Channel
from .feed import credit
from .frames import Message, ProtocolError
from .interrupts import Interrupts
from .received import Batch
from .slots import ONE_OFF, Memory, Slots

_ROWS = struct.Struct("<II")
_LENGTH = struct.Struct("<I")
_BATCH = struct.Struct("<II")
_NOT_WANTED = 1


class Input:
    """What :meth:`.writing.Writing.run` pulls, on whichever thread of the source's.

    Attributes:
        is_cancelled: Whether nobody wants the task any more.
        broken: What the JVM sent that makes no sense, which the source was told as well.
    """

    def __init__(
        self,
        channel: Channel,
        interrupts: Interrupts,
        call: int,
        slots: Slots | None,
        description: Description | None,
    ) -> None:
        """Prepares for batches of a description, or for rows without one."""
        self._channel = channel
        self._interrupts = interrupts
        self._pulling = Lock()
        self._process = os.getpid()
        self._call = call
        self._slots = slots
        self._description = description
        self._rows: list[memoryview] = []
        self._left: list[memoryview] = []
        self._batch: Batch | None = None
        self._segment: Memory | None = None
        self._is_at_end = False
        self.is_cancelled = False
        self.broken: ProtocolError | None = None

    def pull(self) -> Any:
        """What comes next; ``None`` at the end, ``False`` if nobody wants the task any more.

        Raises:
            ProtocolError: it makes no sense.
            RuntimeError: this is a child that the source forked.
        """
        if os.getpid() != self._process:  # It would take what the worker is sent.
            raise RuntimeError("rows are not there in a process that the source forked")
        with self._pulling, self._interrupts.held_back():
            try:
                return self._pull()
            except ProtocolError as error:
                self.broken = error
                raise

    def end(self) -> None:
        """Ends the input with its task: a source may keep its iterator.

        Waits for whoever pulls, and would otherwise take what is sent to the next call.
        """
        with self._pulling:
            self.is_cancelled = True
            self._drop()

    def _pull(self) -> Any:
        if self._left:
            return self._left.pop()
        self._drop()
        if self._is_at_end:
            return None
        if not self.is_cancelled:
            self._channel.send(frames.PULL, self._call)
        while not self.is_cancelled:
            message = self._channel.receive()
            if message.type == frames.CREDIT:
                credit(message, self._slots)
            elif message.stream != self._call:
                if message.type not in (frames.AGAIN, frames.CANCEL):  # of a call that has ended
                    raise ProtocolError(f"a message of type {message.type} of another call")
            else:
                return self._take(message)
        return False

    def _drop(self) -> None:
        """Drops what the JVM may overwrite from here on."""
        for chunk in self._rows:
            chunk.release()
        self._rows = []
        self._left = []
        if self._batch is not None:
            self._batch.drop()
            self._batch = None
        if self._segment is not None:
            self._segment.close()
            self._segment = None

    def _take(self, message: Message) -> Any:
        if message.type == frames.INPUT_ROWS and self._description is None:
            return self._take_rows(message.payload)
        if message.type == frames.INPUT_BATCH and self._description is not None:
            return self._take_batch(self._description, message.payload)
        if message.type == frames.SEGMENT:
            told = message.json()
            size = told.get("size")
            if type(size) is not int:
                raise ProtocolError("a segment without a size")
            self._segment = Memory(told, size)
            return self._take(self._channel.receive())
        if message.type == frames.CANCEL:
            self.is_cancelled = True
            return False
        if message.type == frames.INPUT_END:
            self._is_at_end = True
            self.is_cancelled = bool(message.flags & _NOT_WANTED)
            return False if self.is_cancelled else None
        raise ProtocolError(f"a message of type {message.type} during a write")

    def _take_rows(self, payload: bytes) -> Any:
        try:
            slot, count = _ROWS.unpack_from(payload)
            lengths = [length for (length,) in _LENGTH.iter_unpack(payload[_ROWS.size :])]
        except struct.error as error:
            raise ProtocolError(f"rows are cut off: {error}") from None
        if count != len(lengths) or not count:
            raise ProtocolError(f"{count} chunks of rows with {len(lengths)} lengths")
        memory, position, size = self._place(slot)
        if sum(lengths) > size:
            raise ProtocolError("rows beyond the end of their slot")
        for length in lengths:
            self._rows.append(memory.view(position, length))
            position += length
        self._left = self._rows[::-1]
        return self._left.pop()

    def _take_batch(self, description: Description, payload: bytes) -> Any:
        if len(payload) < _BATCH.size:
            raise ProtocolError("a batch without a slot")
        slot, _ = _BATCH.unpack_from(payload)
        memory, position, size = self._place(slot)
        self._batch = Batch(description, payload[_BATCH.size :], memory, position, size)
        return self._batch

    def _place(self, slot: int) -> tuple[Memory, int, int]:
        if slot == ONE_OFF and self._segment is not None:
            return self._segment, 0, self._segment.size
        if self._slots is None or slot >= self._slots.count:
            raise ProtocolError(f"input in slot {slot}, which is not there")
        return self._slots.memory, self._slots.position(slot), self._slots.size
