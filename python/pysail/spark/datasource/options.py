"""Options of a data source: strings under case-insensitive names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any


class CaseInsensitiveDict(MutableMapping[str, Any]):
    """A mapping that finds its keys in any case and lists them as they were last written.

    PySpark lists them in lower case; here a source that hands its options on to a client library
    hands on what the user wrote.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._entries: dict[str, tuple[str, Any]] = {}
        self.update(*args, **kwargs)

    def __setitem__(self, key: str, value: Any) -> None:
        self._entries[key.lower()] = (key, value)

    def __getitem__(self, key: str) -> Any:
        try:
            return self._entries[key.lower()][1]
        except KeyError:
            raise KeyError(key) from None

    def __delitem__(self, key: str) -> None:
        del self._entries[key.lower()]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self._entries

    def __iter__(self) -> Iterator[str]:
        return (spelling for spelling, _ in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        same = other if isinstance(other, CaseInsensitiveDict) else CaseInsensitiveDict(other)
        return _values(self) == _values(same)

    __hash__ = None  # type: ignore[assignment]  # mutable, like every mapping

    def __or__(self, other: Mapping[str, Any]) -> CaseInsensitiveDict:
        merged = self.copy()
        merged.update(other)
        return merged

    def __ror__(self, other: Mapping[str, Any]) -> CaseInsensitiveDict:
        return type(self)(other) | self

    def __ior__(self, other: Mapping[str, Any]) -> CaseInsensitiveDict:
        self.update(other)
        return self

    def __repr__(self) -> str:
        return repr(dict(self))

    def copy(self) -> CaseInsensitiveDict:
        """A mapping of its own with the same keys, as spelled, and values."""
        return type(self)(self)

    __copy__ = copy


def _values(options: CaseInsensitiveDict) -> dict[str, Any]:
    return {key.lower(): value for key, value in options.items()}
