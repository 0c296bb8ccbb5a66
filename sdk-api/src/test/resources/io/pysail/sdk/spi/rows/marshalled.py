"""Marshals rows for tests in Java, and tells what CPython reads from marshalled bytes.

    python marshalled.py INPUT OUTPUT

Each line of INPUT is a command with arguments, between tabs, and becomes a line of OUTPUT:

    dump  VERSION  SHAPE  EXPRESSION   ->  the bytes in hexadecimal digits, a tab, the rows
    load  SHAPE    BYTES               ->  the rows, or ! and what went wrong
    columns  SHAPE  BYTES              ->  the same, of a list of columns

SHAPE is a list with the format of each column and the shapes of what is in it. Rows are written as by CellText in Java,
with a bar between two of them.
"""

from __future__ import annotations

import ast
import marshal
import math
import struct
import sys

UNKNOWN = ("?", [])


def text(value: object, shape: tuple) -> str:
    kind, inner = shape
    if value is None:
        return "N"
    if value is True:
        return "T"
    if value is False:
        return "F"
    if type(value) is int:
        return "i%d" % value
    if type(value) is float:
        return floating(value, kind)
    if type(value) is str:
        return "s" + value.encode("utf-8", "surrogatepass").hex()
    if type(value) is bytes:
        return "b" + value.hex()
    if type(value) is list:
        item = inner[0] if inner else UNKNOWN
        return "[" + ",".join(text(each, item) for each in value) + "]"
    if type(value) is tuple:
        return row(value, inner)
    return "?" + type(value).__name__


def row(values: tuple, shapes: list) -> str:
    shapes = shapes + [UNKNOWN] * (len(values) - len(shapes))
    return "(" + ",".join(text(value, shape) for value, shape in zip(values, shapes)) + ")"


def floating(value: float, kind: str) -> str:
    if math.isnan(value):
        return "fnan"
    if kind in ("e", "f"):
        value = struct.unpack("<" + kind, struct.pack("<" + kind, value))[0]
    return "f" + struct.pack(">d", value).hex()


def rows(values: object, shape: str) -> str:
    if type(values) is not list or any(type(each) is not tuple for each in values):
        return "!not a list of tuples"
    shapes = ast.literal_eval(shape)
    return "|".join(row(each, shapes) for each in values)


def answer(line: str) -> str:
    command, *arguments = line.split("\t")
    if command == "dump":
        version, shape, expression = arguments
        values = eval(expression, {"inf": math.inf, "nan": math.nan})
        return marshal.dumps(values, int(version)).hex() + "\t" + rows(values, shape)
    shape, data = arguments
    try:
        values = marshal.loads(bytes.fromhex(data))
        if command == "columns":
            values = [()] * values[0] if shape == "[]" else list(zip(*values))
        return rows(values, shape)
    except (EOFError, TypeError, ValueError) as error:
        return "!" + repr(error)


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as lines, open(sys.argv[2], "w", encoding="utf-8") as answers:
        for line in lines:
            answers.write(answer(line.rstrip("\n")) + "\n")


if __name__ == "__main__":
    main()
