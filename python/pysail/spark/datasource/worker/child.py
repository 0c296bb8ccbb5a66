"""What a worker does between its fork and its first call."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import socket
import sys
import types
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from .channel import Channel, Disconnected
from .frames import BROKEN_PROTOCOL, ProtocolError
from .limits import Limits
from .session import Session
from .system import close_descriptors, end_with_parent, leave

_NO_SOCKET = 75
"""The status of a worker that finds no JVM: EX_TEMPFAIL."""


class Start(NamedTuple):
    """What a worker is given at its start.

    Attributes:
        parent: The process that forks it.
        socket: The path that it connects with.
        token: Proves that it is the one that was meant.
        stdout: The descriptor of a pipe.
        stderr: Another.
        crash: The descriptor of the file that a crash is told in.
        limits: What it is limited to.
    """

    parent: int
    socket: str
    token: str
    stdout: int
    stderr: int
    crash: int
    limits: Limits


def run(start: Start, mask: Iterable[int]) -> NoReturn:
    """Lives as a worker, in the child of a fork, with all signals blocked.

    Args:
        start: What is needed.
        mask: The signals that are to be blocked from then on.
    """
    status = 1
    try:
        os.setsid()
        end_with_parent()
        # Otherwise it ended before it could have taken this one with it.
        if os.getppid() == start.parent:
            _become_a_program(start, mask)
            status = _serve(start)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        leave(status)


def _become_a_program(start: Start, mask: Iterable[int]) -> None:
    _take_descriptors(start)
    _take_signals(mask)
    sys.argv = [""]
    # Not that of the supervisor, whose names are no business of a source's.
    sys.modules["__main__"] = types.ModuleType("__main__")
    gc.enable()
    start.limits.apply()


def _take_descriptors(start: Start) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    for descriptor, standard in ((null, 0), (start.stdout, 1), (start.stderr, 2)):
        os.dup2(descriptor, standard)
    close_descriptors(frozenset([start.crash]))
    # The one that there is has read what the JVM sent to the supervisor.
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]


def _take_signals(mask: Iterable[int]) -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # until there is a session that it may mean
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _tell_of_crashes(start: Start) -> None:
    faulthandler.enable(start.crash)
    if hasattr(signal, "SIGXCPU"):
        faulthandler.register(signal.SIGXCPU, start.crash, chain=True)


def _serve(start: Start) -> int:
    _tell_of_crashes(start)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(start.socket)
    except OSError as error:
        sys.stderr.write(f"a worker cannot connect with the JVM: {error}\n")
        return _NO_SOCKET
    try:
        Session(Channel(connection), start.limits).run(start.token)
    except Disconnected:
        return 0
    except ProtocolError as error:
        sys.stderr.write(f"a worker ends: {error}\n")
    return BROKEN_PROTOCOL
