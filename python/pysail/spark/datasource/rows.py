"""Rows of a source, in whatever form they come, to what Java makes Arrow columns of.

A *chunk* is a list of some rows, one after the other. Rows are counted from 0 in their partition,
and ``first`` is the number of a chunk's first row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from .elements import is_arrow
from .errors import PySparkValueError, invalid_return, schema_mismatch
from .failure import OperationError, failure
from .foreign import array_items, is_array_kind, is_record
from .nested import dataclass_names
from .refused import refusal_of
from .values import Convert, converter

_FORMS = "tuple, list, `pyspark.sql.types.Row`, dict, dataclass"
_NO_ROWS = (str, bytes, bytearray, memoryview, range)


class Refusal(NamedTuple):
    """The row, or a cell of it, that ends a partition.

    Attributes:
        number: That of the row in the partition.
        position: That of its column; -1 if the row itself is refused.
        column: The column, and where in its value; ``None`` if the row itself is refused.
        error: Why.
    """

    number: int
    position: int
    column: str | None
    error: BaseException


class Rows:
    """The rows of one partition; not thread-safe, but for the GIL.

    Attributes:
        names: The names of the columns.
        columns: How their values are converted.
        natural: Whether Java may read the raw values of a column, as long as they are of its exact
            type and fit; else they always go through :meth:`column`.
        refused: The first of what was refused, in the order of rows and then of columns.
    """

    def __init__(self, name: str, description: Sequence[Any]) -> None:
        self._source = name
        self.names = [str(child[1]) for child in description[3]]
        self.columns: list[Convert] = [converter(child) for child in description[3]]
        self.natural = [column.natural is not None for column in self.columns]
        self.refused: Refusal | None = None
        self._width = len(self.names)
        self._known = frozenset(self.names)
        self._picked = _picker(self.names)
        self._dataclasses: set[type] = set()
        # In one piece: while rows are stolen, another thread makes rows positional, too.
        self._last_order: tuple[tuple[Any, ...] | None, Sequence[int]] = (None, ())

    def positional(self, chunk: Sequence[Any], first: int = 0) -> list[tuple[Any, ...]]:
        """The rows as exact tuples of the right length, up to the first that is refused."""
        if set(map(type, chunk)) <= {tuple} and set(map(len, chunk)) <= {self._width}:
            return list(chunk)
        rows: list[tuple[Any, ...]] = []
        end = _reused(chunk)
        try:
            for row in islice(chunk, end):
                rows.append(self.as_tuple(row))
            if end < len(chunk):
                self.as_tuple(chunk[end])
                raise _reuse(chunk[end])
        except BaseException as error:
            self.refuse(first + len(rows), error)
        return rows

    def as_tuple(self, row: Any) -> tuple[Any, ...]:
        """One row as an exact tuple of the right length.

        Raises:
            PySparkRuntimeError: DATA_SOURCE_RETURN_SCHEMA_MISMATCH, for its length or names.
            PySparkTypeError: DATA_SOURCE_INVALID_RETURN_TYPE, for its type.
        """
        kind = type(row)
        if kind is dict and len(row) == self._width == len(self._known):
            try:
                return self._picked(row)
            except KeyError:  # told below
                pass
        values = row if kind is tuple or kind is list else self._values(row, kind)
        if len(values) != self._width:
            raise schema_mismatch(self._width, len(values))
        # Once more if it changed meanwhile: a list may be another thread's.
        copied = tuple(values)
        if len(copied) != self._width:
            raise schema_mismatch(self._width, len(copied))
        return copied

    def column(
        self, chunk: Sequence[Sequence[Any]], index: int, start: int, first: int = 0
    ) -> list[Any]:
        """The canonical values of a column from row ``start`` of a chunk, up to a refused one."""
        values = list(map(itemgetter(index), islice(chunk, start, None)))
        converted, refusal = self.columns[index].column(values)
        if refusal is not None:
            row = first + start + len(converted)
            self.refuse(row, refusal.error, index, refusal.path(self.names[index]))
        return converted

    def refuse(
        self, row: int, error: BaseException, index: int = -1, column: str | None = None
    ) -> None:
        """Remembers a refusal, unless there is an earlier one."""
        refusal_of(error)
        if self.refused is None or (row, index) < self.refused[:2]:
            self.refused = Refusal(row, index, column, error)

    def failure(self) -> OperationError | None:
        """The error of what was refused, if something was."""
        if self.refused is None:
            return None
        row, _, column, error = self.refused
        return failure(self._source, "read", error, row, column)

    def _values(self, row: Any, kind: type) -> Sequence[Any]:
        """The values in the order of the columns, or as many as there are if these differ."""
        if kind in self._dataclasses:
            return [getattr(row, name) for name in self.names]
        if issubclass(kind, tuple):
            values = tuple(row)
            if not hasattr(row, "__fields__"):
                return values
            if len(values) != self._width:
                raise schema_mismatch(self._width, len(values))
            return [values[i] for i in self._order_of(tuple(row.__fields__))]
        if issubclass(kind, list):
            return list(row)
        if is_arrow(row):
            supported = f"{_FORMS}, as the first one was: rows and batches may not be mixed"
            raise invalid_return(kind.__name__, self._source, supported)
        if issubclass(kind, Mapping):
            names = list(row)
            return [row[names[i]] for i in self._order_of(tuple(names))]
        if hasattr(kind, "__dataclass_fields__"):
            self._order_of(tuple(dataclass_names(kind)))
            self._dataclasses.add(kind)
            return [getattr(row, name) for name in self.names]
        if is_record(row):
            names = row.dtype.names
            return [row[names[i]] for i in self._order_of(names)]
        if is_array_kind(kind) and row.ndim:
            return array_items(row)
        if not issubclass(kind, _NO_ROWS) and issubclass(kind, Sequence):
            return list(row)
        raise invalid_return(kind.__name__, self._source, _FORMS)

    def _order_of(self, names: tuple[Any, ...]) -> Sequence[int]:
        """Where each column is among these names."""
        last_names, order = self._last_order
        if names == last_names:
            return order
        order = range(self._width)
        if names != tuple(self.names):
            unique = len(self._known) == self._width
            if len(names) != self._width or self._known != set(names) or not unique:
                shown = list(names) if len(names) < 1000 else len(names)
                raise schema_mismatch(self.names, shown)
            order = [names.index(name) for name in self.names]
        self._last_order = names, order
        return order


def _picker(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gets the values of these names, of which there may be one or none."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple(row[name] for name in names)


def is_kept(row: Any) -> bool:
    """Whether a row will stay as it is, whatever its source does next."""
    return issubclass(type(row), tuple)


def _reused(chunk: Sequence[Any]) -> int:
    """The first row whose object is a later row, too, so that nobody knows what it was."""
    seen: dict[int, int] = {}
    end = len(chunk)
    for i, row in enumerate(chunk):
        if not is_kept(row):
            before = seen.setdefault(id(row), i)
            if before < i:
                end = min(end, before)
    return end


def _reuse(row: Any) -> Exception:
    return PySparkValueError(
        f"a '{type(row).__name__}' was yielded as two rows, after rows that are tuples: what it "
        "held as the first of them is lost. Yield a new object for each row.",
        errorClass="DATA_SOURCE_INVALID_RETURN_TYPE",
    )
