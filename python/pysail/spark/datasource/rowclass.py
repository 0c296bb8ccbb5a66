"""Makes rows with the same names, nearly as fast as tuples are made."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

from .row import Row


def row_class(names: Sequence[str]) -> type[Row]:
    """A class of rows that have these names, for :func:`rows_of`.

    It is derived from PySpark's own ``Row``, if that is loaded by now, else from ours, and differs
    only in that the names are the class's, and not kept with each row. Its rows pickle and copy as
    rows of the class that it derives from.
    """
    base = getattr(sys.modules.get("pyspark.sql.types"), "Row", Row)
    body = {
        "__slots__": (),  # beyond the dictionary that its base has
        "__fields__": list(names),
        "__module__": base.__module__,
        "__qualname__": base.__qualname__,
        "__doc__": base.__doc__,
    }
    return type(base.__name__, (base,), body)


def rows_of(cls: type[Row], values: Iterable[Iterable[Any]]) -> Iterator[Any]:
    """Rows of such a class, each of as many values as it has names; made one by one.

    The class is not called: it has PySpark's ``__new__``, which is Python code.
    """
    return map(tuple.__new__, repeat(cls), values)
