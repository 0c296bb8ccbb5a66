"""Reads asynchronous sources, on an event loop of their own that runs while rows are waited for."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

_LINGER = 0.005
"""How many seconds the loop may go on for more rows, once it has some."""

_AWAKE = 0.25
"""How many seconds a loop may sleep at most."""


def run_async(result: Any) -> Any:
    """What an asynchronous ``read`` gives, as an ordinary one would.

    A coroutine is run to its end. An asynchronous iterable, which a coroutine may have returned,
    becomes an :class:`AsyncElements`.
    """
    elements = AsyncElements()
    try:
        if hasattr(result, "__await__"):
            result = elements.result_of(result)
        if hasattr(result, "__aiter__"):
            elements.iterate(result.__aiter__())
            return elements
    except BaseException:
        elements.close()
        raise
    elements.close()
    return result


class AsyncElements:
    """An iterator over what an asynchronous ``read`` gives.

    One task asks the source for everything and closes it, as ``async for`` in a program would:
    what a source opens in one step and closes in another may depend on that. Between two calls the
    loop stands still.
    """

    def __init__(self) -> None:
        self._loop = _Loop()
        self._source: AsyncIterator[Any] | None = None
        self._pump: asyncio.Task[None] | None = None
        self._error: BaseException | None = None
        self._is_at_end = False
        self._is_closing = False
        self._rows: list[Any] = []
        self._convert: Callable[[Any], Any] | None = None
        self._wanted = self._taken = 0
        self._deadline = 0.0
        self._has_some = False
        self._gate: asyncio.Future[None] | None = None
        self._ready: asyncio.Future[None] | None = None

    def result_of(self, awaitable: Any) -> Any:
        """What a coroutine returns."""

        async def result() -> Any:
            return await awaitable

        return self._loop.run(result())

    def iterate(self, source: AsyncIterator[Any]) -> None:
        """Begins with a source, of which nothing is asked yet."""
        self._source = source

    def extend_rows(
        self, rows: list[Any], n: int, convert: Callable[[Any], Any] | None = None
    ) -> bool:
        """Appends what comes next, at most ``n``; waits for one if there are no ``rows`` yet.

        Returns:
            Whether there is no more.
        """
        if self._is_at_end or self._source is None:
            return True
        self._taken = 0
        self._has_some = bool(rows)
        self._rows, self._convert, self._wanted = rows, convert, n
        self._loop.run(self._some())
        if self._is_at_end and self._error is not None:
            error, self._error = self._error, None
            raise error
        return self._is_at_end

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        rows: list[Any] = []
        self.extend_rows(rows, 1)
        if not rows:
            raise StopIteration
        return rows[0]

    def close(self) -> None:
        """Closes the source, whose ``finally`` blocks run now, and the loop."""
        try:
            if self._source is not None and not self._loop.is_closed:
                self._loop.run(self._end())
        finally:
            self._loop.close()

    async def _some(self) -> None:
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        self._deadline = loop.time() + _LINGER
        if self._pump is None:
            self._pump = loop.create_task(self._read())
        elif self._gate is not None:
            _settle(self._gate)
        timer = loop.call_later(_LINGER, self._lingered)
        try:
            await self._ready
        finally:
            timer.cancel()

    def _lingered(self) -> None:
        if self._taken or self._has_some:
            self._stop()

    def _stop(self) -> None:
        if self._ready is not None:
            _settle(self._ready)

    async def _read(self) -> None:
        """The task that asks the source, and closes it."""
        assert self._source is not None
        try:
            try:
                await self._ask(self._source)
            except BaseException as error:
                self._note(error)
            close = getattr(self._source, "aclose", None)
            if close is not None:
                await close()
        except BaseException as error:
            self._note(error)
        finally:
            self._is_at_end = True
            self._stop()

    def _note(self, error: BaseException) -> None:
        """Keeps the first error: not raised from the loop, it is the answer to who waits."""
        if self._is_closing and isinstance(error, asyncio.CancelledError):
            return
        # A row that was refused counts more than what its source's clean-up then raises.
        if self._error is None:
            self._error = error

    async def _ask(self, source: AsyncIterator[Any]) -> None:
        loop = asyncio.get_running_loop()
        async for row in source:
            if self._is_closing:  # though it was cancelled
                return
            self._rows.append(row if self._convert is None else self._convert(row))
            self._taken += 1
            if self._taken >= self._wanted or loop.time() >= self._deadline:
                self._gate = loop.create_future()
                self._stop()
                await self._gate

    async def _end(self) -> None:
        self._is_closing = True
        if self._pump is not None and not self._pump.done():
            self._pump.cancel()
            await asyncio.wait([self._pump])
        error, self._error = self._error, None
        if error is not None:
            raise error


class _Loop:
    """An event loop that is not the thread's own."""

    def __init__(self) -> None:
        self.is_closed = False
        if sys.version_info >= (3, 11):
            self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
            self._loop = self._runner.get_loop()
        else:
            self._loop = asyncio.new_event_loop()
        self._stay_awake()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(work)

    def _stay_awake(self) -> None:
        # What is raised in this thread to end a read arrives at the next instruction, and a loop
        # whose tasks all wait comes to none.
        self._loop.call_later(_AWAKE, self._stay_awake)

    def close(self) -> None:
        """Ends what the source has left running."""
        if self.is_closed:
            return
        self.is_closed = True
        if sys.version_info >= (3, 11):
            self._runner.close()
            return
        try:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            if left:
                self.run(asyncio.wait(left))
            self.run(self._loop.shutdown_asyncgens())
            self.run(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
