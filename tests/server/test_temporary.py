"""A password that somebody else made opens nothing until it was changed."""

import sqlite3

import pyotp

from server.access import accounts
from server.access.store import Account, Store
from tests.signing import PASSWORD, reread, sign_in


def test_a_temporary_password_opens_nothing_but_the_way_to_ones_own(make, client, store):
    account = make()
    with store.reading():
        accounts.set_password(account, PASSWORD, temporary=True)
    assert sign_in(client).location == "/login/password"
    assert client.get("/account").status_code == client.post("/account/password").status_code == 404
    assert client.get("/login").location == "/login/password" and client.get("/login/password").status_code == 200
    first = client.get_cookie("kaejon").value
    # Neither an easy one nor the temporary one once more.
    for new in ("short", PASSWORD):
        assert client.post("/login/password", data={"new": new}).status_code == 400
    own = "nine brown otters in the canal"
    done = client.post("/login/password", data={"new": own})
    assert done.status_code == 303 and done.location == "/account" and client.get("/account").status_code == 200
    assert client.get_cookie("kaejon").value != first and not reread(store, account).temporary
    # The way is closed, and the temporary one is worth nothing.
    assert (
        client.get("/login/password").location == client.post("/login/password", data={"new": own}).location == "/login"
    )
    client.post("/logout")
    assert sign_in(client).status_code == 401 and sign_in(client, password=own).location == "/account"


def test_an_operator_with_a_temporary_password_gives_the_second_factor_first(make, client, store):
    account = make(role="operator", provinces=("94",))
    with store.reading():
        accounts.set_password(account, PASSWORD, temporary=True)
    assert sign_in(client).location == "/login/enrol"
    assert client.post("/login/password", data={"new": "nine brown otters in the canal"}).location == "/login"
    page = client.get("/login/enrol").get_data(as_text=True)
    sealed, secret = page.split('name="sealed" value="')[1].split('"')[0], page.split("<code>")[1].split("</code>")[0]
    done = client.post("/login/enrol", data={"sealed": sealed, "code": pyotp.TOTP(secret).now()})
    assert 'href="/login/password"' in done.get_data(as_text=True) and client.get("/account").status_code == 404
    assert client.post("/login/password", data={"new": "nine brown otters in the canal"}).location == "/account"


def test_a_store_of_an_older_version_takes_the_new_column(tmp_path):
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as old:
        # As the version before made it, with one account.
        old.execute(
            """CREATE TABLE account (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL, role VARCHAR(255) NOT NULL,
            provinces TEXT NOT NULL, password TEXT NOT NULL, subject VARCHAR(255), secret TEXT NOT NULL, last_code INTEGER NOT NULL,
            recovery TEXT NOT NULL, failures INTEGER NOT NULL, locked_until REAL NOT NULL, disabled INTEGER NOT NULL,
            purpose TEXT NOT NULL, agreed_at REAL, expires_at REAL, created_at REAL NOT NULL)"""
        )
        old.execute(
            "INSERT INTO account VALUES (1, 'somchai', 'admin', '', 'x', NULL, '', 0, '', 0, 0, 0, '', NULL, NULL, 1)"
        )
    for _ in range(2):
        with Store(path).reading():
            account = Account.get(Account.name == "somchai")
            assert (account.role, account.password, account.temporary) == ("admin", "x", False)
