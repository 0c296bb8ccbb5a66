"""Sources of rows by which a mistake in reading them would end the process."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


class EmptiesItsChunk:
    """A value that takes all rows out of the list that they are handed out in, when it is converted."""

    def __str__(self) -> str:
        for row in gc.get_referrers(self):
            if type(row) is tuple:
                for chunk in gc.get_referrers(row):
                    if type(chunk) is list:
                        chunk.clear()
        # What takes the place of the rows is something else.
        others[:] = [(float(i), b"%d" % i, [i]) for i in range(500)]
        return "emptied"


others: list[Any] = []


def rows_that_empty_their_chunk() -> Iterator[Any]:
    for i in range(60):
        yield (1000 * i, EmptiesItsChunk(), 1000 * i, float(i), f"text {i}")


def rows_whose_chunk_is_empty_too_early() -> Iterator[Any]:
    for i in range(60):
        yield (1000 * i, EmptiesItsChunk(), Printed(i))


class Printed:
    """What is no text, so that it has to be converted."""

    def __init__(self, i: int) -> None:
        self._i = i

    def __str__(self) -> str:
        return f"printed {self._i}"


def rows_that_change_as_they_are_copied() -> Iterator[Any]:
    row: list[Any] = [0, "x"]
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            row.append(1)
            row.pop()

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(1000):
            yield row
    finally:
        done.set()
        changing.join()


class Deleted:
    """A value that does something when it goes."""

    def __init__(self, i: int) -> None:
        self._i = i

    def __str__(self) -> str:
        return f"gone {self._i}"

    def __del__(self) -> None:
        if self._i % 50 == 0:
            gc.collect()
        resurrected[self._i % 10] = [self, (self._i, str(self._i))]
        if self._i % 100 == 0:
            raise ValueError("in __del__")


resurrected: dict[int, Any] = {}


def values_with_del() -> Iterator[Any]:
    sys.unraisablehook = lambda unraisable: None
    for i in range(5000):
        yield (i, Deleted(i))


def garbage() -> Iterator[Any]:
    before = gc.get_threshold()
    gc.set_threshold(1)
    try:
        for i in range(3000):
            ring: list[Any] = [i, str(i)]
            ring.append(ring)
            yield (i, ring[:2])
    finally:
        gc.set_threshold(*before)


def endless_list() -> Any:
    ring: list[Any] = []
    ring.append(ring)
    return ring


class LyingInt(int):
    def __index__(self) -> int:
        raise SystemExit("index")

    __int__ = __hash__ = __index__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise SystemExit("eq")

    def __str__(self) -> str:
        return 7  # type: ignore[return-value]


class LyingStr(str):
    def __len__(self) -> int:
        return 10**9

    def encode(self, *arguments: Any) -> bytes:
        return b"\xff"

    def __str__(self) -> str:
        raise KeyboardInterrupt

    isascii = __iter__ = __str__  # type: ignore[assignment]


class LyingTuple(tuple):  # type: ignore[type-arg]
    def __getitem__(self, index: Any) -> Any:
        return self

    def __len__(self) -> int:
        return 2


class LongerTuple(tuple):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        return itertools.repeat(1, 5)


class Pretends:
    """Says that it is an int."""

    __class__ = int  # type: ignore[assignment]


def stolen_and_then_refused() -> Iterator[Any]:
    """Fast at first, so that several rows are asked for at once, of which some are then stolen."""
    for i in range(3000):
        yield (i, "x")
    for _ in range(10):
        time.sleep(0.02)
        yield (1, "x")
    while True:
        time.sleep(0.02)
        yield ("wrong", "x")


def slowly() -> Iterator[Any]:
    for i in range(1000):
        yield (i, "fast")
    while True:
        time.sleep(0.003)
        yield (1, "slow")


HUGE = 10**100_000
TEXT = "é" * 50_000_000  # 100 MB in UTF-8
ID = "id LONG, name STRING"

HAZARDS: dict[str, tuple[str, Callable[[], Any]]] = {
    "a chunk is emptied while it is read": ("id LONG, name STRING, x LONG, y DOUBLE, z STRING", rows_that_empty_their_chunk),
    "a chunk is emptied before it was converted": (f"{ID}, other STRING", rows_whose_chunk_is_empty_too_early),
    "a row changes while it is copied": (ID, rows_that_change_as_they_are_copied),
    "values with __del__": (ID, values_with_del),
    "garbage is collected all the time": ("id LONG, names ARRAY<STRING>", garbage),
    "a list in itself as text": ("name STRING", lambda: iter([(endless_list(),)])),
    "a list in itself": ("a ARRAY<ARRAY<ARRAY<INT>>>", lambda: iter([(endless_list(),)])),
    "a huge int": (ID, lambda: iter([(1, "x"), (HUGE, "y")])),
    "a huge int as a decimal": ("d DECIMAL(38,0)", lambda: iter([(HUGE,)])),
    "a huge int as a double": ("d DOUBLE", lambda: iter([(HUGE,)])),
    "huge texts": (ID, lambda: iter([(1, TEXT), (2, "x"), (3, TEXT)])),
    "many columns": (
        ", ".join(f"c{i} LONG" for i in range(5000)),
        lambda: (tuple(range(i, i + 5000)) for i in range(20)),
    ),
    "lying subclasses": (ID, lambda: iter([(LyingInt(5), LyingStr("text"))])),
    "a lying tuple": (ID, lambda: iter([LyingTuple((1, "x"))])),
    "a tuple that is longer than it says": (ID, lambda: iter([LongerTuple((1, "x"))])),
    "what pretends to be an int": (ID, lambda: iter([(Pretends(), "x")])),
    "immortal values": ("a LONG, b STRING, c BOOLEAN, d STRING", lambda: ((i % 5, "", None, "a") for i in range(100_000))),
    "rows are refused after others were stolen": (ID, stolen_and_then_refused),
    "rows come slowly": (ID, slowly),
}  # fmt: skip


class Hazard(DataSource):
    """What the option ``what`` names."""

    def schema(self) -> str:
        return HAZARDS[self.options["what"]][0]

    def reader(self, schema: Any) -> HazardReader:
        return HazardReader(self.options["what"])


class HazardReader(DataSourceReader):
    def __init__(self, what: str) -> None:
        self._what = what

    def read(self, partition: InputPartition) -> Any:
        return HAZARDS[self._what][1]()
