"""The exceptions of ``pyspark.errors`` that data sources raise and catch.

Each carries an error *condition* (formerly "error class") with message parameters, or a plain
message. The condition can be named in every spelling that a PySpark release has used:
``errorClass=`` (4.x), ``error_class=`` (3.x) and ``condition=``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from pickle import PicklingError
from typing import TYPE_CHECKING, Any

from .conditions import message_of, sql_state_of

if TYPE_CHECKING:
    from .row import Row

__all__ = [
    "AnalysisException",
    "DataSourceError",
    "IllegalArgumentException",
    "ParseException",
    "PySparkAssertionError",
    "PySparkAttributeError",
    "PySparkException",
    "PySparkImportError",
    "PySparkIndexError",
    "PySparkKeyError",
    "PySparkNotImplementedError",
    "PySparkPicklingError",
    "PySparkRuntimeError",
    "PySparkTypeError",
    "PySparkValueError",
    "PythonException",
    "UnsupportedOperationException",
]


class PySparkException(Exception):
    """Base of all exceptions with an error condition."""

    def __init__(
        self,
        message: str | None = None,
        errorClass: str | None = None,
        messageParameters: Mapping[str, str] | None = None,
        contexts: list[Any] | None = None,
        *,
        condition: str | None = None,
        error_class: str | None = None,
        message_parameters: Mapping[str, str] | None = None,
    ) -> None:
        self._errorClass = errorClass or condition or error_class
        parameters = messageParameters if messageParameters is not None else message_parameters
        self._messageParameters = None if parameters is None else dict(parameters)
        self._contexts = contexts or []
        if message is None:
            message = message_of(self._errorClass or "", parameters or {})
        self._message = message

    def getCondition(self) -> str | None:
        """The error condition, or ``None`` for a plain message."""
        return self._errorClass

    def getErrorClass(self) -> str | None:
        """The older name of :meth:`getCondition`."""
        warnings.warn("Deprecated in 4.0.0, use getCondition instead.", FutureWarning, stacklevel=2)
        return self.getCondition()

    def getMessageParameters(self) -> dict[str, str] | None:
        """The values that were filled into the condition's message."""
        return self._messageParameters

    def getSqlState(self) -> str | None:
        """The condition's SQLSTATE, or ``None`` where it has none."""
        return sql_state_of(self._errorClass)

    def getMessage(self) -> str:
        """The message with its condition in front."""
        return f"[{self.getCondition()}] {self._message}"

    def getQueryContext(self) -> list[Any]:
        """Where in a query it happened: always empty unless the source gave it."""
        return self._contexts

    def __str__(self) -> str:
        return self._message if self.getCondition() is None else self.getMessage()


class AnalysisException(PySparkException):
    """A plan or a schema cannot be analysed."""


class ParseException(AnalysisException):
    """A text cannot be parsed.

    Attributes:
        position: Where in the text, counted from 0; ``None`` where that is not known.
    """

    position: int | None = None


class IllegalArgumentException(PySparkException):
    """An argument has an illegal value."""


class UnsupportedOperationException(PySparkException):
    """The operation is not supported."""


class PythonException(PySparkException):
    """Python code failed while data was read or written."""


class PySparkValueError(PySparkException, ValueError):
    """A ``ValueError`` with an error condition."""


class PySparkTypeError(PySparkException, TypeError):
    """A ``TypeError`` with an error condition."""


class PySparkIndexError(PySparkException, IndexError):
    """An ``IndexError`` with an error condition."""


class PySparkAttributeError(PySparkException, AttributeError):
    """An ``AttributeError`` with an error condition."""


class PySparkRuntimeError(PySparkException, RuntimeError):
    """A ``RuntimeError`` with an error condition."""


class PySparkAssertionError(PySparkException, AssertionError):
    """An ``AssertionError`` with an error condition."""

    def __init__(
        self,
        message: str | None = None,
        errorClass: str | None = None,
        messageParameters: Mapping[str, str] | None = None,
        data: Iterable[Row] | None = None,
        **spellings: Any,
    ) -> None:
        super().__init__(message, errorClass, messageParameters, **spellings)
        self.data = data


class PySparkNotImplementedError(PySparkException, NotImplementedError):
    """A ``NotImplementedError`` with an error condition."""


class PySparkPicklingError(PySparkException, PicklingError):
    """A ``pickle.PicklingError`` with an error condition."""


class PySparkKeyError(PySparkException, KeyError):
    """A ``KeyError`` with an error condition."""


class PySparkImportError(PySparkException, ImportError):
    """An ``ImportError`` with an error condition."""


class DataSourceError(PySparkException):
    """For a source to raise when it cannot do its work: ``DataSourceError("no such table: t")``.

    Not in PySpark. Without a condition of its own it counts as PYTHON_DATA_SOURCE_ERROR while
    planning and as PYTHON_EXCEPTION while reading or writing, like any exception of a source.
    """


class ValueConversionError(PySparkValueError):
    """A value of a row cannot be what its column asks for. Not in PySpark."""


def not_implemented(feature: str) -> PySparkNotImplementedError:
    """The error of an optional method that a source does not have."""
    return PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature}
    )


def invalid_return(type_name: str, source: str, supported: str) -> PySparkTypeError:
    """The error of what ``read`` gives back, or of a row, that has a type we do not accept."""
    return PySparkTypeError(
        errorClass="DATA_SOURCE_INVALID_RETURN_TYPE",
        messageParameters={"type": type_name, "name": source, "supported_types": supported},
    )


def schema_mismatch(expected: object, actual: object) -> PySparkRuntimeError:
    """The error of a row whose length or names are not those of the schema."""
    return PySparkRuntimeError(
        errorClass="DATA_SOURCE_RETURN_SCHEMA_MISMATCH",
        messageParameters={"expected": str(expected), "actual": str(actual)},
    )


def type_mismatch(expected: str, actual: str) -> PySparkTypeError:
    """The error of an object of the protocol that has the wrong type."""
    return PySparkTypeError(
        errorClass="DATA_SOURCE_TYPE_MISMATCH",
        messageParameters={"expected": expected, "actual": actual},
    )
