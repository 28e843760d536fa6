"""Incomes, capitals and difference-in-differences of models against plain loops over random data, count and survey."""

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.cohort import read_cohort
from data.reference import load_reference
from tests.data import plain_models as plain
from tests.data import plain_numbers
from tests.data.worlds import MODELS, PRICES, ROUNDS, World, area, same

THEN, NOW = ROUNDS
CAPITALS = ("capital_human", "capital_money", "overall")


@pytest.fixture(scope="module", params=["census", "survey"])
def world(request, tmp_path_factory) -> World:
    return World(tmp_path_factory.mktemp("models"), 7, request.param)


chosen = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["nation", "county", "ward"]),
        "place": st.sampled_from(["", "A", "B1"]),
        "cohort": st.sampled_from(["", "size:2..4"]),
    }
)
ours = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def asked(world: World, question: str, selection: dict, **more: str) -> list[dict]:
    reference = load_reference(world.programme.reference)
    cohorts = {name: read_cohort(text, reference) for name, text in ({"cohort": selection["cohort"]} | more).items()}
    return world.programme.ask(question, **selection | cohorts)


def agree(rows: dict, expected: dict) -> None:
    assert {*rows} == {*expected}
    for key, columns in expected.items():
        for name, value in columns.items():
            assert same(rows[key][name], value), (key, name, rows[key], columns)


def lies_in(household: dict, place: str) -> bool:
    return place in ("", household["county_code"], household["ward_code"])


def in_cohort(household: dict, cohort: str) -> bool:
    return not cohort or 2 <= household["size"] <= 4


def unit(household: dict) -> tuple[str, str]:
    """Stratum and PSU; a household without a PSU is one."""
    return household["stratum"], household["psu"] or f"household {household['household_id']}"


def design(world: World, households) -> plain.Design:
    """{stratum: PSUs} of a survey, None in a full count."""
    if load_reference(world.programme.reference).sampling == "census":
        return None
    found = defaultdict(set)
    for household in households:
        found[unit(household)[0]].add(unit(household)[1])
    return found


def seen_last(world: World) -> dict[str, dict]:
    return {key: world.newest(key) for number in ROUNDS for key in world.rounds[number]}


def baht(value) -> Fraction | None:
    return None if value is None else Fraction(value)


def real(value, day: str) -> Fraction | None:
    """Baht of a day in prices of the newest year; None in a year that the index does not have."""
    index = PRICES.get(int(day[:4] or 0))
    return None if value is None or index is None else Fraction(value) * PRICES[max(PRICES)] / index


def income(world: World, members: list[tuple[str, str]]) -> dict:
    """Columns of income of (model, household) pairs."""
    pairs, in_real = [], []
    for model, key in members:
        told, where = world.participation[model, key], unit(world.newest(key))
        before, after = told["income_before_month"], told["income_after_month"]
        pairs.append((baht(before), baht(after), where))
        in_real.append((real(before, told["joined_on"]), real(after, told["measured_on"]), where))
    return plain.income([key for _, key in members], pairs, in_real, design(world, seen_last(world).values()))


def people_of_models(world: World, selection: dict) -> dict[tuple[str, str], str]:
    """{(model, household): area} of households asked for, where they were seen last; a cohort is of the round on screen."""
    cohort = {
        key
        for key, h in world.rounds[NOW].items()
        if in_cohort(h, selection["cohort"]) and lies_in(h, selection["place"])
    }
    return {
        (model, key): area(world.newest(key), selection["by"])
        for model, key in world.participation
        if lies_in(world.newest(key), selection["place"]) and (not selection["cohort"] or key in cohort)
    }


@ours
@given(selection=chosen)
def test_incomes_of_areas_are_what_the_loops_say(world, selection):
    groups = defaultdict(list)
    for member, code in people_of_models(world, selection).items():
        if world.participation[member]["income_before_month"] is not None:
            groups[code].append(member)
    expected = {code: income(world, members) for code, members in groups.items()}
    agree({row["code"]: row for row in asked(world, "model_income", selection)}, expected)


@ours
@given(selection=chosen)
def test_incomes_of_groups_and_models_are_what_the_loops_say(world, selection):
    found = defaultdict(list)
    if selection["by"] == "ward" or selection["place"] == "B1" or selection["cohort"]:
        for (model, key), code in people_of_models(world, selection).items():
            found[code, model].append((model, key))
    else:
        # A model stands in its own county with all its households, wherever they live, and without any.
        for model, (_, county) in MODELS.items():
            if selection["place"] in ("", county):
                code = county if selection["by"] == "county" else "N"
                found[code, model] = [member for member in world.participation if member[0] == model]
    groups, models = defaultdict(list), defaultdict(set)
    for (code, model), members in found.items():
        group = MODELS.get(model, ("", ""))[0]
        groups[code, group] += members
        models[code, group].add(model)

    def told(members: list[tuple[str, str]]) -> dict:
        return income(world, members) | {"households": len({key for _, key in members})}

    rows = asked(world, "model_groups", selection)
    expected = {key: told(members) | {"models": len(models[key])} for key, members in groups.items()}
    agree({(row["code"], row["model_group"]): row for row in rows}, expected)
    rows = asked(world, "model_list", selection)
    agree({(row["code"], row["model_id"]): row for row in rows}, {key: told(members) for key, members in found.items()})


def pairs_of(world: World, households: dict[str, dict], measure: str) -> list[plain.Pair]:
    """Values then and now of households of the earlier round; whoever was not surveyed again has none now."""
    now = world.surveyed(NOW)
    return [(plain.outcome(h, measure), plain.outcome(now.get(key), measure), unit(h)) for key, h in households.items()]


@ours
@given(selection=chosen)
def test_capitals_of_households_in_models_are_what_the_loops_say(world, selection):
    then, groups = world.surveyed(THEN), defaultdict(dict)
    for model, key in world.participation:
        household = then.get(key)
        if household and lies_in(household, selection["place"]) and in_cohort(household, selection["cohort"]):
            # In the group of each of its models, and once in all of them together.
            for group in ("*", MODELS.get(model, ("", ""))[0]):
                groups[area(household, selection["by"]), group][key] = household
    expected = {
        (code, group, measure.removeprefix("capital_")): plain.same_households(
            pairs_of(world, members, measure), design(world, then.values())
        )
        for (code, group), members in groups.items()
        for measure in CAPITALS
    }
    rows = asked(world, "model_capitals", selection)
    agree({(row["code"], row["model_group"], row["capital"]): row for row in rows}, expected)


@ours
@given(selection=chosen, against=st.sampled_from(["", "size:1..3"]))
def test_differences_in_differences_are_what_the_loops_say(world, selection, against):
    then, members = world.surveyed(THEN), {key for _, key in world.participation}
    counties = {world.newest(key)["county_code"] for key in members}
    model, other = defaultdict(dict), defaultdict(dict)
    for key, household in then.items():
        if not lies_in(household, selection["place"]):
            continue
        code = area(household, selection["by"])
        compared = 1 <= household["size"] <= 3 if against else household["verification"] in plain_numbers.POOR
        if key in members:
            if in_cohort(household, selection["cohort"]):
                model[code][key] = household
        elif compared and household["county_code"] in counties:
            other[code][key] = household
    expected = {
        (code, measure): plain.comparison(
            pairs_of(world, inside, measure), pairs_of(world, other[code], measure), design(world, then.values())
        )
        for code, inside in model.items()
        for measure in ("income_month_baht", *CAPITALS)
    }
    rows = asked(world, "model_comparison", selection, against=against)
    agree({(row["code"], row["measure"]): row for row in rows}, expected)
