"""boundaries: map layers below the provinces, from a file that somebody brings."""

import json
from pathlib import Path
from typing import Annotated

import typer

from data.layers import layer_facts
from data.reference import load_reference
from data.settings import read_settings
from data.text import Text
from etl.commands.options import BuildOption, JsonOption, ReferenceOption, tell

SHOWN_CODES = 8
WRITTEN = Text(
    "ชั้น {level}: {shapes} รูป จากคอลัมน์ {column} ระบบพิกัด {crs}",
    "Layer {level}: {shapes} shapes, codes from column {column}, projection {crs}",
)
WITHOUT = Text("พื้นที่ในชุดอ้างอิงที่ไม่มีรูป {count}: {codes}", "Areas of the reference without a shape, {count}: {codes}")
UNMATCHED = Text(
    "รหัสในไฟล์ที่ไม่มีในชุดอ้างอิง {count}: {codes}", "Codes of the file that the reference does not have, {count}: {codes}"
)
REPAIRED = Text("รูปผิดพลาดที่ซ่อมแล้ว {count}: {codes}", "Invalid shapes that were repaired, {count}: {codes}")
REFUSED = Text("รูปที่ซ่อมไม่ได้ ไม่ได้ใช้ {count}: {codes}", "Shapes beyond repair, left out, {count}: {codes}")
BLANK = Text("แถวที่ไม่มีรหัสหรือไม่มีรูป {count}", "Rows without a code or a shape, {count}")
CREDIT = Text(
    "แหล่งที่มาที่แสดงข้างแผนที่: {source} · สัญญาอนุญาต {licence}", "Shown beside the map: {source} · licence {licence}"
)
NO_LICENCE = Text("ไม่ได้ระบุ ใช้ --licence", "not given, use --licence")


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("boundaries")(boundaries_command)


def boundaries_command(
    file: Annotated[Path, typer.Argument(help="GeoJSON, GeoPackage, Shapefile (.shp, .zip) or GeoParquet, any CRS")],
    level: Annotated[str, typer.Option("--level", help="Level of the reference, such as district or subdistrict")],
    code: Annotated[str, typer.Option("--code", help="Column of the codes; found by its values where not given")] = "",
    layer: Annotated[str, typer.Option("--layer", help="Layer of a file that has several")] = "",
    source: Annotated[str, typer.Option("--source", help="Who made the boundaries, shown beside the map")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Their licence, shown beside the map")] = "",
    reference: ReferenceOption = None,
    build: BuildOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a map layer of a level from a boundary file, and report which codes match."""
    from etl.boundaries import add_boundaries

    settings = read_settings(reference=reference, build=build)
    programme = load_reference(settings.reference)
    found = add_boundaries(
        settings.build, file, level, programme, column=code, layer=layer, source=source, licence=licence
    )
    facts = layer_facts(settings.build, level)
    codes = {area.code for area in programme.areas.values() if area.level == level}
    lists = {
        "without_shape": sorted(codes - found.shapes.keys()),
        "unmatched": found.unmatched,
        "repaired": found.repaired,
        "refused": found.refused,
    }
    if as_json:
        print(
            json.dumps(
                {**facts, **lists, "column": found.column, "crs": found.crs, "blank": found.blank}, ensure_ascii=False
            )
        )
        return
    _print(level, found, lists, facts)


def _print(level: str, found, lists: dict[str, list[str]], facts: dict) -> None:
    tell(WRITTEN, level=level, shapes=len(found.shapes), column=found.column, crs=found.crs)
    words = {"without_shape": WITHOUT, "unmatched": UNMATCHED, "repaired": REPAIRED, "refused": REFUSED}
    for name, codes in lists.items():
        if codes:
            shown = ", ".join(codes[:SHOWN_CODES]) + (" …" if len(codes) > SHOWN_CODES else "")
            tell(words[name], count=len(codes), codes=shown)
    if found.blank:
        tell(BLANK, count=found.blank)
    missing = " / ".join((NO_LICENCE.th, NO_LICENCE.en))
    tell(CREDIT, source=facts["source"], licence=facts["licence"] or missing)
