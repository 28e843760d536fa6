"""Rows of a picture that is read like a table: words above at the left, a number at the right, a whole row to point at."""

from components.graph import hover, note
from components.letters import WIDER_LINE, fitted
from components.theme import CLEAR, INK, SMALL, SURFACE
from data.text import UNDEFINED


def reach(sentences: list[str], scale: list[float]) -> dict:
    """Return bars without ink over whole rows, so that a row can be read wherever the pointer is."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": scale[0],
        "x": [scale[1] - scale[0]] * len(sentences),
        "y": list(range(len(sentences))),
        "width": 1,
        "marker": {"color": CLEAR},
        "hovertext": [hover(sentence) for sentence in sentences],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def row_words(row: int, words: str, aside: str, shown: str) -> list[dict]:
    """Return the words of a row with a muted aside, and its number."""
    place = {"xref": "paper", "y": row - 0.06, "yref": "y", "yanchor": "bottom", "bgcolor": SURFACE}
    font = {"color": INK, "size": SMALL}
    return [
        note(fitted(words, aside, shown, WIDER_LINE), x=0, xanchor="left", font=font, **place),
        note(shown or UNDEFINED, x=1, xanchor="right", font=font, **place),
    ]
