"""What an executor runs: a source planned, and its partitions read, with plain values in and out.

An executor makes a :class:`Planner`, asks it to :meth:`~Planner.plan`, and gets a :class:`Planned`
whose partitions it :meth:`reads <Planned.start>`, each on one thread. Readers and partitions have
a byte form where they pickle, so that :func:`restore` gives the same elsewhere; where they do not,
they are shared in this process, and in another one made again by the same calls.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from os import getpid
from typing import TYPE_CHECKING, Any

from . import pickling
from .arrow import Description, schema_to_description
from .ddl import parse_schema as parse_ddl
from .discovery import find, name_in_errors
from .elements import exported, is_frame_of_rows, mixed, rows_of_frames
from .errors import PySparkPicklingError
from .failure import failure, operation
from .forked import leave_child
from .metrics import figures_of
from .protocol import (
    Copies,
    OpenSource,
    copies_of,
    declare_schema,
    new_copy,
    open_reader,
    open_source,
    plan_partitions,
    start_read,
)
from .refused import ReadCancelled
from .schemabytes import schema_from_bytes, schema_to_bytes
from .taskcontext import TaskContext, serve_in_pyspark

if TYPE_CHECKING:
    from .chunks import Chunks
    from .pushdown import Pushdown

__all__ = [
    "Planned",
    "Planner",
    "ReadCancelled",
    "Reading",
    "Restored",
    "parse_schema",
    "restore",
]


def parse_schema(ddl: str) -> bytes:
    """A schema that a user wrote, without any source (see :mod:`.schemabytes`)."""
    with operation("", "schema"):
        return schema_to_bytes(schema_to_description(parse_ddl(ddl)))


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
        self.name = name_in_errors(name, found.cls)
        self.reference = found.reference
        self._opened = open_source(self.name, found.cls, options, paths)
        self._declared = declare_schema(self._opened, user_schema)

    @property
    def schema(self) -> bytes:
        """The declared schema (see :mod:`.schemabytes`)."""
        with operation(self.name, "schema"):
            return schema_to_bytes(self._declared.description)

    def plan(self, request: str | None = None) -> Planned:
        """Asks for a reader and its partitions.

        Before the partitions it offers the reader what the ``request`` says, which is the JSON of
        what :func:`.pushdown.push_down` takes.
        """
        reader = open_reader(self._opened, self._declared)
        pushed = None
        if request is not None:
            from .pushdown import push_down  # The filters' classes take their time to make.

            with operation(self.name, "pushFilters"):
                wanted = json.loads(request)
            pushed = push_down(self._opened, reader, self._declared, wanted)
        partitions = plan_partitions(self._opened, reader)
        copies = copies_of(self._opened, reader)
        return Planned(self._opened, self._declared.description, copies, partitions, pushed)


class Planned:
    """A reader with its partitions, ready to be read from any thread.

    Attributes:
        method: How each read gets its reader: ``cloudpickle``, ``pickle`` or ``shared``.
        reason: Why it is shared; empty if it is not.
        reader: The pickled reader, or ``None`` if it is shared.
        partitions: The pickled partitions; ``None`` for one that does not pickle.
        answers: For each filter that was offered ``exact``, ``inexact`` or ``refused``, and why.
        limit_taken: Whether the source stops of its own accord after the rows that are wanted.
        schema: The schema that is read (see :mod:`.schemabytes`) if the source leaves columns out,
            else ``None``. It is for :func:`restore`.
    """

    def __init__(
        self,
        opened: OpenSource,
        description: Description,
        copies: Copies,
        partitions: list[Any],
        pushed: Pushdown | None = None,
    ) -> None:
        pruned = None if pushed is None else pushed.description
        self._opened = opened
        self._description = description if pruned is None else pruned
        self._copies = copies
        self._partitions = partitions
        self.method = copies.method
        self.reason = copies.reason
        self.reader = copies.pickled
        self.partitions = [_pickled(partition) for partition in partitions]
        self.answers = [] if pushed is None else [tuple(answer) for answer in pushed.answers]
        self.limit_taken = pushed is not None and pushed.limit_taken
        self.schema = None if pruned is None else schema_to_bytes(pruned)

    def start(self, index: int, attempt: int) -> Reading:
        """Begins to read a partition, on the thread that goes on with it."""
        reader = new_copy(self._opened, self._copies)
        data = self.partitions[index]
        partition = self._partitions[index] if data is None else _unpickled(self._opened.name, data)
        return Reading(self._opened, self._description, reader, partition, index, attempt)


def restore(
    name: str,
    reference: str,
    options: Mapping[str, str],
    reader: bytes,
    schema: bytes | None = None,
) -> Restored:
    """A planned read from its byte form: nothing is planned again.

    Without the ``schema`` that is read (see :mod:`.schemabytes`) a source of rows cannot be read.
    """
    # A pickle names modules: that of a file has to be loaded first.
    opened = OpenSource(name, find(reference, options).cls)
    return Restored(opened, reader, None if schema is None else schema_from_bytes(schema))


class Restored:
    """What :func:`restore` gives: a pickled reader that reads pickled partitions."""

    def __init__(self, opened: OpenSource, reader: bytes, description: Description | None) -> None:
        self._opened = opened
        self._description = description
        self._reader = reader

    def start(self, partition: bytes, index: int, attempt: int) -> Reading:
        """Begins to read a partition, on the thread that goes on with it."""
        reader = _unpickled(self._opened.name, self._reader)
        read = _unpickled(self._opened.name, partition)
        return Reading(self._opened, self._description, reader, read, index, attempt)


class Reading:
    """One partition being read, on one thread, but for what says otherwise.

    It gives Arrow data, or else rows, as the first element decides. Whatever goes wrong leaves as
    an :class:`~.failure.OperationError`.

    Attributes:
        name: What the source is called in errors.
        deterministic: Whether the source says that a partition gives the same rows each time.
    """

    def __init__(
        self,
        opened: OpenSource,
        description: Description | None,
        reader: Any,
        partition: Any,
        index: int,
        attempt: int,
    ) -> None:
        self.name = opened.name
        self._process = getpid()
        self._description = description
        self._reader = reader
        self._has_arrow = False
        self._chunks: Chunks | None = None
        serve_in_pyspark()
        TaskContext._setTaskContext(TaskContext(index, attempt))
        try:
            with operation(self.name, "read"):
                said = (getattr(each, "deterministic", None) for each in (reader, opened.instance))
                self.deterministic = any(each is True for each in said)
            self._elements = start_read(opened, reader, partition)
        except BaseException:
            TaskContext._setTaskContext(None)  # The thread goes on with other tasks.
            raise

    def take(self, n: int) -> Any:
        """What comes next: Arrow data, at most ``n`` rows, or ``None`` at the end.

        Arrow data are the pair of capsules of an array, or the capsule of a stream. Rows are a
        list: of tuples of the right length, unless the first row of all was a tuple; then they are
        as they came, for :meth:`positional`. It is empty if all its rows were stolen.

        The source is never asked for more than ``n`` rows. Those that came before it failed are
        returned, and its error is raised next time.
        """
        try:
            return self._take(n)
        finally:
            if getpid() != self._process:
                leave_child()

    def _take(self, n: int) -> Any:
        if self._chunks is not None:
            return self._chunks.take(n)
        try:
            element = next(self._elements)
        except StopIteration:
            return None
        except BaseException as error:
            raise failure(self.name, "read", error) from error
        try:  # Here a StopIteration is not the end. And `operation` costs as much as a batch.
            export = getattr(element, "__arrow_c_array__", None)
            capsules = exported(element) if export is None else export()
            if capsules is not None:
                self._has_arrow = True
                return capsules
            return self._begin_rows(element).take(n)
        except BaseException as error:
            raise failure(self.name, "read", error) from error

    def take_marshalled(self, n: int) -> Any:
        """The same with ``bytes`` instead of a list: a list by ``marshal``, as a rule of tuples.

        Values are canonical (see :mod:`.values`), or raw where they may be natural. Rows from the
        first on that is refused are not there: the next call raises why.
        """
        taken = self.take(n)
        return self._rows().marshalled() if type(taken) is list else taken

    def marshal_again(self, column: int, stolen: bool = False) -> bytes:
        """The last bytes again, because a value of this column was not natural: now all are.

        A negative column stands for the rows themselves, if they are no tuples of the right length.
        The latest of :meth:`take_marshalled` are meant, or those of :meth:`steal_marshalled`.
        """
        return self._rows().marshal_again(column, stolen)

    def steal(self) -> list[Any]:
        """The rows that :meth:`take`, which is in the source on another thread, has by now.

        It will return those that come after them, and from the first on that its source may still
        change. There may be none.
        """
        return [] if self._chunks is None else self._chunks.steal()

    def steal_marshalled(self) -> bytes | None:
        """The same for :meth:`take_marshalled`; ``None`` if it is not known yet what comes."""
        return None if self._chunks is None else self._chunks.steal_marshalled()

    def natural(self) -> list[bool]:
        """Of each column, whether Java may read its raw values as long as they are natural."""
        return list(self._rows().rows.natural)

    def positional(self, chunk: list[Any]) -> list[tuple[Any, ...]]:
        """Rows as exact tuples of the right length; fewer if one is refused."""
        return self._rows().positional(chunk)

    def column(self, chunk: list[Any], index: int, start: int) -> list[Any]:
        """The canonical values of a column from row ``start`` of a chunk; fewer if one is refused.

        The rows of the chunk are tuples.
        """
        return self._rows().column(chunk, index, start)

    def chunks(self) -> Chunks:
        """The rows, once there are some: for who keeps what was taken (see :mod:`.chunks`)."""
        return self._rows()

    def has_refused(self) -> bool:
        """Whether a row or value was refused: all that comes after it is in vain."""
        return self._chunks is not None and self._chunks.rows.refused is not None

    def refusal(self) -> None:
        """Raises why a row or value was refused, if one was: the first row's first value."""
        if self._chunks is not None:
            self._chunks.refusal()

    def _begin_rows(self, first: Any) -> Chunks:
        if self._has_arrow:
            raise mixed(self.name, first)
        if self._description is None:
            raise RuntimeError("rows cannot be read: nobody said what their schema is")
        from .chunks import Chunks
        from .rows import Rows

        rows = Rows(self.name, self._description)
        begun = [first]
        if is_frame_of_rows(first):
            self._elements = rows_of_frames(self.name, rows.names, first, self._elements)
            begun = []
        self._chunks = Chunks(self.name, rows, self._elements, begun)
        return self._chunks

    def _rows(self) -> Chunks:
        if self._chunks is None:
            raise RuntimeError("there are no rows")
        return self._chunks

    def close(self) -> None:
        """Ends the source's generator, whose ``finally`` blocks run now."""
        try:
            with operation(self.name, "close"):
                close = getattr(self._elements, "close", None)
                if close is not None:
                    close()
        finally:
            TaskContext._setTaskContext(None)
            if getpid() != self._process:
                leave_child()

    def metrics(self) -> dict[str, Any]:
        """The source's own figures, if it has any."""
        return figures_of(self._reader)


def _pickled(partition: Any) -> bytes | None:
    try:
        return pickling.dumps(partition)
    except PySparkPicklingError:
        return None


def _unpickled(name: str, data: bytes) -> Any:
    with operation(name, "unpickle"):
        return pickling.loads(data)
