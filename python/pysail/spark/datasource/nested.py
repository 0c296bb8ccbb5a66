"""Lists, maps and structs: raw values to canonical ones.

A column of exact lists, dicts or tuples is converted as one list of all their items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from .foreign import array_items, is_array_kind, is_record
from .kind import Kind
from .refused import Refused, refusal_of, refused, shortened, wrong_kind

if TYPE_CHECKING:
    from .values import Convert

_TEXTS = (str, bytes, bytearray, memoryview)


def array(item: Convert, size: int | None = None) -> Kind:
    """Lists of items; ``size`` of them, if it is given."""

    def one(value: Any) -> list[Any]:
        items = _items(value, "ARRAY")
        if size is not None and len(items) != size:
            raise refused(value, "ARRAY", f"it has {len(items)} items, not {size}")
        return _each(item, items, lambda i: f"[{i}]")

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if len(kinds) == 1 and is_array_kind(*kinds):
            if not all(value.ndim for value in values):
                return None
            values = list(map(array_items, values))
        elif not kinds <= _LISTS:
            return None
        if size is not None and set(map(len, values)) != {size}:
            return None
        flat = list(chain.from_iterable(values))
        converted = item.many(flat)
        if converted is flat:
            return list(map(list, values))
        rest = iter(converted)
        return [list(islice(rest, len(value))) for value in values]

    return Kind("ARRAY", one, many)


def mapping(key: Convert, value: Convert) -> Kind:
    """Maps, as lists of pairs."""

    def one(raw: Any) -> list[Any]:
        kind = type(raw)
        if issubclass(kind, Mapping):
            pairs = [(each, raw[each]) for each in raw]
        elif issubclass(kind, (list, tuple)) and all(_is_pair(pair) for pair in raw):
            pairs = list(raw)  # as pyarrow has maps
        else:
            raise wrong_kind(raw, "MAP")
        keys = _each(key, [pair[0] for pair in pairs], lambda i: ".key")
        items = _each(value, [pair[1] for pair in pairs], lambda i: f"[{shortened(pairs[i][0])}]")
        return list(zip(keys, items))

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if kinds != {dict}:
            return None
        keys = key.many(list(chain.from_iterable(values)))
        items = value.many(list(chain.from_iterable(map(dict.values, values))))
        pairs = zip(keys, items)
        return [list(islice(pairs, len(each))) for each in values]

    return Kind("MAP", one, many)


def _is_pair(value: Any) -> bool:
    return type(value) in (tuple, list) and len(value) == 2


def struct(names: Sequence[str], fields: Sequence[Convert]) -> Kind:
    """Structs, as tuples: sequences by position, what has names by name."""
    width = len(fields)
    known = frozenset(names)
    unique = len(known) == width

    def one(value: Any) -> tuple[Any, ...]:
        named = by_name(value, known)
        if named is None:
            if issubclass(type(value), (Set, range)):
                raise wrong_kind(value, "STRUCT")
            items = _items(value, "STRUCT")
            if len(items) != width:
                raise refused(value, "STRUCT", f"it has {len(items)} values for {width} fields")
        else:
            if not unique:
                raise refused(value, "STRUCT", "two fields have the same name")
            unknown = [name for name in named if name not in known]
            if unknown:
                raise refused(value, "STRUCT", f"it has no field {shortened(unknown[0])}")
            items = [named.get(name) for name in names]
        converted = []
        for name, field, each in zip(names, fields, items):
            try:
                converted.append(field.cell(each))
            except BaseException as error:
                refusal = refusal_of(error)
                refusal.steps.append(f".{name}")
                raise refusal from None
        return tuple(converted)

    def many(values: list[Any], kinds: set[type]) -> list[Any] | None:
        if not width:
            return None
        if kinds == {dict} and unique:
            if not all(value.keys() <= known for value in values):
                return None
            columns = [[value.get(name) for value in values] for name in names]
        elif kinds <= _LISTS and set(map(len, values)) == {width}:
            columns = list(map(list, zip(*values)))
        else:
            return None
        return list(zip(*[field.many(column) for field, column in zip(fields, columns)]))

    return Kind("STRUCT", one, many)


def by_name(value: Any, known: frozenset[str]) -> dict[Any, Any] | None:
    """The values of something with names; ``None`` if they are told by position.

    The names of a ``namedtuple`` count if they are those that are ``known``: it is a tuple, too.
    """
    kind = type(value)
    if kind is dict:
        return value  # type: ignore[no-any-return]
    if kind is tuple:
        return None
    if issubclass(kind, tuple):
        if hasattr(value, "__fields__"):  # a Row, ours or PySpark's
            return _named("Row", value.__fields__, value)
        names = getattr(kind, "_fields", None)
        if type(names) is tuple and len(names) == len(known) and known.issuperset(names):
            return _named(kind.__name__, names, value)
        return None
    if issubclass(kind, Mapping):
        return {name: value[name] for name in value}
    if hasattr(kind, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in dataclass_names(kind)}
    if is_record(value):
        return {name: value[name] for name in value.dtype.names}
    if issubclass(kind, (*_TEXTS, Sequence, Set)) or is_array_kind(kind):
        return None
    attributes = getattr(value, "__dict__", None)
    if type(attributes) is not dict or not attributes:
        return None
    # What an object keeps for itself is no field.
    return {
        name: attributes[name] for name in attributes if name in known or not name.startswith("_")
    }


def dataclass_names(kind: Any) -> list[str]:
    """The names of a dataclass, in their order."""
    from dataclasses import fields  # slow to import, and loaded where there is a dataclass

    return [field.name for field in fields(kind)]


def _named(what: str, names: Sequence[str], values: Sequence[Any]) -> dict[Any, Any]:
    named = dict(zip(names, values))
    if not len(named) == len(names) == len(values):
        raise ValueError(f"a {what} of {len(values)} values has the names {list(names)}")
    return named


def _items(value: Any, type_name: str) -> list[Any]:
    kind = type(value)
    if is_array_kind(kind) and value.ndim:
        return array_items(value)
    # Before 3.10 an array is no Sequence.
    is_list = issubclass(kind, (Sequence, Set)) or kind.__module__ == "array"
    if not is_list or issubclass(kind, _TEXTS):
        raise wrong_kind(value, type_name)
    return list(value)


def _each(convert: Convert, items: list[Any], step: Any) -> list[Any]:
    if convert.is_flat:  # Else each level would try twice what the next one does.
        try:
            return convert.many(items)
        except BaseException as error:
            refusal_of(error)
    converted: list[Any] = []
    try:
        for each in items:
            converted.append(convert.cell(each))
    except BaseException as error:
        refusal: Refused = refusal_of(error)
        refusal.steps.append(step(len(converted)))
        raise refusal from None
    return converted


_LISTS = {list, tuple}
