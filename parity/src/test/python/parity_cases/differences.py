"""What is not the same, by the names in ``docs/pyspark-differences.md``.

What each side gives is the name of an error condition, or the values of all rows. An error without a
condition has the type of the exception; one of Java is ``a Java exception``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MISMATCH = "DATA_SOURCE_RETURN_SCHEMA_MISMATCH"
RETURN_TYPE = "DATA_SOURCE_INVALID_RETURN_TYPE"
PROTOCOL = "DATA_SOURCE_TYPE_MISMATCH"
NO_ARROW = "UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION"
PLANNING = "PYTHON_DATA_SOURCE_ERROR"
READING = "PYTHON_EXCEPTION"
JAVA = "a Java exception"
LEGACY = "_LEGACY_ERROR_TEMP_1306"

ONE_TWO = [[1], [2]]
MOMENTS = [["0 us since 1970 in UTC"], ["1000000000000000 us since 1970 in UTC"]]


class Difference(NamedTuple):
    section: str
    pyspark: Any
    here: Any


DIFFERENCES: dict[str, Difference] = {}
"""The differences by the titles of their cases."""


def differ(section: str, pyspark: Any, here: dict[str, Any]) -> None:
    """Cases that give the same in PySpark, with what each gives here."""
    for title, outcome in here.items():
        DIFFERENCES[title] = Difference(section, pyspark, outcome)


differ(
    "read-returns-iterables",
    RETURN_TYPE,
    {
        "a list of batches": ONE_TWO,
        "a tuple of batches": ONE_TWO,
        "an empty list": [],
        "no iterator but None": [],
    },
)
differ(
    "arrow-objects",
    RETURN_TYPE,
    {
        "a table that is not in an iterator": ONE_TWO,
        "a batch that is not in an iterator": ONE_TWO,
        "a reader of batches in an iterator": ONE_TWO,
    },
)
differ("arrow-objects", MISMATCH, {"a table": ONE_TWO, "a frame of pandas": ONE_TWO})
differ(
    "later-batches",
    "UDF_RETURN_TYPE",
    {
        "a batch and then a number": RETURN_TYPE,
        "a batch and then a tuple": RETURN_TYPE,
    },
)
differ(
    "later-batches",
    READING,
    {
        "a later batch with columns in another order": [[1, 2], [4, 3]],
        "a later batch with another type": ONE_TWO,
        "a later batch with a column too few": MISMATCH,
    },
)
differ(
    "columns-by-name",
    MISMATCH,
    {
        "columns in another order": [[2, 1]],
        "columns in another order, of two types": [[2, "x"]],
        "structs with fields in another order": [[{"x": 2, "y": 1}]],
    },
)
differ(
    "lossless-types",
    MISMATCH,
    {
        "a smaller integer": [[1], [None], [-(2**31)]],
        "a larger integer whose values fit": [[1], [None]],
        "an unsigned integer whose values fit": [[1], [None]],
        "a float for a double": [["3ff8000000000000"], [None], ["NaN"]],
        "a double for a float": [["3ff8000000000000"]],
        "an integer for a double": [["4008000000000000"]],
        "an integer for a decimal": [["3.0"]],
        "large texts": [["a"], [None]],
        "texts by views": [["a"], [None], ["long enough for a view"]],
        "texts in a dictionary": [["a"], [None], ["a"]],
        "bytes of a fixed size": [["0x6162"], [None]],
        "large lists": [[[1]], [None]],
        "lists of a fixed size": [[[1, 2]]],
        "lists of smaller integers": [[[1, None]]],
        "only nulls": [[None], [None]],
        "seconds": [["1704067200000000 us"]],
        "nanoseconds that are whole": [["1 us"]],
        "moments of a zone": MOMENTS,
        "moments of an offset": MOMENTS,
        "moments without a zone": MOMENTS,
        "moments in nanoseconds of UTC": [["1 us since 1970 in UTC"]],
        "dates in milliseconds": [["2024-01-01"]],
        "times in microseconds": [["3723000000000 ns"]],
        "durations in nanoseconds": [["2 us"]],
        "decimals of a smaller scale": [["1.500"]],
        "decimals of a larger scale, whole": [["1.5"]],
        "decimals of a larger precision": [["1.5"]],
        "decimals of 256 bits": [["1.5"]],
    },
)
differ(
    "required-columns",
    MISMATCH,
    {
        "nulls that the batch calls required": ONE_TWO,
        "a column that may be null for a required one": [[1]],
        "a required item": [[[1]]],
    },
)
differ("required-columns", JAVA, {"a null that the batch calls required": MISMATCH})
differ(
    "char-and-months",
    NO_ARROW,
    {
        "type char": [[0, None], [1, "ab "], [2, "abc"], [3, None]],
        "type varchar": [[0, None], [1, "ab"], [2, "abc"], [3, ""], [4, None]],
        "texts of another length than varchar says": [["abc"]],
        "texts of another length than char says": [["a"]],
        "a schema as DDL of months": [],
    },
)
differ(
    "intervals-and-variants",
    NO_ARROW,
    {
        "a schema as DDL of intervals that Arrow cannot have": "INVALID_SCHEMA",
    },
)
differ("intervals-and-variants", MISMATCH, {"a schema as DDL of a variant": "INVALID_SCHEMA"})
differ("rows-without-columns", [], {"a schema without columns": [[], []]})
differ("ddl-without-columns", "PARSE_EMPTY_STATEMENT", {"a schema without columns, as DDL": [[], []]})
differ(
    "ddl-colons",
    "PARSE_SYNTAX_ERROR",
    {
        "a schema as DDL with colons": ONE_TWO,
        "a schema given by the user, with colons": [],
    },
)
differ(
    "ddl-conditions",
    "PARSE_SYNTAX_ERROR",
    {
        "a schema as DDL that is invalid": "INVALID_SCHEMA",
        "a schema given by the user, of one type": "INVALID_SCHEMA",
    },
)
differ("ddl-conditions", "UNSUPPORTED_DATATYPE", {"a schema given by the user, invalid": "INVALID_SCHEMA"})
differ(
    "ddl-conditions",
    "INVALID_SCHEMA.NON_STRUCT_TYPE",
    {
        "a schema as DDL that is one type": "INVALID_SCHEMA",
        "a schema that is one type's object": PROTOCOL,
    },
)
differ(
    "schema-objects",
    JAVA,
    {
        "a schema in Arrow": ONE_TWO,
        "a schema that is a list": PROTOCOL,
        "a schema that is a number": PROTOCOL,
    },
)
differ("schema-objects", PLANNING, {"a schema that is None": PROTOCOL})
differ(
    "names-twice",
    JAVA,
    {
        "a schema with a name twice": [[1, 2]],
        "a schema given by the user, with a name twice": [],
    },
)
differ("name-forms", PROTOCOL, {"a name as a static method": ONE_TWO})
differ(
    "name-forms",
    "TypeError",
    {
        "a name as a plain method": ONE_TWO,
        "a name as an attribute": ONE_TWO,
    },
)
differ("no-registration", "ValueError", {"a name that raises": PLANNING})
differ("no-registration", JAVA, {"a name that is no text": PROTOCOL})
differ(
    "parameter-names",
    PLANNING,
    {
        "a parameter that is not called options": [["0"]],
        "a parameter of reader that is not called schema": ONE_TWO,
        "an __init__ without parameters": PLANNING,
    },
)
differ(
    "no-base-class",
    PROTOCOL,
    {
        "a class that is no DataSource": ONE_TWO,
        "a reader that only has the method read": [[1]],
    },
)
differ(
    "nothing-to-do",
    "NOT_IMPLEMENTED",
    {
        "a class that has no methods": PROTOCOL,
        "a class that has only a schema": PROTOCOL,
    },
)
differ("filters-on", "DATA_SOURCE_PUSHDOWN_DISABLED", {"a reader that takes filters": ONE_TWO})
differ(
    "any-partitions",
    PROTOCOL,
    {
        "partitions from a generator": [["InputPartition(1)"], ["InputPartition(2)"]],
        "partitions in a tuple": [["InputPartition(1)"], ["InputPartition(2)"]],
    },
)
differ(
    "no-pickle",
    PLANNING,
    {
        "a reader that does not pickle": ONE_TWO,
        "a source that does not pickle": [[1]],
        "a reader that raises when it is pickled": ONE_TWO,
    },
)
differ("no-pickle", JAVA, {"partitions that do not pickle": [["lock"]]})
differ(
    "copied-after-planning",
    [["__init__ schema reader read 1"], ["__init__ schema reader read 2"]],
    {
        "each partition is read on a copy of the planned reader": [
            ["__init__ schema reader partitions read 1"],
            ["__init__ schema reader partitions read 2"],
        ]
    },
)
differ("spelling-of-options", [["maxretries"]], {"the spelling of options in a list": [["MaxRetries"]]})
differ(
    "path-and-option",
    LEGACY,
    {
        "a path and an option path": [["path='a.csv'"]],
        "several paths and an option path": [["path='c.csv'"], ['paths=\'["a.csv","b.csv"]\'']],
    },
)
differ("stop-iteration", "STOP_ITERATION_OCCURRED", {"StopIteration raised in read": READING})
