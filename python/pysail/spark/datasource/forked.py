"""The end of a child that a source forked and that came back from the source's code."""

from __future__ import annotations

import os
import sys
import traceback


def leave_child() -> None:
    """Ends this process as the interpreter would: its parent may wait for it.

    Only the source's own code belongs to a child. What called it does not run there: not the JVM,
    which is left without its threads, nor the reading of rows that nobody takes.
    """
    status = 0
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, SystemExit) and error.__cause__ is not None:
        error = error.__cause__
    try:
        if isinstance(error, SystemExit):
            status = _status(error.code)
        elif error is not None:
            status = 1
            traceback.print_exception(type(error), error, error.__traceback__)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _status(code: object) -> int:
    """As the interpreter reads ``sys.exit``'s argument."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1
