"""CSV files written in pieces: contract headers, plain values, nothing that depends on the time or the machine."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import compute, csv

QUOTED_FILES = frozenset({"models", "proposals"})


class Files:
    """The open CSV files of one folder. The first piece of a file fixes its columns; `rows` counts what was written."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._writers: dict[str, csv.CSVWriter] = {}
        self.rows: dict[str, int] = {}

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_error) -> None:
        for writer in self._writers.values():
            writer.close()

    def write(self, name: str, columns: dict) -> None:
        """Append rows to `name`.csv; columns are arrays of one length (see `column`)."""
        table = pa.table({key: column(values) for key, values in columns.items()})
        if name not in self._writers:
            style = "needed" if name in QUOTED_FILES else "none"
            options = csv.WriteOptions(quoting_style=style, quoting_header="none", batch_size=16_384)
            self._writers[name] = csv.CSVWriter(self._folder / f"{name}.csv", table.schema, write_options=options)
            self.rows[name] = 0
        self._writers[name].write_table(table)
        self.rows[name] += len(table)


def column(values) -> pa.Array:
    """Turn an array into one CSV column: text, whole numbers, decimals, days, or flags written 1 and 0."""
    if isinstance(values, pa.Array):
        return values
    values = np.asarray(values)
    if values.dtype.kind == "b":
        return pa.array(values.astype(np.int8))
    if values.dtype.kind == "M":
        return pa.array(values.astype("datetime64[D]"))
    return pa.array(values, type=pa.string()) if values.dtype.kind in "UO" else pa.array(values)


def choice(words: tuple[str, ...], which: np.ndarray) -> pa.Array:
    """Return words by their place, quickly."""
    return pa.array(words).take(pa.array(which))


def blank(values, where: np.ndarray) -> pa.Array:
    """Return a column that is empty where `where` is true."""
    filled = column(values)
    return compute.if_else(pa.array(where), pa.scalar(None, filled.type), filled)
