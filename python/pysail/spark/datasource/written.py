"""The rows that a writer gets, of bytes that Java made of a batch."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from .failure import OperationError, failure
from .natural import naturalised
from .rowclass import row_class, rows_of

if TYPE_CHECKING:
    Assemble = Callable[[tuple[Any, ...], list[list[Any]]], None]


class RowMaker:
    """Makes rows for one writer, chunk by chunk.

    Whoever loads PySpark does so before: its ``Row`` is used if it is there.

    Attributes:
        count: How many rows the last chunk has, those that fail included.
        failed: What the source was told instead of a row, which it may not have passed on.
    """

    def __init__(
        self, source: str, description: Sequence[Any], assemble: Assemble | None = None
    ) -> None:
        """Prepares for rows of a source, with the columns of a description (see :mod:`.arrow`).

        ``assemble`` makes the rows of a chunk in place of Python. Called with a row as a template
        and the list of columns, it makes the list of the first column one of rows, and empties the
        others.
        """
        self._source = source
        self._names = [str(child[1]) for child in description[3]]
        self._columns = [naturalised(child) for child in description[3]]
        self._class = row_class(self._names)
        self._assemble = assemble
        self._template = tuple.__new__(self._class, (None,) * len(self._names))
        self.count = 0
        self.failed: OperationError | None = None

    def rows(self, data: bytes, first: int) -> Iterator[Any]:
        """The rows of a chunk.

        The values of columns that need it are converted at once. A value that has no natural one
        fails when its row is asked for, after all rows before it.

        Args:
            data: What ``RowEncoder`` of Java made.
            first: The number of the first row, for messages.

        Raises:
            OperationError: while iterating, DATA_SOURCE_VALUE_CONVERSION with row and column.
        """
        columns = marshal.loads(data)
        if not self._columns:
            (self.count,) = columns
            return rows_of(self._class, repeat((), self.count))
        natural = []
        end = self.count = len(columns[0])
        error = None
        for name, convert, values in zip(self._names, self._columns, columns):
            done, refusal = convert.column(values)
            natural.append(done)
            if refusal is not None and len(done) < end:
                end = len(done)
                place = refusal.path(name)
                error = failure(self._source, "write", refusal.error, first + end, place)
        rows = self._rows(natural, end)
        return rows if error is None else chain(rows, self._raising(error))

    def _rows(self, columns: list[list[Any]], count: int) -> Iterator[Any]:
        if self._assemble is None:
            return rows_of(self._class, zip(*columns))
        for column in columns:
            del column[count:]
        self._assemble(self._template, columns)
        return iter(columns[0])

    def _raising(self, error: OperationError) -> Iterator[Any]:
        yield from ()
        self.failed = error
        try:
            raise error
        finally:
            del error  # Its traceback leads to this frame.
