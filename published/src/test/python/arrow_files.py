"""Writes two files for the source of Arrow files, into a folder."""

import pathlib
import sys

import pyarrow as pa

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for part in range(2):
    table = pa.table(
        {
            "id": pa.array([2 * part, 2 * part + 1]),
            "name": ["Ada", None],
            "ratio": [0.5, 1.5],
        }
    )
    with pa.ipc.new_file(folder / f"{part}.arrow", table.schema) as file:
        file.write_table(table)
