"""How a source is made and asked: options, names, schemas, readers, partitions, pickling."""

from __future__ import annotations

import threading
from typing import Any

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import IntegerType, LongType, StringType, StructField, StructType

from .table import UNKNOWN, Source, SourceReader, Texts, batch, case

# -- options and paths ------------------------------------------------------------------------


@case("options are texts", options={"Number": 5, "yes": True, "no": False, "float": 1.5, "gone": None})
@case("no options")
@case("one path", paths=["a.csv"])
@case("several paths", paths=["a.csv", "b c.csv", 'd".csv', "ü\n.csv"])
@case("a path and an option path", paths=["a.csv"], options={"path": "b.csv"})
@case("several paths and an option path", paths=["a.csv", "b.csv"], options={"path": "c.csv"})
@case("a path that is empty", paths=[""])
@case("an option that is empty", options={"empty": ""})
@case("an option with odd letters", options={"a b.c": "ü\n\0😀"})
class Options(Texts):
    def texts(self) -> Any:
        for key, value in sorted((key.lower(), value) for key, value in self.options.items()):
            yield f"{key}={value!r}"


@case("options are found in any case", options={"MaxRetries": "3"})
class OptionsInAnyCase(Texts):
    def texts(self) -> Any:
        options = self.options
        yield repr([options["maxretries"], options["MAXRETRIES"], "maxRetries" in options])
        yield repr([options.get("other"), options.get("other", 1), len(options)])
        yield type(options).__name__


@case("the spelling of options in a list", options={"MaxRetries": "3"})
class SpellingOfOptions(Texts):
    def texts(self) -> Any:
        return list(self.options)


@case("options that are changed by the source", options={"a": "1"})
class ChangesOptions(Texts):
    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.options["b"] = 2
        del self.options["A"]

    def texts(self) -> Any:
        return [repr(sorted(self.options.items()))]


@case("a parameter that is not called options")
class OptionsByAnotherName(Texts):
    def __init__(self, settings: Any) -> None:
        self.settings = settings

    def texts(self) -> Any:
        return [str(len(self.settings))]


@case("keyword arguments only", options={"a": "1"})
class Keywords(Texts):
    def __init__(self, **arguments: Any) -> None:
        self.arguments = arguments

    def texts(self) -> Any:
        return sorted(self.arguments)


@case("an object without the base class's __init__")
class WithoutSuper(Texts):
    def __init__(self, options: Any) -> None:
        pass

    def texts(self) -> Any:
        return [str(hasattr(self, "options"))]


# -- names ------------------------------------------------------------------------------------


@case("a name that the source gives", name="named-by-itself")
@case("a name in another case", name="NAMED-by-itself")
class NamedByItself(Source):
    @classmethod
    def name(cls) -> str:
        return "named-by-itself"


@case("a name as a static method", name="static-name")
class StaticName(Source):
    @staticmethod
    def name() -> str:  # type: ignore[override]
        return "static-name"


@case("a name as a plain method", name="PlainName")
class PlainName(Source):
    def name(self) -> str:  # type: ignore[override]
        return "PlainName"


@case("a name as an attribute", name="attribute-name")
class AttributeName(Source):
    name = "attribute-name"  # type: ignore[assignment]


@case("a name that raises")
class RaisesInName(Source):
    @classmethod
    def name(cls) -> str:
        raise ValueError("no name today")


@case("a name that is no text")
class NameIsNoText(Source):
    @classmethod
    def name(cls) -> str:
        return 5  # type: ignore[return-value]


@case("an unknown source", name=UNKNOWN)
class Unknown:
    """Is not looked for: the case asks for another name."""


# -- schemas ----------------------------------------------------------------------------------


@case("a schema given by the user", schema="b string, a long")
@case("a schema given by the user, required", schema="a int not null")
@case("a schema given by the user, with comments", schema="a int comment 'x''y', `b c` struct<d: date>")
@case("a schema given by the user, with colons", schema="a: int, b: string")
@case("a schema given by the user, of one type", schema="int")
@case("a schema given by the user, invalid", schema="a strnig")
@case("a schema given by the user, not finished", schema="a struct<b: int")
@case("a schema given by the user, with a name twice", schema="a int, a int")
@case("a schema given by the user, with a name twice in another case", schema="a int, A int")
class SchemaOfUser(Source):
    def schema(self) -> Any:
        raise AssertionError("is not asked")

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        from pyspark.sql.pandas.types import to_arrow_schema

        yield pa.RecordBatch.from_pylist([], to_arrow_schema(schema, timezone="UTC"))


@case("what the reader gets as a schema")
@case("what the reader gets as a schema of the user", schema="a string not null, b long, c array<int>")
class SeesSchema(Texts):
    ddl = "a string, `b c` decimal(5,2) comment 'x', d struct<e: map<string,date>> not null"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        raise ValueError(f"{isinstance(schema, StructType)} {schema.json()}")


@case("a schema as a StructType")
class SchemaAsStruct(Source):
    ddl = StructType([StructField("a", IntegerType(), False), StructField("b", StringType(), True, {"k": 1})])

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        fields = [pa.field("a", pa.int32(), False), pa.field("b", pa.string())]
        yield pa.RecordBatch.from_pylist([{"a": 1, "b": "x"}], pa.schema(fields))


@case("a schema without columns")
class NoColumns(Source):
    ddl = StructType([])

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield pa.RecordBatch.from_struct_array(pa.array([{}, {}], pa.struct([])))


@case("a schema without columns, as DDL")
class NoColumnsDdl(NoColumns):
    ddl = ""


@case("a schema with a name twice")
class TwiceTheName(Source):
    ddl = "a int, a int"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch([1], [2], names="a a")


@case("a schema with a name twice in another case")
class NameInTwoCases(Source):
    ddl = "a int, A int"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch([1], [2], names="a A")


@case("a schema with an odd name")
class OddName(Source):
    ddl = "`a b.c` int, `d``e` int"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch([1], [2]).rename_columns(["a b.c", "d`e"])


@case("a schema as DDL that is invalid")
class InvalidDdl(Source):
    ddl = "a strnig"


@case("a schema as DDL that is not finished")
class UnfinishedDdl(Source):
    ddl = "a struct<b: int"


@case("a schema as DDL with colons")
class ColonDdl(Source):
    ddl = "a: int"


@case("a schema as DDL that is one type")
class TypeDdl(Source):
    ddl = "int"


@case("a schema as DDL that is one struct")
class StructDdl(Source):
    ddl = "struct<a: int>"


@case("a schema as DDL of intervals that Arrow cannot have")
class IntervalDdl(Source):
    ddl = "a interval"


@case("a schema as DDL of a variant")
class VariantDdl(Source):
    ddl = "a variant"


@case("a schema as DDL of months")
class MonthsDdl(Source):
    ddl = "a interval year to month"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        return iter(())


@case("a schema as DDL with a default")
class DefaultDdl(Source):
    ddl = "a int default 5"


@case("a schema in Arrow")
class ArrowSchema(Source):
    ddl = pa.schema([("a", pa.int32())])


@case("a schema that is None")
class NoneSchema(Source):
    ddl = None


@case("a schema that is a list")
class ListSchema(Source):
    ddl: Any = ["a int"]  # noqa: RUF012


@case("a schema that is a number")
class NumberSchema(Source):
    ddl = 5


@case("a schema that is one type's object")
class TypeSchema(Source):
    ddl = LongType()


@case("a class that has no methods")
class Nothing(DataSource):
    pass


@case("a schema that is not implemented")
@case("a schema that is not implemented, and given by the user", schema="a int")
class SchemaNotImplemented(DataSource):
    def reader(self, schema: StructType) -> Any:
        return SourceReader(Source({}), schema)


@case("a schema that raises")
class RaisesInSchema(Source):
    def schema(self) -> Any:
        raise ValueError("no schema today")


# -- readers ----------------------------------------------------------------------------------


@case("a class that has only a schema")
class OnlySchema(DataSource):
    def schema(self) -> Any:
        return "a int"


@case("a class without a reader")
class NoReader(OnlySchema):
    def writer(self, schema: StructType, overwrite: bool) -> Any:
        raise AssertionError("is not asked")


@case("a class that is no DataSource")
class NoDataSource:
    def __init__(self, options: Any) -> None:
        pass

    @classmethod
    def name(cls) -> str:
        return "NoDataSource"

    def schema(self) -> Any:
        return "a int"

    def reader(self, schema: StructType) -> Any:
        return SourceReader(Source({}), schema)


@case("a reader that is None")
class NoneReader(Source):
    def reader(self, schema: StructType) -> Any:
        return None


@case("a reader that is a number")
class NumberReader(Source):
    def reader(self, schema: StructType) -> Any:
        return 5


class Duck:
    def read(self, partition: InputPartition) -> Any:
        yield batch([1])


@case("a reader that only has the method read")
class DuckReader(Source):
    def reader(self, schema: StructType) -> Any:
        return Duck()


@case("a parameter of reader that is not called schema")
class SchemaByAnotherName(Source):
    def reader(self, columns: StructType) -> Any:  # type: ignore[override]
        return SourceReader(self, columns)


class Incomplete(DataSourceReader):
    pass


@case("a reader without the method read")
class IncompleteReader(Source):
    def reader(self, schema: StructType) -> Any:
        return Incomplete()  # type: ignore[abstract]


@case("a reader that raises")
class RaisesInReader(Source):
    def reader(self, schema: StructType) -> Any:
        raise ValueError("no reader today")


class Filtering(SourceReader):
    def pushFilters(self, filters: Any) -> Any:
        return filters


@case("a reader that takes filters")
class FilteringReader(Source):
    def reader(self, schema: StructType) -> Any:
        return Filtering(self, schema)


# -- partitions -------------------------------------------------------------------------------


class Partitioned(Texts):
    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch(pa.array([f"{type(partition).__name__}({partition.value!r})"]))


@case("partitions in a list")
class InList(Partitioned):
    def partitions(self) -> Any:
        return [InputPartition(2), InputPartition("ü"), InputPartition({"a": [1, None]})]


@case("partitions from a generator")
class FromGenerator(Partitioned):
    def partitions(self) -> Any:
        yield InputPartition(1)
        yield InputPartition(2)


@case("partitions in a tuple")
class InTuple(Partitioned):
    def partitions(self) -> Any:
        return (InputPartition(1), InputPartition(2))


@case("partitions in a subclass of list")
class InSubclassOfList(Partitioned):
    def partitions(self) -> Any:
        return type("Some", (list,), {})([InputPartition(1)])


@case("no partitions")
class NoPartitions(Partitioned):
    def partitions(self) -> Any:
        return []


@case("many partitions")
class ManyPartitions(Partitioned):
    def partitions(self) -> Any:
        return [InputPartition(number) for number in range(20)]


class OwnPartition(InputPartition):
    def __init__(self, first: int, last: int) -> None:
        super().__init__((first, last))
        self.first = first


@case("partitions of an own class")
class OfOwnClass(Partitioned):
    def partitions(self) -> Any:
        return [OwnPartition(1, 2)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch(pa.array([f"{type(partition).__name__} {vars(partition)}"]))


@case("partitions that are None")
class NonePartitions(Partitioned):
    def partitions(self) -> Any:
        return None


@case("partitions that are a number")
class NumberPartitions(Partitioned):
    def partitions(self) -> Any:
        return 5


@case("partitions of which one is a number")
class NumberAmongPartitions(Partitioned):
    def partitions(self) -> Any:
        return [InputPartition(1), 5]


@case("partitions of which all are numbers")
class NumbersAsPartitions(Partitioned):
    def partitions(self) -> Any:
        return [1, 2]


@case("partitions that raise")
class RaisesInPartitions(Partitioned):
    def partitions(self) -> Any:
        raise ValueError("no partitions today")


@case("partitions that are not implemented, as before PySpark 4.2")
class NotImplementedPartitions(Partitioned):
    def partitions(self) -> Any:
        raise NotImplementedError


class DefaultReader(DataSourceReader):
    def read(self, partition: InputPartition) -> Any:
        yield batch(pa.array([f"{type(partition).__name__}({partition.value!r})"]))


@case("the default partition")
class DefaultPartition(Texts):
    def reader(self, schema: StructType) -> Any:
        return DefaultReader()


@case("partitions that do not pickle")
class UnpicklablePartitions(Partitioned):
    def partitions(self) -> Any:
        return [InputPartition(threading.Lock())]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        yield batch(pa.array([type(partition.value).__name__]))


# -- state ------------------------------------------------------------------------------------


@case("each partition is read on a copy of the planned reader")
class Stateful(Texts):
    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.calls = ["__init__"]

    def schema(self) -> Any:
        self.calls.append("schema")
        return "a string"

    def reader(self, schema: StructType) -> Any:
        self.calls.append("reader")
        return SourceReader(self, schema)

    def partitions(self) -> Any:
        self.calls.append("partitions")
        return [InputPartition(1), InputPartition(2)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        self.calls.append(f"read {partition.value}")
        yield batch(pa.array([" ".join(self.calls)]))


@case("the task that a partition is read in")
class InTask(Texts):
    def partitions(self) -> Any:
        return [InputPartition(number) for number in range(3)]

    def texts(self) -> Any:
        context = TaskContext.get()
        yield "none" if context is None else f"{context.partitionId()} {context.attemptNumber()}"


@case("a reader that does not pickle")
class Unpicklable(Source):
    def reader(self, schema: StructType) -> Any:
        reader = SourceReader(self, schema)
        reader.lock = threading.Lock()  # type: ignore[attr-defined]
        return reader


@case("a source that does not pickle")
class UnpicklableSource(Source):
    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.lock = threading.Lock()

    def reader(self, schema: StructType) -> Any:
        return DuckLike()


class DuckLike(DataSourceReader):
    def read(self, partition: InputPartition) -> Any:
        yield batch([1])


@case("a reader whose class only cloudpickle can pickle")
class LocalReader(Source):
    def reader(self, schema: StructType) -> Any:
        class Local(DataSourceReader):
            def read(self, partition: InputPartition) -> Any:
                yield batch([7])

        return Local()


class RaisesWhenPickled(SourceReader):
    def __reduce__(self) -> Any:
        raise ValueError("not in a jar")


@case("a reader that raises when it is pickled")
class PicklingRaises(Source):
    def reader(self, schema: StructType) -> Any:
        return RaisesWhenPickled(self, schema)


def _fails() -> Any:
    raise ValueError("does not come back")


class RaisesWhenUnpickled(SourceReader):
    def __reduce__(self) -> Any:
        return (_fails, ())


@case("a reader that raises when it is unpickled")
class UnpicklingRaises(Source):
    def reader(self, schema: StructType) -> Any:
        return RaisesWhenUnpickled(self, schema)
