"""How the same households moved between living levels: of one place in households, of several beside each other in shares."""

from dash import html

from components.card import Card
from components.cells import said, total
from components.classes import is_number
from components.graph import figure
from components.levels import level_name
from components.matrix import Square, matrix, matrix_height, matrix_key, squares_sentence
from components.sources import about, household_notes
from components.subjects import Side, joined
from components.table import table
from components.theme import INK
from components.view import View
from data.gate import HIDDEN
from data.text import UNDEFINED, Text, number, percent

MOVES = Text(
    "การเปลี่ยนระดับระหว่างรอบ · {place} · {vintage}", "Moves between levels since the round before · {place} · {vintage}"
)
MOVES_SENTENCE = Text(
    "ครัวเรือนเดียวกันในสองรอบ: แถวคือระดับก่อน คอลัมน์คือระดับนี้ ตัวเลขคือครัวเรือน",
    "The same households in both rounds: rows are the level before, columns the level now, numbers are households",
)
MOVE = Text("จาก {before} เป็น {after}: {n}", "From {before} to {after}: {n}")
SHARES_SENTENCE = Text(
    "ครัวเรือนเดียวกันในสองรอบ: แถวคือพื้นที่และระดับก่อน คอลัมน์คือระดับนี้ ตัวเลขคือร้อยละของผู้ที่อยู่ในระดับก่อนนั้น",
    "The same households in both rounds: rows are place and level before, columns the level now, numbers are per cent of "
    "those in the level before",
)
MOVE_OF = Text("{place}: จาก {before} เป็น {after} {share} ({n})", "{place}: from {before} to {after} {share} ({n})")
PANEL_OF = Text(
    "{place}: n ที่จับคู่ได้ = {panel} · n ของรอบนี้ = {now}", "{place}: matched n = {panel} · n of this round = {now}"
)
PANEL = Text("n ที่จับคู่ได้ = {panel} · n ของรอบนี้ = {now}", "matched n = {panel} · n of this round = {now}")
NO_MOVES = Text("การเปลี่ยนระดับระหว่างรอบ · {vintage}", "Moves between levels since the round before · {vintage}")
ONE_ROUND = Text(
    "ไม่มีครัวเรือนที่อยู่ในรอบนี้และรอบก่อนหน้าให้เทียบ เลือกรอบอื่น หรือรอการนำเข้ารอบถัดไป",
    "No households are in both this round and an earlier one: choose another round, or wait until the next is loaded",
)
HOUSEHOLDS_WORDS = Text("ครัวเรือน", "households")
SHARE_WORDS = Text("ร้อยละของระดับก่อน", "per cent of the level before")
LEVEL, PLACE = Text("ระดับ", "Level"), Text("พื้นที่ · ระดับก่อน", "Place · level before")
ROW_OF = Text("{place} · {level}", "{place} · {level}")


def no_moves_card(view: View) -> Card:
    """Return the card of a round that has no earlier one, or of places without households in both."""
    why, title = view.say(ONE_ROUND), view.say(NO_MOVES, vintage=view.vintage)
    drawn = figure(
        [], view.lang, xaxis={"visible": False}, yaxis={"visible": False}, margin={"l": 0, "r": 0, "t": 0, "b": 0}
    )
    return Card(
        id="cap-moves", title=title, sentence=why, lang=view.lang, figure=drawn, alt=why, height=8, table=html.P(why),
        about=about(view, "transitions"), notes=[],
    )  # fmt: skip


def moves_card(view: View, sides: list[Side], levels: list[Side]) -> Card:
    """Return the matrix. sides: rows of `transitions`; levels: rows of `levels` of the same places, for n of this round."""
    several = len(sides) > 1
    title = view.say(MOVES, place=", ".join(side.name for side in sides), vintage=view.vintage)
    steps = sorted(
        {row[name] for side in sides for row in side.released.rows for name in ("level_before", "level_after")}
    )
    names = [level_name(step, view.lang) for step in steps]
    squares = {
        (at * len(steps) + steps.index(row["level_before"]), steps.index(row["level_after"])): _square(
            view, side, row, several
        )
        for at, side in enumerate(sides)
        for row in side.released.rows
    }
    heads = [view.say(ROW_OF, place=side.short, level=name) for side in sides for name in names] if several else names
    drawn = matrix(heads, names, squares, view.lang, scale="strength", demo=view.marked, letters=9)
    drawn["layout"]["shapes"] = [_rule(at * len(steps) - 0.5) for at in range(1, len(sides))]
    words, threshold = percent if several else number, sides[0].released.threshold
    cells = {spot: said(square.value, view.lang, threshold, words) for spot, square in squares.items()}
    rows = [
        [head, *(cells.get((row, step), UNDEFINED) for step in range(len(steps)))] for row, head in enumerate(heads)
    ]
    released = joined(side.released for side in sides)
    return Card(
        id="cap-moves", title=title, sentence=view.say(SHARES_SENTENCE if several else MOVES_SENTENCE), lang=view.lang,
        figure=drawn, alt=f"{title}: {squares_sentence(squares)}", height=matrix_height(len(heads), view.marked),
        extra=matrix_key(squares, view.lang, view.say(SHARE_WORDS if several else HOUSEHOLDS_WORDS), scale="strength"),
        table=table(title, [view.say(PLACE if several else LEVEL), *names], rows),
        about=about(view, "transitions", released=released),
        notes=[*(_matched(view, *pair, several) for pair in zip(sides, levels, strict=True)), *household_notes(view, released)],
    )  # fmt: skip


def _square(view: View, side: Side, row: dict, several: bool) -> Square:
    threshold = side.released.threshold
    n = said(row["households"], view.lang, threshold)
    before, after = (level_name(row[name], view.lang) for name in ("level_before", "level_after"))
    if not several:
        return Square(
            row["households"], "" if row["households"] is HIDDEN else n, view.say(MOVE, before=before, after=after, n=n)
        )
    share = said(row["share"], view.lang, threshold, percent)
    words = view.say(MOVE_OF, place=side.name, before=before, after=after, share=share, n=n)
    return Square(row["share"], percent(row["share"], 0) if is_number(row["share"]) else "", words)


def _matched(view: View, side: Side, levels: Side, several: bool) -> str:
    """Return how many households are in both rounds, beside those of this round."""
    panel, now = (
        said(total(row[column] for row in one.released.rows), view.lang, one.released.threshold)
        for one, column in ((side, "households"), (levels, "n_households"))
    )
    return (
        view.say(PANEL_OF, place=side.name, panel=panel, now=now) if several else view.say(PANEL, panel=panel, now=now)
    )


def _rule(y: float) -> dict:
    """Return the line between two places."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": {"color": INK, "width": 1}}
