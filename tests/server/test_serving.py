"""The production server as a process: workers, start-up messages, headers."""

import json
import socket
import subprocess
import sys

import pytest

from data.settings import ROOT
from server.serving import is_loopback
from tests.conftest import run_module
from tests.serving import free_port, get


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def test_several_workers_serve_the_same_snapshot(server):
    assert len(children(server.process.pid)) == 2
    answers = {get(f"{server.url}/readyz")[2] for _ in range(20)}
    assert len(answers) == 1


def test_every_request_is_one_line_of_json_in_the_log(server):
    get(f"{server.url}/healthz?quiet=1")
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    assert any(line["path"] == "/healthz" and line["status"] == 200 for line in lines)
    assert "quiet" not in server.log()


def test_no_version_is_given_away(server_url):
    _, headers, _ = get(f"{server_url}/healthz")
    assert not any(digit in headers.get("server", "") for digit in "0123456789")


def test_a_port_in_use_is_told_in_words():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run_module("server", "serve", KAEJON_PORT=port)
    assert done.returncode == 1
    assert "The port is in use already" in done.stderr and f"KAEJON_PORT={port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_snapshot_is_told_at_the_start(start_server, tmp_path):
    log = start_server(tmp_path).log()
    assert "There is no household data yet" in log and "make demo" in log


def test_a_bad_setting_is_told_in_words():
    done = run_module("server", "serve", KAEJON_PORT="eighty")
    assert done.returncode == 1
    assert all(word in done.stderr for word in ("KAEJON_PORT", "eighty", "integer", "server settings"))
    assert "Traceback" not in done.stderr


def test_without_a_reference_folder_it_says_so_and_does_not_start(tmp_path):
    settings = {"KAEJON_BUILD": str(tmp_path), "KAEJON_REFERENCE": str(tmp_path), "KAEJON_PORT": str(free_port())}
    done = run_module("server", "serve", **settings)
    assert done.returncode == 1
    assert "reference.toml" in done.stderr and "Traceback" not in done.stderr


def test_python_app_py_is_an_entry_too(tmp_path):
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env={"KAEJON_PORT": "x"}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "KAEJON_PORT" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "KAEJON_SIGN_IN=true, KAEJON_TLS=proxy"),
        ({"KAEJON_SIGN_IN": "true"}, "no secret key"),
        ({"KAEJON_TLS": "proxy"}, "KAEJON_SIGN_IN=true"),
        ({"KAEJON_TLS": "yes"}, "KAEJON_TLS"),
    ],
)
def test_a_server_that_others_can_reach_does_not_start_without_what_makes_it_safe(tmp_path, given, word):
    settings = {"KAEJON_BUILD": str(tmp_path), "KAEJON_SECRET_KEY_FILE": str(tmp_path / "none"), **given}
    done = run_module("server", "serve", KAEJON_HOST="0.0.0.0", KAEJON_PORT=str(free_port()), **settings)
    assert done.returncode == 1
    assert word in done.stderr and "Traceback" not in done.stderr


def test_addresses_of_this_machine_alone_are_known():
    assert is_loopback("127.0.0.1") and is_loopback("::1") and is_loopback("localhost")
    assert not is_loopback("0.0.0.0") and not is_loopback("192.0.2.1") and not is_loopback("no such host")


def test_an_open_server_says_that_it_is_open(server):
    assert "Open without sign-in: everybody sees what the public may see" in server.log()
