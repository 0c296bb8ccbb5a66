"""What all read and write: a million rows of an int, a float and a text."""

from __future__ import annotations

from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceWriter,
    WriterCommitMessage,
)

ROWS = 1_000_000


def rows():
    for i in range(ROWS):
        yield (i, i * 0.5, "name-%d" % (i & 1023))


class Rows(DataSource):
    @classmethod
    def name(cls):
        return "peer_rows"

    def schema(self):
        return "id LONG, ratio DOUBLE, name STRING"

    def reader(self, schema):
        return RowsReader()


class RowsReader(DataSourceReader):
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
