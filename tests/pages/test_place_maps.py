"""Maps of districts and subdistricts: drill-down by mouse and keyboard, zoom, classes, the legend; over a made-up layer."""

import json
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from components.choropleth import AREAS, CURSOR, HIDDEN
from data.reference import load_reference
from data.settings import Settings
from tests.browsing import address, both_langs, settled
from tests.conftest import run_module
from tests.pages.conftest import drawn
from tests.pages.seeing import asked, trace

SIDE = 4
WITHOUT_SHAPE = "9412"
CREDIT = ("--source", "Survey of Squares", "--licence", "CC BY 4.0")


def squares(codes: list[str]) -> str:
    """A grid of squares of a tenth of a degree, four in a row from the south-west, near Pattani."""
    features = []
    for place, code in enumerate(codes):
        west, south = 101 + 0.1 * (place % SIDE), 6 + 0.1 * (place // SIDE)
        east, north = west + 0.1, south + 0.1
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"id": f"TH{code}"}, "geometry": shape})
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture(scope="module")
def mapped(once, build_dir, start_server, key_settings) -> str:
    """The address of a server with a layer of the districts of Pattani but one, and of the subdistricts of its first."""

    def make(folder: Path) -> None:
        shutil.copytree(build_dir, folder, dirs_exist_ok=True, symlinks=True)
        reference = load_reference(Settings.model_fields["reference"].default)
        for level, parent in (("district", "94"), ("subdistrict", "9401")):
            codes = [area.code for area in reference.children(parent) if area.code != WITHOUT_SHAPE]
            file = folder / f"{level}s.geojson"
            file.write_text(squares([*codes, "7777"]))
            done = run_module(
                "etl", "boundaries", str(file), "--level", level, *CREDIT, KAEJON_BUILD=str(folder), **key_settings
            )
            assert done.returncode == 0, done.stderr

    return start_server(once("mapped", make)).url


@pytest.fixture
def visit_map(mapped, new_page):
    """Return a function that opens a page of the server with layers and waits for its map."""

    def go(path: str, width: int = 1440, **query: str):
        page = new_page(width)
        page.goto(address(mapped, path, **query))
        drawn(page)
        page.wait_for_function("document.querySelectorAll('#place-map path.choroplethlocation').length >= 11")
        return page

    return go


def spot(page, code: str) -> list[float]:
    """Return where the middle of an area is on the screen."""
    return page.evaluate(
        """code => {
            const graph = document.querySelector("#place-map .js-plotly-plot");
            graph.scrollIntoView({ block: "center", behavior: "instant" });
            const path = [...graph.querySelectorAll("path.choroplethlocation")].find((area) => area.__data__.loc === code);
            const box = path.getBoundingClientRect();
            return [box.x + 0.3 * box.width, box.y + 0.3 * box.height];
        }""",
        code,
    )


def click(page, code: str) -> None:
    x, y = spot(page, code)
    page.mouse.move(x, y)
    page.wait_for_timeout(150)
    page.mouse.click(x, y)


def legend(page) -> dict[str, int]:
    lines = page.locator("#place-map-extra .legend li").all()
    return {
        line.locator("span").nth(1).inner_text(): int(line.locator(".legend-count").inner_text().strip("· "))
        for line in lines
    }


def test_down_by_mouse_and_back_up(visit_map):
    page = visit_map("/province/94", lang="en", metric="capital_overall", classes="equal")
    assert page.locator("#place-map-notes").inner_text().endswith("Boundaries: Survey of Squares (CC BY 4.0)")
    click(page, "9401")
    page.locator("h1", has_text="Mueang Pattani").wait_for()
    # The view goes along: measure and classes.
    assert page.url.endswith("/province/9401?lang=en&metric=capital_overall&classes=equal")
    drawn(page)
    click(page, "940101")
    page.locator("h1", has_text="Sabarang").wait_for()
    page.go_back()
    page.locator("h1", has_text="Mueang Pattani").wait_for()
    page.go_back()
    page.locator("h1", has_text="Pattani").wait_for()
    assert trace(drawn(page), "place-map", AREAS)["locations"][0] == "9401"


def test_down_and_up_by_keyboard_alone(visit_map):
    page = visit_map("/province/94", lang="en")
    page.locator("#place-map-picture").focus()
    # The first arrow lands on the first area, in the south-west corner; the second on the one to the right of it.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert trace(page, "place-map", CURSOR)["locations"] == ["9402"]
    assert page.locator("#map-readout").inner_text().startswith("Khok Pho: Verified poor households")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Khok Pho").wait_for()
    # Without shapes inside, ranked dots stand in the map's place.
    drawn(page)
    assert page.locator("#place-map-card").count() == 0 and page.locator("#districts-card").count() == 1
    page.locator(".crumbs a", has_text="Pattani").press("Enter")
    page.locator("#place-map-picture").focus()
    page.keyboard.press("Escape")
    page.locator("h1", has_text="Who is poor").wait_for()


def test_only_the_part_inside_is_sent(visit_map, mapped):
    page = visit_map("/province/94")
    assert "in=94" in trace(page, "place-map", AREAS)["geojson"]
    requests = asked(page, lambda: page.locator(".metric.only-households select").select_option("H"))
    page.wait_for_function("document.querySelector('#place-map-title').textContent.includes('H')")
    assert not any("/boundaries/" in request.url for request in requests)


def test_the_legend_counts_every_area_once_and_those_without_a_shape(visit_map):
    page = visit_map("/province/94", lang="en", metric="H")
    counts = legend(page)
    assert counts.pop("No shape on the map") == 1
    # Twelve districts, each in a class, zero, missing or hidden.
    assert sum(counts.values()) == 12
    steps = trace(page, "place-map", AREAS)["z"]
    assert counts.get("hidden (n < 10)", 0) == steps.count(HIDDEN)


def test_a_class_method_changes_colours_legend_and_address(visit_map):
    page = visit_map("/province/94", lang="en", metric="capital_overall")
    seen = {}
    for method in ("-", "equal", "natural"):
        page.locator(".class-chooser select").select_option(method)
        settled(page)
        page.wait_for_timeout(500)
        seen[method] = (trace(page, "place-map", AREAS)["z"], tuple(legend(page).items()))
    assert seen["equal"] != seen["-"] and seen["natural"] != seen["-"]
    assert "classes=natural" in page.url
    page.locator(".class-chooser select").select_option("own")
    page.locator(".own-breaks").fill("1.5; 2, 2.1")
    page.locator(".own-breaks").press("Enter")
    page.wait_for_function("document.querySelector('#place-map-extra').textContent.includes('≥')")
    # What was typed reaches the address as numbers only.
    assert "breaks=1.52%2C2.1" in page.url
    page.locator(".own-breaks").fill("1.5, 2, 2.1")
    page.locator(".own-breaks").press("Enter")
    page.wait_for_function("document.querySelector('#place-map-extra').textContent.includes('2.00–2.10')")
    assert list(legend(page))[:4] == ["< 1.50", "1.50–2.00", "2.00–2.10", "≥ 2.10"]
    chosen = trace(page, "place-map", AREAS)["z"]
    page.reload()
    drawn(page)
    assert trace(page, "place-map", AREAS)["z"] == chosen
    assert page.locator(".own-breaks").input_value() == "1.5, 2, 2.1"


def view(page) -> list[float]:
    return page.evaluate(
        """() => {
            const { projection, center } = document.querySelector("#place-map .js-plotly-plot")._fullLayout.geo;
            return [projection.scale, center.lon, center.lat];
        }"""
    )


def test_every_zoom_and_move_has_a_button_and_a_key_and_survives_another_measure(visit_map):
    page = visit_map("/province/94", lang="en")
    start = view(page)
    assert page.locator("[data-pan=up]").is_hidden()
    page.locator("[data-zoom=in]").click()
    assert view(page)[0] == pytest.approx(1.6 * start[0])
    for side, axis, sign in (("up", 2, 1), ("left", 1, -1), ("right", 1, 1), ("down", 2, -1)):
        before = view(page)
        page.locator(f"[data-pan={side}]").click()
        assert (view(page)[axis] - before[axis]) * sign > 0
    page.locator(".metric.only-households select").select_option("H")
    page.wait_for_function("document.querySelector('#place-map-title').textContent.includes('H')")
    page.wait_for_timeout(300)
    assert view(page)[0] == pytest.approx(1.6)
    page.locator("[data-zoom=home]").click()
    assert view(page) == pytest.approx(start)
    page.locator("#place-map-picture").focus()
    page.keyboard.press("+")
    page.keyboard.press("Shift+ArrowUp")
    assert view(page)[0] == pytest.approx(1.6) and view(page)[2] > start[2]
    page.keyboard.press("-")
    assert view(page) == pytest.approx(start)


def test_the_map_of_a_place_works_on_a_phone(visit_map):
    page = visit_map("/province/94", width=360, lang="en")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    x, y = spot(page, "9401")
    page.touchscreen.tap(x, y)
    page.locator("h1", has_text="Mueang Pattani").wait_for()
    # The same areas as a list, for fingers that miss a small one.
    links = page.locator(".place-links a")
    assert links.count() == 13
    links.first.click()
    page.locator(".crumbs li", has_text="Mueang Pattani").wait_for()


@both_langs
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_on_a_place_with_its_map(visit_map, lang, width):
    page = visit_map("/province/94", width=width, lang=lang, metric="H", classes="own")
    page.locator("[data-zoom=in]").click()
    settled(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_data_page_names_who_drew_each_layer(mapped, new_page):
    page = new_page()
    page.goto(address(mapped, "/data", lang="en"))
    page.locator("#boundaries tbody tr").first.wait_for()
    rows = page.locator("#boundaries tbody tr").all_inner_texts()
    # Of 928 districts 11 have a shape; one shape has no district.
    assert rows[1].split("\t") == ["District", "Survey of Squares", "CC BY 4.0", "11", "917", "1"]
    assert rows[0].startswith("Province\tNatural Earth")


def test_the_map_of_causes_goes_down_with_the_place_and_up_again(mapped, new_page):
    page = new_page()
    page.goto(address(mapped, "/causes", lang="en"))
    drawn(page)
    locations = "document.querySelector('#lab-map .js-plotly-plot').data[1].locations"
    assert "94" in page.evaluate(locations)
    page.locator("#place-list").select_option("94")
    page.wait_for_function(f"{locations}.includes('9401') && !{locations}.includes('94')")
    assert "districts" in page.locator("#lab-map-title").inner_text()
    settled(page)
    # The keyboard walks over the districts that are now drawn, opens one, and Esc goes up level by level.
    box = page.locator("#lab-map-picture")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**place=94*")
    page.wait_for_function("() => new URLSearchParams(location.search).get('place').length === 4")
    settled(page)
    box.focus()
    page.keyboard.press("Escape")
    page.wait_for_function("() => new URLSearchParams(location.search).get('place') === '94'")
    settled(page)
    page.wait_for_function(f"{locations}.includes('9401')")
    # No boundaries of the districts of another province: the home level takes their place.
    page.locator("#place-list").select_option("47")
    page.wait_for_function(f"{locations}.includes('94')")
