"""The search for places over the real server: what it answers, and that nothing typed is kept."""

import json
import urllib.request

import pytest


def ask(url: str, body: object) -> tuple[int, dict, dict]:
    data = json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/places", data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, dict(answer.headers), json.loads(answer.read())


@pytest.mark.parametrize(
    ("lang", "name", "path"), [("th", "ยะหริ่ง", "ภาคใต้ › ปัตตานี"), ("en", "Yaring", "South › Pattani")]
)
def test_a_place_comes_with_its_path(server_url, lang, name, path):
    status, headers, answer = ask(server_url, {"text": "ยะหรง", "lang": lang})
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert answer["places"][0] == {"code": "9409", "name": name, "level": "district", "path": path}


@pytest.mark.parametrize("body", [None, [], "x", {}, {"text": 5}, {"text": "", "lang": 7}, {"text": ["ปัตตานี"]}])
def test_what_is_no_question_finds_nothing(server_url, body):
    assert ask(server_url, body)[2] == {"places": []}


def test_what_was_typed_is_not_in_the_log(server):
    ask(server.url, {"text": "xyzzyplugh", "lang": "en"})
    assert '"/places"' in server.log() and "xyzzyplugh" not in server.log()
