"""Our DDL against Spark's own parser and writer, where PySpark and a Java runtime are."""

from __future__ import annotations

import shutil
import warnings

import pytest
from schemas import NOT_IN_ARROW, SIMPLE, struct_text
from test_ddl import MEANINGLESS, READ, WRONG

from pysail.spark.datasource import types
from pysail.spark.datasource.compat import VERSION
from pysail.spark.datasource.errors import ParseException
from pysail.spark.datasource.types import DataType, StructType

pyspark = pytest.importorskip("pyspark")
pytestmark = [
    pytest.mark.skipif(pyspark.__version__ != VERSION, reason=f"compared with PySpark {VERSION}"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java runtime"),
]

ACCEPTED_HERE_ONLY = {
    "a null, b void": "NULL is another name of VOID",
    "`a b` int, `c``d` string, é date, 1a date": "a name of letters needs no backquotes",
    "a string collate unicode_ci": "a collation is no part of a field's metadata here",
}
REFUSED_HERE_ONLY = {
    "a interval": "a calendar interval has no Arrow form that a data source may use",
    "a variant": "a variant has no Arrow form that a data source may use",
}


@pytest.fixture(scope="module")
def spark():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture
def theirs(spark):
    """What Spark makes of DDL: its JSON, or ``None`` if it refuses it."""

    def parse(ddl):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from py4j.protocol import Py4JJavaError
            from pyspark.errors import PySparkException
            from pyspark.sql.types import DataType as TheirDataType

            try:
                return TheirDataType.fromDDL(ddl).json()
            except (PySparkException, Py4JJavaError):
                return None

    return parse


def our(ddl):
    try:
        return DataType.fromDDL(ddl).json()
    except ParseException:
        return None


MORE = [
    "a string not null", "a int null", "a int default 5", "a int; b int", "a 'x' int", "a INT COMMENT",
    "a.b: int", "_ int", "a$ int", "a array<int not null>", "a varchar(0)", "a time(-1)", "a time(9)",
    "1e5 int", "1L int", "1_a int", "a struct<b int,>", "a map<int,int", "int int", "map<int,int>",
    "a: int b: int", "a int,, b int", "a decimal(5,)", "a char(3,4)", "a int comment x", "struct<a:int",
    "a interval hour to minute", "a interval day to day", "a interval minute to hour", "interval year",
    r"a int comment '\%\_\q\0'", r"a int comment 'a\\''b'", "a int comment \"it's\"", "(a int)", "a",
    "a timestamp_ntz(3)", "a string(5)", "a int not", "not int", "comment string comment 'comment'",
    "a struct<b: struct<c: int>, d int>", "struct<>", "a boolean, b date", "a STRUCT<b:INT NOT NULL>",
    "a int /* unclosed", "` ` int", "`` int", "a bigint(5)", "a double precision", "a DECIMAL (5, 2)",
]  # fmt: skip


@pytest.mark.parametrize(
    "ddl", [ddl for ddl, *_ in READ + WRONG + MEANINGLESS] + MORE + list(REFUSED_HERE_ONLY)
)
def test_ddl_means_what_spark_says(theirs, ddl):
    if ddl in ACCEPTED_HERE_ONLY:
        assert our(ddl) is not None
        assert our(ddl) != theirs(ddl)
    elif ddl in REFUSED_HERE_ONLY:
        assert our(ddl) is None
        assert theirs(ddl) is not None
    else:
        assert our(ddl) == theirs(ddl)


def test_random_schemas_are_written_as_spark_writes_them(spark, seeded):
    plain = [text for text in SIMPLE + NOT_IN_ARROW if "UNICODE" not in text]
    for _ in range(100):
        schema = eval(struct_text(seeded, plain), vars(types))
        their_schema = spark._jvm.org.apache.spark.sql.types.DataType.fromJson(schema.json())

        assert schema.toDDL() == their_schema.toDDL()


def test_what_we_write_spark_reads(theirs, seeded):
    plain = [text for text in SIMPLE + NOT_IN_ARROW if "UNICODE" not in text]
    for _ in range(100):
        schema = eval(struct_text(seeded, plain, ddl=True), vars(types))

        assert theirs(schema.toDDL()) == schema.json()
        assert StructType.fromDDL(schema.toDDL()).json() == schema.json()
