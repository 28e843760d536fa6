"""The README of a research packet, in one language: what it is, how it is protected, how far it is from the screen."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from briefings import packet_words as words
from briefings.deviation import ALL, Deviation, figure_name
from data.fields import fields_for
from data.gate import HIDDEN
from data.packet.columns import level_word, place_levels
from data.packet.conditions import fitting, is_range, listed
from data.queries.ask import METHOD_VERSION
from data.terms import TERMS
from data.text import UNDEFINED, day, moment, number, percent

if TYPE_CHECKING:
    from briefings.packet import Packet


def readme(packet: Packet, lang: str) -> str:
    """Return the whole text as Markdown."""
    parts = [*_head(packet, lang), *_terms(lang), *_protection(packet, lang), *_deviation(packet, lang), *_files(lang)]
    return "\n".join(parts) + "\n"


def _head(packet: Packet, lang: str) -> list[str]:
    view, wanted = packet.reader.view, packet.wanted
    mark = words.MARK.format(
        packet=packet.id, account=packet.account, made=moment(packet.made_at.astimezone(), lang), snapshot=view.snapshot,
        version=METHOD_VERSION,
    )  # fmt: skip
    lines = [
        *([f"**{words.DEMO[lang]}**"] if view.demo else []),
        words.ROWS.format(rows=number(packet.taken.rows))[lang],
        words.FILTERS.format(words=packet.filters(lang))[lang],
        *_applied(packet, lang),
        words.PURPOSE.format(purpose=wanted.purpose)[lang],
        *([words.UNTIL.format(day=day(wanted.until, lang))[lang]] if wanted.until else []),
        mark[lang],
        packet.link,
    ]
    return [f"# {packet.title(lang)}", "", *_paragraphs(lines)]


def _applied(packet: Packet, lang: str) -> list[str]:
    """What became of ranges that do not end where bands end."""
    view = packet.reader.view
    ranges = [condition for condition in view.selection.cohort if is_range(condition)]
    fields = fields_for(view.reference)
    return [
        words.APPLIED.format(name=fields[condition.field].label, bands=listed(fitting(condition)))[lang]
        for condition in ranges
    ]


def _paragraphs(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (line, "")]


def _terms(lang: str) -> list[str]:
    return [f"## {words.TERMS[lang]}", "", *(f"- {term[lang]}" for term in TERMS), ""]


def _protection(packet: Packet, lang: str) -> list[str]:
    taken, reference = packet.taken, packet.reader.view.reference
    granted = any(column.key.startswith("score_") for column in taken.columns)
    coarse = words.COARSE.format(
        finest=level_word(place_levels(reference)[-1]), touched=number(taken.touched), rows=number(taken.rows),
        share=percent(taken.touched / taken.rows),
    )  # fmt: skip
    says = [words.K_WORDS.format(smallest=number(taken.smallest)), coarse, words.LEFT_OUT]
    says += [words.GRANTED if granted else words.STEPPED, words.NOT_HERE]
    names = {column.key: column.label[lang] for column in taken.columns}
    rows = [
        [f"`{key}` {names[key]}", number(withheld), percent(withheld / taken.rows)]
        for key, withheld in taken.withheld.items()
    ]
    heads = [words.COLUMN[lang], words.WITHHELD_ROWS[lang], words.SHARE[lang]]
    return [f"## {words.PROTECTION[lang]}", "", *(f"- {text[lang]}" for text in says), "", *_table(heads, rows), ""]


def _deviation(packet: Packet, lang: str) -> list[str]:
    """Return the table of the whole packet; its reasons are letters, named below it."""
    reference = packet.reader.view.reference
    heads = [part[lang] for part in (words.FIGURE, words.PACKET_HAS, words.SCREEN_HAS, words.DIFFERENCE, words.WHY)]
    own = [row for row in packet.deviations if row.place == ALL]
    reasons = list(dict.fromkeys(reason for row in own for reason in row.why if reason != words.OF_NOTHING))
    letters = dict(zip(reasons, ascii_lowercase, strict=False)) | {words.OF_NOTHING: words.OF_NOTHING[lang]}
    rows = [
        [
            figure_name(row.figure, reference)[lang],
            *_numbers(row, lang),
            " ".join(letters[reason] for reason in row.why),
        ]
        for row in own
    ]
    legend = [f"- {letters[reason]}: {reason[lang]}" for reason in reasons]
    head = [f"## {words.DEVIATION[lang]}", "", words.DEVIATION_WHY[lang], ""]
    return [*head, *_table(heads, rows, last=":--"), "", *legend, ""]


def _numbers(row: Deviation, lang: str) -> list[str]:
    decimals = 0 if row.figure in ("households", "persons") else 4
    screen = HIDDEN.text()[lang].split(" (")[0] if row.screen is HIDDEN else number(row.screen, decimals)
    difference = UNDEFINED if row.difference is None else number(row.difference, decimals)
    return [number(row.packet, decimals), screen, difference]


def _files(lang: str) -> list[str]:
    listed = [f"- `{name}`: {text[lang]}" for name, text in words.FILE_WORDS.items()]
    return [f"## {words.FILES[lang]}", "", *listed, "", words.CODE_WHERE[lang]]


def _table(heads: list[str], rows: list[list[str]], last: str = "--:") -> list[str]:
    lines = [heads, [":--", *["--:"] * (len(heads) - 2), last], *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
