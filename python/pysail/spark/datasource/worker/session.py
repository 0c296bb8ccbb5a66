"""A worker's calls, one at a time."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Callable

from pysail.spark.datasource.described import describe
from pysail.spark.datasource.discovery import find, list_sources
from pysail.spark.datasource.execution import Planned, Planner, Reading, parse_schema, restore
from pysail.spark.datasource.forked import leave_child
from pysail.spark.datasource.refused import ReadCancelled
from pysail.spark.datasource.schemabytes import schema_from_bytes
from pysail.spark.datasource.writing import (
    PlannedWrite,
    RestoredWrite,
    WriteCancelled,
    Writing,
    restore_write,
)

from . import frames
from .channel import Channel, Disconnected
from .feed import Feed, credit
from .frames import Message, ProtocolError, to_json, with_blobs
from .input import Input
from .interrupts import Interrupts
from .limits import Limits
from .reads import Read
from .slots import Slots
from .system import resident_bytes
from .watch import Watch

VERSION = 1
LAYOUTS = ["flat", "rows"]

_MOST = (1 << 63) - 1

Told = dict[str, Any]
Answer = tuple[Mapping[str, Any], Sequence[bytes]]


class Session:
    """Answers the JVM until that goes away."""

    def __init__(self, channel: Channel, limits: Limits) -> None:
        self._channel = channel
        self._limits = limits
        self._interrupts = Interrupts()
        self._watch = Watch()
        self._process = os.getpid()
        self._slots: Slots | None = None
        self._numbers = itertools.count(1)
        self._opened: dict[int, Planner] = {}
        self._planned: dict[int, Planned] = {}
        self._writes: dict[int, tuple[PlannedWrite, bytes]] = {}
        self._verbs: dict[str, Callable[[Told, list[bytes]], Answer]] = {
            "list": self._list,
            "find": self._find,
            "parseSchema": self._parse_schema,
            "open": self._open,
            "plan": self._plan,
            "close": self._close,
            "openWrite": self._open_write,
            "commit": self._commit,
            "abort": self._abort,
        }

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
        if verb not in self._verbs:
            raise ValueError(f"there is no verb {verb!r}")
        with self._interrupts.raising(ReadCancelled):
            return frames.ANSWER, with_blobs(*self._verbs[verb](told, blobs))

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

    # ---- planning

    def _list(self, told: Told, blobs: list[bytes]) -> Answer:
        return {"sources": list_sources(bool(told.get("load")))}, []

    def _find(self, told: Told, blobs: list[bytes]) -> Answer:
        find(told["reference"], told["options"])
        return {}, []

    def _parse_schema(self, told: Told, blobs: list[bytes]) -> Answer:
        return {}, [parse_schema(told["ddl"])]

    def _open(self, told: Told, blobs: list[bytes]) -> Answer:
        planner = Planner(told["name"], told["options"], told["paths"], told.get("schema"))
        schema = planner.schema
        number = next(self._numbers)
        self._opened[number] = planner
        return {"session": number, "name": planner.name, "reference": planner.reference}, [schema]

    def _plan(self, told: Told, blobs: list[bytes]) -> Answer:
        planned = self._opened[told["session"]].plan(told.get("request"))
        number = next(self._numbers)
        self._planned[number] = planned
        given = _Blobs()
        return {
            "planned": number,
            "method": planned.method,
            "reason": planned.reason,
            "limitTaken": planned.limit_taken,
            "answers": planned.answers,
            "schema": given.add(planned.schema),
            "reader": given.add(planned.reader),
            "partitions": [given.add(partition) for partition in planned.partitions],
        }, given.blobs

    def _close(self, told: Told, blobs: list[bytes]) -> Answer:
        self._opened.pop(told.get("session", 0), None)
        self._planned.pop(told.get("planned", 0), None)
        self._writes.pop(told.get("write", 0), None)
        return {}, []

    # ---- reading

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
            return self._planned[told["planned"]].start(index, attempt)
        reader, schema, partition = blobs
        source, reference, options = told["source"], told["reference"], told["options"]
        return restore(source, reference, options, reader, schema).start(partition, index, attempt)

    def _pool(self) -> Slots:
        if self._slots is None:
            raise ValueError("a call that needs slots came before a POOL")
        return self._slots

    # ---- writing

    def _open_write(self, told: Told, blobs: list[bytes]) -> Answer:
        (schema,) = blobs
        opened = PlannedWrite(
            told["name"], told["options"], told["paths"], schema, bool(told["overwrite"])
        )
        number = next(self._numbers)
        self._writes[number] = opened, schema
        given = _Blobs()
        return {
            "write": number,
            "name": opened.name,
            "reference": opened.reference,
            "takesBatches": opened.takes_batches,
            "method": opened.method,
            "reason": opened.reason,
            "writer": given.add(opened.writer),
        }, given.blobs

    def _write(self, call: int, told: Told, blobs: list[bytes]) -> Answer:
        with self._interrupts.raising(WriteCancelled):
            writing, schema = self._start_write(told, blobs)
            description = schema_from_bytes(schema) if writing.takes_batches else None
            given = Input(self._channel, call, self._pool(), description)

            def pull() -> Any:
                with self._interrupts.held_back():
                    return given.pull()

            try:
                message = writing.run(pull)
            finally:
                given.drop()
        return {"metrics": _figures(writing.metrics())}, [message]

    def _start_write(self, told: Told, blobs: list[bytes]) -> tuple[Writing, bytes]:
        index, attempt = told["partition"], told["attempt"]
        if "write" in told:
            planned, schema = self._writes[told["write"]]
            return planned.start(index, attempt), schema
        writer, schema = blobs
        source, reference, options = told["source"], told["reference"], told["options"]
        restored = restore_write(source, reference, options, writer, schema)
        return restored.start(index, attempt), schema

    def _commit(self, told: Told, blobs: list[bytes]) -> Answer:
        self._job(told, blobs).commit([blobs[index] for index in told["messages"]])
        return {}, []

    def _abort(self, told: Told, blobs: list[bytes]) -> Answer:
        messages = [None if index is None else blobs[index] for index in told["messages"]]
        self._job(told, blobs).abort(messages)
        return {}, []

    def _job(self, told: Told, blobs: list[bytes]) -> PlannedWrite | RestoredWrite:
        if "write" in told:
            return self._writes[told["write"]][0]
        # The worker that made the writer is lost.
        writer, schema = blobs[:2]
        return restore_write(told["source"], told["reference"], told["options"], writer, schema)


class _Blobs:
    """Bytes that are told by their indices."""

    def __init__(self) -> None:
        self.blobs: list[bytes] = []

    def add(self, blob: bytes | None) -> int | None:
        """The index of a blob, if it is one."""
        if blob is None:
            return None
        self.blobs.append(blob)
        return len(self.blobs) - 1


def _health() -> dict[str, Any]:
    is_gil_enabled = getattr(sys, "_is_gil_enabled", lambda: True)
    return {"python": _python(), "gil": is_gil_enabled(), "rss": resident_bytes()}


def _figures(metrics: Any) -> Any:
    """The source's own figures as JSON has them: with integers of 64 bits."""
    if isinstance(metrics, dict):
        return {str(name): _figures(figure) for name, figure in metrics.items()}
    return max(-_MOST - 1, min(_MOST, int(metrics)))


def _python() -> str:
    return sys.version.split()[0]


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
