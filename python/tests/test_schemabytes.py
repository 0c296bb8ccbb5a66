from __future__ import annotations

import struct

import pytest
from schemas import SIMPLE, struct_text

from pysail.spark.datasource import types
from pysail.spark.datasource.arrow import schema_to_description
from pysail.spark.datasource.ddl import parse_schema
from pysail.spark.datasource.schemabytes import schema_from_bytes, schema_to_bytes


def field(format_, name="", nullable=True, children=(), metadata=(), dictionary=None, flags=0):
    return (format_, name, nullable, list(children), list(metadata), dictionary, flags)


def parsed(data):
    """The description that bytes stand for: the counterpart that only Java has."""
    position = 0

    def number():
        nonlocal position
        position += 4
        return struct.unpack_from("<i", data, position - 4)[0]

    def block():
        nonlocal position
        length = number()
        position += length
        return data[position - length : position]

    def byte():
        nonlocal position
        position += 1
        return data[position - 1]

    def one():
        format_, name, flags = block().decode(), block().decode(), byte()
        pairs = metadata(block())
        children = [one() for _ in range(number())]
        dictionary = one() if byte() else None
        return (format_, name, bool(flags & 2), children, pairs, dictionary, flags & ~2)

    def metadata(blob):
        at, pairs = 4, []
        for _ in range(struct.unpack_from("<i", blob)[0] if blob else 0):
            texts = []
            for _ in range(2):
                length = struct.unpack_from("<i", blob, at)[0]
                texts.append(bytes(blob[at + 4 : at + 4 + length]))
                at += 4 + length
            pairs.append(tuple(texts))
        return pairs

    read = one()
    assert position == len(data)
    return read


def test_a_schema_of_one_column_byte_by_byte():
    schema = field("+s", nullable=False, children=[field("l", "id")])

    assert schema_to_bytes(schema) == (
        b"\x02\0\0\0+s" + b"\0\0\0\0" + b"\0" + b"\0\0\0\0" + b"\x01\0\0\0"
        b"\x01\0\0\0l" + b"\x02\0\0\0id" + b"\x02" + b"\0\0\0\0" + b"\0\0\0\0" + b"\0"
        b"\0"
    )


@pytest.mark.parametrize(
    "description",
    [
        field("+s", nullable=False),
        field("+s", children=[field("u", "ü€😀"), field("n", "")]),
        field("+s", children=[field("+l", "a", children=[field("+m", "m", flags=4)])]),
        field("+s", children=[field("c", "d", dictionary=field("u", "values"), flags=1)]),
        field("+s", metadata=[(b"key", b"\xff\0"), (b"", b"")]),
        field("tsu:Europe/Oslo", "at", nullable=False, metadata=[(b"a", b"b")]),
    ],
)
def test_what_is_written_can_be_read_back(description):
    assert parsed(schema_to_bytes(description)) == description


def test_lists_do_as_well_as_tuples_since_descriptions_come_from_json_too():
    description = ["+s", "", False, [["l", "id", True, [], [], None, 0]], [], None, 0]

    assert schema_to_bytes(description) == schema_to_bytes(
        field("+s", nullable=False, children=[field("l", "id")])
    )


def test_a_declared_schema_has_the_formats_of_its_types():
    struct_type = parse_schema(
        "a BYTE, b DECIMAL(10,2) NOT NULL, c ARRAY<STRING>, d MAP<STRING, LONG>, e STRUCT<x: DATE>,"
        " f TIMESTAMP, g TIMESTAMP_NTZ, h INTERVAL DAY TO SECOND, i INTERVAL YEAR TO MONTH"
    )

    read = parsed(schema_to_bytes(schema_to_description(struct_type)))

    assert [(child[0], child[1], child[2]) for child in read[3]] == [
        ("c", "a", True),
        ("d:10,2", "b", False),
        ("+l", "c", True),
        ("+m", "d", True),
        ("+s", "e", True),
        ("tsu:UTC", "f", True),
        ("tsu:", "g", True),
        ("tDu", "h", True),
        ("tiM", "i", True),
    ]


def test_an_arrow_schema_keeps_what_only_arrow_has():
    pyarrow = pytest.importorskip("pyarrow")
    from pysail.spark.datasource.capsule import describe

    schema = pyarrow.schema(
        [
            pyarrow.field("d", pyarrow.dictionary(pyarrow.int8(), pyarrow.string(), ordered=True)),
            pyarrow.field("u", pyarrow.uint16(), nullable=False, metadata={"unit": "m"}),
            pyarrow.field("m", pyarrow.map_(pyarrow.string(), pyarrow.int64(), keys_sorted=True)),
        ],
        metadata={"made": "by"},
    )

    read = parsed(schema_to_bytes(describe(schema)))

    assert read[4] == [(b"made", b"by")]
    dictionary, unsigned, mapped = read[3]
    assert (dictionary[0], dictionary[5][0], dictionary[6]) == ("c", "u", 1)
    assert (unsigned[0], unsigned[2], unsigned[4]) == ("S", False, [(b"unit", b"m")])
    assert (mapped[0], mapped[6]) == ("+m", 4)


def test_random_schemas_come_back_from_their_bytes(seeded):
    for _ in range(200):
        schema = eval(struct_text(seeded, SIMPLE), vars(types))
        description = schema_to_description(schema)

        assert schema_from_bytes(schema_to_bytes(description)) == description


def test_all_parts_of_a_field_come_back():
    dictionary = ("u", "", False, (), (), None, 0)
    field = ("c", "d", True, (), ((b"k", b"v"), (b"", b"")), dictionary, 1)
    description = ("+s", "", False, (field, ("+m", "m", True, (field,), (), None, 4)), (), None, 0)

    assert schema_from_bytes(schema_to_bytes(description)) == description


def test_damaged_bytes_are_refused(seeded):
    data = schema_to_bytes(
        schema_to_description(types.StructType.fromDDL("a INT, b ARRAY<STRING>"))
    )

    for cut in range(len(data)):
        with pytest.raises(ValueError, match="the bytes of the schema are damaged"):
            schema_from_bytes(data[:cut])
    with pytest.raises(ValueError, match="they go on after it"):
        schema_from_bytes(data + b"x")
    for _ in range(500):
        broken = bytearray(data)
        broken[seeded.randrange(len(data))] = seeded.randrange(256)
        try:
            schema_from_bytes(bytes(broken))
        except ValueError as error:
            assert "damaged" in str(error)
