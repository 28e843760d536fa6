"""The table of households page by page, for those who may see them: its columns, and what its grid asks of the query."""

from collections.abc import Sequence
from typing import Any

from dash import html

from components.grid import PAGE_ROWS, Column, grid_card
from components.sources import snapshot_note
from components.view import View
from data.cohort import KNOWN, MISSING, read_cohort
from data.fields import CAPITALS, HEAD, HELP, MEMBERS, MONEY, PLACE, SEARCH, STANDING, Field, fields_for
from data.reference import Reference
from data.text import UNDEFINED, Text, number

ID = "households"
GROUPS = (PLACE, SEARCH, MEMBERS, HEAD, MONEY, HELP, CAPITALS, STANDING)
# Tests of the grid that are conditions of a cohort.
RANGES = ("greaterThanOrEqual", "lessThanOrEqual", "inRange", "equals")
WORDS = {"contains": lambda name, word: word in name, "equals": lambda name, word: word == name}
STATES = {"blank": MISSING, "notBlank": KNOWN}
TITLE = Text("ครัวเรือน · รอบ {round}", "Households · round {round}")
CODE = Text("รหัสครัวเรือน", "Household code")
HINT = Text(
    "เห็นเฉพาะผู้ปฏิบัติงานในพื้นที่ของตนและผู้ดูแลระบบ ครัวเรือนแสดงด้วยรหัสที่แปลงแล้ว",
    "Only operators in their own areas and administrators see it; a household goes by its keyed code",
)


def fields_of(reference: Reference) -> list[Field]:
    """Return the fields that have a column: those of the household itself, not every answer of the survey."""
    return [entry for entry in fields_for(reference).values() if entry.group in GROUPS]


def columns_of(view: View) -> list[Column]:
    """Return the code of the household, then its fields; numbers and what has words can be filtered, every field sorted."""
    return [Column("household_id", view.say(CODE), sorts=False, filters=())] + [
        Column(entry.key, _head(entry, view), _shown, float, filters=(*RANGES, *STATES))
        if entry.kind == "number"
        else Column(entry.key, _head(entry, view), filters=(*WORDS, *STATES) if entry.values else ())
        for entry in fields_of(view.reference)
    ]


def _head(entry: Field, view: View) -> str:
    words = entry.label[view.lang]
    return words[:1].upper() + words[1:]


def _shown(cell: float | None) -> str:
    return number(cell, 0 if cell is None or float(cell).is_integer() else 2)


def asked_for(request: Any, view: View) -> dict:
    """Return the changes of the selection that a request of the grid means: order, page, and a cohort for its filters.

    request: as the grid sends it, and so as anybody may send it; what is not understood is left out.
    """
    request = request if isinstance(request, dict) else {}
    entries = {entry.key: entry for entry in fields_of(view.reference)}
    sorts = request.get("sortModel")
    first = sorts[0] if isinstance(sorts, list) and sorts and isinstance(sorts[0], dict) else {}
    sort = ("-" if first.get("sort") == "desc" else "") + first["colId"] if first.get("colId") in entries else ""
    start = request.get("startRow")
    page = start // PAGE_ROWS + 1 if isinstance(start, int) and start >= 0 else 1
    model = request.get("filterModel")
    limits = [
        text
        for key, value in (model if isinstance(model, dict) else {}).items()
        if key in entries
        for text in _limits(entries[key], value, view.lang)
    ]
    cohort = [condition for text in limits for condition in read_cohort(text, view.reference)]
    return {"sort": sort, "page": page, "cohort": (*view.selection.cohort, *cohort)}


def _limits(entry: Field, model: Any, lang: str) -> list[str]:
    """Return a filter as texts of conditions, none where it is no filter; `read_cohort` leaves out what is no number."""
    model = model if isinstance(model, dict) else {}
    kind, low, high = (model.get(name) for name in ("type", "filter", "filterTo"))
    if kind in STATES:
        return [f"{entry.key}:{STATES[kind]}"]
    if entry.kind != "number":
        return _with_words(entry, kind, low, lang)
    ends = dict(zip(RANGES, ((low, ""), ("", low), (low, high), (low, low)), strict=True)).get(kind, ())
    return [f"{entry.key}:{'..'.join(str(end) for end in ends)}"] if ends else []


def _with_words(entry: Field, kind: Any, word: Any, lang: str) -> list[str]:
    """Return the condition for the values whose words fit; where none do, two that no household can fit together."""
    if kind not in WORDS or not isinstance(word, str) or not word.strip():
        return []
    fits = WORDS[kind]
    codes = [code for code, name in entry.values.items() if fits(name[lang].casefold(), word.strip().casefold())]
    return [f"{entry.key}:{','.join(codes)}"] if codes else [f"{entry.key}:{MISSING}", f"{entry.key}:{KNOWN}"]


def household_page(rows: Sequence[dict], view: View) -> dict:
    """Return a page of released rows as the grid takes it."""
    fields = {entry.key: entry for entry in fields_of(view.reference)}
    data = [
        {"household_id": row["household_id"]} | {key: _words(row[key], entry, view) for key, entry in fields.items()}
        for row in rows
    ]
    return {"rowData": data, "rowCount": rows[0]["total"] if rows else 0}


def _words(cell: Any, entry: Field, view: View) -> str:
    if cell is None:
        return UNDEFINED
    if entry.kind == "number":
        return _shown(cell)
    key = str(int(cell)) if isinstance(cell, bool) else str(cell)
    return entry.values[key][view.lang] if key in entry.values else key


def household_card(view: View) -> html.Section:
    """Return the table in its frame; the rows follow page by page."""
    query = view.selection.to_query() | {"snapshot": view.snapshot, "lang": view.lang}
    version = " ".join(f"{key}={value}" for key, value in query.items() if key not in ("by", "metric"))
    sentence = view.selection.describe(view.lang, view.reference, view.rounds)
    notes = [view.say(HINT), snapshot_note(view)]
    return grid_card(
        ID, version, view.say(TITLE, round=view.round_name), sentence, columns_of(view), notes, view, files=False
    )
