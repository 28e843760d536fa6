"""Places by name, for the search of the top bar."""

from flask import Flask, Response, jsonify, request

from data.library import Library
from data.place_search import find_places
from data.reference import Reference
from data.text import known_lang


def install_places(flask: Flask, library: Library) -> None:
    """Add POST /places {"text", "lang"}: {"places": [{"code", "name", "level", "path"}]}, best first and never kept.

    What was typed comes in the body, so that it stands in no address and in no log.
    """

    @flask.post("/places")
    def places() -> Response:
        asked = request.get_json(silent=True)
        asked = asked if isinstance(asked, dict) else {}
        text, lang = asked.get("text"), known_lang(str(asked.get("lang", "")))
        reference = library.reference()
        found = find_places(text, reference, lang) if isinstance(text, str) else []
        response = jsonify({"places": [_entry(area.code, reference, lang) for area in found]})
        response.cache_control.no_store = True
        return response


def _entry(code: str, reference: Reference, lang: str) -> dict[str, str]:
    _, *above, here = reference.path(code)
    path = " › ".join(area.name[lang] for area in above)
    return {"code": code, "name": here.name[lang], "level": here.level, "path": path}
