"""Values of other libraries, recognised without importing one of them.

A value of numpy or pandas can only exist where the library is loaded already.
"""

from __future__ import annotations

import datetime as dt
import enum
import sys
from operator import index
from typing import Any

_OWN = frozenset(
    (
        *(bool, int, float, str, bytes, bytearray, memoryview, list, tuple, dict, set, frozenset),
        *(dt.date, dt.datetime, dt.time, dt.timedelta),
    )
)
"""Types of Python that stand for themselves."""


def unwrapped(value: Any) -> Any:
    """What a value stands for: an enum's member its value, a null of another library ``None``."""
    kind = type(value)
    if kind in _OWN:
        return value
    if issubclass(kind, enum.Enum):
        return unwrapped(value.value)
    if _is_null(value, kind):
        return None
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(kind, numpy.ndarray) and value.ndim == 0:
        return unwrapped(value[()])
    return value


def number(value: Any) -> Any:
    """A number of numpy as one of Python; anything else as it is."""
    kind = type(value)
    numpy = sys.modules.get("numpy")
    if numpy is None or not issubclass(kind, numpy.generic):
        return value
    if issubclass(kind, (numpy.datetime64, numpy.timedelta64)):
        return value  # Its number means nothing without the unit.
    if issubclass(kind, numpy.bool_):
        return bool(value)
    if issubclass(kind, numpy.integer):
        return index(value)
    if issubclass(kind, numpy.floating):
        plain = float(value)
        # Of these, only a long double may be finer than Python's.
        return plain if plain != plain or kind(plain) == value else value
    return value


def is_integer_kind(kind: type) -> bool:
    """Whether values of this type are integers of numpy."""
    numpy = sys.modules.get("numpy")
    return (
        numpy is not None
        and issubclass(kind, numpy.integer)
        and not issubclass(kind, numpy.timedelta64)
    )


def is_float_kind(kind: type) -> bool:
    """Whether values of this type are floats of numpy that are no finer than Python's."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and kind in (numpy.float64, numpy.float32, numpy.float16)


def is_record(value: Any) -> bool:
    """Whether a value is a scalar of numpy that has named fields."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and issubclass(type(value), numpy.void) and bool(value.dtype.names)


def is_array_kind(kind: type) -> bool:
    """Whether values of this type are arrays of numpy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and issubclass(kind, numpy.ndarray)


def array_items(array: Any) -> list[Any]:
    """The items of an array of numpy, which has one dimension or more."""
    # Of these, `tolist` would drop the unit or the names.
    if array.ndim > 1 or array.dtype.kind in "mMV":
        return list(array)
    items: list[Any] = array.tolist()
    return items


def is_pandas(kind: type, name: str) -> bool:
    """Whether a type is this class of pandas, or derives from it."""
    cls = getattr(sys.modules.get("pandas"), name, None)
    return isinstance(cls, type) and issubclass(kind, cls)


def _is_null(value: Any, kind: type) -> bool:
    pandas = sys.modules.get("pandas")
    if pandas is not None and (
        value is getattr(pandas, "NaT", pandas) or value is getattr(pandas, "NA", pandas)
    ):
        return True
    numpy = sys.modules.get("numpy")
    if numpy is None or not issubclass(kind, (numpy.generic, numpy.ndarray)):
        return False
    if issubclass(kind, (numpy.datetime64, numpy.timedelta64)):
        return bool(numpy.isnat(value))
    return kind.__name__ == "MaskedConstant"
