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


# Columns that count households or their referrals, with what is computed from each in the same row.
COUNTS = {
    "listed": (),
    "surveyed_households": ("surveyed_persons",),
    "verified_poor_households": ("verified_poor_persons",),
    "newly_found": (),
    "not_poor": ("inclusion_error",),
    "not_found": (),
    "moved": (),
    "listed_surveyed": ("inclusion_error", "coverage"),
    "households": ("share",),
    "poor_households": ("H", "A", "M0", "poor_persons"),
    "reached": ("step_rate", "overall_rate", "median_days"),
    "referrals": ("share", "helped_share"),
    "helped": ("helped_share",),
    "referred": ("referred_share",),
    "deprived": ("referred_share", "helped_share"),
    "never_referred": ("never_share",),
    "exited": (),
    "open": (),
    "n_before": ("before", "change"),
    "n_after": ("after", "change"),
    "n_entry": ("attrition",),
    "n_real": ("real_change", "real_low", "real_high"),
    "n_model": ("model_before", "model_after", "model_change", "difference", "se", "low", "high"),
    "n_comparison": ("comparison_before", "comparison_after", "comparison_change", "difference", "se", "low", "high"),
}


def without_small_counts(rows: list[dict]) -> list[dict]:
    """Return rows with every count from 1 to the threshold hidden, and what is computed from it."""
    return [_without_small_counts(row) for row in rows]


def _without_small_counts(row: dict) -> dict:
    small = [name for name in COUNTS if isinstance(row.get(name), int | float) and 0 < row[name] < THRESHOLD]
    hidden = {name for count in small for name in (count, *COUNTS[count]) if name in row}
    return row | dict.fromkeys(hidden, HIDDEN)


def release(question, selection, viewer, rows, *, snapshot, labels, method=None) -> Released:
    """Hide the numbers of every row whose `n_households` lies between 1 and the threshold.

    rows: list of dicts, each with `n_households` unless the question counts no households; cells may be HIDDEN.
    labels: column names that identify a row (place, indicator, stage) and stay visible.
    """
    keep = {"code", *labels}
    shown, hidden = [], 0
    for row in rows:
        n = row.get("n_households")
        if viewer.gated and n is not None and n is not HIDDEN and 0 < n < THRESHOLD:
            row = {name: value if name in keep else HIDDEN for name, value in row.items()}
        hidden += HIDDEN in row.values()
        shown.append(row)
    return Released(question, selection, tuple(shown), snapshot, hidden, THRESHOLD, method or {})
