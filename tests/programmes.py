"""Small programmes for tests: a reference and exports of a few rows, loaded by the real ETL and asked for real."""

import csv
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.settings import ROOT, Settings
from data.viewer import Viewer
from etl.load import LoadReport, load

ADMIN = Viewer("admin")

TOML = """
name_th = "โครงการเล็ก"
name_en = "Small programme"
levels = ["nation", "county", "ward"]
home_level = "county"
sampling = "{sampling}"
years = "CE"
default_k = "1/2"
"""
AREAS = [
    ("code", "level", "parent_code", "name_th", "name_en"),
    ("N", "nation", "", "ชาติ", "Nation"),
    ("A", "county", "N", "เอ", "Alpha"),
    ("B", "county", "N", "บี", "Beta"),
    ("A1", "ward", "A", "เอหนึ่ง", "Alpha One"),
    ("A2", "ward", "A", "เอสอง", "Alpha Two"),
    ("B1", "ward", "B", "บีหนึ่ง", "Beta One"),
]
CAPITALS = [
    ("capital_key", "capital_th", "capital_en", "indicator_key", "indicator_th", "indicator_en", "weight"),
    ("human", "มนุษย์", "Human", "h1", "เอช1", "H one", "3/4"),
    ("human", "มนุษย์", "Human", "h2", "เอช2", "H two", "1/4"),
    ("money", "เงิน", "Money", "m1", "เอ็ม1", "M one", "1/2"),
    ("money", "เงิน", "Money", "m2", "เอ็ม2", "M two", "1/2"),
]
PROBLEMS = [
    ("dimension_key", "dimension_th", "dimension_en", "indicator_key", "indicator_th", "indicator_en", "weight"),
    ("health", "สุขภาพ", "Health", "ill", "ป่วย", "Ill", "1/6"),
    ("health", "สุขภาพ", "Health", "hungry", "หิว", "Hungry", "1/3"),
    ("home", "บ้าน", "Home", "leak", "รั่ว", "Leaking roof", "1/2"),
]


def write_csv(path: Path, rows: list[tuple]) -> Path:
    """Write rows, the header first, as UTF-8 CSV; None is a blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


class Programme:
    """A reference folder, an export folder and a build folder below one temporary folder."""

    def __init__(self, folder: Path, *, capitals: bool = True, problems: bool = True, sampling: str = "census"):
        self.reference, self.exports, self.build = folder / "reference", folder / "exports", folder / "build"
        self.reference.mkdir()
        self.exports.mkdir()
        (self.reference / "reference.toml").write_text(TOML.format(sampling=sampling), encoding="utf-8")
        write_csv(self.reference / "areas.csv", AREAS)
        if capitals:
            write_csv(self.reference / "capital_indicators.csv", CAPITALS)
        if problems:
            write_csv(self.reference / "problem_indicators.csv", PROBLEMS)
        self.settings = Settings(
            reference=self.reference, build=self.build, key_file=folder / "household.key", jobs=folder / "jobs"
        )
        # The same noise in every run: it comes from the stored ids, and they from the key.
        self.settings.key_file.write_text("5a" * 32, encoding="ascii")
        self.settings.key_file.chmod(0o600)

    def write(self, name: str, *rows: tuple) -> Path:
        """Write an export; the first row is the header."""
        return write_csv(self.exports / name, list(rows))

    def load(self, *paths: Path, **how: bool) -> LoadReport:
        """Load the given files, or all exports; `fresh` and `again` as the command has them."""
        return load(list(paths) or [self.exports], self.settings, **how)

    def ask(self, question: str, viewer: Viewer = ADMIN, **selection) -> list[dict]:
        """Ask a question and return its rows; `k` may be text such as "1/3"."""
        if "k" in selection:
            selection["k"] = Fraction(selection["k"])
        return list(ask(question, Selection(**selection), viewer, Library(self.settings)).rows)

    def sql(self, query: str) -> list[tuple]:
        """Run SQL on the published snapshot."""
        return Library(self.settings).opened().connection.execute(query).fetchall()

    @property
    def manifest(self) -> dict:
        """Manifest of the published snapshot."""
        snapshot_id = (self.build / "current").read_text().strip()
        return json.loads((self.build / "snapshots" / f"{snapshot_id}.json").read_text(encoding="utf-8"))


HOUSEHOLDS = ("household_id", "survey_round", "county_code", "ward_code", "size", "verification")
ROUND = 20261


def plain(programme: Programme) -> None:
    """Two households, one per county, with all their answers."""
    programme.write(
        "households.csv", HOUSEHOLDS, ("a", ROUND, "A", "A1", 3, "verified_poor"), ("b", ROUND, "B", "", 2, "not_poor")
    )
    programme.write(
        "capitals.csv",
        ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
        ("a", ROUND, 2, 1, 3, 1),
        ("b", ROUND, 4, 4, 4, 4),
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", "ill", "hungry", "leak"),
        ("a", ROUND, 1, 0, "na"),
        ("b", ROUND, 0, 0, ""),
    )


def counts(report: LoadReport, file: str) -> tuple[int, int, int, int]:
    """Rows read, accepted, rejected and blank of one file."""
    entry = next(entry for entry in report.files if entry.file == file)
    return entry.rows_read, entry.accepted, entry.rejected, entry.blank


def reasons(report: LoadReport, file: str) -> list[tuple[int, str, str]]:
    """Line, column and reason of every reject of one file."""
    entry = next(entry for entry in report.files if entry.file == file)
    return [(reject.line, reject.column, reject.reason) for reject in entry.rejects]


def command(programme: Programme, *words: str) -> subprocess.CompletedProcess:
    """Run `python -m …` with the settings of a programme; the caller checks the exit code."""
    environment = {
        "KAEJON_BUILD": str(programme.build),
        "KAEJON_REFERENCE": str(programme.reference),
        "KAEJON_KEY_FILE": str(programme.settings.key_file),
        "KAEJON_JOBS": str(programme.settings.jobs),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
