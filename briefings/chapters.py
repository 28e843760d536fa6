"""The chapters of a briefing: each asks the questions of its page and says what they answer."""

from collections.abc import Callable

from briefings import sentences
from briefings.charts import (
    capital_chart,
    cause_chart,
    funnel_chart,
    income_chart,
    known,
    level_chart,
    rounds_chart,
    search_chart,
    where_chart,
)
from briefings.document import Chapter, Figure
from briefings.words import certainty
from components.between_rounds import measure_names, rounds_card
from components.briefing_form import CHAPTERS as NAMES
from components.causes import causes_card
from components.facts import household_facts
from components.funnel import funnel_card
from components.levels import HOUSEHOLDS, levels_card
from components.measure import Measure, map_card, ranked_card
from components.model_change import income_card
from components.models import groups_card, plan_card
from components.profile import Profile, household_profile
from components.radar_card import radar_card
from components.reader import Reader
from components.search import search_card
from components.sources import about, household_notes
from data.gate import Cell
from data.indicators import indicator
from data.layers import layer
from data.text import Text

Make = Callable[[Reader, str], Chapter | None]

SHARE = Text("ร้อยละ", "Per cent")
REFERRED = Text("เรื่อง", "Referrals")
FACTS = ("verification", "poverty", "capitals", "models")
SHOWN = ("poor_households", "poor_persons", "surveyed", "H", "overall", "models", "in_models")
TALL = 420
# Letters on a line of half a page.
PAPER_LINE = 66


def headline(reader: Reader) -> list[tuple[str, str, str]]:
    """Return the headline numbers: (label, number, unit)."""
    view = reader.view
    facts = household_facts({question: reader.ask_here(question).rows for question in FACTS})
    without = ("H",) * (not view.reference.dimensions) + ("overall",) * (not view.reference.capitals)
    return [facts[key].triple(view.lang) for key in SHOWN if key in facts and key not in without]


def who(reader: Reader, place: str) -> Chapter:
    """Say who is poor, with the living levels."""
    view = reader.view
    verification, poverty = reader.ask_here("verification"), reader.ask_here("poverty")
    facts = household_facts({"verification": verification.rows})
    said = sentences.who(view, place, facts)
    if view.reference.dimensions:
        row = _first(poverty.rows)
        whole = row if not view.selection.place else _first(reader.ask_whole("poverty").rows)
        said += sentences.poor(view, row, whole)
    levels = reader.ask_here("levels")
    figures: tuple[Figure, ...] = ()
    if levels.rows:
        notes = household_notes(view, levels)
        card = levels_card(view, list(levels.rows), place, view.vintage, about(view, "levels"), notes)
        chart = level_chart(view, levels, view.say(HOUSEHOLDS))
        figures = (Figure(card, chart, {"levels": levels, "poverty": poverty}),)
    return Chapter("who", view.say(NAMES["who"]), said, figures)


def _first(rows: tuple[dict, ...]) -> dict | None:
    return rows[0] if rows else None


def where(reader: Reader, place: str) -> Chapter | None:
    """Map or rank the areas inside the place by the chosen measure."""
    view = reader.view
    entry = indicator("households", view.selection.metric, view.reference)
    released, codes = reader.ask_below(entry.question)
    if not codes:
        return None
    around = released.selection.place
    whole = reader.ask(entry.question, place=around, by=view.reference.areas[around].level) if around else None
    measure = Measure(view, entry, released, whole or reader.ask_whole(entry.question), tuple(codes), place=around)
    drawn = layer(reader.library.settings.build, measure.level, view.reference, around)
    figures = [Figure(map_card(measure, drawn, "map", TALL), None, {})] if drawn else []
    figures.append(Figure(ranked_card(measure, "ranked", TALL), where_chart(measure), {"areas": released}))
    return Chapter("where", view.say(NAMES["where"]), sentences.where(measure), tuple(figures))


def capitals(reader: Reader, place: str) -> Chapter | None:
    """Draw the capitals beside the programme's."""
    view = reader.view
    if not view.reference.capitals:
        return None
    released, whole = reader.ask_here("capitals"), reader.ask_whole("capitals")
    profile: Profile = household_profile(view, released.rows, whole.rows)
    own = not view.selection.place
    n = next((row["n_households"] for row in released.rows), None)
    card = radar_card(view, profile, place, view.vintage, about(view, "capitals"), household_notes(view, released, n))
    figure = Figure(card, capital_chart(view, profile, place, own), {"capitals": released, "capitals_programme": whole})
    score, middle = (_overall(answer.rows) for answer in (released, whole))
    said = sentences.overall(view, score, None if own else middle, profile.word)
    said += sentences.capitals(view, profile, n, own)
    return Chapter("capitals", view.say(NAMES["capitals"]), said, (figure,))


def _overall(rows: tuple[dict, ...]) -> Cell:
    return next((row["mean"] for row in rows if row["capital"] == "overall"), None)


def causes(reader: Reader, place: str) -> Chapter | None:
    """Show what most people fail."""
    view, released = reader.view, reader.ask_here("contributions")
    if not released.rows:
        return None
    figure = Figure(
        causes_card(view, released, place, line=PAPER_LINE),
        cause_chart(view, released, view.say(SHARE)),
        {"causes": released},
    )
    return Chapter("causes", view.say(NAMES["causes"]), sentences.causes(view, released), (figure,))


def search(reader: Reader, place: str) -> Chapter:
    """Show what became of the list, and both of its errors."""
    view, released = reader.view, reader.ask_here("verification")
    row = _first(released.rows)
    figures: tuple[Figure, ...] = ()
    if row:
        chart = search_chart(view, released, view.say(HOUSEHOLDS))
        figures = (Figure(search_card(view, released, place), chart, {"verification": released}),)
    return Chapter("search", view.say(NAMES["search"]), sentences.search(view, row), figures)


def referrals(reader: Reader, place: str) -> Chapter | None:
    """Show how far referrals come and how long they take."""
    view, released, ends = reader.view, reader.ask_here("funnel"), reader.ask_here("stage_ends")
    if not released.rows:
        return None
    chart = funnel_chart(view, released, view.say(REFERRED))
    figure = Figure(funnel_card(view, released, place, ends), chart, {"funnel": released, "stage_ends": ends})
    return Chapter("referrals", view.say(NAMES["referrals"]), sentences.referrals(view, released), (figure,))


def models(reader: Reader, place: str) -> Chapter | None:
    """Show the models by group, and income before and after of the same households."""
    view = reader.view
    found, groups, income = (reader.ask_here(name) for name in ("models", "model_groups", "model_income"))
    if not found.rows:
        return None
    said = sentences.models(view, _first(found.rows), _first(income.rows))
    figures = []
    if groups.rows:
        figures.append(Figure(groups_card(view, groups, place), None, {"models": found, "model_groups": groups}))
    if income.rows:
        chart = income_chart(view, income, groups)
        figures.append(Figure(income_card(view, income, groups, place), chart, {"model_income": income}))
    return Chapter("models", view.say(NAMES["models"]), said, tuple(figures))


def plans(reader: Reader, place: str) -> Chapter:
    """Show what is proposed to provincial plans."""
    view, released = reader.view, reader.ask_here("proposals")
    figures = (Figure(plan_card(view, released, place), None, {"proposals": released}),) if released.rows else ()
    return Chapter("plans", view.say(NAMES["plans"]), sentences.plans(view, released.rows), figures)


def change(reader: Reader, place: str) -> Chapter | None:
    """Show what changed since the round before."""
    view, released = reader.view, reader.ask_here("change")
    if not released.rows or view.base_round is None:
        return None
    by_measure = {row["measure"]: row for row in released.rows}
    names = measure_names(view)
    said = []
    for measure, better, decimals, share in (("overall", "high", 2, False), ("H", "low", 1, True)):
        if measure in by_measure:
            said += sentences.changed(view, names[measure], by_measure[measure], better, decimals, share)
    scores = [row for row in released.rows if row["measure"] not in ("H", "M0")]
    chart = rounds_chart(
        [names[row["measure"]][view.lang] for row in scores],
        *([known(row[name]) for row in scores] for name in ("before", "after")),
        (view.name_of(view.base_round), view.round_name),
    )
    figure = Figure(rounds_card(view, released, place), chart, {"change": released})
    return Chapter("change", view.say(NAMES["change"]), [*said, certainty(view)], (figure,))


CHAPTERS: dict[str, Make] = {
    "who": who,
    "where": where,
    "capitals": capitals,
    "causes": causes,
    "search": search,
    "referrals": referrals,
    "models": models,
    "plans": plans,
    "change": change,
}
