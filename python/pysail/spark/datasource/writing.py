"""What an executor runs of a write: a writer, its tasks, and their commit or abort.

An executor makes a :class:`PlannedWrite`, :meth:`starts <PlannedWrite.start>` each task on a thread
of its own, which gives a message as bytes, and at the end passes the messages of all tasks to
:meth:`~PlannedWrite.commit` or :meth:`~PlannedWrite.abort`. What tasks run on are copies of the
writer where it pickles, so that what they keep in it does not reach the commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import getpid
from typing import TYPE_CHECKING, Any, Callable

from . import pickling
from .arrow import Description, schema_from_description
from .discovery import find, name_in_errors
from .failure import failure, operation
from .forked import leave_child
from .interop import native_schema
from .metrics import figures_of
from .protocol import (
    Copies,
    DeclaredSchema,
    OpenSource,
    copies_of,
    new_copy,
    open_source,
    open_writer,
)
from .schemabytes import schema_from_bytes
from .taskcontext import TaskContext, serve_in_pyspark
from .writer import DataSourceArrowWriter

if TYPE_CHECKING:
    from .written import Assemble, RowMaker

__all__ = ["PlannedWrite", "RestoredWrite", "WriteCancelled", "Writing", "restore_write"]


class WriteCancelled(BaseException):
    """Raised where a source asks for more rows of a task that was given up."""


class _Job:
    """What is done with a writer's one object, or a copy that stands for it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def commit(self, messages: Sequence[bytes]) -> None:
        """Has the source commit the messages of all tasks, in their order."""
        self._end("commit", messages)

    def abort(self, messages: Sequence[bytes | None]) -> None:
        """Has the source abort; ``None`` stands for a task that has no message."""
        self._end("abort", messages)

    def _object(self) -> Any:
        raise NotImplementedError

    def _end(self, method: str, messages: Sequence[bytes | None]) -> None:
        with operation(self.name, "unpickle"):
            writer = self._object()
            restored = [None if data is None else pickling.loads(data) for data in messages]
        with operation(self.name, method):
            end = getattr(writer, method, None)
            if end is not None:
                end(restored)


class PlannedWrite(_Job):
    """A writer, made for one job.

    Attributes:
        name: What the source is called in errors.
        reference: ``module:Class`` or ``file.py:Class``, by which another process finds it.
        takes_batches: Whether ``write`` gets ``pyarrow.RecordBatch`` objects, and no rows.
        method: How each task gets its writer: ``cloudpickle``, ``pickle`` or ``shared``.
        reason: Why it is shared; empty if it is not.
        writer: The pickled writer, or ``None`` if it is shared.
    """

    def __init__(
        self,
        name: str,
        options: Mapping[str, str],
        paths: Sequence[str],
        schema: bytes,
        overwrite: bool,
    ) -> None:
        found = find(name, options)
        super().__init__(name_in_errors(name, found.cls))
        self.reference = found.reference
        self._description = schema_from_bytes(schema)
        self._opened = open_source(self.name, found.cls, options, paths)
        with operation(self.name, "writer"):
            struct = native_schema(schema_from_description(self._description))
        declared = DeclaredSchema(struct, self._description)
        self._writer = open_writer(self._opened, declared, overwrite)
        self.takes_batches = isinstance(self._writer, DataSourceArrowWriter)
        self._copies: Copies = copies_of(self._opened, self._writer)
        self.method = self._copies.method
        self.reason = self._copies.reason
        self.writer = self._copies.pickled

    def start(self, index: int, attempt: int) -> Writing:
        """Begins a task, on the thread that goes on with it."""
        writer = new_copy(self._opened, self._copies)
        return Writing(self._opened, self._description, writer, index, attempt)

    def _object(self) -> Any:
        return self._writer


def restore_write(
    name: str, reference: str, options: Mapping[str, str], writer: bytes, schema: bytes
) -> RestoredWrite:
    """A writer from its byte form, for tasks elsewhere, or where the one that was made is lost."""
    find(reference, options)  # A pickle names modules: that of a file has to be loaded first.
    return RestoredWrite(name, writer, schema_from_bytes(schema))


class RestoredWrite(_Job):
    """What :func:`restore_write` gives: a pickled writer, of which each task gets a copy."""

    def __init__(self, name: str, writer: bytes, description: Description) -> None:
        super().__init__(name)
        self._description = description
        self._pickled = writer

    def start(self, index: int, attempt: int) -> Writing:
        """Begins a task, on the thread that goes on with it."""
        with operation(self.name, "unpickle"):
            writer = self._object()
        opened = OpenSource(self.name, None)
        return Writing(opened, self._description, writer, index, attempt)

    def _object(self) -> Any:
        return pickling.loads(self._pickled)


class Writing:
    """One task that writes, on one thread.

    Attributes:
        takes_batches: Whether ``write`` gets ``pyarrow.RecordBatch`` objects, and no rows.
    """

    def __init__(
        self,
        opened: OpenSource,
        description: Description,
        writer: Any,
        index: int,
        attempt: int,
    ) -> None:
        self._name = opened.name
        self._description = description
        self._writer = writer
        self._index = index
        self._attempt = attempt
        self.takes_batches = isinstance(writer, DataSourceArrowWriter)
        self._failed: BaseException | None = None
        self._has_ended = False
        self._maker: RowMaker | None = None
        self._batch: Any = None

    def run(self, pull: Callable[[], Any], assemble: Assemble | None = None) -> bytes:
        """Calls ``write`` and returns the pickle of what it returns.

        What ``pull`` returns is what the source's iterator goes on with: for an Arrow writer an
        object with ``__arrow_c_array__``, else some rows as :class:`.written.RowMaker` takes them;
        ``None`` at the end, and ``False`` if nobody wants the task any more. The source may ask for
        as much of it as it likes: whether it came to the end is not told here. ``assemble`` is for
        rows, see :class:`.written.RowMaker`.
        """
        process = getpid()
        serve_in_pyspark()
        TaskContext._setTaskContext(TaskContext(self._index, self._attempt))
        try:
            with operation(self._name, "write"):
                message = self._writer.write(self._input(pull, assemble))
                self._refuse_missing_rows()
                return pickling.dumps(message)
        finally:
            self._take_failure()
            self._batch = None
            self._has_ended = True
            TaskContext._setTaskContext(None)
            if getpid() != process:
                leave_child()

    def metrics(self) -> dict[str, Any]:
        """The source's own figures, if it has any."""
        return figures_of(self._writer)

    def _refuse_missing_rows(self) -> None:
        """Raises what the source was told instead of rows, if it went on without them."""
        failed = self._take_failure()
        if failed is not None:
            try:
                raise failed
            finally:
                del failed  # Its traceback leads to this frame.

    def _take_failure(self) -> BaseException | None:
        """What failed, kept here no more.

        Its traceback leads back here, and to the batch that was being written, whose memory would
        wait for the collector of cycles.
        """
        refused = None if self._maker is None else self._maker.failed
        failed, self._failed, self._maker = refused or self._failed, None, None
        return failed

    def _input(self, pull: Callable[[], Any], assemble: Assemble | None) -> Iterator[Any]:
        if self.takes_batches:
            return self._batches(pull)
        from itertools import chain

        from .written import RowMaker

        maker = self._maker = RowMaker(self._name, self._description, assemble)
        # Rows leave without another line of Python between them.
        return chain.from_iterable(self._chunks(maker, pull))

    def _batches(self, pull: Callable[[], Any]) -> Iterator[Any]:
        from pyarrow import record_batch

        for given in self._given(pull):
            with self._noting_failure():
                # Not in this frame, which CPython 3.9 ends with StopIteration set: a batch whose
                # memory is given up by Python code, as in a worker, could not be then.
                self._batch = record_batch(given)
            yield self._batch

    def _chunks(self, maker: RowMaker, pull: Callable[[], Any]) -> Iterator[Any]:
        first = 0
        for given in self._given(pull):
            with self._noting_failure():
                rows = maker.rows(given, first)
            first += maker.count
            yield rows

    def _given(self, pull: Callable[[], Any]) -> Iterator[Any]:
        while True:
            with self._noting_failure():
                given = pull()
                if given is False:
                    raise WriteCancelled
            if given is None:
                return
            yield given

    @contextmanager
    def _noting_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if not self._has_ended:  # Nobody would take it, and a source may keep its iterator.
                self._failed = failure(self._name, "write", error)
            raise
