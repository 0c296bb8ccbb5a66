"""Streams of every type that Arrow Java has, and what pyarrow makes of those that Java wrote.

ipc_catalogue.py write FOLDER             writes NAME.arrows for each case
ipc_catalogue.py compare EXPECTED ACTUAL… compares streams or files in pairs: schema, batches, values
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc as ipc

ROWS = 40


def flat() -> pa.RecordBatch:
    """Columns of plain types, with nulls and extreme values."""
    ints = {f"{sign}int{bits}": pa.array([None, lowest, highest] * 13 + [7], type_)
            for sign, bits, type_, lowest, highest in integers()}
    floats = [1.5, None, -0.0, math.inf, math.nan] * 8
    micros = pa.array([None, 0, 1_700_000_000_123_456, -1] * 10, pa.int64())
    columns = {
        "null": pa.nulls(ROWS),
        "bool": pa.array([True, None, False, True] * 10),
        **ints,
        "float16": pa.array(floats, pa.float16()),
        "float32": pa.array(floats, pa.float32()),
        "float64": pa.array(floats, pa.float64()),
        "decimal128": pa.array([decimal.Decimal("12.34"), None] * 20, pa.decimal128(38, 2)),
        "decimal256": pa.array([None, decimal.Decimal("-9e40")] * 20, pa.decimal256(76, 10)),
        "date32": pa.array([dt.date(2024, 2, 29), None] * 20, pa.date32()),
        "date64": pa.array([dt.date(1900, 1, 1), None] * 20, pa.date64()),
        "utf8": pa.array(["", None, "a", "\U0001f600 more than twelve bytes"] * 10),
        "large_utf8": pa.array(["", None, "a", "b" * 100] * 10, pa.large_utf8()),
        "utf8_view": pa.array(["", None, "twelve bytes", "longer than twelve bytes"] * 10, pa.string_view()),
        "binary": pa.array([b"", None, b"\0", b"\xff" * 9_000] * 10),
        "large_binary": pa.array([b"", None, b"\0", b"\xff"] * 10, pa.large_binary()),
        "binary_view": pa.array([b"", None, b"\0", b"\xfe" * 13] * 10, pa.binary_view()),
        "fixed_binary": pa.array([b"abc", None] * 20, pa.binary(3)),
        "months": pa.array([None, (1, -2, 3)] * 20, pa.month_day_nano_interval()),
    }
    for unit in ("s", "ms", "us", "ns"):
        columns[f"timestamp_{unit}"] = micros.cast(pa.timestamp(unit))
        columns[f"timestamp_{unit}_utc"] = micros.cast(pa.timestamp(unit, "Europe/Oslo"))
        columns[f"duration_{unit}"] = micros.cast(pa.duration(unit))
    for type_ in (pa.time32("s"), pa.time32("ms")):
        columns[str(type_)] = pa.array([None, 1] * 20, pa.int32()).cast(type_)
    for type_ in (pa.time64("us"), pa.time64("ns")):
        columns[str(type_)] = pa.array([None, 1] * 20, pa.int64()).cast(type_)
    return pa.record_batch(list(columns.values()), list(columns))


def integers():
    for bits in (8, 16, 32, 64):
        half = 1 << (bits - 1)
        yield "", bits, getattr(pa, f"int{bits}")(), -half, half - 1
        yield "u", bits, getattr(pa, f"uint{bits}")(), 0, 2 * half - 1


def nested() -> pa.RecordBatch:
    """Columns with children."""
    lists = [[1, None], [], None, [2, 3, 4]] * 10
    structs = [{"a": 1, "b": "x"}, None, {"a": None, "b": "y"}, {"a": 3, "b": None}] * 10
    maps = [[("k", 1), ("l", None)], [], None, [("m", 2)]] * 10
    fixed = [[1, 2], None] * 20
    int64 = pa.int64()
    struct = pa.struct([pa.field("a", int64), pa.field("b", pa.string())])
    deep = pa.list_(pa.struct([pa.field("m", pa.map_(pa.string(), pa.list_(int64)))]))
    codes = pa.array([0, 1] * 20, pa.int8())
    places = pa.array([i // 2 for i in range(ROWS)], pa.int32())
    numbers, texts = pa.array(range(20), int64), pa.array([str(i) for i in range(20)])
    ends = [pa.array([10, 30, ROWS], type_) for type_ in (pa.int16(), pa.int32(), pa.int64())]
    columns = {
        "list": pa.array(lists, pa.list_(int64)),
        "large_list": pa.array(lists, pa.large_list(int64)),
        "fixed_list": pa.array(fixed, pa.list_(int64, 2)),
        "list_view": pa.array(lists, pa.list_view(int64)),
        "struct": pa.array(structs, struct),
        "map": pa.array(maps, pa.map_(pa.string(), int64)),
        "deep": pa.array([[{"m": [("k", [1, None])]}, None], None] * 20, deep),
        "dense_union": pa.UnionArray.from_dense(codes, places, [numbers, texts], ["n", "t"]),
        "sparse_union": pa.UnionArray.from_sparse(
            codes, [pa.array(range(ROWS), int64), pa.array([str(i) for i in range(ROWS)])], ["n", "t"]
        ),
        **{f"runs_{end.type}": pa.RunEndEncodedArray.from_arrays(end, pa.array(["a", None, "b"])) for end in ends},
    }
    return pa.record_batch(list(columns.values()), list(columns))


def dictionaries(*words: str) -> pa.RecordBatch:
    """Columns with dictionaries."""
    values = pa.array([*words, "longer than others"])
    indices = pa.array([0, None, len(words), 1] * 10, pa.int8())
    plain = pa.DictionaryArray.from_arrays(indices, values)
    wide = pa.DictionaryArray.from_arrays(indices.cast(pa.int64()), pa.array([1.5, 2.5, 3.5]), ordered=True)
    offsets = pa.array(range(0, ROWS + 1, 4), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, plain)
    return pa.record_batch(
        [plain, wide, lists.take(pa.array([0] * ROWS)), pa.StructArray.from_arrays([plain], ["inner"])],
        ["plain", "ordered", "list", "struct"],
    )


def dictionary_in_dictionary() -> pa.RecordBatch:
    """A column whose dictionary has structs with a dictionary in them."""
    inner = pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.int8()), pa.array(["x", "y"]))
    values = pa.StructArray.from_arrays([inner, pa.array([1, 2, 3])], ["code", "number"])
    outer = pa.DictionaryArray.from_arrays(pa.array([2, 1, 0, None] * 10, pa.int16()), values)
    return pa.record_batch([outer], ["outer"])


def described(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same with metadata, of the schema and of a field."""
    field = batch.schema.field(0).with_metadata({"field": "Grüße"}).with_nullable(False)
    schema = pa.schema([field, *list(batch.schema)[1:]], metadata={"schema": "1", "empty": ""})
    return pa.record_batch(batch.columns, schema=schema)


def cases() -> dict[str, tuple[pa.Schema, list[pa.RecordBatch]]]:
    """Each stream by name."""
    numbers = pa.record_batch([pa.array(range(ROWS)), pa.array(["x", None] * 20)], ["n", "t"])
    changing = [dictionaries("a", "b"), dictionaries("a", "b"), dictionaries("c", "d"), dictionaries("a", "b")]
    many = [flat().slice(0, 7), flat().slice(0, 0), flat()]
    no_columns = pa.schema([])
    few = pa.record_batch([pa.array(["de", "fghi"]), pa.array([[4, 5], [6]])], ["t", "l"])
    return {
        "few": (few.schema, [few]),
        "flat": (flat().schema, many),
        "nested": (nested().schema, [nested(), nested().slice(0, 0), nested()]),
        "dictionaries": (changing[0].schema, changing[:2]),
        "replaced": (changing[0].schema, changing),
        "dictionary_in_dictionary": (dictionary_in_dictionary().schema, [dictionary_in_dictionary()] * 2),
        "described": (described(numbers).schema, [described(numbers)]),
        "no_batches": (described(numbers).schema, []),
        "no_batches_but_dictionaries": (changing[0].schema, []),
        "no_columns": (no_columns, []),
    }


def write(folder: Path) -> None:
    """Writes all of them."""
    for name, (schema, batches) in cases().items():
        with ipc.new_stream(folder / f"{name}.arrows", schema) as out:
            for batch in batches:
                out.write_batch(batch)


def read(path: Path) -> tuple[pa.Schema, list[pa.RecordBatch]]:
    """A stream, or a file."""
    if path.read_bytes()[:6] == b"ARROW1":
        reader = ipc.open_file(path)
        return reader.schema, [reader.get_batch(i) for i in range(reader.num_record_batches)]
    reader = ipc.open_stream(path)
    return reader.schema, list(reader)


def compare(expected: Path, actual: Path) -> None:
    """Fails if they are not the same."""
    schema, batches = read(expected)
    other_schema, others = read(actual)
    if not schema.equals(other_schema, check_metadata=True):
        sys.exit(f"{actual.name}: schema {schema} became {other_schema}")
    if len(batches) != len(others):
        sys.exit(f"{actual.name}: {len(batches)} batches became {len(others)}")
    for batch, other in zip(batches, others):
        other.validate(full=True)
        for name, column in zip(schema.names, batch.columns):
            after = other.column(name)
            # NaN is no NaN, but reads the same.
            if not column.equals(after) and repr(column.to_pylist()) != repr(after.to_pylist()):
                sys.exit(f"{actual.name}: column {name}: {column} became {after}")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]))
    else:
        paths = [Path(path) for path in sys.argv[2:]]
        for one, another in zip(paths[::2], paths[1::2]):
            compare(one, another)
