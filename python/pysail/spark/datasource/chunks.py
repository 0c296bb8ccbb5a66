"""Takes the rows of one partition from its source, some at a time."""

from __future__ import annotations

from _thread import allocate_lock  # not `threading`: the first to import that is its main thread
from collections.abc import Iterator
from itertools import islice, takewhile
from operator import countOf
from typing import Any

from .failure import OperationError, failure
from .marshalled import Marshaller
from .rows import Rows, is_kept


class Chunk:
    """Rows that were handed out, one after the other.

    Attributes:
        rows: As they came.
        first: The number of the first of them in the partition.
        tuples: The same as tuples, once somebody asked.
    """

    def __init__(self, rows: list[Any], first: int) -> None:
        self.rows = rows
        self.first = first
        self.tuples: list[tuple[Any, ...]] | None = None

    def __len__(self) -> int:
        return len(self.rows if self.tuples is None else self.tuples)

    def part(self, start: int, end: int) -> Chunk:
        """Some of the rows."""
        part = Chunk(self.rows[start:end], self.first + start)
        if self.tuples is not None:
            part.tuples = self.tuples[start:end]
        return part


class Chunks:
    """The rows of a partition, in chunks.

    One thread takes them. While it is in the source, another may steal those that are there
    already; what either gets has to be done with before the next call of the same kind, unless it
    is a chunk that was settled.

    Rows that are tuples are collected as they are; after the chunk with the first one that may
    change, each is copied as it comes. That chunk's rows are not stolen from there on.
    """

    def __init__(self, name: str, rows: Rows, elements: Iterator[Any], begun: list[Any]) -> None:
        self.rows = rows
        self._source = name
        self._elements = elements
        # An asynchronous source waits for several rows at once (see `asyncread`).
        self._extend_from = getattr(elements, "extend_rows", None)
        self._iterator = elements
        self._is_careful = False
        self._bad_row: BaseException | None = None
        self._lock = allocate_lock()
        self._open: list[Any] | None = None
        self._handed_out = 0
        self._taken = self._stolen = Chunk([], 0)
        self._failed: OperationError | None = None
        self._is_at_end = False
        self._marshaller = Marshaller(rows)
        self._begun = begun
        if not all(type(row) is tuple for row in begun):
            self._be_careful()
            self._begun = rows.positional(begun)

    def take(self, n: int) -> list[Any] | None:
        """At most ``n`` rows, none if they were all stolen; ``None`` if there are no more.

        What came before the source failed is handed out before its error is raised.
        """
        self.refusal()
        if self._failed is None and not self._is_at_end:
            if self._collect(n):
                refused = self.rows.refused
                if refused is not None and refused.number < self._taken.first:
                    self.refusal()  # A row that was stolen was refused meanwhile.
                return self._taken.rows
            self.refusal()
        if self._failed is not None:
            raise self._failed
        return None

    def marshalled(self) -> bytes:
        """What was taken last as bytes of ``marshal``, with canonical values where they must be."""
        return self.marshal(self._taken)

    def steal(self) -> list[Any]:
        """The rows that were collected so far, up to the first that its source may still change.

        For another thread, while one is in the source.
        """
        return self._steal().rows

    def steal_marshalled(self) -> bytes:
        """The same as bytes of ``marshal``."""
        return self.marshal(self._steal())

    def marshal_again(self, column: int, stolen: bool = False) -> bytes:
        """The latest bytes once more, with canonical values in one more column from now on.

        If the column is negative, the rows as tuples of the right length, which they were not.
        """
        return self.convert(self._stolen if stolen else self._taken, column)

    def settled(self) -> Chunk:
        """What was taken last, for as long as the caller likes: its source does not change it."""
        return self._settle(self._taken)

    def steal_settled(self) -> Chunk:
        """The same of :meth:`steal`."""
        return self._settle(self._steal())

    def marshal(self, chunk: Chunk) -> bytes:
        """A chunk as bytes of ``marshal``."""
        rows = chunk.tuples
        if rows is None:
            raw = self._marshaller.raw(chunk.rows)
            if raw is not None:
                return raw
            rows = self._positional(chunk)
        return self._marshaller.dumps(rows, chunk.first)

    def convert(self, chunk: Chunk, column: int) -> bytes:
        """The bytes of a chunk once more: see :meth:`marshal_again`."""
        if column < 0:
            self._positional(chunk)
        else:
            self._marshaller.convert(column)
        return self.marshal(chunk)

    def positional(self, rows: list[Any]) -> list[tuple[Any, ...]]:
        """A chunk as exact tuples of the right length, up to the first row that is refused."""
        return self._positional(self._chunk_of(rows))

    def column(self, rows: list[Any], index: int, start: int) -> list[Any]:
        """The canonical values of a column of a chunk, up to the first that is refused."""
        return self.rows.column(rows, index, start, self._chunk_of(rows).first)

    def refusal(self) -> None:
        """Raises the error of the first row or value that was refused, if one was."""
        error = self.rows.failure()
        if error is not None:
            raise error

    def _collect(self, n: int) -> bool:
        """Whether there is a chunk, though all its rows may have been stolen."""
        rows, self._begun = self._begun, []
        with self._lock:
            self._open = rows
            before = self._handed_out
        error = None
        try:
            at_end = self._extend(rows, n - len(rows))
        except BaseException as raised:
            error = raised
        with self._lock:
            self._open = None
            self._taken = Chunk(rows, self._handed_out)
            self._handed_out += len(rows)
            collected = self._handed_out - before
        if error is not None:
            self._fail(error)
        elif at_end is None:
            self._is_at_end = collected < n
        else:
            self._is_at_end = at_end
        return collected > 0

    def _extend(self, rows: list[Any], n: int) -> bool | None:
        """Whether that was the end, if the source can tell."""
        if n <= 0:
            return None
        if self._extend_from is not None:
            at_end: bool = self._extend_from(rows, n, self._copied if self._is_careful else None)
            return at_end
        rows.extend(islice(self._iterator, n))
        return None

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, _RowRefused):
            assert self._bad_row is not None
            self.rows.refuse(self._handed_out, self._bad_row)
        else:
            self._failed = failure(self._source, "read", error)

    def _be_careful(self) -> None:
        self._is_careful = True
        if self._extend_from is None:
            self._iterator = map(self._copied, self._elements)

    def _copied(self, row: Any) -> tuple[Any, ...]:
        try:
            return self.rows.as_tuple(row)
        except BaseException as error:
            self._bad_row = error
            # Not itself: a StopIteration would be taken for the end.
            raise _RowRefused from None

    def _steal(self) -> Chunk:
        with self._lock:
            rows = self._open or []
            # A row that may change was copied, or stays: the source may already be writing its next
            # one into it.
            stolen = list(takewhile(is_kept, rows[:]))
            del rows[: len(stolen)]
            self._stolen = Chunk(stolen, self._handed_out)
            self._handed_out += len(stolen)
        return self._stolen

    def _chunk_of(self, rows: list[Any]) -> Chunk:
        stolen = self._stolen
        return stolen if rows is stolen.rows or rows is stolen.tuples else self._taken

    def _settle(self, chunk: Chunk) -> Chunk:
        # Cheaper than to ask of each: rows are tuples as a rule, and always once they are copied.
        if countOf(map(type, chunk.rows), tuple) < len(chunk.rows):
            self._positional(chunk)
        return chunk

    def _positional(self, chunk: Chunk) -> list[tuple[Any, ...]]:
        if not self._is_careful and not all(map(is_kept, chunk.rows)):
            self._be_careful()
        chunk.tuples = self.rows.positional(chunk.rows, chunk.first)
        return chunk.tuples


class _RowRefused(Exception):
    """Goes through the iterators from a row that was refused to whoever takes it."""
