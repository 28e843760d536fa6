"""Documents are tested on the small programme of the builders, and on the demo snapshot as the public sees it."""

from collections.abc import Iterator

import pytest

from briefings.browser import Browser
from briefings.chapters import CHAPTERS, headline
from briefings.document import Briefing, build, open_for
from briefings.pages import printed
from data.library import Library
from data.settings import Settings
from data.viewer import PUBLIC, Viewer
from tests.briefings.packets import RESEARCHER, Made
from tests.components.conftest import household_view, reference, released, view

__all__ = ["household_view", "reference", "released", "view"]


@pytest.fixture(scope="session")
def library(build_dir) -> Library:
    """The demo snapshot, at an address of its own."""
    return Library(Settings(build=build_dir, public_address="https://kaejon.example/"))


@pytest.fixture(scope="session")
def make_briefing(library):
    """Return a function `make(lang, viewer, **query) -> Briefing` with every chapter."""

    def make(lang: str = "en", viewer=PUBLIC, **query: str) -> Briefing:
        reader = open_for(query, lang, library, viewer)
        return build(reader, CHAPTERS.values(), headline(reader))

    return make


@pytest.fixture(scope="session")
def pattani(make_briefing) -> Briefing:
    """The Thai briefing of one province, for the public."""
    return make_briefing("th", place="94")


@pytest.fixture(scope="session")
def whole_packet(library, tmp_path_factory) -> Made:
    """Everybody of the newest round."""
    return Made(library, tmp_path_factory.mktemp("whole"))


@pytest.fixture
def make_packet(library, tmp_path):
    """Return a function that makes a packet of a selection."""

    def made(viewer: Viewer = RESEARCHER, **query: str) -> Made:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return Made(library, folder, viewer, **query)

    return made


@pytest.fixture(scope="session")
def warm() -> Iterator[Browser]:
    """One browser for every document of these tests."""
    with Browser("chromium") as found:
        yield found


@pytest.fixture(scope="session")
def pattani_pdf(pattani, library, warm) -> bytes:
    """That briefing as a browser prints it."""
    return printed(pattani, library.settings, warm.pdf)
