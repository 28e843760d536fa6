"""Sorting, filtering and paging of released rows for a grid.

What is hidden takes no part: it never matches a filter, and in every order it stands last, after what is missing, by
name. So neither an order nor a filter tells anything about a hidden number.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from components.classes import is_number
from components.grid import PAGE_ROWS, Column
from components.places import thai_order
from data.gate import HIDDEN

Row = dict[str, Any]
WORD_TESTS = {
    "contains": lambda cell, word: word in cell,
    "notContains": lambda cell, word: word not in cell,
    "equals": lambda cell, word: cell == word,
    "startsWith": lambda cell, word: cell.startswith(word),
    "endsWith": lambda cell, word: cell.endswith(word),
}
NUMBER_TESTS = {
    "equals": lambda amount, low, _: amount == low,
    "notEqual": lambda amount, low, _: amount != low,
    "greaterThanOrEqual": lambda amount, low, _: amount >= low,
    "lessThanOrEqual": lambda amount, low, _: amount <= low,
    "inRange": lambda amount, low, high: _amount(high) and low <= amount <= high,
}


def page_of(rows: Sequence[Row], columns: Sequence[Column], request: Any) -> dict:
    """Return what the grid asked for: {"rowData": shown texts of one page, "rowCount": rows that match in all}."""
    found = ordered(rows, columns, request)
    start = _whole(request, "startRow")
    page = found[start : start + PAGE_ROWS]
    return {
        "rowData": [{entry.key: entry.text(row[entry.key]) for entry in columns} for row in page],
        "rowCount": len(found),
    }


def sheet_of(rows: Sequence[Row], columns: Sequence[Column], request: Any) -> list[list[dict]]:
    """Return every row that matches, as cells of a file: {"text", "number"}, the heads first."""
    heads = [{"text": entry.head, "number": False} for entry in columns]
    return [heads] + [
        [{"text": entry.text(row[entry.key]), "number": entry.is_number} for entry in columns]
        for row in ordered(rows, columns, request)
    ]


def ordered(rows: Sequence[Row], columns: Sequence[Column], request: Any) -> list[Row]:
    """Return the rows that match the request's filters, in its order; what it says of unknown columns is left out.

    rows: in the order of their names. request: as the grid sends it, and so as anybody may send it.
    """
    known = {entry.key: entry for entry in columns}
    request = request if isinstance(request, Mapping) else {}
    found = list(rows)
    for key, model in _items(request.get("filterModel")):
        if key in known and isinstance(model, Mapping):
            found = [row for row in found if _matches(row[key], known[key], model)]
    sorts = request.get("sortModel")
    for sort in reversed(sorts if isinstance(sorts, list) else []):
        if isinstance(sort, Mapping) and sort.get("colId") in known:
            found = _sorted(found, known[sort["colId"]], sort.get("sort") == "desc")
    return found


def _sorted(rows: list[Row], column: Column, down: bool) -> list[Row]:
    key = column.key
    if not column.is_number:
        return sorted(rows, key=lambda row: thai_order(row[key]).casefold(), reverse=down)
    drawn = sorted((row for row in rows if is_number(row[key])), key=lambda row: row[key], reverse=down)
    missing = [row for row in rows if row[key] is None]
    return drawn + missing + [row for row in rows if row[key] is HIDDEN]


def _matches(cell: Any, column: Column, model: Mapping) -> bool:
    kind, low = model.get("type"), model.get("filter")
    if not column.is_number:
        test = WORD_TESTS.get(kind)
        return not (test and isinstance(low, str)) or test(cell.casefold(), low.strip().casefold())
    test = NUMBER_TESTS.get(kind)
    if kind not in ("blank", "notBlank") and not (test and _amount(low)):
        return True
    if cell is HIDDEN:
        return False
    if kind in ("blank", "notBlank"):
        return (cell is None) == (kind == "blank")
    return cell is not None and test(column.amount(cell), low, model.get("filterTo"))


def _amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _items(model: Any) -> list[tuple[str, Any]]:
    return list(model.items()) if isinstance(model, Mapping) else []


def _whole(request: Any, key: str) -> int:
    value = request.get(key) if isinstance(request, Mapping) else 0
    return max(value, 0) if isinstance(value, int) else 0
