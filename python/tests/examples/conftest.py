"""What the tests of the example sources share: reading a source as an executor would."""

from __future__ import annotations

import importlib
import pickle
import sys

import pytest

from pysail.spark.datasource import compat
from pysail.spark.datasource.options import CaseInsensitiveDict


def _import_sources():
    """Where PySpark is served; nothing of that is left behind, for other tests are about it."""
    finders = list(sys.meta_path)
    stands_in = compat.install()
    for name in ("range", "constant", "flappybird", "orders"):
        importlib.import_module(f"sail_examples.{name}")
    sys.meta_path[:] = finders
    for name in list(sys.modules):
        if stands_in and (name == "pyspark" or name.startswith("pyspark.")):
            del sys.modules[name]


_import_sources()


@pytest.fixture
def pa():
    return pytest.importorskip("pyarrow")


@pytest.fixture
def read(pa):
    """Reads a source's partitions, each with copies made by pickle: a list of tables."""

    def tables(source, **options):
        opened = source(CaseInsensitiveDict({k: str(v) for k, v in options.items()}))
        reader = opened.reader(None)
        partitions = reader.partitions()
        found = []
        for partition in partitions:
            mine, part = pickle.loads(pickle.dumps((reader, partition)))
            batches = list(mine.read(part))
            assert all(batch.num_rows > 0 for batch in batches)
            for batch in batches:
                batch.validate(full=True)
            found.append(pa.Table.from_batches(batches) if batches else None)
        return found

    return tables


@pytest.fixture
def rows(read):
    """Reads a source whole: a list of dicts."""

    def whole(source, **options):
        return [
            row
            for table in read(source, **options)
            if table is not None
            for row in table.to_pylist(maps_as_pydicts="strict")
        ]

    return whole


@pytest.fixture
def refusal():
    """What a source says to options that it refuses."""

    def message(source, **options):
        with pytest.raises(ValueError) as refused:  # noqa: PT011
            source(CaseInsensitiveDict(options)).reader(None)
        return str(refused.value)

    return message
