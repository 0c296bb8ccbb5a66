"""What the tests of the example sources share: reading a source as an executor would."""

from __future__ import annotations

import functools
import importlib
import itertools
import pickle
import sys

import pytest

from pysail.spark.datasource import compat
from pysail.spark.datasource.options import CaseInsensitiveDict
from pysail.spark.datasource.types import StructType


def _import_sources():
    """Where PySpark is served; nothing of that is left behind, for other tests are about it."""
    finders = list(sys.meta_path)
    stands_in = compat.install()
    for name in ("range", "constant", "flappybird", "orders", "counter", "jsonl_files"):
        importlib.import_module(f"sail_examples.{name}")
    sys.meta_path[:] = finders
    for name in list(sys.modules):
        if stands_in and (name == "pyspark" or name.startswith("pyspark.")):
            del sys.modules[name]


_import_sources()


@pytest.fixture
def pa():
    return pytest.importorskip("pyarrow")


@pytest.fixture(params=["rows", "arrow"])
def form(request):
    """Both forms, so far as they can be had: a test that asks for rows is run for each."""
    if request.param == "arrow":
        pytest.importorskip("pyarrow")
    return request.param


@pytest.fixture
def read_as():
    """Reads a source's partitions in a form, each with copies made by pickle: lists of dicts."""

    def dicts(form, elements, names):
        if form == "rows":
            assert all(isinstance(row, tuple) for row in elements)
            return [dict(zip(names, row)) for row in elements]
        for batch in elements:
            assert batch.num_rows > 0
            batch.validate(full=True)
        return [row for batch in elements for row in batch.to_pylist(maps_as_pydicts="strict")]

    def partitions(form, source, **options):
        opened = source(CaseInsensitiveDict({k: str(v) for k, v in options.items()}, form=form))
        names = StructType.fromDDL(opened.schema()).names
        reader = opened.reader(None)
        found = []
        for partition in reader.partitions():
            mine, part = pickle.loads(pickle.dumps((reader, partition)))
            found.append(dicts(form, list(mine.read(part)), names))
        return found

    return partitions


@pytest.fixture
def read(read_as, form):
    """The same in the form of this run of the test."""
    return functools.partial(read_as, form)


@pytest.fixture
def rows(read):
    """Reads a source whole: a list of dicts."""

    def whole(source, **options):
        return list(itertools.chain.from_iterable(read(source, **options)))

    return whole


@pytest.fixture
def refusal():
    """What a source says to options that it refuses."""

    def message(source, **options):
        with pytest.raises(ValueError) as refused:  # noqa: PT011
            source(CaseInsensitiveDict(options)).reader(None)
        return str(refused.value)

    return message
