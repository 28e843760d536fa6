"""Every door × every role: who gets what when a route or callback is asked directly, without a page in between."""

import json
import time

import dash
import pytest

from app import create_app
from data import audit
from data.key import hashed
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.settings import Settings
from data.text import number
from data.viewer import Viewer
from server.access import accounts, sessions
from server.access.accounts import Wanted
from server.access.store import Account, Store
from server.secret import new_secret
from tests.posting import routing

PASSWORD = "seven quiet herons by the weir"
OWN, OTHER = "94", "47"
ROLES = {
    "nobody": None,
    "half way in": Wanted("halfway", "admin"),
    # Both factors given, with a password that somebody else made.
    "to choose": Wanted("to-choose", "admin"),
    "policymaker": Wanted("policymaker", "policymaker"),
    "researcher": Wanted("researcher", "researcher", (OWN,), "thesis", 4e9),
    "operator": Wanted("operator", "operator", (OWN,)),
    "admin": Wanted("admin", "admin"),
}
READS_ROWS = ("operator", "admin")
SIGNED_IN = ("policymaker", "researcher", "operator", "admin")


@pytest.fixture(scope="module")
def settings(tmp_path_factory, build_dir, key_settings) -> Settings:
    folder = tmp_path_factory.mktemp("doors")
    new_secret(folder / "server.key")
    return Settings(
        build=build_dir, key_file=key_settings["KAEJON_KEY_FILE"], store=folder / "server.sqlite",
        secret_key_file=folder / "server.key", sign_in=True, tries_per_minute=1000, requests_per_minute=100000,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clients(settings):
    """{role: client with a session of that role}; sessions are begun past both factors, which have tests of their own."""
    flask = create_app(settings).server
    found = {}
    with Store(settings.store).reading():
        for role, wanted in ROLES.items():
            found[role] = client = flask.test_client()
            client.environ_base["HTTP_ORIGIN"] = "http://localhost"
            if wanted is None:
                continue
            account = accounts.create(wanted, PASSWORD, frozenset({OWN, OTHER}))
            account.agreed_at, account.temporary = time.time(), role == "to choose"
            account.save()
            client.set_cookie("kaejon", sessions.begin(account, complete=role != "half way in"))
    return found


def only(*roles: str, ok: int = 200, else_: int = 404) -> dict[str, int]:
    return {role: ok if role in roles else else_ for role in ROLES}


EVERYBODY = only(*ROLES)
# (method, rule) -> status per role. What a rule needs beyond its address stands in `SENT`.
DOORS = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/<path:path>"): EVERYBODY,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    ("GET", "/live"): EVERYBODY,
    ("GET", "/fonts/<name>"): EVERYBODY,
    ("GET", "/vendor/<name>"): EVERYBODY,
    ("GET", "/boundaries/<level>.geojson"): EVERYBODY,
    ("GET", "/assets/<path:filename>"): EVERYBODY,
    ("GET", "/assets/all.<kind>"): EVERYBODY,
    ("GET", "/_dash-layout"): EVERYBODY,
    ("GET", "/_dash-dependencies"): EVERYBODY,
    ("POST", "/places"): EVERYBODY,
    ("POST", "/briefings/jobs"): only(*ROLES, ok=400),
    ("POST", "/packets/jobs"): only("researcher", "admin", ok=400),
    ("GET", "/briefings/jobs/<job_id>"): only(),
    ("POST", "/briefings/jobs/<job_id>/cancel"): only(),
    ("GET", "/briefings/jobs/<job_id>/<file>"): only(),
    ("GET", "/login"): {**EVERYBODY, "to choose": 302},
    ("GET", "/login/openid"): only(else_=404),
    ("GET", "/login/openid/back"): only(else_=404),
    ("POST", "/login"): only(else_=401),
    ("GET", "/login/code"): only("half way in", else_=302),
    ("POST", "/login/code"): {**only(else_=302), "half way in": 401},
    ("GET", "/login/enrol"): only("half way in", else_=302),
    ("POST", "/login/enrol"): {**only(else_=302), "half way in": 403},
    ("GET", "/login/password"): only("to choose", else_=302),
    ("POST", "/login/password"): {**only(else_=302), "to choose": 400},
    ("GET", "/account"): only(*SIGNED_IN),
    ("POST", "/account/agree"): only(*SIGNED_IN, ok=303),
    ("POST", "/account/password"): only(*SIGNED_IN, ok=401),
    ("GET", "/household"): only(*READS_ROWS),
    ("POST", "/household"): only(*READS_ROWS, ok=400),
    ("GET", "/admin"): only("admin"),
    ("POST", "/admin"): only("admin", ok=400),
    ("POST", "/admin/<int:number>"): only("admin", ok=404),
    ("GET", "/admin/audit"): only("admin"),
    ("GET", "/admin/audit.csv"): only("admin"),
}
FILLED = {
    "/briefings/jobs/<job_id>": f"/briefings/jobs/{'x' * 43}", "/briefings/jobs/<job_id>/cancel": f"/briefings/jobs/{'x' * 43}/cancel",
    "/briefings/jobs/<job_id>/<file>": f"/briefings/jobs/{'x' * 43}/request.json",
    "/<path:path>": "/province/94", "/fonts/<name>": "/fonts/Sarabun-Regular.ttf",
    "/vendor/<name>": "/vendor/bootstrap.min.css", "/boundaries/<level>.geojson": "/boundaries/province.geojson",
    "/assets/<path:filename>": "/assets/tokens.css", "/assets/all.<kind>": "/assets/all.js", "/admin/<int:number>": "/admin/99999",
}  # fmt: skip
# Routes of Dash that answer the same to all, with a test of their own, and the ways out, which end the session.
ELSEWHERE = {
    "/_dash-update-component", "/_reload-hash", "/_favicon.ico", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/logout", "/logout/everywhere", "/static/<path:filename>",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("door", "statuses"), DOORS.items(), ids=lambda entry: " ".join(entry) if len(entry) == 2 else ""
)
def test_a_door_opens_to_whom_it_should(clients, door, statuses, role):
    method, rule = door
    answer = clients[role].open(FILLED.get(rule, rule), method=method)
    assert answer.status_code == statuses[role]


def test_every_route_is_a_row_of_the_matrix(clients):
    rules = {
        (method, rule.rule)
        for rule in clients["nobody"].application.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule not in ELSEWHERE
    }
    known = set(DOORS) | {(method, rule) for _, rule in DOORS for method in ("GET", "POST", "PUT", "DELETE", "PATCH")}
    assert sorted(rules - known) == []
    assert sorted(rule for _, rule in set(DOORS) - rules) == []


def render(client, path: str, search: str = "") -> str:
    """Post the routing callback as a page would, and return what it answers."""
    body = routing(client.get("/_dash-dependencies").json, path, search)
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def pages() -> list[str]:
    paths = {entry["path_template"] or entry["path"] for entry in dash.page_registry.values()}
    return sorted(path.replace("<code>", OWN) for path in paths)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_sends_rows_of_households_to_who_may_not_read_them(clients, role):
    for path in pages():
        text = render(clients[role], path, "?source=households")
        assert role in READS_ROWS or "kj_" not in text, path


@pytest.mark.parametrize("place", [OWN, OTHER])
@pytest.mark.parametrize("role", ROLES)
def test_the_grid_of_households_is_answered_to_who_may_read_them(clients, role, place):
    """Sorted and filtered on the server for administrators, and for an operator in the own area; nobody else gets a row."""
    # Where several apps stand in one process, Dash lists their callbacks together.
    known = clients[role].get("/_dash-dependencies").json
    entry = next(entry for entry in known if '"grid":"households"' in entry["output"])
    grid = {"grid": "households", "version": "x"}
    request = {
        "startRow": 0, "sortModel": [{"colId": "size", "sort": "desc"}],
        "filterModel": {"size": {"type": "inRange", "filter": 2, "filterTo": 4}},
    }  # fmt: skip
    body = {
        "output": entry["output"], "outputs": {"id": grid, "property": "getRowsResponse"}, "changedPropIds": ["x"],
        "inputs": [{"id": grid, "property": "getRowsRequest", "value": request}],
        "state": [{"id": entry["state"][0]["id"], "property": "data", "value": {"place": place}}],
    }  # fmt: skip
    answer = clients[role].post("/_dash-update-component", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 200
    [found] = [part["getRowsResponse"] for part in answer.json["response"].values()]
    shown = [row["size"] for row in found["rowData"]]
    assert bool(shown) == (role == "admin" or (role, place) == ("operator", OWN)) and len(shown) <= 50
    assert shown == sorted(shown, reverse=True) and set(shown) <= {"2", "3", "4"}


def test_a_forged_place_never_widens_the_scope(clients, settings):
    library = Library(settings)
    [row] = ask("verification", Selection(place=OTHER), Viewer("admin"), library).rows
    exact = number(row["verified_poor_households"])
    assert exact in render(clients["admin"], f"/province/{OTHER}")
    assert exact not in render(clients["operator"], f"/province/{OTHER}")
    [own] = ask("verification", Selection(place=OWN), Viewer("admin"), library).rows
    assert number(own["verified_poor_households"]) in render(clients["operator"], f"/province/{OWN}")


def test_layout_and_dependencies_hold_no_numbers_of_households(clients):
    for role in ROLES:
        text = clients[role].get("/_dash-layout").get_data(as_text=True)
        assert "kj_" not in text and len(text) < 5000
        assert "kj_" not in clients[role].get("/_dash-dependencies").get_data(as_text=True)


def test_what_one_role_was_answered_is_not_given_to_another(clients):
    first = {role: render(clients[role], f"/province/{OWN}") for role in ("admin", "nobody", "operator")}
    again = {role: render(clients[role], f"/province/{OWN}") for role in ("nobody", "operator", "admin")}
    assert first["nobody"] != first["admin"]
    assert {role: again[role] for role in first} == first


def test_answers_of_accounts_are_in_the_audit_and_those_of_the_public_are_not(clients, settings):
    path = audit.audit_file(settings.build)
    before = len(list(audit.entries(path)))
    render(clients["nobody"], f"/province/{OWN}")
    assert len(list(audit.entries(path))) == before
    render(clients["operator"], f"/province/{OWN}")
    *_, entry = audit.entries(path)
    assert (entry["who"], entry["role"], entry["provinces"], entry["event"]) == (
        "operator",
        "operator",
        [OWN],
        "answered",
    )
    assert {"question": "verification", "place": OWN} in [
        {"question": answer["question"], "place": answer["selection"].get("place")} for answer in entry["answers"]
    ]
    assert audit.breaks(path) == []


def test_what_cannot_be_recorded_is_not_sent(clients, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(audit, "audit_file", lambda build: tmp_path / "no folder" / "audit.jsonl")
    [entry] = [
        entry for entry in clients["operator"].get("/_dash-dependencies").json if "_pages_content" in entry["output"]
    ]
    assert entry
    with pytest.raises(AssertionError):
        render(clients["operator"], f"/province/{OWN}")


def test_an_operator_finds_a_household_of_the_own_areas_by_its_code(clients, settings, demo_dir):
    rows = [line.split(",") for line in (demo_dir / "households.csv").read_text(encoding="utf-8-sig").splitlines()]
    head = rows[0]
    codes = {row[head.index("province_code")]: row[head.index("household_id")] for row in rows[1:]}
    reason = "visit on Monday"
    own = clients["operator"].post("/household", data={"code": codes[OWN], "reason": reason})
    assert own.status_code == 200 and "<td>" in own.get_data(as_text=True)
    other = clients["operator"].post("/household", data={"code": codes[OTHER], "reason": reason})
    nobody = clients["operator"].post("/household", data={"code": "no such code", "reason": reason})
    assert other.status_code == nobody.status_code == 404
    assert clients["admin"].post("/household", data={"code": codes[OTHER], "reason": reason}).status_code == 200
    assert clients["policymaker"].post("/household", data={"code": codes[OWN], "reason": reason}).status_code == 404
    entries = [entry for entry in audit.entries(audit.audit_file(settings.build)) if entry["event"] == "household"]
    assert [(entry["who"], entry["found"], entry["reason"]) for entry in entries[-4:]] == [
        ("operator", True, reason), ("operator", False, reason), ("operator", False, reason), ("admin", True, reason),
    ]  # fmt: skip
    # Neither the code nor its stored form is in the audit.
    text = audit.audit_file(settings.build).read_text()
    key = bytes.fromhex(settings.key_file.read_text().strip())
    assert codes[OWN] not in text and hashed(codes[OWN], key) not in text


def test_the_ways_out_end_the_session(clients, settings):
    flask = clients["nobody"].application
    with Store(settings.store).reading():
        account = Account.get(Account.name == "policymaker")
        tokens = [sessions.begin(account, complete=True) for _ in range(3)]
    first, second = flask.test_client(), flask.test_client()
    for client, token in ((first, tokens[0]), (second, tokens[1])):
        client.environ_base["HTTP_ORIGIN"] = "http://localhost"
        client.set_cookie("kaejon", token)
        assert client.get("/account").status_code == 200
    assert first.post("/logout").status_code == 303
    first.set_cookie("kaejon", tokens[0])
    assert first.get("/account").status_code == 404 and second.get("/account").status_code == 200


BACK_SLASHES = [
    "/..%2f..%2fetc/passwd",
    "/assets/..%2f..%2fapp.py",
    "/fonts/..%2f..%2fapp.py",
    "/vendor/%2e%2e/app.py",
    "/boundaries/..%2fprovince.geojson",
]


@pytest.mark.parametrize("path", BACK_SLASHES)
def test_no_path_leaves_its_folder(clients, path):
    answer = clients["nobody"].get(path)
    assert b"create_app" not in answer.data and b"root:" not in answer.data


def test_a_body_that_is_too_large_too_deep_or_no_json_is_refused_in_words(clients):
    client = clients["nobody"]
    deep = '{"inputs":' + "[" * 100_000 + "]" * 100_000 + "}"
    unknown = '{"output": "no such callback"}'
    unlike = (
        '{"output": "badge.children", "outputs": {"id": "badge", "property": "children"}, "inputs": [], "state": []}'
    )
    for body in ("x" * 2_000_000, deep, "{", '"text"', "[]", "null", unknown, unlike):
        answer = client.post("/_dash-update-component", data=body, content_type="application/json")
        assert 400 <= answer.status_code < 500, body[:20]
        assert b"Traceback" not in answer.data
    claimed = client.post(
        "/_dash-update-component", headers={"Content-Length": "104857600"}, content_type="application/json"
    )
    assert 400 <= claimed.status_code < 500


@pytest.mark.parametrize(
    "value", ["a\r\nSet-Cookie: x=1", "%0d%0aSet-Cookie:%20x=1", "\u2028", "<script>alert(1)</script>"]
)
def test_an_address_cannot_add_headers_or_scripts(clients, value):
    answer = clients["nobody"].get("/", query_string={"lang": value, "place": value})
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert b"<script>alert(1)" not in answer.data


def test_every_answer_carries_the_headers_that_keep_browsers_safe(clients):
    for path in ("/", "/login", "/healthz", "/assets/tokens.css", "/nowhere/at/all", "/admin"):
        headers = clients["nobody"].get(path).headers
        script = headers["Content-Security-Policy"].split("script-src ")[1].split(";")[0]
        assert "unsafe-inline" not in script and "unsafe-eval" not in script and "'self'" in script
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
        assert "Strict-Transport-Security" not in headers


def test_behind_tls_browsers_are_told_to_stay_there_and_a_frame_may_be_named(settings):
    behind = settings.model_copy(update={"tls": "proxy", "frame_origin": "https://portal.example"})
    client = create_app(behind).server.test_client()
    answer = client.get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "frame-ancestors https://portal.example" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    signed = client.post(
        "/login", data={"name": "policymaker", "password": PASSWORD},
        headers={"X-Forwarded-Proto": "https", "Origin": "http://localhost"},
    )  # fmt: skip
    cookie = signed.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kaejon=") and "Secure" in cookie and "HttpOnly" in cookie
