"""Random types, as expressions that both PySpark's classes and ours evaluate."""

from __future__ import annotations

SIMPLE = [
    "NullType()",
    "StringType()",
    "BinaryType()",
    "BooleanType()",
    "DateType()",
    "TimestampType()",
    "TimestampNTZType()",
    "DoubleType()",
    "FloatType()",
    "ByteType()",
    "ShortType()",
    "IntegerType()",
    "LongType()",
    "DecimalType()",
    "DecimalType(38,18)",
    "DecimalType(5,5)",
    "TimeType(6)",
    "DayTimeIntervalType(0, 3)",
    "YearMonthIntervalType(0, 1)",
]
NOT_IN_ARROW = [
    "CharType(3)",
    "VarcharType(20)",
    "TimeType(0)",
    "DayTimeIntervalType(1, 2)",
    "DayTimeIntervalType(3, 3)",
    "YearMonthIntervalType(1, 1)",
    "StringType('UNICODE_CI')",
]
NAMES = [
    "a",
    "A",
    "b c",
    "x`y",
    "select",
    "1",
    "1a",
    "_",
    "é",
    "",
    "a.b",
    "date",
    "quote'd",
    "nl\n",
]
COMMENTS = ["", "plain", "it's", 'say "x"', "back\\slash", "new\nline", "ünï", "100%_", "--", "\\n"]


def type_text(random, simple, depth=3, ddl=False):
    """The expression of a random type; with ``ddl`` one that DDL says without loss."""
    kind = random.choice(["simple", "simple", "array", "map", "struct"]) if depth else "simple"
    if kind == "simple":
        return random.choice(simple)
    nulls = [True] if ddl else [True, False]
    element = type_text(random, simple, depth - 1, ddl)
    if kind == "array":
        return f"ArrayType({element}, {random.choice(nulls)})"
    if kind == "map":
        key = type_text(random, simple, depth - 1, ddl)
        return f"MapType({key}, {element}, {random.choice(nulls)})"
    return struct_text(random, simple, depth - 1, ddl)


def struct_text(random, simple, depth=3, ddl=False):
    """The expression of a random struct."""
    fields = []
    for name in random.sample(NAMES, random.randrange(5)):
        metadata = {"comment": random.choice(COMMENTS)} if random.random() < 0.3 else None
        data_type = type_text(random, simple, depth, ddl)
        fields.append(f"StructField({name!r}, {data_type}, {random.random() < 0.7}, {metadata!r})")
    return f"StructType([{', '.join(fields)}])"
