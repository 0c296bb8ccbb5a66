"""Exceptions as plain data, for the JVM.

Runs alone, too: it is the one module of this package that an interpreter may load without the rest.
"""

from __future__ import annotations

# What a type checker needs takes an interpreter longer to import than it takes to start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable

    Entry = tuple[str, str, str, int, int, int, list[tuple[str, str]] | None]

_LONGEST_CHAIN = 100
_FRAMES_AT_AN_END = 50


def _no_java_id(error: BaseException) -> int:
    return 0


def describe(
    error: BaseException,
    java_id_of: Callable[[Any], int] = _no_java_id,
    hidden_file: str = __file__,
) -> list[Entry]:
    """An exception and the chain behind it, as plain values that outlive the interpreter's objects.

    Each entry is (type, message, traceback text, id of the Java exception or 0, index of the cause
    or -1, index of the context or -1, what it tells programs as pairs of texts or ``None``).
    Indices point forward only, so a chain that runs in a circle is cut where it closes.

    Args:
        error: The first of the chain.
        java_id_of: Tells the number of the Java exception that an exception is, or 0.
        hidden_file: Its frames are left out at the outer end of tracebacks: they say nothing about
            the caller's code.
    """
    chain = [error]
    seen = {id(error)}
    entries: list[Entry] = []
    while len(entries) < len(chain):
        current = chain[len(entries)]
        links = []
        for link in (current.__cause__, _shown_context(current)):
            if link is None or id(link) in seen or len(chain) >= _LONGEST_CHAIN:
                links.append(-1)
            else:
                seen.add(id(link))
                links.append(len(chain))
                chain.append(link)
        cause, context = links
        traceback = _traceback(current, hidden_file)
        told = (type_name(type(current)), _message(current), traceback, java_id_of(current))
        entries.append((*told, cause, context, _details(current)))
    return entries


def _details(error: BaseException) -> list[tuple[str, str]] | None:
    if not hasattr(type(error), "__sail_details__"):
        return None
    try:
        details: Any = error.__sail_details__  # type: ignore[attr-defined]
        return [(f"{name}", f"{value}") for name, value in details.items()]
    except BaseException:
        return None


def _shown_context(error: BaseException) -> BaseException | None:
    if error.__cause__ is not None or error.__suppress_context__:
        return None
    return error.__context__


def type_name(kind: type) -> str:
    """The name of a type, with its module where a reader would miss it."""
    module = kind.__module__
    if module in ("builtins", "__main__"):
        return f"{kind.__qualname__}"  # a metaclass may have made it something else than text
    return f"{module}.{kind.__qualname__}"


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except RecursionError as raised:
        # Where a RecursionError is caught right where it was raised, there is no room for str().
        if type(error) is RecursionError:
            return str(raised.args[0])
        return "<exception str() failed>"
    except BaseException:
        return "<exception str() failed>"


def _traceback(error: BaseException, hidden_file: str) -> str:
    try:
        import traceback  # most programs never need it

        lines: TracebackType | None = error.__traceback__
        while lines is not None and lines.tb_frame.f_code.co_filename == hidden_file:
            lines = lines.tb_next
        frames = sum(1 for _ in traceback.walk_tb(lines))
        if frames <= 2 * _FRAMES_AT_AN_END:
            return "".join(traceback.format_exception(type(error), error, lines, chain=False))
        # An endless recursion through both languages is described at each crossing: in full, that
        # takes the square of its depth.
        return "".join(
            [
                "Traceback (most recent call last):\n",
                *traceback.format_tb(lines, _FRAMES_AT_AN_END),
                f"  [{frames - 2 * _FRAMES_AT_AN_END} frames left out]\n",
                *traceback.format_tb(lines, -_FRAMES_AT_AN_END),
                *traceback.format_exception_only(type(error), error),
            ]
        )
    except BaseException:
        return ""
