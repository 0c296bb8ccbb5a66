"""Writes pairs of batches that hold the same values in different types: what was found, and what was declared."""

from __future__ import annotations

import datetime
import decimal
import itertools
import sys
from collections.abc import Iterator
from typing import Any

import catalogue
import pyarrow as pa

UNITS = ("s", "ms", "us", "ns")
NUMBERS = [0, 1, None, 7, 42, 100, None, 3, 99, 5, 64]
TEXTS = ["", "a", None, "æøå", "exactly 12 b", "thirteen byte", "𝄞 and a longer text", None, "x\0y", "z" * 300, "q"]
DAYS = [datetime.date(1970, 1, 1), None, datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]


def pairs() -> Iterator[tuple[str, pa.Array, pa.Array]]:
    """Name, what is found, and the same values as they are declared: eleven each."""
    for found, declared in itertools.chain(
        numbers(), floats(), texts(), binaries(), temporal(), lists(), nested(), encoded(), nulls()
    ):
        if not found.type.equals(declared.type):
            yield f"{found.type} to {declared.type}", found, declared


def squares(arrays: list[pa.Array]) -> Iterator[tuple[pa.Array, pa.Array]]:
    return itertools.product(arrays, arrays)


def numbers() -> Iterator[tuple[pa.Array, pa.Array]]:
    kinds = [getattr(pa, f"{sign}int{bits}")() for sign in ("", "u") for bits in (8, 16, 32, 64)]
    integers = [pa.array(NUMBERS, kind) for kind in kinds]
    floating = [pa.array(NUMBERS, kind) for kind in (pa.float16(), pa.float32(), pa.float64())]
    exact = [decimal.Decimal(number) if number is not None else None for number in NUMBERS]
    kinds = [pa.decimal32(5, 1), pa.decimal64(9, 0), pa.decimal64(18, 6), pa.decimal128(5, 2), pa.decimal128(38, 18)]
    kinds += [pa.decimal128(38, 30), pa.decimal256(40, 3), pa.decimal256(76, 60)]
    decimals = [pa.array(exact, kind) for kind in kinds]
    yield from squares(integers + floating)
    yield from squares(integers + decimals)
    hundreds = [None if number is None else number * 100 for number in exact]
    yield from squares([pa.array(hundreds, kind) for kind in (pa.decimal128(5, -2), pa.decimal256(9, 0), pa.int64())])
    with decimal.localcontext(decimal.Context(prec=100)):
        wide = [decimal.Decimal(10**37 - 1), None, -decimal.Decimal(10**36 + 7), *[decimal.Decimal(2**63)] * 8]
        yield from squares([pa.array(wide, kind) for kind in (pa.decimal128(38, 0), pa.decimal128(38, 1), pa.decimal256(76, 38))])
    top = [2**63, None, 2**64 - 2**11, 0, None, 2**40, 1, 2, 3, 4, 2**63 + 2**11]
    exact = [decimal.Decimal(number) if number is not None else None for number in top]
    yield from squares([pa.array(top, pa.uint64()), pa.array(exact, pa.decimal128(20, 0))])
    yield from squares([pa.array(top, pa.uint64()), pa.array([None if n is None else float(n) for n in top], pa.float64())])


def floats() -> Iterator[tuple[pa.Array, pa.Array]]:
    values = [0.0, -0.0, None, 1.5, -2.25, float("inf"), float("-inf"), float("nan"), None, 1024.0, 0.125]
    yield from squares([pa.array(values, kind) for kind in (pa.float16(), pa.float32(), pa.float64())])


def texts() -> Iterator[tuple[pa.Array, pa.Array]]:
    stored = [pa.array(TEXTS, kind) for kind in (pa.string(), pa.large_string(), pa.string_view())]
    yield from itertools.product(stored, stored[:2])


def binaries() -> Iterator[tuple[pa.Array, pa.Array]]:
    blobs = [None if text is None else b"\xff\x00" + text.encode() for text in TEXTS]
    stored = [pa.array(blobs, kind) for kind in (pa.binary(), pa.large_binary(), pa.binary_view())]
    yield from itertools.product(stored, stored[:2])
    blobs = [b"abc", None, b"\x00\x01\xff", *[b"xyz"] * 8]
    stored = [pa.array(blobs, kind) for kind in (pa.binary(), pa.large_binary(), pa.binary(3), pa.binary_view())]
    yield from itertools.product(stored, stored[:3])
    empty = [b"", None, *[b""] * 9]
    yield from squares([pa.array(empty, kind) for kind in (pa.binary(), pa.binary(0))])


def temporal() -> Iterator[tuple[pa.Array, pa.Array]]:
    days = DAYS + [datetime.date(2024, 2, 29)] * 7
    yield from squares([pa.array(days, pa.date32()), pa.array(days, pa.date64())])
    seconds = [0, None, 1, -1, -62_000_000, *range(1_700_000_000, 1_700_000_006)]
    clocks = [0, None, 1, 86_399, *range(40_000, 40_007)]
    for makers, numbers, every in (
        ([pa.duration], seconds, UNITS),
        ([lambda unit: pa.time32(unit) if unit in ("s", "ms") else pa.time64(unit)], clocks, UNITS),
        ([lambda unit: pa.timestamp(unit), lambda unit: pa.timestamp(unit, "UTC")], seconds, UNITS),
        ([lambda unit: pa.timestamp(unit, "UTC"), lambda unit: pa.timestamp(unit, "Europe/Oslo")], seconds, UNITS),
    ):
        arrays = [ticks(maker(unit), unit, numbers) for maker in makers for unit in every]
        for found, declared in squares(arrays):
            if getattr(found.type, "tz", None) is None or declared.type.tz is not None:
                yield found, declared


def ticks(kind: pa.DataType, unit: str, seconds: list[int | None]) -> pa.Array:
    scale = catalogue.PER_SECOND[unit]
    return catalogue.array(kind, [None if second is None else second * scale for second in seconds])


def lists() -> Iterator[tuple[pa.Array, pa.Array]]:
    values = [[1, 2, None], [], None, [4], [5, 6, 7, 8], [None], [9], None, [10, 11], [12], [13]]
    makers = [pa.list_, pa.large_list, pa.list_view, pa.large_list_view]
    stored = [pa.array(values, maker(item)) for maker in makers for item in (pa.int32(), pa.int64())]
    yield from itertools.product(stored, stored[:4])
    yield from itertools.product(stored[4:6], stored[4:6])
    yield from itertools.product(stored[6:], stored[6:])
    values = [[1, 2], None, [3, None], *[[5, 6]] * 7, None]
    stored = [pa.array(values, maker(item)) for maker in makers for item in (pa.int16(), pa.int8())]
    stored += [pa.array(values, pa.list_(item, 2)) for item in (pa.int16(), pa.int8())]
    yield from itertools.product(stored, stored[:4] + stored[8:])
    words = [["a", None], None, ["b", "c"], *[["dd", "ee"]] * 8]
    kinds = [pa.list_(pa.string_view()), pa.list_view(pa.large_string()), pa.list_(pa.string(), 2), pa.list_(pa.string())]
    yield from itertools.product([pa.array(words, kind) for kind in kinds], [pa.array(words, kind) for kind in kinds[2:]])
    structs = [[{"a": 1, "b": "x"}, None], None, [{"a": None, "b": "y"}] * 2, *[[{"a": 7, "b": None}] * 2] * 8]
    first = pa.struct([("a", pa.int8()), ("b", pa.string())])
    second = pa.struct([("a", pa.int64()), ("b", pa.large_string())])
    kinds = [maker(kind) for kind in (first, second) for maker in (pa.list_, pa.list_view, lambda item: pa.list_(item, 2))]
    stored = [pa.array(structs, kind) for kind in kinds]
    yield from itertools.product(stored, [stored[i] for i in (0, 2, 3, 5)])


def nested() -> Iterator[tuple[pa.Array, pa.Array]]:
    person = pa.struct([("name", pa.string()), ("age", pa.int8()), ("flag", pa.bool_())])
    other = pa.struct([("name", pa.large_string()), ("age", pa.int64()), ("flag", pa.bool_())])
    people = [{"name": "Ada", "age": 36, "flag": True}, None, {"name": None, "age": None, "flag": False}]
    people = (people * 4)[:11]
    yield from squares([pa.array(people, person), pa.array(people, other)])
    maps = [[("a", 1), ("b", None)], [], None, [("c", 3), ("c", 4)], *[[("d", 5)]] * 7]
    kinds = [pa.map_(pa.string(), pa.int64()), pa.map_(pa.large_string(), pa.int8()), pa.map_(pa.string(), pa.float64())]
    yield from squares([pa.array(maps, kind) for kind in kinds])
    deep = pa.list_(pa.struct([("tags", pa.map_(pa.string(), pa.list_(pa.float64()))), ("when", pa.timestamp("us"))]))
    same = pa.large_list(
        pa.struct([("tags", pa.map_(pa.large_string(), pa.large_list(pa.float32()))), ("when", pa.timestamp("ns", "UTC"))])
    )
    rows = [[{"tags": [("x", [1.0, None]), ("y", None)], "when": None}, None], None, []]
    rows += [[{"tags": None, "when": datetime.datetime(2024, 1, 2, 3, 4, 5, 6)}]]
    rows = (rows * 3)[:11]
    for found, declared in squares([pa.array(rows, deep), pa.array(rows, same)]):
        if found.type == deep:
            yield found, declared


def encoded() -> Iterator[tuple[pa.Array, pa.Array]]:
    words = ["x", "y", None, "x", "z", "x", None, "y", "y", "z", "x"]
    plain = [pa.array(words, kind) for kind in (pa.string(), pa.large_string())]
    places = [0, 1, None, 0, 2, 0, None, 1, 1, 2, 0]
    stored = [
        pa.DictionaryArray.from_arrays(pa.array(places, index), pa.array(["x", "y", "z"], value))
        for index in (pa.int8(), pa.uint16(), pa.int32(), pa.uint64())
        for value in (pa.string(), pa.large_string(), pa.string_view())
    ]
    yield from itertools.product(stored, plain)
    yield stored[2], stored[0]
    indices = pa.array([0, 1, None, 2, 1, 0, 3, 0, 1, 2, 3])
    ends = pa.array([2, 3, 7, 11], pa.int32())
    runs = [0, 0, 1, 2, 2, 2, 2, 3, 3, 3, 3]
    structs = [{"a": 1, "b": [True]}, {"a": None, "b": None}, None, {"a": 4, "b": []}]
    for values, kind, declared in (
        ([1, 2, None, 4], pa.int32(), pa.int64()),
        ([1, 2, None, 4], pa.int64(), pa.int8()),
        ([True, False, None, True], pa.bool_(), pa.bool_()),
        ([b"abc", b"def", None, b"xyz"], pa.binary(3), pa.binary()),
        ([b"abc", b"def", None, b"xyz"], pa.binary(3), pa.binary(3)),
        (["a", "b" * 20, None, ""], pa.string_view(), pa.string_view()),
        ([decimal.Decimal(n) for n in (1, 2, 3, 4)], pa.decimal128(9, 1), pa.decimal256(70, 9)),
        ([[1, 2], [], None, [3]], pa.list_(pa.int8()), pa.large_list(pa.int16())),
        ([[1, 2], [], None, [3]], pa.list_view(pa.int8()), pa.list_view(pa.int8())),
        ([[1, 2], [None, 4], None, [3, 5]], pa.list_(pa.int8()), pa.list_(pa.int16(), 2)),
        (structs, pa.struct([("a", pa.int8()), ("b", pa.list_(pa.bool_()))]), pa.struct([("a", pa.int16()), ("b", pa.list_(pa.bool_()))])),
        ([[("k", 1)], [], None, [("l", 2)]], pa.map_(pa.string(), pa.int8()), pa.map_(pa.string(), pa.int8())),
        ([None] * 4, pa.null(), pa.string()),
    ):
        positions = [None if index is None else values[index] for index in indices.to_pylist()]
        yield pa.DictionaryArray.from_arrays(indices, pa.array(values, kind)), pa.array(positions, declared)
        positions = [values[run] for run in runs]
        yield pa.RunEndEncodedArray.from_arrays(ends, pa.array(values, kind)), pa.array(positions, declared)
    yield (
        pa.RunEndEncodedArray.from_arrays(ends, pa.array([1, 2, None, 4], pa.int64())),
        pa.RunEndEncodedArray.from_arrays(ends, pa.array([1, 2, None, 4], pa.int8())),
    )


def nulls() -> Iterator[tuple[pa.Array, pa.Array]]:
    kinds = [kind for _, kind, _ in catalogue.flat()]
    kinds += [pa.list_(pa.int8()), pa.large_list(pa.string()), pa.list_(pa.string(), 3), pa.map_(pa.string(), pa.int8())]
    kinds += [pa.struct([("a", pa.int8()), ("b", pa.list_(pa.bool_()))]), pa.list_view(pa.int8())]
    kinds += [pa.dictionary(pa.int8(), pa.string())]
    for kind in kinds:
        yield pa.nulls(11), pa.array([None] * 11, kind)


def variants(values: pa.Array) -> Iterator[tuple[str, pa.RecordBatch]]:
    batch = catalogue.batch
    yield "", batch(values)
    yield " sliced", batch(values.slice(3, 7))
    yield " batch sliced", batch(values).slice(1, 8).slice(2, 5)
    yield " batch sliced at a byte", batch(values).slice(8, 3)
    yield " empty", batch(values.slice(0, 0))
    yield " sliced empty", batch(values.slice(5, 0))
    in_list = pa.ListArray.from_arrays(pa.array([0, 2, 2, 5, 9, 11]), values)
    yield " in a list", batch(in_list)
    yield " in a list sliced", batch(in_list.slice(2, 2))
    view = pa.ListViewArray.from_arrays(pa.array([8, 2, 2, 0, 1]), pa.array([3, 0, 2, 2, 4]), values)
    yield " in a list view", batch(view)
    mask = pa.array([i % 4 == 1 for i in range(len(values))])
    parent = pa.StructArray.from_arrays([values], ["f"], mask=mask)
    yield " in a struct sliced", batch(parent.slice(1, 6))


def main(path: str) -> None:
    with open(path, "wb") as out:
        writer = catalogue.Writer(out)
        for name, found, declared in pairs():
            for (variant, before), (_, after) in zip(variants(found), variants(declared)):
                catalogue.write(writer, name + variant, before)
                catalogue.write(writer, name + variant, after)


if __name__ == "__main__":
    main(sys.argv[1])
