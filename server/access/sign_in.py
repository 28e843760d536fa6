"""Signing in and out: a password, the second factor where the role needs one, and the session they lead to."""

import time

from flask import Blueprint, Response, abort, g, redirect, request
from werkzeug.exceptions import HTTPException

from data.errors import Problem
from data.settings import Settings
from server.access import accounts, second_factor, sessions, words
from server.access.pages import language, page, tail, told
from server.access.store import Account, Store
from server.guard import cookie_name
from server.trail import note

OWN_PASSWORD = "/login/password"


def sign_in_routes(settings: Settings, store: Store, secret: bytes) -> Blueprint:
    """Return /login and its steps, /logout and /logout/everywhere."""
    routes = Blueprint("sign_in", __name__, template_folder="templates")

    @routes.get("/login")
    def ask_password() -> Response:
        if must_choose():
            return redirect(OWN_PASSWORD + tail(language()))
        return page("login.html", words.SIGN_IN, openid=bool(settings.openid_issuer))

    @routes.post("/login")
    def take_password() -> Response:
        with store.reading():
            account = accounts.recognise(request.form.get("name", ""), request.form.get("password", ""))
            if account is None:
                note(settings, "sign-in refused", None)
                return page(
                    "login.html",
                    words.SIGN_IN,
                    401,
                    problem=words.WRONG[language()],
                    openid=bool(settings.openid_issuer),
                )
            complete = not accounts.needs_second(account)
            return begin(settings, account, complete)

    @routes.get("/login/code")
    def ask_code() -> Response:
        _half_way(store)
        return page("code.html", words.SECOND)

    @routes.post("/login/code")
    def take_code() -> Response:
        account, code = _half_way(store), request.form.get("code", "")
        with store.reading(), store.writing():
            account = Account.get_by_id(account.id)
            if time.time() < account.locked_until or not _right(account, code, secret):
                accounts.note_failure(account, time.time())
                note(settings, "second factor refused", account)
                return page("code.html", words.SECOND, 401, problem=words.WRONG_CODE[language()])
            return begin(settings, account, True)

    @routes.get("/login/enrol")
    def ask_enrolment() -> Response:
        account = _half_way(store)
        return abort(403) if account.secret else _enrolment(account, second_factor.new_secret(), secret)

    @routes.post("/login/enrol")
    def take_enrolment() -> Response:
        account = _half_way(store)
        fresh = second_factor.opened(request.form.get("sealed", ""), secret)
        if account.secret or not fresh:
            abort(403)
        if not second_factor.accepts(account, fresh, request.form.get("code", "")):
            return _enrolment(account, fresh, secret, wrong=True)
        codes = second_factor.new_recovery_codes()
        with store.reading():
            account.secret, account.recovery = second_factor.sealed(fresh, secret), second_factor.kept(codes)
            account.save()
            response = page("recovery.html", words.RECOVERY, codes=codes, where=next_step(account))
            return _with_session(settings, account, True, response)

    @routes.get(OWN_PASSWORD)
    def ask_own() -> Response:
        _choosing(store)
        return page("own.html", words.OWN_PASSWORD)

    @routes.post(OWN_PASSWORD)
    def take_own() -> Response:
        account = _choosing(store)
        with store.reading():
            try:
                accounts.set_password(account, request.form.get("new", ""))
            except Problem as problem:
                return page("own.html", words.OWN_PASSWORD, 400, problem=told(problem))
            note(settings, "changed the password", account)
            return begin(settings, account, True)

    @routes.post("/logout")
    def leave() -> Response:
        with store.reading():
            sessions.end(request.cookies.get(cookie_name(settings), ""))
        return _without_cookie(settings)

    @routes.post("/logout/everywhere")
    def leave_everywhere() -> Response:
        if g.account is not None:
            with store.reading():
                sessions.end_all(g.account)
        return _without_cookie(settings)

    return routes


def second_step(account: Account) -> str:
    """Return where an account gives its second factor, or sets it up."""
    return "/login/code" if account.secret else "/login/enrol"


def next_step(account: Account) -> str:
    """Return where an account goes that gave both factors."""
    return OWN_PASSWORD if account.temporary else "/account"


def must_choose() -> bool:
    """Whether who asks gave both factors and still has a temporary password."""
    return g.session is not None and g.session.complete and g.session.account.temporary


def _choosing(store: Store) -> Account:
    """Return the account that has to choose a password of its own; anybody else starts anew."""
    with store.reading():
        if must_choose():
            return Account.get_by_id(g.session.account_id)
    raise HTTPException(response=redirect("/login" + tail(language())))


def _half_way(store: Store) -> Account:
    """Return the account whose password was right and whose second factor is awaited; anybody else starts anew."""
    if g.session is None or g.session.complete:
        raise HTTPException(response=redirect("/login" + tail(language())))
    with store.reading():
        return Account.get_by_id(g.session.account_id)


def _right(account: Account, code: str, secret: bytes) -> bool:
    known = second_factor.opened(account.secret, secret)
    return (bool(known) and second_factor.accepts(account, known, code)) or second_factor.spends(account, code)


def _enrolment(account: Account, fresh: str, secret: bytes, wrong: bool = False) -> Response:
    picture = second_factor.picture(second_factor.address(account, fresh))
    problem = words.WRONG_CODE[language()] if wrong else ""
    sealed = second_factor.sealed(fresh, secret)
    status = 401 if wrong else 200
    return page("enrol.html", words.ENROL, status, picture=picture, secret=fresh, sealed=sealed, problem=problem)


def begin(settings: Settings, account: Account, complete: bool) -> Response:
    """Begin a session and lead on. complete: whether both factors were given."""
    where = next_step(account) if complete else second_step(account)
    return _with_session(settings, account, complete, redirect(where + tail(language()), 303))


def _with_session(settings: Settings, account: Account, complete: bool, response: Response) -> Response:
    """Give a fresh token: a session never goes on with the one it had before signing in."""
    sessions.end(request.cookies.get(cookie_name(settings), ""))
    sessions.end_old(3600 * settings.session_hours)
    if complete:
        accounts.note_success(account)
        note(settings, "signed in", account)
    token = sessions.begin(account, complete=complete)
    response.set_cookie(
        cookie_name(settings), token, httponly=True, secure=settings.tls == "proxy", samesite="Lax", path="/"
    )
    return response


def _without_cookie(settings: Settings) -> Response:
    response = redirect("/" + tail(language()), 303)
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.tls == "proxy", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
