"""The door of every request: who asks, and whether the request comes from a page of ours."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix

from data.settings import Settings
from data.viewer import PUBLIC, VIEWER
from server.access.accounts import viewer_of
from server.access.sessions import find
from server.access.store import Store

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What people need before they are known: the way in, its looks, and whether the server serves.
ALWAYS_OPEN = ("/login", "/logout", "/healthz", "/readyz", "/assets/", "/fonts/", "/vendor/")


def cookie_name(settings: Settings) -> str:
    """Return the name of the session's cookie; the prefix makes browsers insist on TLS, the whole site and no domain."""
    return "__Host-kaejon" if settings.tls == "proxy" else "kaejon"


def install_guard(flask: Flask, settings: Settings, store: Store | None) -> None:
    """Find out who asks before anything else is done; store: None where nobody can sign in."""
    if settings.tls == "proxy":
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=1, x_proto=1, x_host=1)

    @flask.before_request
    def enter() -> Response | None:
        VIEWER.set(PUBLIC)
        g.account = g.session = None
        if request.method not in SAFE and not from_ours():
            abort(403)
        if store is None:
            return None
        with store.reading():
            _recognise(settings)
        if g.account is None and settings.only_signed_in and not request.path.startswith(ALWAYS_OPEN):
            return _to_sign_in()
        return None


def _recognise(settings: Settings) -> None:
    token = request.cookies.get(cookie_name(settings), "")
    g.session = find(token, 60 * settings.idle_minutes, 3600 * settings.session_hours)
    # Who still has the password that somebody else made is nobody yet.
    if g.session is not None and g.session.complete and not g.session.account.temporary:
        g.account = g.session.account
        VIEWER.set(viewer_of(g.account))


def _to_sign_in() -> Response:
    if request.method in SAFE and request.accept_mimetypes.accept_html:
        return redirect("/login")
    abort(401)


def from_ours() -> bool:
    """Whether a request that changes something was sent by a page of this server.

    Browsers say where a request comes from; one that carries our cookie and does not say so is refused. Source: OWASP
    Cross-Site Request Forgery Prevention Cheat Sheet, fetch metadata and origin verification.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    if site is not None:
        return site in ("same-origin", "none")
    return not request.cookies
