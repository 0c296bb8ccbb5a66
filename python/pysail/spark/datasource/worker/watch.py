"""Looks now and then after what a thread does that is somewhere else."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Callable

_PERIOD = 0.025


class Watch:
    """A thread that calls a function every 25 ms, while there is one.

    There is no thread before the first, and it sleeps while there is none: a source may fork.
    """

    def __init__(self) -> None:
        self._look: Callable[[], None] | None = None
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, look: Callable[[], None]) -> None:
        """Calls a function from now on, on the thread; it raises nothing."""
        self._look = look
        self._wanted.set()
        if self._thread is None:
            thread = threading.Thread(target=self._run, name="sail-watch", daemon=True)
            # A limit may refuse it: rows of a source that takes its time then wait for the next.
            with suppress(RuntimeError, MemoryError):
                thread.start()
                self._thread = thread

    def end(self) -> None:
        """Calls it no more, but for a call that has begun."""
        self._wanted.clear()
        self._look = None

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            time.sleep(_PERIOD)
            look = self._look
            if look is not None:
                look()
