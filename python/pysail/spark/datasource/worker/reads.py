"""One partition being read, for the JVM."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable

from pysail.spark.datasource.capsule import describe_capsule
from pysail.spark.datasource.execution import Reading
from pysail.spark.datasource.failure import OperationError, failure
from pysail.spark.datasource.forked import leave_child
from pysail.spark.datasource.refused import ReadCancelled

from . import frames
from .batchfeed import BatchFeed
from .carray import Given, Stream, is_stream
from .channel import Disconnected
from .feed import Cancelled, Feed
from .frames import ProtocolError
from .interrupts import Interrupts
from .rowfeed import RowFeed
from .watch import Watch

_NO_LIMIT = 1 << 62
_DETERMINISTIC = 1


class Read:
    """Takes what a partition's source gives, and sends it.

    The source's code, and nothing else, is interrupted by SIGINT.
    """

    def __init__(
        self,
        feed: Feed,
        interrupts: Interrupts,
        watch: Watch,
        row_limit: int | None,
        rows_per_batch: int,
    ) -> None:
        self._feed = feed
        self._interrupts = interrupts
        self._watch = watch
        self._limit = _NO_LIMIT if row_limit is None else row_limit
        self._rows_per_batch = rows_per_batch
        self._rows: RowFeed | None = None
        self._batches = BatchFeed(feed)
        self._process = os.getpid()

    def run(self, start: Callable[[], Reading]) -> dict[str, Any]:
        """Reads to the end, or until nobody wants more; gives the source's own figures.

        Raises:
            OperationError: the source failed. What it gave before was sent.
        """
        reading = None
        try:
            with self._interrupts.raising(ReadCancelled):
                reading = start()
            self._feed.send(frames.STARTED, b"", _DETERMINISTIC if reading.deterministic else 0)
            self._read(reading)
        except (Disconnected, ProtocolError):
            raise
        except BaseException as error:
            if not self._is_cancelled(error):
                raise
        finally:
            self._watch.end()
            if self._rows is not None:
                self._rows.close()
            if reading is not None:
                self._close(reading)
        return {} if reading is None else reading.metrics()

    def _is_cancelled(self, error: BaseException | None = None) -> bool:
        """Whether nobody waits for more, so that it does not matter what fails."""
        told = self._feed.is_cancelled or self._interrupts.came
        return told or isinstance(error, (Cancelled, ReadCancelled))

    def _read(self, reading: Reading) -> None:
        try:
            more = self._left() > 0
            while more and not self._feed.is_cancelled:
                more = self._step(reading) and self._left() > 0
        except OperationError:
            self._finish()
            raise
        self._finish()
        reading.refusal()

    def _finish(self) -> None:
        if self._rows is not None and not self._is_cancelled():
            self._rows.finish()

    def _left(self) -> int:
        return self._limit - (self._batches.sent if self._rows is None else self._rows.sent)

    def _step(self, reading: Reading) -> bool:
        """Takes what comes next and sends it; whether there may be more."""
        rows = self._rows
        if rows is not None:
            rows.asks()
            try:
                with self._interrupts.raising(ReadCancelled):
                    taken = reading.take(rows.size(self._left()))
            finally:
                rows.answered()
        else:
            with self._interrupts.raising(ReadCancelled):
                taken = reading.take(1)
        if taken is None:
            return False
        if type(taken) is list:
            if self._rows is None:
                chunks = reading.chunks()
                self._rows = RowFeed(self._feed, reading.name, chunks, self._rows_per_batch)
                self._watch.begin(self._rows.look_after)
            return self._rows.send()
        self._take_arrow(reading.name, taken)
        return True

    def _take_arrow(self, source: str, taken: Any) -> None:
        try:
            if is_stream(taken):
                self._take_stream(Stream(taken))
            else:
                schema, capsule = taken
                given = Given(capsule)
                try:
                    self._batches.send(describe_capsule(schema), given.array)
                finally:
                    given.release()
        except (Cancelled, ReadCancelled):
            raise
        except Exception as error:
            raise failure(source, "read", error) from error

    def _take_stream(self, stream: Stream) -> None:
        try:
            description = stream.description()
            while self._left() > 0 and not self._feed.is_cancelled:
                with self._interrupts.raising(ReadCancelled):
                    array = stream.next()
                if os.getpid() != self._process:
                    leave_child()
                if array is None:
                    return
                self._batches.send(description, array)
                stream.release_current()
        finally:
            stream.release()

    def _close(self, reading: Reading) -> None:
        """Ends the source. Nobody waits for more: what it raises now is no error of the read."""
        is_cancelled = self._is_cancelled()
        self._interrupts.begin()  # Only another signal ends the clean-up, too.
        try:
            with self._interrupts.raising(ReadCancelled):
                reading.close()
        except BaseException as error:
            if not is_cancelled:
                sys.stderr.write(f"{error}\n")
