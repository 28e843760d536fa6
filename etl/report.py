"""What a load says of itself: the accounting of every file, what changed, and the manifest of the snapshot."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.errors import Problem
from data.text import Text
from etl.rejecting import rejects
from etl.staging import BLANK, Reject, Staged

LOADED, UNCHANGED, FAILED = "loaded", "unchanged", "failed"


class NotYet(Problem):
    """What a load lacks may still come: another file, or the households of its rows."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """Accounting of one file: rows_read = accepted + rejected + blank."""

    file: str
    table: str
    rows_read: int
    accepted: int
    rejected: int
    blank: int
    sha256: str
    rejects: tuple[Reject, ...] = ()

    @property
    def facts(self) -> dict:
        """What the manifest, the ledger and `--json` keep: all but the rejects."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "rejects"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load did to one table, counted in keys: new, changed (last load wins) and unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def any(self) -> bool:
        """Whether the table differs from the one before."""
        return bool(self.new or self.changed)

    @property
    def facts(self) -> dict[str, int]:
        """As plain numbers."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass
class LoadReport:
    """What a load did: snapshot on screen after it, seconds, one report per file read, notes, changes per table.

    result: loaded, or unchanged where nothing new was in the files; number: the load's number in the ledger;
    skipped: names of files that had been loaded before.
    """

    snapshot: str
    seconds: float
    files: list[FileReport]
    notes: list[Problem] = field(default_factory=list)
    changes: dict[str, Changes] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    result: str = LOADED
    number: int = 0

    @property
    def rejected(self) -> int:
        """Rows turned away in all files."""
        return sum(report.rejected for report in self.files)

    def as_json(self) -> dict:
        """Return the report as one JSON object, without rejected values."""
        return {
            "snapshot": self.snapshot,
            "seconds": round(self.seconds, 3),
            "result": self.result,
            "load": self.number,
            "files": [entry.facts for entry in self.files],
            "skipped": self.skipped,
            "changes": {table: counts.facts for table, counts in self.changes.items()},
        }


def account(connection: duckdb.DuckDBPyConnection, staged: Staged, sha256: str) -> FileReport:
    """Count a staged file. Raises Problem where rows read differ from accepted + rejected + blank."""
    accepted, empty = connection.execute(
        f"SELECT count(*) FILTER (bad IS NULL), count(*) FILTER (bad = {BLANK}) FROM {staged.name}"
    ).fetchone()
    turned_away = tuple(rejects(connection, staged))
    found = staged.scan
    report = FileReport(
        found.path.name,
        staged.tables,
        found.records + found.empty_lines,
        accepted,
        len(turned_away),
        empty + found.empty_lines,
        sha256,
        turned_away,
    )
    if report.rows_read != report.accepted + report.rejected + report.blank:
        raise Problem(
            Text("บัญชีแถวไม่ลงตัว จึงไม่เผยแพร่", "The rows do not add up, so nothing was published"),
            where=report.file,
            got=f"{report.accepted} + {report.rejected} + {report.blank}",
            expected=str(report.rows_read),
        )
    return report


def check_accepted(reports: list[FileReport], table: str = "") -> None:
    """Raise Problem where no row (of a table) was accepted: nothing would be published."""
    asked = [report for report in reports if not table or table in report.table.split(", ")]
    if any(report.accepted for report in asked):
        return
    first = next(((report, entry) for report in asked for entry in report.rejects), None)
    orphaned = first is not None and first[1].reason == "unknown_household"
    raise (NotYet if orphaned else Problem)(
        Text("ไม่มีครัวเรือนที่รับได้ จึงไม่เผยแพร่", "No household was accepted, so nothing was published")
        if table == "households"
        else Text("ไม่มีแถวที่รับได้ จึงไม่เผยแพร่", "No row was accepted, so nothing was published"),
        where=first[0].file if first else asked[0].file,
        got=f"line {first[1].line}: {first[1].column} {first[1].reason}" if first else "no rows",
        expected="at least one good row",
        todo=Text("แก้ไฟล์แล้วโหลดอีกครั้ง", "Mend the file and load again"),
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises Problem where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Problem(
            Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
            where=str(path),
            got=error.strerror or str(error),
            expected="a readable CSV file",
            todo=Text("ตรวจชื่อไฟล์และสิทธิ์การอ่าน", "Check the name of the file and the right to read it"),
        ) from error
