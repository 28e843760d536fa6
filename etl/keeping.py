"""What a snapshot keeps of the load that made it: rejected rows, the manifest, the line of the ledger."""

from datetime import UTC, datetime

import duckdb
import pyarrow

from data.key import key_id
from etl import ledger
from etl.base import FORMAT
from etl.build import recipe
from etl.contracts import dictionary
from etl.making import EDITED
from etl.report import FileReport, LoadReport
from etl.staging import Reject
from etl.work import Work

KEPT_OF_REJECT = ("line", "column", "value", "reason", "candidates", "cells")


def entry_of(work: Work, report: LoadReport) -> dict:
    """Return the ledger entry of a load."""
    base = work.base.id if work.base else None
    return ledger.entry_of(work.number, "load", base=base) | report.as_json() | {"number": work.number}


def keep_rejects(connection: duckdb.DuckDBPyConnection, work: Work, reports: list[FileReport]) -> None:
    """Keep why rows were turned away; a file that is read again replaces what it said before."""
    connection.execute(
        """CREATE TABLE IF NOT EXISTS out.rejects
        ("load" INTEGER, file VARCHAR, line BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR)"""
    )
    for name in ("candidates", "cells"):
        connection.execute(f"ALTER TABLE out.rejects ADD COLUMN IF NOT EXISTS {name} VARCHAR")
    if work.base and not connection.execute("SELECT count(*) FROM out.rejects").fetchone()[0]:
        connection.execute("INSERT INTO out.rejects BY NAME SELECT * FROM base.rejects")
    for entry in work.base.manifest["files"] if work.base else []:
        if entry["sha256"] in work.files.values():
            connection.execute(
                'DELETE FROM out.rejects WHERE "load" = ? AND file = ?', [entry.get("load"), entry["file"]]
            )
    _add(connection, work.number, [(report.file, entry) for report in reports for entry in report.rejects])


def _add(connection: duckdb.DuckDBPyConnection, number: int, rejects: list[tuple[str, Reject]]) -> None:
    columns = {name: [getattr(entry, name) for _, entry in rejects] for name in KEPT_OF_REJECT}
    kinds = {name: pyarrow.int64() if name == "line" else pyarrow.string() for name in KEPT_OF_REJECT}
    arrays = {name: pyarrow.array(values, kinds[name]) for name, values in columns.items()}
    given = pyarrow.table({"file": pyarrow.array([file for file, _ in rejects], pyarrow.string()), **arrays})
    connection.register("given_rejects", given)
    connection.execute("INSERT INTO out.rejects SELECT ?, * FROM given_rejects", [number])
    connection.unregister("given_rejects")


def manifest_of(
    connection: duckdb.DuckDBPyConnection, work: Work, report: LoadReport, how: str, results: dict[str, int]
) -> dict:
    """Return the manifest of the snapshot in `out`. how: fresh, rebuilt or edited; results: {check: violations}."""
    rounds = connection.execute(
        "SELECT survey_round, max(survey_year) FROM out.household_profile GROUP BY 1 ORDER BY 1"
    ).fetchall()
    names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'out'").fetchall()
    sizes, weighted = connection.execute(
        "SELECT count(size) > 0, count_if(weight <> 1) > 0 FROM out.household_profile"
    ).fetchone()
    before = (
        [entry for entry in work.base.manifest["files"] if entry["sha256"] not in work.files.values()]
        if work.base
        else []
    )
    return {
        "id": report.snapshot,
        "format": FORMAT,
        "recipe": recipe(work.reference),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "demo": bool(work.demo),
        "demo_set": work.demo,
        "key_id": key_id(work.key),
        "closed_rounds": work.base.manifest.get("closed_rounds", []) if work.base else [],
        "how": how,
        "bytes_when_built": work.base.manifest["bytes_when_built"] if how == EDITED else None,
        "sizes": sizes,
        "weighted": weighted,
        "reference_id": work.reference.id,
        "dictionary": dictionary(work.reference),
        "rounds": [{"round": int(number), "year": int(year)} for number, year in rounds],
        "files": before + [entry.facts | {"load": work.number} for entry in report.files],
        "tables": {
            name: connection.execute(f"SELECT count(*) FROM out.{name}").fetchone()[0] for (name,) in sorted(names)
        },
        "checks": results,
        "load": entry_of(work, report),
    }
