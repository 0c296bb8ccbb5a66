"""Runs all cases in PySpark and writes them, with what came out, as one JSON file.

Rows come from ``toArrow``, and are written in the form that the other side writes on its own.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import pkgutil
import re
import struct
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import parity_cases
import pyarrow as pa
from parity_cases.differences import DIFFERENCES
from parity_cases.table import CASES, LOG, UNKNOWN, Case
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\] ?")
END = re.compile(r"\n+\tat |\n\nDriver stacktrace|\n*\. SQLSTATE: | SQLSTATE: |\n SQLSTATE")


def session() -> SparkSession:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timeType.enabled": "true",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.python.daemon.module": "parity_daemon",
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Far from UTC, so that it is seen where the machine's own zone counts.
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    builder = SparkSession.builder.master("local[1]")
    for name, setting in settings.items():
        builder = builder.config(name, setting)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def form(cell: pa.Scalar) -> Any:
    """A value as JSON: what JSON cannot say is a text that only this value has."""
    kind = cell.type
    if not cell.is_valid:
        return None
    if pa.types.is_floating(kind):
        number = cell.as_py()
        return "NaN" if math.isnan(number) else struct.pack(">d", number).hex()
    if pa.types.is_binary(kind):
        return "0x" + cell.as_py().hex()
    if pa.types.is_decimal(kind):
        return format(cell.as_py(), "f")
    if pa.types.is_timestamp(kind):
        assert kind.unit == "us"
        return f"{cell.value} us{' since 1970 in UTC' if kind.tz else ''}"
    if pa.types.is_time(kind) or pa.types.is_duration(kind):
        assert kind.unit == ("ns" if pa.types.is_time(kind) else "us")
        return f"{cell.value} {kind.unit}"
    if pa.types.is_date(kind):
        return cell.as_py().isoformat()
    if pa.types.is_struct(kind):
        return {name: form(each) for name, each in cell.items()}
    if pa.types.is_map(kind):
        return [[form(each["key"]), form(each["value"])] for each in cell.values or []]
    if pa.types.is_list(kind):
        return [form(each) for each in cell.values or []]
    return cell.as_py()


def type_text(kind: Any) -> str:
    """A type of PySpark as text, with what may not be null."""
    name = type(kind).__name__
    if name == "ArrayType":
        return f"array<{type_text(kind.elementType)}{required(kind.containsNull)}>"
    if name == "MapType":
        value = type_text(kind.valueType) + required(kind.valueContainsNull)
        return f"map<{type_text(kind.keyType)},{value}>"
    if name == "StructType":
        return f"struct<{','.join(map(field_text, kind.fields))}>"
    # Fields of an interval, and digits of a time, are not told by Arrow.
    return {"DayTimeIntervalType": "interval", "TimeType": "time"}.get(name) or kind.simpleString()


def field_text(field: Any) -> str:
    return f"{field.name}:{type_text(field.dataType)}{required(field.nullable)}"


def required(nullable: bool) -> str:
    return "" if nullable else " not null"


def read(spark: SparkSession, case: Case) -> dict[str, Any]:
    """What PySpark makes of a case: columns and rows, or an error."""
    when = "register"
    try:
        if case.name != UNKNOWN:
            spark.dataSource.register(found(case.reference))
        when = "open"
        reader = spark.read.format(case.name).options(**case.options)
        if case.schema is not None:
            reader = reader.schema(case.schema)
        paths = case.paths[0] if len(case.paths) == 1 else case.paths
        frame = reader.load(paths) if case.paths else reader.load()
        columns = [field_text(field) for field in frame.schema.fields]
        when = "read"
        table = frame.toArrow()
        rows = [[form(each[row]) for each in table.columns] for row in range(table.num_rows)]
        return {"columns": columns, "rows": rows}
    except Exception as error:
        return {"when": "read" if when == "read" else "open", **failed(error)}


def write(spark: SparkSession, case: Case) -> dict[str, Any]:
    """What a sink was told, and the error, if there was one."""
    assert case.write
    for reference in case.reference, case.write.reference:
        spark.dataSource.register(found(reference))
    log = Path("target/pyspark-write.log")
    log.unlink(missing_ok=True)
    error = None
    try:
        frame = spark.read.format(case.name).options(**case.options).load()
        writer = frame.write.format(case.write.name).mode(case.write.mode).options(**case.write.options)
        writer.option(LOG, str(log.absolute())).save()
    except Exception as raised:
        error = {"when": "write", **failed(raised)}
    told = log.read_text().splitlines() if log.exists() else []
    return {"told": [json.loads(line) for line in told], "error": error}


def found(reference: str) -> type:
    """The class that a case names."""
    module, _, name = reference.partition(":")
    return getattr(sys.modules[module], name)


def failed(error: Exception) -> dict[str, Any]:
    """An error: its condition, and type and message if Python raised it.

    Where PySpark tells the traceback of an error of its own that has a condition, that one counts.
    """
    outer = error.getCondition() if isinstance(error, PySparkException) else None
    text = str(error)
    _, found, inner = text.rpartition("Traceback (most recent call last):\n")
    if found:
        # The frames are indented; what follows is the error, and then what the JVM says of itself.
        lines = inner.split("\n")
        first = next(i for i, line in enumerate(lines) if line and not line.startswith(" "))
        text = END.split("\n".join(lines[first:]), maxsplit=1)[0].rstrip("\n")
        kind, _, message = text.partition(": ")
    else:
        kind, message = qualified(type(error)), text
    condition = CONDITION.match(message)
    if kind.startswith("py4j."):  # of Spark's JVM, which had no Python exception for it
        condition = re.search(r"org\.apache\.spark\.\w+: \[([A-Z_.]+)\]", message)
        return {"condition": condition[1] if condition else "a Java exception"}
    if not found and outer:
        return {"condition": outer}  # of Spark's JVM
    if not kind.startswith("pyspark.") or not condition:
        return {"condition": outer or kind, "type": kind, "message": message}
    return {"condition": condition[1], "type": kind, "message": message[condition.end() :]}


def qualified(kind: type) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def texts(options: dict[str, Any]) -> dict[str, str]:
    """Options as their caller in Java has to write them: there, all of them are texts."""
    return {
        name: str(option).lower() if isinstance(option, bool) else str(option)
        for name, option in options.items()
        if option is not None
    }


def main(out: Path) -> None:
    warnings.simplefilter("ignore")
    for module in pkgutil.iter_modules(parity_cases.__path__):
        importlib.import_module(f"parity_cases.{module.name}")
    unknown = set(DIFFERENCES) - set(CASES)
    assert not unknown, f"there are no cases with the titles {unknown}"
    spark = session()
    results = []
    for case in CASES.values():
        described = case._asdict()
        described["source"] = case.name if case.name == UNKNOWN else case.reference
        described["options"] = texts(case.options)
        if case.write:
            described["write"] = {**case.write._asdict(), "options": texts(case.write.options)}
        difference = DIFFERENCES.get(case.title)
        described["differs"] = difference and difference._asdict()
        start = time.monotonic()
        outcome = write(spark, case) if case.write else read(spark, case)
        results.append({**described, "outcome": outcome, "milliseconds": round(1000 * (time.monotonic() - start))})
    spark.stop()
    out.write_text(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
