"""What every column of the menu tells, as cells of partitions: the gate hides a column whose cells are not all public.

One function per question takes a row and returns {column: needs}; `*` stands for the columns that are not named.
`NEVER` marks a column that is not shown behind the gate. A question that is missing here has no protected table: tables of
many small counts (levels, contributions, transitions, referrals by stage, age, agency and exit) would take the large counts
they add up to with them, so they are told with noise instead, as free questions are.
"""

from collections.abc import Callable
from dataclasses import dataclass

from data.disclosure.patterns import Need
from data.queries.targets import measure_of
from data.reference import Reference

NEVER = (Need("", "", frozenset()),)
OTHERS = "*"
Needs = dict[str, tuple[Need, ...]]


@dataclass(frozen=True)
class Names:
    """Families that a row speaks of: its round, the round before it, the events; and the reference."""

    now: str
    before: str
    reference: Reference
    events: str = "events"

    def here(self, partition: str, *cells: str) -> Need:
        """A need of the round on screen."""
        return Need(self.now, partition, frozenset(cells))

    def then(self, partition: str, *cells: str) -> Need:
        """A need of the round before."""
        return Need(self.before, partition, frozenset(cells))

    def event(self, partition: str, *cells: str) -> Need:
        """A need of the events."""
        return Need(self.events, partition, frozenset(cells))


def _verification(row: dict, names: Names) -> Needs:
    here = names.here
    surveyed, unreached = (here(name, name) for name in ("surveyed", "unreached"))
    poor = here("outcome", "poor")
    parts = (here("poor_list", "poor_listed"), here("rest_list", "rest_listed"))
    listed = here("surveyed_list", "listed")
    not_reached = here("unreached_list", "unreached_listed")
    return {
        "n_households": (surveyed, unreached),
        "listed": (listed, not_reached),
        "surveyed_households": (surveyed,),
        "surveyed_persons": (surveyed,),
        "verified_poor_households": (poor,),
        "verified_poor_persons": (poor,),
        "newly_found": (here("poor_new", "newly_found"),),
        "not_poor": (here("rest_kind", "not_poor"),),
        "not_found": (here("unreached_kind", "not_found"),),
        "moved": (here("unreached_kind", "moved"),),
        "listed_surveyed": (listed,),
        "inclusion_error": (*parts, here("rest_both", "not_poor_listed")),
        "exclusion_error": (poor, parts[0]),
        "coverage": (listed, not_reached),
    }


def _capitals(row: dict, names: Names) -> Needs:
    return {OTHERS: (names.here(f"capital_{row['capital']}", f"known_{row['capital']}"),)}


def _weak_points(row: dict, names: Names) -> Needs:
    asked = names.here(f"asked_{row['indicator']}", f"asked_{row['indicator']}")
    group = next(entry for entry in names.reference.capitals if entry.key == row["capital"])
    others = tuple(names.here(f"asked_{item.key}", f"asked_{item.key}") for item in group.items)
    weak = names.here(f"weak_{row['indicator']}", f"weak_{row['indicator']}")
    return {"weak_share": (asked, weak), "gap_pct": others, OTHERS: (asked,)}


def _poverty(row: dict, names: Names) -> Needs:
    sample = (names.here("sample", "sample"),)
    base = dict.fromkeys(("n_households", "n_persons", "missing_share"), sample)
    return base | {OTHERS: (*sample, names.here("poverty", "af_poor"))}


def _never_referred(row: dict, names: Names) -> Needs:
    lowest = (names.here("lowest", "lowest"),)
    counts = dict.fromkeys(("n_households", "lowest_fifth"), lowest)
    return counts | {OTHERS: (*lowest, names.here("lowest_reach", "never"))}


def _need_met(row: dict, names: Names) -> Needs:
    key = row["dimension"]
    deprived = (names.here(f"need_{key}", f"any_{key}"),)
    found: Needs = {OTHERS: deprived}
    for name in ("referred", "helped"):
        reached = (*deprived, names.here(f"{name}_{key}", f"{name}_{key}"))
        found |= dict.fromkeys((name, f"{name}_share"), reached)
    return found


def _overlap(row: dict, names: Names) -> Needs:
    part = f"card_{'poor' if row['poor'] else 'rest'}_{'listed' if row['listed'] else 'unlisted'}"
    return {OTHERS: (names.here(part, part if row["card"] else "rest"),)}


def _assistance(row: dict, names: Names) -> Needs:
    return {OTHERS: (names.event(f"kind|{row['kind']}|", f"kind|{row['kind']}|"),)}


def _models(row: dict, names: Names) -> Needs:
    households = (names.event("models", "models"),)
    # Where models are and what they cost is a public fact; which small areas their households live in is not.
    facts = households if row["budget_baht"] is None else ()
    return dict.fromkeys(("models", "budget_baht", "budget_real_baht"), facts) | {OTHERS: households}


def _model_income(row: dict, names: Names) -> Needs:
    entry = names.event("entry", "entry")
    measured = (entry, names.event("measured", "measured"))
    # Real baht of some of the households only would tell of the others.
    real = measured if row["n_real"] == row["n_households"] else NEVER
    reals = dict.fromkeys(("n_real", "real_change", "real_low", "real_high"), real)
    return {"n_entry": (entry,)} | reals | {OTHERS: measured}


def _sides(name: str, names: Names) -> tuple[tuple[Need, ...], tuple[Need, ...], tuple[Need, ...]]:
    """What a mean of the round, of the round before, and of the same households tells."""
    if name in ("H", "M0"):
        now, then = ((side("sample", "sample"), side("poverty", "af_poor")) for side in (names.here, names.then))
        panel = (
            names.here("panel_poor", "stayed"),
            names.here("panel_rest", "stayed"),
            names.here("panel_was", "poor"),
        )
    else:
        key = name.removeprefix("capital_")
        now, then = ((side(f"capital_{key}", f"known_{key}"),) for side in (names.here, names.then))
        panel = (*now, names.here(f"panel_{name}", "stayed"))
    return now, then, panel


def _change(row: dict, names: Names) -> Needs:
    now, then, panel = _sides(row["measure"], names)
    return {
        "n_before": then[:1],
        "before": then,
        "n_after": now[:1],
        "after": now,
        **dict.fromkeys(("change", "change_se", "change_low", "change_high"), (*now, *then)),
        OTHERS: (*now, *panel),
    }


def _decomposition(row: dict, names: Names) -> Needs:
    now, then, panel = _sides(row["measure"], names)
    # What stood in a snapshot before is for those who see loads.
    return {
        "n_left": (*then, *now, *panel),
        "n_joined": (*now, *panel),
        "shown_before": NEVER,
        "corrections": NEVER,
        "before": then,
        "left": (*then, *now, *panel),
        "after": now,
        "change": (*now, *then),
        OTHERS: (*now, *panel),
    }


def _targets(row: dict, names: Names) -> Needs:
    """What the measure of the target tells in its own question."""
    measure = measure_of(row["measure"], names.reference)
    if measure is None or measure.question not in NEEDS:
        return {OTHERS: NEVER}
    own = NEEDS[measure.question]({"budget_baht": 0} | measure.match, names)
    return {OTHERS: own.get(measure.column, own.get(OTHERS, NEVER))}


def _everybody(names: Names) -> tuple[Need, ...]:
    return tuple(names.here(name, name) for name in ("surveyed", "unreached"))


def _members(row: dict, names: Names) -> Needs:
    # Without a cohort everybody of the area is in it.
    return {OTHERS: _everybody(names)}


def _freshness(row: dict, names: Names) -> Needs:
    return {"n_households": _everybody(names), OTHERS: (names.here("surveyed", "surveyed"),)}


def _completeness(row: dict, names: Names) -> Needs:
    return {OTHERS: _everybody(names)}


def _grades(row: dict, names: Names) -> Needs:
    # The parts are shares of households with a doubtful answer: what they come to may be seen, not they themselves.
    return {"n_households": _everybody(names), "grade": (names.here("surveyed", "surveyed"),), OTHERS: NEVER}


def _facts(row: dict, names: Names) -> Needs:
    """Files, their rows and proposals to plans are no households of an area."""
    return {OTHERS: ()}


NEEDS: dict[str, Callable[[dict, Names], Needs]] = {
    "verification": _verification,
    "members": _members,
    "capitals": _capitals,
    "weak_points": _weak_points,
    "poverty": _poverty,
    "never_referred": _never_referred,
    "need_met": _need_met,
    "overlap": _overlap,
    "assistance": _assistance,
    "models": _models,
    "model_income": _model_income,
    "proposals": _facts,
    "proposal_list": _facts,
    "change": _change,
    "decomposition": _decomposition,
    "targets": _targets,
    "freshness": _freshness,
    "completeness": _completeness,
    "grades": _grades,
    "accounting": _facts,
    "rejects": _facts,
}
