"""The supervisor: how workers begin and end, and what is known of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from worker.jvm import COMMAND, LONGEST, START, Ended, Jvm, RemoteError, setup

from pysail.spark.datasource.worker import frames

FOLDER = os.path.dirname(__file__)


@pytest.fixture(scope="module")
def jvm():
    with Jvm(search_path=[FOLDER]) as started:
        yield started


@pytest.fixture
def own_jvm():
    """For tests that end it."""
    with Jvm(search_path=[FOLDER]) as started:
        yield started


def do(worker, what, **options):
    worker.pool()
    return worker.reads_source("worker_sources:Doing", {"do": what, **options})


def result(worker, what):
    [(text,)] = do(worker, what).all_rows()
    return text


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_end(pid):
    deadline = time.monotonic() + LONGEST
    while is_alive(pid):
        assert time.monotonic() < deadline, f"{pid} still lives"
        time.sleep(0.01)


def test_supervisor_and_worker_tell_who_they_are(jvm):
    version = sys.version.split()[0]
    assert jvm.ready == {"python": version, "pid": jvm.process.pid, "unsupported": []}

    worker = jvm.spawn()

    assert worker.hello["python"] == version
    assert worker.hello["pid"] == worker.pid
    assert worker.hello["protocol"] == 1
    assert worker.hello["layouts"] == ["flat", "rows"]


def test_worker_tells_its_health(jvm):
    (health, _) = jvm.spawn().call("health")
    assert health["python"] == sys.version.split()[0]
    assert health["gil"] == getattr(sys, "_is_gil_enabled", lambda: True)()
    assert 1 << 20 < health["rss"] < 1 << 30


def test_unknown_verb_is_an_error_of_the_call(jvm):
    worker = jvm.spawn()
    with pytest.raises(RemoteError, match="ValueError: there is no verb 'nonsense'"):
        worker.call("nonsense")
    assert worker.call("health")


def test_worker_ends_when_its_socket_does(jvm):
    worker = jvm.spawn()
    worker.connection.close()
    assert worker.end() == ({"status": 0, "signal": None}, [b""])


def test_worker_that_cannot_connect_ends_and_says_why(jvm):
    path = os.path.join(jvm.folder.name, "nobody")
    jvm.send(frames.SPAWN, 1 << 20, frames.to_json({"socket": path, "token": "00"}))
    (ended, _) = jvm.until(frames.EXITED, 1 << 20).json_and_blobs()
    assert ended == {"status": 75, "signal": None}
    assert b"cannot connect" in jvm.output[1 << 20, 2]


def test_signal_ends_a_worker_and_what_it_started_in_its_group(jvm):
    worker = jvm.spawn()
    companion = int(result(worker, "companion"))
    worker.signal(signal.SIGTERM)
    assert worker.end()[0] == {"status": None, "signal": signal.SIGTERM}
    await_end(companion)


def test_end_of_a_worker_is_that_of_what_it_started_in_its_group(jvm):
    worker = jvm.spawn()
    companion = int(result(worker, "companion"))
    os.kill(worker.pid, signal.SIGKILL)
    assert worker.end()[0] == {"status": None, "signal": signal.SIGKILL}
    await_end(companion)


def test_signal_for_a_worker_that_is_not_there_is_ignored(jvm):
    worker = jvm.spawn()
    worker.signal(signal.SIGKILL)
    assert worker.end()[0] == {"status": None, "signal": signal.SIGKILL}
    worker.signal(signal.SIGKILL)
    assert jvm.spawn().call("health")


@pytest.mark.parametrize(
    ("what", "number"), [("segfault", signal.SIGSEGV), ("abort", signal.SIGABRT)]
)
def test_crash_is_told_with_the_stack_of_python(jvm, what, number):
    worker = jvm.spawn()
    reads = do(worker, what)
    with pytest.raises(Ended):
        reads.next()
    ended, [crash] = worker.end()
    assert ended == {"status": None, "signal": number}
    assert b"worker_sources.py" in crash
    assert f"in {what}".encode() in crash


def test_worker_that_leaves_tells_its_status(jvm):
    worker = jvm.spawn()
    reads = do(worker, "exit")
    with pytest.raises(Ended):
        reads.next()
    assert worker.end() == ({"status": 3, "signal": None}, [b""])


def test_output_is_handed_on_whatever_it_is_and_does_not_block_the_worker(jvm):
    worker = jvm.spawn()
    assert result(worker, "print") == "None"
    worker.connection.close()
    worker.end()
    assert worker.printed(1) == b"to standard output\nlone \\ud800 surrogate\n"
    assert worker.printed(2) == b"x" * (1 << 20) + b"\n\xff\xfe invalid\n"


def test_line_without_an_end_is_handed_on_with_the_call_that_printed_it(jvm):
    worker = jvm.spawn()
    result(worker, "unfinished_line")
    while b"no end" not in worker.printed(1):
        jvm.until(frames.OUTPUT, worker.number)


def test_output_that_nobody_takes_makes_its_worker_wait_and_no_other_end(own_jvm):
    worker = own_jvm.spawn()
    do(worker, "flood")
    written = -1
    while written != (written := written_by(worker.pid)) or not written:
        time.sleep(0.2)
    assert written < 16 << 20

    with suppress(BrokenPipeError):
        own_jvm.process.stdin.close()

    assert own_jvm.process.wait(LONGEST) == 0
    assert not is_alive(worker.pid)


def written_by(pid):
    with open(f"/proc/{pid}/io") as file:
        return int(file.read().partition("wchar:")[2].split()[0])


def test_worker_looks_like_a_program_of_its_own(jvm):
    text = result(jvm.spawn(), "program")
    assert text == str(
        (
            [""],
            os.path.normpath(sys.executable),
            ["__doc__", "__loader__", "__name__", "__package__", "__spec__"],
            "",
            "__main__",
        )
    )


def test_worker_has_no_descriptors_of_the_supervisor_or_of_other_workers(jvm):
    jvm.spawn()
    # Standard ones, that of the crash file, the socket, two of the pool, and the listing's.
    assert len(result(jvm.spawn(), "descriptors").split(",")) <= 7


def test_forked_child_of_a_source_does_not_answer(jvm):
    worker = jvm.spawn()
    assert result(worker, "fork") == "5"
    assert result(worker, "fork_on") == "0"
    assert result(worker, "multiprocessing") == "[1, 2]"
    assert worker.call("health")


def test_workers_do_not_share_their_random_numbers(jvm):
    assert result(jvm.spawn(), "random") != result(jvm.spawn(), "random")


def test_end_of_standard_input_ends_workers_and_what_they_started_elsewhere():
    jvm = Jvm(search_path=[FOLDER])
    worker = jvm.spawn()
    grandchild = int(result(worker, "grandchild"))
    assert is_alive(grandchild)

    jvm.close()

    assert jvm.process.returncode == 0
    assert not is_alive(worker.pid)
    assert not is_alive(grandchild)


def test_worker_that_is_stopped_ends_with_its_supervisor(own_jvm):
    worker = own_jvm.spawn()
    os.kill(worker.pid, signal.SIGSTOP)
    own_jvm.close()
    assert not is_alive(worker.pid)


def test_death_of_the_supervisor_ends_its_workers(own_jvm):
    worker = own_jvm.spawn()
    own_jvm.process.kill()
    await_end(worker.pid)


def test_supervisor_that_is_told_to_end_takes_its_workers_with_it(own_jvm):
    worker = own_jvm.spawn()
    own_jvm.process.terminate()
    assert own_jvm.process.wait(LONGEST) == 0
    assert not is_alive(worker.pid)


def test_control_c_does_not_end_the_supervisor(jvm):
    jvm.process.send_signal(signal.SIGINT)
    assert jvm.spawn().call("health")


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\xff" * 64,
        frames.encode(99, 0),
        frames.encode(frames.SPAWN, 1, b"{}"),
        frames.encode(frames.SPAWN, 1, b"[" * 100000),
        frames.encode(frames.SIGNAL, 1, b'{"signal": 1000}'),
    ],
    ids=range(6),
)
def test_garbage_ends_the_supervisor_with_its_workers(own_jvm, garbage):
    worker = own_jvm.spawn()
    own_jvm.write(garbage)
    assert own_jvm.process.wait(LONGEST) == 70
    assert b"the supervisor of Python workers ends" in own_jvm.process.stderr.read()
    assert not is_alive(worker.pid)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff" * 64,
        frames.encode(99, 0),
        frames.encode(frames.CALL, 1, b"\0"),
        frames.encode(frames.CREDIT, 1, b"\0"),
        frames.encode(frames.CREDIT, 1, b"\x09\0\0\0"),
        frames.encode(frames.POOL, 1, b"{}"),
    ],
    ids=range(6),
)
def test_garbage_ends_a_worker(jvm, garbage):
    worker = jvm.spawn()
    worker.pool()
    worker.connection.sendall(garbage)
    assert worker.end()[0] == {"status": 70, "signal": None}
    assert b"a worker ends" in worker.printed(2)


def test_supervisor_ends_if_its_jvm_does_before_it_has_begun():
    text = START.read_bytes()
    whole = b"%d\n" % len(text) + text + frames.encode(frames.SETUP, 0, setup())
    for cut in (20, len(text) + 10, len(whole) - 1000):
        process = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", COMMAND],
            input=whole[:cut],
            capture_output=True,
            timeout=LONGEST,
        )
        assert process.stdout == b""


def test_workers_come_and_go_without_a_trace(jvm):
    before = len(os.listdir(f"/proc/{jvm.process.pid}/fd"))
    for _ in range(100):
        worker = jvm.spawn()
        worker.connection.close()
        worker.end()
    assert len(os.listdir(f"/proc/{jvm.process.pid}/fd")) == before


def test_supervisor_without_descriptors_says_so_and_recovers(own_jvm):
    import resource

    workers = [own_jvm.spawn()]
    used = len(os.listdir(f"/proc/{own_jvm.process.pid}/fd"))
    resource.prlimit(own_jvm.process.pid, resource.RLIMIT_NOFILE, (used + 2, 1024))
    own_jvm.send(frames.SPAWN, 99, frames.to_json({"socket": "/nowhere", "token": "00"}))
    told = own_jvm.until(frames.NOT_SPAWNED, 99).json()
    assert told["message"].startswith("OSError: [Errno 24]")
    resource.prlimit(own_jvm.process.pid, resource.RLIMIT_NOFILE, (1024, 1024))
    workers.append(own_jvm.spawn())
    assert all(worker.call("health") for worker in workers)


def test_carried_sources_are_found_by_their_names():
    code = b"from worker_sources import Tuples\nclass Carried(Tuples):\n    pass\n"
    carried = {"name": "shop", "version": "1.2", "files": {"shop/source.py": code}}
    carried["sources"] = {"orders": "shop.source:Carried"}
    with Jvm(search_path=[FOLDER], carried=[carried]) as jvm:
        worker = jvm.spawn()
        (listed, _) = worker.call("list", load=True)
        [orders] = [each for each in listed["sources"] if each["name"] == "orders"]
        assert (orders["distribution"], orders["version"], orders["error"]) == ("shop", "1.2", None)
        worker.pool()
        assert len(worker.reads_source("orders", {"count": "3"}).all_rows()) == 3


MEBIBYTE = 1 << 20


def test_limits_are_set_and_named_when_they_are_hit():
    limits = {
        "data": 200 * MEBIBYTE,
        "cpuSeconds": 1000,
        "openFiles": 64,
        "core": 0,
        "noNewPrivs": True,
    }
    with Jvm(search_path=[FOLDER], limits=limits) as jvm:
        assert jvm.ready["unsupported"] == []
        worker = jvm.spawn()
        assert result(worker, "limits") == str([200 * MEBIBYTE, 1000, 64, 0, "1"])

        with pytest.raises(RemoteError, match="MemoryError") as memory:
            do(worker, "memory").all_rows()
        with pytest.raises(RemoteError, match="Too many open files") as files:
            do(worker, "files").all_rows()

        assert memory.value.limit == "RLIMIT_DATA of 200 MiB"
        assert files.value.limit == "RLIMIT_NOFILE of 64"


def test_limit_that_cannot_be_set_is_told_and_the_others_are_set():
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with Jvm(search_path=[FOLDER], limits={"openFiles": hard + 1, "core": 0}) as jvm:
        [told] = jvm.ready["unsupported"]
        assert told.startswith(f"openFiles: {hard + 1} is more than the {hard}")
        assert jvm.spawn().call("health")


def test_processor_time_beyond_its_limit_ends_the_worker_with_its_stack():
    with Jvm(search_path=[FOLDER], limits={"cpuSeconds": 1, "core": 0}) as jvm:
        worker = jvm.spawn()
        reads = do(worker, "spin")
        with pytest.raises(Ended):
            reads.next()
        ended, [crash] = worker.end()
        assert ended == {"status": None, "signal": signal.SIGXCPU}
        assert b"in spin" in crash


def test_memory_error_without_a_limit_names_none(jvm):
    worker = jvm.spawn()
    worker.pool()
    reads = worker.reads_source("worker_sources:Raising", {"kind": "memory"})
    with pytest.raises(RemoteError, match="MemoryError") as raised:
        reads.all_rows()
    assert raised.value.limit is None
