"""Figures that a source reports about itself: ``self.metrics.counter("pages").add(1)``."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any, Union


class Counter:
    """A sum. May be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value = 0

    def add(self, amount: int = 1) -> None:
        """Adds ``amount``, which may be negative."""
        with self._lock:
            self._value += amount

    @property
    def value(self) -> int:
        """The sum so far."""
        return self._value


class Timer:
    """Counts and sums the time spent in blocks: ``with metrics.timer("fetch"): …``.

    May be used from several threads and inside itself: each block counts on its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._nanoseconds = 0

    def __call__(self) -> _Timing:
        return _Timing(self)

    def record(self, nanoseconds: int) -> None:
        """Adds one block that took ``nanoseconds``."""
        with self._lock:
            self._count += 1
            self._nanoseconds += nanoseconds

    @property
    def value(self) -> dict[str, int]:
        """``{"count": blocks, "nanoseconds": their sum}``."""
        with self._lock:
            return {"count": self._count, "nanoseconds": self._nanoseconds}


class _Timing:
    """One timed block, also when it fails."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer

    def __enter__(self) -> None:
        self._started = time.perf_counter_ns()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.record(time.perf_counter_ns() - self._started)


class Metrics:
    """The named figures of one reader or writer object.

    A pickled copy starts from nothing, so that figures of partitions can be added up.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._figures: dict[str, Union[Counter, Timer]] = {}

    def counter(self, name: str) -> Counter:
        """The counter ``name``, made at its first use."""
        counter: Counter = self._figure(name, Counter)
        return counter

    def timer(self, name: str) -> _Timing:
        """A context manager that adds the block's time to the timer ``name``."""
        timer: Timer = self._figure(name, Timer)
        return timer()

    def values(self) -> dict[str, Any]:
        """All figures by name, as plain data: an integer for a counter, a dict for a timer."""
        with self._lock:
            figures = dict(self._figures)
        return {name: figure.value for name, figure in figures.items()}

    def _figure(self, name: str, kind: type[Any]) -> Any:
        with self._lock:
            figure = self._figures.setdefault(name, kind())
        if not isinstance(figure, kind):
            raise TypeError(f"metric {name!r} is a {type(figure).__name__}, not a {kind.__name__}")
        return figure

    def __reduce__(self) -> tuple[type[Metrics], tuple[()]]:
        return (Metrics, ())


class Measured:
    """Gives a reader or writer its ``metrics``, made at first use.

    A property and not an ``__init__``: sources seldom call their base's.
    """

    @property
    def metrics(self) -> Metrics:
        """This object's own figures."""
        metrics: Metrics = self.__dict__.setdefault("_metrics", Metrics())
        return metrics


def figures_of(measured: object) -> dict[str, Any]:
    """The figures of a reader or writer, if it has any."""
    figures = getattr(measured, "__dict__", {}).get("_metrics")
    return figures.values() if isinstance(figures, Metrics) else {}
