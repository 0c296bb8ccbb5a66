from __future__ import annotations

import json
import marshal

import pytest
from schemas import SIMPLE, struct_text

from pysail.spark.datasource import from_arrow_schema, to_arrow_schema, types
from pysail.spark.datasource.arrow import (
    ArrowOnlyType,
    from_arrow_type,
    schema_from_description,
    schema_to_description,
    to_arrow_type,
)
from pysail.spark.datasource.capsule import Exported, describe
from pysail.spark.datasource.errors import (
    PySparkTypeError,
    PySparkValueError,
    UnsupportedOperationException,
)
from pysail.spark.datasource.types import DataType, StructField, StructType


def leaf(format_, name="c", nullable=True, children=(), metadata=(), dictionary=None, flags=0):
    return (format_, name, nullable, children, metadata, dictionary, flags)


def schema_of(*fields):
    return leaf("+s", "", False, fields)


INT, STRING = leaf("i", "a"), leaf("u", "b")
ARROW_ONLY = [
    *map(leaf, ["C", "S", "I", "L", "e", "U", "Z", "vu", "vz", "w:16", "tdm", "tts", "ttm", "ttu"]),
    *map(leaf, ["tss:", "tsm:UTC", "tsn:Europe/Oslo", "tsu:+01:00", "tDs", "tDn", "tiD", "tin"]),
    *map(leaf, ["d:50,3,256", "d:9,2,32", "d:5,-2", "a:future"]),
    leaf("+L", children=(leaf("l", "element"),)),
    leaf("+vl", children=(leaf("l", "element"),)),
    leaf("+w:3", children=(leaf("l", "element", False),)),
    leaf("+ud:0,1", children=(INT, STRING)),
    leaf("+us:5,7", children=(INT, STRING)),
    leaf("+r", children=(leaf("i", "run_ends", False), leaf("u", "values"))),
    leaf("c", dictionary=leaf("u", "")),
    leaf("s", dictionary=leaf("+s", "", children=(INT,)), flags=1),
    leaf(
        "+m",
        children=(leaf("+s", "entries", False, (leaf("u", "key", False), leaf("l", "value"))),),
        flags=4,
    ),
    leaf("w:16", metadata=((b"ARROW:extension:name", b"uuid"), (b"ARROW:extension:metadata", b""))),
]


def wrapped(random, field):
    """The field somewhere inside a random nesting of Spark's types."""
    for _ in range(random.randrange(3)):
        format_, _, nullable, *rest = field
        kind = random.choice(["list", "struct", "map"])
        if kind == "list":
            field = leaf("+l", "c", True, ((format_, "element", nullable, *rest),))
        elif kind == "struct":
            field = leaf("+s", "c", False, (INT, (format_, "inner", nullable, *rest)))
        else:
            entries = (leaf("u", "key", False), (format_, "value", nullable, *rest))
            field = leaf("+m", "c", True, (leaf("+s", "entries", False, entries),))
    return field


@pytest.mark.parametrize("field", ARROW_ONLY, ids=lambda field: field[0])
def test_a_type_that_spark_lacks_is_carried(field):
    description = schema_of(field)

    schema = schema_from_description(description)

    assert isinstance(schema[0].dataType, ArrowOnlyType)
    assert schema_to_description(schema) == description
    assert schema[0].dataType == schema_from_description(description)[0].dataType
    assert schema.simpleString().startswith("struct<c:arrow(")
    with pytest.raises(PySparkValueError, match=r"Unsupported DataType `arrow\("):
        schema.toDDL()


def test_random_descriptions_survive_a_schema(seeded):
    for _ in range(300):
        description = schema_of(
            *(wrapped(seeded, seeded.choice(ARROW_ONLY)) for _ in range(seeded.randrange(4)))
        )

        assert schema_to_description(schema_from_description(description)) == description
        assert describe(Exported(description)) == description


def test_random_schemas_survive_a_description(seeded):
    for _ in range(300):
        schema = eval(struct_text(seeded, SIMPLE), vars(types))
        description = schema_to_description(schema)

        assert schema_from_description(description) == schema
        assert schema_from_description(description, exact=False) == schema
        assert describe(Exported(description)) == description


def test_a_description_travels_as_marshal_and_as_json():
    schema = StructType.fromDDL("a INT, l ARRAY<DECIMAL(5,2)>, m MAP<STRING, DATE>")
    description = schema_to_description(schema)

    assert marshal.loads(marshal.dumps(description)) == description
    assert schema_from_description(json.loads(json.dumps(description))) == schema


def test_strings_of_limited_length_are_strings():
    schema = StructType.fromDDL("a CHAR(3), b VARCHAR(5), c STRING COLLATE UNICODE")

    assert [field[0] for field in schema_to_description(schema)[3]] == ["u", "u", "u"]


def test_the_comment_of_a_field_is_where_spark_puts_it():
    [field] = schema_to_description(StructType.fromDDL("a INT COMMENT 'x'"))[3]

    assert field[4] == ((b"SPARK::metadata::json", b'{"comment": "x"}'),)


def test_the_nearest_type_of_spark_is_found():
    nearest = {
        "U": "string", "vu": "string", "Z": "binary", "w:16": "binary", "tss:": "timestamp_ntz",
        "tsn:Europe/Oslo": "timestamp", "tDn": "interval day to second", "ttm": "time(6)",
        "d:9,2,32": "decimal(9,2)", "+L": "array<bigint>", "+w:3": "array<bigint>", "+r": "string",
        "c": "string", "I": "arrow(I)", "tdm": "arrow(tdm)", "+ud:0,1": "arrow(+ud:0,1)",
        "d:50,3,256": "arrow(d:50,3,256)", "+m": "map<string,bigint>",
    }  # fmt: skip
    for field in ARROW_ONLY:
        [found] = schema_from_description(schema_of(field), exact=False)
        if field[0] in nearest:
            assert found.dataType.simpleString() == nearest[field[0]]


@pytest.mark.parametrize("format_", ["i", "+l"])
def test_a_schema_must_be_a_struct(format_):
    with pytest.raises(ValueError, match="a schema is a struct"):
        schema_from_description(leaf(format_, children=(INT,)))


def test_a_type_without_arrow_form_is_named_with_its_column():
    class Odd(DataType):
        pass

    schema = StructType([StructField("a", types.ArrayType(Odd()))])

    with pytest.raises(PySparkTypeError, match=r"Odd\(\) of column 'a.element' is not supported"):
        schema_to_description(schema)


def test_a_released_schema_is_refused():
    class Moved(Exported):
        def __arrow_c_schema__(self):
            self._root.release = None
            return super().__arrow_c_schema__()

    with pytest.raises(ValueError, match="already released"):
        describe(Moved(schema_of(INT)))


def test_a_malformed_schema_is_refused():
    for name, value in (("format", None), ("n_children", -1), ("n_children", 1 << 40)):
        exported = Exported(schema_of(INT))
        setattr(exported._root, name, value)
        with pytest.raises(ValueError, match="malformed"):
            describe(exported)


def test_another_capsule_is_refused():
    class Other:
        def __arrow_c_schema__(self):
            import datetime

            return datetime.datetime_CAPI

    with pytest.raises(ValueError, match="PyCapsule"):
        describe(Other())


def test_a_schema_nested_without_end_is_refused():
    field = INT
    for _ in range(300):
        field = leaf("+s", "a", children=(field,))

    with pytest.raises(ValueError, match="nests deeper than 200 levels"):
        describe(Exported(field))


class TestWithPyarrow:
    @pytest.fixture(autouse=True)
    def _pyarrow(self):
        self.pa = pytest.importorskip("pyarrow")

    def exotic(self):
        pa = self.pa
        return pa.schema(
            [
                pa.field("u", pa.uint32(), nullable=False),
                ("d", pa.dictionary(pa.int8(), pa.string(), ordered=True)),
                ("dense", pa.dense_union([pa.field("a", pa.int8()), pa.field("b", pa.string())])),
                ("sparse", pa.sparse_union([pa.field("a", pa.int8())], type_codes=[5])),
                ("large", pa.large_string()),
                ("view", pa.string_view()),
                ("half", pa.float16()),
                ("ree", pa.run_end_encoded(pa.int32(), pa.string())),
                ("mdn", pa.month_day_nano_interval()),
                ("ts", pa.timestamp("ns", "Europe/Oslo")),
                ("fixed", pa.list_(pa.int32(), 3)),
                ("decimal256", pa.decimal256(50, 3)),
                ("l", pa.list_(pa.uint8())),
                ("m", pa.map_(pa.string(), pa.uint64(), keys_sorted=True)),
                ("s", pa.struct([pa.field("x", pa.date64(), nullable=False)])),
                ("t", pa.time32("s")),
                ("ext", pa.opaque(pa.int32(), "kind", "vendor")),
            ]
        )

    def test_a_schema_of_arrow_comes_back_as_it_was(self):
        schema = schema_from_description(describe(self.exotic()))

        assert to_arrow_schema(schema).equals(self.exotic())

    def test_all_metadata_are_described(self):
        pa = self.pa
        schema = pa.schema([pa.field("a", pa.int8(), metadata={"k": "ü", "": ""})], {"p": "q"})

        assert pa.schema(Exported(describe(schema))).equals(schema, check_metadata=True)

    def test_random_schemas_survive_pyarrow(self, seeded):
        for _ in range(200):
            schema = eval(struct_text(seeded, SIMPLE), vars(types))

            assert from_arrow_schema(to_arrow_schema(schema)) == schema

    def test_types_become_those_of_the_table(self):
        pa = self.pa
        expected = {
            "TIMESTAMP": pa.timestamp("us", "UTC"),
            "TIMESTAMP_NTZ": pa.timestamp("us"),
            "TIME(3)": pa.time64("ns"),
            "INTERVAL DAY TO SECOND": pa.duration("us"),
            "DECIMAL(10,2)": pa.decimal128(10, 2),
            "ARRAY<STRING>": pa.list_(pa.string()),
            "MAP<STRING, INT>": pa.map_(pa.string(), pa.int32()),
            "VOID": pa.null(),
        }
        for ddl, arrow in expected.items():
            assert to_arrow_type(DataType.fromDDL(ddl)) == arrow

    def test_the_choices_of_pyspark_are_there(self):
        pa = self.pa
        schema = StructType.fromDDL("s STRING, t TIMESTAMP, a ARRAY<BINARY>")

        converted = to_arrow_schema(schema, timezone="Europe/Oslo", prefers_large_types=True)

        assert converted.types == [
            pa.large_string(),
            pa.timestamp("us", "Europe/Oslo"),
            pa.list_(pa.large_binary()),
        ]
        assert (
            from_arrow_type(pa.timestamp("s"), prefer_timestamp_ntz=False) == types.TimestampType()
        )
        with pytest.raises(UnsupportedOperationException, match="Duplicated field names"):
            to_arrow_schema(
                StructType.fromDDL("a ARRAY<STRUCT<x INT, x INT>>"),
                error_on_duplicated_field_names_in_struct=True,
            )

    def test_a_schema_is_released_once_it_was_taken(self):
        exported = Exported(schema_of(INT, leaf("+l", children=(STRING,))))

        self.pa.schema(exported)

        assert exported._root.release is None
