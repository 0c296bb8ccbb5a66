from __future__ import annotations

import pickle
import threading
import traceback

import pytest

from pysail.spark.datasource import (
    DataSource,
    DataSourceError,
    DataSourceReader,
    DataSourceWriter,
    InputPartition,
)
from pysail.spark.datasource.arrow import ArrowOnlyType
from pysail.spark.datasource.capsule import Exported
from pysail.spark.datasource.protocol import (
    OpenSource,
    OperationError,
    copies_of,
    declare_schema,
    failure,
    new_copy,
    open_reader,
    open_source,
    open_writer,
    options_of,
    plan_partitions,
    start_read,
)
from pysail.spark.datasource.types import StructType


class Reader(DataSourceReader):
    def __init__(self, schema=None):
        self.schema = schema

    def read(self, partition):
        yield (partition.value,)


class Source(DataSource):
    def schema(self):
        return "a INT"

    def reader(self, schema):
        return Reader(schema)


def opened(instance):
    return OpenSource("src", instance)


def message_of(call, *arguments):
    with pytest.raises(OperationError) as raised:
        call(*arguments)
    return str(raised.value)


def declaring(schema):
    class Declaring(Source):
        def schema(self):
            return schema

    return opened(Declaring({}))


def test_a_source_is_read_from_beginning_to_end():
    source = open_source("src", Source, {"a": 1})
    declared = declare_schema(source)
    reader = open_reader(source, declared)
    [partition] = plan_partitions(source, reader)
    copy = new_copy(source, copies_of(source, reader))

    assert list(start_read(source, copy, partition)) == [(None,)]
    assert reader.schema is declared.struct
    assert copy is not reader


def test_options_are_texts():
    options = options_of({"Limit": 5, "header": True, "raw": False, "gone": None, "x": "Y"})

    assert dict(options) == {"Limit": "5", "header": "true", "raw": "false", "x": "Y"}
    assert options["LIMIT"] == "5"


def test_one_path_is_an_option_and_several_are_an_array():
    assert dict(options_of({}, ["/a b"])) == {"path": "/a b"}
    assert dict(options_of({}, ["/a", '/"b'])) == {"paths": '["/a","/\\"b"]'}


def test_arguments_go_by_keyword_where_pysparks_names_are_used():
    calls = []

    class Keyword(DataSource):
        def __init__(self, *, options):
            calls.append(options)

        def reader(self, *, schema):
            calls.append(schema)
            return Reader()

    class Swallowing(Keyword):
        def __init__(self, **everything):
            calls.append(everything["options"])

    for cls in (Keyword, Swallowing):
        source = open_source("src", cls, {"a": "b"})
        open_reader(source, declare_schema(source, "a INT"))

    assert [type(each).__name__ for each in calls] == ["CaseInsensitiveDict", "StructType"] * 2


def test_arguments_go_by_position_where_they_have_other_names():
    class Position(DataSource):
        def __init__(self, opts):
            self.options = opts

        def reader(self, wanted, /):
            return Reader(wanted)

        def writer(self, wanted, replace):
            class Writer(DataSourceWriter):
                def write(self, iterator): ...

            Writer.given = (wanted, replace)
            return Writer()

    source = open_source("src", Position, {"A": "b"})
    declared = declare_schema(source, "a INT")

    assert source.instance.options["a"] == "b"
    assert open_reader(source, declared).schema is declared.struct
    assert open_writer(source, declared, True).given == (declared.struct, True)


def test_a_type_error_inside_the_source_is_not_taken_for_a_wrong_call():
    calls = []

    class Failing(Source):
        def reader(self, schema):
            calls.append(schema)
            raise TypeError("reader() got an unexpected keyword argument 'schema'")

    source = opened(Failing({}))

    assert "TypeError" in message_of(open_reader, source, declare_schema(source))
    assert len(calls) == 1


@pytest.mark.parametrize(
    "given",
    ["a INT, b STRING", "a: int, b: string", StructType.fromDDL("a INT, b STRING")],
)
def test_a_schema_in_any_form_becomes_a_struct_and_a_description(given):
    declared = declare_schema(declaring(given))

    assert declared.struct.simpleString() == "struct<a:int,b:string>"
    assert [field[:2] for field in declared.description[3]] == [("i", "a"), ("u", "b")]


def test_an_arrow_schema_is_described_exactly():
    field = ("U", "a", False, (), ((b"k", b"v"),), None, 0)
    description = ("+s", "", False, (field,), ((b"top", b"level"),), None, 0)

    declared = declare_schema(declaring(Exported(description)))

    assert declared.description == description
    assert isinstance(declared.struct["a"].dataType, ArrowOnlyType)


def test_a_schema_of_pyarrow_is_taken():
    pa = pytest.importorskip("pyarrow")

    declared = declare_schema(declaring(pa.schema([("a", pa.int32()), ("b", pa.uint8())])))

    assert declared.struct.simpleString() == "struct<a:int,b:arrow(C)>"


def test_a_schema_of_the_user_is_used_without_asking_the_source():
    class Silent(Source):
        def schema(self):
            raise AssertionError("not asked for")

    assert declare_schema(opened(Silent({})), "x DATE").struct.simpleString() == "struct<x:date>"


def test_what_cannot_be_a_schema_is_refused():
    start = "[{}] [src::schema] "
    assert message_of(declare_schema, declaring(None)) == (
        start.format("DATA_SOURCE_TYPE_MISMATCH")
        + "PySparkTypeError: Expected 'schema' to return a DDL text, a StructType or an Arrow "
        "schema, but got 'NoneType'."
    )
    assert message_of(declare_schema, declaring("a INT,")) == (
        start.format("PARSE_SYNTAX_ERROR")
        + "ParseException: Syntax error at or near end of input: "
        "expected the name of a column (line 1, pos 6)."
    )
    assert message_of(declare_schema, declaring("bigint")).startswith(
        start.format("INVALID_SCHEMA")
    )
    assert message_of(declare_schema, opened(DataSource({}))) == (
        start.format("NOT_IMPLEMENTED") + "PySparkNotImplementedError: schema is not implemented."
    )


def test_what_cannot_read_or_write_is_refused():
    class Wrong(Source):
        def reader(self, schema):
            return [1]

        def writer(self, schema, overwrite):
            return None

    source = opened(Wrong({}))
    declared = declare_schema(source)

    assert message_of(open_reader, source, declared) == (
        "[DATA_SOURCE_TYPE_MISMATCH] [src::reader] PySparkTypeError: "
        "Expected an instance of DataSourceReader, but got 'list'."
    )
    assert message_of(open_writer, source, declared, False) == (
        "[DATA_SOURCE_TYPE_MISMATCH] [src::writer] PySparkTypeError: "
        "Expected an instance of DataSourceWriter, but got 'NoneType'."
    )
    assert "NOT_IMPLEMENTED" in message_of(open_writer, opened(Source({})), declared, False)


def planned(partitions):
    class Planned(Reader):
        def partitions(self):
            return partitions

    return plan_partitions(opened(Source({})), Planned())


def test_partitions_come_from_any_iterable():
    parts = [InputPartition(1), InputPartition(2)]

    assert planned(parts) == planned(tuple(parts)) == planned(iter(parts)) == parts


def test_no_partition_is_one_without_a_value():
    class Old(Reader):
        def partitions(self):
            raise NotImplementedError

    class Duck:
        def read(self, partition): ...

    for partitions in (
        planned([]),
        plan_partitions(opened(None), Reader()),
        plan_partitions(opened(None), Old()),
        plan_partitions(opened(None), Duck()),
    ):
        [partition] = partitions
        assert isinstance(partition, InputPartition)
        assert partition.value is None


def test_what_is_no_partition_is_refused():
    start = "[DATA_SOURCE_TYPE_MISMATCH] [src::partitions] PySparkTypeError: Expected "

    assert message_of(planned, 5) == start + "'partitions' to return a list, but got 'int'."
    assert message_of(planned, [InputPartition(1), 5, "x"]) == (
        start + "elements in 'partitions' to be of type 'InputPartition', but got 'int', 'str'."
    )


def test_each_partition_reads_on_a_copy():
    source, reader = opened(Source({})), Reader([1])
    copies = copies_of(source, reader)

    one, two = new_copy(source, copies), new_copy(source, copies)
    one.schema.append(2)

    assert reader.schema == two.schema == [1]
    assert copies.method in ("pickle", "cloudpickle")
    assert copies.reason == ""


def test_a_reader_that_does_not_pickle_is_shared_and_says_why():
    source, reader = opened(Source({})), Reader(threading.Lock())

    copies = copies_of(source, reader)

    assert copies.method == "shared"
    assert "cannot pickle '_thread.lock' object" in copies.reason
    assert new_copy(source, copies) is reader


def test_a_local_class_is_copied_where_there_is_cloudpickle():
    pytest.importorskip("cloudpickle")

    class Local(Reader):
        pass

    copies = copies_of(opened(Source({})), Local())

    assert copies.method == "cloudpickle"


def unpicklable():
    raise ValueError("moved away")


def test_a_reader_that_does_not_come_back_is_an_error():
    class Lost:
        def __reduce__(self):
            return (unpicklable, ())

    source = opened(Source({}))
    copies = copies_of(source, Reader(Lost()))

    assert message_of(new_copy, source, copies) == (
        "[PYTHON_EXCEPTION] [src::unpickle] ValueError: moved away"
    )


def reading(result):
    class Giving(Reader):
        def read(self, partition):
            return result

    return list(start_read(opened(Source({})), Giving(), InputPartition(1)))


def test_read_may_give_any_iterable_or_nothing():
    assert reading(None) == []
    assert reading([(1,), (2,)]) == reading(iter([(1,), (2,)])) == [(1,), (2,)]


def test_a_single_arrow_object_is_one_element():
    class Batch:
        def __arrow_c_array__(self): ...

        def __iter__(self):
            raise AssertionError("the columns of a batch are not its rows")

    batch = Batch()

    assert reading(batch) == [batch]


@pytest.mark.parametrize("result", [5, "text", {"a": 1}])
def test_what_is_no_iterable_of_rows_is_refused(result):
    assert message_of(reading, result) == (
        "[DATA_SOURCE_INVALID_RETURN_TYPE] [src::read] PySparkTypeError: Unsupported return type "
        f"('{type(result).__name__}') from Python data source 'src'. Expected types: iterator."
    )


def failing_source(error):
    class Failing(Source):
        def schema(self):
            raise error

    return opened(Failing({}))


@pytest.mark.parametrize(
    "kind", [ValueError, SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration]
)
def test_whatever_a_source_raises_is_an_error_of_its_operation(kind):
    error = kind("bad page")

    with pytest.raises(OperationError) as raised:
        declare_schema(failing_source(error))

    assert str(raised.value) == (
        f"[PYTHON_DATA_SOURCE_ERROR] [src::schema] {kind.__name__}: bad page"
    )
    assert raised.value.__cause__ is error
    assert (raised.value.source, raised.value.operation) == ("src", "schema")


def test_the_traceback_begins_in_the_source():
    with pytest.raises(OperationError) as raised:
        declare_schema(failing_source(ValueError("x")))

    [line] = traceback.extract_tb(raised.value.__cause__.__traceback__)
    assert line.name == "schema"
    assert line.line == "raise error"


def test_causes_of_the_cause_are_kept():
    class Failing(Source):
        def schema(self):
            try:
                raise OSError("disk")
            except OSError as error:
                raise DataSourceError("no schema") from error

    with pytest.raises(OperationError) as raised:
        declare_schema(opened(Failing({})))

    assert str(raised.value.__cause__.__cause__) == "disk"


def test_a_condition_of_the_source_is_kept():
    error = DataSourceError("nope", errorClass="MY_CONDITION")

    assert message_of(declare_schema, failing_source(error)) == (
        "[MY_CONDITION] [src::schema] DataSourceError: nope"
    )


def test_what_fails_while_rows_are_produced_is_a_python_exception():
    assert str(failure("src", "read", ValueError("x"))) == (
        "[PYTHON_EXCEPTION] [src::read] ValueError: x"
    )
    already = failure("src", "read", ValueError("x"))
    assert failure("other", "schema", already) is already


def test_an_error_pickles():
    error = pickle.loads(pickle.dumps(failure("src", "read", ValueError("x"))))

    assert str(error) == "[PYTHON_EXCEPTION] [src::read] ValueError: x"
    assert isinstance(error.__cause__, ValueError)


class ThreeMethods:
    def infer_schema(self, options):
        return f"value {options['Type']}"

    def plan_partitions(self, options):
        return ({"from": i, "options": options} for i in range(2))

    def read_partition(self, spec, options):
        yield (spec["from"], spec["options"] == options == {"Type": "INT", "n": "2"})


def test_a_three_method_class_is_read_like_any_source():
    source = open_source("three", ThreeMethods, {"Type": "INT", "n": 2})
    reader = open_reader(source, declare_schema(source))
    copies = copies_of(source, reader)

    rows = [
        list(start_read(source, new_copy(source, copies), partition))
        for partition in plan_partitions(source, reader)
    ]

    assert rows == [[(0, True)], [(1, True)]]


def test_a_three_method_class_plans_what_json_can_say():
    class Odd(ThreeMethods):
        def plan_partitions(self, options):
            return [{"x": object()}]

    source = open_source("three", Odd, {"Type": "INT"})
    reader = open_reader(source, declare_schema(source))

    assert "Expected 'plan_partitions' to return what JSON can say" in message_of(
        plan_partitions, source, reader
    )


def test_a_class_that_can_do_nothing_is_refused():
    assert message_of(open_source, "src", DataSource, {}).startswith(
        "[DATA_SOURCE_TYPE_MISMATCH] [src::__init__] PySparkTypeError: Expected a data source class"
    )
