"""A worker's calls, one at a time."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable

from pysail.spark.datasource.described import describe
from pysail.spark.datasource.execution import Reading, restore
from pysail.spark.datasource.forked import leave_child
from pysail.spark.datasource.refused import ReadCancelled
from pysail.spark.datasource.schemabytes import schema_from_bytes
from pysail.spark.datasource.writing import WriteCancelled, Writing, restore_write

from . import frames
from .channel import Channel, Disconnected
from .feed import Feed, credit
from .frames import Message, ProtocolError, to_json, with_blobs
from .input import Input
from .interrupts import Interrupts
from .limits import Limits
from .planning import Answer, Planning, Told
from .reads import Read
from .slots import Slots
from .system import flush, resident_bytes
from .watch import Watch

VERSION = 1
LAYOUTS = ["flat", "rows"]

_MOST = (1 << 63) - 1


class Session:
    """Answers the JVM until that goes away."""

    def __init__(self, channel: Channel, limits: Limits) -> None:
        self._channel = channel
        self._limits = limits
        self._interrupts = Interrupts()
        self._watch = Watch()
        self._process = os.getpid()
        self._slots: Slots | None = None
        self._planning = Planning()

    def run(self, token: str) -> None:
        """Says who this is, and serves.

        Raises:
            Disconnected: the JVM has gone.
            ProtocolError: it cannot be understood.
        """
        self._interrupts.install()
        hello = {
            "token": token,
            "protocol": VERSION,
            "python": _python(),
            "pid": os.getpid(),
            "layouts": LAYOUTS,
        }
        self._channel.send(frames.HELLO, 0, to_json(hello))
        while True:
            self._serve(self._channel.receive())

    def _serve(self, message: Message) -> None:
        if message.type == frames.CALL:
            self._answer(message, self._call)
        elif message.type == frames.POOL:
            self._answer(message, self._take_pool)
        elif message.type == frames.CREDIT:
            credit(message, self._slots)
        elif message.type not in (frames.AGAIN, frames.CANCEL):  # about a call that has ended
            raise ProtocolError(f"a message of type {message.type} where a call is expected")

    def _answer(self, message: Message, work: Callable[[Message], tuple[int, bytes]]) -> None:
        self._interrupts.begin()
        try:
            type_, payload = work(message)
        except (Disconnected, ProtocolError):
            raise
        except BaseException as error:
            self._leave_if_forked()
            type_, payload = frames.ERROR, self._described(error)
        self._leave_if_forked()
        flush()  # Not all that is printed ends with a line's end.
        try:
            self._channel.send(type_, message.stream, payload)
        except ValueError as error:  # It is too long, as too many partitions are.
            self._channel.send(frames.ERROR, message.stream, self._described(error))

    def _leave_if_forked(self) -> None:
        if os.getpid() != self._process:
            leave_child()

    def _call(self, message: Message) -> tuple[int, bytes]:
        told, blobs = message.json_and_blobs()
        verb = told.get("verb")
        if verb == "read":
            return frames.DONE, with_blobs(*self._read(message.stream, told, blobs))
        if verb == "write":
            return frames.DONE, with_blobs(*self._write(message.stream, told, blobs))
        if verb == "health":
            return frames.ANSWER, with_blobs(_health())
        with self._interrupts.raising(ReadCancelled):
            return frames.ANSWER, with_blobs(*self._planning.answer(verb, told, blobs))

    def _take_pool(self, message: Message) -> tuple[int, bytes]:
        if self._slots is not None:
            self._slots.close()
            self._slots = None
        self._slots = Slots(message.json())
        return frames.ANSWER, with_blobs({})

    def _described(self, error: BaseException) -> bytes:
        # There are no Java exceptions here.
        chain = [(*told[:3], *told[4:]) for told in describe(error)]
        return to_json({"chain": chain, "limit": self._limits.hit(_chain(error))})

    def _read(self, call: int, told: Told, blobs: list[bytes]) -> Answer:
        slots = self._pool()
        slots.begin(told.get("slots"))
        feed = Feed(self._channel, call, slots)
        limit, rows_per_batch = told.get("rowLimit"), told["rowsPerBatch"]
        read = Read(feed, self._interrupts, self._watch, limit, rows_per_batch)
        return {"metrics": _figures(read.run(lambda: self._start_read(told, blobs)))}, []

    def _start_read(self, told: Told, blobs: list[bytes]) -> Reading:
        index, attempt = told["partition"], told["attempt"]
        if "planned" in told:
            return self._planning.planned(told).start(index, attempt)
        reader, schema, partition = blobs
        source, reference, options = told["source"], told["reference"], told["options"]
        return restore(source, reference, options, reader, schema).start(partition, index, attempt)

    def _pool(self) -> Slots:
        if self._slots is None:
            raise ValueError("a call that needs slots came before a POOL")
        return self._slots

    def _write(self, call: int, told: Told, blobs: list[bytes]) -> Answer:
        with self._interrupts.raising(WriteCancelled):
            writing, schema = self._start_write(told, blobs)
            description = schema_from_bytes(schema) if writing.takes_batches else None
            given = Input(self._channel, self._interrupts, call, self._pool(), description)
            try:
                message = writing.run(given.pull)
            except BaseException:
                if given.broken is not None:  # That was no failure of the source.
                    raise given.broken from None
                raise
            finally:
                given.end()
        return {"metrics": _figures(writing.metrics())}, [message]

    def _start_write(self, told: Told, blobs: list[bytes]) -> tuple[Writing, bytes]:
        index, attempt = told["partition"], told["attempt"]
        if "write" in told:
            planned, schema = self._planning.write(told)
            return planned.start(index, attempt), schema
        writer, schema = blobs
        source, reference, options = told["source"], told["reference"], told["options"]
        restored = restore_write(source, reference, options, writer, schema)
        return restored.start(index, attempt), schema


def _health() -> dict[str, Any]:
    is_gil_enabled = getattr(sys, "_is_gil_enabled", lambda: True)
    return {"python": _python(), "gil": is_gil_enabled(), "rss": resident_bytes()}


def _figures(metrics: dict[str, Any]) -> dict[str, Any]:
    """The source's own figures as JSON has them; none if they are no numbers."""
    try:
        return {str(name): _figure(figure) for name, figure in metrics.items()}
    except Exception as error:  # What was read or written is still right.
        sys.stderr.write(f"the metrics of a source cannot be read: {error}\n")
        return {}


def _figure(figure: Any) -> Any:
    if isinstance(figure, dict):
        return _figures(figure)
    # Sums in Python have no end, and those of the JVM have.
    return max(-_MOST - 1, min(_MOST, int(figure)))


def _python() -> str:
    return sys.version.split()[0]


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: dict[int, BaseException] = {}
    while error is not None and id(error) not in chain:
        chain[id(error)] = error
        error = error.__cause__ or error.__context__
    return list(chain.values())
