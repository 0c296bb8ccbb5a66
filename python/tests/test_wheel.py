"""The wheel, built as a release builds it and imported from itself."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

pytest.importorskip("build")
pytest.importorskip("hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_is_for_every_python_and_platform(wheel):
    assert wheel.name == "sail_datasource_sdk-0.1.0-py3-none-any.whl"


def test_the_wheel_has_our_package_and_nothing_in_the_folders_above(wheel):
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pysail").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert names == ours
    assert "pysail/spark/datasource/py.typed" in names
    assert not {"pysail/__init__.py", "pysail/spark/__init__.py"} & names


def test_the_metadata_ask_for_python_39_and_for_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        metadata = archive.read(name).decode()

    assert "Name: sail-datasource-sdk\n" in metadata
    assert "Requires-Python: >=3.9\n" in metadata
    assert "License-Expression: Apache-2.0\n" in metadata
    assert "Requires-Dist" not in metadata


def test_the_unpacked_wheel_runs_without_pyspark(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import pysail.spark.datasource.protocol; "
            "from pysail.spark.datasource import compat; compat.install(); "
            "import pyspark.sql.datasource; print(pysail.spark.datasource.__file__)",
        ],
        env={"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))
