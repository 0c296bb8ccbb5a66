"""What an executor runs: a source planned, and its partitions read, with plain values in and out.

An executor makes a :class:`Planner`, asks it to :meth:`~Planner.plan`, and gets a :class:`Planned`
whose partitions it :meth:`reads <Planned.start>`, each on one thread. Readers and partitions have
a byte form where they pickle, so that :func:`restore` gives the same elsewhere; where they do not,
they are shared in this process, and in another one made again by the same calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import pickling
from .discovery import find, source_name
from .errors import PySparkPicklingError, PySparkTypeError
from .failure import failure, operation
from .locate import is_reference
from .metrics import Metrics
from .protocol import (
    OpenSource,
    ReaderCopies,
    copies_of,
    declare_schema,
    new_copy,
    open_reader,
    open_source,
    plan_partitions,
    start_read,
)
from .schemabytes import schema_to_bytes
from .taskcontext import TaskContext, serve_in_pyspark


class Planner:
    """An open source.

    Attributes:
        name: What the source is called in errors.
        reference: ``module:Class`` or ``file.py:Class``, by which another process finds it.
    """

    def __init__(
        self,
        name: str,
        options: Mapping[str, str],
        paths: Sequence[str] = (),
        user_schema: str | None = None,
    ) -> None:
        found = find(name, options)
        self.name = _called(found.cls) if is_reference(name) or name.lower() == "python" else name
        self.reference = found.reference
        self._opened = open_source(self.name, found.cls, options, paths)
        self._declared = declare_schema(self._opened, user_schema)

    @property
    def schema(self) -> bytes:
        """The declared schema (see :mod:`.schemabytes`)."""
        with operation(self.name, "schema"):
            return schema_to_bytes(self._declared.description)

    def plan(self) -> Planned:
        """Asks for a reader and its partitions."""
        reader = open_reader(self._opened, self._declared)
        partitions = plan_partitions(self._opened, reader)
        return Planned(self._opened, copies_of(self._opened, reader), partitions)


class Planned:
    """A reader with its partitions, ready to be read from any thread.

    Attributes:
        method: How each read gets its reader: ``cloudpickle``, ``pickle`` or ``shared``.
        reason: Why it is shared; empty if it is not.
        reader: The pickled reader, or ``None`` if it is shared.
        partitions: The pickled partitions; ``None`` for one that does not pickle.
    """

    def __init__(self, opened: OpenSource, copies: ReaderCopies, partitions: list[Any]) -> None:
        self._opened = opened
        self._copies = copies
        self._partitions = partitions
        self.method = copies.method
        self.reason = copies.reason
        self.reader = copies.pickled
        self.partitions = [_pickled(partition) for partition in partitions]

    def start(self, index: int, attempt: int) -> Reading:
        """Begins to read a partition, on the thread that goes on with it."""
        reader = new_copy(self._opened, self._copies)
        data = self.partitions[index]
        partition = self._partitions[index] if data is None else _unpickled(self._opened.name, data)
        return Reading(self._opened, reader, partition, index, attempt)


def restore(name: str, reference: str, options: Mapping[str, str], reader: bytes) -> Restored:
    """A planned read from its byte form: nothing is planned again."""
    find(reference, options)  # A pickle names modules: that of a file has to be loaded first.
    return Restored(name, reader)


class Restored:
    """What :func:`restore` gives: a pickled reader that reads pickled partitions."""

    def __init__(self, name: str, reader: bytes) -> None:
        self._opened = OpenSource(name, None)
        self._reader = reader

    def start(self, partition: bytes, index: int, attempt: int) -> Reading:
        """Begins to read a partition, on the thread that goes on with it."""
        reader = _unpickled(self._opened.name, self._reader)
        return Reading(
            self._opened, reader, _unpickled(self._opened.name, partition), index, attempt
        )


class Reading:
    """One partition being read: an iterator of what Java takes over.

    Each element is the pair of capsules of an Arrow array, or the capsule of an Arrow stream.
    """

    def __init__(
        self, opened: OpenSource, reader: Any, partition: Any, index: int, attempt: int
    ) -> None:
        self._name = opened.name
        self._reader = reader
        serve_in_pyspark()
        TaskContext._setTaskContext(TaskContext(index, attempt))
        try:
            self._elements = start_read(opened, reader, partition)
        except BaseException:
            TaskContext._setTaskContext(None)  # The thread goes on with other tasks.
            raise

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        try:
            element = next(self._elements)
        except StopIteration:
            raise
        except BaseException as error:
            raise failure(self._name, "read", error) from error
        try:  # Here a StopIteration is not the end. And `operation` costs as much as a batch.
            export = getattr(element, "__arrow_c_array__", None) or getattr(
                element, "__arrow_c_stream__", None
            )
            if export is not None:
                return export()
            raise PySparkTypeError(
                errorClass="DATA_SOURCE_INVALID_RETURN_TYPE",
                messageParameters={
                    "type": type(element).__name__,
                    "name": self._name,
                    "supported_types": "Arrow record batches, tables and readers, "
                    "or anything with __arrow_c_array__ or __arrow_c_stream__",
                },
            )
        except BaseException as error:
            raise failure(self._name, "read", error) from error

    def close(self) -> None:
        """Ends the source's generator, whose ``finally`` blocks run now."""
        try:
            with operation(self._name, "close"):
                close = getattr(self._elements, "close", None)
                if close is not None:
                    close()
        finally:
            TaskContext._setTaskContext(None)

    def metrics(self) -> dict[str, Any]:
        """The source's own figures, if it has any."""
        figures = getattr(self._reader, "__dict__", {}).get("_metrics")
        return figures.values() if isinstance(figures, Metrics) else {}


class ReadCancelled(BaseException):
    """Raised in a source that is still reading after its reader was closed."""


def _called(cls: type) -> str:
    with operation(cls.__name__, "name"):
        return source_name(cls)


def _pickled(partition: Any) -> bytes | None:
    try:
        return pickling.dumps(partition)
    except PySparkPicklingError:
        return None


def _unpickled(name: str, data: bytes) -> Any:
    with operation(name, "unpickle"):
        return pickling.loads(data)
