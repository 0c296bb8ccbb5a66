"""Sinks: in which order they are called, with what, and what becomes of errors."""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import Row
from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceWriter,
    InputPartition,
    WriterCommitMessage,
)
from pyspark.sql.types import StructType

from .table import LOG, Source, batch, write_case
from .types import TYPES, Typed


class Log:
    """The file that is compared: a line for each call, which any process may add."""

    def __init__(self, options: Any) -> None:
        self.path = options[LOG]

    def tell(self, *what: Any) -> None:
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(what, ensure_ascii=True) + "\n")


@dataclass
class Message(WriterCommitMessage):
    part: int
    rows: int


class Sink(DataSource):
    """Base of the sinks: tells what its writer is asked, and what its object has been asked before."""

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.calls = ["__init__"]

    def schema(self) -> Any:
        self.calls.append("schema")
        return "other int"

    def writer(self, schema: StructType, overwrite: bool) -> Any:
        self.calls.append("writer")
        options = sorted((name.lower(), value) for name, value in self.options.items() if name.lower() != LOG)
        Log(self.options).tell("writer", type(schema).__name__, schema.json(), repr(overwrite), options)
        return self.make(Log(self.options))

    def make(self, log: Log) -> Any:
        return SinkWriter(self, log)


class SinkWriter(DataSourceWriter):
    """Writes down rows as they show themselves."""

    def __init__(self, sink: Any, log: Log) -> None:
        self.calls = sink.calls
        self.log = log

    def tell(self, call: str, *what: Any) -> None:
        self.calls.append(call)
        self.log.tell(" ".join(self.calls), *what)

    def write(self, iterator: Iterator[Row]) -> Any:
        context = TaskContext.get()
        assert context is not None
        rows = self.rows(iterator)
        self.tell("write", context.partitionId(), context.attemptNumber(), rows)
        return self.message(context.partitionId(), len(rows))

    def rows(self, iterator: Iterator[Row]) -> list[Any]:
        return [repr(row) for row in iterator]

    def message(self, part: int, rows: int) -> Any:
        return Message(part, rows)

    def commit(self, messages: Any) -> None:
        self.tell("commit", type(messages).__name__, repr(messages), repr(TaskContext.get()))

    def abort(self, messages: Any) -> None:
        self.tell("abort", type(messages).__name__, repr(messages), repr(TaskContext.get()))


class ArrowSinkWriter(DataSourceArrowWriter):
    """Writes down batches with their schema."""

    def __init__(self, sink: Any, log: Log) -> None:
        self.log = log

    def write(self, iterator: Iterator[pa.RecordBatch]) -> Any:
        context = TaskContext.get()
        assert context is not None
        batches = []
        for each in iterator:
            # Without metadata: Spark keeps what Arrow does not say, such as the digits of a time, in that of fields.
            columns = each.schema.to_string(show_field_metadata=False, show_schema_metadata=False)
            batches.append([type(each).__name__, columns, repr(each.to_pylist())])
        self.log.tell("write", context.partitionId(), batches)
        return Message(context.partitionId(), len(batches))

    def commit(self, messages: Any) -> None:
        self.log.tell("commit", repr(messages))


# -- tables -----------------------------------------------------------------------------------


class Parts(Source):
    """Three partitions, of which the second has no rows."""

    def partitions(self) -> Any:
        return [InputPartition(part) for part in range(3)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        if partition.value != 1:
            yield batch([partition.value, partition.value + 10])


class OddNames(Source):
    ddl = "count int, index int, `a b` int, _x int, asDict int, name struct<x: int, len: string>"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        one = pa.array([1], pa.int32())
        nested = pa.array([{"x": 2, "len": "c"}], pa.struct([("x", pa.int32()), ("len", pa.string())]))
        yield pa.RecordBatch.from_arrays([one] * 5 + [nested], names=["count", "index", "a b", "_x", "asDict", "name"])


class Required(Source):
    ddl = "a int not null, b array<struct<c: int not null>>"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield (1, [(2,)])


# -- calls ------------------------------------------------------------------------------------


@write_case("write: rows of three partitions", source=Parts)
@write_case("write: instead of what is there", source=Parts, mode="overwrite")
@write_case("write: with options", source=Parts, options={"Number": 5, "yes": True, "path": "a b.csv"})
@write_case("write: columns that may not be null", source=Required)
@write_case("write: in the mode error", source=Parts, mode="error")
@write_case("write: in the mode ignore", source=Parts, mode="ignore")
class PlainSink(Sink):
    pass


@write_case("write: batches of three partitions", source=Parts)
@write_case("write: batches of columns that may not be null", source=Required)
class ArrowSink(Sink):
    def make(self, log: Log) -> Any:
        return ArrowSinkWriter(self, log)


@write_case("write: what a row can do", source=OddNames)
class RowSink(Sink):
    def make(self, log: Log) -> Any:
        return RowSinkWriter(self, log)


class RowSinkWriter(SinkWriter):
    def rows(self, iterator: Iterator[Row]) -> list[Any]:
        row = next(iterator)
        nested = row["name"]
        return [
            [isinstance(row, Row), isinstance(row, tuple), len(row), list(row.__fields__)],
            [row[0], row[-1][0], list(row[1:3]), row["count"], row["a b"], row._x, nested.x, nested["len"]],
            [repr(row.asDict()), repr(row.asDict(recursive=True))],
            [
                "count" in row,
                1 in row,
                row == tuple(row),
                row == pickle.loads(pickle.dumps(row)),
                nested == Row(2, "c"),
            ],
            [self.raised(lambda: row["none"]), self.raised(lambda: row.none), self.raised(lambda: row[9])],
            [self.raised(lambda: setattr(row, "x", 1)), callable(row.count), callable(row.asDict)],
        ]

    def raised(self, access: Any) -> Any:
        try:
            return repr(access())
        except Exception as error:
            return f"{type(error).__name__}: {error}"


@write_case("write: no more than the first row of each task", source=Parts)
class FirstRows(Sink):
    def make(self, log: Log) -> Any:
        return FirstRowsWriter(self, log)


class FirstRowsWriter(SinkWriter):
    def rows(self, iterator: Iterator[Row]) -> list[Any]:
        return [repr(next(iterator, None))]


@write_case("write: nothing of what there is", source=Parts)
class NoRows(Sink):
    def make(self, log: Log) -> Any:
        return NoRowsWriter(self, log)


class NoRowsWriter(SinkWriter):
    def rows(self, iterator: Iterator[Row]) -> list[Any]:
        return []


@write_case("write: a sink without commit and abort", source=Parts)
class OnlyWrite(Sink):
    def make(self, log: Log) -> Any:
        return OnlyWriteWriter(log)


class OnlyWriteWriter(DataSourceWriter):
    def __init__(self, log: Log) -> None:
        self.log = log

    def write(self, iterator: Iterator[Row]) -> Any:
        self.log.tell("write", [repr(row) for row in iterator])
        return WriterCommitMessage()


# -- messages ---------------------------------------------------------------------------------


class MessageWriter(SinkWriter):
    given: Any = None

    def message(self, part: int, rows: int) -> Any:
        return self.given


@write_case("write: no message", source=Typed, source_options={"type": "int"})
class NoMessage(Sink):
    def make(self, log: Log) -> Any:
        return MessageWriter(self, log)


class TupleWriter(MessageWriter):
    given = ("rows", 5)


@write_case("write: a message that is no WriterCommitMessage", source=Typed, source_options={"type": "int"})
class TupleMessage(Sink):
    def make(self, log: Log) -> Any:
        return TupleWriter(self, log)


class LockMessage(WriterCommitMessage):
    def __init__(self) -> None:
        self.lock = threading.Lock()


class LockWriter(SinkWriter):
    def message(self, part: int, rows: int) -> Any:
        return LockMessage()


@write_case("write: a message that does not pickle", source=Typed, source_options={"type": "int"})
class MessageThatDoesNotPickle(Sink):
    def make(self, log: Log) -> Any:
        return LockWriter(self, log)


class GeneratorWriter(SinkWriter):
    def write(self, iterator: Iterator[Row]) -> Any:
        yield from iterator


@write_case("write: a generator", source=Typed, source_options={"type": "int"})
class GeneratorSink(Sink):
    def make(self, log: Log) -> Any:
        return GeneratorWriter(self, log)


# -- errors -----------------------------------------------------------------------------------


class FailingWriter(SinkWriter):
    """Fails in the call that the option names, for rows in a partition."""

    def __init__(self, sink: Any, log: Log) -> None:
        super().__init__(sink, log)
        self.fails = sink.options["fails"].split()
        self.part = int(sink.options.get("part", "2"))

    def rows(self, iterator: Iterator[Row]) -> list[Any]:
        rows = super().rows(iterator)
        context = TaskContext.get()
        assert context is not None
        if context.partitionId() == self.part:
            self.tell("write", context.partitionId(), rows)
            if "write" in self.fails:
                raise ValueError("no such rows")
            if "exit" in self.fails:
                raise SystemExit(3)
            if "stop" in self.fails:
                raise StopIteration("enough")
        return rows

    def commit(self, messages: Any) -> None:
        super().commit(messages)
        if "commit" in self.fails:
            raise ValueError("not committed")

    def abort(self, messages: Any) -> None:
        super().abort(messages)
        if "abort" in self.fails:
            raise KeyError("not aborted")


@write_case("write: a task that raises", source=Parts, options={"fails": "write"})
@write_case("write: the first task raises", source=Parts, options={"fails": "write", "part": "0"})
@write_case("write: a task that raises, and abort raises", source=Parts, options={"fails": "write abort"})
@write_case("write: a task that exits", source=Parts, options={"fails": "exit"})
@write_case("write: a task that raises StopIteration", source=Parts, options={"fails": "stop"})
@write_case("write: commit raises", source=Parts, options={"fails": "commit"})
@write_case("write: commit raises, and abort raises", source=Parts, options={"fails": "commit abort"})
class FailingSink(Sink):
    def make(self, log: Log) -> Any:
        return FailingWriter(self, log)


class FailingSource(Parts):
    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch([1])
        if partition.value == 2:
            raise ValueError("no more to read")


@write_case("write: rows that cannot be read to their end", source=FailingSource)
class SinkOfAFailingSource(Sink):
    pass


@write_case("write: writer raises", source=Parts)
class WriterRaises(Sink):
    def make(self, log: Log) -> Any:
        raise ValueError("no writer today")


@write_case("write: writer returns None", source=Parts)
class WriterIsNone(Sink):
    def make(self, log: Log) -> Any:
        return None


class JustWrite:
    def __init__(self, log: Log) -> None:
        self.log = log

    def write(self, iterator: Iterator[Row]) -> Any:
        self.log.tell("write", [repr(row) for row in iterator])
        return WriterCommitMessage()


@write_case("write: a writer that only has the method write", source=Parts)
class WriterWithoutBase(Sink):
    def make(self, log: Log) -> Any:
        return JustWrite(log)


@write_case("write: a source without writer", source=Parts)
class NoWriter(Source):
    pass


@write_case("write: an __init__ that raises", source=Parts)
class InitRaises(Sink):
    def __init__(self, options: Any) -> None:
        raise ValueError("no sink today")


class LockedWriter(SinkWriter):
    def __init__(self, sink: Any, log: Log) -> None:
        super().__init__(sink, log)
        self.lock = threading.Lock()


@write_case("write: a writer that does not pickle", source=Parts)
class WriterThatDoesNotPickle(Sink):
    def make(self, log: Log) -> Any:
        return LockedWriter(self, log)


@write_case("write: parameters by other names", source=Parts)
class OtherNames(DataSource):
    def __init__(self, options: Any) -> None:
        self.given = options

    def writer(self, columns: StructType, replace: bool) -> Any:  # type: ignore[override]
        log = Log(self.given)
        log.tell(columns.simpleString(), replace)
        return OnlyWriteWriter(log)


# -- types ------------------------------------------------------------------------------------

for _type in TYPES:
    write_case(f"write: rows of the type {_type}", source=Typed, source_options={"type": _type})(PlainSink)
    write_case(f"write: batches of the type {_type}", source=Typed, source_options={"type": _type})(ArrowSink)
