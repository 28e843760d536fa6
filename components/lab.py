"""The controls of the poverty lab: cut-off, weights, indicators, unit, blanks, place and level."""

import json
from fractions import Fraction

import dash_bootstrap_components as dbc
from dash import html

from components.controls import DEFAULT
from components.split import level_control, place_control
from components.view import View
from data.reference import Reference
from data.text import Text
from data.weights import PRESETS, weighting

K = Text("เส้นตัด k", "Cut-off k")
K_HELP = Text(
    "ครัวเรือนจนเมื่อขัดสนรวมถ่วงน้ำหนักตั้งแต่ k ขึ้นไป เท่ากับ k พอดีนับว่าจน พิมพ์เป็นเศษส่วน ทศนิยม หรือร้อยละได้",
    "A household is poor when its weighted deprivations reach k; exactly k counts. Type a fraction, a decimal or a per cent",
)
K_TYPED = Text("ค่า k ที่พิมพ์เอง", "k as typed")
K_WRONG = Text("k ต้องมากกว่า 0 และไม่เกิน 1 เช่น 1/3", "k must lie above 0 and not above 1, such as 1/3")
UNION, INTERSECTION = Text("ข้อใดข้อหนึ่ง (TPMAP)", "any indicator (TPMAP)"), Text("ทุกข้อ", "all indicators")
DEFAULT_K = Text("{k} (ค่าตั้งต้น)", "{k} (default)")
WEIGHTS = Text("น้ำหนัก", "Weights")
OWN = Text("กำหนดเอง…", "own weights…")
EDITOR = Text("น้ำหนักกำหนดเอง", "Own weights")
EDITOR_HELP = Text(
    "ใส่เศษส่วนหรือทศนิยม ผลรวมต้องเท่ากับ 1 พอดี 33% ไม่ใช่ 1/3",
    "Fractions or decimals; they must add up to exactly 1. 33% is not 1/3",
)
SUM, SUM_WRONG = Text("รวม {sum}", "Sum {sum}"), Text("รวม {sum} ต้องเท่ากับ 1", "Sum {sum}: must be 1")
NOT_A_SHARE = Text("“{item}” อ่านเป็นตัวเลขไม่ได้", "“{item}” cannot be read as a number")
APPLY, SCALE = Text("ใช้น้ำหนักนี้", "Use these weights"), Text("ปรับให้รวมเป็น 1", "Scale to 1")
ITEMS = Text("ตัวชี้วัดที่นับ", "Indicators that count")
ITEMS_COUNT = Text("{on} จาก {all}", "{on} of {all}")
ITEMS_HELP = Text(
    "ข้อที่ปิดให้น้ำหนักแก่ข้ออื่นในมิติเดียวกัน มิติที่ปิดทั้งหมดให้น้ำหนักแก่มิติอื่น",
    "What is switched off gives its weight to the others of its dimension; a whole dimension gives it to the other dimensions",
)
ITEMS_NONE = Text("ต้องนับอย่างน้อยหนึ่งข้อ ตัวเลขยังเป็นของก่อนหน้า", "At least one must count; the numbers are those from before")
WHOLE_DIMENSION = Text("เปิดหรือปิดทั้งมิติ: {name}", "Whole dimension on or off: {name}")
UNIT = Text("นับเป็น", "Count")
PERSONS, HOUSEHOLDS = Text("คน", "persons"), Text("ครัวเรือน", "households")
MISSING = Text("คำตอบที่ว่าง", "Blank answers")
TREATMENTS = {
    DEFAULT: Text("ตัดครัวเรือนนั้นออก", "leave the household out"),
    "zero": Text("นับว่าไม่ขัดสน", "count as not deprived"),
    "reweight": Text("ถ่วงน้ำหนักใหม่ในมิติ", "re-weight inside the dimension"),
}
MEASURE = Text("บนแผนที่และอันดับ", "On map and ranking")
CONTROLS = Text("เลือกวิธีวัดความยากจน", "How poverty is measured")
MEASURES = {
    "H": Text("H จนกี่คน", "H how many"),
    "M0": Text("M0 ดัชนี", "M0 index"),
    "A": Text("A จนแค่ไหน", "A how poor"),
}


def cut_off_steps(reference: Reference, least: Fraction) -> list[Fraction]:
    """Return the cut-offs that the slider stops at: any indicator, twentieths, thirds and quarters, all indicators."""
    fixed = {Fraction(step, 20) for step in range(1, 21)} | {Fraction(1, 3), Fraction(2, 3)}
    own = Fraction(reference.default_k) if "/" in reference.default_k else Fraction(1, 3)
    return sorted({least, own, *(step for step in fixed if step >= least)})


def least_weight(view: View) -> Fraction:
    """Return the smallest weight of an indicator that counts: at this cut-off one deprivation is enough."""
    found = weighting(view.reference, view.selection.weights, view.selection.off)
    return Fraction(min(found.used.values()), found.whole)


def presets(view: View) -> list[tuple[Fraction, str]]:
    """Return the cut-offs with a name, from union to intersection."""
    default = view.selection.at(k=None).cut_off(view.reference)
    named = {
        least_weight(view): view.say(UNION),
        Fraction(1, 3): "1/3",
        Fraction(1): view.say(INTERSECTION),
        default: view.say(DEFAULT_K, k=str(default)),
    }
    return sorted(named.items())


def steps_data(view: View) -> str:
    """Return the stops of the slider and the default as JSON for the script."""
    default = view.selection.at(k=None).cut_off(view.reference)
    return json.dumps(
        {
            "steps": [str(step) for step in cut_off_steps(view.reference, least_weight(view))],
            "default": str(default),
            "wrong": view.say(K_WRONG),
        },
        ensure_ascii=False,
    )


def cut_off_control(view: View) -> html.Div:
    """Return slider, text field and named presets of k; a hidden field holds what goes into the address."""
    k = view.selection.cut_off(view.reference)
    steps = cut_off_steps(view.reference, least_weight(view))
    nearest = min(range(len(steps)), key=lambda place: abs(steps[place] - k))
    hidden = str(view.selection.k) if view.selection.k else ""
    slider = dbc.Input(
        id="lab-range", type="range", min=0, max=len(steps) - 1, step=1, value=nearest, className="lab-range"
    )
    typed = dbc.Input(id="lab-typed", type="text", value=str(k), className="lab-typed", maxLength=13)
    return html.Div(
        [
            dbc.Input(id={"control": "k"}, type="hidden", value=hidden),
            html.Label([html.Span(view.say(K)), slider], className="lab-slider"),
            html.Label([html.Span(view.say(K_TYPED), className="unseen"), typed]),
            html.Div(preset_buttons(view), id="lab-presets", className="lab-presets"),
            html.P(view.say(K_HELP), id="lab-k-message", className="lab-help", role="status"),
        ],
        id="lab-k",
        className="lab-k",
        **{"data-lab": steps_data(view)},
    )


def preset_buttons(view: View) -> list[html.Button]:
    """Return the buttons of the named cut-offs."""
    k = view.selection.cut_off(view.reference)
    return [
        html.Button(
            name, type="button", className="lab-preset", **{"data-k": str(step), "aria-pressed": str(step == k).lower()}
        )
        for step, name in presets(view)
    ]


def weights_control(view: View) -> html.Label:
    """Return the list of weight presets; the last entry opens the editor."""
    given = view.selection.weights
    options = [{"label": name[view.lang], "value": key or DEFAULT} for key, name in PRESETS.items()]
    options.append({"label": view.say(OWN), "value": "own"})
    chosen = "own" if ":" in given else given or DEFAULT
    select = dbc.Select(id="lab-weights", options=options, value=chosen, className="choice small")
    hidden = dbc.Input(id={"control": "weights"}, type="hidden", value=given)
    return html.Label([html.Span(view.say(WEIGHTS)), select, hidden], className="lab-field")


def weights_editor(view: View) -> html.Details:
    """Return a field per indicator with its share, their sum, and what to do with them."""
    found = weighting(view.reference, view.selection.weights)
    groups = [
        html.Fieldset([html.Legend(group.name[view.lang]), *(_weight_field(view, item, found) for item in group.items)])
        for group in view.reference.dimensions
    ]
    buttons = [
        html.Button(view.say(SCALE), id="lab-scale", type="button", className="quiet-button"),
        html.Button(view.say(APPLY), id="lab-apply", type="button", className="quiet-button"),
    ]
    words = {"sum": SUM, "wrong": SUM_WRONG, "bad": NOT_A_SHARE}
    told = {key: text[view.lang] for key, text in words.items()} | {"presets": preset_shares(view.reference)}
    foot = html.Div([html.Output(id="lab-sum"), *buttons], className="lab-foot")
    return html.Details(
        [
            html.Summary(view.say(EDITOR)),
            html.P(view.say(EDITOR_HELP), className="lab-help"),
            html.Div(groups, className="lab-groups"),
            foot,
        ],
        id="lab-editor",
        className="lab-details",
        open=":" in view.selection.weights,
        **{"data-lab": json.dumps(told, ensure_ascii=False)},
    )


def preset_shares(reference: Reference) -> dict[str, dict[str, str]]:
    """Return {preset: {indicator: share}}: what the fields of own weights show when a preset is chosen."""
    found = {key: weighting(reference, key) for key in PRESETS}
    return {
        key or DEFAULT: {item: str(Fraction(units, preset.whole)) for item, units in preset.units.items()}
        for key, preset in found.items()
    }


def _weight_field(view: View, item, found) -> html.Label:
    share = Fraction(found.units[item.key], found.whole)
    field = dbc.Input(id={"lab-weight": item.key}, type="text", value=str(share), className="lab-typed", maxLength=16)
    return html.Label([html.Span(item.name[view.lang]), field], className="lab-weight", **{"data-item": item.key})


def items_control(view: View) -> html.Details:
    """Return the indicators by dimension with a tick for each that counts."""
    off = set(view.selection.off)
    every = view.reference.problem_items
    count = view.say(ITEMS_COUNT, on=str(len(every) - len(off)), all=str(len(every)))
    summary = html.Summary([view.say(ITEMS), " ", html.B(count, id="lab-items-count")])
    hidden = dbc.Input(id={"control": "off"}, type="hidden", value=",".join(view.selection.off))
    message = html.P(view.say(ITEMS_HELP), id="lab-items-message", className="lab-help", role="status")
    groups = html.Div([_items_of(view, group, off) for group in view.reference.dimensions], className="lab-groups")
    words = {"count": ITEMS_COUNT, "help": ITEMS_HELP, "none": ITEMS_NONE}
    return html.Details(
        [summary, hidden, message, groups],
        id="lab-items",
        className="lab-details",
        open=bool(off),
        **{"data-lab": json.dumps({key: text[view.lang] for key, text in words.items()}, ensure_ascii=False)},
    )


def _items_of(view: View, group, off: set[str]) -> html.Fieldset:
    options = [{"label": item.name[view.lang], "value": item.key} for item in group.items]
    on = [item.key for item in group.items if item.key not in off]
    whole = html.Button(
        group.name[view.lang],
        type="button",
        className="lab-whole",
        **{"data-dimension": group.key, "aria-label": view.say(WHOLE_DIMENSION, name=group.name)},
    )
    return html.Fieldset([html.Legend(whole), dbc.Checklist(id={"lab-items": group.key}, options=options, value=on)])


def unit_control(view: View, first: str = "persons") -> html.Div:
    """Return the switch between persons and households; the first is what the questions of the page count by themselves."""
    names = {"persons": PERSONS, "households": HOUSEHOLDS}
    keys = sorted(names, key=lambda key: key != first)
    options = [{"label": view.say(names[key]), "value": DEFAULT if key == first else key} for key in keys]
    value = view.selection.unit if view.selection.unit not in ("", first) else DEFAULT
    return _segments(view, UNIT, "unit", options, value)


def measure_control(view: View) -> html.Div:
    """Return the switch of the measure on map and ranking; the first is the default."""
    options = [
        {"label": name[view.lang], "value": key if place else DEFAULT}
        for place, (key, name) in enumerate(MEASURES.items())
    ]
    chosen = lab_metric(view)
    return _segments(view, MEASURE, "metric-households", options, chosen if chosen != "H" else DEFAULT)


def lab_metric(view: View) -> str:
    """Return the measure of the lab: H unless the reader chose another."""
    return view.selection.metric if view.selection.metric in MEASURES else next(iter(MEASURES))


def _segments(view: View, name: Text, control: str, options: list[dict], value: str) -> html.Div:
    radio = dbc.RadioItems(id={"control": control}, options=options, value=value, className="segments", inline=True)
    return html.Div(
        [html.Span(view.say(name), className="lab-name"), radio],
        role="radiogroup",
        className="switch lab-field",
        **{"aria-label": view.say(name)},
    )


def missing_control(view: View) -> html.Label:
    """Return the treatments of blank answers by name."""
    options = [{"label": name[view.lang], "value": key} for key, name in TREATMENTS.items()]
    value = view.selection.missing if view.selection.missing in TREATMENTS else DEFAULT
    select = dbc.Select(id={"control": "missing"}, options=options, value=value, className="choice small")
    return html.Label([html.Span(view.say(MISSING)), select], className="lab-field")


def lab_controls(view: View) -> html.Section:
    """Return all controls of the lab."""
    first = [place_control(view), level_control(view), weights_control(view), missing_control(view), unit_control(view)]
    return html.Section(
        [
            cut_off_control(view),
            html.Div([*first, measure_control(view)], className="lab-row"),
            items_control(view),
            weights_editor(view),
        ],
        className="lab card-box",
        **{"aria-label": view.say(CONTROLS)},
    )


def blank_controls() -> list:
    """Return the controls that callbacks name, without anything in them."""
    return [
        dbc.Input(id="lab-range"),
        dbc.Input(id={"control": "off"}),
        html.Div(id="lab-k", **{"data-lab": ""}),
        html.Div(id="lab-presets"),
        html.Span(id="lab-items-count"),
        html.P(id="lab-items-message"),
        dbc.Select(id="place-list"),
        dbc.Select(id={"control": "by"}),
    ]
