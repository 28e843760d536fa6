"""The builder of a cohort: its sentence, its conditions as chips, how many households fit, and the words of its editor."""

import json

import dash_bootstrap_components as dbc
from dash import html

from components.classes import is_number
from components.places import below_home, by_name, thai_order
from components.view import View
from data.cohort import MISSING, MOST_CONDITIONS, Condition, cohort_text
from data.cohort import WORDS as STATES
from data.fields import Field, fields_for
from data.gate import HIDDEN, Cell, Released
from data.text import Text, number, percent

NAMES = {"cohort": Text("กลุ่ม A", "Group A"), "against": Text("กลุ่ม B", "Group B")}
EVERYBODY = Text("ทุกครัวเรือน{place}", "Every household of {place}")
EVERYBODY_ELSE = Text("ครัวเรือนอื่นทั้งหมด{place}", "Everybody else in {place}")
ONLY = Text("ครัวเรือน{place}ที่เข้าเงื่อนไข {conditions}", "Households of {place} matching {conditions}")
WHOLE, INSIDE = Text("ทั้งโครงการ", "the whole programme"), Text("ใน{name}", "{name}")
WHOLE_OPTION = Text("ทั้งโครงการ", "Whole programme")
ADD = Text("+ เพิ่มเงื่อนไข", "+ add a condition")
CONDITIONS = Text("เงื่อนไขของ{group}", "Conditions of {group}")
EDIT = Text("แก้ไข: {words}", "Edit: {words}")
REMOVE = Text("เอาออก: {words}", "Remove: {words}")
HOUSEHOLDS, PERSONS = Text("ครัวเรือน", "households"), Text("คน", "persons")
SHARE = Text("{share} ของครัวเรือนทั้งหมดในพื้นที่", "{share} of all households there")
NOISE = Text(
    "จำนวนถูกปรับเล็กน้อยเพื่อคุ้มครองข้อมูลส่วนบุคคล ผลรวมจึงอาจไม่ตรงกันพอดี",
    "Counts are changed slightly to protect people, so parts need not add up",
)
PLACE = {"cohort": Text("พื้นที่ของกลุ่ม A", "Place of group A"), "against": Text("พื้นที่ของกลุ่ม B", "Place of group B")}
SAME_PLACE = Text("พื้นที่เดียวกับกลุ่ม A", "Same place as A")
SAME = Text("ใช้เงื่อนไขเดียวกับ A", "Same conditions as A")
REST = Text("เทียบกับครัวเรือนอื่นทั้งหมด", "Everybody else")
# A list longer than this is written, not ticked.
LONGEST_LIST = 400

# Words of the editor; `assets/cohort.js` builds it from them.
EDITOR = {
    "field": Text("เรื่องที่จะกำหนด", "What to look at"),
    "choose": Text("เลือกเรื่อง", "choose one"),
    "operator": Text("เงื่อนไข", "Condition"),
    "between": Text("อยู่ระหว่าง", "between"),
    "from": Text("ตั้งแต่", "at least"),
    "upto": Text("ไม่เกิน", "at most"),
    "is": Text("เท่ากับ", "exactly"),
    "any": Text("เป็นข้อใดข้อหนึ่ง", "is any of"),
    "1": Text("ใช่", "yes"),
    "0": Text("ไม่ใช่", "no"),
    "missing": STATES[MISSING],
    "known": STATES["known"],
    "low": Text("ค่าต่ำสุด", "Lowest"),
    "high": Text("ค่าสูงสุด", "Highest"),
    "value": Text("ค่า", "Value"),
    "values": Text("ค่าที่เลือก", "Values"),
    "codes": Text("รหัส คั่นด้วยจุลภาค", "Codes, separated by commas"),
    "filter": Text("กรองรายการ", "Filter the list"),
    "done": Text("เสร็จ", "Done"),
    "cancel": Text("ยกเลิก", "Cancel"),
    "incomplete": Text("กรอกค่าให้ครบ เงื่อนไขจะมีผลเมื่อค่าถูกต้อง", "Give a value; the condition applies once it is right"),
    "order": Text("ค่าต่ำสุดต้องไม่เกินค่าสูงสุด", "The lowest value must not exceed the highest"),
    "number": Text("ต้องเป็นตัวเลข", "This must be a number"),
    "removed": Text("เอาเงื่อนไขออกแล้ว", "Condition removed"),
    "new": Text("เพิ่มเงื่อนไข", "Add a condition"),
}


def builder(view: View, name: str, released: Released | None) -> html.Section:
    """Return the box of one group. name: `cohort` (A) or `against` (B); released: its `members`, none where B is the rest."""
    parts = dict(zip(("sentence", "chips", "live"), builder_parts(view, name, released), strict=True))
    title = view.say(NAMES[name])
    head = [
        html.H2([html.Span(className=f"group-mark {name}"), title], id=f"{name}-title"),
        html.Div(parts["live"], id=f"{name}-live", className="cohort-live", role="status"),
    ]
    label = {"aria-label": view.say(CONDITIONS, group=NAMES[name])}
    add = html.Button(
        view.say(ADD), type="button", className="add-condition", id=f"{name}-add",
        **{"data-add": name, "aria-expanded": "false", "aria-controls": f"{name}-editor"},
    )  # fmt: skip
    body = [
        html.P(parts["sentence"], id=f"{name}-sentence", className="cohort-sentence"),
        place_chooser(view, name),
        html.Ul(parts["chips"], id=f"{name}-chips", className="condition-list", **label),
        html.Div([add, *shortcuts(view)[: 2 * (name == "against")]], className="builder-buttons"),
        html.Div(id=f"{name}-editor", className="condition-editor", hidden=True),
    ]
    return html.Section(
        [html.Header(head), *body],
        className="card-box cohort-box",
        **{"data-builder": name, "data-most": str(MOST_CONDITIONS), "aria-labelledby": f"{name}-title"},
    )


def shortcuts(view: View) -> list[html.Button]:
    """Return the two quick choices of group B: the conditions of A, for another place; and everybody else."""
    return [
        html.Button(view.say(words), type="button", className="quiet-button", **{"data-set-group": what})
        for words, what in ((SAME, "same"), (REST, "rest"))
    ]


def builder_parts(view: View, name: str, released: Released | None) -> list:
    """Return sentence, chips and live number of one group."""
    return [group_sentence(view, name), _chips(view, getattr(view.selection, name)), live(view, released)]


def group_sentence(view: View, name: str) -> str:
    """Return who is in a group, in words."""
    selection = view.selection
    conditions = getattr(selection, name)
    code = selection.place if name == "cohort" else selection.against_place or selection.place
    place = INSIDE.format(name=view.reference.areas[code].name) if code else WHOLE
    if conditions:
        words = [condition.describe(view.lang, view.reference) for condition in conditions]
        return view.say(ONLY, place=place, conditions=Text(" และ ", " and ")[view.lang].join(words))
    rest = name == "against" and not selection.against_place
    return view.say(EVERYBODY_ELSE if rest else EVERYBODY, place=place)


def _chips(view: View, conditions: tuple[Condition, ...]) -> list[html.Li]:
    return [_chip(view, condition) for condition in conditions]


def _chip(view: View, condition: Condition) -> html.Li:
    words = condition.describe(view.lang, view.reference)
    edit = html.Button(
        words, type="button", className="condition-words",
        **{"data-edit": condition.field, "aria-label": view.say(EDIT, words=words)},
    )  # fmt: skip
    remove = html.Button(
        "×", type="button", className="condition-remove",
        **{"data-remove": condition.field, "aria-label": view.say(REMOVE, words=words)},
    )  # fmt: skip
    return html.Li([edit, remove], className="condition")


def live(view: View, released: Released | None) -> list:
    """Return how many households and persons fit, in large, and what was done to the numbers."""
    row = released.rows[0] if released and len(released.rows) == 1 else None
    if row is None:
        return []
    threshold = released.threshold
    figures = [
        html.Span([html.B(_shown(row[column], view.lang, threshold)), html.Span(view.say(unit))])
        for column, unit in (("households", HOUSEHOLDS), ("persons", PERSONS))
        if row[column] is not None
    ]
    share = view.say(SHARE, share=percent(row["share"])) if is_number(row["share"]) else ""
    noise = view.say(NOISE) if released.method.get("additive") == "no" else ""
    return [html.P(figures, className="live-figures"), html.P([share, html.Small(noise)], className="live-share")]


def _shown(cell: Cell, lang: str, threshold: int) -> str:
    return HIDDEN.text(threshold)[lang] if cell is HIDDEN else number(cell)


def place_chooser(view: View, name: str) -> html.Label:
    """Return the list of places of one group: the whole programme, its home-level areas, and the one on screen."""
    control = {"cohort": "place", "against": "against_place"}[name]
    chosen = getattr(view.selection, control)
    areas = by_name(view.reference.home_areas, view.lang)
    own = view.reference.areas.get(chosen)
    areas = [own] * bool(own and own not in areas) + areas
    first = view.say(WHOLE_OPTION if name == "cohort" else SAME_PLACE)
    options = [{"label": first, "value": "-"}, *({"label": a.name[view.lang], "value": a.code} for a in areas)]
    select = dbc.Select(id={"control": control}, options=options, value=chosen or "-", className="choice")
    return html.Label([html.Span(view.say(PLACE[name])), select], className="group-place")


def catalogue(view: View, released: Released) -> html.Div:
    """Return what the editor needs: its words, and every field with kind, unit and values.

    released: rows of `field_values`, the values that occur in the data.
    """
    found: dict[str, list[str]] = {}
    for row in released.rows:
        found.setdefault(row["field"], []).append(row["value"])
    fields = fields_for(view.reference).values()
    content = {
        "words": {key: view.say(text) for key, text in EDITOR.items()},
        "fields": [_field(view, entry, found.get(entry.key, [])) for entry in fields],
    }
    packed = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return html.Div(id="cohort-catalogue", hidden=True, **{"data-catalogue": packed})


def _field(view: View, entry: Field, occurring: list[str]) -> dict:
    values = [
        [code, entry.values[code][view.lang] if code in entry.values else code]
        for code in _codes(view, entry, occurring)
    ]
    if entry.kind == "area":
        values.sort(key=lambda pair: thai_order(pair[1]) if view.lang == "th" else pair[1])
    return {
        "key": entry.key, "group": entry.group[view.lang], "label": entry.label[view.lang], "kind": entry.kind,
        "unit": entry.unit[view.lang], "values": values if len(values) <= LONGEST_LIST else [],
    }  # fmt: skip


def _codes(view: View, entry: Field, occurring: list[str]) -> list[str]:
    """Return the values to tick: of an open field those that occur and those that have words, of areas the programme's own."""
    if entry.kind == "code":
        return list(dict.fromkeys([*occurring, *entry.values]))
    reference = view.reference
    if entry.kind == "area" and entry.key.removesuffix("_code") == below_home(reference):
        return [area.code for home in reference.home_areas for area in reference.children(home.code)]
    return list(entry.values)


def cohort_control(view: View, name: str = "cohort") -> dbc.Input:
    """Return the unseen control that carries a cohort into the address; a script writes it."""
    value = cohort_text(getattr(view.selection, name))
    return dbc.Input(id={"control": name}, type="hidden", value=value or "-")
