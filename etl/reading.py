"""Files of any kind as sources that DuckDB reads: .csv, .csv.gz, .zip of CSVs and .xlsx; what must be rewritten stays in memory."""

import codecs
import csv
import gzip
import io
import os
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import Problem
from data.text import Text
from etl.decoding import UTF8, UTF8_BOM, Broken, decoded, utf16_kind
from etl.quotes import mend, sound

CHUNK = 1 << 24
# A small file must not be able to fill the memory: beyond some room, tables do not fold to a two-hundredth of their size.
LARGEST_UNFOLDED, ROOM, MOST_TIMES = 4 << 30, 100 << 20, 200
SUFFIXES = (".csv", ".csv.gz", ".zip", ".xlsx", ".tsv", ".txt")
LONGEST_HEADER = 1 << 20
DELIMITERS = ",;\t"
EXPORT_AGAIN = Text("ส่งออกไฟล์ใหม่", "Export the file again")


@dataclass(frozen=True)
class Source:
    """One table of text: `path` as people name it, `readable` as DuckDB opens it, its delimiter and how it was written.

    `broken` are the records that cannot be read; their lines are empty in what DuckDB reads. `skip` counts the empty
    lines before the header. `plain_lines` counts the lines where every line is a record, and is 0 where that is not so.
    """

    path: Path
    readable: str
    delimiter: str
    encoding: str
    ascii: bool
    skip: int
    broken: tuple[Broken, ...] = ()
    plain_lines: int = 0
    held: object = field(default=None, compare=False, repr=False)

    def content(self) -> bytes:
        """Return the bytes that DuckDB reads."""
        return Path(self.readable).read_bytes()

    def head(self) -> bytes:
        """Return the first of those bytes, enough for a header."""
        with Path(self.readable).open("rb") as file:
            return file.read(LONGEST_HEADER)


class _Memory:
    """A file without a name and without a disk, closed with the object."""

    def __init__(self, data: bytes):
        self.handle = os.memfd_create("kaejon", os.MFD_CLOEXEC)
        weakref.finalize(self, os.close, self.handle)
        with os.fdopen(self.handle, "wb", closefd=False) as file:
            file.write(data)
        self.path = f"/proc/self/fd/{self.handle}"


@dataclass
class _Census:
    """What a file is made of, counted without keeping it."""

    size: int = 0
    newlines: int = 0
    returns: int = 0
    pairs: int = 0
    ascii: bool = True
    special: bool = False
    quotes: bool = False
    blank: bool = False
    end: bytes = b"\n"

    @property
    def one_line_end(self) -> bool:
        """Whether every line ends with LF, or every line with CRLF."""
        return not self.returns or self.returns == self.newlines == self.pairs

    @property
    def plain_lines(self) -> int:
        """Lines of a file without quotes and empty lines, else 0."""
        return 0 if self.quotes or self.blank else self.newlines + (self.end[-1:] != b"\n")

    def take(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.newlines += chunk.count(b"\n")
        returns = chunk.count(b"\r")
        self.returns += returns
        if returns or self.end[-1:] == b"\r":
            self.pairs += chunk.count(b"\r\n") + (self.end[-1:] == b"\r" and chunk[:1] == b"\n")
        self.ascii = self.ascii and chunk.isascii()
        self.special = self.special or b"\0" in chunk
        self.quotes = self.quotes or b'"' in chunk
        seam = self.end + chunk[:2]
        self.blank = self.blank or _has_blank(seam) or _has_blank(chunk, returns)
        self.end = (self.end + chunk[-2:])[-2:]


def _has_blank(part: bytes, returns: int = 1) -> bool:
    """Whether an empty line stands in bytes; `returns` is 0 where they hold no CR."""
    return b"\n\n" in part or bool(returns and b"\n\r\n" in part)


def sources(path: Path) -> Iterator[Source]:
    """Yield the tables of a file: one of a CSV, one per member of a ZIP, one per sheet of a workbook.

    Raises Problem where the file cannot be opened, is empty, is damaged or unfolds to more than memory should hold.
    """
    name = path.name.lower()
    try:
        if name.endswith(".zip"):
            yield from _zipped(path)
        elif name.endswith(".xlsx"):
            from etl.workbooks import sheets

            check_unfolded(path)
            yield from (source_of(_member(path, title), data) for title, data in sheets(path))
        elif name.endswith(".gz"):
            with gzip.open(path) as file:
                yield source_of(path, _unfolded(path, file))
        else:
            yield _plain(path)
    except OSError as error:
        raise _unopened(path, error.strerror or str(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise _damaged(path, str(error)) from error


def _member(path: Path, name: str) -> Path:
    return path.with_name(f"{path.name}:{name.replace('/', '_')}")


def _zipped(path: Path) -> Iterator[Source]:
    check_unfolded(path)
    with zipfile.ZipFile(path) as archive:
        members = [entry for entry in archive.infolist() if entry.filename.lower().endswith((".csv", ".tsv", ".txt"))]
        members = [entry for entry in members if not entry.filename.startswith("__MACOSX/")]
        if not members:
            raise _damaged(path, "no CSV inside", Text("ไม่มี CSV ในไฟล์ ZIP", "There is no CSV in the ZIP file"))
        for entry in members:
            with archive.open(entry) as file:
                yield source_of(_member(path, entry.filename), _unfolded(path, file))


def check_unfolded(path: Path) -> None:
    """Raise Problem where the members of an archive say that they unfold to more than memory should hold.

    None gives more bytes than it says: what is behind them is not read.
    """
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _most(path):
        raise _too_large(path, size)


def _unfolded(path: Path, file) -> bytes:
    most = _most(path)
    data = file.read(most + 1)
    if len(data) > most:
        raise _too_large(path, most)
    return data


def _most(path: Path) -> int:
    return min(LARGEST_UNFOLDED, max(ROOM, MOST_TIMES * path.stat().st_size))


def _too_large(path: Path, size: int) -> Problem:
    what = Text("ไฟล์นี้ขยายออกแล้วใหญ่ผิดปกติ", "The file unfolds to far more than it is")
    return _damaged(path, f"{size:,} bytes or more", what)


def _plain(path: Path) -> Source:
    """A CSV as it lies on the disk is read in place where it is clean UTF-8; only what is not is rewritten."""
    counted, decode = _Census(), codecs.getincrementaldecoder("utf-8")().decode
    with path.open("rb") as file:
        start = chunk = file.read(CHUNK)
        head = start[:LONGEST_HEADER]
        while chunk:
            counted.take(chunk)
            if counted.special or utf16_kind(head) or not _continues(decode, chunk, counted):
                return source_of(path, start + file.read() if chunk is start else path.read_bytes())
            chunk = file.read(CHUNK)
    if not (counted.one_line_end and head.strip() and _continues(decode, b"", counted, final=True)):
        return source_of(path, path.read_bytes())
    delimiter, _ = header_of(head)
    if counted.quotes and not sound(path.read_bytes(), delimiter):
        return source_of(path, path.read_bytes())
    encoding = UTF8_BOM if head.startswith(b"\xef\xbb\xbf") else UTF8
    skip = _empty_lines(head)
    return Source(path, str(path), delimiter, encoding, counted.ascii, skip, plain_lines=counted.plain_lines)


def _continues(decode, chunk: bytes, counted: _Census, final: bool = False) -> bool:
    """Whether the next bytes of a file go on as UTF-8."""
    if counted.ascii:
        return True
    try:
        decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def source_of(path: Path, data: bytes) -> Source:
    """Return bytes of any encoding as a source in memory. Raises Problem where there is nothing in them."""
    found = decoded(data)
    if not found.data or found.data.isspace():
        raise Problem(
            Text("ไฟล์ว่าง", "The file is empty"),
            where=str(path),
            got=f"{len(data)} bytes",
            expected="a header and rows",
            todo=EXPORT_AGAIN,
        )
    clean, broken = found.data, found.broken
    delimiter, header = header_of(clean)
    if b'"' in clean and not sound(clean, delimiter):
        clean, more = mend(clean, delimiter, len(header))
        broken = tuple(sorted((*broken, *more), key=lambda entry: entry.line))
    if broken and broken[-1].line == clean.count(b"\n") + 1:
        # An emptied last line without a line end would be no line at all.
        clean += b"\n"
    memory = _Memory(clean)
    skip = _empty_lines(clean)
    plain = _Census()
    plain.take(clean)
    lines = 0 if broken else plain.plain_lines
    return Source(path, memory.path, delimiter, found.encoding, plain.ascii, skip, broken, lines, memory)


def header_of(data: bytes) -> tuple[str, list[str]]:
    """Return the delimiter and the names of the first line that is not empty: the delimiter that splits it most."""
    text = data[:LONGEST_HEADER].decode("utf-8", errors="ignore").removeprefix("\ufeff").lstrip("\r\n")
    split = {mark: next(_rows(text, mark), []) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: len(split[mark]))
    return best, split[best]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        yield text.split("\n", 1)[0].split(delimiter)


def _empty_lines(data: bytes) -> int:
    text = data.removeprefix(b"\xef\xbb\xbf")
    start = text[: len(text) - len(text.lstrip(b"\r\n"))]
    return start.count(b"\n")


def _unopened(path: Path, got: str) -> Problem:
    return Problem(
        Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
        where=str(path),
        got=got,
        expected="a readable file",
        todo=Text("ตรวจชื่อไฟล์และสิทธิ์การอ่าน", "Check the name of the file and the right to read it"),
    )


def _damaged(path: Path, got: str, what: Text | None = None) -> Problem:
    return Problem(
        what or Text("ไฟล์เสียหายหรือเข้ารหัสไว้", "The file is damaged or encrypted"),
        where=str(path),
        got=got[:200],
        expected="a .csv, .csv.gz, .zip of CSVs or .xlsx that opens without a password",
        todo=EXPORT_AGAIN,
    )
