"""What both poverty questions share: a household's deprivation score in SQL, and who counts as poor."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil, gcd, lcm

from data.errors import Problem
from data.queries.scope import Scope
from data.text import Text
from data.weights import REFERENCE, Weighting, weighting

# Whole numbers of the database: re-weighted scores are quotients, made whole by a common multiple of their divisors.
LONG, LONGEST = 2**62, 2**126
TOO_FINE = Text("น้ำหนักละเอียดเกินกว่าจะถ่วงน้ำหนักใหม่ได้พอดี", "These weights are too fine to be re-weighted exactly")
COARSER = Text(
    "ใช้น้ำหนักที่มีทศนิยมน้อยลง หรือเลือกวิธีอื่นสำหรับคำตอบที่ว่าง",
    "Use weights with fewer decimals, or another treatment of blank answers",
)


@dataclass(frozen=True)
class Deprivation:
    """Weights, treatment of missing answers and cut-off of one question."""

    scope: Scope

    @cached_property
    def weighting(self) -> Weighting:
        """Weights in whole units."""
        selection = self.scope.selection
        return weighting(self.scope.reference, selection.weights, selection.off)

    @cached_property
    def whole(self) -> int:
        """Units in a score of 1; every score is a whole number of them, re-weighted ones too."""
        return self.weighting.whole * (self._multiple if self.scope.selection.missing == "reweight" else 1)

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
        for total, shares in self._dimensions:
            deprived = " + ".join(f"{share} * coalesce(deprived_{key}, 0)::BIGINT" for key, share in shares.items())
            dimensions.append(f"({deprived}) * {self._scale(total, shares)}")
        return "(" + " + ".join(dimensions) + ")"

    @property
    def _dimensions(self) -> list[tuple[int, dict[str, int]]]:
        """Per dimension that counts, its units, and its indicators' shares of them in the smallest whole numbers."""
        used = self.weighting.used
        groups = (
            {item.key: used[item.key] for item in group.items if item.key in used}
            for group in self.scope.reference.dimensions
        )
        return [
            (sum(group.values()), {key: weight // gcd(*group.values()) for key, weight in group.items()})
            for group in groups
            if group
        ]

    @cached_property
    def _multiple(self) -> int:
        """The least number that makes whole the units of a dimension divided among whichever indicators were answered."""
        found = 1
        for total, shares in self._dimensions:
            found = lcm(found, *(answered // gcd(answered, total) for answered in _sums(shares.values())))
            if found * self.weighting.whole > LONGEST:
                raise Problem(TOO_FINE, where="weights", got=self.scope.selection.weights, todo=COARSER)
        return found

    def _scale(self, total: int, shares: dict[str, int]) -> str:
        """SQL of the units that one share of a dimension stands for; the division leaves no rest."""
        answered = " + ".join(f"{share} * (deprived_{key} IS NOT NULL)::BIGINT" for key, share in shares.items())
        kind = "BIGINT" if self.whole <= LONG else "HUGEINT"
        return f"({total * self._multiple}::{kind} // nullif({answered}, 0))"

    @property
    def parts(self) -> dict[str, str]:
        """{indicator: SQL of its units in a household's score}; they add up to the score."""
        if self.scope.selection.missing != "reweight":
            return {key: f"{weight} * deprived_{key}::BIGINT" for key, weight in self.weighting.units.items()}
        scaled = {
            key: f"{share} * deprived_{key}::BIGINT * {self._scale(total, shares)}"
            for total, shares in self._dimensions
            for key, share in shares.items()
        }
        return dict.fromkeys(self.weighting.units, "0") | scaled

    @property
    def poor(self) -> str:
        """SQL over `score`: score/units >= k and score > 0, in integers, so that nobody on the line is lost to a rounding."""
        # A whole number is at least k exactly where it is at least the next whole number above it.
        return f"(score >= {ceil(self.scope.selection.cut_off(self.scope.reference) * self.whole)} AND score > 0)"


def _sums(weights: Iterable[int]) -> set[int]:
    """Return every sum of some of the weights, without the empty one."""
    found = {0}
    for weight in weights:
        found |= {weight + other for other in found}
    return found - {0}
