"""Needs met, the lowest fifth never referred, days to each stage and weak points against plain loops over random data."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.cohort import read_cohort
from data.reference import load_reference
from tests.data import plain_numbers, plain_reach
from tests.data.worlds import NEEDS, ROUNDS, World, area, grouped, reason_of, same


@pytest.fixture(scope="module", params=[5, 6])
def world(request, tmp_path_factory) -> World:
    return World(tmp_path_factory.mktemp("reach"), request.param)


chosen = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["nation", "county", "ward"]),
        "round": st.sampled_from(ROUNDS),
        "place": st.sampled_from(["", "A", "B1"]),
        "cohort": st.sampled_from(["", "size:2..4"]),
    }
)
ours = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def asked(world: World, question: str, selection: dict, **more) -> list[dict]:
    cohort = read_cohort(selection["cohort"], load_reference(world.programme.reference))
    return world.programme.ask(question, **selection | {"cohort": cohort} | more)


def lies_in(household: dict, place: str) -> bool:
    return place in ("", household["county_code"], household["ward_code"])


def fits(household: dict, selection: dict) -> bool:
    inside = not selection["cohort"] or 2 <= household["size"] <= 4
    return inside and lies_in(household, selection["place"])


def groups_of(households: dict[str, dict], selection: dict) -> dict[str, dict[str, dict]]:
    return grouped({key: h for key, h in households.items() if fits(h, selection)}, selection["by"])


def told(expected: dict) -> dict:
    return {key: row for key, row in expected.items() if row is not None}


def agree(rows: dict, expected: dict) -> None:
    assert {*rows} == {*expected}
    for key, columns in expected.items():
        for name, value in columns.items():
            assert same(rows[key][name], value), (key, name, rows[key], columns)


@ours
@given(selection=chosen)
def test_the_lowest_fifth_never_referred_is_what_the_loops_say(world, selection):
    everybody = world.rounds[selection["round"]]
    # Fifths are taken inside the whole home area, whatever part of it is asked for.
    fifths = [plain_numbers.fifths([*members.values()]) for members in grouped(everybody, "county").values()]
    lowest = {key for found in fifths for key, fifth in found.items() if fifth == 1}
    referred = {key for key, _ in world.referrals.values()}
    groups = groups_of(everybody, selection)
    expected = {code: plain_reach.never_referred(members, lowest, referred) for code, members in groups.items()}
    agree({row["code"]: row for row in asked(world, "never_referred", selection)}, told(expected))


@ours
@given(selection=chosen)
def test_needs_met_are_what_the_loops_say(world, selection):
    wanted = {(key, NEEDS.get(world.needs[name])) for name, (key, _) in world.referrals.items()}
    given_help = {(key, NEEDS[kind]) for key, kind in world.help} | {
        (key, NEEDS.get(world.needs[name]))
        for name, (key, events) in world.referrals.items()
        if "helped" in dict(events)
    }
    groups = groups_of(world.surveyed(selection["round"]), selection)
    expected = {
        (code, dimension): plain_reach.need_met(members, dimension, wanted, given_help)
        for code, members in groups.items()
        for dimension in plain_numbers.DIMENSIONS
    }
    rows = {(row["code"], row["dimension"]): row for row in asked(world, "need_met", selection)}
    agree(rows, told(expected))


def entered_in(world: World, selection: dict, entered: str) -> dict[str, dict[str, list]]:
    """{area: {referral: events}} of the referrals asked for; entered: the year in which they entered."""
    cohort = {key for key, h in world.rounds[selection["round"]].items() if fits(h, selection)}
    found: dict[str, dict[str, list]] = defaultdict(dict)
    for name, (key, events) in world.referrals.items():
        newest = world.newest(key)
        # A cohort is its households in the round asked for; a place is where they were seen last.
        inside = lies_in(newest, selection["place"]) and (not selection["cohort"] or key in cohort)
        if inside and min(day for _, day in events).startswith(entered):
            found[area(newest, selection["by"])][name] = events
    return found


periods = st.sampled_from(["", "2024", "2025"])


def since_entry(events: list[tuple[str, str]], as_of: date) -> tuple[list[tuple[str, int]], int]:
    """Events with their days since the first of them, and the day on which the referral is still open."""
    days = [(stage, date.fromisoformat(day)) for stage, day in events]
    first = min(day for _, day in days)
    return [(stage, (day - first).days) for stage, day in days], (as_of - first).days


@ours
@given(selection=chosen, entered=periods)
def test_days_to_each_stage_are_what_the_loops_say(world, selection, entered):
    as_of = date.fromisoformat(world.programme.manifest["made_at"][:10])
    groups = entered_in(world, selection, entered)
    households = {code: {world.referrals[name][0] for name in found} for code, found in groups.items()}
    expected = {
        (code, stage): plain_reach.stage_days([since_entry(events, as_of) for events in found.values()], rank)
        | {"n_households": len(households[code])}
        for code, found in groups.items()
        for rank, stage in enumerate(plain_numbers.STAGES)
        if rank
    }
    rows = {(row["code"], row["stage"]): row for row in asked(world, "stage_days", selection, entered=entered)}
    agree(rows, expected)


@ours
@given(selection=chosen, entered=periods)
def test_side_exits_with_their_own_reasons_are_what_the_loops_say(world, selection, entered):
    expected = {
        (code, *left): {"share": share}
        for code, found in entered_in(world, selection, entered).items()
        for left, share in plain_reach.side_exits(
            [[(*event, reason_of(name, *event)) for event in events] for name, events in found.items()]
        ).items()
    }
    rows = asked(world, "exits", selection, entered=entered)
    agree({(row["code"], row["exit_stage"], row["reason"]): row for row in rows}, expected)


@ours
@given(selection=chosen)
def test_weak_points_are_what_the_loops_say_and_fill_the_gap(world, selection):
    groups = groups_of(world.surveyed(selection["round"]), selection)
    expected = {
        (code, *place): columns
        for code, members in groups.items()
        for place, columns in plain_reach.weak_points([*members.values()]).items()
    }
    rows = {(row["code"], row["capital"], row["indicator"]): row for row in asked(world, "weak_points", selection)}
    agree(rows, expected)
    parts = defaultdict(list)
    for (code, capital, _), row in rows.items():
        if row["gap_pct"] is not None:
            parts[code, capital].append(row["gap_pct"])
    assert all(sum(shares) == pytest.approx(100) for shares in parts.values())
