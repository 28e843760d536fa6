"""The headline of the models page: how many models, for whom, for how much, and what was measured again."""

from components.cells import said
from components.changes import signed
from components.classes import is_number
from components.facts import BUDGET, IN_MODELS, MODELS, MODELS_UNIT
from components.levels import HOUSEHOLDS
from components.tiles import BAHT, short_baht
from components.view import View
from data.gate import Cell, Released
from data.text import Text, percent

MEASURED = Text("วัดรายได้ซ้ำ", "Income measured again")
ATTRITION = Text("ขาดหาย", "Not measured again")
CHANGE = Text("รายได้เปลี่ยนเฉลี่ยต่อเดือน", "Mean income change a month")
MEDIAN = Text("รายได้เปลี่ยนมัธยฐานต่อเดือน", "Median income change a month")


def model_figures(view: View, models: Released, income: Released) -> list[tuple[str, str, str, str]]:
    """Return (label, number, unit, "") from rows of one place of `models` and `model_income`."""
    row = models.rows[0]
    before = income.rows[0] if income.rows else {}

    def figure(label: Text, shown: str, cell: Cell, unit: Text | None) -> tuple[str, str, str, str]:
        return view.say(label), shown, view.say(unit) if unit and is_number(cell) else "", ""

    def count(label: Text, cell: Cell, unit: Text) -> tuple[str, str, str, str]:
        return figure(label, said(cell, view.lang, models.threshold), cell, unit)

    budget = row["budget_baht"]
    amount = short_baht(budget, view.lang) if is_number(budget) else (said(budget, view.lang, models.threshold), "")
    mean, median, lost = (before.get(name) for name in ("mean_change", "median_change", "attrition"))
    return [
        count(MODELS, row["models"], MODELS_UNIT),
        count(IN_MODELS, row["households"], HOUSEHOLDS),
        (view.say(BUDGET), *amount, ""),
        count(MEASURED, before.get("n_households"), HOUSEHOLDS),
        figure(ATTRITION, said(lost, view.lang, models.threshold, percent), lost, None),
        figure(CHANGE, signed(mean, view.lang, models.threshold), mean, BAHT),
        figure(MEDIAN, signed(median, view.lang, models.threshold), median, BAHT),
    ]
