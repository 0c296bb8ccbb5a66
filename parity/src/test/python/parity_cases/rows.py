"""Sources whose ``read`` gives rows: the forms of rows, what is wrong with one, how they come."""

from __future__ import annotations

import collections
import dataclasses
from typing import Any, Callable

from pyspark.sql import Row
from pyspark.sql.datasource import InputPartition
from pyspark.sql.types import StructType

from .table import Source, batch, case

Point = collections.namedtuple("Point", "a b")
Turned = collections.namedtuple("Turned", "b a")


@dataclasses.dataclass
class Record:
    b: str
    a: int


class Plain:
    """An object with attributes."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


class TupleOfItsOwn(tuple):
    pass


class ListOfItsOwn(list):  # type: ignore[type-arg]
    pass


def reused(row: Any) -> Any:
    for i in range(3):
        row[:] = [i, f"n{i}"]
        yield row


def reused_dict() -> Any:
    row: dict[str, Any] = {}
    for i in range(3):
        row.update(a=i, b=f"n{i}")
        yield row


def failing(error: BaseException) -> Any:
    yield (1, "x")
    yield (2, "y")
    raise error


def reused_after_a_tuple() -> Any:
    yield (0, "x")
    yield from reused([])


async def awaited() -> Any:
    yield (1, "x")


class Iterator:
    """An iterator without a generator, of rows."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator:
        return self

    def __next__(self) -> Any:
        if not self._rows:
            raise StopIteration
        return self._rows.pop(0)


FORMS: dict[str, Callable[[], Any]] = {
    "tuples": lambda: iter([(1, "x"), (2, None), (None, "y"), (None, None)]),
    "lists": lambda: iter([[1, "x"], [2, "y"]]),
    "rows by position": lambda: iter([Row(1, "x"), Row(2, "y")]),
    "rows by name": lambda: iter([Row(a=1, b="x"), Row(a=2, b="y")]),
    "rows by name, in another order": lambda: iter([Row(b="x", a=1), Row("b", "a")("y", 2)]),
    "rows of several forms": lambda: iter([(1, "x"), [2, "y"], Row(3, "z"), Row(b="v", a=4), Row("b", "a")("w", 5)]),
    "a namedtuple": lambda: iter([Point(1, "x")]),
    "a namedtuple, in another order": lambda: iter([Turned(1, "x")]),
    "subclasses of tuple and list": lambda: iter([TupleOfItsOwn((1, "x")), ListOfItsOwn([2, "y"])]),
    "a dict": lambda: iter([{"b": "x", "a": 1}]),
    "a dict after a tuple": lambda: iter([(1, "x"), {"b": "y", "a": 2}]),
    "a dict without a name": lambda: iter([{"a": 1}]),
    "a dict with an unknown name": lambda: iter([{"a": 1, "c": "x"}]),
    "a dataclass": lambda: iter([Record("x", 1)]),
    "an object with attributes": lambda: iter([Plain(a=1, b="x")]),
    "a list that is yielded again": lambda: reused([]),
    "a list that is yielded again, after a tuple": reused_after_a_tuple,
    "a dict that is yielded again": reused_dict,
    "a row that is None": lambda: iter([None]),
    "a row that is None, later": lambda: iter([(1, "x"), None]),
    "a row that is a number": lambda: iter([7]),
    "a row that is a text": lambda: iter(["ab"]),
    "a row that is bytes": lambda: iter([b"ab"]),
    "a row that is a set": lambda: iter([{1}]),
    "a row that is a range": lambda: iter([range(2)]),
    "a row that is an object": lambda: iter([(1, "x"), object()]),
    "rows that are too short": lambda: iter([(1,)]),
    "rows that are too long": lambda: iter([(1, "x", 2)]),
    "a row that is too short, later": lambda: iter([(1, "x"), [2]]),
    "an empty row": lambda: iter([()]),
    "a row with another name": lambda: iter([Row(a=1, c="x")]),
    "a row with too few names": lambda: iter([Row(a=1)]),
    "a row with names in another case": lambda: iter([Row(A=1, B="x")]),
    "no rows from an iterator": lambda: iter([]),
    "no rows from a generator": lambda: (each for each in ()),
    "an iterator of rows without a generator": lambda: Iterator([(1, "x"), (2, "y")]),
    "map and zip": lambda: zip([1, 2], map(str, [3, 4])),
    "a list of rows": lambda: [(1, "x"), (2, "y")],
    "a tuple of rows": lambda: ((1, "x"), (2, "y")),
    "an empty list of rows": list,
    "an asynchronous generator": awaited,
    "a batch after a row": lambda: iter([(1, "x"), batch([1])]),
    "a row after a batch": lambda: iter([batch([2], [3]), (1, "x")]),
    "ValueError after rows": lambda: failing(ValueError("the disk is gone")),
    "sys.exit after rows": lambda: failing(SystemExit(3)),
    "KeyboardInterrupt after rows": lambda: failing(KeyboardInterrupt("stop")),
    "more rows than a batch has": lambda: ((i, f"n{i}") for i in range(10_001)),
}  # fmt: skip


class RowSource(Source):
    """The rows of the form that the option says."""

    ddl = "a int, b string"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        return FORMS[self.options["form"]]()


for _form in FORMS:
    case(f"rows: {_form}", options={"form": _form})(RowSource)


@case("rows: several partitions")
class RowsOfPartitions(Source):
    def partitions(self) -> Any:
        return [InputPartition(number) for number in range(3)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        for i in range(partition.value):
            yield (10 * partition.value + i,)


@case("rows: a partition of batches and one of rows")
class RowsAndBatches(RowsOfPartitions):
    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch([partition.value]) if partition.value else (7,)


@case("rows: a partition fails after others")
class FailingPartition(RowsOfPartitions):
    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield (1,)
        if partition.value == 2:
            raise OSError("the third")


@case("rows: without columns")
class RowsWithoutColumns(Source):
    ddl = StructType([])

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield ()
        yield []


@case("rows: a StopIteration within a generator")
class StopsWithin(Source):
    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield (1,)
        next(iter(()))
