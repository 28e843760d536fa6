"""A load: files in, one checked snapshot out, every row accounted for."""

import hashlib
import shutil
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.errors import Problem
from data.reference import Reference, load_reference
from data.settings import Settings
from data.text import Text
from etl.assemble import accept, accept_long, check_areas, check_keys, check_parents, one_shape, unite
from etl.build import build
from etl.checks import run_checks
from etl.contracts import Contract, contracts
from etl.identity import household_key, pads
from etl.publish import building_path, new_id, only_writer, publish
from etl.recognise import csv_paths, recognise, unknown_columns
from etl.scan import scan
from etl.staging import BLANK, Reject, Staged, rejects, stage

Progress = Callable[[str, float], None]


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


@dataclass
class LoadReport:
    """What a load did: snapshot id, seconds, one report per file, notes on columns left out."""

    snapshot: str
    seconds: float
    files: list[FileReport]
    notes: list[Problem] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Rows turned away in all files."""
        return sum(report.rejected for report in self.files)


def load(paths: list[Path], settings: Settings, progress: Progress = lambda step, share: None) -> LoadReport:
    """Load CSV files into a new snapshot and publish it; where anything fails the last snapshot stays.

    Raises Problem for whatever a person can mend: a missing file, column or table, no accepted household.
    """
    started = time.monotonic()
    reference = load_reference(settings.reference)
    files = csv_paths(paths)
    key = pads(household_key(settings.key_file))
    with only_writer(settings.build):
        snapshot_id = new_id(settings.build)
        database = building_path(settings.build, snapshot_id)
        spill = database.with_suffix(".spill")
        connection = duckdb.connect(config={"memory_limit": settings.load_memory, "temp_directory": str(spill)})
        try:
            staged, notes = _stage_all(connection, files, reference, key, progress)
            tables = _accept_all(connection, staged, reference, key, progress)
            reports = [_account(connection, entry) for entry in staged]
            households = sum(report.accepted for report in reports if report.table == "households")
            _check_loaded(reports, households)
            progress("build", 0.6)
            connection.execute(f"ATTACH '{str(database).replace(chr(39), chr(39) * 2)}' AS out")
            build(connection, reference, tables)
            _write_rejects(connection, reports)
            progress("check", 0.9)
            results = run_checks(connection, reference, households)
            manifest = _manifest(connection, snapshot_id, reference, reports, results, files)
            connection.execute("DETACH out")
        except duckdb.Error as error:
            raise _broken(error) from error
        finally:
            connection.close()
            shutil.rmtree(spill, ignore_errors=True)
        publish(settings.build, snapshot_id, reference, manifest, settings.keep_snapshots)
    progress("done", 1.0)
    return LoadReport(snapshot_id, time.monotonic() - started, reports, notes)


def _broken(error: duckdb.Error) -> Problem:
    return Problem(
        Text("การนำเข้าหยุดกลางทาง ชุดข้อมูลเดิมยังอยู่", "The load broke off; the last snapshot stays"),
        got=str(error).splitlines()[0][:200],
        expected="room on the disk and KAEJON_LOAD_MEMORY",
        todo=Text("ตรวจพื้นที่ดิสก์และหน่วยความจำ แล้วลองใหม่", "Check disk space and memory, then load again"),
    )


def _stage_all(connection, files: list[Path], reference: Reference, key, progress: Progress):
    known = contracts(reference)
    scans = [scan(path) for path in files]
    wanted = [recognise(found, known) for found in scans]
    _check_required(known, wanted, files)
    total = sum(found.size for found in scans)
    done, staged, notes = 0, [], []
    for index, (found, contract) in enumerate(zip(scans, wanted, strict=True)):
        progress(found.path.name, 0.5 * done / total)
        staged.append(stage(connection, f"file_{index}", contract, found, key))
        notes += unknown_columns(found, contract)
        done += found.size
    return staged, notes


def _check_required(known: tuple[Contract, ...], wanted: list[Contract], files: list[Path]) -> None:
    for contract in known:
        if contract.required and contract.table not in {entry.table for entry in wanted}:
            raise Problem(
                Text(f"ขาดไฟล์ {contract.table}", f"There is no file for {contract.table}"),
                where=", ".join(str(path) for path in files),
                got=", ".join(sorted({entry.table for entry in wanted})),
                expected=f"a file with the columns {', '.join(contract.required_names)}",
                todo=Text("เพิ่มไฟล์นี้แล้วโหลดพร้อมกัน", "Add this file and load them together"),
            )


def _accept_all(connection, staged: list[Staged], reference: Reference, key, progress: Progress) -> set[str]:
    """Make `accepted_<table>` for every table that came, parents first, and return the names of those tables."""
    tables: set[str] = set()
    known = contracts(reference)
    for contract in known:
        files = [entry for entry in staged if entry.contract == contract]
        if not files:
            continue
        one_shape([entry for entry in staged if entry.contract.table == contract.table])
        progress(contract.table, 0.5)
        for entry in files:
            check_areas(connection, entry, reference)
        unite(connection, contract, files)
        if contract.shape == "long":
            wide = next(entry for entry in known if entry.table == contract.table and entry.shape == "wide")
            accept_long(connection, wide, contract, files, key)
        else:
            check_keys(connection, contract, files)
            check_parents(connection, contract, files)
            accept(connection, contract)
        tables.add(contract.table)
    return tables


def _account(connection, staged: Staged) -> FileReport:
    accepted, empty = connection.execute(
        f"SELECT count(*) FILTER (bad IS NULL), count(*) FILTER (bad = {BLANK}) FROM {staged.name}"
    ).fetchone()
    turned_away = tuple(rejects(connection, staged))
    found = staged.scan
    report = FileReport(
        found.path.name,
        staged.contract.table,
        found.records + found.empty_lines,
        accepted,
        len(turned_away),
        empty + found.empty_lines,
        _sha256(found.path),
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


def _check_loaded(reports: list[FileReport], households: int) -> None:
    if households:
        return
    refused = next((entry for report in reports if report.table == "households" for entry in report.rejects), None)
    raise Problem(
        Text("ไม่มีครัวเรือนที่รับได้ จึงไม่เผยแพร่", "No household was accepted, so nothing was published"),
        where=next(report.file for report in reports if report.table == "households"),
        got=f"line {refused.line}: {refused.column} {refused.reason}" if refused else "no rows",
        expected="at least one good row",
        todo=Text("แก้ไฟล์ households แล้วโหลดอีกครั้ง", "Mend the households file and load again"),
    )


def _write_rejects(connection, reports: list[FileReport]) -> None:
    connection.execute(
        "CREATE TABLE out.rejects (file VARCHAR, line BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR)"
    )
    rows = [
        (report.file, entry.line, entry.column, entry.value, entry.reason)
        for report in reports
        for entry in report.rejects
    ]
    if rows:
        connection.executemany("INSERT INTO out.rejects VALUES (?, ?, ?, ?, ?)", rows)


def _manifest(connection, snapshot_id, reference: Reference, reports, results, files: list[Path]) -> dict:
    rounds = connection.execute(
        "SELECT survey_round, max(survey_year) FROM out.household_profile GROUP BY 1 ORDER BY 1"
    ).fetchall()
    tables = connection.execute(
        "SELECT table_name, estimated_size FROM duckdb_tables() WHERE database_name = 'out'"
    ).fetchall()
    sizes = connection.execute("SELECT count(size) > 0 FROM out.household_profile").fetchone()[0]
    return {
        "id": snapshot_id,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "demo": any(_is_demo(folder) for folder in {path.parent for path in files}),
        "sizes": sizes,
        "reference_id": reference.id,
        "rounds": [{"round": int(number), "year": int(year)} for number, year in rounds],
        "files": [
            {name: getattr(report, name) for name in FileReport.__slots__ if name != "rejects"} for report in reports
        ],
        "tables": dict(sorted(tables)),
        "checks": results,
    }


def _is_demo(folder: Path) -> bool:
    try:
        return bool(tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8")).get("demo"))
    except (OSError, tomllib.TOMLDecodeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
