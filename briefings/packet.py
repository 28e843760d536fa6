"""A research packet: de-identified rows with all that is needed to read them, as one ZIP."""

import csv
import hashlib
import json
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from briefings import packet_words as words
from briefings.deviation import Deviation, area_names, deviations, figure_name
from briefings.document import open_for, origin, permalink
from briefings.packet_readme import readme
from components.places import chosen_name
from components.reader import Reader
from data.disclosure.parameters import PACKET_K, PACKET_SCORE_STEP, SMALLEST_PACKET
from data.gate import HIDDEN
from data.library import Library
from data.packet.columns import BLANKS, ROW_KEY
from data.packet.figures import python_code, r_code, sql_code
from data.queries.ask import METHOD_VERSION
from data.queries.microdata import PARQUET, Microdata, check, selected_rows, take
from data.terms import TERMS
from data.text import LANGS, Text
from data.viewer import Viewer

HIDDEN_CODE = "hidden"
EPOCH = (1980, 1, 1, 0, 0, 0)
LABEL, NO_CODE = Text("คอลัมน์", "column"), Text("ไม่มีคำตอบ", "not answered")


@dataclass(frozen=True)
class Wanted:
    """query: URL parameters; purpose: what the rows are for, in words; until: the last day they may be used, None: no end."""

    query: Mapping[str, Any]
    purpose: str
    until: date | None = None


@dataclass(frozen=True)
class Packet:
    """What is told of a packet in all its files. id: of this packet alone; account: who asked."""

    id: str
    made_at: datetime
    wanted: Wanted
    reader: Reader
    taken: Microdata
    deviations: list[Deviation]

    @property
    def account(self) -> str:
        """Who asked."""
        return self.reader.viewer.account

    @property
    def link(self) -> str:
        """The address of the same cohort on the same snapshot."""
        return permalink(self.reader.view, self.reader.library.settings, "/cohorts")

    def title(self, lang: str) -> str:
        """What the packet is of."""
        view = replace(self.reader.view, lang=lang)
        return view.say(words.TITLE, place=chosen_name(view), vintage=view.vintage)

    def filters(self, lang: str) -> str:
        """The selection in words."""
        view = self.reader.view
        return view.selection.describe(lang, view.reference, view.rounds)


def write_packet(
    wanted: Wanted, library: Library, viewer: Viewer, out: Path, record: Callable[..., Any], tell: Callable[[], None]
) -> Path:
    """Write a packet as ZIP into a folder and return its path.

    record: called with what was taken before the file is there to be fetched; tell: called after each of the parts.
    Raises Problem as `take` does.
    """
    reader = open_for(wanted.query, "th", library, viewer)
    asked = {key: value for key, value in wanted.query.items() if key != "snapshot"}
    scope = selected_rows(asked, reader.library, viewer)
    check(scope, wanted.purpose)
    reader = replace(reader, view=replace(reader.view, selection=scope.selection))
    own = secrets.token_hex(4)
    folder = out / f".packet-{own}"
    folder.mkdir(mode=0o700)
    try:
        mark = _mark(own, reader)
        taken = take(scope, wanted.purpose, folder, mark, tell)
        packet = Packet(own, datetime.now(UTC), wanted, reader, taken, deviations(reader, taken))
        _write_files(packet, folder)
        path = out / f"{_stem(packet)}.zip"
        _zip(folder, folder / "whole", _stem(packet))
        record(
            event="packet", packet=own, question="microdata", selection=reader.view.selection.to_query(),
            snapshot=reader.view.snapshot, rows=taken.rows, reason=wanted.purpose,
        )  # fmt: skip
        (folder / "whole").replace(path)
        return path
    finally:
        shutil.rmtree(folder)


def _stem(packet: Packet) -> str:
    view = packet.reader.view
    demo = "-demo" if view.demo else ""
    return f"packet-{view.selection.place or 'all'}-{view.chosen_round}-{view.snapshot}-{packet.id}{demo}"


def _mark(own: str, reader: Reader) -> dict[str, str]:
    """What the Parquet file says of itself; a CSV has no room for it."""
    view = reader.view
    return {
        "packet": own,
        "account": reader.viewer.account,
        "snapshot": view.snapshot,
        "survey_round": str(view.chosen_round),
        "demo": str(view.demo).lower(),
        "method_version": METHOD_VERSION,
    }


def _write_files(packet: Packet, folder: Path) -> None:
    taken, own = packet.taken, packet.taken.parameters
    (folder / "code").mkdir()
    files = {
        "code/figures.sql": sql_code(own),
        "code/figures.py": python_code(),
        "code/figures.R": r_code(),
        "metadata.json": json.dumps(metadata(packet), ensure_ascii=False, indent=2) + "\n",
        "citation.txt": "".join(citation(packet, lang) + "\n" for lang in LANGS),
    } | {f"README.{lang}.md": readme(packet, lang) for lang in LANGS}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    _table(folder / "codebook.csv", ("column", "code", "th", "en"), _codebook(packet), bom=True)
    names = ("place", "figure", "n", "value")
    _table(folder / "figures.csv", names, ([row[name] for name in names] for row in taken.figures))
    _table(folder / "deviation.csv", DEVIATION_COLUMNS, _deviation_rows(packet), bom=True)
    withheld = ([name, rows, rows / taken.rows] for name, rows in taken.withheld.items())
    _table(folder / "protection.csv", ("column", "rows_withheld", "share"), withheld)
    _table(folder / "weights.csv", ("indicator", "units"), own.units.items())
    _table(folder / "parameters.csv", ("name", "value"), own.rows())
    sums = {path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    (folder / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()))


def _table(path: Path, head: Iterable[str], rows: Iterable[Iterable[Any]], bom: bool = False) -> None:
    """Write a CSV. bom: for files with Thai words, which spreadsheets else take for another encoding."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _codebook(packet: Packet) -> Iterable[tuple[str, str, str, str]]:
    """Yield a line per column, then one per code of it that occurs; a blank code is no answer."""
    for column in packet.taken.columns:
        yield column.key, "", column.label.th, column.label.en
        if not column.telling and column.key != ROW_KEY:
            yield column.key, "(blank)", NO_CODE.th, NO_CODE.en
        occurring = set(packet.taken.codes.get(column.key, ())) | (set(BLANKS) if column.telling else set())
        for code, meaning in column.codes.items():
            if code in occurring:
                yield column.key, code, meaning.th, meaning.en


DEVIATION_COLUMNS = (
    "place", "place_th", "place_en", "figure", "figure_th", "figure_en", "n", "packet", "screen", "difference", "reason_th", "reason_en",
)  # fmt: skip


def _deviation_rows(packet: Packet) -> Iterable[list[Any]]:
    reference = packet.reader.view.reference
    for row in packet.deviations:
        place, name = area_names(row.place, reference), figure_name(row.figure, reference)
        screen = HIDDEN_CODE if row.screen is HIDDEN else row.screen
        reasons = ["; ".join(reason[lang] for reason in row.why) for lang in LANGS]
        yield [
            row.place,
            place.th,
            place.en,
            row.figure,
            name.th,
            name.en,
            row.n,
            row.packet,
            screen,
            row.difference,
            *reasons,
        ]


def metadata(packet: Packet) -> dict[str, Any]:
    """Return what the rows are, for machines."""
    view, taken = packet.reader.view, packet.taken
    viewer, until = packet.reader.viewer, packet.wanted.until
    return {
        "packet": packet.id,
        "title": {lang: packet.title(lang) for lang in LANGS},
        "made_at": packet.made_at.isoformat(timespec="seconds"),
        "made_for": {"account": packet.account, "role": viewer.role, "provinces": sorted(viewer.provinces)},
        "purpose": packet.wanted.purpose,
        "until": until.isoformat() if until else None,
        "terms": {lang: [term[lang] for term in TERMS] for lang in LANGS},
        "selection": view.selection.to_query(),
        **origin(view),
        "rows": taken.rows,
        "protection": {
            "k": PACKET_K,
            "columns": list(taken.withheld),
            "smallest_group": taken.smallest,
            "rows_with_withheld_cells": taken.touched,
            "rows_withheld": taken.withheld,
            "smallest_packet": SMALLEST_PACKET,
            "score_step": PACKET_SCORE_STEP,
            "item_scores": any(column.key.startswith("score_") for column in taken.columns),
        },
        "codes": {code: {lang: meaning[lang] for lang in LANGS} for code, meaning in BLANKS.items()},
        "permalink": packet.link,
        "files": sorted([*words.FILE_WORDS, *(f"README.{lang}.md" for lang in LANGS)]),
    }


def citation(packet: Packet, lang: str) -> str:
    """Return how to cite the rows."""
    demo = f" ({words.DEMO[lang]})" if packet.reader.view.demo else ""
    return words.CITATION.format(
        title=packet.title(lang), packet=packet.id, snapshot=packet.reader.view.snapshot, demo=demo, link=packet.link
    )[lang]


def _zip(folder: Path, path: Path, stem: str) -> None:
    parts = sorted(part for part in folder.rglob("*") if part.is_file() and part != path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            entry = zipfile.ZipInfo(f"{stem}/{part.relative_to(folder).as_posix()}", EPOCH)
            # Parquet is compressed already.
            entry.compress_type = zipfile.ZIP_STORED if part.name == PARQUET else zipfile.ZIP_DEFLATED
            with part.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


__all__ = ["Packet", "Wanted", "write_packet"]
