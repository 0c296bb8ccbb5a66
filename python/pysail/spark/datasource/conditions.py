"""The messages of the error conditions that this package knows.

Text, parameters and SQLSTATE are PySpark's where PySpark has the condition; the last group is
ours. A condition that is not listed here is still usable: see :func:`message_of`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_CONDITIONS: dict[str, tuple[str, str | None]] = {
    # Raised by the classes that a source uses.
    "ARGUMENT_REQUIRED": ("Argument `<arg_name>` is required when <condition>.", None),
    "ATTRIBUTE_NOT_SUPPORTED": ("Attribute `<attr_name>` is not supported.", "0A000"),
    "CANNOT_CONVERT_TYPE": ("Cannot convert <from_type> into <to_type>.", None),
    "CANNOT_PARSE_DATATYPE": ("Unable to parse datatype. <msg>.", None),
    "CANNOT_SET_TOGETHER": ("<arg_list> should not be set together.", None),
    "DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT": (
        "Duplicated field names in Arrow Struct are not allowed, got <field_names>",
        None,
    ),
    "INDEX_OUT_OF_RANGE": ("<arg_name> index out of range, got '<index>'.", None),
    "INVALID_INTERVAL_CASTING": ("Interval <start_field> to <end_field> is invalid.", None),
    "INVALID_TYPENAME_CALL": (
        "StructField does not have typeName. Use typeName on its type explicitly instead.",
        None,
    ),
    "KEY_NOT_EXISTS": ("Key `<key>` does not exist.", None),
    "NOT_EXPECTED_TYPE": (
        "Argument `<arg_name>` should be <expected_type>, got <arg_type>.",
        "42K09",
    ),
    "NOT_IMPLEMENTED": ("<feature> is not implemented.", "0A000"),
    "READ_ONLY": ("<object> is read-only.", None),
    "TOO_MANY_VALUES": ("Expected <expected> values for `<item>`, got <actual>.", None),
    "UNSUPPORTED_DATA_TYPE": ("Unsupported DataType `<data_type>`.", None),
    "UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION": (
        "<data_type> is not supported in conversion to Arrow.",
        None,
    ),
    # Raised about a source.
    "DATA_SOURCE_EXTRANEOUS_FILTERS": (
        "<type>.pushFilters() returned filters that are not part of the input. Make sure that each "
        "returned filter is one of the input filters by reference. Input filters: <input>. "
        "Extraneous filters: <extraneous>.",
        None,
    ),
    "DATA_SOURCE_INVALID_RETURN_TYPE": (
        "Unsupported return type ('<type>') from Python data source '<name>'. "
        "Expected types: <supported_types>.",
        None,
    ),
    "DATA_SOURCE_RETURN_SCHEMA_MISMATCH": (
        "Return schema mismatch in the result from 'read' method. Expected: <expected> columns, "
        "Found: <actual> columns. Make sure the returned values match the required output schema.",
        None,
    ),
    "DATA_SOURCE_TYPE_MISMATCH": ("Expected <expected>, but got <actual>.", None),
    "SIMPLE_STREAM_READER_OFFSET_DID_NOT_ADVANCE": (
        "SimpleDataSourceStreamReader.read() returned a non-empty batch but the end offset: "
        "<end_offset> did not advance past the start offset: <start_offset>. The end offset must "
        "represent the position after the last record returned.",
        None,
    ),
    "UNSUPPORTED_FILTER": ("Unsupported filter <name>.", "0A000"),
    # Raised by Spark's JVM side in PySpark.
    "DATA_SOURCE_ALREADY_EXISTS": ("Data source '<provider>' already exists. <hint>.", "42710"),
    "DATA_SOURCE_NOT_FOUND": ("Failed to find the data source: <provider>. <hint>", "42K02"),
    "INVALID_SCHEMA": ("The schema <schema> is not a valid schema: <problem>.", "42K07"),
    "PARSE_SYNTAX_ERROR": ("Syntax error at or near <error>: <hint>.", "42601"),
    "PYTHON_DATA_SOURCE_ERROR": ("Failed to <action> Python data source <type>: <msg>", "38000"),
    "PYTHON_EXCEPTION": ("<msg>", "38000"),
    "UNSUPPORTED_DATA_SOURCE_SAVE_MODE": (
        'The data source "<source>" cannot be written in the <createMode> mode. Please use either '
        'the "Append" or "Overwrite" mode instead.',
        "0A000",
    ),
    # Ours.
    "DATA_SOURCE_CANNOT_PICKLE": ("Cannot pickle <what>: <msg>", None),
    "DATA_SOURCE_VALUE_CONVERSION": (
        "Cannot convert <value> to <type>: <problem>.",
        None,
    ),
}


def message_of(condition: str, parameters: Mapping[str, str]) -> str:
    """The message of ``condition`` with its ``<parameters>`` filled in.

    A source may raise any of Spark's hundreds of conditions: for one that is not listed the
    message is made of its parameters, and a parameter that is missing leaves its placeholder.
    """
    template = _CONDITIONS.get(condition, (None, None))[0]
    if template is None:
        return ", ".join(f"{name}: {value}" for name, value in parameters.items())
    return re.sub(
        "<([a-zA-Z0-9_-]+)>", lambda match: str(parameters.get(match[1], match[0])), template
    )


def sql_state_of(condition: str | None) -> str | None:
    """The SQLSTATE of ``condition``, or of its main condition; ``None`` where there is none."""
    main = (condition or "").partition(".")[0]
    return _CONDITIONS.get(main, (None, None))[1]
