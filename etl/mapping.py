"""Mappings: small TOML files that say which header of an export is which column, what its words mean, how it writes dates."""

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import Problem
from data.text import Text
from etl.contracts import Column, Contract
from etl.plans import Feed, Plan
from etl.scan import Scan
from etl.values import plain

SHIPPED = Path(__file__).parent / "mappings"
KEYS = {
    "name": str,
    "tables": list,
    "columns": dict,
    "values": dict,
    "dates": dict,
    "fixed": dict,
    "survey_round": dict,
}
# Respelled headers: how alike two names must be, and how much of a mapping a file must have to be described by it.
ALIKE, ENOUGH = 0.86, 0.5
SAMPLE = 200
FIX_MAPPING = Text(
    "แก้ไฟล์การจับคู่ หรือสร้างใหม่ด้วย python -m etl inspect", "Mend the mapping, or make one with python -m etl inspect"
)


@dataclass(frozen=True)
class Mapping:
    """One mapping as read: `columns` is {source header: column, "" where it is left out}."""

    path: Path
    name: str
    tables: tuple[str, ...]
    columns: dict[str, str]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    survey_round: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that feeds a column."""
        return tuple(name for name, column in self.columns.items() if column) + tuple(self.survey_round.values())


def read_mapping(path: Path) -> Mapping:
    """Read a mapping. Raises Problem naming what is missing or not understood."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, str(error), "valid TOML") from error
    for key, value in told.items():
        if key not in KEYS or not isinstance(value, KEYS[key]):
            raise _bad(path, key, f"one of {', '.join(KEYS)}, each of its kind")
    if not told.get("columns") or not all(isinstance(name, str) for name in told["columns"].values()):
        raise _bad(path, "no [columns]", '"source header" = "column"')
    if not all(isinstance(words, dict) for words in told.get("values", {}).values()):
        raise _bad(path, "[values]", '[values.column] with "word" = "value"')
    if told.get("survey_round") and set(told["survey_round"]) != {"year", "round"}:
        raise _bad(path, "[survey_round]", 'year = "header" and round = "header"')
    told = {"name": path.stem, "tables": []} | told
    told["fixed"] = {name: str(value) for name, value in told.get("fixed", {}).items()}
    return Mapping(path, **{key: tuple(value) if isinstance(value, list) else value for key, value in told.items()})


def _bad(path: Path, got: str, expected: str) -> Problem:
    what = Text("อ่านไฟล์การจับคู่ไม่ได้", "The mapping cannot be read")
    return Problem(what, where=str(path), got=got[:200], expected=expected, todo=FIX_MAPPING)


def saved_mappings(folder: Path) -> list[Mapping]:
    """Return the mappings of a folder, then those that ship."""
    return [read_mapping(path) for home in (folder, SHIPPED) for path in sorted(home.glob("*.toml"))]


def bare(header: str) -> str:
    """Return a header without blanks, marks and case, and without the number that tells a second one."""
    return re.sub(r"[^\w]|_", "", re.sub(r" \(\d+\)$", "", plain(header)).casefold())


def fit(mapping: Mapping, found: Scan, known: tuple[Contract, ...]) -> tuple[Plan, float] | None:
    """Return what a file feeds by a mapping and how much of the mapping it has; None where something required is not there."""
    at = _matched(mapping, found)
    columns: dict[str, list[str]] = {}
    for header, column in mapping.columns.items():
        if column and header in at:
            columns.setdefault(column, []).extend(at[header])
    tables = _tables(mapping, known, {*columns, *mapping.fixed, *(["survey_round"] if _has_round(mapping, at) else [])})
    if not tables:
        return None
    feeds = [feed for table in tables for feed in _feeds(mapping, table, columns, at, found)]
    unique = {feed.column.name: feed for feed in reversed(feeds)}
    share = len(at) / max(1, len(set(mapping.headers)))
    return Plan(found, tables, tuple(reversed(unique.values())), mapping.name), share


def _matched(mapping: Mapping, found: Scan) -> dict[str, list[str]]:
    """{header of the mapping: headers of the file}, a respelled one by likeness; several where the file doubles it."""
    by_name: dict[str, list[str]] = {}
    for header in found.header:
        by_name.setdefault(bare(header), []).append(header)
    at = {
        name: [name] if name in found.header and " (" in name else by_name[bare(name)]
        for name in mapping.headers
        if bare(name) in by_name
    }
    left = {name: headers for name, headers in by_name.items() if not any(headers == taken for taken in at.values())}
    for name in mapping.headers:
        if name not in at and (close := difflib.get_close_matches(bare(name), left, n=1, cutoff=ALIKE)):
            at[name] = left.pop(close[0])
    return at


def _has_round(mapping: Mapping, at: dict[str, list[str]]) -> bool:
    return bool(mapping.survey_round) and all(header in at for header in mapping.survey_round.values())


def _tables(mapping: Mapping, known: tuple[Contract, ...], there: set[str]) -> tuple[Contract, ...]:
    wanted = [contract for contract in known if not mapping.tables or contract.table in mapping.tables]
    fitting = [
        contract
        for contract in wanted
        if set(contract.required_names) <= there and (not contract.any_of or there & set(contract.any_of))
    ]
    named = {contract.table for contract in fitting}
    required = {contract.table for contract in wanted if contract.required} if mapping.tables else set()
    return tuple(fitting) if fitting and required <= named else ()


def _feeds(mapping: Mapping, table: Contract, columns: dict[str, list[str]], at, found: Scan) -> list[Feed]:
    feeds = []
    for column in table.columns:
        words = tuple((plain(raw).casefold(), value) for raw, value in mapping.values.get(column.name, {}).items())
        month_first = mapping.dates.get(column.name, "").startswith("month")
        if column.name in columns:
            header = _right_one(column, columns[column.name], found)
            feeds.append(Feed(column, (header,), words, month_first=month_first))
        elif column.name == "survey_round" and _has_round(mapping, at):
            feeds.append(Feed(column, tuple(at[mapping.survey_round[key]][0] for key in ("year", "round"))))
        elif column.name in mapping.fixed:
            feeds.append(Feed(column, (), words, mapping.fixed[column.name]))
    return feeds


def _right_one(column: Column, headers: list[str], found: Scan) -> str:
    """Of headers that stand twice, the one whose contents fit: for an area its codes, else the one that is filled."""
    if len(headers) == 1:
        return headers[0]
    rows = found.sample(SAMPLE)

    def filled(header: str) -> tuple[int, int]:
        place = found.header.index(header)
        cells = [plain(row[place]) for row in rows if len(row) > place]
        return sum(cell.isdigit() for cell in cells) if column.kind == "area" else 0, sum(map(bool, cells))

    return max(headers, key=filled)
