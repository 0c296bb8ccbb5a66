"""Rows to write to the sinks of others, in two partitions; and what one of those sinks has made of them."""

import datetime

from pyspark.sql import Row
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


class People(DataSource):
    def schema(self):
        return "id LONG, name STRING, ratio DOUBLE, place STRUCT<city: STRING, tags: ARRAY<STRING>>"

    def reader(self, schema):
        return Parts(
            [(1, "Ada", 0.5, Row(city="Oslo", tags=["a", "b"])), (2, None, None, None)],
            [(3, "Esi ü", 1.5, Row(city=None, tags=[]))],
        )


class Moments(DataSource):
    """Python's json can write the first partition, but not the second, which has a moment."""

    def schema(self):
        return "id LONG, at TIMESTAMP"

    def reader(self, schema):
        return Parts([(1, None)], [(2, datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc))])


class Parts(DataSourceReader):
    def __init__(self, *parts):
        self.parts = parts

    def partitions(self):
        return [InputPartition(part) for part in range(len(self.parts))]

    def read(self, partition):
        return iter(self.parts[partition.value])


class Lance(DataSource):
    """What was written in the form of Lance."""

    def schema(self):
        import lance

        return lance.dataset(self.options["path"]).schema

    def reader(self, schema):
        return LanceReader(self.options["path"])


class LanceReader(DataSourceReader):
    def __init__(self, path):
        self.path = path

    def read(self, partition):
        import lance

        return lance.dataset(self.path).to_batches()
