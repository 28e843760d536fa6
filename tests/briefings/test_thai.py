"""Thai on paper, by its look: in every format words stand as the font shapes them, and lines break between words."""

import io
import unicodedata
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from dash import html
from PIL import Image

from briefings.document import Chapter, Figure
from briefings.pages import pictures, printed
from briefings.plain_pages import plain_pdf
from briefings.slides import write_pptx
from components.card import Card
from tests.briefings.office import converted
from tests.briefings.seeing import EM, SAME, ink, lines_seen, picture, seek

WORDS = ("ที่", "นี้", "น้ำ", "ปี่", "ซื้อ", "เอี๊ยด")
# Nothing but words, and no blank between them.
LONG = ("ครัว เรือน ยากจน ที่ ยืนยัน แล้ว และ ไม่ อยู่ ใน รายชื่อ ผู้ มี บัตร สวัสดิการ แห่ง รัฐ ที่ สอบทาน โดย หมู่บ้าน").split()
# Nothing that fills a line comes twice, so that no line is found at the place of another.
LONGER = [
    *LONG,
    *"คะแนน ทุน รวม ของ ผู้ ที่ สำรวจ แล้ว สูง กว่า ค่า เฉลี่ย ทั้ง โครงการ และ ดี ขึ้น จาก รอบ ก่อน ใน ทุก ตำบล".split(),
]
# format -> (points of a sentence, width of its column in ems, share of the page that is looked at)
LOOKS = {"browser": (9.0, 56.7, 0.5), "plain": (9.5, 53.6, 0.4), "slides": (16.0, 18.9, 1.0)}


def narrow_card() -> Card:
    """Return a card whose table has long words in a narrow column."""
    cells = [["".join(LONG), "1", "2"], ["".join(WORDS), "3", "4"]]
    rows = [html.Tr([html.Td(words) for words in row]) for row in cells]
    table = html.Table([html.Tr([html.Th(words) for words in ("ก", "ข", "ค")]), *rows])
    return Card("table", "ทดสอบ", "", None, "", 100, table, html.Div(), [], "th")


@pytest.fixture(scope="module")
def documents(pattani, library, warm, tmp_path_factory) -> dict[str, bytes]:
    """The same words as a browser prints them, as they come without one, and as LibreOffice shows the slides."""
    figure = Figure(narrow_card(), None, {"table": next(iter(pattani.answers.values()))})
    chapter = Chapter("who", "ทดสอบ", [*WORDS, "".join(LONGER)], (figure,))
    briefing = replace(pattani, chapters=(chapter,), headline=[("".join(LONG), "1", "คน")] * 7)
    room = tmp_path_factory.mktemp("slides")
    write_pptx(briefing, room / "deck.pptx")
    paper = replace(briefing, chapters=(replace(chapter, figures=()),))
    printing = printed(paper, library.settings, warm.pdf)
    return {
        "browser": printing,
        "plain": plain_pdf(replace(paper, headline=[])),
        "slides": converted(room / "deck.pptx", room),
    }


def seen(pdf: bytes, page: int, points: float, share: float = 1.0, em: float = EM) -> np.ndarray:
    """Return the ink of the upper part of a page, `em` dots to an em of letters of some points."""
    found = ink(pypdfium2.PdfDocument(pdf)[page].render(scale=em / points).to_pil())
    return found[: int(found.shape[0] * share)]


@pytest.mark.parametrize("name", LOOKS)
def test_every_word_looks_as_the_font_shapes_it(documents, name):
    points, _, share = LOOKS[name]
    page = seen(documents[name], name == "slides", points, share)
    # Each is a line of its own at the left.
    page = page[:, : page.shape[1] // 3]
    found = {word: seek(page, picture(word)) for word in WORDS}
    assert {word: like.likeness for word, like in found.items() if like.likeness < SAME} == {}
    # One below the other, as they were written; of a word that stands elsewhere, too, any may be found.
    rows = [like.row for word, like in found.items() if word != "ที่"]
    assert rows == sorted(rows)
    # With every mark where a program without shaping puts it, the picture is another.
    unshaped = {word: seek(page, picture(word, shaped=False)).likeness for word in ("นี้", "น้ำ", "ปี่", "ซื้อ", "เอี๊ยด")}
    assert all(found[word].likeness - likeness > 0.02 for word, likeness in unshaped.items()), unshaped


def test_the_pictures_of_pages_show_the_same_words(documents):
    [first, *_] = pictures(documents["browser"])
    page = ink(Image.open(io.BytesIO(first)))
    # Letters of 12 px at twice the size of a screen.
    assert all(seek(page[: len(page) // 2], picture(word, em=24)).likeness > SAME for word in WORDS)


@pytest.mark.parametrize("name", LOOKS)
def test_lines_break_between_words(documents, name):
    points, ems, share = LOOKS[name]
    page = seen(documents[name], name == "slides", points, share, em=24)
    lines = lines_seen(page, LONGER, ems, 24)
    assert "".join(lines) == "".join(LONGER) and len(lines) > 1, lines


@pytest.mark.parametrize(
    ("name", "page", "points", "ems"),
    # Labels of 10 px in a seventh of the width; letters of 14 points in a third of a table.
    [("browser", 0, 7.5, 8.9), ("slides", 1, 14.0, 12.0)],
)
def test_long_words_in_a_narrow_cell_break_between_words(documents, name, page, points, ems):
    lines = lines_seen(seen(documents[name], page, points, 0.5, em=32), LONG, ems, 32)
    assert "".join(lines) == "".join(LONG) and len(lines) > 2, lines


@pytest.mark.parametrize("name", ["browser", "plain"])
def test_no_line_begins_with_what_hangs_on_the_letter_before(documents, name):
    hanging = set("ะาำๅๆฯ")
    # A line of one letter is the second half of an ำ, which is drawn as two glyphs.
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(documents[name])]
    lines = [line for words in pages for line in words.splitlines() if len(line.strip()) > 1]
    assert len(lines) > 10
    assert [line for line in lines if line[0] in hanging or unicodedata.category(line[0]) == "Mn"] == []
