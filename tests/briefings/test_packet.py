"""Research packets: protected by pandas' judgement, and never finer in pieces than as a whole."""

import pandas
import pytest

from data.errors import Problem
from data.library import Library
from data.queries.microdata import check, selected_rows
from data.settings import Settings
from data.viewer import Viewer
from tests.briefings.packets import PURPOSE, RESEARCHER, TELLING, Made


def test_five_rows_share_all_that_is_told(whole_packet):
    assert whole_packet.rows.groupby(TELLING).size().min() >= 5
    assert whole_packet.facts["protection"]["smallest_group"] == whole_packet.rows.groupby(TELLING).size().min()
    withheld = {column: int((whole_packet.rows[column] == "withheld").sum()) for column in TELLING}
    assert sum(withheld.values()) > 0
    assert whole_packet.facts["protection"]["rows_withheld"] == withheld
    assert dict(whole_packet.table("protection.csv").set_index("column")["rows_withheld"]) == withheld
    touched = (whole_packet.rows[TELLING] == "withheld").any(axis=1).sum()
    assert whole_packet.facts["protection"]["rows_with_withheld_cells"] == touched < len(whole_packet.rows)


def test_scores_leave_in_steps_and_income_in_bands_and_nothing_finer_leaves(whole_packet):
    capitals = [column for column in whole_packet.rows if column.startswith("capital_") or column == "overall"]
    assert len(capitals) == 6
    steps = whole_packet.rows[capitals].apply(pandas.to_numeric).stack().dropna() * 4
    assert (steps == steps.round()).all()
    assert set(whole_packet.rows["income_band"]) <= {"", *map(str, range(9))}
    gone = {"household_id", "household_key", "village_code", "subdistrict_code", "head_age", "income_month_baht", "psu", "stratum", "survey_date"}  # fmt: skip
    assert not gone & set(whole_packet.rows) and not [
        column for column in whole_packet.rows if column.startswith("score_")
    ]


def test_the_packet_is_what_the_snapshot_holds(whole_packet, library):
    """Counts and means set against the snapshot itself, each within what the protection explains."""
    own = library.opened(RESEARCHER)
    sql = "SELECT count(*) AS n, sum(size) AS persons, avg(capital_human) AS human FROM household_profile WHERE survey_round = ?"
    [exact] = own.rows(sql, [max(own.snapshot.rounds)])
    assert 0 <= exact["n"] - len(whole_packet.rows) < 5
    assert pandas.to_numeric(whole_packet.rows["persons"]).sum() == pytest.approx(exact["persons"], rel=0.02)
    assert pandas.to_numeric(whole_packet.rows["capital_human"]).mean() == pytest.approx(exact["human"], abs=0.02)


def test_two_packets_cannot_be_linked_by_keys_or_order(whole_packet, make_packet):
    again = make_packet()
    assert not set(again.rows["row_key"]) & set(whole_packet.rows["row_key"])
    columns = list(whole_packet.rows.columns[1:])
    assert (again.rows[columns] != whole_packet.rows[columns]).any(axis=None)
    assert (
        again.rows[columns].sort_values(columns).to_numpy()
        == whole_packet.rows[columns].sort_values(columns).to_numpy()
    ).all()


@pytest.mark.parametrize("query", [{"place": "94"}, {"cohort": "head_sex:female;capital_human:..2.5"}])
def test_a_narrower_packet_tells_no_household_more_finely(whole_packet, make_packet, query):
    """Rows that nothing but their answers could be linked by: each cell is as in the whole packet, or withheld."""
    part = make_packet(**query)
    assert 50 <= len(part.rows) < len(whole_packet.rows) and part.rows.groupby(TELLING).size().min() >= 5
    answers = [
        c for c in part.rows if c.startswith(("capital_", "deprived_", "income", "overall", "quintile", "tpmap"))
    ]
    alone = whole_packet.rows.drop_duplicates(answers, keep=False)
    both = part.rows.merge(alone, on=answers, suffixes=("", "_whole"))
    assert len(both) > 30
    for column in TELLING:
        assert ((both[column] == both[f"{column}_whole"]) | (both[column] == "withheld")).all()


CONDITIONS = {
    "size:3..4": lambda rows: rows["size_band"].eq("3to4"),
    "size:6..": lambda rows: rows["size"].isin(["6", "7up"]),
    "head_age:60..": lambda rows: rows["head_age_group"].eq("60up"),
    "head_age:45..74": lambda rows: rows["head_age_band"].isin(["45to59", "60to74"]),
    "head_sex:female": lambda rows: rows["head_sex"].eq("female"),
    "income_month_baht:..5000": lambda rows: rows["income_band"].isin(["0", "1", "2", "3", "4"]),
    "capital_human:2.5..": lambda rows: pandas.to_numeric(rows["capital_human"]).ge(2.5),
    "tpmap_listed:1": lambda rows: rows["tpmap_listed"].eq("1"),
    "level:2": lambda rows: rows["level"].eq("2"),
    "verification:not_poor,newly_found": lambda rows: rows["verification"].isin(["not_poor", "newly_found"]),
    "quintile:missing": lambda rows: rows["quintile"].eq(""),
    "size:known": lambda rows: ~rows["size_band"].isin(["missing", "withheld"]),
    "province_code:94,96": lambda rows: rows["province_code"].isin(["94", "96"]),
}


@pytest.mark.parametrize(("cohort", "fits"), CONDITIONS.items(), ids=CONDITIONS)
def test_every_kind_of_condition_takes_the_rows_of_the_whole_packet_that_fit(whole_packet, make_packet, cohort, fits):
    """A cohort is a part of the whole packet; only groups that became too small lose more, or their last few rows."""
    found, expected = make_packet(cohort=cohort).rows, whole_packet.rows[fits(whole_packet.rows)]
    assert 50 <= len(expected) < len(whole_packet.rows)
    assert 0 <= len(expected) - len(found) < 5
    answers = list(whole_packet.rows.columns[whole_packet.rows.columns.get_loc("verification") :])
    left = found[answers].merge(expected[answers], how="left", indicator=True)
    assert (left["_merge"] == "both").all()


def refused(library, viewer=RESEARCHER, purpose=PURPOSE, **query) -> Problem:
    with pytest.raises(Problem) as caught:
        check(selected_rows(query, library, viewer), purpose)
    assert caught.value.got and caught.value.expected and caught.value.todo
    return caught.value


@pytest.mark.parametrize("role", ["public", "policymaker", "operator"])
def test_other_roles_get_none(library, tmp_path, role):
    viewer = Viewer(role, frozenset({"94"}))
    assert "may not take" in refused(library, viewer).what.en
    with pytest.raises(Problem, match="may not take"):
        Made(library, tmp_path, viewer)
    assert list(tmp_path.iterdir()) == []


def test_what_is_finer_than_a_packet_or_has_no_purpose_is_refused_in_words(library):
    assert "not stated" in refused(library, purpose="   why   ").what.en
    for cohort in (
        "village_code:94010101",
        "subdistrict_code:940101",
        "children:2..",
        "debt_baht:..100",
        "score_H1:..2",
    ):
        assert "does not tell" in refused(library, cohort=f"{cohort};head_sex:female").what.en
    assert "score" not in refused(library, cohort="score_H1:..2").expected
    deep = refused(library, place="940101")
    assert "smaller" not in deep.what.en and "940101" in deep.got and "district" in deep.expected
    narrow = refused(library, cohort="head_age:47..58")
    assert narrow.got == "head_age:47..58" and "30 to 44, 45 to 59" in narrow.expected and "45–59" in narrow.todo.th
    with pytest.raises(Problem, match="not kept"):
        selected_rows({"snapshot": "20200101T000000-abcdef"}, library, RESEARCHER)


@pytest.mark.parametrize(
    "query",
    [
        {"cohort": "size:6..;head_age:75..;head_sex:female", "place": "94"},
        {"cohort": "size:1..1;head_sex:male", "place": "9401"},
    ],
)
def test_a_small_cohort_is_refused_without_its_number_and_leaves_nothing_behind(library, tmp_path, query):
    with pytest.raises(Problem) as caught:
        Made(library, tmp_path, **query)
    problem = caught.value
    assert (problem.got, problem.expected) == ("fewer than 50", "50 or more") and "larger place" in problem.todo.en
    assert list(tmp_path.iterdir()) == []


def test_a_researcher_of_one_province_gets_no_row_of_another_whatever_is_asked(library, make_packet, tmp_path):
    own = Viewer("researcher", frozenset({"94"}), "thesis", "somsri")
    assert set(make_packet(own).rows["province_code"]) == {"94"}
    for query in ({"place": "47"}, {"cohort": "province_code:47"}, {"place": "47", "cohort": "province_code:47"}):
        with pytest.raises(Problem, match="Fewer than 50"):
            Made(library, tmp_path, own, **query)


def test_item_scores_leave_where_the_role_is_granted_them(library, tmp_path):
    granted = Library(Settings(build=library.settings.build, item_scores="researcher"))
    found = Made(granted, tmp_path, place="94")
    assert len([column for column in found.rows if column.startswith("score_")]) == 37
    assert found.facts["protection"]["item_scores"] is True
    check(selected_rows({"cohort": "score_H1:..2"}, granted, RESEARCHER), PURPOSE)
    assert "does not tell" in refused(granted, Viewer("admin"), cohort="score_H1:..2").what.en
