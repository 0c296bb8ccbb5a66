"""Finds the class that a reference names: ``module:Class`` or ``path/to/file.py:Class``."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import threading
from types import ModuleType
from typing import Any

from .capability import capabilities_of
from .errors import AnalysisException

_files: dict[str, ModuleType] = {}
_lock = threading.RLock()
"""Held while a file is loaded: another thread must not see half a module."""


def is_reference(name: str) -> bool:
    """Whether ``name`` is a reference and not the name of a registered source."""
    return ":" in name


def absolute(reference: str) -> str:
    """The same reference for a process with another current directory."""
    module_name, colon, class_name = reference.rpartition(":")
    if not module_name.endswith(".py"):
        return reference
    return os.path.realpath(os.path.expanduser(module_name)) + colon + class_name


def locate(reference: str) -> Any:
    """The object that ``reference`` names.

    The folder of a file is searched for modules from then on, after everything else, and the
    file's module is kept: the same file is loaded once.

    Raises:
        AnalysisException: DATA_SOURCE_NOT_FOUND, saying which part of the reference is wrong.
        BaseException: whatever the module raised while it was imported.
    """
    module_name, _, class_name = reference.rpartition(":")
    if not module_name or not class_name:
        raise not_found(reference, "A reference is 'module:Class' or 'path/to/file.py:Class'")
    if module_name.endswith(".py"):
        module = _load_file(reference, os.path.expanduser(module_name))
    elif module_name.startswith("."):
        raise not_found(reference, "A module has its full name, and a file ends in .py")
    else:
        module = _load_module(reference, module_name)
    return _attribute(reference, module, class_name)


def not_found(provider: str, hint: str) -> AnalysisException:
    """The error of a source that is not there, with a hint at what is."""
    return AnalysisException(
        errorClass="DATA_SOURCE_NOT_FOUND", messageParameters={"provider": provider, "hint": hint}
    )


def did_you_mean(wanted: str, known: list[str]) -> str:
    """``Did you mean 'x'?`` if one of ``known`` is close, else what there is."""
    from difflib import get_close_matches

    close = get_close_matches(wanted, known, 1)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"There is: {', '.join(sorted(known))}" if known else "There is none"


def _load_module(reference: str, name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        # Only if the module itself is missing: an import inside it is the source's own failure.
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        raise not_found(reference, f"There is no module '{error.name}'") from None


def _load_file(reference: str, path: str) -> ModuleType:
    path = os.path.realpath(path)
    if not os.path.isfile(path):
        raise not_found(reference, f"There is no file {path}")
    folder, stem = os.path.dirname(path), os.path.basename(path)[: -len(".py")]
    with _lock:
        if folder not in sys.path:
            sys.path.append(folder)
        if path not in _files:
            found = _is_importable_as(stem, path)
            _files[path] = importlib.import_module(stem) if found else _new_module(stem, path)
        return _files[path]


def _is_importable_as(name: str, path: str) -> bool:
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):  # no identifier, or a module without a spec: __main__
        return False
    return spec is not None and os.path.realpath(spec.origin or "") == path


def _new_module(stem: str, path: str) -> ModuleType:
    """Loads a file for whose name ``import`` finds something else.

    The module's name is the same in every process, because pickles carry it.
    """
    import hashlib

    name = f"{stem}_{hashlib.sha256(path.encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _attribute(reference: str, module: ModuleType, path: str) -> Any:
    value: Any = module
    for name in path.split("."):
        if not hasattr(value, name):
            hint = did_you_mean(name, _source_classes(value))
            raise not_found(reference, f"'{module.__name__}' has no class '{path}'. {hint}")
        value = getattr(value, name)
    return value


def _source_classes(owner: Any) -> list[str]:
    return [
        name
        for name, value in vars(owner).items()
        if isinstance(value, type)
        and any(capabilities_of(value))
        and value.__module__.partition(".")[0] != "pyspark"
    ]
