"""Why a cell was refused; the words for it stand in `data.reasons`."""

from datetime import date

from data.reasons import NOT_TEXT, OPEN_QUOTE, REASONS

__all__ = ["NOT_TEXT", "OPEN_QUOTE", "REASONS", "reason_of"]
LONGEST_ID, LONGEST_TEXT = 64, 200
SERIAL_DAYS = (30_000, 60_000)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)


def reason_of(feed, raw: str) -> str:
    """Return why a cell was refused for a feed; the SQL of staging decided that it was, this tells the reason."""
    text, reason = feed.read(raw)
    if reason:
        return reason
    if not text:
        return "blank_required"
    kind = feed.column.kind
    if kind in ("text", "choice", "id", "raw_id"):
        return "too_long" if len(text) > LONGEST_TEXT else "identity"
    return {"area": "unknown_area"}.get(kind, "out_of_range")
