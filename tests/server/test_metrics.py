"""Metrics for Prometheus: on an address of their own, summed over the workers, with nothing about anybody."""

import re
import subprocess
import sys
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from data.settings import ROOT, Settings
from server.secret import new_secret
from server.serving import options
from tests.serving import Running, free_port, get


@pytest.fixture(scope="module")
def counted(tmp_path_factory, build_dir):
    """A server with two workers that were asked a few things, and the address of its metrics."""
    folder, port = tmp_path_factory.mktemp("metrics"), free_port()
    new_secret(folder / "server.key")
    settings = {
        "KAEJON_BUILD": str(build_dir), "KAEJON_METRICS_PORT": str(port), "KAEJON_SIGN_IN": "true",
        "KAEJON_STORE": str(folder / "server.sqlite"), "KAEJON_SECRET_KEY_FILE": str(folder / "server.key"),
    }  # fmt: skip
    running = Running(folder / "log", settings).wait()
    for _ in range(12):
        get(f"{running.url}/province/94?place=94&secret=query")
    data = urlencode({"name": "somchai", "password": "not mine at all"}).encode()
    with pytest.raises(HTTPError):
        urlopen(Request(f"{running.url}/login", data, {"Origin": running.url}), timeout=20)
    get(f"{running.url}/readyz")
    yield running.url, f"http://127.0.0.1:{port}/metrics"
    running.stop()


def told(address: str) -> dict[str, float]:
    lines = urlopen(address, timeout=20).read().decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def test_requests_durations_refusals_and_the_age_are_told(counted):
    found = told(counted[1])
    pages = 'kaejon_requests_total{method="GET",route="/<path:path>",status="200"}'
    assert found[pages] == 12
    assert found['kaejon_request_seconds_count{route="/<path:path>"}'] == 12
    assert found['kaejon_request_seconds_bucket{le="20.0",route="/<path:path>"}'] == 12
    assert found["kaejon_sign_in_refusals_total"] == 1
    assert found["kaejon_snapshot_age_seconds"] > 0
    assert "kaejon_query_seconds_count" in found


def test_no_address_query_or_account_is_in_them(counted):
    text = urlopen(counted[1], timeout=20).read().decode()
    assert not re.search(r"secret|query=|somchai|province/94|place=", text)


def test_the_pages_do_not_serve_them_and_without_a_port_nobody_does(counted):
    assert "kaejon_requests" not in get(f"{counted[0]}/metrics")[2].decode(errors="replace")
    assert "when_ready" not in options(Settings()) and "when_ready" in options(Settings(metrics_port=9))
    code = "import sys, app; from data.settings import Settings; app.create_app(Settings()); print('prometheus_client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
