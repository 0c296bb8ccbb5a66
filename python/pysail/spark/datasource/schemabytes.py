"""A schema as bytes, for the JVM: the form of ``ArrowSchema.toBytes`` there.

A field is, with little-endian numbers of four bytes before each text or block to tell its length:
format string, name, flags (one byte, as in the C struct), metadata (the C Data interface's block),
the number of children and each child, and one byte that tells whether the field of a dictionary's
values follows.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from .arrow import Description, Metadata

_NULLABLE = 2
_length = struct.Struct("<i").pack


def schema_to_bytes(description: Sequence[Any]) -> bytes:
    """The bytes of a description (see :mod:`.arrow`)."""
    out = bytearray()
    _put(out, description)
    return bytes(out)


def schema_from_bytes(data: bytes) -> Description:
    """The description that has these bytes.

    Raises:
        ValueError: they are not those of a schema.
    """
    reader = _Reader(data)
    try:
        description = reader.field()
    except (IndexError, struct.error, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"the bytes of the schema are damaged: {error}") from None
    if reader.position != len(data):
        raise ValueError("the bytes of the schema are damaged: they go on after it")
    return description


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.position = 0
        self._data = data

    def field(self) -> Description:
        format_, name = self._block().decode(), self._block().decode()
        flags = self._byte()
        metadata = _Reader(self._block())._metadata()
        children = tuple(self.field() for _ in range(self._length()))
        dictionary = self.field() if self._byte() else None
        nullable = bool(flags & _NULLABLE)
        return (format_, name, nullable, children, metadata, dictionary, flags & ~_NULLABLE)

    def _metadata(self) -> Metadata:
        count = self._length() if self._data else 0
        return tuple((self._block(), self._block()) for _ in range(count))

    def _block(self) -> bytes:
        size = self._length()
        block = self._data[self.position : self.position + size]
        if len(block) < size:
            raise IndexError(f"a block of {size} bytes")
        self.position += size
        return block

    def _length(self) -> int:
        (length,) = struct.unpack_from("<i", self._data, self.position)
        if length < 0:
            raise IndexError(f"a length of {length}")
        self.position += 4
        return int(length)

    def _byte(self) -> int:
        self.position += 1
        return self._data[self.position - 1]


def _put(out: bytearray, description: Sequence[Any]) -> None:
    format_, name, nullable, children, metadata, dictionary, flags = description
    _put_block(out, format_.encode())
    _put_block(out, name.encode())
    out.append(flags | (_NULLABLE if nullable else 0))
    _put_block(out, _metadata(metadata))
    out += _length(len(children))
    for child in children:
        _put(out, child)
    out.append(dictionary is not None)
    if dictionary is not None:
        _put(out, dictionary)


def _metadata(pairs: Sequence[Sequence[bytes]]) -> bytes:
    if not pairs:
        return b""
    out = bytearray(_length(len(pairs)))
    for key, value in pairs:
        _put_block(out, key)
        _put_block(out, value)
    return bytes(out)


def _put_block(out: bytearray, block: bytes) -> None:
    out += _length(len(block))
    out += block
