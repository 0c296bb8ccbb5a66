"""Options of the example sources: numbers, and what is said to anything else."""

from __future__ import annotations

import pytest
from sail_examples.options import whole_number

from pysail.spark.datasource.options import CaseInsensitiveDict


@pytest.mark.parametrize("text", ["7", " 7 ", "+7", "007"])
def test_a_whole_number_is_taken(text):
    assert whole_number({"n": text}, "n") == 7


def test_names_are_found_in_any_case():
    assert whole_number(CaseInsensitiveDict({"NUMPARTITIONS": "3"}), "numPartitions") == 3


@pytest.mark.parametrize("text", ["x", "", "1.5", "1e3", "0x10", "9" * 10_000])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match='option "n" must be a whole number') as refused:
        whole_number({"n": text}, "n", most=5, least=0)

    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("text", "limits", "wanted"),
    [
        ("x", {"least": 0}, "a whole number of 0 or more"),
        ("x", {"least": -8, "most": 7}, "a whole number"),
        ("-1", {"least": 0, "most": 7}, "a whole number of 0 or more"),
        ("-9", {"least": -8, "most": 7}, "a whole number of -8 or more"),
        ("8", {"least": 0, "most": 7}, "a whole number of 7 or less"),
    ],
)
def test_the_message_says_the_limit_that_matters(text, limits, wanted):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        whole_number({"n": text}, "n", **limits)

    assert str(refused.value) == f'option "n" must be {wanted}, not "{text}"'


def test_the_default_stands_for_what_is_not_given():
    assert whole_number({}, "n", 4) == 4


def test_what_has_no_default_is_missed():
    with pytest.raises(ValueError, match='"n" is missing: it must be a whole number of 1 or more'):
        whole_number({}, "n", least=1)
