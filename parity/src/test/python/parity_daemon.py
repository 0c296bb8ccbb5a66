"""PySpark's daemon, from which it forks its workers, with everything imported that they need: an import for
each case anew takes most of the time."""

from __future__ import annotations

import importlib
import pkgutil

import pandas  # noqa: F401
import parity_cases
from pyspark import daemon

for _module in pkgutil.iter_modules(parity_cases.__path__):
    importlib.import_module(f"parity_cases.{_module.name}")

if __name__ == "__main__":
    daemon.manager()
