"""`python -m benchmarks.bare FOLDER FILE`: every CSV of a folder into a table of a DuckDB file, nothing more."""

import sys
from pathlib import Path

import duckdb


def main(folder: Path, database: Path) -> None:
    """Read each CSV as DuckDB detects it."""
    with duckdb.connect(str(database)) as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.execute(f'CREATE TABLE "{path.stem}" AS SELECT * FROM read_csv(?)', [str(path)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
