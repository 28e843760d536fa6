"""The ZIP of a briefing: a CSV per figure, a codebook in both languages, metadata, checksums, how to cite it."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import segno

from briefings.codebook import CODES, HIDDEN_CODE, MISSING_CODE, meaning
from briefings.document import Briefing, origin
from components.places import place_name
from data.gate import HIDDEN, Cell, Released
from data.text import LANGS, Text

# Spreadsheets take UTF-8 for another encoding without it.
BOM = "\ufeff"
CITATION = Text("แก้จน (Kaejon). {title}. ชุดข้อมูล {id}{demo}. {link}", "Kaejon. {title}. Data set {id}{demo}. {link}")
DEMO = Text(" (ข้อมูลสาธิต ครัวเรือนสร้างขึ้น)", " (demo data: the households are made up)")
README = Text(
    "ไฟล์ CSV หนึ่งไฟล์ต่อหนึ่งภาพ ความหมายของคอลัมน์อยู่ใน codebook.csv permalink.svg คือรหัส QR กลับมายังตัวเลขเดียวกัน ลายนิ้วมือของทุกไฟล์อยู่ใน SHA256SUMS",
    "One CSV per figure. codebook.csv tells what the columns mean, permalink.svg is a QR code that leads back to the same numbers, "
    "SHA256SUMS holds the checksum of every file.",
)
# The same content makes the same file.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(briefing: Briefing, path: Path) -> None:
    """Write the ZIP."""
    files = {f"{name}.csv": _csv(briefing, released) for name, released in briefing.answers.items()}
    files["codebook.csv"] = _codebook(briefing)
    files["metadata.json"] = json.dumps(metadata(briefing), ensure_ascii=False, indent=2)
    files["citation.txt"] = "\n".join(citation(briefing, lang) for lang in LANGS) + "\n"
    files["permalink.svg"] = _code(briefing.link)
    files["README.txt"] = "\n".join(README[lang] for lang in LANGS) + "\n"
    bodies = {name: text.encode() for name, text in files.items()}
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(bodies.items()))
    bodies["SHA256SUMS"] = sums.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in bodies.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body, zipfile.ZIP_DEFLATED)


def _code(link: str) -> str:
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=8, border=2)
    return out.getvalue().decode()


def metadata(briefing: Briefing) -> dict[str, Any]:
    """Return what the numbers are of: place, selection, round, snapshot, method, sources, n, protection, permalink."""
    view, code = briefing.view, briefing.view.selection.place
    name = {lang: view.reference.areas[code].name[lang] if code else briefing.place for lang in LANGS}
    return {
        "place": {"code": code, **name},
        **origin(view),
        "selection": view.selection.at(round=view.chosen_round).to_query(),
        "n_surveyed_households": briefing.n,
        "hidden_cells": sum(cell is HIDDEN for cell in _cells(briefing)),
        "protection": briefing.protection,
        "codes": {code: {lang: words[lang] for lang in LANGS} for code, words in CODES.items()},
        "made_for": briefing.viewer.account or None,
        "permalink": briefing.link,
        "files": {f"{name}.csv": _about(released) for name, released in briefing.answers.items()},
    }


def _cells(briefing: Briefing) -> list[Cell]:
    return [cell for released in briefing.answers.values() for row in released.rows for cell in row.values()]


def _about(released: Released) -> dict[str, Any]:
    return {
        "question": released.question,
        "selection": released.selection.to_query(),
        "rows": len(released.rows),
        "rows_with_hidden_cells": released.hidden,
        "noise": released.method.get("additive") == "no",
        "method": {key: str(value) for key, value in released.method.items()},
    }


def citation(briefing: Briefing, lang: str) -> str:
    """Return how to cite the numbers."""
    demo = DEMO[lang] if briefing.view.demo else ""
    return CITATION.format(title=briefing.title, id=briefing.view.snapshot, demo=demo, link=briefing.link)[lang]


def _columns(released: Released) -> list[str]:
    return [name for name in dict.fromkeys(key for row in released.rows for key in row) if name != "code"]


def _csv(briefing: Briefing, released: Released) -> str:
    reference = briefing.view.reference
    columns, level = _columns(released), released.selection.level(reference)
    lines: list[list[Any]] = [["code", "place_th", "place_en", *columns]]
    for row in released.rows:
        name = place_name(row["code"], reference, level)
        lines.append([row["code"], name.th, name.en, *(_cell(row.get(column)) for column in columns)])
    return _text(lines)


def _cell(cell: Cell) -> Any:
    if cell is HIDDEN:
        return HIDDEN_CODE
    if cell is None:
        return MISSING_CODE
    # A spreadsheet takes text that begins so for a formula.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell


def _codebook(briefing: Briefing) -> str:
    lines = [["file", "column", "th", "en"]]
    for name, released in briefing.answers.items():
        for column in ("code", "place_th", "place_en", *_columns(released)):
            lines.append([f"{name}.csv", column, meaning(column).th, meaning(column).en])
    return _text([*lines, *(["*", code, words.th, words.en] for code, words in CODES.items())])


def _text(lines: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return BOM + out.getvalue()
