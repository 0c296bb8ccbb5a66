"""The calls of a worker that plan reads and writes, and end them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Callable

from pysail.spark.datasource.discovery import find, list_sources
from pysail.spark.datasource.execution import Planned, Planner, parse_schema
from pysail.spark.datasource.writing import PlannedWrite, RestoredWrite, restore_write

Told = dict[str, Any]
Answer = tuple[Mapping[str, Any], Sequence[bytes]]


class Planning:
    """What was opened and planned, by the numbers that the JVM knows it by."""

    def __init__(self) -> None:
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

    def answer(self, verb: Any, told: Told, blobs: list[bytes]) -> Answer:
        """Does what a call asks for.

        Raises:
            ValueError: there is no such verb.
        """
        if verb not in self._verbs:
            raise ValueError(f"there is no verb {verb!r}")
        return self._verbs[verb](told, blobs)

    def planned(self, told: Told) -> Planned:
        """The planned read that a call names."""
        return self._planned[told["planned"]]

    def write(self, told: Told) -> tuple[PlannedWrite, bytes]:
        """The planned write that a call names, and the bytes of its schema."""
        return self._writes[told["write"]]

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
