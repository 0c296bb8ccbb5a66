"""What a read gives: rows, or Arrow batches.

Both are the same data. Rows need nothing but Python. Batches need pyarrow, whose import takes some
tenths of a second, and are faster from some number of rows on.
"""

from __future__ import annotations

from collections.abc import Mapping

from .options import refused


def form(options: Mapping[str, str]) -> str | None:
    """The option ``form``: ``rows``, ``arrow``, or ``None`` for whatever is faster.

    Raises:
        ValueError: It is something else.
    """
    text = options.get("form")
    if text is None or text.lower() in ("rows", "arrow"):
        return None if text is None else text.lower()
    raise refused("form", '"rows" or "arrow"', text)


def gives_arrow(form: str | None, rows: int, many: int) -> bool:
    """Whether a read of so many rows gives batches: as asked for, else from ``many`` rows on.

    Where pyarrow cannot be imported, nobody gets batches who has not asked for them.
    """
    if form is not None:
        return form == "arrow"
    if rows < many:
        return False
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return False
    return True
