"""Sources that end their process, or try to."""

import ctypes
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pyspark import TaskContext

from pysail.spark.datasource import DataSource, DataSourceReader, DataSourceWriter, InputPartition


def kill(number):
    os.kill(os.getpid(), number)


DEATHS = {
    "kill": lambda: kill(signal.SIGKILL),
    "segv": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "bus": lambda: kill(signal.SIGBUS),
    "fpe": lambda: kill(signal.SIGFPE),
    "exit": lambda: os._exit(0),
    "sysexit": lambda: sys.exit(3),
    "interrupt": lambda: (_ for _ in ()).throw(KeyboardInterrupt()),
}


class Dies(DataSource):
    """Dies at a row of a partition, as often as there are lives to lose in a file."""

    def schema(self):
        return "partition INT, id LONG"

    def reader(self, schema):
        return DiesReader(dict(self.options))


class DiesReader(DataSourceReader):
    def __init__(self, options):
        self.options = options
        self.deterministic = options.get("deterministic") == "true"

    def partitions(self):
        return [InputPartition(i) for i in range(int(self.options.get("partitions", "1")))]

    def read(self, partition):
        which = int(self.options.get("which", "0"))
        at = int(self.options.get("at", "0"))
        for i in range(int(self.options.get("rows", "20"))):
            if partition.value == which and i == at and self.is_to_die():
                time.sleep(float(self.options.get("after", "0")))
                DEATHS[self.options["how"]]()
            yield (partition.value, i)

    def is_to_die(self):
        lives = self.options.get("lives")
        if lives is None:
            return True
        for life in sorted(Path(lives).iterdir()):
            try:
                life.unlink()
            except FileNotFoundError:
                continue
            return True
        return False


class Counts(DataSource):
    """Yields the same rows whenever it is read, slowly enough to be killed."""

    deterministic = True

    def schema(self):
        return "partition INT, id LONG"

    def reader(self, schema):
        return CountsReader(int(self.options["partitions"]), int(self.options["rows"]))


class CountsReader(DataSourceReader):
    deterministic = True

    def __init__(self, partitions, rows):
        self._partitions = partitions
        self._rows = rows

    def partitions(self):
        return [InputPartition(i) for i in range(self._partitions)]

    def read(self, partition):
        for i in range(self._rows):
            if i % 100 == 0:
                time.sleep(0.001)
            yield (partition.value, i)


class Hangs(DataSource):
    """Does nothing any more after some rows, or where it plans, and leaves a mark then."""

    def schema(self):
        return "partition INT, id LONG"

    def reader(self, schema):
        return HangsReader(dict(self.options))


def hang(options):
    if options["how"] != "gil":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(options["mark"]).write_text(str(os.getpid()))
    if options["how"] == "stopped":
        kill(signal.SIGSTOP)
    # Locked twice: it waits for itself, through signals as well, and with the GIL in its hands.
    mutex = ctypes.create_string_buffer(128)
    for _ in range(2):
        ctypes.PyDLL(None).pthread_mutex_lock(mutex)


class HangsReader(DataSourceReader):
    def __init__(self, options):
        self._options = options

    def partitions(self):
        if self._options.get("where") == "partitions":
            hang(self._options)
        return [InputPartition(i) for i in range(2)]

    def read(self, partition):
        for i in range(200):
            yield (partition.value, i)
        if partition.value == 0:
            time.sleep(0.2)  # what it gave is to be seen
            hang(self._options)


class Floods(DataSource):
    """Yields numbers for ever, as rows or as Arrow data, each with its process."""

    def schema(self):
        return "process LONG, id LONG"

    def reader(self, schema):
        return FloodsReader(self.options["form"] == "batches")


class FloodsReader(DataSourceReader):
    def __init__(self, makes_batches):
        self._makes_batches = makes_batches

    def read(self, partition):
        if not self._makes_batches:
            for i in itertools.count():
                yield (os.getpid(), i)
        import pyarrow as pa

        names = ["process", "id"]
        for first in itertools.count(0, 10_000):
            ids = range(first, first + 10_000)
            columns = [pa.array(each, pa.int64()) for each in ([os.getpid()] * 10_000, ids)]
            yield pa.RecordBatch.from_arrays(columns, names)


class Hoards(DataSource):
    """Keeps some memory of each partition that it reads."""

    def schema(self):
        return "partition INT, id LONG, process LONG"

    def reader(self, schema):
        return HoardsReader(dict(self.options))


HOARD = []


class HoardsReader(DataSourceReader):
    def __init__(self, options):
        self._options = options

    def partitions(self):
        return [InputPartition(i) for i in range(int(self._options["partitions"]))]

    def read(self, partition):
        HOARD.append(b"x" * int(self._options["bytes"]))
        for i in range(20):
            yield (partition.value, i, os.getpid())


class Tells(DataSource):
    """Tells something about its process."""

    def schema(self):
        return "told STRING"

    def reader(self, schema):
        return TellsReader(dict(self.options))


class TellsReader(DataSourceReader):
    def __init__(self, options):
        self._options = options

    def read(self, partition):
        what = self._options["what"]
        if what == "version":
            yield ("%d.%d" % sys.version_info[:2],)
        elif what == "variable":
            yield (os.environ.get(self._options["name"], "not there"),)
        elif what == "child":
            child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
            yield (str(child.pid),)
        elif what == "memory":
            held = bytearray(int(self._options["bytes"]))
            yield (str(len(held)),)
        elif what == "command line":
            yield (Path("/proc/self/cmdline").read_text().replace("\0", " "),)
        elif what == "prints":
            os.write(2, b"\xff\xfe" + b"x" * 1_000_000 + b"\n")
            print("to standard output")
            yield ("printed",)


class Sink(DataSource):
    """A writer that dies in a task or in its commit."""

    def writer(self, schema, overwrite):
        return SinkWriter(dict(self.options))


class SinkWriter(DataSourceWriter):
    def __init__(self, options):
        self._options = options

    def _log(self, line):
        with open(self._options["log"], "a") as log:
            log.write(line + "\n")

    def write(self, iterator):
        rows = 0
        for _ in iterator:
            rows += 1
            if self._options.get("where") == "write" and rows == 3:
                DEATHS["kill"]()
            if self._options.get("where") == "hang" and rows == 1:
                self._log("begun %d" % TaskContext.get().partitionId())
                time.sleep(60 * TaskContext.get().partitionId())
        return rows

    def commit(self, messages):
        if self._options.get("where") == "failing commit":
            raise ValueError("cannot commit")
        if self._options.get("where") == "commit":
            DEATHS["kill"]()
        self._log("commit %s" % messages)

    def abort(self, messages):
        self._log("abort %s" % messages)
