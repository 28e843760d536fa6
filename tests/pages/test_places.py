"""Pages of districts and subdistricts: the same body as a province, the way up in the breadcrumb, back, the lowest level."""

import pytest

from tests.browsing import both_langs, both_widths, settled

# Province Pattani, its district Mueang Pattani, and the subdistrict Sabarang in it.
PROVINCE, DISTRICT, SUBDISTRICT = "94", "9401", "940101"


def crumbs(page) -> list[str]:
    return page.locator(".crumbs li").all_inner_texts()


@both_widths
@both_langs
@pytest.mark.parametrize("code", [DISTRICT, SUBDISTRICT])
def test_a_place_below_a_province_has_a_page(visit, code, lang, width):
    page = visit(f"/province/{code}", width, graphs=False, lang=lang)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").inner_text() == crumbs(page)[-1]
    # Published figures stop at the province: there is nothing to switch to.
    assert page.locator(".segments").count() == 0
    assert page.locator(".demo-banner").is_visible()
    for card in ("districts", "radar", "search"):
        assert page.locator(f"#{card}-card").count() == 1


def test_the_breadcrumb_goes_all_the_way_up_and_back_comes_down(visit):
    page = visit(f"/province/{SUBDISTRICT}", graphs=False, lang="en")
    assert crumbs(page) == ["Thailand", "South", "Pattani", "Mueang Pattani", "Sabarang"]
    for name in ("Mueang Pattani", "Pattani"):
        page.locator(".crumbs a", has_text=name).last.click()
        page.locator("h1", has_text=name).wait_for()
        assert "lang=en" in page.url
    page.go_back()
    page.locator("h1", has_text="Mueang Pattani").wait_for()
    page.go_back()
    page.locator("h1", has_text="Sabarang").wait_for()


def test_the_source_of_a_district_is_its_households_whatever_the_address_says(visit):
    page = visit(f"/province/{DISTRICT}", graphs=False, lang="en", source="published")
    settled(page)
    assert page.locator("#search-card").count() == 1


def test_a_district_ranks_its_subdistricts_and_a_subdistrict_its_neighbours(visit):
    page = visit(f"/province/{DISTRICT}", lang="en")
    inside = page.locator("#districts-table tbody td.word").all_text_contents()
    # Mueang Pattani has thirteen subdistricts.
    assert len(inside) == 13 and "Sabarang" in inside
    page = visit(f"/province/{SUBDISTRICT}", lang="en")
    assert page.locator("#districts-table tbody td.word").all_text_contents() == inside
