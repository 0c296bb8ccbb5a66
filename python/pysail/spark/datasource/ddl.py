"""Spark's DDL for types and schemas, read and written.

Reads ``a INT, b STRING NOT NULL COMMENT 'x'`` and the older ``a: int, b: string``, in any case,
with names in backquotes where they need them, and every type of :mod:`.types`.
Writes what Spark's ``toDDL`` writes.
"""

from __future__ import annotations

import re
from typing import Callable, NamedTuple

from .arrow import ArrowOnlyType
from .errors import ParseException, PySparkValueError
from .types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    interval_type,
)

_MAX_DEPTH = 200
"""Deeper types would exhaust Python's stack, in this module or in the next that walks them."""

_SIMPLE: dict[str, Callable[[], DataType]] = {
    "BOOLEAN": BooleanType,
    "BYTE": ByteType,
    "TINYINT": ByteType,
    "SHORT": ShortType,
    "SMALLINT": ShortType,
    "INT": IntegerType,
    "INTEGER": IntegerType,
    "LONG": LongType,
    "BIGINT": LongType,
    "FLOAT": FloatType,
    "REAL": FloatType,
    "DOUBLE": DoubleType,
    "DATE": DateType,
    "TIMESTAMP": TimestampType,
    "TIMESTAMP_LTZ": TimestampType,
    "TIMESTAMP_NTZ": TimestampNTZType,
    "STRING": StringType,
    "BINARY": BinaryType,
    "VOID": NullType,
    "NULL": NullType,
}
_LENGTHS = {"CHAR": CharType, "CHARACTER": CharType, "VARCHAR": VarcharType}
_DECIMALS = {"DECIMAL", "DEC", "NUMERIC"}
_TYPE_NAMES = [*_SIMPLE, *_LENGTHS, *_DECIMALS, "TIME", "INTERVAL", "ARRAY", "MAP", "STRUCT"]

_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<string>[rR]?(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"))
    |(?P<quoted>`(?:[^`]|``)*`)
    |(?P<number>\d+(?:[eE]\d+|[lLsSyYfFdD])?(?!\w))
    |(?P<word>\w+)
    |(?P<symbol>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {
    quote: re.compile(
        rf"\\(u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|[0-3][0-7]{{2}}|.)|{quote}{quote}", re.DOTALL
    )
    for quote in ("'", '"')
}
_ESCAPED = {
    "0": "\0",
    "b": "\b",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "Z": "\x1a",
    "%": r"\%",
    "_": r"\_",
}
_PLAIN_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


def parse(text: str) -> DataType:
    """The struct whose columns ``text`` lists, or the type that it names.

    Where it can be read both ways (``interval day``) it is read as Spark reads it: as columns
    first, unless that makes no sense.

    Raises:
        ParseException: PARSE_SYNTAX_ERROR or INVALID_SCHEMA, with the position.
    """
    try:
        return _Parser(text).columns()
    except ParseException as columns_error:
        try:
            return _Parser(text).single_type()
        except ParseException as type_error:
            # The reading that got further is the one that was meant.
            if (type_error.position or 0) > (columns_error.position or 0):
                raise type_error from None
            raise columns_error from None


def parse_type(text: str) -> DataType:
    """The type that ``text`` names.

    Raises:
        ParseException: PARSE_SYNTAX_ERROR or INVALID_SCHEMA, with the position.
    """
    return _Parser(text).single_type()


def parse_schema(text: str) -> StructType:
    """The schema that ``text`` says: a list of columns, or a struct type.

    Raises:
        ParseException: PARSE_SYNTAX_ERROR or INVALID_SCHEMA, with the position.
    """
    parsed = parse(text)
    if not isinstance(parsed, StructType):
        raise _invalid(text, 0, f"it is the type {parsed.simpleString()}, not a list of columns")
    return parsed


def write_fields(struct: StructType) -> str:
    """The DDL of a schema: ``a INT,b STRING NOT NULL COMMENT 'x'``.

    Raises:
        PySparkValueError: UNSUPPORTED_DATA_TYPE, for a type that only Arrow has.
    """
    return ",".join(_write_field(field, " ") for field in struct.fields)


def write_type(data_type: DataType) -> str:
    """The DDL of a type: ``ARRAY<INT>``.

    Raises:
        PySparkValueError: UNSUPPORTED_DATA_TYPE, for a type that only Arrow has.
    """
    if isinstance(data_type, StructType):
        return f"STRUCT<{', '.join(_write_field(field, ': ') for field in data_type.fields)}>"
    if isinstance(data_type, ArrayType):
        return f"ARRAY<{write_type(data_type.elementType)}>"
    if isinstance(data_type, MapType):
        return f"MAP<{write_type(data_type.keyType)}, {write_type(data_type.valueType)}>"
    if isinstance(data_type, ArrowOnlyType):
        raise PySparkValueError(
            errorClass="UNSUPPORTED_DATA_TYPE",
            messageParameters={"data_type": data_type.simpleString()},
        )
    return data_type.simpleString().upper()


def _write_field(field: StructField, separator: str) -> str:
    plain = _PLAIN_NAME.fullmatch(field.name)
    name = field.name if plain else "`" + field.name.replace("`", "``") + "`"
    null = "" if field.nullable else " NOT NULL"
    comment = field.metadata.get("comment")
    if comment is None:
        return f"{name}{separator}{write_type(field.dataType)}{null}"
    escaped = comment.replace("\\", "\\\\").replace("'", "\\'")
    return f"{name}{separator}{write_type(field.dataType)}{null} COMMENT '{escaped}'"


class _Token(NamedTuple):
    kind: str
    text: str
    position: int

    @property
    def word(self) -> str:
        """The token in upper case if it may be a keyword."""
        return self.text.upper() if self.kind == "word" else ""

    def __str__(self) -> str:
        return f"'{self.text}'" if self.text else "end of input"


class _Parser:
    """Reads one text by recursive descent, a token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [
            _Token(match.lastgroup or "", match.group(), match.start())
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "space"
        ]
        self._tokens.append(_Token("end", "", len(text)))
        self._next = 0
        self._depth = 0

    def columns(self) -> StructType:
        fields = [] if self._peek().kind == "end" else self._fields()
        self._end("',' or the end")
        return StructType(fields)

    def single_type(self) -> DataType:
        data_type = self._type()
        self._end("the end")
        return data_type

    def _fields(self) -> list[StructField]:
        fields = [self._field()]
        while self._accept(","):
            fields.append(self._field())
        return fields

    def _field(self) -> StructField:
        name = self._name()
        self._accept(":")
        data_type = self._type()
        nullable = True
        if self._accept("NOT"):
            self._expect("NULL")
            nullable = False
        metadata = {"comment": self._string()} if self._accept("COMMENT") else None
        return StructField(name, data_type, nullable, metadata)

    def _name(self) -> str:
        token = self._take()
        if token.kind == "quoted":
            return token.text[1:-1].replace("``", "`")
        if token.kind == "word":
            if self._peek().kind == "symbol" and self._peek().text not in ":,<>()":
                raise self._syntax(self._peek(), "names with such characters go in backquotes")
            return token.text
        raise self._syntax(token, "expected the name of a column")

    def _type(self) -> DataType:
        self._depth += 1
        token = self._take()
        if self._depth > _MAX_DEPTH:
            raise _invalid(self._text, token.position, f"it nests deeper than {_MAX_DEPTH} levels")
        if token.kind != "word":
            raise self._syntax(token, "expected a type")
        data_type = self._type_named(token.word, token)
        self._depth -= 1
        return data_type

    def _type_named(self, name: str, token: _Token) -> DataType:
        if name == "STRING" and self._accept("COLLATE"):
            return StringType(self._name().upper())
        if name in _SIMPLE:
            return _SIMPLE[name]()
        if name in _DECIMALS:
            return self._decimal(token)
        if name in _LENGTHS:
            arguments = self._arguments()
            if len(arguments) != 1:
                raise _invalid(self._text, token.position, f"{name} needs a length: {name}(10)")
            return _LENGTHS[name](arguments[0])
        if name == "TIME":
            arguments = self._arguments() or [6]
            if len(arguments) > 1 or arguments[0] > 9:
                raise _invalid(self._text, token.position, "TIME takes a precision of 0 to 9")
            return TimeType(arguments[0])
        if name == "INTERVAL":
            return self._interval(token)
        if name == "ARRAY":
            self._expect("<")
            element = self._type()
            self._expect(">")
            return ArrayType(element)
        if name == "MAP":
            self._expect("<")
            key = self._type()
            self._expect(",")
            value = self._type()
            self._expect(">")
            return MapType(key, value)
        if name == "STRUCT":
            self._expect("<")
            fields = [] if self._peek().text == ">" else self._fields()
            self._expect(">")
            return StructType(fields)
        raise self._unknown_type(name, token)

    def _decimal(self, token: _Token) -> DecimalType:
        arguments = self._arguments() or [10]
        precision, scale = [*arguments, 0][:2]
        if len(arguments) > 2 or not scale <= precision <= 38:
            raise _invalid(
                self._text, token.position, "DECIMAL(p, s) takes a scale s <= p and a p <= 38"
            )
        return DecimalType(precision, scale)

    def _interval(self, token: _Token) -> DataType:
        start = self._take_word()
        end = self._take_word() if start and self._accept("TO") else None
        data_type = interval_type(start, end)
        if data_type is None:
            raise _invalid(
                self._text,
                token.position,
                "an interval goes from YEAR to MONTH, or from DAY to HOUR, MINUTE or SECOND",
            )
        return data_type

    def _arguments(self) -> list[int]:
        """The numbers in parentheses, if there are any."""
        numbers: list[int] = []
        if self._accept("("):
            numbers.append(self._integer())
            while self._accept(","):
                numbers.append(self._integer())
            self._expect(")")
        return numbers

    def _integer(self) -> int:
        token = self._take()
        if token.kind == "number" and token.text.isdecimal() and len(token.text) <= 9:
            return int(token.text)
        raise self._syntax(token, "expected a number")

    def _string(self) -> str:
        if self._peek().kind != "string":
            raise self._syntax(self._peek(), "expected a text in quotes")
        text = ""
        while self._peek().kind == "string":
            text += _unquoted(self._take().text)
        return text

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _take_word(self) -> str:
        return self._take().text.lower() if self._peek().kind == "word" else ""

    def _accept(self, text: str) -> bool:
        token = self._peek()
        if text not in (token.word, token.text) or token.kind not in ("word", "symbol"):
            return False
        self._next += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._syntax(self._peek(), f"expected '{text}'")

    def _end(self, expected: str) -> None:
        if self._peek().kind != "end":
            raise self._syntax(self._peek(), f"expected {expected}")

    def _syntax(self, token: _Token, hint: str) -> ParseException:
        return _at(
            token.position,
            ParseException(
                errorClass="PARSE_SYNTAX_ERROR",
                messageParameters={
                    "error": str(token),
                    "hint": f"{hint} (line {_line(self._text, token.position)})",
                },
            ),
        )

    def _unknown_type(self, name: str, token: _Token) -> ParseException:
        from difflib import get_close_matches

        close = get_close_matches(name, _TYPE_NAMES, 1)
        hint = f", did you mean {close[0]}?" if close else ""
        return _invalid(self._text, token.position, f"there is no type {token.text}{hint}")


def _unquoted(literal: str) -> str:
    if literal[0] in "rR":
        return literal[2:-1]
    return _ESCAPES[literal[0]].sub(_unescaped, literal[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code is None:
        return match[0][0]
    if code[0] in "uU" and len(code) > 1:
        return chr(int(code[1:], 16))
    if len(code) == 3:
        return chr(int(code, 8))
    return _ESCAPED.get(code, code)


def _line(text: str, position: int) -> str:
    before = text[:position]
    return f"{before.count(chr(10)) + 1}, pos {position - before.rfind(chr(10)) - 1}"


def _invalid(text: str, position: int, problem: str) -> ParseException:
    return _at(
        position,
        ParseException(
            errorClass="INVALID_SCHEMA",
            messageParameters={
                "schema": f'"{text}"',
                "problem": f"{problem} (line {_line(text, position)})",
            },
        ),
    )


def _at(position: int, error: ParseException) -> ParseException:
    error.position = position
    return error
