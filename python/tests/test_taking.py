"""How rows are taken: how many are asked for, what happens at the end, and stealing."""

from __future__ import annotations

import datetime as dt
import marshal
import threading
import time

import pytest
from taking import by_columns, by_marshal, error_of, failing, started

from pysail.spark.datasource.execution import Planner, restore
from pysail.spark.datasource.taskcontext import TaskContext


class Batch:
    def __init__(self, name):
        self.name = name

    def __arrow_c_array__(self, requested_schema=None):
        return ("schema of " + self.name, "array of " + self.name)


class Stream:
    def __arrow_c_stream__(self, requested_schema=None):
        return "stream"


@pytest.fixture(autouse=True)
def _clean():
    yield
    assert TaskContext.get() is None, "the context of a task is left behind"


def as_list(reading, n=10):
    """All elements that are taken."""
    taken = []
    while True:
        element = reading.take(n)
        if element is None:
            reading.close()
            return taken
        taken.append(element)


# ---- Arrow data


def test_arrow_data_are_taken_one_by_one_as_capsules():
    batches = [Batch("1"), Stream(), Batch("2")]

    assert as_list(started(batches)) == [
        ("schema of 1", "array of 1"),
        "stream",
        ("schema of 2", "array of 2"),
    ]
    assert as_list(started(Batch("1"))) == [("schema of 1", "array of 1")]
    assert as_list(started(Stream())) == ["stream"]


def test_the_other_way_to_take_gives_the_same_arrow_data():
    reading = started([Batch("1"), Stream()])

    assert reading.take_marshalled(5) == ("schema of 1", "array of 1")
    assert reading.take_marshalled(5) == "stream"
    assert reading.take_marshalled(5) is None
    assert reading.steal() == []
    assert reading.steal_marshalled() is None
    reading.refusal()
    reading.close()


@pytest.mark.parametrize("element", [(1,), [1], {"a": 1}, 7, None, "text", object()])
def test_a_row_among_arrow_data_is_refused(element):
    reading = started([Batch("1"), element])
    reading.take(5)

    error = failing(reading.take, 5)

    assert str(error) == (
        "[DATA_SOURCE_INVALID_RETURN_TYPE] [Given::read] PySparkTypeError: "
        f"Unsupported return type ('{type(element).__name__}') from Python data source 'Given'. "
        "Expected types: Arrow record batches, tables, readers and frames, or anything with "
        "__arrow_c_array__ or __arrow_c_stream__, as the first one was: rows and batches may not "
        "be mixed."
    )
    reading.close()


# ---- rows


def test_rows_that_are_tuples_are_taken_as_they_are():
    rows = [(i,) for i in range(5)]
    reading = started(rows)

    chunk = reading.take(3)

    assert chunk == rows[:3]
    assert all(taken is row for taken, row in zip(chunk, rows))
    assert reading.take(3) == rows[3:]
    assert reading.take(3) is None
    assert reading.take(3) is None
    reading.close()


def test_other_rows_are_taken_as_tuples():
    reading = started([{"a": 1}, [2], (3,)])

    assert reading.take(2) == [(1,), (2,)]
    assert reading.take(2) == [(3,)]
    reading.close()


@pytest.mark.parametrize("row", [(1,), [1], {"a": 1}])
@pytest.mark.parametrize("take", ["take", "take_marshalled"])
def test_a_source_is_never_asked_for_more_than_is_wanted(row, take):
    asked = []

    def generator():
        for i in range(100):
            asked.append(i)
            yield row

    reading = started(generator)
    for n, total in ((1, 1), (5, 6), (0, 6), (2, 8)):
        getattr(reading, take)(n)
        assert len(asked) == total
    reading.close()


def test_nothing_is_nothing():
    for nothing in (None, [], (), iter(())):
        assert started_and_closed(nothing) is None


def started_and_closed(rows):
    reading = started(lambda: rows)
    taken = reading.take(5)
    reading.close()
    return taken


def test_after_the_end_the_source_is_not_asked_again():
    class Odd:
        asked = 0

        def __iter__(self):
            return self

        def __next__(self):
            Odd.asked += 1
            if Odd.asked % 3 == 0:
                raise StopIteration
            return (Odd.asked,)

    reading = started(Odd())

    assert reading.take(5) == [(1,), (2,)]
    assert reading.take(5) is None
    assert Odd.asked == 3
    reading.close()


@pytest.mark.parametrize("row", [(1,), [1]])
@pytest.mark.parametrize("take", [by_columns, by_marshal])
def test_rows_that_came_before_a_failure_are_taken_before_it_is_raised(row, take):
    def generator():
        yield from [row] * 7
        raise ValueError("bad page")

    rows, error = take(started(generator), 5)

    assert rows == [(1,)] * 7
    assert str(error) == "[PYTHON_EXCEPTION] [Given::read] ValueError: bad page"
    assert error.__cause__.__traceback__.tb_frame.f_code.co_name == "generator"


def test_a_failure_at_a_chunks_edge_is_raised_once_more_if_asked_again():
    def generator():
        yield (1,)
        raise ValueError("bad page")

    reading = started(generator)

    assert reading.take(1) == [(1,)]
    assert failing(reading.take, 1).reason == "ValueError: bad page"
    assert failing(reading.take, 1).reason == "ValueError: bad page"
    reading.close()


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_would_end_the_program_is_an_error_of_the_source(kind):
    def generator():
        yield (1,)
        raise kind

    rows, error = by_columns(started(generator))

    assert rows == [(1,)]
    assert error.reason == kind.__name__


def test_a_refused_row_comes_before_a_later_failure():
    def generator():
        yield [1]
        yield None
        raise ValueError("too late")

    assert error_of(generator).condition == "DATA_SOURCE_INVALID_RETURN_TYPE"


def test_closing_runs_finally_between_rows():
    ended = []

    def generator():
        try:
            while True:
                yield [1]
        finally:
            ended.append(threading.current_thread())

    reading = started(generator)
    reading.take(3)
    reading.close()

    assert ended == [threading.current_thread()]


def test_a_restored_plan_knows_its_schema_from_bytes():
    planner_reading = started([(1, "x")], "a INT, b STRING")
    planner_reading.close()
    planner = Planner("taking:Given", {})
    planned = planner.plan()
    restored = restore("given", "taking:Given", {}, planned.reader, planner.schema)

    assert by_columns(restored.start(planned.partitions[0], 0, 0)) == ([(1, "x")], None)
    blind = restore("given", "taking:Given", {}, planned.reader).start(planned.partitions[0], 0, 0)
    assert "nobody said what their schema is" in failing(blind.take, 1).reason
    blind.close()


def test_a_schema_that_rows_cannot_make_is_refused_with_the_first_row():
    pyarrow = pytest.importorskip("pyarrow")
    schema = pyarrow.schema([("d", pyarrow.dictionary(pyarrow.int8(), pyarrow.string()))])
    reading = started([(1,)], schema)

    assert str(failing(reading.take, 1)) == (
        "[UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION] [Given::read] PySparkTypeError: Arrow's type c, "
        "a dictionary of column 'd', from rows, is not supported in conversion to Arrow."
    )
    reading.close()


# ---- bytes of marshal

DAY = dt.date(1970, 1, 2)


class Whole(int):
    pass


@pytest.mark.parametrize("n", [1, 3, 100])
def test_bytes_hold_the_same_rows(n):
    ddl = "a INT, d DATE, l ARRAY<DATE>, s STRING"
    rows = [(i, DAY, [DAY, None], str(i)) for i in range(10)] + [
        (None,) * 4,
        [Whole(5), None, (), "x"],
    ]

    assert by_marshal(started(rows, ddl), n) == by_columns(started(rows, ddl), n)


def test_a_subclass_that_marshal_refuses_is_found():
    reading = started([(1, "x"), (Whole(2), "y"), (Whole(3), Whole(4))], "a INT, b STRING")

    assert marshal.loads(reading.take_marshalled(2)) == [(1, "x"), (2, "y")]
    assert marshal.loads(reading.take_marshalled(2)) == [(3, "4")]
    reading.close()


def test_a_column_that_was_asked_for_again_stays_converted():
    reading = started([(1,), (2.0,), (3.0,)])

    assert marshal.loads(reading.take_marshalled(2)) == [(1,), (2.0,)]
    again = reading.marshal_again(0)
    assert repr(marshal.loads(again)) == "[(1,), (2,)]"
    assert repr(marshal.loads(reading.take_marshalled(2))) == "[(3,)]"
    reading.close()


def test_bytes_end_before_what_is_refused():
    reading = started([(1, DAY), (2, "no"), (None, DAY)], "a INT, d DATE")

    assert marshal.loads(reading.take_marshalled(5)) == [(1, 1)]
    error = failing(reading.take_marshalled, 5)
    assert str(error).endswith("'no' to DATE: it is of type 'str'. (row 1, column \"d\")")
    reading.close()


@pytest.mark.parametrize("row", [("no", "no", 3), (1, "no", "no"), ("no", DAY, "no")])
@pytest.mark.parametrize("n", [1, 2, 8])
def test_of_several_refused_values_in_a_row_the_first_is_told_by_bytes_too(row, n):
    rows, ddl = [(1, DAY, 3), row, (4, DAY, 5)], "a INT, d DATE, b INT"

    taken = by_marshal(started(rows, ddl), n)

    assert taken[0] == [(1, 1, 3)]
    assert str(taken[1]) == str(by_columns(started(rows, ddl), n)[1])


def test_bytes_asked_for_again_may_end_earlier():
    reading = started([(1, DAY), ("no", DAY), (3, "nor this")], "a INT, d DATE")

    assert len(marshal.loads(reading.take_marshalled(5))) == 2
    assert marshal.loads(reading.marshal_again(0)) == [(1, 1)]
    assert failing(reading.refusal).row == 1
    reading.close()


def test_a_scalar_of_numpy_is_found_by_whoever_decodes():
    numpy = pytest.importorskip("numpy")
    rows = [(1, 0.5), (numpy.int64(2), numpy.float64(0.25))]

    assert by_marshal(started(rows, "a INT, b DOUBLE")) == ([(1, 0.5), (2, 0.25)], None)


# ---- stealing


class Slow:
    """A source that waits in the middle of a chunk until the test lets it go on."""

    def __init__(self, rows, pause_after):
        self.rows = rows
        self.pause_after = pause_after
        self.waits = threading.Event()
        self.goes_on = threading.Event()

    def __call__(self):
        for i, row in enumerate(self.rows):
            if i in self.pause_after:
                self.waits.set()
                assert self.goes_on.wait(60)
                self.goes_on.clear()
            yield row

    def await_pause(self):
        assert self.waits.wait(60)
        self.waits.clear()


@pytest.mark.parametrize("form", [lambda i: (i,), lambda i: [i], lambda i: {"a": i}])
def test_what_was_collected_can_be_stolen_while_the_source_is_slow(form):
    slow = Slow([form(i) for i in range(10)], {4, 7})
    stolen = []

    def thief():
        slow.await_pause()
        chunk = reading.steal()
        stolen.append(reading.column(reading.positional(chunk), 0, 0))
        stolen.append(reading.steal())
        slow.goes_on.set()
        slow.await_pause()
        stolen.append(marshal.loads(reading.steal_marshalled()))
        slow.goes_on.set()

    thread = threading.Thread(target=thief)
    reading = started(slow)
    thread.start()
    rest = reading.take(100)

    thread.join()
    assert stolen == [[0, 1, 2, 3], [], [(4,), (5,), (6,)]]
    assert reading.column(reading.positional(rest), 0, 0) == [7, 8, 9]
    assert reading.take(100) is None
    reading.close()


@pytest.mark.parametrize("steal", ["steal", "steal_marshalled"])
def test_a_list_that_the_source_is_writing_its_next_row_into_is_not_stolen(steal):
    row = []
    waits, goes_on = threading.Semaphore(0), threading.Semaphore(0)

    def generator():
        yield (0,)
        yield (1,)
        for i in (2, 3):
            row[:] = [i]
            waits.release()
            assert goes_on.acquire(timeout=60)
            yield row

    def thief():
        for _ in range(2):
            assert waits.acquire(timeout=60)
            chunk = getattr(reading, steal)()
            stolen.append(marshal.loads(chunk) if type(chunk) is bytes else list(chunk))
            goes_on.release()

    stolen = []
    reading = started(generator)
    thread = threading.Thread(target=thief)
    thread.start()
    rest = reading.take(100)
    thread.join()

    assert stolen == [[(0,), (1,)], []]
    assert reading.positional(rest) == []
    assert "a 'list' was yielded as two rows" in failing(reading.refusal).reason
    reading.close()


def test_a_chunk_whose_rows_were_all_stolen_is_empty_and_not_the_end():
    slow = Slow([(i,) for i in range(5)], {3})

    def thief():
        slow.await_pause()
        stolen.extend(reading.steal())
        slow.goes_on.set()

    stolen = []
    reading = started(slow)
    thread = threading.Thread(target=thief)
    thread.start()

    # What the source yields next is a refused row, so that nothing is left of the chunk.
    slow.rows[3] = None
    reading.take(1)
    reading._chunks._be_careful()
    assert reading.take(4) == []
    thread.join()
    assert stolen == [(1,), (2,)]
    assert failing(reading.take, 4).row == 3
    reading.close()


def test_rows_are_numbered_across_what_was_stolen():
    slow = Slow([(0,), (1,), (2,), (3,), ("no",), (5,)], {3})

    def thief():
        slow.await_pause()
        numbers.append(len(reading.steal()))
        slow.goes_on.set()

    numbers = []
    reading = started(slow)
    thread = threading.Thread(target=thief)
    thread.start()
    rest = reading.take(100)
    thread.join()

    assert numbers == [3]
    assert reading.column(rest, 0, 0) == [3]
    assert failing(reading.refusal).row == 4
    reading.close()


def test_a_refusal_in_what_was_stolen_ends_the_reading():
    slow = Slow([(0,), ("no",), (2,), (3,)], {3})

    def thief():
        slow.await_pause()
        stolen.append(marshal.loads(reading.steal_marshalled()))
        stolen.append(marshal.loads(reading.marshal_again(0, True)))
        slow.goes_on.set()

    stolen = []
    reading = started(slow)
    thread = threading.Thread(target=thief)
    thread.start()
    error = failing(reading.take_marshalled, 100)
    thread.join()

    assert stolen == [[(0,), ("no",), (2,)], [(0,)]]
    assert error.row == 1, "what was yielded after it may not come out"
    assert failing(reading.take_marshalled, 100).row == 1
    reading.close()


@pytest.mark.parametrize("form", [lambda i: (i,), lambda i: [i]])
def test_no_row_is_lost_or_doubled_however_often_is_stolen(form):
    count = 30_000

    def generator():
        for i in range(count):
            if i % 100 == 0:
                time.sleep(0)  # lets the other thread in
            yield form(i)

    def thief():
        while not done.is_set():
            stolen.extend(reading.steal())

    stolen, rows, done = [], [], threading.Event()
    reading = started(generator)
    thread = threading.Thread(target=thief)
    thread.start()
    chunk = reading.take(1)
    while chunk is not None:
        rows += chunk
        chunk = reading.take(8192)
    done.set()
    thread.join()
    reading.close()

    assert sorted(i for (i,) in map(tuple, rows + stolen)) == list(range(count))
    for part in (rows, stolen):
        numbers = [i for (i,) in map(tuple, part)]
        assert numbers == sorted(numbers)
