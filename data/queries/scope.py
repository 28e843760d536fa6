"""What every question shares: which rows a viewer may count, by which area, in which round."""

from dataclasses import dataclass
from typing import Any

from data.answers import SURVEYED
from data.entry import entry_days
from data.library import Opened
from data.reference import Reference
from data.selection import Selection
from data.viewer import Viewer

__all__ = ["SURVEYED", "UNKNOWN_AREA", "VERIFIED_POOR", "Scope", "quotient", "whole"]

UNKNOWN_AREA = "unknown"
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

    @property
    def unweighted(self) -> bool:
        """Whether every household of the snapshot weighs 1: sums then need no weight."""
        weighted = self.opened.snapshot.manifest.get("weighted")
        if weighted is not None:
            return not weighted
        # Snapshots made before the load noted it.
        sql = "SELECT coalesce(bool_and(weight = 1), true) AS plain FROM household_profile"
        return self.opened.once("unweighted", lambda: self.opened.rows(sql)[0]["plain"])

    def total(self, value: str) -> str:
        """SQL of the weighted sum of a value over households."""
        return f"sum({value})" if self.unweighted else f"sum(weight * {value})"

    def households(self, condition: str) -> str:
        """SQL of the weighted number of households that meet a condition."""
        return f"count_if({condition})::BIGINT" if self.unweighted else f"sum(weight) FILTER ({condition})"

    def condition(self) -> tuple[str, list[Any]]:
        """SQL condition of round, place, cohort and viewer over `household_profile`, with its values."""
        condition, values = self.selection.where(self.reference)
        return self._inside_rights(f"survey_round = ? AND {condition}", [self.round, *values])

    def every_round_condition(self) -> tuple[str, list[Any]]:
        """The same without the round, for questions that compare rounds: the cohort is that of each round."""
        return self._inside_rights(*self.selection.where(self.reference))

    def event_condition(self) -> tuple[str, list[Any]]:
        """The same over a table of events, which has areas and `household_key` but no round.

        A cohort is its households in the round asked for.
        """
        condition, values = self._inside_rights(*self.selection.where_place(self.reference))
        if not self.selection.cohort:
            return condition, values
        inside, more = self.condition()
        cohort = f"household_key IN (SELECT household_key FROM household_profile WHERE {inside})"
        return f"{condition} AND {cohort}", [*values, *more]

    def referral_condition(self) -> tuple[str, list[Any]]:
        """The same over `referral_profile`, of the referrals that entered in the period asked for."""
        condition, values = self.event_condition()
        if not self.selection.entered:
            return condition, values
        days = entry_days(self.selection.entered, self.reference.fiscal_month)
        return f"{condition} AND entered_on BETWEEN ? AND ?", [*values, *days]

    def place_condition(self) -> tuple[str, list[Any]]:
        """The same over a table of places without households, such as operating models; a cohort does not apply."""
        return self._inside_rights(*self.selection.where_place(self.reference))

    def rights(self) -> tuple[str, list[Any]]:
        """SQL condition of the viewer alone."""
        return self._inside_rights("true", [])

    def _inside_rights(self, condition: str, values: list[Any]) -> tuple[str, list[Any]]:
        if not self.viewer.provinces:
            return condition, values
        return f"{condition} AND list_contains(?, {self.home})", [*values, sorted(self.viewer.provinces)]

    def rows(self, sql: str, values: list[Any]) -> list[dict[str, Any]]:
        """Run one query."""
        return self.opened.rows(sql, values)


def quotient(part: float | None, whole: float | None) -> float | None:
    """Divide last: None where the whole is zero or nothing."""
    return part / whole if part is not None and whole else None


def whole(value: float | None) -> float | int | None:
    """Return a weighted count without its useless `.0`."""
    return int(value) if value is not None and float(value).is_integer() else value
