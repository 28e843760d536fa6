"""Bars with the words above them and the number at their end: problems, and the steps of a referral."""

from components.classes import is_number
from components.graph import figure, note
from components.theme import INK, MUTED, NEED, OUTLINE, PLACE, SMALL
from data.gate import HIDDEN
from data.text import Text, number, percent

PROBLEM_ROW, FUNNEL_ROW = 50, 56
LONGEST_WORDS = 46
TOP = 6

STAGES = {
    "identified": Text("พบความต้องการ", "Identified"),
    "verified": Text("สอบทานแล้ว", "Verified"),
    "referred": Text("ส่งต่อแล้ว", "Referred"),
    "accepted": Text("หน่วยงานรับเรื่อง", "Accepted"),
    "in_progress": Text("กำลังช่วยเหลือ", "In progress"),
    "helped": Text("ช่วยเหลือแล้ว", "Helped"),
}
DAYS = Text("{days} วันจากพบ", "{days} days from entry")
STEP = Text("{rate} ของขั้นก่อน", "{rate} of the step before")


def top_problems(rows: tuple[dict, ...], column: str = "censored", count: int = TOP) -> list[dict]:
    """Return the rows of `contributions` with the highest shares, highest first; undefined and hidden ones drop out."""
    known = [row for row in rows if is_number(row[column])]
    return sorted(known, key=lambda row: row[column], reverse=True)[:count]


def problem_bars(rows: list[dict], names: dict[str, str], lang: str, *, column: str = "censored", **more) -> dict:
    """Return bars of shares from 0 to 1. names: {indicator: words}; more: `sentences` {indicator: hover}, `demo`."""
    places = list(range(len(rows)))
    longest = max((row[column] for row in rows), default=1) or 1
    sentences = more.get("sentences", names)
    bars = {
        "type": "bar", "orientation": "h", "x": [row[column] for row in rows], "y": places, "width": 0.3,
        "marker": {"color": NEED[3]}, "text": [f" {percent(row[column])}" for row in rows], "textposition": "outside",
        "textfont": {"color": INK, "size": SMALL}, "cliponaxis": False,
        "hovertext": [sentences[row["indicator"]] for row in rows], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    words = [_above(shorten(names[row["indicator"]]), place) for place, row in zip(places, rows, strict=True)]
    return figure(
        [bars], lang, demo=more.get("demo", False), annotations=words,
        margin={"l": 4, "r": 4, "t": 26, "b": 4},
        xaxis={"range": [0, longest * 1.22], "visible": False},
        yaxis={"range": [len(rows) - 0.7, -0.62], "visible": False},
    )  # fmt: skip


def shorten(words: str, longest: int = LONGEST_WORDS) -> str:
    """Cut long words at a space where there is one near the end, never between a letter and its mark."""
    if len(words) <= longest:
        return words
    cut = words[:longest]
    space = cut.rfind(" ")
    if space > longest * 0.6:
        cut = cut[:space]
    while words[len(cut)] in MARKS:
        cut = cut[:-1]
    return cut.rstrip(" เแโใไ") + "…"


# Thai vowels and tone marks that stand above, below or behind the letter before them.
MARKS = frozenset("ะัาำิีึืฺุู็่้๊๋์ํ๎")


def _above(words: str, place: float) -> dict:
    return note(
        words,
        x=0,
        xref="paper",
        xanchor="left",
        y=place - 0.2,
        yref="y",
        yanchor="bottom",
        font={"color": INK, "size": SMALL},
    )


def funnel_bars(rows: tuple[dict, ...], lang: str, demo: bool = False, threshold: int = 10) -> dict:
    """Return horizontal bars from the left: words above, count and step rate beside, days since entry on the right."""
    places = list(range(len(rows)))
    reached = [row["reached"] if is_number(row["reached"]) else None for row in rows]
    whole = max((count for count in reached if count), default=1)
    ground = {
        "type": "bar", "orientation": "h", "x": [whole] * len(rows), "y": places, "width": 0.34,
        "marker": {"color": OUTLINE}, "hoverinfo": "skip",
    }  # fmt: skip
    bars = {
        **ground, "x": reached, "marker": {"color": PLACE}, "hoverinfo": "text",
        "hovertext": [funnel_sentence(row, lang, threshold) for row in rows], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    words = [part for place, row in zip(places, rows, strict=True) for part in _step_words(row, place, lang, threshold)]
    return figure(
        [ground, bars], lang, demo=demo, barmode="overlay", annotations=words,
        margin={"l": 4, "r": 4, "t": 28, "b": 4},
        xaxis={"range": [0, whole], "visible": False}, yaxis={"range": [len(rows) - 0.7, -0.62], "visible": False},
    )  # fmt: skip


def _step_words(row: dict, place: int, lang: str, threshold: int) -> list[dict]:
    count = HIDDEN.text(threshold)[lang] if row["reached"] is HIDDEN else number(row["reached"])
    right = _above(f"<b>{count}</b>", place) | {"x": 1, "xanchor": "right"}
    return [_above(stage_name(row["stage"], lang) + _step_note(row, lang), place), right]


def _step_note(row: dict, lang: str) -> str:
    parts = []
    if is_number(row["step_rate"]):
        parts.append(percent(row["step_rate"], 0))
    if is_number(row["median_days"]) and row["median_days"] > 0:
        parts.append(DAYS.format(days=number(row["median_days"]))[lang])
    return f'<span style="color:{MUTED}"> · {" · ".join(parts)}</span>' if parts else ""


def stage_name(stage: str, lang: str) -> str:
    """Return the word for a referral stage; one nobody named here keeps its key."""
    return STAGES[stage][lang] if stage in STAGES else stage


def funnel_sentence(row: dict, lang: str, threshold: int = 10) -> str:
    """Return one step in words: what, how many, which part of the step before, days since entry."""
    count = HIDDEN.text(threshold)[lang] if row["reached"] is HIDDEN else number(row["reached"])
    parts = [f"{stage_name(row['stage'], lang)} {count}"]
    if is_number(row["step_rate"]):
        parts.append(STEP.format(rate=percent(row["step_rate"]))[lang])
    if is_number(row["median_days"]):
        parts.append(DAYS.format(days=number(row["median_days"]))[lang])
    return " · ".join(parts)


def problem_height(rows: int) -> int:
    """Return the height of a bar chart of problems in px."""
    return 30 + PROBLEM_ROW * max(rows, 2)


def funnel_height(rows: int) -> int:
    """Return the height of a funnel in px."""
    return 30 + FUNNEL_ROW * max(rows, 2)
