from __future__ import annotations

import pickle

import pytest

from pysail.spark.datasource import DataSourceError
from pysail.spark.datasource import errors as all_errors
from pysail.spark.datasource.errors import (
    PySparkAssertionError,
    PySparkException,
    PySparkKeyError,
    PySparkValueError,
)
from pysail.spark.datasource.failure import failure

MISMATCH = {"expected": "a list", "actual": "'int'"}


@pytest.mark.parametrize("spelling", ["errorClass", "condition", "error_class"])
def test_a_condition_is_given_in_any_spelling(spelling):
    parameters = "message_parameters" if spelling == "error_class" else "messageParameters"

    error = PySparkException(**{spelling: "DATA_SOURCE_TYPE_MISMATCH", parameters: MISMATCH})

    assert str(error) == "[DATA_SOURCE_TYPE_MISMATCH] Expected a list, but got 'int'."
    assert error.getCondition() == "DATA_SOURCE_TYPE_MISMATCH"
    assert error.getMessageParameters() == MISMATCH
    with pytest.warns(FutureWarning):
        assert error.getErrorClass() == "DATA_SOURCE_TYPE_MISMATCH"


def test_a_plain_message_has_no_condition():
    error = DataSourceError("no such table")

    assert str(error) == "no such table"
    assert error.getCondition() is None
    assert error.getMessageParameters() is None
    assert error.getSqlState() is None
    assert error.getQueryContext() == []


def test_an_unknown_condition_shows_its_parameters():
    error = PySparkValueError(errorClass="MY_OWN", messageParameters={"a": "1", "b": "2"})

    assert str(error) == "[MY_OWN] a: 1, b: 2"
    assert error.getSqlState() is None


def test_a_sub_condition_has_the_sql_state_of_its_main_one():
    assert PySparkException("m", errorClass="NOT_IMPLEMENTED.X").getSqlState() == "0A000"


def test_a_value_that_looks_like_a_parameter_is_left_alone():
    error = PySparkException(
        errorClass="DATA_SOURCE_TYPE_MISMATCH",
        messageParameters={"expected": "<actual>", "actual": "x"},
    )

    assert str(error) == "[DATA_SOURCE_TYPE_MISMATCH] Expected <actual>, but got x."


@pytest.mark.parametrize("name", all_errors.__all__)
def test_every_error_is_caught_as_its_python_type_and_pickles(name):
    cls = getattr(all_errors, name)
    plain = name.replace("PySpark", "")

    error = pickle.loads(pickle.dumps(cls("m", errorClass="C")))

    assert isinstance(error, PySparkException)
    assert str(error) == "[C] m"
    if name.startswith("PySpark") and plain in __builtins__:
        assert isinstance(error, __builtins__[plain])


def test_an_assertion_may_carry_rows():
    assert PySparkAssertionError("m", data=[1]).data == [1]
    assert isinstance(PySparkKeyError("m"), KeyError)


# ---- what the Java side is told


def test_an_error_of_an_operation_tells_programs_what_it_tells_people():
    from pysail.spark.datasource.failure import OperationError

    error = OperationError("PYTHON_EXCEPTION", "orders", "read", ValueError("bad page"))

    assert error.__sail_details__ == {
        "condition": "PYTHON_EXCEPTION",
        "source": "orders",
        "operation": "read",
        "reason": "ValueError: bad page",
    }
    assert str(error) == "[PYTHON_EXCEPTION] [orders::read] ValueError: bad page"


def test_the_condition_is_not_repeated_in_the_reason():
    from pysail.spark.datasource.failure import failure

    error = failure("orders", "schema", PySparkValueError(errorClass="X_Y", messageParameters={}))

    assert error.__sail_details__["condition"] == "X_Y"
    assert "X_Y]" not in error.__sail_details__["reason"]


def test_the_details_survive_the_way_to_another_process():
    from pysail.spark.datasource.failure import OperationError

    for place in ((), (17,), (17, "tags[3].name")):
        error = OperationError("PYTHON_EXCEPTION", "orders", "read", ValueError("bad page"), *place)

        arrived = pickle.loads(pickle.dumps(error))

        assert arrived.__sail_details__ == error.__sail_details__
        assert str(arrived) == str(error)
        assert str(arrived.__cause__) == "bad page"


def test_the_row_and_the_column_are_told_once():
    from pysail.spark.datasource.failure import failure

    error = failure("orders", "read", ValueError("bad page"), 17, "tags[3].name")

    assert str(error) == (
        '[PYTHON_EXCEPTION] [orders::read] ValueError: bad page (row 17, column "tags[3].name")'
    )
    assert error.reason == "ValueError: bad page"
    assert error.__sail_details__["row"] == "17"
    assert error.__sail_details__["column"] == "tags[3].name"


@pytest.mark.parametrize("condition", [None, 7, "", b"BYTES"])
def test_a_condition_that_is_no_text_is_none(condition):
    from pysail.spark.datasource.failure import failure

    class Odd(Exception):
        def getCondition(self):
            return condition

    details = failure("orders", "read", Odd("no")).__sail_details__

    assert details["condition"] == "PYTHON_EXCEPTION"
    assert all(isinstance(value, str) for value in details.values())


def test_an_error_whose_text_raises_is_told_with_its_type_and_condition():
    class Awkward(Exception):
        def __str__(self):
            raise ValueError("no text")

    told = failure("src", "read", Awkward())

    assert str(told) == "[PYTHON_EXCEPTION] [src::read] Awkward: <exception str() failed>"


@pytest.mark.parametrize("operation", ["unpickle", "close"])
def test_what_fails_around_a_read_failed_while_reading(operation):
    assert failure("src", operation, ValueError()).condition == "PYTHON_EXCEPTION"
