"""A JVM for tests: starts a supervisor, takes workers from it, and calls them."""

from __future__ import annotations

import marshal
import os
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

from pysail.spark.datasource.schemabytes import schema_from_bytes
from pysail.spark.datasource.worker import frames
from pysail.spark.datasource.worker.received import Batch
from pysail.spark.datasource.worker.slots import ONE_OFF, Memory

PROJECT = Path(__file__).parents[3]
PACKAGE = Path(frames.__file__).parents[1]
START = PROJECT / "sdk-subprocess/src/main/resources/io/pysail/sdk/subprocess/start.py"
CARRIED = PROJECT / "sdk-api/src/main/resources/io/pysail/sdk/spi/carried.py"
COMMAND = (
    "import sys; b = sys.stdin.buffer; "
    'exec(compile(b.read(int(b.readline())), "<sail>/start.py", "exec"))'
)
LONGEST = 30


def sdk_files() -> dict[str, bytes]:
    files = {
        f"pysail/spark/datasource/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in PACKAGE.rglob("*.py")
    }
    files["_sail_carried.py"] = CARRIED.read_bytes()
    return files


def setup(search_path=(), limits=None, carried=()):
    blobs = []

    def kept(files):
        indices = {}
        for path, content in files.items():
            indices[path] = len(blobs)
            blobs.append(content)
        return indices

    # What the tests are given in this way is no secret to workers, which do not look themselves.
    packages = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    told = {
        "searchPath": [*map(str, search_path), *packages],
        "sdk": kept(sdk_files()),
        "carried": [{**each, "files": kept(each["files"])} for each in carried],
        "limits": limits or {},
    }
    return frames.with_blobs(told, blobs)


class Ended(Exception):
    pass


class Pipe:
    """Messages from a descriptor."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.decoder = frames.Decoder()
        self.arrived = deque()

    def receive(self, seconds=LONGEST):
        deadline = time.monotonic() + seconds
        while not self.arrived:
            ready, _, _ = select.select([self.descriptor], [], [], deadline - time.monotonic())
            if not ready:
                raise TimeoutError("no message in time")
            data = os.read(self.descriptor, 1 << 18)
            if not data:
                raise Ended
            self.arrived.extend(self.decoder.feed(data))
        return self.arrived.popleft()


class Jvm:
    """A supervisor, as its JVM has it."""

    def __init__(self, search_path=(), limits=None, carried=(), python=sys.executable):
        self.folder = tempfile.TemporaryDirectory()
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [python, "-I", "-X", "utf8", "-c", COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        text = START.read_bytes()
        self.write(b"%d\n" % len(text) + text)
        self.send(frames.SETUP, 0, setup(search_path, limits, carried))
        self.pipe = Pipe(self.process.stdout.fileno())
        self.numbers = iter(range(1, 1 << 30))
        self.workers = []
        self.output = {}
        self.spawned = {}
        self.ends = {}
        self.ready = self.until(frames.READY).json()

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, type_, stream, payload=b"", flags=0):
        self.write(frames.encode(type_, stream, payload, flags))

    def until(self, type_, stream=0):
        while True:
            try:
                message = self.pipe.receive()
            except Ended:
                raise Ended(self.process.stderr.read().decode()) from None
            if message.type == frames.OUTPUT:
                self.output.setdefault((message.stream, message.flags), bytearray()).extend(
                    message.payload
                )
            elif message.type == frames.SPAWNED:
                self.spawned[message.stream] = message.json()["pid"]
            elif message.type == frames.EXITED:
                self.ends[message.stream] = message.json_and_blobs()
            if message.type == type_ and message.stream == stream:
                return message

    def spawn(self):
        number = next(self.numbers)
        path = os.path.join(self.folder.name, f"s{number}")
        token = secrets.token_hex(32)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(1)
            listener.settimeout(LONGEST)
            self.send(frames.SPAWN, number, frames.to_json({"socket": path, "token": token}))
            self.until(frames.SPAWNED, number)
            connection, _ = listener.accept()
        os.unlink(path)
        self.workers.append(Worker(self, number, connection, token))
        return self.workers[-1]

    def close(self):
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(LONGEST)
        for worker in self.workers:
            worker.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()


class RemoteError(Exception):
    def __init__(self, told):
        first = told["chain"][0]
        super().__init__(f"{first[0]}: {first[1]}")
        self.chain = told["chain"]
        self.limit = told["limit"]


class Worker:
    """A worker, as its JVM has it."""

    def __init__(self, jvm, number, connection, token):
        self.jvm = jvm
        self.number = number
        self.connection = connection
        self.pipe = Pipe(connection.fileno())
        self.calls = iter(range(1, 1 << 30))
        self.files = []
        self.slots, self.free, self.segment = 4, None, None
        self.pid = jvm.spawned[number]
        self.hello = self.receive().json()
        assert self.hello["token"] == token

    def close(self):
        self.connection.close()
        for file in self.files:
            os.close(file)
        self.files.clear()

    def receive(self, seconds=LONGEST):
        return self.pipe.receive(seconds)

    def send(self, type_, stream, payload=b"", flags=0):
        self.connection.sendall(frames.encode(type_, stream, payload, flags))

    def begin(self, verb, blobs=(), **arguments):
        call = next(self.calls)
        self.send(frames.CALL, call, frames.with_blobs({"verb": verb, **arguments}, blobs))
        return call

    def call(self, verb, blobs=(), **arguments):
        return self.answer(self.begin(verb, blobs, **arguments))

    def answer(self, call, seconds=LONGEST):
        message = self.receive(seconds)
        assert message.stream == call
        if message.type == frames.ERROR:
            raise RemoteError(message.json())
        assert message.type == frames.ANSWER
        return message.json_and_blobs()

    def end(self):
        if self.number not in self.jvm.ends:
            self.jvm.until(frames.EXITED, self.number)
        return self.jvm.ends[self.number]

    def signal(self, number):
        self.jvm.send(frames.SIGNAL, self.number, frames.to_json({"signal": int(number)}))

    def interrupt(self, receive):
        """Sends SIGINT until something is received: one just before a system call is seen late."""
        while True:
            self.signal(signal.SIGINT)
            with suppress(TimeoutError):
                return receive(0.2)

    def printed(self, flag):
        return bytes(self.jvm.output.get((self.number, flag), b""))

    # ---- shared memory

    def pool(self, slots=4, size=1 << 16):
        self.slots, self.size = slots, size
        self.memory, told = self.share(slots * size)
        call = next(self.calls)
        self.send(frames.POOL, call, frames.to_json({**told, "slots": slots, "size": size}))
        return self.answer(call)

    def share(self, size):
        memory, told = shared(size)
        self.files.append(told["fd"])
        return memory, told

    def credit(self, call, slot):
        self.send(frames.CREDIT, call, struct.pack("<I", slot))

    def reads(self, blobs=(), **arguments):
        free = list(range(self.slots)) if self.free is None else self.free
        arguments = {"slots": free, "rowLimit": None, "rowsPerBatch": 8192, **arguments}
        arguments = {"attempt": 0, "partition": 0, **arguments}
        return Reads(self, self.begin("read", blobs, **arguments))

    def reads_source(self, name, options=None, schema=None, request=None, **arguments):
        (opened, _) = self.call("open", name=name, options=options or {}, paths=[], schema=schema)
        (planned, _) = self.call("plan", session=opened["session"], request=request)
        return self.reads(planned=planned["planned"], **arguments)

    def writes(self, feed, blobs=(), **arguments):
        """Runs a task that writes what an iterator gives: functions that send it."""
        call = self.begin("write", blobs, **{"attempt": 0, "partition": 0, **arguments})
        feed = iter(feed)
        while True:
            message = self.receive()
            assert message.stream == call
            if message.type == frames.PULL:
                next(feed)(call)
            elif message.type == frames.ERROR:
                raise RemoteError(message.json())
            else:
                assert message.type == frames.DONE
                return message.json_and_blobs()

    def give_rows(self, *chunks, slot=0):
        def give(call):
            memory, position, _ = self.place(slot)
            memory.write(position, b"".join(chunks))
            lengths = [len(chunk) for chunk in chunks]
            payload = struct.pack(f"<II{len(chunks)}I", slot, len(chunks), *lengths)
            self.send(frames.INPUT_ROWS, call, payload)

        return give

    def give_long_rows(self, chunk):
        def give(call):
            self.segment, told = self.share(len(chunk))
            self.send(frames.SEGMENT, call, frames.to_json({**told, "size": len(chunk)}))
            self.give_rows(chunk, slot=ONE_OFF)(call)

        return give

    def give_flat(self, flat, slot):
        def give(call):
            memory, position, _ = self.place(slot)
            flat.copy(memory, position)
            self.send(frames.INPUT_BATCH, call, struct.pack("<II", slot, 0) + flat.manifest)

        return give

    def place(self, slot):
        if slot == ONE_OFF:
            return self.segment, 0, self.segment.size
        return self.memory, slot * self.size, self.size

    def give_end(self, flags=0):
        return lambda call: self.send(frames.INPUT_END, call, flags=flags)


class Sent:
    """Rows as they came."""

    def __init__(self, flags, payload):
        self.number, self.slot, self.size, self.count, _ = struct.unpack("<QIIII", payload)
        self.is_refused = bool(flags & 1)


class Reads:
    """A read, as its JVM has it."""

    def __init__(self, worker, call):
        self.worker = worker
        self.call = call
        self.description = None
        self.needs = []
        self.largest = 1 << 26
        self.rows = 0
        self.done = None
        self.is_deterministic = None
        self.waiting = deque()

    def next(self, seconds=LONGEST):
        """The next of ``("rows", Sent)``, ``("batch", slot, batch)``, ``None`` at the end."""
        return self.waiting.popleft() if self.waiting else self.arriving(seconds)

    def arriving(self, seconds=LONGEST):
        while True:
            message = self.worker.receive(seconds)
            assert message.stream == self.call
            if message.type == frames.ROWS:
                return "rows", Sent(message.flags, message.payload)
            if message.type == frames.STARTED:
                assert self.is_deterministic is None
                self.is_deterministic = bool(message.flags)
            elif message.type == frames.SCHEMA:
                self.description = schema_from_bytes(message.payload)
            elif message.type == frames.NEED:
                self.give_segment(*struct.unpack("<Q", message.payload))
            elif message.type == frames.BATCH:
                slot, _ = struct.unpack_from("<II", message.payload)
                memory, position, size = self.worker.place(slot)
                return (
                    "batch",
                    slot,
                    Batch(self.description, message.payload[8:], memory, position, size),
                )
            elif message.type == frames.DONE:
                self.done = message.json_and_blobs()
                return None
            else:
                assert message.type == frames.ERROR
                raise RemoteError(message.json())

    def give_segment(self, size):
        self.needs.append(size)
        if size > self.largest:
            told = {"refused": "the cap is smaller"}
        else:
            self.worker.segment, told = self.worker.share(size)
            told["size"] = size
        self.worker.send(frames.SEGMENT, self.call, frames.to_json(told))

    def data(self, sent):
        memory, position, _ = self.worker.place(sent.slot)
        return bytes(memory.view(position, sent.size))

    def again(self, sent, column):
        """The same rows once more; what comes before them waits."""
        self.worker.send(frames.AGAIN, self.call, struct.pack("<QiI", sent.number, column, 0))
        while True:
            came = self.arriving()
            if came[0] == "rows" and came[1].number == sent.number:
                return came[1]
            self.waiting.append(came)

    def credit(self, slot):
        self.worker.credit(self.call, slot)

    def cancel(self):
        self.worker.send(frames.CANCEL, self.call)

    def chunks(self):
        """All rows in chunks, each given back at once; what comes after a refusal is left out."""
        refused = False
        while True:
            came = self.next()
            if came is None:
                return
            _, sent = came
            if not refused:
                yield marshal.loads(self.data(sent))
            refused = refused or sent.is_refused
            self.credit(sent.slot)

    def all_rows(self):
        return [row for chunk in self.chunks() for row in chunk]

    def tables(self):
        """All batches as ``pyarrow`` has them, each slot given back at once."""
        import pyarrow

        while True:
            came = self.next()
            if came is None:
                return
            _, slot, batch = came
            taken = pyarrow.record_batch(batch)
            taken.validate(full=True)
            self.credit(slot)
            yield taken


def shared(size):
    """Memory that another process maps, too."""
    file = os.memfd_create("test")
    os.ftruncate(file, size)
    told = {"pid": os.getpid(), "fd": file}
    return Memory(told, size), told
