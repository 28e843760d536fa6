"""The area table of the Thai reference, made from the package `geothai`.

Run `python -m etl areas` after an update of the package; the result is committed as data.
"""

import csv
from pathlib import Path

import geothai

COLUMNS = ("code", "level", "parent_code", "name_th", "name_en", "pilot")
COUNTRY = ("TH", "country", "", "ประเทศไทย", "Thailand", "")
# The statistical office's five regions; Bangkok stands alone.
REGIONS = {
    "R1": ("กรุงเทพมหานคร", "Bangkok"),
    "R2": ("ภาคกลาง", "Central"),
    "R3": ("ภาคเหนือ", "North"),
    "R4": ("ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    "R5": ("ภาคใต้", "South"),
}
REGION_BY_FIRST_DIGIT = {
    "1": "R2",
    "2": "R2",
    "7": "R2",
    "5": "R3",
    "6": "R3",
    "3": "R4",
    "4": "R4",
    "8": "R5",
    "9": "R5",
}


def region_of(province_code: str) -> str:
    """Return the region code of a two-digit province code."""
    return "R1" if province_code == "10" else REGION_BY_FIRST_DIGIT[province_code[0]]


def area_rows(pilot_codes: frozenset[str]) -> list[tuple[str, ...]]:
    """Return one row per area from the country down, each level sorted by code."""
    provinces = sorted(geothai.provinces(), key=lambda area: area.code)
    districts = [d for p in provinces for d in sorted(geothai.districts(p.code), key=lambda a: a.code)]
    subdistricts = [s for d in districts for s in sorted(geothai.subdistricts(d.code), key=lambda a: a.code)]
    rows = [COUNTRY]
    rows += [(code, "region", "TH", th, en, "") for code, (th, en) in REGIONS.items()]
    rows += [
        (p.code, "province", region_of(p.code), p.name_th, p.name_en, "1" if p.code in pilot_codes else "")
        for p in provinces
    ]
    rows += [(d.code, "district", d.code[:2], d.name_th, d.name_en, "") for d in districts]
    rows += [(s.code, "subdistrict", s.code[:4], s.name_th, s.name_en, "") for s in subdistricts]
    return rows


def write_areas(reference: Path) -> int:
    """Write `areas.csv` beside the `pilots.csv` of a reference folder and return the number of areas."""
    with (reference / "pilots.csv").open(encoding="utf-8", newline="") as file:
        pilots = frozenset(row["province_code"] for row in csv.DictReader(file))
    rows = area_rows(pilots)
    with (reference / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)
