"""Browser windows for tests: sizes, languages, and a watch that no request leaves the machine."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from data.text import LANGS

WIDTHS = (1440, 360)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
OWN_HOSTS = ("127.0.0.1", "localhost")
OWN_SCHEMES = ("data", "blob", "about")
# A crowded machine may take long for the first page of a server.
SECONDS = 30

# Places that stand for every place of a page with a code in its address.
SAMPLE_PLACES = ("94", "30")
# Views of a page that its bare address does not show, and addresses that lead nowhere.
MORE_VIEWS = {
    "/": ("/?source=households", "/?source=households&place=94&metric=H"),
    "/province": ("/province?source=households",),
    "/referrals": ("/referrals?place=94&entered=fy2025",),
    "/capitals": ("/capitals?places=94,47",),
    "/table": ("/table?by=subdistrict",),
    "/causes": ("/causes?place=94&k=1/3",),
    "/models": ("/models?against=quintile:5",),
    "/cohorts": ("/cohorts?cohort=size:3..5;tpmap_listed:0",),
    "/province/<code>": ("/province/94?source=published",),
}
LOST = ("/nowhere", "/province/xx")


def every_address() -> list[str]:
    """Return addresses that show every page that is registered: a new page is among them by itself."""
    import dash

    from app import create_app
    from data.settings import Settings

    create_app(Settings())
    found = []
    for page in dash.page_registry.values():
        path = page["path_template"] or page["path"]
        if path.startswith("/not-found"):
            continue
        found += [re.sub("<[^>]+>", place, path) for place in SAMPLE_PLACES] if "<" in path else [path]
        found += MORE_VIEWS.get(path, ())
    return [*found, *LOST]


both_langs = pytest.mark.parametrize("lang", LANGS)
both_widths = pytest.mark.parametrize("width", WIDTHS)


def address(server_url: str, path: str, **query: str) -> str:
    """Return the address of a page; Thai, the default language, leaves no trace in it."""
    kept = {name: value for name, value in query.items() if (name, value) != ("lang", "th")}
    mark = "&" if "?" in path else "?"
    return f"{server_url}{path}" + (f"{mark}{urlencode(kept)}" if kept else "")


class Watch:
    """What one window, and those that it opens, asked for and complained about."""

    def __init__(self, page: Page, allow: tuple[str, ...] = ()):
        self.page, self.allow = page, allow
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._follow(page)

    def _follow(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"script error: {error}"))
        page.on("popup", self._follow)

    def complaints(self) -> list[str]:
        """Return the complaints since the last time, one line each."""
        away = [f"request left the machine: {url}" for url in self.requests if not is_own(url)]
        found = away + [line for line in self.errors if not any(word in line for word in self.allow)]
        self.requests.clear()
        self.errors.clear()
        return found

    def close(self) -> list[str]:
        """Close the window and return its complaints."""
        self.page.close()
        return self.complaints()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"console error: {message.text} ({message.location.get('url', '')})")


def is_own(url: str) -> bool:
    """Whether an address stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in OWN_SCHEMES or parts.hostname in OWN_HOSTS


# Callbacks that Dash has yet to ask, to hear of or to write down.
UNDER_WAY = """() => Object.entries(window.dash_stores?.[0]?.getState().callbacks ?? {})
    .some(([name, list]) => name !== "stored" && Array.isArray(list) && list.length > 0)"""


def living(page: Page) -> Page:
    """Make a window go on only once the living page has taken the place of the picture that came with its address."""
    for name in ("goto", "reload", "go_back", "go_forward"):
        setattr(page, name, _then_living(page, getattr(page, name)))
    return page


def _then_living(page: Page, go: Callable) -> Callable:
    def gone(*where, **how):
        answer = go(*where, **how)
        expect(page.locator("#first")).to_have_count(0, timeout=SECONDS * 1000)
        return answer

    return gone


def settled(page: Page) -> Page:
    """Wait until the living page stands and Dash has answered every callback that is under way."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("#first, ._dash-loading, [data-dash-is-loading=true]")).to_have_count(0, timeout=SECONDS * 1000)
    end = time.monotonic() + SECONDS
    while page.evaluate(UNDER_WAY):
        assert time.monotonic() < end, "callbacks are under way for too long"
        page.wait_for_timeout(20)
    return page
