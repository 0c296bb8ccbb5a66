"""PySpark's Data Source API for the Sail data source SDK, without PySpark.

The names of ``pyspark.sql.datasource`` and ``pyspark.sql.streaming.datasource`` with the same
signatures, and some that PySpark does not have: :func:`register`, :class:`DataSourceError`,
:class:`WriteResult`, the filters :class:`And` and :class:`Or`, :class:`Refused`,
:func:`row_filter`. Spark's types are in :mod:`.types`, exceptions in :mod:`.errors`.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

from .environment import refuse_upstream as _refuse_upstream

_refuse_upstream(globals().get("__file__"))

# After the check, which is to be seen before anything that a mixed installation breaks.
from .arrow import from_arrow_schema, to_arrow_schema  # noqa: E402
from .discovery import register  # noqa: E402
from .errors import DataSourceError  # noqa: E402
from .options import CaseInsensitiveDict  # noqa: E402
from .reader import DataSourceReader, InputPartition  # noqa: E402
from .row import Row  # noqa: E402
from .source import DataSource  # noqa: E402
from .stream import DataSourceStreamReader, SimpleDataSourceStreamReader  # noqa: E402
from .taskcontext import TaskContext  # noqa: E402
from .types import StructField, StructType  # noqa: E402
from .writer import (  # noqa: E402
    DataSourceArrowWriter,
    DataSourceStreamArrowWriter,
    DataSourceStreamWriter,
    DataSourceWriter,
    WriterCommitMessage,
    WriteResult,
)

if TYPE_CHECKING:
    from .filters import (
        And,
        ColumnPath,
        EqualNullSafe,
        EqualTo,
        Filter,
        GreaterThan,
        GreaterThanOrEqual,
        In,
        IsNotNull,
        IsNull,
        LessThan,
        LessThanOrEqual,
        Not,
        Or,
        Refused,
        StringContains,
        StringEndsWith,
        StringStartsWith,
    )
    from .limits import (
        ReadAllAvailable,
        ReadLimit,
        ReadMaxBytes,
        ReadMaxFiles,
        ReadMaxRows,
        ReadMinRows,
        SupportsTriggerAvailableNow,
    )
    from .matching import row_filter

__all__ = [
    "And",
    "CaseInsensitiveDict",
    "ColumnPath",
    "DataSource",
    "DataSourceArrowWriter",
    "DataSourceError",
    "DataSourceReader",
    "DataSourceStreamArrowWriter",
    "DataSourceStreamReader",
    "DataSourceStreamWriter",
    "DataSourceWriter",
    "EqualNullSafe",
    "EqualTo",
    "Filter",
    "GreaterThan",
    "GreaterThanOrEqual",
    "In",
    "InputPartition",
    "IsNotNull",
    "IsNull",
    "LessThan",
    "LessThanOrEqual",
    "Not",
    "Or",
    "ReadAllAvailable",
    "ReadLimit",
    "ReadMaxBytes",
    "ReadMaxFiles",
    "ReadMaxRows",
    "ReadMinRows",
    "Refused",
    "Row",
    "SimpleDataSourceStreamReader",
    "StringContains",
    "StringEndsWith",
    "StringStartsWith",
    "StructField",
    "StructType",
    "SupportsTriggerAvailableNow",
    "TaskContext",
    "WriteResult",
    "WriterCommitMessage",
    "from_arrow_schema",
    "register",
    "row_filter",
    "to_arrow_schema",
]


def __getattr__(name: str) -> Any:
    # These are dataclasses, which take longer to make than all the rest, and few sources need them.
    if name in __all__:
        for module in ("filters", "limits", "matching"):
            value = getattr(_import_module(f".{module}", __name__), name, None)
            if value is not None:
                globals()[name] = value
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
