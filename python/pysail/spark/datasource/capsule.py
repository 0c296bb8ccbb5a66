"""Arrow schemas of other libraries, through the Arrow PyCapsule interface and nothing else.

Reads the C struct behind ``__arrow_c_schema__`` into a description (see :mod:`.arrow`) and shows a
description as such a struct, so that every Arrow type passes, those included for which a library
has no constructor in Python, and pyarrow is needed for neither.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from .arrow import DICTIONARY_ORDERED, MAP_KEYS_SORTED, Description, Metadata

_NULLABLE = 2
_CAPSULE_NAME = b"arrow_schema"
_MAX_DEPTH = 200
_MAX_CHILDREN = 1 << 20


class _ArrowSchema(ctypes.Structure):
    pass


_Release = ctypes.CFUNCTYPE(None, ctypes.POINTER(_ArrowSchema))

_ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_ArrowSchema))),
    ("dictionary", ctypes.POINTER(_ArrowSchema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.restype = ctypes.c_void_p
pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


def describe(schema_like: Any) -> Description:
    """The description of any object with ``__arrow_c_schema__``.

    The struct stays the capsule's, which releases it when it is collected.

    Raises:
        ValueError: the struct is released or malformed.
    """
    return describe_capsule(schema_like.__arrow_c_schema__())


def describe_capsule(capsule: Any) -> Description:
    """The description of what a capsule holds."""
    return describe_at(pointer_of(capsule, _CAPSULE_NAME))


def describe_at(address: int) -> Description:
    """The description of the struct at an address."""
    return _describe(_ArrowSchema.from_address(address), 0)


class Exported:
    """A description as an object with ``__arrow_c_schema__``.

    Its memory is Python's and lives as long as the object, so a consumer must take what it needs
    before the object is dropped: only for calls that import the schema before they return.
    """

    def __init__(self, description: Description) -> None:
        self._kept: list[Any] = []
        self._root = self._build(description)

    def __arrow_c_schema__(self) -> Any:
        return new_capsule(ctypes.addressof(self._root), _CAPSULE_NAME, None)

    def _build(self, description: Description) -> _ArrowSchema:
        format_, name, nullable, children, metadata, dictionary, flags = description
        built = _ArrowSchema(
            format=format_.encode(),
            name=name.encode(),
            metadata=self._address_of(_encode(metadata)) if metadata else None,
            flags=flags | (_NULLABLE if nullable else 0),
            n_children=len(children),
            release=ctypes.cast(_mark_released, ctypes.c_void_p),
        )
        if children:
            pointers = [ctypes.pointer(self._build(child)) for child in children]
            built.children = (ctypes.POINTER(_ArrowSchema) * len(children))(*pointers)
        if dictionary is not None:
            built.dictionary = ctypes.pointer(self._build(dictionary))
        self._kept.append(built)
        return built

    def _address_of(self, data: bytes) -> int:
        buffer = ctypes.create_string_buffer(data, len(data))
        self._kept.append(buffer)
        return ctypes.addressof(buffer)


@_Release  # type: ignore[untyped-decorator]
def _mark_released(schema: Any) -> None:
    # Nothing to free, see Exported; the C Data interface asks for the mark.
    schema.contents.release = None


def _describe(schema: _ArrowSchema, depth: int) -> Description:
    if not schema.release:
        raise ValueError("the Arrow schema is already released")
    if depth > _MAX_DEPTH:
        raise ValueError(f"the Arrow schema nests deeper than {_MAX_DEPTH} levels")
    count = schema.n_children
    if schema.format is None or not 0 <= count <= _MAX_CHILDREN or (count and not schema.children):
        raise ValueError(f"the Arrow schema is malformed: {count} children, format {schema.format}")
    children = tuple(_describe(schema.children[i].contents, depth + 1) for i in range(count))
    dictionary = _describe(schema.dictionary.contents, depth + 1) if schema.dictionary else None
    return (
        schema.format.decode(),
        (schema.name or b"").decode(),
        bool(schema.flags & _NULLABLE),
        children,
        _decode(schema.metadata) if schema.metadata else (),
        dictionary,
        schema.flags & (DICTIONARY_ORDERED | MAP_KEYS_SORTED),
    )


def _encode(metadata: Metadata) -> bytes:
    parts = [struct.pack("=i", len(metadata))]
    for text in (text for pair in metadata for text in pair):
        parts += [struct.pack("=i", len(text)), text]
    return b"".join(parts)


def _decode(address: int) -> Metadata:
    position = address

    def take(size: int) -> bytes:
        nonlocal position
        if size < 0:
            raise ValueError(f"the metadata of the Arrow schema is malformed: a length of {size}")
        taken = ctypes.string_at(position, size)
        position += size
        return taken

    def take_int() -> int:
        number: int = struct.unpack("=i", take(4))[0]
        return number

    return tuple((take(take_int()), take(take_int())) for _ in range(take_int()))
