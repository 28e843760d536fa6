"""What both poverty questions share: a household's deprivation score in SQL, and who counts as poor."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from data.queries.scope import Scope
from data.weights import REFERENCE, Weighting, weighting

# Scores re-weighted over what was answered are quotients; this is far below any step between two of them.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Deprivation:
    """Weights, treatment of missing answers and cut-off of one question."""

    scope: Scope

    @cached_property
    def weighting(self) -> Weighting:
        """Weights in whole units."""
        selection = self.scope.selection
        return weighting(self.scope.reference, selection.weights, selection.off)

    @property
    def has_sizes(self) -> bool:
        """Whether households came with their number of members."""
        return bool(self.scope.opened.snapshot.manifest.get("sizes", True))

    @property
    def unit(self) -> str:
        """`persons`, or `households` where the reader wants it or no size is known."""
        return "households" if self.scope.selection.unit == "households" or not self.has_sizes else "persons"

    @property
    def people(self) -> str:
        """SQL of the weight of a household in the chosen unit."""
        return "weight" if self.unit == "households" else "weight * size"

    @property
    def persons(self) -> str:
        """SQL of the persons a household stands for."""
        return "weight * size" if self.has_sizes else "NULL::DOUBLE"

    @property
    def score(self) -> str:
        """SQL of the score in units; NULL where the household leaves the sample."""
        match self.scope.selection.missing:
            case "zero":
                terms = " + ".join(
                    f"{weight} * coalesce(deprived_{key}, 0)::BIGINT" for key, weight in self.weighting.used.items()
                )
                return f"CASE WHEN problems_answered > 0 THEN {terms} END"
            case "reweight":
                return self._reweighted()
            case _:
                return self._complete()

    def _complete(self) -> str:
        selection = self.scope.selection
        if selection.weights == REFERENCE and not selection.off:
            # Made at load with the same units: adding seventeen columns per question costs six times as much.
            return "deprivation_units"
        return (
            "(" + " + ".join(f"{weight} * deprived_{key}::BIGINT" for key, weight in self.weighting.used.items()) + ")"
        )

    def _reweighted(self) -> str:
        """Inside a dimension what is answered stands for what is not; a dimension without answers leaves the sample."""
        dimensions = []
        for used in self._dimensions:
            deprived = " + ".join(f"{weight} * coalesce(deprived_{key}, 0)::BIGINT" for key, weight in used.items())
            dimensions.append(f"({deprived}) * {self._scale(used)}")
        return "(" + " + ".join(dimensions) + ")"

    @property
    def _dimensions(self) -> list[dict[str, int]]:
        """Per dimension that counts, its indicators with their units."""
        used = self.weighting.used
        groups = (
            {item.key: used[item.key] for item in group.items if item.key in used}
            for group in self.scope.reference.dimensions
        )
        return [group for group in groups if group]

    @staticmethod
    def _scale(used: dict[str, int]) -> str:
        answered = " + ".join(f"{weight} * (deprived_{key} IS NOT NULL)::INTEGER" for key, weight in used.items())
        return f"({sum(used.values())} / nullif({answered}, 0)::DOUBLE)"

    @property
    def parts(self) -> dict[str, str]:
        """{indicator: SQL of its units in a household's score}; they add up to the score."""
        if self.scope.selection.missing != "reweight":
            return {key: f"{weight} * deprived_{key}::BIGINT" for key, weight in self.weighting.units.items()}
        scaled = {
            key: f"{weight} * deprived_{key}::BIGINT * {self._scale(used)}"
            for used in self._dimensions
            for key, weight in used.items()
        }
        return dict.fromkeys(self.weighting.units, "0") | scaled

    @property
    def poor(self) -> str:
        """SQL over `score`: score/units >= k and score > 0, in integers, so that nobody on the line is lost to a rounding."""
        line = self.scope.selection.cut_off(self.scope.reference) * self.weighting.whole
        if self.scope.selection.missing == "reweight":
            return f"(score + {TOLERANCE * self.weighting.whole} >= {float(line)!r} AND score > 0)"
        # A whole number is at least k exactly where it is at least the next whole number above it.
        return f"(score >= {ceil(line)} AND score > 0)"
