"""The source that all read: a million tuples of an int, a float and a text."""

from __future__ import annotations

from pyspark.sql.datasource import DataSource, DataSourceReader

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
