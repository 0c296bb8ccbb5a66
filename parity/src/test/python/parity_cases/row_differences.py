"""What is not the same with rows and their values; see :mod:`.differences`."""

from __future__ import annotations

from .differences import JAVA, MISMATCH, NO_ARROW, READING, RETURN_TYPE, differ

REFUSED = "DATA_SOURCE_VALUE_CONVERSION"
X = {"a": 1, "b": "x"}

differ(
    "rows-by-name",
    RETURN_TYPE,
    {
        "rows: a dict": [[1, "x"]],
        "rows: a dict after a tuple": [[1, "x"], [2, "y"]],
        "rows: a dict with an unknown name": MISMATCH,
        "rows: a dict that is yielded again": [[0, "n0"], [1, "n1"], [2, "n2"]],
        "rows: a dataclass": [[1, "x"]],
    },
)
differ(
    "rows-used-again",
    [[2, "n2"], [2, "n2"], [2, "n2"]],
    {"rows: a list that is yielded again": [[0, "n0"], [1, "n1"], [2, "n2"]]},
)
differ(
    "rows-used-again",
    [[0, "x"], [2, "n2"], [2, "n2"], [2, "n2"]],
    {"rows: a list that is yielded again, after a tuple": [[0, "x"], [0, "n0"], [1, "n1"], [2, "n2"]]},
)
differ("no-rows", MISMATCH, {"rows: a row that is a set": RETURN_TYPE})
differ("rows-and-batches", MISMATCH, {"rows: a batch after a row": RETURN_TYPE})
differ("async-read", RETURN_TYPE, {"rows: an asynchronous generator": [[1, "x"]]})
differ(
    "read-returns-iterables",
    RETURN_TYPE,
    {
        "rows: a list of rows": [[1, "x"], [2, "y"]],
        "rows: a tuple of rows": [[1, "x"], [2, "y"]],
        "rows: an empty list of rows": [],
    },
)
differ("rows-without-columns", [], {"rows: without columns": [[], []]})
differ("texts-by-content", [["what it says"]], {"values: subclasses for string": [["text"]]})
differ("enums-by-value", [["Color.RED"], ["Color.ONE"]], {"values: enums for string": [["red"], ["1"]]})
differ("enums-by-value", READING, {"values: enums for int": [[1]]})
differ(
    "exact-numbers",
    READING,
    {
        "values: objects with __float__ for double": [["4004000000000000"]],
        "values: decimals for double": [["3fe0000000000000"]],
        "values: ints for decimal": [["7.00"]],
    },
)
differ("inexact-numbers", [[1]], {"values: a fraction for int": REFUSED})
differ("inexact-numbers", [["3ff0000000000000"]], {"values: a truth value for double": REFUSED})
differ("inexact-numbers", [["7ff0000000000000"]], {"values: too large for float": REFUSED})
differ("no-number", [[None]], {"values: not-a-number for decimal": REFUSED})
differ("dates-without-times", [["2024-02-29"]], {"values: datetimes for date": REFUSED})
differ("times-without-zones", [["3600000000000 ns"]], {"values: a time of a zone": REFUSED})
differ("numbers-for-times", [["1970-01-02"]], {"values: an int for date": REFUSED})
differ("numbers-for-times", [["1 us"]], {"values: an int for a duration": REFUSED})
differ(
    "moments-in-utc",  # PySpark's machine is in Tokyo
    [["1709177415123456 us since 1970 in UTC"]],
    {"values: moments without a zone for timestamp": [["1709209815123456 us since 1970 in UTC"]]},
)
differ("any-bytes", READING, {"values: memoryview for binary": [["0x6162"]]})
differ("pairs-for-maps", READING, {"values: pairs for map": [[[["a", 1]]]]})
differ(
    "structs-by-name",
    READING,
    {
        "values: lists for struct": [[X]],
        "values: rows by name for struct, in another order": [[X]],
        "values: a namedtuple for struct, in another order": [[X]],
    },
)
differ("structs-by-name", [[{"a": 1, "b": None}]], {"values: dicts with an unknown name for struct": REFUSED})
differ(
    "char-and-months",
    NO_ARROW,
    {
        "values: ints for months": [["P14M"], ["P-1M"], [None]],
        "values: texts for varchar": [["abc"]],
    },
)
differ(
    "numpy-and-pandas",
    READING,
    {
        "values: numpy's days": [["2024-02-29"]],
        "values: numpy's moments": [["1709168523000000 us"]],
        "values: numpy's durations": [["5000000 us"]],
        "values: numpy's not-a-time": [[None]],
        "values: pandas' not-a-time": [[None]],
        "values: pandas' NA": [[None]],
    },
)
differ("numpy-and-pandas", [["True"]], {"values: numpy's bools for string": [["true"]]})
differ("numpy-and-pandas", [["1709168523000000 us"]], {"values: pandas' nanoseconds": REFUSED})
differ("refused-values", JAVA, {"values: a null where none may be": REFUSED})
differ(
    "refused-values",
    "AXIS_LENGTH_MISMATCH",
    {
        "values: a tuple too short for struct": REFUSED,
        "values: a tuple too long for struct": REFUSED,
    },
)
differ(
    "refused-values",
    READING,
    {
        "values: too large for tinyint": REFUSED,
        "values: too small for smallint": REFUSED,
        "values: too large for int": REFUSED,
        "values: too large for bigint": REFUSED,
        "values: far too large for bigint": REFUSED,
        "values: too large for decimal": REFUSED,
        "values: rounded to too large for decimal": REFUSED,
        "values: not-a-number for int": REFUSED,
        "values: infinity for int": REFUSED,
        "values: a truth value for int": REFUSED,
        "values: a text for int": REFUSED,
        "values: a text for double": REFUSED,
        "values: an int for boolean": REFUSED,
        "values: a text for boolean": REFUSED,
        "values: an int that double cannot hold": REFUSED,
        "values: infinity for decimal": REFUSED,
        "values: a float for decimal": REFUSED,
        "values: a text for decimal": REFUSED,
        "values: a text for binary": REFUSED,
        "values: an int for binary": REFUSED,
        "values: a text for date": REFUSED,
        "values: a date for timestamp": REFUSED,
        "values: an int for timestamp": REFUSED,
        "values: a text for timestamp": REFUSED,
        "values: a moment of a zone for timestamp_ntz": REFUSED,
        "values: a text for time": REFUSED,
        "values: a duration that is too long": REFUSED,
        "values: a text for array": REFUSED,
        "values: a dict for array": REFUSED,
        "values: a wrong item": REFUSED,
        "values: a list for map": REFUSED,
        "values: a null key": REFUSED,
        "values: a number for struct": REFUSED,
        "values: a wrong field": REFUSED,
        "values: a value for void": REFUSED,
        "values: a lone surrogate": REFUSED,
        "values: a null field where none may be": REFUSED,
        "values: a wrong value after good ones": REFUSED,
    },
)
