"""Arrow batches made with ctypes alone, so that no test needs pyarrow.

Their release functions are written in Python: whoever calls one takes the GIL, as numpy's memory
makes pyarrow do. A batch counts as open in :data:`open_batches` until it is released.
"""

from __future__ import annotations

import array
import collections
import ctypes
import itertools
import struct
from collections.abc import Sequence
from typing import Any

open_batches: dict[int, Any] = {}
"""What C still points to, by the number in ``private_data``."""

_numbers = itertools.count(1)

_forever: collections.deque[Any] = collections.deque(maxlen=10_000)
"""Structs that C reads once, soon after they are made: small, and kept for long enough."""


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _Stream(ctypes.Structure):
    pass


_ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))
_ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))
_ReleaseStream = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))
_GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema))
_GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))
_GetError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(_Stream))

_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", _ReleaseSchema),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", _ReleaseArray),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", _GetSchema),
    ("get_next", _GetNext),
    ("get_last_error", _GetError),
    ("release", _ReleaseStream),
    ("private_data", ctypes.c_void_p),
]

_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]

_NULLABLE = 2
_EIO = 5
_CODES = {"c": "b", "s": "h", "i": "i", "l": "q", "C": "B", "f": "f", "g": "d", "tdD": "i", "tsu:UTC": "q"}


@_ReleaseSchema
def _release_schema(pointer: Any) -> None:
    pointer.contents.release = _ReleaseSchema()


@_ReleaseArray
def _release_array(pointer: Any) -> None:
    open_batches.pop(pointer.contents.private_data, None)
    pointer.contents.release = _ReleaseArray()


class Batch:
    """Columns of numbers (by Arrow's format strings) and of texts (``u``), with ``None`` for null."""

    def __init__(self, columns: Sequence[tuple[str, str, Sequence[Any]]], length: int | None = None) -> None:
        self.columns = columns
        self.length = len(columns[0][2]) if length is None else length

    def __arrow_c_schema__(self) -> Any:
        kept: list[Any] = []
        schema = _schema(self.columns, kept)
        return _capsule(schema, b"arrow_schema", kept)

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        kept: list[Any] = []
        filled = _array(self.columns, self.length, kept)
        number = next(_numbers)
        filled.private_data = number
        filled.release = _release_array
        open_batches[number] = kept
        return self.__arrow_c_schema__(), _capsule(filled, b"arrow_array", None)


class Broken(Batch):
    """A batch whose array breaks the rules in one way.

    ``released``: it was taken already. ``columns``: it says that it has no children. ``length``:
    it is longer than its columns. ``buffers``: a column has too few. ``offsets``: texts end before
    they begin. ``inside``: one text ends far outside of its memory, though the last does not.
    """

    def __init__(self, how: str) -> None:
        super().__init__([("id", "l", [1, 2, 3]), ("name", "u", ["a", "b", "c"])])
        self._how = how

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        kept: list[Any] = []
        filled = _array(self.columns, self.length, kept)
        number = next(_numbers)
        filled.private_data = number
        filled.release = _release_array
        open_batches[number] = kept
        if self._how == "released":
            _release_array(ctypes.pointer(filled))
        elif self._how == "columns":
            filled.n_children = 0
        elif self._how == "length":
            filled.length = 1_000_000
        elif self._how == "buffers":
            filled.children[0].contents.n_buffers = 1
        elif self._how == "offsets":
            offsets = ctypes.cast(filled.children[1].contents.buffers[1], ctypes.POINTER(ctypes.c_int32))
            offsets[3] = -5
        elif self._how == "inside":
            offsets = ctypes.cast(filled.children[1].contents.buffers[1], ctypes.POINTER(ctypes.c_int32))
            offsets[1] = 1_000_000_000
        return self.__arrow_c_schema__(), _capsule(filled, b"arrow_array", None)


class Stream:
    """Batches as one Arrow stream; ``fail_at`` makes it report an error instead of that batch."""

    def __init__(self, batches: Sequence[Batch], fail_at: int | None = None) -> None:
        self._batches = batches
        self._fail_at = fail_at

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        kept: list[Any] = []
        position = itertools.count()
        message = ctypes.create_string_buffer(b"the disk is gone")

        def get_schema(stream: Any, out: Any) -> int:
            out[0] = _schema(self._batches[0].columns, kept)
            return 0

        def get_next(stream: Any, out: Any) -> int:
            index = next(position)
            if index == self._fail_at:
                return _EIO
            if index >= len(self._batches):
                out.contents.release = _ReleaseArray()
                return 0
            arrays: list[Any] = []
            filled = _array(self._batches[index].columns, self._batches[index].length, arrays)
            number = next(_numbers)
            filled.private_data = number
            filled.release = _release_array
            open_batches[number] = arrays
            out[0] = filled
            return 0

        def get_last_error(stream: Any) -> int:
            return ctypes.addressof(message)

        def release(pointer: Any) -> None:
            open_batches.pop(number, None)
            pointer.contents.release = _ReleaseStream()

        number = next(_numbers)
        stream = _Stream(_GetSchema(get_schema), _GetNext(get_next), _GetError(get_last_error))
        stream.release = _ReleaseStream(release)
        open_batches[number] = (stream, message, kept)
        return _capsule(stream, b"arrow_array_stream", stream)


def _schema(columns: Sequence[tuple[str, str, Sequence[Any]]], kept: list[Any]) -> _Schema:
    children = [
        _Schema(format.encode(), name.encode(), None, _NULLABLE, 0, None, None, _release_schema)
        for name, format, _ in columns
    ]
    pointers = (ctypes.POINTER(_Schema) * len(children))(*map(ctypes.pointer, children))
    kept.append((children, pointers))
    _forever.append((children, pointers))
    return _Schema(b"+s", b"", None, 0, len(children), pointers, None, _release_schema)


def _array(columns: Sequence[tuple[str, str, Sequence[Any]]], length: int, kept: list[Any]) -> _Array:
    children = [_column(format, values, kept) for _, format, values in columns]
    pointers = (ctypes.POINTER(_Array) * len(children))(*map(ctypes.pointer, children))
    buffers = (ctypes.c_void_p * 1)(None)
    kept.append((children, pointers, buffers))
    return _Array(length, 0, 0, 1, len(children), buffers, pointers, None)


def _column(format: str, values: Sequence[Any], kept: list[Any]) -> _Array:
    nulls = sum(value is None for value in values)
    bits = bytearray((len(values) + 7) // 8 or 1)
    for index, value in enumerate(values):
        if value is not None:
            bits[index // 8] |= 1 << index % 8
    data: list[Any]
    if format == "u":
        texts = [b"" if value is None else value.encode() for value in values]
        data = [
            struct.pack(f"{len(texts) + 1}i", *itertools.accumulate(map(len, texts), initial=0)),
            b"".join(texts),
        ]
    else:
        data = [array.array(_CODES[format], [0 if value is None else value for value in values]).tobytes()]
    memory = [ctypes.create_string_buffer(bytes(each), max(len(each), 8)) for each in [bits, *data]]
    buffers = (ctypes.c_void_p * len(memory))(*map(ctypes.addressof, memory))
    kept.append((memory, buffers))
    column = _Array(len(values), nulls, 0, len(memory), 0, buffers, None, None)
    column.release = _release_array
    return column


def _capsule(struct_: ctypes.Structure, name: bytes, kept: Any) -> Any:
    """A capsule without a destructor: the consumer moves the struct away, and its bytes stay here."""
    _forever.append(struct_)
    return _new_capsule(ctypes.addressof(struct_), name, None)
