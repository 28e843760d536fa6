"""Slides open without repair: every part is what it says, and LibreOffice prints each slide in the right face."""

import io
import posixpath
import zipfile

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from pptx import Presentation

from briefings.plain_pages import plain_pdf
from briefings.slides import write_pptx
from tests.briefings.office import converted, fonts

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@pytest.fixture(scope="module")
def deck(pattani, tmp_path_factory):
    path = tmp_path_factory.mktemp("office") / "briefing.pptx"
    write_pptx(pattani, path)
    return path


@pytest.fixture(scope="module")
def parts(deck) -> dict[str, bytes]:
    with zipfile.ZipFile(deck) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def squeezed(words: str) -> str:
    return "".join(words.split())


def test_every_part_is_well_formed_has_its_type_and_every_relation_its_target(parts):
    trees = {name: etree.fromstring(body) for name, body in parts.items() if name.endswith((".xml", ".rels"))}
    types = trees["[Content_Types].xml"]
    endings = {entry.get("Extension").lower() for entry in types.iter(f"{TYPES}Default")}
    named = {entry.get("PartName").lstrip("/") for entry in types.iter(f"{TYPES}Override")}
    assert named <= set(parts)
    assert [name for name in parts if name not in named and name.rsplit(".")[-1].lower() not in endings] == []
    # A slide, chart or note is more than XML: a program that finds only that offers to repair it.
    assert [name for name in parts if name.startswith("ppt/") and name.endswith(".xml") and name not in named] == []
    relations = [
        (name.replace("_rels/", "").removesuffix(".rels"), entry)
        for name, tree in trees.items()
        if name.endswith(".rels")
        for entry in tree.iter(RELATIONS)
        if entry.get("TargetMode") != "External"
    ]
    targets = {
        posixpath.normpath(posixpath.join(posixpath.dirname(source), entry.get("Target"))).lstrip("/")
        if not entry.get("Target").startswith("/")
        else entry.get("Target").lstrip("/")
        for source, entry in relations
    }
    assert targets - set(parts) == set()
    # Nothing lies about that no other part names.
    assert {name for name in parts if not name.endswith(".rels")} - targets == {"[Content_Types].xml"}
    assert all(source == "" or source in parts for source, _ in relations)


def test_shapes_have_numbers_of_their_own_and_workbooks_open(deck, parts):
    for slide in Presentation(str(deck)).slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))
    books = [body for name, body in parts.items() if name.endswith(".xlsx")]
    charts = [name for name in parts if name.startswith("ppt/charts/chart")]
    assert len(books) == len(charts) > 5
    for body in books:
        assert openpyxl.load_workbook(io.BytesIO(body)).active.max_row > 1


def test_libreoffice_prints_every_slide_with_its_words_in_sarabun(deck, tmp_path):
    pdf = converted(deck, tmp_path)
    slides, pages = Presentation(str(deck)).slides, pypdfium2.PdfDocument(pdf)
    assert len(pages) == len(slides)
    for slide, page in zip(slides, pages, strict=True):
        assert squeezed(slide.shapes.title.text) in squeezed(page.get_textpage().get_text_bounded())
    listed = fonts(pdf, tmp_path)
    assert set(listed) == {"Sarabun-Regular", "Sarabun-Bold"} and all(listed.values())


@pytest.mark.parametrize("name", ["browser", "plain"])
def test_poppler_finds_every_font_of_the_pdf_inside_it(pattani, pattani_pdf, tmp_path, name):
    listed = fonts(pattani_pdf if name == "browser" else plain_pdf(pattani), tmp_path)
    assert set(listed) == {"Sarabun-Regular", "Sarabun-SemiBold", "Sarabun-Bold"} and all(listed.values())
