"""Spark's data types, as in ``pyspark.sql.types``.

What they are good for here is to describe a schema: they compare, print, and turn into DDL, JSON
and (in :mod:`.arrow`) Arrow types. PySpark's conversions between Python values and Spark's
internal ones (``toInternal``, ``fromInternal``) are not here: values become Arrow in the JVM.
"""

from __future__ import annotations

import json as _json
import re
from abc import ABCMeta
from collections.abc import Iterator, Mapping
from typing import Any, Callable, ClassVar, Union

from .counterpart import Counterpart
from .errors import (
    PySparkIndexError,
    PySparkKeyError,
    PySparkRuntimeError,
    PySparkTypeError,
    PySparkValueError,
)
from .row import Row

__all__ = [
    "ArrayType",
    "BinaryType",
    "BooleanType",
    "ByteType",
    "CharType",
    "DataType",
    "DateType",
    "DayTimeIntervalType",
    "DecimalType",
    "DoubleType",
    "FloatType",
    "IntegerType",
    "LongType",
    "MapType",
    "NullType",
    "Row",
    "ShortType",
    "StringType",
    "StructField",
    "StructType",
    "TimeType",
    "TimestampNTZType",
    "TimestampType",
    "VarcharType",
    "YearMonthIntervalType",
]

JsonValue = Union[str, Mapping[str, Any]]


class DataType(Counterpart):
    """Base of all types."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __hash__(self) -> int:
        return hash(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.__dict__ == other.__dict__

    def __ne__(self, other: object) -> bool:
        return not self == other

    @classmethod
    def typeName(cls) -> str:
        """The type's name, without parameters."""
        return cls.__name__[: -len("Type")].lower()

    def simpleString(self) -> str:
        """The type as Spark prints it: ``array<int>``."""
        return self.typeName()

    def jsonValue(self) -> str | dict[str, Any]:
        """The type as plain data."""
        return self.typeName()

    def json(self) -> str:
        """The type as JSON."""
        return _json.dumps(self.jsonValue(), separators=(",", ":"), sort_keys=True)

    @classmethod
    def fromDDL(cls, ddl: str) -> DataType:
        """The type that ``ddl`` says: the columns of a struct (``a INT, b STRING``), or any type.

        Raises:
            ParseException: PARSE_SYNTAX_ERROR or INVALID_SCHEMA, with the position.
        """
        from .ddl import parse

        return parse(ddl)

    def _as_nullable(self) -> DataType:
        return self


class DataTypeSingleton(ABCMeta):
    """Metaclass of types without parameters: there is one object of each."""

    _instances: ClassVar[dict[type, Any]] = {}

    def __call__(cls) -> Any:
        if cls not in DataTypeSingleton._instances:
            DataTypeSingleton._instances[cls] = super().__call__()
        return DataTypeSingleton._instances[cls]


class NullType(DataType, metaclass=DataTypeSingleton):
    """VOID: nothing but null."""

    @classmethod
    def typeName(cls) -> str:
        return "void"


class AtomicType(DataType):
    """Base of the types without inner types."""


class NumericType(AtomicType):
    """Base of the numbers."""


class IntegralType(NumericType, metaclass=DataTypeSingleton):
    """Base of the integers."""


class FractionalType(NumericType):
    """Base of the numbers with fractions."""


class _LengthType(AtomicType):
    """Base of the strings of limited length."""

    def __init__(self, length: int) -> None:
        self.length = length

    def simpleString(self) -> str:
        return f"{self.typeName()}({self.length})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.length})"


class StringType(AtomicType):
    """STRING, in the order of a collation."""

    def __init__(self, collation: str = "UTF8_BINARY") -> None:
        self.collation = collation

    def isUTF8BinaryCollation(self) -> bool:
        """Whether strings compare byte by byte, as they do unless a collation is named."""
        return self.collation == "UTF8_BINARY"

    def simpleString(self) -> str:
        return "string" if self.isUTF8BinaryCollation() else f"string collate {self.collation}"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return "StringType()" if self.isUTF8BinaryCollation() else f"StringType('{self.collation}')"


class CharType(_LengthType):
    """CHAR(n)."""


class VarcharType(_LengthType):
    """VARCHAR(n)."""


class BinaryType(AtomicType, metaclass=DataTypeSingleton):
    """BINARY."""


class BooleanType(AtomicType, metaclass=DataTypeSingleton):
    """BOOLEAN."""


class DatetimeType(AtomicType):
    """Base of dates, times and timestamps."""


class DateType(DatetimeType, metaclass=DataTypeSingleton):
    """DATE."""


class AnyTimeType(DatetimeType):
    """Base of the times of day."""


class TimeType(AnyTimeType):
    """TIME(p): a time of day with ``p`` digits of the second's fraction."""

    def __init__(self, precision: int = 6) -> None:
        self.precision = precision

    def simpleString(self) -> str:
        return f"time({self.precision})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"TimeType({self.precision})"


class TimestampType(DatetimeType, metaclass=DataTypeSingleton):
    """TIMESTAMP: an instant."""


class TimestampNTZType(DatetimeType, metaclass=DataTypeSingleton):
    """TIMESTAMP_NTZ: a date and time without a zone."""

    @classmethod
    def typeName(cls) -> str:
        return "timestamp_ntz"


class DecimalType(FractionalType):
    """DECIMAL(p, s): ``precision`` digits in all, ``scale`` of them after the point."""

    def __init__(self, precision: int = 10, scale: int = 0) -> None:
        self.precision = precision
        self.scale = scale
        self.hasPrecisionInfo = True

    def simpleString(self) -> str:
        return f"decimal({self.precision},{self.scale})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"DecimalType({self.precision},{self.scale})"


class DoubleType(FractionalType, metaclass=DataTypeSingleton):
    """DOUBLE."""


class FloatType(FractionalType, metaclass=DataTypeSingleton):
    """FLOAT."""


class ByteType(IntegralType):
    """TINYINT: 8 bits."""

    def simpleString(self) -> str:
        return "tinyint"


class IntegerType(IntegralType):
    """INT: 32 bits."""

    def simpleString(self) -> str:
        return "int"


class LongType(IntegralType):
    """BIGINT: 64 bits."""

    def simpleString(self) -> str:
        return "bigint"


class ShortType(IntegralType):
    """SMALLINT: 16 bits."""

    def simpleString(self) -> str:
        return "smallint"


class AnsiIntervalType(AtomicType):
    """Base of the intervals of the SQL standard."""


class _UnitsType(AnsiIntervalType):
    """An interval from a unit down to a smaller or the same one."""

    _fields: ClassVar[dict[int, str]] = {}

    def __init__(self, startField: int | None = None, endField: int | None = None) -> None:
        if startField is None and endField is None:
            startField, endField = min(self._fields), max(self._fields)
        elif endField is None:
            endField = startField
        if startField not in self._fields or endField not in self._fields:
            raise PySparkRuntimeError(
                errorClass="INVALID_INTERVAL_CASTING",
                messageParameters={"start_field": str(startField), "end_field": str(endField)},
            )
        self.startField = startField
        self.endField = endField

    def simpleString(self) -> str:
        start, end = self._fields[self.startField], self._fields[self.endField]
        return f"interval {start}" if start == end else f"interval {start} to {end}"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.startField}, {self.endField})"


class DayTimeIntervalType(_UnitsType):
    """INTERVAL DAY TO SECOND, or a narrower range of units."""

    DAY = 0
    HOUR = 1
    MINUTE = 2
    SECOND = 3

    _fields: ClassVar[dict[int, str]] = {
        DAY: "day",
        HOUR: "hour",
        MINUTE: "minute",
        SECOND: "second",
    }


class YearMonthIntervalType(_UnitsType):
    """INTERVAL YEAR TO MONTH, or one of the two units. Values are months."""

    YEAR = 0
    MONTH = 1

    _fields: ClassVar[dict[int, str]] = {YEAR: "year", MONTH: "month"}


class ArrayType(DataType):
    """ARRAY<elementType>."""

    def __init__(self, elementType: DataType, containsNull: bool = True) -> None:
        _require_type("elementType", elementType)
        self.elementType = elementType
        self.containsNull = containsNull

    def simpleString(self) -> str:
        return f"array<{self.elementType.simpleString()}>"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "type": self.typeName(),
            "elementType": self.elementType.jsonValue(),
            "containsNull": self.containsNull,
        }

    @classmethod
    def fromJson(cls, json: Mapping[str, Any]) -> ArrayType:
        """The type of ``jsonValue()``."""
        return ArrayType(type_from_json(json["elementType"]), json["containsNull"])

    def toNullable(self) -> ArrayType:
        """The same type with nulls allowed at every level."""
        return self._as_nullable()

    def _as_nullable(self) -> ArrayType:
        return ArrayType(self.elementType._as_nullable(), containsNull=True)

    def __repr__(self) -> str:
        return f"ArrayType({self.elementType}, {self.containsNull})"


class MapType(DataType):
    """MAP<keyType, valueType>. Keys are never null."""

    def __init__(
        self, keyType: DataType, valueType: DataType, valueContainsNull: bool = True
    ) -> None:
        _require_type("keyType", keyType)
        _require_type("valueType", valueType)
        self.keyType = keyType
        self.valueType = valueType
        self.valueContainsNull = valueContainsNull

    def simpleString(self) -> str:
        return f"map<{self.keyType.simpleString()},{self.valueType.simpleString()}>"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "type": self.typeName(),
            "keyType": self.keyType.jsonValue(),
            "valueType": self.valueType.jsonValue(),
            "valueContainsNull": self.valueContainsNull,
        }

    @classmethod
    def fromJson(cls, json: Mapping[str, Any]) -> MapType:
        """The type of ``jsonValue()``."""
        return MapType(
            type_from_json(json["keyType"]),
            type_from_json(json["valueType"]),
            json["valueContainsNull"],
        )

    def toNullable(self) -> MapType:
        """The same type with nulls allowed at every level."""
        return self._as_nullable()

    def _as_nullable(self) -> MapType:
        return MapType(self.keyType._as_nullable(), self.valueType._as_nullable(), True)

    def __repr__(self) -> str:
        return f"MapType({self.keyType}, {self.valueType}, {self.valueContainsNull})"


class StructField(DataType):
    """A named field of a struct."""

    def __init__(
        self,
        name: str,
        dataType: DataType,
        nullable: bool = True,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        _require_type("dataType", dataType)
        assert isinstance(name, str), f"field name {name} should be a string"
        self.name = name
        self.dataType = dataType
        self.nullable = nullable
        self.metadata = metadata or {}

    def simpleString(self) -> str:
        return f"{self.name}:{self.dataType.simpleString()}"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "type": self.dataType.jsonValue(),
            "nullable": self.nullable,
            "metadata": self.metadata,
        }

    @classmethod
    def fromJson(cls, json: Mapping[str, Any]) -> StructField:
        """The field of ``jsonValue()``."""
        return StructField(
            json["name"],
            type_from_json(json["type"]),
            json.get("nullable", True),
            json.get("metadata"),
        )

    def typeName(self) -> str:  # type: ignore[override]  # as in PySpark: a field is no type
        raise PySparkTypeError(errorClass="INVALID_TYPENAME_CALL", messageParameters={})

    def _as_nullable(self) -> StructField:
        return StructField(self.name, self.dataType._as_nullable(), True, self.metadata)

    def __repr__(self) -> str:
        return f"StructField('{self.name}', {self.dataType}, {self.nullable})"


class StructType(DataType):
    """A struct, which is also what a schema is. Fields are found by position, name and slice."""

    def __init__(self, fields: list[StructField] | None = None) -> None:
        self.fields = fields or []
        assert all(isinstance(field, StructField) for field in self.fields), (
            "fields should be a list of StructField"
        )
        self.names = [field.name for field in self.fields]

    def add(
        self,
        field: str | StructField,
        data_type: str | DataType | None = None,
        nullable: bool = True,
        metadata: dict[str, Any] | None = None,
    ) -> StructType:
        """Appends a field, given whole or by its parts, and returns this struct.

        A type given as text may be one of JSON's names (``"integer"``) or DDL (``"int"``).
        """
        if not isinstance(field, StructField):
            if data_type is None:
                raise PySparkValueError(
                    errorClass="ARGUMENT_REQUIRED",
                    messageParameters={
                        "arg_name": "data_type",
                        "condition": "passing name of struct_field to create",
                    },
                )
            if isinstance(data_type, str):
                from .ddl import parse_type

                data_type = _mappable_type(data_type) or parse_type(data_type)
            field = StructField(field, data_type, nullable, metadata)
        self.fields.append(field)
        self.names.append(field.name)
        return self

    def __eq__(self, other: object) -> bool:
        # Not by all attributes: PySpark's counterpart has more.
        return isinstance(other, StructType) and self.fields == other.fields

    __hash__ = DataType.__hash__

    def __iter__(self) -> Iterator[StructField]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __getitem__(self, key: str | int | slice) -> Any:
        if isinstance(key, str):
            for field in self.fields:
                if field.name == key:
                    return field
            raise PySparkKeyError(errorClass="KEY_NOT_EXISTS", messageParameters={"key": key})
        if isinstance(key, int):
            try:
                return self.fields[key]
            except IndexError:
                raise PySparkIndexError(
                    errorClass="INDEX_OUT_OF_RANGE",
                    messageParameters={"arg_name": "StructType", "index": str(key)},
                ) from None
        if isinstance(key, slice):
            return StructType(self.fields[key])
        raise PySparkTypeError(
            errorClass="NOT_EXPECTED_TYPE",
            messageParameters={
                "expected_type": "int, slice or str",
                "arg_name": "key",
                "arg_type": type(key).__name__,
            },
        )

    def fieldNames(self) -> list[str]:
        """The names of the fields."""
        return list(self.names)

    def simpleString(self) -> str:
        return f"struct<{','.join(field.simpleString() for field in self.fields)}>"

    def jsonValue(self) -> dict[str, Any]:
        return {"type": self.typeName(), "fields": [field.jsonValue() for field in self.fields]}

    @classmethod
    def fromJson(cls, json: Mapping[str, Any]) -> StructType:
        """The struct of ``jsonValue()``."""
        return StructType([StructField.fromJson(field) for field in json["fields"]])

    def toDDL(self) -> str:
        """The fields as DDL, as Spark writes it: ``a INT,b STRING NOT NULL``."""
        from .ddl import write_fields

        return write_fields(self)

    def toNullable(self) -> StructType:
        """The same struct with nulls allowed at every level."""
        return self._as_nullable()

    def _as_nullable(self) -> StructType:
        return StructType([field._as_nullable() for field in self.fields])

    def __repr__(self) -> str:
        return f"StructType([{', '.join(map(str, self.fields))}])"


def _require_type(argument: str, value: object) -> None:
    assert isinstance(value, DataType), f"{argument} {value} should be an instance of {DataType}"


_MAPPABLE: dict[str, Callable[[], DataType]] = {
    cls.typeName(): cls
    for cls in (
        BinaryType,
        BooleanType,
        ByteType,
        DateType,
        DecimalType,
        DoubleType,
        FloatType,
        IntegerType,
        LongType,
        NullType,
        ShortType,
        StringType,
        TimestampNTZType,
        TimestampType,
    )
}

_PARAMETRIC = re.compile(
    r"(?P<name>char|varchar|decimal|time)\(\s*(?P<first>\d+)\s*(,\s*(?P<second>-?\d+)\s*)?\)"
    r"|interval (?P<start>\w+)( to (?P<end>\w+))?"
    r"|string\s+collate\s+(?P<collation>\w+)"
)
_LENGTHS: dict[str, Callable[[int], DataType]] = {
    "char": CharType,
    "varchar": VarcharType,
    "time": TimeType,
}


def type_from_json(value: JsonValue) -> DataType:
    """The type of ``DataType.jsonValue()``.

    Raises:
        PySparkValueError: CANNOT_PARSE_DATATYPE or UNSUPPORTED_DATA_TYPE.
    """
    if isinstance(value, str):
        simple = _mappable_type(value) or _parametric_type(value)
        if simple is None:
            raise PySparkValueError(
                errorClass="CANNOT_PARSE_DATATYPE", messageParameters={"msg": value}
            )
        return simple
    kind = value["type"]
    if kind == "struct":
        return StructType.fromJson(value)
    if kind == "array":
        return ArrayType.fromJson(value)
    if kind == "map":
        return MapType.fromJson(value)
    raise PySparkValueError(
        errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": str(kind)}
    )


def interval_type(start: str, end: str | None) -> _UnitsType | None:
    """The interval from one unit to another, both in lower case; ``None`` if there is none such."""
    kinds: tuple[type[_UnitsType], ...] = (DayTimeIntervalType, YearMonthIntervalType)
    for kind in kinds:
        units = {name: field for field, name in kind._fields.items()}
        if start in units and (end is None or units.get(end, -1) > units[start]):
            return kind(units[start], None if end is None else units[end])
    return None


def _mappable_type(name: str) -> DataType | None:
    make = _MAPPABLE.get(name)
    return None if make is None else make()


def _parametric_type(text: str) -> DataType | None:
    match = _PARAMETRIC.fullmatch(text)
    if match is None:
        return None
    if match["start"]:
        return interval_type(match["start"], match["end"])
    if match["collation"]:
        return StringType(match["collation"])
    if (match["name"] == "decimal") != (match["second"] is not None):
        return None
    if match["name"] == "decimal":
        return DecimalType(int(match["first"]), int(match["second"]))
    return _LENGTHS[match["name"]](int(match["first"]))
