"""H, A and M0 of one place with interval, n and what was left out; the cut-off and the weights in words."""

from fractions import Fraction

from dash import html

from components.classes import is_number
from components.lab import TREATMENTS, least_weight
from components.split import place_words
from components.view import View
from data.errors import Problem
from data.gate import HIDDEN, Cell, Released
from data.text import UNDEFINED, Text, number, percent
from data.weights import OWN, PRESETS, own_weights, weighting

LABEL = Text("ในครัวเรือนที่สำรวจ ไม่ใช่อัตราความยากจนของพื้นที่", "among surveyed households: not the area's poverty rate")
OF_PERSONS, OF_HOUSEHOLDS = Text("นับคน", "counting persons"), Text("นับครัวเรือน", "counting households")
NO_SIZES = Text("นับครัวเรือน เพราะไม่มีจำนวนสมาชิก", "counting households, because no sizes are known")
TILES = {
    "H": (Text("H จนหลายมิติกี่ส่วน", "H how many are poor"), Text("ของ{unit}", "of {unit}")),
    "A": (Text("A คนจนขัดสนแค่ไหน", "A how poor the poor are"), Text("ของตัวชี้วัดถ่วงน้ำหนัก", "of weighted indicators")),
    "M0": (Text("M0 = H × A", "M0 = H × A"), Text("ดัชนี 0–1", "index 0–1")),
}
UNITS = {True: Text("คน", "persons"), False: Text("ครัวเรือน", "households")}
INTERVAL = Text("95 %: {low}–{high}", "95 %: {low}–{high}")
FULL = Text("นับครบ ไม่มีช่วงความคลาดเคลื่อน", "full count: no interval")
NOT_TOLD = Text("ไม่แสดงช่วง เพราะมีสัญญาณรบกวน", "no interval: the counts carry noise")
NOBODY = Text("ไม่มีใครจนที่เส้นนี้", "nobody is poor at this cut-off")
COUNTED = Text("ที่นำมาคิด", "In the sample")
N = Text("n = {n} ครัวเรือน", "n = {n} households")
RETAINED = Text("คงไว้ {share} ของที่สำรวจ", "{share} of those surveyed are kept")
POOR = Text("จน {households} ครัวเรือน {persons} คน", "Poor: {households} households, {persons} persons")
POOR_HOUSEHOLDS = Text("จน {households} ครัวเรือน", "Poor: {households} households")
AT_LEAST_ONE = Text("จนเมื่อขัดสนอย่างน้อยหนึ่งข้อ", "poor with at least one deprivation")
ALL_OF_THEM = Text("จนเมื่อขัดสนทุกข้อ", "poor only when deprived in everything")
AT_LEAST = Text("จนเมื่อขัดสนอย่างน้อย {share} ของน้ำหนักทั้งหมด", "poor when deprived in at least {share} of all weights")
SETTING = Text("k = {k}: {words}", "k = {k}: {words}")
OFF = Text("ปิด {count} ข้อ", "{count} switched off")
NOISE = Text(
    "คำถามอิสระ: จำนวนมีสัญญาณรบกวนเล็กน้อยเพื่อปกป้องครัวเรือน ผลรวมของแถวอาจไม่เท่ากัน",
    "A free question: counts carry a little noise that protects households, so rows need not add up",
)
HEADLINE = Text("ความยากจนหลายมิติ · {place} · {vintage}", "Multidimensional poverty · {place} · {vintage}")


def cut_off_words(view: View) -> str:
    """Return what the cut-off means for a household under the weights in force."""
    k = view.selection.cut_off(view.reference)
    if k <= least_weight(view):
        return view.say(AT_LEAST_ONE)
    return view.say(ALL_OF_THEM) if k == 1 else view.say(AT_LEAST, share=_share(k))


def _share(k: Fraction) -> str:
    return f"{k} ({percent(float(k), 0 if (100 * k).denominator == 1 else 1)})"


def setting_words(view: View) -> str:
    """Return cut-off, weights, what is switched off, unit and treatment of blanks in one line."""
    selection = view.selection
    weights = OWN if ":" in selection.weights else PRESETS[selection.weights]
    words = [view.say(SETTING, k=str(selection.cut_off(view.reference)), words=cut_off_words(view)), view.say(weights)]
    if selection.off:
        words.append(view.say(OFF, count=str(len(selection.off))))
    if selection.missing in TREATMENTS:
        words.append(view.say(TREATMENTS[selection.missing]))
    return " · ".join(words)


def unit_words(view: View, released: Released) -> str:
    """Return what is counted: persons unless the reader or the data say households."""
    if view.selection.unit == "households":
        return view.say(OF_HOUSEHOLDS)
    return view.say(OF_PERSONS if has_sizes(released) else NO_SIZES)


def has_sizes(released: Released) -> bool:
    """Whether households came with their number of members."""
    return not released.rows or any(row["n_persons"] is not None for row in released.rows)


def noise_words(view: View, released: Released) -> str:
    """Return what a reader must know of a free question, "" for a table of the menu."""
    return view.say(NOISE) if released.method.get("additive") == "no" else ""


def lab_headline(view: View, released: Released) -> list:
    """Return the band of one place. released: rows of `poverty` at the place's own level."""
    row = released.rows[0] if released.rows else {}
    title = view.say(HEADLINE, place=place_words(view), vintage=view.vintage)
    persons = view.selection.unit != "households" and has_sizes(released)
    tiles = [_tile(view, released, row, key, persons) for key in TILES]
    notes = [setting_words(view), noise_words(view, released)]
    return [
        html.H2([title, html.Small(f"{view.say(LABEL)} · {unit_words(view, released)}")], className="lab-title"),
        html.Dl([*tiles, _sample(view, released, row)], className="lab-tiles"),
        html.P([html.Span(note) for note in notes if note], className="headline-notes"),
    ]


def cell_text(view: View, released: Released, cell: Cell, key: str) -> str:
    """Return H and A as per cent, M0 as an index."""
    if cell is HIDDEN:
        return view.say(HIDDEN.text(released.threshold))
    return number(cell, 3) if key == "M0" else percent(cell)


def _tile(view: View, released: Released, row: dict, key: str, persons: bool) -> html.Div:
    label, unit = TILES[key]
    value = cell_text(view, released, row.get(key), key)
    shown = value if is_number(row.get(key)) or row.get(key) is HIDDEN else UNDEFINED
    words = view.say(unit, unit=UNITS[persons]) if "{unit}" in unit.en else view.say(unit)
    number_part = [html.B(shown, className="lab-hidden" if row.get(key) is HIDDEN else ""), html.Span(words)]
    return html.Div(
        [html.Dt(view.say(label)), html.Dd(number_part), html.Dd(_interval(view, released, row, key))], id=f"lab-{key}"
    )


def _interval(view: View, released: Released, row: dict, key: str) -> str:
    if key == "A" and row.get("H") == 0:
        return view.say(NOBODY)
    low, high = row.get(f"{key}_low"), row.get(f"{key}_high")
    if is_number(low) and is_number(high):
        ends = (cell_text(view, released, end, key) for end in (low, high))
        return view.say(INTERVAL, **dict(zip(("low", "high"), ends, strict=True)))
    if HIDDEN in (low, high):
        return view.say(NOT_TOLD)
    return view.say(FULL) if view.reference.sampling == "census" else UNDEFINED


def _sample(view: View, released: Released, row: dict) -> html.Div:
    def count(cell: Cell) -> str:
        return view.say(HIDDEN.text(released.threshold)) if cell is HIDDEN else number(cell)

    missing = row.get("missing_share")
    lines = [view.say(RETAINED, share=percent(1 - missing))] if is_number(missing) else []
    poor, persons = row.get("poor_households"), row.get("poor_persons")
    known = persons is not None
    words = POOR if known else POOR_HOUSEHOLDS
    lines.append(view.say(words, households=count(poor), persons=count(persons)))
    return html.Div(
        [
            html.Dt(view.say(COUNTED)),
            html.Dd([html.B(count(row.get("n_households"))), html.Span(view.say(UNITS[False]))]),
            html.Dd(" · ".join(lines)),
        ],
        id="lab-n",
    )


def item_weights(view: View) -> dict[str, float]:
    """Return {indicator: its weight in force}, 0 where it is switched off."""
    found = weighting(view.reference, view.selection.weights, view.selection.off)
    return {key: units / found.whole for key, units in found.units.items()}


REJECTED = Text(
    "น้ำหนักในที่อยู่นี้ใช้ไม่ได้ ({got}) จึงใช้น้ำหนักตามระบบอ้างอิง น้ำหนักต้องรวมกันเท่ากับ 1",
    "The weights in this address cannot be used ({got}), so those of the reference stand; weights must add up to 1",
)
REJECTED_OFF = Text(
    "ตัวชี้วัดที่ปิดในที่อยู่นี้ใช้ไม่ได้ จึงนับทุกข้อ", "What this address switches off leaves nothing to count, so everything counts"
)
REJECTED_K = Text("k ในที่อยู่นี้ใช้ไม่ได้ จึงใช้ k = {k}", "The k in this address cannot be used, so k = {k} stands")


def rejected_words(view: View, query: dict) -> list[str]:
    """Return what of an address could not be used, with the sum of weights that do not add up to 1."""
    given, said = str(query.get("weights", "")), []
    if given and not view.selection.weights:
        try:
            own_weights(given, view.reference)
        except Problem as problem:
            said.append(view.say(REJECTED, got=problem.got))
    if query.get("off") and not view.selection.off and not said:
        said.append(view.say(REJECTED_OFF))
    if query.get("k") and not view.selection.k:
        said.append(view.say(REJECTED_K, k=str(view.selection.cut_off(view.reference))))
    return said
