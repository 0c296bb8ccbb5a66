"""Values of numpy and pandas, where these are installed; neither is ever imported by the package."""

from __future__ import annotations

import math

import pytest
from converting import canonical, converted, field, list_of, same, struct_of

SECOND = 10**6


class TestNumpy:
    @pytest.fixture(autouse=True)
    def _numpy(self):
        self.np = pytest.importorskip("numpy")

    def both_ways(self, described, value, expected):
        """Alone, where all values are alike, and beside a null, and beside something else."""
        assert same(canonical(described, value, value), [expected, expected])
        assert same(canonical(described, None, value), [None, expected])

    def test_scalars_become_what_they_are_in_python(self):
        np = self.np
        for ddl, value, expected in [
            ("BOOLEAN", np.bool_(True), True),
            ("INT", np.int8(-1), -1),
            ("INT", np.uint64(5), 5),
            ("INT", np.float64(2), 2),
            ("INT", np.float32(2), 2),
            ("BIGINT", np.int64(2**63 - 1), 2**63 - 1),
            ("arrow:L", np.uint64(2**64 - 1), 2**64 - 1),
            ("DOUBLE", np.float64(0.1), 0.1),
            ("DOUBLE", np.float32(0.1), 0.10000000149011612),
            ("DOUBLE", np.float16(0.5), 0.5),
            ("DOUBLE", np.longdouble(0.5), 0.5),
            ("DOUBLE", np.int32(3), 3.0),
            ("FLOAT", np.float64(0.1), 0.1),
            ("STRING", np.str_("é"), "é"),
            ("STRING", np.bool_(False), "false"),
            ("STRING", np.float32(0.1), "0.1"),
            ("STRING", np.int64(7), "7"),
            ("BINARY", np.bytes_(b"ab"), b"ab"),
            ("BINARY", np.void(b"ab"), b"ab"),
            ("DECIMAL(5,2)", np.int16(3), 300),
            ("INT", np.array(5), 5),
            ("STRING", np.array("x"), "x"),
        ]:
            self.both_ways(field(ddl), value, expected)

    def test_moments_and_durations_of_any_unit_are_exact(self):
        np = self.np
        for described, value, expected in [
            ("DATE", np.datetime64("2024-02-29"), 19782),
            ("DATE", np.datetime64("2024-02"), 19754),
            ("DATE", np.datetime64("1970", "Y"), 0),
            ("DATE", np.datetime64("1969-12-31T00:00", "ns"), -1),
            ("TIMESTAMP", np.datetime64("1970-01-01T00:00:01"), SECOND),
            ("TIMESTAMP", np.datetime64("1969-12-31T23:59:59.999999"), -1),
            ("TIMESTAMP_NTZ", np.datetime64(1000, "ns"), 1),
            ("TIMESTAMP_NTZ", np.datetime64(3, "25s"), 75 * SECOND),
            ("arrow:tsn:", np.datetime64(1001, "ns"), 1001),
            ("arrow:tss:", np.datetime64(-1, "h"), -3600),
            ("INTERVAL DAY TO SECOND", np.timedelta64(-1, "D"), -86400 * SECOND),
            ("INTERVAL DAY TO SECOND", np.timedelta64(1000, "ns"), 1),
            ("arrow:tDn", np.timedelta64(1, "W"), 604_800 * 10**9),
        ]:
            self.both_ways(field(described), value, expected)

    @pytest.mark.parametrize("ddl", ["DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "STRING", "INT"])
    def test_not_a_time_is_null(self, ddl):
        np = self.np

        assert canonical(field(ddl), np.datetime64("NaT", "s"), np.timedelta64("NaT", "s")) == [
            None,
            None,
        ]
        assert converted(field(ddl, nullable=False), np.datetime64("NaT", "s"))[0] == []

    def test_a_masked_scalar_is_null(self):
        assert canonical(field("INT"), self.np.ma.masked) == [None]

    def test_what_would_be_lost_is_refused(self):
        np = self.np
        for ddl, value, reason in [
            ("INT", np.bool_(True), "it is of type 'bool'"),
            ("INT", np.float64(1.5), "it is not whole"),
            ("INT", np.float32("nan"), "it is not whole"),
            ("TINYINT", np.int64(128), "it is not between -128 and 127"),
            ("INT", np.timedelta64(5, "s"), "it is of type 'timedelta64'"),
            ("INT", np.datetime64(5, "s"), "it is of type 'datetime64'"),
            ("INT", np.array([5]), "it is of type 'ndarray'"),
            ("INT", np.complex64(1), "it is of type 'complex64'"),
            ("DOUBLE", np.array([5.0]), "it is of type 'ndarray'"),
            ("DOUBLE", np.timedelta64(5, "s"), "it is of type 'timedelta64'"),
            ("DOUBLE", np.bool_(True), "it is of type 'bool'"),
            ("DOUBLE", np.complex128(1), "it is of type 'complex128'"),
            ("DECIMAL(5,2)", np.float64(1), "it is of type 'float'"),
            ("DECIMAL(5,2)", np.timedelta64(5, "s"), "it is of type 'timedelta64'"),
            ("BOOLEAN", np.int8(1), "it is of type 'int'"),
            ("DATE", np.datetime64("2024-01-01T01"), "it has a time"),
            ("DATE", np.int64(3), "it is of type 'int64'"),
            ("TIMESTAMP", np.datetime64(1, "ns"), "it is finer than the type"),
            ("TIMESTAMP", np.datetime64(2**62, "D"), "it is out of range"),
            ("DATE", np.datetime64(2**40, "D"), "it is out of range"),
            # Their days, counted in 64 bits, are those of 1970.
            ("DATE", np.datetime64(606065638266397310, "M"), "it is out of range"),
            ("TIMESTAMP", np.datetime64(-606065638266397310, "M"), "it is out of range"),
            ("INTERVAL DAY TO SECOND", np.timedelta64(1, "M"), "its unit is M"),
            ("ARRAY<INT>", np.array(5), "it is of type 'int64'"),
        ]:
            _, error = converted(field(ddl), value)
            assert reason in error.reason

    def test_a_float_finer_than_pythons_is_refused_where_it_would_be_rounded(self):
        np = self.np
        fine = np.longdouble(1) + np.finfo(np.longdouble).eps
        if float(fine) == fine:
            pytest.skip("here a long double is a double")

        assert "it is of type 'longdouble'" in converted(field("DOUBLE"), fine)[1].reason

    def test_arrays_become_lists(self):
        np = self.np
        for ddl, value, expected in [
            ("ARRAY<INT>", np.array([1, 2], "i2"), [1, 2]),
            ("ARRAY<INT>", np.array([], "f8"), []),
            ("ARRAY<DOUBLE>", np.array([0.5, np.nan]), [0.5, math.nan]),
            ("ARRAY<BOOLEAN>", np.array([True]), [True]),
            ("ARRAY<STRING>", np.array(["a", "é"]), ["a", "é"]),
            ("ARRAY<STRING>", np.array(["a", None], object), ["a", None]),
            ("ARRAY<BINARY>", np.array([b"a"]), [b"a"]),
            ("ARRAY<ARRAY<INT>>", np.arange(4).reshape(2, 2), [[0, 1], [2, 3]]),
            ("ARRAY<TIMESTAMP>", np.array(["1970-01-02", "NaT"], "M8[ns]"), [86400 * SECOND, None]),
            ("ARRAY<INT>", np.ma.array([1, 2], mask=[False, True]), [1, None]),
            ("ARRAY<INT>", np.arange(6)[::-2], [5, 3, 1]),
        ]:
            self.both_ways(field(ddl), value, expected)

    def test_records_become_structs_by_name(self):
        np = self.np
        table = np.array([(1, "a"), (2, "b")], dtype=[("y", "i4"), ("x", "U1")])
        struct = struct_of(field("STRING", name="x"), field("INT", name="y"))

        assert canonical(struct, table[0]) == [("a", 1)]
        assert canonical(list_of(struct), table) == [[("a", 1), ("b", 2)]]


class TestPandas:
    @pytest.fixture(autouse=True)
    def _pandas(self):
        self.pd = pytest.importorskip("pandas")

    def test_moments_and_durations(self):
        pd = self.pd
        stamp = pd.Timestamp("2024-02-29T01:02:03.000004")
        assert canonical(field("TIMESTAMP_NTZ"), stamp) == [1709168523000004]
        assert canonical(field("TIMESTAMP"), pd.Timestamp(0, tz="Asia/Kolkata")) == [0]
        assert canonical(field("arrow:tsn:UTC"), pd.Timestamp(1001, tz="UTC")) == [1001]
        assert canonical(field("DATE"), pd.Timestamp("2024-02-29")) == [19782]
        assert canonical(field("DATE"), pd.Timestamp("2024-02-29", tz="Asia/Tokyo")) == [19782]
        assert canonical(field("arrow:tDn"), pd.Timedelta(1001)) == [1001]
        assert canonical(field("INTERVAL DAY TO SECOND"), pd.Timedelta(days=-1)) == [
            -86400 * SECOND
        ]

    def test_what_is_missing_is_null(self):
        pd = self.pd
        for ddl in ("INT", "STRING", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN", "ARRAY<INT>"):
            assert canonical(field(ddl), pd.NaT, pd.NA) == [None, None]

    def test_nanoseconds_are_not_lost(self):
        pd = self.pd
        for ddl, value in [
            ("TIMESTAMP", pd.Timestamp(1, tz="UTC")),
            ("TIMESTAMP_NTZ", pd.Timestamp(1)),
            ("INTERVAL DAY TO SECOND", pd.Timedelta(1)),
        ]:
            assert "it is finer than the type" in converted(field(ddl), value)[1].reason
        assert "it has a time" in converted(field("DATE"), pd.Timestamp(1))[1].reason
        zoned = pd.Timestamp(0, tz="UTC")
        assert "its zone would be lost" in converted(field("TIMESTAMP_NTZ"), zoned)[1].reason

    def test_a_moment_beyond_the_years_of_python_is_exact(self):
        pd = self.pd
        year_20000 = pytest.importorskip("numpy").datetime64("20000-01-01", "s")
        far = getattr(pd.Timestamp(0), "as_unit", None) and pd.Timestamp(year_20000)
        if far is None:
            pytest.skip("this pandas has nanoseconds only")

        assert canonical(field("arrow:tss:"), far) == [568971820800]
        assert canonical(field("DATE"), far) == [568971820800 // 86400]


def test_neither_is_imported(python):
    loaded = python(
        """
        import sys
        from pysail.spark.datasource import execution, chunks, rows, values
        from pysail.spark.datasource.rows import Rows
        described = ("+s", "", False, (("l", "a", True, (), (), None, 0),), (), None, 0)
        rows = Rows("x", described)
        rows.column([(1,), (2.0,), (None,), ("x",)], 0, 0)
        rows.positional([{"a": 1}, 7])
        print(*sys.modules)
        """
    ).split()

    assert not {"numpy", "pandas", "pyarrow", "polars", "decimal", "asyncio"} & set(loaded)
