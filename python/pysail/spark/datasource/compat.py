"""Makes ``import pyspark…`` work for data sources, with PySpark installed or without.

Without PySpark the modules in :data:`PROVIDED` are served from this package, and an import of any
other part says that only these are. With PySpark its own modules are used, and the names that an
older release lacks are added to them, derived from its own classes where ours derive from such.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NamedTuple

_FILE: str | None = globals().get("__file__")
"""Shown as the file of the modules that we serve; a loader need not have one."""

VERSION = "4.3.0"
"""The PySpark release whose data source API this package has."""


class _Part(NamedTuple):
    """A module of PySpark: our modules that have its names, and which of them ``*`` leaves out."""

    names: Mapping[str, str] = {}  # never changed
    hidden: str = ""
    is_package: bool = False


_ERRORS = _Part(
    {
        "errors": "PySparkException AnalysisException ParseException IllegalArgumentException "
        "UnsupportedOperationException PythonException PySparkTypeError PySparkValueError "
        "PySparkImportError PySparkIndexError PySparkAttributeError PySparkRuntimeError "
        "PySparkAssertionError PySparkNotImplementedError PySparkPicklingError PySparkKeyError"
    },
    is_package=True,
)

PROVIDED: dict[str, _Part] = {
    "pyspark": _Part({"row": "Row", "taskcontext": "TaskContext"}, is_package=True),
    "pyspark.errors": _ERRORS,
    "pyspark.errors.exceptions": _Part(is_package=True),
    "pyspark.errors.exceptions.base": _ERRORS._replace(is_package=False),
    "pyspark.sql": _Part({"row": "Row"}, is_package=True),
    "pyspark.sql.datasource": _Part(
        {
            "source": "DataSource",
            "reader": "DataSourceReader InputPartition",
            "stream": "DataSourceStreamReader SimpleDataSourceStreamReader",
            "writer": "DataSourceWriter DataSourceArrowWriter DataSourceStreamWriter "
            "DataSourceStreamArrowWriter WriterCommitMessage",
            "filters": "Filter EqualTo EqualNullSafe GreaterThan GreaterThanOrEqual LessThan "
            "LessThanOrEqual In IsNull IsNotNull Not StringStartsWith StringEndsWith "
            "StringContains ColumnPath",
            "options": "CaseInsensitiveDict",
        },
        hidden="ColumnPath CaseInsensitiveDict",
    ),
    "pyspark.sql.pandas": _Part(is_package=True),
    "pyspark.sql.pandas.types": _Part(
        {"arrow": "to_arrow_schema from_arrow_schema to_arrow_type from_arrow_type"}
    ),
    "pyspark.sql.streaming": _Part(is_package=True),
    "pyspark.sql.streaming.datasource": _Part(
        {
            "limits": "ReadLimit ReadAllAvailable ReadMinRows ReadMaxRows ReadMaxFiles "
            "ReadMaxBytes SupportsTriggerAvailableNow"
        }
    ),
    "pyspark.sql.types": _Part(
        {
            # A class comes after its bases, so that it can be derived from PySpark's.
            "types": "DataType NullType AtomicType NumericType IntegralType FractionalType "
            "StringType CharType VarcharType BinaryType BooleanType DatetimeType DateType "
            "AnyTimeType TimeType TimestampType TimestampNTZType DecimalType DoubleType FloatType "
            "ByteType IntegerType LongType ShortType AnsiIntervalType DayTimeIntervalType "
            "YearMonthIntervalType ArrayType MapType StructField StructType",
            "row": "Row _create_row",
            "arrow": "ArrowOnlyType",
        },
        hidden="AtomicType NumericType IntegralType FractionalType DatetimeType AnyTimeType "
        "AnsiIntervalType _create_row ArrowOnlyType",
    ),
    "pyspark.taskcontext": _Part({"taskcontext": "TaskContext"}),
}


def install() -> bool:
    """Makes the imports work from now on, and completes what is imported already.

    May be called again, to no effect.

    Returns:
        Whether this package stands in for a PySpark that is not there.
    """
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    for name in PROVIDED:
        module = sys.modules.get(name)
        if module is not None and not _stands_in(module):
            complete(module)
    loaded = sys.modules.get("pyspark")
    return _real_spec("pyspark", None) is None if loaded is None else _stands_in(loaded)


def complete(module: ModuleType) -> None:
    """Adds the names that a real PySpark module lacks, also to its ``__all__``."""
    part = PROVIDED[module.__name__]
    exported = getattr(module, "__all__", None)
    for name, ours in _names_of(part):
        if hasattr(module, name):
            continue
        setattr(module, name, _derived(ours, module))
        if isinstance(exported, list) and name not in part.hidden.split():
            exported.append(name)


class _Finder:
    """First of the import system's finders; has a say in nothing but PySpark."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname != "pyspark" and not fullname.startswith("pyspark."):
            return None
        part = PROVIDED.get(fullname)
        spec = _real_spec(fullname, path, target)
        if spec is not None:
            if part is not None:
                spec.loader = _Completing(spec.loader)  # type: ignore[assignment]
            return spec
        if part is not None:
            return ModuleSpec(fullname, self, origin=_FILE, is_package=part.is_package)  # type: ignore[arg-type]
        if _stands_in(sys.modules.get("pyspark")):
            raise ModuleNotFoundError(
                f"No module named {fullname!r}: PySpark is not installed, and of its modules only "
                f"those that data sources use are provided: {', '.join(PROVIDED)}. "
                "Install pyspark for the others.",
                name=fullname,
            )
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """Leaves it to the import system."""

    def exec_module(self, module: ModuleType) -> None:
        part = PROVIDED[module.__name__]
        module.__file__ = _FILE
        module.__doc__ = f"The part of {module.__name__} {VERSION} that data sources use."
        if module.__name__ == "pyspark":
            module.__version__ = VERSION  # type: ignore[attr-defined]
        exported = []
        for name, ours in _names_of(part):
            setattr(module, name, ours)
            if name not in part.hidden.split():
                exported.append(name)
        module.__all__ = exported  # type: ignore[attr-defined]


class _Completing:
    """A loader of PySpark's that completes its module."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        complete(module)


def _real_spec(
    fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
) -> ModuleSpec | None:
    for finder in sys.meta_path:
        if isinstance(finder, _Finder) or not hasattr(finder, "find_spec"):
            continue
        spec: ModuleSpec | None = finder.find_spec(fullname, path, target)
        # A folder that happens to be called pyspark, without code, is not PySpark.
        if spec is not None and spec.origin is not None:
            return spec
    return None


def _stands_in(module: ModuleType | None) -> bool:
    return isinstance(getattr(getattr(module, "__spec__", None), "loader", None), _Finder)


def _names_of(part: _Part) -> Iterator[tuple[str, Any]]:
    for submodule, names in part.names.items():
        ours = importlib.import_module(f".{submodule}", __package__)
        for name in names.split():
            yield name, getattr(ours, name)


def _derived(ours: Any, module: ModuleType) -> Any:
    """Our class on the bases that PySpark's module has, where it has them."""
    bases = tuple(getattr(module, base.__name__, base) for base in getattr(ours, "__bases__", ()))
    if bases == getattr(ours, "__bases__", ()):
        return ours
    body = {
        name: value
        for name, value in vars(ours).items()
        if name not in ("__dict__", "__weakref__", "_abc_impl")
    }
    body["__module__"] = module.__name__
    return types.new_class(ours.__name__, bases, {}, lambda namespace: namespace.update(body))
