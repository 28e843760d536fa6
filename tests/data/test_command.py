"""`python -m data ask`: the numbers of the query layer on the command line, and messages instead of tracebacks."""

import csv
import io
import json

import pytest

from data.audit import audit_file, breaks, entries
from data.gate import UNTOLD
from data.queries import QUESTIONS
from tests.programmes import ROUND, Programme, command


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("command"))
    rows = [(f"a{i}", ROUND, "A", 2) for i in range(12)] + [("b", ROUND, "B", 3)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code", "size"), *rows)
    programme.write("capitals.csv", ("household_id", "survey_round", "h1"), ("a1", ROUND, 2))
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", "ill", "hungry", "leak"),
        *((row[0], ROUND, 1, 1, int(row[0] == "a1")) for row in rows),
    )
    programme.load()
    return programme


def ask(programme: Programme, *words: str):
    return command(programme, "data", "ask", *words)


def test_json_is_one_object_with_unrounded_rows(programme):
    done = ask(
        programme,
        "poverty",
        "by=county",
        "round=latest",
        "k=1/3",
        "unit=persons",
        "missing=drop",
        "--role",
        "admin",
        "--json",
    )
    printed = json.loads(done.stdout)
    assert set(printed) == {"question", "selection", "snapshot", "method", "rows"}
    assert printed["selection"] == {"by": "county", "k": "1/3", "unit": "persons"}
    assert [row["code"] for row in printed["rows"]] == ["A", "B"]
    # 11 households with 3 of 6 units and one with 6, all of two persons: A = (11/2 + 1)/12 = 13/24.
    assert (printed["rows"][0]["H"], printed["rows"][0]["A"]) == (1.0, 13 / 24)
    assert printed["rows"][0]["H_se"] is None


def test_the_public_reads_hidden(programme):
    rows = json.loads(ask(programme, "poverty", "--json").stdout)["rows"]
    assert rows[1] == {"code": "B", **dict.fromkeys((name for name in rows[1] if name != "code"), "hidden")}
    table = list(csv.DictReader(io.StringIO(ask(programme, "poverty", "--csv").stdout)))
    assert (table[0]["H"], table[1]["H"]) == ("hidden", "hidden"), "12 of 13 would tell the other one"
    [nation] = json.loads(ask(programme, "poverty", "by=nation", "--json").stdout)["rows"]
    assert nation["n_households"] == 13


def test_what_has_no_form_with_noise_says_so_and_not_that_households_are_few(programme):
    done = ask(programme, "grades", "cohort=size:1..9", "--json")
    assert {row["grade"] for row in json.loads(done.stdout)["rows"]} == {"hidden"}
    assert UNTOLD.th in done.stderr and UNTOLD.en in done.stderr
    assert ask(programme, "members", "cohort=size:1..9").stderr == ""


def test_the_list_names_every_question_and_its_parameters(programme):
    printed = ask(programme, "list").stdout
    for name, question in QUESTIONS.items():
        assert name in printed and question.text.th in printed and ", ".join(question.parameters) in printed


@pytest.mark.parametrize(
    ("words", "got"),
    [
        (("nonsense",), "nonsense"),
        (("poverty", "by=galaxy"), "galaxy"),
        (("poverty", "k=2"), "2"),
        (("poverty", "colour=red"), "red"),
        (("poverty", "round=1999"), "1999"),
        (("verification", "k=1/3"), "1/3"),
        (("poverty", "place=Z"), "Z"),
        (("poverty", "--role", "king"), "king"),
        (("verification", "cohort=size:1..3;nonsense:1"), "nonsense"),
        (("verification", "--role", "operator", "--province", "Z"), "Z"),
        (("households", "sort=nonsense"), "nonsense"),
    ],
)
def test_a_wrong_word_is_told_with_what_is_known(programme, words, got):
    done = ask(programme, *words)
    assert done.returncode == 1 and done.stdout == ""
    assert got in done.stderr and "expected" in done.stderr and "Traceback" not in done.stderr


COLUMNS = "code n_households n_persons H A M0 H_se A_se M0_se H_low H_high M0_low M0_high".split()
MORE = "indicator dimension uncensored censored contribution_pct".split()


def test_poverty_and_contributions_have_the_columns_that_are_promised(programme):
    poverty = json.loads(ask(programme, "poverty", "--role", "admin", "--json").stdout)["rows"]
    assert {*COLUMNS} <= {*poverty[0]}
    rows = json.loads(ask(programme, "contributions", "--role", "admin", "--json").stdout)["rows"]
    assert {*COLUMNS, *MORE} <= {*rows[0]} and len(rows) == 3 * len(poverty)
    assert all(row[name] == poverty[row["code"] == "B"][name] for row in rows for name in COLUMNS)
    # In A everybody is ill and hungry, one of twelve has a leak: units 12 + 24 + 3 of 39.
    assert [row["contribution_pct"] for row in rows[:3]] == [pytest.approx(100 * part / 39) for part in (12, 24, 3)]


def test_roles_above_public_are_recorded_and_public_is_not(programme):
    path = audit_file(programme.build)
    path.unlink(missing_ok=True)
    assert ask(programme, "poverty").returncode == 0 and not path.exists()
    words = ("poverty", "by=county", "k=1/3", "--role", "operator", "--province", "A", "--purpose", "a visit")
    assert ask(programme, *words).returncode == 0
    [entry] = entries(path)
    assert (entry["where"], entry["role"], entry["provinces"], entry["purpose"]) == (
        "command",
        "operator",
        ["A"],
        "a visit",
    )
    assert (entry["question"], entry["selection"], entry["rows"]) == ("poverty", {"by": "county", "k": "1/3"}, 1)
    assert entry["who"] and entry["snapshot"] == programme.manifest["id"]
    assert ask(programme, "poverty", "--role", "policymaker").returncode == 0
    assert len(list(entries(path))) == 2 and breaks(path) == [] and path.stat().st_mode & 0o777 == 0o600


def test_roles_above_public_need_the_key_of_the_build(programme, tmp_path):
    other = Programme(tmp_path)
    other.settings.key_file.write_text("00" * 32)
    other.build = programme.build
    for role in ("policymaker", "researcher", "operator", "admin"):
        done = ask(other, "poverty", "--role", role)
        assert done.returncode == 1 and done.stdout == "" and "key" in done.stderr
    other.settings.key_file.unlink()
    assert ask(other, "poverty", "--role", "admin").returncode == 1
    assert ask(other, "poverty").returncode == 0


def test_what_cannot_be_recorded_is_not_shown(programme):
    path = audit_file(programme.build)
    path.unlink(missing_ok=True)
    path.mkdir()
    done = ask(programme, "poverty", "--role", "admin")
    path.rmdir()
    assert done.returncode == 1 and done.stdout == "" and "recorded" in done.stderr


def test_an_operator_reads_the_rows_of_the_own_province(programme):
    words = ("households", "--role", "operator", "--province", "B", "--json")
    [row] = json.loads(ask(programme, *words).stdout)["rows"]
    assert row["code"] == "B" and row["household_id"].startswith("kj_")
    assert json.loads(ask(programme, "households", "--json").stdout)["rows"] == []


def test_without_a_snapshot_it_says_how_to_get_one(tmp_path):
    done = ask(Programme(tmp_path), "poverty")
    assert done.returncode == 1 and "etl load" in done.stderr and "Traceback" not in done.stderr
