"""What all read and write: a million rows of an int, a float and a text."""

from __future__ import annotations

from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceWriter,
    InputPartition,
    WriterCommitMessage,
)

ROWS = 1_000_000


def rows():
    for i in range(ROWS):
        yield (i, i * 0.5, "name-%d" % (i & 1023))


class Rows(DataSource):
    """All rows, once for each of its ``partitions``."""

    @classmethod
    def name(cls):
        return "peer_rows"

    def schema(self):
        return "id LONG, ratio DOUBLE, name STRING"

    def reader(self, schema):
        return RowsReader(int(self.options.get("partitions", 1)))


class RowsReader(DataSourceReader):
    def __init__(self, partitions):
        self._partitions = partitions

    def partitions(self):
        return [InputPartition(i) for i in range(self._partitions)]

    def read(self, partition):
        return rows()


class Sink(DataSource):
    """Counts what it is given. Option: ``form``, ``rows`` or ``batches``."""

    @classmethod
    def name(cls):
        return "peer_sink"

    def writer(self, schema, overwrite):
        return RowCounter() if self.options["form"] == "rows" else BatchCounter()


class Counted(WriterCommitMessage):
    def __init__(self, rows):
        self.rows = rows


class _Counter(DataSourceWriter):
    def commit(self, messages):
        counted = sum(message.rows for message in messages)
        if counted != ROWS:
            raise ValueError(f"{counted} rows were written, and not {ROWS}")


class RowCounter(_Counter):
    """Takes every row apart."""

    def write(self, iterator):
        counted = 0
        for _id, _ratio, _name in iterator:
            counted += 1
        return Counted(counted)


class BatchCounter(_Counter, DataSourceArrowWriter):
    def write(self, iterator):
        return Counted(sum(batch.num_rows for batch in iterator))
