"""Settings: every one is listed, described, read from the environment, and true in the README."""

import pytest

from data.settings import ROOT, Settings
from server.listing import setting_rows
from tests.conftest import run_module

README_ROW = "| `{}` | `{}` | {} |"
# A value that differs from the default, per type.
OTHER = {"Path": "/elsewhere", "str": "9GB", "int": "17", "float": "7.5"}


def variables() -> dict[str, str]:
    """{variable: field} of every setting."""
    return {f"KAEJON_{name}".upper(): name for name in Settings.model_fields}


def test_the_readme_table_is_the_model():
    wanted = [README_ROW.format(name, default, text) for name, default, _, text in setting_rows(Settings())]
    found = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `KAEJON_")]
    assert found == wanted


def test_the_command_lists_every_setting_with_default_value_and_description():
    done = run_module("server", "settings", KAEJON_PORT="9999")
    assert done.returncode == 0
    assert "KAEJON_PORT=9999" in done.stdout and "(default 8050)" in done.stdout
    for name, field in zip(variables(), Settings.model_fields.values(), strict=True):
        assert f"{name}=" in done.stdout and field.description in done.stdout


@pytest.mark.parametrize(("variable", "field"), variables().items())
def test_every_setting_is_read_from_the_environment(variable, field, monkeypatch):
    model = Settings.model_fields[field]
    other = str(not model.default) if model.annotation is bool else OTHER[getattr(model.annotation, "__name__", "int")]
    monkeypatch.setenv(variable, other)
    assert getattr(Settings(), field) != model.default


def test_every_setting_is_used():
    rooms = [path for room in ("data", "etl", "server", "pages", "briefings") for path in (ROOT / room).rglob("*.py")]
    code = "\n".join(path.read_text() for path in [*rooms, ROOT / "app.py", ROOT / "Makefile"])
    unused = [name for variable, name in variables().items() if f".{name}" not in code and variable not in code]
    assert unused == []
