"""Commands about files: what a file is, and which rows were turned away."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from data.reference import load_reference
from data.settings import read_settings
from data.text import LANGS


def inspect_command(
    path: Annotated[Path, typer.Argument(help="An export (.csv, .csv.gz, .zip, .xlsx)")],
    reference: Annotated[
        Path | None, typer.Option("--reference", help="Reference folder; default KAEJON_REFERENCE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON with a confidence per column")] = False,
) -> None:
    """Propose a mapping (TOML) for an export from its headers and contents; save it and load with --mapping."""
    from etl.contracts import contracts
    from etl.proposing import propose
    from etl.recognise import csv_paths
    from etl.scan import scan

    settings = read_settings(reference=reference)
    programme = load_reference(settings.reference)
    (path,) = csv_paths([path])[:1]
    proposals = {found.path.name: propose(found, contracts(programme), programme) for found in scan(path)}
    if as_json:
        told = [{"file": name, **proposal.as_json()} for name, proposal in proposals.items()]
        print(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1))
    else:
        print("\n".join(proposal.as_toml(Path(name).stem) for name, proposal in proposals.items()), end="")


def rejects_command(
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the rows to mend and load again")] = None,
    load: Annotated[int | None, typer.Option("--load", help="Only of this load; its number is in `history`")] = None,
    build: Annotated[Path | None, typer.Option("--build", help="Build folder; default KAEJON_BUILD")] = None,
) -> None:
    """List rejected rows by reason, or write them as CSV files that can be mended and loaded again."""
    from etl.mending import refused_rows, write_mendable
    from etl.reasons import REASONS

    rows = refused_rows(read_settings(build=build).build, load)
    if csv:
        for path in write_mendable(rows, csv):
            print(path)
        return
    for (file, column, reason), count in Counter((row.file, row.column, row.reason) for row in rows).most_common():
        print(f"{count:>8,}  {file}  {column or '-'}  {' / '.join(REASONS[reason][lang] for lang in LANGS)}")
    print(f"{len(rows):>8,}  rejected")
