"""Recognises the real PySpark's classes as the counterparts of ours.

Where PySpark is installed a source derives from PySpark's own classes, and ours exist beside them.
``isinstance`` and ``issubclass`` against a class of this package then accept PySpark's class of
the same name too, so that nothing else in this package needs to know whose class it was given.
PySpark is never imported for that: the names in the candidate's bases are enough.
"""

from __future__ import annotations

from abc import ABC


def is_counterpart(candidate: type, cls: type) -> bool:
    """Whether ``candidate`` derives from the real PySpark class that our ``cls`` stands for."""
    return _is_ours(cls) and any(
        base.__name__ == cls.__name__ and base.__module__.startswith("pyspark.")
        for base in candidate.__mro__
    )


def is_instance(value: object, cls: type) -> bool:
    """``isinstance`` that knows counterparts, for our classes without :class:`Counterpart`."""
    return isinstance(value, cls) or is_counterpart(type(value), cls)


def _is_ours(cls: type) -> bool:
    # A subclass written by a user has no counterpart, whatever it is called.
    return cls.__module__.rpartition(".")[0] == __package__


class Counterpart(ABC):  # noqa: B024  # abstract for its isinstance only
    """Base of our classes for which ``isinstance`` accepts PySpark's counterpart."""

    @classmethod
    def __subclasshook__(cls, candidate: type) -> bool:
        return True if is_counterpart(candidate, cls) else NotImplemented
