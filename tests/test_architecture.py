"""The rules of the house hold, and each rule finds a breach that is planted for it."""

from pathlib import Path

import pytest

from data.settings import ROOT
from tests import rules

SOUND = {
    "app.py": "from components.frame import shell\nfrom pages import overview\nfrom server import install\n",
    "pages/overview.py": "import dash\n\nfrom components import radar\nfrom data.queries import ask\n",
    "components/radar.py": 'import plotly\nfrom data.text import Text\nT = Text("x", "Select a place from the list")\n',
    "components/theme.py": 'INK = "#14213D"\n',
    "data/text.py": '"""SELECT words FROM nowhere."""\nimport re\n',
    "data/queries/poverty.py": 'from data.library import Library\n\nSQL = "SELECT 1 FROM household_profile"\n',
    "etl/load.py": 'import duckdb\n\nfrom data.reference import Reference\n\nSQL = "CREATE TABLE t (a INT)"\n',
    "server/health.py": "from flask import Flask\n\nfrom data.library import Library\n",
    "assets/tokens.css": ":root { --ink: #14213D; }\n",
    "assets/base.css": "/* #fff */ #add { color: var(--ink); }\n",
    "assets/url.js": "// plain words\nconst local = 'http://127.0.0.1';\n",
    "requirements.txt": "# direct\ndash==1\nplotly==1\nduckdb==1\nflask==1\n",
}
PLANTED = {
    "components ask": (rules.wrong_arrows, "components/radar.py", "from data.queries import ask\n"),
    "components ask by the package": (rules.wrong_arrows, "components/radar.py", "from data import queries\n"),
    "components open snapshots": (rules.wrong_arrows, "components/radar.py", "import data.snapshot\n"),
    "a page knows a page": (rules.wrong_arrows, "pages/overview.py", "from pages import province\n"),
    "a page knows a page beside it": (rules.wrong_arrows, "pages/overview.py", "from . import province\n"),
    "a page loads": (rules.wrong_arrows, "pages/overview.py", "from etl.load import load\n"),
    "data knows a page": (rules.wrong_arrows, "data/text.py", "import pages.overview\n"),
    "the vocabulary asks": (rules.wrong_arrows, "data/text.py", "from data.queries import ask\n"),
    "the server knows app": (rules.wrong_arrows, "server/health.py", "import app\n"),
    "the server loads": (rules.wrong_arrows, "server/health.py", "def f():\n    from etl import load\n"),
    "etl asks": (rules.wrong_arrows, "etl/load.py", "from data.queries.poverty import SQL\n"),
    "the server reads raw ids": (rules.wrong_arrows, "server/health.py", "from data.crosswalk import own_codes\n"),
    "app loads": (rules.wrong_arrows, "app.py", "import etl.load\n"),
    "the product knows its tests": (rules.wrong_arrows, "etl/load.py", "from tests import rules\n"),
    "data draws": (rules.wrong_rooms, "data/queries/poverty.py", "import plotly.graph_objects as go\n"),
    "data knows dash": (rules.wrong_rooms, "data/text.py", "from dash import html\n"),
    "a page opens the database": (rules.wrong_rooms, "pages/overview.py", "import duckdb\n"),
    "a package without a pin": (rules.unpinned, "etl/load.py", "import typer\n"),
    "a package nobody has": (rules.unpinned, "etl/load.py", "import no_such_package\n"),
    "SQL in a page": (rules.stray_sql, "pages/overview.py", 'Q = "SELECT code FROM t"\n'),
    "SQL in an f-string": (rules.stray_sql, "pages/overview.py", 't = 1\nQ = f"INSERT INTO {t} VALUES (1)"\n'),
    "SQL in small letters": (rules.stray_sql, "server/health.py", 'Q = "select a from t where b = 1"\n'),
    "SQL that copies": (rules.stray_sql, "components/radar.py", "Q = \"COPY t TO 'x.csv'\"\n"),
    "SQL as a file": (rules.stray_sql, "pages/overview.sql", "SELECT 1"),
    "a colour in a page": (rules.stray_colours, "pages/overview.py", 'RED = "#B42318"\n'),
    "a short colour": (rules.stray_colours, "components/radar.py", 'STYLE = {"color": "#fff"}\n'),
    "a colour by numbers": (rules.stray_colours, "components/radar.py", 'FILL = "rgba(0, 0, 0, 0.15)"\n'),
    "a colour in a style sheet": (rules.stray_colours, "assets/base.css", "a:hover { color: #0F6E68; }\n"),
    "a colour at the end of a sheet": (rules.stray_colours, "assets/base.css", "a { border: 1px solid #ccc }\n"),
    "a colour in a script": (rules.stray_colours, "assets/url.js", "const ink = '#14213D';\n"),
    "a CDN in a page": (rules.other_hosts, "app.py", 'CSS = ["https://cdn.example.org/a.css"]\n'),
    "a CDN in a style sheet": (rules.other_hosts, "assets/base.css", "@import url(//fonts.example.org/x);\n"),
    "a CDN in a script": (rules.other_hosts, "assets/url.js", "import('https://cdn.example.org/a.js');\n"),
    "a theme that is an address": (
        rules.other_hosts,
        "app.py",
        "import dash_bootstrap_components as dbc\nX = dbc.themes.LUX\n",
    ),
    "debugging": (rules.debug_modes, "app.py", "app = None\napp.run(debug=True)\n"),
    "a long file": (rules.long_files, "pages/overview.py", "x = 1\n" * 401),
    "a long style sheet": (rules.long_files, "assets/base.css", "a {}\n" * 401),
}


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_sound_tree_breaks_no_rule(rule, tmp_path):
    assert rule(plant(tmp_path, SOUND)) == []


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_breach_is_found(rule, name, text, tmp_path):
    found = rule(plant(tmp_path, SOUND | {name: text}))
    assert len(found) == 1
    assert name in found[0]


def test_every_rule_has_a_planted_breach():
    assert {rule for rule, _, _ in PLANTED.values()} == set(rules.RULES)


def test_the_rules_look_at_every_room():
    assert {room for room, _ in rules.python_files(ROOT)} == {*rules.ROOMS, "benchmarks"}


def test_pins_are_exact_and_agree_with_the_lock():
    lock = dict(line.lower().replace("_", "-").split("==") for line in rules.pin_lines(ROOT / "requirements.lock"))
    direct = rules.pin_lines(ROOT / "requirements.txt") + rules.pin_lines(ROOT / "requirements-dev.txt")
    pins = dict(line.lower().replace("_", "-").split("==") for line in direct)
    assert {name: lock.get(name) for name in pins} == pins
    assert "://" not in (ROOT / "requirements.lock").read_text()
