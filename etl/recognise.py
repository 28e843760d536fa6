"""Which file is this? Decided by its headers (and, between two long files, by its indicators), never by its name."""

import difflib
from pathlib import Path

from data.errors import Problem
from data.text import Text
from etl.contracts import Contract
from etl.scan import Scan

RENAME = Text("แก้ชื่อคอลัมน์ให้ตรงกับสัญญาข้อมูล", "Name the columns as the contract does")
LOOK_AHEAD = 1000


def csv_paths(paths: list[Path]) -> list[Path]:
    """Return the CSV files that were named or lie in the folders that were named, each once, in order.

    Raises Problem for a path that does not exist, is no CSV, or a folder without one.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not path.exists() or not inside or any(entry.suffix.lower() != ".csv" for entry in inside):
            raise Problem(
                Text("ไม่พบไฟล์ CSV", "There is no CSV file here"),
                where=str(path),
                got="nothing"
                if not path.exists()
                else ("an empty folder" if path.is_dir() else path.suffix or "no suffix"),
                expected="a .csv file or a folder of them",
                todo=Text("ตรวจชื่อไฟล์หรือโฟลเดอร์", "Check the name of the file or folder"),
            )
        found += [entry for entry in inside if entry not in found]
    return found


def recognise(found: Scan, known: tuple[Contract, ...]) -> Contract:
    """Return the contract a file fits. Raises Problem naming what is missing and the nearest names it has."""
    header = set(found.header)
    fitting = [contract for contract in known if _fits(contract, header)]
    if fitting:
        best = max(len(header & set(contract.names)) for contract in fitting)
        fitting = [contract for contract in fitting if len(header & set(contract.names)) == best]
        return fitting[0] if len(fitting) == 1 else _by_indicators(found, fitting)
    raise _unfit(found, max(known, key=lambda contract: _likeness(contract, found)))


def _fits(contract: Contract, header: set[str]) -> bool:
    some = not contract.any_of or header & set(contract.any_of)
    return bool(some) and set(contract.required_names) <= header


def _by_indicators(found: Scan, fitting: list[Contract]) -> Contract:
    """Two long files have the same columns: look at which indicators the first rows name."""
    place = found.header.index("indicator") if "indicator" in found.header else None
    if place is None:
        return fitting[0]
    rows = [found.fields(record) for record in range(min(found.records, LOOK_AHEAD))]
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
        where=f"{found.path}, line 1",
        got=", ".join(found.header) or "no header",
        expected=", ".join(near),
        todo=RENAME,
    )


def nearest(name: str, names: tuple[str, ...]) -> list[str]:
    """Return the most similar of some names, none where nothing is near."""
    return difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)


def unknown_columns(found: Scan, contract: Contract) -> list[Problem]:
    """Return a note per column that the contract does not know: it is left out, and the nearest name is given."""
    return [
        Problem(
            Text(f"ไม่รู้จักคอลัมน์ {name} จึงไม่นำเข้า", f"Column {name} is unknown and was left out"),
            where=f"{found.path}, line 1",
            got=name,
            expected=(nearest(name, contract.names) or ["a column of the contract"])[0],
            todo=RENAME,
        )
        for name in found.header
        if name not in contract.names
    ]
