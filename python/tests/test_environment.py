from __future__ import annotations

import shutil
import sys

import pytest
from conftest import ROOT

from pysail.spark.datasource.environment import check_python

OURS = ROOT / "pysail" / "spark" / "datasource"


def test_this_python_is_supported():
    check_python()


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 15, 0)])
def test_another_python_is_refused_by_name(version):
    with pytest.raises(RuntimeError) as raised:
        check_python(version)

    assert str(raised.value) == (
        f"Python 3.{version[1]} is not supported: data sources run on Python 3.9 to 3.14"
    )


@pytest.mark.parametrize("folder", ["pysail", "pysail/spark"])
def test_beside_upstream_we_say_that_the_two_cannot_share_an_environment(tmp_path, folder):
    """In a process of its own, because here our package is found first."""
    import subprocess

    installed = tmp_path / "pysail" / "spark" / "datasource"
    shutil.copytree(OURS, installed, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / folder / "__init__.py").write_text("")

    done = subprocess.run(
        [sys.executable, "-c", "import pysail.spark.datasource"],
        env={"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr.splitlines()[-1] == (
        f"ImportError: {tmp_path / folder} belongs to the distribution 'pysail': it and "
        "'sail-datasource-sdk' install the same package pysail.spark.datasource and cannot share "
        "an environment. Uninstall both, then install the one you need."
    )


def test_served_from_elsewhere_we_live_beside_upstream(python, tmp_path):
    """As the Java SDK does it: our code under upstream's package, from another place."""
    for name in (
        "pysail/__init__.py",
        "pysail/spark/__init__.py",
        "pysail/spark/datasource/jdbc.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    python(
        f"""
import importlib.util, sys
import pysail.spark
spec = importlib.util.spec_from_file_location(
    "pysail.spark.datasource", {str(OURS / "__init__.py")!r},
    submodule_search_locations=[{str(OURS)!r}, {str(tmp_path / "pysail/spark/datasource")!r}])
module = importlib.util.module_from_spec(spec)
sys.modules["pysail.spark.datasource"] = module
spec.loader.exec_module(module)
from pysail.spark.datasource import DataSource, jdbc
assert pysail.spark.__file__.startswith({str(tmp_path)!r})
""",
        path=[tmp_path],
    )


def test_under_a_private_name_everything_still_works(python, tmp_path):
    shutil.copytree(OURS, tmp_path / "_private", ignore=shutil.ignore_patterns("__pycache__"))

    python(
        """
import _private.compat, _private.protocol, _private.discovery, pickle
from _private import InputPartition
from _private.counterpart import is_instance
_private.compat.install()
assert pickle.loads(pickle.dumps(InputPartition(3))).value == 3
assert is_instance(InputPartition(3), InputPartition)
""",
        path=[tmp_path],
    )


def test_importing_the_package_imports_nothing_heavy(python):
    heavy = {"ctypes", "dataclasses", "decimal", "inspect", "difflib", "hashlib", "importlib.metadata", "logging", "numpy",
             "pkgutil", "pyarrow", "pyspark", "cloudpickle", "asyncio", "socket"}  # fmt: skip

    loaded = python(
        "import sys; import pysail.spark.datasource, pysail.spark.datasource.protocol; "
        "from pysail.spark.datasource import compat; compat.install(); print(*sys.modules)"
    )

    assert not heavy & set(loaded.split())
