"""Accessible tables: a caption, headers with scope, numbers to the right."""

from typing import Any

from dash import html


def table(caption: str, heads: list[str], rows: list[list[Any]], *, words: int = 1, whole: bool = False) -> html.Div:
    """Return a table whose first `words` columns are text and the others numbers.

    It scrolls inside its own box; a `whole` one only sideways.
    """
    kinds = ["word" if place < words else "number" for place in range(len(heads))]
    head = html.Tr([html.Th(name, scope="col", className=kind) for name, kind in zip(heads, kinds, strict=True)])
    body = [
        html.Tr(
            [html.Th(row[0], scope="row", className="word")]
            + [html.Td(cell, className=kind) for cell, kind in zip(row[1:], kinds[1:], strict=True)]
        )
        for row in rows
    ]
    drawn = html.Table([html.Caption(caption), html.Thead(head), html.Tbody(body)], className="table-plain")
    box = "table-box whole" if whole else "table-box"
    # A box that scrolls must be reachable by keyboard.
    return html.Div(drawn, className=box, tabIndex=0, role="group", **{"aria-label": caption})
