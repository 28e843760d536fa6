"""The files of a research packet: reproduced by their own code, named, checked, set against the screen, recorded."""

import hashlib
import json
import subprocess
import sys
import zipfile

import duckdb
import pandas
import pytest

from briefings.packet import Wanted, write_packet
from data import audit
from data.errors import Problem
from data.library import Library
from data.viewer import Viewer
from tests.briefings.packets import PURPOSE, RESEARCHER, TELLING, Made, by_figure
from tests.conftest import run_module
from tests.programmes import Programme

PROGRAMS = {"python": (sys.executable, "code/figures.py"), "R": ("/usr/bin/Rscript", "--vanilla", "code/figures.R")}


def test_its_sql_its_python_and_its_r_give_its_figures_from_its_files_alone(whole_packet):
    told = by_figure(whole_packet.table("figures.csv"))
    assert len(told.index) > 200
    assert {"households", "persons", "capital_human", "H_households", "M0_persons"} <= set(
        told.index.get_level_values(1)
    )
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{whole_packet.folder}'")
        found = {"sql": by_figure(connection.execute((whole_packet.folder / "code" / "figures.sql").read_text()).df())}
    for name, words in PROGRAMS.items():
        done = subprocess.run(words, cwd=whole_packet.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        (whole_packet.folder.parent / f"{name}.csv").write_text(done.stdout)
        found[name] = by_figure(whole_packet.table(f"../{name}.csv"))
    for name, table in found.items():
        assert list(table.index) == list(told.index), name
        assert (table["n"].astype(int) == told["n"].astype(int)).all(), name
        assert (table["value"] - told["value"]).abs().max() < 1e-6, name
        assert (table["value"].isna() == told["value"].isna()).all(), name


def test_both_files_hold_the_same_rows_and_say_whose_they_are(whole_packet):
    parquet = duckdb.read_parquet(str(whole_packet.folder / "microdata.parquet")).df()
    assert list(parquet.columns) == list(whole_packet.rows.columns)
    assert (parquet["row_key"] == whole_packet.rows["row_key"]).all() and parquet["row_key"].is_unique
    numbers = pandas.to_numeric(whole_packet.rows["weight"])
    assert (parquet["weight"] == numbers).all()
    said = duckdb.execute("FROM parquet_kv_metadata(?)", [str(whole_packet.folder / "microdata.parquet")]).fetchall()
    mark = {key.decode(): value.decode() for _, key, value in said}
    assert mark["account"] == "somsri" and mark["snapshot"] == whole_packet.facts["snapshot"] and mark["demo"] == "true"
    assert mark["packet"] == whole_packet.facts["packet"] and whole_packet.facts["packet"] in whole_packet.path.name
    assert "demo" in whole_packet.path.name and whole_packet.facts["made_for"]["account"] == "somsri"


def test_the_codebook_names_every_column_and_every_code(whole_packet):
    book = whole_packet.table("codebook.csv")
    assert list(dict.fromkeys(book["column"])) == list(whole_packet.rows.columns)
    assert (book[["th", "en"]] != "").all(axis=None)
    codes = book[book["code"] != ""].groupby("column")["code"].agg(set)
    for column in set(codes.index) & {*TELLING, "verification", "income_band", "level", "referral_stage", "deprived_literacy"}:  # fmt: skip
        assert set(whole_packet.rows[column]) - {""} <= codes[column], column
    for column in TELLING:
        assert {"missing", "withheld"} <= codes[column]
    assert "(blank)" in codes["capital_human"]


def test_the_distance_to_the_screen_is_told_with_its_reason(whole_packet):
    table = whole_packet.table("deviation.csv")
    all_of = table[table["place"] == "all"].set_index("figure")
    human = all_of.loc["capital_human"]
    assert float(human["difference"]) == pytest.approx(float(human["packet"]) - float(human["screen"]))
    assert "steps of 0.25" in human["reason_en"] and 0 < abs(float(human["difference"])) < 0.02
    assert "means of what is told" in all_of.loc["persons"]["reason_en"]
    assert set(table["place"]) >= {"all", "94", "47"} and (table[["reason_th", "reason_en"]] != "").all(axis=None)
    for lang, head in (("th", "ห่างจากตัวเลขบนจอเท่าใด"), ("en", "How far from the screen")):
        text = (whole_packet.folder / f"README.{lang}.md").read_text()
        assert head in text and whole_packet.facts["snapshot"] in text and PURPOSE in text and "somsri" in text


def test_a_range_that_ends_inside_a_band_says_which_bands_were_taken(make_packet):
    part = make_packet(cohort="head_age:40..")
    assert set(part.rows["head_age_band"]) <= {"45to59", "60to74", "75up", "withheld"}
    assert "age of the head: the bands inside the condition are taken: 45 to 59, 60 to 74, 75 and more" in (part.folder / "README.en.md").read_text()  # fmt: skip
    table = part.table("deviation.csv")
    reason = table[(table["place"] == "all") & (table["figure"] == "households")].iloc[0]["reason_en"]
    assert "judged by the bands" in reason


def test_numbers_that_the_screen_hides_from_this_account_are_hidden_in_the_table(make_packet):
    query = {"cohort": "quintile:1;head_sex:female"}
    own, exact = (make_packet(viewer, **query).table("deviation.csv") for viewer in (RESEARCHER, Viewer("admin")))
    hidden = own[own["screen"] == "hidden"]
    assert len(hidden) > 5 and (hidden["difference"] == "").all() and hidden["reason_en"].str.contains("hides").all()
    noisy = own[(own["place"] == "all") & (own["figure"] == "households")].iloc[0]
    assert "carries noise" in noisy["reason_en"] or float(noisy["difference"]) == 0
    assert not (exact["screen"] == "hidden").any() and not exact["reason_en"].str.contains("noise|hides").any()


def test_every_file_has_its_checksum(whole_packet):
    sums = dict(line.split("  ")[::-1] for line in (whole_packet.folder / "SHA256SUMS").read_text().splitlines())
    with zipfile.ZipFile(whole_packet.path) as archive:
        names = {name.removeprefix(f"{whole_packet.path.stem}/") for name in archive.namelist()} - {"SHA256SUMS"}
    assert set(sums) == names and names | {"SHA256SUMS"} == set(whole_packet.facts["files"])
    for name, digest in sums.items():
        assert hashlib.sha256((whole_packet.folder / name).read_bytes()).hexdigest() == digest


def test_it_is_recorded_before_it_is_there(whole_packet, library, tmp_path):
    [entry] = whole_packet.recorded
    assert (entry["event"], entry["rows"], entry["snapshot"]) == (
        "packet",
        len(whole_packet.rows),
        whole_packet.facts["snapshot"],
    )
    assert entry["packet"] == whole_packet.facts["packet"] and entry["reason"] == PURPOSE

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
