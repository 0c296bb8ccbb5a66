"""What a reader takes over from the engine: filters, columns that it leaves out, a limit.

Each of it is offered only to a reader that has the method for it; what is not taken stays with the
engine, so that the rows are the same in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .arrow import Description, schema_from_description, schema_to_description
from .capability import has_own
from .errors import PySparkValueError, type_mismatch
from .failure import operation
from .filterjson import filters_from
from .filters import And, Filter, Not, Or, Refused
from .interop import native_schema
from .protocol import DeclaredSchema, OpenSource, call, schema_of
from .refused import shortened
from .types import StructType

EXACT, INEXACT, REFUSED = "exact", "inexact", "refused"

NO_FILTERS = "the source takes no filters"
NO_AND_OR = "the source does not declare And and Or"


class Answer(NamedTuple):
    """What a source says to one filter.

    Attributes:
        taken: ``exact`` if it applies the filter, ``inexact`` if rows that do not pass may still
            come, ``refused`` if it does not.
        reason: Why it is refused; empty if nobody said.
    """

    taken: str
    reason: str = ""


class Pushdown(NamedTuple):
    """What a reader took over.

    Attributes:
        answers: One for each filter that was offered.
        description: What ``read`` gives now (see :mod:`.arrow`); ``None`` if all that is declared.
        limit_taken: Whether the source stops after the limit of its own accord.
    """

    answers: list[Answer]
    description: Description | None
    limit_taken: bool


def push_down(
    opened: OpenSource, reader: Any, declared: DeclaredSchema, request: Mapping[str, Any]
) -> Pushdown:
    """Offers a reader what an engine wants, in the order of the protocol.

    The request, in which any key may be missing, has

    - ``filters``: the document of :mod:`.filterjson`;
    - ``verify``: whether the engine applies all filters itself whatever the source takes;
    - ``columns``: the names of those that are wanted, or ``None`` for all;
    - ``residualColumns``: the names of those that the engine's own predicates need besides;
    - ``limit``: how many rows are wanted, or ``None`` if all are, or the engine has predicates of
      its own.
    """
    with operation(opened.name, "pushFilters"):
        filters = filters_from(request["filters"]) if request.get("filters") else []
    answers = push_filters(opened, reader, filters)
    again = [
        each
        for each, answer in zip(filters, answers)
        if request.get("verify") or answer.taken != EXACT
    ]
    description = None
    if request.get("columns") is not None:
        needed = {*request["columns"], *request.get("residualColumns", ())}
        needed.update(column for each in again for column in _columns(each))
        description = prune_columns(opened, reader, declared, needed)
    limit = request.get("limit")
    limit_taken = limit is not None and not again and push_limit(opened, reader, limit)
    return Pushdown(answers, description, limit_taken)


def push_filters(opened: OpenSource, reader: Any, filters: Sequence[Filter]) -> list[Answer]:
    """Calls ``pushFilters``, if the reader has one of its own and there is something to push.

    What it returns is matched by identity, else by equality, with the first of the equal filters
    that is not refused already.
    """
    with operation(opened.name, "pushFilters"):
        if not has_own(reader, "pushFilters"):
            return [Answer(REFUSED, NO_FILTERS)] * len(filters)
        offered = list(filters)
        if not _declared(reader, "supportsAndOr"):
            offered = [each for each in filters if not _has_connective(each)]
        reasons = _refused(opened, reader, offered) if offered else {}
    inexact = _inexact(opened, reader, filters) if len(reasons) < len(offered) else set()
    offered_ids = set(map(id, offered))
    answers = []
    for each in filters:
        if id(each) not in offered_ids:
            answers.append(Answer(REFUSED, NO_AND_OR))
        elif id(each) in reasons:
            answers.append(Answer(REFUSED, reasons[id(each)]))
        else:
            answers.append(Answer(INEXACT if id(each) in inexact else EXACT))
    return answers


def prune_columns(
    opened: OpenSource, reader: Any, declared: DeclaredSchema, needed: Iterable[str]
) -> Description | None:
    """Calls ``pruneColumns``, if the reader has it and not all columns are needed.

    Returns:
        The description of what ``read`` gives now; ``None`` if that has not changed.
    """
    names = declared.struct.names
    wanted = set(needed)
    keep = [name for name in names if name in wanted]
    # Where two columns have one name, names cannot tell what is left.
    if len(keep) == len(names) or len(set(names)) < len(names):
        return None
    if not has_own(reader, "pruneColumns"):
        return None
    with operation(opened.name, "pruneColumns"):
        required = StructType([declared.struct[name] for name in keep])
        returned = call(reader.pruneColumns, required=native_schema(required))
        if returned is None:
            return None
        return _pruned(declared, keep, schema_of(returned, "pruneColumns"))


def push_limit(opened: OpenSource, reader: Any, n: int) -> bool:
    """Calls ``pushLimit``, if the reader has it: whether the source takes the limit."""
    if not has_own(reader, "pushLimit"):
        return False
    with operation(opened.name, "pushLimit"):
        taken = call(reader.pushLimit, n=n)
        if taken is not None and not isinstance(taken, bool):
            raise type_mismatch("'pushLimit' to return a bool", f"'{type(taken).__name__}'")
        return bool(taken)


def _refused(opened: OpenSource, reader: Any, offered: Sequence[Filter]) -> dict[int, str]:
    """The reasons for the filters that come back, by the filters' ids."""
    returned = call(reader.pushFilters, filters=list(offered))  # the list is the source's
    if not isinstance(returned, Iterable):
        raise type_mismatch(
            "'pushFilters' to return an iterable of filters", f"'{type(returned).__name__}'"
        )
    reasons: dict[int, str] = {}
    ids = set(map(id, offered))
    extraneous = []
    each: Any
    for each in returned:
        reason = ""
        if isinstance(each, Refused):
            each, reason = each.filter, str(each.reason or "")
        found = id(each) if id(each) in ids else _equal(each, offered, reasons)
        if found is None:
            extraneous.append(each)
        elif reason or found not in reasons:
            reasons[found] = reason
    if extraneous:
        raise PySparkValueError(
            errorClass="DATA_SOURCE_EXTRANEOUS_FILTERS",
            messageParameters={
                "type": type(reader).__name__,
                "input": str(offered),
                "extraneous": f"[{', '.join(map(shortened, extraneous))}]",
            },
        )
    return reasons


def _equal(returned: Any, offered: Sequence[Filter], refused: Mapping[int, str]) -> int | None:
    """The id of an offered filter that equals what was returned: one not refused yet, if any."""
    equal = [id(each) for each in offered if _are_equal(each, returned)]
    return next((each for each in equal if each not in refused), equal[0] if equal else None)


def _are_equal(offered: Filter, other: Any) -> bool:
    if type(offered) is not type(other):
        return False
    # A copy of a NaN does not equal it, but is written alike.
    return offered == other or repr(offered) == repr(other)


def _inexact(opened: OpenSource, reader: Any, filters: Sequence[Filter]) -> set[int]:
    """The ids of the filters that are inexact if they are taken."""
    with operation(opened.name, "inexactFilters"):
        said = _declared(reader, "inexactFilters")
        if said is None or isinstance(said, bool):
            return set(map(id, filters)) if said else set()
        if not isinstance(said, Iterable):
            raise _no_inexact(said)
        found: set[int] = set()
        for each in said:
            if isinstance(each, type) and issubclass(each, Filter):
                found.update(id(offered) for offered in filters if isinstance(offered, each))
                continue
            equal = [
                id(offered) for offered in filters if offered is each or _are_equal(offered, each)
            ]
            if not equal:
                raise _no_inexact(each)
            found.update(equal)
        return found


def _declared(reader: Any, name: str) -> Any:
    """What a reader says in an attribute, or in a method without arguments; ``None`` if nothing."""
    said = getattr(reader, name, None)
    return said() if callable(said) else said


def _pruned(declared: DeclaredSchema, keep: Sequence[str], pruned: DeclaredSchema) -> Description:
    """The pruned schema, in whose fields stands what was declared.

    Raises:
        PySparkTypeError: DATA_SOURCE_TYPE_MISMATCH, naming the column that is missing, twice there,
            of another type, or not declared.
    """
    types, found = _types(declared), _types(pruned)
    names = pruned.struct.names
    for name in keep:
        if name not in found:
            raise _not_pruned(f"column '{name}'", f"'{', '.join(names)}'")
    for position, name in enumerate(names):
        if name not in types:
            raise _not_pruned("only declared columns", f"'{name}'")
        if name in names[:position]:
            raise _not_pruned("each column once", f"'{name}' twice")
        if types[name] != found[name]:
            expected = declared.struct[name].dataType.simpleString()
            actual = pruned.struct[name].dataType.simpleString()
            raise _not_pruned(f"column '{name}' as '{expected}'", f"'{actual}'")
    fields = {child[1]: child for child in declared.description[3]}
    format_, top, nullable, _, *rest = declared.description
    return (format_, top, nullable, tuple(fields[name] for name in names), *rest)  # type: ignore[return-value]


def _types(schema: DeclaredSchema) -> dict[str, Any]:
    """The columns' types as Spark tells them apart, but not whether there may be nulls."""
    nearest = schema_from_description(schema.description, exact=False)
    return {child[1]: _type(child) for child in schema_to_description(nearest)[3]}


def _type(description: Sequence[Any]) -> tuple[Any, ...]:
    format_, _, _, children, _, dictionary, flags = description
    inner = tuple((child[1], _type(child)) for child in children)
    return (format_, inner, dictionary and _type(dictionary), flags)


def _columns(each: Filter) -> Iterator[str]:
    """The names of the columns that a filter needs."""
    if isinstance(each, Not):
        yield from _columns(each.child)
    elif isinstance(each, (And, Or)):
        yield from _columns(each.left)
        yield from _columns(each.right)
    else:
        yield each.attribute[0]  # type: ignore[attr-defined]


def _has_connective(each: Filter) -> bool:
    return isinstance(each, (And, Or)) or (isinstance(each, Not) and _has_connective(each.child))


def _no_inexact(said: object) -> Exception:
    return type_mismatch(
        "'inexactFilters' to be a bool, or an iterable of offered filters or of their classes",
        f"{shortened(said)}",
    )


def _not_pruned(expected: str, actual: str) -> Exception:
    return type_mismatch(f"'pruneColumns' to return a schema with {expected}", actual)
