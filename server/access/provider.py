"""The pages of sign-in at an OpenID provider: there, and back again."""

import time

from flask import Blueprint, Response, abort, g, redirect, request

from data.errors import Problem
from data.library import Library
from data.settings import Settings
from server.access import accounts, groups, second_factor, sessions, words
from server.access.openid import NOT_REACHED, Provider, left_in
from server.access.pages import language, page
from server.access.sign_in import begin
from server.access.store import Account, Store
from server.guard import cookie_name
from server.trail import note


def provider_routes(settings: Settings, store: Store, library: Library, secret: bytes) -> Blueprint:
    """Return /login/openid and /login/openid/back; 404 where the settings name no provider. Raises Problem for bad ones."""
    routes = Blueprint("provider", __name__, template_folder="templates")
    provider = Provider(settings) if settings.openid_issuer else None
    known = frozenset(area.code for area in library.reference().home_areas)
    mapped = groups.read_groups(settings.openid_groups, known) if provider else ()
    cookie = cookie_name(settings) + "-openid"

    @routes.get("/login/openid")
    def there() -> Response:
        if provider is None:
            abort(404)
        try:
            address, kept = provider.begin(_back(), language())
        except Problem as problem:
            return _refused(settings, problem)
        response = redirect(address, 303)
        sealed = second_factor.sealed(kept, secret)
        # Lax lets the cookie come along when the provider sends the reader back.
        response.set_cookie(
            cookie, sealed, max_age=600, httponly=True, secure=settings.tls == "proxy", samesite="Lax", path="/"
        )
        response.cache_control.no_store = True
        return response

    @routes.get("/login/openid/back")
    def back() -> Response:
        if provider is None:
            abort(404)
        kept = second_factor.opened(request.cookies.get(cookie, ""), secret)
        g.lang = left_in(kept)
        try:
            claims = provider.claims(kept, request.args.get("state", ""), request.args.get("code", ""), _back())
        except Problem as problem:
            return _once(_refused(settings, problem), cookie)
        with store.reading():
            return _once(_enter(settings, provider, claims, mapped), cookie)

    return routes


def _back() -> str:
    return request.url_root.rstrip("/") + "/login/openid/back"


def _enter(settings: Settings, provider: Provider, claims: dict, mapped: tuple) -> Response:
    subject = f"{provider.issuer} {claims['sub']}"
    wanted = groups.rights_of(claims.get(settings.openid_groups_claim), mapped)
    if wanted is None:
        before = Account.get_or_none(Account.subject == subject)
        if before is not None:
            sessions.end_all(before)
        note(settings, "no role at the provider", before)
        return page("login.html", words.SIGN_IN, 403, problem=words.NO_ROLE[language()], openid=True)
    account = groups.account_of(subject, claims, wanted)
    if not sessions.may_enter(account, time.time()):
        note(settings, "sign-in refused", account)
        return page("login.html", words.SIGN_IN, 403, problem=words.NO_ROLE[language()], openid=True)
    complete = not accounts.needs_second(account) or groups.has_second(claims, settings.openid_second_factor)
    return begin(settings, account, complete)


def _refused(settings: Settings, problem: Problem) -> Response:
    note(settings, "sign-in at the provider failed", None)
    reached = problem.what is not NOT_REACHED
    said = (words.PROVIDER_REFUSED if reached else words.PROVIDER_AWAY)[language()]
    return page("login.html", words.SIGN_IN, 403 if reached else 503, problem=said, openid=True)


def _once(response: Response, cookie: str) -> Response:
    """What was remembered serves for one way back."""
    response.delete_cookie(cookie, path="/", samesite="Lax", secure=request.is_secure)
    return response
