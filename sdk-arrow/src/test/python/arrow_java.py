"""Batches of every type that Arrow Java may meet, in many shapes; the types are those of the tests of ``sdk-cdata``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import catalogue
import numpy as np
import pyarrow as pa

OFFSETS = (1, 3, 8, 13)


class Length(pa.ExtensionType):  # type: ignore[misc]
    """An extension type that Arrow Java does not know."""

    def __init__(self) -> None:
        super().__init__(pa.int32(), "test.length")

    def __arrow_ext_serialize__(self) -> bytes:
        return b"metres"

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: pa.DataType, serialized: bytes) -> Length:
        return cls()


def more() -> Iterator[tuple[str, pa.Array]]:
    """What the tests of ``sdk-cdata`` have no case of."""
    words = pa.array(["", "x", None, "x", "𝄞 is four bytes", "x", None, "", "y", "z", "x"])
    encoded = words.dictionary_encode()
    for index in (pa.int8(), pa.int16(), pa.int32(), pa.int64()):
        indices = encoded.indices.cast(index)
        yield f"ordered_dictionary_{index}", pa.DictionaryArray.from_arrays(indices, encoded.dictionary, ordered=True)
    people = pa.array([{"name": "Ada", "age": 36}, None, {"name": None, "age": -1}])
    indices = pa.array([0, 1, None, 2, 2, 0, 1, None, 0, 2, 1], pa.int8())
    of_structs = pa.DictionaryArray.from_arrays(indices, people)
    yield "dictionary_of_structs", of_structs
    lists = pa.array([["a"], [], ["b", None, "c"]])
    yield "dictionary_of_lists", pa.DictionaryArray.from_arrays(indices, lists)
    yield "dictionary_of_views", pa.DictionaryArray.from_arrays(indices, pa.array(["a", "b" * 20, None], pa.string_view()))
    yield "dictionary_sliced", pa.DictionaryArray.from_arrays(indices, pa.array(["?", "?", "p", "q", "r"]).slice(2))
    yield "dictionaries_in_struct", pa.StructArray.from_arrays([encoded, of_structs], ["word", "person"])
    inner = pa.DictionaryArray.from_arrays(pa.array([1, 0, 1], pa.int8()), pa.array(["in", "out"]))
    nested = pa.StructArray.from_arrays([inner, pa.array([1, 2, 3])], ["where", "n"])
    yield "dictionary_in_dictionary", pa.DictionaryArray.from_arrays(indices, nested)
    yield "list_view_out_of_order", pa.ListViewArray.from_arrays(
        pa.array([4, 0, 2, 2, 6, 0, 1, 5, 0, 3, 3], pa.int32()),
        pa.array([3, 2, 0, 4, 1, 7, 1, 2, 0, 1, 2], pa.int32()),
        pa.array([10, None, 12, 13, 14, None, 16]),
    )
    yield "list_of_named_items", pa.array([[1], None, [2, 3]] * 4, pa.list_(pa.field("element", pa.int64(), nullable=False)))
    yield "large_list_of_lists", pa.array([[[1, None], None], None, []] * 4, pa.large_list(pa.list_(pa.uint16())))
    yield "fixed_list_of_structs", pa.array([[{"a": 1}, None], None, [None, {"a": 2}]] * 4, pa.list_(pa.struct([("a", pa.uint8())]), 2))
    yield "fixed_list_0", pa.array([[], None, []] * 4, pa.list_(pa.int8(), 0))
    yield "fixed_list_of_fixed_lists", pa.array([[[1, 2], None], None, [[3, 4], [None, 6]]] * 4, pa.list_(pa.list_(pa.int32(), 2), 2))
    maps = [[("a", 1)], [], None, [("b", None), ("a", 2)]] * 3
    named = pa.map_(pa.field("left", pa.string(), nullable=False), pa.field("right", pa.int16()))
    yield "map_of_named_fields", pa.array(maps, named)
    yield "map_sorted", pa.array(maps, pa.map_(pa.string(), pa.int64(), keys_sorted=True))
    yield "map_of_maps", pa.array([[(1, [("x", 1.5)]), (2, None)], None, []] * 4, pa.map_(pa.int8(), pa.map_(pa.string(), pa.float32())))
    yield "struct_of_required", pa.array([{"a": 1, "b": True}] * 11, pa.struct([pa.field("a", pa.int8(), False), pa.field("b", pa.bool_(), False)]))
    yield "struct_of_same_names", pa.StructArray.from_arrays([pa.array(range(11)), pa.array(list("abcdefghijk"))], ["a", "b"])
    long_views = [pa.array([f"{n} is not inline {i}" for n in range(4)], pa.string_view()) for i in range(3)]
    yield "string_views_of_many_buffers", pa.concat_arrays(long_views)
    yield "string_views_inline", pa.array(["", "a", None, "exactly 12 b"] * 3, pa.string_view())
    ids = pa.array([0, 1, 2, 2, 1, 0, 0, 1, 2, 0, 1], pa.int8())
    three = [pa.array([1, None, *range(9)], pa.int64()), pa.array([[i] for i in range(11)]), pa.array([{"x": i} for i in range(11)])]
    yield "sparse_union_of_nested", pa.UnionArray.from_sparse(ids, three)
    yield "sparse_union_of_same_types", pa.UnionArray.from_sparse(ids, [pa.array(range(i, i + 11)) for i in range(3)])
    places = pa.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3], pa.int32())
    yield "dense_union_of_nested", pa.UnionArray.from_dense(ids, places, three)
    yield "dense_union_of_same_types", pa.UnionArray.from_dense(ids, places, [pa.array(range(i, i + 11)) for i in range(3)])
    odd = pa.array([7, 100, 7, 7, 100, 7, 100, 100, 7, 7, 100], pa.int8())
    two = [pa.array(["a", None, "c", "d", "e", "f"]), pa.array([1.5, None, 3.5, 4.5, 5.5])]
    offsets = pa.array([0, 0, 1, 2, 1, 3, 2, 3, 4, 5, 4], pa.int32())
    yield "dense_union_type_ids", pa.UnionArray.from_dense(odd, offsets, two, ["t", "f"], [7, 100])
    union = pa.UnionArray.from_sparse(ids, [pa.array(range(11)), *three[1:]])
    yield "fixed_list_of_unions", pa.FixedSizeListArray.from_arrays(pa.concat_arrays([union, union]), 2)
    ends = pa.array([1, 4, 5, 11], pa.int32())
    yield "run_end_of_structs", pa.RunEndEncodedArray.from_arrays(ends, pa.array([{"a": 1}, None, {"a": None}, {"a": 4}]))
    yield "run_end_of_one", pa.RunEndEncodedArray.from_arrays(pa.array([11], pa.int16()), pa.array([True]))
    yield "uuid", pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(range(i, i + 16)) for i in range(10)] + [None], pa.binary(16)))
    yield "unknown_extension", pa.ExtensionArray.from_storage(Length(), pa.array([1, None, *range(9)], pa.int32()))
    yield "bool8", pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0, None, *[1] * 8], pa.int8()))
    yield "opaque", pa.ExtensionArray.from_storage(pa.opaque(pa.binary(), "a type", "a vendor"), pa.array([b"a", None] * 6))
    yield "double_nan_payload", pa.array(np.array([0x7FF0000000000001, 0xFFF8000000000000, 0] * 4, np.uint64).view(np.float64))


def arrays() -> dict[str, pa.Array]:
    flat = {name: catalogue.array(kind, values) for name, kind, values in catalogue.flat()}
    return {**flat, **dict(catalogue.nested()), **dict(more())}


ARRAYS = arrays()
PRESENT = {
    name: catalogue.array(kind, [value for value in values if value is not None]) for name, kind, values in catalogue.flat()
}


def longer(values: pa.Array) -> pa.Array | None:
    """Three times the values, so that there are enough for every offset; not of types that pyarrow cannot do that to."""
    try:
        return pa.concat_arrays([values] * 3)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return None


def shapes(name: str) -> Iterator[tuple[str, pa.Array]]:
    values = ARRAYS[name]
    rows = len(values)
    yield "whole", values
    yield "empty", values.slice(0, 0)
    yield "sliced empty", values.slice(5, 0)
    yield "one row", values.slice(0, 1)
    yield "one later row", values.slice(4, 1)
    many = longer(values)
    for offset in OFFSETS:
        if many is not None:
            yield f"from {offset}", many.slice(offset)
            yield f"5 from {offset}", many.slice(offset, 5)
        elif offset < rows:
            yield f"from {offset}", values.slice(offset)
    if name in PRESENT and len(PRESENT[name]):
        yield "without nulls", PRESENT[name]
        yield "without nulls from 3", PRESENT[name].slice(3)
        yield "unknown null count", unknown_nulls(values)
        yield "all bits set", all_valid(PRESENT[name])
    nulls = all_null(values.type)
    if nulls is not None:
        yield "all null", nulls
        yield "all null from 3", nulls.slice(3)
    yield "in a list", pa.ListArray.from_arrays(pa.array([0, 2, 2, 5, rows]), values)
    yield "in a list from 1", pa.ListArray.from_arrays(pa.array([0, 2, 2, 5, rows]), values).slice(1, 2)
    if not pa.types.is_union(values.type):  # which Arrow Java cannot hold: see another test
        yield "in a fixed list from 1", pa.FixedSizeListArray.from_arrays(values.slice(0, 10), 2).slice(1, 3)
    mask = pa.array([i % 4 == 1 for i in range(rows)])
    for offset in (0, 1, 3):
        parent = pa.StructArray.from_arrays([values], ["f"], mask=mask)
        yield f"in a struct from {offset}", parent.slice(offset, 6)
    if many is not None:
        parent = pa.StructArray.from_arrays([many.slice(3)], ["f"])
        yield "sliced in a struct from 13", parent.slice(13)
        twice = pa.StructArray.from_arrays([parent.slice(1)], ["g"])
        yield "sliced in a sliced struct from 8", twice.slice(8, 9)
    keys = pa.array([f"k{i}" for i in range(rows)])
    yield "in a map from 1", pa.MapArray.from_arrays([0, 1, 1, 4, rows], keys, values).slice(1, 3)


def unknown_nulls(values: pa.Array) -> pa.Array:
    """The same values, of which nobody has counted the nulls."""
    if values.type.num_buffers < 2 or pa.types.is_null(values.type) or len(values.buffers()) > 3:
        return values.slice(0, len(values))
    return pa.Array.from_buffers(values.type, len(values), values.buffers(), -1)


def all_valid(values: pa.Array) -> pa.Array:
    """The same values, with a validity bitmap that nobody would need."""
    if values.type.num_buffers < 2 or pa.types.is_null(values.type) or len(values.buffers()) > 3:
        return values
    return pa.Array.from_buffers(values.type, len(values), [pa.py_buffer(b"\xff" * 16), *values.buffers()[1:]], -1)


def all_null(kind: pa.DataType) -> pa.Array | None:
    try:
        return pa.nulls(10, kind)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return None


def names() -> list[str]:
    return list(ARRAYS)


def batches(name: str) -> list[tuple[str, pa.RecordBatch]]:
    return [(shape, catalogue.batch(values)) for shape, values in shapes(name)]


def others(refused: list[str]) -> list[tuple[str, pa.RecordBatch]]:
    """Batches of other shapes than one column, without the types that are refused."""
    field = pa.field("v", pa.int32(), nullable=False, metadata={"unit": "m"})
    schema = pa.schema([field, pa.field("w", pa.string(), metadata={"æ": "ø"})], metadata={"made by": "us, æ"})
    word = pa.array(["a", "b", None, "a"] * 8).dictionary_encode()
    index = pa.DictionaryArray.from_arrays(pa.array([0, 1] * 16, pa.int8()), pa.array(["no", "yes"]))
    everything = [(name, values) for name, values in ARRAYS.items() if len(values) == 11 and name not in refused]
    wide = pa.RecordBatch.from_arrays([values for _, values in everything], [name for name, _ in everything])
    return [
        ("no columns", pa.RecordBatch.from_struct_array(pa.array([{}] * 5, pa.struct([])))),
        ("same names", pa.RecordBatch.from_arrays([pa.array(range(7)), pa.array(list("abcdefg"))], ["letter", "letter"])),
        ("metadata", pa.RecordBatch.from_arrays([pa.array([1, 2], pa.int32()), pa.array(["x", None])], schema=schema)),
        ("two dictionaries", pa.RecordBatch.from_arrays([word, index, word], ["word", "index", "again"])),
        ("two dictionaries from 3", pa.RecordBatch.from_arrays([word, index], ["word", "index"]).slice(3)),
        ("everything", wide),
        ("everything from 3", wide.slice(3)),
        ("everything from 8", wide.slice(8)),
    ]


def disordered_runs() -> list[tuple[str, pa.RecordBatch, None]]:
    """Batches of runs that break the rules, whose values nobody knows."""
    batches: list[tuple[str, pa.RecordBatch, None]] = []
    for ends in ([5, 3, 11], [11, 11, 11], [0, -1, 11], [30, 1, 11], [-5, -1, 20]):
        kind = pa.run_end_encoded(pa.int32(), pa.int64())
        children = [pa.array(ends, pa.int32()), pa.array([1, 2, 3])]
        values = pa.Array.from_buffers(kind, 11, [None], 0, 0, children)
        batches += [(f"{ends} from {offset}", catalogue.batch(values.slice(offset)), None) for offset in (0, 1, 4, 10)]
    return batches


def numpy_backed() -> pa.RecordBatch:
    """Not a copy: pyarrow keeps the array, and needs the GIL to give it up when the batch is released."""
    return pa.RecordBatch.from_arrays([pa.array(np.arange(1000))], ["id"])


def texts(batch: Any) -> list[list[str]]:
    """Every value as text, column by column, as pyarrow sees it."""
    return [[catalogue.text(value) for value in column] for column in batch.columns]


def taken(given: Any, closely: bool) -> pa.RecordBatch:
    """What Java gave, looked at first."""
    batch = pa.record_batch(given)
    batch.validate(full=closely)
    return batch
