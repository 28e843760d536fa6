"""What the demo data must agree with: published figures, turned into numbers for each province.

Province shares, household sizes, verified-poor shares and capital scores are published by PPPConnext; where a
province has no capital score the published pilot mean stands in. What nobody published (listing errors, the share
newly found, H) is drawn inside plausible ranges and is ours.
"""

from dataclasses import dataclass

import numpy as np

from data.errors import Problem
from data.reference import Reference
from data.text import Text

# Published pilot means of household scores (PPPConnext), for provinces without a score of their own.
PILOT_MEANS = {"human": 2.45, "physical": 2.22, "financial": 1.92, "natural": 1.80, "social": 1.66}
PROBLEM_KEYS = frozenset(
    "birth_weight safe_food medicine_use exercise secure_dwelling drinking_water use_water tidy_home preschool_care "
    "compulsory_education upper_secondary literacy working_age_income older_age_income household_income "
    "elderly_care disability_care".split()
)
SURVEYED = ("surveyed_households", "2020-2026")
SURVEYED_MEMBERS = ("surveyed_members", "2020-2026")
VERIFIED_POOR = ("verified_poor_households", "2020-2026")
TPMAP_POOR = ("tpmap_target_poor", "2022")
# Households surveyed when the programme-wide totals below were published; totals are scaled by N over this.
PROGRAMME_HOUSEHOLDS = 306_388
# A mean of exactly 1.00 is one answer for everybody; a published 1.00 may be rounded, so a little life is left.
LOWEST_MEAN = 1.01
LOWER_PER_ROUND, LOWER_AT_MOST = 0.02, 0.04


@dataclass(frozen=True, slots=True)
class ProvinceTarget:
    """What one province must look like; shares are 0 to 1, capital means 1 to 4 in reference order."""

    index: int
    code: str
    households: int
    size_mean: float
    not_poor_share: float
    newly_found_share: float
    exclusion_error: float
    inclusion_error: float
    poverty_share: float
    capital_means: tuple[float, ...]

    def means_in(self, rounds_back: int) -> np.ndarray:
        """Capital means a number of rounds before the latest: a little lower, never below the floor."""
        lower = min(LOWER_AT_MOST, LOWER_PER_ROUND * rounds_back)
        return np.maximum(np.array(self.capital_means) - lower, LOWEST_MEAN)


def stream(seed: int, *place: int) -> np.random.Generator:
    """Return the generator of one topic, province or round; it does not depend on what was drawn elsewhere."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=place))


def largest_remainder(total: int, weights: np.ndarray) -> np.ndarray:
    """Share a whole total out in proportion to weights; all zero where the weights are."""
    weights = np.asarray(weights, dtype=float)
    if total <= 0 or weights.sum() <= 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = total * weights / weights.sum()
    shares = np.floor(exact).astype(np.int64)
    late = np.argsort(shares - exact, kind="stable")[: total - int(shares.sum())]
    shares[late] += 1
    return shares


def capped_shares(total: int, weights: np.ndarray, caps: np.ndarray) -> np.ndarray:
    """Share a total out in proportion to weights, no part above its cap; what is cut off goes to the others."""
    weights, caps = np.asarray(weights, dtype=float), np.asarray(caps, dtype=np.int64)
    shares = np.zeros(len(weights), dtype=np.int64)
    total = min(total, int(caps[weights > 0].sum()))
    while (left := total - int(shares.sum())) > 0:
        room = np.where(shares < caps, weights, 0.0)
        shares = np.minimum(shares + largest_remainder(left, room), caps)
    return shares


def published(reference: Reference, measure: str, period: str) -> np.ndarray:
    """Return a published measure of every home area in reference order, NaN where nothing was published."""
    found = {row.code: row.value for row in reference.published if (row.measure, row.period) == (measure, period)}
    values = [found.get(area.code) for area in reference.home_areas]
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def check_thai(reference: Reference) -> None:
    """Raise Problem unless the reference has the capitals, problems and published figures the demo is made of."""
    capitals = {group.key for group in reference.capitals}
    problems = {item.key for item in reference.problem_items}
    known = capitals == set(PILOT_MEANS) and problems == PROBLEM_KEYS
    if known and not np.isnan(published(reference, *SURVEYED)).any():
        return
    raise Problem(
        Text("ข้อมูลสาธิตมีเฉพาะชุดอ้างอิงของไทย", "Demo data exist only for the Thai reference"),
        where=str(reference.folder),
        got=f"capitals {', '.join(sorted(capitals)) or 'none'}; {len(problems)} problem indicators",
        expected=f"capitals {', '.join(sorted(PILOT_MEANS))}; {len(PROBLEM_KEYS)} problem indicators",
        todo=Text("ใช้โฟลเดอร์อ้างอิง data/reference", "Use the reference folder data/reference"),
    )


def province_targets(reference: Reference, households: int, seed: int) -> list[ProvinceTarget]:
    """Return one target per pilot province; `households` are shared out in the published proportions."""
    surveyed, members = published(reference, *SURVEYED), published(reference, *SURVEYED_MEMBERS)
    shares = largest_remainder(households, surveyed)
    not_poor = np.clip(1 - published(reference, *VERIFIED_POOR) / surveyed, 0, 1)
    means = _capital_means(reference)
    exclusion = _exclusion_errors(published(reference, *TPMAP_POOR) / members)
    rng = stream(seed, 0)
    newly = rng.uniform(0.08, 0.20, len(surveyed))
    inclusion = rng.uniform(0.08, 0.28, len(surveyed))
    weaker = 1.98 - means.mean(axis=1)
    poverty = np.clip(0.345 + 0.35 * weaker + rng.normal(0, 0.035, len(surveyed)), 0.27, 0.43)
    return [
        ProvinceTarget(
            index=i,
            code=area.code,
            households=int(shares[i]),
            size_mean=float(members[i] / surveyed[i]),
            not_poor_share=float(not_poor[i]),
            newly_found_share=float(newly[i]),
            exclusion_error=float(exclusion[i]),
            inclusion_error=float(inclusion[i]),
            poverty_share=float(poverty[i]),
            capital_means=tuple(float(mean) for mean in means[i]),
        )
        for i, area in enumerate(reference.home_areas)
    ]


def _capital_means(reference: Reference) -> np.ndarray:
    """Published 2026 scores (provinces × capitals), the pilot mean where there is none."""
    columns = [published(reference, f"{group.key}_capital_score", "2026") for group in reference.capitals]
    pilot = np.array([PILOT_MEANS[group.key] for group in reference.capitals])
    scores = np.stack(columns, axis=1)
    return np.where(np.isnan(scores), pilot, scores)


def _exclusion_errors(listed_per_member: np.ndarray) -> np.ndarray:
    """From 75 % where TPMAP lists fewest per surveyed member down to 60 % where it lists most."""
    low, high = np.nanmin(listed_per_member), np.nanmax(listed_per_member)
    return 0.75 - 0.15 * (np.nan_to_num(listed_per_member, nan=low) - low) / max(high - low, 1e-9)
