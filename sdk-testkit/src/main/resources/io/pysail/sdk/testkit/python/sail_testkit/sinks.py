"""Sinks that note what is done to them, in a file, since tasks may run in other processes."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from pyspark import TaskContext
from pyspark.sql.datasource import (
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceWriter,
    WriterCommitMessage,
)


HANGS = 5
"""Seconds, more than anybody waits for a sink to end; afterwards its thread is free again."""


_kept = []


class Message(WriterCommitMessage):
    """What a task tells: how many rows it took, and which they were."""

    def __init__(self, rows):
        self.rows = rows


class Sink(DataSource):
    """Writes in the ``form`` of ``rows`` or ``batches``.

    Further options: ``log``, the file that events are noted in; ``do``, what ``write`` does; ``at``,
    where else something happens; ``gate``, a file that has to be there before a row is taken.
    """

    def writer(self, schema, overwrite):
        writer = (BatchWriter if self.options.get("form") == "batches" else Writer)(self.options)
        writer.note("writer", schema.simpleString(), overwrite)
        return writer


class Writer(DataSourceWriter):
    """Does what its options say."""

    def __init__(self, options):
        self._log = options["log"]
        self._do = options.get("do", "write")
        self._at = options.get("at", "")
        self._gate = options.get("gate", "")
        self.state = "as planned"

    def note(self, *event):
        with Path(self._log).open("a", encoding="utf-8") as log:
            log.write(json.dumps(event, default=str) + "\n")

    def write(self, iterator):
        context = TaskContext.get()
        part = context.partitionId()
        self.note("write", part, context.attemptNumber())
        self.state = "as written"
        self.metrics.counter("writes").add(1)
        try:
            return getattr(self, "_" + self._do)(iterator, part)
        finally:
            self.note("end of write", part)

    def commit(self, messages):
        self.note("commit", [message and message.rows for message in messages], self.state)
        if self._at in ("commit", "commit and abort"):
            raise OSError("cannot commit")
        if self._at == "hang":
            time.sleep(HANGS)

    def abort(self, messages):
        self.note("abort", [message and message.rows for message in messages])
        if self._at in ("abort", "commit and abort"):
            raise OSError("cannot abort")

    def _write(self, iterator, part):
        return Message([list(row) for row in iterator])

    def _forms(self, iterator, part):
        """By index, attribute, key and name, and after a pickle."""
        import copy
        import pickle

        told = []
        for row in iterator:
            again = pickle.loads(pickle.dumps(row))
            told.append(
                [
                    row[0],
                    row.id,
                    row["name"],
                    row.asDict(),
                    isinstance(row, tuple),
                    again == row == tuple(row),
                    again.asDict(True) == copy.copy(row).asDict(True),
                    list(row.__fields__),
                    repr(row),
                ]
            )
        return Message(told)

    def _fail(self, iterator, part):
        for number, row in enumerate(iterator):
            if number == 3 and part != 0:
                raise ValueError("no space for " + str(row[0]))
        return Message(["partition", part])

    def _exit(self, iterator, part):
        next(iterator)
        sys.exit(3)

    def _hang(self, iterator, part):
        time.sleep(HANGS)

    def _early(self, iterator, part):
        return Message([list(next(iterator))])

    def _ignore(self, iterator, part):
        return Message(["nothing"])

    def _thread(self, iterator, part):
        counted = []
        thread = threading.Thread(target=lambda: counted.extend(iterator))
        thread.start()
        thread.join()
        return Message([len(counted)])

    def _leave(self, iterator, part):
        """Returns while a thread of its own waits for more rows."""
        first = next(iter(next(iterator)))

        def wait():
            with suppress(BaseException):
                list(iterator)

        threading.Thread(target=wait, daemon=True).start()
        time.sleep(0.1)  # until it waits, of which nobody can tell
        return Message([first])

    def _keep(self, iterator, part):
        """Asks the iterator of the task before for more."""
        told = "nothing kept"
        if _kept:
            try:
                told = len(list(_kept.pop()))
            except BaseException as error:
                told = type(error).__name__
        elif part == 0:
            _kept.append(iterator)
        return Message([next(iter(next(iterator))), told])

    def _wait(self, iterator, part):
        while not Path(self._gate).exists():
            time.sleep(0.01)
        return Message([sum(1 for _ in iterator)])

    def _swallow(self, iterator, part):
        try:
            for _ in iterator:
                pass
        except BaseException:
            return Message(["swallowed"])
        return Message(["all"])

    def _slow(self, iterator, part):
        rows = 0
        for _ in iterator:
            rows += 1
            if rows % 512 == 0:
                time.sleep(0.001)
        return Message([rows])

    def _count(self, iterator, part):
        return Message([sum(1 for _ in iterator)])

    def _none(self, iterator, part):
        list(iterator)

    def _unpicklable(self, iterator, part):
        return threading.Lock()

    def _types(self, iterator, part):
        return Message([[type(value).__name__ for value in row] for row in iterator])

    def _secret(self, iterator, part):
        raise ValueError("cannot log in with hunter22")


class BatchWriter(Writer, DataSourceArrowWriter):
    """Takes batches, and does with their rows what the other does with its own."""

    def write(self, iterator):
        return super().write(row for batch in iterator for row in zip(*batch.to_pydict().values()))


class LockedSink(Sink):
    """Its writer does not pickle."""

    def writer(self, schema, overwrite):
        writer = super().writer(schema, overwrite)
        writer.lock = threading.Lock()
        return writer


class ReadOnly(DataSource):
    """Does not write."""

    def reader(self, schema):
        return DataSourceReader()


class FailsToOpen(DataSource):
    """Fails where its option says."""

    def __init__(self, options):
        super().__init__(options)
        if options.get("where") == "__init__":
            raise ValueError("bad option")

    def writer(self, schema, overwrite):
        if self.options.get("where") == "type":
            return object()
        raise ValueError("bad option")
