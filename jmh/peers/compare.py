"""Times the peers in turns, several rounds, and prints the medians as ratios of bare CPython."""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROUNDS = 3
WARM = 4
"""How often each does its work in a process before it is timed."""


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def warm(work):
    for _ in range(WARM):
        work()
    return seconds(work)


def bare():
    from sources import rows

    def iterate():
        for _ in rows():
            pass

    return warm(iterate)


def pyarrow_structs():
    import pyarrow
    from sources import rows

    kind = pyarrow.struct([("id", "int64"), ("ratio", "float64"), ("name", "string")])

    def convert():
        iterator = rows()
        while chunk := list(itertools.islice(iterator, 1024)):
            pyarrow.RecordBatch.from_struct_array(pyarrow.array(chunk, kind))

    return warm(convert)


def pyarrow_columns():
    import pyarrow
    from sources import rows

    def convert():
        iterator = rows()
        while chunk := list(itertools.islice(iterator, 8192)):
            columns = [pyarrow.array(column) for column in zip(*chunk)]
            pyarrow.RecordBatch.from_arrays(columns, ["id", "ratio", "name"])

    return warm(convert)


def read_by(session):
    from sources import Rows

    session.dataSource.register(Rows)
    return warm(lambda: session.read.format("peer_rows").load().selectExpr("sum(id)").collect())


def pyspark():
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    return read_by(session)


def pysail():
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start()
    _, port = server.listening_address
    return read_by(SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate())


def sail():
    command = [os.environ["COMMAND"], "read", "sources.py:Rows", "--format", "none", "--stats"]
    output = subprocess.run(
        [*command, "--repeat", str(WARM + 1)],
        cwd=HERE,
        stderr=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(output.stderr.splitlines()[-1])["seconds"]["read"][-1]


PEERS = (bare, pyarrow_structs, pyarrow_columns, pyspark, pysail, sail)


def in_process_of_its_own(peer):
    # pysail takes every variable that begins like ours for one of its own.
    theirs = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("SAIL_") or peer is sail
    }
    python = os.environ["PYSAIL_PYTHON"] if peer is pysail else sys.executable
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


def main():
    os.environ["COMMAND"] = str(Path(sys.argv[1]).resolve())
    times = {peer: [] for peer in PEERS}
    for _ in range(ROUNDS):
        for peer in PEERS:
            times[peer].append(in_process_of_its_own(peer))
    medians = {
        peer: statistics.median(found)
        for peer, each in times.items()
        if (found := [time for time in each if time is not None])
    }
    width = 40 / max(medians.values())
    for peer, median in medians.items():
        bar = "#" * max(1, round(median * width))
        print(f"{peer.__name__:16} {median:7.3f} s {median / medians[bare]:7.2f} x bare  {bar}")


if __name__ == "__main__":
    if sys.argv[1] == "--only":
        print(globals()[sys.argv[2]](), flush=True)
        os._exit(0)  # pysail's server would not end
    else:
        main()
