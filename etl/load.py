"""A load: files in, one checked snapshot out that also holds what was loaded before; every row accounted for."""

import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import duckdb

from data.errors import Problem
from data.indicators import check_targets
from data.key import key_id
from data.reference import Reference, load_reference
from data.settings import Settings
from data.snapshot import Snapshot
from data.text import Text
from etl import ledger
from etl.arrivals import arrivals
from etl.assemble import accept, accept_long, check_keys, check_parents, know_households, one_shape, unite
from etl.base import Source, attach, base_for, demo_of, newest_good
from etl.blocked import blocked, turn_away
from etl.checks import run_checks
from etl.contracts import Contract, contracts
from etl.crosswalk import crosswalk_path, write_for
from etl.edit import know_numbers
from etl.identity import household_key, pads
from etl.keeping import entry_of, keep_rejects, manifest_of
from etl.making import expected_rows, make_tables
from etl.merge import Given, base_views, compare, given_rows
from etl.placing import check_areas
from etl.plans import Plan
from etl.pointing import layer_of, note_on, with_points
from etl.progress import Progress, told
from etl.protect import protect
from etl.publish import building_path, new_id, only_writer, publish
from etl.recognise import csv_paths
from etl.rekey import check_rounds_open, settle_key
from etl.report import (
    FAILED,
    LOADED,
    UNCHANGED,
    Changes,
    FileReport,
    LoadReport,
    NotYet,
    account,
    check_accepted,
    sha256_of,
)
from etl.staging import Staged, one_per_file, stage
from etl.work import Work

__all__ = ["FileReport", "LoadReport", "load"]

AT_A_TIME = 2


def load(
    paths: list[Path],
    settings: Settings,
    progress: Progress = lambda step, share: None,
    *,
    fresh: bool = False,
    again: bool = False,
    mapping: Path | None = None,
    crosswalk: Path | None = None,
) -> LoadReport:
    """Load files into a new snapshot that builds on the one on screen, and publish it; a failure leaves that one.

    fresh: begin anew instead; again: read files that were loaded before as if they were new; mapping: a TOML file that
    describes files with other headers; crosswalk: where to add the raw and stored ids of the accepted households, which
    reads files that were loaded before, too.
    Raises Problem for whatever a person can mend: a missing file, column or table, no accepted row, data of another
    programme on screen, a full disk.
    """
    started = time.monotonic()
    reference = load_reference(settings.reference)
    check_targets(reference)
    crosswalk = crosswalk and crosswalk_path(crosswalk, settings)
    with only_writer(settings.build), told(settings.build, progress) as tell:
        settle_key(settings)
        ledger.recover(settings.build)
        number = ledger.next_number(settings.build)
        try:
            reread = again or bool(mapping or crosswalk)
            work = _begin(paths, settings, reference, number, started, tell, fresh, reread)
            work.mapping, work.crosswalk = mapping, crosswalk
            report = _run(work) if work.files else _unchanged(work, [], {})
        except (duckdb.Error, OSError, Problem) as error:
            problem = error if isinstance(error, Problem) else broken(error)
            ledger.add(settings.build, ledger.entry_of(number, "load", result=FAILED, problem=ledger.told(problem)))
            raise problem from error
    progress("done", 1.0)
    return report


class BrokenOff(Problem):
    """A load that was stopped by the disk, the memory or the database: not the fault of its files."""


def broken(error: Exception) -> BrokenOff:
    """Return what a load says that broke off."""
    return BrokenOff(
        Text("การนำเข้าหยุดกลางทาง ชุดข้อมูลเดิมยังอยู่", "The load broke off; the last snapshot stays"),
        got=(str(error) or type(error).__name__).splitlines()[0][:200],
        expected="room on the disk and KAEJON_LOAD_MEMORY",
        todo=Text("ตรวจพื้นที่ดิสก์และหน่วยความจำ แล้วลองใหม่", "Check disk space and memory, then load again"),
    )


def _begin(paths, settings: Settings, reference: Reference, number, started, progress, fresh, again) -> Work:
    files = csv_paths(paths)
    key = household_key(settings.key_file)
    demo = demo_of(files)
    screen, notes = newest_good(settings.build)
    base = base_for(screen, Source(demo, key_id(key), reference), fresh)
    digests = {path: sha256_of(path) for path in files}
    known = _known(base) if base and not again else {}
    todo = {path: digest for path, digest in digests.items() if digest not in known or known[digest]}
    skipped = [path for path in files if path not in todo]
    seen = frozenset(known) & frozenset(todo.values())
    return Work(settings, reference, number, started, progress, key, demo, base, todo, skipped, seen, notes)


def _known(base: Snapshot) -> dict[str, int]:
    """{SHA-256: rows rejected} of every file that went into a snapshot."""
    rejected: Counter[str] = Counter()
    for entry in base.manifest["files"]:
        rejected[entry["sha256"]] += entry["rejected"]
    return rejected


def _run(work: Work) -> LoadReport:
    build_folder = work.settings.build
    snapshot_id = new_id(build_folder)
    database = building_path(build_folder, snapshot_id)
    spill = database.with_suffix(".spill")
    connection = duckdb.connect(config={"memory_limit": work.settings.load_memory, "temp_directory": str(spill)})
    try:
        reports, changes = _read(connection, work)
        fresh_rejects = any(report.rejected for report in reports if report.sha256 not in work.seen)
        if work.base and not fresh_rejects and not any(counts.any for counts in changes.values()):
            return _unchanged(work, reports, changes)
        work.progress("build", 0.6)
        how = make_tables(connection, work.reference, database, work.base, changes)
        keep_rejects(connection, work, reports)
        work.progress("check", 0.9)
        results = run_checks(connection, work.reference, expected_rows(connection, work.base, changes))
        report = _report(work, snapshot_id, LOADED, reports, changes)
        manifest = manifest_of(connection, work, report, how, results)
        connection.execute("DETACH out")
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)
    publish(build_folder, snapshot_id, work.reference, manifest, work.settings.keep_snapshots)
    report.seconds = time.monotonic() - work.started
    ledger.add(build_folder, manifest["load"] | {"seconds": round(report.seconds, 3)})
    return report


def _read(connection, work: Work) -> tuple[list[FileReport], dict[str, Changes]]:
    """Stage, check and account for every file; compare its rows with the snapshot this load builds on."""
    if work.base:
        attach(connection, work.base.path, "base", "READ_ONLY")
        base_views(connection, work.reference)
        know_numbers(connection)
        know_households(connection, "base_households")
    staged = _stage_all(connection, work)
    given = _accept_all(connection, work, staged)
    if any(entry.contract.table == "households" for entry in given):
        check_rounds_open(connection, work.base)
    reports = [account(connection, entry, work.origin[entry.name]) for entry in one_per_file(staged)]
    check_accepted(reports, "" if work.base else "households")
    if work.crosswalk:
        write_for(connection, staged, work.crosswalk, work.settings.build)
    if work.base is None:
        counted = {
            entry.contract.table: connection.execute(
                f"SELECT count(*) FROM accepted_{entry.contract.table}"
            ).fetchone()[0]
            for entry in given
        }
        return reports, {table: Changes(new=rows) for table, rows in counted.items()}
    return reports, {entry.contract.table: compare(connection, entry) for entry in given}


def _stage_all(connection, work: Work) -> list[Staged]:
    known = contracts(work.reference)
    arrived, notes = arrivals(list(work.files), known, work.settings.mappings, work.mapping)
    work.notes += notes
    if work.base is None:
        _check_required(known, [table for _, plan in arrived for table in plan.tables], list(work.files))
    if any(table.shape == "long" for _, plan in arrived for table in plan.tables):
        # Long files keep raw ids until they are turned wide: what does not fit into memory must not go to the disk.
        connection.execute("SET temp_directory = ''")
    erased = blocked(work.settings.build, key_id(work.key))
    staged, total, done = [], sum(plan.scan.size for _, plan in arrived), 0
    # Two files at a time: the end of each is read by one thread alone.
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        stage_one = partial(
            _stage_one, connection, layer_of(work.settings.build, work.reference), pads(work.key), erased
        )
        waiting = [pool.submit(stage_one, f"file_{index}", plan) for index, (_, plan) in enumerate(arrived)]
        for (path, plan), made in zip(arrived, waiting, strict=True):
            work.progress(plan.scan.path.name, 0.5 * done / total)
            staged += made.result()
            work.origin[staged[-1].name] = work.files[path]
            done += plan.scan.size
    work.notes += [note_on(entry.scan.path, entry.located) for entry in one_per_file(staged) if entry.located]
    for entry in staged:
        check_areas(connection, entry, work.reference)
        work.notes += protect(connection, entry)
    return staged


def _stage_one(connection, layer, keys, erased: set[str], name: str, plan: Plan) -> list[Staged]:
    with connection.cursor() as own:
        made = stage(own, name, with_points(plan, layer), keys)
        turn_away(own, made[-1], erased)
    return made


def _check_required(known: tuple[Contract, ...], wanted: list[Contract], files: list[Path]) -> None:
    for contract in known:
        if contract.required and contract.table not in {entry.table for entry in wanted}:
            raise NotYet(
                Text(f"ขาดไฟล์ {contract.table}", f"There is no file for {contract.table}"),
                where=", ".join(str(path) for path in files),
                got=", ".join(sorted({entry.table for entry in wanted})),
                expected=f"a file with the columns {', '.join(contract.required_names)}",
                todo=Text("เพิ่มไฟล์นี้แล้วโหลดพร้อมกัน", "Add this file and load them together"),
            )


def _accept_all(connection, work: Work, staged: list[Staged]) -> list[Given]:
    """Make `accepted_<table>` for every table that came, parents first; beside a base also `given_<table>`."""
    known = contracts(work.reference)
    came = [
        (contract, files) for contract in known if (files := [entry for entry in staged if entry.contract == contract])
    ]
    for contract, files in came:
        one_shape([entry for entry in staged if entry.contract.table == contract.table])
        unite(connection, contract, files)
        if contract.shape != "long":
            # A line that feeds several tables is refused by all where one refuses it: keys before anything is accepted.
            check_keys(connection, contract, files)
    return [_accept(connection, work, known, contract, files) for contract, files in came]


def _accept(connection, work: Work, known: tuple[Contract, ...], contract: Contract, files: list[Staged]) -> Given:
    work.progress(contract.table, 0.5)
    wide = next(entry for entry in known if entry.table == contract.table and entry.shape != "long")
    if contract.shape == "long":
        accept_long(connection, wide, contract, files, pads(work.key))
    else:
        check_parents(connection, contract, files)
        accept(connection, contract)
    seen = {index for index, entry in enumerate(files) if work.origin[entry.name] in work.seen}
    given = Given(wide, files, frozenset(seen))
    if work.base:
        given_rows(connection, given, contract.shape == "long")
    if contract.table == "households":
        know_households(connection, "accepted_households", *(["base_households"] if work.base else []))
    return given


def _unchanged(work: Work, reports: list[FileReport], changes: dict[str, Changes]) -> LoadReport:
    report = _report(work, work.base.id, UNCHANGED, reports, changes)
    ledger.add(work.settings.build, entry_of(work, report))
    return report


def _report(work: Work, snapshot_id: str, result: str, reports, changes) -> LoadReport:
    seconds, skipped = time.monotonic() - work.started, [path.name for path in work.skipped]
    return LoadReport(snapshot_id, seconds, reports, work.notes, changes, skipped, result, work.number)
