"""The structs of the Arrow C Data interface, by their addresses."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from pysail.spark.datasource.arrow import Description
from pysail.spark.datasource.capsule import describe_at, pointer_of

_MOST = 1 << 20

_ARRAY = struct.Struct("@qqqqqPPPPP")
RELEASE_OFFSET = 64
_SCHEMA_SIZE = 72
_SCHEMA_RELEASE = 56
_POINTER = ctypes.sizeof(ctypes.c_void_p)

ARRAY_CAPSULE = b"arrow_array"
STREAM_CAPSULE = b"arrow_array_stream"

_Release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_Get = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_GetText = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)

_is_valid = ctypes.pythonapi.PyCapsule_IsValid
_is_valid.restype = ctypes.c_int
_is_valid.argtypes = [ctypes.py_object, ctypes.c_char_p]


class MalformedError(ValueError):
    """Arrow data breaks the rules."""

    def getCondition(self) -> str:
        """PySpark's name for it."""
        return "DATA_SOURCE_INVALID_RETURN_TYPE"


class Array:
    """A struct ``ArrowArray``, as it is now. Its memory is whoever's it was."""

    __slots__ = (
        "_buffers",
        "_children",
        "_dictionary",
        "length",
        "n_buffers",
        "n_children",
        "null_count",
        "offset",
    )

    def __init__(self, address: int) -> None:
        (
            self.length,
            self.null_count,
            self.offset,
            self.n_buffers,
            self.n_children,
            self._buffers,
            self._children,
            self._dictionary,
            release,
            _,
        ) = _ARRAY.unpack(ctypes.string_at(address, _ARRAY.size))
        numbers = (self.length, self.offset, self.n_buffers, self.n_children)
        if not release or min(numbers) < 0 or max(self.n_buffers, self.n_children) > _MOST:
            raise MalformedError(f"the Arrow array is released or malformed: it has {self}")

    def buffers(self) -> list[int | None]:
        """The addresses of the buffers."""
        return list((ctypes.c_void_p * self.n_buffers).from_address(self._buffers))

    def child(self, index: int) -> Array:
        """A child."""
        return Array(self._pointer(self._children + index * _POINTER))

    def dictionary(self) -> Array | None:
        """The dictionary, if it has one."""
        return Array(self._dictionary) if self._dictionary else None

    def _pointer(self, address: int) -> int:
        pointer = ctypes.c_void_p.from_address(address).value
        if pointer is None:
            raise MalformedError("the Arrow array is malformed: a child is missing")
        return pointer

    def __str__(self) -> str:
        return (
            f"length {self.length}, offset {self.offset}, {self.n_buffers} buffers, "
            f"{self.n_children} children"
        )


class Given:
    """An array that was given as a capsule, until it is released.

    Attributes:
        array: What it is.
    """

    def __init__(self, capsule: Any) -> None:
        self._kept = capsule
        self._address = pointer_of(capsule, ARRAY_CAPSULE)
        self.array = Array(self._address)

    def release(self) -> None:
        """Releases it, whatever its capsule would do."""
        release(self._address, RELEASE_OFFSET)


class Stream:
    """A stream that was given as a capsule, until it is released."""

    def __init__(self, capsule: Any) -> None:
        self._kept = capsule
        self._address = pointer_of(capsule, STREAM_CAPSULE)
        functions = (ctypes.c_void_p * 5).from_address(self._address)
        get_schema, get_next, get_last_error, released, _ = functions
        if not (get_schema and get_next and get_last_error and released):
            raise MalformedError("the Arrow stream is already released")
        self._get_schema, self._get_next = _Get(get_schema), _Get(get_next)
        self._get_last_error = _GetText(get_last_error)
        self._current = ctypes.create_string_buffer(_ARRAY.size)

    def description(self) -> Description:
        """The schema of its batches.

        Raises:
            StreamFailed: the stream says so.
        """
        schema = ctypes.create_string_buffer(_SCHEMA_SIZE)
        address = ctypes.addressof(schema)
        self._check(self._get_schema(self._address, address))
        try:
            return describe_at(address)
        finally:
            release(address, _SCHEMA_RELEASE)

    def next(self) -> Array | None:
        """The next batch, which lives until :meth:`release_current`; ``None`` at the end.

        Raises:
            StreamFailed: the stream says so.
        """
        address = ctypes.addressof(self._current)
        ctypes.memset(address, 0, _ARRAY.size)
        self._check(self._get_next(self._address, address))
        if not ctypes.c_void_p.from_address(address + RELEASE_OFFSET).value:
            return None
        return Array(address)

    def release_current(self) -> None:
        """Releases what :meth:`next` gave, if it was not yet."""
        release(ctypes.addressof(self._current), RELEASE_OFFSET)

    def release(self) -> None:
        """Releases the stream."""
        self.release_current()
        release(self._address, 3 * _POINTER)

    def _check(self, code: int) -> None:
        if code:
            told = self._get_last_error(self._address)
            text = told.decode("utf-8", "replace") if told else f"error {code}"
            raise StreamFailed(text)


class StreamFailed(Exception):
    """A stream of Arrow data could not give the next."""


def is_stream(capsule: Any) -> bool:
    """Whether a capsule holds a stream."""
    return bool(_is_valid(capsule, STREAM_CAPSULE))


def release(address: int, offset: int) -> None:
    """Calls the function for it that a struct has, unless it was called."""
    function = ctypes.c_void_p.from_address(address + offset).value
    if function:
        _Release(function)(address)
