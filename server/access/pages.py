"""What the pages of this room share: their frame in both languages, and where a form may lead."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, g, make_response, render_template, request

from data.errors import Problem
from data.text import Text, known_lang
from server.access import words

BRAND = Text("แก้จน", "Kaejon")
TAGLINE = Text("ระบบปฏิบัติการแก้จนระดับจังหวัด", "Provincial poverty alleviation")


def language() -> str:
    """Return the language of the address, or of the one that a reader left for the OpenID provider from."""
    return known_lang(request.args.get("lang") or g.get("lang"))


def tail(lang: str) -> str:
    """Return what an address ends with to stay in the language."""
    return "" if lang == "th" else f"?{urlencode({'lang': lang})}"


def page(template: str, title: Text, status: int = 200, **given: Any) -> Response:
    """Return a page of this room; it is never kept by browsers or proxies."""
    lang = language()
    other = "en" if lang == "th" else "th"
    response = make_response(
        render_template(
            template, lang=lang, title=title[lang], tail=tail(lang), words=words, brand=BRAND, tagline=TAGLINE, say=lambda text: text[lang],
            other_lang=other, other_language=words.OTHER_LANGUAGE[lang], other_href=request.path + tail(other), **given,
        ),
        status,
    )  # fmt: skip
    response.cache_control.no_store = True
    return response


def told(problem: Problem) -> str:
    """Return a Problem in the words of a page: what is wrong, and what to do."""
    lang = language()
    return " · ".join(text for text in (problem.what[lang], problem.todo[lang] if problem.todo else "") if text)
