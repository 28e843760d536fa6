"""Every file is searched for numbers that its reader may not see; the same search finds them in the files of an administrator."""

import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pypdfium2
import pytest

from briefings.document import Briefing
from briefings.pages import printed
from briefings.parcel import write_zip
from briefings.plain_pages import plain_pdf
from briefings.sheet import sheet
from briefings.slides import write_pptx
from data.gate import HIDDEN
from data.viewer import Viewer

NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?![\w.])")


def telling(value: object) -> bool:
    """Whether a number is its own mark: a fraction with many digits, which nothing else holds by chance."""
    return isinstance(value, float) and abs(value - round(value, 6)) > 1e-8


def cells(briefing: Briefing) -> dict[tuple, object]:
    """Return {(file, labels of the row, column): cell}."""
    found = {}
    for name, released in briefing.answers.items():
        for row in released.rows:
            key = tuple(
                row.get(column)
                for column in ("code", "capital", "indicator", "stage", "measure", "level", "model_group")
            )
            found |= {(name, key, column): cell for column, cell in row.items()}
    return found


def files(briefing: Briefing, library, warm, folder) -> Iterator[tuple[str, set[float]]]:
    """Yield (file, the numbers with decimals inside it), of every format and of every part of it."""
    write_pptx(briefing, folder / "deck.pptx")
    write_zip(briefing, folder / "data.zip")
    yield "page", numbers(sheet(briefing, library.settings.build))
    for name, body in (("pdf", printed(briefing, library.settings, warm.pdf)), ("plain pdf", plain_pdf(briefing))):
        document = pypdfium2.PdfDocument(body)
        words = [page.get_textpage().get_text_bounded() for page in document]
        # What a program reads aloud, and what a search of the file finds, is more than what stands on the pages.
        words += [mark.get_title() for mark in document.get_toc()] + list(document.get_metadata_dict().values())
        yield name, numbers(" ".join(words))
    for name in ("deck.pptx", "data.zip"):
        with zipfile.ZipFile(folder / name) as archive:
            for part in archive.namelist():
                body = archive.read(part)
                if part.endswith((".xml", ".csv", ".json", ".txt", ".svg", ".rels")):
                    yield part, numbers(body.decode("utf-8-sig"))
                elif part.endswith(".xlsx"):
                    rows = openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
                    yield part, {round(cell, 9) for row in rows for cell in row if isinstance(cell, float)}


def numbers(text: str) -> set[float]:
    return {round(float(found), 9) for found in NUMBER.findall(text)}


@pytest.mark.parametrize("place", ["94", "9401"])
def test_no_file_holds_a_number_that_is_hidden_from_its_reader(make_briefing, library, warm, tmp_path, place):
    public, exact = make_briefing("en", place=place), make_briefing("en", Viewer("admin"), place=place)
    shown, every = cells(public), cells(exact)
    known = {round(cell, 9) for cell in shown.values() if telling(cell)}
    secret = {round(every[key], 9) for key, cell in shown.items() if cell is HIDDEN and telling(every.get(key))} - known
    assert len(secret) > 5
    written = list(files(public, library, warm, tmp_path))
    looked_at = {name for name, _ in written}
    kinds = (
        "ppt/slides/slide",
        "ppt/notesSlides/",
        "ppt/charts/chart",
        "ppt/embeddings/",
        "metadata.json",
        "causes.csv",
    )
    assert {"page", "pdf", "plain pdf"} <= looked_at
    assert all(any(name.startswith(kind) for name in looked_at) for kind in kinds)
    found = {name: inside & secret for name, inside in written if inside & secret}
    assert found == {}
    told = {name for name, inside in files(exact, library, warm, tmp_path) if inside & secret}
    assert "page" in told and any(name.endswith(".csv") for name in told)
