"""Research packets on request: who may, what is refused at once, made by a worker, recorded, fetched by its owner alone."""

import io
import json
import time
import zipfile

import pandas
import pytest

from app import create_app
from data import audit
from data.settings import Settings
from server import briefings
from server.access import accounts, sessions
from server.access.accounts import Wanted
from server.access.store import Store
from server.secret import new_secret
from tests.waiting import ended

PURPOSE = "a thesis on the causes of poverty"
ASKED = {"purpose": PURPOSE, "agreed": "1"}
LAST_DAY = 1_830_297_599.0


@pytest.fixture(scope="module")
def settings(tmp_path_factory, build_dir, key_settings) -> Settings:
    folder = tmp_path_factory.mktemp("packets")
    new_secret(folder / "server.key")
    return Settings(
        build=build_dir, key_file=key_settings["KAEJON_KEY_FILE"], store=folder / "server.sqlite", jobs=folder / "jobs",
        secret_key_file=folder / "server.key", sign_in=True, requests_per_minute=100000,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clients(settings):
    """{name: client}: two researchers, one of Pattani alone, one who has not agreed to the terms, and an administrator."""
    flask, found = create_app(settings).server, {}
    with Store(settings.store).reading():
        for name, provinces in (("somsri", ()), ("pattani", ("94",)), ("hasty", ()), ("boss", ())):
            role = "admin" if name == "boss" else "researcher"
            wanted = Wanted(name, role, provinces, "thesis", LAST_DAY)
            account = accounts.create(wanted, "seven quiet herons by the weir", frozenset({"94"}))
            account.agreed_at = None if name == "hasty" else time.time()
            account.save()
            found[name] = client = flask.test_client()
            client.environ_base["HTTP_ORIGIN"] = "http://localhost"
            client.set_cookie("kaejon", sessions.begin(account, complete=True))
    return found


def read(answer) -> tuple[dict, pandas.DataFrame]:
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    files = {name.split("/", 1)[1]: name for name in archive.namelist()}
    facts = json.loads(archive.read(files["metadata.json"]))
    return facts, pandas.read_csv(archive.open(files["microdata.csv"]), dtype=str)


def test_a_packet_is_made_recorded_and_fetched_by_who_asked_and_by_nobody_else(clients, settings):
    client, other = clients["somsri"], clients["pattani"]
    answer = client.post(
        "/packets/jobs", data={**ASKED, "cohort": "head_sex:female", "formats": "pdf", "role": "admin"}
    )
    assert answer.status_code == 202
    state = ended(client, answer.json)
    assert (state["state"], state["done"], state["of"]) == ("done", 4, 4)
    address = f"/briefings/jobs/{answer.json['id']}"
    [name] = state["files"]
    for path in (address, f"{address}/{name}"):
        assert other.get(path).status_code == 404
    fetched = client.get(f"{address}/{name}")
    assert fetched.status_code == 200 and "no-store" in fetched.headers["Cache-Control"]
    facts, rows = read(fetched)
    assert len(rows) == state["rows"] == facts["rows"] and set(rows["head_sex"]) == {"female"}
    assert facts["made_for"] == {"account": "somsri", "role": "researcher", "provinces": []}
    assert facts["until"] == "2027-12-31" and facts["purpose"] == PURPOSE
    *_, made, took = audit.entries(audit.audit_file(settings.build))
    assert (made["event"], made["who"], made["reason"], made["rows"]) == ("packet", "somsri", PURPOSE, len(rows))
    assert (made["snapshot"], made["packet"]) == (facts["snapshot"], facts["packet"])
    assert made["selection"]["cohort"] == "head_sex:female"
    assert (took["event"], took["who"], took["file"]) == ("took a packet", "somsri", name)
    page = clients["boss"].get("/admin/audit?lang=en").get_data(as_text=True)
    assert f"packet {facts['packet']}, {len(rows):,} rows" in page and PURPOSE in page and name in page
    # The folder of the job holds the packet alone: erasing a household removes it as a whole.
    assert {path.name for path in (settings.jobs / answer.json["id"]).iterdir()} >= {name, "request.json"}


def test_a_forged_place_or_cohort_gives_no_row_of_another_province(clients):
    client = clients["pattani"]
    wide = client.post("/packets/jobs", data={**ASKED, "provinces": "47", "account": "somsri"})
    state = ended(client, wide.json)
    facts, rows = read(client.get(f"/briefings/jobs/{wide.json['id']}/{state['files'][0]}"))
    assert set(rows["province_code"]) == {"94"} and facts["made_for"]["provinces"] == ["94"]
    other = client.post("/packets/jobs", data={**ASKED, "place": "47"})
    state = ended(client, other.json)
    assert (
        state["state"] == "failed" and "Fewer than 50" in state["problem"]["en"] and "ไม่ถึง 50" in state["problem"]["th"]
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"purpose": "short"}, "not stated"),
        ({"agreed": ""}, "agreed"),
        ({"cohort": "village_code:94010101"}, "village code"),
        ({"place": "940101"}, "small"),
        ({"snapshot": "20200101T000000-abcdef"}, "not kept"),
    ],
)
def test_what_will_not_be_made_is_refused_at_once_in_both_languages(clients, monkeypatch, values, said):
    monkeypatch.setattr(briefings, "_start", lambda job, settings: pytest.fail("a worker was started"))
    answer = clients["somsri"].post("/packets/jobs", data={**ASKED, **values})
    assert answer.status_code == 400 and said in answer.json["problem"]["en"] and answer.json["problem"]["th"]


def test_a_researcher_who_has_not_agreed_and_a_page_of_another_site_get_nothing(clients):
    assert clients["hasty"].post("/packets/jobs", data=ASKED).status_code == 404
    away = clients["somsri"].post("/packets/jobs", data=ASKED, headers={"Origin": "https://elsewhere.example"})
    assert away.status_code == 403


def test_a_waiting_packet_can_be_cancelled_and_nobody_fills_the_queue(clients, monkeypatch):
    monkeypatch.setattr(briefings, "_start", lambda job, settings: None)
    client = clients["somsri"]
    waiting = [client.post("/packets/jobs", data=ASKED).json for _ in range(briefings.MOST_OPEN)]
    assert client.post("/packets/jobs", data=ASKED).status_code == 429
    for job in waiting:
        assert client.post(f"/briefings/jobs/{job['id']}/cancel").json["state"] == "cancelled"
