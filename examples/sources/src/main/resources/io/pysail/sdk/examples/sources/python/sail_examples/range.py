"""The source ``range``: numbers at equal distances, as Python's ``range`` has them.

A model of a source that takes filters: it makes no number that they would throw away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyspark.sql.datasource import DataSource, DataSourceReader, In, InputPartition

from pysail.spark.datasource import Refused

from .arrow import import_pyarrow, int64_arrays
from .bounds import between, ends
from .form import form, gives_arrow
from .options import number_of_partitions, refused, whole_number
from .partition import count, split

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql.datasource import Filter
    from pyspark.sql.types import StructType

MANY = 500_000
"""From how many rows on batches are faster, the import of pyarrow included."""


class RangeDataSource(DataSource):
    """Numbers from ``start`` to before ``end``.

    Options:
        start: The first number; 0 unless given.
        end: Where to stop: the first number that is not there any more.
        step: The distance, not 0, negative to count down; 1 unless given.
        numPartitions: How many parts there are to be read on their own; 4 unless given.
        form: What it gives, ``rows`` or ``arrow``; the faster of both unless given.
    """

    @classmethod
    def name(cls) -> str:
        return "range"

    def schema(self) -> str:
        return "id LONG"

    def reader(self, schema: StructType) -> RangeReader:
        start = whole_number(self.options, "start", 0)
        end = whole_number(self.options, "end")
        step = whole_number(self.options, "step", 1)
        if step == 0:
            raise refused("step", "a whole number other than 0", self.options["step"])
        numbers = range(start, end, step)
        if numbers and not all(-(2**63) <= number < 2**63 for number in (numbers[0], numbers[-1])):
            raise ValueError(
                f'the numbers from "start" to "end" must fit into 64 bits, and {numbers[0]} to '
                f"{numbers[-1]} do not"
            )
        return RangeReader(numbers, number_of_partitions(self.options), form(self.options))


class RangeReader(DataSourceReader):
    """Reads numbers that are kept as a range, in parts that are ranges again."""

    deterministic = True  # A partition may be read again after a crash: it gives the same rows.

    def __init__(self, numbers: range, parts: int, form: str | None) -> None:
        self.numbers = numbers
        self.parts = parts
        self.form = form

    def pushFilters(self, filters: list[Filter]) -> Iterator[Filter]:
        for each in filters:
            limits = ends(each)
            if limits is not None:
                self.numbers = between(self.numbers, *limits)
            elif isinstance(each, In):
                # A filter may be used and still be given back: what comes is fewer, not all right.
                values = [value for value in each.value if value is not None] or [0]
                self.numbers = between(self.numbers, min(values), max(values))
                yield Refused(each, "only its least and its greatest value are used")
            else:
                yield Refused(each, "only the ends of the range can be set")

    def pushLimit(self, n: int) -> bool:
        self.numbers = self.numbers[:n]
        return True

    def partitions(self) -> list[InputPartition]:
        return split(self.numbers, self.parts)

    def read(self, partition: InputPartition) -> Iterator[tuple[int]] | Iterator[RecordBatch]:
        if gives_arrow(self.form, count(self.numbers), MANY):
            return _batches(partition.value)
        return zip(partition.value)  # tuples of one number each, without code of ours for a row


def _batches(numbers: range) -> Iterator[RecordBatch]:
    pa = import_pyarrow()
    for ids in int64_arrays(numbers):
        yield pa.RecordBatch.from_arrays([ids], names=["id"])
