"""Makes rows with the same names, as fast as tuples are made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from .row import Row


def row_maker(names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    """What makes a row with these names of as many values.

    The rows are those of PySpark's own class, if that is loaded by now, else of ours: of a subclass
    that differs only in that the names are its own, and not kept with each row. Such rows pickle
    and copy as rows of the class itself.
    """
    base = getattr(sys.modules.get("pyspark.sql.types"), "Row", Row)
    body = {
        "__slots__": (),  # beyond the dictionary that its base has
        "__fields__": list(names),
        "__module__": base.__module__,
        "__qualname__": base.__qualname__,
        "__doc__": base.__doc__,
    }
    return partial(tuple.__new__, type(base.__name__, (base,), body))
