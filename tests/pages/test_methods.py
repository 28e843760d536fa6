"""The page of methods: one entry per question in both languages, the choices, the gate; every card leads to its entry."""

import re

from data.disclosure import parameters
from data.methods import method_of
from data.queries import METHOD_VERSION, QUESTIONS
from data.selection import MISSING
from data.weights import PRESETS
from tests.browsing import both_langs, settled

MARKS = re.compile("[`*]")


@both_langs
def test_every_question_has_an_entry_with_its_words(visit, lang):
    page = visit("/methods", graphs=False, lang=lang)
    found = {entry.get_attribute("id"): entry.inner_text() for entry in page.locator("section[id^=method-]").all()}
    assert list(found) == [f"method-{name}" for name in QUESTIONS]
    for name, question in QUESTIONS.items():
        words = found[f"method-{name}"]
        assert question.text[lang] in words
        written = MARKS.sub("", method_of(question.answer)[lang]).split("\n")
        assert all(" ".join(line.split()) in MARKS.sub("", " ".join(words.split())) for line in written)
        assert "`" not in words
        assert f"· {question.answer.__name__}" in words
        assert page.locator(f".contents a[href='#method-{name}']").count() == 1
    assert METHOD_VERSION in page.locator(".page-head").inner_text()
    # Names stand as names, titles as titles.
    if lang == "en":
        assert "overall" in page.locator("#method-capitals .method-words p code").all_inner_texts()
        assert page.locator("#method-verification p i").inner_text() == "Targeting of Transfers in Developing Countries"


def test_the_choices_and_the_gate_are_printed_from_where_they_are_declared(visit):
    page = visit("/methods", graphs=False, lang="en")
    choices = page.locator("#poverty-choices").inner_text()
    assert all(words.en in choices for words in PRESETS.values())
    codes = page.locator("#poverty-choices code").all_inner_texts()
    assert set(MISSING) <= set(codes) and {"1/5", "1/3", "union"} <= set(codes)
    gate = page.locator("#gate tbody td").all_inner_texts()
    wanted = (
        parameters.THRESHOLD,
        parameters.SENSITIVE_THRESHOLD,
        parameters.MEAN_FROM,
        parameters.REFRESH_FROM,
        parameters.PACKET_K,
        parameters.SMALLEST_PACKET,
    )
    assert {str(value) for value in wanted} <= set(gate)


def test_a_card_leads_to_its_method(visit):
    page = visit("/province/94", lang="en")
    page.locator("#funnel-tab-about").click()
    page.locator("#funnel-about a").click()
    page.wait_for_url("**/methods*#method-funnel")
    page.locator("#method-funnel").wait_for()
    settled(page)
    top = page.locator("#method-funnel").bounding_box()["y"]
    assert 0 <= top < 200


def test_the_menu_of_a_phone_shows_where_it_is_and_that_there_is_more(visit):
    page = visit("/methods", width=360, graphs=False, lang="en")
    box = page.locator(".side-nav [aria-current]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    page = visit("/", width=360, graphs=False, lang="en")
    entries = page.locator(".side-nav li")
    needed = sum(entry.bounding_box()["width"] for entry in entries.all())
    assert ("more-after" in (page.locator(".side-nav ul").get_attribute("class") or "")) == (needed > 364)
