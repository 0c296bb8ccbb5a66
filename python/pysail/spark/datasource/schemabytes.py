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

_NULLABLE = 2
_length = struct.Struct("<i").pack


def schema_to_bytes(description: Sequence[Any]) -> bytes:
    """The bytes of a description (see :mod:`.arrow`)."""
    out = bytearray()
    _put(out, description)
    return bytes(out)


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
