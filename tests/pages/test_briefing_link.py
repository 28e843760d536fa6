"""The button that makes a briefing stands only where the server has such a page."""

import sys

import dash
import pytest

from app import create_app
from components.view import View
from data.reference import load_reference
from data.selection import Selection
from data.settings import ROOT, Settings


@pytest.fixture
def view() -> View:
    """An English view of Pattani's households."""
    chosen = Selection(place="94", source="households")
    return View("en", chosen, load_reference(ROOT / "data" / "reference"))


def test_without_a_briefing_page_there_is_no_button_and_with_one_it_keeps_the_place(view, monkeypatch):
    create_app(Settings())
    # Dash imports the pages itself.
    province = sys.modules["pages.province"]
    others = {name: page for name, page in dash.page_registry.items() if page["path"] != "/briefings"}
    monkeypatch.setattr(province, "page_registry", others)
    assert province.briefing_link(view) is None
    monkeypatch.setattr(province, "page_registry", {**others, "pages.briefings": {"path": "/briefings"}})
    link = province.briefing_link(view)
    assert link.children == "Make briefing" and link.href == "/briefings?place=94&lang=en"
