"""The lines of a file, counted by us: what a parser made of it is held against this, so that no row is swallowed."""

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from data.errors import Problem
from data.text import Text
from etl.decoding import Broken
from etl.reading import EXPORT_AGAIN, Source, header_of, sources

NEWLINE, RETURN, QUOTE = b'\n\r"'
# A column of our own reject files that a load passes over.
OURS = "kj_"
MOST_COLUMNS = 2000
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Scan:
    """A source with its header as unique names in file order; `header_line` is its physical line."""

    source: Source
    header: tuple[str, ...]
    header_line: int

    @property
    def path(self) -> Path:
        """The file as people name it; `book.zip:member.csv` for a part of one."""
        return self.source.path

    @cached_property
    def _bytes(self) -> bytes:
        return self.source.content()

    @cached_property
    def size(self) -> int:
        """Bytes that DuckDB reads."""
        return Path(self.source.readable).stat().st_size

    @cached_property
    def _starts(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Byte offset and line number of each record that is not an empty line; the number of empty lines."""
        buffer = np.frombuffer(self._bytes, np.uint8)
        newlines = np.flatnonzero(buffer == NEWLINE)
        line_starts = np.concatenate(([0], newlines + 1))
        if line_starts[-1] == len(buffer):
            line_starts = line_starts[:-1]
        quotes = np.flatnonzero(buffer == QUOTE)
        outside = np.searchsorted(quotes, line_starts) % 2 == 0 if len(quotes) else np.ones(len(line_starts), bool)
        first = buffer[line_starts]
        follows = buffer[np.minimum(line_starts + 1, len(buffer) - 1)]
        empty = outside & ((first == NEWLINE) | ((first == RETURN) & (follows == NEWLINE)))
        kept = outside & ~empty
        kept[: self.header_line] = False
        numbers = np.flatnonzero(kept) + 1
        return line_starts[kept], numbers, int(empty[self.header_line :].sum())

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Records that cannot be read; they are not among those that DuckDB sees."""
        return self.source.broken

    @property
    def readable_records(self) -> int:
        """Records behind the header that DuckDB must find."""
        return self.source.plain_lines - self.header_line if self.source.plain_lines else len(self._starts[0])

    @property
    def records(self) -> int:
        """Records behind the header that are not empty lines."""
        return self.readable_records + len(self.broken)

    @property
    def empty_lines(self) -> int:
        """Empty lines behind the header."""
        return 0 if self.source.plain_lines else self._starts[2] - len(self.broken)

    def of_wrong_length(self) -> np.ndarray:
        """Return the indices of records with fewer fields than the header, or more of which one beyond it is filled."""
        buffer = np.frombuffer(self._bytes, np.uint8)
        quotes = np.flatnonzero(buffer == QUOTE)
        marks = np.flatnonzero(buffer == ord(self.source.delimiter))
        marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
        starts = self._starts[0]
        ends = np.append(starts[1:], self.size)
        fields = np.searchsorted(marks, ends) - np.searchsorted(marks, starts) + 1
        short, long = fields < len(self.header), np.flatnonzero(fields > len(self.header))
        spare = [record for record in long if not self._spare_is_empty(record, int(fields[record]))]
        return np.union1d(np.flatnonzero(short), np.array(spare, dtype=np.int64))

    def _spare_is_empty(self, record: int, fields: int) -> bool:
        """Whether nothing stands in the fields beyond the header: a spare delimiter at the end of a line is no harm."""
        starts, more = self._starts[0], fields - len(self.header)
        end = starts[record + 1] if record + 1 < len(starts) else self.size
        tail = self._bytes[max(starts[record], end - more - 2) : end].rstrip(b"\r\n")
        return tail.endswith(self.source.delimiter.encode() * more) or not any(self.fields(record)[len(self.header) :])

    def line_of(self, record: int) -> int:
        """Return the physical line on which a record begins; the first line of the file is 1."""
        return record + self.header_line + 1 if self.source.plain_lines else int(self._starts[1][record])

    def fields(self, record: int) -> list[str]:
        """Return the fields of one record as text."""
        starts = self._starts[0]
        end = starts[record + 1] if record + 1 < len(starts) else self.size
        text = self._bytes[starts[record] : end].decode("utf-8", errors="replace")
        try:
            return next(csv.reader(io.StringIO(text, newline=""), delimiter=self.source.delimiter), [])
        except csv.Error:
            return text.rstrip("\r\n").split(self.source.delimiter)

    def sample(self, most: int) -> list[list[str]]:
        """Return up to `most` records spread evenly over the file."""
        count = self.readable_records
        return [self.fields(record) for record in range(0, count, max(1, -(-count // most)))] if count else []


def scan(path: Path) -> list[Scan]:
    """Return the tables of a file. Raises Problem where it cannot be opened, is empty or its header cannot be read."""
    return [scan_source(source) for source in sources(path)]


def scan_source(source: Source) -> Scan:
    """Read the header of a source and count its lines."""
    if source.broken and source.broken[0].line == source.skip + 1:
        raise Problem(
            Text("อ่านบรรทัดหัวคอลัมน์ไม่ได้", "The header cannot be read"),
            where=f"{source.path}, line {source.broken[0].line}",
            got=source.broken[0].reason,
            expected="the names of the columns",
            todo=EXPORT_AGAIN,
        )
    _, names = header_of(source.head())
    if len(names) > MOST_COLUMNS:
        raise Problem(
            Text("คอลัมน์มากเกินไป", "There are too many columns"),
            where=str(source.path),
            got=f"{len(names):,}",
            expected=f"at most {MOST_COLUMNS:,}",
            todo=EXPORT_AGAIN,
        )
    return Scan(source, unique_names(names), source.skip + 1)


def unique_names(names: list[str]) -> tuple[str, ...]:
    """Return header names cleaned of what nobody sees; the second of a name gets " (2)", a blank one its place."""
    taken: dict[str, int] = {}
    found: list[str] = []
    for place, raw in enumerate(names, start=1):
        name = clean_name(raw) or f"column {place}"
        unique, number = name, taken.get(name.casefold(), 0)
        while unique.casefold() in taken:
            number += 1
            unique = f"{name} ({number})"
        taken[name.casefold()] = max(number, 1)
        taken[unique.casefold()] = 1
        found.append(unique)
    return tuple(found)


def clean_name(name: str) -> str:
    """Return a header name without unseen characters, with single blanks and ำ as one character."""
    return " ".join(UNSEEN.sub("", name).replace("ํา", "ำ").split())
