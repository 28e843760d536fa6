"""How households spread: scores of every capital, living levels by fifth, and moves between levels."""

from components.capitals import short_names
from components.card import Card
from components.cells import said
from components.classes import is_number
from components.graph import figure, hover, note
from components.levels import level_key, level_name
from components.matrix import Square, hidden_squares, matrix, matrix_height, matrix_key, squares_sentence
from components.sources import about, household_notes
from components.table import table
from components.theme import CAPITALS, INK, LEVELS, LINE, SMALL, SURFACE, categorical, readable_on
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.indicators import overall_name
from data.text import Text, number, percent

SPREAD = Text("การกระจายของคะแนนทุน · {place} · {vintage}", "How capital scores spread · {place} · {vintage}")
SPREAD_SENTENCE = Text(
    "ร้อยละของครัวเรือนที่สำรวจในแต่ละช่วง 0.25 คะแนน เส้นตั้งคือขอบของระดับการดำรงชีพ",
    "Per cent of surveyed households in each quarter of a score; upright lines: bounds of the living levels",
)
STEP = Text("{capital} {low}–{high}: {share}", "{capital} {low}–{high}: {share}")
MOST_AT = Text("{capital} มากที่สุดที่ {low}–{high} ({share})", "{capital} most at {low}–{high} ({share})")
CAPITAL, FROM, SHARE = Text("ทุน", "Capital"), Text("ช่วงคะแนน", "Score"), Text("ร้อยละ", "Per cent")
FIFTHS = Text("ระดับการดำรงชีพตามกลุ่มทุน · {place} · {vintage}", "Living levels by fifth of capital · {place} · {vintage}")
FIFTHS_SENTENCE = Text(
    "ครัวเรือนที่ยืนยันว่ายากจน แบ่งห้ากลุ่มตามทุนรวมภายในแต่ละพื้นที่ 1 คือต่ำสุด (เป้าหมายการส่งต่อ)",
    "Verified poor households in fifths of overall capital inside each area; 1 is the lowest, the target of referral",
)
FIFTH, LEVEL = Text("กลุ่มที่ {fifth}", "Fifth {fifth}"), Text("ระดับ", "Level")
MOVES = Text(
    "การเปลี่ยนระดับระหว่างรอบ · {place} · {vintage}", "Moves between levels since the round before · {place} · {vintage}"
)
MOVES_SENTENCE = Text(
    "ครัวเรือนเดียวกันในสองรอบ: แถวคือระดับก่อน คอลัมน์คือระดับนี้ ตัวเลขคือครัวเรือน",
    "The same households in both rounds: rows are the level before, columns the level now, numbers are households",
)
MOVE = Text("จาก {before} เป็น {after}: {n}", "From {before} to {after}: {n}")
PANEL = Text("n ที่จับคู่ได้ = {panel} · n ของรอบนี้ = {now}", "matched n = {panel} · n of this round = {now}")
HEAT = Text("ตัวชี้วัดทุน {count} ข้อ · {places} · {vintage}", "{count} capital indicators · {places} · {vintage}")
HEAT_SENTENCE = Text(
    "คะแนนเฉลี่ย 1–4 ของแต่ละตัวชี้วัด สีอ่อนคือต่ำ เรียงตามทุน",
    "Mean score 1–4 of each indicator, pale is low, in order of the capitals",
)
HEAT_SAID = Text("{place}: {item} {score} · ต่ำกว่า 2 {weak}", "{place}: {item} {score} · below 2: {weak}")
INDICATOR = Text("ตัวชี้วัด", "Indicator")
SCORE_WORDS = Text("คะแนนเฉลี่ย", "mean score")
HOUSEHOLDS_WORDS = Text("ครัวเรือน", "households")
STRIP, TOP, FOOT = 74, 8, 26
HEAT_ROW, HEAT_HEAD, HEAT_RIGHT = 22, 118, 56
# So many columns and more have no room for a number in each cell.
CROWDED = 7


def spread_strips(
    rows: tuple[dict, ...], names: dict[str, str], bounds: tuple[float, ...], lang: str, demo: bool = False
) -> dict:
    """Return a histogram per capital, one above the other, on one scale from 1 to 4; hidden steps draw no bar.

    rows: {"capital", "low", "high", "share"}; names: {capital: words}, `overall` last.
    """
    keys = list(names)
    traces = []
    for place, key in enumerate(keys):
        own = [row for row in rows if row["capital"] == key]
        most = max((row["share"] for row in own if is_number(row["share"])), default=1) or 1
        colour = INK if key == "overall" else categorical(CAPITALS, place)
        traces.append(_strip(own, len(keys) - 1 - place, most, colour, names[key], lang))
    levels = [
        {
            "type": "line",
            "x0": bound,
            "x1": bound,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": LINE, "width": 1},
        }
        for bound in bounds
    ]
    return figure(
        traces, lang, demo=demo, barmode="overlay", bargap=0, shapes=levels, margin={"l": 8, "r": 8, "t": TOP, "b": FOOT},
        xaxis={"range": [1, 4], "tickvals": [1, 2, 3, 4]},
        yaxis={"range": [0, len(keys)], "visible": False},
        annotations=[
            note(names[key], x=0, xanchor="left", y=len(keys) - place - 0.06, yref="y", yanchor="top", font={"color": INK, "size": SMALL})
            for place, key in enumerate(keys)
        ],
    )  # fmt: skip


def _strip(rows: list[dict], base: int, most: float, colour: str, name: str, lang: str) -> dict:
    shares = [row["share"] if is_number(row["share"]) else None for row in rows]
    said_of = [
        STEP.format(
            capital=name, low=number(row["low"], 2), high=number(row["high"], 2), share=_share(row["share"], lang)
        )
        for row in rows
    ]
    return {
        "type": "bar", "x": [(row["low"] + row["high"]) / 2 for row in rows], "width": 0.23, "base": base,
        "y": [share / most * 0.64 if share is not None else None for share in shares],
        "marker": {"color": colour}, "hovertext": [hover(words[lang]) for words in said_of],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _share(cell: Cell, lang: str) -> str:
    return HIDDEN.text()[lang] if cell is HIDDEN else percent(cell)


def spread_card(view: View, released: Released, place: str) -> Card:
    """Return the card of one place. released: rows of `capital_spread`."""
    names = short_names(view.reference.capitals, view.lang) | {"overall": overall_name(view.reference)[view.lang]}
    title = view.say(SPREAD, place=place, vintage=view.vintage)
    most = []
    for key, name in names.items():
        own = [row for row in released.rows if row["capital"] == key and is_number(row["share"])]
        if own:
            top = max(own, key=lambda row: row["share"])
            words = {"low": number(top["low"], 2), "high": number(top["high"], 2), "share": percent(top["share"])}
            most.append(view.say(MOST_AT, capital=name, **words))
    rows = [
        [names[row["capital"]], f"{number(row['low'], 2)}–{number(row['high'], 2)}", _share(row["share"], view.lang)]
        for row in released.rows
    ]
    return Card(
        id="cap-spread", title=title, sentence=view.say(SPREAD_SENTENCE), lang=view.lang, alt=f"{title}: " + "; ".join(most),
        figure=spread_strips(released.rows, names, view.reference.level_bounds, view.lang, view.marked),
        height=TOP + FOOT + STRIP * len(names), about=about(view, "capital_spread", released=released),
        table=table(title, [view.say(CAPITAL), view.say(FROM), view.say(SHARE)], rows, words=2),
        notes=household_notes(view, released),
    )  # fmt: skip


def fifths_bars(rows: tuple[dict, ...], lang: str, demo: bool = False) -> dict:
    """Return one stacked bar per fifth, the lowest on top. rows: {"quintile", "level", "share"}."""
    fifths = sorted({row["quintile"] for row in rows})
    levels = sorted({row["level"] for row in rows})
    return figure(
        [_level(level, fifths, rows, lang) for level in levels], lang, demo=demo, barmode="stack",
        margin={"l": 8, "r": 14, "t": TOP, "b": FOOT},
        xaxis={"range": [0, 1], "tickvals": [0, 0.5, 1], "tickformat": ".0%"},
        yaxis={
            "range": [len(fifths) - 0.5, -0.5], "tickvals": list(range(len(fifths))), "automargin": "width",
            "ticktext": [FIFTH.format(fifth=str(fifth))[lang] for fifth in fifths], "tickfont": {"color": INK, "size": SMALL},
        },
    )  # fmt: skip


def _level(level: int, fifths: list[int], rows: tuple[dict, ...], lang: str) -> dict:
    colour = categorical(LEVELS, level - 1)
    found = {row["quintile"]: row["share"] for row in rows if row["level"] == level}
    shares = [found[fifth] if is_number(found.get(fifth)) else None for fifth in fifths]
    said_of = [
        f"{FIFTH.format(fifth=str(fifth))[lang]}: {level_name(level, lang)} {_share(found.get(fifth), lang)}"
        for fifth in fifths
    ]
    return {
        "type": "bar", "orientation": "h", "x": shares, "y": list(range(len(fifths))), "width": 0.72,
        "marker": {"color": colour, "line": {"color": SURFACE, "width": 1}},
        "text": [percent(share, 0) if share and share > 0.08 else "" for share in shares], "textposition": "inside",
        "insidetextanchor": "middle", "textangle": 0, "textfont": {"color": readable_on(colour), "size": SMALL},
        "hovertext": [hover(words) for words in said_of], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def fifths_card(view: View, released: Released, levels: Released, place: str) -> Card:
    """Return the card of one place. released: rows of `level_fifths`; levels: rows of `levels` for the key."""
    title = view.say(FIFTHS, place=place, vintage=view.vintage)
    rows = [
        [
            view.say(FIFTH, fifth=str(row["quintile"])), level_name(row["level"], view.lang),
            _share(row["share"], view.lang), said(row["households"], view.lang, released.threshold),
        ]
        for row in released.rows
    ]  # fmt: skip
    heads = [view.say(FIFTHS_HEAD), view.say(LEVEL), view.say(SHARE), view.say(HOUSEHOLDS_WORDS)]
    alt = "; ".join(" ".join(row[:3]) for row in rows if row[2] != HIDDEN.text()[view.lang])
    return Card(
        id="cap-fifths", title=title, sentence=view.say(FIFTHS_SENTENCE), lang=view.lang, alt=f"{title}: {alt}",
        figure=fifths_bars(released.rows, view.lang, view.marked), height=TOP + FOOT + 46 * 5,
        extra=level_key(list(levels.rows), view.lang), table=table(title, heads, rows, words=2),
        about=about(view, "level_fifths", released=released), notes=household_notes(view, released),
    )  # fmt: skip


FIFTHS_HEAD = Text("กลุ่มทุน", "Fifth")


def moves_card(view: View, released: Released, levels: Released, place: str) -> Card:
    """Return the matrix of one place. released: rows of `transitions`; levels: rows of `levels`, for n of this round."""
    title = view.say(MOVES, place=place, vintage=view.vintage)
    steps = sorted({row["level_before"] for row in released.rows})
    names = [level_name(step, view.lang) for step in steps]
    squares = {}
    for row in released.rows:
        n = said(row["households"], view.lang, released.threshold)
        before, after = (level_name(row[name], view.lang) for name in ("level_before", "level_after"))
        shown = "" if row["households"] is HIDDEN else n
        place_of = (row["level_before"] - 1, row["level_after"] - 1)
        squares[place_of] = Square(row["households"], shown, view.say(MOVE, before=before, after=after, n=n))
    counts = [row["households"] for row in released.rows]
    panel = HIDDEN.text(released.threshold)[view.lang] if HIDDEN in counts else number(sum(counts))
    now_counts = [row["n_households"] for row in levels.rows]
    now = HIDDEN.text(levels.threshold)[view.lang] if HIDDEN in now_counts else number(sum(now_counts))
    rows = [
        [names[step - 1], *(said(squares[step - 1, other - 1].value, view.lang, released.threshold) for other in steps)]
        for step in steps
    ]
    return Card(
        id="cap-moves", title=title, sentence=view.say(MOVES_SENTENCE), lang=view.lang,
        figure=matrix(names, names, squares, view.lang, scale="strength", demo=view.marked),
        alt=f"{title}: {squares_sentence(squares)}", height=matrix_height(len(steps)),
        extra=matrix_key(squares, view.lang, view.say(HOUSEHOLDS_WORDS), scale="strength"),
        table=table(title, [view.say(LEVEL), *names], rows), about=about(view, "transitions", released=released),
        notes=[view.say(PANEL, panel=panel, now=now), *household_notes(view, released)],
    )  # fmt: skip


def heat_card(view: View, released: Released, names: dict[str, str], places: str) -> Card:
    """Return the heat map. released: rows of `weak_points` by area; names: {code: words} of the columns."""
    items = {item.key: item.name[view.lang] for item in view.reference.capital_items}
    codes, keys = list(names), list(items)
    title = view.say(HEAT, count=str(len(keys)), places=places, vintage=view.vintage)
    squares = {}
    for row in released.rows:
        if row["code"] not in names:
            continue
        score = said(row["mean"], view.lang, released.threshold, lambda value: number(value, 2))
        weak = said(row["weak_share"], view.lang, released.threshold, percent)
        words = view.say(HEAT_SAID, place=names[row["code"]], item=items[row["indicator"]], score=score, weak=weak)
        shown = score if len(codes) < CROWDED and is_number(row["mean"]) else ""
        value = row["mean"] - 1 if is_number(row["mean"]) else row["mean"]
        squares[keys.index(row["indicator"]), codes.index(row["code"])] = Square(value, shown, words)
    drawn = matrix(list(items.values()), list(names.values()), squares, view.lang, scale="strength", demo=view.marked)
    # Names lean to the right: the last one needs room there.
    drawn["layout"]["margin"] |= {"t": HEAT_HEAD, "r": HEAT_RIGHT}
    drawn["layout"]["xaxis"] |= {"tickangle": -60, "tickmode": "array", "ticktext": list(names.values())}
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
    # On a phone the picture is wider than the screen: the keyboard must be able to scroll it.
    return Card(
        id="cap-heat", picture={"tabIndex": 0}, title=title, sentence=view.say(HEAT_SENTENCE), lang=view.lang, figure=drawn,
        alt=f"{title}: {squares_sentence(squares)}", height=HEAT_HEAD + HEAT_ROW * len(keys) + 30,
        extra=matrix_key(squares, view.lang, view.say(SCORE_WORDS), scale="strength"),
        table=table(title, [view.say(INDICATOR), *names.values()], rows), about=about(view, "weak_points", released=released),
        notes=household_notes(view, released) if hidden else household_notes(view, released)[-1:],
    )  # fmt: skip
