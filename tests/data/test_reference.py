"""The Thai reference is what was published, and a broken reference says where it is broken."""

from collections import Counter
from fractions import Fraction

import pytest

from data.errors import Problem
from data.indicators import indicator, indicators_for, value_of
from data.library import Library
from data.queries import ask
from data.reference import load_reference
from data.selection import Selection
from data.settings import ROOT, Settings
from data.viewer import PUBLIC
from tests.programmes import Programme, write_csv

THAI = load_reference(ROOT / "data" / "reference")


def test_areas_are_all_of_thailand():
    counts = Counter(area.level for area in THAI.areas.values())
    assert {level: counts[level] for level in ("country", "region", "province", "district")} == {
        "country": 1,
        "region": 5,
        "province": 77,
        "district": 928,
    }
    assert counts["subdistrict"] > 7000
    assert Counter(
        THAI.areas[area.parent_code].name.en for area in THAI.areas.values() if area.level == "province"
    ) == {
        "Bangkok": 1,
        "Central": 25,
        "North": 17,
        "Northeast": 20,
        "South": 14,
    }


def test_the_twenty_pilots():
    assert [
        area.code for area in THAI.home_areas
    ] == "18 30 31 32 33 34 35 37 42 45 46 47 49 52 58 65 93 94 95 96".split()


def test_weights_are_exact_and_dimensions_equal():
    assert [len(group.items) for group in THAI.capitals] == [6, 8, 5, 8, 10]
    assert [group.key for group in THAI.capitals] == "human physical financial natural social".split()
    assert {group.key: sum(item.weight for item in group.items) for group in THAI.dimensions} == dict.fromkeys(
        "health living education income access".split(), Fraction(1, 5)
    )
    for group in THAI.dimensions:
        assert {item.weight for item in group.items} == {Fraction(1, 5) / len(group.items)}
    assert next(item.weight for item in THAI.capital_items if item.key == "S1") == Fraction(3, 40)


def published_total(measure: str) -> float:
    entry = indicator("published", measure, THAI)
    released = ask(
        "published", Selection(by="country"), PUBLIC, Library(Settings(build=ROOT / "tests" / "no such build"))
    )
    return value_of(entry, released.rows)["TH"]


@pytest.mark.parametrize(
    ("measure", "total"),
    [
        ("surveyed_households", 306_388),
        ("verified_poor_households", 286_003),
        ("operating_models", 588),
        ("value_chains", 1_158),
        ("model_budget", 504_287_185),
    ],
)
def test_published_totals_are_those_of_the_public_pages(measure, total):
    assert published_total(measure) == total


def test_members_add_up():
    assert sum(f.value for f in THAI.published if f.measure == "surveyed_members") == 1_253_455


def test_scores_are_never_summed_and_five_provinces_have_none():
    assert published_total("human_capital_score") is None
    missing = {
        f.code for f in THAI.published if f.measure == "human_capital_score" and f.period == "2026" and f.value is None
    }
    assert missing == {"30", "35", "52", "65", "93"}


def test_every_published_figure_has_its_source_and_day():
    assert all(f.source and f.captured_on.startswith("2026-08-") and f.code in THAI.areas for f in THAI.published)


def test_indicators_follow_the_reference(tmp_path):
    small = load_reference(Programme(tmp_path, capitals=True, problems=False).reference)
    keys = [entry.key for entry in indicators_for("households", small)]
    assert "capital_money" in keys and "M0" not in keys
    assert indicators_for("published", small) == () and indicator("published", "", small) is None
    for source in ("households", "published"):
        found = [entry.key for entry in indicators_for(source, THAI)]
        assert len(found) == len(set(found)) > 10


BROKEN = {
    "no folder": ("reference.toml", None),
    "bad toml": ("reference.toml", "levels = ["),
    "no name": ("reference.toml", 'levels = ["a"]\nhome_level = "a"'),
    "home level unknown": (
        "reference.toml",
        'name_th="ก"\nname_en="a"\nlevels=["a"]\nhome_level="b"\nsampling="census"\nyears="CE"',
    ),
    "no areas": ("areas.csv", None),
    "areas without parents": ("areas.csv", "code,level,parent_code,name_th,name_en\nN,nation,,ก,N\nA1,ward,N,ก,A\n"),
    "area twice": ("areas.csv", "code,level,parent_code,name_th,name_en\nN,nation,,ก,N\nN,nation,,ก,N\n"),
    "area column missing": ("areas.csv", "code,level,name_th,name_en\nN,nation,ก,N\n"),
    "weights of 0.9": (
        "problem_indicators.csv",
        "dimension_key,dimension_th,dimension_en,indicator_key,indicator_th,indicator_en,weight\nd,ก,D,i,ข,I,0.9\n",
    ),
    "weight no number": (
        "problem_indicators.csv",
        "dimension_key,dimension_th,dimension_en,indicator_key,indicator_th,indicator_en,weight\nd,ก,D,i,ข,I,much\n",
    ),
    "key is SQL": (
        "problem_indicators.csv",
        'dimension_key,dimension_th,dimension_en,indicator_key,indicator_th,indicator_en,weight\nd,ก,D,"i"" FROM x",ข,I,1\n',
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_reference_names_the_file_and_what_it_got(tmp_path, case):
    programme = Programme(tmp_path)
    name, text = BROKEN[case]
    path = programme.reference / name
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load_reference(programme.reference)
    assert caught.value.where.endswith(name) and caught.value.got and caught.value.expected and caught.value.todo


def test_weights_may_be_written_as_fractions_or_decimals(tmp_path):
    programme = Programme(tmp_path)
    header = (
        "dimension_key",
        "dimension_th",
        "dimension_en",
        "indicator_key",
        "indicator_th",
        "indicator_en",
        "weight",
    )
    write_csv(
        programme.reference / "problem_indicators.csv",
        [header, ("d", "ก", "D", "i", "ข", "I", "0.25"), ("d", "ก", "D", "j", "ค", "J", "3/4")],
    )
    assert [item.weight for item in load_reference(programme.reference).problem_items] == [
        Fraction(1, 4),
        Fraction(3, 4),
    ]


def test_keys_of_the_exports_have_names_and_others_keep_their_key():
    assert THAI.word("reason", "died").th == "เสียชีวิต"
    assert THAI.word("agency", "อบต.ท่าใหม่").en == "อบต.ท่าใหม่"
    assert THAI.word("agency", "").en == "–"


def test_the_month_of_the_fiscal_year_is_checked(tmp_path):
    programme = Programme(tmp_path)
    toml = programme.reference / "reference.toml"
    plain = toml.read_text(encoding="utf-8")
    assert load_reference(programme.reference).fiscal_month == 1
    toml.write_text(plain + "fiscal_month = 13\n", encoding="utf-8")
    with pytest.raises(Problem, match="13"):
        load_reference(programme.reference)
