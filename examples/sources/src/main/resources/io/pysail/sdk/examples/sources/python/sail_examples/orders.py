"""The source ``fake-orders``: orders of a shop, with nested columns, decimals and nulls.

A model of a source that makes whole columns where it can: what needs Python code for each value is
made once, as a :class:`Stock`, and both rows and batches draw on it. For few rows, and where there
is no pyarrow, it gives rows; a large read takes many times as long that way. Columns that nobody
needs are not made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import chain, cycle
from random import Random
from typing import TYPE_CHECKING, Any

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

from pysail.spark.datasource import Refused

from .arrow import import_pyarrow, int64_arrays
from .bounds import Ends, between, ends
from .form import form, gives_arrow
from .options import number_of_partitions, whole_number
from .partition import BATCH_ROWS, batches, count, split

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch, Schema
    from pyspark.sql.datasource import Filter
    from pyspark.sql.types import StructType

COLUMNS = {
    "order_id": "LONG",
    "ordered_at": "TIMESTAMP",
    "delivered": "DATE",
    "customer": "STRUCT<id: LONG, name: STRING, email: STRING>",
    "items": "ARRAY<STRUCT<sku: STRING, quantity: INT, price: DECIMAL(12,2)>>",
    "total": "DECIMAL(12,2)",
    "attributes": "MAP<STRING, STRING>",
    "note": "STRING",
}

MANY = 5_000
"""From how many rows on batches are faster, the import of pyarrow included."""

FIRST_ORDER = datetime(2024, 1, 1, tzinfo=timezone.utc)
BETWEEN_ORDERS = timedelta(seconds=61)

MOST_ROWS = 2**31 - 1
"""After these many orders it is the year 6175; not many more, and a date has no four-digit year."""

FIRST_NAMES = ("Ada", "Bjørn", "Chloé", "Dmitri", "Esi", "Fatima", "Goro", "Hana", "Íris", "João")
LAST_NAMES = ("Alva", "Brandt", "Costa", "Dupont", "Eriksen", "Fofanah", "Gray", "Hoshino", "Ito")
WARES = ("lamp", "teapot", "rope", "ladder", "notebook", "compass", "blanket", "kettle")
NOTES = ("leave at the door", "ring twice", "a present: no invoice", "bitte nicht knicken", "急ぎ")
CHOICES = {
    "channel": ("web", "shop", "phone"),
    "coupon": ("SPRING", "WELCOME", ""),
    "priority": ("low", "high"),
}


class FakeOrdersDataSource(DataSource):
    """Orders as a shop might have them, the same for the same seed.

    Options:
        rows: How many; 100 unless given.
        seed: Any whole number, 0 unless given; another one makes other orders.
        numPartitions: How many parts there are to be read on their own; 4 unless given.
        form: What it gives, ``rows`` or ``arrow``; the faster of both unless given.
    """

    @classmethod
    def name(cls) -> str:
        return "fake-orders"

    def schema(self) -> str:
        return ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())

    def reader(self, schema: StructType) -> FakeOrdersReader:
        return FakeOrdersReader(
            rows=whole_number(self.options, "rows", 100, least=0, most=MOST_ROWS),
            seed=whole_number(self.options, "seed", 0),
            parts=number_of_partitions(self.options),
            form=form(self.options),
        )


class FakeOrdersReader(DataSourceReader):
    """Reads orders by their numbers. An order is the same in whichever partition it falls."""

    deterministic = True  # A partition may be read again after a crash: it gives the same rows.

    def __init__(self, rows: int, seed: int, parts: int, form: str | None) -> None:
        self.orders = range(rows)
        self.columns = list(COLUMNS)
        self.seed = seed
        self.parts = parts
        self.form = form

    def pushFilters(self, filters: list[Filter]) -> Iterator[Filter]:
        for each in filters:
            limits = _ends(each)
            if limits is None:
                yield Refused(each, "only the number and the time of an order are found quickly")
            else:
                self.orders = between(self.orders, *limits)

    def pruneColumns(self, required: StructType) -> StructType | None:
        if not required.names:  # Rows without columns are not worth a form of their own.
            return None
        self.columns = required.names
        return required

    def pushLimit(self, n: int) -> bool:
        self.orders = self.orders[:n]
        return True

    def partitions(self) -> list[InputPartition]:
        return split(self.orders, self.parts)

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[RecordBatch]:
        stock = Stock(self.seed)
        if gives_arrow(self.form, count(self.orders), MANY):
            return _batches(stock, partition.value, self.columns)
        rows = stock.rows(partition.value)
        if self.columns == list(COLUMNS):
            return rows
        positions = [list(COLUMNS).index(name) for name in self.columns]
        return (tuple([row[position] for position in positions]) for row in rows)


def _ends(each: Filter) -> Ends | None:
    """The least and the greatest number of the orders that pass; ``None`` where that is not all."""
    column = getattr(each, "attribute", None)
    if column == ("order_id",):
        return ends(each)
    limits = ends(each, _since_first) if column == ("ordered_at",) else None
    if limits is None:
        return None
    least, most = limits
    step = _microseconds(BETWEEN_ORDERS)
    return (None if least is None else -(-least // step), None if most is None else most // step)


def _since_first(moment: datetime) -> int:
    return _microseconds(moment - FIRST_ORDER)


def _batches(stock: Stock, orders: range, names: list[str]) -> Iterator[RecordBatch]:
    pa = import_pyarrow()
    declared = _arrow_schema()
    schema = pa.schema([declared.field(name) for name in names])
    columns = _Columns(stock, schema, len(orders))
    for numbers, ids in zip(batches(orders), int64_arrays(orders)):
        yield pa.RecordBatch.from_arrays(columns.of(numbers, ids), schema=schema)


class Stock:
    """What orders are put together from: order ``n`` has of each list the element ``n % length``.

    The lengths have no factor in common, so that the same combination comes back only after
    their product. It is made from the seed wherever it is needed, and never travels.
    """

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.customers = [_customer(random, number) for number in range(499)]
        self.baskets = [_basket(random) for _ in range(503)]
        self.totals = [_total(basket) for basket in self.baskets]
        self.attributes = [_attributes(random) for _ in range(127)]
        self.notes = [random.choice(NOTES) if random.random() < 0.25 else None for _ in range(61)]
        self.days = [
            random.randrange(1, 30) if random.random() < 0.75 else None for _ in range(241)
        ]

    def rows(self, numbers: range) -> Iterator[tuple[Any, ...]]:
        """The orders of these numbers."""
        drawn = zip(
            numbers,
            _endless(self.days, numbers.start),
            _endless(self.customers, numbers.start),
            _endless(self.baskets, numbers.start),
            _endless(self.totals, numbers.start),
            _endless(self.attributes, numbers.start),
            _endless(self.notes, numbers.start),
        )
        for number, days, customer, basket, total, attributes, note in drawn:
            ordered_at = FIRST_ORDER + number * BETWEEN_ORDERS
            delivered = None if days is None else ordered_at.date() + timedelta(days)
            yield number, ordered_at, delivered, customer, basket, total, attributes, note


class _Columns:
    """Makes the columns of a batch: from the orders' numbers, and by cutting out of the stock."""

    def __init__(self, stock: Stock, schema: Schema, rows: int) -> None:
        self._pa = import_pyarrow()
        self._schema = schema
        self._rows = min(rows, BATCH_ROWS)
        drawn = {
            "customer": stock.customers,
            "items": stock.baskets,
            "total": stock.totals,
            # A map is pairs to pyarrow.
            "attributes": [
                None if each is None else list(each.items()) for each in stock.attributes
            ],
            "note": stock.notes,
        }
        self._drawn = {
            name: self._endless(values, schema.field(name).type)
            for name, values in drawn.items()
            if name in schema.names
        }
        self._days = self._endless(stock.days, self._pa.int32())

    def of(self, numbers: range, ids: Array) -> list[Array]:
        """The columns for the orders of these numbers, which are ``ids`` as an array."""
        return [self._column(name, numbers, ids) for name in self._schema.names]

    def _column(self, name: str, numbers: range, ids: Array) -> Array:
        if name == "order_id":
            return ids
        if name in self._drawn:
            return _cut(self._drawn[name], numbers)
        import pyarrow.compute as pc

        pa = self._pa
        since_first = pc.multiply(ids, pa.scalar(_microseconds(BETWEEN_ORDERS), pa.int64()))
        first = _microseconds(FIRST_ORDER - datetime(1970, 1, 1, tzinfo=timezone.utc))
        ordered_at = pc.add(since_first, pa.scalar(first, pa.int64()))
        if name == "ordered_at":
            return ordered_at.cast(self._schema.field(name).type)
        a_day = pa.scalar(_microseconds(timedelta(days=1)), pa.int64())
        ordered_on = pc.divide(ordered_at, a_day).cast(pa.int32())
        delivered = pc.add(ordered_on, _cut(self._days, numbers))  # null where the days are
        return delivered.cast(self._schema.field(name).type)

    def _endless(self, values: Sequence[Any], type_: Any) -> tuple[Array, int]:
        """The values over and over, long enough for a batch that begins at any of them."""
        length = len(values)
        times = 1 + -(-self._rows // length)
        return self._pa.concat_arrays([self._pa.array(values, type_)] * times), length


def _endless(values: Sequence[Any], first: int) -> Iterator[Any]:
    """The values over and over, beginning where the order ``first`` is."""
    start = first % len(values)
    return chain(values[start:], cycle(values))


def _cut(endless: tuple[Array, int], numbers: range) -> Array:
    """The values for these orders: a slice, so nothing is copied."""
    values, length = endless
    return values.slice(numbers.start % length, len(numbers))


def _customer(random: Random, number: int) -> dict[str, Any] | None:
    if random.random() < 0.05:
        return None  # a guest
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    email = f"{last}.{number}@example.com".lower() if random.random() < 0.8 else None
    return {"id": 1000 + number, "name": f"{first} {last}", "email": email}


def _basket(random: Random) -> list[dict[str, Any]]:
    return [
        {
            "sku": f"{random.choice(WARES)}-{random.randrange(100):02}",
            "quantity": random.randrange(1, 10),
            "price": Decimal(random.randrange(50, 50_000)).scaleb(-2),
        }
        for _ in range(random.randrange(5))  # none: an order that was emptied again
    ]


def _total(basket: Sequence[dict[str, Any]]) -> Decimal:
    return sum((item["quantity"] * item["price"] for item in basket), Decimal("0.00"))


def _attributes(random: Random) -> dict[str, str | None] | None:
    """An attribute may have no value."""
    if random.random() < 0.1:
        return None
    names = [name for name in CHOICES if random.random() < 0.6]
    return {name: random.choice(CHOICES[name]) or None for name in names}


def _microseconds(duration: timedelta) -> int:
    return duration // timedelta(microseconds=1)


def _arrow_schema() -> Schema:
    pa = import_pyarrow()
    amount = pa.decimal128(12, 2)
    item = pa.struct({"sku": pa.string(), "quantity": pa.int32(), "price": amount})
    return pa.schema(
        {
            "order_id": pa.int64(),
            "ordered_at": pa.timestamp("us", "UTC"),
            "delivered": pa.date32(),
            "customer": pa.struct({"id": pa.int64(), "name": pa.string(), "email": pa.string()}),
            "items": pa.list_(item),
            "total": amount,
            "attributes": pa.map_(pa.string(), pa.string()),
            "note": pa.string(),
        }
    )
