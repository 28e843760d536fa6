"""What tests share: one demo snapshot, one real server, browsers that may talk to nobody else."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data.settings import ROOT, Settings
from tests.browsing import FLAGS, WIDTHS, Watch, living
from tests.serving import Running

DEMO_HOUSEHOLDS, DEMO_ROUNDS, DEMO_SEED = 3000, 3, 7


def run_module(*words: str, **settings: str) -> subprocess.CompletedProcess:
    """Run `python -m …` as a person would, with KAEJON_ settings; the caller checks the exit code."""
    environment = {**os.environ, **settings}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def shared_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all test workers of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def once(shared_dir: Path) -> Callable[[str, Callable[[Path], None]], Path]:
    """Return a function that fills a named folder once for all test workers."""

    def fill(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared_dir / name, shared_dir / f"{name}.done"
        with (shared_dir / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir(exist_ok=True)
                make(folder)
                done.touch()
        return folder

    return fill


@pytest.fixture(scope="session")
def key_settings(shared_dir: Path) -> dict[str, str]:
    """Settings that keep the household key of tests away from the one of this account."""
    return {"KAEJON_KEY_FILE": str(shared_dir / "household.key")}


@pytest.fixture(scope="session")
def demo_dir(once) -> Path:
    """Demo exports: 3,000 households, three rounds."""

    def make(folder: Path) -> None:
        numbers = f"--households {DEMO_HOUSEHOLDS} --rounds {DEMO_ROUNDS} --seed {DEMO_SEED}".split()
        done = run_module("etl", "demo", *numbers, "--out", str(folder))
        assert done.returncode == 0, done.stderr

    return once("demo", make)


@pytest.fixture(scope="session")
def build_dir(once, demo_dir: Path, key_settings: dict[str, str]) -> Path:
    """A build folder with the demo snapshot published and the province boundaries made."""

    def make(folder: Path) -> None:
        settings = {**key_settings, "KAEJON_BUILD": str(folder)}
        for words in (("etl", "load", str(demo_dir)), ("etl", "boundaries-default")):
            done = run_module(*words, **settings)
            assert done.returncode == 0, done.stdout + done.stderr

    return once("build", make)


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory, key_settings: dict[str, str]) -> Iterator[Callable]:
    """Return a function `start(build, **settings) -> Running` (url, log, pid), with one worker where settings say nothing.

    All are stopped at the end.
    """
    running: list[Running] = []

    def start(build: Path, **settings: str) -> Running:
        log = tmp_path_factory.mktemp("server") / "log.txt"
        server = Running(log, {**key_settings, "KAEJON_BUILD": str(build), "KAEJON_WORKERS": "1", **settings})
        running.append(server)
        return server.wait()

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def server(start_server, build_dir: Path) -> Running:
    """The production server over the demo snapshot, with as many workers as people get."""
    return start_server(build_dir, KAEJON_WORKERS=str(Settings().workers))


@pytest.fixture(scope="session")
def server_url(server: Running) -> str:
    """The address of the server over the demo snapshot, without a slash at the end."""
    return server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which resolves no name but this machine's."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[Callable[[int, bool], BrowserContext]]:
    """Return a function `profile(width, policy)`: one for all tests, so that scripts are fetched and compiled once."""
    kept: dict[tuple[int, bool], BrowserContext] = {}

    def find(width: int, policy: bool) -> BrowserContext:
        if (width, policy) not in kept:
            size = {"width": width, "height": 900 if width > 600 else 740}
            found = browser.new_context(viewport=size, has_touch=width < 600, bypass_csp=not policy)
            kept[width, policy] = found
        return kept[width, policy]

    yield find
    for context in kept.values():
        context.close()


@pytest.fixture
def new_page(profile: Callable[[int, bool], BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Return a function `new_page(width=1440, allow=(), policy=False)` that opens a window without cookies or rights.

    policy: keep the page's Content-Security-Policy, which also forbids conditions to wait for. The test fails at its end
    where a window asked another machine for anything, or logged an error whose text holds none of the words of `allow`.
    """
    watches: list[Watch] = []

    def open_window(width: int = WIDTHS[0], allow: tuple[str, ...] = (), policy: bool = False) -> Page:
        watches.append(Watch(profile(width, policy).new_page(), allow))
        return living(watches[-1].page)

    yield open_window
    complaints = [line for watch in watches for line in watch.close()]
    for context in {watch.page.context for watch in watches}:
        context.clear_cookies()
        context.clear_permissions()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(new_page) -> Page:
    """A fresh window of 1440 px."""
    return new_page()
