"""What every question shares: which rows a viewer may count, by which area, in which round."""

from dataclasses import dataclass
from typing import Any

from data.library import Opened
from data.reference import Reference
from data.selection import Selection
from data.viewer import Viewer

UNKNOWN_AREA = "unknown"
# Households that were reached and answered; a blank verification comes from a survey without that step.
SURVEYED = "(verification IS NULL OR verification NOT IN ('not_found', 'moved'))"
VERIFIED_POOR = "verification IN ('verified_poor', 'newly_found')"


@dataclass(frozen=True)
class Scope:
    """One question's ground: the opened snapshot, the selection, and the condition that both put on rows."""

    opened: Opened
    selection: Selection
    viewer: Viewer

    @property
    def reference(self) -> Reference:
        """Reference of the snapshot."""
        return self.opened.snapshot.reference

    @property
    def round(self) -> int:
        """Survey round asked for, the latest where none is."""
        rounds = self.opened.snapshot.rounds
        return self.selection.round if self.selection.round in rounds else max(rounds)

    @property
    def code(self) -> str:
        """SQL of the area code that rows are grouped by."""
        return f"coalesce({self.selection.level(self.reference)}_code, '{UNKNOWN_AREA}')"

    @property
    def home(self) -> str:
        """Column of the home-level area."""
        return f"{self.reference.home_level}_code"

    def area_condition(self) -> tuple[str, list[Any]]:
        """SQL condition of place and viewer, with its values."""
        condition, values = self.selection.where(self.reference)
        if self.viewer.provinces:
            condition = f"{condition} AND list_contains(?, {self.home})"
            values = [*values, sorted(self.viewer.provinces)]
        return condition, values

    def condition(self) -> tuple[str, list[Any]]:
        """SQL condition of round, place and viewer over `household_profile`, with its values."""
        condition, values = self.area_condition()
        return f"survey_round = ? AND {condition}", [self.round, *values]

    def rows(self, sql: str, values: list[Any]) -> list[dict[str, Any]]:
        """Run one query."""
        return self.opened.rows(sql, values)


def quotient(part: float | None, whole: float | None) -> float | None:
    """Divide last: None where the whole is zero or nothing."""
    return part / whole if part is not None and whole else None


def whole(value: float | None) -> float | int | None:
    """Return a weighted count without its useless `.0`."""
    return int(value) if value is not None and float(value).is_integer() else value
