"""What this package needs of the Python that it runs in."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

OLDEST = (3, 9)
NEWEST = (3, 14)


def check_python(version: Sequence[int] | None = None) -> None:
    """Refuses a Python that is not supported.

    Raises:
        RuntimeError: naming the version that was found and those that are supported.
    """
    found = tuple((version or sys.version_info)[:2])
    if not OLDEST <= found <= NEWEST:
        raise RuntimeError(
            f"Python {found[0]}.{found[1]} is not supported: data sources run on Python "
            f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        )


def refuse_upstream(file: str | None) -> None:
    """Refuses to share an installation with the distribution ``pysail``.

    Its wheel fills the folders ``pysail``, ``pysail/spark`` and ``pysail/spark/datasource`` as
    well: whichever of the two was installed last has overwritten a part of the other. Where our
    code is served from elsewhere, as from the Java SDK's jar, the two live side by side.

    Args:
        file: where this package is, or ``None`` if it is not in a file.

    Raises:
        ImportError: the folders around this package are ``pysail``'s.
    """
    parent = os.path.dirname(os.path.abspath(file)) if file else ""
    for _ in range(2 if file else 0):
        parent = os.path.dirname(parent)
        if os.path.exists(os.path.join(parent, "__init__.py")):
            raise ImportError(
                f"{parent} belongs to the distribution 'pysail': it and 'sail-datasource-sdk' "
                "install the same package pysail.spark.datasource and cannot share an environment. "
                "Uninstall both, then install the one you need.",
                name="pysail.spark.datasource",
            )
