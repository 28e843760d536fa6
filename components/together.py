"""Which problem dimensions come together: combinations as rows of dots, with the share of households beside each."""

from components.capitals import short_names
from components.card import Card
from components.classes import is_number
from components.graph import figure, hover, note
from components.lab_headline import noise_words
from components.letters import shorten
from components.sources import about, household_notes
from components.table import table
from components.theme import INK, OUTLINE, PLACE, SMALL
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.reference import Group
from data.text import Text, number, percent

TITLE = Text("ปัญหาที่เกิดร่วมกัน · {place} · {vintage}", "Problems that come together · {place} · {vintage}")
SENTENCE = Text(
    "ร้อยละของครัวเรือนที่สำรวจ ขัดสนในมิติเมื่อไม่ผ่านข้อใดข้อหนึ่งที่นับ ไม่ขึ้นกับ k",
    "Per cent of surveyed households; deprived in a dimension when any of its items that count is not met; does not depend on k",
)
SAID = Text("{names}: {share} ({n} ครัวเรือน)", "{names}: {share} ({n} households)")
NONE = Text("ไม่ขัดสนในมิติใด", "No dimension")
ONLY = Text("{name}อย่างเดียว", "{name} only")
HEADS = (Text("มิติที่ขัดสน", "Dimensions"), Text("ร้อยละ", "Per cent"), Text("ครัวเรือน", "Households"))
REST = Text(
    "แสดง {shown} แบบที่พบมากที่สุด อีก {rest} แบบอยู่ในตาราง",
    "The {shown} most frequent combinations; {rest} more in the table",
)
FEW = Text("ซ่อน {count} แบบที่มีน้อย", "{count} combinations with few households are hidden")
MOST = 12
ROW, TOP, FOOT = 27, 118, 6
MATRIX = 0.4
NAME_LENGTH = 17


def combination_words(dimensions: str, groups: tuple[Group, ...], lang: str) -> str:
    """Return the names of a combination joined by plus."""
    names = [group.name[lang] for group in groups if group.key in dimensions.split("+")]
    if len(names) == 1:
        return ONLY.format(name=names[0])[lang]
    return " + ".join(names) or NONE[lang]


def upset(rows: list[dict], groups: tuple[Group, ...], said: list[str], lang: str, demo: bool = False) -> dict:
    """Return the combinations from the top: filled dots joined by a line, then a bar with its share.

    rows: {"dimensions": keys joined by "+", "share": number}; only rows with a number are drawn.
    """
    columns = {group.key: place for place, group in enumerate(groups)}
    inside = [sorted(columns[key] for key in row["dimensions"].split("+") if key) for row in rows]
    spots = [(x, y) for y in range(len(rows)) for x in columns.values()]
    filled = [(x, y) for y, found in enumerate(inside) for x in found]
    bars = {
        "type": "bar", "orientation": "h", "x": [row["share"] for row in rows], "y": list(range(len(rows))),
        "xaxis": "x2", "marker": {"color": PLACE}, "width": 0.62, "text": [percent(row["share"]) for row in rows],
        "textposition": "outside", "cliponaxis": False, "textfont": {"color": INK, "size": SMALL},
        "hovertext": [hover(words) for words in said], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    most = max((row["share"] for row in rows), default=1)
    return figure(
        [_dots(spots, OUTLINE), _joins(inside), _dots(filled, INK), bars], lang, demo=demo,
        margin={"l": 8, "r": 8, "t": TOP, "b": FOOT},
        xaxis={"domain": [0, MATRIX], "range": [-0.6, len(groups) - 0.4], "visible": False},
        xaxis2={"domain": [MATRIX + 0.02, 1], "range": [0, most * 1.28], "visible": False, "fixedrange": True},
        yaxis={"range": [max(len(rows), 3) - 0.5, -0.5], "visible": False},
        annotations=[_column(name, place) for place, name in enumerate(short_names(groups, lang).values())],
    )  # fmt: skip


def _dots(spots: list[tuple[int, int]], colour: str) -> dict:
    return {
        "type": "scatter", "mode": "markers", "x": [x for x, _ in spots], "y": [y for _, y in spots],
        "marker": {"size": 12, "color": colour}, "hoverinfo": "skip",
    }  # fmt: skip


def _joins(inside: list[list[int]]) -> dict:
    spans = [(found[0], found[-1], y) for y, found in enumerate(inside) if len(found) > 1]
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": INK, "width": 2},
        "x": [x for low, high, _ in spans for x in (low, high, None)],
        "y": [y for *_, at in spans for y in (at, at, None)],
    }  # fmt: skip


def _column(name: str, place: int) -> dict:
    return note(
        shorten(name, NAME_LENGTH), x=place, xref="x", y=1, yref="paper", yanchor="bottom", xanchor="left", yshift=2,
        textangle=-50, font={"color": INK, "size": SMALL},
    )  # fmt: skip


def together_height(rows: int) -> int:
    """Return the height of the picture in px."""
    return TOP + FOOT + ROW * max(rows, 3)


def together_card(view: View, released: Released, place: str) -> Card:
    """Return the card of one place. released: rows of `together` at its own level, most frequent first."""
    used = {item.key for group in view.reference.dimensions for item in group.items} - set(view.selection.off)
    groups = tuple(group for group in view.reference.dimensions if any(item.key in used for item in group.items))
    seen = [row for row in released.rows if is_number(row["share"]) and row["share"]]
    seen.sort(key=lambda row: -row["share"])
    rows = seen[:MOST]
    names = [combination_words(row["dimensions"], groups, view.lang) for row in seen]
    said = [
        view.say(SAID, names=name, share=percent(row["share"]), n=number(row["households"]))
        for name, row in zip(names, seen, strict=True)
    ]
    title = view.say(TITLE, place=place, vintage=view.vintage)
    hidden = sum(row["share"] is HIDDEN for row in released.rows)
    rest = view.say(REST, shown=str(len(rows)), rest=str(len(seen) - len(rows))) if len(seen) > len(rows) else ""
    few = view.say(FEW, count=str(hidden)) if hidden else ""
    return Card(
        id="together", title=title, sentence=view.say(SENTENCE), lang=view.lang,
        figure=upset(rows, groups, said[:MOST], view.lang, view.marked), alt=f"{title}: " + "; ".join(said[:5]),
        height=together_height(len(rows)), about=about(view, "together", released=released), extra=None,
        table=_table(view, title, released, seen, names),
        notes=[rest, few, noise_words(view, released), *household_notes(view, released)[-1:]],
    )  # fmt: skip


def _table(view: View, caption: str, released: Released, seen: list[dict], names: list[str]):
    def cell(value: Cell, words: str) -> str:
        return view.say(HIDDEN.text(released.threshold)) if value is HIDDEN else words

    rows = [[name, percent(row["share"]), number(row["households"])] for name, row in zip(names, seen, strict=True)]
    for row in released.rows:
        if row["share"] is HIDDEN:
            words = combination_words(row["dimensions"], view.reference.dimensions, view.lang)
            rows.append([words, cell(row["share"], ""), cell(row["households"], "")])
    return table(caption, [view.say(head) for head in HEADS], rows)
