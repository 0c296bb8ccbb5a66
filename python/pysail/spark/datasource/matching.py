"""Applies filters to rows, for sources that have no better way of their own."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Callable, Optional, Union

from .arrow import Description, schema_to_description
from .ddl import parse_schema
from .errors import PySparkNotImplementedError, PySparkValueError
from .filters import (
    And,
    EqualNullSafe,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNotNull,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Not,
    Or,
    StringContains,
    StringEndsWith,
    StringStartsWith,
)
from .foreign import unwrapped
from .nested import by_name
from .refused import Refused
from .types import StructType
from .values import converter

__all__ = ["row_filter"]

_Truth = Optional[bool]
_Test = Callable[[Any], _Truth]
_Get = Callable[[Any], Any]

_float32 = struct.Struct("<f")


def row_filter(
    filters: Iterable[Filter], schema: Union[StructType, str]
) -> Callable[[Sequence[Any]], bool]:
    """A function that tells whether a row passes all filters, exactly as Spark would tell.

    Rows are what ``read`` may yield, with all columns of ``schema``, a ``StructType`` or DDL; and
    values are compared as what they become in their columns. A comparison with null is unknown, and
    so is its ``Not``; a row passes only if everything is true. NaN equals NaN and is the greatest
    number, -0.0 equals 0.0, texts are in the order of their code points.

    The function does not pickle, but filters do: keep these in the reader, and call this in
    ``read``::

        def read(self, partition):
            return filter(row_filter(self.filters, self.schema), self.rows(partition))

    Not in PySpark.

    Raises:
        PySparkValueError: a filter names a column that there is not, or a value that its column
            cannot be compared with.
        PySparkNotImplementedError: UNSUPPORTED_FILTER, for a class that is not known.
    """
    struct_type = parse_schema(schema) if isinstance(schema, str) else schema
    row = schema_to_description(struct_type)
    tests = [_test(each, row) for each in filters]

    def passes(row: Sequence[Any]) -> bool:
        return all(test(row) for test in tests)

    return passes


def _test(each: Any, row: Description) -> _Test:
    if isinstance(each, (And, Or)):
        return _connected(_test(each.left, row), _test(each.right, row), isinstance(each, Or))
    if isinstance(each, Not):
        return _negated(_test(each.child, row))
    if not isinstance(each, _ON_A_COLUMN):
        raise PySparkNotImplementedError(
            errorClass="UNSUPPORTED_FILTER", messageParameters={"name": type(each).__name__}
        )
    get, field = _column(each.attribute, row)
    if isinstance(each, IsNull):
        return lambda row: unwrapped(get(row)) is None
    if isinstance(each, IsNotNull):
        return lambda row: unwrapped(get(row)) is not None
    value = _converted(get, field)
    if isinstance(each, In):
        return _one_of(value, [_literal(literal, each, field) for literal in each.value])
    literal = _literal(each.value, each, field)
    if isinstance(each, EqualNullSafe):
        return _null_safe(value, literal)
    compare = next(function for cls, function in _COMPARE.items() if isinstance(each, cls))
    return _compared(value, literal, compare)


def _connected(left: _Test, right: _Test, decided_by: bool) -> _Test:
    def test(row: Any) -> _Truth:
        one = left(row)
        if one is decided_by:
            return one
        other = right(row)
        return other if one is not None or other is decided_by else None

    return test


def _negated(child: _Test) -> _Test:
    def test(row: Any) -> _Truth:
        truth = child(row)
        return None if truth is None else not truth

    return test


def _one_of(value: _Get, literals: Sequence[Any]) -> _Test:
    otherwise = None if None in literals else False

    def test(row: Any) -> _Truth:
        found = value(row)
        if found is None:
            return None if literals else False
        return any(each is not None and _equal(found, each) for each in literals) or otherwise

    return test


def _null_safe(value: _Get, literal: Any) -> _Test:
    def test(row: Any) -> bool:
        found = value(row)
        if found is None or literal is None:
            return found is literal
        return _equal(found, literal)

    return test


def _compared(value: _Get, literal: Any, compare: Callable[[Any, Any], bool]) -> _Test:
    if literal is None:
        return lambda row: None

    def test(row: Any) -> _Truth:
        found = value(row)
        return None if found is None else compare(found, literal)

    return test


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b) or (a != a and b != b)


def _less(a: Any, b: Any) -> bool:
    return bool(a < b) or (b != b and a == a)


_COMPARE: dict[type[Filter], Callable[[Any, Any], bool]] = {
    EqualTo: _equal,
    LessThan: _less,
    LessThanOrEqual: lambda a, b: not _less(b, a),
    GreaterThan: lambda a, b: _less(b, a),
    GreaterThanOrEqual: lambda a, b: not _less(a, b),
    StringStartsWith: str.startswith,
    StringEndsWith: str.endswith,
    StringContains: str.__contains__,
}
_ON_A_COLUMN: tuple[type[Any], ...] = (*_COMPARE, EqualNullSafe, In, IsNull, IsNotNull)


def _column(path: Sequence[str], row: Description) -> tuple[_Get, Description]:
    """How a column's raw value is got out of a row, and what describes the column."""
    steps = []
    field = row
    for name in path:
        names = [child[1] for child in field[3]] if field[0] == "+s" else []
        if name not in names:
            raise PySparkValueError(f"there is no column {'.'.join(path)!r} to filter by")
        position = names.index(name)
        steps.append((name, position, frozenset(names)))
        field = field[3][position]

    def get(value: Any) -> Any:
        for name, position, known in steps:
            value = unwrapped(value)
            if value is None:
                return None
            named = by_name(value, known)
            value = value[position] if named is None else named.get(name)
        return value

    return get, field


def _converted(get: _Get, field: Description) -> _Get:
    """The values as they are in their column: in units, rounded."""
    format_, name, _, *rest = field
    cell = converter((format_, name, True, *rest)).cell
    rounded = format_ == "f"

    def value(row: Any) -> Any:
        try:
            found = cell(get(row))
        except Refused as error:
            raise error.error from None
        return _float32.unpack(_float32.pack(found))[0] if rounded and found is not None else found

    return value


def _literal(value: Any, each: Any, field: Description) -> Any:
    """A filter's value in the same units, but never rounded."""
    format_, name, _, *rest = field
    if value is None:
        return None
    try:
        if format_.startswith("d:") and isinstance(value, Decimal):
            scale = int(format_[2:].split(",")[1])
            sign, digits, exponent = value.as_tuple()
            return Decimal((sign, digits, exponent + scale))  # type: ignore[operator]
        if format_.startswith(("t", "d:", "z", "Z", "vz", "w:", "+")):
            return converter((format_, name, True, *rest)).cell(value)
        # Any other is compared as it is, also if no value of the column can be equal to it.
        comparable = (str,) if format_ in ("u", "U", "vu") else (int, float, Decimal)
        if not isinstance(value, comparable):
            raise TypeError(f"it is of type {type(value).__name__!r}")
    except Refused as error:
        raise _not_comparable(each, error.error) from None
    except TypeError as error:
        raise _not_comparable(each, error) from None
    return value


def _not_comparable(each: object, error: BaseException) -> PySparkValueError:
    return PySparkValueError(f"the value of {each} cannot be compared with its column: {error}")
