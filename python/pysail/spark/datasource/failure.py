"""What went wrong, where: every error that leaves this package for the JVM."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


class OperationError(Exception):
    """An operation on a source failed. The exception that it raised is ``__cause__``.

    The cause is kept as it is, with its type, message and own causes; its traceback begins at the
    first line that is not this package's.

    Attributes:
        condition: The error condition: the cause's own, or the one for such an operation.
        source: The name that the source was asked for by.
        operation: What was being done: ``schema``, ``partitions``, ``read``, …
        reason: Type and message of the cause, without the condition.
        row: The row that it is about, counted from 0 in its partition, if it is about one.
        column: The column that it is about, and where in its value, if it is about one.
    """

    def __init__(
        self,
        condition: str,
        source: str,
        operation: str,
        cause: BaseException,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self.condition = condition
        self.source = source
        self.operation = operation
        message = _text(cause)
        prefix = f"[{condition}] "
        if message.startswith(prefix):
            message = message[len(prefix) :]
        self.reason = f"{type(cause).__name__}: {message}" if message else type(cause).__name__
        self.row = row
        self.column = column
        super().__init__(f"{prefix}[{source}::{operation}] {self.reason}{_place(row, column)}")
        cause.__traceback__ = _without_our_frames(cause.__traceback__)
        self.__cause__ = cause

    @property
    def __sail_details__(self) -> dict[str, str]:
        """What the Java side wants to know, which gets no objects of Python."""
        details = {
            "condition": self.condition,
            "source": self.source,
            "operation": self.operation,
            "reason": self.reason,
        }
        if self.row is not None:
            details["row"] = str(self.row)
        if self.column is not None:
            details["column"] = self.column
        return details

    def __reduce__(self) -> tuple[type[OperationError], tuple[object, ...]]:
        cause, place = self.__cause__, (self.row, self.column)
        return (OperationError, (self.condition, self.source, self.operation, cause, *place))


def failure(
    source: str,
    operation: str,
    cause: BaseException,
    row: int | None = None,
    column: str | None = None,
) -> OperationError:
    """The error for what ``operation`` on ``source`` raised; one that is such an error stays.

    ``SystemExit``, ``KeyboardInterrupt`` and ``GeneratorExit`` are the source's errors, too.
    """
    if isinstance(cause, OperationError):
        return cause
    while_running = operation in ("unpickle", "read", "write", "close")
    default = "PYTHON_EXCEPTION" if while_running else "PYTHON_DATA_SOURCE_ERROR"
    return OperationError(_condition(cause) or default, source, operation, cause, row, column)


@contextmanager
def operation(source: str, name: str) -> Iterator[None]:
    """Turns whatever the block raises into the :func:`failure` of this operation."""
    try:
        yield
    except OperationError:  # It has its cause, and must not become that itself.
        raise
    except BaseException as error:
        raise failure(source, name, error) from error


def _place(row: int | None, column: str | None) -> str:
    parts = [] if row is None else [f"row {row}"]
    if column is not None:
        parts.append(f'column "{column}"')
    return f" ({', '.join(parts)})" if parts else ""


def _condition(cause: BaseException) -> str | None:
    # The older method exists in every PySpark but warns in newer ones.
    tell = getattr(cause, "getCondition", None) or getattr(cause, "getErrorClass", None)
    try:
        condition = tell and tell()
    except BaseException:  # A source's own class, whose failure must not hide the first one.
        return None
    return condition if isinstance(condition, str) else None


def _text(cause: BaseException) -> str:
    try:
        return str(cause)
    except BaseException:  # A source's own class may do anything.
        return "<exception str() failed>"


def _without_our_frames(traceback: TracebackType | None) -> TracebackType | None:
    while traceback is not None and _says_nothing(traceback):
        traceback = traceback.tb_next
    return traceback


def _says_nothing(traceback: TracebackType) -> bool:
    """Whether a frame is ours, or the import system's on the way to the source."""
    package = traceback.tb_frame.f_globals.get("__package__")
    return package in (__package__, "importlib")
