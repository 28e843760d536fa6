"""The five capitals of one place: a radar for the shape and, always beside it, dots for the numbers."""

import unicodedata
from itertools import takewhile

from components.classes import is_number
from components.graph import figure, hover, note
from components.letters import letters
from components.profile import Profile
from components.theme import BORDER, CAPITALS, CLEAR, INK, LINE, MUTED, PLACE, SMALL, categorical, faint
from data.gate import HIDDEN
from data.reference import Group
from data.text import UNDEFINED, Text, number

LOWEST, HIGHEST = 1, 4
HIDDEN_SCORE = Text("ซ่อน", "hidden")
# Width of a Thai or Latin letter at 13 px, about.
LETTER = 7
DOTS_ROW, DOTS_HEAD, DOTS_FOOT = 30, 28, 26


def short_names(groups: tuple[Group, ...], lang: str) -> dict[str, str]:
    """Return {key: name} without the word that all names share: `Human capital` becomes `Human`."""
    names = [group.name[lang] for group in groups]
    if len(names) < 2:
        return {group.key: group.name[lang] for group in groups}
    first, last = _shared(names), _shared([name[::-1] for name in names])
    cut = [name[first : len(name) - last].strip() for name in names]
    if not all(cut) or any(unicodedata.category(word[0]) == "Mn" for word in cut):
        cut = names
    return {group.key: word for group, word in zip(groups, cut, strict=True)}


def _shared(names: list[str]) -> int:
    """Return the length of the start that all names share; Latin words are never cut inside."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    start = "".join(letters[0] for letters in alike)
    if any(letter.isascii() and letter.isalpha() for letter in start):
        return len(start[: start.rfind(" ") + 1])
    return len(start)


def capital_radar(profile: Profile, name: str, lang: str, demo: bool = False) -> dict:
    """Return the radar of one place: 1 in the middle, 4 outside, a missing capital as a gap in the line."""
    names = short_names(profile.groups, lang)
    labels = [_label(names[group.key], profile.values.get(group.key), lang) for group in profile.groups]
    values = profile.known(profile.values)
    complete = None not in values
    place = {
        **ring(values, labels),
        **{"mode": "lines+markers", "name": name, "line": {"color": PLACE, "width": 2.5}, "marker": {"size": 7}},
        **({"fill": "toself", "fillcolor": faint(PLACE, 0.15)} if complete else {}),
    }
    middle = {**ring(profile.known(profile.middle), labels), "line": {"color": INK, "width": 1.4, "dash": "dash"}}
    return figure(
        [*_band(profile, labels), middle, place], lang, demo=demo, polar=polar(labels), margin=radar_margin(names)
    )


def _label(name: str, cell, lang: str) -> str:
    return f"{name}<br><b>{_score(cell, lang)}</b>"


def _score(cell, lang: str) -> str:
    """Return a score as it stands beside a mark; hidden is a word, missing a dash."""
    if cell is HIDDEN:
        return HIDDEN_SCORE[lang]
    return number(cell, 2) if is_number(cell) else UNDEFINED


def ring(values: list[float | None], labels: list[str]) -> dict:
    """Return a closed line round the radar; a gap stays a gap."""
    return {
        "type": "scatterpolar", "mode": "lines", "hoverinfo": "skip", "connectgaps": False,
        "r": [*values, *values[:1]], "theta": [*labels, *labels[:1]],
    }  # fmt: skip


def _band(profile: Profile, labels: list[str]) -> list[dict]:
    """Return the pale ring between the quartiles; without all of them there is none."""
    low, high = profile.known(profile.low), profile.known(profile.high)
    if None in low or None in high:
        return []
    edge = {"color": LINE, "width": 0}
    return [
        {**ring(low, labels), "line": edge},
        {**ring(high, labels), "line": edge, "fill": "tonext", "fillcolor": faint(MUTED, 0.16)},
    ]


def radar_margin(names: dict[str, str]) -> dict:
    """Return room for the names beside the radar, from their letters without marks above or below."""
    longest = max(len(letters(name)) for name in names.values())
    side = max(48, round(LETTER * longest * 0.7))
    return {"l": side, "r": side, "t": 46, "b": 42}


def polar(labels: list[str]) -> dict:
    """Return the axes of a radar from 1 to 4."""
    return {
        "bgcolor": CLEAR,
        "angularaxis": {
            "type": "category", "categoryarray": labels, "rotation": 90, "direction": "clockwise",
            "gridcolor": LINE, "linecolor": LINE, "ticks": "", "tickfont": {"size": SMALL, "color": INK},
        },
        "radialaxis": {
            "range": [LOWEST, HIGHEST], "tickvals": [1, 2, 3, 4], "gridcolor": LINE, "showline": False, "ticks": "",
            "tickfont": {"size": SMALL, "color": MUTED}, "angle": 54, "tickangle": 54,
        },
    }  # fmt: skip


def capital_dots(profile: Profile, sentences: dict[str, str], lang: str, demo: bool = False) -> dict:
    """Return the same numbers as dots on one scale from 1 to 4, the programme's value as a tick on each row."""
    names = short_names(profile.groups, lang)
    keys = [group.key for group in profile.groups]
    rows = list(range(len(keys)))
    values, middle = profile.known(profile.values), profile.known(profile.middle)
    dots = {
        "type": "scatter", "mode": "markers", "x": values, "y": rows, "hovertemplate": "%{hovertext}<extra></extra>",
        "hovertext": [hover(sentences[key]) for key in keys],
        "marker": {"size": 13, "color": [categorical(CAPITALS, row) for row in rows], "line": {"color": BORDER, "width": 0}},
    }  # fmt: skip
    ticks = {
        "type": "scatter", "mode": "markers", "x": middle, "y": rows, "hoverinfo": "skip",
        "marker": {"symbol": "line-ns-open", "size": 16, "color": INK, "line": {"color": INK, "width": 2}},
    }  # fmt: skip
    return figure(
        [_spans(profile, rows), ticks, dots], lang, demo=demo,
        margin={"l": 8, "r": 44, "t": 8, "b": DOTS_FOOT},
        xaxis={"range": [LOWEST - 0.15, HIGHEST + 0.06], "tickvals": [1, 2, 3, 4]},
        yaxis={
            "range": [len(rows) - 0.5, -0.5], "tickvals": rows, "ticktext": [names[key] for key in keys],
            "automargin": "width", "tickfont": {"color": INK, "size": SMALL},
        },
        annotations=[
            note(_score(profile.values.get(key), lang), x=1, xref="paper", xanchor="left", xshift=8, y=row, yref="y", font={"color": INK, "size": SMALL})
            for row, key in zip(rows, keys, strict=True)
        ],
    )  # fmt: skip


def capital_dots_height(profile: Profile) -> int:
    """Return the height of the dot plot in px."""
    return DOTS_HEAD + DOTS_FOOT + DOTS_ROW * len(profile.groups)


def _spans(profile: Profile, rows: list[int]) -> dict:
    """Return pale bars between the quartiles, one per row."""
    low, high = profile.known(profile.low), profile.known(profile.high)
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"color": LINE, "width": 10},
        "x": [x for pair in zip(low, high, strict=True) for x in (*pair, None)],
        "y": [y for row in rows for y in (row, row, None)],
    }  # fmt: skip
