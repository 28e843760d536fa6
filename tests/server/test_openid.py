"""Sign-in at an OpenID provider: who gets in with which rights, and every token that must not let anybody in."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from app import create_app
from data import audit
from data.errors import Problem
from data.settings import Settings
from server.access import accounts
from server.access.accounts import Wanted
from server.access.groups import has_second, read_groups, rights_of
from server.access.store import Account, Session, Store
from server.secret import new_secret
from tests.server.provider import CLIENT, SECRET, FakeProvider

MAP = """
[[group]]
name = "admins"
role = "admin"

[[group]]
name = "field 94"
role = "operator"
provinces = ["94"]

[[group]]
name = "field 47"
role = "operator"
provinces = ["47"]

[[group]]
name = "policy"
role = "policymaker"

[[group]]
name = "thesis"
role = "researcher"
purpose = "thesis on water"
until = "2999-12-31"
"""
CODES = frozenset({"94", "47"})


@pytest.fixture
def provider():
    found = FakeProvider()
    yield found
    found.close()


@pytest.fixture
def settings(tmp_path, provider) -> Settings:
    new_secret(tmp_path / "server.key")
    (tmp_path / "openid.secret").write_text(SECRET + "\n")
    (tmp_path / "groups.toml").write_text(MAP)
    return Settings(
        build=tmp_path, store=tmp_path / "server.sqlite", secret_key_file=tmp_path / "server.key", sign_in=True,
        openid_issuer=provider.issuer, openid_client_id=CLIENT, openid_secret_file=tmp_path / "openid.secret",
        openid_groups=tmp_path / "groups.toml", openid_second_factor="mfa gold",
    )  # fmt: skip


@pytest.fixture
def client(settings):
    return create_app(settings).server.test_client()


def enter(client, provider: FakeProvider, **claims):
    """Go to the provider and come back with these claims."""
    provider.claims = claims
    there = client.get("/login/openid?lang=en")
    assert there.status_code == 303
    return client.get("/login/openid/back?" + provider.signs(there.location))


def account(settings: Settings, **by) -> Account | None:
    with Store(settings.store).reading():
        return Account.get_or_none(**by)


def test_the_provider_is_asked_with_state_nonce_and_pkce(client, provider):
    asked = parse_qs(urlsplit(client.get("/login/openid").location).query)
    assert (
        asked["response_type"] == ["code"]
        and asked["client_id"] == [CLIENT]
        and asked["scope"] == ["openid profile email"]
    )
    assert asked["code_challenge_method"] == ["S256"] and len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 32 and len(asked["nonce"][0]) >= 32
    assert asked["redirect_uri"] == ["http://localhost/login/openid/back"]
    again = parse_qs(urlsplit(client.get("/login/openid").location).query)
    assert {again[name][0] for name in ("state", "nonce")}.isdisjoint({asked[name][0] for name in ("state", "nonce")})


def test_a_group_gives_its_role_and_the_account_is_made(client, provider, settings):
    answer = enter(client, provider, groups=["staff", "policy"], preferred_username="Malee")
    assert (answer.status_code, answer.location) == (303, "/account?lang=en")
    assert provider.asked[0]["authorization"].startswith("Basic ")
    made = account(settings, name="malee")
    assert (made.role, made.provinces, made.subject, made.password) == ("policymaker", "", f"{provider.issuer} u1", "")
    page = client.get("/account?lang=en").get_data(as_text=True)
    assert "policymaker" in page and "current-password" not in page


def test_no_password_opens_an_account_of_the_provider(client, provider, settings):
    enter(client, provider, groups="policy", preferred_username="malee")
    fresh = create_app(settings).server.test_client()
    for password in ("", "x", SECRET):
        assert fresh.post("/login", data={"name": "malee", "password": password}).status_code == 401


def test_changed_groups_change_the_rights_and_end_the_other_sessions(client, provider, settings):
    enter(client, provider, groups=["policy"])
    other = create_app(settings).server.test_client()
    enter(other, provider, groups=["field 94", "field 47"], amr=["pwd", "mfa"])
    assert client.get("/account").status_code == 404 and other.get("/account").status_code == 200
    changed = account(settings, subject=f"{provider.issuer} u1")
    assert (changed.role, changed.provinces) == ("operator", "47 94"), "areas of every group of the role"
    with Store(settings.store).reading():
        assert Account.select().count() == 1 and Session.select().count() == 1


def test_without_a_group_of_ours_nobody_comes_in_and_who_was_in_is_out(client, provider, settings):
    enter(client, provider, groups=["policy"])
    for claims in ({"groups": ["staff"]}, {}, {"groups": [1, None]}, {"groups": {"policy": 1}}):
        other = create_app(settings).server.test_client()
        answer = enter(other, provider, **claims)
        assert answer.status_code == 403 and "no rights here yet" in answer.get_data(as_text=True)
        assert other.get("/account").status_code == 404
    assert client.get("/account").status_code == 404
    assert "no role at the provider" in [entry["event"] for entry in audit.entries(audit.audit_file(settings.build))]


def test_a_disabled_account_stays_out_whatever_its_groups(client, provider, settings):
    enter(client, provider, groups=["policy"])
    with Store(settings.store).reading():
        Account.update(disabled=True).execute()
    assert enter(client, provider, groups=["admins"], acr="gold").status_code == 403
    assert client.get("/account").status_code == 404


@pytest.mark.parametrize(
    ("claims", "where"),
    [
        ({"acr": "gold"}, "/account?lang=en"),
        ({"amr": ["otp", "mfa"]}, "/account?lang=en"),
        ({"amr": ["pwd"]}, "/login/enrol?lang=en"),
        ({}, "/login/enrol?lang=en"),
    ],
)
def test_the_second_factor_is_the_providers_or_ours(client, provider, claims, where):
    assert enter(client, provider, groups=["admins"], **claims).location == where
    assert client.get("/admin").status_code == (200 if where.startswith("/account") else 404)


def test_a_local_account_is_never_taken_over(client, provider, settings):
    with Store(settings.store).reading():
        accounts.create(Wanted("boss", "admin"), "seven quiet herons by the weir", CODES)
    enter(client, provider, groups=["policy"], preferred_username="boss", email="boss")
    made = account(settings, subject=f"{provider.issuer} u1")
    assert made.name.startswith("openid-") and account(settings, name="boss").subject is None


def test_a_researcher_agrees_again_when_the_purpose_changes(client, provider, settings, tmp_path):
    enter(client, provider, groups=["thesis"], amr=["mfa"])
    with Store(settings.store).reading():
        Account.update(agreed_at=1.0).execute()
    enter(client, provider, groups=["thesis"], amr=["mfa"])
    assert account(settings, role="researcher").agreed_at == 1.0
    settings.openid_groups.write_text(MAP.replace("on water", "on roofs"))
    enter(create_app(settings).server.test_client(), provider, groups=["thesis"], amr=["mfa"])
    found = account(settings, role="researcher")
    assert (found.agreed_at, found.purpose) == (None, "thesis on roofs") and found.expires_at > 3e10


BAD = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 120},
    "made tomorrow": {"iat": int(time.time()) + 86400},
    "for somebody else": {"aud": "other"},
    "of another issuer": {"iss": "https://evil.example"},
    "of nobody": {"sub": ""},
    "another party": {"aud": [CLIENT, "other"], "azp": "other"},
}


@pytest.mark.parametrize("claims", BAD.values(), ids=BAD)
def test_a_token_that_does_not_fit_lets_nobody_in(client, provider, settings, claims):
    answer = enter(client, provider, groups=["admins"], acr="gold", **claims)
    assert answer.status_code == 403 and "Start again" in answer.get_data(as_text=True)
    assert client.get("/account").status_code == 404 and account(settings, role="admin") is None


def test_a_token_signed_with_another_key_lets_nobody_in_and_a_changed_key_does(client, provider):
    provider.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    assert enter(client, provider, groups=["policy"]).status_code == 403
    provider.published = provider.key
    assert enter(client, provider, groups=["policy"]).status_code == 303


def test_the_way_back_fits_the_way_there_and_works_once(client, provider, settings):
    provider.claims = {"groups": ["policy"]}
    query = provider.signs(client.get("/login/openid").location)
    stranger = create_app(settings).server.test_client()
    assert stranger.get("/login/openid/back?" + query).status_code == 403, "without the cookie of the way there"
    assert client.get("/login/openid/back?" + query.replace("state=", "state=x")).status_code == 403
    assert client.get("/login/openid/back?" + query).status_code == 403, "what was remembered is gone"
    assert provider.asked == []
    late = provider.signs(client.get("/login/openid").location)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.access.openid.time.time", lambda: 9e9)
        assert client.get("/login/openid/back?" + late).status_code == 403
    assert client.get("/login/openid/back?error=access_denied&state=x").status_code == 403


def test_a_provider_that_cannot_be_reached_is_told_calmly(client, provider):
    provider.close()
    answer = client.get("/login/openid?lang=en")
    assert answer.status_code == 503 and "cannot be reached just now" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "value"),
    [("openid_issuer", "http://provider.example"), ("openid_client_id", ""), ("openid_secret_file", "/nowhere"), ("openid_groups", "/nowhere")],
)  # fmt: skip
def test_settings_that_cannot_work_are_told_at_the_start(settings, changed, value):
    broken = settings.model_copy(update={changed: type(getattr(settings, changed))(value)})
    with pytest.raises(Problem):
        create_app(broken)


@pytest.mark.parametrize(
    "text",
    ["[[group]]\nname='x'\nrole='king'", "[[group]]\nname='x'\nrole='operator'", "[[group]]\nrole='admin'", "group=3", "[[group"],
)  # fmt: skip
def test_a_map_with_a_mistake_is_told(tmp_path, text):
    path = tmp_path / "groups.toml"
    path.write_text(text)
    with pytest.raises(Problem):
        read_groups(path, CODES)


def test_the_first_group_of_the_file_decides_and_our_page_offers_the_way(tmp_path, client):
    path = tmp_path / "map.toml"
    path.write_text(MAP)
    groups = read_groups(path, CODES)
    assert rights_of(["policy", "admins"], groups).role == "admin"
    assert rights_of(["field 47"], groups).provinces == ("47",)
    assert not has_second({"amr": ["mfa"]}, "") and not has_second({}, "mfa")
    page = client.get("/login?lang=en").get_data(as_text=True)
    assert 'href="/login/openid?lang=en"' in page


def test_nothing_of_the_secret_or_the_token_is_in_the_audit(client, provider, settings):
    enter(client, provider, groups=["policy"], email="malee@example.org")
    text = audit.audit_file(settings.build).read_text()
    assert "signed in" in text and SECRET not in text and "code0" not in text
