"""Prints a module of sources, put together from the examples in PySpark's documentation of the API.

The examples are taken out of the docstrings of ``pyspark/sql/datasource.py`` as they stand there;
only what holds them together is written here.
"""

import ast
import doctest
import pathlib
import sys
import textwrap

HEAD = """\
from collections.abc import Iterator

from pyspark.sql import Row
from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    InputPartition,
    WriterCommitMessage,
)
from pyspark.sql.types import StructType
"""

OF_THE_SCHEMA = """

class Schema{number}(DataSource):
{schema}
    def reader(self, schema):
        return SchemaReader()
"""

SCHEMA_READER = """

class SchemaReader(DataSourceReader):
    def read(self, partition):
        yield 1, "one"
"""

OF_VALUES = """

class Read{number}Of{kind}(DataSource):
    def schema(self):
        return "partition {ddl}, value LONG"

    def reader(self, schema):
        return Read{number}Of{kind}Reader()


class Read{number}Of{kind}Reader(DataSourceReader):
{partitions}
{read}"""

OF_RANGES = """

{partition}
class {name}(DataSource):
    def schema(self):
        return "number INT"

    def reader(self, schema):
        return {name}Reader()


class {name}Reader(DataSourceReader):
{partitions}
    def read(self, partition):
        for number in range(partition.start, partition.end):
            yield (number,)
"""

OF_BATCHES = """

{dataclass}
class Counted(DataSource):
    def writer(self, schema, overwrite):
        return CountedWriter(self.options["log"])


class CountedWriter(DataSourceArrowWriter):
    def __init__(self, log):
        self.log = log

{write}
    def commit(self, messages):
        with open(self.log, "w") as file:
            file.write(repr(messages))
"""


def examples(path):
    """The examples of each class and method: by its name, a list of pieces of code."""
    found = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = pieces(node)
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    found[f"{node.name}.{method.name}"] = pieces(method)
    return found


def pieces(node):
    docstring = ast.get_docstring(node) or ""
    return [each.source for each in doctest.DocTestParser().get_examples(docstring)]


def method(code):
    return textwrap.indent(code, "    ")


def main():
    found = examples(pathlib.Path(sys.argv[1]))
    parts = [HEAD, SCHEMA_READER]
    for number, code in enumerate(found["DataSource.schema"]):
        parts.append(OF_THE_SCHEMA.format(number=number, schema=method(code)))

    of_numbers, of_texts, range_class, of_ranges = found["DataSourceReader.partitions"]
    for number, read in enumerate(found["DataSourceReader.read"]):
        for kind, ddl, code in ("Numbers", "INT", of_numbers), ("Texts", "STRING", of_texts):
            parts.append(
                OF_VALUES.format(number=number, kind=kind, ddl=ddl, partitions=method(code), read=method(read))
            )
    parts.append(OF_RANGES.format(name="Ranges", partition=range_class, partitions=method(of_ranges)))

    _, dataclass, range_class, of_ranges = found["InputPartition"]
    parts.append(OF_RANGES.format(name="Dataclasses", partition=dataclass + range_class, partitions=method(of_ranges)))

    dataclass_import, message_class, write = found["DataSourceArrowWriter.write"]
    parts.append(OF_BATCHES.format(dataclass=dataclass_import + message_class, write=method(write)))
    print("".join(parts))


main()
