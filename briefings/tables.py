"""The table of a card as plain rows of text, for slides and files."""

from typing import Any


def plain(node: Any) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of the first table inside a component; empty where there is none."""
    found = next(iter(_every(node, "Table")), None)
    if found is None:
        return [], []
    lines = [[text(cell) for cell in _children(row)] for row in _every(found, "Tr")]
    return (lines[0], lines[1:]) if lines else ([], [])


def text(node: Any) -> str:
    """Return the words inside a component."""
    if isinstance(node, str | int | float):
        return str(node)
    return "".join(text(child) for child in _children(node))


def paragraphs(node: Any) -> list[str]:
    """Return the words of every paragraph inside a component; one that is a link says nothing without it."""
    return [words for part in _every(node, "P") if not _every(part, "Link") and (words := text(part))]


def _children(node: Any) -> list[Any]:
    inside = getattr(node, "children", None)
    return [] if inside is None else list(inside) if isinstance(inside, list | tuple) else [inside]


def _every(node: Any, kind: str) -> list[Any]:
    own = [node] if type(node).__name__ == kind else []
    return own + [found for child in _children(node) for found in _every(child, kind)]
