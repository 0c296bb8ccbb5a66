"""SIGINT in a worker: it ends the source's code, and nothing else."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """Raises an exception in the source's code when SIGINT comes.

    While other code runs the signal is only remembered: half a message must not be all of it.
    """

    def __init__(self) -> None:
        self.came = False
        self._kind: type[BaseException] | None = None

    def install(self) -> None:
        """Takes SIGINT over, for the main thread."""
        signal.signal(signal.SIGINT, self._handle)

    def begin(self) -> None:
        """Forgets what came before a call."""
        self.came = False

    @contextmanager
    def raising(self, kind: type[BaseException]) -> Iterator[None]:
        """Within the block it is the source that runs."""
        before, self._kind = self._kind, kind
        try:
            if self.came:
                raise kind
            yield
        finally:
            self._kind = before

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Within the block, which the source's code has called, it is not."""
        before, self._kind = self._kind, None
        try:
            yield
        finally:
            self._kind = before

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        if self._kind is not None:
            raise self._kind
