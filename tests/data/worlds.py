"""A random programme of two rounds with all the corner cases, loaded for real, and the same once more in Python."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.data import plain_numbers as plain
from tests.programmes import Programme, write_csv

ROUNDS = (20261, 20262)
WARDS = {"A1": "A", "A2": "A", "B1": "B"}
SCORES = (1, 1, 1.5, 1.75, 2, 3, 4, None, None)
ASKED = (
    "household_id",
    "county_code",
    "ward_code",
    "weight",
    "size",
    "verification",
    "tpmap_listed",
    "welfare_card",
    "income_month_baht",
    "stratum",
    "psu",
)
ITEMS, FLAGS = ("h1", "h2", "m1", "m2"), ("ill", "hungry", "leak")
EXITS = ("returned", "not_eligible")
# A need without a dimension answers none.
NEEDS = {"clinic": "health", "kitchen": "health", "roof": "home", "cash": ""}
# Group and county of every model; the households of "m9" are in a model that the list does not have.
MODELS = {"m1": ("G", "A"), "m2": ("G", "B"), "m3": ("H", "A"), "m4": ("", "B"), "m5": ("H", "B")}
JOINED = ("m1", "m2", "m3", "m4", "m9")
PRICES = {2024: 100, 2025: 110, 2026: 125}
INCOMES = (None, 0, 500, 1000, 1000, 2500.5, 4000)


TODAY = datetime.now(UTC).date()


def random_household(key: str, number: int, choose: random.Random) -> dict:
    ward = choose.choice([*WARDS, ""])
    return {
        "household_id": key,
        "survey_round": number,
        "county_code": WARDS.get(ward) or choose.choice("AB"),
        "ward_code": ward,
        "weight": choose.choice(["0", "0.5", "1", "2.25"]),
        "size": choose.randint(0, 5),
        "verification": choose.choice(["verified_poor"] * 4 + ["newly_found", "not_poor", "not_found", "moved", ""]),
        "tpmap_listed": choose.choice([1, 1, 0, ""]),
        "welfare_card": choose.choice([1, 0, ""]),
        "income_month_baht": choose.choice(INCOMES),
        # Only a survey has errors by them; one without a PSU stands for itself, and one stratum has a single PSU.
        "stratum": "lone" if key == "x7" else choose.choice(["s1", "s2", "s2", ""]),
        "psu": "alone" if key == "x7" else choose.choice(["p1", "p2", "p3", "p4", ""]),
        **{item: choose.choice(SCORES) for item in ITEMS},
        **{flag: choose.choice([1, 1, 0, 0, "na", None]) for flag in FLAGS},
    }


def random_events(choose: random.Random) -> list[tuple[str, str]]:
    """Stages and exits of one referral, some twice, some out of order, with their days; half of them of these weeks."""
    stages = choose.choices([*plain.STAGES, *EXITS], k=choose.randint(1, 6))
    last = choose.choice([60, choose.randint(0, 60)])
    first = date(2024, 12, 1) if last == 60 else TODAY - timedelta(days=last)
    return [(stage, (first + timedelta(days=choose.randint(0, last))).isoformat()) for stage in stages]


def reason_of(referral: str, stage: str, day: str) -> str:
    """Reason that an event gives, often none."""
    return ("", "moved on", "no papers")[(len(referral) + len(stage) + int(day[-2:])) % 3]


def random_participation(choose: random.Random) -> dict:
    """Income of a household in a model, with the years that its baht are of."""
    return {
        "joined_on": choose.choice(["2023-05-01", "2024-05-01", "2025-05-01", ""]),
        "income_before_month": choose.choice(INCOMES),
        "income_after_month": choose.choice(INCOMES),
        "measured_on": choose.choice(["2025-06-01", "2026-06-01", "2026-06-01", ""]),
    }


class World:
    """Two rounds of random households with their referrals, loaded; and the same in Python."""

    def __init__(self, folder, seed: int, sampling: str = "census"):
        choose = random.Random(seed)
        self.rounds: dict[int, dict[str, dict]] = {number: {} for number in ROUNDS}
        self.referrals: dict[str, list] = {}
        self.needs: dict[str, str] = {}
        self.help: list[tuple[str, str]] = []
        self.participation: dict[tuple[str, str], dict] = {}
        for n in range(250):
            key = f"x{n}"
            for number in choose.choice([ROUNDS, ROUNDS, ROUNDS, ROUNDS[:1], ROUNDS[1:]]):
                self.rounds[number][key] = random_household(key, number, choose)
            for m in range(choose.choice([0, 0, 1, 2])):
                self.referrals[f"r{n}-{m}"] = [key, random_events(choose)]
                self.needs[f"r{n}-{m}"] = choose.choice([*NEEDS, ""])
            self.help += [(key, kind) for kind in choose.choices([*NEEDS], k=choose.choice([0, 0, 0, 1, 2]))]
            for model in choose.sample(JOINED, k=choose.choice([0, 0, 1, 1, 2])):
                self.participation[model, key] = random_participation(choose)
        self.programme = Programme(folder, sampling=sampling)
        self._write()
        assert self.programme.load().rejected == 0

    def _write(self) -> None:
        """Reference and exports of all that was chosen."""
        made, head = self.programme, ("need", "dimension_key", "name_th", "name_en")
        write_csv(made.reference / "needs.csv", [head, *((key, group, key, key) for key, group in NEEDS.items())])
        write_csv(made.reference / "cpi.csv", [("year", "index", "source"), *((*row, "b") for row in PRICES.items())])
        everybody = [h for number in ROUNDS for h in self.rounds[number].values()]
        for name, columns in (("households", ASKED), ("capitals", ITEMS), ("problems", FLAGS)):
            head = tuple(dict.fromkeys(("household_id", "survey_round", *columns)))
            made.write(f"{name}.csv", head, *(tuple(h[column] for column in head) for h in everybody))
        events = [
            (ref, key, *event, self.needs[ref], reason_of(ref, *event))
            for ref, (key, found) in self.referrals.items()
            for event in dict.fromkeys(found)
        ]
        made.write("referrals.csv", ("referral_id", "household_id", "stage", "event_date", "need", "reason"), *events)
        made.write(
            "assistance.csv",
            ("household_id", "kind", "date"),
            *((key, kind, "2025-01-01") for key, kind in dict.fromkeys(self.help)),
        )
        models = ((key, county, group) for key, (group, county) in MODELS.items())
        made.write("models.csv", ("model_id", "county_code", "model_group"), *models)
        head = ("model_id", "household_id", *random_participation(random.Random(0)))
        made.write("participation.csv", head, *((*key, *row.values()) for key, row in self.participation.items()))

    def surveyed(self, number: int) -> dict[str, dict]:
        return {k: h for k, h in self.rounds[number].items() if h["verification"] not in plain.UNREACHED}

    def newest(self, key: str) -> dict:
        return self.rounds[ROUNDS[1]].get(key) or self.rounds[ROUNDS[0]][key]


def area(household: dict, by: str) -> str:
    return {"nation": "N", "county": household["county_code"], "ward": household["ward_code"] or "unknown"}[by]


def grouped(households: dict[str, dict], by: str) -> dict[str, dict[str, dict]]:
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    for key, household in households.items():
        found[area(household, by)][key] = household
    return found


def same(got, expected) -> bool:
    return got is None if expected is None else got == pytest.approx(float(expected), abs=1e-8)
