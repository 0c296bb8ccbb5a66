"""Sources for the tests of workers."""

from __future__ import annotations

import ctypes
import datetime
import os
import subprocess
import sys
import time

from pysail.spark.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceWriter,
    InputPartition,
)
from pysail.spark.datasource.taskcontext import TaskContext


class Rows(DataSource):
    """``read`` of a subclass gives rows."""

    deterministic = True

    def schema(self):
        return self.options.get("schema", "id LONG, half DOUBLE, name STRING")

    def reader(self, schema):
        return Reader(self.options, type(self).read)


class Reader(DataSourceReader):
    def __init__(self, options, function):
        self.options = options
        self.count = int(options.get("count", "10"))
        self.function = function

    def partitions(self):
        value = bytes(int(self.options.get("partition", "0")))
        return [InputPartition(value) for _ in range(int(self.options.get("partitions", "1")))]

    def read(self, partition):
        return self.function(self)


def row(i):
    return (i, i * 0.5, f"name-{i & 1023}")


class Tuples(Rows):
    def read(self):
        self.metrics.counter("reads").add(1)
        for i in range(self.count):
            yield row(i)


class Dates(Rows):
    """Natural at first: a subclass of ``int``, and texts for what may be natural."""

    def read(self):
        for i in range(self.count):
            yield (i, i if i % 2 else i * 0.5, i if i > 5 else "text")


class Reused(Rows):
    """Yields one list again and again, after a tuple."""

    def read(self):
        yield row(0)
        reused = [None] * 3
        for i in range(1, self.count):
            reused[:] = row(i)
            yield reused


class Refusing(Rows):
    def read(self):
        for i in range(self.count):
            yield (i, 0.5, "a") if i != int(self.options["wrong"]) else ("no number", 0.5, "a")


class RefusingShape(Rows):
    def read(self):
        for i in range(self.count):
            yield row(i) if i != int(self.options["wrong"]) else (1, 2)


class Failing(Rows):
    def read(self):
        for i in range(self.count):
            yield row(i)
        raise {"value": ValueError, "exit": SystemExit, "interrupt": KeyboardInterrupt}[
            self.options.get("error", "value")
        ]("no more")


class Raising(Rows):
    def read(self):
        yield row(0)
        kind = self.options["kind"]
        if kind == "recursion":
            recurse()
        if kind == "memory":
            raise MemoryError("too much")
        if kind == "generator":
            raise GeneratorExit


def recurse():
    recurse()


class Slow(Rows):
    """A few rows at once, and then none for as long as a file is there."""

    def read(self):
        for i in range(self.count):
            yield row(i)
        while os.path.exists(self.options["file"]):
            time.sleep(0.01)
        yield row(self.count)


class Endless(Rows):
    def read(self):
        i = 0
        try:
            while True:
                yield row(i)
                i += 1
        finally:
            print("closed", flush=True)


class Sleeping(Rows):
    def read(self):
        try:
            yield row(0)
            while True:
                time.sleep(60)
        finally:
            print("closed", flush=True)


class Long(Rows):
    """Rows with texts of a length."""

    def schema(self):
        return "id LONG, text STRING"

    def read(self):
        for i in range(self.count):
            yield (i, chr(97 + i % 26) * int(self.options["length"]))


class Task(Rows):
    def schema(self):
        return "partition INT, attempt INT"

    def read(self):
        context = TaskContext.get()
        yield (context.partitionId(), context.attemptNumber())


class Doing(Rows):
    """Does what an option says, and yields what comes of it as a text."""

    def schema(self):
        return "done STRING"

    def read(self):
        yield (str(getattr(ACTIONS, self.options["do"])(self.options)),)


class Actions:
    def segfault(self, options):
        ctypes.string_at(0)

    def exit(self, options):
        os._exit(3)

    def abort(self, options):
        os.abort()

    def print(self, options):
        print("to standard output")
        sys.stderr.write("x" * (1 << 20) + "\n")
        os.write(2, b"\xff\xfe invalid\n")
        print("lone \ud800 surrogate")

    def program(self, options):
        main = sys.modules["__main__"]
        return (sys.argv, sys.executable, sorted(vars(main)), sys.stdin.read(), main.__name__)

    def fork(self, options):
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1] >> 8
        sys.exit(5)

    def fork_on(self, options):
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1] >> 8
        return "in the child"

    def multiprocessing(self, options):
        import multiprocessing

        with multiprocessing.get_context("fork").Pool(2) as pool:
            return pool.map(abs, [-1, -2])

    def grandchild(self, options):
        child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
        return child.pid

    def companion(self, options):
        return subprocess.Popen(["sleep", "1000"]).pid

    def flood(self, options):
        while True:
            os.write(1, b"x" * 65536)

    def unfinished_line(self, options):
        print("no end", end="")

    def memory(self, options):
        return len(bytearray(1 << 30))

    def files(self, options):
        while True:
            os.open(os.devnull, os.O_RDONLY)

    def spin(self, options):
        while True:
            pass

    def limits(self, options):
        import resource

        names = ("RLIMIT_DATA", "RLIMIT_CPU", "RLIMIT_NOFILE", "RLIMIT_CORE")
        with open("/proc/self/status") as file:
            privileges = file.read().partition("NoNewPrivs:")[2].split()[0]
        return [*(resource.getrlimit(getattr(resource, name))[0] for name in names), privileges]

    def descriptors(self, options):
        return sorted(int(name) for name in os.listdir("/proc/self/fd"))

    def random(self, options):
        import random

        return random.random()


ACTIONS = Actions()


class Arrow(DataSource):
    def schema(self):
        import pyarrow

        return pyarrow.schema([("id", pyarrow.int64()), ("text", pyarrow.string())])

    def reader(self, schema):
        return ArrowReader(self.options)


class ArrowReader(DataSourceReader):
    def __init__(self, options):
        self.options = options

    def batch(self, start, count, length=4):
        import pyarrow

        texts = [str(i).rjust(length) for i in range(start, start + count)]
        return pyarrow.record_batch([list(range(start, start + count)), texts], ["id", "text"])

    def read(self, partition):
        import pyarrow

        kind = self.options.get("kind", "batches")
        rows = int(self.options.get("rows", "100"))
        length = int(self.options.get("length", "4"))
        count = int(self.options.get("count", "3"))
        batches = (self.batch(i * rows, rows, length) for i in range(count))
        if kind == "batches":
            yield from batches
        elif kind == "table":
            yield pyarrow.Table.from_batches(list(batches))
        elif kind == "stream":
            first = self.batch(0, 1)
            yield pyarrow.RecordBatchReader.from_batches(first.schema, batches)
        elif kind == "failing stream":
            yield pyarrow.RecordBatchReader.from_batches(self.batch(0, 1).schema, failing(batches))
        elif kind == "changing":
            yield self.batch(0, 1)
            yield self.batch(1, 1)
            yield pyarrow.record_batch([[2], ["2"], [True]], ["id", "text", "more"])
        elif kind == "mixed":
            yield self.batch(0, 1)
            yield (1, "x")


def failing(batches):
    yield from batches
    raise ValueError("the stream is broken")


def in_fork(work):
    """What a child that does it raises."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as error:
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with open(reading) as told:
        return told.read()


class Sink(DataSource):
    def schema(self):
        return "id LONG"

    def writer(self, schema, overwrite):
        if self.options.get("arrow"):
            return ArrowWriter(self.options, overwrite)
        return Writer(self.options, overwrite)


class Writer(DataSourceWriter):
    def __init__(self, options, overwrite):
        self.options = options
        self.overwrite = overwrite
        self.kept = None

    def write(self, iterator):
        do = self.options.get("do", "all")
        if do == "sleep":
            print("sleeping", flush=True)
            time.sleep(60)
        if do == "none":
            return None
        if do == "fork":
            return in_fork(lambda: list(iterator)), [tuple(each) for each in iterator]
        if do == "lambda":
            return (each for each in iterator)
        rows = []
        for each in iterator:
            rows.append(each)
            self.metrics.counter("rows").add(1)
            if do == "fail":
                raise ValueError("cannot write")
        if do == "keep":
            self.kept = rows
        return [tuple(each) for each in rows]

    def commit(self, messages):
        print("commit", messages, self.overwrite, flush=True)
        if self.options.get("do") == "fail commit":
            raise RuntimeError("cannot commit")

    def abort(self, messages):
        print("abort", messages, flush=True)


class ArrowWriter(DataSourceArrowWriter):
    def __init__(self, options, overwrite):
        self.options = options

    def write(self, iterator):
        batches = list(iterator)
        return [batch.to_pylist() for batch in batches]

    def commit(self, messages):
        print("commit", messages, flush=True)


class Closing(Rows):
    """Fails when it is closed."""

    def read(self):
        try:
            for i in range(1000):
                yield row(i)
        finally:
            raise ValueError("cannot close")


class Timed(Rows):
    """Dates, which are no natural values."""

    def schema(self):
        return "day DATE, id LONG"

    def read(self):
        for i in range(self.count):
            yield (datetime.date(2024, 1, 1 + i % 28), i)
