"""Sources in the shapes of the tutorial on Python data sources in PySpark's documentation.

The code is our own: a source without any package, one that asks faker for whatever columns the
user names, and one that gives Arrow batches.
"""

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import IntegerType, StringType, StructField, StructType


class Simple(DataSource):
    @classmethod
    def name(cls):
        return "simple"

    def schema(self):
        return StructType([StructField("name", StringType()), StructField("age", IntegerType())])

    def reader(self, schema: StructType):
        return SimpleReader()


class SimpleReader(DataSourceReader):
    def read(self, partition):
        assert isinstance(partition, InputPartition)
        assert partition.value is None
        yield ("Ada", 36)
        yield ("Esi", 28)


class Fake(DataSource):
    @classmethod
    def name(cls):
        return "fake"

    def schema(self):
        return "name string, date string, zipcode string, state string"

    def reader(self, schema: StructType):
        return FakeReader(schema, self.options)


class FakeReader(DataSourceReader):
    def __init__(self, schema, options):
        self.schema: StructType = schema
        self.options = options

    def read(self, partition):
        from faker import Faker

        fake = Faker()
        for _ in range(int(self.options.get("numRows", 3))):
            yield tuple(getattr(fake, field.name)() for field in self.schema.fields)


class Batches(DataSource):
    @classmethod
    def name(cls):
        return "batches"

    def schema(self):
        return "key int, value string"

    def reader(self, schema):
        return BatchesReader()


class BatchesReader(DataSourceReader):
    def partitions(self):
        return [InputPartition(part) for part in range(2)]

    def read(self, partition):
        import pyarrow as pa

        schema = pa.schema([("key", pa.int32()), ("value", pa.string())])
        keys = pa.array([partition.value, partition.value + 10], type=pa.int32())
        values = pa.array(["one", None], type=pa.string())
        yield pa.RecordBatch.from_arrays([keys, values], schema=schema)
