"""A refused row as it may be kept: which cell, why, and what can be mended, without anybody's identity."""

import hashlib
import json

import duckdb

from data.key import HEX_DIGITS, PREFIX
from etl.identities import MASK, identity_in, masked
from etl.plans import Feed
from etl.reasons import reason_of
from etl.staging import BLANK, ERASED, MARK_REASONS, MISMATCH, Reject, Staged

ID_KINDS = ("id", "raw_id")
SHORTEST_IDENTITY = 4


def rejects(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[Reject]:
    """Return every refused row of a file in line order, identities masked."""
    rows = connection.execute(
        f"SELECT rowid, bad FROM {staged.name} WHERE bad IS NOT NULL AND bad <> {BLANK}"
    ).fetchall()
    refusal = Refusal(staged)
    return sorted([*staged.structural, *(refusal.of(row, mark) for row, mark in rows)], key=lambda entry: entry.line)


class Refusal:
    """The refused rows of one file."""

    def __init__(self, staged: Staged):
        self.staged = staged
        self.feeds = staged.plan.feeds
        self.by_header = {name: feed for feed in self.feeds for name in feed.sources}
        self.area_feeds = [feed for feed in self.feeds if feed.column.kind == "area"]

    def of(self, row: int, mark: int) -> Reject:
        """Return why the row was refused."""
        found = self.staged.scan
        record = self.staged.record_of(row)
        cells = dict(zip(found.header, found.fields(record), strict=False))
        line = found.line_of(record)
        if mark == ERASED:
            return Reject(line, "", "", MARK_REASONS[mark])
        if mark in MARK_REASONS and mark != MISMATCH:
            return Reject(line, "", "", MARK_REASONS[mark], cells=self._row(cells))
        if mark == MISMATCH or self.feeds[mark].column.kind == "area":
            return self._misplaced(line, cells)
        feed = self.feeds[mark]
        raw = feed.raw_of(cells)
        return Reject(line, feed.shown, shown_value(feed, raw), reason_of(feed, raw), cells=self._row(cells, feed))

    def _misplaced(self, line: int, cells: dict[str, str]) -> Reject:
        placed = self.staged.names.place(
            tuple(feed.column.level for feed in self.area_feeds),
            tuple(feed.read(feed.raw_of(cells))[0] for feed in self.area_feeds),
        )
        feed = self.area_feeds[max(placed.wrong, 0)]
        raw = feed.raw_of(cells)
        reason = placed.reason or reason_of(feed, raw)
        column, value = (
            (feed.shown, shown_value(feed, raw, words=bool(placed.candidates)))
            if reason != "area_mismatch"
            else ("", "")
        )
        return Reject(line, column, value, reason, ", ".join(placed.candidates), self._row(cells, feed))

    def _row(self, cells: dict[str, str], refused: Feed | None = None) -> str:
        """The cells of a row as JSON; "" where its id is damaged, for without an id it cannot be mended."""
        kept = {}
        for header in self.staged.plan.headers:
            feed, raw = self.by_header[header], cells.get(header, "")
            if feed.column.kind in ID_KINDS:
                raw = self._hashed(feed, raw)
                if not raw:
                    return ""
            elif len(raw) >= SHORTEST_IDENTITY and shown_value(feed, raw, feed is refused) != raw:
                raw = ""
            kept[header] = raw
        return json.dumps(kept, ensure_ascii=False)

    def _hashed(self, feed: Feed, raw: str) -> str:
        text, reason = feed.read(raw)
        if reason or not text or text.startswith(PREFIX):
            return "" if reason else text
        inner, outer = self.staged.pads
        digest = hashlib.sha256(outer + hashlib.sha256(inner + text.encode()).digest()).hexdigest()
        return PREFIX + digest[:HEX_DIGITS]


def shown_value(feed: Feed, raw: str, refused: bool = True, words: bool = False) -> str:
    """Return a cell as it may be kept: masked where it is an id or holds an identity.

    Words in a refused cell may be a name and are masked too, unless `words` are known to be none.
    """
    if feed.column.kind in ID_KINDS:
        return MASK if raw.strip() else ""
    if not refused:
        return MASK if identity_in(raw) else raw
    return masked(raw, words)
