"""One calm page for whatever goes wrong outside a callback; the details go to the log."""

import logging
from html import escape

from dash.exceptions import CallbackException
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from data.errors import Problem
from data.text import Text

log = logging.getLogger("kaejon.error")

NOT_FOUND = Text("ไม่พบหน้านี้", "This page does not exist")
REFUSED = Text("คำขอนี้ไม่ถูกต้อง", "This request cannot be answered")
BROKEN = Text("ระบบขัดข้องชั่วคราว", "Something went wrong here")
BACK = Text("กลับไปหน้าภาพรวม", "Back to the overview")
PAGE = """<!doctype html><html lang="th"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{status}</title><link rel="stylesheet" href="/assets/tokens.css"><main class="plain-page">
<h1>{th}</h1><p>{todo_th}</p><p lang="en">{en}<br>{todo_en}</p><p><a href="/">{back_th}</a> · <a href="/?lang=en" lang="en">{back_en}</a></p>
</main></html>"""


def install_errors(flask: Flask) -> None:
    """Answer every HTTP error and every unexpected one with a plain page in both languages."""

    @flask.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response
        words = NOT_FOUND if error.code == 404 else BROKEN if error.code >= 500 else REFUSED
        return _page(words, error.code)

    @flask.errorhandler(Problem)
    def told(problem: Problem) -> Response:
        log.error("%s", problem)
        # Paths and values stay in the log; the reader learns what is wrong and what can be done.
        return _page(problem.what, 503, problem.todo)

    @flask.errorhandler(CallbackException)
    def forged(error: CallbackException) -> Response:
        # No page sends such a callback.
        log.warning("refused callback: %s", error)
        return _page(REFUSED, 400)

    @flask.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("unexpected error", exc_info=error)
        return _page(BROKEN, 500)


def _page(words: Text, status: int, todo: Text | None = None) -> Response:
    fields = {"th": words.th, "en": words.en, "back_th": BACK.th, "back_en": BACK.en, "status": str(status)}
    fields |= {"todo_th": todo.th if todo else "", "todo_en": todo.en if todo else ""}
    html = PAGE.format(**{name: escape(text) for name, text in fields.items()})
    return Response(html, status=status, mimetype="text/html")
