"""Schemas as Arrow describes them.

A *description* is a schema as plain data, after the C struct ``ArrowSchema``: nested tuples

    (format, name, nullable, children, metadata, dictionary, flags)

``format`` is the format string of the C Data interface, ``children`` a tuple of descriptions,
``metadata`` a tuple of pairs of bytes, ``dictionary`` the description of a dictionary's values or
``None``, ``flags`` the struct's other flags (:data:`DICTIONARY_ORDERED`, :data:`MAP_KEYS_SORTED`).
A schema is the description of a struct, ``+s``. Lists will do where tuples are expected, so that a
description may travel as JSON or ``marshal``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from .errors import PySparkTypeError, UnsupportedOperationException
from .types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
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
    YearMonthIntervalType,
)

if TYPE_CHECKING:
    import pyarrow

Metadata = tuple[tuple[bytes, bytes], ...]
Description = tuple[str, str, bool, tuple[Any, ...], Metadata, Optional[tuple[Any, ...]], int]

DICTIONARY_ORDERED = 1
MAP_KEYS_SORTED = 4

_SPARK_METADATA = b"SPARK::metadata::json"
_EXTENSION = b"ARROW:extension:"

_FORMATS: tuple[tuple[type[DataType], str], ...] = (
    (NullType, "n"),
    (BooleanType, "b"),
    (ByteType, "c"),
    (ShortType, "s"),
    (IntegerType, "i"),
    (LongType, "l"),
    (FloatType, "f"),
    (DoubleType, "g"),
    (StringType, "u"),
    (CharType, "u"),
    (VarcharType, "u"),
    (BinaryType, "z"),
    (DateType, "tdD"),
    (TimeType, "ttn"),
    (TimestampType, "tsu:UTC"),
    (TimestampNTZType, "tsu:"),
    (DayTimeIntervalType, "tDu"),
    (YearMonthIntervalType, "tiM"),
)
_EXACT = {format_: cls for cls, format_ in reversed(_FORMATS)}
"""What Arrow's types become: the first type of each format."""

_NEAREST: tuple[tuple[str, type[DataType]], ...] = (
    ("U", StringType),
    ("vu", StringType),
    ("Z", BinaryType),
    ("vz", BinaryType),
    ("w:", BinaryType),
    ("tt", TimeType),
    ("tD", DayTimeIntervalType),
)
_LISTS = ("+l", "+L", "+vl", "+vL", "+w:")


class ArrowOnlyType(DataType):
    """A type that Spark does not have, carried through a schema as Arrow describes it."""

    def __init__(self, description: Description) -> None:
        format_, _, _, children, metadata, dictionary, flags = description
        self.description: Description = (format_, "", True, children, metadata, dictionary, flags)

    def simpleString(self) -> str:
        format_, dictionary = self.description[0], self.description[5]
        values = f",{dictionary[0]}" if dictionary is not None else ""
        return f"arrow({format_}{values})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"ArrowOnlyType({self.description!r})"


def schema_to_description(schema: StructType) -> Description:
    """The description of a schema, ours or PySpark's.

    Lengths of strings, precisions of times and units of intervals are not Arrow's and are lost;
    a field's metadata goes where Spark puts it.

    Raises:
        PySparkTypeError: UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION, naming column and type.
    """
    return ("+s", "", False, _describe_fields(schema, ""), (), None, 0)


def schema_from_description(description: Sequence[Any], *, exact: bool = True) -> StructType:
    """The schema that has this description.

    With ``exact`` a type that Spark does not have, or would hold in another layout (a dictionary,
    a large string, a timestamp in nanoseconds), is carried as it is, so that describing the schema
    again gives the same description. What is not kept are metadata that are neither Spark's nor an
    extension type's, and the names of the fields inside lists and maps.

    Without it such a type becomes the nearest of Spark's, as PySpark does it, where there is one.

    Raises:
        ValueError: the description is not that of a struct.
    """
    if description[0] != "+s" or description[5] is not None:
        raise ValueError(f"a schema is a struct (+s), not {description[0]}")
    return StructType([_field(child, exact) for child in description[3]])


def to_arrow_schema(
    schema: StructType,
    *,
    error_on_duplicated_field_names_in_struct: bool = False,
    timezone: str | None = "UTC",
    prefers_large_types: bool = False,
) -> pyarrow.Schema:
    """The ``pyarrow.Schema`` of a schema, as ``pyspark.sql.pandas.types.to_arrow_schema``.

    For what a schema of Arrow types became it is that schema again, Arrow-only types included.

    Raises:
        ImportError: pyarrow is not installed.
        PySparkTypeError: UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION, naming column and type.
        UnsupportedOperationException: DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT, if asked for.
    """
    import pyarrow

    from .capsule import Exported

    if error_on_duplicated_field_names_in_struct:
        for field in schema:
            _refuse_duplicates(field.dataType)
    description = schema_to_description(schema)
    if prefers_large_types or timezone not in (None, "UTC"):
        replaced = {"tsu:UTC": f"tsu:{timezone or 'UTC'}"}
        if prefers_large_types:
            replaced.update(u="U", z="Z")
        description = _replace_formats(description, replaced)
    return pyarrow.schema(Exported(description))


def from_arrow_schema(
    arrow_schema: pyarrow.Schema, prefer_timestamp_ntz: bool = True
) -> StructType:
    """The nearest schema of Spark's, as ``pyspark.sql.pandas.types.from_arrow_schema``.

    Takes any object with ``__arrow_c_schema__``. A type that is nothing near to Spark's is carried
    as it is, where PySpark fails.
    """
    from .capsule import describe

    description = describe(arrow_schema)
    if not prefer_timestamp_ntz:
        zoneless = {f"ts{unit}:": "tsu:UTC" for unit in "smun"}
        description = _replace_formats(description, zoneless)
    return schema_from_description(description, exact=False)


def to_arrow_type(
    dt: DataType,
    *,
    error_on_duplicated_field_names_in_struct: bool = False,
    timezone: str | None = "UTC",
    prefers_large_types: bool = False,
) -> pyarrow.DataType:
    """The ``pyarrow.DataType`` of a type: see :func:`to_arrow_schema`."""
    schema = to_arrow_schema(
        StructType([StructField("", dt)]),
        error_on_duplicated_field_names_in_struct=error_on_duplicated_field_names_in_struct,
        timezone=timezone,
        prefers_large_types=prefers_large_types,
    )
    return schema.field(0).type


def from_arrow_type(at: pyarrow.DataType, prefer_timestamp_ntz: bool = True) -> DataType:
    """The nearest type of Spark's: see :func:`from_arrow_schema`."""
    import pyarrow

    schema = from_arrow_schema(pyarrow.schema([("", at)]), prefer_timestamp_ntz)
    data_type: DataType = schema[0].dataType
    return data_type


def _describe_fields(struct: StructType, path: str) -> tuple[Description, ...]:
    return tuple(
        _describe(
            field.dataType,
            field.name,
            field.nullable,
            f"{path}{field.name}",
            _spark_metadata(field.metadata),
        )
        for field in struct
    )


def _describe(
    data_type: DataType, name: str, nullable: bool, path: str, metadata: Metadata = ()
) -> Description:
    if isinstance(data_type, ArrowOnlyType):
        format_, _, _, inner, own, dictionary, flags = data_type.description
        return (format_, name, nullable, inner, own + metadata, dictionary, flags)
    children: tuple[Description, ...] = ()
    if isinstance(data_type, StructType):
        format_ = "+s"
        children = _describe_fields(data_type, f"{path}.")
    elif isinstance(data_type, ArrayType):
        format_ = "+l"
        children = (
            _describe(data_type.elementType, "element", data_type.containsNull, f"{path}.element"),
        )
    elif isinstance(data_type, MapType):
        format_ = "+m"
        key = _describe(data_type.keyType, "key", False, f"{path}.key")
        value = _describe(
            data_type.valueType, "value", data_type.valueContainsNull, f"{path}.value"
        )
        children = (("+s", "entries", False, (key, value), (), None, 0),)
    elif isinstance(data_type, DecimalType):
        format_ = f"d:{data_type.precision},{data_type.scale}"
    else:
        format_ = _format_of(data_type, path)
    return (format_, name, nullable, children, metadata, None, 0)


def _format_of(data_type: DataType, path: str) -> str:
    for cls, format_ in _FORMATS:
        if isinstance(data_type, cls):
            return format_
    raise PySparkTypeError(
        errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION",
        messageParameters={"data_type": f"{data_type} of column '{path}'"},
    )


def _field(description: Sequence[Any], exact: bool) -> StructField:
    metadata = dict(description[4])
    spark = metadata.get(_SPARK_METADATA)
    return StructField(
        description[1],
        _type(description, exact),
        bool(description[2]),
        None if spark is None else json.loads(spark),
    )


def _type(description: Sequence[Any], exact: bool) -> DataType:
    """The type of a description, Arrow-only if it has to be."""
    data_type = _spark_type(description, exact)
    if data_type is not None:
        return data_type
    metadata = tuple(pair for pair in description[4] if bytes(pair[0]).startswith(_EXTENSION))
    return ArrowOnlyType((*description[:4], metadata, *description[5:]))


def _spark_type(description: Sequence[Any], exact: bool) -> DataType | None:
    """Spark's type of a description, or the nearest; ``None`` where there is none."""
    format_, _, _, children, metadata, dictionary, flags = description
    if dictionary is not None:
        return None if exact else _spark_type(dictionary, exact)
    if exact and (flags or any(bytes(key).startswith(_EXTENSION) for key, _ in metadata)):
        return None
    if format_ in _EXACT:
        return _EXACT[format_]()
    if format_.startswith("d:"):
        return _decimal(format_, exact)
    if format_ == "+s":
        return StructType([_field(child, exact) for child in children])
    if format_ == "+m":
        return _map(children[0], exact)
    if format_ == "+l" or (not exact and format_.startswith(_LISTS)):
        return ArrayType(_type(children[0], exact), bool(children[0][2]))
    if exact:
        return None
    if format_ == "+r":
        return _spark_type(children[1], exact)
    if format_.startswith("ts"):
        return TimestampType() if format_[4:] else TimestampNTZType()
    for prefix, cls in _NEAREST:
        if format_.startswith(prefix):
            return cls()
    return None


def _decimal(format_: str, exact: bool) -> DecimalType | None:
    precision, scale, *bits = map(int, format_[2:].split(","))
    if not 0 <= scale <= precision <= 38 or (exact and bits not in ([], [128])):
        return None
    return DecimalType(precision, scale)


def _map(entries: Sequence[Any], exact: bool) -> MapType:
    key, value = entries[3]
    return MapType(_type(key, exact), _type(value, exact), bool(value[2]))


def _spark_metadata(metadata: Mapping[str, Any]) -> Metadata:
    return ((_SPARK_METADATA, json.dumps(metadata).encode()),) if metadata else ()


def _replace_formats(description: Description, replaced: Mapping[str, str]) -> Description:
    format_, name, nullable, children, metadata, dictionary, flags = description
    return (
        replaced.get(format_, format_),
        name,
        nullable,
        tuple(_replace_formats(child, replaced) for child in children),
        metadata,
        dictionary,
        flags,
    )


def _refuse_duplicates(data_type: DataType) -> None:
    if isinstance(data_type, ArrayType):
        _refuse_duplicates(data_type.elementType)
    elif isinstance(data_type, MapType):
        _refuse_duplicates(data_type.keyType)
        _refuse_duplicates(data_type.valueType)
    elif isinstance(data_type, StructType):
        if len(set(data_type.names)) != len(data_type.names):
            raise UnsupportedOperationException(
                errorClass="DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT",
                messageParameters={"field_names": str(data_type.names)},
            )
        for field in data_type:
            _refuse_duplicates(field.dataType)
