"""Arrow data to shared memory and back, for every type."""

from __future__ import annotations

import datetime
import decimal
import gc
import os
import random

import pytest
from worker.jvm import shared

from pysail.spark.datasource.capsule import describe
from pysail.spark.datasource.worker.carray import Given, Stream
from pysail.spark.datasource.worker.flat import Flat
from pysail.spark.datasource.worker.frames import ProtocolError
from pysail.spark.datasource.worker.received import Batch, _alive

pa = pytest.importorskip("pyarrow")

DAY = datetime.date(2024, 2, 29)
TIME = datetime.time(1, 2, 3, 4)
MOMENT = datetime.datetime(2024, 2, 29, 1, 2, 3, 4)
SPAN = datetime.timedelta(days=1, seconds=2, microseconds=3)
LONG = "a text that is longer than twelve bytes, number {}"


def plain(type_, values):
    return lambda: pa.array(values * 7, type_)


def has(name):
    return hasattr(pa, name)


ARRAYS = {
    "null": plain(pa.null(), [None, None]),
    "bool": plain(pa.bool_(), [True, None, False, True, True]),
    **{
        str(type_): plain(type_, [1, None, 2, 3, 127])
        for type_ in (
            *(pa.int8(), pa.int16(), pa.int32(), pa.int64()),
            *(pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()),
            *(pa.float32(), pa.float64()),
        )
    },
    "half": lambda: pa.array([1, None, 2] * 7, pa.int16()).cast(pa.uint16()).view(pa.float16()),
    "string": plain(pa.string(), ["a", None, "", "ßü", LONG]),
    "binary": plain(pa.binary(), [b"a", None, b"", b"\0\1", b"x" * 50]),
    "large_string": plain(pa.large_string(), ["a", None, "", "ßü", LONG]),
    "large_binary": plain(pa.large_binary(), [b"a", None, b""]),
    "fixed_binary": plain(pa.binary(3), [b"abc", None, b"\0\0\0"]),
    "date32": plain(pa.date32(), [DAY, None]),
    "date64": plain(pa.date64(), [DAY, None]),
    **{
        f"time {unit}": plain(type_, [TIME.replace(microsecond=0), None])
        for unit, type_ in (
            ("s", pa.time32("s")),
            ("ms", pa.time32("ms")),
            ("us", pa.time64("us")),
            ("ns", pa.time64("ns")),
        )
    },
    **{
        f"timestamp {unit}{zone or ''}": plain(pa.timestamp(unit, zone), [1000, None, 86400000])
        for unit in ("s", "ms", "us", "ns")
        for zone in (None, "UTC", "Europe/Oslo")
    },
    **{
        f"duration {unit}": plain(pa.duration(unit), [1000, None, -5000])
        for unit in ("s", "ms", "us", "ns")
    },
    "decimal128": plain(pa.decimal128(10, 2), [decimal.Decimal("1.50"), None]),
    "decimal256": plain(pa.decimal256(60, 2), [decimal.Decimal("-1.50"), None]),
    "month_day_nano": plain(pa.month_day_nano_interval(), [pa.MonthDayNano([1, 2, 3]), None]),
    "list": plain(pa.list_(pa.int32()), [[1, 2], None, [], [3, None]]),
    "large_list": plain(pa.large_list(pa.string()), [["a", LONG], None, [], ["c", None]]),
    "fixed_list": plain(pa.list_(pa.bool_(), 3), [[True, None, False], None, [False] * 3]),
    "map": plain(pa.map_(pa.string(), pa.int64()), [[("a", 1), ("b", None)], None, []]),
    "struct": plain(
        pa.struct([("a", pa.bool_()), ("b", pa.struct([("c", pa.string())]))]),
        [
            {"a": True, "b": {"c": "x"}},
            None,
            {"a": None, "b": None},
            {"a": False, "b": {"c": None}},
        ],
    ),
    "dictionary": lambda: pa.array(["a", None, "b", "a", "ccc"] * 5).dictionary_encode(),
    "dictionary of nulls": lambda: pa.DictionaryArray.from_arrays(
        pa.array([0, 1, None, 2] * 5, pa.int8()), pa.array(["x", None, LONG])
    ),
    "sparse union": lambda: pa.UnionArray.from_sparse(
        pa.array([0, 1, 0, 1] * 5, pa.int8()),
        [pa.array(list(range(20))), pa.array([str(i) for i in range(20)])],
    ),
    "dense union": lambda: pa.UnionArray.from_dense(
        pa.array([5, 7, 5, 7] * 5, pa.int8()),
        pa.array([i // 2 for i in range(20)], pa.int32()),
        [pa.array(list(range(10))), pa.array([LONG.format(i) for i in range(10)])],
        ["five", "seven"],
        [5, 7],
    ),
    "nested": plain(
        pa.list_(pa.struct([("m", pa.map_(pa.string(), pa.list_(pa.bool_())))])),
        [[{"m": [("k", [True, None])]}, None], None, [], [{"m": None}, {"m": [("l", [])]}]],
    ),
}
if hasattr(pa, "string_view"):
    ARRAYS["string_view"] = plain(pa.string_view(), ["a", None, LONG, LONG * 2, ""])
    ARRAYS["binary_view"] = plain(pa.binary_view(), [b"a", None, b"x" * 40])
if hasattr(pa, "list_view"):
    ARRAYS["list_view"] = plain(pa.list_view(pa.int32()), [[1, 2], None, [], [3]])
    ARRAYS["large_list_view"] = plain(pa.large_list_view(pa.string()), [["a"], None, ["b", LONG]])
if hasattr(pa, "RunEndEncodedArray"):
    ARRAYS["run_end_encoded"] = lambda: pa.RunEndEncodedArray.from_arrays(
        pa.array([3, 4, 9, 21], pa.int32()), pa.array(["a", None, LONG, "d"])
    )


@pytest.fixture
def memory():
    mapped, told = shared(1 << 16)
    yield mapped
    os.close(told["fd"])


def there_and_back(batch):
    """The batch that another process would have, and how many bytes it took."""
    _, capsule = batch.__arrow_c_array__()
    given = Given(capsule)
    flat = Flat(describe(batch.schema), given.array, 0, given.array.length)
    memory, told = shared(flat.size + 192)
    os.close(told["fd"])
    flat.copy(memory, 64)
    given.release()
    there = pa.record_batch(Batch(describe(batch.schema), flat.manifest, memory, 64, flat.size))
    memory.close()
    there.validate(full=True)
    return there, flat.size


@pytest.mark.parametrize("name", ARRAYS)
def test_batch_is_the_same_on_the_other_side_whatever_its_slice(name):
    array = ARRAYS[name]()
    for start, length in ((0, len(array)), (0, 0), (1, 0), (1, 5), (3, 100), (8, 1), (7, 6)):
        part = pa.record_batch([array.slice(start, length)], ["c"])

        there, _ = there_and_back(part)

        assert there.schema == part.schema
        assert there.to_pydict() == part.to_pydict()


@pytest.mark.parametrize("name", ARRAYS)
def test_slice_of_a_batch_is_cut_by_its_window(name, memory):
    array = ARRAYS[name]()
    whole = pa.record_batch([array, pa.array(range(len(array)))], ["c", "d"])
    _, capsule = whole.__arrow_c_array__()
    given = Given(capsule)
    description = describe(whole.schema)
    for start, length in ((0, 3), (3, 9), (9, 4), (13, 1), (2, 0)):
        flat = Flat(description, given.array, start, min(length, len(array) - start))
        flat.copy(memory, 0)
        there = pa.record_batch(Batch(description, flat.manifest, memory, 0, flat.size))
        there.validate(full=True)
        assert there.to_pydict() == whole.slice(start, length).to_pydict()
    given.release()


def test_slice_takes_no_more_room_than_its_own_values():
    texts = pa.array([f"text number {i:10}" for i in range(10000)])
    columns = [
        texts,
        texts.cast(pa.large_string()),
        pa.array([[text] for text in texts.to_pylist()]),
    ]
    if hasattr(pa, "string_view"):
        columns.append(texts.cast(pa.string_view()))
    part = pa.record_batch(columns, [str(i) for i in range(len(columns))]).slice(5001, 10)

    there, size = there_and_back(part)

    assert there.to_pydict() == part.to_pydict()
    assert size < 4096


def test_batch_without_columns_keeps_its_row_count():
    batch = pa.record_batch([pa.array([1, 2, 3])], ["a"]).select([])
    assert there_and_back(batch)[0].num_rows == 3


def test_random_nested_batches_are_the_same_on_the_other_side():
    dice = random.Random(7)

    def value(depth):
        if dice.random() < 0.2:
            return None
        return {
            "l": [dice.choice(["", "short", LONG, None]) for _ in range(dice.randrange(4))],
            "s": {"b": dice.choice([True, False, None]), "i": dice.randrange(100)},
        }

    for _ in range(30):
        array = pa.array([value(0) for _ in range(dice.randrange(1, 40))])
        if pa.types.is_null(array.type):
            continue
        start = dice.randrange(len(array))
        part = pa.record_batch([array.slice(start, dice.randrange(40))], ["c"])
        assert there_and_back(part)[0].to_pydict() == part.to_pydict()


def test_memory_of_a_batch_lives_until_the_last_part_of_it_is_dropped():
    gc.collect()
    before = len(_alive)
    batch, _ = there_and_back(
        pa.record_batch([pa.array([[1, 2], [3]]), pa.array(["x", "y"])], ["a", "b"])
    )
    column = batch.column(0).flatten()
    del batch
    gc.collect()

    assert column.to_pylist() == [1, 2, 3]
    del column
    gc.collect()
    assert len(_alive) == before


def test_batch_that_nobody_imports_is_dropped(memory):
    batch = pa.record_batch([pa.array([[1]])], ["a"])
    _, capsule = batch.__arrow_c_array__()
    flat = Flat(describe(batch.schema), Given(capsule).array, 0, 1)
    before = len(_alive)

    there = Batch(describe(batch.schema), flat.manifest, memory, 0, flat.size)
    assert len(_alive) > before
    there.drop()

    assert len(_alive) == before


def test_array_is_released_once():
    batch = pa.record_batch([pa.array([1])], ["a"])
    _, capsule = batch.__arrow_c_array__()
    given = Given(capsule)
    given.release()
    given.release()
    with pytest.raises(ValueError, match="released"):
        Given(capsule)


def test_stream_gives_its_batches_and_is_released_once():
    table = pa.table({"a": [1, 2, 3]})
    stream = Stream(table.__arrow_c_stream__())
    assert stream.description() == describe(table.schema)
    lengths = []
    while True:
        array = stream.next()
        if array is None:
            break
        lengths.append(array.length)
        stream.release_current()
    stream.release()
    stream.release()
    assert lengths == [3]


@pytest.mark.parametrize("seed", range(20))
def test_damaged_manifest_is_refused_or_shows_only_its_slot(seed, memory):
    dice = random.Random(seed)
    batch = pa.record_batch([pa.array(["a", None, LONG]), pa.array([[1], [], None])], ["a", "b"])
    _, capsule = batch.__arrow_c_array__()
    given = Given(capsule)
    description = describe(batch.schema)
    flat = Flat(description, given.array, 0, 3)
    flat.copy(memory, 0)
    for _ in range(100):
        damaged = bytearray(flat.manifest)
        for _ in range(dice.randrange(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        cut = dice.choice([len(damaged), dice.randrange(len(damaged))])
        try:
            there = Batch(description, bytes(damaged[:cut]), memory, 0, 4096)
        except ProtocolError:
            continue
        there.drop()
    given.release()
