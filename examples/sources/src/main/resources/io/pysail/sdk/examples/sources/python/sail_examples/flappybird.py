"""The source ``flappybird``: the log of a bird that flies through gaps between pipes.

A model of a source whose rows come one after the other out of some Python code: :func:`play` makes
rows, which are all that most sources need. How they are gathered into Arrow batches is shown, too;
it needs pyarrow and gains little.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import chain, islice
from random import Random
from typing import TYPE_CHECKING

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

from pysail.spark.datasource import row_filter

from .arrow import import_pyarrow
from .bounds import between, ends
from .form import form
from .options import number_of_partitions, whole_number
from .partition import BATCH_ROWS, split

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyspark.sql.datasource import Filter
    from pyspark.sql.types import StructType

    Tick = tuple[int, int, datetime, float, float, bool, int, str | None, bytes]

SCHEMA = (
    "game LONG, tick LONG, at TIMESTAMP, height DOUBLE, velocity DOUBLE, flapped BOOLEAN, "
    "score LONG, event STRING, screen BINARY"
)

FIRST_GAME = datetime(2013, 5, 24, tzinfo=timezone.utc)
BETWEEN_GAMES = timedelta(hours=1)
TICK = timedelta(milliseconds=40)

SKY = 16
"""The height of the screen, in cells of which the bird fills one."""

GAP = 6
TICKS_BETWEEN_PIPES = 20
GRAVITY = -0.125
FLAP = 0.875


class FlappyBirdDataSource(DataSource):
    """One row for each tick of each game; a bird that has crashed starts again at the next tick.

    Options:
        games: How many; 1 unless given.
        ticks: The rows of a game; 100 unless given.
        seed: Any whole number, 0 unless given; another one makes other games.
        numPartitions: How many parts the games are dealt out to; 4 unless given.
        form: What it gives, ``rows`` or ``arrow``; rows unless given.
    """

    @classmethod
    def name(cls) -> str:
        return "flappybird"

    def schema(self) -> str:
        return SCHEMA

    def reader(self, schema: StructType) -> FlappyBirdReader:
        return FlappyBirdReader(
            games=whole_number(self.options, "games", 1, least=0, most=1_000_000),
            ticks=whole_number(self.options, "ticks", 100, least=0, most=1_000_000),
            seed=whole_number(self.options, "seed", 0),
            parts=number_of_partitions(self.options),
            form=form(self.options),
        )


class FlappyBirdReader(DataSourceReader):
    """Reads games by their numbers; a game is never cut in two.

    Every filter is taken, and applied to each row where it comes out of the game. Of those on the
    number of the game only the games that pass are played.
    """

    deterministic = True  # A partition may be read again after a crash: it gives the same rows.
    supportsAndOr = True

    def __init__(self, games: int, ticks: int, seed: int, parts: int, form: str | None) -> None:
        self.games = range(games)
        self.ticks = ticks
        self.seed = seed
        self.parts = parts
        self.form = form
        self.filters: list[Filter] = []
        self.limit: int | None = None

    def pushFilters(self, filters: list[Filter]) -> list[Filter]:
        for each in filters:
            limits = ends(each) if getattr(each, "attribute", None) == ("game",) else None
            if limits is None:
                self.filters.append(each)
            else:
                self.games = between(self.games, *limits)
        return []

    def pushLimit(self, n: int) -> bool:
        self.limit = n  # of each partition: which of them has rows, only playing can tell
        return True

    def partitions(self) -> list[InputPartition]:
        return split(self.games, self.parts)

    def read(self, partition: InputPartition) -> Iterator[Tick] | Iterator[RecordBatch]:
        games = (play(self.seed, game, self.ticks) for game in partition.value)
        ticks: Iterator[Tick] = chain.from_iterable(games)
        if self.filters:
            ticks = filter(row_filter(self.filters, SCHEMA), ticks)
        ticks = islice(ticks, self.limit)
        return _batches(ticks) if self.form == "arrow" else ticks


def _batches(rows: Iterator[Tick]) -> Iterator[RecordBatch]:
    pa = import_pyarrow()
    schema = _arrow_schema()
    while True:
        some = list(islice(rows, BATCH_ROWS))
        if not some:
            return
        columns = [pa.array(values, type_) for values, type_ in zip(zip(*some), schema.types)]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def play(seed: int, game: int, ticks: int) -> Iterator[Tick]:
    """One game, the same whenever it is played: all its chance comes from the seed and its number.

    Heights are sums of numbers that are exact in binary, so every machine has the same ones.
    """
    random = Random(f"{seed}/{game}")
    at = FIRST_GAME + game * BETWEEN_GAMES
    height, velocity, score, gap = SKY / 2, 0.0, 0, SKY // 2
    for tick in range(ticks):
        flapped = height < gap and random.random() < 0.75
        velocity = FLAP if flapped else velocity + GRAVITY
        height += velocity
        pipe = tick % TICKS_BETWEEN_PIPES == TICKS_BETWEEN_PIPES - 1
        inside = abs(height - gap) <= GAP / 2 if pipe else 0 <= height < SKY
        event = "flap" if flapped else None
        if not inside:
            event = "crash"
        elif pipe:
            event = "pass"
            score += 1
        screen = _screen(height, gap if pipe else None)
        yield game, tick, at + tick * TICK, height, velocity, flapped, score, event, screen
        if pipe:
            gap = random.randrange(GAP // 2, SKY - GAP // 2)
        if not inside:
            height, velocity, score = SKY / 2, 0.0, 0


def _screen(height: float, gap: int | None) -> bytes:
    """The column of the screen that the bird is in, from the ground up: a byte for each cell."""
    if gap is None:
        cells = bytearray(b"." * SKY)
    else:
        bottom, top = gap - GAP // 2, gap + GAP // 2
        cells = bytearray(b"#" * bottom + b"." * (top - bottom) + b"#" * (SKY - top))
    cells[min(max(int(height), 0), SKY - 1)] = ord("@")
    return bytes(cells)


def _arrow_schema() -> Schema:
    pa = import_pyarrow()
    return pa.schema(
        {
            "game": pa.int64(),
            "tick": pa.int64(),
            "at": pa.timestamp("us", "UTC"),
            "height": pa.float64(),
            "velocity": pa.float64(),
            "flapped": pa.bool_(),
            "score": pa.int64(),
            "event": pa.string(),
            "screen": pa.binary(),
        }
    )
