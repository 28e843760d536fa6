"""The numbers of a figure as a spreadsheet has them: what a native chart is made of, read from released rows alone."""

from dataclasses import dataclass, field

from components.capitals import short_names
from components.causes import top_causes
from components.classes import is_number
from components.funnel import stage_name
from components.levels import level_name
from components.measure import Measure
from components.model_change import AFTER, BEFORE, income_rows
from components.models import group_name
from components.profile import Profile
from components.ranked_dots import ranked_codes
from components.search import COUNTS
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import UNDEFINED

Values = list[float | None]


@dataclass(frozen=True)
class Chart:
    """kind: "bar", "radar" or "dots"; series: {name: one number per category, None where missing or hidden}.

    form: number format of a spreadsheet; low, high: ends of the axis, None where they follow from the numbers.
    """

    kind: str
    categories: list[str]
    series: dict[str, Values] = field(default_factory=dict)
    form: str = "#,##0"
    low: float | None = 0
    high: float | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is any number to draw."""
        return any(value is not None for values in self.series.values() for value in values)


def known(cell: Cell) -> float | None:
    """Return a cell as a chart takes it: a number, or nothing."""
    return float(cell) if is_number(cell) else None


def labelled(name: str, cell: Cell, lang: str, threshold: int) -> str:
    """Return the name of a category; one without a number says whether it is hidden or missing."""
    if is_number(cell):
        return name
    return f"{name} · {HIDDEN.text(threshold)[lang] if cell is HIDDEN else UNDEFINED}"


def level_chart(view: View, released: Released, word: str) -> Chart:
    """Return the shares of the living levels."""
    names = [
        labelled(level_name(row["level"], view.lang), row["share"], view.lang, released.threshold)
        for row in released.rows
    ]
    return Chart("bar", names, {word: [known(row["share"]) for row in released.rows]}, "0.0%")


def where_chart(measure: Measure) -> Chart:
    """Return every area in the order of the ranking."""
    codes = ranked_codes(measure.cells, measure.entry)
    entry = measure.entry
    form = "0.0%" if entry.is_share else "#,##0" + ("." + "0" * entry.decimals if entry.decimals else "")
    values = [known(measure.cells[code]) for code in codes]
    names = [
        labelled(measure.names[code], measure.cells[code], measure.view.lang, measure.released.threshold)
        for code in codes
    ]
    return Chart("bar", names, {entry.label[measure.view.lang]: values}, form)


def capital_chart(view: View, profile: Profile, place: str, own: bool) -> Chart:
    """Return the radar: the place and, where it is another, the programme."""
    names = short_names(profile.groups, view.lang)
    series = {place: profile.known(profile.values)}
    if not own:
        series[profile.word] = profile.known(profile.middle)
    return Chart("radar", [names[group.key] for group in profile.groups], series, "0.00", 1, 4)


def cause_chart(view: View, released: Released, word: str) -> Chart:
    """Return the most common problems."""
    names = {item.key: item.name[view.lang] for item in view.reference.problem_items}
    rows = top_causes(released.rows)
    return Chart(
        "bar", [names[row["indicator"]] for row in rows], {word: [known(row["censored"]) for row in rows]}, "0.0%"
    )


def search_chart(view: View, released: Released, word: str) -> Chart:
    """Return households by the outcome of verification."""
    [row] = released.rows[:1]
    names = [labelled(name[view.lang], row[key], view.lang, released.threshold) for key, name in COUNTS.items()]
    return Chart("bar", names, {word: [known(row[key]) for key in COUNTS]})


def funnel_chart(view: View, released: Released, word: str) -> Chart:
    """Return how many referrals reached each stage."""
    names = [
        labelled(stage_name(row["stage"], view.lang), row["reached"], view.lang, released.threshold)
        for row in released.rows
    ]
    return Chart("bar", names, {word: [known(row["reached"]) for row in released.rows]})


def income_chart(view: View, income: Released, groups: Released) -> Chart:
    """Return mean income before and after, for all models and by group."""
    rows = income_rows(income, groups)
    series = {
        words[view.lang]: [known(row[name]) for row in rows]
        for words, name in ((BEFORE, "mean_before"), (AFTER, "mean_after"))
    }
    names = [
        labelled(group_name(view, row["model_group"]), row["mean_after"], view.lang, income.threshold) for row in rows
    ]
    return Chart("dots", names, series)


def rounds_chart(names: list[str], before: Values, after: Values, words: tuple[str, str]) -> Chart:
    """Return scores of two rounds."""
    return Chart("dots", names, {words[0]: before, words[1]: after}, "0.00", 1, 4)
