"""The sources of the contract, one for each thing that an executor has to get right."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

from pyspark import TaskContext
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import LongType, StringType, StructField, StructType

from . import arrowdata
from .arrowdata import Batch, Broken, Stream


def numbers(first: int, count: int) -> Batch:
    """Rows ``(id, name)`` from ``first`` on."""
    ids = range(first, first + count)
    return Batch([("id", "l", ids), ("name", "u", [f"n{i}" for i in ids])])


class Source(DataSource):
    """Base: columns ``id`` and ``name``."""

    def schema(self) -> Any:
        return "id LONG, name STRING"

    def number(self, option: str, otherwise: int) -> int:
        return int(self.options.get(option, otherwise))


class Numbers(Source):
    """``partitions`` times ``batches`` times ``rows``, counted through."""

    @classmethod
    def name(cls) -> str:
        return "contract-numbers"

    def reader(self, schema: StructType) -> DataSourceReader:
        return _NumbersReader(
            self.number("partitions", 3), self.number("batches", 2), self.number("rows", 5)
        )


class _NumbersReader(DataSourceReader):
    def __init__(self, partitions: int, batches: int, rows: int) -> None:
        self._shape = partitions, batches, rows

    def partitions(self) -> list[InputPartition]:
        return [InputPartition(index) for index in range(self._shape[0])]

    def read(self, partition: InputPartition) -> Iterator[Batch]:
        _, batches, rows = self._shape
        for batch in range(batches):
            self.metrics.counter("batches").add(1)
            self.metrics.counter("huge").add(2**70)
            with self.metrics.timer("making"):
                made = numbers((partition.value * batches + batch) * rows, rows)
            yield made


class SchemaAsStruct(Numbers):
    """Declares its schema as a ``StructType``."""

    def schema(self) -> Any:
        return StructType([StructField("id", LongType()), StructField("name", StringType())])


class SchemaAsArrow(Numbers):
    """Declares its schema as an object with ``__arrow_c_schema__``."""

    def schema(self) -> Any:
        return numbers(0, 1)


class NoSchema(Numbers):
    """Has no schema to tell."""

    def schema(self) -> Any:
        raise NotImplementedError("the user has to say it")


class OneBatch(Source):
    """Base of sources whose one partition is what :meth:`batches` gives."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _OneBatchReader(self)

    def batches(self) -> Any:
        raise NotImplementedError


class _OneBatchReader(DataSourceReader):
    def __init__(self, source: Any) -> None:
        self.source = source

    def read(self, partition: InputPartition) -> Any:
        return self.source.batches()


class Options(OneBatch):
    """Gives its options back as rows: the number of letters in the value, and ``name=value``."""

    def batches(self) -> Any:
        pairs = sorted(self.options.items())
        rows = [f"{key}={value}" for key, value in pairs]
        rows.append(f"RETRIES={self.options.get('RETRIES')}")
        yield Batch([("id", "l", [len(row) for row in rows]), ("name", "u", rows)])


class Calls(DataSource):
    """Gives the calls on it back as rows."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.calls = ["__init__"]

    def schema(self) -> str:
        self.calls.append("schema")
        return "id LONG, name STRING"

    def reader(self, schema: StructType) -> DataSourceReader:
        self.calls.append(f"reader({', '.join(schema.names)})")
        return _CallsReader(self.calls)


class _CallsReader(DataSourceReader):
    def __init__(self, calls: list[str]) -> None:
        self.calls = calls

    def partitions(self) -> list[InputPartition]:
        self.calls.append("partitions")
        return [InputPartition("a"), InputPartition("b")]

    def read(self, partition: InputPartition) -> Iterator[Batch]:
        self.calls.append(f"read({partition.value})")
        context = TaskContext.get()
        assert context is not None
        self.calls.append(f"task {context.partitionId()}")
        yield Batch([("id", "l", range(len(self.calls))), ("name", "u", self.calls)])


class Tuple(Numbers):
    """Its partitions come as a generator."""

    def reader(self, schema: StructType) -> DataSourceReader:
        reader = _NumbersReader(2, 1, 1)
        reader.partitions = _two  # type: ignore[method-assign, assignment]
        return reader


def _two() -> Iterator[InputPartition]:
    yield InputPartition(0)
    yield InputPartition(1)


class NoPartitions(Source):
    """Says that it has no partition, which means one."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _NoPartitionsReader()


class _NoPartitionsReader(DataSourceReader):
    def partitions(self) -> list[InputPartition]:
        return []

    def read(self, partition: InputPartition) -> Iterator[Batch]:
        yield Batch([("id", "l", [1]), ("name", "u", [repr(partition.value)])])


class Shared(Source):
    """Its reader does not pickle, so all partitions use the one object."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _SharedReader()


class _SharedReader(DataSourceReader):
    def __init__(self) -> None:
        self.lock = threading.Lock()

    def partitions(self) -> list[InputPartition]:
        return [InputPartition(0), InputPartition(1)]

    def read(self, partition: InputPartition) -> Iterator[Batch]:
        with self.lock:
            yield numbers(partition.value, 1)


class Locked(Source):
    """Its reader pickles, and one of its partitions does not."""

    def reader(self, schema: StructType) -> DataSourceReader:
        return _LockedReader()


class _LockedReader(DataSourceReader):
    def partitions(self) -> list[InputPartition]:
        locked = InputPartition(1)
        locked.lock = threading.Lock()  # type: ignore[attr-defined]
        return [InputPartition(0), locked]

    def read(self, partition: InputPartition) -> Iterator[Batch]:
        yield numbers(partition.value, 1)


class Nothing(OneBatch):
    """``read`` returns ``None``, or what the option ``form`` says that means no rows."""

    def batches(self) -> Any:
        form = self.options.get("form")
        if form == "list":
            return []
        if form == "batch":
            return [numbers(0, 0)]
        if form == "generator":
            return iter(())
        return None


class Single(OneBatch):
    """``read`` returns one Arrow object and no iterator."""

    def batches(self) -> Any:
        return numbers(7, 2)


class Streams(OneBatch):
    """Elements that are streams of batches, between batches."""

    def batches(self) -> Any:
        yield numbers(0, 1)
        yield Stream([numbers(1, 2), numbers(3, 1)])
        yield numbers(4, 1)


class FailingStream(OneBatch):
    """A stream that fails after its first batch."""

    def batches(self) -> Any:
        yield Stream([numbers(0, 1), numbers(1, 1)], fail_at=1)


class Malformed(OneBatch):
    """An array that breaks Arrow's rules as the option ``how`` says."""

    def batches(self) -> Any:
        yield numbers(0, 1)
        yield Broken(self.options["how"])


class Columns(OneBatch):
    """Batches with other columns than declared, as the option ``how`` says."""

    def batches(self) -> Any:
        ids, names = ("id", "l", [1, 2]), ("name", "u", ["a", "b"])
        yield {
            "reordered": Batch([names, ids]),
            "missing": Batch([ids]),
            "extra": Batch([ids, names, ("more", "l", [0, 0])]),
            "smaller": Batch([("id", "i", [1, None]), names]),
            "other": Batch([("id", "g", [0.5, 1.0]), names]),
        }[self.options["how"]]


class Fails(Source):
    """Raises where the option ``where`` says."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.fail("__init__")

    def fail(self, where: str) -> None:
        if self.options["where"] != where:
            return
        what = self.options.get("what", "ValueError")
        if what == "chain":
            try:
                raise KeyError("page 7")
            except KeyError as error:
                raise ValueError("bad page") from error
        raise {"exit": SystemExit(3), "interrupt": KeyboardInterrupt(), "close": GeneratorExit()}.get(
            what, ValueError("bad page " + self.options.get("apiToken", ""))
        )

    def schema(self) -> Any:
        self.fail("schema")
        return 42 if self.options["where"] == "schema type" else super().schema()

    def reader(self, schema: StructType) -> Any:
        self.fail("reader")
        return object() if self.options["where"] == "reader type" else _FailsReader(self)


class _FailsReader(DataSourceReader):
    def __init__(self, source: Fails) -> None:
        self.source = source

    def partitions(self) -> Any:
        self.source.fail("partitions")
        where = self.source.options["where"]
        if where in ("partitions type", "partition type"):
            return 7 if where == "partitions type" else [7]
        return [InputPartition(index) for index in range(3)]

    def read(self, partition: InputPartition) -> Any:
        if self.source.options["where"] == "read type":
            return 7
        self.source.fail("read")
        return self.rows(partition)

    def rows(self, partition: InputPartition) -> Iterator[Any]:
        self.source.fail("first")
        if self.source.options["where"] == "element type":
            yield 7
        yield numbers(0, 2)
        self.source.fail("later")
        yield numbers(2, 2)


class Endless(OneBatch):
    """Never ends by itself; writes into the file ``log`` what happens to it."""

    def note(self, text: str) -> None:
        with open(self.options["log"], "a", encoding="utf-8") as log:
            log.write(text + "\n")

    def batches(self) -> Any:
        how = self.options.get("how", "batches")
        try:
            for index in range(1_000_000_000):
                self.note("made")
                yield numbers(index, 1)
                if how != "batches":
                    self.note("stuck")
                if how == "loops":
                    while True:
                        time.sleep(0.01)
                if how == "sleeps":
                    time.sleep(5)
                if how == "swallows":
                    _swallow(time.monotonic() + 5)
        finally:
            self.note("finally")
            self.note(threading.current_thread().name)


def _swallow(deadline: float) -> None:
    while time.monotonic() < deadline:
        try:
            time.sleep(0.01)
        except BaseException:  # noqa: S112
            continue


class Threads(OneBatch):
    """Reads from a queue that a thread of its own fills."""

    def batches(self) -> Any:
        import queue

        batches: queue.Queue[Any] = queue.Queue(1)

        def fill() -> None:
            for index in range(20):
                batches.put(numbers(index, 1))
            batches.put(None)

        threading.Thread(target=fill, daemon=True).start()
        yield from iter(batches.get, None)


class Forks(OneBatch):
    """Runs a child, forked and by ``subprocess``, while it reads."""

    def batches(self) -> Any:
        import subprocess
        import sys

        yield numbers(0, 1)
        done = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True)
        assert done.stdout == "42\n", done
        child = os.fork()
        if child == 0:
            os._exit(7)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        yield numbers(1, 1)


class Prints(OneBatch):
    """Writes to standard output in every way there is."""

    def batches(self) -> Any:
        import sys

        print("printed by the source")
        sys.stdout.flush()
        os.write(1, b"written by the source\n")
        yield numbers(0, 1)


class ThreeMethods:
    """The protocol without a base class."""

    def infer_schema(self, options: dict[str, str]) -> str:
        return "id LONG, name STRING"

    def plan_partitions(self, options: dict[str, str]) -> list[dict[str, int]]:
        return [{"first": 10 * index} for index in range(int(options.get("partitions", "2")))]

    def read_partition(self, spec: dict[str, int], options: dict[str, str]) -> Iterator[Batch]:
        yield numbers(spec["first"], 2)


class NoSource:
    """Has none of the methods of a source."""


def open_batches() -> int:
    """How many batches C has not given back."""
    return len(arrowdata.open_batches)
