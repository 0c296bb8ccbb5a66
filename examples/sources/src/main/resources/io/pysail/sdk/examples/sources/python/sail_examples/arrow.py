"""What the sources share of Arrow. Importing this needs no pyarrow; calling it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .partition import BATCH_ROWS, batches, count

if TYPE_CHECKING:
    import pyarrow


def import_pyarrow() -> Any:
    """The module ``pyarrow``.

    Raises:
        ImportError: It is not installed; the message says what to do. What is installed and does
            not load raises its own error.
    """
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        raise ImportError(
            "Arrow batches need pyarrow, which this Python does not have: pip install pyarrow, or "
            'leave out the option "form"',
            name="pyarrow",
        ) from error
    return pyarrow


def int64_arrays(numbers: range) -> Iterator[pyarrow.Int64Array]:
    """The numbers in arrays of at most :data:`~.partition.BATCH_ROWS`.

    No Python integer is made for a row: a batch is its first number, added to the distances of all
    rows from the first, which are the same in every batch. They are kept modulo 2**64, as the
    addition is; so the sums are right for any step.
    """
    pa = import_pyarrow()
    import pyarrow.compute as pc

    int64 = pa.int64()
    rows = min(count(numbers), BATCH_ROWS)
    distances = pa.array([_wrapped(numbers.step * row) for row in range(rows)], int64)
    for batch in batches(numbers):
        # A scalar without its type would cost ten times the addition.
        yield pc.add(distances[: len(batch)], pa.scalar(batch[0], int64))


def _wrapped(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63
