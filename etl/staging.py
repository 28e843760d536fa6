"""One file into one typed table in memory: cast, marked where a row is bad, ids hashed on the way in."""

from dataclasses import dataclass, field

import duckdb
import numpy as np

from data.errors import Problem
from data.text import Text
from etl.areas_by_name import AreaNames
from etl.casting import bad_sql, cheap_sql, quoted, raw_sql, read_sql, typed_sql
from etl.contracts import Column, Contract
from etl.plans import Feed, Plan, Reader
from etl.scan import OURS, Scan

__all__ = [
    "BLANK",
    "DUPLICATE",
    "ERASED",
    "MARK_REASONS",
    "MISMATCH",
    "ORPHAN",
    "Reject",
    "Staged",
    "one_per_file",
    "quoted",
    "stage",
]

# Row marks in the column `bad`: the index of the feed that was refused, or one of these; NULL is a good row.
BLANK, DUPLICATE, ORPHAN, MISMATCH, ERASED = -1, -2, -3, -4, -5
MARK_REASONS = {
    DUPLICATE: "duplicate_key",
    ORPHAN: "unknown_household",
    MISMATCH: "area_mismatch",
    ERASED: "erased_household",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was turned away: line of the file, column, value (identities masked), reason key, candidates.

    cells: the cells to mend and load again, as JSON of {header: cell}, without identities; "" where only the line may be kept.
    """

    line: int
    column: str
    value: str
    reason: str
    candidates: str = ""
    cells: str = ""


@dataclass
class Staged:
    """One table out of a file: `name` holds the file's typed rows in file order with `bad`, shared by all its tables."""

    name: str
    contract: Contract
    plan: Plan
    structural: list[Reject] = field(default_factory=list)
    lost_records: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int64))
    pads: tuple[bytes, bytes] = (b"", b"")
    # {text column: {kind of identity: cells}} of what was found and not let in.
    identities: dict[str, dict[str, int]] = field(default_factory=dict)
    # Rows that got their lowest area from coordinates.
    located: int = 0
    # What placed the areas of the file, to tell a refused one why.
    names: AreaNames | None = None

    @property
    def scan(self) -> Scan:
        """The lines of the file."""
        return self.plan.scan

    @property
    def tables(self) -> str:
        """The tables that the file feeds, as its accounting names them."""
        return ", ".join(contract.table for contract in self.plan.tables)

    @property
    def present(self) -> tuple[Column, ...]:
        """The columns of this table that the file has, in contract order."""
        there = {feed.column.name for feed in self.plan.feeds}
        return tuple(column for column in self.contract.columns if column.name in there)

    def mark_of(self, name: str) -> int:
        """Return the mark of rows that were refused for a column."""
        return next(index for index, feed in enumerate(self.plan.feeds) if feed.column.name == name)

    def record_of(self, row: int) -> int:
        """Return the record of the file that a row of the table came from."""
        # Rows that the parser turned away are missing from the table: shift by those before this one.
        before = self.lost_records - np.arange(len(self.lost_records))
        return row + int(np.searchsorted(before, row, side="right"))


def stage(connection: duckdb.DuckDBPyConnection, name: str, plan: Plan, pads) -> list[Staged]:
    """Read a file into the in-memory table `name`; return one Staged per table that it feeds.

    Raises Problem where the parser and the line count disagree.
    """
    values = {"inner": pads[0], "outer": pads[1]} if any(feed.column.kind == "id" for feed in plan.feeds) else {}
    readers = _make_readers(connection, name, plan.feeds)
    names = [readers[feed.way][0] for feed in plan.feeds]
    try:
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_select(plan, names)}", values).fetchall()
    finally:
        for made in set(names):
            connection.remove_function(made)
    lost = _lost_records(connection, plan.scan)
    structural = [
        *(Reject(entry.line, "", "", entry.reason) for entry in plan.scan.broken),
        *(_of_wrong_length(plan.scan, record) for record in lost),
    ]
    _reconcile(connection, name, plan.scan, lost)
    identities = {made.feed.column.name: made.identities for _, made in readers.values() if made.identities}
    located = sum(made.located for _, made in readers.values())
    return [Staged(name, contract, plan, structural, lost, pads, identities, located) for contract in plan.tables]


def one_per_file(staged: list[Staged]) -> list[Staged]:
    """Return one of the tables of each file: a file is accounted for by its own lines."""
    return list({entry.name: entry for entry in reversed(staged)}.values())[::-1]


def _make_readers(connection, name: str, feeds: tuple[Feed, ...]) -> dict[tuple, tuple[str, Reader]]:
    """Register a reader per way of reading; return its name in SQL and itself."""
    # Functions can only be registered where no result is left unread.
    connection.execute("SELECT 1").fetchall()
    made: dict[tuple, tuple[str, Reader]] = {}
    for feed in feeds:
        if feed.way not in made:
            found = made[feed.way] = (f"read_{name}_{len(made)}", Reader(feed))
            connection.create_function(*found, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special")
    return made


def _select(plan: Plan, readers: list[str]) -> str:
    found, feeds = plan.scan, list(enumerate(plan.feeds))
    cell = {header: f"c{place}" for place, header in enumerate(found.header)}
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in cell.values())
    given = ", ".join(name for header, name in cell.items() if not header.casefold().startswith(OURS)) or "NULL"
    raw = [f"coalesce({given}) IS NULL AS nothing", *(f"{raw_sql(feed, cell)} AS r{index}" for index, feed in feeds)]
    bad = "\n        ".join(f"WHEN {bad_sql(index, feed)} THEN {index}" for index, feed in feeds)
    return f"""
WITH cells AS (
    FROM read_csv('{found.source.readable.replace("'", "''")}', auto_detect = false, header = true, skip = {found.source.skip},
        delim = '{found.source.delimiter}', quote = '"', escape = '"', columns = {{{columns}}},
        store_rejects = true, rejects_limit = 0)
),
raw AS (SELECT {_list(raw)} FROM cells),
cheap AS (SELECT *, {_list(f"{cheap_sql(index, feed)} AS k{index}" for index, feed in feeds)} FROM raw),
read AS (SELECT *, {_list(f"{read_sql(index, feed, readers[index])} AS x{index}" for index, feed in feeds)} FROM cheap),
typed AS (SELECT *, {_list(f"{typed_sql(index, feed)} AS t{index}" for index, feed in feeds)} FROM read),
final AS (
    SELECT {_list(f"t{index} AS {quoted(feed.column.name)}" for index, feed in feeds)},
        CASE WHEN nothing THEN {BLANK}
        {bad}
        END::SMALLINT AS bad
    FROM typed
)
SELECT * FROM final
"""


def _list(parts) -> str:
    return ",\n    ".join(parts)


def _lost_records(connection, found: Scan) -> np.ndarray:
    """Return the records that the parser could not split; which lines they are is counted by us, not by it."""
    kinds = connection.execute("SELECT DISTINCT error_type FROM reject_errors").fetchall()
    connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    return found.of_wrong_length() if kinds else np.array([], dtype=np.int64)


def _of_wrong_length(found: Scan, record: int) -> Reject:
    return Reject(found.line_of(record), "", str(len(found.fields(record))), "wrong_field_count")


def _reconcile(connection, name: str, found: Scan, lost: np.ndarray) -> None:
    rows = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    if rows + len(lost) != found.readable_records:
        raise Problem(
            Text("จำนวนแถวที่อ่านได้ไม่ตรงกับจำนวนบรรทัด", "Rows read and lines counted differ"),
            where=str(found.path),
            got=f"{rows} rows and {len(lost)} unreadable ones",
            expected=f"{found.readable_records}",
            todo=Text("ตรวจเครื่องหมายคำพูดและการขึ้นบรรทัดในไฟล์", "Check quotation marks and line breaks in the file"),
        )
