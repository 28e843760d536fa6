"""A released cell as words: a number, "–" for missing, the word for hidden."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from components.classes import is_number
from data.gate import HIDDEN, Cell, Released
from data.text import number


def said(cell: Cell, lang: str, threshold: int, words: Callable[[float], str] = number) -> str:
    """Return a cell as a reader sees it; words: how a number is written."""
    return HIDDEN.text(threshold)[lang] if cell is HIDDEN else words(cell)


def first_number(rows, column: str) -> float | None:
    """Return a column of the first row where it is a number, None where there is none to show."""
    found = next((row[column] for row in rows), None)
    return found if is_number(found) else None


def total(cells) -> Cell:
    """Return the sum of counts; hidden as soon as one of them is, for a sum without it would be wrong."""
    found = list(cells)
    if HIDDEN in found:
        return HIDDEN
    return sum(cell for cell in found if is_number(cell))


def shown_only(released: Released, columns: Iterable[str]) -> Released:
    """Return the rows with the count of those that hide something in the columns of a card."""
    wanted = list(columns)
    hidden = sum(1 for row in released.rows if HIDDEN in [row[name] for name in wanted if name in row])
    return replace(released, hidden=hidden)
