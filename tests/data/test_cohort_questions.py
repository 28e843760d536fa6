"""Who is in a cohort and where; two groups behind the gate; which groups cannot share a household."""

import pytest

from data.cohort import Condition, exclude, read_cohort
from data.fields import fields_for
from data.gate import HIDDEN
from data.reference import load_reference
from data.settings import ROOT, Settings
from data.viewer import PUBLIC
from tests.programmes import ROUND, Programme

THAI = load_reference(ROOT / "data" / "reference")
BIG = (Condition("size", "4"),)


def test_members_count_everybody_of_each_area_whoever_was_surveyed(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    header = ("household_id", "survey_round", "county_code", "size", "verification")
    rows = [("a", 1, "A", 2, "verified_poor"), ("b", 1, "A", 5, "moved"), ("c", 1, "A", 6, "not_poor")]
    programme.write("households.csv", header, *rows, ("d", 1, "B", 1, "verified_poor"))
    programme.load()
    alpha, beta = programme.ask("members", cohort=BIG)
    # b and c of three households fit, eleven persons; nobody in Beta does, which is a number.
    assert (alpha["n_households"], alpha["persons"], alpha["all_households"]) == (2, 11, 3)
    assert alpha["share"] == pytest.approx(2 / 3)
    assert (beta["n_households"], beta["persons"], beta["share"]) == (0, 0, 0)
    assert [row["share"] for row in programme.ask("members")] == [1, 1]
    assert [row["code"] for row in programme.ask("members", cohort=BIG, by="nation")] == ["N"]


def test_areas_are_fields_with_their_names(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    header = ("household_id", "survey_round", "county_code", "ward_code")
    programme.write("households.csv", header, ("a", 1, "A", "A1"), ("b", 1, "A", ""), ("c", 1, "B", "B1"))
    programme.load()
    reference = load_reference(programme.reference)
    for text, n in (("county_code:A", 2), ("ward_code:A1,B1", 2), ("ward_code:missing", 1), ("county_code:A,B", 3)):
        cohort = read_cohort(text, reference)
        assert sum(row["n_households"] for row in programme.ask("members", cohort=cohort)) == n, text
    assert read_cohort("ward_code:A1,B1", reference)[0].describe("en", reference) == "ward: Alpha One or Beta One"
    assert read_cohort("county_code:nowhere", reference) == ()


def test_places_of_one_name_are_told_apart():
    # Three districts are called Chaloem Phra Kiat: of Buri Ram, of Nakhon Ratchasima and others.
    (condition,) = read_cohort("district_code:3123,9401", THAI)
    assert condition.describe("en", THAI) == "district: Chaloem Phra Kiat (Buri Ram) or Mueang Pattani"


def test_values_of_a_field_come_from_the_data(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    rows = [(f"h{i}", 1, "A", "farmer" if i < 30 else "fisher") for i in range(32)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code", "main_occupation"), *rows)
    programme.load()
    found = programme.ask("field_values", by="nation")
    assert [(row["field"], row["value"], row["n_households"]) for row in found] == [
        ("main_occupation", "farmer", 30),
        ("main_occupation", "fisher", 2),
    ]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Programme:
    """Forty households of one member in Alpha with capitals 1, and forty of four members with capitals 3; released."""
    folder = tmp_path_factory.mktemp("crowd")
    programme = Programme(folder)
    programme.settings = Settings(
        reference=programme.reference, build=programme.build, key_file=folder / "household.key", protect_menu=True
    )
    names = [(f"s{i}", 1) for i in range(40)] + [(f"b{i}", 4) for i in range(40)] + [(f"r{i}", 9) for i in range(3)]
    header = (
        "household_id",
        "survey_round",
        "county_code",
        "ward_code",
        "size",
        "income_month_baht",
        "main_occupation",
    )
    programme.write(
        "households.csv", header,
        *((name, ROUND, "A", "A1", size, 1000 * size, "farmer" if size < 9 else "monk") for name, size in names),
    )  # fmt: skip
    programme.write(
        "capitals.csv",
        ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
        *((name, ROUND, *[1 if size == 1 else 3] * 4) for name, size in names),
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", "ill", "hungry", "leak"),
        *((name, ROUND, 0, 0, int(size == 1)) for name, size in names),
    )
    programme.load()
    return programme


def public(programme: Programme, question: str, **selection) -> list[dict]:
    return programme.ask(question, viewer=PUBLIC, **selection)


def test_the_public_sees_noisy_members_and_nothing_of_a_few(crowd):
    (row,) = [row for row in public(crowd, "members", cohort=BIG) if row["code"] == "A"]
    # 43 households of four or nine members; noise moves a count by five at most.
    assert abs(row["n_households"] - 43) <= 5
    (few,) = [row for row in public(crowd, "members", cohort=(Condition("size", "9"),)) if row["code"] == "A"]
    assert [few[name] for name in ("n_households", "households", "persons", "share")] == [HIDDEN] * 4
    assert abs(few["all_households"] - 83) <= 5


def test_the_public_is_told_values_of_enough_households_only(crowd):
    assert {row["value"] for row in public(crowd, "field_values")} == {"farmer"}


def test_two_groups_behind_the_gate_show_what_each_shows_alone(crowd):
    # One member is poor with half of the weight (leak), four or nine are not: their number of poor is below the
    # threshold. Capitals are 1 against 3.
    rows = {row["measure"]: row for row in public(crowd, "compare", cohort=(Condition("size", "", "1"),), place="A")}
    assert (rows["overall"]["a"], rows["overall"]["b"], rows["overall"]["difference"]) == (1, 3, -2)
    assert (rows["H"]["a"], rows["H"]["b"], rows["H"]["difference"]) == (1, HIDDEN, HIDDEN)
    assert (rows["income_month_baht"]["a"], rows["size"]["a"]) == (1000, 1)
    # Incomes of 40 × 4,000 and 3 × 9,000 are 4,349 on average, shown to a hundred.
    assert rows["income_month_baht"]["b"] == 4300
    capitals = {
        row["capital"]: row for row in public(crowd, "capitals", cohort=(Condition("size", "", "1"),), place="A")
    }
    assert rows["overall"]["n_a"] == capitals["overall"]["n_households"]
    few = public(crowd, "compare", cohort=(Condition("size", "9"),), place="A")
    assert all(row["a"] is HIDDEN and row["difference"] is HIDDEN for row in few if row["measure"] != "A")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("size:3..5", "size:6..", True),
        ("size:3..5", "size:5..", False),
        ("head_sex:female", "head_sex:male", True),
        ("level:1,2", "level:2,3", False),
        ("debt_baht:missing", "debt_baht:1..", True),
        ("debt_baht:missing", "debt_baht:missing", False),
        ("debt_baht:known", "debt_baht:1..", False),
        ("size:3..5", "level:1", False),
        ("", "level:1", False),
    ],
)
def test_groups_are_apart_where_one_field_cannot_have_both_answers(one, other, apart):
    assert exclude(read_cohort(one, THAI), read_cohort(other, THAI)) is apart
    assert exclude(read_cohort(other, THAI), read_cohort(one, THAI)) is apart


def test_every_field_stands_under_a_heading():
    headings = [entry.group.en for entry in fields_for(THAI).values()]
    assert len(set(headings)) == 8 + 5 + 5
    assert headings[0] == "Place" and "Problems: Health" in headings
