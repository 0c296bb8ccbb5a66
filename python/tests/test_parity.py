"""Our classes against the real PySpark's, by inspecting both.

Every difference that is meant is in a table here, with its reason; a difference that is not, and an
entry of a table that no longer is one, fails.
"""

from __future__ import annotations

import dataclasses
import inspect
import pickle
import warnings

import pytest
from schemas import NOT_IN_ARROW, SIMPLE, struct_text, type_text

import pysail.spark.datasource as ours
from pysail.spark.datasource import conditions, errors, types
from pysail.spark.datasource.compat import PROVIDED, VERSION, _names_of
from pysail.spark.datasource.counterpart import Counterpart

pyspark = pytest.importorskip("pyspark")
if pyspark.__version__ != VERSION:
    pytest.skip(f"compared with PySpark {VERSION}", allow_module_level=True)

NO_SESSION = "needs a Spark session, which there is none of"
NO_CONVERSION = "values become Arrow in the JVM, not Spark's internal values in Python"
NOT_CARRIED = "has no Arrow form that a data source may use"
COLLATIONS = "a collation stays in the type's own text, JSON included, not in the field's metadata"
NOT_RAISED = "raised by Spark's JVM or its clients, not by or to a data source"

MISSING_NAMES = {
    "pyspark.sql.datasource": {"DataSourceRegistration": NO_SESSION},
    "pyspark.sql.types": {
        "CalendarIntervalType": NOT_CARRIED,
        "VariantType": NOT_CARRIED,
        "VariantVal": NOT_CARRIED,
        "Geography": NOT_CARRIED,
        "GeographyType": NOT_CARRIED,
        "Geometry": NOT_CARRIED,
        "GeometryType": NOT_CARRIED,
    },
    "pyspark.errors": dict.fromkeys(
        (
            "ArithmeticException",
            "ArrayIndexOutOfBoundsException",
            "DateTimeException",
            "NumberFormatException",
            "PickleException",
            "QueryContext",
            "QueryContextType",
            "QueryExecutionException",
            "SessionNotSameException",
            "SparkNoSuchElementException",
            "SparkRuntimeException",
            "SparkUpgradeException",
            "StreamingPythonRunnerInitializationException",
            "StreamingQueryException",
            "TempTableAlreadyExistsException",
            "UnknownException",
        ),
        NOT_RAISED,
    ),
}

MISSING_METHODS = {
    "needConversion": NO_CONVERSION,
    "toInternal": NO_CONVERSION,
    "fromInternal": NO_CONVERSION,
    "treeString": "for DataFrame.printSchema",
    "collationProvider": COLLATIONS,
    "getCollationMetadata": COLLATIONS,
    "getCollationsMap": COLLATIONS,
    "schemaCollationValue": COLLATIONS,
    "getBreakingChangeInfo": NOT_RAISED,
    "fromkeys": "of Python's UserDict, which our options are not",
    "from_json": "the engine makes the context, not Spark's JVM",
}

MORE_PARAMETERS = "takes PySpark's arguments, and more"
DIFFERENT_SIGNATURES = {
    "errors.PySparkException.__init__": MORE_PARAMETERS,
    "errors.PySparkAssertionError.__init__": MORE_PARAMETERS,
    "types.ArrayType.fromJson": COLLATIONS,
    "types.MapType.fromJson": COLLATIONS,
    "writer.WriterCommitMessage.__init__": "may carry a value without a subclass",
    "taskcontext.TaskContext.__init__": "the engine makes the context, not Spark's JVM",
    "options.MutableMapping.update": "Python's own",
    "arrow.to_arrow_schema": "timezone is UTC unless given: PySpark fails without one",
    "arrow.to_arrow_type": "timezone is UTC unless given: PySpark fails without one",
}

DIFFERENT_CONDITIONS = {
    "DATA_SOURCE_ALREADY_EXISTS": NOT_RAISED,
    "DATA_SOURCE_NOT_FOUND": NOT_RAISED,
    "DATA_SOURCE_CANNOT_PICKLE": "ours",
    "DATA_SOURCE_VALUE_CONVERSION": "ours",
    "INVALID_SCHEMA": NOT_RAISED,
    "PARSE_SYNTAX_ERROR": NOT_RAISED,
    "PYTHON_DATA_SOURCE_ERROR": NOT_RAISED,
    "PYTHON_EXCEPTION": NOT_RAISED,
    "UNSUPPORTED_DATA_SOURCE_SAVE_MODE": NOT_RAISED,
}


def real(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return __import__(name, fromlist=["_"])


def provided():
    """Every name that we serve: ours and theirs."""
    return [
        pytest.param(our, getattr(real(module), name), id=f"{module}.{name}")
        for module in PROVIDED
        for name, our in _names_of(PROVIDED[module])
        if name != "ArrowOnlyType"
    ]


def label(our):
    return f"{our.__module__.rpartition('.')[2]}.{our.__qualname__}"


def parameters(function):
    signature = inspect.signature(function)
    return [(each.name, each.kind, each.default) for each in signature.parameters.values()]


@pytest.mark.parametrize("module", PROVIDED)
def test_every_served_name_is_one_of_pysparks(module):
    for name, _ in _names_of(PROVIDED[module]):
        assert hasattr(real(module), name) or name == "ArrowOnlyType"


@pytest.mark.parametrize(
    "module", ["pyspark.sql.datasource", "pyspark.sql.types", "pyspark.errors"]
)
def test_star_gives_what_pysparks_star_gives(module):
    names = {name for name, _ in _names_of(PROVIDED[module])} - set(PROVIDED[module].hidden.split())

    assert set(real(module).__all__) - names == set(MISSING_NAMES.get(module, {}))
    assert not names - set(real(module).__all__)


def test_our_types_announce_what_they_serve():
    served = {name for name, _ in _names_of(PROVIDED["pyspark.sql.types"])}

    assert set(types.__all__) == served - set(PROVIDED["pyspark.sql.types"].hidden.split())


@pytest.mark.parametrize(("our", "theirs"), provided())
def test_methods_and_signatures_are_the_same(our, theirs):
    if not inspect.isclass(theirs):
        if inspect.isfunction(theirs):
            same = parameters(our) == parameters(theirs)
            assert same == (label(our) not in DIFFERENT_SIGNATURES)
        return
    for name, function in inspect.getmembers(theirs, callable):
        if name.startswith("_") and name != "__init__":
            continue
        if name in MISSING_METHODS:
            assert not hasattr(our, name)
            continue
        mine = getattr(our, name)
        if not inspect.isroutine(function):
            continue
        try:
            expected = parameters(function)
        except ValueError:  # of the interpreter's own classes
            continue
        owner = mine.__qualname__.rpartition(".")[0]
        key = f"{our.__module__.rpartition('.')[2]}.{owner}.{name}"
        if key not in DIFFERENT_SIGNATURES and name == "__init__":
            # A metaclass or dataclass may say it otherwise; what matters is how it is called.
            expected, got = parameters(theirs), parameters(our)
        else:
            got = parameters(mine)
        assert (got == expected) == (key not in DIFFERENT_SIGNATURES), f"{key}: {got} {expected}"


@pytest.mark.parametrize(("our", "theirs"), provided())
def test_classes_derive_alike(our, theirs):
    if inspect.isclass(theirs):
        served = {name for part in PROVIDED.values() for name, _ in _names_of(part)}
        bases = [each.__name__ for each in theirs.__mro__ if each.__name__ in served]
        mine = [each.__name__ for each in our.__mro__ if each.__name__ in served]
        assert mine == bases
        assert inspect.isabstract(our) == inspect.isabstract(theirs)
        if issubclass(theirs, Exception):
            builtin = [each for each in theirs.__mro__ if each.__module__ == "builtins"]
            assert [each for each in our.__mro__ if each.__module__ == "builtins"] == builtin


@pytest.mark.parametrize(("our", "theirs"), provided())
def test_ours_know_their_counterparts(our, theirs):
    if inspect.isclass(our) and issubclass(our, Counterpart):
        assert issubclass(theirs, our)


def test_no_difference_is_listed_that_is_none():
    everything = [each.values[1] for each in provided() if inspect.isclass(each.values[1])]

    assert all(any(hasattr(cls, name) for cls in everything) for name in MISSING_METHODS)


# -- types ------------------------------------------------------------------------------------


def both(text):
    return eval(text, vars(types).copy()), eval(text, vars(real("pyspark.sql.types")).copy())


@pytest.mark.parametrize("text", SIMPLE + NOT_IN_ARROW)
def test_types_say_the_same(text):
    our, theirs = both(text)

    assert repr(our) == repr(theirs)
    assert our.simpleString() == theirs.simpleString()
    assert our.typeName() == theirs.typeName()
    assert our.jsonValue() == theirs.jsonValue()
    assert vars(our) == vars(theirs)
    if not vars(our):
        assert type(our)() is our
        assert type(theirs)() is theirs


def test_random_types_say_the_same(seeded):
    plain = [text for text in SIMPLE + NOT_IN_ARROW if "UNICODE" not in text]
    for _ in range(300):
        our, theirs = both(struct_text(seeded, plain))

        assert repr(our) == repr(theirs)
        assert our.simpleString() == theirs.simpleString()
        assert our.json() == theirs.json()
        assert repr(our.toNullable()) == repr(theirs.toNullable())
        assert types.StructType.fromJson(theirs.jsonValue()) == our
        assert real("pyspark.sql.types").StructType.fromJson(our.jsonValue()) == theirs


def test_random_types_compare_alike(seeded):
    for _ in range(1000):
        one = type_text(seeded, SIMPLE, 1)
        two = one if seeded.random() < 0.3 else type_text(seeded, SIMPLE, 1)
        (our_one, their_one), (our_two, their_two) = both(one), both(two)

        assert (our_one == our_two) == (their_one == their_two)
        assert (hash(our_one) == hash(our_two)) == (hash(their_one) == hash(their_two))


SCHEMA = 'StructType([StructField("a", IntegerType()), StructField("b", StringType(), False)])'
ON_SCHEMAS = [
    'S["a"]', 'S[0]', 'S[-1]', 'S[0:1]', 'S["x"]', 'S[9]', 'S[1.5]', 'len(S)', 'list(S)',
    'S.fieldNames()', 'S.names', 'S.add("c", "long")', 'S.add("c", "decimal(5,2)", False)',
    'S.add("c")', 'S.add(StructField("c", DateType(), True, {"comment": "x"})).json()',
    'S.add("c", DoubleType(), True, {"k": 1}).fields[2].metadata', '"a" in S.names',
    'StructField("a", IntegerType()).typeName()', 'StructField("a", "int")', 'StructField(1, None)',
    'ArrayType("int")', 'MapType(IntegerType(), 1)', 'DayTimeIntervalType(7)',
    'YearMonthIntervalType(1, 5)', 'DayTimeIntervalType(endField=1)', 'IntegerType(1)',
    'StructType.fromJson({"fields": [{"name": "a", "type": "strnig"}]})',
    'StructType.fromJson({"fields": [{"name": "a", "type": {"type": "odd"}}]})',
    'StructField.fromJson({"name": "a", "type": "integer"}).nullable', 'DecimalType() == DecimalType(10)',
    'IntegerType() != LongType()', 'StructType().simpleString()', 'isinstance(ByteType(), NumericType)',
]  # fmt: skip


def outcome(text, namespace):
    """What an expression gives, or how it fails, in a form that both sides can share."""
    try:
        return repr(eval(text, dict(namespace)))
    except Exception as error:
        condition = getattr(error, "getCondition", lambda: None)()
        text = str(error).replace("pysail.spark.datasource.types", "pyspark.sql.types")
        return (type(error).__name__, condition, text)


@pytest.mark.parametrize("text", ON_SCHEMAS)
def test_schemas_are_used_alike(text):
    def evaluated(module):
        return outcome(text, {**vars(module), "S": eval(SCHEMA, vars(module).copy())})

    assert evaluated(types) == evaluated(real("pyspark.sql.types"))


# -- rows, filters, options, errors -----------------------------------------------------------

ON_ROWS = [
    'Row(a=1, b="x")', 'Row(1, "x")', 'Row("a", "b")(1, 2)', 'Row("a", "b")(1)', 'Row("a")(1, 2)',
    'Row(a=1).a', 'Row(a=1)["a"]', 'Row(a=1)[0]', 'Row(a=1, b=2)[0:1]', 'Row(a=1)[5]', 'Row(a=1)["x"]',
    'Row(a=1).x', 'Row(a=1).__x', 'Row(1).a', 'Row(1)["a"]', '"a" in Row(a=1)', '1 in Row(a=1)',
    '1 in Row(1)', 'Row(a=1) == Row(b=1)', 'Row(a=1) == (1,)', 'hash(Row(a=1))', 'Row(1, a=2)',
    'Row(a=1).asDict()', 'Row(1).asDict()', 'Row(a=Row(b=1), c=[Row(d=2)], e={"f": Row(g=3)}).asDict(True)',
    'Row(a=Row(b=1)).asDict()', 'Row()', 'Row(**{"a b": 1})', 'Row(**{"a b": 1})["a b"]', 'len(Row(a=1))',
    'Row(a=1) + (2,)', 'setattr(Row(a=1), "a", 2)', 'Row(a=1).__fields__', 'hasattr(Row(1), "__fields__")',
    'pickle.loads(pickle.dumps(Row(a=1, b=Row(c=2))))', 'pickle.loads(pickle.dumps(Row(1, 2)))',
    'sorted([Row(a=2), Row(a=1)])', 'list(Row(a=1))', 'Row(a=1).count(1)', 'Row(count=1)["count"]',
    'Row("a", "a")(1, 2).asDict()', 'Row("a", "a")(1, 2).a', 'Row(a=(Row(b=1),)).asDict(True)',
    'isinstance(Row(a=1), tuple)', 'Row("x", "y")(y=1)',
]  # fmt: skip


@pytest.mark.parametrize("text", ON_ROWS)
def test_rows_behave_alike(text):
    def evaluated(cls):
        return outcome(text, {"Row": cls, "pickle": pickle})

    assert evaluated(ours.Row) == evaluated(real("pyspark.sql").Row)


FILTERS = [
    name
    for name, our in _names_of(PROVIDED["pyspark.sql.datasource"])
    if inspect.isclass(our) and issubclass(our, ours.Filter) and our is not ours.Filter
]


@pytest.mark.parametrize("name", FILTERS)
def test_filters_are_the_same_dataclasses(name):
    our, theirs = getattr(ours, name), getattr(real("pyspark.sql.datasource"), name)
    fields = [(each.name, each.default) for each in dataclasses.fields(theirs)]
    values = {"attribute": ("a", "b"), "value": ("x", 1), "child": None}
    arguments = [values[field] for field, _ in fields]

    assert [(each.name, each.default) for each in dataclasses.fields(our)] == fields
    assert our.__dataclass_params__.frozen == theirs.__dataclass_params__.frozen
    assert our.__match_args__ == theirs.__match_args__
    assert repr(our(*arguments)) == repr(theirs(*arguments))
    assert our(*arguments) == our(*arguments)
    assert hash(our(*arguments)) == hash(our(*arguments))


def test_a_set_of_values_hashes_where_pysparks_does_not():
    with pytest.raises(TypeError, match="unhashable"):
        hash(real("pyspark.sql.datasource").In(("a",), [1]))
    assert ours.In(("a",), [1]).value == (1,)


ON_OPTIONS = [
    'D({"A": 1})["a"]', 'D(A=1)["A"]', '"a" in D(A=1)', '1 in D(A=1)', 'D(A=1).get("a")', 'D(A=1)["b"]',
    'len(D({"a": 1, "A": 2}))', 'D({"a": 1, "A": 2})["a"]', 'D(a=1).pop("A")', 'D(A=1).copy()["a"]',
    'sorted(D(a=1, b=2).items())', 'D(a=1) == D(A=1)', 'D(a=1) == {"a": 1}', 'dict(D(a=1))', 'D(a=1)',
    'D({"a": 1}, b=2)["B"]', '(D(a=1) | {"b": 2})["b"]', 'D(a=1).setdefault("A", 5)', 'D([("a", 1)])["A"]',
    'isinstance(D(), dict)', 'bool(D())', 'D(a=1).update({"A": 3})', 'hash(D())',
]  # fmt: skip


@pytest.mark.parametrize("text", ON_OPTIONS)
def test_options_behave_alike(text):
    def evaluated(cls):
        return outcome(text, {"D": cls})

    assert evaluated(ours.CaseInsensitiveDict) == evaluated(
        real("pyspark.sql.datasource").CaseInsensitiveDict
    )


def test_options_list_their_keys_as_written_where_pyspark_lists_lower_case():
    assert list(real("pyspark.sql.datasource").CaseInsensitiveDict(Path=1)) == ["path"]
    assert list(ours.CaseInsensitiveDict(Path=1)) == ["Path"]


def test_messages_and_sql_states_are_pysparks():
    known = real("pyspark.errors.error_classes").ERROR_CLASSES_MAP
    different = set()
    for condition, (message, state) in conditions._CONDITIONS.items():
        info = known.get(condition, {"message": []})
        if "\n".join(info["message"]) != message or info.get("sqlState") != state:
            different.add(condition)

    assert different == set(DIFFERENT_CONDITIONS)


ON_ERRORS = [
    'str(E("m"))', 'E("m").args', 'E("m").getCondition()', 'E("m").getMessage()', 'E("m").getSqlState()',
    'str(E("m", "C"))', 'E("m", "C", {"a": "b"}).getMessageParameters()', 'E("m").getQueryContext()',
    'str(E(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "x"}))',
    'E(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "x"}).getSqlState()',
    'E(errorClass="KEY_NOT_EXISTS", messageParameters={"key": "<x>"}).getMessage()',
    'E(errorClass="READ_ONLY", messageParameters={"object": "x"}).args', 'repr(E("m"))',
]  # fmt: skip


@pytest.mark.parametrize("name", [each for each in errors.__all__ if each != "DataSourceError"])
@pytest.mark.parametrize("text", ON_ERRORS)
def test_errors_behave_alike(name, text):
    def evaluated(module):
        return outcome(text, {"E": getattr(module, name)})

    assert evaluated(errors) == evaluated(real("pyspark.errors"))


def test_unimplemented_methods_fail_alike():
    theirs = real("pyspark.sql.datasource")
    calls = [
        "DataSource({}).schema()", "DataSource({}).reader(1)", "DataSource({}).writer(1, True)",
        "DataSource({}).streamReader(1)", "DataSource({}).simpleStreamReader(1)",
        "DataSource({}).streamWriter(1, True)", "DataSource.name()", "DataSource()",
        "SimpleDataSourceStreamReader().read({})", "SimpleDataSourceStreamReader().initialOffset()",
        "SimpleDataSourceStreamReader().commit({})", "InputPartition(5)", "InputPartition()",
        "SimpleDataSourceStreamReader().readBetweenOffsets({}, {})", "DataSourceReader()",
        "type('R', (DataSourceReader,), {'read': 1})().partitions()",
        "type('R', (DataSourceReader,), {'read': 1})().pushFilters([1])",
        "type('R', (DataSourceStreamReader,), {'read': 1})().initialOffset()",
        "type('R', (DataSourceStreamReader,), {'read': 1})().latestOffset(1, 2)",
        "type('R', (DataSourceStreamReader,), {'read': 1})().getDefaultReadLimit()",
        "type('R', (DataSourceStreamReader,), {'read': 1})().reportLatestOffset()",
        "type('R', (DataSourceStreamReader,), {'read': 1})().partitions(1, 2)",
        "type('W', (DataSourceWriter,), {'write': 1})().commit([])",
        "type('W', (DataSourceStreamWriter,), {'write': 1})().abort([], 1)",
    ]  # fmt: skip
    for call in calls:
        assert outcome(call, vars(ours)) == outcome(call, vars(theirs)), call


# -- Arrow ------------------------------------------------------------------------------------


class TestWithPyarrow:
    @pytest.fixture(autouse=True)
    def _modules(self):
        self.pa = pytest.importorskip("pyarrow")
        self.theirs = real("pyspark.sql.pandas.types")

    def test_random_schemas_become_the_same_arrow_schema(self, seeded):
        # PySpark has no Arrow type for year-month intervals, nor for a VOID that is not nullable.
        simple = [text for text in SIMPLE if not text.startswith(("YearMonth", "Null"))]
        for _ in range(200):
            our, theirs = both(struct_text(seeded, simple))
            arrow = self.theirs.to_arrow_schema(theirs, timezone="UTC")

            assert ours.to_arrow_schema(our).equals(arrow, check_metadata=True)
            assert repr(ours.from_arrow_schema(arrow)) == repr(self.theirs.from_arrow_schema(arrow))
            large = self.theirs.to_arrow_schema(theirs, timezone="X", prefers_large_types=True)
            assert ours.to_arrow_schema(our, timezone="X", prefers_large_types=True).equals(large)

    def test_arrows_types_become_the_same_type_or_pyspark_has_none(self):
        pa = self.pa
        for arrow in [
            pa.uint8(), pa.float16(), pa.large_string(), pa.string_view(), pa.large_binary(),
            pa.binary(5), pa.date64(), pa.time32("s"), pa.time64("us"), pa.timestamp("ns"),
            pa.timestamp("s", "Europe/Oslo"), pa.duration("ms"), pa.month_day_nano_interval(),
            pa.list_(pa.int8(), 2), pa.large_list(pa.int8()), pa.dictionary(pa.int8(), pa.string()),
            pa.run_end_encoded(pa.int32(), pa.int8()), pa.dense_union([pa.field("a", pa.int8())]),
            pa.decimal256(20, 3), pa.decimal128(20, 3), pa.null(), pa.struct([]),
            pa.list_(pa.field("x", pa.int8(), nullable=False)),
        ]:  # fmt: skip
            for ntz in (True, False):
                schema = pa.schema([("a", arrow)])
                our = ours.from_arrow_schema(schema, ntz)
                try:
                    theirs = self.theirs.from_arrow_schema(schema, ntz)
                except Exception as error:
                    assert "UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION" in str(error), arrow
                    continue
                assert repr(our) == repr(theirs), arrow
