"""Whatever goes wrong behind a page, a reader sees calm words in their language and the log sees the error."""

import pytest
from dash import html

from components import trouble
from components.reader import LANG
from data.errors import Problem
from data.text import Text

PROBLEM = Problem(Text("ไม่มีข้อมูล", "There is no data"), where="/secret/path", todo=Text("นำเข้า", "Load some"))


def words(component) -> str:
    return " ".join(str(part.children) for part in component.children.children)


def failing(error: Exception):
    @trouble.calmly
    def layout(**query):
        raise error

    return layout


@pytest.mark.parametrize(
    ("lang", "what", "todo"), [("en", "There is no data", "Load some"), ("th", "ไม่มีข้อมูล", "นำเข้า")]
)
def test_a_problem_is_told_in_the_language_of_the_address(lang, what, todo):
    said = words(failing(PROBLEM)(here="x", lang=lang))
    assert what in said and todo in said
    assert "/secret/path" not in said


def test_an_unexpected_error_shows_nothing_of_itself(caplog):
    said = words(failing(ValueError("inner detail"))(here="x", lang="en"))
    assert trouble.BROKEN.en in said and "inner detail" not in said
    assert "inner detail" in caplog.text


def test_a_page_that_works_stays_as_it_is():
    page = html.Div("fine")
    assert trouble.calmly(lambda **query: page)(here="x") is page


def test_a_failed_update_says_that_the_screen_is_from_before(monkeypatch):
    told = {}
    monkeypatch.setattr(trouble, "set_props", lambda id, props: told.update({id: props}))
    LANG.set("en")
    assert trouble.tell(PROBLEM) is None
    assert told == {"notice": {"children": f"There is no data · {trouble.KEPT.en}"}}
