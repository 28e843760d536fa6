"""A selection speaks URL and prose, and nothing a stranger writes breaks it."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.cohort import Condition
from data.exact import share
from data.fields import fields_for
from data.indicators import indicators_for
from data.reference import load_reference
from data.selection import CLASS_METHODS, MISSING, MOST_PLACES, SOURCES, UNITS, Selection
from data.settings import ROOT
from data.viewer import PUBLIC
from tests.programmes import Programme

THAI = load_reference(ROOT / "data" / "reference")

FIELDS = fields_for(THAI)


@st.composite
def conditions(draw) -> Condition:
    """Any condition that a field of the Thai reference may carry."""
    entry = FIELDS[draw(st.sampled_from(list(FIELDS)))]
    if draw(st.booleans()):
        return Condition(entry.key, state=draw(st.sampled_from(["missing", "known"])))
    if entry.kind == "number":
        low, high = sorted(draw(st.tuples(st.integers(-9, 9999), st.integers(-9, 9999))))
        ends = draw(
            st.sampled_from([(str(low), ""), ("", str(high)), (str(low), str(high)), (f"{low}.5", f"{high + 1}")])
        )
        return Condition(entry.key, *ends)
    codes = list(entry.values) or ["primary", "ประถมศึกษา ปีที่ 4", "x-1", "7"]
    chosen = draw(st.sets(st.sampled_from(codes), min_size=1, max_size=8))
    return Condition(entry.key, values=tuple(code for code in codes if code in chosen))


def as_cohort(found: list[Condition]) -> tuple[Condition, ...]:
    by_field = {condition.field: condition for condition in found}
    return tuple(by_field[key] for key in FIELDS if key in by_field)


CODES = st.sampled_from(["", "TH", "R5", "94", "9401", "940101"])
COHORTS = st.lists(conditions(), max_size=6).map(as_cohort)
ROUNDS = st.none() | st.integers(1, 99_999_999)
STRATEGIES = {
    "place": CODES,
    "places": st.lists(CODES.filter(bool), max_size=MOST_PLACES, unique=True).map(tuple),
    "by": st.sampled_from(["", *THAI.levels]),
    "round": ROUNDS,
    "base": ROUNDS,
    "source": st.sampled_from(SOURCES),
    # A metric belongs to its source: it is drawn below.
    "metric": st.just(""),
    "k": st.none() | st.fractions(Fraction(1, 100), 1, max_denominator=999_999),
    "unit": st.sampled_from(UNITS),
    "missing": st.sampled_from(MISSING),
    "weights": st.sampled_from(["", "dimensions", "indicators", "safe_food:2/3,literacy:1/3"]),
    "off": st.sampled_from([(), ("exercise",), ("exercise", "use_water")]),
    "cohort": COHORTS,
    "against": COHORTS,
    "against_place": CODES,
    "entered": st.sampled_from(["", "2024", "fy2025"]),
    "sort": st.sampled_from(["", "size", "-overall", "-capital_human"]),
    "page": st.integers(1, 999_999),
    "household": st.sampled_from(["", "kj_" + "0123456789abcdef" * 2]),
    "classes": st.sampled_from(CLASS_METHODS),
    "breaks": st.sampled_from([(), (1.5,), (-2.0, 0.0, 33.3, 1e6)]),
}


@st.composite
def selections(draw) -> Selection:
    """Any selection, with any metric of its source."""
    found = Selection(**draw(st.fixed_dictionaries(STRATEGIES)))
    metrics = [entry.key for entry in indicators_for(found.source, THAI)]
    return found.at(metric=draw(st.sampled_from(["", *metrics])))


def test_no_field_is_left_out_of_the_round_trip():
    assert {*STRATEGIES} == {entry.name for entry in fields(Selection)}


@settings(deadline=None)
@given(selections())
def test_what_goes_into_the_address_comes_out_of_it(selection):
    query = selection.to_query()
    assert Selection.from_query(query, THAI) == selection
    assert all(isinstance(value, str) and value for value in query.values())
    assert len({selection.describe(lang, THAI) for lang in ("th", "en")}) == 2


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # the first text of a process loads the character tables
@given(
    st.dictionaries(
        st.sampled_from([*STRATEGIES, "zzz"]),
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
    query = dict.fromkeys(STRATEGIES, hostile)
    assert Selection.from_query(query, THAI) == Selection()


@pytest.mark.parametrize(
    ("text", "limits"),
    [("10,20.5", (10, 20.5)), ("-1,0,1", (-1, 0, 1)), ("5,", (5,)), ("", ()), ("2,1", ()), ("1,1", ()), ("1,2,3,4,5", ()),
     ("1e400", ()), ("nan", ()), ("x", ()), ("๑,๒", ())],
)  # fmt: skip
def test_class_limits_are_numbers_that_rise(text, limits):
    assert Selection.from_query({"breaks": text}, THAI).breaks == limits


def test_how_a_map_is_drawn_changes_no_number_behind_the_gate(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    rows = [(f"h{place}", 1, "A" if place < 20 else "B", "verified_poor") for place in range(40)]
    programme.write("households.csv", ("household_id", "survey_round", "county_code", "verification"), *rows)
    programme.load()
    programme.settings.protect_menu = True
    plain = programme.ask("verification", viewer=PUBLIC)
    assert [row["verified_poor_households"] for row in plain] == [20, 20]
    # A free question would carry noise.
    assert programme.ask("verification", viewer=PUBLIC, classes="own", breaks=(1.0, 2.0)) == plain


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
        ("0.3333…", Fraction(1, 3)),
        ("0.16...", Fraction(1, 6)),
        ("33.3…%", Fraction(1, 3)),
        ("0.3333333333333333", Fraction(3333333333333333, 10**16)),
        ("3333333333333333/10000000000000000", Fraction(3333333333333333, 10**16)),
    ],
)
def test_shares_are_read_exactly(text, value):
    assert share(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "0", "0/5", "1/0", "2", "101%", "-1/3", "a", "1/3/3", "nan", "inf", "1e-1", "1" * 400, "0.0…", "1.3…", "…"],
)
def test_what_is_no_share_is_refused(text):
    assert share(text) is None


def test_the_sentence_names_place_source_and_round():
    chosen = Selection(place="94", source="households", round=20251)
    assert chosen.describe("th", THAI, {20251: 2025}) == "ปัตตานี · ข้อมูลครัวเรือน รอบ 2568"
    assert chosen.describe("en", THAI, {20251: 2025}) == "Pattani · Household data, round 2025"
    assert "20" in Selection().describe("en", THAI)


def test_the_condition_binds_the_place_and_never_writes_it():
    assert Selection(place="9401").where(THAI) == ("(district_code = ?)", ["9401"])


def test_a_cohort_is_a_sentence_and_bound_values():
    text = "size:3..5;head_sex:female;debt_baht:missing;overall:..1.75;level:1,2"
    chosen = Selection.from_query({"cohort": text, "source": "households", "place": "94"}, THAI)
    assert chosen.where(THAI) == (
        "(province_code = ?) AND (size >= ? AND size <= ?) AND (head_sex IN (?)) AND (debt_baht IS NULL)"
        " AND (overall <= ?) AND (level IN (?, ?))",
        ["94", 3, 5, "female", 1.75, 1, 2],
    )
    assert chosen.describe("en", THAI) == (
        "Pattani · Household data · only household size 3–5 persons and sex of the head: female and debt not answered"
        " and Overall of 5 capitals 1.75 or less and living level: hard or difficult"
    )
    assert "ขนาด" not in chosen.describe("th", THAI) and "จำนวนสมาชิก 3–5 คน" in chosen.describe("th", THAI)


@pytest.mark.parametrize(
    "text",
    [
        "size:5..3",
        "size:..",
        "size:a..b",
        "level:9",
        "nonsense:1",
        "size",
        "head_education:x'y",
        "level:1'--",
        ";;;",
        "size:1e9..2",
    ],
)
def test_what_is_no_condition_is_left_out(text):
    assert Selection.from_query({"cohort": text}, THAI).cohort == ()


def test_every_field_has_a_column_that_the_profile_knows(tmp_path):
    programme = Programme(tmp_path)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"))
    programme.write("capitals.csv", ("household_id", "survey_round", "h1"), ("a", 1, 2))
    programme.load()
    for entry in fields_for(load_reference(programme.reference)).values():
        missing = (Condition(entry.key, state="missing"),)
        known = (Condition(entry.key, state="known"),)
        counts = [
            sum(row["n_households"] for row in programme.ask("verification", cohort=c)) for c in (missing, known, ())
        ]
        assert counts[0] + counts[1] == counts[2] == 1, entry.key


def test_a_cohort_narrows_households_and_events(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    header = ("household_id", "survey_round", "county_code", "size")
    programme.write("households.csv", header, ("a", 1, "A", 1), ("b", 1, "A", 4), ("c", 1, "A", 6))
    programme.write(
        "referrals.csv",
        ("referral_id", "household_id", "stage", "event_date"),
        ("r", "a", "helped", "2026-01-01"),
        ("s", "b", "helped", "2026-01-01"),
    )
    programme.write("models.csv", ("model_id", "county_code"), ("m", "A"), ("n", "A"))
    programme.write("participation.csv", ("model_id", "household_id"), ("m", "b"), ("n", "a"))
    programme.load()
    large = (Condition("size", "4"),)
    assert programme.ask("verification", cohort=large)[0]["n_households"] == 2
    assert programme.ask("funnel", cohort=large)[0]["reached"] == 1
    assert programme.ask("models", cohort=large)[0]["models"] == 1
    assert programme.ask("models")[0]["models"] == 2
