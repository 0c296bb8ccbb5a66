"""A worker's calls, one at a time."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable

from pysail.spark.datasource.described import describe

from . import frames
from .channel import Channel
from .frames import Message, ProtocolError, to_json, with_blobs
from .interrupts import Interrupts
from .limits import Limits
from .system import resident_bytes

VERSION = 1
LAYOUTS = ["flat", "rows"]

Answer = tuple[dict[str, Any], list[bytes]]


class Session:
    """Answers the JVM until that goes away."""

    def __init__(self, channel: Channel, limits: Limits) -> None:
        self._channel = channel
        self._limits = limits
        self._interrupts = Interrupts()
        self._verbs: dict[str, Callable[[dict[str, Any], list[bytes]], Answer]] = {
            "health": self._health,
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
            self._call(message)
        elif message.type not in (frames.CREDIT, frames.AGAIN, frames.CANCEL):
            # Those may be about a call that has ended meanwhile.
            raise ProtocolError(f"a message of type {message.type} where a call is expected")

    def _call(self, message: Message) -> None:
        told, blobs = message.json_and_blobs()
        self._interrupts.begin()
        try:
            verb = self._verbs.get(told.get("verb", ""))
            if verb is None:
                raise ProtocolError(f"there is no verb {told.get('verb')!r}")
            answer = with_blobs(*verb(told, blobs))
        except Exception as error:
            self._channel.send(frames.ERROR, message.stream, self._described(error))
        else:
            self._channel.send(frames.ANSWER, message.stream, answer)

    def _described(self, error: BaseException) -> bytes:
        chain = [
            (each.type, each.message, each.traceback, each.cause, each.context, each.details)
            for each in describe(error)
        ]
        return to_json({"chain": chain, "limit": self._limits.hit(_chain(error))})

    def _health(self, told: dict[str, Any], blobs: list[bytes]) -> Answer:
        is_gil_enabled = getattr(sys, "_is_gil_enabled", lambda: True)
        return {"python": _python(), "gil": is_gil_enabled(), "rss": resident_bytes()}, []


def _python() -> str:
    return sys.version.split()[0]


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
