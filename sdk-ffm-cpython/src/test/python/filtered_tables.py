"""Random tables as data sources that take filters in different ways, and as tables of DuckDB.

``python filtered_tables.py SITE`` answers conditions with DuckDB, an implementation that has nothing
to do with ours: for each line of standard input, a seed and conditions, it prints one with the ids of
the rows for each condition, or ``refused``. Tabs lie between all of them.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import sys
from decimal import Decimal

try:
    from pyspark.sql.datasource import DataSource, DataSourceReader
except ImportError:  # DuckDB's process has no data sources
    DataSource = DataSourceReader = object

ROWS = 40
DDL = (
    "id INT, tiny BYTE, long LONG, real FLOAT, num DOUBLE, price DECIMAL(10,2), name STRING,"
    " flag BOOLEAN, day DATE, moment TIMESTAMP, plain TIMESTAMP_NTZ, code BINARY, place STRUCT<x: LONG, y: STRING>"
)
DUCKDB = (
    "id INTEGER, tiny TINYINT, long BIGINT, real FLOAT, num DOUBLE, price DECIMAL(10,2), name VARCHAR,"
    " flag BOOLEAN, day DATE, moment TIMESTAMPTZ, plain TIMESTAMP, code BLOB, place STRUCT(x BIGINT, y VARCHAR)"
)

FLOATS = [math.nan, -math.inf, math.inf, 0.0, -0.0, 1.0, 1.5, -2.5, 3.0]
TEXTS = ["", "a", "ab", "abc", "b%c", "b_c", "B", "naïve", "é", "e\u0301", "日本", "😀", "\uffff", "a'b", "a\\b"]
DAYS = [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(1970, 1, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31)]
MOMENTS = [
    dt.datetime(1, 1, 1),
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999),
    dt.datetime(1970, 1, 1),
    dt.datetime(2024, 2, 29, 12, 0, 0, 1),
    dt.datetime(2024, 2, 29),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
]
VALUES = {
    "tiny": [-128, -1, 0, 1, 2, 127],
    "long": [-(2**63), -1, 0, 1, 2, 3, 2**53 + 1, 2**63 - 1],
    "real": [*FLOATS, 0.25],
    "num": [*FLOATS, 0.1, 1e300, 5e-324],
    "price": [Decimal(text) for text in ("-99999999.99", "-0.01", "0.00", "0.10", "1.20", "1.50", "99999999.99")],
    "name": TEXTS,
    "flag": [True, False],
    "day": DAYS,
    "moment": [moment.replace(tzinfo=dt.timezone.utc) for moment in MOMENTS],
    "plain": MOMENTS,
    "code": [b"", b"\x00", b"\x00\x00", b"a", b"\x7f", b"\x80", b"\xff"],
}


def table(seed: str) -> list[tuple]:
    """The rows; those of one seed are always the same."""
    chance = random.Random(seed)
    return [
        (
            number,
            *(None if chance.random() < 0.2 else chance.choice(values) for values in VALUES.values()),
            None if chance.random() < 0.2 else (chance.choice([None, 1, 2]), chance.choice([None, "a", "b"])),
        )
        for number in range(ROWS)
    ]


class Tables(DataSource):
    """Options: ``seed``; ``takes``: ``all``, ``none``, ``some`` or ``inexact``."""

    def schema(self):
        return DDL

    def reader(self, schema):
        return TableReader(self.options["seed"], self.options["takes"])


class TableReader(DataSourceReader):
    supportsAndOr = True

    def __init__(self, seed, takes):
        self.seed = seed
        self.takes = takes
        self.filters = []

    def inexactFilters(self):
        return self.takes == "inexact"

    def pushFilters(self, filters):
        for number, each in enumerate(filters):
            hash(each)
            if self.takes == "none" or (self.takes == "some" and number % 2):
                yield each
            else:
                self.filters.append(each)

    def read(self, partition):
        from pysail.spark.datasource import row_filter

        passes = row_filter(self.filters, DDL)
        for row in table(self.seed):
            lets_through = self.takes == "inexact" and row[0] % 3 == 0
            if lets_through or passes(row):
                yield row


def answer(connection, seed, conditions):
    connection.execute(f"CREATE OR REPLACE TABLE tested ({DUCKDB})")
    marks = ", ".join("?" * (2 + len(VALUES)))
    for row in table(seed):
        place = row[-1] and dict(zip("xy", row[-1]))
        connection.execute(f"INSERT INTO tested VALUES ({marks})", [*row[:-1], place])
    for condition in conditions:
        try:
            found = connection.execute(f"SELECT id FROM tested WHERE {condition} ORDER BY id")
            yield " ".join(str(number) for (number,) in found.fetchall())
        except Exception as error:
            print(condition, error, file=sys.stderr)
            yield "refused"


def main() -> None:
    sys.path.append(sys.argv[1])
    sys.stdin.reconfigure(encoding="utf-8")
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for line in sys.stdin:
        seed, *conditions = line.rstrip("\n").split("\t")
        print("\t".join(answer(connection, seed, conditions)), flush=True)


if __name__ == "__main__":
    main()
