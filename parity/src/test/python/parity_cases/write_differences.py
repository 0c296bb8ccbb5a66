"""What is not the same of writes: the name of a condition, or what the sink was told after its writer was made."""

from __future__ import annotations

from typing import Any

from .differences import NO_ARROW, PLANNING, PROTOCOL, READING, differ

MESSAGES = "[Message(part=0, rows=2), Message(part=1, rows=0), Message(part=2, rows=2)]"
CANNOT_PICKLE = "DATA_SOURCE_CANNOT_PICKLE"


def rows(*shown: str) -> list[Any]:
    """A write of one task."""
    return ["__init__ writer write", 0, 0, list(shown)]


def batches(columns: str, values: str) -> list[Any]:
    """A write of one task that got one batch."""
    return ["write", 0, [["RecordBatch", columns, values]]]


def commit(messages: str, calls: str = "__init__ writer commit") -> list[Any]:
    return [calls, "list", messages, "None"]


def failed_commit(calls: str) -> list[Any]:
    """Three tasks, the last of which tells twice, a commit, and the abort by an object that saw these calls."""
    return [
        ["__init__ writer write", 0, 0, ["Row(a=0)", "Row(a=10)"]],
        ["__init__ writer write", 1, 0, []],
        ["__init__ writer write", 2, ["Row(a=2)", "Row(a=12)"]],
        ["__init__ writer write write", 2, 0, ["Row(a=2)", "Row(a=12)"]],
        commit(MESSAGES),
        commit(MESSAGES, calls),
    ]


def first_failed(messages: str) -> list[Any]:
    return [["__init__ writer write", 0, ["Row(a=0)", "Row(a=10)"]], commit(messages, "__init__ writer abort")]


INTS = rows(
    "Row(id=0, a=None)", "Row(id=1, a=0)", "Row(id=2, a=-2147483648)", "Row(id=3, a=2147483647)", "Row(id=4, a=None)"
)
WITH_HOURS = [
    rows("Row(id=0, a=None)", "Row(id=1, a=datetime.timedelta(seconds=18000))", "Row(id=2, a=None)"),
    commit("[Message(part=0, rows=3)]"),
]
BATCH_WITH_HOURS = [
    batches(
        "id: int32\na: duration[us]",
        "[{'id': 0, 'a': None}, {'id': 1, 'a': datetime.timedelta(seconds=18000)}, {'id': 2, 'a': None}]",
    ),
    ["commit", "[Message(part=0, rows=1)]"],
]


def nested(moment: str) -> list[Any]:
    struct = f"Row(a=[Decimal('1.50'), None], t=datetime.datetime({moment}))"
    shown = ["Row(id=0, a=None)", f"Row(id=1, a=[{{'k': {struct}}}, {{}}])", "Row(id=2, a=[])", "Row(id=3, a=None)"]
    return [rows(*shown), commit("[Message(part=0, rows=4)]")]


def moment(shown: str) -> list[Any]:
    return [
        rows("Row(id=0, a=None)", f"Row(id=1, a=datetime.datetime({shown}))", "Row(id=2, a=None)"),
        commit("[Message(part=0, rows=3)]"),
    ]


differ(
    "any-message",
    PROTOCOL,
    {
        "write: no message": [INTS, commit("[None]")],
        "write: a message that is no WriterCommitMessage": [INTS, commit("[('rows', 5)]")],
        "write: a generator": CANNOT_PICKLE,
    },
)
differ("messages-that-pickle", READING, {"write: a message that does not pickle": CANNOT_PICKLE})
differ(
    "abort-after-commit",
    failed_commit("__init__ writer abort"),
    {"write: commit raises": failed_commit("__init__ writer commit abort")},
)
differ(
    "tasks-that-never-began",
    first_failed("[None, None, None]"),
    {"write: the first task raises": first_failed("[None]")},
)
differ(
    "first-error",
    "KeyError",
    {
        "write: commit raises, and abort raises": PLANNING,
        "write: a task that raises, and abort raises": READING,
    },
)
differ("stop-iteration", READING, {"write: a task that raises StopIteration": READING})
differ(
    "no-base-class",
    PROTOCOL,
    {
        "write: a writer that only has the method write": [
            ["write", ["Row(a=0)", "Row(a=10)"]],
            ["write", []],
            ["write", ["Row(a=2)", "Row(a=12)"]],
        ],
    },
)
differ(
    "no-pickle",
    PLANNING,
    {
        "write: a writer that does not pickle": [
            ["__init__ writer write", 0, 0, ["Row(a=0)", "Row(a=10)"]],
            ["__init__ writer write write", 1, 0, []],
            ["__init__ writer write write write", 2, 0, ["Row(a=2)", "Row(a=12)"]],
            commit(MESSAGES, "__init__ writer write write write commit"),
        ],
    },
)
differ(
    "char-and-months",
    NO_ARROW,
    {
        "write: rows of the type char": [
            rows("Row(id=0, a=None)", "Row(id=1, a='ab ')", "Row(id=2, a='abc')", "Row(id=3, a=None)"),
            commit("[Message(part=0, rows=4)]"),
        ],
        "write: batches of the type char": [
            batches(
                "id: int32\na: string",
                "[{'id': 0, 'a': None}, {'id': 1, 'a': 'ab '}, {'id': 2, 'a': 'abc'}, {'id': 3, 'a': None}]",
            ),
            ["commit", "[Message(part=0, rows=1)]"],
        ],
        "write: rows of the type varchar": [
            rows(
                "Row(id=0, a=None)", "Row(id=1, a='ab')", "Row(id=2, a='abc')", "Row(id=3, a='')", "Row(id=4, a=None)"
            ),
            commit("[Message(part=0, rows=5)]"),
        ],
        "write: batches of the type varchar": [
            batches(
                "id: int32\na: string",
                "[{'id': 0, 'a': None}, {'id': 1, 'a': 'ab'}, {'id': 2, 'a': 'abc'}, {'id': 3, 'a': ''}, {'id': 4, 'a': None}]",
            ),
            ["commit", "[Message(part=0, rows=1)]"],
        ],
    },
)
differ("interval-fields", WITH_HOURS, {"write: rows of the type interval hour": WITH_HOURS})
differ("interval-fields", BATCH_WITH_HOURS, {"write: batches of the type interval hour": BATCH_WITH_HOURS})
differ(
    "moments-for-writers",
    READING,
    {
        "write: rows of the type timestamp": [
            rows(
                "Row(id=0, a=None)",
                "Row(id=1, a=datetime.datetime(1, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))",
                "Row(id=2, a=datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.timezone.utc))",
                "Row(id=3, a=datetime.datetime(2024, 3, 31, 1, 30, tzinfo=datetime.timezone.utc))",
                "Row(id=4, a=datetime.datetime(9999, 12, 31, 23, 0, tzinfo=datetime.timezone.utc))",
                "Row(id=5, a=None)",
            ),
            commit("[Message(part=0, rows=6)]"),
        ]
    },
)
differ(
    "moments-for-writers",
    moment("2024, 1, 1, 9, 0"),
    {"write: rows of the type timestamp_ltz": moment("2024, 1, 1, 0, 0, tzinfo=datetime.timezone.utc")},
)
differ(
    "moments-for-writers",
    nested("2024, 1, 1, 9, 0"),
    {"write: rows of the type nested": nested("2024, 1, 1, 0, 0, tzinfo=datetime.timezone.utc")},
)
