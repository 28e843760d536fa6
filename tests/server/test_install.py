"""The server room on a bare Flask app: the request log, error pages, compression."""

import json
import logging

import pytest
from flask import Flask, Response, abort, request

from data.errors import Problem
from data.library import Library
from data.settings import Settings
from data.text import Text
from server import LARGEST_REQUEST, install
from server.compress import ONCE, SMALLEST, Encoded


def troubled() -> None:
    raise Problem(Text("พัง", "Broken"), where="/secret/path", got="secret", todo=Text("แก้ไข", "Mend <it>"))


@pytest.fixture
def client(tmp_path):
    flask = Flask("plain")
    settings = Settings(build=tmp_path)
    install(flask, settings, Library(settings))
    views = {
        "words": lambda: Response("ก" * 1000, mimetype="text/plain"),
        "few": lambda: Response("x" * (SMALLEST - 1), mimetype="text/plain"),
        "boom": lambda: 1 / 0,
        "gone": lambda: abort(410),
        "read": lambda: str(len(request.get_data())),
        "troubled": troubled,
    }
    for name, view in views.items():
        flask.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    return flask.test_client()


@pytest.fixture
def lines(monkeypatch) -> list[dict]:
    found: list[dict] = []
    monkeypatch.setattr(logging.getLogger("kaejon.request"), "info", lambda text: found.append(json.loads(text)))
    return found


def test_one_line_per_request_without_the_query(client, lines):
    client.get("/words?place=94&name=secret")
    (line,) = lines
    # 1,000 letters of three bytes each.
    assert {key: line[key] for key in ("method", "path", "status", "bytes")} == {
        "method": "GET",
        "path": "/words",
        "status": 200,
        "bytes": 3000,
    }
    assert line["ms"] >= 0
    assert "secret" not in json.dumps(line)


def test_the_log_counts_the_bytes_that_were_sent(client, lines):
    sent = client.get("/words", headers={"Accept-Encoding": "br"})
    assert lines[0]["bytes"] == len(sent.data) < 100
    client.head("/words")
    assert lines[1]["bytes"] == 0


def test_errors_are_logged_lines_too(client, lines):
    client.get("/boom")
    client.get("/nowhere")
    assert [line["status"] for line in lines] == [500, 404]


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/boom", 500), ("/gone", 410)])
def test_an_error_is_a_calm_page_in_both_languages_without_details(client, path, status, caplog):
    answer = client.get(path)
    assert answer.status_code == status
    assert 'lang="th"' in answer.text and 'lang="en"' in answer.text
    assert "Traceback" not in answer.text and "division" not in answer.text


def test_a_problem_says_what_to_do_and_keeps_paths_in_the_log(client, caplog):
    answer = client.get("/troubled")
    assert answer.status_code == 503
    assert all(words in answer.text for words in ("พัง", "Broken", "แก้ไข", "Mend &lt;it&gt;"))
    assert "secret" not in answer.text and "/secret/path" in caplog.text


def test_a_request_far_too_large_is_refused(client):
    assert client.post("/read", data=b"x" * LARGEST_REQUEST).status_code == 200
    assert client.post("/read", data=b"x" * (LARGEST_REQUEST + 1)).status_code == 413


def test_an_unexpected_error_is_kept_for_the_operator(client, caplog):
    client.get("/boom")
    assert "ZeroDivisionError" in caplog.text


def test_small_bodies_stay_as_they_are(client):
    answer = client.get("/few", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_the_best_encoding_that_the_browser_takes(client, accepted, encoding):
    assert client.get("/words", headers={"Accept-Encoding": accepted}).headers.get("Content-Encoding") == encoding


def test_a_static_body_is_encoded_once(monkeypatch):
    made = []
    monkeypatch.setitem(ONCE, "br", lambda body: made.append(body) or b"small")
    kept = Encoded()
    assert [kept.get("br", b"large"), kept.get("br", b"large"), kept.get("br", b"other")] == [b"small"] * 3
    assert made == [b"large", b"other"]
