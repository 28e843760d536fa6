"""Research packets: protected by pandas' judgement, reproduced by their own code, never finer in pieces than as a whole."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pandas
import pytest

from briefings.packet import Wanted, write_packet
from data import audit
from data.errors import Problem
from data.library import Library
from data.queries.microdata import check, selected_rows
from data.settings import Settings
from data.viewer import Viewer
from tests.conftest import run_module
from tests.programmes import Programme

PURPOSE = "a thesis on the causes of poverty"
TELLING = [
    "region_code",
    "province_code",
    "district_code",
    "size_band",
    "size",
    "head_sex",
    "head_age_group",
    "head_age_band",
]
RESEARCHER = Viewer("researcher", purpose="thesis", account="somsri")


class Made:
    """A packet that was made, unpacked, with what was recorded of it."""

    def __init__(self, library: Library, folder: Path, viewer: Viewer = RESEARCHER, **query: str):
        self.recorded: list[dict] = []
        self.path = write_packet(
            Wanted(query, PURPOSE), library, viewer, folder, lambda **facts: self.recorded.append(facts), lambda: None
        )
        with zipfile.ZipFile(self.path) as archive:
            archive.extractall(folder)
        self.folder = folder / self.path.stem
        self.rows = pandas.read_csv(self.folder / "microdata.csv", dtype=str, keep_default_na=False)
        self.facts = json.loads((self.folder / "metadata.json").read_text())

    def table(self, name: str) -> pandas.DataFrame:
        return pandas.read_csv(self.folder / name, dtype={"place": str, "code": str}, encoding="utf-8-sig", keep_default_na=False)  # fmt: skip


@pytest.fixture(scope="module")
def whole(library, tmp_path_factory) -> Made:
    """Everybody of the newest round."""
    return Made(library, tmp_path_factory.mktemp("whole"))


@pytest.fixture
def make(library, tmp_path):
    """Return a function that makes a packet of a selection."""

    def made(viewer: Viewer = RESEARCHER, **query: str) -> Made:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return Made(library, folder, viewer, **query)

    return made


def by_figure(table: pandas.DataFrame) -> pandas.DataFrame:
    return table.assign(value=pandas.to_numeric(table["value"])).set_index(["place", "figure"]).sort_index()


def test_five_rows_share_all_that_is_told(whole):
    assert whole.rows.groupby(TELLING).size().min() >= 5
    assert whole.facts["protection"]["smallest_group"] == whole.rows.groupby(TELLING).size().min()
    withheld = {column: int((whole.rows[column] == "withheld").sum()) for column in TELLING}
    assert sum(withheld.values()) > 0
    assert whole.facts["protection"]["rows_withheld"] == withheld
    assert dict(whole.table("protection.csv").set_index("column")["rows_withheld"]) == withheld
    touched = (whole.rows[TELLING] == "withheld").any(axis=1).sum()
    assert whole.facts["protection"]["rows_with_withheld_cells"] == touched < len(whole.rows)


def test_scores_leave_in_steps_and_income_in_bands_and_nothing_finer_leaves(whole):
    capitals = [column for column in whole.rows if column.startswith("capital_") or column == "overall"]
    assert len(capitals) == 6
    steps = whole.rows[capitals].apply(pandas.to_numeric).stack().dropna() * 4
    assert (steps == steps.round()).all()
    assert set(whole.rows["income_band"]) <= {"", *map(str, range(9))}
    gone = {"household_id", "household_key", "village_code", "subdistrict_code", "head_age", "income_month_baht", "psu", "stratum", "survey_date"}  # fmt: skip
    assert not gone & set(whole.rows) and not [column for column in whole.rows if column.startswith("score_")]


def test_the_packet_is_what_the_snapshot_holds(whole, library):
    """Counts and means set against the snapshot itself, each within what the protection explains."""
    own = library.opened(RESEARCHER)
    sql = "SELECT count(*) AS n, sum(size) AS persons, avg(capital_human) AS human FROM household_profile WHERE survey_round = ?"
    [exact] = own.rows(sql, [max(own.snapshot.rounds)])
    assert 0 <= exact["n"] - len(whole.rows) < 5
    assert pandas.to_numeric(whole.rows["persons"]).sum() == pytest.approx(exact["persons"], rel=0.02)
    assert pandas.to_numeric(whole.rows["capital_human"]).mean() == pytest.approx(exact["human"], abs=0.02)


PROGRAMS = {"python": (sys.executable, "code/figures.py"), "R": ("/usr/bin/Rscript", "--vanilla", "code/figures.R")}


def test_its_sql_its_python_and_its_r_give_its_figures_from_its_files_alone(whole):
    told = by_figure(whole.table("figures.csv"))
    assert len(told.index) > 200
    assert {"households", "persons", "capital_human", "H_households", "M0_persons"} <= set(
        told.index.get_level_values(1)
    )
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{whole.folder}'")
        found = {"sql": by_figure(connection.execute((whole.folder / "code" / "figures.sql").read_text()).df())}
    for name, words in PROGRAMS.items():
        done = subprocess.run(words, cwd=whole.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        (whole.folder.parent / f"{name}.csv").write_text(done.stdout)
        found[name] = by_figure(whole.table(f"../{name}.csv"))
    for name, table in found.items():
        assert list(table.index) == list(told.index), name
        assert (table["n"].astype(int) == told["n"].astype(int)).all(), name
        assert (table["value"] - told["value"]).abs().max() < 1e-6, name
        assert (table["value"].isna() == told["value"].isna()).all(), name


def test_both_files_hold_the_same_rows_and_say_whose_they_are(whole):
    parquet = duckdb.read_parquet(str(whole.folder / "microdata.parquet")).df()
    assert list(parquet.columns) == list(whole.rows.columns)
    assert (parquet["row_key"] == whole.rows["row_key"]).all() and parquet["row_key"].is_unique
    numbers = pandas.to_numeric(whole.rows["weight"])
    assert (parquet["weight"] == numbers).all()
    said = duckdb.execute("FROM parquet_kv_metadata(?)", [str(whole.folder / "microdata.parquet")]).fetchall()
    mark = {key.decode(): value.decode() for _, key, value in said}
    assert mark["account"] == "somsri" and mark["snapshot"] == whole.facts["snapshot"] and mark["demo"] == "true"
    assert mark["packet"] == whole.facts["packet"] and whole.facts["packet"] in whole.path.name
    assert "demo" in whole.path.name and whole.facts["made_for"]["account"] == "somsri"


def test_two_packets_cannot_be_linked_by_keys_or_order(whole, make):
    again = make()
    assert not set(again.rows["row_key"]) & set(whole.rows["row_key"])
    columns = list(whole.rows.columns[1:])
    assert (again.rows[columns] != whole.rows[columns]).any(axis=None)
    assert (
        again.rows[columns].sort_values(columns).to_numpy() == whole.rows[columns].sort_values(columns).to_numpy()
    ).all()


@pytest.mark.parametrize("query", [{"place": "94"}, {"cohort": "head_sex:female;capital_human:..2.5"}])
def test_a_narrower_packet_tells_no_household_more_finely(whole, make, query):
    """Rows that nothing but their answers could be linked by: each cell is as in the whole packet, or withheld."""
    part = make(**query)
    assert 50 <= len(part.rows) < len(whole.rows) and part.rows.groupby(TELLING).size().min() >= 5
    answers = [
        c for c in part.rows if c.startswith(("capital_", "deprived_", "income", "overall", "quintile", "tpmap"))
    ]
    alone = whole.rows.drop_duplicates(answers, keep=False)
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
def test_every_kind_of_condition_takes_the_rows_of_the_whole_packet_that_fit(whole, make, cohort, fits):
    """A cohort is a part of the whole packet; only groups that became too small lose more, or their last few rows."""
    found, expected = make(cohort=cohort).rows, whole.rows[fits(whole.rows)]
    assert 50 <= len(expected) < len(whole.rows)
    assert 0 <= len(expected) - len(found) < 5
    answers = list(whole.rows.columns[whole.rows.columns.get_loc("verification") :])
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


def test_a_researcher_of_one_province_gets_no_row_of_another_whatever_is_asked(library, make, tmp_path):
    own = Viewer("researcher", frozenset({"94"}), "thesis", "somsri")
    assert set(make(own).rows["province_code"]) == {"94"}
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


def test_the_codebook_names_every_column_and_every_code(whole):
    book = whole.table("codebook.csv")
    assert list(dict.fromkeys(book["column"])) == list(whole.rows.columns)
    assert (book[["th", "en"]] != "").all(axis=None)
    codes = book[book["code"] != ""].groupby("column")["code"].agg(set)
    for column in set(codes.index) & {*TELLING, "verification", "income_band", "level", "referral_stage", "deprived_literacy"}:  # fmt: skip
        assert set(whole.rows[column]) - {""} <= codes[column], column
    for column in TELLING:
        assert {"missing", "withheld"} <= codes[column]
    assert "(blank)" in codes["capital_human"]


def test_the_distance_to_the_screen_is_told_with_its_reason(whole):
    table = whole.table("deviation.csv")
    all_of = table[table["place"] == "all"].set_index("figure")
    human = all_of.loc["capital_human"]
    assert float(human["difference"]) == pytest.approx(float(human["packet"]) - float(human["screen"]))
    assert "steps of 0.25" in human["reason_en"] and 0 < abs(float(human["difference"])) < 0.02
    assert "means of what is told" in all_of.loc["persons"]["reason_en"]
    assert set(table["place"]) >= {"all", "94", "47"} and (table[["reason_th", "reason_en"]] != "").all(axis=None)
    for lang, head in (("th", "ห่างจากตัวเลขบนจอเท่าใด"), ("en", "How far from the screen")):
        text = (whole.folder / f"README.{lang}.md").read_text()
        assert head in text and whole.facts["snapshot"] in text and PURPOSE in text and "somsri" in text


def test_a_range_that_ends_inside_a_band_says_which_bands_were_taken(make):
    part = make(cohort="head_age:40..")
    assert set(part.rows["head_age_band"]) <= {"45to59", "60to74", "75up", "withheld"}
    assert "age of the head: the bands inside the condition are taken: 45 to 59, 60 to 74, 75 and more" in (part.folder / "README.en.md").read_text()  # fmt: skip
    table = part.table("deviation.csv")
    reason = table[(table["place"] == "all") & (table["figure"] == "households")].iloc[0]["reason_en"]
    assert "judged by the bands" in reason


def test_numbers_that_the_screen_hides_from_this_account_are_hidden_in_the_table(make):
    query = {"cohort": "quintile:1;head_sex:female"}
    own, exact = (make(viewer, **query).table("deviation.csv") for viewer in (RESEARCHER, Viewer("admin")))
    hidden = own[own["screen"] == "hidden"]
    assert len(hidden) > 5 and (hidden["difference"] == "").all() and hidden["reason_en"].str.contains("hides").all()
    noisy = own[(own["place"] == "all") & (own["figure"] == "households")].iloc[0]
    assert "carries noise" in noisy["reason_en"] or float(noisy["difference"]) == 0
    assert not (exact["screen"] == "hidden").any() and not exact["reason_en"].str.contains("noise|hides").any()


def test_every_file_has_its_checksum(whole):
    sums = dict(line.split("  ")[::-1] for line in (whole.folder / "SHA256SUMS").read_text().splitlines())
    with zipfile.ZipFile(whole.path) as archive:
        names = {name.removeprefix(f"{whole.path.stem}/") for name in archive.namelist()} - {"SHA256SUMS"}
    assert set(sums) == names and names | {"SHA256SUMS"} == set(whole.facts["files"])
    for name, digest in sums.items():
        assert hashlib.sha256((whole.folder / name).read_bytes()).hexdigest() == digest


def test_it_is_recorded_before_it_is_there(whole, library, tmp_path):
    [entry] = whole.recorded
    assert (entry["event"], entry["rows"], entry["snapshot"]) == ("packet", len(whole.rows), whole.facts["snapshot"])
    assert entry["packet"] == whole.facts["packet"] and entry["reason"] == PURPOSE

    def broken(**_):
        raise Problem(audit.NOT_WRITTEN)

    with pytest.raises(Problem):
        write_packet(Wanted({"place": "94"}, PURPOSE), library, RESEARCHER, tmp_path, broken, lambda: None)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_packet_with_the_key_and_records_it(library, key_settings, tmp_path):
    own = {**key_settings, "KAEJON_BUILD": str(library.settings.build)}
    words = ("briefings", "packet", "94", "--purpose", PURPOSE, "--until", "2027-01-31", "--out", str(tmp_path / "out"))
    done = run_module(*words, **own)
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "out").iterdir()
    assert done.stdout.strip() == str(path) and path.stat().st_mode & 0o077 == 0
    *_, entry = audit.entries(audit.audit_file(library.settings.build))
    assert (entry["event"], entry["where"], entry["role"], entry["reason"]) == (
        "packet",
        "command",
        "researcher",
        PURPOSE,
    )
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read(f"{path.stem}/metadata.json"))["until"] == "2027-01-31"
    without = run_module(*words, **{**own, "KAEJON_KEY_FILE": str(tmp_path / "none")})
    assert without.returncode == 1 and "need read access to the key" in without.stderr


def test_a_survey_of_another_programme_has_weights_that_name_no_sampling_unit(tmp_path):
    """Sixty households of Alpha weigh 1 and 3, thirty by thirty: each row weighs (30 + 90) / 60 = 2. Beta has forty of weight 5."""
    programme = Programme(tmp_path, capitals=False, problems=False, sampling="survey")
    rows = [(f"a{n}", 1, "A", "A1", 2, 1 if n < 30 else 3, f"s{n % 7}", f"u{n}") for n in range(60)]
    rows += [(f"b{n}", 1, "B", "", 4, 5, "s9", f"v{n}") for n in range(40)]
    head = ("household_id", "survey_round", "county_code", "ward_code", "size", "weight", "stratum", "psu")
    programme.write("households.csv", head, *rows)
    programme.load()
    (tmp_path / "out").mkdir()
    found = Made(Library(programme.settings), tmp_path / "out", Viewer("admin"))
    assert found.rows.groupby("county_code")["weight"].unique().map(list).to_dict() == {"A": ["2.0"], "B": ["5.0"]}
    assert set(found.rows["ward_code"]) == {"A1", "missing"} and not {"stratum", "psu"} & set(found.rows)
    # 60 x 2 + 40 x 5 households, 60 x 2 x 2 + 40 x 5 x 4 persons.
    figures = by_figure(found.table("figures.csv"))["value"].to_dict()
    assert (figures["all", "households"], figures["all", "persons"]) == (320, 1040)
    assert figures["A", "households"] == 120 and {figure for _, figure in figures} == {"households", "persons"}
    for words in PROGRAMS.values():
        done = subprocess.run(words, cwd=found.folder, capture_output=True, text=True, check=False)
        assert "all,persons,100,1040" in done.stdout.replace('"', ""), done.stderr


def test_poverty_of_a_packet_worked_out_by_hand(tmp_path):
    """k = 1/2. Twenty leak (1/2, poor on the line), twenty are ill and hungry (1/6 + 1/3 = 1/2, poor), twenty hungry (1/3, not).

    H = 40/60, A = 1/2, M0 = 1/3. By persons, with two, four and four members: H = (40 + 80)/200, A = 1/2, M0 = 0.3.
    """
    programme = Programme(tmp_path, capitals=False)
    kinds = [(2, 0, 0, 1), (4, 1, 1, 0), (4, 0, 1, 0)]
    homes = [(f"a{n}", 1, "A", "A1", kinds[n % 3][0]) for n in range(60)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code", "ward_code", "size"), *homes)
    answers = [(f"a{n}", 1, *kinds[n % 3][1:]) for n in range(60)]
    programme.write("problems.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), *answers)
    programme.load()
    (tmp_path / "out").mkdir()
    found = Made(Library(programme.settings), tmp_path / "out", Viewer("admin"))
    figures = by_figure(found.table("figures.csv"))["value"]["all"]
    expected = {"H_households": 2 / 3, "A_households": 1 / 2, "M0_households": 1 / 3, "H_persons": 0.6, "A_persons": 1 / 2, "M0_persons": 0.3}  # fmt: skip
    assert {name: figures[name] for name in expected} == pytest.approx(expected)
    # Nothing was rounded or withheld here, so the screen says the same.
    table = found.table("deviation.csv")
    assert set(table["reason_en"]) == {"none"}
