"""Pages to sign in, of the account and of administrators: one language, nothing that axe finds, nothing beside the screen."""

import json
import shutil
import time
import zipfile
from html import unescape
from importlib.resources import files

import pytest

from server.access import accounts, sessions
from server.access.accounts import Wanted
from server.access.store import Account, Store
from server.secret import new_secret
from tests.browsing import address, both_langs, both_widths, settled
from tests.pages.test_downloads import open_book, take
from tests.pages.test_every_page import WORDS, foreign

OWN = "94"
PEOPLE = {
    "boss": Wanted("boss", "admin"),
    "malee": Wanted("malee", "operator", (OWN,)),
    "napa": Wanted("napa", "researcher", (OWN,), "2569", time.time() + 90 * 86400),
    "fresh": Wanted("fresh", "policymaker"),
    "half": Wanted("half", "operator", (OWN,)),
}
PAGES = [
    ("", "/login"), ("fresh", "/login/password"), ("half", "/login/enrol"), ("napa", "/account"), ("malee", "/account"),
    ("boss", "/admin"), ("boss", "/admin/audit"), ("malee", "/household"),
]  # fmt: skip
# Names of accounts, the letters of codes and of times.
NAMES = {*PEOPLE, "UTC"}


@pytest.fixture(scope="module")
def signed(start_server, build_dir, tmp_path_factory, demo_dir):
    """(address of a server with accounts, {name: token}, the code of a household in the operator's area)."""
    folder = tmp_path_factory.mktemp("access")
    new_secret(folder / "server.key")
    settings = {"KAEJON_STORE": str(folder / "server.sqlite"), "KAEJON_SECRET_KEY_FILE": str(folder / "server.key")}
    # A build of its own: the audit of the shared one holds what other tests wrote, in their own words.
    build = shutil.copytree(build_dir, folder / "build", symlinks=True)
    server = start_server(build, **settings, KAEJON_SIGN_IN="true", KAEJON_WORKERS="1")
    with Store(folder / "server.sqlite").reading():
        tokens = {}
        for name, wanted in PEOPLE.items():
            account = accounts.create(
                wanted, "seven quiet herons by the weir", frozenset({OWN}), temporary=name == "fresh"
            )
            tokens[name] = sessions.begin(account, complete=name != "half")
    rows = [line.split(",") for line in (demo_dir / "households.csv").read_text(encoding="utf-8-sig").splitlines()]
    place, code = rows[0].index("province_code"), rows[0].index("household_id")
    return server.url, tokens, next(row[code] for row in rows[1:] if row[place] == OWN)


def enter(page, signed, name: str) -> None:
    page.context.clear_cookies()
    if name:
        page.context.add_cookies([{"name": "kaejon", "value": signed[1][name], "url": signed[0]}])


@both_widths
@both_langs
def test_every_page_of_the_door_reads_well(new_page, signed, lang, width):
    page = new_page(width)
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    for name, path in PAGES:
        enter(page, signed, name)
        page.goto(address(signed[0], path, lang=lang))
        if path == "/household":
            page.fill("[name=code]", signed[2])
            page.fill("[name=reason]", "25690501-94")
            page.click("main form button")
            page.wait_for_selector("tbody tr")
            assert page.locator("tbody tr").count() > 20
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")["violations"]
        told = [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]
        assert told == [], path + json.dumps(told, ensure_ascii=False, indent=1)
        # Codes that a machine made are of no language.
        page.evaluate("document.querySelectorAll('main code').forEach((code) => code.remove())")
        assert foreign(page.evaluate(WORDS), lang) - NAMES == set(), path


def test_every_export_of_a_page_says_its_data_set_and_who_took_it(new_page, signed, build_dir):
    """Picture, spreadsheet, table and the whole page as a ZIP; a PNG is drawn from the vectors of the SVG."""
    page = new_page(1440)
    snapshot = (build_dir / "current").read_text().strip()
    for name in ("malee", ""):
        enter(page, signed, name)
        page.goto(address(signed[0], "/province/94"))
        settled(page)
        page.wait_for_selector("#radar .main-svg")
        texts = [unescape(take(page, "radar", "svg").path().read_text(encoding="utf-8"))]
        texts.append(take(page, "districts", "csv").path().read_text(encoding="utf-8-sig"))
        texts.append("\n".join(str(row[0].value) for row in open_book(take(page, "districts", "xlsx")).worksheets[1]))
        with page.expect_download() as download:
            page.locator("[data-take-page=zip]").click()
        with zipfile.ZipFile(download.value.path()) as archive:
            texts += [archive.read(one).decode("utf-8-sig") for one in archive.namelist() if one.endswith(".csv")]
        page.goto(address(signed[0], "/table"))
        settled(page)
        texts.append(take(page, "areas", "csv").path().read_text(encoding="utf-8-sig"))
        assert len(texts) > 5
        for text in texts:
            assert snapshot in text, text[-300:]
            assert ("malee" in text) == bool(name), text[-300:]


@both_langs
def test_on_a_phone_the_head_leads_to_sign_in_and_says_who_is_in_and_until_when(new_page, signed, lang):
    page = new_page(360)
    enter(page, signed, "")
    page.goto(address(signed[0], "/", lang=lang))
    page.locator("a.account").click()
    page.wait_for_selector("[name=password]")
    enter(page, signed, "malee")
    page.goto(address(signed[0], "/", lang=lang))
    assert page.locator("a.account").inner_text().split("\n") == [
        "malee", {"th": "ผู้ปฏิบัติงานในพื้นที่", "en": "field operator"}[lang],
    ]  # fmt: skip
    # A researcher has no more than the public before the terms are agreed to.
    for role in ({"th": "สาธารณะ", "en": "public"}[lang], {"th": "นักวิจัย", "en": "researcher"}[lang]):
        enter(page, signed, "napa")
        page.goto(address(signed[0], "/", lang=lang))
        name, rights = page.locator("a.account").inner_text().split("\n")
        assert (name, rights.split()[:2]) == ("napa", [role, {"th": "ถึง", "en": "until"}[lang]])
        box = page.locator("a.account").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360
        page.locator("a.account").click()
        agree = page.locator("form[action^='/account/agree'] button")
        assert role in page.content() or agree.count()
        if agree.count():
            agree.click()
    with Account._meta.database.connection_context():
        Account.update(agreed_at=None).execute()


def test_an_operator_reads_who_waits_longest_and_filters_households_by_words(new_page, signed):
    page = new_page(360)
    enter(page, signed, "malee")
    # A page of a longer list: this one is short, and begins with the longest wait.
    page.goto(address(signed[0], "/referrals", lang="en", place=OWN, page="3"))
    settled(page)
    days = "[...document.querySelectorAll('#waiting-card tbody tr')].map((row) => Number(row.cells[6].textContent.replace(',', '')))"
    waits = page.evaluate(days)
    assert 1 < len(waits) <= 50 and waits == sorted(waits, reverse=True)
    assert page.locator("#waiting-card footer").inner_text().startswith(f"1–{len(waits)} of {len(waits)} ")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide = new_page()
    enter(wide, signed, "malee")
    wide.goto(address(signed[0], "/table", lang="en"))
    settled(wide)
    grid = wide.locator("#households-card")
    grid.locator(".ag-header-cell[col-id='head_sex'] .ag-header-cell-filter-button").click()
    wide.locator(".ag-filter input[type=text]").first.fill("fem")
    wide.get_by_role("button", name="Apply").click()
    wide.wait_for_function(
        "[...document.querySelectorAll('#households-card [role=gridcell][col-id=head_sex]')].every((cell) => cell.innerText === 'female')"
    )
    assert grid.locator("[role=gridcell][col-id=head_sex]").count() > 5
