"""Converts values as Java has it done, for the tests of values and rows."""

from __future__ import annotations

from pysail.spark.datasource.arrow import schema_to_description
from pysail.spark.datasource.rows import Rows
from pysail.spark.datasource.types import DataType, StructType

SOURCE = "orders"


def field(type_text, nullable=True, name="c"):
    """The description of a column: of DDL, or of an Arrow format such as ``arrow:C``."""
    if type_text.startswith("arrow:"):
        return (type_text[len("arrow:") :], name, nullable, (), (), None, 0)
    [described] = schema_to_description(StructType().add("c", DataType.fromDDL(type_text)))[3]
    return (described[0], name, nullable, *described[3:])


def list_of(child, format_="+l", nullable=True, name="c"):
    return (format_, name, nullable, (child,), (), None, 0)


def struct_of(*children, nullable=True, name="c"):
    return ("+s", name, nullable, children, (), None, 0)


def rows_of(*fields):
    return Rows(SOURCE, struct_of(*fields, nullable=False, name=""))


def converted(described, *values):
    """The canonical values of a column, up to a refused one, and the error of that."""
    rows = rows_of(described)
    done = rows.column([(value,) for value in values], 0, 0)
    return done, rows.failure()


def canonical(described, *values):
    """The canonical values of a column, of which none may be refused."""
    done, error = converted(described, *values)
    assert error is None, error
    return done


def same(left, right):
    """Whether two canonical values are alike in all types and in the sign of zeros."""
    return repr(left) == repr(right) and _types(left) == _types(right)


def _types(value):
    return [type(value), *map(_types, value)] if type(value) in (list, tuple) else type(value)
