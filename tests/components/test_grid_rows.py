"""What a grid asks for: pages, orders and filters over released rows; a hidden number is told by none of them."""

import itertools

import pytest

from components.grid import PAGE_ROWS, Column, bundle_address
from components.grid_rows import page_of, sheet_of
from data.gate import HIDDEN


def shown(cell) -> str:
    return "–" if cell is None else "hidden" if cell is HIDDEN else f"{100 * cell:.1f}%"


COLUMNS = [Column("name", "Name"), Column("share", "Share", shown, lambda cell: round(100 * cell, 1))]
# In the order of their names.
CELLS = {"ant": HIDDEN, "bee": 0.5, "cow": None, "dog": 0.1234, "eel": HIDDEN, "fox": 0.9}
ROWS = [{"name": name, "share": cell} for name, cell in CELLS.items()]


def names(**request) -> str:
    """Return the first letters of the names on the page."""
    return "".join(row["name"][0] for row in page_of(ROWS, COLUMNS, request)["rowData"])


def by(column: str, way: str) -> list[dict]:
    return [{"colId": column, "sort": way}]


def keep(kind: str, value=None, column: str = "share", **more) -> dict:
    return {column: {"type": kind, "filter": value, **more}}


def test_hidden_comes_last_in_every_order_after_missing_and_by_name():
    # dog 12.3 %, bee 50 %, fox 90 %; cow has none; ant and eel are hidden.
    assert names(sortModel=by("share", "asc")) == "dbf" + "c" + "ae"
    assert names(sortModel=by("share", "desc")) == "fbd" + "c" + "ae"


def test_the_order_says_nothing_about_hidden_numbers():
    # Whatever numbers the gate hid, no request can tell: the rows it gives out are the same objects for all of them.
    requests = [
        {"sortModel": sort, "filterModel": model}
        for sort in ([], by("share", "asc"), by("share", "desc"))
        for model in (
            {},
            keep("notEqual", 7),
            keep("lessThanOrEqual", 1000),
            keep("inRange", -9, filterTo=999),
            keep("notBlank"),
        )
    ]
    for request in requests:
        seen = names(**request)
        assert ("a" in seen) == ("e" in seen) == (not request["filterModel"])
        if "a" in seen and request["sortModel"]:
            assert seen.endswith("ae")


@pytest.mark.parametrize(
    ("model", "left"),
    [
        (keep("greaterThanOrEqual", 50), "bf"),
        (keep("lessThanOrEqual", 50), "bd"),
        # As shown: 0.1234 stands as 12.3 % in the table.
        (keep("equals", 12.3), "d"),
        (keep("notEqual", 12.3), "bf"),
        (keep("inRange", 12, filterTo=60), "bd"),
        (keep("blank"), "c"),
        (keep("notBlank"), "bdf"),
        (keep("contains", "O", column="name"), "cdf"),
        (keep("notContains", "o", column="name"), "abe"),
        (keep("startsWith", "b", column="name"), "b"),
        (keep("endsWith", "x", column="name"), "f"),
        (keep("equals", " Cow ", column="name"), "c"),
        (keep("contains", "o", column="name") | keep("notBlank"), "df"),
    ],
)
def test_a_filter_keeps_what_it_says(model, left):
    assert names(filterModel=model) == left


@pytest.mark.parametrize(
    "request_",
    [
        None, 7, [], {"filterModel": 3, "sortModel": {}, "startRow": "x"}, {"filterModel": {"other": {"type": "equals"}}},
        {"filterModel": {"share": {"type": "equals", "filter": "1 OR 1"}}}, {"filterModel": {"share": {"type": "eval", "filter": 1}}},
        {"filterModel": {"name": {"type": "contains", "filter": 5}}}, {"sortModel": [5, {"colId": "other", "sort": "asc"}]},
        {"startRow": -5}, {"filterModel": {"share": None}},
    ],
)  # fmt: skip
def test_a_request_nobody_would_send_changes_nothing(request_):
    assert page_of(ROWS, COLUMNS, request_) == page_of(ROWS, COLUMNS, {})


def test_one_page_travels_whatever_is_asked_for():
    many = [{"name": f"{place:04}", "share": place / 1000} for place in range(120)]
    found = page_of(many, COLUMNS, {"startRow": 100, "endRow": 100_000})
    assert found["rowCount"] == 120
    assert [row["name"] for row in found["rowData"]] == [f"{place:04}" for place in range(100, 120)]
    assert len(page_of(many, COLUMNS, {"startRow": 0, "endRow": 100_000})["rowData"]) == PAGE_ROWS == 50


def test_two_orders_at_once_and_ties_keep_their_names_in_order():
    rows = [{"name": name, "share": cell} for name, cell in zip("abcd", (0.2, 0.1, 0.2, 0.1), strict=True)]
    page = page_of(rows, COLUMNS, {"sortModel": by("share", "desc") + by("name", "desc")})
    assert [row["name"] for row in page["rowData"]] == ["c", "a", "d", "b"]
    assert [row["name"] for row in page_of(rows, COLUMNS, {"sortModel": by("share", "asc")})["rowData"]] == [
        "b",
        "d",
        "a",
        "c",
    ]


def test_a_file_has_every_row_in_words_with_hidden_as_its_word():
    sheet = sheet_of(ROWS, COLUMNS, {"sortModel": by("share", "desc"), "startRow": 3})
    assert [[cell["text"] for cell in row] for row in sheet] == [
        ["Name", "Share"], ["fox", "90.0%"], ["bee", "50.0%"], ["dog", "12.3%"], ["cow", "–"], ["ant", "hidden"], ["eel", "hidden"],
    ]  # fmt: skip
    assert [cell["number"] for cell in sheet[1]] == [False, True]
    assert not any(cell["number"] for cell in itertools.chain(sheet[0]))


def test_the_bundle_is_named_with_its_version():
    assert "/_dash-component-suites/dash_ag_grid/dash_ag_grid.v35_3_0m" in bundle_address()
