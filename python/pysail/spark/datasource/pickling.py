"""Pickles of readers, partitions and messages: by cloudpickle where the environment has it."""

from __future__ import annotations

import pickle
from typing import Any, Callable

from .errors import PySparkPicklingError


def dumps(value: Any) -> bytes:
    """The pickle of ``value``, which :func:`loads` reads in any process with the same modules.

    Raises:
        PySparkPicklingError: DATA_SOURCE_CANNOT_PICKLE, from whatever the attempt raised.
    """
    _, dump = pickler()
    try:
        return dump(value)
    except Exception as error:
        raise PySparkPicklingError(
            errorClass="DATA_SOURCE_CANNOT_PICKLE",
            messageParameters={
                "what": f"'{type(value).__qualname__}'",
                "msg": f"{type(error).__name__}: {error}",
            },
        ) from error


def loads(data: bytes) -> Any:
    """The value that :func:`dumps` pickled. The bytes are code: take them from nobody else."""
    return pickle.loads(data)


def pickler() -> tuple[str, Callable[[Any], bytes]]:
    """The name of the module that pickles here, and its function."""
    try:
        import cloudpickle
    except Exception:  # Absent, or broken: plain pickle does in nearly all cases.
        return "pickle", lambda value: pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return "cloudpickle", cloudpickle.dumps
