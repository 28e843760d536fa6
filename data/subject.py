"""Everything that is kept of one household: what it is given when it asks for its data (PDPA section 30)."""

from typing import Any

from data.key import PREFIX
from data.library import Opened

# The number by which tables know a household inside one snapshot; it says nothing outside of it.
INSIDE = "household_key"


def kept_of(stored: str, opened: Opened) -> dict[str, list[dict[str, Any]]]:
    """Return {table: rows} of a household in the snapshot on screen, empty where it has none; stored: its stored id."""
    found = opened.rows(
        "SELECT household_key FROM household WHERE household_id = TRY_CAST(? AS UUID)", [stored.removeprefix(PREFIX)]
    )
    tables = opened.rows(
        "SELECT table_name FROM duckdb_columns() WHERE column_name = ? AND table_name <> 'household' ORDER BY 1",
        [INSIDE],
    )
    kept = {}
    for row in found:
        for table in (entry["table_name"] for entry in tables):
            rows = opened.rows(f"SELECT * EXCLUDE ({INSIDE}) FROM {table} WHERE {INSIDE} = ?", [row[INSIDE]])
            kept |= {table: rows} if rows else {}
    return kept
