"""Every capital indicator against places: one picture of what is weak where."""

from dataclasses import replace

from components.card import Card
from components.cells import said
from components.classes import is_number
from components.graph import MARK_ROOM
from components.matrix import FOOT, HEAD, WIDE, Square, hidden_squares, matrix, matrix_key, row_names, squares_sentence
from components.sources import about, household_notes
from components.subjects import Side, joined
from components.table import table
from components.view import View
from data.gate import Released
from data.text import Text, number, percent

HEAT = Text("ตัวชี้วัดทุน {count} ข้อ · {places} · {vintage}", "{count} capital indicators · {places} · {vintage}")
HEAT_SENTENCE = Text(
    "คะแนนเฉลี่ย 1–4 ของแต่ละตัวชี้วัด สีอ่อนคือต่ำ เรียงตามทุน",
    "Mean score 1–4 of each indicator, pale is low, in order of the capitals",
)
HEAT_SAID = Text("{place}: {item} {score} · ต่ำกว่า 2 {weak}", "{place}: {item} {score} · below 2: {weak}")
INDICATOR = Text("ตัวชี้วัด", "Indicator")
SCORE_WORDS = Text("คะแนนเฉลี่ย", "mean score")
HEAT_ROW, HEAT_HEAD, HEAT_RIGHT = 22, 118, 56
# So many columns and more have no room for a number in each cell.
CROWDED = 7


def heat_card(view: View, released: Released, names: dict[str, str], places: str) -> Card:
    """Return the heat map. released: rows of `weak_points` by area; names: {code: words} of the columns."""
    items = {item.key: item.name[view.lang] for item in view.reference.capital_items}
    codes, keys = list(names), list(items)
    title = view.say(HEAT, count=str(len(keys)), places=places, vintage=view.vintage)
    crowded, squares = len(codes) >= CROWDED, {}
    for row in released.rows:
        if row["code"] not in names:
            continue
        score = said(row["mean"], view.lang, released.threshold, lambda value: number(value, 2))
        weak = said(row["weak_share"], view.lang, released.threshold, percent)
        words = view.say(HEAT_SAID, place=names[row["code"]], item=items[row["indicator"]], score=score, weak=weak)
        shown = score if not crowded and is_number(row["mean"]) else ""
        value = row["mean"] - 1 if is_number(row["mean"]) else row["mean"]
        squares[keys.index(row["indicator"]), codes.index(row["code"])] = Square(value, shown, words)
    drawn = matrix(list(items.values()), list(names.values()), squares, view.lang, scale="strength", demo=view.marked)
    if crowded:
        # Names lean to the right: the last one needs room there.
        drawn["layout"]["margin"] |= {"t": HEAT_HEAD, "r": HEAT_RIGHT}
        drawn["layout"]["xaxis"] |= {"tickangle": -60, "tickmode": "array", "ticktext": list(names.values())}
    head, rest = HEAT_HEAD if crowded else HEAD, FOOT + MARK_ROOM * view.marked
    scores = {(row["indicator"], row["code"]): row["mean"] for row in released.rows}
    rows = [
        [
            items[key],
            *(
                said(scores.get((key, code)), view.lang, released.threshold, lambda value: number(value, 2))
                for code in codes
            ),
        ]
        for key in keys
    ]
    hidden = hidden_squares(squares)
    return Card(
        id="cap-heat", picture=WIDE if crowded else {}, title=title, sentence=view.say(HEAT_SENTENCE), lang=view.lang, figure=drawn,
        alt=f"{title}: {squares_sentence(squares)}", height=head + HEAT_ROW * len(keys) + rest,
        extra=matrix_key(squares, view.lang, view.say(SCORE_WORDS), scale="strength"),
        table=table(title, [view.say(INDICATOR), *names.values()], rows), about=about(view, "weak_points", released=released),
        over=(row_names(list(items.values()), head, HEAT_ROW),) if crowded else (),
        notes=household_notes(view, released) if hidden else household_notes(view, released)[-1:],
    )  # fmt: skip


def heat_of_sides(view: View, sides: list[Side]) -> Card:
    """Return the heat map of places side by side. sides: rows of `weak_points`."""
    # Two sides may be of one place: columns are told apart by their order.
    rows = [{**row, "code": str(at)} for at, side in enumerate(sides) for row in side.released.rows]
    released = replace(joined(side.released for side in sides), rows=tuple(rows))
    return heat_card(
        view, released, {str(at): side.short for at, side in enumerate(sides)}, ", ".join(side.name for side in sides)
    )
