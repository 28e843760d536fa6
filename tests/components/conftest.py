"""A small programme for builders: five counties, two capitals, two problem dimensions; nothing is loaded or asked."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from components.view import View
from data.gate import Released
from data.reference import Reference, load_reference
from data.selection import Selection

TOML = """
name_th = "โครงการเล็ก"
name_en = "Small programme"
levels = ["nation", "county", "ward"]
home_level = "county"
sampling = "census"
years = "CE"
"""
AREAS = """code,level,parent_code,name_th,name_en
N,nation,,ชาติ,Nation
A,county,N,เอ,Alpha
B,county,N,บี,Beta
C,county,N,ซี,Gamma
D,county,N,ดี,Delta
E,county,N,อี,Epsilon
A1,ward,A,เอหนึ่ง,Alpha One
"""
CAPITALS = """capital_key,capital_th,capital_en,indicator_key,indicator_th,indicator_en,weight
human,ทุนมนุษย์,Human capital,h1,เอช,H one,1
money,ทุนการเงิน,Money capital,m1,เอ็ม,M one,1
social,ทุนสังคม,Social capital,s1,เอส,S one,1
"""
PROBLEMS = """dimension_key,dimension_th,dimension_en,indicator_key,indicator_th,indicator_en,weight
health,สุขภาพ,Health,ill,ไม่ป่วย,Not ill,1/2
home,บ้าน,Home,leak,ไม่รั่ว,No leak,1/2
"""
PUBLISHED_HEAD = ["province_code", "measure", "period", "value", "unit", "source", "captured_on", "note"]


def published_row(code: str, measure: str, value: str, period: str = "2026") -> list[str]:
    """Return one line of published_figures.csv."""
    return [code, measure, period, value, "score_1_4", "Some page (example)", "2026-08-10", ""]


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    """The small programme, with human scores 2.0, 3.0, 1.0 and none for D and E."""
    for name, text in (("areas", AREAS), ("capital_indicators", CAPITALS), ("problem_indicators", PROBLEMS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "reference.toml").write_text(TOML, encoding="utf-8")
    scores = {"A": "2.0", "B": "3.0", "C": "1.0", "D": ""}
    rows = [published_row(code, "human_capital_score", value) for code, value in scores.items()]
    with (tmp_path / "published_figures.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([PUBLISHED_HEAD, *rows])
    return load_reference(tmp_path)


@pytest.fixture
def view(reference: Reference) -> View:
    """An English view of published figures."""
    return View("en", Selection(), reference)


@pytest.fixture
def household_view(reference: Reference) -> View:
    """An English view of demo household data of one round."""
    return View("en", Selection(source="households"), reference, {20261: 2026}, demo=True)


@pytest.fixture
def released() -> Callable[..., Released]:
    """Return a function that wraps hand-made rows as the gate would."""

    def wrap(rows: list[dict], question: str = "published", selection: Selection | None = None, hidden: int = 0):
        return Released(question, selection or Selection(), tuple(rows), "", hidden)

    return wrap
