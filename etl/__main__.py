"""python -m etl: load exports, write demo data, make boundaries and area tables."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from data.errors import Problem
from data.reference import load_reference
from data.settings import Settings, read_settings
from data.text import LANGS, Text
from etl.commands import register
from etl.commands.releasing import tell_release
from etl.file_commands import inspect_command, rejects_command
from etl.load import LoadReport, load
from etl.reasons import REASONS
from etl.release import release_if_due
from etl.report import LOADED

NOTHING_LOADED, LOADED_WITH_REJECTS = 1, 3
SHOWN_REJECTS = 5
LOADED_BEFORE = Text("ไฟล์นี้นำเข้าแล้ว จึงไม่มีอะไรเปลี่ยน", "This file was loaded before: nothing changes")
NOTHING_NEW = Text("ไม่มีข้อมูลใหม่ ชุดข้อมูลเดิมยังแสดงอยู่", "Nothing new: the snapshot on screen stays as it is")

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
cli.command("inspect")(inspect_command)
cli.command("rejects")(rejects_command)
screen = Console(stderr=True, highlight=False, soft_wrap=True)

ReferenceOption = Annotated[Path | None, typer.Option("--reference", help="Reference folder; default KAEJON_REFERENCE")]
BuildOption = Annotated[Path | None, typer.Option("--build", help="Build folder; default KAEJON_BUILD")]


@cli.command("load")
def load_command(
    paths: Annotated[list[Path], typer.Argument(help="Exports (.csv, .csv.gz, .zip, .xlsx), or folders of them")],
    reference: ReferenceOption = None,
    build: BuildOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew: leave out what was loaded before")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read files that were loaded before as if new")] = False,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="Mapping (TOML) for files with other headers")
    ] = None,
    crosswalk: Annotated[
        Path | None,
        typer.Option("--crosswalk", help="Add raw and stored ids to this file; a bare name lies beside the key"),
    ] = None,
    no_release: Annotated[bool, typer.Option("--no-release", help="Leave what public roles see as it is")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
) -> None:
    """Load exports into a new snapshot and publish it. Exit 0 loaded, 1 nothing loaded, 3 loaded with rejects."""
    settings = read_settings(reference=reference, build=build)
    how = {"fresh": fresh, "again": again, "mapping": mapping, "crosswalk": crosswalk}
    report = _with_bar(lambda progress: load(paths, settings, progress, **how))
    print(json.dumps(report.as_json(), ensure_ascii=False)) if as_json else _print(report)
    for note in report.notes:
        _say(note, "yellow")
    if report.rejected:
        _print_rejects(report)
    if not no_release:
        _release(settings)
    if report.rejected and report.result == LOADED:
        raise typer.Exit(LOADED_WITH_REJECTS)


def _release(settings: Settings) -> None:
    """Release what was loaded where that is due; a release that fails leaves the load as it is."""
    try:
        made = release_if_due(settings)
    except Problem as problem:
        _say(problem, "yellow")
        return
    if made:
        tell_release(made)


@cli.command("demo")
def demo_command(
    out: Annotated[Path, typer.Option("--out", help="Folder to write the exports to")],
    households: Annotated[int | None, typer.Option(min=1, help="Households; default KAEJON_DEMO_HOUSEHOLDS")] = None,
    rounds: Annotated[int, typer.Option(min=1, max=10, help="Survey rounds")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes")] = 1,
    reference: ReferenceOption = None,
) -> None:
    """Write made-up exports for every file of the contract, calibrated to the published figures."""
    from etl.demo import write_demo

    settings = read_settings(reference=reference)
    wanted = households or settings.demo_households
    rows = write_demo(out, wanted, rounds, seed, load_reference(settings.reference))
    for name, count in rows.items():
        screen.print(f"{count:>12,}  {out / name}")


@cli.command("boundaries-default")
def boundaries_command(reference: ReferenceOption = None, build: BuildOption = None) -> None:
    """Make the map layers that the reference folder or the installed boundary package has."""
    from etl.boundaries import write_default_boundaries

    settings = read_settings(reference=reference, build=build)
    for path in write_default_boundaries(settings.build, load_reference(settings.reference)):
        screen.print(path)


@cli.command("areas")
def areas_command(
    reference: Annotated[Path, typer.Argument(help="Reference folder with pilots.csv")] = Path("data/reference"),
) -> None:
    """Make the Thai area table anew from the installed package."""
    from etl.areas import write_areas

    screen.print(f"{write_areas(reference):,} areas")


register(cli)


def _with_bar(work):
    if not screen.is_terminal:
        return work(lambda step, share: None)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        return work(lambda step, share: bar.update(task, description=step, completed=share))


def _print(report: LoadReport) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("file")
    for name in ("rows read", "accepted", "rejected", "blank"):
        table.add_column(name, justify="right")
    for entry in report.files:
        counts = (entry.rows_read, entry.accepted, entry.rejected, entry.blank)
        table.add_row(entry.file, *(f"{count:,}" for count in counts))
    screen.print(table)
    for table, counts in report.changes.items():
        screen.print(f"{table}: {counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged")
    for name in report.skipped:
        _say(Problem(LOADED_BEFORE, where=name), "yellow")
    if report.result == LOADED:
        screen.print(f"snapshot {report.snapshot} published in {report.seconds:.1f} s", style="bold")
    else:
        _say(Problem(NOTHING_NEW, where=f"snapshot {report.snapshot}"), "bold")


def _print_rejects(report: LoadReport) -> None:
    for entry in report.files:
        for (column, reason), count in Counter(
            (reject.column, reject.reason) for reject in entry.rejects
        ).most_common():
            words = " / ".join(REASONS[reason][lang] for lang in LANGS)
            screen.print(f"{entry.file}: {count:,} rejected, {column or 'row'}: {words}", style="yellow", markup=False)
        for reject in entry.rejects[:SHOWN_REJECTS]:
            screen.print(f"  line {reject.line}: {reject.column} {reject.value!r} ({reject.reason})", markup=False)


def _say(problem: Problem, style: str) -> None:
    for lang in LANGS:
        screen.print("\n".join(problem.lines(lang)), style=style, markup=False)


def main() -> None:
    """Run the command line; a Problem becomes its message in both languages and exit 1, never a traceback."""
    try:
        cli()
    except Problem as problem:
        _say(problem, "bold red")
        sys.exit(NOTHING_LOADED)


if __name__ == "__main__":
    main()
