"""The page of cohorts in a browser: every editor, both groups, the numbers of the command line, the cohort taken along."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from data.text import number
from tests.browsing import both_langs, both_widths, settled
from tests.conftest import run_module
from tests.pages.conftest import drawn

FEMALE = "head_sex:female"


def asked_for(page, name: str = "cohort") -> str:
    """Return a parameter of the address as it is now."""
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def live(page, group: str = "cohort") -> list[str]:
    return page.locator(f"#{group}-live b").all_inner_texts()


def open_editor(page, field: str, operator: str = "", group: str = "cohort"):
    page.locator(f"#{group}-add").click()
    editor = page.locator(f"#{group}-editor")
    editor.locator("[data-part=field]").select_option(field)
    if operator:
        editor.locator("[data-part=operator]").select_option(operator)
    return editor


def wait_for(page, text: str, name: str = "cohort") -> None:
    page.wait_for_function(
        "([name, text]) => (new URL(location.href).searchParams.get(name) || '') === text", arg=[name, text]
    )
    settled(page)


EDITS = [
    ("head_age", "between", {"low": "30", "high": "๔๕"}, "head_age:30..45"),
    ("income_month_baht", "from", {"low": "1,500"}, "income_month_baht:1500.."),
    ("land_rai", "upto", {"high": "2.5"}, "land_rai:..2.5"),
    ("size", "is", {"low": "3"}, "size:3..3"),
    ("level", "any", ["2"], "level:2"),
    ("tpmap_listed", "0", {}, "tpmap_listed:0"),
    ("deprived_literacy", "1", {}, "deprived_literacy:1"),
    ("main_occupation", "any", ["farming", "trade"], "main_occupation:farming,trade"),
    ("province_code", "any", ["94", "96"], "province_code:94,96"),
    ("referral_stage", "missing", {}, "referral_stage:missing"),
    ("quintile", "known", {}, "quintile:known"),
]


@pytest.mark.parametrize(("field", "operator", "given", "text"), EDITS)
def test_every_editor_changes_number_and_address(visit, field, operator, given, text):
    page = visit("/cohorts", lang="en", graphs=False)
    before = live(page)
    editor = open_editor(page, field, operator)
    if isinstance(given, dict):
        for part, value in given.items():
            editor.locator(f"[data-part={part}]").fill(value)
    else:
        for code in given:
            editor.locator(f"input[value='{code}']").check()
    codes = text.split(":")[1].split(",")
    wait_for(page, text)
    page.wait_for_function("before => document.querySelector('#cohort-live b').textContent !== before", arg=before[0])
    editor.locator("button[type=submit]").click()
    # The focus stays on the page's own controls, and the condition can be opened again.
    assert page.evaluate("document.activeElement.id") == "cohort-add"
    assert page.locator("#cohort-chips [data-edit]").count() == 1 and codes


ROUND_TRIP = ";".join(sorted({text for *_, text in EDITS}, key=lambda text: text))


def test_every_condition_goes_through_its_editor_unchanged(visit):
    page = visit("/cohorts", graphs=False, cohort=ROUND_TRIP)
    canonical = asked_for(page)
    assert sorted(canonical.split(";")) == sorted(ROUND_TRIP.split(";"))
    for text in canonical.split(";"):
        page.locator(f"#cohort-chips [data-edit={text.split(':')[0]}]").click()
        page.locator("#cohort-editor button[type=submit]").click()
        settled(page)
        assert sorted(asked_for(page).split(";")) == sorted(canonical.split(";")), text


def test_a_wrong_value_waits_and_says_why(visit):
    page = visit("/cohorts", lang="en", graphs=False)
    editor = open_editor(page, "head_age", "between")
    hint = editor.locator(".editor-hint")
    editor.locator("[data-part=low]").fill("abc")
    page.wait_for_function("document.querySelector('.editor-hint').textContent.includes('number')")
    editor.locator("[data-part=low]").fill("50")
    editor.locator("[data-part=high]").fill("40")
    page.wait_for_function("document.querySelector('.editor-hint').textContent.includes('exceed')")
    assert editor.locator("[data-part=low]").get_attribute("aria-invalid") == "true" and hint.is_visible()
    assert asked_for(page) == "" or asked_for(page) == "head_age:50.."
    page.keyboard.press("Escape")
    wait_for(page, "")
    assert page.locator("#cohort-editor").is_hidden()


def test_a_condition_is_removed_and_the_focus_stays(visit):
    page = visit("/cohorts", lang="en", graphs=False, cohort=f"{FEMALE};size:3..5")
    both = live(page)
    page.locator("#cohort-chips [data-remove=size]").focus()
    page.keyboard.press("Enter")
    wait_for(page, FEMALE)
    page.wait_for_function("document.querySelectorAll('#cohort-chips li').length === 1")
    assert page.evaluate("document.activeElement.id") == "cohort-add"
    assert live(page) != both
    assert "sex of the head: female" in page.locator("#cohort-sentence").inner_text()


def test_cancel_puts_a_condition_back(visit):
    page = visit("/cohorts", graphs=False, cohort="size:3..5")
    page.locator("[data-edit=size]").click()
    page.locator("#cohort-editor [data-part=low]").fill("4")
    wait_for(page, "size:4..5")
    page.locator("#cohort-editor [data-part=cancel]").click()
    wait_for(page, "size:3..5")


def test_an_empty_comparison_says_what_to_do(visit):
    page = visit("/cohorts", lang="en", graphs=False)
    assert page.locator(".versus-hint").is_visible() and page.locator("#capitals-dots-card").is_hidden()
    open_editor(page, "head_sex").locator("input[value=female]").check()
    page.locator("#capitals-dots-card").wait_for()
    assert page.locator(".versus-hint").is_hidden()
    # Drawn while it was unseen, it fits all the same.
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_group_b_is_the_rest_another_cohort_or_another_place(visit):
    page = visit("/cohorts", lang="en", graphs=False, cohort=FEMALE)
    sentence = page.locator("#against-sentence")
    assert sentence.inner_text() == "Everybody else in the whole programme"
    table = page.locator("#capitals-dots-table")
    rest = table.text_content()
    assert "different households" in page.locator("#capitals-dots-notes").inner_text()
    open_editor(page, "head_age", "from", "against").locator("[data-part=low]").fill("60")
    wait_for(page, "head_age:60..", "against")
    page.wait_for_function("document.querySelector('#capitals-dots-notes').textContent.includes('may be in both')")
    assert table.text_content() != rest
    page.locator("[data-set-group=same]").click()
    wait_for(page, FEMALE, "against")
    page.locator(".group-place select").nth(1).select_option("96")
    wait_for(page, "96", "against_place")
    assert sentence.inner_text() == "Households of Narathiwat matching sex of the head: female"
    page.locator("[data-set-group=rest]").click()
    wait_for(page, "", "against")
    wait_for(page, "", "against_place")
    assert table.text_content() == rest


def test_the_comparison_has_the_numbers_of_the_command_line(visit, build_dir, key_settings):
    page = visit(
        "/cohorts", lang="en", graphs=False, cohort="size:3..5", place="94", against_place="96", against="size:3..5"
    )
    words = ["cohort=size:3..5", "against=size:3..5", "place=94", "against_place=96", "--json"]
    done = run_module("data", "ask", "compare", *words, **key_settings, KAEJON_BUILD=str(build_dir))
    rows = {row["measure"]: row for row in json.loads(done.stdout)["rows"]}

    def shown(cell, decimals: int) -> str:
        return "hidden (n < 10)" if cell == "hidden" else number(cell, decimals)

    cells = page.locator("#capitals-dots-table tbody tr").first.locator("td").all_text_contents()
    human = rows["capital_human"]
    assert cells[:2] == [shown(human["a"], 2), shown(human["b"], 2)]
    assert cells[4:] == [shown(human["n_a"], 0), shown(human["n_b"], 0)]
    income = page.locator("#answers-dots-table tbody tr", has_text="Monthly income").locator("td").all_text_contents()
    assert income[:2] == [shown(rows["income_month_baht"][side], 0) for side in "ab"]


def test_reload_back_and_a_copied_link_show_the_same(visit, new_page):
    page = visit("/cohorts", graphs=False, lang="en")
    open_editor(page, "head_sex").locator("input[value=female]").check()
    wait_for(page, FEMALE)
    page.locator("#cohort-chips li").wait_for()
    seen = live(page)
    page.reload()
    settled(page)
    assert live(page) == seen
    page.locator(".side-nav a[href^='/data']").click()
    page.locator("#files").wait_for()
    page.go_back()
    page.locator("#cohort-chips li").wait_for()
    assert live(page) == seen and asked_for(page) == FEMALE
    page.go_forward()
    page.locator("#files").wait_for()
    page.go_back()
    page.locator("#cohort-chips li").wait_for()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy=link]").click()
    page.wait_for_function("document.querySelector('[data-copy=link]').textContent === 'Copied'")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    other = new_page()
    other.goto(link)
    other.locator("#cohort-chips li").wait_for()
    assert live(other) == seen


def test_languages_swap_with_equal_numbers(visit):
    page = visit("/cohorts", graphs=False, cohort=f"{FEMALE};debt_baht:10000..;tpmap_listed:0")
    numbers = [live(page), page.locator("#capitals-dots-table td.number").all_text_contents()]
    words = "ครัวเรือนทั้งโครงการที่เข้าเงื่อนไข ไม่อยู่ในรายชื่อ TPMAP และ เพศหัวหน้าครัวเรือน: หญิง และ หนี้สิน ตั้งแต่ 10,000 บาทขึ้นไป"
    assert page.locator("#cohort-sentence").inner_text() == words
    page.locator("#lang-link").click()
    page.locator("h1", has_text="Build a cohort").wait_for()
    found = [live(page), page.locator("#capitals-dots-table td.number").all_text_contents()]
    assert found[0] == numbers[0]
    assert [cell for cell in found[1] if cell[0].isdigit()] == [cell for cell in numbers[1] if cell[0].isdigit()]


@pytest.mark.parametrize(
    "hostile", ["size:5..3", "level:9", "x'y:1", "size:1..2;DROP TABLE household", "head_education:<script>", "%00"]
)
def test_what_is_no_cohort_falls_back(visit, hostile):
    page = visit("/cohorts", graphs=False, lang="en", cohort=hostile, against=hostile, place="9'9", against_place="zz")
    kept = "size:1..2" if "DROP" in hostile else ""
    assert page.locator("#cohort-chips li").count() == bool(kept)
    words = "Households of the whole programme matching household size 1–2 persons"
    assert page.locator("#cohort-sentence").inner_text() == (
        words if kept else "Every household of the whole programme"
    )
    # With the next choice nothing is left of it in the address.
    open_editor(page, "head_sex").locator("input[value=female]").check()
    wait_for(page, ";".join(filter(None, [kept, FEMALE])))
    assert asked_for(page, "against") == kept and asked_for(page, "place") == ""


def numbers_of(page, place: str) -> list[str]:
    return page.locator(place).all_text_contents()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "#tile-who .hero"),
        ("/province", "#provinces-body td.number"),
        ("/province/94", ".headline b"),
        ("/referrals", ".headline b"),
    ],
)
def test_the_cohort_goes_along_and_changes_the_numbers(visit, path, place):
    every = numbers_of(visit(path, graphs=False, source="households", lang="en"), place)
    page = visit("/cohorts", graphs=False, lang="en", cohort=FEMALE)
    start = "/province" if path == "/province/94" else path
    page.locator(f".take-list a[href^='{start}?']").click()
    if path != start:
        page.locator(f"#provinces-body a[href*='{path}']").click()
    page.locator(place).first.wait_for()
    settled(page)
    assert asked_for(page) == FEMALE
    assert page.locator("#cohort-chip .cohort-words").inner_text() == "sex of the head: female"
    fewer = numbers_of(page, place)
    assert fewer != every
    page.locator("[data-drop-cohort]").click()
    wait_for(page, "")
    page.wait_for_function(
        "([place, words]) => document.querySelector(place).textContent === words", arg=[place, every[0]]
    )
    assert page.locator("#cohort-chip").is_hidden()
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_that_do_not_follow_a_cohort_say_so(visit):
    page = visit("/data", graphs=False, lang="en", cohort=FEMALE)
    assert "does not apply to this page" in page.locator("#cohort-chip").inner_text()
    page = visit("/", graphs=False, lang="en", cohort=FEMALE)
    assert "does not apply to published figures" in page.locator("#cohort-chip").inner_text()
    page.locator("#cohort-chip a").click()
    page.locator("#cohort-chips li").wait_for()


def test_the_files_of_the_page_hold_the_table_and_its_columns(visit):
    page = visit("/cohorts", graphs=False, lang="en", cohort=FEMALE)
    rows = page.locator("#areas-table tbody tr")
    assert rows.count() == 20
    assert (
        "“Households of the whole programme matching sex of the head: female”" in page.locator("#citation").inner_text()
    )
    page.locator("summary").click()
    codebook = page.locator("[data-rows=codebook]").inner_text()
    page.locator("#codebook-download").click()
    # A table without a picture offers no picture.
    assert [item.get_attribute("data-take") for item in page.locator("[data-take]:visible").all()] == [
        "csv",
        "xlsx",
        "link",
    ]
    with page.expect_download() as download:
        page.locator("[data-take=csv]").click()
    saved = download.value.path().read_text(encoding="utf-8-sig")
    assert "deprived_literacy" in saved and "Households that fit" in saved
    assert "Households that fit" in codebook and "deprived_literacy" in codebook


@both_widths
@both_langs
def test_axe_finds_nothing_while_editing(visit, width, lang):
    page = visit("/cohorts", width, lang=lang, cohort="size:3..5", against="head_sex:male")
    page.locator("[data-edit=size]").click()
    open_editor(page, "district_code", "any", "against")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(drawn(page)).response["violations"]
    assert [f"{entry['id']}: {entry['nodes'][0]['html']}" for entry in found] == []


@both_langs
def test_an_empty_page_is_calm_without_data(start_server, new_page, tmp_path, lang):
    page = new_page()
    page.goto(f"{start_server(tmp_path).url}/cohorts?lang={lang}")
    settled(page)
    assert "python -m etl load" in page.locator("main").inner_text()
    assert page.locator("[data-builder]").count() == 0
