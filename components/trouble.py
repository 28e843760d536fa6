"""What a reader sees when an answer cannot be given: calm words here, the details in the log."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from dash import dcc, html, set_props

from components.reader import LANG
from data.errors import Problem
from data.text import Text, known_lang

log = logging.getLogger("kaejon.page")

BROKEN = Text("แสดงหน้านี้ไม่ได้ชั่วคราว", "This page cannot be shown right now")
KEPT = Text("อัปเดตไม่สำเร็จ ตัวเลขบนหน้าจอยังเป็นของก่อนหน้า", "The update failed; the numbers on screen are those from before")
AGAIN = Text("ลองโหลดหน้านี้อีกครั้งในอีกสักครู่", "Load the page again in a moment")
HOME = Text("กลับไปหน้าภาพรวม", "Back to the overview")


def calmly(layout: Callable[..., html.Div]) -> Callable[..., html.Div]:
    """Turn whatever goes wrong in a page's layout into a calm page."""

    @wraps(layout)
    def guarded(**query: Any) -> html.Div:
        try:
            return layout(**query)
        except Exception as error:
            log.error("a page could not be built", exc_info=error)
            return _page(error, known_lang(query.get("lang")))

    return guarded


def _page(error: Exception, lang: str) -> html.Div:
    what, todo = _words(error, lang)
    home = dcc.Link(HOME[lang], href="/" if lang == "th" else f"/?lang={lang}")
    return html.Div(html.Main([html.H1(what), html.P(todo), html.P(home)], className="plain-page"), lang=lang)


def _words(error: Exception, lang: str) -> tuple[str, str]:
    if isinstance(error, Problem):
        return error.what[lang], error.todo[lang] if error.todo else AGAIN[lang]
    return BROKEN[lang], AGAIN[lang]


def tell(error: Exception) -> None:
    """Say that a callback failed without touching what is on screen."""
    log.error("a callback failed", exc_info=error)
    lang = LANG.get()
    what = f"{error.what[lang]} · " if isinstance(error, Problem) else ""
    set_props("notice", {"children": what + KEPT[lang]})
