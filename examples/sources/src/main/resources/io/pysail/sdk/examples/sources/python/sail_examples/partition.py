"""Rows by their numbers, as a ``range``: cut into partitions, and these into batches.

A range is as small as its three numbers however many rows it stands for, pickles, and cuts without
an error of rounding.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyspark.sql.datasource import InputPartition

BATCH_ROWS = 8192
"""The most rows in a batch: enough to make its fixed costs small, and small enough for a cache."""


def count(numbers: range) -> int:
    """``len(numbers)``, which is an error from 2**63 on."""
    return max(0, -((numbers.start - numbers.stop) // numbers.step))


def split(numbers: range, parts: int) -> list[InputPartition]:
    """As many partitions as asked for, each with its share of the numbers as its value.

    Those of one partition follow each other. The sizes differ by at most one; where there are
    fewer numbers than partitions, some are empty.
    """
    total = count(numbers)
    return [
        InputPartition(numbers[part * total // parts : (part + 1) * total // parts])
        for part in range(parts)
    ]


def batches(numbers: range) -> Iterator[range]:
    """The numbers in runs of at most :data:`BATCH_ROWS`."""
    for first in range(0, count(numbers), BATCH_ROWS):
        yield numbers[first : first + BATCH_ROWS]
