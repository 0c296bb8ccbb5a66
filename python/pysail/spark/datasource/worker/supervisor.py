"""The process that forks workers, hands on what they print, and sees to it that none is left."""

from __future__ import annotations

import gc
import os
import selectors
import signal
import sys
import time
from typing import Any, NoReturn

from pysail.spark.datasource import pushdown, written

from . import child, frames
from .frames import BROKEN_PROTOCOL, Decoder, Message, ProtocolError, encode, to_json, with_blobs
from .limits import Limits
from .outlet import Outlet
from .system import adopt_orphans, children, flush, memory_file

FOR_WORKERS = (pushdown, written)
"""Loaded here, once, and not by each worker that needs them."""

_STDIN = 0
_AT_ONCE = 1 << 16
_MOST_UNSENT = 1 << 20
"""How many bytes may wait for the JVM before workers have to wait with what they print."""

_MOST_LAST_OUTPUT = 1 << 20
_MOST_CRASH_TEXT = 1 << 18
_LONGEST_END = 5.0

_STDOUT_FLAG = 1
_STDERR_FLAG = 2


class _Worker:
    """A worker as its supervisor sees it."""

    def __init__(self, number: int, pid: int, outputs: dict[int, int], crash: int) -> None:
        self.number = number
        self.pid = pid
        self.outputs = outputs  # descriptors of pipes, with the flags of what comes out of them
        self.crash = crash


class Supervisor:
    """Serves the JVM until that closes standard input; single-threaded."""

    def __init__(self, to_jvm: int, limits: Limits) -> None:
        self._to_jvm = to_jvm
        self._limits = limits
        self._decoder = Decoder()
        self._selector = selectors.DefaultSelector()
        self._workers: dict[int, _Worker] = {}
        self._outlet = Outlet(to_jvm)
        self._is_paused = False
        self._is_stopping = False
        self._wakeup, self._woken = os.pipe()

    def run(self, arrived: bytes) -> NoReturn:
        """Serves; does not return.

        Args:
            arrived: What was read of standard input already.
        """
        status = 0
        try:
            self._prepare()
            self._take(arrived)
            while not self._is_stopping:
                self._turn()
        except ProtocolError as error:
            sys.stderr.write(f"the supervisor of Python workers ends: {error}\n")
            status = BROKEN_PROTOCOL
        except BrokenPipeError:
            pass  # Nobody is there any more to be told anything.
        except BaseException:
            sys.excepthook(*sys.exc_info())
            status = 1
        finally:
            self._end(status)

    def _prepare(self) -> None:
        adopt_orphans()
        for descriptor in (_STDIN, self._to_jvm, self._wakeup, self._woken):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        # Control-C at a terminal is meant for the JVM, which tells what is to happen.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGHUP, self._stop)
        self._selector.register(_STDIN, selectors.EVENT_READ, self._read_jvm)
        self._selector.register(self._wakeup, selectors.EVENT_READ, self._read_wakeup)
        # What is there now stays in memory that all workers share.
        gc.collect()
        gc.disable()
        gc.freeze()
        python = sys.version.split()[0]
        unsupported = self._limits.unsupported()
        ready = {"python": python, "pid": os.getpid(), "unsupported": unsupported}
        self._send(frames.READY, 0, to_json(ready))

    def _stop(self, number: int, frame: Any) -> None:
        self._is_stopping = True

    def _turn(self) -> None:
        for key, _ in self._selector.select():
            # One that came before may have closed it.
            if self._selector.get_map().get(key.fd) is not None:
                key.data(key.fd)
        self._reap()
        self._adjust()

    # ---- the JVM

    def _read_jvm(self, descriptor: int) -> None:
        data = _read(descriptor)
        if data == b"":
            self._is_stopping = True
        elif data:
            self._take(data)

    def _take(self, data: bytes) -> None:
        for message in self._decoder.feed(data):
            if message.type == frames.SPAWN:
                self._spawn(message)
            elif message.type == frames.SIGNAL:
                self._signal(message)
            else:
                raise ProtocolError(f"a message of type {message.type}")

    def _send(self, type_: int, stream: int, payload: bytes, flags: int = 0) -> None:
        self._outlet.send(encode(type_, stream, payload, flags))

    def _write_jvm(self, descriptor: int) -> None:
        self._outlet.write()

    def _adjust(self) -> None:
        """Waits to write if there is something, and reads from workers unless there is too much."""
        waits = self._to_jvm in self._selector.get_map()
        if self._outlet.unsent and not waits:
            self._selector.register(self._to_jvm, selectors.EVENT_WRITE, self._write_jvm)
        elif waits and not self._outlet.unsent:
            self._selector.unregister(self._to_jvm)
        is_full = self._outlet.unsent > _MOST_UNSENT
        if is_full != self._is_paused:
            self._is_paused = is_full
            for worker in self._workers.values():
                for output in worker.outputs:
                    if is_full:
                        self._selector.unregister(output)
                    else:
                        self._listen(output, worker)

    # ---- workers

    def _spawn(self, message: Message) -> None:
        told = message.json()
        socket, token = told.get("socket"), told.get("token")
        if not isinstance(socket, str) or not isinstance(token, str):
            raise ProtocolError("a worker needs a socket and a token")
        opened: list[int] = []
        try:
            out, into_out = os.pipe()
            opened += (out, into_out)
            err, into_err = os.pipe()
            opened += (err, into_err)
            crash = memory_file("sail-crash")
            opened.append(crash)
            flush()
            # Until the child has handlers of its own those of this process are not to run there.
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            start = child.Start(os.getpid(), socket, token, into_out, into_err, crash, self._limits)
            try:
                pid = os.fork()
                if pid == 0:
                    child.run(start, mask)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        except OSError as error:
            for descriptor in opened:
                os.close(descriptor)
            failed = {"message": f"{type(error).__name__}: {error}"}
            self._send(frames.NOT_SPAWNED, message.stream, to_json(failed))
            return
        os.close(into_out)
        os.close(into_err)
        outputs = {out: _STDOUT_FLAG, err: _STDERR_FLAG}
        worker = self._workers[pid] = _Worker(message.stream, pid, outputs, crash)
        for output in outputs:
            os.set_blocking(output, False)
            if not self._is_paused:
                self._listen(output, worker)
        self._send(frames.SPAWNED, worker.number, to_json({"pid": pid}))

    def _signal(self, message: Message) -> None:
        number = message.json().get("signal")
        if type(number) is not int or number not in signal.valid_signals():
            raise ProtocolError(f"a signal {number!r}")
        for worker in self._workers.values():
            if worker.number == message.stream:
                _signal_group(worker.pid, number)

    def _listen(self, output: int, worker: _Worker) -> None:
        def forward(descriptor: int) -> None:
            if not self._forward(worker, descriptor):
                self._selector.unregister(descriptor)
                os.close(descriptor)
                del worker.outputs[descriptor]

        self._selector.register(output, selectors.EVENT_READ, forward)

    def _forward(self, worker: _Worker, output: int) -> int | None:
        """How many bytes of its output there were: none at its end, ``None`` if not yet."""
        data = _read(output)
        if data:
            self._send(frames.OUTPUT, worker.number, data, worker.outputs[output])
        return None if data is None else len(data)

    def _read_wakeup(self, descriptor: int) -> None:
        _read(descriptor)

    def _reap(self) -> None:
        while True:
            try:
                # Not waited for yet: its number stays its own while its group is killed.
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            worker = self._workers.pop(ended.si_pid, None)
            if worker is not None:
                _signal_group(worker.pid, signal.SIGKILL)
            _, status = os.waitpid(ended.si_pid, 0)
            if worker is not None:
                self._bury(worker, status)

    def _bury(self, worker: _Worker, status: int) -> None:
        for output in list(worker.outputs):
            if output in self._selector.get_map():
                self._selector.unregister(output)
            left = _MOST_LAST_OUTPUT  # A process that it started may go on writing.
            while left > 0:
                forwarded = self._forward(worker, output)
                if not forwarded:
                    break
                left -= forwarded
            os.close(output)
        crash = os.pread(worker.crash, _MOST_CRASH_TEXT, 0)
        os.close(worker.crash)
        ended: dict[str, int | None] = {"status": None, "signal": None}
        if os.WIFSIGNALED(status):
            ended["signal"] = os.WTERMSIG(status)
        else:
            ended["status"] = os.WEXITSTATUS(status)
        self._send(frames.EXITED, worker.number, with_blobs(ended, [crash]))

    def _end(self, status: int) -> NoReturn:
        """Kills all workers, and whatever they started, and ends."""
        deadline = time.monotonic() + _LONGEST_END
        for pid in self._workers:
            _signal_group(pid, signal.SIGKILL)
        try:
            while time.monotonic() < deadline:
                # Those of a process that ends become this one's.
                for pid in children():
                    os.kill(pid, signal.SIGKILL)
                if os.waitpid(-1, os.WNOHANG) == (0, 0):
                    time.sleep(0.001)
        except ChildProcessError:
            pass  # There is none left.
        finally:
            os._exit(status)


def _signal_group(pid: int, number: int) -> None:
    """Signals a worker that was not waited for yet, and what it started."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:  # It has no group of its own yet.
        os.kill(pid, number)
    except PermissionError:
        pass  # It is a zombie, on systems that say so.


def _read(descriptor: int) -> bytes | None:
    """What can be read at once; ``None`` if there is nothing yet."""
    try:
        return os.read(descriptor, _AT_ONCE)
    except BlockingIOError:
        return None
