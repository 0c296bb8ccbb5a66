"""What ``read`` may give besides rows: Arrow data, and the frames that are such."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from .errors import invalid_return, schema_mismatch
from .foreign import is_pandas


def is_arrow(element: Any) -> bool:
    """Whether an element is Arrow data or a frame."""
    if is_pandas(type(element), "Series"):
        return False
    return (
        hasattr(element, "__arrow_c_array__")
        or hasattr(element, "__arrow_c_stream__")
        or is_pandas(type(element), "DataFrame")
        or _is_polars(element)
    )


def exported(element: Any) -> Any:
    """The capsules of Arrow data: a pair for an array, one for a stream; ``None`` if it has none.

    That is so for what is no Arrow data, and for a frame of pandas without pyarrow. A series of
    pandas, such as ``iterrows`` yields, has some: of one column, though it is meant as a row.
    """
    export = getattr(element, "__arrow_c_array__", None)
    if export is None:
        if is_pandas(type(element), "DataFrame"):
            # Its own capsule would carry the index as a column.
            pyarrow = _pyarrow()
            if pyarrow is None:
                return None
            element = pyarrow.Table.from_pandas(element, preserve_index=False)
        elif _is_polars(element) and not hasattr(element, "__arrow_c_stream__"):
            element = element.to_arrow()
        elif is_pandas(type(element), "Series"):
            return None
        export = getattr(element, "__arrow_c_stream__", None)
    return None if export is None else export()


def is_frame_of_rows(element: Any) -> bool:
    """Whether an element is a frame that has to be taken row by row."""
    return is_pandas(type(element), "DataFrame") and _pyarrow() is None


def rows_of_frames(
    source: str, names: list[str], first: Any, others: Iterator[Any]
) -> Iterator[tuple[Any, ...]]:
    """The rows of frames of pandas, their columns by name; what pandas calls missing is ``None``.

    Raises:
        PySparkRuntimeError: DATA_SOURCE_RETURN_SCHEMA_MISMATCH: a frame has other columns.
        PySparkTypeError: DATA_SOURCE_INVALID_RETURN_TYPE: something else follows a frame.
    """
    frame = first
    try:
        while True:
            columns = list(frame.columns)
            if len(columns) != len(names) or set(columns) != set(names):
                raise schema_mismatch(names, columns)
            if columns != names:
                frame = frame[names]
            plain = frame.astype(object).where(frame.notna(), None)
            yield from plain.itertuples(index=False, name=None)
            try:
                frame = next(others)
            except StopIteration:
                return
            if not is_pandas(type(frame), "DataFrame"):
                raise mixed(source, frame)
    finally:
        close = getattr(others, "close", None)
        if close is not None:
            close()


def mixed(source: str, element: Any) -> Exception:
    """The error of an element that is no Arrow data, after one that is."""
    return invalid_return(
        type(element).__name__,
        source,
        "Arrow record batches, tables, readers and frames, or anything with __arrow_c_array__ or "
        "__arrow_c_stream__, as the first one was: rows and batches may not be mixed",
    )


def _is_polars(element: Any) -> bool:
    cls = getattr(sys.modules.get("polars"), "DataFrame", None)
    return isinstance(cls, type) and issubclass(type(element), cls)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        return None
    return pyarrow
