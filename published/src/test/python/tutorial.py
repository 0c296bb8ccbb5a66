"""Sources in the shapes of the tutorial on Python data sources in PySpark's documentation.

The code is our own: a source without any package, one that asks faker for whatever columns the
user names and counts what is written to it, one that gives Arrow batches, and one that writes files of
JSON. What the tutorial prints is written to the file of the option ``log``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

from pyspark.sql.datasource import (
    DataSource,
    DataSourceReader,
    DataSourceWriter,
    InputPartition,
    WriterCommitMessage,
)
from pyspark.sql.types import IntegerType, Row, StringType, StructField, StructType


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

    def writer(self, schema: StructType, overwrite: bool):
        return FakeWriter(self.options)


class FakeReader(DataSourceReader):
    def __init__(self, schema, options):
        self.schema: StructType = schema
        self.options = options

    def read(self, partition):
        from faker import Faker

        fake = Faker()
        for _ in range(int(self.options.get("numRows", 3))):
            yield tuple(getattr(fake, field.name)() for field in self.schema.fields)


@dataclass
class Count(WriterCommitMessage):
    partition_id: int
    count: int


class FakeWriter(DataSourceWriter):
    def __init__(self, options):
        self.log = options["log"]
        self.limit = int(options.get("limit", 1000))

    def write(self, rows: Iterator[Row]) -> Count:
        from pyspark import TaskContext

        context = TaskContext.get()
        count = sum(1 for _ in rows)
        if count > self.limit:
            raise Exception(f"{count} rows are too many")
        return Count(partition_id=context.partitionId(), count=count)

    def commit(self, messages: list[Count]) -> None:
        self.tell(f"Total number of rows: {sum(message.count for message in messages)} of {messages}")

    def abort(self, messages: list[Count]) -> None:
        self.tell(f"Number of failed tasks: {sum(message is None for message in messages)} of {messages}")

    def tell(self, text):
        with open(self.log, "a") as file:
            file.write(text + "\n")


class JsonFiles(DataSource):
    def writer(self, schema, overwrite):
        return JsonFilesWriter(self.options["path"], overwrite)


@dataclass
class File(WriterCommitMessage):
    name: str


class JsonFilesWriter(DataSourceWriter):
    def __init__(self, path, overwrite):
        self.path = path
        self.overwrite = overwrite

    def write(self, iterator):
        from pyspark import TaskContext

        name = f"{TaskContext.get().partitionId()}-{TaskContext.get().taskAttemptId()}.json"
        os.makedirs(self.path, exist_ok=True)
        with open(os.path.join(self.path, name), "w") as file:
            for row in iterator:
                file.write(json.dumps(row.asDict(recursive=True)) + "\n")
        return File(name)

    def commit(self, messages):
        if self.overwrite:
            for name in set(os.listdir(self.path)) - {message.name for message in messages}:
                os.remove(os.path.join(self.path, name))
        with open(os.path.join(self.path, "_SUCCESS"), "w") as file:
            file.write(" ".join(message.name for message in messages))

    def abort(self, messages):
        for message in messages:
            if message is not None:
                os.remove(os.path.join(self.path, message.name))
        with open(os.path.join(self.path, "_FAILED"), "w"):
            pass


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
