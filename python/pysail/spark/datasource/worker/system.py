"""What only the operating system can do, and Python has no function for."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from signal import SIGKILL
from typing import NoReturn

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_PR_GET_NO_NEW_PRIVS = 39

_IS_LINUX = sys.platform.startswith("linux")


def adopt_orphans() -> None:
    """Makes this process the parent of its descendants whose own parent ends."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_with_parent() -> None:
    """Has this process killed when the thread that forked it ends."""
    _prctl(_PR_SET_PDEATHSIG, SIGKILL)


def has_no_new_privileges() -> bool:
    """Whether :func:`set_no_new_privileges` does something here."""
    return _prctl(_PR_GET_NO_NEW_PRIVS, 0) >= 0


def set_no_new_privileges() -> None:
    """Keeps this process and its children from getting other rights by running a program."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def memory_file(name: str) -> int:
    """The descriptor of a new file that no other process finds."""
    if _IS_LINUX:
        return os.memfd_create(name)
    import tempfile

    file, path = tempfile.mkstemp(name)
    os.unlink(path)
    return file


def children() -> list[int]:
    """The processes whose parent this is."""
    # The kernel's own list of them is there only if it was built with it.
    numbers = filter(str.isdigit, os.listdir("/proc")) if _IS_LINUX else ()
    return [int(number) for number in numbers if _parent(number) == os.getpid()]


def _parent(number: str) -> int:
    try:
        with open(f"/proc/{number}/stat", "rb") as file:
            # The program's name, in parentheses, may contain any others.
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:  # It has ended meanwhile.
        return 0


def close_descriptors(kept: frozenset[int]) -> None:
    """Closes all from 3 on that are not to be kept."""
    for name in os.listdir("/dev/fd"):
        if int(name) > 2 and int(name) not in kept:
            with suppress(OSError):  # It may have been that of the listing.
                os.close(int(name))


def resident_bytes() -> int:
    """How much memory this process has in use."""
    if not _IS_LINUX:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def leave(status: int) -> NoReturn:
    """Ends without what an interpreter does at its end, which takes time and may crash."""
    flush()
    os._exit(status)


def flush() -> None:
    """Hands on what was printed."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):  # A source may have put anything in its place.
            stream.flush()


def _prctl(option: int, argument: int) -> int:
    if not _IS_LINUX:
        return -1
    longs = [ctypes.c_ulong(each) for each in (argument, 0, 0, 0)]
    return int(ctypes.CDLL(None).prctl(option, *longs))
