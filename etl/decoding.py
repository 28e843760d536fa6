"""Bytes of an export as UTF-8 lines: the encoding is found out, line ends become one kind, undecodable lines are told."""

import codecs
import contextlib
from dataclasses import dataclass

from etl.reasons import NOT_TEXT

UTF8, UTF8_BOM, UTF16, THAI = "UTF-8", "UTF-8-BOM", "UTF-16", "Windows-874"
SAMPLE = 1 << 20
NUL = b"\0"


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read at all: its line and the reason key."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """Normalised UTF-8 bytes with LF line ends; the lines of `broken` are empty in them."""

    data: bytes
    encoding: str
    broken: tuple[Broken, ...]


def decoded(data: bytes) -> Decoded:
    """Return any export as UTF-8 with LF line ends; a line with bytes that are no text is emptied and told."""
    wide = utf16_kind(data)
    if wide:
        text = data.decode(wide, errors="replace").removeprefix("\ufeff")
        return _checked(one_line_end(text.encode("utf-8")), UTF16)
    found = UTF8_BOM if data.startswith(codecs.BOM_UTF8) else UTF8
    data = one_line_end(data.removeprefix(codecs.BOM_UTF8))
    if _is(data, "utf-8"):
        return _checked(data, found)
    if found != UTF8_BOM and not _mostly_utf8(data[:SAMPLE]):
        found = THAI
        with contextlib.suppress(UnicodeDecodeError):
            return _checked(data.decode("cp874").encode("utf-8"), THAI)
    return _line_by_line(data, found, "cp874" if found == THAI else "utf-8")


def one_line_end(data: bytes) -> bytes:
    """Return the bytes with LF for every CRLF and every lone CR."""
    data = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    return data.replace(b"\r", b"\n") if b"\r" in data else data


def utf16_kind(data: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" where the bytes are UTF-16 with or without a mark, else ""."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Without a mark: commas, digits and line ends are ASCII, so every second byte of them is 0 and no other is.
    head = data[:2000]
    low, high = head[0::2].count(NUL), head[1::2].count(NUL)
    if high > len(head) / 20 and not low:
        return "utf-16-le"
    return "utf-16-be" if low > len(head) / 20 and not high else ""


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(sample: bytes) -> bool:
    """Whether more lines that need an encoding are UTF-8 than are not; the header weighs most."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    good = sum(_is(line, "utf-8") for line in lines)
    return good * 2 > len(lines) and _is(sample.split(b"\n", 1)[0], "utf-8")


def _checked(data: bytes, encoding: str) -> Decoded:
    return _line_by_line(data, encoding, "utf-8") if NUL in data else Decoded(data, encoding, ())


def _line_by_line(data: bytes, found: str, encoding: str) -> Decoded:
    lines, broken = data.split(b"\n"), []
    for index, line in enumerate(lines):
        try:
            if NUL in line:
                raise ValueError
            lines[index] = line if line.isascii() else line.decode(encoding).encode("utf-8")
        except ValueError:
            lines[index] = b""
            broken.append(Broken(index + 1, NOT_TEXT))
    return Decoded(b"\n".join(lines), found, tuple(broken))
