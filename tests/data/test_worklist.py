"""`python -m data worklist`: an operator's own codes through a crosswalk, for its owner alone, recorded."""

import csv
from pathlib import Path

import pytest

from data.audit import audit_file, entries
from data.key import hashed
from data.settings import ROOT
from etl.identity import household_key
from tests.programmes import ROUND, Programme, command

HEAD = ("household_id", "survey_round", "county_code", "ward_code")
EVENTS = ("referral_id", "household_id", "stage", "event_date")


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    """Sixty waiting households in A, one whose code is a formula, one who was helped, one of B; all in the crosswalk but h00."""
    programme = Programme(tmp_path_factory.mktemp("worklist"), capitals=False, problems=False)
    names = [*(f"h{number:02}" for number in range(60)), "=1+2", "helped", "other"]
    rows = [(name, ROUND, "B" if name == "other" else "A", "A1" if name == "h07" else "") for name in names]
    programme.write("households.csv", HEAD, *rows)
    events = [(f"r{number}", name, "identified", f"2026-01-{1 + number % 28:02}") for number, name in enumerate(names)]
    programme.write("referrals.csv", EVENTS, *events, ("r61", "helped", "helped", "2026-03-01"))
    codes = programme.settings.key_file.parent / "codes.csv"
    assert programme.load(crosswalk=codes).rejected == 0
    codes.write_text("".join(line for line in codes.open() if not line.startswith("h00,")))
    return programme


def worklist(programme: Programme, out: Path, *words: str):
    return command(programme, "data", "worklist", "--crosswalk", "codes.csv", "--out", str(out), *words)


def test_the_list_has_the_own_codes_of_the_own_areas_and_is_its_owners_alone(programme, tmp_path):
    out = tmp_path / "list.csv"
    done = worklist(programme, out, "--province", "A", "--purpose", "visits in May")
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    # 60 and the formula wait in A, on two pages; who was helped and who lives in B do not stand here.
    names = {row["household_id"] for row in rows}
    assert len(rows) == 61 and names == {*(f"h{number:02}" for number in range(1, 60)), "'=1+2", ""}
    assert [int(row["rank"]) for row in rows] == list(range(1, 62))
    assert rows[0]["entered_on"] == "2026-01-01" and rows[-1]["entered_on"] == "2026-01-28"
    [seventh] = [row for row in rows if row["household_id"] == "h07"]
    assert (seventh["county_code"], seventh["ward_code"], seventh["stage"]) == ("A", "A1", "identified")
    assert "61 referrals" in done.stderr and "; 1 have no code" in done.stderr
    assert out.stat().st_mode & 0o777 == 0o600 and "kj_" not in out.read_text(encoding="utf-8-sig")
    # An older list is never written over.
    assert worklist(programme, out, "--province", "A").returncode == 1


def test_the_audit_says_who_took_it_and_names_no_household(programme, tmp_path):
    path = audit_file(programme.build)
    path.unlink(missing_ok=True)
    assert worklist(programme, tmp_path / "list.csv", "--province", "A", "--purpose", "visits in May").returncode == 0
    found = list(entries(path))
    assert [(entry["event"], entry["rows"], entry["provinces"], entry["purpose"]) for entry in found] == [
        ("work list with own codes", 50, ["A"], "visits in May"), ("work list with own codes", 11, ["A"], "visits in May"),
    ]  # fmt: skip
    key = household_key(programme.settings.key_file)
    assert not any(word in path.read_text() for word in ("h07", hashed("h07", key)))


def test_what_cannot_be_recorded_is_not_written(programme, tmp_path):
    path = audit_file(programme.build)
    path.unlink(missing_ok=True)
    path.mkdir()
    done = worklist(programme, tmp_path / "list.csv", "--province", "A")
    path.rmdir()
    assert done.returncode == 1 and "recorded" in done.stderr and not (tmp_path / "list.csv").exists()


def test_the_unit_of_the_guide_keeps_the_web_workers_from_the_crosswalk():
    unit = (
        (ROOT / "docs" / "operate.md")
        .read_text(encoding="utf-8")
        .split("ExecStart=/srv/kaejon/.venv/bin/python -m server")[1]
    )
    assert "InaccessiblePaths=-/var/lib/kaejon/keys/codes.csv" in unit.split("```")[0]


def test_a_crosswalk_that_others_can_read_or_that_is_none_is_refused(programme, tmp_path):
    codes = programme.settings.key_file.parent / "codes.csv"
    codes.chmod(0o640)
    done = worklist(programme, tmp_path / "list.csv", "--province", "A")
    codes.chmod(0o600)
    assert done.returncode == 1 and "Others can read" in done.stderr
    gone = command(
        programme,
        "data",
        "worklist",
        "--province",
        "A",
        "--crosswalk",
        str(tmp_path / "none"),
        "--out",
        str(tmp_path / "x"),
    )
    assert gone.returncode == 1 and "--crosswalk" in gone.stderr and "Traceback" not in gone.stderr
    assert worklist(programme, programme.build / "list.csv", "--province", "A").returncode == 1
    assert worklist(programme, tmp_path / "list.csv", "--province", "Z").returncode == 1
    assert worklist(programme, tmp_path / "list.csv").returncode == 2, "an operator without areas has no list"
    assert list(tmp_path.iterdir()) == [] and not (programme.build / "list.csv").exists()
