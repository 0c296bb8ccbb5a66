"""Sources whose ``read`` is asynchronous."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import ctypes
import gc
import marshal
import threading

import pytest
from taking import by_columns, by_marshal, failing, started

from pysail.spark.datasource import asyncread
from pysail.spark.datasource.execution import ReadCancelled


class Batch:
    def __arrow_c_array__(self, requested_schema=None):
        return ("schema", "array")


@pytest.fixture(autouse=True)
def _no_loop_is_left():
    loops = []
    new = asyncio.new_event_loop

    def noted():
        loops.append(new())
        return loops[-1]

    asyncio.new_event_loop = noted
    try:
        yield loops
    finally:
        asyncio.new_event_loop = new
    gc.collect()
    assert all(loop.is_closed() for loop in loops)


async def numbers(count=5, form=lambda i: (i,)):
    for i in range(count):
        if i % 2:
            await asyncio.sleep(0)
        yield form(i)


async def returned(value):
    await asyncio.sleep(0)
    return value


class Iterator:
    """An asynchronous iterator that is no generator, and has nothing to close."""

    def __init__(self):
        self.i = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.i += 1
        if self.i > 3:
            raise StopAsyncIteration
        return [self.i]


@pytest.mark.parametrize("n", [1, 2, 100])
@pytest.mark.parametrize("take", [by_columns, by_marshal])
@pytest.mark.parametrize("form", [lambda i: (i,), lambda i: [i], lambda i: {"a": i}])
def test_the_rows_of_an_asynchronous_generator_are_read(n, take, form):
    assert take(started(lambda: numbers(5, form)), n) == ([(i,) for i in range(5)], None)


@pytest.mark.parametrize(
    ("made", "rows"),
    [
        (Iterator, [(1,), (2,), (3,)]),
        (lambda: returned([(1,), [2]]), [(1,), (2,)]),
        (lambda: returned(iter([(1,)])), [(1,)]),
        (lambda: returned(None), []),
        (lambda: returned(numbers(3)), [(0,), (1,), (2,)]),
        (lambda: numbers(0), []),
    ],
)
def test_a_coroutine_may_give_what_a_function_may(made, rows):
    assert by_columns(started(made)) == (rows, None)


def test_arrow_data_are_read_asynchronously_too():
    async def batches():
        yield Batch()
        await asyncio.sleep(0)
        yield Batch()

    for made in (batches, lambda: returned([Batch(), Batch()])):
        reading = started(made)
        assert [reading.take(5) for _ in range(3)] == [("schema", "array")] * 2 + [None]
        reading.close()
    reading = started(lambda: returned(Batch()))
    assert reading.take(5) == ("schema", "array")
    reading.close()


def test_what_a_coroutine_returns_must_be_rows_all_the_same():
    error = failing(started, lambda: returned(7))

    assert error.condition == "DATA_SOURCE_INVALID_RETURN_TYPE"


@pytest.fixture
def patient(monkeypatch):
    """Rows are waited for until there are as many as are wanted."""
    monkeypatch.setattr(asyncread, "_LINGER", 600)


def test_a_source_is_never_asked_for_more_than_is_wanted(patient):
    asked = []

    async def generator():
        for i in range(100):
            asked.append(i)
            yield (i,)

    reading = started(generator)
    for n, total in ((1, 1), (5, 6), (2, 8)):
        assert len(reading.take(n)) == n
        assert len(asked) == total
    reading.close()


def test_rows_that_are_there_are_not_kept_waiting_for_those_that_are_not(monkeypatch):
    monkeypatch.setattr(asyncread, "_LINGER", 0)
    go_on = []

    async def generator():
        yield (1,)
        yield (2,)
        while not go_on:
            await asyncio.sleep(0.001)
        yield (3,)

    reading = started(generator)
    taken = reading.take(10)
    while len(taken) < 2:
        taken += reading.take(10)

    assert taken == [(1,), (2,)]
    go_on.append(True)
    assert reading.take(10) == [(3,)]
    assert reading.take(10) is None
    reading.close()


def test_many_rows_are_taken_at_once(patient):
    reading = started(lambda: numbers(1200))

    assert [len(reading.take(500)) for _ in range(3)] == [500, 500, 200]
    assert reading.take(500) is None
    reading.close()


def test_rows_that_came_before_a_failure_are_taken_before_it_is_raised():
    async def generator():
        yield (1,)
        await asyncio.sleep(0)
        yield (2,)
        raise ValueError("bad page")

    rows, error = by_columns(started(generator))

    assert rows == [(1,), (2,)]
    assert str(error) == "[PYTHON_EXCEPTION] [Given::read] ValueError: bad page"
    assert error.__cause__.__traceback__.tb_frame.f_code.co_name == "generator"


@pytest.mark.parametrize(
    "kind", [SystemExit, KeyboardInterrupt, GeneratorExit, asyncio.CancelledError]
)
def test_what_would_end_the_program_is_an_error_of_the_source(kind):
    async def generator():
        yield (1,)
        raise kind

    async def coroutine():
        raise kind

    rows, error = by_columns(started(generator))
    assert rows == [(1,)]
    assert error.reason == kind.__name__
    assert failing(started, coroutine).reason == kind.__name__


def test_a_refused_row_closes_the_source():
    closed = []

    async def generator():
        try:
            yield [1]
            yield None
            yield [3]
        finally:
            closed.append(True)

    rows, error = by_columns(started(generator))

    assert rows == [(1,)]
    assert error.row == 1
    assert closed == [True]


def test_a_refused_row_is_told_though_the_clean_up_fails_after_it():
    async def generator():
        try:
            yield [1]
            yield None
        finally:
            raise OSError("cannot log out")

    rows, error = by_columns(started(generator))

    assert rows == [(1,)]
    assert error.condition == "DATA_SOURCE_INVALID_RETURN_TYPE"
    assert error.row == 1


def test_one_task_asks_and_closes_as_in_a_program():
    variable = contextvars.ContextVar("variable", default=0)
    seen = []

    async def generator():
        try:
            for i in range(3):
                variable.set(variable.get() + 1)
                seen.append((asyncio.current_task(), variable.get(), threading.current_thread()))
                yield (i,)
        finally:
            await asyncio.sleep(0)
            seen.append((asyncio.current_task(), variable.get(), threading.current_thread()))

    reading = started(generator)
    reading.take(1)
    reading.take(1)
    reading.close()

    assert len({task for task, _, _ in seen}) == 1
    assert [number for _, number, _ in seen] == [1, 2, 2]
    assert {thread for _, _, thread in seen} == {threading.current_thread()}


def test_closing_ends_what_waits_and_what_was_left_running():
    ended = []

    async def background():
        try:
            await asyncio.sleep(1000)
        finally:
            ended.append("background")

    async def inner():
        try:
            yield 1
            yield 2
        finally:
            ended.append("inner")

    async def generator():
        task = asyncio.ensure_future(background())
        other = inner()
        await other.__anext__()
        try:
            yield (1,)
            await asyncio.sleep(1000)
        finally:
            ended.append("generator")
            del task, other

    for takes in (1, 2):
        ended.clear()
        reading = started(generator)
        for n in range(takes):
            if n == 0:
                assert reading.take(1) == [(1,)]
        reading.close()
        reading.close()
        assert sorted(ended) == ["background", "generator", "inner"]


def test_closing_cancels_a_source_that_waits():
    ended = []

    async def generator():
        yield (1,)
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    reading = started(generator)
    assert reading.take(10) == [(1,)]  # It waits for the second.
    reading.close()

    assert ended == ["cancelled"]


@pytest.mark.parametrize("closes", [False, True])
def test_an_exception_from_outside_reaches_a_source_that_waits(closes):
    waits = threading.Event()
    ended = []

    async def forever():
        # Later than the reading's own timer, which would wake the loop.
        asyncio.get_running_loop().call_later(0.05, waits.set)
        await asyncio.Event().wait()

    async def generator():
        try:
            yield (1,)
            if not closes:
                await forever()
        finally:
            if closes:
                await forever()
            ended.append(True)

    def read():
        reading = started(generator)
        reading.take(1)
        failures.append(failing(reading.close) if closes else failing(reading.take, 1))
        reading.close()

    failures = []
    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert waits.wait(60)
    raised = ctypes.py_object(ReadCancelled)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), raised)

    thread.join(60)
    assert not thread.is_alive()
    assert "ReadCancelled" in failures[0].reason
    assert closes or ended == [True]


def test_a_source_that_goes_on_though_it_was_cancelled_is_closed_at_its_next_row():
    async def generator():
        yield (1,)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(1000)
        yield (2,)
        raise AssertionError("asked for more")

    reading = started(generator)
    assert reading.take(10) == [(1,)]
    reading.close()


def test_what_the_clean_up_raises_is_told():
    async def generator():
        try:
            yield (1,)
        finally:
            raise OSError("cannot log out")

    reading = started(generator)
    reading.take(1)

    assert str(failing(reading.close)) == (
        "[PYTHON_EXCEPTION] [Given::close] OSError: cannot log out"
    )


def test_a_reading_that_was_not_begun_is_closed_quietly():
    started(numbers).close()


def test_the_threads_own_event_loop_is_left_alone():
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    try:
        by_columns(started(numbers))

        assert asyncio.get_event_loop() is own
        assert not own.is_closed()
    finally:
        asyncio.set_event_loop(None)
        own.close()


def test_what_was_collected_can_be_stolen(patient):
    waits, goes_on = threading.Event(), threading.Event()

    async def generator():
        for i in range(6):
            if i == 3:
                waits.set()
                assert goes_on.wait(60)  # As sources do that are not as asynchronous as they say.
            yield (i,)

    def thief():
        assert waits.wait(60)
        stolen.append(marshal.loads(reading.steal_marshalled()))
        goes_on.set()

    stolen = []
    reading = started(generator)
    thread = threading.Thread(target=thief)
    thread.start()
    rest = reading.take(3 + 3)
    thread.join()

    assert stolen == [[(0,), (1,), (2,)]]
    assert rest == [(3,), (4,), (5,)]
    reading.close()
