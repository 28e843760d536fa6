"""What tests of sign-in share: a small store, a way to make accounts, a client that says where its requests come from."""

import pytest

from data.settings import Settings
from server.access import accounts
from server.access.accounts import Wanted
from server.access.store import Account, Store
from server.secret import new_secret
from tests.signing import CODES, PASSWORD, browsing


@pytest.fixture
def settings(tmp_path) -> Settings:
    new_secret(tmp_path / "server.key")
    return Settings(
        build=tmp_path, store=tmp_path / "server.sqlite", secret_key_file=tmp_path / "server.key", sign_in=True,
        tries_per_minute=1000,
    )  # fmt: skip


@pytest.fixture
def store(settings) -> Store:
    return Store(settings.store)


@pytest.fixture
def make(store):
    def make_account(name: str = "somchai", role: str = "policymaker", **given) -> Account:
        with store.reading():
            return accounts.create(Wanted(name, role, **given), PASSWORD, CODES)

    return make_account


@pytest.fixture
def client(settings, store):
    return browsing(settings)
