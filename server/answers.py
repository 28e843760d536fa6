"""What callbacks are asked, checked before Dash reads it; and their answers, written as JSON in one pass.

Dash walks every answer in Python to make it plain before it writes it: a third of the time of a page whose rows are
at hand. The writer here asks components for their plain form only where it meets them.
"""

from typing import Any

import dash._callback
import orjson
from dash import Dash
from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY

UPDATE = "/_dash-update-component"


class StrictProvider(DefaultJSONProvider):
    """Reads JSON with a parser that refuses what is nested too deep instead of running out of stack."""

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


def install_json(app: Dash | Flask) -> None:
    """Let Dash write the answers of callbacks with `to_json`, and be asked only what it can be asked."""
    dash._callback.to_json = to_json
    flask = app.server if isinstance(app, Dash) else app
    flask.json = StrictProvider(flask)
    if not isinstance(app, Dash):
        return

    @flask.before_request
    def check_question() -> None:
        if request.path == UPDATE and not _is_question(request.get_json(silent=True), app):
            abort(400)


def _is_question(body: Any, app: Dash) -> bool:
    """Whether a body names a callback of ours and its inputs, in the form that the browser sends."""
    if not isinstance(body, dict) or body.get("output") not in app.callback_map:
        return False
    parts = (body.get("inputs", []), body.get("state", []), body.get("outputs", []))
    return all(isinstance(part, list | dict) for part in parts) and isinstance(body.get("changedPropIds", []), list)


def to_json(value: Any) -> str:
    """Return JSON of dicts, lists, numbers, text, NumPy arrays and Dash components; not-a-number becomes null."""
    return orjson.dumps(value, default=_plain, option=OPTIONS).decode()


def _plain(value: Any) -> Any:
    if hasattr(value, "to_plotly_json"):
        return value.to_plotly_json()
    raise TypeError(f"{type(value).__name__} cannot be an answer")
