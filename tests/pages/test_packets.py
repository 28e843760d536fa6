"""Research packets on the page of cohorts: drawn for who may take them, asked for, said no to, fetched."""

import io
import json
import time
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe

from server.access import accounts, sessions
from server.access.accounts import Wanted
from server.access.store import Store
from server.secret import new_secret
from tests.browsing import settled

SECONDS = 90_000


@pytest.fixture(scope="module")
def signed_in(start_server, build_dir, tmp_path_factory):
    """The address of a server with sign-in, and {role: cookie}."""
    folder = tmp_path_factory.mktemp("packets")
    new_secret(folder / "server.key")
    cookies = {}
    with Store(folder / "server.sqlite").reading():
        for role in ("researcher", "policymaker"):
            made = accounts.create(
                Wanted(role, role, (), "thesis on causes", 4e9), "seven quiet herons by the weir", frozenset()
            )
            made.agreed_at = time.time()
            made.save()
            cookies[role] = sessions.begin(made, complete=True)
    own = {"SIGN_IN": "true", "STORE": folder / "server.sqlite", "SECRET_KEY_FILE": folder / "server.key", "JOBS": folder / "jobs"}  # fmt: skip
    return start_server(build_dir, **{f"KAEJON_{name}": str(value) for name, value in own.items()}).url, cookies


def test_a_researcher_asks_is_told_no_and_why_and_takes_a_packet(signed_in, new_page):
    (url, cookies), page = signed_in, new_page(allow=("400",))
    page.context.add_cookies([{"name": "kaejon", "value": cookies["researcher"], "url": url}])
    page.goto(f"{url}/cohorts?lang=en&cohort=village_code:94010101;head_sex:female")
    page.locator("#packets").wait_for()
    settled(page)
    assert page.locator("#packet-purpose").input_value() == "thesis on causes"
    page.locator("#packet-purpose").fill("why")
    page.locator("#briefing-make").click()
    assert page.locator("#briefing-said").inner_text() == "State the purpose in at least 10 characters"
    page.locator("#packet-purpose").fill("a thesis on the causes of poverty")
    page.locator("#briefing-make").click()
    assert page.locator("#briefing-said").inner_text() == "Agree to the terms first"
    page.locator("#packet-agreed").check()
    with page.expect_response("**/packets/jobs") as answer:
        page.locator("#briefing-make").click()
    assert answer.value.status == 400
    page.wait_for_function("document.getElementById('briefing-said').textContent.includes('village code')")
    # The condition goes, and the packet follows what is on screen now.
    page.locator("#cohort-chips .condition-remove").last.click()
    page.wait_for_function("!location.search.includes('village')")
    settled(page)
    page.locator("#briefing-make").click()
    page.locator(".briefing-state.done").wait_for(timeout=SECONDS)
    assert "rows" in page.locator(".briefing-state.done").inner_text()
    assert "sex of the head: female" in page.locator("#briefing-jobs b").inner_text()
    found = Axe().run(page, context="#packets")
    assert found.violations_count == 0, found.generate_report()
    with page.expect_download() as download:
        page.locator(".briefing-file").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    [name] = [name for name in archive.namelist() if name.endswith("metadata.json")]
    assert json.loads(archive.read(name))["selection"]["cohort"] == "head_sex:female"
    other = new_page()
    other.context.add_cookies([{"name": "kaejon", "value": cookies["policymaker"], "url": url}])
    other.goto(f"{url}/cohorts?lang=en")
    other.locator("#cohort-add").wait_for()
    assert other.locator("#packets").count() == 0
