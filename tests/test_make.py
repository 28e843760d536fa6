"""`make` says what is missing and the one command that mends it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from data.settings import ROOT

SUDO = "" if os.getuid() == 0 else "sudo "


def make(folder: Path, *words: str) -> subprocess.CompletedProcess:
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return subprocess.run(["make", "-C", str(folder), *words], capture_output=True, text=True, check=False)


def program(folder: Path, text: str) -> str:
    """Write a small shell program and return its path."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_help_is_the_default_and_lists_every_target(tmp_path):
    done = make(tmp_path)
    names = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  make ")]
    assert names == ["help", "setup", "run", "test", "lint", "bench", "shots", "soak", "demo", "clean"]


@pytest.mark.parametrize("python", ["", "/no/such/python", "false"])
def test_without_python(tmp_path, python):
    done = make(tmp_path, "setup", f"PYTHON={python}")
    assert done.returncode != 0
    assert f"Mend it with:  {SUDO}apt-get install -y python3.11 python3.11-venv" in done.stdout


def test_with_a_python_that_has_no_venv(tmp_path):
    python = program(tmp_path, 'case "$*" in *ensurepip*) exit 1;; *version_info\\[*) echo python3.12-venv;; esac')
    done = make(tmp_path, "setup", f"PYTHON={python}")
    assert done.returncode != 0
    assert f"Mend it with:  {SUDO}apt-get install -y python3.12-venv" in done.stdout


def test_without_the_network(tmp_path):
    python = program(tmp_path, 'mkdir -p .venv/bin; echo "exit 1" > .venv/bin/python; chmod +x .venv/bin/python')
    done = make(tmp_path, "setup", f"PYTHON={python}")
    assert done.returncode != 0
    assert "mend it with:  make setup" in done.stdout
    assert not (tmp_path / ".venv" / ".packages").exists()


def test_without_chromium_and_without_apt(tmp_path):
    done = make(tmp_path, "browser", "CHROMIUM=/no/such/browser", "APT=false")
    assert done.returncode != 0
    assert f"Mend it with:  {SUDO}apt-get install -y chromium" in done.stdout


@pytest.mark.parametrize("missing", ["OFFICE", "PDFFONTS", "RSCRIPT"])
def test_without_what_opens_documents_and_without_apt(tmp_path, missing):
    there = program(tmp_path, "exit 0")
    programs = dict.fromkeys(("OFFICE", "PDFFONTS", "RSCRIPT"), there)
    done = make(tmp_path, "office", *(f"{name}={path}" for name, path in programs.items()), "APT=false")
    assert (done.returncode, done.stdout.count("Installing")) == (0, 0)
    programs[missing] = "/no/such/program"
    done = make(tmp_path, "office", *(f"{name}={path}" for name, path in programs.items()), "APT=false")
    assert done.returncode != 0
    packages = "libreoffice-impress-nogui poppler-utils r-base-core"
    assert f"Mend it with:  {SUDO}apt-get install -y --no-install-recommends {packages}" in done.stdout


def test_the_second_setup_has_nothing_to_do(tmp_path):
    make(tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / ".packages").touch()
    assert "Installing" not in make(tmp_path, "setup", "PYTHON=false").stdout


def test_continuous_integration_runs_make_test():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "make test"
