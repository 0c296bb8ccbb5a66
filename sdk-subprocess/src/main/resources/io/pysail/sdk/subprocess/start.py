"""The first code of a supervisor of Python workers: takes over what the JVM carries, and goes on with that.

Run by ``python -c``, which has read it from standard input as ``b``, where the SETUP message follows. Standard library
only, CPython 3.9+.
"""

import json
import os
import struct
import sys

SETUP = 1
MORE = 0x80

# Whatever is printed from here on is for people.
to_jvm = os.dup(1)
os.dup2(2, 1)


def read(stream, length):
    data = stream.read(length)
    if len(data) < length:
        os._exit(0)  # The JVM has gone before it had begun.
    return data


def setup(stream):
    payload, more = b"", True
    while more:
        length, kind, flags, _, _ = struct.unpack("<IBBHI", read(stream, 12))
        if kind != SETUP:
            sys.exit("the first message is of type %d, not SETUP" % kind)
        payload += read(stream, length)
        more = flags & MORE
    (length,) = struct.unpack_from("<I", payload)
    told = json.loads(payload[4 : 4 + length])
    blobs, start = [], 4 + length
    for size in told.get("blobs", ()):
        blobs.append(payload[start : start + size])
        start += size
    return told, blobs


def load(told, blobs):
    sdk = {path: blobs[index] for path, index in told["sdk"].items()}
    importer = type(sys)("_sail_carried")
    sys.modules["_sail_carried"] = importer
    exec(compile(sdk.pop("_sail_carried.py"), "<sail>/carried.py", "exec", dont_inherit=True), importer.__dict__)
    importer.carry("sail", sdk, True)
    from pysail.spark.datasource import compat, discovery, environment

    environment.check_python()
    # Before any source is imported: it may import PySpark, which need not be there.
    compat.install()
    importer.search(told.get("searchPath", ()))
    for each in told.get("carried", ()):
        name, version = each["name"], each["version"]
        files = {path: blobs[index] for path, index in each["files"].items()}
        importer.carry(("%s %s" % (name, version)).strip(), files, False)
        for source, reference in each["sources"].items():
            discovery.offer(source, reference, name, version)


def start(stream):
    told, blobs = setup(stream)
    load(told, blobs)
    limits = told.get("limits", {})
    del told, blobs
    from pysail.spark.datasource.worker.limits import Limits
    from pysail.spark.datasource.worker.supervisor import Supervisor

    supervisor = Supervisor(to_jvm, Limits(limits))
    os.set_blocking(0, False)
    supervisor.run(stream.read() or b"")


start(b)  # noqa: F821
