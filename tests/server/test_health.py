"""Health and readiness: which snapshot is served, and a calm answer where there is none."""

import json

from tests.serving import get


def test_healthz_answers_ok(server_url):
    status, headers, body = get(f"{server_url}/healthz")
    assert (status, body) == (200, b"ok")
    assert headers["cache-control"] == "no-store"


def test_readyz_names_the_snapshot_under_the_pointer(server_url, build_dir):
    status, _, body = get(f"{server_url}/readyz")
    answer = json.loads(body)
    assert status == 200
    assert answer["snapshot"] == (build_dir / "current").read_text().strip()
    assert (answer["status"], answer["demo"]) == ("ready", True)


def test_without_a_snapshot_it_lives_and_says_in_both_languages_what_to_do(start_server, tmp_path):
    url = start_server(tmp_path).url
    assert get(f"{url}/healthz")[0] == 200
    status, _, body = get(f"{url}/readyz")
    answer = json.loads(body)
    assert (status, answer["snapshot"]) == (503, None)
    assert "ข้อมูล" in answer["message"]["th"] and "python -m etl load" in answer["message"]["en"]
