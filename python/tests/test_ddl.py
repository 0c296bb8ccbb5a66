from __future__ import annotations

import pytest
from schemas import NOT_IN_ARROW, SIMPLE, struct_text

from pysail.spark.datasource import types
from pysail.spark.datasource.ddl import parse, parse_schema, parse_type, write_type
from pysail.spark.datasource.errors import AnalysisException, ParseException
from pysail.spark.datasource.types import DataType, StructType

READ = [
    ("a INT, b STRING NOT NULL COMMENT 'x'", "a INT,b STRING NOT NULL COMMENT 'x'"),
    ("a: int, b: struct<x:int,y:array<string>>", "a INT,b STRUCT<x: INT, y: ARRAY<STRING>>"),
    ("s STRUCT<x: INT, y: ARRAY<STRING>>, m MAP<STRING, INT>", None),
    ("struct<a: int, b string>", "a INT,b STRING"),
    ("a byte, b short, c long, d real", "a TINYINT,b SMALLINT,c BIGINT,d FLOAT"),
    ("a dec(5), b numeric( 5 , 2 ), c decimal", "a DECIMAL(5,0),b DECIMAL(5,2),c DECIMAL(10,0)"),
    ("a char(3), b character(4), c VarChar(5)", "a CHAR(3),b CHAR(4),c VARCHAR(5)"),
    ("a timestamp_ltz, b timestamp_ntz", "a TIMESTAMP,b TIMESTAMP_NTZ"),
    ("a time, b time(3)", "a TIME(6),b TIME(3)"),
    ("a interval day to second, b interval year", "a INTERVAL DAY TO SECOND,b INTERVAL YEAR"),
    ("a null, b void", "a VOID,b VOID"),
    ("a string collate unicode_ci", "a STRING COLLATE UNICODE_CI"),
    ("`a b` int, `c``d` string, é date, 1a date", "`a b` INT,`c``d` STRING,`é` DATE,`1a` DATE"),
    ("date date, select int, array array<int>", "date DATE,select INT,array ARRAY<INT>"),
    ("a int comment 'it''s', b int comment \"q\"", r"a INT COMMENT 'it\'s',b INT COMMENT 'q'"),
    (r"a int comment 'x\ty\'z' 'more'", "a INT COMMENT 'x\ty\\'zmore'"),
    (r"a int comment r'\n', b int comment '\u0041\101'", r"a INT COMMENT '\\n',b INT COMMENT 'AA'"),
    ("a int -- why\n, b int /* because,\n */", "a INT,b INT"),
    ("a struct<>", "a STRUCT<>"),
    ("", ""),
]


@pytest.mark.parametrize(("ddl", "written"), READ)
def test_ddl_is_read_as_spark_reads_it(ddl, written):
    written = ddl.replace(", m ", ",m ") if written is None else written
    assert StructType.fromDDL(ddl).toDDL() == written


def test_case_does_not_matter_but_is_kept_in_names():
    assert parse("Aa INT NOT NULL COMMENT 'X'") == parse("Aa int not null comment 'X'")
    assert parse("Aa INT") != parse("aa INT")


def test_a_type_alone_is_a_type():
    assert DataType.fromDDL("int") == types.IntegerType()
    assert DataType.fromDDL("interval day") == types.DayTimeIntervalType(0)
    assert DataType.fromDDL("map<string, int>") == parse_type("MAP<STRING,INT>")
    assert DataType.fromDDL(" decimal(10,10) ") == types.DecimalType(10, 10)


WRONG = [
    ("a int,", 6, "Syntax error at or near end of input: expected the name of a column (line 1, pos 6)."),
    ("a int b int", 6, "Syntax error at or near 'b': expected ',' or the end (line 1, pos 6)."),
    ("a\n  array<int", 13, "Syntax error at or near end of input: expected '>' (line 2, pos 11)."),
    ("a map<int>", 9, "Syntax error at or near '>': expected ',' (line 1, pos 9)."),
    ("a-b int", 1, "Syntax error at or near '-': names with such characters go in backquotes (line 1, pos 1)."),
    ("a int comment 5", 14, "Syntax error at or near '5': expected a text in quotes (line 1, pos 14)."),
    ("a decimal(1,-2)", 12, "Syntax error at or near '-': expected a number (line 1, pos 12)."),
    ("a int 'x", 6, "Syntax error at or near ''': expected ',' or the end (line 1, pos 6)."),
    ("12 int", 0, "Syntax error at or near '12': expected the name of a column (line 1, pos 0)."),
]  # fmt: skip


@pytest.mark.parametrize(("ddl", "position", "message"), WRONG)
def test_a_syntax_error_says_where_and_what_was_expected(ddl, position, message):
    with pytest.raises(ParseException) as raised:
        parse_schema(ddl)

    assert str(raised.value) == f"[PARSE_SYNTAX_ERROR] {message}"
    assert raised.value.position == position
    assert isinstance(raised.value, AnalysisException)


MEANINGLESS = [
    ("a strnig", 2, "there is no type strnig, did you mean STRING? (line 1, pos 2)"),
    ("a xyz", 2, "there is no type xyz (line 1, pos 2)"),
    ("a decimal(39,2)", 2, "DECIMAL(p, s) takes a scale s <= p and a p <= 38 (line 1, pos 2)"),
    ("a decimal(5,6)", 2, "DECIMAL(p, s) takes a scale s <= p and a p <= 38 (line 1, pos 2)"),
    ("a decimal(5,2,0)", 2, "DECIMAL(p, s) takes a scale s <= p and a p <= 38 (line 1, pos 2)"),
    ("a char", 2, "CHAR needs a length: CHAR(10) (line 1, pos 2)"),
    ("a time(10)", 2, "TIME takes a precision of 0 to 9 (line 1, pos 2)"),
    (
        "a interval month to year",
        2,
        "an interval goes from YEAR to MONTH, or from DAY to HOUR, MINUTE or SECOND "
        "(line 1, pos 2)",
    ),
    ("int", 0, "it is the type int, not a list of columns (line 1, pos 0)"),
]


@pytest.mark.parametrize(("ddl", "position", "problem"), MEANINGLESS)
def test_a_schema_without_meaning_says_what_is_wrong(ddl, position, problem):
    with pytest.raises(ParseException) as raised:
        parse_schema(ddl)

    assert (
        str(raised.value)
        == f'[INVALID_SCHEMA] The schema "{ddl}" is not a valid schema: {problem}.'
    )
    assert raised.value.position == position


def test_deep_nesting_is_an_error_and_not_an_overflow():
    assert parse("a " + "array<" * 199 + "int" + ">" * 199)
    with pytest.raises(ParseException, match="nests deeper than 200 levels"):
        parse("a " + "array<" * 100_000 + "int" + ">" * 100_000)


def test_random_schemas_survive_ddl(seeded):
    for _ in range(500):
        text = struct_text(seeded, SIMPLE + NOT_IN_ARROW, ddl=True)
        schema = eval(text, vars(types))

        assert StructType.fromDDL(schema.toDDL()) == schema
        assert parse_type(write_type(schema)) == schema
        assert parse(f"x {write_type(schema)}")[0].dataType == schema


def test_random_text_raises_nothing_but_its_own_error(seeded):
    pieces = ["a", "int", "array", "<", ">", ",", "(", ")", "`", "'", '"', ":", " ", "5", "\\", "not",
              "null", "comment", "decimal", "interval", "struct", "-- x", "/*", "1e5", "\n"]  # fmt: skip
    for _ in range(3000):
        text = "".join(seeded.choice(pieces) for _ in range(seeded.randrange(12)))
        try:
            parse(text)
        except ParseException as error:
            assert error.position is not None
            assert 0 <= error.position <= len(text)
