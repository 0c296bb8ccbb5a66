"""A source whose rows the test gives, and whoever takes them as Java does."""

from __future__ import annotations

import marshal

import pytest

from pysail.spark.datasource import DataSource, DataSourceReader
from pysail.spark.datasource.execution import Planner
from pysail.spark.datasource.failure import OperationError


class Given(DataSource):
    """Its ``read`` returns what ``made()`` gives."""

    ddl = "a INT"
    made = None

    def schema(self):
        return type(self).ddl

    def reader(self, schema):
        return GivenReader()


class GivenReader(DataSourceReader):
    def read(self, partition):
        return Given.made()


def started(made, ddl="a INT"):
    """A reading of what ``made()`` gives, or of ``made`` itself."""
    Given.ddl = ddl
    Given.made = staticmethod(made if callable(made) else lambda: made)
    return Planner(f"{__name__}:Given", {}).plan().start(0, 0)


def by_columns(reading, n=8192):
    """All rows in canonical values, as from the objects; the error that ended them, if one did."""
    rows = []
    try:
        while True:
            chunk = reading.take(n)
            if chunk is None:
                return rows, None
            assert type(chunk) is list
            assert len(chunk) <= n
            tuples = reading.positional(chunk)
            columns = [reading.column(tuples, i, 0) for i in range(len(reading.natural()))]
            rows += zip(*columns) if columns else tuples
            reading.refusal()
    except OperationError as error:
        return rows, error
    finally:
        reading.close()


def by_marshal(reading, n=8192, naturally=True):
    """The same by bytes, with the part of Java that asks again for what is not natural."""
    rows = []
    try:
        while True:
            data = reading.take_marshalled(n)
            if data is None:
                return rows, None
            assert type(data) is bytes
            decoded = marshal.loads(data)
            exact = [column.natural for column in reading._chunks.rows.columns]
            if any(type(row) is not tuple or len(row) != len(exact) for row in decoded):
                decoded = marshal.loads(reading.marshal_again(-1))
            for index, kind in enumerate(exact):
                while (
                    naturally
                    and kind
                    and not {type(row[index]) for row in decoded} <= {kind, type(None)}
                ):
                    decoded = marshal.loads(reading.marshal_again(index))
            rows += decoded
    except OperationError as error:
        return rows, error
    finally:
        reading.close()


def error_of(made, ddl="a INT", n=8192):
    rows, error = by_columns(started(made, ddl), n)
    assert error is not None, rows
    return error


def failing(call, *arguments):
    with pytest.raises(OperationError) as raised:
        call(*arguments)
    return raised.value
