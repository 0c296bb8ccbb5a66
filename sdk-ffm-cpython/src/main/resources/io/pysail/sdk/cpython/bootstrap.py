"""What the JVM's side needs in Python. Loaded once, when the interpreter starts; standard library only, CPython 3.9+.

Imports that cost time are made where they are needed: most programs never need most of them.
"""

import os
import sys

import _sail_described
from _sail_described import type_name


class JavaError(RuntimeError):
    """A Java exception on its way through Python.

    ``java_type`` names its class. When it reaches Java again, the Java exception is the cause there.
    """

    def __init__(self, message, java_type, java_id=0, handle=None):
        super().__init__(message)
        self.java_type = java_type
        self._java_id = java_id
        self._handle = handle  # keeps the Java exception while this one lives

    def __reduce__(self):
        # In another process there is no Java exception to go back to.
        return JavaError, (str(self), self.java_type)


JavaError.__module__ = "builtins"  # shown without a module name, which would mean nothing to a reader


class ArrowBatch:
    """A batch of Java's, for libraries that read Arrow: ``pyarrow.record_batch(batch)``."""

    def __init__(self, keeper, array, schema):
        self._keeper = keeper  # gives the memory up when it ends
        self._array = array
        self._schema = schema

    def __arrow_c_array__(self, requested_schema=None):
        return tuple(self._array())

    def __arrow_c_schema__(self):
        return self._schema()


class ArrowStream:
    """Batches that Java makes as they are asked for, once: ``pyarrow.RecordBatchReader.from_stream(stream)``."""

    def __init__(self, keeper, stream):
        self._keeper = keeper  # closes the source when it ends
        self._stream = stream

    def __arrow_c_stream__(self, requested_schema=None):
        stream, self._stream = self._stream, None
        if stream is None:
            raise ValueError("this stream was taken already: it can be read only once")
        return stream()


def import_module(name):
    import importlib

    return importlib.import_module(name)


def module_from_source(name, source, filename):
    import linecache

    code = compile(source, filename, "exec", dont_inherit=True)
    module = type(sys)(name)
    module.__file__ = filename
    # A modification time of None keeps linecache from looking for the file.
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)
    except BaseException:
        if before is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = before
        raise
    return module


def evaluate(expression, variables):
    return eval(compile(expression, "<expression>", "eval", dont_inherit=True), variables)


def describe(error):
    return _sail_described.describe(error, _java_id, __file__)


def _java_id(error):
    return error._java_id if type(error) is JavaError else 0


def date(year, month, day):
    import datetime

    return datetime.date(year, month, day)


def local_datetime(year, month, day, hour, minute, second, microsecond):
    import datetime

    return datetime.datetime(year, month, day, hour, minute, second, microsecond)


def instant(seconds, microseconds):
    import datetime

    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return epoch + datetime.timedelta(seconds=seconds, microseconds=microseconds)


def decimal(text):
    import decimal

    return decimal.Decimal(text)


def index(number):
    import operator

    return operator.index(number)


def hexadecimal(number):
    return "%x" % int(number)


def natural(value):
    """A value whose type C knows nothing special about, as a tuple of a kind and plain values.

    Whoever holds such a value has imported its module already, so nothing is imported here.
    """
    datetime = sys.modules.get("datetime")
    if datetime is not None:
        if isinstance(value, datetime.datetime):
            if value.utcoffset() is None:
                return (
                    "local",
                    value.year,
                    value.month,
                    value.day,
                    value.hour,
                    value.minute,
                    value.second,
                    value.microsecond,
                )
            since = value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
            return "instant", since.days * 86400 + since.seconds, since.microseconds
        if isinstance(value, datetime.date):
            return "date", value.year, value.month, value.day
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        if not value.is_finite():
            raise ValueError("%s has no Java form: a BigDecimal is finite" % value)
        return "decimal", str(value)
    raise TypeError("%s has no Java form" % type_name(type(value)))


def free_forks():
    """Gives the signals of the JVM their defaults back in every forked child.

    The JVM's handlers are in the child too, and wait there for a thread that does not exist: a child would not end by
    SIGTERM, nor crash by SIGSEGV. Until it has the defaults, SIGTERM and its like are held back, not lost; faults are
    not, since one in the parent must still reach the JVM.
    """
    import _signal
    import _thread

    def numbers(*names):
        return [getattr(_signal, name) for name in names if hasattr(_signal, name)]

    held_back = numbers("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")
    faults = numbers("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP")
    masks = {}  # by thread, since several may fork at once

    def before():
        masks[_thread.get_ident()] = _signal.pthread_sigmask(_signal.SIG_BLOCK, held_back)

    def restore():
        _signal.pthread_sigmask(_signal.SIG_SETMASK, masks.pop(_thread.get_ident()))

    def in_child():
        # The forking thread is the main thread of the child, so it may change handlers.
        for number in held_back + faults:
            _signal.signal(number, _signal.SIG_DFL)
        restore()

    os.register_at_fork(before=before, after_in_parent=restore, after_in_child=in_child)


def refuse_faulthandler():
    """Its handler for SIGSEGV would take the signals by which a JVM checks for null, and end the process."""
    import faulthandler

    def enable(*args, **kwargs):
        import warnings

        warnings.warn(
            "faulthandler.enable() does nothing inside a JVM, whose own signal handlers it would break",
            RuntimeWarning,
            stacklevel=2,
        )

    faulthandler.enable = enable


def _report():
    try:
        sys.excepthook(*sys.exc_info())
    except BaseException:
        pass  # the hook is the program's own, and nobody is left to tell


def leave():
    """What the end of an interpreter does, short of ending it. For Python's main thread, whose end others wait for."""

    def wait_for_threads():
        import threading

        threading._shutdown()

    def run_exit_functions():
        import atexit

        atexit._run_exitfuncs()

    for step in (wait_for_threads, run_exit_functions):
        try:
            step()
        except BaseException:
            _report()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BaseException:
            pass  # whoever read it has gone
