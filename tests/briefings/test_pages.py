"""The pages of a PDF: few, full, whole marks at their edges, and the method on the last half page."""

import numpy as np
import pypdfium2
import pytest

from briefings.pages import printed
from briefings.slides import METHOD

POINTS, SCALE = 72 / 25.4, 2
# Of print.css, in mm: the margin at the foot, and how far up its line of small print reaches.
FOOT, SMALL_PRINT = 15, 10
TOP, SIDE = 12, 13


@pytest.mark.parametrize(("place", "lang"), [("94", "th"), ("94", "en"), ("", "th"), ("R4", "en"), ("940101", "en")])
def test_two_to_four_pages_end_with_half_a_page_of_method(make_briefing, library, warm, place, lang):
    briefing = make_briefing(lang, **({"place": place} if place else {}))
    pdf = pypdfium2.PdfDocument(printed(briefing, library.settings, warm.pdf))
    assert 2 <= len(pdf) <= 4
    for page in pdf:
        height = page.get_height()
        picture = np.asarray(page.render(scale=SCALE, grayscale=True).to_pil())

        def ink(low_mm: float, high_mm: float, picture=picture, height=height) -> bool:
            edges = [int((height - mm * POINTS) * SCALE) for mm in (high_mm, low_mm)]
            return bool((picture[edges[0] : edges[1]] < 200).any())

        # A mark that a line of the next page threw over the edge would lie between the last line and the small print.
        assert not ink(SMALL_PRINT, FOOT - 0.2) and not ink(height / POINTS - TOP + 0.2, height / POINTS - 1)
        # As wide as the paper between its margins: what does not fit makes a browser shrink the page.
        edge = int((page.get_width() - SIDE * POINTS) * SCALE)
        assert not (picture[:, edge + SCALE :] < 240).any() and (picture[:, edge - 4 * SCALE : edge] < 240).any()
        # No page is left half empty, but of a place where hardly anything may be shown.
        assert ink(FOOT, FOOT + 60) or briefing.n is None
    marks = [mark for mark in pdf.get_toc() if mark.level == 1]
    assert [mark.get_title() for mark in marks] == [chapter.title for chapter in briefing.chapters] + [METHOD[lang]]
    # The method begins on the last page, below its middle.
    page, (_, [_, top, _]) = marks[-1].get_dest().get_index(), marks[-1].get_dest().get_view()
    assert page == len(pdf) - 1 and 0 < top < pdf[page].get_height() / 2
