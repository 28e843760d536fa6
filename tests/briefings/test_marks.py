"""Every format says of what, of whom, from what and for whom it is, and leads back to the same numbers."""

import io
import json
import zipfile

import numpy as np
import pypdfium2
import pytest
import segno
from PIL import Image
from pptx import Presentation

from briefings.document import Briefing
from briefings.pages import pictures, printed
from briefings.parcel import write_zip
from briefings.plain_pages import plain_pdf
from briefings.slides import write_pptx
from components.graph import DEMO_MARK
from data.viewer import Viewer
from tests.briefings.seeing import ink

ACCOUNT = "somchai"
# Letters of a PDF do not always come back as they were written (a doubled mark, a lost blank); codes and numbers do.
LANG = "en"
DEMO = DEMO_MARK[LANG].split(" / ")[0]


@pytest.fixture(scope="module")
def briefing(make_briefing) -> Briefing:
    """What a policymaker who signed in takes home."""
    return make_briefing(LANG, Viewer("policymaker", account=ACCOUNT), place="94")


@pytest.fixture(scope="module")
def printing(briefing, library, warm) -> bytes:
    return printed(briefing, library.settings, warm.pdf)


def squeezed(words: str) -> str:
    return "".join(words.split())


def facts(briefing: Briefing) -> list[str]:
    """Return what has to stand in every document, with its blanks taken out."""
    view = briefing.view
    assert briefing.n and briefing.filters and view.demo
    return [
        squeezed(words)
        for words in (
            "Pattani", briefing.filters, view.round_name, view.snapshot, view.snapshot_time, "method version 1",
            "household data of the programme", f"n = {briefing.n:,}", briefing.protection, DEMO,
            f"Made for {ACCOUNT}", briefing.link,
        )
    ]  # fmt: skip


def read_code(page: Image.Image, size: int) -> np.ndarray:
    """Return the dots of the code in the upper right corner of a page, `size` in a row."""
    corner = ink(page.crop((int(page.width * 0.78), 0, page.width, int(page.height * 0.2)))) > 0.5
    rows = np.flatnonzero(corner.any(axis=1))
    # From the first dark row to the first row without ink: below it are words.
    last = rows[np.flatnonzero(np.diff(rows) > 1)[0]] if (np.diff(rows) > 1).any() else rows[-1]
    square = corner[rows[0] : last + 1]
    columns = np.flatnonzero(square.any(axis=0))
    square = square[:, columns[0] : columns[-1] + 1]
    places = [((np.arange(size) + 0.5) * length / size).astype(int) for length in square.shape]
    return square[np.ix_(*places)]


@pytest.mark.parametrize("name", ["browser", "plain"])
def test_a_pdf_carries_its_facts_and_every_page_its_number_and_mark(briefing, printing, name):
    pdf = pypdfium2.PdfDocument(printing if name == "browser" else plain_pdf(briefing))
    pages = [squeezed(page.get_textpage().get_text_bounded()) for page in pdf]
    assert [fact for fact in facts(briefing) if fact not in "".join(pages)] == []
    for number, words in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in words and squeezed(briefing.view.snapshot) in words
        assert squeezed(DEMO) in words and squeezed(f"Made for {ACCOUNT}") in words


@pytest.mark.parametrize("name", ["pdf", "png", "plain"])
def test_the_first_page_shows_the_code_of_the_permalink(briefing, printing, name):
    """Dot for dot, so that no other address fits."""
    if name == "png":
        page = Image.open(io.BytesIO(pictures(printing)[0]))
    else:
        page = pypdfium2.PdfDocument(printing if name == "pdf" else plain_pdf(briefing))[0].render(scale=4).to_pil()
    expected = np.asarray(segno.make(briefing.link, error="m").matrix, dtype=bool)
    assert (read_code(page, len(expected)) == expected).all()


def test_slides_carry_their_facts_and_every_slide_its_number_and_mark(briefing, tmp_path):
    write_pptx(briefing, tmp_path / "deck.pptx")
    slides = Presentation(str(tmp_path / "deck.pptx")).slides
    said = [" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides]
    assert [fact for fact in facts(briefing) if fact not in squeezed("".join(said))] == []
    for number, words in enumerate(said, start=1):
        assert f"{DEMO_MARK[LANG]} · {number}" in words and f"Made for {ACCOUNT}" in words
        assert briefing.filters in words and briefing.view.snapshot in words
    # The code is a picture of the address itself, dot for dot.
    codes = [shape.image.blob for slide in slides for shape in slide.shapes if shape.shape_type == 13]
    expected = np.pad(np.asarray(segno.make(briefing.link, error="m").matrix), 2)
    for body in codes:
        dots = np.asarray(Image.open(io.BytesIO(body)).convert("L")) < 128
        assert (dots[5::10, 5::10] == expected).all()
    assert len(codes) == 2


def test_the_parcel_carries_its_facts(briefing, tmp_path):
    write_zip(briefing, tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        told = json.loads(archive.read("metadata.json"))
        citation, code_svg = archive.read("citation.txt").decode(), archive.read("permalink.svg").decode()
    view = briefing.view
    assert (told["place"]["en"], told["filters"][LANG], told["round"]) == (
        "Pattani", briefing.filters, view.chosen_round
    )  # fmt: skip
    assert (told["snapshot"], told["snapshot_made_at"]) == (view.snapshot, view.made_at.isoformat())
    assert (told["method_version"], told["n_surveyed_households"], told["demo"]) == ("1", briefing.n, True)
    assert (told["made_for"], told["permalink"], told["protection"]) == (ACCOUNT, briefing.link, briefing.protection)
    assert "household data of the programme" in told["sources"][LANG] and told["hidden_cells"] >= 0
    assert briefing.link in citation and view.snapshot in citation
    path = segno.make(briefing.link, error="m").svg_inline(scale=8, border=2).split('d="')[1].split('"')[0]
    assert path in code_svg and code_svg.startswith("<?xml")


def test_nobody_is_named_where_nobody_signed_in(pattani, tmp_path):
    assert pattani.made_for == "" and "Made for" not in "".join(pattani.sources) and pattani.foot.count("·") == 3
    write_zip(pattani, tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        assert json.loads(archive.read("metadata.json"))["made_for"] is None
