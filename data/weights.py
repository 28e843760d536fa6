"""Weights of problem indicators: presets and a reader's own, always exact and always adding up to 1."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from data.errors import Problem
from data.exact import share
from data.reference import Reference
from data.text import Text

REFERENCE, DIMENSIONS, INDICATORS = "", "dimensions", "indicators"
PRESETS = {
    REFERENCE: Text("น้ำหนักตามระบบอ้างอิง", "weights of the reference"),
    DIMENSIONS: Text("ทุกมิติเท่ากัน", "equal dimensions"),
    INDICATORS: Text("ทุกตัวชี้วัดเท่ากัน", "equal indicators"),
}
# Scores are whole numbers of 64 bits: weights finer than this could overflow them.
FINEST = 1_000_000
OWN = Text("น้ำหนักกำหนดเอง", "own weights")


@dataclass(frozen=True)
class Weighting:
    """units: {indicator: whole number}, every indicator of the reference, 0 where it is switched off; whole: units in 1."""

    units: dict[str, int]
    whole: int

    @property
    def used(self) -> dict[str, int]:
        """Indicators that count, with their units."""
        return {key: weight for key, weight in self.units.items() if weight}


def weighting(reference: Reference, preset: str = REFERENCE, off: Iterable[str] = ()) -> Weighting:
    """Return the weights of a preset, or of own weights such as `ill:1/3,leak:2/3`, without the indicators in `off`.

    What is switched off gives its weight to the others of its dimension, in proportion; a dimension without any
    indicator left gives its weight to the other dimensions. Raises Problem for an unknown indicator, for weights that
    do not add up to 1 (with their sum), and where nothing is left.
    """
    gone = set(off)
    weights = own_weights(preset, reference) if ":" in preset else _preset(reference, preset)
    groups = {
        group.key: {item.key: weights[item.key] for item in group.items if item.key not in gone}
        for group in reference.dimensions
    }
    totals = {group.key: sum(weights[item.key] for item in group.items) for group in reference.dimensions}
    kept = {key: items for key, items in groups.items() if sum(items.values())}
    left = sum(totals[key] for key in kept)
    if not left:
        raise Problem(
            Text("ไม่มีตัวชี้วัดเหลืออยู่", "No indicator is left"),
            where="off",
            got=", ".join(sorted(gone)),
            expected="at least one indicator with a weight",
        )
    exact = dict.fromkeys(weights, Fraction(0))
    for key, items in kept.items():
        inside = sum(items.values())
        exact |= {name: weight / inside * totals[key] / left for name, weight in items.items()}
    whole = lcm(*(weight.denominator for weight in exact.values()))
    if whole > FINEST:
        raise _bad(preset, f"weights whose common denominator is at most {FINEST:,}")
    return Weighting({name: int(weight * whole) for name, weight in exact.items()}, whole)


def _preset(reference: Reference, preset: str) -> dict[str, Fraction]:
    if preset == INDICATORS:
        return {item.key: Fraction(1, len(reference.problem_items)) for item in reference.problem_items}
    if preset == DIMENSIONS:
        each = Fraction(1, len(reference.dimensions))
        return {item.key: each / len(group.items) for group in reference.dimensions for item in group.items}
    return {item.key: item.weight for item in reference.problem_items}


def own_weights(text: str, reference: Reference) -> dict[str, Fraction]:
    """Read `key:share,key:share`; indicators left out weigh 0. Raises Problem naming what is wrong, with the sum."""
    weights = {item.key: Fraction(0) for item in reference.problem_items}
    for part in text.split(","):
        key, _, value = part.partition(":")
        weight = Fraction(0) if value.strip() == "0" else share(value)
        if key not in weights or weight is None:
            raise _bad(part, f"indicator:share, indicators {', '.join(weights)}")
        weights[key] = weight
    total = sum(weights.values())
    if total != 1:
        raise _bad(f"{text} = {total}", "weights that add up to 1")
    return weights


def _bad(got: str, expected: str) -> Problem:
    return Problem(
        Text("น้ำหนักใช้ไม่ได้", "The weights cannot be used"),
        where="weights",
        got=got,
        expected=expected,
        todo=Text("แก้น้ำหนักให้รวมเป็น 1", "Mend the weights so that they add up to 1"),
    )


def own_text(weights: dict[str, Fraction]) -> str:
    """Return own weights as they stand in an address, without zeros, in the order given."""
    return ",".join(f"{key}:{weight}" for key, weight in weights.items() if weight)
