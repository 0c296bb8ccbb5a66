"""A worker's connection with the JVM."""

from __future__ import annotations

import select
from collections import deque
from socket import socket
from threading import Lock

from .frames import Decoder, Message, encode

_AT_ONCE = 1 << 18


class Disconnected(BaseException):
    """The JVM has gone. Not an error of any call: the worker ends."""


class Channel:
    """Messages over a socket.

    Any thread may send; one at a time may receive.
    """

    def __init__(self, connected: socket) -> None:
        self._socket = connected
        self._decoder = Decoder()
        self._arrived: deque[Message] = deque()
        self._sending = Lock()
        self._poll = select.poll()
        self._poll.register(connected, select.POLLIN)

    def send(self, type_: int, stream: int, payload: bytes = b"", flags: int = 0) -> None:
        """Sends a message.

        Raises:
            Disconnected: the JVM has gone.
        """
        data = encode(type_, stream, payload, flags)
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError as error:
            raise Disconnected from error

    def receive(self) -> Message:
        """The next message; waits for one.

        Raises:
            Disconnected: the JVM has gone.
            ProtocolError: what it sent is no message.
        """
        while not self._arrived:
            self._read()
        return self._arrived.popleft()

    def poll(self, milliseconds: int = 0) -> Message | None:
        """The next message if there is one, or one comes in time."""
        while not self._arrived:
            if not self._poll.poll(milliseconds):
                return None
            self._read()
        return self._arrived.popleft()

    def _read(self) -> None:
        try:
            data = self._socket.recv(_AT_ONCE)
        except OSError as error:
            raise Disconnected from error
        if not data:
            raise Disconnected
        self._arrived.extend(self._decoder.feed(data))
