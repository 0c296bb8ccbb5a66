"""The source ``range``, compared with Python's."""

from __future__ import annotations

import itertools
import pickle

import pytest
from sail_examples.partition import BATCH_ROWS, batches, count, split
from sail_examples.range import RangeDataSource

from pysail.spark.datasource.options import CaseInsensitiveDict

LEAST, MOST = -(2**63), 2**63 - 1


def ids(read, **options):
    return [[row["id"] for row in part] for part in read(RangeDataSource, **options)]


def test_every_number_is_in_one_partition_and_in_order():
    steps = [step for step in range(-7, 8) if step] + [-100, 100]
    for start, end, step in itertools.product(range(-9, 10, 3), range(-8, 12, 2), steps):
        for parts in (1, 2, 3, 4, 7, 30):
            numbers = range(start, end, step)

            partitions = [part.value for part in split(numbers, parts)]

            assert len(partitions) == parts
            assert [number for part in partitions for number in part] == list(numbers)
            sizes = [len(part) for part in partitions]
            assert max(sizes) - min(sizes) <= 1
            assert sizes == [count(part) for part in partitions]


def test_batches_have_every_number_once_and_are_bounded():
    for length, step in itertools.product(
        [0, 1, BATCH_ROWS - 1, BATCH_ROWS, BATCH_ROWS + 1, 3 * BATCH_ROWS], [1, -1, 5]
    ):
        numbers = range(11, 11 + length * step, step)

        made = list(batches(numbers))

        assert [number for batch in made for number in batch] == list(numbers)
        assert all(0 < len(batch) <= BATCH_ROWS for batch in made)


def test_a_range_of_all_that_fits_into_64_bits_is_cut_without_loss():
    everything = range(LEAST, MOST + 1)

    partitions = [part.value for part in split(everything, 3)]

    assert count(everything) == 2**64
    assert partitions[0].start == LEAST
    assert partitions[-1].stop == MOST + 1
    assert [a.stop for a in partitions[:-1]] == [b.start for b in partitions[1:]]
    assert next(batches(partitions[1])) == partitions[1][:BATCH_ROWS]


def test_what_is_read_is_what_python_has(read):
    for start, end, step, parts in itertools.product(
        [-5, 0, 3], [-20, 0, 3, 21], [-3, -1, 1, 2, 50], [1, 4, 9]
    ):
        found = ids(read, start=start, end=end, step=step, numPartitions=parts)

        assert len(found) == parts
        assert list(itertools.chain(*found)) == list(range(start, end, step))


def test_more_than_a_batch_is_read_in_batches(pa):
    options = CaseInsensitiveDict(end="50000", step="3", numPartitions="1", form="arrow")
    reader = RangeDataSource(options).reader(None)
    made = list(reader.read(*reader.partitions()))

    assert [batch.num_rows for batch in made] == [BATCH_ROWS, BATCH_ROWS, 16667 - 2 * BATCH_ROWS]
    assert pa.Table.from_batches(made).column("id").to_pylist() == list(range(0, 50000, 3))


def test_the_defaults_are_those_of_spark(read):
    assert ids(read, end=6) == [[0], [1, 2], [3], [4, 5]]


@pytest.mark.parametrize(
    "numbers",
    [
        range(MOST - 2, MOST + 1),
        range(LEAST + 2, LEAST - 1, -1),
        range(LEAST, MOST + 1, 2**64 - 1),
        range(MOST, LEAST - 1, 1 - 2**64),
        range(LEAST, MOST, 2**62),
        range(LEAST, MOST, 2**50),
        range(MOST, LEAST, -(2**50) - 1),
        range(2**70, 2**70),
        range(5, 2**70, 2**70),
    ],
    ids=str,
)
def test_the_edges_of_64_bits_are_reached_exactly(read, numbers):
    options = {"start": numbers.start, "end": numbers.stop, "step": numbers.step}

    assert list(itertools.chain(*ids(read, numPartitions=1, **options))) == list(numbers)
    assert list(itertools.chain(*ids(read, numPartitions=3, **options))) == list(numbers)


def test_a_range_too_long_for_len_can_be_begun(form):
    limits = {"start": str(LEAST), "end": str(MOST + 1)}
    options = CaseInsensitiveDict(limits, numPartitions="1", form=form)
    reader = RangeDataSource(options).reader(None)
    reader, partition = pickle.loads(pickle.dumps((reader, reader.partitions()[0])))

    first = next(reader.read(partition))

    if form == "rows":
        assert first == (LEAST,)
    else:
        assert first.column(0).to_pylist() == list(range(LEAST, LEAST + BATCH_ROWS))


def test_numbers_beyond_64_bits_are_refused(refusal):
    assert refusal(RangeDataSource, end=str(2**63 + 1)) == (
        'the numbers from "start" to "end" must fit into 64 bits, '
        "and 0 to 9223372036854775808 do not"
    )
    assert "64 bits" in refusal(RangeDataSource, start=str(LEAST - 1), end="0")


def test_options_that_make_no_range_are_refused(refusal):
    assert refusal(RangeDataSource) == 'option "end" is missing: it must be a whole number'
    assert refusal(RangeDataSource, end="ten") == ('option "end" must be a whole number, not "ten"')
    assert refusal(RangeDataSource, end="1", step="0") == (
        'option "step" must be a whole number other than 0, not "0"'
    )
    assert refusal(RangeDataSource, end="1", numPartitions="0") == (
        'option "numPartitions" must be a whole number of 1 or more, not "0"'
    )
