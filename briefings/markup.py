"""Components as plain HTML for a page that is printed: no callbacks, graphs as boxes that one script fills."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

VOID = frozenset({"br", "hr", "img"})
# What these would do, paper cannot.
SILENT = frozenset({"Button", "Select", "Store", "RadioItems", "Checklist", "Input", "Details"})
KEPT = {"className": "class", "role": "role", "aria-label": "aria-label", "lang": "lang", "scope": "scope"}


@dataclass
class Markup:
    """figures: {id of a box: figure}, in drawing order; filled while components are written."""

    figures: dict[str, dict] = field(default_factory=dict)

    def graph(self, figure: dict, alt: str, height: int, kind: str = "graph") -> str:
        """Return the box of a figure, `height` in px; kind: its classes."""
        box = f"figure-{len(self.figures)}"
        self.figures[box] = figure
        return f'<div class="{kind}" role="img" aria-label="{escape(alt)}" style="height:{height}px"><div id="{box}"></div></div>'

    def write(self, node: Any) -> str:
        """Return a component, a text or a list of them as HTML."""
        if node is None or isinstance(node, bool):
            return ""
        if isinstance(node, str | int | float):
            return escape(str(node))
        if isinstance(node, list | tuple):
            return "".join(self.write(child) for child in node)
        kind = type(node).__name__
        if kind in SILENT:
            return ""
        if kind == "Graph":
            height = int(str(node.style["height"]).removesuffix("px"))
            return self.graph(node.figure, "", height)
        return self._element(node, "span" if kind == "Link" else kind.lower())

    def _element(self, node: Any, tag: str) -> str:
        props = node.to_plotly_json()["props"]
        given = {KEPT[name]: value for name, value in props.items() if name in KEPT and value}
        if props.get("style"):
            given["style"] = ";".join(f"{_kebab(name)}:{value}" for name, value in props["style"].items())
        words = "".join(f' {name}="{escape(str(value))}"' for name, value in given.items())
        inside = "" if tag in VOID else f"{self.write(getattr(node, 'children', None))}</{tag}>"
        return f"<{tag}{words}>{inside}"


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
