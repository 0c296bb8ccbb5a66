"""``pyspark.TaskContext``: which task the running source code belongs to."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal


class _Current(threading.local):
    # Several tasks run in one process here, each on its thread; PySpark has a process for each.
    context: TaskContext | None = None


_current = _Current()


class TaskContext:
    """The running task. ``TaskContext.get()`` is ``None`` outside ``read`` and ``write``."""

    def __init__(
        self,
        partitionId: int = 0,
        attemptNumber: int = 0,
        stageId: int = 0,
        taskAttemptId: int | None = None,
        localProperties: dict[str, str] | None = None,
    ) -> None:
        self._partitionId = partitionId
        self._attemptNumber = attemptNumber
        self._stageId = stageId
        # Sinks name files by it. Tasks of one job, or of two that write to one place, may run in
        # processes that know nothing of each other, so it is not counted but drawn.
        self._taskAttemptId = _drawn() if taskAttemptId is None else taskAttemptId
        self._localProperties = localProperties or {}

    @classmethod
    def get(cls) -> TaskContext | None:
        """The task that runs on this thread."""
        return _current.context

    @classmethod
    def _setTaskContext(cls, taskContext: TaskContext | None) -> None:
        _current.context = taskContext

    def partitionId(self) -> int:
        """The partition's number, from 0."""
        return self._partitionId

    def attemptNumber(self) -> int:
        """How often this task was tried before."""
        return self._attemptNumber

    def stageId(self) -> int:
        """The stage's number: there are no stages here, so it is 0 unless the engine says more."""
        return self._stageId

    def taskAttemptId(self) -> int:
        """A number that no other attempt has, of this job or any: a ``long`` of Java, from 0."""
        return self._taskAttemptId

    def getLocalProperty(self, key: str) -> str | None:
        """A property that the engine set for this job."""
        return self._localProperties.get(key)

    def cpus(self) -> int:
        """The processors of this task."""
        return 1

    def cpuAmount(self) -> Decimal:
        """The same as a decimal."""
        from decimal import Decimal

        return Decimal(1)

    def resources(self) -> dict[str, Any]:
        """Other resources of this task."""
        return {}


def _drawn() -> int:
    return int.from_bytes(os.urandom(8), "little") >> 1


def serve_in_pyspark() -> None:
    """Has PySpark's own ``TaskContext.get``, where PySpark is loaded, tell the task of this thread.

    PySpark keeps one context for the process, which would be that of any of the threads that read.
    """
    module = sys.modules.get("pyspark.taskcontext")
    theirs: Any = getattr(module, "TaskContext", TaskContext)
    real = theirs.get
    if theirs is TaskContext or getattr(real, "serves_ours", False):
        return

    def get(cls: Any) -> Any:
        return _current.context or real()

    get.serves_ours = True  # type: ignore[attr-defined]
    theirs.get = classmethod(get)
