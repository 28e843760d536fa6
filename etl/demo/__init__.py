"""Demo data: CSV exports of an invented programme that agrees with the published figures. Nobody in it is real."""

from collections.abc import Callable
from pathlib import Path

from data.errors import Problem
from data.reference import Reference, load_reference
from data.settings import Settings
from data.text import Text
from etl.demo.assistance import help_plan
from etl.demo.capitals import difficulties
from etl.demo.models import model_plan
from etl.demo.province import Plan, write_province
from etl.demo.referrals import referred_households
from etl.demo.targets import check_thai, province_targets, stream
from etl.demo.writing import Files

MOST_ROUNDS = 20
FILES = ("households", "capitals", "problems", "referrals", "assistance", "models", "participation", "proposals")
DIFFICULTIES = 2


def write_demo(
    out: Path,
    households: int,
    rounds: int = 3,
    seed: int = 1,
    reference: Reference | None = None,
    progress: Callable[[float], None] | None = None,
) -> dict[str, int]:
    """Write every file of the contract and `demo.toml` into `out`; return rows per file name.

    `households` are surveyed in every round; about 6 % leave after each round and as many join. Households on the
    TPMAP list that were visited and not found or had moved come on top, a few per cent of the listed. Rounds are a
    year apart and end with 2026. The same arguments give the same bytes. `progress` hears the share done, 0 to 1.
    Raises Problem for another reference than the Thai one and for numbers out of range.
    """
    _check_numbers(households, rounds, seed)
    reference = reference or load_reference(Settings().reference)
    check_thai(reference)
    plans = _plans(reference, households, seed)
    easy = difficulties(stream(seed, DIFFICULTIES), reference.capitals)
    with Files(Path(out)) as files:
        for done, plan in enumerate(plans, start=1):
            write_province(files, reference, plan, rounds, seed, easy)
            if progress:
                progress(done / len(plans))
    settings = f"demo = true\nhouseholds = {households}\nrounds = {rounds}\nseed = {seed}\n"
    (Path(out) / "demo.toml").write_text(settings, encoding="utf-8", newline="\n")
    return {f"{name}.csv": files.rows[name] for name in FILES}


def _plans(reference: Reference, households: int, seed: int) -> list[Plan]:
    """Return the plans of the provinces that have households, largest remainders first shared out."""
    targets = province_targets(reference, households, seed)
    referred = referred_households(targets, households, seed)
    given = help_plan(reference, targets, households)
    built = model_plan(reference, targets, households)
    every = zip(targets, referred, given, built, strict=True)
    return [Plan(target, int(n), help, model) for target, n, help, model in every if target.households]


def _check_numbers(households: int, rounds: int, seed: int) -> None:
    allowed = {"households": (households, 1, 5_000_000), "rounds": (rounds, 1, MOST_ROUNDS), "seed": (seed, 0, 2**63)}
    for name, (value, low, high) in allowed.items():
        if not low <= value <= high:
            raise Problem(
                Text(f"ค่า --{name} อยู่นอกช่วง", f"--{name} is out of range"),
                where=f"--{name}",
                got=str(value),
                expected=f"{low:,} to {high:,}",
            )
