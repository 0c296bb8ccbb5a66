"""Writes the bytes of schemas as the Python package does: descriptions in JSON lines in, hex lines out."""

import json
import sys

folder, source, target = sys.argv[1:]
sys.path.insert(0, folder)

from pysail.spark.datasource.schemabytes import schema_to_bytes  # noqa: E402


def field(format_, name, nullable, children, metadata, dictionary, flags):
    return (
        format_,
        name,
        nullable,
        [field(*child) for child in children],
        [(key.encode("latin-1"), value.encode("latin-1")) for key, value in metadata],
        None if dictionary is None else field(*dictionary),
        flags,
    )


with open(source, encoding="utf-8") as lines, open(target, "w") as out:
    for line in lines:
        out.write(schema_to_bytes(field(*json.loads(line))).hex() + "\n")
