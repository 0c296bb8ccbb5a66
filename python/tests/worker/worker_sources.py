"""Sources for the tests of workers."""

import os
import sys
import time

from pysail.spark.datasource import DataSource, DataSourceReader, DataSourceWriter, InputPartition


class _Source(DataSource):
    def schema(self):
        return self.options.get("schema", "id LONG, half DOUBLE, name STRING")

    def reader(self, schema):
        return self.Reader(self.options)


class _Reader(DataSourceReader):
    def __init__(self, options):
        self.options = options
        self.count = int(options.get("count", "10"))


class Tuples(_Source):
    class Reader(_Reader):
        def read(self, partition):
            self.metrics.counter("reads").add(1)
            for i in range(self.count):
                yield (i, i * 0.5, "name-%d" % (i & 1023))
