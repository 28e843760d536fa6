"""The sentences of a briefing, each written from released rows; no sentence claims more than its numbers."""

from briefings.words import (
    certainty,
    direction,
    few,
    first_and_ties,
    listed,
    roughly,
    standing,
    unknown,
)
from components.cells import total
from components.changes import signed
from components.classes import is_number
from components.facts import SURVEYED, Fact
from components.funnel import stage_name
from components.measure import Measure
from components.models import baht_words
from components.places import counted
from components.profile import Profile
from components.sentences import HIDDEN_AREAS, WITHOUT
from components.tiles import short_baht
from components.view import View
from data.gate import HIDDEN, THRESHOLD, Cell, Released
from data.text import Text, number, percent

POOR = Text(
    "{place}มีครัวเรือนยากจนที่ยืนยันแล้ว {poor} จากที่สำรวจ {surveyed}",
    "{place}: {poor} are verified poor, of {surveyed} surveyed",
)
POOR_WHAT = Text("จำนวนครัวเรือนยากจนที่ยืนยันแล้ว", "The number of verified poor households")
PERSONS = Text("ครัวเรือนเหล่านี้มีสมาชิก {persons}", "They have {persons} as members")
MPI_WHAT = Text("สัดส่วนคนจนหลายมิติ (H)", "The share of multidimensionally poor persons (H)")
MPI = Text(
    "{share} ของคนในครัวเรือนที่สำรวจจนหลายมิติ ไม่ใช่อัตราความยากจนของทั้งพื้นที่",
    "{share} of people in surveyed households are multidimensionally poor; it is not the area's poverty rate",
)
BESIDE = Text("{standing}ทั้งโครงการ ({middle})", "This is {standing} the whole programme ({middle})")
TOP = Text("{measure} {end}ที่{places} ({value})", "{measure}: {end} in {places} ({value})")
TOP_TIED = Text("{measure} {end}เท่ากันที่{places} ({value})", "{measure}: {end} in {places} alike ({value})")
HIGHEST, LOWEST = Text("สูงที่สุด", "highest"), Text("ต่ำที่สุด", "lowest")
OTHER_END = Text("และ{end}ที่{places} ({value})", "and {end} in {places} ({value})")
OF_SHOWN = Text("ในพื้นที่ที่แสดงตัวเลขได้", "among the areas that can be shown")
GAPS = Text(
    "มี {n} ทุนที่ไม่มีคะแนนหรือไม่แสดง จึงอาจมีทุนที่อ่อนกว่าหรือแข็งแรงกว่านี้",
    "Capitals missing or hidden: {n}; one of them may be weaker or stronger",
)
MANY = Text("{first} และอีก {n} แห่ง", "{first} and {n} more")
ALL_ALIKE = Text("{measure}เท่ากันทุกพื้นที่ที่มีข้อมูล ({value})", "{measure}: the same in every area with data ({value})")
NO_AREAS = Text("ไม่มีพื้นที่ใดที่แสดงตัวเลขได้", "No area has a number that can be shown")
WEAKEST = Text("ทุนที่อ่อนที่สุดคือ{capital} {score} จาก 4 {beside}", "The weakest is {capital} with {score} of 4{beside}")
WEAKEST_TIED = Text("ทุนที่อ่อนที่สุดเท่ากันคือ{capital} {score} จาก 4", "Weakest alike are {capital} with {score} of 4")
OVERALL = Text("ทุนรวมเฉลี่ย {score} จาก 4 {beside}", "The overall capital is {score} of 4 on average{beside}")
BESIDE_MEAN = Text("{standing}{word} {middle}", ", {standing} the {word} of {middle}")
STRONGEST = Text("ทุนที่แข็งแรงที่สุดคือ{capital} {score}", "The strongest is {capital} with {score}")
CAPITALS_WHAT = Text("คะแนนทุน", "Capital scores")
CAUSES = Text("ข้อที่ไม่ผ่านมากที่สุดคือ {items}", "Most often not met: {items}")
CAUSES_TIED = Text("ข้อที่ไม่ผ่านมากที่สุดเท่ากันคือ {items}", "Most often not met, alike: {items}")
NEXT = Text("รองลงมาคือ {items}", "; then {items}")
ITEM = Text("{item} ({share})", "{item} ({share})")
CAUSES_WHAT = Text("ข้อที่ไม่ผ่าน", "Items not met")
SOME_HIDDEN = Text("ไม่แสดง {n} ข้อ จึงอาจมีข้อที่มากกว่านี้", "{n} items are hidden, so one of them may be more common")
MISSED = Text(
    "อย่างน้อย {share} ของครัวเรือนที่จนไม่อยู่ในรายชื่อ TPMAP",
    "At least {share} of the poor households are not on the TPMAP list",
)
MISSED_WHAT = Text("สัดส่วนครัวเรือนที่จนแต่ไม่อยู่ในรายชื่อ", "The share of poor households on no list")
WRONGLY = Text("{share} ของครัวเรือนในรายชื่อที่สำรวจแล้วไม่จน", "{share} of listed and surveyed households are not poor")
REFERRED = Text("ส่งต่อ {n} เรื่อง ช่วยเหลือแล้ว {helped} ({rate})", "{n} referrals entered; {helped} came to help ({rate})")
REFERRED_WHAT = Text("จำนวนเรื่องส่งต่อ", "The number of referrals")
HELPED_WHAT = Text("จำนวนเรื่องที่ช่วยเหลือแล้ว", "The number of referrals that came to help")
SLOWEST = Text("ขั้นที่รอนานที่สุดคือ “{stage}” มัธยฐาน {days} วัน", "The longest step is to “{stage}”, a median of {days} days")
MODELS = Text(
    "มี {models} โมเดล งบประมาณ {budget} ครัวเรือนเข้าร่วม {n}",
    "{models} models with a budget of {budget}; {n} households in them",
)
MODELS_WHAT = Text("โมเดลแก้จน", "Operating models")
INCOME_WHAT = Text("รายได้ก่อนและหลังเข้าโมเดล", "Income before and after joining")
INCOME = Text(
    "รายได้เฉลี่ยเปลี่ยน {change} บาทต่อเดือน ({words}) ในครัวเรือนที่วัดซ้ำ {n} จาก {entry}",
    "Mean income changed by {change} baht a month ({words}), among {n} of {entry} households measured again",
)
INCOME_ROSE, INCOME_FELL = Text("เพิ่มขึ้น", "a rise"), Text("ลดลง", "a fall")
INCOME_SAME, INCOME_OPEN = (
    Text("เท่าเดิม", "unchanged"),
    Text("ช่วงครอบศูนย์ อาจไม่เปลี่ยนเลย", "the interval holds zero: perhaps no change at all"),
)
NOT_EFFECT = Text(
    "ไม่ใช่ผลของโมเดล เพราะไม่มีกลุ่มเปรียบเทียบ", "This is not an effect of the models: there is no comparison group"
)
PLANS = Text(
    "เสนอเข้าแผนพัฒนาจังหวัด {n} ข้อ งบประมาณ {budget}", "{n} proposals to the provincial plan, asking for {budget}"
)
PLANS_WHAT = Text("จำนวนข้อเสนอเข้าแผน", "The number of proposals to the plan")
NO_PLANS = Text("ยังไม่มีข้อเสนอเข้าแผน", "There are no proposals to the plan yet")
CHANGED = Text("{measure} {before} → {after} ({change}): {words}", "{measure} {before} → {after} ({change}): {words}")
CHANGED_SAME = Text("ในครัวเรือนเดียวกัน {n} ครัวเรือน", "among the same {n} households")
CHANGED_ALL = Text(
    "ทุกครัวเรือนที่สำรวจในแต่ละรอบ ซึ่งไม่ใช่ครัวเรือนชุดเดียวกัน",
    "all households surveyed in each round, which are not the same ones",
)
CHANGED_WHAT = Text("การเปลี่ยนแปลงจากรอบก่อน", "The change since the round before")
MOST_NAMED = 3


def who(view: View, place: str, facts: dict[str, Fact]) -> list[str]:
    """Say how many households are verified poor, of how many surveyed, with how many members."""
    poor, persons, surveyed = (facts.get(key) for key in ("poor_households", "poor_persons", "surveyed"))
    if poor is None or not is_number(poor.value):
        return [unknown(view, POOR_WHAT, poor.value if poor else None)]
    if surveyed is None or not is_number(surveyed.value):
        said = [f"{view.say(POOR_WHAT)}: {poor.words(view.lang)}", unknown(view, SURVEYED, surveyed and surveyed.value)]
    else:
        said = [view.say(POOR, place=place, poor=poor.words(view.lang), surveyed=surveyed.words(view.lang))]
    known = persons is not None and is_number(persons.value)
    return [*said, view.say(PERSONS, persons=persons.words(view.lang))] if known else said


def poor(view: View, row: dict | None, whole: dict | None) -> list[str]:
    """Say how many people are multidimensionally poor, beside the programme where it is another place."""
    share = row["H"] if row else None
    if not is_number(share):
        return [unknown(view, MPI_WHAT, share)]
    ends = (row.get("H_low"), row.get("H_high"))
    said = [view.say(MPI, share=percent(share))]
    middle = whole["H"] if whole else None
    if whole is not row and is_number(middle):
        said.append(view.say(BESIDE, standing=standing(share, middle, 3, *ends), middle=percent(middle)))
    return [*said, certainty(view, *ends), *few(view, row["n_households"])]


def where(measure: Measure | None) -> list[str]:
    """Name both ends of a measure by area, ties together, and how many areas are missing or hidden."""
    if measure is None or not measure.worst:
        return [measure.view.say(NO_AREAS)] if measure else []
    view, entry = measure.view, measure.entry
    decimals = entry.decimals + 2 if entry.is_share else entry.decimals
    low_first = entry.better == "high"
    worst, best = (first_and_ties(measure.cells, decimals, lowest) for lowest in (low_first, not low_first))
    if worst == best:
        said = [view.say(ALL_ALIKE, measure=entry.label, value=measure.shown(worst[0]))] if len(worst) > 1 else []
        said = said or [
            view.say(TOP, measure=entry.label, end="", places=measure.names[worst[0]], value=measure.shown(worst[0]))
        ]
        return [*said, *_unshown(measure)]
    words = (LOWEST, HIGHEST) if low_first else (HIGHEST, LOWEST)
    top = view.say(
        TOP_TIED if len(worst) > 1 else TOP, measure=entry.label, end=words[0], places=_named(measure, worst), value=measure.shown(worst[0]),
    )  # fmt: skip
    other = view.say(OTHER_END, end=words[1], places=_named(measure, best), value=measure.shown(best[0]))
    unshown = _unshown(measure)
    scope = [view.say(OF_SHOWN)] if unshown else []
    return [" ".join([top, other, *scope]), *unshown]


def _named(measure: Measure, codes: list[str]) -> str:
    names = [measure.names[code] for code in codes]
    if len(names) <= MOST_NAMED:
        return listed(measure.view, names)
    first = measure.view.say(Text(", ", ", ")).join(names[:MOST_NAMED])
    return measure.view.say(MANY, first=first, n=str(len(names) - MOST_NAMED))


def _unshown(measure: Measure) -> list[str]:
    cells = measure.cells.values()
    counts = ((WITHOUT, sum(cell is None for cell in cells)), (HIDDEN_AREAS, sum(cell is HIDDEN for cell in cells)))
    return [measure.view.say(words, places=counted(count, measure.level)) for words, count in counts if count]


def capitals(view: View, profile: Profile, n=None, own: bool = False) -> list[str]:
    """Say which capital is weakest and which strongest; own: the place is the whole programme itself."""
    names = {group.key: group.name[view.lang] for group in profile.groups}
    cells = {key: profile.values.get(key) for key in names}
    weakest, strongest = (first_and_ties(cells, 2, lowest) for lowest in (True, False))
    if not weakest:
        return [unknown(view, CAPITALS_WHAT, HIDDEN if HIDDEN in cells.values() else None)]
    score = number(cells[weakest[0]], 2)
    if len(weakest) > 1:
        said = [view.say(WEAKEST_TIED, capital=listed(view, [names[key] for key in weakest]), score=score)]
    else:
        said = [
            view.say(WEAKEST, capital=names[weakest[0]], score=score, beside=_beside(view, profile, weakest[0], own))
        ]
    if len(strongest) == 1 and strongest != weakest:
        said.append(view.say(STRONGEST, capital=names[strongest[0]], score=number(cells[strongest[0]], 2)))
    gaps = sum(not is_number(cell) for cell in cells.values())
    said += [view.say(GAPS, n=str(gaps))] if gaps else []
    return [" ".join(said[0].split()), *said[1:], *few(view, n)]


def overall(view: View, cell: Cell, middle: Cell, word: str) -> list[str]:
    """Say the overall score, beside its middle where there is one; nothing where it is hidden or missing.

    word: what the middle is called.
    """
    if not is_number(cell):
        return []
    said = view.say(OVERALL, score=number(cell, 2), beside=_beside_middle(view, cell, middle, word))
    return [" ".join(said.split())]


def _beside(view: View, profile: Profile, key: str, own: bool) -> str:
    return _beside_middle(view, profile.values[key], None if own else profile.middle.get(key), profile.word)


def _beside_middle(view: View, value: float, middle: Cell, word: str) -> str:
    if not is_number(middle):
        return ""
    return view.say(BESIDE_MEAN, standing=standing(value, middle, 2), word=word, middle=number(middle, 2))


def causes(view: View, released: Released) -> list[str]:
    """Name what most people fail, ties together; what is hidden may be more common, and that is said."""
    cells = {row["indicator"]: row["censored"] for row in released.rows}
    hidden = sum(cell is HIDDEN for cell in cells.values())
    top = first_and_ties(cells, 3, lowest=False)
    if not top or cells[top[0]] == 0:
        return [unknown(view, CAUSES_WHAT, HIDDEN if hidden else None)]
    items = {item.key: item.name for item in view.reference.problem_items}

    def words(keys: list[str]) -> str:
        found = [view.say(ITEM, item=items[key], share=percent(cells[key])) for key in keys]
        return listed(view, found)

    rest = {key: cell for key, cell in cells.items() if key not in top}
    second = first_and_ties(rest, 3, lowest=False)[:MOST_NAMED]
    said = view.say(CAUSES_TIED if len(top) > 1 else CAUSES, items=words(top[:MOST_NAMED]))
    said = (
        f"{said} {view.say(NEXT, items=words(second))}".replace(" ;", ";") if second and len(top) < MOST_NAMED else said
    )
    return [said, *([view.say(SOME_HIDDEN, n=str(hidden))] if hidden else [])]


def search(view: View, row: dict | None) -> list[str]:
    """Say who was missed by the list and who stands on it without being poor."""
    missed = row["exclusion_error"] if row else None
    said = [view.say(MISSED, share=percent(missed)) if is_number(missed) else unknown(view, MISSED_WHAT, missed)]
    wrongly = row["inclusion_error"] if row else None
    return [*said, view.say(WRONGLY, share=percent(wrongly))] if is_number(wrongly) else said


def referrals(view: View, released: Released) -> list[str]:
    """Say how many referrals came to help, and which step takes longest."""
    rows = released.rows
    first, last = (rows[0], rows[-1]) if rows else ({"reached": None}, {"reached": None})
    if not is_number(first["reached"]):
        return [unknown(view, REFERRED_WHAT, first["reached"])]
    n = roughly(view, number(first["reached"]), released.method)
    if is_number(last["reached"]) and is_number(last["overall_rate"]):
        said = [
            view.say(
                REFERRED,
                n=n,
                helped=roughly(view, number(last["reached"]), released.method),
                rate=percent(last["overall_rate"], 0),
            )
        ]
    else:
        said = [f"{view.say(REFERRED_WHAT)}: {n}", unknown(view, HELPED_WHAT, last["reached"])]
    steps = {row["stage"]: row["step_days"] for row in rows}
    slow = first_and_ties(steps, 0, lowest=False)
    if len(slow) == 1 and steps[slow[0]] > 0:
        said.append(view.say(SLOWEST, stage=stage_name(slow[0], view.lang), days=number(steps[slow[0]])))
    return [part for part in said if part]


def models(view: View, row: dict | None, income: dict | None) -> list[str]:
    """Say which models there are, and how income changed among those measured twice, without calling it an effect."""
    if row is None or not is_number(row["models"]):
        return [unknown(view, MODELS_WHAT, row["models"] if row else None)]
    households = number(row["households"]) if is_number(row["households"]) else "–"
    budget = " ".join(short_baht(row["budget_baht"] if is_number(row["budget_baht"]) else None, view.lang))
    said = [view.say(MODELS, models=number(row["models"]), budget=budget, n=households)]
    if not is_number(row["households"]):
        said = [f"{view.say(MODELS_WHAT)}: {number(row['models'])}"]
    return [*said, *_income(view, income)]


def _income(view: View, row: dict | None) -> list[str]:
    change = row["mean_change"] if row else None
    if not is_number(change):
        return [unknown(view, INCOME_WHAT, change)]
    ends = (row["low"], row["high"])
    words = {
        "unchanged": INCOME_SAME,
        "perhaps no change at all": INCOME_OPEN,
        "better": INCOME_ROSE,
        "worse": INCOME_FELL,
    }
    verdict = words[direction(change, "high", 0, *ends).en]
    n, entry = (number(row[name]) if is_number(row[name]) else "–" for name in ("n_households", "n_entry"))
    said = view.say(INCOME, change=signed(change, view.lang, 0), words=verdict, n=n, entry=entry)
    known = is_number(ends[0]) and is_number(ends[1])
    interval = [certainty(view, *ends, words=lambda value: signed(value, view.lang, 0))] if known else []
    return [said, *interval, view.say(NOT_EFFECT), *few(view, row["n_households"])]


def plans(view: View, rows: tuple[dict, ...]) -> list[str]:
    """Say how many proposals were made and what they ask for."""
    if not rows:
        return [view.say(NO_PLANS)]
    n, baht = (total(row[name] for row in rows) for name in ("proposals", "budget_baht"))
    if not is_number(n):
        return [unknown(view, PLANS_WHAT, n)]
    return [view.say(PLANS, n=number(n), budget=baht_words(baht, view.lang, THRESHOLD))]


def changed(view: View, label: Text, row: dict | None, better: str, decimals: int, share: bool) -> list[str]:
    """Say how one measure moved: among the same households where that may be told, else among all of each round."""
    same = row is not None and is_number(row["panel_change"])
    keys = ("panel_before", "panel_after", "panel_change") if same else ("before", "after", "change")
    before, after, change = (row[key] if row else None for key in keys)
    if not all(is_number(cell) for cell in (before, after, change)):
        return [f"{label[view.lang]} · {unknown(view, CHANGED_WHAT, change)}"]
    words = direction(
        change, better, decimals + (2 if share else 0), *(row.get(f"{keys[2]}_{end}") for end in ("low", "high"))
    )

    def shown(cell: float) -> str:
        return percent(cell, decimals) if share else number(cell, decimals)

    moved = signed(100 * change if share else change, view.lang, 0, decimals)
    said = view.say(CHANGED, measure=label, before=shown(before), after=shown(after), change=moved, words=words)
    whom = view.say(CHANGED_SAME, n=number(row["n_households"])) if same else view.say(CHANGED_ALL)
    return [f"{said} · {whom}"]
