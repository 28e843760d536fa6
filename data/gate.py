"""The disclosure gate: the only maker of what may leave the query layer.

Counts are taken in unweighted households. Rows come with the cells of the fixed menu hidden, or with the noise of free
questions; here the last word is said: a row whose group is below the threshold hides every number but its place.
"""

from dataclasses import dataclass, field
from typing import Any

from data.disclosure.parameters import THRESHOLD
from data.text import Text


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
UNTOLD = Text(
    "คำถามนี้ไม่มีแบบที่ใส่ค่ารบกวน บทบาทนี้จึงไม่เห็นตัวเลขของการเลือกนี้ ไม่ว่าจะมีกี่ครัวเรือน",
    "This question has no form with noise, so this role sees no numbers for this selection, however many households there are",
)
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

    @property
    def untold(self) -> bool:
        """Whether everything is hidden for want of a form with noise, and not because households are few."""
        return self.method.get("noisy_form") == "no"


def release(question, selection, viewer, rows, *, snapshot, labels, method=None) -> Released:
    """Hide the numbers of every row whose `n_households` lies between 1 and the viewer's threshold.

    rows: list of dicts, each with `n_households` unless the question counts no households; cells may be HIDDEN.
    labels: column names that identify a row (place, indicator, stage) and stay visible.
    """
    keep = {"code", *labels}
    shown, hidden = [], 0
    for row in rows:
        n = row.get("n_households")
        if viewer.gated and n is not None and n is not HIDDEN and 0 < n < viewer.threshold:
            row = {name: value if name in keep else HIDDEN for name, value in row.items()}
        hidden += HIDDEN in row.values()
        shown.append(row)
    return Released(question, selection, tuple(shown), snapshot, hidden, viewer.threshold, method or {})
