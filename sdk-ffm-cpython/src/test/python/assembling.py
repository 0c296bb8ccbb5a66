"""What Java makes of columns: each function says what is wrong with the rows, or nothing."""

import gc
import sys
import weakref

from pysail.spark.datasource.rowclass import row_class

NAMES = ["number", "text", "nested"]


class Watched:
    """A value whose end can be seen."""


def template(width=len(NAMES)):
    return tuple.__new__(row_class(NAMES[:width]), (None,) * width)


def columns(count):
    return [
        [10**6 + i for i in range(count)],
        ["text %d" % i for i in range(count)],
        [[i, [i]] for i in range(count)],
    ]


def rows_have_the_values_of_the_columns(assemble):
    for count in 0, 1, 2, 511, 20_000:
        made, first = columns(count), template()
        rows = made[0]
        assemble(first, made)
        if rows != [tuple(values) for values in zip(*columns(count))] or any(made[1:]):
            yield "other values of %d rows" % count
        if not all(type(row) is type(first) and row.__dict__ == {} for row in rows):
            yield "something else than rows"
        if not all(row.text == row["text"] == row[1] for row in rows):
            yield "rows without names"
        if not gc.is_tracked(rows) or not all(map(gc.is_tracked, rows)):
            yield "the collector does not know them"


def rows_hash_as_tuples(assemble):
    made = [list(range(1000)), [str(i) for i in range(1000)]]
    rows = made[0]
    assemble(template(2), made)
    if [hash(row) for row in rows] != [hash((i, str(i))) for i in range(1000)]:
        yield "other hashes"
    if set(rows) != {(i, str(i)) for i in range(1000)}:
        yield "not found by their hashes"


def values_live_as_long_as_their_rows(assemble):
    values = [[Watched() for _ in range(1000)] for _ in NAMES]
    watched = [weakref.ref(value) for column in values for value in column]
    assemble(template(), values)
    rows = values[0]
    del values
    if not all(watch() for watch in watched):
        yield "values went before their rows"
    del rows
    if any(watch() for watch in watched):
        yield "values stay behind their rows"


def rows_in_cycles_are_collected(assemble):
    watched = []
    made = [[[Watched()] for _ in range(100)]]
    assemble(template(1), made)
    for row in made[0]:
        watched.append(weakref.ref(row[0][0]))
        row[0].append(row)
    del made, row
    gc.collect()
    if any(watch() for watch in watched):
        yield "cycles stay"


def whoever_looks_while_garbage_is_collected_finds_whole_objects(assemble):
    looked, halves, made = [], [], []

    def look(phase, info):
        is_halfway = made[1] and isinstance(made[0][0], tuple)
        for each in gc.get_objects():
            if type(each) is list or isinstance(each, tuple):
                looked.append(sum(1 for value in each if type(value) is Watched))
                halves.extend(is_halfway for column in made if each is column)

    before = gc.get_threshold()
    for count in 1, 10, 50:
        first = template()
        made[:] = columns(count)
        rows = made[0]
        gc.callbacks.append(look)
        gc.set_threshold(1)
        try:
            assemble(
                first, made
            )  # and nothing else: CPython's own tuples are not whole at times
        finally:
            gc.set_threshold(*before)
            gc.callbacks.remove(look)
        if rows != [tuple(values) for values in zip(*columns(count))]:
            yield "other values"
    if not looked and sys.version_info < (3, 12):  # from then on nothing is collected meanwhile
        yield "nobody looked"
    if any(halves):
        yield "a list was found while it was being emptied"


def a_lack_of_memory_is_told_and_nothing_is_lost_or_let_go_of_twice(assemble):
    try:
        from _testcapi import remove_mem_hooks, set_nomemory
    except ImportError:
        return
    whole = failed = halfway = 0
    for allocation in range(400):
        kept = [Watched() for _ in range(50 * len(NAMES))]
        before = [sys.getrefcount(each) for each in kept]
        values = [kept[i : i + 50] for i in range(0, len(kept), 50)]
        first = template()
        set_nomemory(allocation, allocation + 1)
        try:
            assemble(first, values)
            whole += 1
        except BaseException:
            failed += 1
        finally:
            remove_mem_hooks()
        halfway += 0 < sum(isinstance(each, tuple) for each in values[0]) < 50
        del values, first
        gc.collect()
        if [sys.getrefcount(each) for each in kept] != before:
            yield "references are lost, or let go of twice"
    if not whole or not failed or not halfway:
        yield "%d went well, %d failed, %d of them halfway" % (whole, failed, halfway)


def what_does_not_fit_is_refused(assemble):
    for wrong in (
        [],
        [[1]],
        [[1], [2], [3], [4]],
        [[1], [2], [3, 4]],
        [[1], [2], (3,)],
        [[1], [2], None],
        (),
    ):
        try:
            assemble(template(), wrong)
            yield "%r was taken" % (wrong,)
        except Exception:
            pass


CASES = (
    rows_have_the_values_of_the_columns,
    rows_hash_as_tuples,
    values_live_as_long_as_their_rows,
    rows_in_cycles_are_collected,
    whoever_looks_while_garbage_is_collected_finds_whole_objects,
    a_lack_of_memory_is_told_and_nothing_is_lost_or_let_go_of_twice,
    what_does_not_fit_is_refused,
)


def run(assemble):
    """The name of each case, and what it found wrong."""
    return {
        case.__name__.replace("_", " "): sorted(set(case(assemble))) for case in CASES
    }
