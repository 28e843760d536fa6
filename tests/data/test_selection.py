"""A selection speaks URL and prose, and nothing a stranger writes breaks it."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.exact import share
from data.reference import load_reference
from data.selection import MISSING, SOURCES, UNITS, Selection
from data.settings import ROOT

THAI = load_reference(ROOT / "data" / "reference")

selections = st.builds(
    Selection,
    place=st.sampled_from(["", "TH", "R5", "94", "9401", "940101"]),
    by=st.sampled_from(["", *THAI.levels]),
    round=st.none() | st.integers(1, 99_999_999),
    source=st.sampled_from(SOURCES),
    metric=st.just(""),
    k=st.none() | st.fractions(Fraction(1, 100), 1, max_denominator=999_999),
    unit=st.sampled_from(UNITS),
    missing=st.sampled_from(MISSING),
)


@given(selections)
def test_what_goes_into_the_address_comes_out_of_it(selection):
    assert Selection.from_query(selection.to_query(), THAI) == selection


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first text of a process loads the character tables
@given(
    st.dictionaries(
        st.sampled_from(["place", "by", "round", "source", "metric", "k", "unit", "missing", "zzz"]),
        st.text() | st.integers() | st.none() | st.lists(st.text()),
        max_size=9,
    )
)
def test_anything_else_falls_back(query):
    found = Selection.from_query(query, THAI)
    assert found.place == "" or found.place in THAI.areas
    assert found.k is None or 0 < found.k <= 1
    assert found.describe("th", THAI) and found.describe("en", THAI)


@pytest.mark.parametrize(
    "hostile", ["94' OR 1=1 --", "94; DROP TABLE household", "../../etc", "<script>", "\x00", "9" * 5000]
)
def test_hostile_values_become_the_default(hostile):
    query = dict.fromkeys(("place", "by", "round", "source", "metric", "k", "unit", "missing"), hostile)
    assert Selection.from_query(query, THAI) == Selection()


def test_a_metric_belongs_to_its_source():
    assert Selection.from_query({"metric": "M0", "source": "households"}, THAI).metric == "M0"
    assert Selection.from_query({"metric": "M0", "source": "published"}, THAI).metric == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", Fraction(1, 3)),
        ("33%", Fraction(33, 100)),
        ("0.3333", Fraction(3333, 10000)),
        (" 1 ", Fraction(1)),
        ("100%", Fraction(1)),
        ("๑/๓", Fraction(1, 3)),
    ],
)
def test_shares_are_read_exactly(text, value):
    assert share(text) == value


@pytest.mark.parametrize(
    "text", ["", "0", "0/5", "1/0", "2", "101%", "-1/3", "a", "1/3/3", "nan", "inf", "1e-1", "1" * 400]
)
def test_what_is_no_share_is_refused(text):
    assert share(text) is None


def test_the_sentence_names_place_source_and_round():
    chosen = Selection(place="94", source="households", round=20251)
    assert chosen.describe("th", THAI, {20251: 2025}) == "ปัตตานี · ข้อมูลครัวเรือน รอบ 2568"
    assert chosen.describe("en", THAI, {20251: 2025}) == "Pattani · Household data, round 2025"
    assert "20" in Selection().describe("en", THAI)


def test_the_condition_binds_the_place_and_never_writes_it():
    assert Selection(place="9401").where(THAI) == ("district_code = ?", ["9401"])
