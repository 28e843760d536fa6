"""Accounts, both factors, sessions: every way in and every way that must stay shut."""

import time
from unittest.mock import Mock

import pyotp
import pytest

from app import create_app
from data.errors import Problem
from data.viewer import Viewer
from server.access import accounts, passwords, second_factor, sessions
from server.access.accounts import Wanted
from server.access.store import Account, Session
from server.guard import from_ours
from server.secret import new_secret, read_secret
from tests.signing import CODES, PASSWORD, browsing, reread, sign_in


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("short", "too short"),
        ("x" * 129, "too long"),
        ("123qweasdzxc", "leaked"),
        ("abcabcabcabcabc", "easy to guess"),
        ("somchai-somchai", "easy to guess"),
    ],
)
def test_a_password_that_is_short_long_leaked_or_easy_is_refused(password, word):
    with pytest.raises(Problem, match=word):
        passwords.check_password(password, "somchai")


def test_a_password_is_kept_as_argon2id_and_never_as_it_is(make, store):
    stored = reread(store, make()).password
    assert stored.startswith("$argon2id$") and PASSWORD not in stored
    assert passwords.matches(PASSWORD, stored) and not passwords.matches(PASSWORD + "x", stored)


def test_a_password_for_nobody_costs_the_same_hash_as_one_for_somebody(make, store, monkeypatch):
    make()
    hasher = Mock(wraps=passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    passwords._nobody()
    with store.reading():
        for name in ("somchai", "nobody"):
            assert accounts.recognise(name, "wrong password entirely") is None
    tried = [call.args[0].split("$")[:4] for call in hasher.verify.call_args_list]
    # One verification each, of the same algorithm, version, memory, passes and lanes.
    assert len(tried) == 2 and tried[0] == tried[1]


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (Wanted("x", "admin"), "name"),
        (Wanted("so mchai", "admin"), "name"),
        (Wanted("somchai", "public"), "role"),
        (Wanted("somchai", "king"), "role"),
        (Wanted("somchai", "operator"), "provinces"),
        (Wanted("somchai", "operator", ("99",)), "provinces"),
        (Wanted("somchai", "researcher", purpose="thesis"), "purpose"),
        (Wanted("somchai", "researcher", expires_at=2e9), "purpose"),
    ],
)
def test_accounts_that_make_no_sense_are_refused(store, wanted, word):
    with store.reading(), pytest.raises(Problem, match=word):
        accounts.create(wanted, PASSWORD, CODES)


def test_an_account_stands_once(make):
    make()
    with pytest.raises(Problem, match="already"):
        make("SOMCHAI")


def test_failures_lock_for_longer_and_longer_and_never_say_so(make, store):
    make()
    now = 1_000_000.0
    with store.reading():
        waits = []
        for _ in range(8):
            account = Account.get(Account.name == "somchai")
            now = max(now, account.locked_until)
            assert accounts.recognise("somchai", "wrong password entirely", now) is None
            waits.append(Account.get(Account.name == "somchai").locked_until - now)
        # Four free tries; the fifth failure waits 30 s, then twice as long each time.
        assert [max(wait, 0) for wait in waits] == [0, 0, 0, 0, 30, 60, 120, 240]
        assert accounts.recognise("somchai", PASSWORD, now + 239) is None
        assert accounts.recognise("somchai", PASSWORD, now + 241).name == "somchai"


def test_a_lock_never_lasts_longer_than_an_hour(make, store):
    make()
    with store.reading():
        account = Account.get(Account.name == "somchai")
        account.failures = 500
        accounts.note_failure(account, 1000.0)
        assert account.locked_until == 1000.0 + 3600


def test_a_code_works_once_within_a_step_either_way(make):
    account, secret, now = make(), second_factor.new_secret(), 1_700_000_010.0
    code = pyotp.TOTP(secret)
    assert not second_factor.accepts(account, secret, code.at(int(now) - 90), now)
    assert second_factor.accepts(account, secret, code.at(int(now) - 30), now)
    assert second_factor.accepts(account, secret, code.at(int(now)), now)
    # The same code again, and one before the last used.
    assert not second_factor.accepts(account, secret, code.at(int(now)), now)
    assert not second_factor.accepts(account, secret, code.at(int(now) - 30), now)
    assert not second_factor.accepts(account, secret, "๑๒๓๔๕๖", now)


def test_a_recovery_code_works_once(make):
    account, codes = make(), second_factor.new_recovery_codes()
    account.recovery = second_factor.kept(codes)
    assert len(set(codes)) == 10 and codes[0] not in account.recovery
    assert second_factor.spends(account, codes[3].upper().replace("-", " "))
    assert not second_factor.spends(account, codes[3]) and second_factor.spends(account, codes[4])
    assert len(account.recovery.split()) == 8


def test_a_secret_in_the_store_opens_with_the_servers_key_alone():
    sealed = second_factor.sealed("JBSWY3DPEHPK3PXP", b"a" * 32)
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert second_factor.opened(sealed, b"a" * 32) == "JBSWY3DPEHPK3PXP"
    assert second_factor.opened(sealed, b"b" * 32) == ""


def test_a_policymaker_signs_in_with_a_password_and_gets_a_fresh_session(make, client, store):
    make()
    assert client.get("/account").status_code == 404
    answer = sign_in(client)
    assert answer.status_code == 303 and answer.location == "/account"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert b"somchai" in client.get("/account").data
    first = client.get_cookie("kaejon").value
    sign_in(client)
    second = client.get_cookie("kaejon").value
    assert first != second
    with store.reading():
        # The session before is gone, and the store holds no token.
        assert Session.select().count() == 1 and Session.get().token not in (first, second)


@pytest.mark.parametrize(("name", "password"), [("somchai", "wrong password entirely"), ("nobody", PASSWORD), ("", "")])
def test_wrong_words_say_the_same_and_let_nobody_in(make, client, name, password):
    make()
    answer = sign_in(client, name, password)
    assert answer.status_code == 401 and "Set-Cookie" not in answer.headers
    assert "ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง" in answer.get_data(as_text=True)


def test_an_operator_needs_the_second_factor_before_anything_opens(make, client, store):
    make(role="operator", provinces=("94",))
    assert sign_in(client).location == "/login/enrol"
    # Half way in is not in.
    assert client.get("/account").status_code == 404
    page = client.get("/login/enrol").get_data(as_text=True)
    sealed = page.split('name="sealed" value="')[1].split('"')[0]
    secret = page.split("<code>")[1].split("</code>")[0]
    assert client.post("/login/enrol", data={"sealed": sealed, "code": "000000"}).status_code == 401
    assert client.post("/login/enrol", data={"sealed": "forged", "code": pyotp.TOTP(secret).now()}).status_code == 403
    done = client.post("/login/enrol", data={"sealed": sealed, "code": pyotp.TOTP(secret).now()})
    assert done.status_code == 200 and done.get_data(as_text=True).count("<li><code>") == 10
    assert client.get("/account").status_code == 200
    codes = [part.split("</code>")[0] for part in done.get_data(as_text=True).split("<li><code>")[1:]]
    client.post("/logout")
    assert client.get("/account").status_code == 404
    assert sign_in(client).location == "/login/code"
    # The code of the enrolment was used; a recovery code lets in.
    assert client.post("/login/code", data={"code": pyotp.TOTP(secret).now()}).status_code == 401
    assert client.post("/login/code", data={"code": codes[0]}).status_code == 303
    assert client.get("/account").status_code == 200
    # Nobody enrols over a factor that stands.
    client.post("/logout")
    sign_in(client)
    assert client.get("/login/enrol").status_code == 403


def test_a_session_ends_when_idle_and_in_any_case(make, store):
    account = make()
    with store.reading():
        token = sessions.begin(account, complete=True)
        assert sessions.find(token, 60, 3600).account == account
        Session.update(seen_at=time.time() - 61).execute()
        assert sessions.find(token, 60, 3600) is None and Session.select().count() == 0
        token = sessions.begin(account, complete=True)
        Session.update(created_at=time.time() - 3601).execute()
        assert sessions.find(token, 60, 3600) is None
        assert sessions.find("", 60, 3600) is None and sessions.find("invented", 60, 3600) is None


def test_disabling_and_expiry_end_what_is_open(make, client, store):
    account = make()
    sign_in(client)
    with store.reading():
        Account.update(expires_at=time.time() - 1).execute()
    assert client.get("/account").status_code == 404
    with store.reading():
        Account.update(expires_at=None, disabled=True).execute()
        assert accounts.recognise(account.name, PASSWORD) is None
    assert sign_in(client).status_code == 401


def test_signing_out_everywhere_ends_every_session(make, settings, store):
    make()
    first, second = browsing(settings), browsing(settings)
    sign_in(first)
    sign_in(second)
    assert first.post("/logout/everywhere").status_code == 303
    assert second.get("/account").status_code == 404


def test_a_new_password_needs_the_old_one_and_ends_every_session(make, client):
    make()
    sign_in(client)
    new = "nine brown otters in the canal"
    assert client.post("/account/password", data={"password": "wrong", "new": new}).status_code == 401
    assert client.post("/account/password", data={"password": PASSWORD, "new": "short"}).status_code == 400
    assert client.post("/account/password", data={"password": PASSWORD, "new": new}).status_code == 200
    assert client.get("/account").status_code == 404
    assert sign_in(client).status_code == 401 and sign_in(client, password=new).status_code == 303


def test_a_researcher_is_public_until_the_terms_are_agreed(make, client, store):
    account = make(role="researcher", purpose="thesis", expires_at=time.time() + 3600)
    assert accounts.viewer_of(account) == Viewer("public")
    with store.reading():
        account.agreed_at = time.time()
    assert accounts.viewer_of(account) == Viewer("researcher", frozenset(), "thesis")


def test_only_administrators_reach_the_desk(make, client, store):
    make()
    sign_in(client)
    assert client.get("/admin").status_code == client.post("/admin").status_code == 404
    assert client.post("/admin/1", data={"act": "disable"}).status_code == 404
    with store.reading():
        Account.update(role="admin").execute()
    assert client.get("/admin").status_code == 200
    made = client.post("/admin", data={"name": "malee", "role": "operator", "provinces": "94"})
    assert made.status_code == 200 and b"malee" in made.data
    bad = client.post("/admin", data={"name": "manee", "role": "operator", "provinces": "1"})
    assert bad.status_code == 400 and "จังหวัด" in bad.get_data(as_text=True)
    with store.reading():
        number = Account.get(Account.name == "malee").id
    with store.reading():
        assert Account.get_by_id(number).temporary
    client.post(f"/admin/{number}", data={"act": "disable"})
    with store.reading():
        assert Account.get_by_id(number).disabled
    assert client.post(f"/admin/{number}", data={"act": "explode"}).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 401),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 401),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({}, 401),
    ],
)
def test_what_changes_something_must_come_from_a_page_of_ours(settings, store, headers, status):
    client = create_app(settings).server.test_client()
    assert client.post("/login", data={"name": "a", "password": "b"}, headers=headers).status_code == status


def test_a_request_with_a_cookie_must_say_where_it_comes_from(settings, store):
    client = create_app(settings).server.test_client()
    client.set_cookie("kaejon", "x")
    assert client.post("/login", data={"name": "a", "password": "b"}).status_code == 403


def test_the_check_of_the_origin_holds_for_callbacks_too(client):
    answer = client.post("/_dash-update-component", json={}, headers={"Origin": "http://elsewhere.example"})
    assert answer.status_code == 403


def test_tries_are_limited_per_address(settings, make):
    client = browsing(settings.model_copy(update={"tries_per_minute": 3}))
    assert [sign_in(client, "nobody").status_code for _ in range(4)] == [401, 401, 401, 429]


def test_a_server_for_signed_in_people_only_sends_everybody_else_to_the_door(settings, make):
    client = browsing(settings.model_copy(update={"only_signed_in": True}))
    make()
    page = client.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 302 and page.location == "/login"
    assert client.post("/_dash-update-component", json={}).status_code == 401
    for path in ("/login", "/healthz", "/assets/tokens.css", "/fonts/Sarabun-Regular.ttf"):
        assert client.get(path).status_code == 200
    sign_in(client)
    assert client.get("/").status_code == 200


def test_the_secret_key_is_the_owners_alone(tmp_path):
    path = tmp_path / "server.key"
    with pytest.raises(Problem, match="no secret key"):
        read_secret(path)
    new_secret(path)
    first = read_secret(path)
    assert len(first) == 32 and path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(Problem, match="Others can read"):
        read_secret(path)
    new_secret(path)
    assert read_secret(path) != first


def test_the_store_is_the_owners_alone(store, settings):
    assert settings.store.stat().st_mode & 0o777 == 0o600


def test_the_check_of_the_origin_is_what_the_guard_asks(client):
    with client.application.test_request_context("/", headers={"Sec-Fetch-Site": "none"}):
        assert from_ours()


def test_nothing_is_there_to_sign_in_to_without_accounts(settings):
    client = create_app(settings.model_copy(update={"sign_in": False})).server.test_client()
    for path in ("/login", "/account", "/admin"):
        # The pages of Dash answer every other address with their own not-found page.
        assert b"<form" not in client.get(path).data
