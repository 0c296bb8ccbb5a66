"""The importer of code that a Java program carries, in interpreters of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

CARRIED = (
    Path(__file__).resolve().parents[2] / "sdk-api/src/main/resources/io/pysail/sdk/spi/carried.py"
)
pytestmark = pytest.mark.skipif(not CARRIED.exists(), reason="only in the whole project")

PRELUDE = """
import sys, importlib.util
spec = importlib.util.spec_from_file_location("_sail_carried", CARRIED)
carried = importlib.util.module_from_spec(spec)
sys.modules["_sail_carried"] = carried
spec.loader.exec_module(carried)
carry = carried.carry
"""


@pytest.fixture
def run(tmp_path):
    """Runs code with the importer at hand; what is installed lies in ``tmp_path / "site"``."""
    site = tmp_path / "site"
    site.mkdir()

    def run(code, fails=False):
        program = f"CARRIED = {str(CARRIED)!r}\n" + PRELUDE + textwrap.dedent(code)
        file = tmp_path / "program.py"
        file.write_text(program, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-B", "-W", "error", str(file)],
            env={**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stderr
        return done.stderr if fails else done.stdout

    def install(path, text):
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    run.install = install
    return run


def test_packages_modules_and_namespaces_are_imported(run):
    output = run("""
        carry("jar 1", {
            "acme/__init__.py": b"x = 1",
            "acme/orders.py": b"from . import x; from .deep.page import y; z = x + y",
            "acme/deep/page.py": b"y = 2",
            "single.py": b"w = 4",
        }, False)
        import acme.orders, acme.deep.page, single
        print(acme.orders.z, single.w)
        print(acme.__file__, acme.orders.__file__, acme.orders.__package__, acme.__spec__.parent)
        print(list(acme.__path__), getattr(acme.deep, "__file__", None))
    """)

    assert output.splitlines() == [
        "3 4",
        "<jar 1>/acme/__init__.py <jar 1>/acme/orders.py acme acme",
        "['<jar 1>/acme'] None",
    ]


def test_what_is_not_carried_is_not_there(run):
    output = run("""
        carry("jar 1", {"acme/__init__.py": b"", "acme/data.csv": b"1"}, False)
        import importlib
        for name in ("acme.orders", "acm", "acme.data", "acme.data.csv"):
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as error:
                print(error)
    """)

    assert output.splitlines() == [
        "No module named 'acme.orders'",
        "No module named 'acm'",
        "No module named 'acme.data'",
        "No module named 'acme.data'",
    ]


def test_carrying_the_same_origin_twice_adds_no_second_finder(run):
    output = run("""
        before = len(sys.meta_path)
        carry("jar 1", {"a.py": b"x = 1"}, False)
        import a
        carry("jar 1", {"a.py": b"x = 2", "b.py": b"y = 3"}, False)
        carry("jar 2", {"c.py": b"z = 4"}, False)
        import b, c, importlib
        print(len(sys.meta_path) - before, a.x, b.y, c.z, importlib.reload(a).x)
    """)

    assert output == "2 1 3 4 1\n"


def test_what_is_installed_comes_before_what_a_jar_carries(run):
    run.install("acme/__init__.py", "who = 'installed'")

    output = run("""
        carry("jar 1", {"acme/__init__.py": b"who = 'carried'"}, False)
        import acme
        print(acme.who)
    """)

    assert output == "installed\n"


def test_two_jars_may_share_a_namespace_with_an_installed_package(run):
    run.install("acme/here.py", "")

    run("""
        carry("jar 1", {"acme/one.py": b""}, False)
        carry("jar 2", {"acme/two.py": b""}, False)
        import acme.here, acme.one, acme.two
    """)


def test_the_sdk_comes_before_an_installed_one_whose_other_modules_stay(run):
    run.install("pysail/__init__.py", "version = 9")
    run.install("pysail/other.py", "x = 1")
    run.install("pysail/spark/__init__.py", "")
    run.install("pysail/spark/more.py", "y = 2")
    run.install("pysail/spark/datasource/__init__.py", "who = 'installed'")
    run.install("pysail/spark/datasource/extra.py", "z = 3")
    run.install("pysail/spark/datasource/types.py", "who = 'installed'")

    output = run("""
        files = {
            "pysail/spark/datasource/__init__.py": b"who = 'carried'",
            "pysail/spark/datasource/types.py": b"who = 'carried'",
        }
        carry("sail", files, True)
        import pysail.other, pysail.spark.more
        import pysail.spark.datasource.types as types, pysail.spark.datasource.extra as extra
        print(pysail.version, pysail.spark.datasource.who, types.who, extra.z)
    """)

    assert output == "9 carried carried 3\n"


def test_the_sdk_stands_alone_where_nothing_is_installed(run):
    output = run("""
        carry("sail", {"pysail/spark/datasource/__init__.py": b"who = 'carried'"}, True)
        import pysail.spark.datasource
        print(pysail.spark.datasource.who, getattr(pysail, "__file__", None))
    """)

    assert output == "carried None\n"


def test_an_installed_namespace_of_the_sdk_keeps_its_other_parts(run):
    run.install("pysail/spark/more.py", "y = 2")

    output = run("""
        carry("sail", {"pysail/spark/datasource/__init__.py": b"who = 'carried'"}, True)
        import pysail.spark.datasource, pysail.spark.more
        print(pysail.spark.datasource.who, pysail.spark.more.y)
    """)

    assert output == "carried 2\n"


def test_an_installation_behind_a_finder_of_its_own_stays_importable(run):
    # As editable installations are made.
    run.install("src/pysail/__init__.py", "version = 9")
    run.install("src/pysail/other.py", "x = 1")

    output = run("""
        import os
        class Editable:
            @staticmethod
            def find_spec(fullname, path=None, target=None):
                if fullname != "pysail":
                    return None
                file = os.path.join(os.environ["PYTHONPATH"], "src", "pysail", "__init__.py")
                return importlib.util.spec_from_file_location(fullname, file)
        sys.meta_path.append(Editable)
        carry("sail", {"pysail/spark/datasource/__init__.py": b"who = 'carried'"}, True)
        import pysail.other
        print(pysail.version, pysail.other.x)
        import pysail.spark.datasource
        print(pysail.spark.datasource.who)
    """)

    assert output == "9 1\ncarried\n"


def test_tracebacks_show_the_lines_of_carried_code(run):
    error = run("""
        import traceback
        carry("jar 1", {"acme.py": "def f():\\n    raise ValueError('ä')  # hier\\n".encode()}, False)
        import acme
        try:
            acme.f()
        except ValueError:
            print(traceback.format_exc(), end="")
    """)

    assert "File \"<jar 1>/acme.py\", line 2, in f\n    raise ValueError('ä')  # hier\n" in error


def test_code_in_another_encoding_runs_and_is_shown(run):
    error = run("""
        import traceback
        code = "# -*- coding: latin-1 -*-\\nx = 'ä'\\ndef f():\\n    raise ValueError(x)  # ä\\n"
        carry("jar 1", {"acme.py": code.encode("latin-1")}, False)
        import acme
        try:
            acme.f()
        except ValueError:
            print(traceback.format_exc(), end="")
    """)

    assert "    raise ValueError(x)  # ä\n" in error
    assert error.endswith("ValueError: ä\n")


def test_broken_code_is_told_with_its_file(run):
    error = run(
        """
        carry("jar 1", {"acme/__init__.py": b"", "acme/orders.py": b"x = 1\\ndef (:\\n"}, False)
        import acme.orders
        """,
        fails=True,
    )

    assert 'File "<jar 1>/acme/orders.py", line 2\n    def (:\n' in error
    assert "SyntaxError" in error


def test_an_import_that_fails_can_be_tried_again(run):
    output = run("""
        carry("jar 1", {"acme.py": b"import sys\\nif not hasattr(sys, 'ok'): raise ValueError('no')"}, False)
        try:
            import acme
        except ValueError:
            print("acme" in sys.modules)
        sys.ok = True
        import acme
        print("acme" in sys.modules)
    """)

    assert output == "False\nTrue\n"


def test_data_beside_code_is_found(run):
    output = run("""
        import pkgutil
        carry("jar 1", {"acme/__init__.py": b"", "acme/d/data.csv": b"1;2"}, False)
        import acme
        print(pkgutil.get_data("acme", "d/data.csv"))
        try:
            pkgutil.get_data("acme", "none.csv")
        except FileNotFoundError as error:
            print(error)
    """)

    assert output == "b'1;2'\n<jar 1>/acme/none.csv\n"


def test_a_module_can_be_loaded_again(run):
    output = run("""
        import importlib
        carry("jar 1", {"acme/__init__.py": b"", "acme/orders.py": b"x = 1"}, False)
        import acme.orders
        acme.orders.x = 5
        print(importlib.reload(acme.orders) is acme.orders, acme.orders.x, importlib.reload(acme))
    """)

    assert output.startswith("True 1 <module 'acme' ")


def test_the_source_of_every_module_can_be_had_also_of_an_empty_one(run):
    output = run("""
        import inspect, linecache
        carry("jar 1", {"acme/__init__.py": b"", "acme/empty.py": b"", "acme/f.py": b"def f(): pass\\n"}, False)
        import acme.f, acme.empty
        print(repr(inspect.getsource(acme.f.f)))
        print(repr(acme.empty.__loader__.get_source("acme.empty")), repr(acme.__loader__.get_source("acme")))
        try:
            acme.__loader__.get_source("other")
        except ImportError as error:
            print(error)
    """)

    assert output.splitlines() == ["'def f(): pass\\n'", "'' ''", "other"]


def test_folders_are_searched_after_all_that_is_there_and_once(run, tmp_path):
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "acme.py").write_text("who = 'late'")
    (tmp_path / "late" / "only.py").write_text("")
    run.install("acme.py", "who = 'installed'")

    output = run(f"""
        folder = {str(tmp_path / "late")!r}
        before = len(sys.path)
        carried.search([folder])
        carried.search([folder])
        import acme, only
        print(acme.who, len(sys.path) - before)
    """)

    assert output == "installed 1\n"
