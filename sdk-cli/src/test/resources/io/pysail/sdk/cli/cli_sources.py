"""Sources for the tests of the command; the folder of ``sail_testkit`` is put in front by the test."""

import ctypes
import os
import time

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from sail_testkit.arrowdata import Batch

from pysail.spark.datasource import Refused, row_filter


class Source(DataSource):
    def schema(self):
        return "id LONG, name STRING"

    def reader(self, schema):
        return Reader(self.options, type(self).rows)


class Reader(DataSourceReader):
    def __init__(self, options, rows):
        self.options = options
        self.rows = rows

    def partitions(self):
        return [InputPartition(i) for i in range(int(self.options.get("partitions", "1")))]

    def read(self, partition):
        return self.rows(self, partition.value)

    def number(self, name, otherwise):
        return int(self.options.get(name, str(otherwise)))

    def note(self, text):
        with open(self.options["log"], "a") as log:
            log.write(text + "\n")


def batch(*ids):
    return Batch([("id", "l", ids), ("name", "u", [f"n{i}" for i in ids])])


class Counting(Source):
    """Notes each batch that it is asked for, and that it was ended."""

    def rows(self, partition):
        try:
            for index in range(self.number("batches", 1_000_000)):
                self.note(f"{partition}:{index}")
                size = self.number("rows", 1)
                yield batch(*range(index * size, index * size + size))
        finally:
            self.note("finally")


class Taking(Source):
    """Takes conditions on the number, which it applies, and a limit."""

    def reader(self, schema):
        return TakingReader(self.options, type(self).rows)

    def rows(self, partition):
        passes = row_filter(self.filters, "id LONG, name STRING")
        found = [row for row in ((n, f"n{n}") for n in range(10)) if passes(row)]
        self.note(f"{len(found[: self.most])} rows")
        return found[: self.most]


class TakingReader(Reader):
    filters = ()
    most = None

    def pushFilters(self, filters):
        self.filters = [each for each in filters if getattr(each, "attribute", None) == ("id",)]
        return [Refused(each, "only numbers are found") for each in filters if each not in self.filters]

    def pushLimit(self, n):
        self.most = n
        return True


class Failing(Source):
    """Gives a batch and fails."""

    def rows(self, partition):
        yield batch(1)
        raise ValueError(self.options["message"].replace("ESC", "\x1b"))


class Missing(Source):
    """Needs what is not installed."""

    def rows(self, partition):
        import no_such_module  # noqa: F401

        yield batch(1)


class Printing(Source):
    """Writes to standard output in every way there is, before, between and after its rows."""

    def rows(self, partition):
        libc = ctypes.CDLL(None)
        for index in range(3):
            print(f"printed {index}", flush=True)
            os.write(1, f"written {index}\n".encode())
            libc.puts(f"put {index}".encode())
            libc.fflush(None)
            os.system(f"echo echoed {index}")
            yield batch(index)


class Hanging(Source):
    """Sleeps where nothing can be raised in it, after its first row."""

    def rows(self, partition):
        yield batch(1)
        self.note("sleeping")
        time.sleep(60)
        yield batch(2)


class FailsWhileOthersHang(Source):
    """Its first partition fails once another one sleeps where nothing can be raised in it."""

    def rows(self, partition):
        if partition == 0:
            while not os.path.exists(self.options["log"]):
                time.sleep(0.01)
            raise ValueError("no")
        self.note("sleeping")
        time.sleep(60)
        yield batch(2)


class Odd(Source):
    """Its data and its schema hold what steers terminals."""

    def schema(self):
        return "`a\x1b[2J` STRING"

    def rows(self, partition):
        yield Batch([("a\x1b[2J", "u", ["x\x1b[31my\u202e"])])
