"""Which file is this? Decided by its headers (and, between two long files, by its indicators), never by its name."""

import difflib
from dataclasses import replace
from pathlib import Path

from data.errors import Problem
from data.text import Text
from etl.contracts import Contract
from etl.identities import KINDS, kind_of_column, kind_of_header
from etl.mapping import ENOUGH, Mapping, fit
from etl.plans import Feed, Plan
from etl.reading import SUFFIXES
from etl.scan import OURS, Scan

RENAME = Text(
    "แก้ชื่อคอลัมน์ให้ตรงกับสัญญาข้อมูล หรือสร้างการจับคู่ด้วย python -m etl inspect",
    "Name the columns as the contract does, or describe the file: python -m etl inspect",
)
LOOK_AHEAD = 1000
SAMPLE = 500
# Tables with one row per household and round: one line of a file may be a row of each.
TOGETHER = ("households", "capitals", "problems")


def csv_paths(paths: list[Path]) -> list[Path]:
    """Return the files that were named or lie in the folders that were named, each once, in order.

    Raises Problem for a path that does not exist, is of another kind, or a folder without one.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(entry for entry in path.iterdir() if _readable(entry)) if path.is_dir() else [path]
        if not path.exists() or not inside or not all(_readable(entry) for entry in inside):
            raise Problem(
                Text("ไม่พบไฟล์ที่อ่านได้", "There is no file here that can be read"),
                where=str(path),
                got="nothing"
                if not path.exists()
                else ("an empty folder" if path.is_dir() else path.suffix or "no suffix"),
                expected=f"a file or folder of files that end in {', '.join(SUFFIXES)}",
                todo=Text("ตรวจชื่อไฟล์หรือโฟลเดอร์", "Check the name of the file or folder"),
            )
        found += [entry for entry in inside if entry not in found]
    return found


def _readable(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES) and not path.name.startswith((".", "~$")) and not path.is_dir()


def recognise(found: Scan, known: tuple[Contract, ...], mappings: list[Mapping]) -> Plan:
    """Return what a file feeds: by the contract's own headers, else by the mapping it fits best.

    Raises Problem naming what is missing and the nearest names it has.
    """
    header = {name.casefold(): name for name in reversed(found.header)}
    fitting = [contract for contract in known if _fits(contract, set(header))]
    if fitting:
        best = max(len(set(header) & set(map(str.casefold, contract.names))) for contract in fitting)
        fitting = [c for c in fitting if len(set(header) & set(map(str.casefold, c.names))) == best]
        chosen = fitting[0] if len(fitting) == 1 else _by_indicators(found, fitting)
        return Plan(found, (chosen,), _feeds(chosen, header))
    plans = [entry for mapping in mappings if (entry := fit(mapping, found, known)) and entry[1] >= ENOUGH]
    if plans:
        return max(plans, key=lambda entry: entry[1])[0]
    raise _unfit(found, max(known, key=lambda contract: _likeness(contract, found)))


def share_out(plans: list[Plan], known: tuple[Contract, ...]) -> list[Plan]:
    """Let a file feed a table that no other file brings, where its lines have that table's columns too."""
    for contract in known:
        if contract.table not in TOGETHER or contract.table in {entry.table for plan in plans for entry in plan.tables}:
            continue
        plans = [_also(plan, contract) if plan.tables[0].table in TOGETHER else plan for plan in plans]
    return plans


def _also(plan: Plan, contract: Contract) -> Plan:
    header = {name.casefold(): name for name in reversed(plan.scan.header)}
    there = {feed.column.name for feed in plan.feeds}
    if plan.mapping or contract.shape == "long" or plan.tables[0].shape == "long" or not _fits(contract, set(header)):
        return plan
    more = [feed for feed in _feeds(contract, header) if feed.column.name not in there]
    tables = sorted((*plan.tables, contract), key=lambda entry: TOGETHER.index(entry.table))
    return replace(plan, tables=tuple(tables), feeds=(*plan.feeds, *more))


def _fits(contract: Contract, header: set[str]) -> bool:
    some = not contract.any_of or header & {name.casefold() for name in contract.any_of}
    return bool(some) and {name.casefold() for name in contract.required_names} <= header


def _feeds(contract: Contract, header: dict[str, str]) -> tuple[Feed, ...]:
    return tuple(
        Feed(column, (header[column.name.casefold()],))
        for column in contract.columns
        if column.name.casefold() in header
    )


def _by_indicators(found: Scan, fitting: list[Contract]) -> Contract:
    """Two long files have the same columns: look at which indicators the first rows name."""
    names = [name.casefold() for name in found.header]
    if "indicator" not in names:
        return fitting[0]
    place = names.index("indicator")
    rows = [found.fields(record) for record in range(min(found.readable_records, LOOK_AHEAD))]
    named = {row[place].strip() for row in rows if len(row) > place}
    choices = {contract.table: set(contract.columns[2].values) for contract in fitting}
    return max(fitting, key=lambda contract: len(named & choices[contract.table]))


def _likeness(contract: Contract, found: Scan) -> tuple[int, int, bool]:
    header = set(found.header)
    required = len(header & set(contract.required_names)) - len(set(contract.required_names) - header)
    return (contract.table in found.path.stem.lower(), len(header & set(contract.names)), required)


def _unfit(found: Scan, contract: Contract) -> Problem:
    missing = [name for name in contract.required_names if name not in found.header]
    if not missing:
        missing = [f"one of {', '.join(contract.any_of[:3])}…"]
    near = [f"{name} (near: {close[0]})" if (close := nearest(name, found.header)) else name for name in missing]
    return Problem(
        Text(f"ขาดคอลัมน์ที่ต้องมีของ {contract.table}", f"A required column of {contract.table} is missing"),
        where=f"{found.path}, line {found.header_line}",
        got=", ".join(found.header)[:1000] or "no header",
        expected=", ".join(near),
        todo=RENAME,
    )


def nearest(name: str, names: tuple[str, ...]) -> list[str]:
    """Return the most similar of some names, none where nothing is near."""
    return difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)


def left_out(plan: Plan) -> list[Problem]:
    """Return a note per column that is not read: an identity is named as one, an unknown one gets the nearest name."""
    notes = []
    rows = None
    for name in plan.left_out():
        if name.casefold().startswith(OURS):
            continue
        rows = plan.scan.sample(SAMPLE) if rows is None else rows
        place = plan.scan.header.index(name)
        cells = [row[place] for row in rows if len(row) > place]
        kind = kind_of_header(name) or kind_of_column(cells)
        if kind:
            notes.append(_identity_note(plan, name, kind, cells))
        elif not plan.mapping and any(cell.strip() for cell in cells):
            notes.append(_unknown_note(plan, name))
    return notes


def _identity_note(plan: Plan, name: str, kind: str, cells: list[str]) -> Problem:
    from etl.values import DAY_AND_MONTH

    said = KINDS[kind]
    damaged = any(DAY_AND_MONTH.fullmatch(cell.strip()) for cell in cells)
    harm = (
        Text(" (บางค่าเสียหายจากโปรแกรมตารางคำนวณ)", " (some values were damaged by a spreadsheet)") if damaged else None
    )
    return Problem(
        Text(
            f"ตัดคอลัมน์ {name} ทิ้งก่อนเขียนลงดิสก์: {said.th}{harm.th if harm else ''}",
            f"Column {name} was dropped before anything was written: {said.en}{harm.en if harm else ''}",
        ),
        where=f"{plan.scan.path}, line {plan.scan.header_line}",
        got=name,
    )


def _unknown_note(plan: Plan, name: str) -> Problem:
    names = tuple(column for contract in plan.tables for column in contract.names)
    return Problem(
        Text(f"ไม่รู้จักคอลัมน์ {name} จึงไม่นำเข้า", f"Column {name} is unknown and was left out"),
        where=f"{plan.scan.path}, line {plan.scan.header_line}",
        got=name,
        expected=(nearest(name, names) or ["a column of the contract"])[0],
        todo=RENAME,
    )
