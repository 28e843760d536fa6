"""One household, found by its own code: for operators in their own areas and administrators, with a reason, recorded.

The code is turned into its stored form here and forgotten: it is neither logged nor stored, and stands in no address.
"""

import hashlib

from flask import Blueprint, Response, abort, g, request

from data.fields import Field, fields_for
from data.key import check_access, hashed
from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.settings import Settings
from data.text import UNDEFINED, number, year
from data.viewer import VIEWER
from server.access import words
from server.access.pages import language, page
from server.trail import note

SHORTEST_REASON = 10
LONGEST_CODE = 64


def household_routes(settings: Settings, library: Library) -> Blueprint:
    """Return /household; whoever may not read households gets 404."""
    routes = Blueprint("household", __name__, template_folder="templates")

    @routes.get("/household")
    def form() -> Response:
        _allowed()
        return page("household.html", words.HOUSEHOLD)

    @routes.post("/household")
    def find() -> Response:
        _allowed()
        code, reason = request.form.get("code", "").strip(), request.form.get("reason", "").strip()
        if len(reason) < SHORTEST_REASON or not 0 < len(code) <= LONGEST_CODE:
            return page("household.html", words.HOUSEHOLD, 400, problem=words.REASON_SHORT[language()], reason=reason)
        return _answer(settings, library, code, reason)

    return routes


def _allowed() -> None:
    if not VIEWER.get().reads_households:
        abort(404)


def _answer(settings: Settings, library: Library, code: str, reason: str) -> Response:
    viewer = VIEWER.get()
    snapshot = library.opened(viewer).snapshot
    key = check_access(settings.key_file, snapshot.manifest.get("key_id"))
    stored = hashed(code, key)
    released = ask("household", Selection(household=stored), viewer, library)
    # The same for a household elsewhere as for none: which codes exist is told to nobody who may not see them.
    note(settings, "household", g.account, reason=reason, found=bool(released.rows), digest=_digest(stored))
    if not released.rows:
        return page("household.html", words.HOUSEHOLD, 404, problem=words.NO_HOUSEHOLD[language()], reason=reason)
    lang, rows = language(), released.rows
    table = [
        (entry.label[lang], [shown(entry, row[key], lang) for row in rows])
        for key, entry in fields_for(snapshot.reference).items()
    ]
    rounds = [year(snapshot.rounds[row["survey_round"]], lang) for row in rows]
    return page("household.html", words.HOUSEHOLD, table=table, rounds=rounds, reason=reason)


def _digest(stored: str) -> str:
    """Return what tells in the audit that two entries are about the same household, and not which one it is."""
    return hashlib.sha256(stored.encode()).hexdigest()[:12]


def shown(entry: Field, value: object, lang: str) -> str:
    """Return the value of a field in words."""
    if value is None:
        return UNDEFINED
    code = str(int(value)) if isinstance(value, bool) else str(value)
    if code in entry.values:
        return entry.values[code][lang]
    return number(value, 2 if isinstance(value, float) and value % 1 else 0) if entry.kind == "number" else code
