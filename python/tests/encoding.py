"""Chunks of rows as Java encodes them, for the tests of what a writer gets."""

from __future__ import annotations

import marshal

from converting import SOURCE, struct_of

from pysail.spark.datasource.written import RowMaker


def made(fields, columns, first=0):
    """The rows of some columns of canonical values, made when they are asked for."""
    maker = RowMaker(SOURCE, struct_of(*fields, nullable=False, name=""))
    return maker.rows(marshal.dumps(columns, 2), first)


def natural(described, *values):
    """The natural values of a column, of which none may be refused."""
    return [row[0] for row in made([described], [list(values)])]
