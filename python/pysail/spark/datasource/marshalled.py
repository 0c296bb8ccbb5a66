"""Rows as the bytes of CPython's ``marshal``, which Java reads without the interpreter."""

from __future__ import annotations

import marshal
from typing import Any

from .rows import Rows

_VERSION = 4


class Marshaller:
    """Makes bytes of the rows of one partition.

    The bytes hold raw values in columns where Java may read them, and canonical ones in the others.
    What is there once stays for the rest of the partition.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._converted = {index for index, natural in enumerate(rows.natural) if not natural}

    def convert(self, index: int) -> None:
        """From now on a column has canonical values."""
        self._converted.add(index)

    def raw(self, rows: list[Any]) -> bytes | None:
        """The bytes of rows as they are, if nobody has to look at them before.

        Whoever decodes them sees whether they are tuples of the right length: to look at each here
        takes longer than to make the bytes.
        """
        if self._converted:
            return None
        try:
            return marshal.dumps(rows, _VERSION)
        except ValueError:
            return None

    def dumps(self, rows: list[tuple[Any, ...]], first: int) -> bytes:
        """The bytes of the rows before the first that is refused."""
        try:
            return marshal.dumps(self._canonical(rows, first), _VERSION)
        except ValueError:  # A subclass of int or str, or an object that marshal does not know.
            for index, column in enumerate(zip(*rows)):
                if not self._rows.columns[index].is_natural(column):
                    self._converted.add(index)
        return marshal.dumps(self._canonical(rows, first), _VERSION)

    def _canonical(self, rows: list[tuple[Any, ...]], first: int) -> list[tuple[Any, ...]]:
        if not self._converted or not rows:
            return rows
        kept = tuple(rows)  # What is converted may get hold of the list, and change it.
        columns = [
            self._rows.column(kept, index, 0, first) if index in self._converted else column
            for index, column in enumerate(zip(*kept))
        ]
        # A column ends before the value that was refused in it, and the shortest counts.
        complete = list(zip(*columns))
        if len(complete) < len(kept):
            self._find_earlier_columns(kept, len(complete), first)
        return complete

    def _find_earlier_columns(
        self, rows: tuple[tuple[Any, ...], ...], end: int, first: int
    ) -> None:
        """Refuses what is wrong in the raw values of the row that ends the rows.

        Whoever decodes them does not see it, and the first of its columns is to be told.
        """
        for index in range(len(rows[end])):
            if index not in self._converted:
                self._rows.column(rows[end : end + 1], index, 0, first + end)
