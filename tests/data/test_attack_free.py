"""The second attacker: pairs of free questions that differ by one household, and what the noise leaves of them."""

import random

import pytest

from data.cohort import read_cohort
from data.disclosure import noise
from data.disclosure.parameters import CELL_NOISE, QUESTION_NOISE
from data.gate import HIDDEN
from data.library import Library
from data.queries import ask, free, noisy
from data.queries.kept import ANSWERS
from data.selection import Selection
from data.viewer import PUBLIC
from tests.programmes import ADMIN, ROUND, Programme

HOUSEHOLDS, FIRST = 300, 80
# How often the best possible guess is right; 0.5 is a coin. Without the second part of the noise it would be 0.89.
BEST_GUESS = 0.624


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    """300 households that can be singled out: each has its own debt; one in two is poor."""
    programme = Programme(tmp_path_factory.mktemp("free"))
    chance = random.Random(5)
    kinds = [chance.choice(("verified_poor", "not_poor")) for _ in range(HOUSEHOLDS)]
    head = ("household_id", "survey_round", "county_code", "ward_code", "size", "debt_baht", "verification")
    rows = [(f"h{i}", ROUND, "A", "A1" if i % 2 else "A2", 1 + i % 4, i, kind) for i, kind in enumerate(kinds)]
    programme.write("households.csv", head, *rows, ("b", ROUND, "B", "B1", 3, 5000, "not_poor"))
    answers = [(f"h{i}", ROUND, *(chance.randint(1, 4) for _ in range(4))) for i in range(HOUSEHOLDS)]
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *answers)
    flags = [(f"h{i}", ROUND, *(chance.randint(0, 1) for _ in range(3))) for i in range(HOUSEHOLDS)]
    programme.write("problems.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), *flags)
    programme.load()
    programme.settings.protect_menu = True
    return programme


@pytest.fixture(scope="module")
def library(programme) -> Library:
    return Library(programme.settings)


def told(library: Library, cohort: str, question: str = "verification", viewer=PUBLIC, **selection) -> list[dict]:
    chosen = Selection(cohort=read_cohort(cohort, library.reference()), **selection)
    return list(ask(question, chosen, viewer, library).rows)


def right_guesses(library: Library) -> float:
    """Share of households whose verification the attacker guesses rightly from the pair with and without them."""
    inside, outside = noise.difference_chances(True), noise.difference_chances(False)
    counts = {}
    for last in range(FIRST - 1, HOUSEHOLDS):
        [row] = told(library, f"debt_baht:0..{last}", by="nation")
        counts[last] = row["verified_poor_households"]
    right = 0
    for last in range(FIRST, HOUSEHOLDS):
        seen = counts[last] - counts[last - 1]
        guess = inside.get(seen, 0) > outside.get(seen, 0)
        truth = (
            told(library, f"debt_baht:{last}..{last}", by="nation", viewer=ADMIN)[0]["verified_poor_households"] == 1
        )
        right += guess == truth
    return right / (HOUSEHOLDS - FIRST)


def test_the_best_guess_is_little_better_than_a_coin():
    assert noise.best_guess() == pytest.approx(BEST_GUESS, abs=0.001)


def test_pairs_of_questions_tell_no_more_than_the_noise_allows(library):
    # 220 pairs: three standard errors of a share around 0.62 are 0.10.
    assert right_guesses(library) < BEST_GUESS + 0.10


def test_with_the_noise_off_every_guess_is_right(library, monkeypatch):
    monkeypatch.setattr(noisy, "noisy", lambda count, cell_key, question_key: count)
    monkeypatch.setattr(noise, "difference_chances", lambda changed: {int(changed): 1.0})
    ANSWERS.clear()
    share = right_guesses(library)
    ANSWERS.clear()
    assert share == 1.0


def test_the_tables_have_mean_zero_and_the_variance_they_say():
    for most, variance in (CELL_NOISE, QUESTION_NOISE):
        table = dict(zip(range(-most, most + 1), noise.chances(most, variance), strict=True))
        assert sum(table.values()) == pytest.approx(1)
        assert sum(step * chance for step, chance in table.items()) == pytest.approx(0)
        assert sum(step**2 * chance for step, chance in table.items()) == pytest.approx(variance)


def test_keys_draw_from_the_tables_and_zero_stays_zero():
    drawn = [noise.step(key * noise.KEYS // 20000, *CELL_NOISE) for key in range(20000)]
    assert (min(drawn), max(drawn)) == (-3, 3)
    assert sum(step**2 for step in drawn) / 20000 == pytest.approx(CELL_NOISE[1], abs=0.01)
    assert noise.noisy(0, 12345, 678) == 0
    assert all(abs(noise.noisy(50, key * 7919, key * 104729) - 50) <= 5 for key in range(500))


def test_the_same_question_gets_the_same_answer_and_differs_from_the_truth_somewhere(library):
    asked = [told(library, f"debt_baht:0..{last}", by="nation")[0]["n_households"] for last in range(100, 130)]
    again = [
        told(Library(library.settings), f"debt_baht:0..{last}", by="nation")[0]["n_households"] for last in (100, 120)
    ]
    assert again == [asked[0], asked[20]]
    assert asked != list(range(101, 131))
    assert all(abs(seen - truth) <= 5 for seen, truth in zip(asked, range(101, 131), strict=True))


def test_below_the_threshold_there_is_nothing_and_areas_stand_whether_anybody_fits(library):
    rows = told(library, "debt_baht:0..3")
    assert [row["code"] for row in rows] == ["A", "B"], "nobody of Beta fits, and nobody sees that"
    assert all(cell is HIDDEN for row in rows for name, cell in row.items() if name != "code")


def test_means_need_thirty_households_and_go_in_steps(library):
    [few] = [row for row in told(library, "debt_baht:0..24", "capitals", by="nation") if row["capital"] == "overall"]
    assert few["n_households"] is not HIDDEN and few["mean"] is HIDDEN
    [many] = [row for row in told(library, "debt_baht:0..250", "capitals", by="nation") if row["capital"] == "overall"]
    assert many["mean"] == pytest.approx(round(many["mean"] / 0.05) * 0.05)


@pytest.mark.parametrize("question", sorted(free.NOISY))
def test_free_rows_have_the_columns_of_the_menu(library, question):
    chosen = Selection(cohort=read_cohort("debt_baht:0..250", library.reference()), by="nation")
    exact = ask(question, chosen, ADMIN, library).rows
    loose = ask(question, chosen, PUBLIC, library)
    assert loose.method["additive"] == "no"
    assert [[*row] for row in loose.rows] == [[*row] for row in exact]


@pytest.mark.parametrize("question", ["grades", "doubts"])
def test_a_free_question_without_a_noisy_form_tells_nothing_and_says_so(library, question):
    chosen = Selection(cohort=read_cohort("debt_baht:0..250", library.reference()), by="nation")
    answer = ask(question, chosen, PUBLIC, library)
    assert answer.rows and all(HIDDEN in row.values() and row["n_households"] is HIDDEN for row in answer.rows)
    assert answer.untold and "additive" not in answer.method, "no noise is in it"
    assert not ask(question, chosen, ADMIN, library).untold
    assert not ask("members", chosen, PUBLIC, library).untold


def test_answers_of_a_cohort_are_counted_with_noise_and_its_dates_are_not_told(library):
    exact, loose = (
        {row["column"]: row for row in told(library, "debt_baht:0..250", "completeness", viewer, by="nation")}
        for viewer in (ADMIN, PUBLIC)
    )
    assert exact.keys() == loose.keys() and exact["size"]["filled"] == 251
    assert all(abs(loose[name]["filled"] - row["filled"]) <= 5 for name, row in exact.items())
    assert len({row["filled"] for row in loose.values()}) == 1, "the same households: the same noise"
    [few] = {row["filled"] for row in told(library, "debt_baht:0..3", "completeness", by="nation")}
    assert few is HIDDEN
    [row] = told(library, "debt_baht:0..250", "freshness", by="nation")
    assert abs(row["n_households"] - 251) <= 5 and row["newest_survey_date"] is HIDDEN and row["days"] is HIDDEN


def test_rates_and_poverty_stay_near_the_truth(library):
    cohort = "debt_baht:0..250"
    [exact] = told(library, cohort, "poverty", viewer=ADMIN, by="nation", unit="households")
    [loose] = told(library, cohort, "poverty", by="nation", unit="households")
    # 251 households, counts at most 5 off: rates within a few hundredths, and M0 = H x A still.
    assert loose["H"] == pytest.approx(exact["H"], abs=0.05)
    assert loose["M0"] == pytest.approx(loose["H"] * loose["A"])
    assert loose["M0"] == pytest.approx(exact["M0"], abs=0.05)
