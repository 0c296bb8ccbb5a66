"""Children that a source forks and that come back from its code."""

from __future__ import annotations

import os
import sys

import pytest
from taking import started

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


def statuses(read):
    """How the children end that a source forks while it reads rows."""
    reading = started(read())
    found = []
    while True:
        taken = reading.take(4)
        if taken is None:
            reading.close()
            return found
        found += [row[0] for row in taken]


def test_a_child_that_leaves_by_sys_exit_ends_with_its_status():
    def read():
        child = os.fork()
        if child == 0:
            sys.exit(3)
        yield (os.waitpid(child, 0)[1] >> 8, "")

    assert statuses(read) == [3]


def test_a_child_that_returns_or_yields_ends():
    def read():
        for do_yield in (False, True):
            child = os.fork()
            if child == 0:
                if do_yield:
                    yield (99, "")
                return
            yield (os.waitpid(child, 0)[1] >> 8, "")

    assert statuses(read) == [0, 0]


def test_a_child_that_raises_tells_so_and_ends(capfd):
    def read():
        child = os.fork()
        if child == 0:
            raise ValueError("in the child")
        yield (os.waitpid(child, 0)[1] >> 8, "")

    assert statuses(read) == [1]
    assert "ValueError: in the child" in capfd.readouterr().err
