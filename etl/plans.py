"""What a file feeds: which tables, and for each of their columns the header (or headers) it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from etl.contracts import Column, Contract
from etl.scan import Scan
from etl.values import Reading, plain, read, read_round

JOINT = "\x1f"


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

    @property
    def shown(self) -> str:
        """The column as the file names it."""
        return " + ".join(self.sources) or self.column.name

    @property
    def way(self) -> tuple:
        """What tells the ways of reading apart: feeds that agree in it share a reader."""
        column = self.column
        return column.kind, column.values, self.values, self.month_first, len(self.sources) > 1

    def read(self, raw: str) -> Reading:
        """Return what a cell means; the cells of a year and a round are joined by JOINT."""
        if len(self.sources) > 1:
            return read_round(*raw.split(JOINT, 1))
        if self.values:
            words = dict(self.values)
            raw = words.get(plain(raw).casefold(), raw)
        return read(self.column, raw, self.month_first)

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

    def left_out(self) -> tuple[str, ...]:
        """The headers that are not read."""
        return tuple(name for name in self.scan.header if name not in self.headers)


def reader(feed: Feed, most: int = 200_000) -> Callable:
    """Return a function over Arrow arrays of cells: plain text, "" where a cell says nothing, null where it is refused."""
    known: dict[str | None, str | None] = {None: None}

    def read_cell(cell: str) -> str | None:
        if len(known) > most:
            known.clear()
            known[None] = None
        text, reason = feed.read(cell)
        known[cell] = found = None if reason else text
        return found

    def read_cells(cells):
        import pyarrow

        given = cells.to_pylist()
        found = [known[cell] if cell in known else read_cell(cell) for cell in given]
        return pyarrow.array(found, pyarrow.string())

    return read_cells
