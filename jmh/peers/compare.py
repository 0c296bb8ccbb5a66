"""Times the peers in turns, several rounds, and prints the medians as one table.

Each figure is that of a million rows, `(i, i * 0.5, "name-%d" % (i & 1023))`, the median of five in
a process that has done the same work some times before: without the start of processes, sessions
and servers. It stands beside how many times it is the first peer's of the same work, and ours,
`sail`.

read      bare             rows are made, and dropped
          pyarrow_structs  rows become batches by arrays of structs, 1024 at a time
          pyarrow_columns  rows become batches column by column, 8192 at a time
          pyspark, pysail  a query that plans, reads rows into batches, and adds one column up
          sail             batches are made of rows; the plan was made before

workers   bare, pyspark    as for read
          sail             as for read, in a worker process
          bare_twice       rows are made in two processes at once, a million in each
          sail_twice       two partitions are read by two workers at once, a million rows each

rows      bare             rows are made, and given to the writer
          pyarrow          a file of Arrow is read, its columns become lists, their tuples go to the
                           writer
          pyspark          rows that are cached in Spark go to the writer: what `save` takes, from
                           planning to commit
          pysail           the same; it makes the rows again
          sail             the same file of Arrow is read and checked, and its rows go to the writer:
                           from planning to commit

batches   as for rows, with a writer that takes record batches

The writer takes each row apart into its three values, and counts the rows of each batch.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROUNDS = 3
WARM = {"read": 4, "workers": 10, "rows": 10, "batches": 20}
"""How often each does its work in a process before it is timed: small works more often."""
TIMED = 5
"""How often it does it then."""
ROWS_PER_BATCH = 8192


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def warm(work, times):
    for _ in range(times):
        work()
    return statistics.median(seconds(work) for _ in range(TIMED))


def warm_read(work):
    return warm(work, WARM["read"])


def read_bare():
    from sources import rows

    def iterate():
        for _ in rows():
            pass

    return warm_read(iterate)


def read_pyarrow_structs():
    import pyarrow
    from sources import rows

    kind = pyarrow.struct([("id", "int64"), ("ratio", "float64"), ("name", "string")])

    def convert():
        iterator = rows()
        while chunk := list(itertools.islice(iterator, 1024)):
            pyarrow.RecordBatch.from_struct_array(pyarrow.array(chunk, kind))

    return warm_read(convert)


def batches_of(rows):
    import pyarrow

    while chunk := list(itertools.islice(rows, ROWS_PER_BATCH)):
        columns = [pyarrow.array(column) for column in zip(*chunk)]
        yield pyarrow.RecordBatch.from_arrays(columns, ["id", "ratio", "name"])


def read_pyarrow_columns():
    from sources import rows

    def convert():
        for _ in batches_of(rows()):
            pass

    return warm_read(convert)


def read_by(session):
    from sources import Rows

    session.dataSource.register(Rows)
    return warm_read(
        lambda: session.read.format("peer_rows").load().selectExpr("sum(id)").collect()
    )


def write_by(session, form):
    from sources import ROWS, Sink

    session.dataSource.register(Sink)
    frame = session.range(0, ROWS, 1, 1).selectExpr(
        "id", "id * 0.5D AS ratio", "concat('name-', id & 1023) AS name"
    )
    frame = frame.coalesce(1).cache()  # pysail makes more partitions of it, and caches nothing
    frame.count()
    writer = frame.write.format("peer_sink").option("form", form).mode("append")
    return warm(writer.save, WARM[form])


def by_pyspark(work, *arguments):
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    return work(session, *arguments)


def by_pysail(work, *arguments):
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start()
    _, port = server.listening_address
    # The server ends when nobody holds it any more.
    return work(SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate(), *arguments)


def read_pyspark():
    return by_pyspark(read_by)


def read_pysail():
    return by_pysail(read_by)


def sail(warm_passes, *arguments):
    output = subprocess.run(
        [os.environ["COMMAND"], *arguments, "--stats", "--repeat", str(warm_passes + TIMED)],
        cwd=HERE,
        stderr=subprocess.PIPE,
        check=True,
        text=True,
    )
    took = json.loads(output.stderr.splitlines()[-1])["seconds"]
    return {
        phase: statistics.median(times[-TIMED:]) if isinstance(times, list) else times
        for phase, times in took.items()
    }


def read_sail():
    return sail(WARM["read"], "read", "sources.py:Rows", "--format", "none")["read"]


def written_by(writer, iterable):
    writer.commit([writer.write(iter(iterable))])


def workers_sail(*arguments):
    command = ("read", "sources.py:Rows", "--executor", "subprocess", "--format", "none")
    return sail(WARM["workers"], *command, *arguments)["read"]


def workers_bare_twice():
    alone = [sys.executable, __file__, "--only", "read_bare"]
    both = [subprocess.Popen(alone, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    return max(float(process.communicate()[0]) for process in both)


def workers_sail_twice():
    return workers_sail("-o", "partitions=2", "--parallel", "2")


def rows_bare():
    from sources import RowCounter, rows

    return warm(lambda: written_by(RowCounter(), rows()), WARM["rows"])


def batches_in_file():
    import pyarrow

    with pyarrow.ipc.open_file(os.environ["FILE"]) as file:
        for index in range(file.num_record_batches):
            yield file.get_batch(index)


def rows_pyarrow():
    from sources import RowCounter

    def made():
        for batch in batches_in_file():
            yield from zip(*(column.to_pylist() for column in batch.columns))

    return warm(lambda: written_by(RowCounter(), made()), WARM["rows"])


def rows_pyspark():
    return by_pyspark(write_by, "rows")


def rows_pysail():
    return by_pysail(write_by, "rows")


def write_sail(form):
    command = ("write", "sources.py:Sink", "-o", f"form={form}", "--from", os.environ["FILE"])
    took = sail(WARM[form], *command)
    return took["plan"] + took["write"]


def rows_sail():
    return write_sail("rows")


def batches_bare():
    from sources import BatchCounter

    return warm(lambda: written_by(BatchCounter(), batches_in_file()), WARM["batches"])


def batches_pyspark():
    return by_pyspark(write_by, "batches")


def batches_pysail():
    return by_pysail(write_by, "batches")


def batches_sail():
    return write_sail("batches")


WORKS = {
    "read": (
        read_bare,
        read_pyarrow_structs,
        read_pyarrow_columns,
        read_pyspark,
        read_pysail,
        read_sail,
    ),
    "workers": (
        read_bare,
        read_pyspark,
        workers_bare_twice,
        workers_sail_twice,
        workers_sail,
    ),
    "rows": (rows_bare, rows_pyarrow, rows_pyspark, rows_pysail, rows_sail),
    "batches": (batches_bare, batches_pyspark, batches_pysail, batches_sail),
}
"""Of each work the peers: the first is the baseline, and the last is ours."""


def in_process_of_its_own(peer):
    # pysail takes every variable that begins like ours for one of its own.
    theirs = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("SAIL_") or "_sail" in peer.__name__
    }
    python = os.environ["PYSAIL_PYTHON"] if peer.__name__.endswith("_pysail") else sys.executable
    run = subprocess.run(
        [python, __file__, "--only", peer.__name__],
        cwd=HERE,
        env={**theirs, "PYTHONPATH": str(HERE), "PYSPARK_PYTHON": python},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = run.stdout.split()
    if run.returncode or not lines:
        print(f"{peer.__name__}: failed: {run.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return float(lines[-1])


def write_file():
    import pyarrow
    from sources import rows

    batches = batches_of(rows())
    first = next(batches)
    with pyarrow.ipc.new_file(os.environ["FILE"], first.schema) as file:
        for batch in itertools.chain([first], batches):
            file.write(batch)


def compare(works):
    times = {peer: [] for work in works for peer in WORKS[work]}
    for _ in range(ROUNDS):
        for peer, each in times.items():
            each.append(in_process_of_its_own(peer))
    medians = {
        peer: statistics.median(found)
        for peer, each in times.items()
        if (found := [time for time in each if time is not None])
    }
    for work in works:
        print_table(work, medians)


def print_table(work, medians):
    ours = medians[WORKS[work][-1]]
    bare = medians[WORKS[work][0]]
    found = [peer for peer in WORKS[work] if peer in medians]
    width = 40 / max(medians[peer] for peer in found)
    for peer in found:
        median = medians[peer]
        name = peer.__name__.partition("_")[2]
        bar = "#" * max(1, round(median * width))
        print(
            f"{work:8} {name:16} {median:7.3f} s {median / bare:7.2f} x bare"
            f" {median / ours:7.2f} x sail  {bar}"
        )


def main(command, works):
    os.environ["COMMAND"] = str(Path(command).resolve())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FILE"] = str(Path(folder) / "rows.arrow")
        write_file()
        compare(works or list(WORKS))


if __name__ == "__main__":
    if sys.argv[1] == "--help":
        print(__doc__, end="")
    elif sys.argv[1] == "--only":
        print(globals()[sys.argv[2]](), flush=True)
        os._exit(0)  # pysail's server would not end
    else:
        main(sys.argv[1], sys.argv[2:])
