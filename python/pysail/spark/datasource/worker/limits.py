"""Limits of a worker process."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from typing import Any

from .system import has_no_new_privileges, set_no_new_privileges

_RESOURCES = {
    "data": "RLIMIT_DATA",
    "addressSpace": "RLIMIT_AS",
    "cpuSeconds": "RLIMIT_CPU",
    "openFiles": "RLIMIT_NOFILE",
    "core": "RLIMIT_CORE",
}
_GRACE = 5
"""How many seconds after its CPU limit a worker is killed, if the signal has not ended it."""


class Limits:
    """What SETUP limits: by name as there, with the number that it is limited to."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._numbers = {name: asked[name] for name in _RESOURCES if asked.get(name) is not None}
        self._no_new_privileges = bool(asked.get("noNewPrivs"))

    def unsupported(self) -> list[str]:
        """Which of them cannot be set here, and why; nothing is set."""
        refused = [
            f"{name}: {why}"
            for name, number in self._numbers.items()
            for why in [_refusal(name, number)]
            if why
        ]
        if self._no_new_privileges and not has_no_new_privileges():
            refused.append("noNewPrivs: this system does not have it")
        return refused

    def apply(self) -> None:
        """Sets those that can be set, for this process and its children."""
        for name, number in self._numbers.items():
            if not _refusal(name, number):
                hard = number + _GRACE if name == "cpuSeconds" else number
                resource.setrlimit(_resource(name), (number, _at_most(name, hard)))
        if self._no_new_privileges:
            set_no_new_privileges()

    def hit(self, errors: list[BaseException]) -> str | None:
        """The limit that explains one of these errors, if there is one."""
        for error in errors:
            for name in _suspects(error):
                if name in self._numbers:
                    return f"{_RESOURCES[name]} of {_shown(name, self._numbers[name])}"
        return None


def _suspects(error: BaseException) -> tuple[str, ...]:
    import errno

    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return ("data", "addressSpace")
    return ("openFiles",) if getattr(error, "errno", None) == errno.EMFILE else ()


def _shown(name: str, number: int) -> str:
    if name in ("data", "addressSpace"):
        mebibytes, rest = divmod(number, 1 << 20)
        return f"{number} bytes" if rest else f"{mebibytes} MiB"
    return str(number)


def _resource(name: str) -> int:
    return int(getattr(resource, _RESOURCES[name]))


def _refusal(name: str, number: int) -> str:
    if not hasattr(resource, _RESOURCES[name]):
        return f"this system has no {_RESOURCES[name]}"
    if _at_most(name, number) < number:
        return f"{number} is more than the {_hard(name)} that this process may have at most"
    return ""


def _at_most(name: str, number: int) -> int:
    hard = _hard(name)
    return number if hard == resource.RLIM_INFINITY else min(number, hard)


def _hard(name: str) -> int:
    return resource.getrlimit(_resource(name))[1]
