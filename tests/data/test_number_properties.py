"""Capitals, fifths, errors of the list, funnel and change against a second, plain implementation over random data."""

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.cohort import read_cohort
from data.reference import load_reference
from tests.data import plain_numbers as plain
from tests.data.worlds import ROUNDS, World, area, grouped, same


@pytest.fixture(scope="module", params=[3, 4])
def world(request, tmp_path_factory) -> World:
    return World(tmp_path_factory.mktemp("numbers"), request.param)


levels, rounds = st.sampled_from(["nation", "county", "ward"]), st.sampled_from(ROUNDS)
ours = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ours
@given(by=levels, number=rounds, unit=st.sampled_from(["households", "persons"]))
def test_capitals_are_what_the_loops_say(world, by, number, unit):
    rows = {
        (row["code"], row["capital"]): row for row in world.programme.ask("capitals", by=by, round=number, unit=unit)
    }
    groups = grouped(world.surveyed(number), by)
    assert {code for code, _ in rows} == {*groups}
    for (code, name), row in rows.items():
        expected = plain.capitals([*groups[code].values()], name, unit)
        # A group that weighs nothing has households but no mean.
        assert all(same(row[column], value) for column, value in expected.items()), (code, name, row, expected)


@ours
@given(by=levels, number=rounds)
def test_errors_of_the_list_and_its_overlap_are_what_the_loops_say(world, by, number):
    groups = grouped(world.rounds[number], by)
    rows = {row["code"]: row for row in world.programme.ask("verification", by=by, round=number)}
    assert {*rows} == {*groups}
    for code, members in groups.items():
        for column, value in plain.verification([*members.values()]).items():
            assert same(rows[code][column], value), (code, column)
    parts = defaultdict(dict)
    for row in world.programme.ask("overlap", by=by, round=number):
        parts[row["code"]][row["listed"], row["card"], row["poor"]] = (row["n_households"], row["households"])
    for code, members in grouped(world.surveyed(number), by).items():
        expected = plain.overlap([*members.values()])
        assert len(parts[code]) == 8
        for part, found in parts[code].items():
            assert found == tuple(map(float, expected.get(part, (0, 0)))), (code, part)
        # Seven parts are the union of the lists, and the eighth is the rest of the surveyed.
        assert sum(n for n, _ in parts[code].values()) == len(members)
        union = sum(
            bool(plain.listed(h)) or h["welfare_card"] == 1 or h["verification"] in plain.POOR for h in members.values()
        )
        assert sum(n for part, (n, _) in parts[code].items() if any(part)) == union


@ours
@given(by=levels, entered=st.sampled_from(["", "2024", "2025"]))
def test_the_funnel_is_what_the_loops_say_and_never_rises(world, by, entered):
    groups = defaultdict(list)
    for key, events in world.referrals.values():
        if min(day for _, day in events).startswith(entered):
            groups[area(world.newest(key), by)].append((key, events))
    rows = defaultdict(list)
    for row in world.programme.ask("funnel", by=by, entered=entered):
        rows[row["code"]].append(row)
    assert {*rows} == {*groups}
    for code, found in rows.items():
        reached = [row["reached"] for row in found]
        assert reached == plain.funnel([events for _, events in groups[code]])
        assert reached == sorted(reached, reverse=True)
        assert {row["n_households"] for row in found} == {len({key for key, _ in groups[code]})}
        for before, row in zip(reached, found[1:], strict=False):
            assert same(row["step_rate"], Fraction(row["reached"], before) if before else None)


def in_cohort(household: dict, cohort: str) -> bool:
    return not cohort or 2 <= household["size"] <= 4


@ours
@given(by=levels, cohort=st.sampled_from(["", "size:2..4"]))
def test_a_change_is_what_the_loops_say_and_its_parts_add_up(world, by, cohort):
    chosen = {"by": by, "cohort": read_cohort(cohort, load_reference(world.programme.reference))}
    was, now = ({k: h for k, h in world.surveyed(number).items() if in_cohort(h, cohort)} for number in ROUNDS)
    groups, then = grouped(now, by), grouped(was, by)
    rows = world.programme.ask("change", **chosen)
    assert {row["code"] for row in rows} == {*groups}
    assert {row["measure"] for row in rows} == {"capital_human", "capital_money", "overall", "H", "M0"}
    for row in rows:
        expected = plain.change(groups[row["code"]], then[row["code"]], was, row["measure"])
        assert all(same(row[column], value) for column, value in expected.items()), (row, expected)
    for row in world.programme.ask("decomposition", **chosen):
        parts = [row[name] for name in ("left", "real", "joined")]
        if None not in parts:
            assert sum(parts) == pytest.approx(row["change"])
        # Who stayed and who joined are everybody of the later round.
        everybody = sum(plain.measure(h, row["measure"]) is not None for h in groups[row["code"]].values())
        assert row["n_households"] + row["n_joined"] == everybody


@ours
@given(number=rounds)
def test_fifths_are_what_the_loops_say_and_a_fifth_up_to_ties(world, number):
    counted = defaultdict(lambda: defaultdict(int))
    for row in world.programme.ask("level_fifths", by="county", round=number):
        counted[row["code"]][row["quintile"]] += row["n_households"]
    for code, members in grouped(world.rounds[number], "county").items():
        fifths = plain.fifths([*members.values()])
        assert [counted[code][fifth] for fifth in range(1, 6)] == [[*fifths.values()].count(f) for f in range(1, 6)]
        scores = {key: plain.capital(members[key], "overall") for key in fifths}
        for fifth in range(1, 6):
            inside = [scores[key] for key, own in fifths.items() if own <= fifth]
            ties = [*scores.values()].count(max(inside))
            # As many as a fifth each at least, and no more than those who tie with the last of them.
            assert fifth * len(scores) / 5 <= len(inside) < fifth * len(scores) / 5 + ties


@ours
@given(by=levels)
def test_transitions_add_up_to_the_households_with_a_level_in_both_rounds(world, by):
    was, now = (world.surveyed(number) for number in ROUNDS)
    both = {
        key: h
        for key, h in now.items()
        if key in was and None not in (plain.capital(h, "overall"), plain.capital(was[key], "overall"))
    }
    sums, shares = defaultdict(int), defaultdict(float)
    for row in world.programme.ask("transitions", by=by):
        sums[row["code"]] += row["households"]
        shares[row["code"], row["level_before"]] += row["share"] or 0
    assert dict(sums) == {code: len(members) for code, members in grouped(both, by).items()}
    assert all(share == pytest.approx(1) for share in shares.values() if share)
