"""Sentences of briefings, case by case: better and worse, ties, missing, hidden, small n, intervals, full count, sample."""

from dataclasses import replace

import pytest

from briefings import sentences, words
from components.facts import household_facts
from components.measure import Measure
from components.profile import Profile
from data.gate import HIDDEN, Released
from data.indicators import indicator
from data.selection import Selection
from data.text import Text


def facts(poor=20, persons=90, surveyed=50) -> dict:
    row = {
        "verified_poor_households": poor, "verified_poor_persons": persons, "surveyed_households": surveyed,
    }  # fmt: skip
    return household_facts({"verification": [row]})


def test_who_says_how_many_of_how_many(household_view):
    assert sentences.who(household_view, "Alpha", facts()) == [
        "Alpha: 20 households are verified poor, of 50 households surveyed",
        "They have 90 persons as members",
    ]
    thai = sentences.who(replace(household_view, lang="th"), "เอ", facts())
    assert thai == ["เอมีครัวเรือนยากจนที่ยืนยันแล้ว 20 ครัวเรือน จากที่สำรวจ 50 ครัวเรือน", "ครัวเรือนเหล่านี้มีสมาชิก 90 คน"]


def test_hidden_and_missing_are_two_sentences_and_neither_is_a_number(household_view):
    [hidden] = sentences.who(household_view, "Alpha", facts(poor=HIDDEN))
    [missing] = sentences.who(household_view, "Alpha", facts(poor=None))
    assert hidden == "The number of verified poor households: hidden, to protect households"
    assert missing == "The number of verified poor households: no data"
    first, second, third = sentences.who(household_view, "Alpha", facts(surveyed=HIDDEN))
    assert first == "The number of verified poor households: 20 households"
    assert second == "Surveyed households: hidden, to protect households"
    assert third == "They have 90 persons as members"
    assert "90" not in " ".join(sentences.who(household_view, "Alpha", facts(persons=HIDDEN)))


@pytest.mark.parametrize(
    ("value", "other", "interval", "expected"),
    [
        (0.40, 0.35, (None, None), words.HIGHER),
        (0.30, 0.35, (None, None), words.LOWER),
        # 35.02 % and 35.04 % are both shown as 35.0 %.
        (0.3502, 0.3504, (None, None), words.SAME),
        (0.40, 0.35, (0.34, 0.46), words.UNCLEAR),
        (0.40, 0.35, (0.36, 0.44), words.HIGHER),
        (0.40, 0.35, (HIDDEN, HIDDEN), words.HIGHER),
    ],
)
def test_a_comparison_is_judged_as_it_is_shown_and_by_its_interval(value, other, interval, expected):
    assert words.standing(value, other, 3, *interval) is expected


@pytest.mark.parametrize(
    ("change", "better", "interval", "expected"),
    [
        (0.2, "high", (None, None), words.BETTER),
        (0.2, "low", (None, None), words.WORSE),
        (-0.2, "low", (None, None), words.BETTER),
        (-0.2, "high", (None, None), words.WORSE),
        (0.004, "high", (None, None), words.UNCHANGED),
        (0.2, "high", (-0.1, 0.5), words.PERHAPS),
        (0.2, "high", (0.1, 0.3), words.BETTER),
    ],
)
def test_better_and_worse_follow_the_measure(change, better, interval, expected):
    assert words.direction(change, better, 2, *interval) is expected


def poverty(share=0.4, n=200, **more) -> dict:
    return {"H": share, "n_households": n, "H_low": None, "H_high": None} | more


def test_poverty_stands_beside_the_programme_and_says_how_sure_it_is(household_view):
    said = sentences.poor(household_view, poverty(0.4), poverty(0.35))
    assert said == [
        "40.0% of people in surveyed households are multidimensionally poor; it is not the area's poverty rate",
        "This is higher than the whole programme (35.0%)",
        "Full count of surveyed households, so no interval",
    ]
    survey = replace(household_view, reference=replace(household_view.reference, sampling="survey"))
    *_, sample = sentences.poor(survey, poverty(0.4), poverty(0.35))
    assert sample == "The data are a sample and the interval is not known, so a difference may be chance"
    _, unclear, interval = sentences.poor(survey, poverty(0.4, H_low=0.3, H_high=0.5), poverty(0.35))
    assert unclear == "This is not clearly different from the whole programme (35.0%)"
    assert interval == "95 % interval 30.0% to 50.0%"


def test_a_place_is_not_compared_with_itself_nor_with_what_is_hidden(household_view):
    row = poverty()
    assert not any("whole programme" in said for said in sentences.poor(household_view, row, row))
    assert not any("whole programme" in said for said in sentences.poor(household_view, row, poverty(HIDDEN)))


def test_few_households_are_called_few(household_view):
    *_, last = sentences.poor(household_view, poverty(n=12), None)
    assert last == "Few households (n = 12): read with care"
    for n in (30, HIDDEN, None):
        assert "Few" not in " ".join(sentences.poor(household_view, poverty(n=n), None))


def measured(view, cells: dict) -> Measure:
    entry = indicator("households", "verified_poor_households", view.reference)
    rows = tuple({"code": code, "verified_poor_households": cell} for code, cell in cells.items())
    return Measure(view, entry, Released("verification", Selection(), rows, ""))


def test_both_ends_are_named_ties_together_and_what_is_not_shown_limits_the_claim(household_view):
    every = {"A": 30, "B": 20, "C": 30, "D": 10, "E": 12}
    [said] = sentences.where(measured(household_view, every))
    assert said == "Verified poor households: highest in Alpha and Gamma alike (30) and lowest in Delta (10)"
    said = sentences.where(measured(household_view, {**every, "D": HIDDEN, "E": None}))
    assert said == [
        "Verified poor households: highest in Alpha and Gamma alike (30) and lowest in Beta (20) among the areas that can be shown",
        "1 area without data",
        "1 area hidden",
    ]
    [alike] = sentences.where(measured(household_view, dict.fromkeys("ABCDE", 7)))
    assert alike == "Verified poor households: the same in every area with data (7)"
    assert sentences.where(measured(household_view, dict.fromkeys("ABCDE", HIDDEN))) == [
        "No area has a number that can be shown"
    ]
    many = sentences.where(measured(household_view, {**dict.fromkeys("ABCD", 9), "E": 1}))
    assert "Alpha, Beta, Gamma and 1 more alike (9)" in many[0]


def profile(view, human, money, social, middle=2.0) -> Profile:
    keys = [group.key for group in view.reference.capitals]
    values = dict(zip(keys, (human, money, social), strict=True))
    return Profile(view.reference.capitals, values, dict.fromkeys(keys, middle), {}, {}, "pilot mean")


def test_capitals_name_the_weakest_with_its_ties_and_gaps(household_view):
    assert sentences.capitals(household_view, profile(household_view, 1.5, 2.5, 3.0), 100) == [
        "The weakest is Human capital with 1.50 of 4, lower than the pilot mean of 2.00",
        "The strongest is Social capital with 3.00",
    ]
    tied = sentences.capitals(household_view, profile(household_view, 1.501, 1.499, 3.0), 100)
    assert tied[0] == "Weakest alike are Human capital and Money capital with 1.50 of 4"
    gap = sentences.capitals(household_view, profile(household_view, 1.5, HIDDEN, None), 100)
    assert gap[-1] == "Capitals missing or hidden: 2; one of them may be weaker or stronger"
    assert not any("strongest" in said.split(";")[0] for said in gap[:-1])
    own = sentences.capitals(household_view, profile(household_view, 1.5, 2.5, 3.0), 100, own=True)
    assert own[0] == "The weakest is Human capital with 1.50 of 4"
    [hidden] = sentences.capitals(household_view, profile(household_view, HIDDEN, HIDDEN, HIDDEN))
    assert hidden == "Capital scores: hidden, to protect households"
    [none] = sentences.capitals(household_view, profile(household_view, None, None, None))
    assert none == "Capital scores: no data"


def test_the_overall_score_stands_beside_its_middle_or_alone(household_view):
    word = "pilot mean"
    [said] = sentences.overall(household_view, 2.104, 2.0, word)
    assert said == "The overall capital is 2.10 of 4 on average, higher than the pilot mean of 2.00"
    # 2.004 and 2.0 are both shown as 2.00.
    [same] = sentences.overall(household_view, 2.004, 2.0, word)
    assert same.endswith("on average, the same as the pilot mean of 2.00")
    for middle in (HIDDEN, None):
        assert sentences.overall(household_view, 2.1, middle, word) == ["The overall capital is 2.10 of 4 on average"]
    assert (
        sentences.overall(household_view, HIDDEN, 2.0, word) == sentences.overall(household_view, None, 2, word) == []
    )


def cause(item: str, share) -> dict:
    return {"code": "A", "indicator": item, "dimension": "health", "censored": share}


def test_causes_in_order_with_ties_and_with_what_is_hidden(household_view, released):
    said = sentences.causes(household_view, released([cause("ill", 0.4), cause("leak", 0.2)]))
    assert said == ["Most often not met: Not ill (40.0%); then No leak (20.0%)"]
    [tied] = sentences.causes(household_view, released([cause("ill", 0.2001), cause("leak", 0.2)]))
    assert tied == "Most often not met, alike: Not ill (20.0%) and No leak (20.0%)"
    said = sentences.causes(household_view, released([cause("ill", 0.4), cause("leak", HIDDEN)]))
    assert said[1] == "1 items are hidden, so one of them may be more common"
    [hidden] = sentences.causes(household_view, released([cause("ill", HIDDEN)]))
    assert hidden == "Items not met: hidden, to protect households"
    [none] = sentences.causes(household_view, released([cause("ill", None)]))
    assert none == "Items not met: no data"


def test_the_list_misses_at_least_so_many(household_view):
    row = {"exclusion_error": 0.25, "inclusion_error": 0.1}
    assert sentences.search(household_view, row) == [
        "At least 25.0% of the poor households are not on the TPMAP list",
        "10.0% of listed and surveyed households are not poor",
    ]
    [hidden] = sentences.search(household_view, {"exclusion_error": HIDDEN, "inclusion_error": None})
    assert hidden == "The share of poor households on no list: hidden, to protect households"


def stage(name: str, reached, rate=None, days=None) -> dict:
    return {"code": "A", "stage": name, "reached": reached, "overall_rate": rate, "step_days": days}


def test_referrals_say_how_many_were_helped_and_what_takes_longest(household_view, released):
    rows = [stage("identified", 200), stage("referred", 150, 0.75, 12), stage("helped", 50, 0.25, 30)]
    assert sentences.referrals(household_view, released(rows)) == [
        "200 referrals entered; 50 came to help (25%)",
        "The longest step is to “Helped”, a median of 30 days",
    ]
    noisy = replace(released(rows), method={"additive": "no"})
    assert sentences.referrals(household_view, noisy)[0].startswith("about 200 referrals entered; about 50 came")
    tied = [*rows[:1], stage("referred", 150, 0.75, 30), rows[2]]
    assert len(sentences.referrals(household_view, released(tied))) == 1
    rows[2] = stage("helped", HIDDEN, HIDDEN, HIDDEN)
    assert sentences.referrals(household_view, released(rows))[1] == (
        "The number of referrals that came to help: hidden, to protect households"
    )
    assert sentences.referrals(household_view, released([])) == ["The number of referrals: no data"]


def income(change, low=None, high=None, n=40) -> dict:
    return {"mean_change": change, "low": low, "high": high, "n_households": n, "n_entry": 100}


MODEL_ROW = {"models": 3, "households": 100, "budget_baht": 2_500_000}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (income(500, 100, 900), "+500 baht a month (a rise), among 40 of 100"),
        (income(-500, -900, -100), "−500 baht a month (a fall), among 40 of 100"),
        (income(500, -100, 1100), "(the interval holds zero: perhaps no change at all)"),
        (income(0.2), "0 baht a month (unchanged)"),
        (income(HIDDEN, HIDDEN, HIDDEN), "Income before and after joining: hidden, to protect households"),
        (income(None), "Income before and after joining: no data"),
    ],
)
def test_income_is_a_change_of_those_measured_and_never_an_effect(household_view, row, expected):
    first, *rest = sentences.models(household_view, MODEL_ROW, row)
    assert first == "3 models with a budget of 2.5 million baht; 100 households in them"
    assert expected in rest[0]
    told = isinstance(row["mean_change"], float | int)
    assert ("This is not an effect of the models: there is no comparison group" in rest) == told


def test_plans_and_their_absence(household_view):
    rows = ({"proposals": 2, "budget_baht": 1_000_000}, {"proposals": 1, "budget_baht": None})
    assert sentences.plans(household_view, rows) == ["3 proposals to the provincial plan, asking for 1.0 million baht"]
    assert sentences.plans(household_view, ()) == ["There are no proposals to the plan yet"]


def test_a_change_says_of_whom(household_view):
    label = Text("ทุนรวม", "Overall")
    row = {
        "before": 2.0, "after": 2.5, "change": 0.5, "n_households": 80,
        "panel_before": 2.0, "panel_after": 1.9, "panel_change": -0.1,
    }  # fmt: skip
    [same] = sentences.changed(household_view, label, row, "high", 2, False)
    assert same == "Overall 2.00 → 1.90 (−0.10): worse · among the same 80 households"
    # Of a survey, an interval that holds zero takes the verdict back.
    ends = {"panel_change_low": -0.3, "panel_change_high": 0.1}
    [unsure] = sentences.changed(household_view, label, row | ends, "high", 2, False)
    assert unsure != same and "worse" not in unsure
    hidden = dict.fromkeys(("panel_before", "panel_after", "panel_change", "n_households"), HIDDEN)
    [every] = sentences.changed(household_view, label, row | hidden, "high", 2, False)
    assert every == (
        "Overall 2.00 → 2.50 (+0.50): better · all households surveyed in each round, which are not the same ones"
    )
    everything = dict.fromkeys(row, HIDDEN)
    [nothing] = sentences.changed(household_view, label, everything, "high", 2, False)
    assert nothing == "Overall · The change since the round before: hidden, to protect households"


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("cell", [HIDDEN, None])
def test_no_sentence_prints_what_is_no_number(household_view, released, lang, cell):
    view = replace(household_view, lang=lang)
    row = dict.fromkeys((*MODEL_ROW, *income(1), *poverty(), *cause("ill", 0), *stage("x", 1)), cell)
    row |= {"indicator": "ill", "stage": "helped", "exclusion_error": cell, "inclusion_error": cell}
    row |= dict.fromkeys(("before", "after", "change", "panel_before", "panel_after", "panel_change"), cell)
    said = [
        *sentences.who(view, "A", facts(cell, cell, cell)), *sentences.poor(view, row, row),
        *sentences.overall(view, cell, cell, "ก"), *sentences.causes(view, released([row])), *sentences.search(view, row),
        *sentences.referrals(view, released([row])), *sentences.models(view, row, row),
        *sentences.changed(view, Text("ก", "a"), row, "low", 1, True),
    ]  # fmt: skip
    for sentence in said:
        assert sentence and not any(word in sentence for word in ("None", "hidden (", "nan", "{", "0 "))
