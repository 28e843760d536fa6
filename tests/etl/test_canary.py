"""Marked identities in every column of every file are found nowhere after a load: not on disk, in tables, answers or research packets."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from app import create_app
from briefings.packet import Wanted, write_packet
from data.library import Library
from data.queries import QUESTIONS, ask
from data.reference import load_reference
from data.selection import Selection
from data.settings import ROOT, Settings
from data.viewer import Viewer
from etl.contracts import contracts
from etl.identities import identity_in
from etl.scan import scan
from tests.etl.test_mapping import THAI, encoded, header, line
from tests.programmes import ROUND, Programme

# One of each kind. The 13 digits have a valid check digit: 8·13+9·12+0·11+1·10+2·9+3·8+4·7+5·6+6·5+7·4+8·3+9·2 = 422,
# 422 mod 11 = 4, (11 - 4) mod 10 = 7.
CANARIES = {
    "citizen_id": "8901234567897",
    "dashed_id": "8-9012-34567-89-7",
    "phone": "0898765432",
    "dashed_phone": "089-876-5432",
    "email": "kanari.thotsop@example.org",
    "name": "นายคานารี ทดสอบระบบ",
    "english_name": "Mr. Canary Thotsop",
    "address": "987/65 หมู่ 4 ต.คานารี",
    "coordinate": "13.7563314, 100.5017651",
    "free_text": "บ้านของนางสาวคานารี โทร 0898765432",
}
# What must not be found: the marks themselves, in pieces that no other text here has.
MARKS = ("8901234567897", "34567-89", "0898765432", "876-5432", "kanari", "คานารี", "Canary", "987/65", "7563314")


def rows_with_canaries(names: tuple[str, ...], good: dict[str, object]) -> list[list]:
    """A good row, then for every column and canary a row that has it there."""
    rows = [[good.get(name, "") for name in names]]
    for place in range(len(names)):
        for number, canary in enumerate(CANARIES.values()):
            cells = {**good, "household_id": f"h{place}x{number}"}
            rows.append([cells.get(name, "") for name in names])
            rows[-1][place] = canary
    return rows


GOOD = {
    "household_id": "a1", "survey_round": ROUND, "county_code": "A", "referral_id": "r1", "stage": "helped", "event_date": "2026-01-31",
    "kind": "health", "date": "2026-01-31", "model_id": "m1", "proposal_id": "p1", "indicator": "h1", "score": "2", "weight": 1, "size": 3,
}  # fmt: skip


def everything_written(folder: Path) -> dict[str, bytes]:
    """{path: bytes} of every file below a folder, and every table of every database in it as text."""
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in folder.rglob("*.duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                rows = connection.execute(f'FROM "{table}"').fetchall()
                found[f"{path}:{table}"] = repr(rows).encode()
    return found


def assert_clean(found: dict[str, bytes]) -> None:
    leaks = [
        (place, mark)
        for place, data in found.items()
        for mark in MARKS
        for form in (mark.encode(), mark.encode("utf-16-le"), mark.encode("cp874"))
        if form in data
    ]
    assert leaks == []


def everything_told(folder: Path, reference: Path) -> dict[str, bytes]:
    """{question: every row that an administrator is told}, and the pages that are made of them, as text."""
    settings = Settings(build=folder / "build", key_file=folder / "key", reference=reference)
    library = Library(settings)
    lowest = library.reference().levels[-1]
    told = {
        f"{name} by {level or 'home'}": repr(ask(name, Selection(by=level), Viewer("admin"), library).rows).encode()
        for name in QUESTIONS
        for level in ("", lowest)
    }
    client = create_app(settings).server.test_client()
    paths = ("/live", "/readyz", "/_dash-layout", "/_dash-dependencies")
    return told | {path: client.get(path).data for path in paths}


def everything_taken(folder: Path, reference: Path) -> dict[str, bytes]:
    """{file: bytes} of the finest research packet there is, and the rows of its Parquet file as text."""
    settings = Settings(build=folder / "build", key_file=folder / "key", reference=reference, item_scores="admin")
    out = folder / "packet"
    out.mkdir()
    wanted = Wanted({}, "to look for marks in every file")
    path = write_packet(wanted, Library(settings), Viewer("admin"), out, lambda **_: None, lambda: None)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(out)
    [rows] = out.rglob("microdata.parquet")
    read = duckdb.read_parquet(str(rows))
    assert any(column.startswith("score_") for column in read.columns)
    return everything_written(out) | {"rows of the Parquet file": repr(read.fetchall()).encode()}


def run(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess:
    """Run a command with every temporary folder inside `folder`; its output is kept beside what it wrote."""
    for name in ("tmp", "home"):
        (folder / name).mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "KAEJON_BUILD": str(folder / "build"),
        "KAEJON_KEY_FILE": str(folder / "key"),
        "TMPDIR": str(folder / "tmp"),
        "HOME": str(folder / "home"),
        **settings,
    }
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, check=False)
    (folder / "build").mkdir(exist_ok=True)
    (folder / "build" / f"output-{words[1]}.txt").write_bytes(done.stdout + done.stderr)
    assert b"Traceback" not in done.stderr
    return done


def test_every_canary_is_an_identity():
    assert all(identity_in(canary) for canary in CANARIES.values())
    assert all(any(mark in canary for mark in MARKS) for canary in CANARIES.values())


@pytest.mark.parametrize("long", [False, True], ids=["wide", "long"])
def test_canaries_in_every_column_of_every_file_are_found_nowhere(tmp_path, long):
    programme = Programme(tmp_path)
    for contract in contracts(load_reference(programme.reference)):
        if (contract.any_of and long) or (contract.shape == "long" and not long):
            continue
        names = (*contract.names, "note", "ชื่อ-สกุล", "anything")
        good = GOOD | ({"indicator": "ill", "score": "1"} if contract.table == "problems" else {})
        programme.write(f"{contract.table}.csv", names, *rows_with_canaries(names, good))
    done = run(tmp_path, "etl", "load", str(programme.exports), KAEJON_REFERENCE=str(programme.reference))
    assert done.returncode == 3, done.stderr.decode()
    mend = tmp_path / "build" / "mend.csv"
    assert run(tmp_path, "etl", "rejects", "--csv", str(mend)).returncode == 0
    assert list((tmp_path / "build").glob("mend-*.csv"))
    assert_clean(
        everything_written(tmp_path / "build")
        | everything_written(tmp_path / "tmp")
        | everything_written(tmp_path / "home")
        | everything_told(tmp_path, programme.reference)
        | everything_taken(tmp_path, programme.reference)
    )


def test_canaries_in_the_provincial_export_are_found_nowhere(tmp_path):
    rows = [header(), line(1)]
    for place in range(len(header())):
        for number, canary in enumerate(CANARIES.values()):
            rows.append(line(number % 90, {"รหัสบ้าน": f"9401{place:03}{number:04}"}))
            rows[-1][place] = canary
    (tmp_path / "export.csv").write_bytes(encoded(rows, "utf-16"))
    done = run(tmp_path, "etl", "load", str(tmp_path / "export.csv"), KAEJON_REFERENCE=str(THAI))
    assert done.returncode == 3, done.stderr.decode()
    assert run(tmp_path, "etl", "rejects", "--csv", str(tmp_path / "build" / "mend.csv")).returncode == 0
    assert_clean(everything_written(tmp_path / "build") | everything_written(tmp_path / "tmp"))


def test_a_failed_load_says_no_identity(tmp_path):
    programme = Programme(tmp_path)
    programme.write(
        "households.csv",
        ("household_id", "survey_round", "county_code"),
        *([canary] * 3 for canary in CANARIES.values()),
    )
    done = run(tmp_path, "etl", "load", str(programme.exports), KAEJON_REFERENCE=str(programme.reference))
    assert done.returncode == 1
    assert_clean(everything_written(tmp_path / "build"))


def test_rewritten_files_have_no_name_and_are_closed(tmp_path):
    (tmp_path / "x.csv").write_bytes("household_id,ชื่อ\n1,นายคานารี\n".encode("cp874"))
    (found,) = scan(tmp_path / "x.csv")
    assert found.source.readable.startswith("/proc/self/fd/")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    handle = int(found.source.readable.rsplit("/", 1)[1])
    del found
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)
