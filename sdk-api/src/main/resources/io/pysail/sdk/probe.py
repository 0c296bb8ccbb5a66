"""Tells what the interpreter that runs it is, or which versions of packages it has.

Given as text with `-c`. It is valid from Python 2.7 to the newest, so that one that is too old can say so: no
annotations, no f-strings. It imports little, because whoever asks waits for it.
"""

import sys

# With -c the current folder comes first on the path: a json.py there must not be taken for the library's.
sys.path[:] = [entry for entry in sys.path if entry]

import json  # noqa: E402
import os  # noqa: E402

MARK = "\nio.pysail.sdk.probe\n"


def describe():
    answer = {
        "implementation": implementation(),
        "major": sys.version_info[0],
        "minor": sys.version_info[1],
        "micro": sys.version_info[2],
    }
    # Older ones and others are refused for these values alone, and may not have what the rest needs.
    if sys.version_info >= (3, 9) and answer["implementation"] == "CPython":
        answer.update(details())
    return answer


def implementation():
    if hasattr(sys, "implementation") and sys.implementation.name == "cpython":
        return "CPython"
    import platform  # slow, and only needed here

    return platform.python_implementation()


def details():
    import sysconfig

    config = sysconfig.get_config_vars()
    return {
        "executable": sys.executable or None,
        "prefix": sys.prefix,
        "base_prefix": sys.base_prefix,
        "library": mapped_library() or installed_library(config),
        "free_threaded": bool(config.get("Py_GIL_DISABLED")),
        "is_64_bit": sys.maxsize > 2**32,
        "machine": os.uname().machine,
    }


def mapped_library():
    """The libpython that this process runs from: right whatever the configuration says."""
    if not os.path.exists("/proc/self/maps"):
        return None
    with open("/proc/self/maps", "rb") as maps:
        for line in maps:
            fields = os.fsdecode(line).rstrip("\n").split(None, 5)
            if len(fields) == 6 and is_own_library(os.path.basename(fields[5])) and os.path.exists(fields[5]):
                return fields[5]
    return None


def is_own_library(name):
    """Whether a file is called libpython3.11.so.1.0 or so: not libpython3.so, which only passes calls on."""
    start = "libpython%d.%d" % sys.version_info[:2]
    return name.startswith(start) and not name[len(start) :][:1].isdigit() and ".so" in name


def installed_library(config):
    """A libpython on disk: some interpreters have its code in themselves, with the library beside for others."""
    # The configuration names the folders of the build, which are not those of an installation that was moved.
    folders = [
        config.get("LIBDIR"),
        config.get("LIBPL"),
        os.path.join(sys.base_prefix, "lib"),
        os.path.join(sys.base_prefix, "lib", config.get("MULTIARCH") or ""),
        os.path.join(sys.prefix, "lib"),
    ]
    # And it names a static library where both kinds were built.
    usual = "libpython%d.%d%s" % (sys.version_info[0], sys.version_info[1], sys.abiflags)
    names = [config.get("INSTSONAME"), config.get("LDLIBRARY"), usual + ".so.1.0", usual + ".so", usual + ".dylib"]
    for folder in folders:
        for name in names:
            if folder and name and is_shared(name):
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    return path
    return None


def is_shared(name):
    return ".so" in name or name.endswith(".dylib")


def versions(names):
    import importlib.metadata

    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except Exception:
            # Not installed; or its metadata is broken, which must not hide the other packages.
            pass
    return found


def answer(values):
    # In one piece, past sys.stdout: that one may be replaced, closed, or still hold what a sitecustomize printed.
    os.write(1, (MARK + json.dumps(values) + "\n").encode("ascii"))


answer(versions(sys.argv[1:]) if len(sys.argv) > 1 else describe())
