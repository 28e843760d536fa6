"""A mapping proposed from the headers and the contents of a file, with how sure it is of each column."""

import difflib
import json
from collections import Counter
from dataclasses import dataclass

from data.reference import Reference
from etl.areas_by_name import AreaNames
from etl.contracts import Column, Contract
from etl.headers import ALIASES, SURVEY_ROUND
from etl.identities import kind_of_column, kind_of_header
from etl.mapping import bare
from etl.scan import Scan
from etl.values import plain, read, says_nothing

SAMPLE = 500
LIKE, CERTAIN = 0.75, 0.9
# Of the confidence, the header says three quarters and the contents one.
HEADER_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Guess:
    """One header: the column it may be ("" where it is left out), how sure (0 to 1), why, and example of what it holds."""

    header: str
    column: str
    confidence: float
    why: str


@dataclass(frozen=True)
class Proposal:
    """What a file may be: its tables, a guess per header, words that need a value, and the survey round."""

    tables: tuple[str, ...]
    guesses: tuple[Guess, ...]
    unread: dict[str, dict[str, int]]
    survey_round: dict[str, str]
    missing: tuple[str, ...]

    def as_json(self) -> dict:
        """Return the proposal as one JSON object."""
        return {
            "tables": list(self.tables),
            "columns": [
                {"header": g.header, "column": g.column, "confidence": g.confidence, "why": g.why} for g in self.guesses
            ],
            "unread": self.unread,
            "survey_round": self.survey_round,
            "missing": list(self.missing),
        }

    def as_toml(self, name: str) -> str:
        """Return the proposal as a mapping to look over, save and load with."""
        lines = ['# Look it over: each line is a source header and the column it becomes; "" leaves it out.']
        lines += [f"name = {_quoted(name)}", f"tables = [{', '.join(map(_quoted, self.tables))}]", "", "[columns]"]
        lines += [
            f"{_quoted(g.header)} = {_quoted(g.column)}  # {g.confidence:.0%}, {g.why}"
            for g in self.guesses
            if g.header not in self.survey_round.values()
        ]
        if self.survey_round:
            lines += [
                "",
                "[survey_round]",
                *(f"{key} = {_quoted(header)}" for key, header in self.survey_round.items()),
            ]
        for column, words in self.unread.items():
            lines += [
                "",
                f"# Words that were not understood, with how often they stand in the sample.\n[values.{column}]",
            ]
            lines += [f'{_quoted(word)} = ""  # {count}' for word, count in words.items()]
        lines += [f"\n# Required and not found: {', '.join(self.missing)}"] if self.missing else []
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def propose(found: Scan, known: tuple[Contract, ...], reference: Reference) -> Proposal:
    """Return which tables a file may feed and which column each of its headers may be."""
    rows = found.sample(SAMPLE)
    cells = {name: [row[at] for row in rows if len(row) > at] for at, name in enumerate(found.header)}
    names, areas = _names(known, reference), AreaNames(reference)
    columns = {column.name: column for contract in known if contract.shape != "long" for column in contract.columns}
    survey_round = _survey_round(found)
    taken = set(survey_round.values())
    scored = sorted(
        (
            (_confidence(header, column, names, cells[header], areas), header, column.name)
            for header in found.header
            for column in columns.values()
            if header not in taken
        ),
        key=lambda entry: -entry[0],
    )
    chosen = _chosen(scored)
    guesses = tuple(chosen.get(header) or _left_out(header, cells[header], taken) for header in found.header)
    there = {guess.column for guess in guesses} | ({"survey_round"} if survey_round else set())
    tables = _tables(known, there)
    missing = sorted({name for contract in tables for name in contract.required_names} - there)
    unread = _unread(guesses, columns, cells)
    return Proposal(tuple(contract.table for contract in tables), guesses, unread, survey_round, tuple(missing))


def _chosen(scored: list[tuple[float, str, str]]) -> dict[str, Guess]:
    """Each header and each column once, the surest first; a header that names an identity must be sure."""
    chosen: dict[str, Guess] = {}
    columns: set[str] = set()
    for confidence, header, column in scored:
        least = CERTAIN if kind_of_header(header) else LIKE * HEADER_SHARE
        if confidence >= least and header not in chosen and column not in columns:
            chosen[header] = Guess(header, column, round(confidence, 2), "header and contents")
            columns.add(column)
    return chosen


def _names(known: tuple[Contract, ...], reference: Reference) -> dict[str, set[str]]:
    """{column: bare headers it is known by}: its own name, the aliases, the indicator's Thai and English name."""
    names = {column.name: {bare(column.name)} for contract in known for column in contract.columns}
    for column, aliases in ALIASES.items():
        names.setdefault(column, set()).update(bare(alias) for alias in aliases)
    for item in (*reference.capital_items, *reference.problem_items):
        names.setdefault(item.key, set()).update((bare(item.name.th), bare(item.name.en)))
    return names


def _confidence(header: str, column: Column, names: dict[str, set[str]], cells: list[str], areas: AreaNames) -> float:
    own = bare(header)
    likeness = max((difflib.SequenceMatcher(None, own, name).ratio() for name in names[column.name]), default=0.0)
    if likeness < LIKE:
        return 0.0
    filled = [cell for cell in cells if not says_nothing(plain(cell))]
    share = sum(_readable(column, cell, areas) for cell in filled) / len(filled) if filled else 0.5
    return HEADER_SHARE * likeness + (1 - HEADER_SHARE) * share


def _readable(column: Column, cell: str, areas: AreaNames) -> bool:
    if column.kind == "area":
        return areas.knows(column.level, plain(cell))
    text, reason = read(column, cell)
    if reason or column.kind not in ("whole", "number"):
        return not reason
    return column.low <= float(text) <= column.high


def _left_out(header: str, cells: list[str], taken: set[str]) -> Guess:
    kind = kind_of_header(header) or kind_of_column(cells)
    why = (
        f"an identity ({kind}) is always dropped" if kind else "survey round" if header in taken else "nothing like it"
    )
    return Guess(header, "", 1.0 if kind or header in taken else 0.5, why)


def _survey_round(found: Scan) -> dict[str, str]:
    by_name = {bare(header): header for header in reversed(found.header)}
    told = {
        key: next((by_name[bare(alias)] for alias in aliases if bare(alias) in by_name), "")
        for key, aliases in SURVEY_ROUND.items()
    }
    return told if all(told.values()) and "surveyround" not in by_name else {}


def _tables(known: tuple[Contract, ...], there: set[str]) -> list[Contract]:
    """The table that has most of the columns, and those beside it whose required columns are there too."""
    wide = [contract for contract in known if contract.shape != "long"]
    fits = [c for c in wide if set(c.required_names) <= there and (not c.any_of or there & set(c.any_of))]
    if not fits:
        return [max(wide, key=lambda contract: len(there & set(contract.names)))]
    best = max(fits, key=lambda contract: len(there & set(contract.names)))
    together = ("households", "capitals", "problems")
    return [c for c in fits if c.table in together] if best.table in together else [best]


def _unread(
    guesses: tuple[Guess, ...], columns: dict[str, Column], cells: dict[str, list[str]]
) -> dict[str, dict[str, int]]:
    found = {}
    for guess in guesses:
        column = columns.get(guess.column)
        if column is None or column.kind not in ("choice", "flag", "deprivation"):
            continue
        words = Counter(cell.strip() for cell in cells[guess.header] if read(column, cell)[1])
        if words:
            found[column.name] = dict(words.most_common(20))
    return found
