"""Rows on their way into slots."""

from __future__ import annotations

import struct
import time
from typing import NamedTuple

from pysail.spark.datasource.chunks import Chunk, Chunks
from pysail.spark.datasource.errors import DataSourceError
from pysail.spark.datasource.failure import OperationError, failure

from . import frames
from .channel import Disconnected
from .feed import Feed, NoSegment
from .slots import ONE_OFF, Memory
from .system import leave

_ROWS = struct.Struct("<QIIII")
_REFUSED = 1

_MOST = 1024
"""As many rows as are still in the processor's cache when they are marshalled."""

_SHORT = 1_000_000
_LONG = 4_000_000
_LONGEST = 25_000_000
"""How many nanoseconds a row may wait for the next one."""


class _Sent(NamedTuple):
    """Rows that may be wanted again."""

    chunk: Chunk
    slot: int


class RowFeed:
    """Sends the rows of a partition, some at a time.

    The thread that reads sends them, and another one those that a source has yielded that takes its
    time for the next. Whatever marshals or sends holds the feed's lock, so rows keep their order.

    Attributes:
        sent: How many rows were sent.
    """

    def __init__(self, feed: Feed, source: str, chunks: Chunks, rows_per_batch: int) -> None:
        self.sent = 0
        self._source = source
        self._feed = feed
        self._chunks = chunks
        self._rows_per_batch = rows_per_batch
        self._size = 1
        self._fitting = _MOST
        self._number = 0
        self._kept: dict[int, _Sent] = {}
        self._in_slot: dict[int, int] = {}
        self._one_off: Memory | None = None
        self._asked = 0
        self._failure: BaseException | None = None
        self._is_closed = False
        feed.credited = self._credited
        feed.again = self._again

    def size(self, left: int) -> int:
        """How many rows to ask for next, of which so many are wanted at most."""
        room = self._rows_per_batch - self.sent % self._rows_per_batch
        return min(self._size, self._fitting, room, left)

    def asks(self) -> None:
        """The source is asked from here on."""
        self._asked = time.monotonic_ns()

    def answered(self) -> None:
        """It is no more."""
        took = time.monotonic_ns() - self._asked
        self._asked = 0
        if took < _SHORT:
            self._size = min(_MOST, 2 * self._size)
        elif took > _LONG:
            self._size = max(1, self._size // 2)

    def send(self) -> bool:
        """Sends what was taken last, and says whether more is wanted: none after a refusal."""
        with self._feed.lock:
            if self._failure is not None:
                raise self._failure
            self._send(self._chunks.settled())
            self._feed.look()
            return self._chunks.rows.refused is None

    def finish(self) -> None:
        """Waits until no rows can be wanted again, so that none is missing when the end is told.

        Raises:
            Cancelled: nobody wants them any more.
        """
        with self._feed.lock:
            if self._failure is not None:
                raise self._failure
            while self._kept:
                self._feed.wait()

    def close(self) -> None:
        """Leaves the connection to others: what comes next is for another call."""
        with self._feed.lock:
            self._is_closed = True

    def look_after(self) -> None:
        """On another thread: sends what a source that takes its time has yielded meanwhile."""
        if not self._is_overdue() or not self._feed.lock.acquire(False):
            return
        try:
            if not self._is_closed and self._failure is None and self._is_overdue():
                self._feed.look()
                if self._feed.slots.has_free():
                    self._send(self._chunks.steal_settled())
        except Disconnected:
            leave(0)
        except BaseException as error:  # for the thread that reads
            self._failure = error
        finally:
            self._feed.lock.release()

    def _is_overdue(self) -> bool:
        asked = self._asked
        return asked != 0 and time.monotonic_ns() - asked >= _LONGEST

    def _send(self, chunk: Chunk) -> None:
        if not chunk.rows or self._is_after_refused(chunk.first):
            return
        data = self._chunks.marshal(chunk)
        count = self._count(chunk)
        most = self._feed.slots.size
        if len(data) > most and count > 1:
            half = count // 2
            self._fitting = half
            self._send(chunk.part(0, half))
            self._send(chunk.part(half, len(chunk.rows)))
            return
        if count:
            self._fitting = max(1, min(_MOST, most * count // (2 * len(data))))
        slot = self._feed.slot() if len(data) <= most else ONE_OFF
        number = self._number
        self._number += 1
        self.sent += count
        self._put(number, chunk, slot, data)

    def _put(self, number: int, chunk: Chunk, slot: int, data: bytes) -> None:
        slots = self._feed.slots
        if slot != ONE_OFF:
            slots.memory.write(slots.position(slot), data)
        else:
            self._into_segment(number, chunk, data)
        self._kept[number] = _Sent(chunk, slot)
        self._in_slot[slot] = number
        is_refused = self._is_after_refused(chunk.first + len(chunk.rows))
        told = _ROWS.pack(number, slot, len(data), self._count(chunk), 0)
        self._feed.send(frames.ROWS, told, _REFUSED if is_refused else 0)

    def _into_segment(self, number: int, chunk: Chunk, data: bytes) -> None:
        while self._in_slot.get(ONE_OFF, number) != number:
            self._feed.wait()  # There is one at a time, since it is kept.
        self._close_one_off()
        try:
            self._one_off = self._feed.segment(len(data))
        except NoSegment as error:
            raise _too_long(self._source, chunk.first, len(data), error) from None
        self._one_off.write(0, data)

    def _close_one_off(self) -> None:
        if self._one_off is not None:
            self._one_off.close()
            self._one_off = None

    def _is_after_refused(self, row: int) -> bool:
        refused = self._chunks.rows.refused
        return refused is not None and refused.number < row

    def _count(self, chunk: Chunk) -> int:
        """How many rows there are before one that is refused."""
        refused = self._chunks.rows.refused
        count = len(chunk.rows)
        return count if refused is None else max(0, min(count, refused.number - chunk.first))

    def _credited(self, slot: int) -> None:
        number = self._in_slot.pop(slot, None)
        if number is not None:
            del self._kept[number]
        if slot != ONE_OFF:
            self._feed.slots.give(slot)
        else:
            self._close_one_off()

    def _again(self, number: int, column: int) -> None:
        sent = self._kept.get(number)
        if sent is None:
            return  # The JVM has given it back, and does not want it after all.
        data = self._chunks.convert(sent.chunk, column)
        slot = sent.slot
        if slot != ONE_OFF and len(data) > self._feed.slots.size:
            del self._in_slot[slot]
            self._feed.slots.give(slot)
            slot = ONE_OFF
        self._put(number, sent.chunk, slot, data)


def _too_long(source: str, row: int, size: int, why: NoSegment) -> OperationError:
    error = DataSourceError(f"a row of {size} bytes is too long to be handed over: {why}")
    return failure(source, "read", error, row)
