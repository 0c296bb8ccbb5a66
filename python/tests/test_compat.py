"""The compatibility layer, each case in a process of its own: imports cannot be taken back."""

from __future__ import annotations

import importlib.util
import textwrap

import pytest

HAS_PYSPARK = importlib.util.find_spec("pyspark") is not None
without_pyspark = pytest.mark.skipif(HAS_PYSPARK, reason="PySpark is installed")
INSTALL = "from pysail.spark.datasource import compat; compat.install()\n"

OLD_PYSPARK = {
    "pyspark/__init__.py": "__version__ = '4.0.0'",
    "pyspark/errors.py": """
        __all__ = ["PySparkException"]
        class PySparkException(Exception):
            def __init__(self, message=None, errorClass=None, messageParameters=None):
                self.message = message
    """,
    "pyspark/sql/__init__.py": "from pyspark.sql.types import Row",
    "pyspark/sql/types.py": """
        __all__ = ["DataType", "Row", "StructType", "StructField", "IntegerType"]
        class Row(tuple): pass
        class DataType:
            def __eq__(self, other):
                return isinstance(other, type(self)) and vars(self) == vars(other)
        class AtomicType(DataType): pass
        class DatetimeType(AtomicType): pass
        class IntegerType(AtomicType): pass
        class StructField(DataType):
            def __init__(self, name, dataType, nullable=True, metadata=None):
                assert isinstance(dataType, DataType), dataType
                self.name, self.dataType, self.nullable = name, dataType, nullable
                self.metadata = metadata or {}
        class StructType(DataType):
            def __init__(self, fields=None):
                self.fields = fields or []
            def __iter__(self):
                return iter(self.fields)
    """,
    "pyspark/sql/datasource.py": """
        from abc import ABC, abstractmethod
        __all__ = ["DataSource", "DataSourceReader", "InputPartition", "DataSourceStreamWriter"]
        class DataSource(ABC):
            def __init__(self, options): self.options = options
            @classmethod
            def name(cls): return cls.__name__
            def schema(self): raise NotImplementedError
            def reader(self, schema): raise NotImplementedError
            def writer(self, schema, overwrite): raise NotImplementedError
        class DataSourceReader(ABC):
            def partitions(self): raise NotImplementedError
            @abstractmethod
            def read(self, partition): ...
        class DataSourceStreamWriter(ABC):
            def commit(self, messages, batchId): return "theirs"
        class InputPartition:
            def __init__(self, value): self.value = value
    """,
    "pyspark/sql/streaming/__init__.py": "",
    "pyspark/sql/functions.py": "",
}


@pytest.fixture
def old_pyspark(tmp_path):
    """A folder with the shape of an older PySpark, without what came after it."""
    folder = tmp_path / "old"
    for name, text in OLD_PYSPARK.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text))
    return folder


@without_pyspark
def test_without_pyspark_its_imports_give_our_classes(python):
    python(
        INSTALL
        + """
from pyspark import Row, TaskContext, __version__
from pyspark.errors import PySparkNotImplementedError
from pyspark.errors.exceptions.base import PySparkException
from pyspark.sql import Row as Row2
from pyspark.sql.datasource import *
from pyspark.sql.datasource import CaseInsensitiveDict
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.streaming.datasource import ReadMaxRows, SupportsTriggerAvailableNow
from pyspark.sql.types import *
from pyspark.sql.types import NumericType
import pyspark.sql.types as T
import pysail.spark.datasource as ours
assert Row is Row2 is ours.Row
assert DataSource is ours.DataSource
assert StructType is T.StructType is ours.StructType
assert ReadMaxRows is ours.ReadMaxRows
assert issubclass(PySparkNotImplementedError, PySparkException)
assert T.__name__ == "pyspark.sql.types"
assert __version__ == "4.3.0"
"""
    )


@without_pyspark
def test_star_imports_only_what_pyspark_announces(python):
    printed = python(
        INSTALL
        + """
import pyspark.sql.types, pyspark.sql.datasource
print(*pyspark.sql.types.__all__, *pyspark.sql.datasource.__all__)
"""
    )

    names = printed.split()
    assert {"StructType", "Row", "TimeType", "DataSource", "StringContains"} <= set(names)
    assert not {"NumericType", "ArrowOnlyType", "_create_row", "ColumnPath", "And"} & set(names)


@without_pyspark
def test_without_pyspark_other_parts_say_what_there_is(python):
    error = python(INSTALL + "import pyspark.sql.functions", fails=True)

    assert error.splitlines()[-1].startswith(
        "ModuleNotFoundError: No module named 'pyspark.sql.functions': PySpark is not installed, "
        "and of its modules only those that data sources use are provided: pyspark, pyspark.errors,"
    )
    assert error.rstrip().endswith("Install pyspark for the others.")


@without_pyspark
def test_a_name_that_is_not_provided_points_to_the_reason(python):
    error = python(INSTALL + "from pyspark.sql import SparkSession", fails=True)

    assert "cannot import name 'SparkSession' from 'pyspark.sql'" in error
    assert "compat.py" in error.splitlines()[-1]


@without_pyspark
def test_installing_again_changes_nothing(python):
    python(
        """
import sys
from pysail.spark.datasource import compat
assert compat.install() is True
before = list(sys.meta_path)
import pyspark.sql.types
types = pyspark.sql.types
assert compat.install() is True
import pyspark.sql.types
assert sys.meta_path == before and pyspark.sql.types is types
"""
    )


@without_pyspark
def test_a_folder_called_pyspark_is_not_pyspark(python, tmp_path):
    (tmp_path / "pyspark").mkdir()

    python(INSTALL + "from pyspark.sql.datasource import DataSource", path=[tmp_path])


@without_pyspark
def test_without_install_nothing_is_served(python):
    error = python("import pysail.spark.datasource.compat, pyspark", fails=True)

    assert error.rstrip().endswith("No module named 'pyspark'")


@without_pyspark
def test_an_unmodified_source_runs_without_pyspark(python, tmp_path):
    (tmp_path / "their_source.py").write_text(
        textwrap.dedent("""
        from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
        from pyspark.sql.types import *

        class Numbers(DataSource):
            @classmethod
            def name(cls): return "numbers"
            def schema(self): return StructType([StructField("n", IntegerType())])
            def reader(self, schema): return NumbersReader(schema)

        class NumbersReader(DataSourceReader):
            def __init__(self, schema):
                assert isinstance(schema, StructType)
            def partitions(self): return [InputPartition(2), InputPartition(3)]
            def read(self, partition): yield (partition.value,)
        """)
    )

    printed = python(
        INSTALL
        + """
from pysail.spark.datasource import discovery, protocol
opened = protocol.open_source("n", discovery.find("their_source:Numbers").cls, {})
declared = protocol.declare_schema(opened)
reader = protocol.open_reader(opened, declared)
copies = protocol.copies_of(opened, reader)
for partition in protocol.plan_partitions(opened, reader):
    print(*protocol.start_read(opened, protocol.new_copy(opened, copies), partition))
""",
        path=[tmp_path],
    )

    assert printed == "(2,)\n(3,)"


@without_pyspark
@pytest.mark.parametrize("order", ["before", "after"])
def test_an_older_pyspark_is_completed(python, old_pyspark, order):
    """Whether it was imported before the installation or after."""
    imports = "import pyspark.errors, pyspark.sql.datasource, pyspark.sql.types\n"
    python(
        (imports + INSTALL if order == "before" else INSTALL + imports)
        + """
import pickle, pyspark
from pyspark.errors import PySparkKeyError, PySparkException
from pyspark.sql.datasource import *
from pyspark.sql.streaming.datasource import ReadMaxRows
from pyspark.sql.types import *
import pysail.spark.datasource as ours
import pysail.spark.datasource.types as our_types
assert compat.install() is False and pyspark.__version__ == "4.0.0"
assert DataSource is not ours.DataSource and Row is not ours.Row       # theirs stay theirs
assert EqualTo is ours.EqualTo and ReadMaxRows is ours.ReadMaxRows     # what is missing is ours
assert issubclass(PySparkKeyError, PySparkException)                   # on their bases
assert issubclass(PySparkKeyError, KeyError)
assert issubclass(DataSourceStreamArrowWriter, DataSourceStreamWriter)
assert DataSourceStreamWriter is not ours.DataSourceStreamWriter
field = StructField("t", TimeType(3))
assert isinstance(field.dataType, our_types.TimeType)
assert isinstance(field.dataType, DataType) and not isinstance(IntegerType(), our_types.TimeType)
assert pickle.loads(pickle.dumps(field)).dataType == TimeType(3)
from pysail.spark.datasource.filterjson import filters_from_json
null = '{"version":1,"predicates":[{"type":"IsNull","column":["a"]}]}'
assert filters_from_json(null) == [IsNull(("a",))]
class Plain(DataSourceReader):
    def read(self, partition): ...
class Taking(Plain):
    def pushFilters(self, filters): return filters
from pysail.spark.datasource.capability import has_own
assert has_own(Taking(), "pushFilters") and not has_own(Plain(), "pushFilters")
import pyspark.sql.functions
""",
        path=[old_pyspark],
    )


@without_pyspark
def test_a_missing_part_of_a_real_pyspark_is_missing_as_ever(python, old_pyspark):
    error = python(INSTALL + "import pyspark.ml", path=[old_pyspark], fails=True)

    assert error.rstrip().endswith("No module named 'pyspark.ml'")


@without_pyspark
def test_a_real_module_keeps_its_loader(python, old_pyspark):
    python(
        INSTALL
        + """
import inspect, pyspark.sql.types
assert type(pyspark.sql.types.__spec__.loader).__name__ == "SourceFileLoader"
assert "class IntegerType" in inspect.getsource(pyspark.sql.types)
""",
        path=[old_pyspark],
    )


@pytest.mark.skipif(not HAS_PYSPARK, reason="PySpark is not installed")
def test_the_real_pyspark_is_used_where_it_is(python):
    python(
        """
import warnings
warnings.simplefilter("ignore")
from pysail.spark.datasource import compat
assert compat.install() is False
import sys
assert not [name for name in sys.modules if name.partition(".")[0] == "pyspark"]
import pyspark.sql.types, pyspark.errors, pyspark.taskcontext
from pyspark.sql import SparkSession
from pyspark.sql.streaming.datasource import ReadMaxRows
from pyspark.sql.datasource import DataSource, DataSourceReader, EqualTo, DataSourceArrowWriter
from pyspark.sql.types import StructType, StructField, TimeType, IntegerType, ArrayType
import pysail.spark.datasource as ours, pysail.spark.datasource.types as our_types

class Source(DataSource):
    def schema(self):
        return StructType([StructField("a", ArrayType(IntegerType()))])
    def reader(self, schema):
        assert type(schema) is StructType, type(schema)
        return Reader()

class Reader(DataSourceReader):
    def read(self, partition):
        assert partition.value is None
        yield ([1],)

assert issubclass(Source, ours.DataSource) and isinstance(Source({}), ours.DataSource)
assert isinstance(EqualTo(("a",), 1), ours.EqualTo)
assert isinstance(EqualTo(("a",), 1), ours.Filter)
assert not isinstance(EqualTo(("a",), 1), ours.In)
assert isinstance(IntegerType(), our_types.IntegerType)
assert isinstance(IntegerType(), our_types.NumericType)
assert not isinstance(our_types.LongType(), IntegerType)
assert isinstance(StructField("t", TimeType(3)).dataType, our_types.TimeType)
assert isinstance(ReadMaxRows(1), ours.ReadMaxRows)

from pysail.spark.datasource import protocol
from pysail.spark.datasource.capability import capabilities_of
assert capabilities_of(Source) == (True, False, False, False, False, False)
opened = protocol.open_source("s", Source, {})
declared = protocol.declare_schema(opened)
assert declared.description[3][0][:2] == ("+l", "a")
reader = protocol.open_reader(opened, declared)
[partition] = protocol.plan_partitions(opened, reader)
assert list(protocol.start_read(opened, reader, partition)) == [([1],)]
ddl = "a TIME(2), i INTERVAL DAY TO HOUR, d DECIMAL(5,2), m MAP<STRING, CHAR(2)> COMMENT 'x'"
user = protocol.declare_schema(opened, ddl).struct
assert type(user) is StructType, user
assert user.json() == our_types.StructType.fromDDL(ddl).json()
rest = ddl.partition(", ")[2]  # an older PySpark cannot read TIME from JSON
expected = StructType.fromJson(our_types.StructType.fromDDL(rest).jsonValue())
assert protocol.declare_schema(opened, rest).struct == expected
"""
    )


@pytest.mark.skipif(not HAS_PYSPARK, reason="PySpark is not installed")
def test_arrow_only_types_are_carried_in_pysparks_schemas(python):
    python(
        """
import warnings
warnings.simplefilter("ignore")
from pysail.spark.datasource import compat
compat.install()
import pickle
from pyspark.sql.types import StructType
from pysail.spark.datasource.arrow import (
    ArrowOnlyType, schema_from_description, schema_to_description)
from pysail.spark.datasource.interop import native_schema
description = ("+s", "", False, (("I", "u", True, (), (), None, 0),), (), None, 0)
schema = native_schema(schema_from_description(description))
assert type(schema) is StructType and isinstance(schema.fields[0].dataType, ArrowOnlyType)
assert schema_to_description(schema) == description
assert pickle.loads(pickle.dumps(schema)) == schema
"""
    )


@pytest.mark.skipif(not HAS_PYSPARK, reason="PySpark is not installed")
def test_pysparks_own_task_context_is_the_one_of_the_thread(python):
    python(
        """
import warnings
warnings.simplefilter("ignore")
import threading
from pyspark import TaskContext
from pysail.spark.datasource import taskcontext as ours

found = {}

def task(number):
    ours.serve_in_pyspark()
    ours.TaskContext._setTaskContext(ours.TaskContext(number))
    found[number] = TaskContext.get().partitionId()

threads = [threading.Thread(target=task, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert found == {0: 0, 1: 1, 2: 2}, found
assert TaskContext.get() is None
of_spark = TaskContext()
assert TaskContext.get() is of_spark
"""
    )
