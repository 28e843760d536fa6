"""The disclosure gate: the only maker of what may leave the query layer.

Counts are taken in unweighted households. In this version a row whose group is below the threshold hides every
number but its place; complementary hiding and noise for free questions belong to the release of the menu.
"""

from dataclasses import dataclass, field
from typing import Any

from data.text import Text

THRESHOLD = 10


class Hidden:
    """The one value that stands for a cell that may not be shown."""

    __slots__ = ()

    def text(self, threshold: int = THRESHOLD) -> Text:
        """Return what a reader sees in place of the number."""
        return Text(f"ซ่อน (n < {threshold})", f"hidden (n < {threshold})")

    def __repr__(self) -> str:
        return "hidden"

    def __bool__(self) -> bool:
        return False


HIDDEN = Hidden()
Cell = Any


@dataclass(frozen=True, slots=True)
class Released:
    """Rows of one question after the gate. `rows`: dicts with "code"; a cell is a value, None or HIDDEN."""

    question: str
    selection: Any
    rows: tuple[dict[str, Cell], ...]
    snapshot: str
    hidden: int = 0
    threshold: int = THRESHOLD
    method: dict[str, Any] = field(default_factory=dict)


def release(question, selection, viewer, rows, *, snapshot, labels, method=None) -> Released:
    """Hide the numbers of every row whose `n_households` lies between 1 and the threshold.

    rows: list of dicts, each with `n_households` unless the question counts no households.
    labels: column names that identify a row (place, indicator, stage) and stay visible.
    """
    keep = {"code", *labels}
    shown, hidden = [], 0
    for row in rows:
        n = row.get("n_households")
        if viewer.gated and n is not None and 0 < n < THRESHOLD:
            hidden += 1
            row = {name: value if name in keep else HIDDEN for name, value in row.items()}
        shown.append(row)
    return Released(question, selection, tuple(shown), snapshot, hidden, THRESHOLD, method or {})
