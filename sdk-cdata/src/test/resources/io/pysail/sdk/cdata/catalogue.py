"""Writes pyarrow's batches of every type as the content of their C structs, with every value as text."""

from __future__ import annotations

import ctypes
import datetime
import decimal
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pyarrow as pa

MICROS = 1_700_000_000_123_456
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


class ArrowSchema(ctypes.Structure):
    pass


ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.POINTER(ArrowSchema)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowSchema))),
    ("private_data", ctypes.c_void_p),
]


class ArrowArray(ctypes.Structure):
    pass


ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))),
    ("dictionary", ctypes.POINTER(ArrowArray)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowArray))),
    ("private_data", ctypes.c_void_p),
]


def flat() -> Iterator[tuple[str, pa.DataType, list[Any]]]:
    """Name, type, and values of which at least one is null and at least nine are there."""
    yield "null", pa.null(), [None] * 10
    yield "bool", pa.bool_(), [True, None, False, False, True, None, True, True, False, True, True]
    for bits in (8, 16, 32, 64):
        top = 2 ** (bits - 1)
        yield f"int{bits}", getattr(pa, f"int{bits}")(), [0, 1, None, -1, top - 1, -top, 7, None, 42, 3, 4]
        yield f"uint{bits}", getattr(pa, f"uint{bits}")(), [0, 1, None, 2 * top - 1, top, 7, None, 42, 3, 4]
    floats = [0.0, -0.0, None, 1.5, -2.25, float("inf"), float("-inf"), float("nan"), None, 1024.0, 0.125]
    for name, floating in (("half", pa.float16()), ("float", pa.float32()), ("double", pa.float64())):
        yield name, floating, floats
    texts = ["", "a", None, "æøå", "exactly 12 b", "thirteen byte", "𝄞 and a longer text", None, "x\0y", "z" * 300, "q"]
    for name, text in (("string", pa.string()), ("large_string", pa.large_string()), ("string_view", pa.string_view())):
        yield name, text, texts
    blobs = [None if text is None else b"\xff\x00" + text.encode() for text in texts]
    for name, blob in (("binary", pa.binary()), ("large_binary", pa.large_binary()), ("binary_view", pa.binary_view())):
        yield name, blob, blobs
    yield "fixed_binary", pa.binary(3), [b"abc", None, b"\x00\x01\xff", *[b"xyz"] * 8]
    yield "fixed_binary_0", pa.binary(0), [b"", None, *[b""] * 9]
    for bits, digits in ((32, 9), (64, 18), (128, 38), (256, 76)):
        maker = getattr(pa, f"decimal{bits}")
        with decimal.localcontext(decimal.Context(prec=100)):
            most = decimal.Decimal(10**digits - 1).scaleb(-2)
            values = [decimal.Decimal("0.00"), most, None, -most, *[decimal.Decimal("12.34")] * 7]
            yield f"decimal{bits}", maker(digits, 2), values
    yield "decimal_negative_scale", pa.decimal128(5, -2), [decimal.Decimal("12300"), None, *[decimal.Decimal("0")] * 9]
    days = [datetime.date(1970, 1, 1), None, datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]
    yield "date32", pa.date32(), days + [datetime.date(2024, 2, 29)] * 7
    yield "date64", pa.date64(), days + [datetime.date(2024, 2, 29)] * 7
    for unit in ("s", "ms"):
        yield f"time32_{unit}", pa.time32(unit), [0, None, 1, *range(40_000, 40_009)]
    for unit in ("us", "ns"):
        yield f"time64_{unit}", pa.time64(unit), [0, None, 1, *range(40_000_000, 40_000_009)]
    for unit in ("s", "ms", "us", "ns"):
        now = MICROS * PER_SECOND[unit] // 10**6
        ticks = [0, None, -1, 1, -62_000_000, *range(now, now + 6)]
        yield f"timestamp_{unit}", pa.timestamp(unit), ticks
        yield f"timestamp_{unit}_utc", pa.timestamp(unit, "UTC"), ticks
        yield f"duration_{unit}", pa.duration(unit), ticks
    yield "timestamp_oslo", pa.timestamp("us", "Europe/Oslo"), [MICROS + i if i % 3 else None for i in range(11)]
    yield "timestamp_offset", pa.timestamp("ms", "+05:30"), [MICROS // 1000 + i if i % 3 else None for i in range(11)]
    yield "month_day_nano", pa.month_day_nano_interval(), [(1, -2, 3), None, (0, 0, -1), *[(12, 30, 10**15)] * 8]


def array(kind: pa.DataType, values: list[Any]) -> pa.Array:
    if pa.types.is_temporal(kind) and any(isinstance(value, int) for value in values):
        width = pa.int32() if pa.types.is_time32(kind) else pa.int64()
        return pa.array(values, width).cast(kind)
    return pa.array(values, kind)


def nested() -> Iterator[tuple[str, pa.Array]]:
    lists = [[1, 2, None], [], None, [4], [5, 6, 7, 8], [None], [9], None, [10, 11], [12], [13]]
    for name, maker in (
        ("list", pa.list_),
        ("large_list", pa.large_list),
        ("list_view", pa.list_view),
        ("large_list_view", pa.large_list_view),
    ):
        yield name, pa.array(lists, maker(pa.int32()))
    yield "fixed_list", pa.array([[1, 2], None, [3, None], *[[5, 6]] * 8], pa.list_(pa.int16(), 2))
    person = pa.struct([("name", pa.string()), ("age", pa.int8()), ("flag", pa.bool_())])
    people = [{"name": "Ada", "age": 36, "flag": True}, None, {"name": None, "age": None, "flag": False}]
    yield "struct", pa.array(people + people + people + people, person)
    yield "struct_empty", pa.array([{}, None, *[{}] * 9], pa.struct([]))
    maps = [[("a", 1), ("b", None)], [], None, [("c", 3), ("c", 4)], *[[("d", 5)]] * 7]
    yield "map", pa.array(maps, pa.map_(pa.string(), pa.int64()))
    deep = pa.list_(pa.struct([("tags", pa.map_(pa.string(), pa.list_(pa.float64()))), ("when", pa.timestamp("us"))]))
    rows = [
        [{"tags": [("x", [1.0, None]), ("y", None)], "when": None}, None],
        None,
        [],
        [{"tags": None, "when": datetime.datetime(2024, 1, 2, 3, 4, 5, 6)}],
    ]
    yield "deep", pa.array(rows * 3, deep)
    tree = pa.list_(pa.list_(pa.list_(pa.string())))
    yield "lists_three_deep", pa.array([[[["a", None], []], None], None, [], [[["b"]]]] * 3, tree)
    ids = pa.array([0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0], pa.int8())
    ints = pa.array([1, None, 3, None, 5, 6, 7, 8, 9, 10, 11], pa.int32())
    texts = pa.array(["a", "b", None, None, "e", "f", "g", "h", "i", "j", "k"])
    yield "sparse_union", pa.UnionArray.from_sparse(ids, [ints, texts], ["i", "t"])
    places = pa.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5], pa.int32())
    yield "dense_union", pa.UnionArray.from_dense(ids, places, [ints, texts], ["i", "t"])
    odd = pa.array([5, 9, 5, 9, 9, 5, 5, 9, 5, 9, 5], pa.int8())
    yield "union_type_ids", pa.UnionArray.from_sparse(odd, [ints, texts], ["i", "t"], [5, 9])
    words = ["x", "y", None, "x", "z", "x", None, "y", "y", "z", "x"]
    encoded = pa.array(words).dictionary_encode()
    yield "dictionary", encoded
    for index in (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.uint32(), pa.int64(), pa.uint64()):
        large = encoded.dictionary.cast(pa.large_string())
        yield f"dictionary_{index}", pa.DictionaryArray.from_arrays(encoded.indices.cast(index), large)
    holes = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2, 1, 0] * 2), pa.array(["p", None, "q"]))
    yield "dictionary_with_null", holes
    yield "dictionary_in_list", pa.ListArray.from_arrays(pa.array([0, 2, 3, 3, 6, 8, 9, 10, 11]), holes)
    yield "dictionary_in_struct", pa.StructArray.from_arrays([holes, ids.slice(0, 11).take(list(range(11)) + [0])], ["d", "n"])
    for width in (pa.int16(), pa.int32(), pa.int64()):
        ends = pa.array([2, 3, 7, 11], width)
        yield f"run_end_{width}", pa.RunEndEncodedArray.from_arrays(ends, pa.array(["r", None, "s", "t"]))


def cases() -> Iterator[tuple[str, pa.RecordBatch]]:
    arrays = [(name, array(kind, values)) for name, kind, values in flat()]
    arrays += list(nested())
    for name, values in arrays:
        yield name, batch(values)
        yield f"{name} sliced", batch(values.slice(3, 7))
        yield f"{name} batch sliced", batch(values).slice(1, 8).slice(2, 5)
        yield f"{name} empty", batch(values.slice(0, 0))
        yield f"{name} sliced empty", batch(values.slice(5, 0))
    for name, kind, values in flat():
        present = [value for value in values if value is not None]
        yield f"{name} without nulls", batch(array(kind, present))
    for name, values in arrays:
        rows = len(values)
        yield f"{name} in a list", batch(pa.ListArray.from_arrays(pa.array([0, 2, 2, 5, rows]), values))
        parent = pa.StructArray.from_arrays([values], ["f"], mask=pa.array([i % 4 == 1 for i in range(rows)]))
        yield f"{name} in a struct sliced", batch(parent.slice(1, 6))
        keys = pa.array([f"k{i}" for i in range(rows)])
        yield f"{name} in a map sliced", batch(pa.MapArray.from_arrays([0, 1, 1, 4, rows], keys, values).slice(1, 3))
    yield "no columns", pa.RecordBatch.from_struct_array(pa.array([{}] * 5, pa.struct([])))
    yield "many columns", pa.RecordBatch.from_arrays(
        [pa.array(range(7)), pa.array(list("abcdefg")), pa.array([1.5] * 7)], ["id", "letter", "letter"]
    )
    field = pa.field("v", pa.int32(), nullable=False, metadata={"unit": "m", "ARROW:extension:name": "test.length"})
    schema = pa.schema([field], metadata={b"made by": "us, æ".encode(), b"\xff": b"\x00"})
    yield "metadata", pa.RecordBatch.from_arrays([pa.array([1, 2], pa.int32())], schema=schema)
    yield "extension", batch(pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"0123456789abcdef", None], pa.binary(16))))


def batch(values: pa.Array) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([values], ["v"])


def sizes_of(values: pa.Array, known: dict[int, int]) -> None:
    """How long the buffers are: the C structs do not say."""
    for buffer in values.buffers():
        if buffer is not None:
            known[buffer.address] = max(buffer.size, known.get(buffer.address, 0))
    kind = values.type
    if isinstance(kind, pa.BaseExtensionType):
        sizes_of(values.storage, known)
    elif pa.types.is_dictionary(kind):
        sizes_of(values.dictionary, known)
    elif pa.types.is_struct(kind) or pa.types.is_union(kind):
        for i in range(kind.num_fields):
            sizes_of(values.field(i), known)
    elif pa.types.is_map(kind):
        sizes_of(values.keys, known)
        sizes_of(values.items, known)
    elif pa.types.is_nested(kind) and hasattr(values, "values"):
        sizes_of(values.values, known)


class Writer:
    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def number(self, value: int) -> None:
        self.out.write(struct.pack(">q", value))

    def blob(self, value: bytes | None) -> None:
        self.number(-1 if value is None else len(value))
        self.out.write(value or b"")

    def schema(self, schema: ArrowSchema) -> None:
        self.blob(schema.format)
        self.blob(schema.name)
        self.blob(metadata(schema.metadata))
        self.number(schema.flags)
        self.number(schema.n_children)
        for i in range(schema.n_children):
            self.schema(schema.children[i].contents)
        self.number(1 if schema.dictionary else 0)
        if schema.dictionary:
            self.schema(schema.dictionary.contents)

    def array(self, array: ArrowArray, known: dict[int, int]) -> None:
        self.number(array.length)
        self.number(array.null_count)
        self.number(array.offset)
        self.number(array.n_buffers)
        for i in range(array.n_buffers):
            address = array.buffers[i]
            if address is not None and address not in known and i == array.n_buffers - 1 and i >= 2:
                known[address] = 8 * (array.n_buffers - 3)  # the sizes of variadic buffers, made for the export
            self.blob(None if address is None else ctypes.string_at(address, known.get(address, 0)))
        self.number(array.n_children)
        for i in range(array.n_children):
            self.array(array.children[i].contents, known)
        self.number(1 if array.dictionary else 0)
        if array.dictionary:
            self.array(array.dictionary.contents, known)


def metadata(address: int | None) -> bytes | None:
    if not address:
        return None
    (count,) = struct.unpack("=i", ctypes.string_at(address, 4))
    size = 4
    for _ in range(2 * count):
        size += 4 + struct.unpack("=i", ctypes.string_at(address + size, 4))[0]
    return ctypes.string_at(address, size)


def instant(ticks: int, unit: str) -> str:
    seconds, rest = divmod(ticks, PER_SECOND[unit])
    when = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return f"{when.isoformat()}.{rest * (10**9 // PER_SECOND[unit]):09d}"


def text(value: pa.Scalar | None) -> str:
    """One value, as the Java test writes it too."""
    if value is None:
        return "null"
    kind = value.type
    if isinstance(kind, pa.BaseExtensionType):
        return text(value.value)
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind) or pa.types.is_union(kind):
        inner = value.dictionary[value.index.as_py()] if pa.types.is_dictionary(kind) and value.is_valid else value.value
        return text(inner) if value.is_valid else "null"
    if not value.is_valid or pa.types.is_null(kind):
        return "null"
    if pa.types.is_struct(kind):
        return "{" + ", ".join(f"{kind.field(i).name}: {text(value[i])}" for i in range(kind.num_fields)) + "}"
    if pa.types.is_map(kind):
        entries = value.values
        return "[" + ", ".join(f"{text(entry[0])} -> {text(entry[1])}" for entry in entries) + "]"
    if pa.types.is_nested(kind):
        return "[" + ", ".join(text(item) for item in value.values) + "]"
    if pa.types.is_timestamp(kind):
        return instant(value.value, kind.unit) + (f"[{kind.tz}]" if kind.tz else "")
    if pa.types.is_time(kind) or pa.types.is_duration(kind):
        return str(value.value * (10**9 // PER_SECOND[kind.unit]))
    plain = value.as_py()
    if isinstance(plain, pa.MonthDayNano):
        return f"{plain.months} months {plain.days} days {plain.nanoseconds} ns"
    if isinstance(plain, bytes):
        return plain.hex()
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, float) or pa.types.is_floating(kind):
        return struct.pack(">d", plain).hex()
    if isinstance(plain, decimal.Decimal):
        return f"{plain:f}"
    if isinstance(plain, datetime.date):
        return plain.isoformat()
    if isinstance(plain, (int, str)):
        return str(plain)
    raise TypeError(f"no text for {kind}")


def write(writer: Writer, name: str, rows: pa.RecordBatch) -> None:
    rows.validate(full=True)
    schema, array = ArrowSchema(), ArrowArray()
    rows._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
    known: dict[int, int] = {}
    for column in rows.columns:
        sizes_of(column, known)
    writer.blob(name.encode())
    writer.blob(str(rows.schema.remove_metadata()).encode())
    writer.schema(schema)
    writer.array(array, known)
    writer.number(rows.num_columns)
    for column in rows.columns:
        writer.number(len(column))
        for value in column:
            writer.blob(text(value).encode())
    array.release(ctypes.byref(array))
    schema.release(ctypes.byref(schema))


def main(path: str) -> None:
    with open(path, "wb") as out:
        writer = Writer(out)
        for name, rows in cases():
            write(writer, name, rows)


if __name__ == "__main__":
    main(sys.argv[1])
