"""What a class can do, seen without making an object of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .counterpart import is_counterpart
from .errors import type_mismatch
from .reader import DataSourceReader
from .source import DataSource

THREE_METHODS = ("infer_schema", "plan_partitions", "read_partition")
_PROTOCOL_METHODS = ("reader", "writer", "streamReader", "simpleStreamReader", "streamWriter")


class Capabilities(NamedTuple):
    """What a data source class can do.

    ``filters`` is ``None`` where it cannot be known before there is a reader.
    """

    read: bool
    write: bool
    stream_read: bool
    stream_write: bool
    filters: bool | None
    three_method: bool


def capabilities_of(cls: type) -> Capabilities:
    """What ``cls`` can do, by the methods that it overrides or, without a base class, has."""
    three_method = not _missing_of_three(cls)
    return Capabilities(
        read=_has(cls, "reader") or three_method,
        write=_has(cls, "writer"),
        stream_read=_has(cls, "streamReader") or _has(cls, "simpleStreamReader"),
        stream_write=_has(cls, "streamWriter"),
        filters=_takes_filters(cls) if _has(cls, "reader") else False,
        three_method=three_method,
    )


def require_capable(cls: object) -> type:
    """Returns ``cls`` if it is a class that can read or write anything.

    Raises:
        PySparkTypeError: DATA_SOURCE_TYPE_MISMATCH, naming what is missing.
    """
    if not isinstance(cls, type):
        raise type_mismatch("a data source class", f"'{type(cls).__name__}'")
    capable = capabilities_of(cls)
    if capable.read or capable.write or capable.stream_read or capable.stream_write:
        return cls
    missing = _missing_of_three(cls)
    if len(missing) < len(THREE_METHODS):
        raise type_mismatch(
            f"a class with {', '.join(THREE_METHODS)}",
            f"'{cls.__qualname__}', which lacks {' and '.join(missing)}",
        )
    raise type_mismatch(
        f"a data source class with one of {', '.join(_PROTOCOL_METHODS)}, "
        f"or with all of {', '.join(THREE_METHODS)}",
        f"'{cls.__qualname__}', which has none of them",
    )


def has_own(reader: object, method: str) -> bool:
    """Whether a reader has a method that is more than the base class's declaration of it."""
    cls = type(reader)
    if hasattr(cls, method) and method not in getattr(reader, "__dict__", {}):
        return _overrides(cls, method, DataSourceReader)
    return callable(getattr(reader, method, None))


def _missing_of_three(cls: type) -> list[str]:
    return [name for name in THREE_METHODS if not callable(getattr(cls, name, None))]


def _has(cls: type, method: str) -> bool:
    return _overrides(cls, method, DataSource)


def _overrides(cls: type, method: str, declaring: type) -> bool:
    """Whether ``cls`` gets ``method`` from before the class that only declares it."""
    for base in cls.__mro__:
        if base is declaring or (
            base.__name__ == declaring.__name__ and is_counterpart(base, declaring)
        ):
            return False
        if method in vars(base):
            return callable(getattr(cls, method))
    return False


def _takes_filters(cls: Any) -> bool | None:
    readers = [cls] if callable(getattr(cls, "pushFilters", None)) else []
    readers += _classes_named_by(cls.reader)
    if not readers:
        return None
    return any(_overrides(reader, "pushFilters", DataSourceReader) for reader in readers)


def _classes_named_by(function: Any) -> Iterator[type]:
    """The reader classes that a method's code or annotation refers to by a global name."""
    code = getattr(function, "__code__", None)
    annotation = getattr(function, "__annotations__", {}).get("return")
    if isinstance(annotation, type):
        yield annotation
    for name in (*getattr(code, "co_names", ()), annotation):
        value = getattr(function, "__globals__", {}).get(name)
        if isinstance(value, type) and callable(getattr(value, "read", None)):
            yield value
