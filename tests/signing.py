"""Signing in as a browser does it, for tests."""

from app import create_app
from data.settings import Settings
from server.access.store import Account, Store

PASSWORD = "seven quiet herons by the weir"
CODES = frozenset({"94", "47"})


def browsing(settings: Settings, origin: str = "http://localhost"):
    """A client that says where its requests come from, as browsers do."""
    client = create_app(settings).server.test_client()
    client.environ_base["HTTP_ORIGIN"] = origin
    return client


def sign_in(client, name: str = "somchai", password: str = PASSWORD):
    return client.post("/login", data={"name": name, "password": password})


def reread(store: Store, account: Account) -> Account:
    with store.reading():
        return Account.get_by_id(account.id)
