"""Frames of pandas and polars, tables and readers of pyarrow."""

from __future__ import annotations

import sys

import pytest
from taking import by_columns, error_of, failing, started

from pysail.spark.datasource import elements

DDL = "a BIGINT, b STRING"


def streams(reading):
    """What is taken, as pyarrow's tables."""
    pyarrow = pytest.importorskip("pyarrow")

    class Taken:
        def __init__(self, capsule):
            self.capsule = capsule

        def __arrow_c_stream__(self, requested_schema=None):
            return self.capsule

    taken = []
    try:
        while True:
            capsule = reading.take(5)
            if capsule is None:
                return taken
            taken.append(pyarrow.RecordBatchReader.from_stream(Taken(capsule)).read_all())
    finally:
        reading.close()


class TestPandas:
    @pytest.fixture(autouse=True)
    def _pandas(self):
        self.pd = pytest.importorskip("pandas")

    def frame(self, **more):
        return self.pd.DataFrame({"a": [1, 2], "b": ["x", None]}, **more)

    def test_a_frame_is_a_stream_without_its_index(self):
        pytest.importorskip("pyarrow")
        frame = self.frame(index=["i", "j"])

        for made in (lambda: [frame, frame], lambda: (each for each in [frame, frame])):
            tables = streams(started(made, DDL))
            assert [table.to_pydict() for table in tables] == [{"a": [1, 2], "b": ["x", None]}] * 2
        [table] = streams(started(lambda: frame, DDL))
        assert table.column_names == ["a", "b"]

    def test_without_pyarrow_its_rows_are_taken_by_name(self, monkeypatch):
        monkeypatch.setattr(elements, "_pyarrow", lambda: None)
        pd = self.pd
        frame = pd.DataFrame(
            {"b": ["x", None, float("nan")], "a": [1, 2, 3]}, index=["i", "j", "k"]
        )
        expected = [(1, "x"), (2, None), (3, None)]

        assert by_columns(started(lambda: frame, DDL), 2) == (expected, None)
        assert by_columns(started(lambda: [frame, frame], DDL), 4) == (expected * 2, None)
        asked = []

        def generator():
            for _ in range(3):
                asked.append(frame)
                yield frame

        reading = started(generator, DDL)
        assert len(reading.take(3)) == 3
        assert len(asked) == 1
        reading.close()

    def test_without_pyarrow_what_is_missing_is_null_in_all_types(self, monkeypatch):
        monkeypatch.setattr(elements, "_pyarrow", lambda: None)
        pd = self.pd
        frame = pd.DataFrame(
            {
                "a": pd.array([1, None], "Int64"),
                "b": [0.5, None],
                "c": pd.to_datetime(["1970-01-02", None]),
                "d": [[1], None],
            }
        )

        rows, error = by_columns(
            started(lambda: frame, "a INT, b DOUBLE, c TIMESTAMP_NTZ, d ARRAY<INT>")
        )
        assert error is None
        assert rows == [(1, 0.5, 86_400_000_000, [1]), (None, None, None, None)]

    def test_without_pyarrow_another_column_or_element_is_refused(self, monkeypatch):
        monkeypatch.setattr(elements, "_pyarrow", lambda: None)
        frame = self.frame()

        error = error_of(lambda: [frame, frame.rename(columns={"b": "c"})], DDL)
        assert error.condition == "DATA_SOURCE_RETURN_SCHEMA_MISMATCH"
        assert "Expected: ['a', 'b'] columns, Found: ['a', 'c'] columns" in error.reason
        assert "may not be mixed" in error_of(lambda: [frame, (1, "x")], DDL).reason

    def test_without_pyarrow_closing_ends_the_source(self, monkeypatch):
        monkeypatch.setattr(elements, "_pyarrow", lambda: None)
        ended = []

        def generator():
            try:
                yield self.frame()
                yield self.frame()
            finally:
                ended.append(True)

        reading = started(generator, DDL)
        reading.take(1)
        reading.close()
        assert ended == [True]

    @pytest.mark.parametrize("before", [[], [(1, "x")]])
    def test_a_series_that_is_meant_as_a_row_is_no_batch(self, before):
        rows = [series for _, series in self.frame().iterrows()]

        error = error_of(before + rows, DDL)

        assert error.condition == "DATA_SOURCE_INVALID_RETURN_TYPE"
        assert "Unsupported return type ('Series')" in error.reason
        assert (
            "Expected types: tuple, list, `pyspark.sql.types.Row`, dict, dataclass." in error.reason
        )
        assert error.row == len(before)

    def test_a_frame_among_rows_and_a_row_among_frames_are_refused(self):
        assert "may not be mixed" in error_of([(1, "x"), self.frame()], DDL).reason
        assert "may not be mixed" in error_of([[1, "x"], self.frame()], DDL).reason
        if pytest.importorskip("pyarrow"):
            reading = started([self.frame(), (1, "x")], DDL)
            reading.take(5)
            assert "may not be mixed" in failing(reading.take, 5).reason
            reading.close()


class TestPolars:
    def test_a_frame_is_a_stream(self):
        polars = pytest.importorskip("polars")
        frame = polars.DataFrame({"a": [1, 2], "b": ["x", None]})

        for made in (lambda: frame, lambda: [frame]):
            [table] = streams(started(made, DDL))
            assert table.to_pydict() == {"a": [1, 2], "b": ["x", None]}
        assert "may not be mixed" in error_of([(1, "x"), frame], DDL).reason

    def test_an_older_frame_has_no_capsules(self, monkeypatch):
        pyarrow = pytest.importorskip("pyarrow")

        class DataFrame:
            def to_arrow(self):
                return pyarrow.table({"a": [1]})

        class Older:
            pass

        Older.DataFrame = DataFrame
        monkeypatch.setitem(sys.modules, "polars", Older)
        [table] = streams(started(DataFrame, "a BIGINT"))
        assert table.to_pydict() == {"a": [1]}


def test_tables_and_readers_are_streams():
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"a": [1, 2], "b": ["x", None]})

    for made in (
        lambda: table,
        lambda: [table],
        table.to_reader,
        lambda: iter([table.to_reader()]),
    ):
        assert [each.to_pydict() for each in streams(started(made, DDL))] == [table.to_pydict()]
