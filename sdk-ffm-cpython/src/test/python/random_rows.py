"""A source of random rows of a random schema, and whether what Java made of them is what pyarrow does.

A case is all that a seed and a number say: a schema, its rows, and in which of the forms that mean
the same each row and value comes. Of these pyarrow is given the plainest.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from random import Random
from typing import Any

import pyarrow as pa
from pyspark.sql import Row
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from random_types import Type, a_name, random_type


class Column:
    """A column, its values, and the forms in which a source yields them."""

    def __init__(self, rng: Random, name: str, count: int) -> None:
        self.type: Type = random_type(rng, rng.choice([0, 0, 1, 2, 3]))
        self.field = pa.field(name, self.type.arrow, nullable=self.type.is_null or rng.random() < 0.7)
        nulls = rng.choice([0, 0.1, 0.9]) if self.field.nullable else 0
        disguised = rng.choice([0, 0, 0.2, 1])
        self.plain = [None if rng.random() < nulls else self.type.value(rng) for _ in range(count)]
        self.given = [value if value is None else self._given(rng, value, disguised) for value in self.plain]

    def _given(self, rng: Random, value: Any, disguised: float) -> Any:
        natural = self.type.natural(value)
        return self.type.disguise(rng, natural) if rng.random() < disguised else natural


class Case:
    """A schema and rows, which the same seed and number give again."""

    def __init__(self, seed: str, number: str) -> None:
        rng = Random(f"{seed} {number}")
        self.count = rng.choice([0, 1, 2, 7, 64, 100, 100, 200, 200, 400])
        width = rng.choice([0, 1, 1, 2, 3, 4, 6, 10])
        names: set[str] = set()
        while len(names) < width:
            names.add(a_name(rng))
        self.columns = [Column(rng, name, self.count) for name in sorted(names)]
        rng.shuffle(self.columns)
        self.schema = pa.schema([column.field for column in self.columns])
        self.forms = rng.sample(FORMS, rng.choice([1, 1, 2, len(FORMS)]))
        self.rows = list(self._rows(rng))

    def _rows(self, rng: Random) -> Iterator[Any]:
        names = self.schema.names
        for i in range(self.count):
            values = [column.given[i] for column in self.columns]
            yield rng.choice(self.forms)(rng, names, values)

    def expected(self) -> list[pa.Array]:
        """The columns as pyarrow has them."""
        return [pa.array(column.plain, column.field.type) for column in self.columns]

    def __str__(self) -> str:
        forms = ", ".join(form.__name__ for form in self.forms)
        return f"{self.count} rows, each a {forms}, of {self.schema}"


def a_tuple(rng: Random, names: list[str], values: list[Any]) -> Any:
    return tuple(values)


def a_list(rng: Random, names: list[str], values: list[Any]) -> Any:
    return values


def a_row(rng: Random, names: list[str], values: list[Any]) -> Any:
    return Row(*values)


def a_named_row(rng: Random, names: list[str], values: list[Any]) -> Any:
    order = rng.sample(range(len(names)), len(names))
    return Row(**{names[i]: values[i] for i in order})


def a_dict(rng: Random, names: list[str], values: list[Any]) -> Any:
    order = rng.sample(range(len(names)), len(names))
    return {names[i]: values[i] for i in order}


FORMS = [a_tuple, a_list, a_row, a_named_row, a_dict]

case = functools.lru_cache(maxsize=2)(Case)


class RandomRows(DataSource):
    """The case of the options ``seed`` and ``number``."""

    def schema(self) -> pa.Schema:
        return self._case().schema

    def reader(self, schema: Any) -> Reader:
        return Reader(self.options["seed"], self.options["number"])

    def _case(self) -> Case:
        return case(self.options["seed"], self.options["number"])


class Reader(DataSourceReader):
    def __init__(self, seed: str, number: str) -> None:
        self.seed, self.number = seed, number

    def read(self, partition: InputPartition) -> Iterator[Any]:
        yield from case(self.seed, self.number).rows


_taken: list[pa.RecordBatch] = []


def take(batch: Any) -> None:
    """Takes a batch of Java's, for :func:`difference`."""
    taken = pa.record_batch(batch)
    taken.validate(full=True)
    _taken.append(taken)


def difference(seed: str, number: str) -> str | None:
    """Where what was taken differs from what pyarrow makes of the rows; ``None`` if it does not."""
    batches, _taken[:] = list(_taken), []
    tested = case(seed, number)
    rows = sum(batch.num_rows for batch in batches)
    if rows != tested.count:
        return f"{rows} rows of {tested}"
    for batch in batches:
        if not batch.schema.equals(tested.schema):
            return f"schema {batch.schema} of {tested}"
    for i, expected in enumerate(tested.expected()):
        found = pa.concat_arrays([batch.column(i) for batch in batches]) if batches else expected
        where = differing(found, expected)
        if where is not None:
            return f"column {i}{where} of {tested}"
    return None


def differing(found: pa.Array, expected: pa.Array) -> str | None:
    """Where two arrays of one type differ, bit by bit, except in what nulls hide."""
    kind = expected.type
    if len(found) != len(expected) or not found.is_valid().equals(expected.is_valid()):
        return f": {found.is_valid()} instead of {expected.is_valid()}"
    if found.null_count != expected.null_count:
        return f": {found.null_count} nulls instead of {expected.null_count}"
    if pa.types.is_floating(kind):
        bits = {16: pa.int16(), 32: pa.int32(), 64: pa.int64()}[kind.bit_width]
        found, expected = found.drop_null().view(bits), expected.drop_null().view(bits)
    if pa.types.is_struct(kind):
        # flatten() puts nulls where the struct is one.
        return first(
            (f".{field.name}", differing(*pair)) for field, *pair in zip(kind, found.flatten(), expected.flatten())
        )
    if pa.types.is_map(kind):
        pairs = pa.struct([kind.key_field, kind.item_field])
        return differing(as_list(found, pairs), as_list(expected, pairs))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        lengths = found.value_lengths(), expected.value_lengths()
        if not lengths[0].equals(lengths[1]):
            return f": {lengths[0]} items instead of {lengths[1]}"
        # flatten() leaves out what nulls hide.
        return first([("[]", differing(found.flatten(), expected.flatten()))])
    return None if found.equals(expected) else f": {found} instead of {expected}"


def as_list(array: pa.Array, pairs: pa.DataType) -> pa.Array:
    """A map as a list of structs, of the same memory."""
    entries = pa.StructArray.from_arrays([array.keys, array.items], fields=list(pairs))
    mask = array.is_null() if array.null_count else None
    return pa.ListArray.from_arrays(array.offsets, entries, mask=mask)


def first(places: Any) -> str | None:
    for place, where in places:
        if where is not None:
            return f"{place}{where}"
    return None
