"""The four tiles of the overview, from published figures or from household data."""

from collections import Counter

from dash import dcc, html

from components.causes import FAILED, top_causes
from components.classes import is_number
from components.facts import Fact, household_facts, published_facts
from components.funnel import stage_name
from components.measure import Measure
from components.panel import weakest_words
from components.places import counted
from components.profile import MEAN, Profile, published_profiles
from components.sentences import HIGHEST, LOWEST, with_unit
from components.sources import published_notes, snapshot_note
from components.tiles import HOW, WHERE, WHO, WHY, Tile
from components.view import View
from data.text import Text, number, percent, period

OF_SURVEYED = Text("จาก {n} ครัวเรือนที่สำรวจ", "of {n} surveyed households")
PERSONS = Text("{n} คน", "{n} persons")
WEAKEST = Text("ทุนที่อ่อนที่สุด", "Weakest capital")
WEAKEST_IN = Text("อ่อนที่สุดใน {n} จาก {places}", "weakest in {n} of {places}")
MEAN_OF_FOUR = Text("{word} {score} จาก 4", "{word} {score} of 4")
MOST_COMMON = Text("สาเหตุที่พบมาก", "Most common causes")
CHAINS = Text("{n} ห่วงโซ่คุณค่า", "{n} value chains")
BUDGET = Text("งบประมาณ {baht}", "budget {baht}")
HELPED = Text("ช่วยเหลือ {n} ครัวเรือน ({year})", "{n} households helped ({year})")
IN_MODELS = Text("{n} ครัวเรือนในโมเดล", "{n} households in models")
LINE = Text("{first} {n} → {last} {m} ({rate})", "{first} {n} → {last} {m} ({rate})")
NO_SCORES = Text("ไม่มีคะแนนทุน", "no capital scores")
WEAK = Text("ทุนที่อ่อนที่สุด: {capital}", "weakest: {capital}")


def who_tile(view: View, facts: dict[str, Fact], source: str) -> Tile:
    """Return the tile *who*: verified poor households and persons."""
    poor, persons, surveyed = (facts.get(key) for key in ("poor_households", "poor_persons", "surveyed"))
    lines = [
        view.say(PERSONS, n=persons.shown(view.lang)) if persons else "",
        view.say(OF_SURVEYED, n=surveyed.shown(view.lang)) if surveyed else "",
    ]
    label, value, unit = poor.triple(view.lang) if poor else ("", "", "")
    return Tile("tile-who", WHO, label, value, unit, lines, source)


def where_tile(measure: Measure, profiles: dict[str, Profile]) -> Tile:
    """Return the tile *where*: the three places of most concern by the measure on the map, with their weakest capital."""
    view = measure.view
    end = LOWEST if measure.entry.better == "high" else HIGHEST
    of = counted(len(measure.worst), view.reference.home_level)
    kicker = f"{measure.entry.label[view.lang]} · {view.say(end, of=of)}"
    entries = [_place_line(code, measure, profiles.get(code)) for code in measure.worst[:3]]
    return Tile(
        "tile-where", WHERE, kicker, None, "", [html.Ol(entries, className="worst-list")], measure_source(measure)
    )


def _place_line(code: str, measure: Measure, profile: Profile | None) -> html.Li:
    view = measure.view
    weak = "" if profile is None else _weak(view, profile)
    value = with_unit(measure.cells[code], measure.entry, view.lang).split(" ")[0]
    return html.Li(
        [
            dcc.Link(measure.names[code], href=view.place_link(code)),
            html.B(value),
            html.Small(weak) if weak else None,
        ]
    )


def _weak(view: View, profile: Profile) -> str:
    words = weakest_words(view, profile)
    return view.say(WEAK, capital=words) if words else view.say(NO_SCORES)


def published_why(view: View, profiles: dict[str, Profile], source: str) -> Tile:
    """Return the tile *why* from published scores: in how many places each capital is the weakest."""
    weakest = Counter(profile.weakest.key for code, profile in profiles.items() if code and profile.weakest)
    if not weakest:
        return Tile("tile-why", WHY, view.say(WEAKEST), number(None), "", [], source)
    names = {group.key: group.name[view.lang] for group in view.reference.capitals}
    of = counted(sum(weakest.values()), view.reference.home_level)
    (first, _), *rest = weakest.most_common(3)
    lines = [view.say(WEAKEST_IN, n=str(weakest[first]), places=of)]
    lines += [f"{names[key]} {counted(count, view.reference.home_level)[view.lang]}" for key, count in rest]
    return Tile("tile-why", WHY, view.say(WEAKEST), names[first], "", lines, source)


def household_why(view: View, programme: Profile | None, causes: tuple[dict, ...], source: str) -> Tile:
    """Return the tile *why* from households: the weakest capital of the programme and the most common causes."""
    weakest = programme.weakest if programme else None
    names = {item.key: item.name[view.lang] for item in view.reference.problem_items}
    worst = [
        f"{percent(row['censored'])} {view.say(FAILED, item=names[row['indicator']])}" for row in top_causes(causes, 2)
    ]
    lines = []
    if weakest:
        score = number(programme.values[weakest.key], 2)
        lines.append(view.say(MEAN_OF_FOUR, word=MEAN, score=score))
    lines += [html.P(words, className="two-lines", title=words) for words in worst]
    kicker = view.say(WEAKEST if weakest else MOST_COMMON)
    return Tile("tile-why", WHY, kicker, weakest.name[view.lang] if weakest else None, "", lines, source)


def published_how(view: View, facts: dict[str, Fact], source: str) -> Tile:
    """Return the tile *how* from published figures: models, value chains, baht, help."""
    models = facts.get("models")
    lines = []
    if "chains" in facts and "budget" in facts:
        budget = view.say(BUDGET, baht=facts["budget"].words(view.lang))
        lines += [view.say(CHAINS, n=facts["chains"].shown(view.lang)), budget]
    if "helped" in facts:
        years = period(facts["helped"].period, view.lang)
        lines.append(view.say(HELPED, n=facts["helped"].shown(view.lang), year=years))
    label, value, unit = models.triple(view.lang) if models else ("", "", "")
    return Tile("tile-how", HOW, label, value, unit, lines, source)


def household_how(view: View, facts: dict[str, Fact], funnel: tuple[dict, ...], source: str) -> Tile:
    """Return the tile *how* from households: models and the referral funnel in one line."""
    models = facts.get("models")
    lines = []
    if "in_models" in facts:
        budget = view.say(BUDGET, baht=facts["budget"].words(view.lang))
        lines += [view.say(IN_MODELS, n=facts["in_models"].shown(view.lang)), budget]
    if funnel and is_number(funnel[0]["reached"]) and is_number(funnel[-1]["reached"]):
        first, last = funnel[0], funnel[-1]
        lines.append(
            view.say(
                LINE, first=stage_name(first["stage"], view.lang), n=number(first["reached"]),
                last=stage_name(last["stage"], view.lang), m=number(last["reached"]), rate=percent(last["overall_rate"], 0),
            )
        )  # fmt: skip
    label, value, unit = models.triple(view.lang) if models else ("", "", "")
    return Tile("tile-how", HOW, label, value, unit, lines, source)


def measure_source(measure: Measure) -> str:
    """Return where the numbers of a measure come from, in short."""
    view = measure.view
    if view.households:
        return snapshot_note(view, short=True)
    return " · ".join(published_notes(view, measure.rows, short=True))


def published_tiles(view: View, programme: tuple[dict, ...], areas: tuple[dict, ...], measure: Measure) -> list[Tile]:
    """Return the four tiles from `published` rows of the whole programme and of its home-level areas."""
    facts = published_facts(view, view.reference.root.code, programme)
    profiles = published_profiles(view, areas)
    return [
        who_tile(view, facts, _source(view, facts, "poor_households")),
        where_tile(measure, profiles),
        published_why(view, profiles, " · ".join(published_notes(view, _score_rows(view, areas), short=True))),
        published_how(view, facts, _source(view, facts, "models")),
    ]


def _source(view: View, facts: dict[str, Fact], key: str) -> str:
    rows = facts[key].rows if key in facts else ()
    return " · ".join(published_notes(view, rows, short=True))


def _score_rows(view: View, areas: tuple[dict, ...]) -> list[dict]:
    measures = {f"{group.key}_capital_score" for group in view.reference.capitals}
    return [row for row in areas if row["measure"] in measures]


def household_tiles(
    view: View, answers: dict[str, tuple[dict, ...]], measure: Measure, profiles: dict[str, Profile]
) -> list[Tile]:
    """Return the four tiles from answers for the whole programme: {question: rows}."""
    facts = household_facts(answers)
    source = snapshot_note(view, short=True)
    return [
        who_tile(view, facts, source),
        where_tile(measure, profiles),
        household_why(view, profiles.get(""), answers.get("contributions", ()), source),
        household_how(view, facts, answers.get("funnel", ()), source),
    ]
