"""Operating models, the households in them, and proposals to provincial plans."""

from dataclasses import dataclass

import numpy as np

from data.reference import Reference
from data.text import Text
from etl.demo.referrals import LAST_DAY
from etl.demo.standing import Standing, chosen
from etl.demo.targets import ProvinceTarget, largest_remainder, published
from etl.demo.words import MODEL_GROUPS, NAMED_MODELS, PRODUCTS, PROVINCES_WITH_PLANS

YEARS = range(2020, 2027)
ALL_MODELS_FROM = 5_000
LEAST_HOUSEHOLDS = 3
PARTICIPATING, AT_MOST = 0.10, 0.60
# By quintile 0 (not ranked) to 5; the highest is meant.
QUINTILE_WEIGHTS = np.array([0.004, 0.01, 0.02, 0.05, 0.13, 1.0])
MEASURED_AGAIN, REAL_GAIN, ENTRY_DIP, LUCK_SD = 0.80, 0.07, 0.05, 0.24
STATUS_SHARES = {"active": 0.72, "graduated": 0.16, "left": 0.12}
PROPOSAL_STATUS = ("proposed", "under_review", "in_plan", "funded")
NAME = Text("{what}{place} กลุ่ม{how} ชุดที่ {number}", "{what} of {place}: {how} {number}")


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """Models of one province: start years in order, baht for all of them."""

    years: np.ndarray
    baht: int


def model_plan(reference: Reference, targets: list[ProvinceTarget], households: int) -> list[ModelPlan]:
    """Return the published models of every province; below 5,000 households at most one per ten households."""
    by_year = np.stack([np.nan_to_num(published(reference, "operating_models", str(y))) for y in YEARS], axis=1)
    budgets = np.nan_to_num(published(reference, "model_budget", "2020-2026"))
    plans = []
    for target, counts, baht in zip(targets, by_year.astype(np.int64), budgets, strict=True):
        years = np.repeat(np.array(YEARS), counts)
        room = len(years) if households >= ALL_MODELS_FROM else target.households // 10
        kept = years[np.linspace(0, len(years) - 1, min(room, len(years))).round().astype(np.int64)]
        plans.append(ModelPlan(kept, round(baht * len(kept) / max(len(years), 1))))
    return plans


def operating_models(
    rng: np.random.Generator, reference: Reference, target: ProvinceTarget, plan: ModelPlan
) -> dict[str, np.ndarray]:
    """Return the models of a province, ordered by start; budgets add up to the plan."""
    count = len(plan.years)
    names = [_name(rng, reference, target.code, at) for at in range(count)]
    latest = np.where(plan.years == 2026, 270, 365)
    start = (plan.years - 1970).astype("datetime64[Y]").astype("datetime64[D]") + rng.integers(0, latest, count)
    baht = 100 * largest_remainder(plan.baht // 100, rng.lognormal(0, 0.7, count))
    if count:
        baht[int(baht.argmax())] += plan.baht % 100
    return {
        "model_id": np.array([f"M{target.code}-{number:03d}" for number in range(1, count + 1)], dtype="U16"),
        "province_code": np.full(count, target.code, dtype="U16"),
        "name_th": np.array([name.th for *_, name in names], dtype=object),
        "name_en": np.array([name.en for *_, name in names], dtype=object),
        "model_group": np.array([group for _, group, _ in names], dtype=object),
        "value_chain": np.array([product for product, *_ in names], dtype=object),
        "start_date": np.sort(start),
        "budget_baht": baht,
    }


def _name(rng: np.random.Generator, reference: Reference, code: str, at: int) -> tuple:
    """Return (value chain, group, name): a product and a district, or the model the province is known for."""
    products = PRODUCTS[reference.areas[code].parent_code]
    districts = reference.children(code)
    shares = np.array([share for share, _ in MODEL_GROUPS.values()])
    product = list(products)[rng.integers(len(products))]
    group = list(MODEL_GROUPS)[rng.choice(len(shares), p=shares / shares.sum())]
    place = districts[rng.integers(len(districts))].name
    if at == 0 and code in NAMED_MODELS:
        return NAMED_MODELS[code]
    words = {"what": products[product], "how": MODEL_GROUPS[group][1], "place": place, "number": str(at + 1)}
    return product, group, NAME.format(**words)


def participation(
    rng: np.random.Generator, target: ProvinceTarget, models: dict[str, np.ndarray], standing: Standing
) -> dict[str, np.ndarray]:
    """Return the households in models, most of them of the highest quintile; incomes are baht a month.

    Entry and second measurement each carry their own luck, and households join after a bad month, so incomes move
    back to the mean beside a modest real gain. A second income is missing where too little time has passed or the
    household was not found again.
    """
    count = len(models["model_id"])
    members = _members_by_model(rng, target, count)
    stronger = QUINTILE_WEIGHTS[standing.quintile] * standing.surveyed
    household = rng.permutation(chosen(rng, int(members.sum()), stronger))
    model = np.repeat(np.arange(count), members)[: len(household)]
    joined = np.minimum(models["start_date"][model] + rng.integers(0, 150, len(model)), LAST_DAY)
    measured = joined + rng.integers(180, 420, len(model))
    again = (measured <= LAST_DAY) & (rng.random(len(model)) < MEASURED_AGAIN)
    status = rng.choice(list(STATUS_SHARES), len(model), p=list(STATUS_SHARES.values()))
    table = {
        "model_id": models["model_id"][model],
        "household_id": standing.ids[household],
        "joined_on": joined,
        "status": np.where((status == "graduated") & ~again, "active", status),
        "income_before_month": _measured(rng, standing.income[household], -ENTRY_DIP),
        "income_after_month": np.where(again, _measured(rng, standing.income[household], REAL_GAIN), 0),
        "measured_on": np.where(again, measured, np.datetime64("NaT")),
    }
    order = np.lexsort((household, model))
    return {name: values[order] for name, values in table.items()}


def _members_by_model(rng: np.random.Generator, target: ProvinceTarget, count: int) -> np.ndarray:
    """A tenth of the households and at least three per model, as long as the province has them."""
    wanted = max(round(PARTICIPATING * target.households), LEAST_HOUSEHOLDS * count)
    total = min(wanted, int(AT_MOST * target.households)) if count else 0
    least = min(LEAST_HOUSEHOLDS, total // max(count, 1))
    return least + largest_remainder(total - least * count, rng.lognormal(0, 0.6, count))


def _measured(rng: np.random.Generator, income: np.ndarray, shift: float) -> np.ndarray:
    """Monthly baht in hundreds as measured once: the usual income, shifted, with the luck of that month."""
    luck = np.exp(LUCK_SD * rng.standard_normal(len(income)) + shift)
    return (100 * np.round(income * luck / 100)).astype(np.int64)


def proposals(rng: np.random.Generator, target: ProvinceTarget, models: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return two to four proposals of a province, each to carry one of its models into the provincial plan."""
    possible = len(models["model_id"])
    count = min(int(rng.integers(2, 5)), possible)
    about = rng.permutation(possible)[:count]
    names_th, names_en = models["name_th"][about], models["name_en"][about]
    year = rng.integers(2026, 2029, count)
    status = np.array(PROPOSAL_STATUS)[rng.choice(len(PROPOSAL_STATUS), count, p=(0.35, 0.30, 0.25, 0.10))]
    if target.code in PROVINCES_WITH_PLANS:
        status[:1] = "in_plan"
    return {
        "proposal_id": np.array([f"P{target.code}-{number:02d}" for number in range(1, count + 1)], dtype="U16"),
        "province_code": np.full(count, target.code, dtype="U16"),
        "title_th": np.array([f"ขยายผล{name} สู่แผนพัฒนาจังหวัด" for name in names_th], dtype=object),
        "title_en": np.array([f"Take up in the provincial plan: {name}" for name in names_en], dtype=object),
        "model_id": models["model_id"][about],
        "plan_year": year,
        "status": status,
        "budget_baht": (10_000 * rng.integers(20, 900, count)).astype(np.int64),
    }
