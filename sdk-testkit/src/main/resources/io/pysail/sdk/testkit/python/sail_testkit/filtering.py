"""The sources of the contract that take filters: one table, and as many ways to answer.

Whatever a source takes, refuses or only says that it takes: the rows in the end are the same.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Callable

from pyspark.sql.datasource import DataSource, DataSourceReader, EqualTo, Filter, InputPartition
from pyspark.sql.types import StructType

from pysail.spark.datasource import Refused, row_filter
from pysail.spark.datasource.filterjson import literal_from

_NAN, _INF = float("nan"), float("inf")
_DECIMALS = ["0.00", "-1.20", "9999999999.99", None, "1.20", "1"]
_WIDE = ["0", "0.0000000001", "1E+27", None, "-1", "-1E-10"]
_DAYS = ["0001-01-01", "1970-01-01", "2024-02-29", None, "9999-12-31", "1969-12-31"]
_MOMENTS = [
    *("2024-02-29T12:34:56.123456", "0001-01-01T00:00:00", "9999-12-31T23:59:59.999999", None),
    *("1970-01-01T00:00:00", "2024-02-29T12:34:56.123457"),
]
_CLOCK = ["00:00", "23:59:59.999999", "12:00", None, "12:00:00.000001", "11:59:59"]
_SPANS = [0, -86_400_000_000, 86_400_000_000, None, 1, 10**15]
_NESTED = [(1, "x"), (None, "y"), (2, None), None, (None, None), (3, "")]


def _each(make: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    return [None if value is None else make(value) for value in values]


COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "id": ("LONG", [0, 1, 2, 3, 4, 5]),
    "flag": ("BOOLEAN", [True, False, None, True, False, None]),
    "tiny": ("BYTE", [0, -128, 127, None, 1, -1]),
    "small": ("SHORT", [0, -(2**15), 2**15 - 1, None, 1, -1]),
    "number": ("INT", [0, -(2**31), 2**31 - 1, None, 1, -1]),
    "big": ("LONG", [0, -(2**63), 2**63 - 1, None, 1, -1]),
    "single": ("FLOAT", [-0.0, 0.0, _NAN, None, _INF, 1.5]),
    "double": ("DOUBLE", [0.0, -0.0, _NAN, None, -_INF, 0.1]),
    "amount": ("DECIMAL(12,2)", _each(Decimal, _DECIMALS)),
    "wide": ("DECIMAL(38,10)", _each(Decimal, _WIDE)),
    "name": ("STRING", ["", "a", "ab%", None, "ä_\U0001f600", "\uffff"]),
    "data": ("BINARY", [b"", b"\x00", b"\xff", None, b"a\x00", b"a"]),
    "day": ("DATE", _each(dt.date.fromisoformat, _DAYS)),
    "at": ("TIMESTAMP", _each(dt.datetime.fromisoformat, _MOMENTS)),
    "local": ("TIMESTAMP_NTZ", _each(dt.datetime.fromisoformat, _MOMENTS)),
    "clock": ("TIME(6)", _each(dt.time.fromisoformat, _CLOCK)),
    "span": ("INTERVAL DAY TO SECOND", _each(lambda us: dt.timedelta(microseconds=us), _SPANS)),
    "months": ("INTERVAL YEAR TO MONTH", [0, -(2**31), 2**31 - 1, None, 1, 14]),
    "nested": ("STRUCT<a: INT, b: STRING>", _NESTED),
}
"""The table, unless an option says another one."""


class Table(DataSource):
    """A table whose reader has no ``pushFilters``; base of those that have it.

    Options:
        schema: The columns as DDL.
        rows: The rows as JSON: lists of literals as in the JSON of predicates.
        partitions: How many; 2 unless given.
    """

    def schema(self) -> str:
        names = (f"{name} {type_}" for name, (type_, _) in COLUMNS.items())
        return self.options.get("schema") or ", ".join(names)

    def rows(self) -> list[tuple[Any, ...]]:
        if "rows" in self.options:
            rows = json.loads(self.options["rows"])
            return [tuple(literal_from(literal) for literal in row) for row in rows]
        return list(zip(*[values for _, values in COLUMNS.values()]))

    def reader(self, schema: StructType) -> DataSourceReader:
        return TableReader(self)


class TableReader(DataSourceReader):
    """Applies the filters that it has taken, then leaves out columns, then stops."""

    def __init__(self, source: Any) -> None:
        self.schema = source.schema()
        self.rows = source.rows()
        self.parts = int(source.options.get("partitions", "2"))
        self.taken: list[Filter] = []
        self.positions: list[int] | None = None
        self.limit: int | None = None

    def partitions(self) -> list[InputPartition]:
        return [InputPartition(part) for part in range(self.parts)]

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        passes = row_filter(self.taken, self.schema)
        found = [row for row in self.rows[partition.value :: self.parts] if passes(row)]
        for row in found[: self.limit]:
            yield row if self.positions is None else tuple(row[at] for at in self.positions)


class Faithful(Table):
    """Takes every filter, ``And`` and ``Or`` too, and applies it."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return FaithfulReader(self)


class FaithfulReader(TableReader):
    """Takes everything."""

    supportsAndOr = True

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        self.taken = filters
        return []


class Undeclared(Table):
    """Takes every filter but those with ``And`` and ``Or``, which it does not declare."""

    def reader(self, schema: StructType) -> DataSourceReader:
        reader = FaithfulReader(self)
        reader.supportsAndOr = False
        return reader


class Unwilling(Table):
    """Takes no filter."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _UnwillingReader(self)


class _UnwillingReader(TableReader):
    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        return filters


class Some(Table):
    """Takes every second filter, and gives the others back by a generator, as equal objects."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _SomeReader(self)


class _SomeReader(TableReader):
    supportsAndOr = True

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        import copy

        self.taken = filters[::2]
        for each in filters[1::2]:
            yield copy.copy(each)


class Inexact(Table):
    """Takes every filter inexactly: it applies none."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _InexactReader(self)


class _InexactReader(TableReader):
    supportsAndOr = True
    inexactFilters = True

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        return []


class Refusing(Table):
    """Takes no filter, and says why."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _RefusingReader(self)


class _RefusingReader(TableReader):
    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        return [Refused(each, f"no index for {type(each).__name__}") for each in filters]


class Wavering(Table):
    """Does not pickle, and takes filters in every second plan only."""

    plans = 0

    def reader(self, schema: StructType) -> DataSourceReader:
        Wavering.plans += 1
        reader = FaithfulReader(self) if Wavering.plans % 2 else _UnwillingReader(self)
        reader.lock = threading.Lock()  # type: ignore[attr-defined]
        return reader


class Extraneous(Table):
    """Returns a filter that nobody offered."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _ExtraneousReader(self)


class _ExtraneousReader(TableReader):
    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        return [*filters, EqualTo(("nobody",), "asked")]


class Pruning(Table):
    """Takes filters, leaves out columns, and stops after the limit in each partition.

    Options:
        extra: The name of a column that is read whether it is needed or not.
        limit: What ``pushLimit`` returns; ``true`` unless given.
    """

    def reader(self, schema: StructType) -> DataSourceReader:
        return _PruningReader(self, schema)


class _PruningReader(FaithfulReader):
    def __init__(self, source: Any, schema: StructType) -> None:
        super().__init__(source)
        self.declared = schema
        self.extra = source.options.get("extra")
        self.takes_limit = source.options.get("limit", "true") == "true"

    def pruneColumns(self, required: StructType) -> StructType:
        names = list(required.names)
        if self.extra is not None and self.extra not in names:
            names.insert(0, self.extra)
        self.positions = [self.declared.names.index(name) for name in names]
        return StructType([self.declared[name] for name in names])

    def pushLimit(self, n: int) -> bool:
        if self.takes_limit:
            self.limit = n
        return self.takes_limit


class Asked(DataSource):
    """Gives the calls on its reader back as rows, of the columns ``id``, ``name`` and ``more``.

    Options:
        pruned: What ``pruneColumns`` returns, as DDL; nothing is pruned unless it is given.
        where: The call that raises an error.
    """

    def schema(self) -> str:
        return "id LONG, name STRING, more DOUBLE"

    def reader(self, schema: StructType) -> DataSourceReader:
        return _AskedReader(dict(self.options))


class _AskedReader(DataSourceReader):
    def __init__(self, options: dict[str, str]) -> None:
        self.options = options
        self.calls: list[str] = []
        self.names = ["id", "name", "more"]

    def note(self, method: str, *arguments: object) -> None:
        self.calls.append(f"{method}({', '.join(map(str, arguments))})")
        if self.options.get("where") == method:
            raise ValueError(f"no {method} today")

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        self.note("pushFilters", *filters)
        return []

    def inexactFilters(self) -> bool:
        self.note("inexactFilters")
        return False

    def pruneColumns(self, required: StructType) -> str | None:
        self.note("pruneColumns", *required.names)
        pruned = self.options.get("pruned")
        if pruned is not None:
            self.names = [column.split()[0] for column in pruned.split(",")]
        return pruned

    def pushLimit(self, n: int) -> bool:
        self.note("pushLimit", n)
        return True

    def partitions(self) -> list[InputPartition]:
        self.note("partitions")
        return [InputPartition(None)]

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        for number, call in enumerate(self.calls):
            values = {"id": number, "name": call, "more": number / 2}
            yield tuple(values[name] for name in self.names)
