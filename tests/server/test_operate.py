"""docs/operate.md: its commands exist and do what it says; a backup that was restored serves the same."""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys

import pytest

from data.settings import ROOT, Settings
from tests.conftest import run_module
from tests.serving import get
from tests.test_docs import commands

GUIDE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
THREATS = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")


def test_every_command_of_the_guide_exists():
    known = set().union(*(commands(room) for room in ("data", "etl", "server")))
    named = {f"python -m {room} {name}" for room, name in re.findall(r"python -m (\w+)\s+([a-z][a-z-]*)", GUIDE)}
    assert len(named) > 8 and named <= known


def test_every_setting_of_the_guide_exists():
    named = set(re.findall(r"KAEJON_[A-Z_]+", GUIDE))
    assert named and named <= {f"KAEJON_{name}".upper() for name in Settings.model_fields}


# Tests of the server that are about no threat.
NOT_THREATS = {
    f"tests/server/test_{name}.py"
    for name in ("answers", "files", "first", "health", "install", "live", "metrics", "operate", "places")
}


def test_every_test_that_the_threats_name_exists():
    named = set(re.findall(r"`(tests/[^`]+)`", THREATS))
    assert len(named) > 8 and [path for path in named if not (ROOT / path).is_file()] == []
    rows = [line for line in THREATS.split("## Doors")[1].split("## ")[0].splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20 and [row for row in rows if not re.search(r"`tests/[^`]+\.py` \|$", row)] == []
    # A file that is named has tests, and those of the doors are all named.
    assert [path for path in named if "def test_" not in (ROOT / path).read_text(encoding="utf-8")] == []
    doors = {f"tests/server/{path.name}" for path in (ROOT / "tests" / "server").glob("test_*.py")}
    assert doors - named == NOT_THREATS


def users(settings: dict[str, str], *words: str, given: str = "") -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "server", "users", *words]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, input=given, capture_output=True, text=True, check=False
    )


@pytest.fixture
def home(tmp_path, build_dir, key_settings) -> dict[str, str]:
    """Settings of a service whose folders are the test's own, with a key and an administrator."""
    shutil.copytree(build_dir, tmp_path / "build")
    settings = {
        "KAEJON_BUILD": str(tmp_path / "build"), "KAEJON_STORE": str(tmp_path / "server.sqlite"), "KAEJON_SIGN_IN": "true",
        "KAEJON_SECRET_KEY_FILE": str(tmp_path / "keys" / "server.key"), **key_settings,
    }  # fmt: skip
    assert run_module("server", "new-secret", **settings).returncode == 0
    assert users(settings, "add", "boss", "--role", "admin").returncode == 0
    return settings


def test_accounts_at_the_terminal(home):
    added = users(home, "add", "malee", "--role", "operator", "--province", "94")
    assert added.returncode == 0 and len(added.stdout.strip()) >= 16
    assert users(home, "add", "malee", "--role", "admin").returncode == 1
    weak = users(home, "add", "manee", "--role", "policymaker", "--password-stdin", given="123456789012\n")
    assert weak.returncode == 1 and "Traceback" not in weak.stderr
    assert "malee  operator  94  active  one factor" in users(home, "list").stdout
    assert users(home, "disable", "malee").returncode == 0
    assert "malee  operator  94  disabled" in users(home, "list").stdout
    for words in (("enable", "malee"), ("reset-factor", "malee"), ("password", "malee")):
        assert users(home, *words).returncode == 0
    assert users(home, "disable", "nobody").returncode == 1


def test_a_backup_that_was_restored_serves_the_same(home, tmp_path, start_server):
    snapshot = (tmp_path / "build" / "current").read_text().strip()
    # The commands of the guide, for the folders of this test.
    block = GUIDE.split("## Back up and restore")[1].split("```")[1]
    backup, back = tmp_path / "backup", tmp_path / "restored"
    for folder in (backup, back):
        folder.mkdir()
    (tmp_path / "build-audit.jsonl").touch()
    for line in block.strip().splitlines():
        line = (
            line.replace("/var/lib/kaejon", str(tmp_path))
            .replace("/backup", str(backup))
            .replace("/elsewhere", str(backup))
        )
        words = shlex.split(line)
        if words[0] == "sqlite3":
            # The same call of SQLite as its command line makes.
            with sqlite3.connect(words[1]) as source, sqlite3.connect(backup / "server.sqlite") as target:
                source.backup(target)
        else:
            subprocess.run(words, check=True)
    for name in ("build.tar.gz", "keys.tar.gz"):
        subprocess.run(["tar", "-C", str(back), "-xzf", str(backup / name)], check=True)
    shutil.copy(backup / "server.sqlite", back)
    restored = {
        **home, "KAEJON_STORE": str(back / "server.sqlite"), "KAEJON_SECRET_KEY_FILE": str(back / "keys" / "server.key"),
    }  # fmt: skip
    running = start_server(back / "build", **restored | {"KAEJON_BUILD": str(back / "build")})
    assert f'"{snapshot}"'.encode() in get(f"{running.url}/readyz")[2]
    assert "boss  admin" in users(restored, "list").stdout


def test_the_audit_at_the_terminal_says_whether_it_is_whole(home, tmp_path):
    whole = run_module("server", "audit", **home)
    assert whole.returncode == 0 and "broken at: nowhere" in whole.stdout
    (tmp_path / "build-audit.jsonl").write_text('{"at": "2020-01-01T00:00:00+00:00", "before": "forged"}\n')
    broken = run_module("server", "audit", **home)
    assert broken.returncode == 1 and "broken at: 1" in broken.stdout
    trimmed = run_module("server", "audit", "--trim", **home)
    assert "trimmed: 1" in trimmed.stdout and trimmed.returncode == 0
