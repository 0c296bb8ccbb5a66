"""Sources whose batches are pyarrow's, of every type; the cases are those of the tests of ``sdk-cdata``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import catalogue
import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

CASES = dict(catalogue.cases())
if pa.__version__.startswith("21."):
    # The last for CPython 3.9 looks for the nulls of a union in the wrong rows where that is part of something.
    CASES = {name: batch for name, batch in CASES.items() if "union" not in name or " " not in name}


class Reader(DataSourceReader):
    def __init__(self, name: str, form: str) -> None:
        self.name, self.form = name, form

    def read(self, partition: InputPartition) -> Iterator[Any]:
        batch = CASES[self.name]
        if self.form == "batch":
            yield batch
        elif self.form == "table":
            yield pa.Table.from_batches([batch])
        else:
            yield pa.RecordBatchReader.from_batches(batch.schema, [batch])


class Case(DataSource):
    """The case that the option ``case`` names, in the ``form`` of a batch, a table or a reader."""

    def schema(self) -> pa.Schema:
        return CASES[self.options["case"]].schema

    def reader(self, schema: Any) -> Reader:
        return Reader(self.options["case"], self.options["form"])


class Expression(DataSource):
    """A column ``v`` that is the value of the option ``array``, or a batch that is that of ``batch``."""

    def reader(self, schema: Any) -> ExpressionReader:
        return ExpressionReader(dict(self.options))


class ExpressionReader(DataSourceReader):
    def __init__(self, options: dict[str, str]) -> None:
        self.options = options

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        import datetime
        import decimal

        names = {"pa": pa, "datetime": datetime, "D": decimal.Decimal}
        if "batch" in self.options:
            yield eval(self.options["batch"], names)
        else:
            yield catalogue.batch(eval(self.options["array"], names))


def expected() -> list[tuple[str, list[list[str]]]]:
    """Every value as text, column by column, as pyarrow sees it."""
    return [
        (name, [[catalogue.text(value) for value in column] for column in batch.columns])
        for name, batch in CASES.items()
    ]


def schema(name: str) -> pa.Schema:
    return CASES[name].schema
