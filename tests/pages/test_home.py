"""The overview in a browser: map, ranking, panel, switches; by pointer and by keyboard."""

import pytest

from components.choropleth import AREAS, CURSOR, MISSING, SELECTED
from components.ranked_dots import LEFT, RING
from tests.browsing import both_langs, settled
from tests.pages.seeing import asked, click_area, published, trace

NOT_PUBLISHED = {"30", "35", "52", "65", "93"}
PERIOD = "2020-2026"
TITLES = ("#map-title", "#ranked-title")


def choose_metric(page, value: str, source: str = "published") -> None:
    before = [page.locator(title).inner_text() for title in TITLES]
    page.locator(f".metric.only-{source} select").select_option(value)
    for title, words in zip(TITLES, before, strict=True):
        page.wait_for_function(
            "([title, words]) => document.querySelector(title).textContent !== words", arg=[title, words]
        )
    settled(page)


def choose_source(page, value: str) -> None:
    page.locator(f".segments input[value={value}]").check(force=True)
    settled(page)


def panel_number(page, label: str) -> str:
    return page.locator("#panel .figure-list div", has_text=label).locator("b").inner_text()


def test_the_published_figures_are_there_at_once(visit):
    page = visit("/", lang="en")
    text = page.locator(".tile-band").inner_text()
    # The sums of the twenty published provinces.
    for number in ("286,003", "306,388", "588", "1,158", "504.3", "62,169"):
        assert number in text
    assert "17 Aug 2026" in text and "10 Aug 2026" in text
    assert page.locator(".demo-banner").is_hidden()


def test_the_worst_three_are_named_with_their_weakest_capital(visit):
    page = visit("/", lang="en", metric="overall_capital_score")
    worst = page.locator(".worst-list li").all_inner_texts()
    assert len(worst) == 3
    # Buri Ram has the lowest overall score of 2026, 1.67; its five scores bottom out at social capital 1.00.
    assert worst[0].split("\n")[:2] == ["Buri Ram", "1.67"]
    assert "Social capital 1.00" in worst[0]


@both_langs
def test_a_click_on_the_map_opens_the_panel_with_the_published_number(visit, lang):
    page = visit("/", lang=lang)
    click_area(page, "94")
    page.locator("#panel .open-page").wait_for()
    value = float(published("94", "verified_poor_households", PERIOD))
    label = {"th": "ครัวเรือนยากจนที่ยืนยันแล้ว", "en": "Verified poor households"}[lang]
    assert panel_number(page, label) == f"{value:,.0f}"
    assert "place=94" in page.url
    assert trace(page, "map", SELECTED)["locations"] == ["94"]
    assert trace(page, "ranked", RING)["x"] == [value]


def test_the_keyboard_walks_the_map_opens_and_closes(visit):
    page = visit("/", lang="en", place="94")
    page.locator("[data-points]").focus()
    # Narathiwat and Yala lie south of Pattani, Yala nearer to straight below it.
    page.keyboard.press("ArrowDown")
    code = trace(page, "map", CURSOR)["locations"][0]
    assert code in {"95", "96"}
    name = {"95": "Yala", "96": "Narathiwat"}[code]
    assert page.locator("#map-readout").inner_text().startswith(f"{name}: Verified poor households")
    page.keyboard.press("Enter")
    page.locator("#panel > header h2", has_text=name).wait_for()
    assert (
        panel_number(page, "Verified poor households")
        == f"{float(published(code, 'verified_poor_households', PERIOD)):,.0f}"
    )
    page.keyboard.press("Escape")
    page.locator("#panel .pick-box").wait_for()
    assert "place=" not in page.url
    assert trace(page, "map", SELECTED)["locations"] == []


def test_every_province_can_be_reached_by_arrows(visit):
    page = visit("/")
    box = page.locator("[data-points]")
    box.focus()
    reached = page.evaluate(
        """() => {
            const box = document.querySelector("[data-points]");
            const all = Object.keys(JSON.parse(box.dataset.points));
            const seen = new Set([all[0]]), queue = [all[0]];
            while (queue.length) {
                const from = queue.pop();
                for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
                    box.dataset.cursor = from;
                    box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                    if (!seen.has(box.dataset.cursor)) { seen.add(box.dataset.cursor); queue.push(box.dataset.cursor); }
                }
            }
            return [seen.size, all.length];
        }"""
    )
    assert reached == [20, 20]


def test_a_second_click_opens_the_page_of_the_province(visit):
    page = visit("/", lang="en", place="47")
    click_area(page, "47")
    page.wait_for_url("**/province/47?lang=en&source=published")
    page.locator("h1", has_text="Sakon Nakhon").wait_for()
    page.go_back()
    page.locator("#panel > header h2", has_text="Sakon Nakhon").wait_for()


def test_dots_and_missing_rows_open_the_panel_too(visit):
    page = visit("/", lang="en", metric="social_capital_score")
    rows = page.locator("#ranked .nsewdrag")
    rows.scroll_into_view_if_needed()
    box = rows.bounding_box()
    # Twenty rows of equal height: the first is the lowest score, the last has none.
    for row in (0, 19):
        code = trace(page, "ranked", LEFT)["customdata"][row]
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] * (row + 0.5) / 20)
        page.wait_for_timeout(150)
        page.mouse.click(box["x"] + 20, box["y"] + box["height"] * (row + 0.5) / 20)
        page.wait_for_url(f"**place={code}*")


def test_another_measure_recolours_without_sending_the_geometry_again(visit):
    page = visit("/")
    before = trace(page, "map", AREAS)
    requests = asked(page, lambda: choose_metric(page, "social_capital_score"))
    after = trace(page, "map", AREAS)
    assert after["z"] != before["z"] and after["colorscale"] != before["colorscale"]
    assert after["geojson"] == before["geojson"]
    assert not any("/boundaries/" in request.url for request in requests)
    answers = [request.response().text() for request in requests if request.method == "POST"]
    assert any('"colorscale"' in answer for answer in answers)
    assert not any("geojson" in answer or "coordinates" in answer for answer in answers)
    assert "metric=social_capital_score" in page.url


def test_provinces_without_a_score_are_drawn_missing(visit):
    page = visit("/", lang="en", metric="social_capital_score")
    areas = trace(page, "map", AREAS)
    missing = {code for code, step in zip(areas["locations"], areas["z"], strict=True) if step == MISSING}
    assert missing == NOT_PUBLISHED
    page.wait_for_function("document.querySelectorAll('path[data-kind=missing]').length === 5")
    fills = page.eval_on_selector_all("path[data-kind=missing]", "all => all.map(path => path.getAttribute('fill'))")
    assert set(fills) == {"url(#kj-missing)"}
    assert page.locator(".legend li", has_text="No data").locator(".legend-count").inner_text().endswith("5")
    assert page.locator("#ranked .annotation", has_text="no data").count() == 5
    click_area(page, "93")
    page.locator("#panel .no-scores").wait_for()


def test_households_and_published_figures_differ_and_say_what_they_are(visit):
    page = visit("/", lang="en")
    real = page.locator("#tile-who").inner_text()
    choose_source(page, "households")
    page.wait_for_function("document.querySelector('#map-title').textContent.includes('round')")
    # Map and tiles answer apart.
    page.wait_for_function("real => document.querySelector('#tile-who').innerText !== real", arg=real)
    assert page.locator(".demo-banner").is_visible()
    assert "demo data" in page.locator("#map .gtitle").text_content()
    choose_source(page, "published")
    page.wait_for_function("!document.querySelector('#map-title').textContent.includes('round')")
    page.wait_for_function("real => document.querySelector('#tile-who').innerText === real", arg=real)
    assert page.locator(".demo-banner").is_hidden()
    assert page.locator("#map .gtitle").count() == 0 or not page.locator("#map .gtitle").text_content()


def test_an_older_round_shows_other_numbers(visit):
    page = visit("/", lang="en", source="households", metric="capital_social")
    newest = page.locator("#map-title").inner_text()
    cells = page.locator("#map-table td").all_text_contents()
    page.locator(".round select").select_option(index=2)
    page.wait_for_function("title => document.querySelector('#map-title').textContent !== title", arg=newest)
    assert page.locator("#map-table td").all_text_contents() != cells
    assert "round=" in page.url


@pytest.mark.parametrize(
    "query",
    [
        {"metric": "social_capital_score", "place": "94"},
        {"source": "households", "metric": "capital_social", "place": "47"},
    ],
)
def test_a_copied_link_gives_the_same_view(visit, query):
    page = visit("/", **query)
    chosen = page.locator(f".metric.only-{query.get('source', 'published')} select").input_value()
    assert chosen == query["metric"]
    first = (page.locator("#panel").inner_text(), trace(page, "map", AREAS)["z"])
    page.reload()
    page.locator("#panel .open-page").wait_for()
    settled(page)
    assert (page.locator("#panel").inner_text(), trace(page, "map", AREAS)["z"]) == first


def test_the_language_link_keeps_the_view_and_its_numbers(visit):
    page = visit("/")
    choose_metric(page, "social_capital_score")
    click_area(page, "94")
    page.locator("#panel .open-page").wait_for()
    cells = page.locator("#map-table td.number").all_text_contents()
    page.locator("#lang-link").click()
    page.locator("h1", has_text="Who is poor").wait_for()
    settled(page)
    assert {"lang=en", "metric=social_capital_score", "place=94"} <= set(page.url.split("?")[1].split("&"))
    english = page.locator("#map-table td.number").all_text_contents()
    assert english == [cell.replace("ไม่มีข้อมูล", "–") for cell in cells]
    assert page.locator("#panel > header h2").inner_text().startswith("Pattani")


def test_the_tabs_of_a_card_work_by_keyboard(visit):
    page = visit("/", lang="en")
    page.locator("#map-tab-chart").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#map-tab-table").get_attribute("aria-selected") == "true"
    assert page.locator("#map-table table").is_visible() and page.locator("#map").is_hidden()
    # Twenty provinces, the one of most concern first.
    assert page.locator("#map-table tbody tr").count() == 20


def test_the_csv_is_what_the_table_shows(visit):
    page = visit("/", lang="en")
    page.locator("[data-download=map]").click()
    with page.expect_download() as download:
        page.locator("[data-take=csv]").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == '"#","Province","Verified poor households (households)"'
    assert lines[1] == '"1","Pattani","26,030"'
    assert len([line for line in lines if line.startswith('"') and line[1].isdigit()]) == 20
    assert any("captured 17 Aug 2026" in line for line in lines)


def test_the_map_works_on_a_phone(visit):
    page = visit("/", width=360, lang="en")
    click_area(page, "30")
    page.locator("#panel > header h2", has_text="Nakhon Ratchasima").wait_for()
    page.wait_for_timeout(600)
    assert page.locator("#panel > header h2").bounding_box()["y"] < 740
    assert page.locator(".side-nav").bounding_box()["y"] > 650
