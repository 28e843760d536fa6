"""What holds on every page: controls in the address, focus, the same view again, equal numbers, few redraws, paper."""

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browsing import settled
from tests.pages.conftest import drawn

# page: (control, value) in the order in which a reader sets them; a value is written into the address as it is.
CONTROLS = {
    "/": (("source", "households"), ("metric", "H"), ("classes", "equal"), ("round", "20251")),
    "/province/94": (("metric", "capital_overall"), ("round", "20251"), ("source", "published")),
    "/province": (("source", "households"), ("round", "20251")),
    "/capitals": (("places", "94,47"), ("against", "quintile:1"), ("unit", "persons"), ("round", "20251")),
    "/causes": (
        ("by", "region"), ("k", "1/3"), ("weights", "indicators"), ("missing", "zero"), ("unit", "households"),
        ("metric", "M0"), ("classes", "own"), ("breaks", "0.1,0.2"), ("round", "20251"),
    ),
    "/referrals": (("place", "94"), ("entered", "fy2025"), ("round", "20251")),
    "/models": (("place", "94"), ("against", "quintile:5"), ("base", "20241")),
    "/cohorts": (("place", "94"), ("against_place", "47"), ("round", "20251")),
    "/table": (("by", "district"), ("metric", "capital_overall"), ("round", "20251")),
}  # fmt: skip
# What is on screen: the state of every control, every number of a table or a headline, and every number that is drawn.
VIEW = """() => {
    const controls = [...document.querySelectorAll("select, main input:not([type=file])")].filter((one) => one.closest("#frame") && !one.closest(".finder"));
    const chosen = controls.map((one) => [one.id, one.type === "radio" || one.type === "checkbox" ? one.checked : one.value]);
    const words = [...document.querySelectorAll("main td.number, main .ag-cell.number, .hero, .headline b, .figure-list b, .live-figures b")];
    const numbers = [...document.querySelectorAll(".js-plotly-plot")].flatMap((graph) =>
        graph.data.flatMap((trace) => [trace.x, trace.y, trace.z, trace.r].flatMap((axis) => [axis ?? []].flat()))
    );
    return { chosen, words: words.map((one) => one.textContent), numbers: numbers.filter((one) => typeof one === "number").map((one) => one.toPrecision(9)) };
}"""
COUNT = """() => {
    window.redrawn = new Set();
    for (const graph of document.querySelectorAll(".js-plotly-plot")) graph.on("plotly_afterplot", () => window.redrawn.add(graph.parentElement.id));
}"""


# The element that has the focus, as one that would be another if it were built anew.
FOCUSED = "() => { const one = document.activeElement; one.kept ??= Math.random(); return [one.tagName, one.kept]; }"


# Controls that stand before the unseen one that carries them into the address.
OWN = {"k": "[data-k='{value}']", "weights": "#lab-weights", "breaks": ".own-breaks"}


def choose(page, name: str, value: str) -> None:
    """Set a control as its reader does; the keyboard stays where it was."""
    for chip in value.split(",") if name == "places" else ():
        control = page.locator(f"[id*='\"places\"'] input[value='{chip}']")
        control.check(force=True)
        control.focus()
    if name in OWN:
        control = page.locator(OWN[name].format(value=value))
        control.focus()
        if name == "breaks":
            control.fill(value.replace(",", ", "))
            control.press("Enter")
        else:
            control.click() if name == "k" else control.select_option(value)
    elif name != "places":
        controls = f'[id^="{{"][id*="control"][id*="\\"{name}\\""], [id^="{{"][id*="control"][id*="\\"{name}-"]'
        control = page.locator(controls).locator("visible=true").first
        if control.evaluate("one => one.tagName") == "SELECT":
            control.focus()
            control.select_option(value)
        else:
            choice = control.locator(f"input[value='{value}']")
            choice.check(force=True)
            choice.focus()
    focused = page.evaluate(FOCUSED)
    assert focused[0] in ("SELECT", "INPUT", "BUTTON"), (name, focused)
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
    )
    settled(page)
    assert page.evaluate(FOCUSED) == focused, f"{name} has lost the focus"


def view(page) -> dict:
    """Return the view once it holds still."""
    before, now = None, page.evaluate(VIEW)
    while now != before:
        page.wait_for_timeout(150)
        settled(page)
        before, now = now, page.evaluate(VIEW)
    return now


def calm(page) -> None:
    """Wait until the first drawing of a page is over, letters and sizes included."""
    drawing = True
    while drawing:
        page.evaluate("window.redrawn.clear()")
        page.wait_for_timeout(1000)
        drawing = page.evaluate("window.redrawn.size")


def digits(words: list[str]) -> Counter:
    """Return the numbers of a page, years in the calendar of both languages as one."""
    found = [number for word in words for number in re.findall(r"\d[\d,.]*", word)]
    return Counter(str(int(one) - 543) if re.fullmatch(r"25[4-9]\d", one) else one for one in found)


@pytest.mark.parametrize("path", CONTROLS)
def test_the_address_keeps_every_control(visit, new_page, path):
    page = visit(path, graphs=False)
    for name, value in CONTROLS[path]:
        choose(page, name, value)
    # What an earlier control said stands beside what a later one says.
    query = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert query.items() >= {
        (name, value) for name, value in CONTROLS[path] if path != "/province/94" or name == "source"
    }
    seen, link = view(page), page.url
    assert seen["words"] or seen["numbers"]
    page.reload()
    settled(page)
    assert view(page) == seen
    page.locator(".side-nav a[href*='/methods']").click()
    page.wait_for_url("**/methods*")
    page.go_back()
    page.locator(".side-nav [aria-current] a[href*='/methods']").wait_for(state="detached")
    assert page.url == link and view(page) == seen
    page.go_forward()
    page.wait_for_url("**/methods*")
    other = new_page()
    other.goto(link)
    settled(other)
    assert view(other) == seen


@pytest.mark.parametrize("path", [*CONTROLS, "/?source=households&place=94", "/province/94?source=published"])
def test_languages_swap_in_place_with_equal_numbers(visit, path):
    page = visit(path, graphs=False)
    thai = view(page)
    page.locator("#lang-link").click()
    page.locator("#frame[lang=en]").wait_for()
    settled(page)
    english = view(page)
    assert len(digits(thai["words"])) + len(thai["numbers"]) > 5
    assert digits(english["words"]) == digits(thai["words"])
    assert Counter(english["numbers"]) == Counter(thai["numbers"])


@pytest.mark.parametrize(
    ("path", "control", "value", "redrawn"),
    [
        ("/?source=households", "metric", "H", {"map", "ranked"}),
        ("/?source=households", "classes", "equal", {"map", "ranked"}),
        ("/capitals", "unit", "persons", {"cap-radar", "cap-dots"}),
        ("/causes", "classes", "equal", {"lab-map", "lab-ranked"}),
        ("/models", "against", "quintile:5", {"comparison"}),
    ],
)
def test_no_figure_is_drawn_again_that_did_not_change(visit, path, control, value, redrawn):
    page = drawn(visit(path))
    page.evaluate(COUNT)
    calm(page)
    choose(page, control, value)
    view(page)
    assert set(page.evaluate("[...window.redrawn]")) <= redrawn


def test_the_causes_map_follows_its_classes(visit):
    page = drawn(visit("/causes"))
    steps = "() => JSON.stringify(document.querySelector('#lab-map .js-plotly-plot').data.map((trace) => trace.z))"
    before, legend = page.evaluate(steps), page.locator("#lab-map-card .legend").inner_text()
    choose(page, "classes", "equal")
    page.wait_for_function(f"(before) => ({steps})() !== before", arg=before)
    assert page.locator("#lab-map-card .legend").inner_text() != legend


def test_reduced_motion_is_respected(visit):
    page = visit("/", graphs=False)
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return animationName !== "none" || transitionDuration.split(",").some((part) => parseFloat(part) > 0);
    }).length"""
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0


def test_paper_shows_whole_figures_and_no_controls(visit):
    page = drawn(visit("/?source=households"))
    page.set_viewport_size({"width": 718, "height": 1047})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for control in (".side-nav", ".tools", ".switch", ".metrics", ".tabs", ".take-page"):
        assert page.locator(control).first.is_hidden()
    assert page.locator(".demo-banner").is_visible()
    beyond = """() => [...document.querySelectorAll(".card-box")].filter((card) =>
        [...card.querySelectorAll(".svg-container")].some((box) => box.getBoundingClientRect().right > card.getBoundingClientRect().right + 1)
    ).map((card) => card.id)"""
    assert page.evaluate(beyond) == []
