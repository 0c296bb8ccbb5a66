"""What is on its way to the JVM, which may take its time."""

from __future__ import annotations

import os
from collections import deque


class Outlet:
    """Bytes for a descriptor that does not block.

    Attributes:
        unsent: How many of them wait.
    """

    def __init__(self, descriptor: int) -> None:
        self.unsent = 0
        self._descriptor = descriptor
        self._waiting: deque[memoryview] = deque()

    def send(self, data: bytes) -> None:
        """Writes what can be written at once, and keeps the rest.

        Raises:
            BrokenPipeError: nobody reads it any more.
        """
        self._waiting.append(memoryview(data))
        self.unsent += len(data)
        self.write()

    def write(self) -> None:
        """Goes on with what waits."""
        while self._waiting:
            first = self._waiting[0]
            try:
                written = os.write(self._descriptor, first)
            except BlockingIOError:
                return
            self.unsent -= written
            if written < len(first):
                self._waiting[0] = first[written:]
            else:
                self._waiting.popleft()
