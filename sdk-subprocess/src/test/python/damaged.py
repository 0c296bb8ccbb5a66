"""A source of Arrow data in which something is not as it has to be."""

import ctypes
import random

import pyarrow as pa
from pysail.spark.datasource import DataSource, DataSourceReader, InputPartition

ROWS = 50
LENGTH, NULL_COUNT, OFFSET, N_BUFFERS, N_CHILDREN = 0, 8, 16, 24, 32
BUFFERS, CHILDREN, DICTIONARY = 40, 48, 56

NUMBERS = [-1, -(1 << 31), -(1 << 62), 1, 2, 7, 51, 64, 1 << 10, 1 << 20, 1 << 31, 1 << 40, 1 << 62]

pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.restype = ctypes.c_void_p
pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]


def sound():
    columns = {
        "id": pa.array(range(ROWS), pa.int64()),
        "name": pa.array([None if i % 7 == 0 else "name-%d" % i for i in range(ROWS)]),
        "long_name": pa.array(["long-%d" % i for i in range(ROWS)], pa.large_string()),
        "flags": pa.array([[i % 2 == 0] * (i % 3) for i in range(ROWS)]),
        "place": pa.array([{"x": i / 2, "y": str(i)} for i in range(ROWS)]),
        "labels": pa.array([[("a", i)] for i in range(ROWS)], pa.map_(pa.string(), pa.int32())),
        "kind": pa.array(["kind-%d" % (i % 4) for i in range(ROWS)]).dictionary_encode(),
        "seen": pa.array([i % 3 == 0 for i in range(ROWS)]),
        "price": pa.array([i * 100 for i in range(ROWS)], pa.int64()).cast(pa.decimal128(24, 2)),
    }
    return pa.RecordBatch.from_pydict(columns)


class Damaged(DataSource):
    """Each partition is a batch in order, and then one in which one number is another."""

    def schema(self):
        return (
            "id LONG, name STRING, long_name STRING, flags ARRAY<BOOLEAN>, "
            "place STRUCT<x: DOUBLE, y: STRING>, labels MAP<STRING, INT>, kind STRING, "
            "seen BOOLEAN, price DECIMAL(24, 2)"
        )

    def reader(self, schema):
        return DamagedReader(int(self.options["seed"]))


class DamagedReader(DataSourceReader):
    def __init__(self, seed):
        self._seed = seed

    def partitions(self):
        return [InputPartition(i) for i in range(17)]

    def read(self, partition):
        yield sound()
        if partition.value > 0:
            yield Broken(random.Random(self._seed + partition.value))


class Broken:
    def __init__(self, choose):
        self._choose = choose

    def __arrow_c_array__(self, requested_schema=None):
        schema, array = sound().__arrow_c_array__()
        damage(self._choose, pointer_of(array, b"arrow_array"))
        return schema, array


def damage(choose, root):
    node = choose.choice(list(nodes(root)))
    where = choose.choice(["field", "pointer", "buffer", "buffer", "buffer"])
    if where == "field":
        field = choose.choice([LENGTH, NULL_COUNT, OFFSET, N_BUFFERS, N_CHILDREN])
        number(node + field).value = choose.choice(NUMBERS)
        return
    at = choose.randrange(number(node + N_BUFFERS).value or 1)
    buffers = number(node + BUFFERS).value
    buffer = number(buffers + 8 * at) if buffers else None
    if buffer is None or not buffer.value:
        number(node + LENGTH).value += 1
    elif where == "pointer":
        buffer.value = choose.choice([0, 1, buffer.value + 1])
    else:
        kind = choose.choice([ctypes.c_int8, ctypes.c_int32, ctypes.c_int64])
        place = buffer.value + ctypes.sizeof(kind) * choose.randrange(ROWS // 8)
        kind.from_address(place).value = choose.choice(NUMBERS)


def nodes(address):
    yield address
    children = number(address + CHILDREN).value
    for i in range(number(address + N_CHILDREN).value):
        yield from nodes(number(children + 8 * i).value)
    dictionary = number(address + DICTIONARY).value
    if dictionary:
        yield dictionary


def number(address):
    return ctypes.c_int64.from_address(address)
