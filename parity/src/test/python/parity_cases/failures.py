"""What a source raises, and where."""

from __future__ import annotations

import sys
from typing import Any

import pyarrow as pa
from pyspark.errors import PySparkException, PySparkRuntimeError, PySparkTypeError
from pyspark.sql.datasource import InputPartition
from pyspark.sql.types import StructType

from .table import Source, SourceReader, batch, case


class OwnError(Exception):
    """A source's own."""


class Awkward(Exception):
    def __str__(self) -> str:
        raise ValueError("no text")


def chained() -> None:
    try:
        raise KeyError("inner")
    except KeyError as error:
        raise RuntimeError("outer") from error


def handled() -> None:
    try:
        raise KeyError("inner")
    except KeyError:
        raise RuntimeError("outer")  # noqa: B904 - to see how the context is told


def raised(error: BaseException) -> Any:
    def throw() -> None:
        raise error

    return throw


ERRORS: dict[str, Any] = {
    "ValueError": raised(ValueError("the disk is gone")),
    "an own error": raised(OwnError("on several\nlines", 5)),
    "an error without a message": raised(RuntimeError()),
    "an error whose text raises": raised(Awkward()),
    "an error with odd letters": raised(ValueError("ü😀\\n")),
    "KeyError": raised(KeyError("a")),
    "OSError": raised(FileNotFoundError(2, "No such file or directory", "a.csv")),
    "a cause": chained,
    "a context": handled,
    "an AssertionError": raised(AssertionError("no")),
    "StopIteration": raised(StopIteration("done")),
    "NotImplementedError": raised(NotImplementedError("later")),
    "an ImportError": raised(ModuleNotFoundError("No module named 'x'", name="x")),
    "RecursionError": raised(RecursionError("too deep")),
    "MemoryError": raised(MemoryError("too much")),
    "sys.exit": lambda: sys.exit(3),
    "sys.exit without a code": sys.exit,
    "KeyboardInterrupt": raised(KeyboardInterrupt("stop")),
    "GeneratorExit": raised(GeneratorExit("stop")),
    "BaseException": raised(BaseException("base")),
    "a condition of PySpark": raised(
        PySparkRuntimeError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "joy"})
    ),
    "a condition of PySpark's types": raised(
        PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION", messageParameters={"data_type": "x"})
    ),
    "an error of PySpark without a condition": raised(PySparkException("just so")),
    "an error with a condition in its text": raised(ValueError("[MY_CONDITION] just so")),
    "an error of Arrow": lambda: pa.array(["x"]).cast(pa.int32()),
}  # fmt: skip

EVERYWHERE = ["ValueError", "a condition of PySpark", "sys.exit", "KeyboardInterrupt", "StopIteration"]


class Raising(Source):
    """Raises the error of one option at the place that the other names."""

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.at("__init__")

    def at(self, place: str) -> None:
        if self.options["place"] == place:
            ERRORS[self.options["error"]]()

    def schema(self) -> Any:
        self.at("schema")
        return "a int"

    def reader(self, schema: StructType) -> Any:
        self.at("reader")
        return SourceReader(self, schema)

    def partitions(self) -> Any:
        self.at("partitions")
        return [InputPartition(None)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        self.at("read")
        return self.batches()

    def batches(self) -> Any:
        self.at("first batch")
        yield batch([1])
        self.at("second batch")
        yield batch([2])
        self.at("end")


def everywhere() -> None:
    for error in ERRORS:
        places = ["__init__", "schema", "reader", "partitions", "read", "first batch", "second batch", "end"]
        for place in places if error in EVERYWHERE else ["schema", "second batch"]:
            title = f"{error} raised in {place}"
            case(title, options={"error": error, "place": place})(Raising)


everywhere()


@case("print while planning and reading")
class Prints(Source):
    def schema(self) -> Any:
        print("a line of schema")
        return "a int"

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        print("a line of read", flush=True)
        yield batch([1])


@case("a partition fails after others")
class LaterPartition(Source):
    def partitions(self) -> Any:
        return [InputPartition(number) for number in range(3)]

    def read(self, partition: InputPartition, schema: StructType) -> Any:
        if partition.value == 2:
            raise OwnError("the third")
        yield batch([partition.value])


class NoArguments(Source):
    def __init__(self) -> None:
        pass


case("an __init__ without parameters")(NoArguments)


@case("a class that cannot be made")
class Abstract(Source):
    def __init__(self, options: Any, more: Any) -> None:
        super().__init__(options)


@case("a module that is not there")
class MissingModule(Source):
    def schema(self) -> Any:
        import no_such_module

        return no_such_module.ddl
