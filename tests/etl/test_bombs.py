"""Small files that unfold to very much: they are refused in words before they fill the memory."""

import gzip
import zipfile

import openpyxl
import pytest

from data.errors import Problem
from etl import reading
from etl.reading import sources
from tests.programmes import HOUSEHOLDS, ROUND, Programme, plain

ROOM = 1 << 20
BOMB = 4 * ROOM
LAUGHS = '<!DOCTYPE x [<!ENTITY a "{}">{}]>'.format(
    "ha" * 1000,
    "".join(f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcd", "bcde", strict=True)),
)


def pack(path, members: dict[str, bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def workbook(path, **changed: bytes):
    """A workbook of one row; `changed`: other bytes for the member that ends so."""
    book = openpyxl.Workbook()
    book.active.append(["household_id", "survey_round", "county_code"])
    book.active.append(["a", ROUND, "A"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for end, body in changed.items():
        [name] = [name for name in members if name.endswith(f"{end}.xml")]
        members[name] = body
    return pack(path, members)


@pytest.fixture(autouse=True)
def small_room(monkeypatch):
    """The same with small numbers: a megabyte of room."""
    monkeypatch.setattr(reading, "ROOM", ROOM)


@pytest.mark.parametrize("kind", ["zip", "many in a zip", "gz", "xlsx"])
def test_a_bomb_is_refused_before_it_unfolds(tmp_path, kind, monkeypatch):
    zeros = b"0" * BOMB
    match kind:
        case "zip":
            path = pack(tmp_path / "x.zip", {"x.csv": zeros})
        case "many in a zip":
            # None of them is much.
            path = pack(tmp_path / "x.zip", {f"{number}.csv": b"0" * (ROOM // 2) for number in range(8)})
        case "gz":
            path = tmp_path / "x.csv.gz"
            path.write_bytes(gzip.compress(zeros))
        case "xlsx":
            path = workbook(tmp_path / "x.xlsx", sheet1=b"<worksheet>" + zeros)
    assert reading.MOST_TIMES * path.stat().st_size < 4 * BOMB, "a two-hundredth of what it unfolds to"
    monkeypatch.setattr(reading, "MOST_TIMES", 20)
    with pytest.raises(Problem, match="unfolds to far more"):
        list(sources(path))


def test_one_that_says_less_than_it_holds_gives_no_more_than_it_says(tmp_path):
    path = pack(tmp_path / "x.zip", {"x.csv": b"household_id\n" + b"0" * BOMB})
    raw = path.read_bytes()
    size = (BOMB + 13).to_bytes(4, "little")
    assert raw.count(size) == 2, "in front of the member and in the list of members"
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(Problem, match="damaged"):
        list(sources(path))


@pytest.mark.parametrize("member", ["sheet1", "workbook"])
def test_entities_that_multiply_are_refused(tmp_path, member):
    body = f"<?xml version='1.0'?>{LAUGHS}<worksheet><sheetData><row><c t='str'><v>&e;</v></c></row></sheetData></worksheet>"
    with pytest.raises(Problem, match=r"workbook cannot be opened"):
        list(sources(workbook(tmp_path / "x.xlsx", **{member: body.encode()})))


def test_a_bomb_changes_nothing_and_tables_that_fold_well_are_read(tmp_path):
    programme = Programme(tmp_path)
    plain(programme)
    programme.load()
    pack(programme.exports / "bomb.zip", {"x.csv": b"0" * BOMB})
    with pytest.raises(Problem, match="unfolds"):
        reading.MOST_TIMES, before = 20, reading.MOST_TIMES
        try:
            programme.load(programme.exports / "bomb.zip")
        finally:
            reading.MOST_TIMES = before
    lines = [",".join(HOUSEHOLDS), *(f"h{number},{ROUND},A,,2,not_poor" for number in range(20_000))]
    folded = pack(programme.exports / "good.zip", {"households.csv": "\n".join(lines).encode()})
    assert programme.load(folded).rejected == 0
    assert programme.sql("SELECT count(*) FROM household_profile") == [(20_002,)]
