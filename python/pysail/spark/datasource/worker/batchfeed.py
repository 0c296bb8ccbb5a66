"""Arrow data on their way into slots."""

from __future__ import annotations

import struct
from typing import Any

from pysail.spark.datasource.arrow import Description
from pysail.spark.datasource.errors import DataSourceError
from pysail.spark.datasource.schemabytes import schema_to_bytes

from . import frames
from .carray import Array
from .feed import Feed, NoSegment
from .flat import Flat
from .slots import ONE_OFF

_BATCH = struct.Struct("<II")

_SHRINKS = 0.75
"""How much smaller half the rows have to be, or it is no use to split them."""


class BatchFeed:
    """Sends the batches of a partition.

    Attributes:
        sent: How many rows were sent.
    """

    def __init__(self, feed: Feed) -> None:
        self.sent = 0
        self._feed = feed
        self._description: Description | None = None

    def send(self, description: Description, array: Array) -> None:
        """Sends an array, which may be released afterwards.

        Raises:
            DataSourceError: it is too big.
            ValueError: it is malformed.
            Cancelled: nobody wants it any more.
        """
        with self._feed.lock:
            if description != self._description:
                self._feed.send(frames.SCHEMA, schema_to_bytes(description))
                self._description = description
            self._send(description, array, Flat(description, array, 0, array.length), 0)
            self.sent += array.length
            self._feed.look()

    def _send(self, description: Description, array: Array, flat: Flat, start: int) -> None:
        slots = self._feed.slots
        if flat.size <= slots.size:
            slot = self._feed.slot()
            flat.copy(slots.memory, slots.position(slot))
            self._tell(slot, flat)
            return
        if flat.length > 1:
            half = flat.length // 2
            first = Flat(description, array, start, half)
            if first.size < _SHRINKS * flat.size:
                self._send(description, array, first, start)
                rest = Flat(description, array, start + half, flat.length - half)
                self._send(description, array, rest, start + half)
                return
        self._send_alone(description, flat)

    def _send_alone(self, description: Description, flat: Flat) -> None:
        try:
            segment = self._feed.segment(flat.size)
        except NoSegment as error:
            raise _too_big(description, flat, error) from None
        try:
            flat.copy(segment, 0)
        finally:
            segment.close()
        self._tell(ONE_OFF, flat)

    def _tell(self, slot: int, flat: Flat) -> None:
        self._feed.send(frames.BATCH, _BATCH.pack(slot, 0) + flat.manifest)


def _too_big(description: Any, flat: Flat, why: NoSegment) -> DataSourceError:
    longest = max(range(len(flat.sizes)), key=flat.sizes.__getitem__, default=None)
    most = ""
    if longest is not None:
        name = description[3][longest][1]
        most = f', {flat.sizes[longest]} of them in column "{name}"'
    return DataSourceError(
        f"a batch of {flat.length} rows and {flat.size} bytes{most}, is too big to be handed over: "
        f"{why}"
    )
