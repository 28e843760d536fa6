"""The page of data tells what is hidden once, and of what it shows alone."""

from components.quality import doubts_section, grades_card
from data.gate import HIDDEN
from data.text import Text

CHECKS = {"young": Text("หัวหน้าอายุน้อย", "Young head"), "high": Text("ค่าสูง", "High value")}


def heads_and_cells(section) -> tuple[list, list]:
    """Return the heads and the cells of the only table of a section."""

    def find(node, kind: str) -> list:
        if isinstance(node, list | tuple):
            return [found for part in node for found in find(part, kind)]
        own = [node] if type(node).__name__ == kind else []
        return own + (find(node.children, kind) if hasattr(node, "children") else [])

    return [head.children for head in find(section, "Th")], [cell.children for cell in find(section, "Td")]


def test_who_may_see_no_count_is_told_what_is_checked(household_view, released):
    def rows(cell):
        return [{"code": "TH", "check": check, "households": cell, "share": cell} for check in CHECKS]

    nothing = heads_and_cells(doubts_section(household_view, released(rows(HIDDEN), "doubts"), CHECKS))
    assert "hidden" not in str(nothing) and "Young head" in str(nothing) and "Households" not in str(nothing)
    one = [*rows(HIDDEN)[:1], *rows(0.5)[1:]]
    some = str(heads_and_cells(doubts_section(household_view, released(one, "doubts"), CHECKS)))
    assert "hidden (n < 10)" in some and "Households" in some and "50.0%" in some


def test_the_foot_of_grades_counts_the_areas_whose_grade_is_hidden(household_view, released):
    parts = dict.fromkeys(("score", "completeness", "consistency", "placed", "freshness"), 0.9)
    home = [area.code for area in household_view.reference.home_areas]
    rows = [{"code": code, "grade": "A", "unplaced": HIDDEN} | parts for code in home]
    rows[0] = {"code": home[0]} | dict.fromkeys((*parts, "grade", "unplaced"), HIDDEN)
    card = grades_card(
        household_view, released(rows, "grades", hidden=len(rows)), released([], "freshness"), Text("ก", "f")
    )
    assert [note for note in card.notes if "hidden" in note] == ["hidden rows: 1 (n < 10)"]
