"""The audit of the web: one entry per request in which an account was answered, and one per event at the door."""

from typing import Any

from flask import Flask, Response, g, request

from data import audit
from data.settings import Settings
from data.viewer import ANSWERED, VIEWER
from server.access.store import Account


def install_trail(flask: Flask, settings: Settings) -> None:
    """Record what signed-in people are answered before they get it; what cannot be recorded is not sent."""

    @flask.before_request
    def begin() -> None:
        ANSWERED.set([] if g.account is not None else None)

    @flask.after_request
    def end(response: Response) -> Response:
        answered = ANSWERED.get()
        if answered:
            note(settings, "answered", g.account, address=request.path, answers=answered)
            ANSWERED.set(None)
        return response


def note(settings: Settings, event: str, account: Account | None, **facts: Any) -> None:
    """Add an entry about an account. Raises Problem where it cannot be written.

    facts: such as `about`, the account that an administrator changed; never a household's own code or a word typed by hand.
    """
    viewer = VIEWER.get()
    rights = {"role": viewer.role, "provinces": sorted(viewer.provinces), "purpose": viewer.purpose}
    who = account.name if account is not None else ""
    audit.record(audit.audit_file(settings.build), where="web", event=event, who=who, **rights, **facts)
