"""The bytes of messages, whatever they are."""

from __future__ import annotations

import json
import random

import pytest

from pysail.spark.datasource.worker.frames import (
    MORE,
    MOST_IN_FRAME,
    Decoder,
    Message,
    ProtocolError,
    encode,
    with_blobs,
)


def decoded(data, step=1 << 20):
    decoder = Decoder()
    return [m for i in range(0, len(data), step) for m in decoder.feed(data[i : i + step])]


def test_messages_are_the_same_however_they_are_cut():
    data = encode(40, 7, b"abc") + encode(41, 1 << 31, b"", flags=3) + encode(20, 0, b"x" * 1000)
    expected = [
        Message(40, 0, 7, b"abc"),
        Message(41, 3, 1 << 31, b""),
        Message(20, 0, 0, b"x" * 1000),
    ]
    for step in (1, 2, 11, 12, 13, 500, 5000):
        assert decoded(data, step) == expected


def test_message_longer_than_a_frame_is_joined_and_others_may_come_between():
    payload = random.Random(1).randbytes(MOST_IN_FRAME) + b"the rest"
    data = encode(40, 1, payload, flags=2)
    first = 12 + MOST_IN_FRAME
    assert decoded(data[:first] + encode(44, 2) + data[first:]) == [
        Message(44, 0, 2, b""),
        Message(40, 2, 1, payload),
    ]


def test_frame_that_is_too_long_is_refused_before_it_has_come():
    with pytest.raises(ProtocolError):
        decoded((MOST_IN_FRAME + 1).to_bytes(4, "little") + bytes(8))


def test_message_that_is_too_long_is_refused():
    frame = encode(40, 1, bytes(MOST_IN_FRAME), flags=MORE)
    decoder = Decoder()
    with pytest.raises(ProtocolError):
        for _ in range(17):
            list(decoder.feed(frame))
    with pytest.raises(ValueError, match="more than a message may have"):
        encode(40, 1, bytes((256 << 20) + 1))


def test_messages_that_never_end_are_refused():
    decoder = Decoder()
    with pytest.raises(ProtocolError):
        for stream in range(100):
            list(decoder.feed(encode(40, stream, b"", flags=MORE)))


def test_json_and_blobs_come_back():
    told = {"a": [1, {"b": None}], "text": "ß\ud800"}
    for blobs in ([], [b""], [b"one", b"", b"three" * 1000]):
        assert Message(40, 0, 0, with_blobs(told, blobs)).json_and_blobs() == (told, blobs)


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"nonsense", b"\xff", b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", b"[" * 200000],
)
def test_other_json_is_refused(text):
    with pytest.raises(ProtocolError):
        Message(40, 0, 0, text).json()


@pytest.mark.parametrize("lengths", [[4], [-1, 4], ["3"], 3, None, [True, 2], [1 << 62]])
def test_lengths_that_are_not_those_of_the_blobs_are_refused(lengths):
    text = json.dumps({"blobs": lengths}).encode()
    with pytest.raises(ProtocolError):
        Message(40, 0, 0, len(text).to_bytes(4, "little") + text + b"abc").json_and_blobs()


@pytest.mark.parametrize("seed", range(50))
def test_damaged_bytes_are_messages_or_refused(seed):
    dice = random.Random(seed)
    data = bytearray(
        b"".join(
            encode(
                dice.randrange(256),
                dice.randrange(9),
                with_blobs({"a": [1]}, [bytes(9)]),
                dice.randrange(256),
            )
            for _ in range(20)
        )
    )
    for _ in range(dice.randrange(1, 20)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    try:
        messages = decoded(bytes(data), dice.randrange(1, 200))
    except ProtocolError:
        return
    for message in messages:
        try:
            told, blobs = message.json_and_blobs()
        except ProtocolError:
            continue
        assert isinstance(told, dict)
        assert sum(map(len, blobs)) < len(message.payload)
