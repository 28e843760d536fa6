"""What a reader waits for, in Chromium over loopback at full size: paint, redraw, bytes and shift of every page."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.pages import p95, serving
from benchmarks.report import Report
from tests.browsing import FLAGS, settled

COLD_MS, WARM_MS, REDRAW_MS, SHIFT = 1500.0, 800.0, 400.0, 0.02
FIRST_MB, LATER_KB = 2.1, 80.0
VISITS, REDRAWS = 5, 12
SIZE = {"width": 1440, "height": 900}
# The grid's own bundle comes once, apart from what a page sends.
GRID = "async-ag-grid"
WATCH = """
window.kept = { paint: 0, shift: 0, drawn: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.kept.paint = entry.startTime; }))
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) window.kept.shift += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""
# The last redraw after a control changed: nothing was drawn for a quarter of a second.
REDRAW = """async ([control, value]) => {
  const started = performance.now();
  let last = started;
  const graphs = [...document.querySelectorAll(".js-plotly-plot")];
  graphs.forEach((graph) => graph.on("plotly_afterplot", () => { last = performance.now(); }));
  const select = document.getElementById(control);
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(select, value);
  select.dispatchEvent(new Event("change", { bubbles: true }));
  while (last === started || performance.now() - last < 250) {
    await new Promise((done) => setTimeout(done, 10));
    if (performance.now() - started > 10000) break;
  }
  return last - started;
}"""


@dataclass
class Sent:
    """Bytes on the wire since the last `clear`, by address."""

    by_address: dict[str, int] = field(default_factory=dict)

    def follow(self, context: BrowserContext, page: Page) -> None:
        """Count everything that the page receives, compressed as it comes."""
        names: dict[str, str] = {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.responseReceived", lambda event: names.update({event["requestId"]: event["response"]["url"]})
        )
        session.on("Network.loadingFinished", lambda event: self._add(names.get(event["requestId"], ""), event))

    def _add(self, address: str, event: dict) -> None:
        self.by_address[address] = self.by_address.get(address, 0) + int(event["encodedDataLength"])

    def clear(self) -> None:
        """Begin again."""
        self.by_address.clear()

    @property
    def total(self) -> int:
        """Bytes of everything but the grid's bundle."""
        return sum(size for address, size in self.by_address.items() if GRID not in address)


def bench_browser(report: Report) -> None:
    """Measure the first page cold and warm, every page of the menu, and the redraw after another measure is chosen."""
    with serving("server", "serve") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        address = f"{url}/?source=households"
        cold = [_visit(browser.new_context(viewport=SIZE, bypass_csp=True), address) for _ in range(VISITS)]
        report.limit("largest paint, cold", min(paint for paint, _, _ in cold), COLD_MS, "ms", f"best of {VISITS}")
        report.limit("first visit", max(sent for _, _, sent in cold) / 1e6, FIRST_MB, "MB", "with Brotli")
        context = browser.new_context(viewport=SIZE, bypass_csp=True)
        warm = [_visit(context, address) for _ in range(VISITS + 1)][1:]
        report.limit("largest paint, warm", min(paint for paint, _, _ in warm), WARM_MS, "ms", f"best of {VISITS}")
        _tell_pages(report, context, url)
        _tell_redraws(report, context, address)
        browser.close()


def _visit(context: BrowserContext, address: str) -> tuple[float, float, int]:
    """Return largest paint (ms), layout shift and bytes of one page."""
    page, sent = context.new_page(), Sent()
    page.add_init_script(WATCH)
    sent.follow(context, page)
    page.goto(address)
    settled(page)
    page.wait_for_function("window.kept.paint > 0")
    page.wait_for_timeout(500)
    kept = page.evaluate("window.kept")
    page.close()
    return kept["paint"], kept["shift"], sent.total


def _tell_pages(report: Report, context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(url)
    settled(page)
    paths = page.eval_on_selector_all(".side-nav a", "all => all.map((link) => link.getAttribute('href'))")
    page.close()
    for path in dict.fromkeys([*paths, "/province/94"]):
        _visit(context, url + path)
        _, shift, sent = _visit(context, url + path)
        report.limit(f"bytes of {path}", sent / 1e3, LATER_KB, "kB", "after the first visit")
        report.limit(f"layout shift of {path}", shift, SHIFT, "")


def _tell_redraws(report: Report, context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    settled(page)
    control = page.locator("select[id*='metric-households']").get_attribute("id")
    values = page.eval_on_selector_all(f"[id='{control}'] option", "all => all.map((option) => option.value)")
    # The list of Bootstrap begins with an entry of no value, then comes the measure on screen: neither draws anything.
    took = [page.evaluate(REDRAW, [control, value]) for value in values[2 : 2 + REDRAWS]]
    report.limit("another measure to the last redraw, p95", p95(took), REDRAW_MS, "ms", f"{len(took)} measures")
    page.close()
