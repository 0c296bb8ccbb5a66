"""Random rows of random schemas, against pyarrow's own conversion wherever that loses nothing."""

from __future__ import annotations

import datetime as dt
import decimal
import math
import os

import pytest
from converting import rows_of
from taking import by_columns, by_marshal, started

from pysail.spark.datasource.arrow import schema_from_description
from pysail.spark.datasource.capsule import Exported

pa = pytest.importorskip("pyarrow")

SCHEMAS = int(os.environ.get("SCHEMAS", "60"))
ROWS = 100
INTEGERS = {
    "c": 8, "s": 16, "i": 32, "l": 64, "C": -8, "S": -16, "I": -32, "L": -64,
}  # fmt: skip
LEAVES = [
    *INTEGERS,
    *("n", "b", "e", "f", "g", "u", "U", "z", "Z", "w:3", "tdD", "tdm"),
    *("tts", "ttm", "ttu", "ttn", "tss:", "tsm:", "tsu:", "tsu:UTC", "tsn:Europe/Oslo"),
    *("tDs", "tDm", "tDu", "tDn", "d:5,2", "d:38,10", "d:1,0", "d:60,7,256"),
]
SECONDS = {"s": 1, "m": 1000, "u": 10**6, "n": 10**9}
EPOCH = dt.datetime(1970, 1, 1)


class Maker:
    """Makes a type, and raw values with the canonical ones that they stand for."""

    def __init__(self, random):
        self.random = random

    def field(self, name, depth=3):
        nullable = self.random.random() < 0.8
        kind = self.random.random() if depth else 0
        if kind < 0.6:
            format_, children = self.random.choice(LEAVES), ()
            nullable = nullable or format_ == "n"
        elif kind < 0.75:
            format_ = self.random.choice(["+l", "+L", "+w:2"])
            children = (self.field("item", depth - 1),)
        elif kind < 0.85:
            format_ = "+m"
            key = self.random.choice(["u", "i", "tdD", "d:5,2"])
            entry = ((key, "key", False, (), (), None, 0), self.field("value", depth - 1))
            children = (("+s", "entries", False, entry, (), None, 0),)
        else:
            format_ = "+s"
            names = self.random.sample("abcdé", self.random.randrange(1, 4))
            children = tuple(self.field(each, depth - 1) for each in names)
        return (format_, name, nullable, children, (), None, 0)

    def value(self, described):
        """A raw value, and the canonical one."""
        format_, _, nullable, children = described[:4]
        if format_ == "n" or (nullable and self.random.random() < 0.15):
            return None, None
        if format_ in INTEGERS:
            return self.integer(INTEGERS[format_])
        if format_[0] in "bfegudzUZw":
            return self.simple(format_)
        if format_.startswith("t"):
            return self.temporal(format_)
        if format_ == "+s":
            return self.struct(children)
        if format_ == "+m":
            key, item = children[0][3]
            pairs = dict(self.value(key) for _ in range(self.random.randrange(4)))
            items = [self.value(item) for _ in pairs]
            raw = dict(zip(pairs, (each for each, _ in items)))
            return raw, list(zip(pairs.values(), (each for _, each in items)))
        size = int(format_[3:]) if format_.startswith("+w") else self.random.randrange(4)
        items = [self.value(children[0]) for _ in range(size)]
        form = self.random.choice([list, tuple])
        return form(raw for raw, _ in items), [each for _, each in items]

    def struct(self, fields):
        items = [self.value(field) for field in fields]
        raw = tuple(each for each, _ in items)
        if self.random.random() < 0.4:
            raw = dict(zip((field[1] for field in fields), raw))
            raw = dict(self.random.sample(list(raw.items()), len(raw)))
        return raw, tuple(each for _, each in items)

    def integer(self, bits):
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if bits > 0 else (0, (1 << -bits) - 1)
        number = self.random.choice([low, high, 0, 1, self.random.randint(low, high)])
        if self.random.random() < 0.2 and abs(number) < 1 << 53:
            return float(number), number
        return number, number

    def simple(self, format_):
        if format_ == "b":
            return (self.random.random() < 0.5,) * 2
        if format_ in "efg":
            number = self.random.choice([0.0, -0.0, math.inf, -math.inf, 1.5, -2.25, 1024.0])
            whole = int(number) if number in (1024.0,) and self.random.random() < 0.5 else number
            return whole, number
        if format_ in "uU":
            text = "".join(self.random.choices("ab\0 é漢😀\x7f\uffff", k=self.random.randrange(8)))
            return text, text
        if format_.startswith("d"):
            return self.decimal(*map(int, format_[2:].split(",")[:2]))
        size = 3 if format_.startswith("w") else self.random.randrange(6)
        data = bytes(self.random.randrange(256) for _ in range(size))
        form = self.random.choice([bytes, bytearray, memoryview])
        return form(data), data

    def decimal(self, precision, scale):
        digits = self.random.choice([0, 1, precision])
        unscaled = self.random.randrange(10**digits) * self.random.choice([1, -1])
        exact = decimal.Decimal((unscaled < 0, tuple(map(int, str(abs(unscaled)))), -scale))
        return exact, unscaled

    def temporal(self, format_):
        if format_.startswith("td"):
            days = self.random.choice([-719162, 2932896, 0, self.random.randrange(-99999, 99999)])
            return EPOCH.date() + dt.timedelta(days), days * (1 if format_ == "tdD" else 86_400_000)
        per_second = SECONDS[format_[2]]
        step = max(1, 10**6 // per_second)
        nanos = max(1, per_second // 10**6)
        if format_.startswith("tt"):
            us = self.random.randrange(86_400 * 10**6 // step) * step
            return (EPOCH + dt.timedelta(microseconds=us)).time(), us // step * nanos
        span = 9 * 10**15 if nanos > 1 else 6 * 10**16
        us = self.random.choice([0, -1, 1, self.random.randrange(-span, span)]) * step
        us = max(-span, min(span, us)) // step * step
        if format_.startswith("tD"):
            return dt.timedelta(microseconds=us), us // step * nanos
        moment = EPOCH + dt.timedelta(microseconds=us)
        if format_[4:] and self.random.random() < 0.5:
            zone = dt.timezone(dt.timedelta(minutes=self.random.randrange(-1000, 1000)))
            moment = moment.replace(tzinfo=dt.timezone.utc).astimezone(zone)
        return moment, us // step * nanos


def read_back(array):
    """The canonical values of an array of pyarrow."""
    return [canonical_of(scalar) for scalar in array]


def canonical_of(scalar):
    kind = scalar.type
    if not scalar.is_valid:
        return None
    if pa.types.is_struct(kind):
        return tuple(canonical_of(scalar[i]) for i in range(kind.num_fields))
    if pa.types.is_map(kind):
        return [(canonical_of(each[0]), canonical_of(each[1])) for each in scalar.values]
    if hasattr(scalar, "values") and scalar.values is not None:
        return [canonical_of(each) for each in scalar.values]
    if pa.types.is_decimal(kind):
        digits = decimal.Context(prec=100)
        return int(digits.scaleb(scalar.as_py(), kind.scale))
    if pa.types.is_date32(kind) or pa.types.is_date64(kind):
        days = (scalar.as_py() - EPOCH.date()).days
        return days if pa.types.is_date32(kind) else days * 86_400_000
    if pa.types.is_temporal(kind):
        return scalar.cast(pa.int32() if pa.types.is_time32(kind) else pa.int64()).as_py()
    return scalar.as_py()


def test_random_rows_are_what_pyarrow_makes_of_them(seeded):
    maker = Maker(seeded)
    for _ in range(SCHEMAS):
        fields = [maker.field(f"c{i}") for i in range(seeded.randrange(1, 5))]
        cells = [[maker.value(field) for field in fields] for _ in range(ROWS)]
        expected = [tuple(each for _, each in row) for row in cells]
        raw = [tuple(each for each, _ in row) for row in cells]
        described = ("+s", "", False, tuple(fields), (), None, 0)

        rows = rows_of(*fields)
        columns = [rows.column(raw, i, 0) for i in range(len(fields))]
        assert rows.failure() is None
        assert list(map(repr, zip(*columns))) == list(map(repr, expected))
        schema = pa.schema(Exported(described))
        for field, each, column, values in zip(schema, fields, columns, zip(*raw)):
            if can_pyarrow(field.type):
                array = pa.array([plain(value, each) for value in values], field.type)
                assert repr(read_back(array)) == repr(column), field

        class Declared:
            def __arrow_c_schema__(self, schema=schema):
                return schema.__arrow_c_schema__()

        assert schema_from_description(described)
        forms = [form_of(seeded, row, fields) for row in raw]
        for take in (by_columns, by_marshal):
            taken, error = take(started(lambda forms=forms: forms, Declared()), 33)
            assert error is None
            assert list(map(repr, taken)) == list(map(repr, expected))


def form_of(random, row, fields):
    names = [field[1] for field in fields]
    kind = random.randrange(4)
    if kind == 0:
        return list(row)
    return row if kind < 3 else dict(zip(names, row))


def can_pyarrow(kind):
    """Whether pyarrow converts all that we do into this type."""
    if pa.types.is_nested(kind):
        return all(can_pyarrow(kind.field(i).type) for i in range(kind.num_fields))
    return not pa.types.is_float16(kind)


def plain(value, described):
    """A raw value in the one form that pyarrow takes."""
    format_, _, _, children = described[:4]
    if value is None:
        return None
    if format_ == "+s":
        items = value if isinstance(value, tuple) else [value[each[1]] for each in children]
        return tuple(map(plain, items, children))
    if format_ == "+m":
        key, item = children[0][3]
        return [(plain(each, key), plain(value[each], item)) for each in value]
    if format_.startswith("+"):
        return [plain(each, children[0]) for each in value]
    if format_ in INTEGERS:
        return int(value)
    return bytes(value) if isinstance(value, memoryview) else value
