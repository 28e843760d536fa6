"""What comes in: every file opened, recognised, and what was found out about it said."""

from pathlib import Path

from data.errors import Problem
from data.text import Text
from etl.contracts import Contract
from etl.decoding import UTF8, UTF8_BOM
from etl.mapping import Mapping, fit, read_mapping, saved_mappings
from etl.plans import Plan
from etl.recognise import left_out, recognise, share_out
from etl.scan import Scan, scan


def arrivals(
    paths: list[Path], known: tuple[Contract, ...], folder: Path, mapping: Path | None = None
) -> tuple[list[tuple[Path, Plan]], list[Problem]]:
    """Return (file, what it feeds) of every table in the files, and notes on encodings, mappings and columns left out.

    folder: where saved mappings lie; mapping: one that was named, which must fit at least one file. A sheet or member
    that is nobody's table is left out with a note, where its file has another that is.
    """
    named = read_mapping(mapping) if mapping else None
    mappings = [*([named] if named else []), *saved_mappings(folder)]
    planned: list[tuple[Path, Plan]] = []
    notes: list[Problem] = []
    for path in paths:
        found, problems = [], []
        tables = scan(path)
        for table in tables:
            try:
                found.append((path, _plan(table, known, mappings, named)))
            except Problem as problem:
                problems.append(problem)
        if not found:
            raise (_unused(named, tables[0]) if named else problems[0]) if problems else _nothing(path)
        planned += found
        notes += problems
    if named and not any(plan.mapping == named.name for _, plan in planned):
        raise _unused(named, planned[0][1].scan)
    plans = share_out([plan for _, plan in planned], known)
    return list(zip([path for path, _ in planned], plans, strict=True)), [*notes, *_notes(plans)]


def _plan(found: Scan, known: tuple[Contract, ...], mappings: list[Mapping], named: Mapping | None) -> Plan:
    if named and (fitted := fit(named, found, known)):
        return fitted[0]
    return recognise(found, known, mappings)


def _nothing(path: Path) -> Problem:
    return Problem(
        Text("ไม่มีตารางในไฟล์", "There is no table in the file"),
        where=str(path),
        got="no sheet with a cell",
        expected="a header and rows",
        todo=Text("ส่งออกไฟล์ใหม่", "Export the file again"),
    )


def _unused(named: Mapping, found: Scan) -> Problem:
    missing = [name for name in named.headers if name not in found.header]
    return Problem(
        Text("การจับคู่นี้ไม่ตรงกับไฟล์ใด", "No file fits the mapping"),
        where=f"{named.path}, {found.path}",
        got=", ".join(found.header)[:500],
        expected=", ".join(missing)[:500] or "the required columns of a table",
        todo=Text("ตรวจชื่อหัวคอลัมน์ในการจับคู่", "Check the headers that the mapping names"),
    )


def _notes(plans: list[Plan]) -> list[Problem]:
    notes: list[Problem] = []
    for plan in plans:
        source = plan.scan.source
        if source.encoding not in (UTF8, UTF8_BOM):
            notes.append(_said(plan, "อ่านเป็น", "It was read as", source.encoding))
        if plan.mapping:
            notes.append(_said(plan, "อ่านด้วยการจับคู่", "It was read by the mapping", plan.mapping))
        notes += left_out(plan)
    return notes


def _said(plan: Plan, th: str, en: str, what: str) -> Problem:
    return Problem(Text(f"{th} {what}", f"{en} {what}"), where=str(plan.scan.path), got=what)
