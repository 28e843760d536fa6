"""The reader's own account, and the accounts of everybody for administrators."""

import csv
import io
import json
import secrets
import time
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, g, redirect, request

from data import audit
from data.errors import Problem
from data.library import Library
from data.queries import QUESTIONS
from data.settings import Settings
from data.text import day, number
from server.access import accounts, passwords, sessions, words
from server.access.accounts import Wanted, end_of_day
from server.access.pages import language, page, tail, told
from server.access.store import Account, Store
from server.trail import note

COLUMNS = ("at", "where", "event", "who", "role", "provinces", "purpose", "address", "question", "selection", "snapshot", "rows", "answers", "about", "reason", "packet", "file", "before")  # fmt: skip
# Entries on the page of the audit, the newest first; the file has all.
SHOWN = 200
ACTS = ("enable", "disable", "factor", "password")


def desk_routes(settings: Settings, store: Store, library: Library) -> Blueprint:
    """Return /account for who is signed in, and /admin for administrators; everybody else gets 404."""
    routes = Blueprint("desk", __name__, template_folder="templates")

    @routes.get("/account")
    def account() -> Response:
        return _account_page(_me(), library)

    @routes.post("/account/agree")
    def agree() -> Response:
        me = _me()
        with store.reading():
            me.agreed_at = time.time()
            me.save(only=[Account.agreed_at])
        note(settings, "agreed to the terms", me)
        return redirect("/account" + tail(language()), 303)

    @routes.post("/account/password")
    def password() -> Response:
        me = _me()
        with store.reading():
            if not passwords.matches(request.form.get("password", ""), me.password):
                accounts.note_failure(me, time.time())
                return _account_page(me, library, 401, problem=words.WRONG[language()])
            try:
                accounts.set_password(me, request.form.get("new", ""))
            except Problem as problem:
                return _account_page(me, library, 400, problem=told(problem))
        note(settings, "changed the password", me)
        return page("login.html", words.SIGN_IN, notice=words.CHANGED[language()])

    @routes.get("/admin")
    def admin() -> Response:
        _admin()
        return _admin_page(store)

    @routes.post("/admin")
    def add() -> Response:
        _admin()
        chosen = secrets.token_urlsafe(15)
        try:
            with store.reading():
                made = accounts.create(_wanted(), chosen, _codes(library), temporary=True)
        except Problem as problem:
            return _admin_page(store, 400, problem=told(problem))
        note(settings, "made an account", g.account, about=made.name)
        return _admin_page(store, password=chosen, notice=words.MADE.format(name=made.name)[language()])

    @routes.post("/admin/<int:number>")
    def change(number: int) -> Response:
        _admin()
        with store.reading():
            found = Account.get_or_none(Account.id == number)
            if found is None or request.form.get("act") not in ACTS:
                abort(404)
            chosen = _act(found, request.form["act"])
        note(settings, f"account: {request.form['act']}", g.account, about=found.name)
        return _admin_page(store, password=chosen, notice=words.DONE[language()])

    @routes.get("/admin/audit")
    def trail() -> Response:
        _admin()
        path = audit.audit_file(settings.build)
        shown = list(audit.entries(path))[-SHOWN:][::-1]
        return page(
            "audit.html", words.AUDIT, entries=shown, breaks=audit.breaks(path), head=audit.head(path), asked=_asked
        )

    @routes.get("/admin/audit.csv")
    def trail_csv() -> Response:
        _admin()
        note(settings, "took the audit", g.account)
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for entry in audit.entries(audit.audit_file(settings.build)):
            table.writerow([disarmed(entry.get(name, "")) for name in COLUMNS])
        headers = {"Content-Disposition": "attachment; filename=kaejon-audit.csv", "Cache-Control": "no-store"}
        return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)

    return routes


def _asked(entry: dict) -> str:
    """Return what an entry is about, in words: the questions that were answered, the account that was changed, the reason."""
    lang = language()
    names = [entry.get("question", ""), *(answer.get("question", "") for answer in entry.get("answers") or ())]
    asked = dict.fromkeys(QUESTIONS[name].text[lang] for name in names if name in QUESTIONS)
    about = [words.ABOUT.format(name=entry["about"])[lang]] if entry.get("about") else []
    if entry.get("packet"):
        about.append(words.OF_PACKET.format(packet=entry["packet"], rows=number(entry["rows"]))[lang])
    about += [entry["file"]] if entry.get("file") else []
    return " · ".join([*asked, *about, *([entry["reason"]] if entry.get("reason") else [])])


def disarmed(value: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def _me() -> Account:
    return g.account if g.account is not None else abort(404)


def _admin() -> None:
    if g.account is None or g.account.role != "admin":
        abort(404)


def _act(account: Account, act: str) -> str:
    """Change an account, end its sessions, and return the temporary password where one was set."""
    chosen = ""
    if act == "password":
        chosen = secrets.token_urlsafe(15)
        accounts.set_password(account, chosen, temporary=True)
    elif act == "factor":
        account.secret, account.recovery, account.last_code = "", "", 0
    else:
        account.disabled = act == "disable"
    account.save()
    sessions.end_all(account)
    return chosen


def _wanted() -> Wanted:
    form = request.form
    return Wanted(
        name=form.get("name", ""), role=form.get("role", ""), provinces=tuple(form.get("provinces", "").split()),
        purpose=form.get("purpose", ""), expires_at=end_of_day(form.get("last_day", "")),
    )  # fmt: skip


def _codes(library: Library) -> frozenset[str]:
    return frozenset(area.code for area in library.reference().home_areas)


def _account_page(account: Account, library: Library, status: int = 200, **given: str) -> Response:
    lang, areas = language(), library.reference().areas
    names = ", ".join(areas[code].name[lang] for code in account.provinces.split() if code in areas)
    end = account.expires_at
    last_day = day(datetime.fromtimestamp(end, UTC).date(), lang) if end else ""
    must_agree = accounts.needs_agreement(account)
    return page(
        "account.html",
        words.ACCOUNT,
        status,
        account=account,
        areas=names,
        last_day=last_day,
        must_agree=must_agree,
        **given,
    )


def _admin_page(store: Store, status: int = 200, **given: str) -> Response:
    with store.reading():
        found = list(Account.select().order_by(Account.name))
    return page("admin.html", words.ACCOUNTS, status, accounts=found, **given)
