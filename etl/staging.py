"""One file into one typed table in memory: cast, marked where a row is bad, ids hashed on the way in."""

from dataclasses import dataclass, field

import duckdb
import numpy as np

from data.errors import Problem
from data.text import Text
from etl.contracts import Column, Contract
from etl.identity import hash_sql
from etl.reasons import FIRST_DAY, LAST_DAY, LONGEST_ID, LONGEST_TEXT, reason_of
from etl.scan import Scan

# Row marks in the column `bad`: a contract column's index, or one of these; NULL is a good row.
BLANK, DUPLICATE, ORPHAN, MISMATCH = -1, -2, -3, -4
MARK_REASONS = {DUPLICATE: "duplicate_key", ORPHAN: "unknown_household", MISMATCH: "area_mismatch"}
DAMAGED_ID = r"^[0-9.,]+[eE]\+?[0-9]+$"
IDENTITY_KINDS = frozenset({"id", "raw_id"})
MASK = "•••"


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was turned away: line of the file, column, value (ids masked) and reason key."""

    line: int
    column: str
    value: str
    reason: str


@dataclass
class Staged:
    """A file in memory: table `name` holds its typed rows in file order with `bad`."""

    name: str
    contract: Contract
    scan: Scan
    present: tuple[Column, ...]
    structural: list[Reject] = field(default_factory=list)
    lost_records: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int64))

    def record_of(self, row: int) -> int:
        """Return the record of the file that a row of the table came from."""
        # Rows that the parser turned away are missing from the table: shift by those before this one.
        record = row
        for lost in self.lost_records:
            if lost > record:
                break
            record += 1
        return record


def stage(connection: duckdb.DuckDBPyConnection, name: str, contract: Contract, found: Scan, pads) -> Staged:
    """Read a file into the in-memory table `name`. Raises Problem where the parser and the line count disagree."""
    present = tuple(column for column in contract.columns if column.name in found.header)
    staged = Staged(name, contract, found, present)
    values = {"inner": pads[0], "outer": pads[1]} if any(column.kind == "id" for column in present) else {}
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_select(found, present)}", values)
    _take_structural_rejects(connection, staged)
    _reconcile(connection, staged)
    return staged


def _select(found: Scan, present: tuple[Column, ...]) -> str:
    raw = ", ".join(f"{quoted(header)}: 'VARCHAR'" for header in found.header)
    typed = ",\n    ".join(f"{typed_sql(column)} AS {quoted('t_' + column.name)}" for column in present)
    final = ", ".join(f"{quoted('t_' + column.name)} AS {quoted(column.name)}" for column in present)
    everything = ", ".join(quoted(header) for header in found.header)
    bad = "\n        ".join(
        f"WHEN {condition} THEN {index}" for index, column in enumerate(present) if (condition := bad_sql(column))
    )
    path = str(found.path).replace("'", "''")
    return f"""
WITH raw AS (
    FROM read_csv('{path}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
        columns = {{{raw}}}, store_rejects = true, rejects_limit = 0)
),
typed AS (SELECT *, {typed} FROM raw),
final AS (
    SELECT {final},
        CASE WHEN coalesce({everything}) IS NULL THEN {BLANK}
        {bad}
        END::SMALLINT AS bad
    FROM typed
)
SELECT * FROM final
"""


def typed_sql(column: Column) -> str:
    """Return SQL of a column's typed value; a bad value gives NULL or a value that `bad_sql` refuses."""
    raw = quoted(column.name)
    match column.kind:
        case "id":
            return hash_sql(raw)
        case "whole":
            return f"CASE WHEN try_cast({raw} AS DOUBLE) % 1 = 0 THEN try_cast({raw} AS BIGINT) END"
        case "number":
            # Scores keep three decimals as whole numbers, which is smaller and exact; amounts are floating.
            return f"try_cast({raw} AS {'DECIMAL(4, 3)' if column.high <= 4 else 'DOUBLE'})"
        case "date":
            return f"try_cast({raw} AS DATE)"
        case "flag":
            return f"try_cast(trim({raw}) AS BOOLEAN)"
        case "deprivation":
            return f"CASE lower(trim({raw})) WHEN '1' THEN 1 WHEN '0' THEN 0 WHEN 'na' THEN 0 END::TINYINT"
        case _:
            return f"nullif(trim({raw}), '')"


def bad_sql(column: Column) -> str:
    """Return SQL that is true where a value must be refused; `t_` columns are the typed ones."""
    raw, typed = quoted(column.name), quoted("t_" + column.name)
    given = f"{raw} IS NOT NULL AND trim({raw}) <> ''"
    blank = f"{typed} IS NULL OR " if column.required else ""
    match column.kind:
        case "id" | "raw_id":
            return f"{raw} IS NULL OR trim({raw}) = '' OR length({raw}) > {LONGEST_ID} OR regexp_matches({raw}, '{DAMAGED_ID}')"
        case "whole" | "number":
            inside = f"{typed} BETWEEN {column.low!r} AND {column.high!r}"
            wrong = f"({given} AND NOT coalesce({inside}, false))"
            return f"{blank}{wrong}" if not column.must_be_filled else f"{typed} IS NULL OR {wrong}"
        case "date":
            inside = f"{typed} BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'"
            return f"{blank}({given} AND NOT coalesce({inside}, false))"
        case "choice":
            listed = ", ".join(f"'{value}'" for value in column.values)
            return f"{blank}({typed} NOT IN ({listed}))"
        case "text" | "area":
            return f"{blank}length({typed}) > {LONGEST_TEXT}"
        case _:
            return f"{blank}({given} AND {typed} IS NULL)"


def quoted(name: str) -> str:
    """Return a name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _take_structural_rejects(connection, staged: Staged) -> None:
    """Keep the rows that the parser could not split; which lines they are is counted by us, not by it."""
    kinds = connection.execute("SELECT DISTINCT error_type FROM reject_errors").fetchall()
    connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    if not kinds:
        return
    if ("INVALID ENCODING",) in kinds:
        staged.scan.check_encoding()
    staged.lost_records = staged.scan.of_wrong_length()
    staged.structural = [
        Reject(staged.scan.line_of(record), "", str(len(staged.scan.fields(record))), "wrong_field_count")
        for record in staged.lost_records
    ]


def _reconcile(connection, staged: Staged) -> None:
    rows = connection.execute(f"SELECT count(*) FROM {staged.name}").fetchone()[0]
    if rows + len(staged.structural) != staged.scan.records:
        raise Problem(
            Text("จำนวนแถวที่อ่านได้ไม่ตรงกับจำนวนบรรทัด", "Rows read and lines counted differ"),
            where=str(staged.scan.path),
            got=f"{rows} rows and {len(staged.structural)} unreadable ones",
            expected=f"{staged.scan.records}",
            todo=Text("ตรวจเครื่องหมายคำพูดและการขึ้นบรรทัดในไฟล์", "Check quotation marks and line breaks in the file"),
        )


def rejects(connection, staged: Staged) -> list[Reject]:
    """Return every refused row of a file in line order; ids are masked."""
    rows = connection.execute(
        f"SELECT rowid, bad FROM {staged.name} WHERE bad IS NOT NULL AND bad <> {BLANK}"
    ).fetchall()
    return sorted(
        [*staged.structural, *(_reject(staged, row, mark) for row, mark in rows)], key=lambda entry: entry.line
    )


def _reject(staged: Staged, row: int, mark: int) -> Reject:
    record = staged.record_of(row)
    line = staged.scan.line_of(record)
    if mark in MARK_REASONS:
        return Reject(line, "", "", MARK_REASONS[mark])
    column = staged.present[mark]
    fields = staged.scan.fields(record)
    value = fields[staged.scan.header.index(column.name)]
    shown = MASK if column.kind in IDENTITY_KINDS and value.strip() else value[:100]
    return Reject(line, column.name, shown, reason_of(column, value))
