"""Hands schemas to sources in the classes that they know: PySpark's own where it is loaded."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from . import compat
from .types import ArrayType, DataType, MapType, StringType, StructType


def native_schema(schema: StructType) -> StructType:
    """The schema in PySpark's classes if a source of this process uses them, else as it is.

    A schema that is PySpark's already stays the same object.
    """
    module = _pyspark_types()
    if module is None or isinstance(schema, module.StructType):
        return schema
    compat.complete(module)
    translated: StructType = _translated(schema, module)
    return translated


def _pyspark_types() -> ModuleType | None:
    module = sys.modules.get("pyspark.sql.types")
    return None if getattr(module, "StructType", StructType) is StructType else module


def _translated(data_type: DataType, module: Any) -> Any:
    if isinstance(data_type, StructType):
        return module.StructType(
            [
                module.StructField(
                    field.name, _translated(field.dataType, module), field.nullable, field.metadata
                )
                for field in data_type
            ]
        )
    if isinstance(data_type, ArrayType):
        element = _translated(data_type.elementType, module)
        return module.ArrayType(element, data_type.containsNull)
    if isinstance(data_type, MapType):
        key = _translated(data_type.keyType, module)
        value = _translated(data_type.valueType, module)
        return module.MapType(key, value, data_type.valueContainsNull)
    if isinstance(data_type, module.DataType):
        return data_type
    cls = getattr(module, type(data_type).__name__)
    if not vars(data_type) or data_type == StringType():  # 3.5 knows no collations
        return cls()
    # The parameters are attributes of the same names on both sides.
    twin = object.__new__(cls)
    twin.__dict__.update(vars(data_type))
    return twin
