"""What stands in the files: the numbers that the gate released, the right face, marks, sources and the way back."""

import csv
import hashlib
import io
import json
import unicodedata
import zipfile

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from briefings import browser
from briefings.codebook import COLUMNS, HIDDEN_CODE
from briefings.formats import FORMATS, write
from briefings.pages import pictures, printed
from briefings.parcel import write_zip
from briefings.plain_pages import lines
from briefings.slides import FACE, write_pptx
from data.errors import Problem
from data.gate import HIDDEN
from data.settings import Settings
from data.viewer import PUBLIC
from tests.conftest import run_module


@pytest.fixture(scope="module")
def deck(pattani, tmp_path_factory):
    path = tmp_path_factory.mktemp("deck") / "briefing.pptx"
    write_pptx(pattani, path)
    return Presentation(str(path))


@pytest.fixture(scope="module")
def parcel(pattani, tmp_path_factory) -> zipfile.ZipFile:
    path = tmp_path_factory.mktemp("parcel") / "data.zip"
    write_zip(pattani, path)
    return zipfile.ZipFile(path)


def charts(deck) -> list:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def workbook(chart) -> dict[str, list]:
    """Return {series: its values} of the workbook inside a chart, as a person who edits it finds them."""
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return {name: [row[place] for row in rows] for place, name in enumerate(head) if place}


def rounded(series: dict[str, list]) -> dict[str, list]:
    return {name: [None if value is None else round(value, 9) for value in values] for name, values in series.items()}


def test_every_chart_is_native_and_its_workbook_holds_what_the_gate_released(pattani, deck):
    drawn = [
        figure.chart
        for chapter in pattani.chapters
        for figure in chapter.figures
        if figure.chart is not None and figure.chart.drawn
    ]
    # A workbook keeps sixteen digits.
    assert [rounded(workbook(chart)) for chart in charts(deck)] == [rounded(chart.series) for chart in drawn]
    kinds = {chart.chart_type.name for chart in charts(deck)}
    assert kinds == {"BAR_CLUSTERED", "RADAR_MARKERS", "LINE_MARKERS"}
    # The only picture is the code that leads back.
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 2


def test_every_run_has_the_face_for_latin_east_asian_and_complex_scripts(deck):
    parts = [slide._element for slide in deck.slides] + [slide.notes_slide._element for slide in deck.slides]
    parts += [chart._chartSpace for chart in charts(deck)]
    runs = [run for part in parts for run in part.iter(qn("a:r")) if run.find(qn("a:t")).text]
    defaults = [found for part in parts for found in part.iter(qn("a:defRPr")) if len(found)]
    assert len(runs) > 100 and defaults
    for properties in [run.find(qn("a:rPr")) for run in runs] + defaults:
        faces = {tag: properties.find(qn(f"a:{tag}")) for tag in ("latin", "ea", "cs")}
        assert {tag: found.get("typeface") for tag, found in faces.items()} == dict.fromkeys(faces, FACE)
        # The schema's order; another one is what a program offers to repair.
        order = [child.tag.split("}")[1] for child in properties]
        assert order == sorted(order, key=["ln", "solidFill", "latin", "ea", "cs"].index)


def test_slides_have_titles_notes_numbers_marks_and_alt_texts(pattani, deck):
    for number, slide in enumerate(deck.slides, start=1):
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert slide.shapes.title.text and slide.notes_slide.notes_text_frame.text
        assert f"ข้อมูลสาธิต / demo data · {number}" in words and pattani.view.snapshot in words
        for frame in slide._element.iter(qn("p:graphicFrame")):
            assert frame.nvGraphicFramePr.cNvPr.get("descr")
    first, *_, last = deck.slides
    for slide in (first, last):
        assert pattani.link in " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_slides_of_a_place_where_hardly_anything_may_be_shown_say_so_and_leave_no_area_out(make_briefing, tmp_path):
    briefing = make_briefing("en", place="940101")
    write_pptx(briefing, tmp_path / "deck.pptx")
    slides = Presentation(str(tmp_path / "deck.pptx")).slides
    assert all(slide.shapes.title.text and slide.notes_slide.notes_text_frame.text for slide in slides)
    said = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert all(sentence in said for chapter in briefing.chapters for sentence in chapter.sentences)
    # A province with more districts than any other has them all in its chart.
    areas = briefing.view.reference.children("30")
    [where] = [chapter for chapter in make_briefing("en", place="30").chapters if chapter.key == "where"]
    assert len(areas) > 24 and len(where.figures[-1].chart.categories) == len(areas)


def test_the_pdf_has_two_to_four_pages_embedded_fonts_and_its_sources(pattani, pattani_pdf):
    pdf = pattani_pdf
    document = pypdfium2.PdfDocument(pdf)
    assert 2 <= len(document) <= 4
    words = [page.get_textpage().get_text_bounded() for page in document]
    for number, page in enumerate(words, start=1):
        assert f"{number} / {len(words)}" in page and pattani.view.snapshot in page
    assert pattani.link.split("?")[0] in "".join(words[-1].split())
    assert document.get_metadata_dict()["Title"] == pattani.title
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    assert b"Sarabun" in pdf and b"/FontFile2" in pdf
    # Every figure was drawn: paths by the hundred, not an empty box.
    assert all(sum(1 for _ in page.get_objects()) > 50 for page in list(document)[:3])


def test_pictures_show_every_page_at_twice_the_size_of_a_screen(pattani_pdf):
    found = pictures(pattani_pdf)
    assert len(found) == len(pypdfium2.PdfDocument(pattani_pdf))
    for body in found:
        picture = Image.open(io.BytesIO(body))
        assert abs(picture.width - 2 * 794) <= 2 and abs(picture.height - 2 * 1123) <= 2


def table(parcel: zipfile.ZipFile, name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(parcel.read(name).decode("utf-8-sig"))))


def test_the_csv_files_hold_what_was_released_and_name_what_is_hidden(pattani, parcel):
    hidden = 0
    for name, released in pattani.answers.items():
        lines = table(parcel, f"{name}.csv")
        assert len(lines) == len(released.rows)
        for line, row in zip(lines, released.rows, strict=True):
            for column, cell in row.items():
                expected = HIDDEN_CODE if cell is HIDDEN else "" if cell is None else str(cell)
                assert line[column] == expected
                hidden += cell is HIDDEN
    facts = json.loads(parcel.read("metadata.json"))
    assert facts["hidden_cells"] == hidden > 0


def test_the_codebook_describes_every_column_in_both_languages(pattani, parcel):
    described = {(line["file"], line["column"]) for line in table(parcel, "codebook.csv") if line["th"] and line["en"]}
    for name, released in pattani.answers.items():
        for column in {key for row in released.rows for key in row}:
            assert (f"{name}.csv", column) in described and column in COLUMNS, column


def test_metadata_and_citation_lead_back_and_checksums_hold(pattani, parcel):
    facts = json.loads(parcel.read("metadata.json"))
    assert (facts["place"]["code"], facts["place"]["en"], facts["snapshot"]) == ("94", "Pattani", pattani.view.snapshot)
    assert facts["permalink"] == pattani.link and facts["demo"] is True and facts["n_surveyed_households"] == pattani.n
    assert facts["filters"]["en"].startswith("Pattani") and facts["filters"]["th"].startswith("ปัตตานี")
    assert facts["round"] in pattani.view.rounds and facts["method_version"] and facts["protection"]
    citation = parcel.read("citation.txt").decode()
    assert pattani.link in citation and "demo data" in citation
    sums = dict(line.split("  ")[::-1] for line in parcel.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(parcel.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(parcel.read(name)).hexdigest() == digest for name, digest in sums.items())


def test_without_a_browser_the_pdf_is_plainer_and_says_so(pattani, library):
    settings = Settings(build=library.settings.build, chromium="no-such-browser")
    body = printed(pattani, settings)
    document = pypdfium2.PdfDocument(body)
    assert 2 <= len(document) <= 4 and document.get_metadata_dict()["Title"] == pattani.title
    assert b"/FontFile2" in body and b"Sarabun" in body
    assert len(pictures(body)) == len(document)
    # Every number of the headline and of a chart stands there as the cards show it.
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert pattani.view.snapshot in words and f"{len(document)} / {len(document)}" in words
    assert all(value in words for _, value, _ in pattani.headline)


@pytest.mark.parametrize("width", [1.0, 2.5, 7.0])
def test_lines_fit_and_never_begin_with_a_mark_that_hangs_on_a_letter(width):
    words = "ที่นี่มีน้ำและปี่ ซื้อเอี๊ยดไม่ได้ ครัวเรือนยากจนที่ยืนยันแล้วไม่อยู่ในรายชื่อ"
    found = lines(words, 9.5, 400, width)
    assert "".join("".join(found).split()) == "".join(words.split())
    hanging = {letter for letter in words if unicodedata.category(letter) == "Mn"} | set("ะาำ")
    assert hanging and not any(line[0] in hanging for line in found)
    assert (len(found) > 1) == (width < 5)


def test_a_browser_that_fails_or_hangs_is_ended_and_told(pattani, library, tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    monkeypatch.setattr(browser, "SECONDS", 0.5)
    for script in (broken, hanging):
        script.chmod(0o755)
        with pytest.raises(Problem) as caught:
            printed(pattani, Settings(build=library.settings.build, chromium=str(script)))
        assert "could not draw" in caught.value.what.en


def test_files_that_are_there_are_left_and_none_is_half_there(library, tmp_path, monkeypatch):
    told = []
    arguments = ({"place": "94"}, "en", library, PUBLIC, ("zip",), ("who", "search"), tmp_path, told.append)
    [first] = write(*arguments)
    made = first.stat().st_mtime_ns
    assert write(*arguments) == [first] and first.stat().st_mtime_ns == made and told == [first, first]
    assert list(tmp_path.iterdir()) == [first]

    def fail(*_):
        raise RuntimeError

    monkeypatch.setitem(FORMATS, "zip", (fail, "-data.zip"))
    with pytest.raises(RuntimeError):
        write({"place": "47"}, "en", library, PUBLIC, ("zip",), ("who",), tmp_path, told.append)
    assert [path for path in tmp_path.iterdir() if not path.name.startswith(".")] == [first]


def test_the_command_makes_one_place_or_all_of_them(build_dir, key_settings, tmp_path):
    settings = {**key_settings, "KAEJON_BUILD": str(build_dir)}
    one = run_module("briefings", "Pattani", "--lang", "en", "--format", "zip", "--out", str(tmp_path), **settings)
    assert one.returncode == 0, one.stderr
    [path] = tmp_path.iterdir()
    assert path.name.startswith("briefing-94-") and "-en-" in path.name
    every = run_module(
        "briefings",
        "--all",
        "--lang",
        "en",
        "--format",
        "zip",
        "--chapters",
        "search",
        "--out",
        str(tmp_path),
        **settings,
    )
    assert every.returncode == 0 and len(list(tmp_path.iterdir())) == 21
    wrong = run_module("briefings", "Atlantis", "--out", str(tmp_path), **settings)
    assert wrong.returncode == 1 and "Atlantis" in wrong.stderr and "Pattani" in wrong.stderr
