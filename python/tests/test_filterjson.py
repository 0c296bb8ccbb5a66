from __future__ import annotations

import datetime as dt
import json
import math
import sys
import types
from decimal import Decimal

import pytest

import pysail.spark.datasource.filters as ours
from pysail.spark.datasource.errors import PySparkNotImplementedError
from pysail.spark.datasource.filterjson import filters_from_json
from pysail.spark.datasource.filters import And, Or

A = ["a"]
UTC = dt.timezone.utc


@pytest.fixture(autouse=True)
def _pyspark_is_not_loaded(monkeypatch):
    monkeypatch.delitem(sys.modules, "pyspark.sql.datasource", raising=False)


def read(*nodes):
    return filters_from_json(json.dumps({"version": 1, "predicates": nodes}))


def literal(kind, value=None):
    (one,) = read({"type": "EqualTo", "column": A, "value": {"type": kind, "value": value}})
    return one.value


@pytest.mark.parametrize(
    "name",
    [
        "EqualTo",
        "EqualNullSafe",
        "GreaterThan",
        "GreaterThanOrEqual",
        "LessThan",
        "LessThanOrEqual",
    ],
)
def test_a_comparison_has_column_and_value(name):
    (found,) = read({"type": name, "column": ["a", "b"], "value": {"type": "integer", "value": 1}})

    assert found == getattr(ours, name)(("a", "b"), 1)


@pytest.mark.parametrize("name", ["StringStartsWith", "StringEndsWith", "StringContains"])
def test_a_text_filter_has_a_plain_text(name):
    (found,) = read({"type": name, "column": A, "value": "x"})

    assert found == getattr(ours, name)(("a",), "x")


def test_the_other_filters_have_what_they_need():
    null, one = {"type": "null"}, {"type": "integer", "value": 1}
    found = read(
        {"type": "IsNull", "column": A},
        {"type": "IsNotNull", "column": A},
        {"type": "In", "column": A, "values": [one, null]},
        {"type": "Not", "child": {"type": "EqualTo", "column": A, "value": one}},
    )

    assert found == [
        ours.IsNull(("a",)),
        ours.IsNotNull(("a",)),
        ours.In(("a",), (1, None)),
        ours.Not(ours.EqualTo(("a",), 1)),
    ]
    assert len(set(found)) == 4


def test_many_parts_are_a_tree_of_small_depth_in_their_order():
    parts = [
        {"type": "EqualTo", "column": A, "value": {"type": "integer", "value": i}}
        for i in range(1000)
    ]

    (found,) = read({"type": "Or", "parts": parts})

    assert leaves(found, Or) == list(range(1000))
    assert depth(found, Or) == 11
    hash(found)


def leaves(each, cls):
    return leaves(each.left, cls) + leaves(each.right, cls) if type(each) is cls else [each.value]


def depth(each, cls):
    return 1 + max(depth(each.left, cls), depth(each.right, cls)) if type(each) is cls else 1


def test_what_is_nested_a_hundred_times_is_read():
    node = {"type": "IsNull", "column": A}
    for level in range(100):
        parts = [node, {"type": "IsNull", "column": A}]
        node = {"type": "Or" if level % 2 else "And", "parts": parts}

    (found,) = read(node)

    assert hash(found) == hash(read(node)[0])


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("null", None, None),
        ("boolean", True, True),
        ("integer", 2**70, 2**70),
        ("float", 1.5, 1.5),
        ("float", 2, 2.0),
        ("float", "Infinity", math.inf),
        ("float", "-Infinity", -math.inf),
        ("decimal", "1.20", Decimal("1.20")),
        ("decimal", "-1E+3", Decimal("-1E+3")),
        ("decimal", "0." + "1" * 38, Decimal("0." + "1" * 38)),
        ("string", "ü\ud800", "ü\ud800"),
        ("string", "", ""),
        ("binary", "AP8=", b"\x00\xff"),
        ("date", "0001-01-01", dt.date.min),
        ("date", "9999-12-31", dt.date.max),
        ("time", "12:34", dt.time(12, 34)),
        ("time", "12:34:56", dt.time(12, 34, 56)),
        ("time", "12:34:56.1", dt.time(12, 34, 56, 100_000)),
        ("time", "23:59:59.999999000", dt.time.max),
        ("timestamp", "2024-01-31T00:00:00Z", dt.datetime(2024, 1, 31, tzinfo=UTC)),
        ("timestamp", "9999-12-31T23:59:59.999999Z", dt.datetime.max.replace(tzinfo=UTC)),
        ("timestamp_ntz", "2024-01-31T01:02", dt.datetime(2024, 1, 31, 1, 2)),
        ("timestamp_ntz", "0001-01-01T00:00:00.000001", dt.datetime(1, 1, 1, microsecond=1)),
        ("day_time", "PT0S", dt.timedelta()),
        ("day_time", "PT-1.5S", dt.timedelta(seconds=-1.5)),
        ("day_time", "PT-0.000001S", -dt.timedelta.resolution),
        ("day_time", "PT26H3M", dt.timedelta(days=1, hours=2, minutes=3)),
        ("day_time", "PT-26H-3M-1.25S", -dt.timedelta(days=1, hours=2, minutes=3, seconds=1.25)),
        ("day_time", "-P1DT1S", -dt.timedelta(days=1, seconds=1)),
        ("year_month", -14, -14),
    ],
)
def test_a_literal_is_a_natural_object_of_python(kind, value, expected):
    found = literal(kind, value)

    assert found == expected
    assert type(found) is type(expected)
    assert str(found) == str(expected)  # the scale of a decimal, the zone of a moment
    hash(found)


def test_a_nan_is_a_nan_and_minus_zero_keeps_its_sign():
    assert math.isnan(literal("float", "NaN"))
    assert math.copysign(1, literal("float", -0.0)) == -1


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("time", "12:34:56.0000001"),
        ("time", "noon"),
        ("timestamp", "2024-01-31T00:00:00"),
        ("timestamp_ntz", "2024-01-31T00:00:00Z"),
        ("timestamp", "10000-01-01T00:00:00Z"),
        ("date", "2024-02-30"),
        ("binary", "?"),
        ("day_time", "1"),
        ("colour", "red"),
    ],
)
def test_what_is_no_literal_is_refused(kind, value):
    with pytest.raises(ValueError, match=r".+"):
        literal(kind, value)


def test_what_is_no_document_of_filters_is_refused():
    for text in ("[]", "{}", '{"version":1}', '{"version":1,"predicates":[{"type":"IsNull"}]}'):
        with pytest.raises(ValueError, match="not the JSON of filters"):
            filters_from_json(text)
    with pytest.raises(ValueError, match="filters of version 2, not 1"):
        filters_from_json('{"version":2,"predicates":[]}')
    with pytest.raises(ValueError, match="not the JSON of filters"):
        read({"type": "And", "parts": []})


def test_a_filter_that_is_not_known_is_named():
    with pytest.raises(PySparkNotImplementedError) as raised:
        read({"type": "Like", "column": A, "pattern": "a_"})

    assert str(raised.value) == "[UNSUPPORTED_FILTER] Unsupported filter Like."


def test_pysparks_classes_are_used_where_they_are_loaded(monkeypatch):
    theirs = types.ModuleType("pyspark.sql.datasource")
    theirs.EqualTo = lambda *fields: ("theirs", *fields)
    theirs.And = theirs.Or = None
    monkeypatch.setitem(sys.modules, theirs.__name__, theirs)
    equal = {"type": "EqualTo", "column": A, "value": {"type": "null"}}

    (found,) = read({"type": "And", "parts": [equal, {"type": "IsNull", "column": A}]})

    assert found == And(("theirs", ("a",), None), ours.IsNull(("a",)))


def test_the_real_pysparks_filters_are_what_its_sources_ask_for(python):
    pytest.importorskip("pyspark.sql.datasource")
    python(
        """
        from pyspark.sql import datasource as theirs
        import pysail.spark.datasource as ours
        from pysail.spark.datasource.filterjson import filters_from_json

        def comparison(name):
            value = '{"type":"integer","value":1}'
            return '{"type":"%s","column":["a"],"value":%s}' % (name, value)

        nodes = ['{"type":"Not","child":%s}' % comparison("EqualTo"), comparison("LessThan")]
        nodes += ['{"type":"In","column":["a"],"values":[{"type":"null"}]}']
        nodes += ['{"type":"StringContains","column":["a"],"value":"x"}']
        nodes += ['{"type":"Or","parts":[%s,%s]}' % (nodes[0], nodes[1])]
        found = filters_from_json('{"version":1,"predicates":[%s]}' % ",".join(nodes))
        a = ("a",)
        assert found[:4] == [
            theirs.Not(theirs.EqualTo(a, 1)), theirs.LessThan(a, 1), theirs.In(a, (None,)),
            theirs.StringContains(a, "x"),
        ]
        assert found[4] == ours.Or(found[0], found[1])
        assert len(set(found)) == 5
        assert isinstance(found[1], ours.LessThan) and isinstance(found[2], ours.Filter)
        assert not isinstance(found[1], ours.EqualTo)
        """
    )
