"""The calls on a data source, by the rules that its author can rely on.

For the JVM, which calls these functions in this order and passes what they return to the next:

    opened = open_source(found.name, found.cls, options)    the object of the source's class
    declared = declare_schema(opened, user_schema)          schema(), or what the user said
    reader = open_reader(opened, declared)                  reader(schema)
    pushed = push_down(opened, reader, declared, request)   pushFilters, … (see :mod:`.pushdown`)
    partitions = plan_partitions(opened, reader)            partitions()
    copies = copies_of(opened, reader)                      pickled once, after planning
    batches = start_read(opened, new_copy(opened, copies), partition)    read(partition)

and for a write, of which the schema is given (see :mod:`.writing`):

    writer = open_writer(opened, declared, overwrite)       writer(schema, overwrite)
    copies = copies_of(opened, writer)                      pickled once, before the first task

Whatever goes wrong leaves as an :class:`OperationError` with condition, source and operation.
What the iterator of :func:`start_read` raises is the source's own exception, which
:func:`~.failure.failure` turns into one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Callable, NamedTuple

from . import pickling
from .arrow import Description, schema_from_description, schema_to_description
from .capability import capabilities_of, require_capable
from .counterpart import is_instance
from .ddl import parse_schema
from .elements import is_arrow
from .errors import PySparkPicklingError, invalid_return, type_mismatch
from .failure import OperationError, failure, operation
from .interop import native_schema
from .options import CaseInsensitiveDict
from .reader import InputPartition
from .threemethod import ThreeMethodSource
from .types import StructType

__all__ = [
    "Copies",
    "DeclaredSchema",
    "OpenSource",
    "OperationError",
    "call",
    "copies_of",
    "declare_schema",
    "failure",
    "new_copy",
    "open_reader",
    "open_source",
    "open_writer",
    "options_of",
    "plan_partitions",
    "schema_of",
    "start_read",
]


class OpenSource(NamedTuple):
    """The object of a source's class, and the name that it is called by in errors."""

    name: str
    instance: Any


class DeclaredSchema(NamedTuple):
    """What comes out of a read or goes into a write.

    Attributes:
        struct: The schema for the source: PySpark's own ``StructType`` where PySpark is loaded.
        description: The same as plain data (see :mod:`.arrow`); exactly what the source declared,
            where that was an Arrow schema.
    """

    struct: StructType
    description: Description


class Copies(NamedTuple):
    """A planned reader or a writer, to be copied for each partition.

    Attributes:
        method: ``cloudpickle``, ``pickle``, or ``shared`` if it does not pickle and all partitions
            use the one object.
        reason: Why it is shared; empty if it is not.
    """

    method: str
    reason: str
    original: Any
    pickled: bytes | None


def options_of(options: Mapping[str, Any], paths: Sequence[str] = ()) -> CaseInsensitiveDict:
    """Options as a source gets them: texts, ``True`` as ``"true"``, ``None`` left out.

    One path becomes the option ``path``, several become ``paths`` as a JSON array, as
    Spark spells it.
    """
    texts = CaseInsensitiveDict()
    for key, value in options.items():
        if value is not None:
            texts[key] = str(value).lower() if isinstance(value, bool) else str(value)
    if len(paths) == 1:
        texts["path"] = paths[0]
    elif paths:
        texts["paths"] = json.dumps(list(paths), ensure_ascii=False, separators=(",", ":"))
    return texts


def open_source(
    name: str, cls: type, options: Mapping[str, Any], paths: Sequence[str] = ()
) -> OpenSource:
    """Makes the object of a source's class, with its options."""
    with operation(name, "__init__"):
        capabilities = capabilities_of(require_capable(cls))
        texts = options_of(options, paths)
        if capabilities.three_method:
            return OpenSource(name, ThreeMethodSource(cls(), texts))
        return OpenSource(name, call(cls, options=texts))


def declare_schema(opened: OpenSource, user_schema: str | None = None) -> DeclaredSchema:
    """The schema that the user gave as DDL, else what the source's ``schema()`` returns."""
    with operation(opened.name, "schema"):
        given = opened.instance.schema() if user_schema is None else user_schema
        return schema_of(given, "schema")


def schema_of(given: Any, method: str) -> DeclaredSchema:
    """The schema that a method of the source returned, in any form that there is.

    Raises:
        PySparkTypeError: DATA_SOURCE_TYPE_MISMATCH, naming the method, for anything else.
    """
    if isinstance(given, str):
        given = parse_schema(given)
    if isinstance(given, StructType):
        return DeclaredSchema(native_schema(given), schema_to_description(given))
    if not hasattr(given, "__arrow_c_schema__"):
        raise type_mismatch(
            f"'{method}' to return a DDL text, a StructType or an Arrow schema",
            f"'{type(given).__name__}'",
        )
    from .capsule import describe

    description = describe(given)
    return DeclaredSchema(native_schema(schema_from_description(description)), description)


def open_reader(opened: OpenSource, declared: DeclaredSchema) -> Any:
    """The source's reader: any object with a method ``read``."""
    with operation(opened.name, "reader"):
        reader = call(opened.instance.reader, schema=declared.struct)
        if not callable(getattr(reader, "read", None)):
            raise type_mismatch("an instance of DataSourceReader", f"'{type(reader).__name__}'")
        return reader


def open_writer(opened: OpenSource, declared: DeclaredSchema, overwrite: bool) -> Any:
    """The source's writer: any object with a method ``write``."""
    with operation(opened.name, "writer"):
        writer = opened.instance.writer(declared.struct, overwrite)
        if not callable(getattr(writer, "write", None)):
            raise type_mismatch("an instance of DataSourceWriter", f"'{type(writer).__name__}'")
        return writer


def plan_partitions(opened: OpenSource, reader: Any) -> list[Any]:
    """The partitions of a read, of which there is at least one."""
    with operation(opened.name, "partitions"):
        try:
            planned = reader.partitions() if hasattr(reader, "partitions") else []
        except NotImplementedError:  # what PySpark's base class raised before 4.2
            planned = []
        if not isinstance(planned, Iterable):
            raise type_mismatch("'partitions' to return a list", f"'{type(planned).__name__}'")
        partitions = list(planned)
        wrong = {
            type(each).__name__ for each in partitions if not is_instance(each, InputPartition)
        }
        if wrong:
            raise type_mismatch(
                "elements in 'partitions' to be of type 'InputPartition'",
                ", ".join(f"'{name}'" for name in sorted(wrong)),
            )
        return partitions or [InputPartition(None)]


def copies_of(opened: OpenSource, original: Any) -> Copies:
    """Pickles a planned reader or a writer, or says why its one object has to be shared."""
    with operation(opened.name, "pickle"):
        try:
            return Copies(pickling.pickler()[0], "", original, pickling.dumps(original))
        except PySparkPicklingError as error:
            return Copies("shared", str(error), original, None)


def new_copy(opened: OpenSource, copies: Copies) -> Any:
    """A reader or writer for one partition: a copy of its own, or the shared object."""
    with operation(opened.name, "unpickle"):
        return copies.original if copies.pickled is None else pickling.loads(copies.pickled)


def start_read(opened: OpenSource, reader: Any, partition: Any) -> Iterator[Any]:
    """Calls ``read`` and returns the iterator over what it gives, which may be nothing.

    A single Arrow object or frame instead of an iterable is the iterator's one element. A
    coroutine, an asynchronous generator or iterator runs on this thread while it is asked.
    """
    with operation(opened.name, "read"):
        result = reader.read(partition)
        if hasattr(result, "__await__") or hasattr(result, "__aiter__"):
            from .asyncread import run_async

            result = run_async(result)
        if result is None:
            return iter(())
        if is_arrow(result):
            return iter((result,))
        if isinstance(result, (str, bytes, Mapping)) or not isinstance(result, Iterable):
            raise invalid_return(type(result).__name__, opened.name, "iterator")
        return iter(result)


def call(function: Callable[..., Any], **argument: Any) -> Any:
    """Passes the one argument by its name, as PySpark does, or by position if it has another."""
    import inspect  # slow to import, and only needed once a source is opened

    [(name, value)] = argument.items()
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # Code in C need not have a signature.
        return function(value)
    named = any(
        parameter.name == name and parameter.kind is not parameter.POSITIONAL_ONLY
        for parameter in parameters
    )
    taken_by_position = any(
        parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        and parameter.default is parameter.empty
        for parameter in parameters
    )
    swallows = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    by_name = named or (swallows and not taken_by_position)
    return function(**argument) if by_name else function(value)
