"""Options of a source: checked by their names, with messages for the person who set them."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST_SHOWN = 40
"""How much of a refused value a message shows."""


def whole_number(
    options: Mapping[str, str],
    name: str,
    default: int | None = None,
    *,
    least: int | None = None,
    most: int | None = None,
) -> int:
    """The option ``name`` as a number.

    Raises:
        ValueError: It is not a whole number from ``least`` to ``most``, or it is missing and has
            no ``default``.
    """
    kind = "a whole number"
    if least is not None and least >= 0:
        kind += f" of {least} or more"
    text = options.get(name)
    if text is None:
        if default is None:
            raise ValueError(f'option "{name}" is missing: it must be {kind}')
        return default
    try:
        number = int(text)
    except ValueError:
        raise refused(name, kind, text) from None
    if least is not None and number < least:
        raise refused(name, f"a whole number of {least} or more", text)
    if most is not None and number > most:
        raise refused(name, f"a whole number of {most} or less", text)
    return number


def number_of_partitions(options: Mapping[str, str], default: int = 4) -> int:
    """The option ``numPartitions``; bounded, because all partitions are planned at once."""
    return whole_number(options, "numPartitions", default, least=1, most=100_000)


def refused(name: str, wanted: str, text: str) -> ValueError:
    """The error for an option that is not what is wanted."""
    shown = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return ValueError(f'option "{name}" must be {wanted}, not "{shown}"')
