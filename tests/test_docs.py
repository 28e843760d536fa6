"""The README names every command, target and page that exists, and none that does not."""

import importlib
import re

import dash
import pytest
import typer

from app import create_app
from data.settings import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMAND_ROOMS = ("data", "etl", "server")
# Rooms that are one command.
SINGLE = {"python -m briefings ", "python -m briefings packet"}
# Modules of other packages that the README runs.
TOOLS = {"venv", "pip", "pytest", "ruff"}


def table_rows(heading: str) -> dict[str, str]:
    """Return {first column: second column} of the first table under a heading; code marks are taken off."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    return {name: text.replace("`", "") for name, text in rows}


def targets() -> dict[str, str]:
    """Return {target: description} as `make help` shows them."""
    return dict(re.findall(r"^([a-z]+):.*## (.+)$", MAKEFILE, re.MULTILINE))


def commands(room: str) -> dict[str, str]:
    """Return {command: first sentence of its help} of a room's command line."""
    module = importlib.import_module(f"{room}.__main__")
    (cli,) = [value for value in vars(module).values() if isinstance(value, typer.Typer)]
    group = typer.main.get_command(cli)
    return {f"python -m {room} {name}": command.get_short_help_str(200) for name, command in group.commands.items()}


def test_the_targets_of_the_readme_are_those_of_make_help():
    assert table_rows("Two commands") == {f"make {name}": text for name, text in targets().items()}


def test_every_target_named_anywhere_exists():
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= {*targets(), "help"}


@pytest.mark.parametrize("room", COMMAND_ROOMS)
def test_the_commands_of_the_readme_are_those_of_the_room(room):
    named = {name: text for name, text in table_rows("Commands").items() if name.startswith(f"python -m {room} ")}
    assert set(named) == set(commands(room))


def test_every_command_named_anywhere_exists():
    known = SINGLE.union(*(commands(room) for room in COMMAND_ROOMS))
    named = re.findall(r"python -m (\w+) ?([a-z][a-z-]*)?", README)
    assert {f"python -m {room} {name}" for room, name in named if room not in TOOLS} <= known


def test_the_commands_without_make_are_those_of_make():
    plain = re.findall(r"^\.venv/bin/python -m (.+?)(?: +#.*)?$", README, re.MULTILINE)
    recipes = MAKEFILE.replace("$(PIP)", "pip install -c requirements.lock").replace("$(PY) -m ", "")
    missing = [line for line in plain if line.split(" -n ")[0] not in recipes]
    assert missing == []


def test_the_pages_of_the_readme_are_the_registered_ones():
    create_app(Settings())
    registered = {page["path_template"] or page["path"] for page in dash.page_registry.values()}
    pages = {path for path in registered if not path.startswith("/not-found")}
    assert set(table_rows("Pages and addresses")) == pages
