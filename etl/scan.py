"""The lines of a file, counted by us: what a parser made of it is held against this, so that no row is swallowed."""

import codecs
import csv
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from data.errors import Problem
from data.text import Text

CHUNK = 1 << 24
NEWLINE, RETURN, QUOTE, COMMA = b'\n\r",'
SAVE_AS_UTF8 = Text("บันทึกไฟล์ใหม่เป็น CSV UTF-8", "Save the file again as CSV UTF-8")


@dataclass(frozen=True)
class Scan:
    """A UTF-8 CSV file: `header` as column names, `lines` physical lines behind it, `plain` where every line is a record."""

    path: Path
    header: tuple[str, ...]
    size: int
    lines: int
    plain: bool

    @cached_property
    def _bytes(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def _starts(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Byte offset and line number (the header is line 1) of each record that is not an empty line; empty lines."""
        buffer = np.frombuffer(self._bytes, np.uint8)
        newlines = np.flatnonzero(buffer == NEWLINE)
        line_starts = np.concatenate(([0], newlines + 1))
        if line_starts[-1] == len(buffer):
            line_starts = line_starts[:-1]
        quotes = np.flatnonzero(buffer == QUOTE)
        outside = np.searchsorted(quotes, line_starts) % 2 == 0
        first = buffer[line_starts]
        follows = buffer[np.minimum(line_starts + 1, len(buffer) - 1)]
        empty = outside & ((first == NEWLINE) | ((first == RETURN) & (follows == NEWLINE)))
        kept = outside & ~empty
        kept[0] = False
        numbers = np.flatnonzero(kept) + 1
        return line_starts[kept], numbers, int(empty[1:].sum())

    @property
    def records(self) -> int:
        """Records behind the header that are not empty lines."""
        return self.lines if self.plain else len(self._starts[0])

    @property
    def empty_lines(self) -> int:
        """Empty lines behind the header."""
        return 0 if self.plain else self._starts[2]

    def of_wrong_length(self) -> np.ndarray:
        """Return the indices of records that have another number of fields than the header."""
        buffer = np.frombuffer(self._bytes, np.uint8)
        quotes = np.flatnonzero(buffer == QUOTE)
        commas = np.flatnonzero(buffer == COMMA)
        commas = commas[np.searchsorted(quotes, commas) % 2 == 0]
        starts = self._starts[0]
        ends = np.append(starts[1:], self.size)
        fields = np.searchsorted(commas, ends) - np.searchsorted(commas, starts) + 1
        return np.flatnonzero(fields != len(self.header))

    def check_encoding(self) -> None:
        """Raise Problem naming the first line that is not UTF-8."""
        try:
            self._bytes.decode("utf-8")
        except UnicodeDecodeError as error:
            raise not_utf8(self.path, self._bytes[: error.start].count(b"\n") + 1) from error

    def line_of(self, record: int) -> int:
        """Return the physical line on which a record begins; the header is line 1."""
        return record + 2 if self.plain else int(self._starts[1][record])

    def fields(self, record: int) -> list[str]:
        """Return the fields of one record as text."""
        starts = self._starts[0]
        end = starts[record + 1] if record + 1 < len(starts) else self.size
        text = self._bytes[starts[record] : end].decode("utf-8", errors="replace")
        return next(csv.reader(io.StringIO(text)), [])


def scan(path: Path) -> Scan:
    """Count the lines of a file and read its header.

    Raises Problem where the file is missing, empty, has two kinds of line ends, or a quote that never closes.
    """
    size = newlines = returns = 0
    quotes = blank = False
    end = b"\n"
    with _open(path) as file:
        while chunk := file.read(CHUNK):
            blank = blank or b"\n\n" in chunk or b"\n\r\n" in chunk or _blank_between(end, chunk)
            quotes = quotes or b'"' in chunk
            newlines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            size += len(chunk)
            end = (end + chunk[-2:])[-2:]
    if not size:
        raise Problem(
            Text("ไฟล์ว่าง", "The file is empty"),
            where=str(path),
            got="0 bytes",
            expected="a header and rows",
            todo=Text("ส่งออกไฟล์ใหม่", "Export the file again"),
        )
    _check_line_ends(path, newlines, returns)
    lines = newlines - (end[-1:] == b"\n")
    found = Scan(path, _header(path), size, lines, not quotes and not blank)
    if quotes:
        _check_quotes(found)
    return found


def _open(path: Path):
    try:
        return path.open("rb")
    except OSError as error:
        raise Problem(
            Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
            where=str(path),
            got=error.strerror or str(error),
            expected="a readable CSV file",
            todo=Text("ตรวจชื่อไฟล์และสิทธิ์การอ่าน", "Check the name of the file and the right to read it"),
        ) from error


def _blank_between(end: bytes, chunk: bytes) -> bool:
    """Whether an empty line stands where two chunks meet."""
    seam = end + chunk[:2]
    return b"\n\n" in seam or b"\n\r\n" in seam


def not_utf8(path: Path, line: int) -> Problem:
    """Return the Problem of a file with a byte that is no UTF-8 on a line."""
    return Problem(
        Text("ไฟล์ไม่ใช่ UTF-8", "The file is not UTF-8"),
        where=f"{path}, line {line}",
        got="bytes that are no UTF-8 text",
        expected="UTF-8",
        todo=SAVE_AS_UTF8,
    )


def _check_line_ends(path: Path, newlines: int, returns: int) -> None:
    if returns not in (0, newlines):
        raise Problem(
            Text("ไฟล์มีตัวขึ้นบรรทัดใหม่สองแบบ", "The file has two kinds of line ends"),
            where=str(path),
            got=f"{newlines} LF, {returns} CR",
            expected="LF or CRLF throughout",
            todo=SAVE_AS_UTF8,
        )


def _header(path: Path) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = tuple(name.strip() for name in next(csv.reader(file), []))
    except UnicodeDecodeError as error:
        raise not_utf8(path, 1) from error
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Problem(
            Text("หัวคอลัมน์ซ้ำ", "A column stands twice in the header"),
            where=f"{path}, line 1",
            got=", ".join(twice),
            expected="each column once",
            todo=Text("ลบหรือเปลี่ยนชื่อคอลัมน์ที่ซ้ำ", "Remove or rename the second column"),
        )
    return names


def _check_quotes(found: Scan) -> None:
    """A quote opens at the start of a field and closes at its end; anything else could swallow rows."""
    buffer = np.frombuffer(found._bytes, np.uint8)
    quotes = np.flatnonzero(buffer == QUOTE)
    before = buffer[np.maximum(quotes[0::2] - 1, 0)]
    opened = np.isin(before, (COMMA, NEWLINE, QUOTE)) | (quotes[0::2] == 0) | (quotes[0::2] == len(codecs.BOM_UTF8))
    closing = quotes[1::2]
    after = np.append(buffer, NEWLINE)[closing + 1]
    closed = np.isin(after, (COMMA, NEWLINE, RETURN, QUOTE))
    wrong = np.concatenate((quotes[0::2][~opened], closing[~closed], quotes[-1:] if len(quotes) % 2 else []))
    if len(wrong):
        first = int(wrong.min())
        opener = int(quotes[(np.searchsorted(quotes, first) // 2) * 2])
        raise Problem(
            Text("เครื่องหมายคำพูดไม่ครบคู่", "A quotation mark is not closed properly"),
            where=_line(found, opener),
            got="it opens on this line",
            expected='fields such as "a, b", with "" for a quotation mark inside',
            todo=Text("แก้บรรทัดนี้แล้วโหลดอีกครั้ง", "Mend that line and load again"),
        )


def _line(found: Scan, byte: int) -> str:
    number = found._bytes[:byte].count(b"\n") + 1
    return f"{found.path}, line {number}"
