from __future__ import annotations

import copy
import pickle

import pytest

from pysail.spark.datasource import CaseInsensitiveDict


def test_keys_are_found_in_any_case():
    options = CaseInsensitiveDict({"Path": "/x"})

    assert options["PATH"] == options.get("path") == "/x"
    assert "pAth" in options
    assert 1 not in options
    assert options.pop("PATH") == "/x"
    assert options == {}


def test_keys_are_listed_as_they_were_last_written():
    options = CaseInsensitiveDict({"Region": "eu"}, Limit="1")
    options["REGION"] = "us"

    assert dict(options) == {"REGION": "us", "Limit": "1"}
    assert list(options.items()) == [("REGION", "us"), ("Limit", "1")]
    assert repr(options) == "{'REGION': 'us', 'Limit': '1'}"


def test_a_missing_key_is_named_as_it_was_asked_for():
    with pytest.raises(KeyError, match="Nope"):
        CaseInsensitiveDict()["Nope"]


def test_case_does_not_matter_when_comparing():
    assert CaseInsensitiveDict(A=1) == CaseInsensitiveDict(a=1) == {"a": 1}
    assert CaseInsensitiveDict(A=1) != {"a": 2}
    assert CaseInsensitiveDict(A=1) != 1


def test_a_copy_is_independent():
    options = CaseInsensitiveDict(A=1)

    for other in (options.copy(), copy.copy(options), copy.deepcopy(options)):
        other["a"] = 2
        assert list(other) == ["a"]

    assert dict(options) == {"A": 1}


def test_options_merge_in_any_case():
    assert dict(CaseInsensitiveDict(A=1) | {"a": 2, "B": 3}) == {"a": 2, "B": 3}
    assert dict({"A": 1} | CaseInsensitiveDict(a=2)) == {"a": 2}
    options = CaseInsensitiveDict(A=1)
    options |= {"a": 2}
    assert dict(options) == {"a": 2}


def test_options_pickle():
    options = pickle.loads(pickle.dumps(CaseInsensitiveDict(A=1)))

    assert dict(options) == {"A": 1}
    assert options["a"] == 1
