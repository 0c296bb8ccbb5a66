"""Random types of Arrow that rows can be of, with random values, extremes among them."""

from __future__ import annotations

import datetime as dt
import decimal
import struct
from random import Random
from typing import Any, Callable

import numpy as np
import pyarrow as pa
from pyspark.sql import Row

WIDE = decimal.Context(prec=100)


class Type:
    """A type and its values.

    Attributes:
        arrow: Arrow's type.
        value: Makes a value as pyarrow takes it.
        natural: The same value as a source most likely has it.
        disguise: The natural value in another form that means the same.
    """

    def __init__(
        self,
        arrow: pa.DataType,
        value: Callable[[Random], Any],
        disguise: Callable[[Random, Any], Any] = lambda rng, value: value,
        natural: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        self.arrow = arrow
        self.value = value
        self.disguise = disguise
        self.natural = natural
        self.is_null = pa.types.is_null(arrow)


class Int(int):
    """An integer that says another thing of itself."""

    def __str__(self) -> str:
        return "none"

    def __int__(self) -> int:
        return -1

    __index__ = __int__


class Float(float):
    """A number that says another thing of itself."""

    def __float__(self) -> float:
        return -1.0


class Str(str):
    """A text that says another thing of itself."""

    def __str__(self) -> str:
        return "none"

    def encode(self, *arguments: Any) -> bytes:  # type: ignore[override]
        return b"none"


class Bytes(bytes):
    """Bytes that say another thing of themselves."""

    def __bytes__(self) -> bytes:
        return b"none"


class Printed:
    """Something that is no text, but has one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text


class Index:
    """An integer by ``__index__``."""

    def __init__(self, value: int) -> None:
        self._value = value

    def __index__(self) -> int:
        return self._value


class Date(dt.date):
    pass


class Moment(dt.datetime):
    pass


class List(list):  # type: ignore[type-arg]
    pass


class Dict(dict):  # type: ignore[type-arg]
    pass


def integers(bits: int, signed: bool) -> Type:
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    kind = getattr(pa, f"{'int' if signed else 'uint'}{bits}")()
    scalar = getattr(np, f"{'int' if signed else 'uint'}{bits}")

    def value(rng: Random) -> int:
        if rng.random() < 0.3:
            around = rng.choice([low, high, 0, 1 << 15, 1 << 30, -(1 << 30), 1 << 60, 1 << 62])
            drawn = around + rng.randrange(-2, 3)
        else:
            drawn = rng.getrandbits(rng.randrange(bits + 1)) * rng.choice([1, -1])
        return min(max(drawn, low), high)

    def disguise(rng: Random, value: int) -> Any:
        form = rng.choice([Int, scalar, Index, decimal.Decimal, float, np.int64])
        if (form is float and abs(value) > 1 << 53) or (form is np.int64 and value >= 1 << 63):
            return value
        return form(value)

    return Type(kind, value, disguise)


def booleans() -> Type:
    return Type(pa.bool_(), lambda rng: rng.random() < 0.5, lambda rng, value: np.bool_(value))


def floats(bits: int) -> Type:
    kind = {16: pa.float16(), 32: pa.float32(), 64: pa.float64()}[bits]
    scalar = {16: np.float16, 32: np.float32, 64: np.float64}[bits]
    most = float(np.finfo(scalar).max)
    special = [0.0, -0.0, float("inf"), float("-inf"), most, -most, float(np.finfo(scalar).tiny), 1.0, 0.1, 16777217.0]

    def value(rng: Random) -> float:
        how = rng.randrange(4)
        if how == 0:
            drawn = rng.choice([*special, float("nan")])
        elif how == 1:
            drawn = rng.uniform(-most / 2, most / 2)
        elif how == 2:
            drawn = float(rng.randrange(-1000, 1000))
        else:  # any bits
            drawn = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0]
        if drawn != drawn:
            return float("nan")
        fits = drawn in special[2:4] or abs(drawn) <= most
        return drawn if fits and not (bits == 16 and drawn == 16777217.0) else rng.random()

    def disguise(rng: Random, value: float) -> Any:
        if value.is_integer() and abs(value) <= 2048 and str(value) != "-0.0":
            return rng.choice([int, np.int16, Float, decimal.Decimal, np.float32])(value)
        return rng.choice([Float, np.float64])(value)

    return Type(kind, value, disguise)


def letters(rng: Random, length: int) -> str:
    """A text of letters of one kind: ASCII, Latin, of two bytes, of four, or any of them."""
    low, high = rng.choice([(32, 127), (0, 128), (0, 256), (0x100, 0xD800), (0xE000, 0x110000), (0, 0x110000)])
    codes = [rng.randrange(low, high) for _ in range(length)]
    return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000) or "x" * min(length, 1)


def a_name(rng: Random) -> str:
    """A name of a column or field, which Arrow's C interface ends at a NUL."""
    return letters(rng, rng.randrange(1, 8)).replace("\0", "0")


def length(rng: Random, most: int = 5000) -> int:
    return most if rng.random() < 0.001 else rng.choice([0, 1, 2, 7, 12, 13, 20])


def texts(kind: pa.DataType) -> Type:
    def disguise(rng: Random, value: str) -> Any:
        return rng.choice([Str, Printed, np.str_])(value) if not value.endswith("\0") else Str(value)

    return Type(kind, lambda rng: letters(rng, length(rng)), disguise)


def binaries(kind: pa.DataType, size: int | None = None) -> Type:
    def value(rng: Random) -> bytes:
        count = length(rng) if size is None else size
        return rng.getrandbits(8 * count).to_bytes(count, "big") if count else b""

    return Type(kind, value, lambda rng, value: rng.choice([Bytes, bytearray, memoryview])(value))


def dates(kind: pa.DataType) -> Type:
    def value(rng: Random) -> dt.date:
        return dt.date.fromordinal(rng.choice([1, 719163, 3652059, rng.randrange(1, 3652060)]))

    def disguise(rng: Random, value: dt.date) -> Any:
        if rng.random() < 0.5:
            return Date(value.year, value.month, value.day)
        return rng.choice([dt.datetime.combine(value, dt.time()), np.datetime64(value, "D")])

    return Type(kind, value, disguise)


STEPS = {"s": 1_000_000, "ms": 1000, "us": 1, "ns": 1}
DAY = 86_400_000_000


def times(kind: pa.DataType) -> Type:
    def value(rng: Random) -> dt.time:
        us = rng.choice([0, DAY - 1, rng.randrange(DAY)])
        us -= us % STEPS[kind.unit]
        return (dt.datetime.min + dt.timedelta(microseconds=us)).time()

    return Type(kind, value, lambda rng, value: value.replace(fold=1))


def since(rng: Random, unit: str, lowest: int, highest: int) -> int:
    """Microseconds that are whole in a unit, and of which there are not too many nanoseconds."""
    if unit == "ns":
        lowest, highest = max(lowest, -(1 << 63) // 1000 + 1), min(highest, (1 << 63) // 1000)
    us = rng.choice([0, -1, lowest, highest, rng.randint(lowest, highest), rng.randrange(10**15)])
    us -= us % STEPS[unit]
    return us if us >= lowest else us + STEPS[unit]


EPOCH = dt.datetime(1970, 1, 1)
FIRST, LAST = ((each - EPOCH) // dt.timedelta(microseconds=1) for each in (dt.datetime.min, dt.datetime.max))


def timestamps(unit: str, zone: str | None) -> Type:
    def value(rng: Random) -> dt.datetime:
        drawn = EPOCH + dt.timedelta(microseconds=since(rng, unit, FIRST, LAST))
        return drawn if zone is None else drawn.replace(tzinfo=dt.timezone.utc)

    def disguise(rng: Random, value: dt.datetime) -> Any:
        naive = value.replace(tzinfo=None)
        if zone is not None and 1 < value.year < 9999 and rng.random() < 0.5:
            offset = dt.timedelta(seconds=rng.randrange(-86_399, 86_400))
            return value.astimezone(dt.timezone(offset))
        if rng.random() < 0.5:
            return np.datetime64(naive, "us")
        return Moment(*naive.timetuple()[:6], naive.microsecond, fold=1)

    return Type(pa.timestamp(unit, zone), value, disguise)


def durations(unit: str) -> Type:
    def value(rng: Random) -> dt.timedelta:
        most = (1 << 63) - 2_000_000 if unit == "us" else 10**20
        us = since(rng, unit, max(-most, -(10**9) * DAY + DAY), min(most, 10**9 * DAY - DAY))
        return dt.timedelta(microseconds=us)

    def disguise(rng: Random, value: dt.timedelta) -> Any:
        us = value // dt.timedelta(microseconds=1)
        return np.timedelta64(us, "us") if abs(us) < 1 << 63 else value

    return Type(pa.duration(unit), value, disguise)


def decimals(rng: Random) -> Type:
    make, most = rng.choice([(pa.decimal128, 38), (pa.decimal256, 76)])
    precision = rng.choice([1, most, 18, 19, rng.randint(1, most)])
    scale = rng.choice([0, precision, rng.randint(0, precision)])

    def value(rng: Random) -> decimal.Decimal:
        digits = rng.choice([precision, rng.randint(1, precision)])
        drawn = rng.choice([0, 10**digits - 1, rng.randrange(10**digits)])
        return decimal.Decimal((rng.randrange(2), tuple(map(int, str(drawn))), -scale))

    def disguise(rng: Random, value: decimal.Decimal) -> Any:
        if value == value.to_integral_value() and rng.random() < 0.5:
            return int(value)
        return rng.choice([value.normalize(WIDE), WIDE.add(value, decimal.Decimal("0E-80"))])

    return Type(make(precision, scale), value, disguise)


def nulls() -> Type:
    return Type(pa.null(), lambda rng: None)


FLAT: list[Callable[[Random], Type]] = [
    *[lambda rng, bits=bits: integers(bits, True) for bits in (8, 16, 32, 64, 64)],
    *[lambda rng, bits=bits: integers(bits, False) for bits in (8, 16, 32, 64)],
    *[lambda rng, bits=bits: floats(bits) for bits in (16, 32, 64)],
    lambda rng: booleans(),
    lambda rng: texts(rng.choice([pa.string(), pa.string(), pa.large_string(), pa.string_view()])),
    lambda rng: binaries(rng.choice([pa.binary(), pa.large_binary(), pa.binary_view()])),
    lambda rng: (lambda size: binaries(pa.binary(size), size))(rng.choice([0, 1, 3, 16])),
    lambda rng: dates(rng.choice([pa.date32(), pa.date64()])),
    lambda rng: times(rng.choice([pa.time32("s"), pa.time32("ms"), pa.time64("us"), pa.time64("ns")])),
    lambda rng: timestamps(
        rng.choice(["s", "ms", "us", "us", "ns"]), rng.choice([None, "UTC", "Europe/Oslo", "+05:30"])
    ),
    lambda rng: durations(rng.choice(["s", "ms", "us", "us", "ns"])),
    decimals,
    decimals,
    lambda rng: nulls(),
]
KEYS: list[Callable[[Random], Type]] = [
    lambda rng: integers(64, True),
    lambda rng: texts(pa.string()),
    lambda rng: dates(pa.date32()),
    lambda rng: binaries(pa.binary()),
]


def random_type(rng: Random, depth: int) -> Type:
    """A type that is nested at most so deeply."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(FLAT)(rng)
    return rng.choice([lists, lists, fixed_lists, structs, structs, maps])(rng, depth - 1)


class Inner:
    """What is in a nested value: its type, and whether it may be null."""

    def __init__(self, rng: Random, inner: Type, name: str) -> None:
        self.type = inner
        self.field = pa.field(name, inner.arrow, nullable=inner.is_null or rng.random() < 0.8)

    def value(self, rng: Random) -> Any:
        return None if self.field.nullable and rng.random() < 0.1 else self.type.value(rng)

    def natural(self, value: Any) -> Any:
        return None if value is None else self.type.natural(value)

    def disguise(self, rng: Random, value: Any) -> Any:
        return value if value is None or rng.random() < 0.5 else self.type.disguise(rng, value)


def lists(rng: Random, depth: int) -> Type:
    item = Inner(rng, random_type(rng, depth), "item")
    kind = rng.choice([pa.list_, pa.list_, pa.large_list])(item.field)
    return _listed(kind, item, lambda rng: rng.choice([0, 1, 2, 5]))


def fixed_lists(rng: Random, depth: int) -> Type:
    item = Inner(rng, random_type(rng, depth), "item")
    size = rng.choice([1, 2, 3])
    return _listed(pa.list_(item.field, size), item, lambda rng: size)


def _listed(kind: pa.DataType, item: Inner, size: Callable[[Random], int]) -> Type:
    def disguise(rng: Random, value: list[Any]) -> Any:
        return rng.choice([list, tuple, List])(item.disguise(rng, each) for each in value)

    def value(rng: Random) -> list[Any]:
        return [item.value(rng) for _ in range(size(rng))]

    return Type(kind, value, disguise, lambda value: [item.natural(each) for each in value])


def structs(rng: Random, depth: int) -> Type:
    names = [f"{a_name(rng)}{i}" for i in range(rng.choice([0, 1, 2, 3]))]
    fields = [Inner(rng, random_type(rng, depth), name) for name in names]

    def value(rng: Random) -> dict[str, Any]:
        return {name: field.value(rng) for name, field in zip(names, fields)}

    def disguise(rng: Random, value: dict[str, Any]) -> Any:
        items = [(name, field.disguise(rng, value[name])) for name, field in zip(names, fields)]
        form = rng.randrange(5)
        if form == 0:
            return tuple(item for _, item in items)
        if form == 1:
            return [item for _, item in items]
        rng.shuffle(items)
        if form == 2:
            return Row(**dict(items))
        if form == 3:  # what is missing is null
            return Dict((name, item) for name, item in items if item is not None)
        return dict(items)

    def natural(value: dict[str, Any]) -> dict[str, Any]:
        return {name: field.natural(value[name]) for name, field in zip(names, fields)}

    return Type(pa.struct([field.field for field in fields]), value, disguise, natural)


def maps(rng: Random, depth: int) -> Type:
    key = Inner(rng, rng.choice(KEYS)(rng), "key")
    item = Inner(rng, random_type(rng, depth), "value")
    kind = pa.map_(key.type.arrow, item.field)

    def value(rng: Random) -> list[tuple[Any, Any]]:
        drawn = {key.type.value(rng): item.value(rng) for _ in range(rng.choice([0, 1, 2, 5]))}
        return list(drawn.items())

    def disguise(rng: Random, value: dict[Any, Any]) -> Any:
        items = [(key.disguise(rng, each), item.disguise(rng, value[each])) for each in value]
        return rng.choice([list, tuple])(items)

    def natural(value: list[tuple[Any, Any]]) -> dict[Any, Any]:
        return {each: item.natural(inner) for each, inner in value}

    return Type(kind, value, disguise, natural)
