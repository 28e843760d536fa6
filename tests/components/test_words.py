"""Sentences say what the picture shows, in both languages; every word of the screen exists in both."""

import importlib
import pkgutil
import re

import pytest

import components
from components.measure import Measure
from components.places import counted, place_name
from components.profile import Profile
from components.sentences import area_sentences, capital_sentences, ordinal, radar_summary
from components.table import table
from data.gate import HIDDEN
from data.indicators import indicator
from data.text import Text, thai_order

THAI = re.compile("[ก-๛]")
ROWS = [
    {
        "code": code,
        "measure": "human_capital_score",
        "period": "2026",
        "value": value,
        "source": "S",
        "captured_on": "2026-08-10",
    }
    for code, value in {"A": 2.0, "B": 3.0, "C": 1.0, "D": None}.items()
]


def measure(view, released) -> Measure:
    return Measure(view, indicator("published", "human_capital_score", view.reference), released(ROWS))


def test_every_area_gets_value_and_rank_from_the_place_of_most_concern(view, released):
    said = measure(view, released).sentences
    assert said["C"] == "Gamma: Human capital 1.00 · lowest of 3 areas"
    assert said["A"] == "Alpha: Human capital 2.00 · 2nd lowest of 3 areas"
    assert said["D"] == "Delta: Human capital no data"
    assert said["E"] == "Epsilon: Human capital no data"


def test_a_hidden_area_says_hidden_and_has_no_rank(view, reference):
    entry = indicator("published", "human_capital_score", reference)
    said = area_sentences({"A": HIDDEN, "B": 2.0}, {"A": "Alpha", "B": "Beta"}, entry, view, "county")
    assert said["A"] == "Alpha: Human capital hidden (n < 10)"


def test_the_alt_text_names_both_ends_the_line_and_what_is_missing(view, released):
    # Median of 1, 2, 3 is 2.
    assert measure(view, released).alt("Title") == (
        "Title: lowest is Gamma with 1.00, highest is Beta with 3.00; median of 3 areas 2.00; 2 areas without data"
    )


def test_the_capital_sentences_compare_with_the_programme(view, reference):
    found = Profile(reference.capitals, {"human": 2.0, "money": HIDDEN}, {"human": 2.5}, {}, {}, "pilot mean")
    said = capital_sentences(found, "Alpha", view)
    assert said["human"] == "Alpha: Human capital 2.00; pilot mean 2.50"
    assert said["money"] == "Alpha: Money capital hidden (n < 10); pilot mean no data"
    assert radar_summary(found, "Alpha", view).endswith(
        "Human capital 2.00, Money capital hidden (n < 10), Social capital no data"
    )


@pytest.mark.parametrize(("rank", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")])
def test_ordinals(rank, word):
    assert ordinal(rank) == word


def test_counted_places_and_places_without_a_code(reference):
    assert counted(1, "province").en == "1 province"
    assert counted(20, "province") == Text("20 จังหวัด", "20 provinces")
    assert place_name("unknown", reference, "district") == Text("ไม่ทราบอำเภอ", "District unknown")


def test_thai_names_sort_by_their_consonants():
    names = ["แม่ฮ่องสอน", "เลย", "ลำปาง", "มุกดาหาร", "ยะลา"]
    assert sorted(names, key=thai_order) == ["มุกดาหาร", "แม่ฮ่องสอน", "ยะลา", "ลำปาง", "เลย"]


def test_tables_have_captions_and_scopes():
    drawn = table("What it is", ["Place", "Number"], [["Alpha", "1"]]).children
    caption, head, body = drawn.children
    assert caption.children == "What it is"
    assert [cell.scope for cell in head.children.children] == ["col", "col"]
    assert body.children[0].children[0].scope == "row"
    assert body.children[0].children[1].className == "number"


def texts() -> list[tuple[str, Text]]:
    """Return (where, Text) of every word that stands in a module of components."""
    paths = [f"components.{entry.name}" for entry in pkgutil.iter_modules(components.__path__)]
    return [(f"{path}.{name}", text) for path in paths for name, text in _inside(vars(importlib.import_module(path)))]


def _inside(names: dict):
    for name, value in names.items():
        kept = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
        yield from ((name, entry) for entry in kept if isinstance(entry, Text))


def test_every_word_exists_in_both_languages_with_the_same_fields():
    both = texts()
    assert len(both) > 150
    for where, text in both:
        fields = [set(re.findall(r"{(\w+)}", words)) for words in (text.th, text.en)]
        assert fields[0] == fields[1], where


def test_english_words_hold_no_thai_but_the_mark_of_demo_data_and_the_language_itself():
    mixed = {where.split(".")[-1] for where, text in texts() if THAI.search(text.en)}
    assert mixed <= {"DEMO_MARK", "DEMO_BANNER", "DEMO", "SWITCH", "SWITCH_LABEL"}
