"""What the grid of households asks of the query, and how a row of it reads."""

from dataclasses import replace

import pytest

from components.grid_rows import PAGE_ROWS
from components.household_grid import asked_for, columns_of, household_page
from data.cohort import cohort_text, read_cohort
from data.text import UNDEFINED


def asked(view, **request) -> tuple[str, int, str]:
    found = asked_for(request, view)
    return found["sort"], found["page"], cohort_text(found["cohort"])


def test_order_and_page_are_those_of_the_query(household_view):
    assert asked(household_view) == ("", 1, "")
    assert asked(household_view, startRow=2 * PAGE_ROWS, sortModel=[{"colId": "size", "sort": "desc"}]) == (
        "-size",
        3,
        "",
    )
    assert asked(household_view, sortModel=[{"colId": "debt_baht", "sort": "asc"}]) == ("debt_baht", 1, "")


@pytest.mark.parametrize(
    ("model", "condition"),
    [
        ({"type": "inRange", "filter": 3, "filterTo": 5}, "size:3..5"),
        ({"type": "greaterThanOrEqual", "filter": 3}, "size:3.."),
        ({"type": "lessThanOrEqual", "filter": 5}, "size:..5"),
        ({"type": "equals", "filter": 4}, "size:4..4"),
        ({"type": "blank"}, "size:missing"),
        ({"type": "notBlank"}, "size:known"),
        ({"type": "inRange", "filter": 5, "filterTo": 3}, ""),
        ({"type": "equals", "filter": "4 OR 1=1"}, ""),
        ({"type": "equals"}, ""),
        ({"type": "other", "filter": 4}, ""),
        (None, ""),
    ],
)
def test_a_filter_is_a_condition_of_a_cohort(household_view, model, condition):
    assert asked(household_view, filterModel={"size": model}) == ("", 1, condition)


@pytest.mark.parametrize(
    ("model", "condition"),
    [
        ({"type": "contains", "filter": "poor"}, "verification:verified_poor,not_poor"),
        ({"type": "equals", "filter": " Newly found "}, "verification:newly_found"),
        ({"type": "blank"}, "verification:missing"),
        # No word fits: two conditions that nobody fits together, not all households.
        ({"type": "contains", "filter": "martian"}, "verification:missing;verification:known"),
        ({"type": "contains", "filter": "  "}, ""),
        ({"type": "startsWith", "filter": "poor"}, ""),
        ({"type": "equals", "filter": 4}, ""),
    ],
)
def test_a_filter_of_words_is_a_set_of_codes(household_view, model, condition):
    assert asked(household_view, filterModel={"verification": model})[2] == condition


def test_a_filter_comes_on_top_of_the_cohort_of_the_address(household_view):
    women = read_cohort("head_sex:female", household_view.reference)
    view = replace(household_view, selection=household_view.selection.at(cohort=women))
    assert asked(view, filterModel={"size": {"type": "equals", "filter": 4}})[2] == "head_sex:female;size:4..4"


@pytest.mark.parametrize(
    "request_",
    [
        None,
        3,
        {"sortModel": "size", "startRow": -4, "filterModel": []},
        {"sortModel": [{"colId": "household_id", "sort": "asc"}]},
    ],
)
def test_a_request_nobody_would_send_changes_nothing(household_view, request_):
    assert asked_for(request_, household_view) == {"sort": "", "page": 1, "cohort": ()}


def test_a_row_reads_in_words(household_view):
    keys = [column.key for column in columns_of(household_view)[1:]]
    row = dict.fromkeys(keys) | {
        "household_id": "kj_1", "total": 70, "size": 4, "head_sex": "female", "welfare_card": True, "tpmap_listed": False,
        "debt_baht": 12500.0, "land_rai": 2.5, "county_code": "A", "verification": "newly_found",
    }  # fmt: skip
    page = household_page([row], household_view)
    assert page["rowCount"] == 70
    shown = page["rowData"][0]
    assert {key: shown[key] for key in ("size", "head_sex", "welfare_card", "tpmap_listed", "debt_baht", "land_rai")} == {
        "size": "4", "head_sex": "female", "welfare_card": "yes", "tpmap_listed": "no", "debt_baht": "12,500", "land_rai": "2.50",
    }  # fmt: skip
    assert (shown["county_code"], shown["verification"], shown["head_age"]) == ("Alpha", "newly found", UNDEFINED)
    assert household_page([], household_view) == {"rowData": [], "rowCount": 0}
