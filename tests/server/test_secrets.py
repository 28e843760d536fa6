"""Secrets are compared in a time that tells nothing: where code of the server compares one, it is hmac.compare_digest."""

import ast
import re
from pathlib import Path

from data.settings import ROOT

SECRETS = re.compile(r"token|password|secret|nonce|sealed|recovery|owner|signature|cookie", re.IGNORECASE)
# Columns of the store: the database looks up digests, never what was sent.
COLUMNS = re.compile(r"^(Session|Account)\.\w+ [=!]= ")
WORDS = re.compile(r"[=!]= '\w+'$")
FILES = [*sorted((ROOT / "server").rglob("*.py")), ROOT / "data" / "jobs.py", ROOT / "data" / "key.py"]


def plain_comparisons(path: Path) -> list[str]:
    """Return comparisons with == or != that name a secret; a word that stands in the code is none."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(isinstance(sign, ast.Eq | ast.NotEq) for sign in node.ops):
            text = ast.unparse(node)
            if SECRETS.search(text) and not COLUMNS.search(text) and not WORDS.search(text):
                found.append(f"{path.name}:{node.lineno} {text}")
    return found


def test_no_secret_is_compared_letter_by_letter():
    assert [line for path in FILES for line in plain_comparisons(path)] == []


def test_the_rule_finds_what_is_planted_and_the_right_way_is_in_use(tmp_path):
    planted = tmp_path / "door.py"
    planted.write_text("def f(token, given):\n    if token == given: return 1\n    return act == 'password'\n")
    assert plain_comparisons(planted) == ["door.py:2 token == given"]
    using = [path.name for path in FILES if "hmac.compare_digest(" in path.read_text(encoding="utf-8")]
    assert {"second_factor.py", "openid.py", "jobs.py"} <= set(using)
