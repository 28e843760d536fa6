"""Quotation marks that do not pair: the broken record alone is emptied, every later line is read."""

import codecs

import numpy as np

from etl.decoding import Broken
from etl.reasons import OPEN_QUOTE

NEWLINE, RETURN, QUOTE = b'\n\r"'
MARK = b'"'
# A quoted field over more lines than this is taken for a quote that was never closed.
LONGEST_FIELD_LINES = 200


class _Unreadable(Exception):
    """A quotation mark closes where no field ends."""


def sound(data: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens at the start of a field and closes at its end."""
    buffer = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(buffer == QUOTE)
    if len(quotes) % 2:
        return False
    before = buffer[np.maximum(quotes[0::2] - 1, 0)]
    first = quotes[0::2]
    opened = np.isin(before, (ord(delimiter), NEWLINE, QUOTE)) | (first == 0) | _behind_mark(data, first)
    last = quotes[1::2] + 1
    after = np.where(last < len(buffer), buffer[np.minimum(last, len(buffer) - 1)], NEWLINE)
    closed = np.isin(after, (ord(delimiter), NEWLINE, RETURN, QUOTE))
    return bool(opened.all() and closed.all()) and not _swallowed(buffer, quotes, delimiter)


def _behind_mark(data: bytes, first: np.ndarray) -> np.ndarray:
    return (first == len(codecs.BOM_UTF8)) & data.startswith(codecs.BOM_UTF8)


def _swallowed(buffer: np.ndarray, quotes: np.ndarray, delimiter: str) -> bool:
    """Whether a whole line inside quotation marks has as many delimiters as the header: it is a row, not text."""
    newlines = np.flatnonzero(buffer == NEWLINE)
    inside = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 1)
    if not len(inside):
        return False
    marks = np.flatnonzero(buffer == ord(delimiter))
    outside = marks[np.searchsorted(quotes, marks) % 2 == 0]
    header_end = newlines[np.searchsorted(quotes, newlines) % 2 == 0][:1]
    wanted = int(np.searchsorted(outside, header_end[0])) if len(header_end) else 0
    starts, ends = newlines[inside] + 1, np.append(newlines, len(buffer))[inside + 1]
    found = np.searchsorted(marks, ends) - np.searchsorted(marks, starts)
    return bool(wanted and (found >= wanted).any())


def mend(data: bytes, delimiter: str, columns: int) -> tuple[bytes, tuple[Broken, ...]]:
    """Return the bytes with every unreadable record emptied, and which they were (the line of the quote)."""
    lines, broken, kept, line = data.split(b"\n"), [], [], 0
    mark = delimiter.encode()
    while line < len(lines):
        text, size = _record(lines, line, mark, columns) if MARK in lines[line] else (lines[line], 1)
        if text is None:
            broken.append(Broken(line + 1, OPEN_QUOTE))
        kept.append(text or b"")
        line += size
    return b"\n".join(kept), tuple(broken)


def _record(lines: list[bytes], start: int, mark: bytes, columns: int) -> tuple[bytes | None, int]:
    """Return one record from a line on and its number of lines; None where it cannot be read."""
    text = lines[start]
    for size in range(1, LONGEST_FIELD_LINES + 1):
        try:
            found = _fields(text, mark)
        except _Unreadable:
            return None, 1
        if found is not None:
            fields, literal = found
            if size > 1 and len(fields) != columns:
                return None, 1
            return (_quoted(fields, mark) if literal else text), size
        if start + size >= len(lines) or _is_row(lines[start + size], mark, columns):
            return None, 1
        text += b"\n" + lines[start + size]
    return None, 1


def _is_row(line: bytes, mark: bytes, columns: int) -> bool:
    """Whether a line that would continue a quoted field is a whole row by itself."""
    try:
        found = _fields(line, mark)
    except _Unreadable:
        return False
    # A mark inside a bare field means that the field before it closes here: `y",b,c` ends a quoted line break.
    return columns > 1 and found is not None and not found[1] and len(found[0]) == columns


def _fields(text: bytes, mark: bytes) -> tuple[list[bytes], bool] | None:
    """Return the fields of a record and whether a quotation mark stands inside a bare one; None where one stays open."""
    fields, place, literal = [], 0, False
    while True:
        start = place
        while text[start : start + 1] == b" ":
            start += 1
        if text[start : start + 1] == MARK:
            end = _closing(text, start)
            if end < 0:
                return None
            fields.append(text[start + 1 : end].replace(MARK * 2, MARK))
            literal = literal or start > place
            end += 1
            if text[end : end + 1] not in (b"", mark):
                raise _Unreadable
        else:
            end = text.find(mark, place)
            end = len(text) if end < 0 else end
            fields.append(text[place:end])
            literal = literal or MARK in fields[-1]
        if end >= len(text):
            return fields, literal
        place = end + 1


def _closing(text: bytes, start: int) -> int:
    end = text.find(MARK, start + 1)
    while end >= 0 and text[end + 1 : end + 2] == MARK:
        end = text.find(MARK, end + 2)
    return end


def _quoted(fields: list[bytes], mark: bytes) -> bytes:
    return mark.join(MARK + field.replace(MARK, MARK * 2) + MARK for field in fields)
