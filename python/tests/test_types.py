from __future__ import annotations

import pickle

import pytest
from schemas import NOT_IN_ARROW, SIMPLE, struct_text

from pysail.spark.datasource import types
from pysail.spark.datasource.errors import (
    PySparkIndexError,
    PySparkKeyError,
    PySparkRuntimeError,
    PySparkTypeError,
    PySparkValueError,
)
from pysail.spark.datasource.types import (
    ArrayType,
    DataType,
    DayTimeIntervalType,
    DecimalType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    YearMonthIntervalType,
    type_from_json,
)


def test_types_without_parameters_are_single_objects():
    assert IntegerType() is IntegerType()
    assert IntegerType() == pickle.loads(pickle.dumps(IntegerType()))
    assert IntegerType() != LongType()
    with pytest.raises(TypeError):
        LongType(3)


def test_types_with_parameters_compare_by_them():
    assert DecimalType(5, 2) == DecimalType(5, 2) != DecimalType(5, 3)
    assert hash(DecimalType(5, 2)) == hash(DecimalType(5, 2))
    assert ArrayType(IntegerType(), False) != ArrayType(IntegerType())
    assert StringType("UNICODE_CI") != StringType()
    assert DayTimeIntervalType(1) == DayTimeIntervalType(1, 1)


def test_an_interval_between_units_it_does_not_have_is_refused():
    with pytest.raises(PySparkRuntimeError, match="Interval 5 to 1 is invalid"):
        YearMonthIntervalType(5, 1)


def test_a_schema_is_built_field_by_field():
    schema = (
        StructType()
        .add("a", "integer", False)
        .add("b", "array<int>", metadata={"comment": "x"})
        .add(StructField("c", MapType(StringType(), LongType())))
        .add("d", DecimalType(3, 1))
    )

    assert schema.fieldNames() == schema.names == ["a", "b", "c", "d"]
    assert schema.simpleString() == "struct<a:int,b:array<int>,c:map<string,bigint>,d:decimal(3,1)>"
    assert [field.nullable for field in schema] == [False, True, True, True]
    assert len(schema) == 4
    with pytest.raises(PySparkValueError, match="`data_type` is required"):
        schema.add("e")


def test_fields_are_found_by_name_position_and_slice():
    schema = StructType.fromDDL("a INT, b STRING, c DATE")

    assert schema["b"] == schema[1] == schema[-2]
    assert schema[1:] == StructType.fromDDL("b STRING, c DATE")
    assert schema == StructType(list(schema))
    with pytest.raises(PySparkKeyError, match="Key `x` does not exist"):
        schema["x"]
    with pytest.raises(PySparkIndexError, match="index out of range, got '3'"):
        schema[3]
    with pytest.raises(PySparkTypeError, match=r"`key` should be int, slice or str, got float"):
        schema[1.0]


def test_a_field_has_no_type_name():
    with pytest.raises(PySparkTypeError, match="INVALID_TYPENAME_CALL"):
        StructField("a", IntegerType()).typeName()


def test_what_is_no_type_is_refused():
    with pytest.raises(AssertionError, match="elementType int should be an instance"):
        ArrayType("int")
    with pytest.raises(AssertionError, match="dataType None"):
        StructField("a", None)
    with pytest.raises(AssertionError, match="list of StructField"):
        StructType(["a"])


def test_nulls_can_be_allowed_everywhere():
    strict = StructType(
        [
            StructField("a", ArrayType(MapType(StringType(), LongType(), False), False), False),
            StructField("s", StructType([StructField("b", LongType(), False)]), False),
        ]
    )

    assert strict.toNullable() == StructType.fromDDL("a ARRAY<MAP<STRING, LONG>>, s STRUCT<b LONG>")


def test_random_types_survive_json_repr_and_pickle(seeded):
    for _ in range(300):
        schema = eval(struct_text(seeded, SIMPLE + NOT_IN_ARROW), vars(types))

        assert type_from_json(schema.jsonValue()) == schema
        assert StructType.fromJson(schema.jsonValue()).json() == schema.json()
        assert pickle.loads(pickle.dumps(schema)) == schema
        assert hash(StructType(list(schema))) == hash(schema)


@pytest.mark.parametrize(
    ("json", "condition"),
    [
        ("strnig", "CANNOT_PARSE_DATATYPE"),
        ("decimal(5)", "CANNOT_PARSE_DATATYPE"),
        ("char(1,2)", "CANNOT_PARSE_DATATYPE"),
        ("interval second to day", "CANNOT_PARSE_DATATYPE"),
        ({"type": "udt"}, "UNSUPPORTED_DATA_TYPE"),
    ],
)
def test_json_that_is_no_type_is_refused(json, condition):
    with pytest.raises(PySparkValueError) as raised:
        type_from_json(json)

    assert raised.value.getCondition() == condition


def test_star_gives_the_announced_names():
    assert all(isinstance(getattr(types, name), type) for name in types.__all__)
    assert issubclass(types.IntegerType, DataType)
