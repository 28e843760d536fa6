"""Words found on paper by their look: a picture of them, shaped apart from every program under test, is sought in a page."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import uniform_filter
from scipy.signal import fftconvolve

from briefings.sheet import WEIGHTS, font_path

# Dots to an em of the pictures: enough to tell a mark from its neighbour.
EM = 48
# Dots of a picture to one of the page, its margin in dots of the page, and how many likely places are looked at closely.
FINE, MARGIN, PLACES = 4, 3, 6
# A likeness that nothing but the same picture has; a line among lines has marks of its neighbours beside it, and programs
# differ a little in how they add up the widths of its letters.
SAME, ALIKE = 0.96, 0.8


@dataclass(frozen=True)
class Found:
    """likeness: 1.0 is the same picture; row, column: of its upper left corner; high, wide: its size."""

    likeness: float
    row: int
    column: int
    high: int
    wide: int


def face(weight: int = 400, em: float = EM, shaped: bool = True) -> ImageFont.FreeTypeFont:
    """Return Sarabun; shaped: marks go where the font says, else each letter simply follows the one before."""
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(font_path(WEIGHTS[weight])), em, layout_engine=engine)


def picture(words: str, weight: int = 400, em: float = EM, shaped: bool = True) -> np.ndarray:
    """Return the ink of words as an array, 0 white and 1 black: finer than a page by FINE, its margin a whole em of a page."""
    font, margin = face(weight, em * FINE, shaped), int(FINE * MARGIN)
    left, top, right, bottom = font.getbbox(words)
    canvas = Image.new("L", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), 0)
    ImageDraw.Draw(canvas).text((margin - left, margin - top), words, fill=255, font=font)
    return np.asarray(canvas, dtype=np.float32) / 255


def _coarse(fine: np.ndarray, down: int = 0, right: int = 0) -> np.ndarray:
    """Return a picture at the size of a page, moved by parts of a dot."""
    high, wide = (size // FINE * FINE for size in fine.shape)
    moved = np.roll(fine, (down, right), (0, 1))[:high, :wide]
    return moved.reshape(high // FINE, FINE, wide // FINE, FINE).mean((1, 3))


def ink(page) -> np.ndarray:
    """Return the ink of a picture of a page, 0 where it is white."""
    return 1 - np.asarray(page.convert("L"), dtype=np.float32) / 255


def seek(page: np.ndarray, fine: np.ndarray, close: int = PLACES) -> Found:
    """Return where a page looks most like a picture, by normalised correlation, looked at to a part of a dot."""
    first = _coarse(fine)
    high, wide = first.shape
    pattern = first - first.mean()
    alike = fftconvolve(page, pattern[::-1, ::-1], mode="same")
    mean = uniform_filter(page, (high, wide), mode="constant")
    spread = uniform_filter(page * page, (high, wide), mode="constant") - mean * mean
    scores = alike / (np.sqrt(np.maximum(spread, 1e-4) * first.size) * np.linalg.norm(pattern))
    best = (-1.0, 0, 0)
    for place in np.argsort(scores, axis=None)[: -close - 1 : -1]:
        row, column = np.unravel_index(int(place), scores.shape)
        row, column = int(row) - high // 2, int(column) - wide // 2
        part = page[max(row, 0) : row + high, max(column, 0) : column + wide]
        if part.shape == first.shape:
            steps = range(-FINE // 2, FINE // 2)
            finest = max(_likeness(part, _coarse(fine, down, right)) for down in steps for right in steps)
            best = max(best, (finest, row, column))
    return Found(*best, high, wide)


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / (np.linalg.norm(one) * np.linalg.norm(other) + 1e-9))


def blank_beside(page: np.ndarray, found: Found, dots: int) -> bool:
    """Whether so many dots to the right of what was found hold no ink: the line ends there."""
    right = found.column + found.wide - MARGIN + 1
    # Where letters stand; marks of the lines above and below may reach in.
    rows = slice(found.row + int(0.35 * found.high), found.row + int(0.65 * found.high))
    return not (page[rows, right : right + dots] > 0.25).any()


def width(words: str, weight: int = 400) -> float:
    """Return how wide words are, in ems."""
    return face(weight).getlength(words) / EM


def lines_seen(page: np.ndarray, words: list[str], ems: float, em: float) -> list[str]:
    """Return the lines that words stand in, one below the other: each ends at a word, with nothing behind it.

    ems: width of the column; em: dots to an em. The last line is "?" where what follows is no line of whole words.
    """
    lines, rest, top = [], list(words), 0
    while rest:
        counts = [count for count in range(1, len(rest) + 1) if width("".join(rest[:count])) <= ems + 0.5]
        # Of a line that is not the last, at least half is filled.
        full = [count for count in counts if count == len(rest) or width("".join(rest[:count])) > ems / 2]
        # The first line is sought everywhere, each other one just below the one before.
        strip = page[top : top + int(3.2 * em)] if lines else page
        seen = [(seek(strip, picture("".join(rest[:count]), em=em), close=2), count) for count in full]
        ended = [(found.likeness, count, found) for found, count in seen if blank_beside(strip, found, int(em))]
        likeness, count, found = max(ended, key=lambda entry: entry[:2], default=(0.0, 0, None))
        if likeness < ALIKE:
            return [*lines, "?"]
        lines.append("".join(rest[:count]))
        rest = rest[count:]
        # Lines of one paragraph overlap by their marks.
        top += found.row + found.high // 2 - int(0.2 * em)
    return lines
