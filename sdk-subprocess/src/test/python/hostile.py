"""Sources that take their worker's place in its connection, leave that to others, or break their word."""

import ctypes
import gc
import json
import marshal
import os
import re
import select
import signal
import socket
import struct
import sys
import threading
import time
from pathlib import Path

from pysail.spark.datasource import DataSource, DataSourceReader, InputPartition

HEADER = struct.Struct("<IBBHI")
ANSWER, ROWS = 41, 48


class Hostile(DataSource):
    """Does one thing of those below, and writes its process into a file when it is done with that."""

    def schema(self):
        return "id LONG"

    def reader(self, schema):
        return HostileReader(dict(self.options))


class HostileReader(DataSourceReader):
    def __init__(self, options):
        self.options = options

    def partitions(self):
        if self.options["how"] in PLANNING:
            PLANNING[self.options["how"]](self.mark)
        return [InputPartition(0)]

    def read(self, partition):
        READING[self.options["how"]](self.mark)
        yield (1,)

    def mark(self):
        Path(self.options["mark"]).write_text(str(os.getpid()))


class Forgets(DataSource):
    """Says that it always gives the same rows, dies after those of its first time, and gives fewer then."""

    def schema(self):
        return "id LONG"

    def reader(self, schema):
        return ForgetsReader(dict(self.options))


class ForgetsReader(DataSourceReader):
    deterministic = True

    def __init__(self, options):
        self.mark = Path(options["mark"])

    def read(self, partition):
        if self.mark.exists():
            yield from ((i,) for i in range(10))
            return
        yield from ((i,) for i in range(700))
        time.sleep(0.3)
        self.mark.write_text("read")
        os.kill(os.getpid(), signal.SIGKILL)


class Counted(DataSource):
    """Yields how many of its readers there are, which do not pickle."""

    def schema(self):
        return "readers LONG"

    def reader(self, schema):
        return CountedReader()


class CountedReader(DataSourceReader):
    def __init__(self):
        self.lock = threading.Lock()

    def read(self, partition):
        gc.collect()
        yield (sum(type(each).__name__ == "CountedReader" for each in gc.get_objects()),)


def floods(mark):
    """Answers a call that nobody has made, again and again."""
    connection = connected()
    mark()
    while True:
        connection.sendall(HEADER.pack(0, ANSWER, 0, 0, 0) * 1000)


def takes_nothing(mark):
    """Sends rows of which there are none, until the JVM waits to say that their slot is free."""
    (feed,) = (each for each in gc.get_objects() if type(each).__name__ == "Feed")
    none = marshal.dumps([], 2)
    ctypes.memmove(shared_memory(), none, len(none))
    payload = struct.pack("<QIIII", 0, 0, len(none), 0, 0)
    rows = HEADER.pack(len(payload), ROWS, 0, 0, feed._call) + payload
    connection = connected()
    while select.select([], [connection], [], 2)[1]:
        connection.sendall(rows * 100)
    mark()
    time.sleep(600)


def leaves_a_child(mark):
    """Is killed, and a child in a session of its own keeps the connection."""
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
        os._exit(0)
    mark()
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)


def stops_later(mark):
    """Is stopped when nobody expects it to do anything."""

    def stop():
        mark()
        os.kill(os.getpid(), signal.SIGSTOP)

    threading.Timer(0.3, stop).start()


def repeats_a_pickle(mark):
    """Answers that there are two partitions, whose pickles are the same bytes."""
    frame = sys._getframe()
    while "message" not in frame.f_locals:
        frame = frame.f_back
    told = {
        "planned": 1,
        "method": "",
        "reason": "",
        "answers": [],
        "partitions": [0, 0],
        "blobs": [1],
    }
    text = json.dumps(told).encode()
    payload = struct.pack("<I", len(text)) + text + b"N"
    header = HEADER.pack(len(payload), ANSWER, 0, 0, frame.f_locals["message"].stream)
    connected().sendall(header + payload)


PLANNING = {"stops-later": stops_later, "repeats-a-pickle": repeats_a_pickle}
READING = {"floods": floods, "takes-nothing": takes_nothing, "leaves-a-child": leaves_a_child}


def connected():
    for name in os.listdir("/proc/self/fd"):
        path = Path("/proc/self/fd", name)
        # Not that of the listing, which is closed.
        if path.is_symlink() and os.readlink(path).startswith("socket:"):
            return socket.socket(fileno=os.dup(int(name)))
    raise AssertionError("a worker has a connection")


def shared_memory():
    maps = Path("/proc/self/maps").read_text()
    first = re.search(r"^([0-9a-f]+)-.* /memfd:sail \(deleted\)$", maps, re.MULTILINE)
    return int(first.group(1), 16)
