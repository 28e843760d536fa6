"""One place in four sentences: who, where, why, how."""

from dash import html

from components.causes import top_causes
from components.classes import is_number
from components.facts import Fact
from components.measure import Measure
from components.profile import Profile
from components.tiles import HOW, WHERE, WHO, WHY
from components.view import View
from data.gate import Released
from data.text import Text, number, percent, period

FOUR = Text("สี่ประโยคเกี่ยวกับ{place}", "{place} in four sentences")
POOR = Text(
    "ยืนยันแล้วว่ายากจน {poor} มีสมาชิก {persons} จากที่สำรวจ {surveyed}",
    "{poor} are verified poor, with {persons}, of {surveyed} surveyed",
)
MISSED = Text("{share} ของครัวเรือนที่จนไม่อยู่ในรายชื่อ TPMAP", "{share} of the poor households are not on the TPMAP list")
DISTRICTS = Text("{measure} {end}ที่ {places}", "{measure}: {end} in {places}")
HIGHEST, LOWEST = Text("สูงที่สุด", "highest"), Text("ต่ำที่สุด", "lowest")
WEAKEST = Text(
    "{capital} อ่อนที่สุด {score} จาก 4 ({word} {middle})", "{capital} is weakest with {score} of 4 ({word} {middle})"
)
CAUSES = Text("ข้อที่ไม่ผ่านมากที่สุดคือ {items}", "Most often not met: {items}")
ITEM = Text("{item} ({share})", "{item} ({share})")
MODELS = Text("มี {models} งบประมาณ {budget}", "{models} with a budget of {budget}")
ONLY_MODELS = Text("มี {models}", "{models}")
IN_MODELS = Text("ครัวเรือนในโมเดล {households}", "{households} take part")
REFERRED = Text("ส่งต่อ {n} เรื่อง ช่วยเหลือแล้ว {helped} ({rate})", "{n} referrals entered, {helped} helped ({rate})")
HELPED = Text("ช่วยเหลือ {households} ในปี {year}", "{households} helped in {year}")
NOTHING = Text("ไม่มีข้อมูล", "no data")
NO_SCORES = Text("ไม่มีคะแนนทุนของพื้นที่นี้", "there are no capital scores for this place")
HIDDEN_SCORES = Text(
    "คะแนนทุนซ่อนไว้ เพราะมีครัวเรือนน้อยเกินไป", "the capital scores are hidden: there are too few households"
)


def story(view: View, place: str, parts: dict[str, list[str]]) -> html.Section:
    """Return the four sentences; a question nobody can answer says so."""
    questions = ((WHO, "who"), (WHERE, "where"), (WHY, "why"), (HOW, "how"))
    lines = [
        html.Div([html.Dt(view.say(name)), html.Dd(" · ".join(parts.get(key) or [view.say(NOTHING)]))])
        for name, key in questions
    ]
    return html.Section(html.Dl(lines), className="story card-box", **{"aria-label": view.say(FOUR, place=place)})


def who_sentence(view: View, facts: dict[str, Fact], verification: Released | None = None) -> list[str]:
    """Say who is poor, and who was missed by the list."""
    wanted = [facts.get(key) for key in ("poor_households", "poor_persons", "surveyed")]
    if None in wanted:
        return []
    poor, persons, surveyed = (fact.words(view.lang) for fact in wanted)
    said = [view.say(POOR, poor=poor, persons=persons, surveyed=surveyed)]
    missed = verification.rows[0]["exclusion_error"] if verification and verification.rows else None
    return [*said, view.say(MISSED, share=percent(missed))] if is_number(missed) else said


def where_sentence(measure: Measure | None, places: int = 3) -> list[str]:
    """Name the areas of most concern by a measure; a place among its neighbours says its own rank."""
    if measure is None or not measure.worst:
        return []
    if (here := measure.view.selection.place) in measure.sentences:
        return [measure.sentences[here].partition(": ")[2]]
    end = LOWEST if measure.entry.better == "high" else HIGHEST
    names = ", ".join(f"{measure.names[code]} {measure.shown(code)}" for code in measure.worst[:places])
    return [measure.view.say(DISTRICTS, measure=measure.entry.label, end=end, places=names)]


def why_sentence(view: View, profile: Profile | None, causes: Released | None = None) -> list[str]:
    """Say which capital is weakest and what people fail most."""
    said = []
    weakest = profile.weakest if profile else None
    if weakest:
        score, middle = (number(part.get(weakest.key) or None, 2) for part in (profile.values, profile.middle))
        said.append(view.say(WEAKEST, capital=weakest.name, score=score, word=profile.word, middle=middle))
    elif profile:
        said.append(view.say(HIDDEN_SCORES if profile.hidden else NO_SCORES))
    names = {item.key: item.name for item in view.reference.problem_items}
    worst = top_causes(causes.rows, 2) if causes else []
    if worst:
        items = [view.say(ITEM, item=names[row["indicator"]], share=percent(row["censored"])) for row in worst]
        said.append(view.say(CAUSES, items=", ".join(items)))
    return said


def how_sentence(view: View, facts: dict[str, Fact], funnel: Released | None = None) -> list[str]:
    """Say which models there are and how far help came."""
    said = []
    if "models" in facts and "budget" in facts:
        models, budget = (facts[key].words(view.lang) for key in ("models", "budget"))
        # Budgets are those of provinces: what lies below has models, and no budget to tell.
        unknown = facts["budget"].value is None
        said.append(view.say(ONLY_MODELS, models=models) if unknown else view.say(MODELS, models=models, budget=budget))
    if "in_models" in facts:
        said.append(view.say(IN_MODELS, households=facts["in_models"].words(view.lang)))
    if "helped" in facts:
        year = period(facts["helped"].period, view.lang)
        said.append(view.say(HELPED, households=facts["helped"].words(view.lang), year=year))
    rows = funnel.rows if funnel else ()
    if rows and is_number(rows[0]["reached"]) and is_number(rows[-1]["reached"]):
        rate = percent(rows[-1]["overall_rate"], 0)
        said.append(view.say(REFERRED, n=number(rows[0]["reached"]), helped=number(rows[-1]["reached"]), rate=rate))
    return said
