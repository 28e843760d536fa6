"""`python -m data ask`: the numbers of the query layer on the command line, and messages instead of tracebacks."""

import csv
import io
import json

import pytest

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
    assert (table[0]["H"], table[1]["H"]) == ("1.0", "hidden")


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
    ],
)
def test_a_wrong_word_is_told_with_what_is_known(programme, words, got):
    done = ask(programme, *words)
    assert done.returncode == 1 and done.stdout == ""
    assert got in done.stderr and "expected" in done.stderr and "Traceback" not in done.stderr


def test_without_a_snapshot_it_says_how_to_get_one(tmp_path):
    done = ask(Programme(tmp_path), "poverty")
    assert done.returncode == 1 and "etl load" in done.stderr and "Traceback" not in done.stderr
