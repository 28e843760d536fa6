"""What the funnel does not show, and weak points, once more: loops over households and exact fractions."""

from fractions import Fraction

from tests.data import plain, plain_numbers
from tests.data.plain_numbers import CAPITALS, DIMENSIONS, STAGES, ratio

FULL = 4


def never_referred(households: dict[str, dict], lowest: set[str], referred: set[str]) -> dict | None:
    """Columns of the question for the households of an area and round; None where none is of the lowest fifth."""
    target = [key for key in households if key in lowest]
    never = [key for key in target if key not in referred]
    if not target:
        return None
    return {
        "n_households": len(target),
        "lowest_fifth": len(target),
        "never_referred": len(never),
        "never_share": Fraction(len(never), len(target)),
    }


def need_met(households: dict[str, dict], dimension: str, asked: set, given: set) -> dict | None:
    """Columns of the question for surveyed households; asked and given: (household, dimension) that was asked or met.

    None where nobody is deprived.
    """
    deprived = {key: h for key, h in households.items() if any(h[item] == 1 for item in DIMENSIONS[dimension])}
    if not deprived:
        return None

    def count(wanted: set | None) -> Fraction:
        kept = (h for key, h in deprived.items() if wanted is None or (key, dimension) in wanted)
        return sum((plain.people(h, "households") for h in kept), Fraction(0))

    everyone, referred, helped = count(None), count(asked), count(given)
    return {
        "n_households": len(deprived),
        "deprived": everyone,
        "referred": referred,
        "helped": helped,
        "referred_share": ratio(referred, everyone),
        "helped_share": ratio(helped, everyone),
    }


def weak_points(households: list[dict]) -> dict[tuple[str, str], dict]:
    """{(capital, indicator): columns of the question} for a list of surveyed households."""
    found = {}
    for name, weights in CAPITALS.items():
        means = {key: mean_score(households, key) for key in weights}
        gap = sum((weights[key] * (FULL - mean) for key, mean in means.items() if mean is not None), Fraction(0))
        for key, mean in means.items():
            answered = [h for h in households if h[key] is not None]
            weak = sum((Fraction(h["weight"]) for h in answered if h[key] < 2), Fraction(0))
            whole = sum((Fraction(h["weight"]) for h in answered), Fraction(0))
            found[name, key] = {
                "n_households": len(answered),
                "mean": mean,
                "weak_share": ratio(weak, whole),
                "gap_pct": ratio(100 * weights[key] * (FULL - mean), gap) if mean is not None else None,
            }
    return found


def mean_score(households: list[dict], key: str) -> Fraction | None:
    return plain_numbers.mean([(Fraction(h[key]), Fraction(h["weight"])) for h in households if h[key] is not None])


def outcome(events: list[tuple[str, int]], rank: int, open_day: int) -> tuple[str, int]:
    """How a referral ends for one stage, and on which day since it entered: reached, exited or still open.

    events: (stage, day). An exit from which it came back to the stage or further did not end it.
    """
    reached = [day for stage, day in events if stage in STAGES[rank:]]
    left = [day for stage, day in events if stage not in STAGES]
    if reached:
        return "reached", min(reached)
    return ("exited", min(left)) if left else ("open", open_day)


def incidence(outcomes: list[tuple[str, int]]) -> list[tuple[int, Fraction]]:
    """[(day, share of all entered that reached the stage by then)], Aalen-Johansen: one step for every day with an end."""
    still, share, steps = Fraction(1), Fraction(0), []
    for day in sorted({day for _, day in outcomes}):
        at_risk = sum(when >= day for _, when in outcomes)
        reached, left = (outcomes.count((kind, day)) for kind in ("reached", "exited"))
        share += still * Fraction(reached, at_risk)
        still *= 1 - Fraction(reached + left, at_risk)
        steps.append((day, share))
    return steps


def stage_days(referrals: list[tuple[list[tuple[str, int]], int]], rank: int) -> dict:
    """Columns of the question for one stage; referrals: (events with their days since entry, day they are open on)."""
    outcomes = [outcome(events, rank, open_day) for events, open_day in referrals]
    steps = incidence(outcomes)

    def passed(share: Fraction) -> int | None:
        return next((day for day, reached in steps if reached >= share), None)

    def within(days: int) -> Fraction:
        return max((reached for day, reached in steps if day <= days), default=Fraction(0))

    return {
        "referrals": len(referrals),
        "median_days": passed(Fraction(1, 2)),
        "p90_days": passed(Fraction(9, 10)),
        **{f"within_{days}": within(days) for days in (30, 90, 180)},
        "exited": sum(kind == "exited" for kind, _ in outcomes),
        "open": sum(kind == "open" for kind, _ in outcomes),
    }


def side_exits(referrals: list[list[tuple[str, str, str]]]) -> dict[tuple[str, str], Fraction]:
    """{(exit, its reason): share of all entered} by the first exit of referrals, (stage, day, reason), without help."""
    found: dict[tuple[str, str], Fraction] = {}
    for events in referrals:
        left = sorted((day, stage, reason) for stage, day, reason in events if stage not in STAGES)
        if left and "helped" not in {stage for stage, _, _ in events}:
            found[left[0][1:]] = found.get(left[0][1:], Fraction(0)) + Fraction(1, len(referrals))
    return found
