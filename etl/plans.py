"""What a file feeds: which tables, and for each of their columns the header (or headers) it comes from."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from etl.contracts import Column, Contract
from etl.identities import identity_in
from etl.scan import Scan
from etl.values import Reading, plain, read, read_round, says_nothing

JOINT = "\x1f"
# Cells whose reading a reader remembers.
MOST_KNOWN = 200_000


@dataclass(frozen=True, slots=True)
class Feed:
    """One column and where it comes from: a header, two of them (year and round), or a fixed value.

    values: what cells mean, as (cell in small letters, value); a blank cell is "".
    """

    column: Column
    sources: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()
    fixed: str = ""
    month_first: bool = False
    # Headers of a latitude, a longitude and the areas beside them, and what makes an area code of their joined cells.
    point: tuple[str, ...] = ()
    locate: Callable[[str], str] | None = field(default=None, compare=False)

    @property
    def shown(self) -> str:
        """The column as the file names it."""
        return " + ".join(self.sources) or self.column.name

    @property
    def way(self) -> tuple:
        """What tells the ways of reading apart: feeds that agree in it share a reader."""
        column = self.column
        name = column.name if column.kind == "text" else ""
        return column.kind, name, column.values, self.values, self.month_first, len(self.sources) > 1, self.point

    def read(self, raw: str) -> Reading:
        """Return what a cell means; the cells of a year and a round are joined by JOINT, and those of a point behind a code."""
        if self.point:
            code, _, cells = raw.partition(JOINT)
            blank = says_nothing(plain(code))
            return (self.locate(cells) if cells else "", "") if blank else (plain(code), "")
        if len(self.sources) > 1:
            return read_round(*raw.split(JOINT, 1))
        if self.values:
            words = dict(self.values)
            raw = words.get(plain(raw).casefold(), raw)
        text, reason = read(self.column, raw, self.month_first)
        if text and self.column.kind == "text" and self.identity_in(text):
            # A required cell cannot be empty, so its row is refused; any other cell is emptied.
            return "", "identity" if self.column.required else ""
        return text, reason

    def identity_in(self, text: str) -> str:
        """Return which identity a text cell holds; a stratum or sampling unit may be written 3/2."""
        kind = identity_in(text)
        bare = kind == "address" and text.replace("/", "").isdigit()
        return "" if bare and self.column.name in ("stratum", "psu") else kind

    def raw_of(self, cells: dict[str, str]) -> str:
        """Return the cell, or joined cells, that the column is read from."""
        return JOINT.join(cells.get(name, "") for name in self.sources) if self.sources else self.fixed


@dataclass(frozen=True)
class Plan:
    """A file and what it feeds; each line is one row of every table in `tables`. `mapping` names the mapping used."""

    scan: Scan
    tables: tuple[Contract, ...]
    feeds: tuple[Feed, ...]
    mapping: str = ""

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The headers that are read, in file order."""
        used = {name for feed in self.feeds for name in feed.sources}
        return tuple(name for name in self.scan.header if name in used)

    def lends(self, name: str) -> bool:
        """Whether a column comes from coordinates alone."""
        return any(feed.column.name == name and feed.point and not feed.sources for feed in self.feeds)

    def left_out(self) -> tuple[str, ...]:
        """The headers that are not read."""
        return tuple(name for name in self.scan.header if name not in self.headers)


class Reader:
    """A function over Arrow arrays of cells: plain text, "" where a cell says nothing, null where it is refused.

    `identities` counts the cells of a text column by the identity they held, `located` the areas that a point gave.
    """

    def __init__(self, feed: Feed):
        self.feed = feed
        self.known: dict[str | None, str | None] = {None: None}
        self.kinds: dict[str, str] = {}
        self.identities: Counter[str] = Counter()
        self.located = 0

    def __call__(self, cells):
        import pyarrow

        given, known = cells.to_pylist(), self.known
        found = [known[cell] if cell in known else self._read(cell) for cell in given]
        if self.kinds:
            self.identities.update(self.kinds[cell] for cell in given if cell in self.kinds)
        if self.feed.point:
            self.located += sum(
                bool(text) and says_nothing(plain(cell.partition(JOINT)[0]))
                for cell, text in zip(given, found, strict=True)
                if cell
            )
        return pyarrow.array(found, pyarrow.string())

    def _read(self, cell: str) -> str | None:
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
            self.known[None] = None
        text, reason = self.feed.read(cell)
        self.known[cell] = found = None if reason else text
        if not text and self.feed.column.kind == "text" and (kind := self.feed.identity_in(plain(cell))):
            self.kinds[cell] = kind
        return found
