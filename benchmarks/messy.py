"""The full-size export as a province would send it: Windows-874, Thai headers and words, identities, two rows in a hundred bad."""

import csv
import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from data.reference import Reference, load_reference
from data.settings import ROOT
from etl.headers import ALIASES, SURVEY_ROUND

ENCODING, LINE_END = "cp874", "\r\n"
EVERY = 50
YEAR, ROUND = (names[0] for names in SURVEY_ROUND.values())
# Columns that must not come in, each with a cell of its kind.
IDENTITIES = {
    "ชื่อ-สกุล หัวหน้าครัวเรือน": "นายสมชาย ใจดี",
    "เลขประจำตัวประชาชน": "1.23E+12",
    "เบอร์โทร": "812345678",
    "บ้านเลขที่": "25-ก.พ.",
    "หมายเหตุ": "ป่วยติดเตียง",
    "ละติจูด": "6.866",
    "ลองจิจูด": "101.25",
}
WORDS = {"1": "ใช่", "0": "ไม่ใช่"}
FLAGS = ("tpmap_listed", "welfare_card")
# What is broken in turn, as (column, cell); of the other files the last column that a row must have.
FAULTS = (
    ("household_id", "1.23E+12"),
    ("province_code", "ไม่ใช่จังหวัด"),
    ("survey_date", "43861"),
    ("size", "สาม"),
    ("H1", "9"),
    ("debt_baht", "12,50,0"),
    ("verification", "รวย"),
)
BROKEN_IN = {
    "problems": ("drinking_water", "อาจจะ"),
    "referrals": ("event_date", "30/2/2569"),
    "assistance": ("date", "1/2/69"),
    "participation": ("income_after_month", "สองพัน"),
}


def messy_files(clean: Path, folder: Path) -> Path:
    """Write `folder` from clean exports, once, and return it: one wide file of households and capitals, the other files.

    Beside it lies the mapping, as `mapping_of` names it.
    """
    done = folder.with_suffix(".done")
    if not done.exists():
        folder.mkdir(exist_ok=True)
        reference = load_reference(ROOT / "data" / "reference")
        names = _names(reference)
        mapping_of(folder).write_text(_mapping(names), encoding="utf-8")
        _write(folder / "export.csv", _wide(clean, names, reference))
        for path in sorted(clean.glob("*.csv")):
            if path.stem not in ("households", "capitals"):
                _write(folder / path.name, _other(path))
        shutil.copy(clean / "demo.toml", folder)
        done.touch()
    return folder


def mapping_of(folder: Path) -> Path:
    """Return where the mapping of messy exports lies."""
    return folder.with_suffix(".toml")


def _names(reference: Reference) -> dict[str, str]:
    """{column of the contract: header of the export}: the first name that provinces use, indicators by their Thai names."""
    plain = "household_id province_code district_code subdistrict_code village_code survey_date weight size head_sex head_age head_education main_occupation income_month_baht debt_baht land_rai children elderly disabled working_members tpmap_listed welfare_card verification source_list"
    named = {column: ALIASES[column][0] for column in plain.split()}
    return named | {item.key: item.name.th for item in reference.capital_items}


def _mapping(names: dict[str, str]) -> str:
    lines = [f"{json.dumps(header, ensure_ascii=False)} = {json.dumps(column)}" for column, header in names.items()]
    return "\n".join(
        (
            'name = "messy"',
            'tables = ["households", "capitals"]',
            "[columns]",
            *lines,
            f'[survey_round]\nyear = "{YEAR}"\nround = "{ROUND}"\n',
        )
    )


def _write(path: Path, rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, lineterminator=LINE_END).writerows(rows)


def _wide(clean: Path, names: dict[str, str], reference: Reference) -> Iterator[list[str]]:
    """Yield the header and a line per household and round; every fiftieth has a fault, in turn another."""
    with (clean / "capitals.csv").open(encoding="utf-8", newline="") as file:
        scores = {row["household_id"]: row for row in csv.DictReader(file)}
    yield [*names.values(), YEAR, ROUND, *IDENTITIES, "Ch 1  7"]
    faults = itertools.cycle(FAULTS)
    with (clean / "households.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            row |= scores.get(row["household_id"], {})
            row |= {"household_id": _id(row["household_id"]), "survey_date": _day(row["survey_date"])}
            row |= {
                name: reference.areas[row[name]].name.th for name in ("province_code", "district_code") if row[name]
            }
            row |= {name: WORDS.get(row[name], "") for name in FLAGS}
            year, turn = divmod(int(row["survey_round"]), 10)
            if number % EVERY == EVERY - 1:
                column, cell = next(faults)
                row[column] = cell
            yield [*(row.get(name, "") for name in names), str(year + 543), str(turn), *IDENTITIES.values(), ""]


def _other(path: Path) -> Iterator[list[str]]:
    column, cell = BROKEN_IN.get(path.stem, ("", ""))
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        yield list(rows.fieldnames)
        for number, row in enumerate(rows):
            if "household_id" in row:
                row["household_id"] = _id(row["household_id"])
            row |= {name: _day(value) for name, value in row.items() if name.endswith("date") or name.endswith("_on")}
            if column and number % EVERY == EVERY - 1:
                row[column] = cell
            yield list(row.values())


def _id(household_id: str) -> str:
    """An 11-digit house code for a demo id such as D18-000001."""
    province, number = household_id.removeprefix("D").split("-")
    return f"{province}{int(number):09}"


def _day(iso: str) -> str:
    """A date as people write it: day first, Buddhist era."""
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{int(day)}/{int(month)}/{int(year) + 543}"
