"""What the JVM, the supervisor and its workers say to each other: messages in frames.

A frame is ``u32 length of payload | u8 type | u8 flags | u16 zero | u32 stream | payload``, little
endian. A message longer than a frame goes on in the next ones of its type and stream.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

SETUP = 1
SPAWN = 2
SIGNAL = 3
READY = 16
SPAWNED = 17
EXITED = 18
NOT_SPAWNED = 19
OUTPUT = 20
HELLO = 32
CALL = 40
ANSWER = 41
ERROR = 42
POOL = 43
CANCEL = 44
ROWS = 48
BATCH = 49
NEED = 51
SEGMENT = 52
DONE = 53
SCHEMA = 54
STARTED = 55
CREDIT = 56
AGAIN = 57
PULL = 58
INPUT_ROWS = 59
INPUT_BATCH = 60
INPUT_END = 61

MORE = 0x80
"""The flag of a frame whose message goes on."""

MOST_IN_FRAME = 16 << 20
MOST_IN_MESSAGE = 256 << 20
_DEEPEST = 64

BROKEN_PROTOCOL = 70
"""The status of a process that was told nonsense: EX_SOFTWARE."""

_HEADER = struct.Struct("<IBBHI")
_LENGTH = struct.Struct("<I")


class ProtocolError(BaseException):
    """What arrived makes no sense: whoever sent it cannot be talked to any more.

    No ``Exception``, since it is no failure of a call: the process ends.
    """


class Message(NamedTuple):
    """A whole message."""

    type: int
    flags: int
    stream: int
    payload: bytes

    def json(self) -> dict[str, Any]:
        """The payload, if it is JSON without blobs.

        Raises:
            ProtocolError: it is not.
        """
        return _object(self.payload)

    def json_and_blobs(self) -> tuple[dict[str, Any], list[bytes]]:
        """The payload, if it is JSON with blobs.

        Raises:
            ProtocolError: it is not.
        """
        payload = self.payload
        if len(payload) < _LENGTH.size:
            raise ProtocolError(f"a message of {len(payload)} bytes has no room for its JSON")
        (length,) = _LENGTH.unpack_from(payload)
        position = _LENGTH.size + length
        if position > len(payload):
            raise ProtocolError(f"a JSON of {length} bytes in a message of {len(payload)}")
        told = _object(payload[_LENGTH.size : position])
        lengths = told.pop("blobs", [])
        if not _are_lengths(lengths) or position + sum(lengths) != len(payload):
            raise ProtocolError("the lengths of a message's blobs are not those of its bytes")
        blobs = []
        for length in lengths:
            blobs.append(payload[position : position + length])
            position += length
        return told, blobs


def encode(type_: int, stream: int, payload: bytes = b"", flags: int = 0) -> bytes:
    """The frames of a message.

    Raises:
        ValueError: it is longer than a message may be.
    """
    if len(payload) <= MOST_IN_FRAME:
        return _HEADER.pack(len(payload), type_, flags, 0, stream) + payload
    if len(payload) > MOST_IN_MESSAGE:
        raise ValueError(f"{len(payload)} bytes are more than a message may have")
    frames = bytearray()
    for start in range(0, len(payload), MOST_IN_FRAME):
        part = payload[start : start + MOST_IN_FRAME]
        more = MORE if start + len(part) < len(payload) else 0
        frames += _HEADER.pack(len(part), type_, flags | more, 0, stream)
        frames += part
    return bytes(frames)


def to_json(told: Mapping[str, Any]) -> bytes:
    """The payload of a message that is JSON."""
    # Any text can be said in ASCII, lone surrogates included.
    return json.dumps(told, separators=(",", ":")).encode()


def with_blobs(told: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """The payload of a message that is JSON with blobs."""
    if blobs:
        told = {**told, "blobs": [len(blob) for blob in blobs]}
    text = to_json(told)
    return b"".join((_LENGTH.pack(len(text)), text, *blobs))


class Decoder:
    """Makes messages of the bytes that arrive, however they are cut.

    It keeps no more than one unfinished frame and the parts of unfinished messages, and refuses a
    length before there is memory for it.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._parts: dict[tuple[int, int], bytearray] = {}
        self._kept = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that these bytes complete.

        Raises:
            ProtocolError: they are no frames.
        """
        self._buffer += data
        position = 0
        try:
            while len(self._buffer) - position >= _HEADER.size:
                length, type_, flags, zero, stream = _HEADER.unpack_from(self._buffer, position)
                if zero or length > MOST_IN_FRAME:
                    raise ProtocolError(f"no frame begins with {length} bytes, {type_}, {zero}")
                end = position + _HEADER.size + length
                if end > len(self._buffer):
                    return
                payload = bytes(memoryview(self._buffer)[position + _HEADER.size : end])
                position = end
                message = self._joined(Message(type_, flags, stream, payload))
                if message is not None:
                    yield message
        finally:
            del self._buffer[:position]

    def _joined(self, frame: Message) -> Message | None:
        key = frame.type, frame.stream
        more = frame.flags & MORE
        if not more and key not in self._parts:
            return frame
        parts = self._parts.setdefault(key, bytearray())
        parts += frame.payload
        self._kept += len(frame.payload)
        if self._kept > MOST_IN_MESSAGE or len(self._parts) > _DEEPEST:
            raise ProtocolError(f"a message of more than {MOST_IN_MESSAGE} bytes")
        if more:
            return None
        self._kept -= len(parts)
        del self._parts[key]
        return frame._replace(payload=bytes(parts))


def _object(text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"no JSON: {error}") from None
    if not isinstance(told, dict):
        raise ProtocolError("the JSON of a message is an object")
    level: list[Any] = [told]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return told
    raise ProtocolError(f"JSON that nests deeper than {_DEEPEST} levels")


def _inner(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def _are_lengths(lengths: Any) -> bool:
    return isinstance(lengths, list) and all(type(each) is int and each >= 0 for each in lengths)
