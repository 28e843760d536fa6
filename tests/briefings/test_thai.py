"""Thai on paper, by the ink itself: marks stand above their letters and apart from each other, lines break between words."""

import unicodedata
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from briefings.document import Chapter
from briefings.pages import printed
from briefings.plain_pages import plain_pdf

# A letter with a vowel and a tone mark above it, each: three bands of ink.
STACKED = ("ที่", "นี้", "ซื้")
WORDS = "ที่ นี้ น้ำ ปี่ ซื้อ เอี๊ยด"
LONG = "ครัวเรือนยากจนที่ยืนยันแล้วและไม่อยู่ในรายชื่อผู้มีบัตรสวัสดิการแห่งรัฐที่สอบทานโดยหมู่บ้าน" * 3
SCALE = 12


@pytest.fixture(scope="module")
def documents(pattani, library) -> dict[str, pypdfium2.PdfDocument]:
    """The same words on paper, drawn by a browser and without one."""
    briefing = replace(pattani, chapters=(Chapter("who", "ทดสอบ", [WORDS, LONG]),))
    made = {"browser": printed(briefing, library.settings), "plain": plain_pdf(briefing)}
    return {name: pypdfium2.PdfDocument(body) for name, body in made.items()}


def ink_bands(document, word: str) -> int:
    """Return how many bands of ink, one above the other, the first occurrence of a word has."""
    page = document[0]
    text = page.get_textpage()
    start = text.get_text_range().find(WORDS[:6])
    place = text.get_text_range().find(word, max(start, 0))
    boxes = [text.get_charbox(place + offset) for offset in range(len(word))]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    bottom = min(box[1] for box in boxes)
    picture = np.asarray(page.render(scale=SCALE, grayscale=True).to_pil())
    height = picture.shape[0]
    # From a little below the letter to well above its tone mark, so that the line above stays out.
    rows = picture[
        int(height - (bottom + 13) * SCALE) : int(height - (bottom - 0.5) * SCALE),
        int(left * SCALE) : int(right * SCALE),
    ]
    dark = (rows < 128).any(axis=1)
    return int((np.diff(dark.astype(int)) == 1).sum() + dark[0])


@pytest.mark.parametrize("word", STACKED)
def test_vowel_and_tone_stand_above_the_letter_and_apart(documents, word):
    # Of the plain one no box of a whole word is known.
    assert ink_bands(documents["browser"], word) == 3


@pytest.mark.parametrize("name", ["browser", "plain"])
def test_no_line_begins_with_what_hangs_on_the_letter_before(documents, name):
    hanging = set("ะาำๅๆฯ")
    # A line of one letter is the second half of an ำ, which is drawn as two glyphs.
    pages = [page.get_textpage().get_text_range() for page in documents[name]]
    lines = [line for words in pages for line in words.splitlines() if len(line.strip()) > 1]
    assert len(lines) > 10
    assert [line for line in lines if line[0] in hanging or unicodedata.category(line[0]) == "Mn"] == []
