"""Which data sources there are, and the class behind a name.

A name is looked for among the sources registered in this process, then the entry points of the
groups :data:`GROUPS`, then the ``DefaultSource`` of importable ``pyspark_*`` modules, then what was
:func:`offered <offer>`; in any case.
``module:Class`` and ``path/to/file.py:Class`` are taken as they are, and the format ``python``
takes the class from its options. Listing imports no entry point's source unless asked to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .capability import capabilities_of, require_capable
from .errors import type_mismatch
from .failure import OperationError, operation
from .locate import absolute, did_you_mean, is_reference, locate, not_found

if TYPE_CHECKING:
    from importlib.metadata import Distribution

GROUPS = ("sail.datasources", "pysail.datasources")
"""The entry point groups by which a package makes its sources known."""

_STATIC_PREFIX = "pyspark_"
_SOURCE = TypeVar("_SOURCE", bound=type)


class Candidate(NamedTuple):
    """A source that somebody offers under a name, not necessarily imported yet."""

    name: str
    reference: str
    distribution: str | None = None
    version: str | None = None
    cls: type | None = None
    error: str | None = None

    def load(self) -> type:
        """The class.

        Raises:
            OperationError: it cannot be imported, or can neither read nor write.
        """
        with operation(self.name, "import"):
            return require_capable(self.cls if self.cls is not None else locate(self.reference))

    @property
    def provider(self) -> str:
        """Who offers it, for people."""
        where = f"{self.distribution} {self.version}" if self.distribution else "this process"
        return f"{self.reference} of {where}"


class Found(NamedTuple):
    """The class behind a name, and a reference by which another process finds it as well."""

    name: str
    cls: type
    reference: str


_registered: list[Candidate] = []
_offered: list[Candidate] = []


def register(cls: _SOURCE) -> _SOURCE:
    """Makes a data source class known under its name; usable as a decorator.

    The last registration of a name wins, over entry points as well.

    Raises:
        PySparkTypeError: DATA_SOURCE_TYPE_MISMATCH: it is no class or can neither read nor write.
    """
    require_capable(cls)
    reference = f"{cls.__module__}:{cls.__qualname__}"
    _registered[:] = [each for each in _registered if each.reference != reference]
    _registered.append(Candidate(source_name(cls), reference, cls=cls))
    return cls


def offer(name: str, reference: str, distribution: str, version: str) -> None:
    """Makes a source known that somebody carries who is no installed package.

    Whatever else has the name comes first. Nothing is imported before the source is used.
    """
    same = (name.lower(), reference)  # One class may go by several names.
    _offered[:] = [each for each in _offered if (each.name.lower(), each.reference) != same]
    _offered.append(Candidate(name, reference, distribution, version))


def source_name(cls: type) -> str:
    """The name that a class gives itself, by a method of any kind or a text; else its own.

    Raises:
        PySparkTypeError: DATA_SOURCE_TYPE_MISMATCH: that is not a text.
    """
    declared = (vars(base)["name"] for base in cls.__mro__ if "name" in vars(base))
    given: Any = next(declared, cls.__name__)
    if isinstance(given, (classmethod, staticmethod)):
        given = given.__get__(None, cls)()
    elif isinstance(given, property):
        given = given.__get__(cls)
    elif callable(given):
        given = given(cls)  # The class stands in for the object that there is not yet.
    if not isinstance(given, str) or not given:
        raise type_mismatch("'name' to give a text", f"'{type(given).__name__}'")
    return given


def name_in_errors(asked: str, cls: type) -> str:
    """What a source is called: as it was asked for, or by its own name if that was a reference."""
    if not is_reference(asked) and asked.lower() != "python":
        return asked
    with operation(cls.__name__, "name"):
        return source_name(cls)


def find(name: str, options: Mapping[str, str] | None = None) -> Found:
    """The class behind ``name``.

    Raises:
        OperationError: DATA_SOURCE_NOT_FOUND, with what was meant perhaps; or the class cannot be
            imported, or it can neither read nor write.
    """
    reference = _reference_in(name, options or {})
    if reference is not None:
        return Found(name, Candidate(name, reference).load(), absolute(reference))
    known: list[Candidate] = []
    for candidates in (_registrations, _entry_points, _static_sources, _offers):
        offered = list(candidates())
        matching = [each for each in offered if each.name.lower() == name.lower()]
        if matching:
            return Found(name, matching[0].load(), matching[0].reference)
        known += offered
    names = [each.name for each in known if each.error is None]
    is_file = name.endswith(".py")
    hint = f"A file needs its class: {name}:Class" if is_file else did_you_mean(name, names)
    broken = [f"{each.name} is broken: {each.error}" for each in known if each.error is not None]
    with operation(name, "find"):
        raise not_found(name, "; ".join([hint, *broken]))


def list_sources(load: bool = False) -> list[dict[str, Any]]:
    """All sources that can be found by a name, in the order of their names, as plain data.

    Each is a dict of ``name``, ``class``, ``module``, ``distribution``, ``version``,
    ``capabilities`` (a dict, or ``None`` if the source is not imported) and ``error`` (why it
    cannot be used, or ``None``). Of several sources with one name the first is the one in use.

    Args:
        load: Imports every source, to know its capabilities and whether it works at all.
    """
    listed = []
    in_use: dict[str, Candidate] = {}
    for candidates in (_registrations, _entry_points, _static_sources, _offers):
        for candidate in candidates():
            winner = in_use.setdefault(candidate.name.lower(), candidate)
            listed.append(_described(candidate, winner, load))
    return sorted(listed, key=lambda source: source["name"].lower())


def _described(candidate: Candidate, winner: Candidate, load: bool) -> dict[str, Any]:
    module, _, class_name = candidate.reference.rpartition(":")
    error, capabilities = candidate.error, None
    if error is None and (load or candidate.cls is not None):
        try:
            capabilities = capabilities_of(candidate.load())._asdict()
        except OperationError as failed:
            error = str(failed)
    if winner is not candidate:
        error = f"[DATA_SOURCE_ALREADY_EXISTS] The name is taken by {winner.provider}; " + (
            f"{candidate.provider} is not used"
        )
    return {
        "name": candidate.name,
        "class": class_name,
        "module": module,
        "distribution": candidate.distribution,
        "version": candidate.version,
        "capabilities": capabilities,
        "error": error,
    }


def _reference_in(name: str, options: Mapping[str, str]) -> str | None:
    if is_reference(name):
        return name
    lower = {key.lower(): value for key, value in options.items()}
    if name.lower() != "python" or "python_module" not in lower:
        return None
    with operation(name, "find"):
        if "python_class" not in lower:
            raise not_found(name, "The option python_class is missing beside python_module")
    return f"{lower['python_module']}:{lower['python_class']}"


def _registrations() -> Iterator[Candidate]:
    return reversed(_registered)


def _offers() -> Iterator[Candidate]:
    return reversed(_offered)


def _entry_points() -> Iterator[Candidate]:
    from importlib import metadata

    seen = set()
    for distribution in metadata.distributions():
        try:
            # The first on the search path is the one that import finds.
            name = distribution.metadata["Name"]
            if name in seen:
                continue
            seen.add(name)
            yield from _entry_points_of(distribution)
        except Exception as error:  # Whatever a broken package does, the others are still found.
            where = str(getattr(distribution, "_path", distribution))
            yield Candidate(where, ":", error=f"its metadata cannot be read: {error!r}")


def _entry_points_of(distribution: Distribution) -> list[Candidate]:
    # Most packages offer no sources: their entry points need no parsing.
    text = distribution.read_text("entry_points.txt") or ""
    if not any(group in text for group in GROUPS):
        return []
    return [
        Candidate(
            point.name,
            point.value.partition("[")[0].strip(),
            distribution.metadata["Name"],
            distribution.version,
        )
        for point in distribution.entry_points
        if point.group in GROUPS
    ]


def _static_sources() -> Iterator[Candidate]:
    import pkgutil

    for info in pkgutil.iter_modules():
        if not info.name.startswith(_STATIC_PREFIX):
            continue
        reference = f"{info.name}:DefaultSource"
        try:
            with operation(info.name, "import"):
                cls = getattr(import_module(info.name), "DefaultSource", None)
                name = "" if cls is None else source_name(cls)
        except OperationError as error:
            yield Candidate(info.name, reference, *_distribution_of(info.name), error=str(error))
        else:
            if cls is not None:
                yield Candidate(name, reference, *_distribution_of(info.name), cls=cls)


def _distribution_of(module: str) -> tuple[str | None, str | None]:
    """Name and version of the distribution called like ``module``, as is the custom."""
    from importlib import metadata

    try:
        found = metadata.distribution(module)
        return found.metadata["Name"], found.version
    except metadata.PackageNotFoundError:
        return None, None
