"""A made-up programme with small and large wards, two rounds and every table: what an attacker is set upon."""

import random
from pathlib import Path

from tests.programmes import Programme, write_csv

COUNTIES = {"A": 4, "B": 3, "C": 4}
WARD_SIZES = (6, 14, 35, 60, 120)
ROUNDS = (20251, 20261)
PROBLEMS = [
    ("dimension_key", "dimension_th", "dimension_en", "indicator_key", "indicator_th", "indicator_en", "weight", "sensitive"),
    ("health", "สุขภาพ", "Health", "ill", "ป่วย", "Ill", "1/6", "1"),
    ("health", "สุขภาพ", "Health", "hungry", "หิว", "Hungry", "1/6", "1"),
    ("home", "บ้าน", "Home", "leak", "รั่ว", "Leaking roof", "1/6", ""),
    ("home", "บ้าน", "Home", "dark", "มืด", "No light", "1/6", ""),
    ("work", "งาน", "Work", "idle", "ว่างงาน", "No work", "1/3", ""),
]  # fmt: skip
RATES = {"ill": 0.06, "hungry": 0.2, "leak": 0.4, "dark": 0.1, "idle": 0.5}
NEEDS = [
    ("need", "dimension_key", "name_th", "name_en"),
    ("clinic", "health", "คลินิก", "Clinic"),
    ("roof", "home", "หลังคา", "Roof"),
]
STAGES = ("identified", "verified", "referred", "accepted", "in_progress", "helped")


def areas() -> list[tuple]:
    """One nation, three counties, eleven wards."""
    rows = [("code", "level", "parent_code", "name_th", "name_en"), ("N", "nation", "", "ชาติ", "Nation")]
    for county, wards in COUNTIES.items():
        rows.append((county, "county", "N", county, county))
        rows += [
            (f"{county}{ward}", "ward", county, f"{county}{ward}", f"{county}{ward}") for ward in range(1, wards + 1)
        ]
    return rows


def crowd(folder: Path, seed: int) -> Programme:
    """Write a programme that `load` can load; the same seed gives the same households."""
    programme = Programme(folder)
    programme.settings.protect_menu = True
    write_csv(programme.reference / "areas.csv", areas())
    write_csv(programme.reference / "problem_indicators.csv", PROBLEMS)
    write_csv(programme.reference / "needs.csv", NEEDS)
    chance = random.Random(seed)
    homes = [(county, f"{county}{ward}") for county, wards in COUNTIES.items() for ward in range(1, wards + 1)]
    people = [home for home in homes for _ in range(chance.choice(WARD_SIZES))] + [("A", "")] * chance.choice((3, 12))
    write_households(programme, people, chance)
    write_events(programme, len(people), chance)
    return programme


def write_households(programme: Programme, people: list[tuple[str, str]], chance: random.Random) -> None:
    """Households of both rounds with their capitals and problems; one in twelve is in one round only."""
    households, capitals, problems = [], [], []
    for number, (county, ward) in enumerate(people):
        for survey_round in ROUNDS:
            if chance.random() < 1 / 24:
                continue
            key = (f"h{number}", survey_round)
            kind = chance.choices(
                ("verified_poor", "newly_found", "not_poor", "not_found", "moved"), (70, 12, 10, 5, 3)
            )[0]
            flags = (int(chance.random() < 0.4), int(chance.random() < 0.6))
            households.append((*key, county, ward, chance.randint(1, 5), kind, *flags))
            capitals.append((*key, *(chance.choices((1, 2, 3, 4), (30, 40, 20, 10))[0] for _ in range(4))))
            problems.append((*key, *(int(chance.random() < rate) for rate in RATES.values())))
    head = ("household_id", "survey_round")
    programme.write(
        "households.csv",
        (*head, "county_code", "ward_code", "size", "verification", "tpmap_listed", "welfare_card"),
        *households,
    )
    programme.write("capitals.csv", (*head, "h1", "h2", "m1", "m2"), *capitals)
    programme.write("problems.csv", (*head, *RATES), *problems)


def write_events(programme: Programme, people: int, chance: random.Random) -> None:
    """Referrals that came some way, and help."""
    events, help_given = [], []
    for number in range(people):
        if chance.random() < 0.45:
            need, agency = chance.choice(("clinic", "roof", "other")), chance.choice(("x", "y"))
            for day, stage in enumerate(STAGES[: chance.randint(1, 6)], start=1):
                events.append((f"r{number}", f"h{number}", stage, f"2026-0{day}-10", need, agency))
        if chance.random() < 0.3:
            help_given.append((f"h{number}", chance.choice(("clinic", "roof")), "2026-03-01", 500))
    programme.write("referrals.csv", ("referral_id", "household_id", "stage", "event_date", "need", "agency"), *events)
    programme.write("assistance.csv", ("household_id", "kind", "date", "amount_baht"), *help_given)
