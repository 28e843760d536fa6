"""What a load costs against bare DuckDB on the same files, what a mess, a few changed rows and ten times the rows cost."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.machine import GIBIBYTE, Cost, run_measured
from benchmarks.messy import mapping_of, messy_files
from benchmarks.report import Report
from data.settings import ROOT, Settings

FULL = 306_388
TIMES_BARE, MOST_GIBIBYTES, TIMES_TEN, TIMES_CLEAN = 3.0, 3.0, 12.0, 1.6
REPEATS = 3
LOADED_WITH_REJECTS = 3
CHANGED, SHARE = 10_000, 1 / 3
FOLDER = ROOT / "data" / "demo-bench"
BUILD = FOLDER / "build"


def bench_settings(build: Path = BUILD) -> dict[str, str]:
    """Settings that keep a benchmark apart from the snapshots and the key of this account."""
    return {"KAEJON_BUILD": str(build), "KAEJON_KEY_FILE": str(FOLDER / "household.key")}


def read_bench_settings(build: Path = BUILD) -> Settings:
    """Return those settings as the model."""
    return Settings(**{name.removeprefix("KAEJON_").lower(): value for name, value in bench_settings(build).items()})


def demo_files(households: int, report: Report, rounds: int = 1) -> Path:
    """Return a folder of demo exports, written once and kept."""
    name = f"{households}" if rounds == 1 else f"{households}-{rounds}"
    folder, done = FOLDER / name, FOLDER / f"{name}.done"
    if not done.exists():
        numbers = ["--households", str(households), "--rounds", str(rounds), "--out", str(folder)]
        cost = run_measured("etl", "demo", *numbers)
        report.say(f"demo exports of {households:,} households written in {cost.seconds:.1f} s")
        done.touch()
    megabytes = sum(path.stat().st_size for path in folder.glob("*.csv")) / 1e6
    report.say(
        f"{households:,} households x {rounds} round{'s' * (rounds > 1)}: {len(list(folder.glob('*.csv')))} files, {megabytes:,.0f} MB"
    )
    return folder


def two_rounds(report: Report, households: int = FULL) -> Settings:
    """Return the settings of a snapshot of two rounds, full-size where not said, made once and kept."""
    build = FOLDER / ("build-two" if households == FULL else f"build-two-{households}")
    if not (build / "current").exists():
        folder = demo_files(households, report, 2)
        _load(folder, build)
        shutil.rmtree(folder)
        folder.with_name(f"{folder.name}.done").unlink()
        report.say(f"{households:,} households x 2 rounds loaded for questions")
    return read_bench_settings(build)


def bench_load(report: Report) -> None:
    """Measure a full-size load against bare DuckDB, both on disk in fresh processes."""
    folder = demo_files(FULL, report)
    # In turns and the best of each, because the machine may be busy with something else now and then.
    pairs = [(_bare(folder), _load(folder)) for _ in range(REPEATS)]
    bare, load = (min(costs, key=lambda cost: cost.seconds) for costs in zip(*pairs, strict=True))
    detail = f"load {load.seconds:.2f} s, bare read_csv {bare.seconds:.2f} s, best of {REPEATS}; {_busy(pairs)}"
    report.limit("load against bare DuckDB", load.seconds / bare.seconds, TIMES_BARE, "x", detail)
    peak = max(cost.peak_bytes for _, cost in pairs) / GIBIBYTE
    report.limit("peak memory of the load", peak, MOST_GIBIBYTES, "GiB")


def _busy(pairs: list[tuple[Cost, Cost]]) -> str:
    """Tell the ratio of processor time, which neighbours on the machine move less than wall time."""
    less, more = (min(cost.busy for cost in costs) for costs in zip(*pairs, strict=True))
    return f"processor time {more / less:.2f} x"


def bench_ten(report: Report, ask: Callable[[Settings], None]) -> None:
    """Measure what ten times the households cost, again in turns and the best of each; `ask`: what is asked of two rounds of them."""
    folder, tenfold, build = demo_files(FULL, report), demo_files(10 * FULL, report), FOLDER / "build-ten"
    pairs = [(_load(folder), _load(tenfold, build)) for _ in range(REPEATS)]
    once, ten = (min(cost.seconds for cost in costs) for costs in zip(*pairs, strict=True))
    report.limit("ten times the rows", ten / once, TIMES_TEN, "x", f"{ten:.1f} s against {once:.2f} s")
    report.say(
        f"      peak memory of ten times the rows: {max(cost.peak_bytes for _, cost in pairs) / GIBIBYTE:.2f} GiB"
    )
    # Questions between rounds would have nothing to do in a single one.
    shutil.rmtree(build)
    both = two_rounds(report, 10 * FULL)
    ask(both)
    shutil.rmtree(both.build)


def _bare(folder: Path) -> Cost:
    database = FOLDER / "bare.duckdb"
    database.unlink(missing_ok=True)
    cost = run_measured("benchmarks.bare", str(folder), str(database))
    database.unlink()
    return cost


def _load(folder: Path, build: Path = BUILD, *more: str) -> Cost:
    # Begun anew each time: files that were loaded before would change nothing.
    words = ("etl", "load", "--fresh", "--no-release", *more, str(folder))
    return run_measured(*words, settings=bench_settings(build), ends=(LOADED_WITH_REJECTS,) if more else (0,))


def bench_messy(report: Report) -> None:
    """Measure the full-size export in Windows-874, with a mapping and two bad rows in a hundred, against the clean one, in turns."""
    clean = demo_files(FULL, report)
    messy = messy_files(clean, FOLDER / "messy")
    pairs = [(_load(clean), _load(messy, BUILD, "--mapping", str(mapping_of(messy)))) for _ in range(REPEATS)]
    once, slow = (min(costs, key=lambda cost: cost.seconds) for costs in zip(*pairs, strict=True))
    detail = f"messy {slow.seconds:.2f} s, clean {once.seconds:.2f} s, best of {REPEATS}; {_busy(pairs)}"
    report.limit("messy load against the clean one", slow.seconds / once.seconds, TIMES_CLEAN, "x", detail)


def bench_changed(report: Report) -> None:
    """Measure a load of 10,000 changed households into the full-size snapshot against the full load, in turns."""
    folder, build = changed_files(demo_files(FULL, report)), FOLDER / "build-changed"
    pairs = []
    for _ in range(REPEATS):
        full = _load(FOLDER / f"{FULL}", build)
        pairs.append((full, run_measured("etl", "load", "--no-release", str(folder), settings=bench_settings(build))))
    full, changed = (min(costs, key=lambda cost: cost.seconds) for costs in zip(*pairs, strict=True))
    detail = f"{changed.seconds:.2f} s against {full.seconds:.2f} s, best of {REPEATS}"
    report.limit(
        f"{CHANGED:,} changed households against a full load", changed.seconds / full.seconds, SHARE, "x", detail
    )
    shutil.rmtree(build)


def changed_files(folder: Path) -> Path:
    """Return a folder with 10,000 households of an export, spread over all provinces, each with another income."""
    changed = FOLDER / "changed"
    changed.mkdir(exist_ok=True)
    with (folder / "households.csv").open(encoding="utf-8", newline="") as source:
        rows = csv.DictReader(source)
        every = FULL // CHANGED
        chosen = [row for number, row in enumerate(rows) if number % every == 0][:CHANGED]
    with (changed / "households.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"income_month_baht": "4321"} for row in chosen)
    shutil.copy(folder / "demo.toml", changed)
    return changed
