"""Bytes that no browser sends, thrown at the production server: it refuses them, and goes on serving."""

import gzip
import socket
import time
from urllib.parse import urlsplit

import pytest

from app import create_app
from data.settings import Settings
from tests.serving import get

MEGABYTE = b"x" * 1_000_000
PATH = "/_dash-update-component"


def talk(url: str, head: str, pieces=()) -> tuple[bytes, int]:
    """Send a request by hand, in pieces until the server hangs up; return what it answered and how many it took."""
    parts = urlsplit(url)
    taken = 0
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as line:
        line.sendall(head.encode("latin-1"))
        try:
            for piece in pieces:
                line.sendall(piece)
                taken += 1
            answer = line.recv(65536)
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
    return answer, taken


def post(*headers: str) -> str:
    return "\r\n".join((f"POST {PATH} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers, "", ""))


def test_a_body_of_a_hundred_megabytes_is_refused_and_never_read_to_its_end(server_url):
    answer, taken = talk(server_url, post("Content-Length: 100000000"), [MEGABYTE] * 100)
    assert taken < 100 or answer.startswith(b"HTTP/1.1 4")
    assert b" 200 " not in answer[:20] and get(f"{server_url}/healthz")[2] == b"ok"


def test_neither_is_one_that_does_not_say_how_long_it_is(server_url):
    chunk = b"f4240\r\n" + MEGABYTE + b"\r\n"
    answer, taken = talk(server_url, post("Transfer-Encoding: chunked"), [chunk] * 100)
    assert taken < 100 or answer.startswith(b"HTTP/1.1 4")
    assert b" 200 " not in answer[:20] and get(f"{server_url}/healthz")[2] == b"ok"


def test_a_folded_body_is_never_unfolded(server_url):
    """A hundred megabytes of blanks in a hundred kilobytes: the server reads them as they are, and they are no JSON."""
    folded = gzip.compress(b" " * 100_000_000, 1)
    begun = time.monotonic()
    head = post(f"Content-Length: {len(folded)}", "Content-Encoding: gzip")
    answer, _ = talk(server_url, head, [folded])
    assert answer.startswith(b"HTTP/1.1 4") and time.monotonic() - begun < 20
    assert b"Traceback" not in answer and get(f"{server_url}/healthz")[2] == b"ok"


def test_too_many_requests_of_one_address_are_refused_whatever_it_says_of_itself(build_dir):
    client = create_app(Settings(build=build_dir, requests_per_minute=3)).server.test_client()
    asked = [client.get("/fonts/Sarabun-Regular.ttf", headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(5)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429, 429]
    assert b"Traceback" not in asked[-1].data and len(asked[-1].data) < 2000
    # Whether the server serves is always told, and another address is not kept out.
    assert client.get("/healthz").status_code == 200
    assert client.get("/fonts/Sarabun-Regular.ttf", environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Name: a\x00b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX Name: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a" * 100_000 + "\r\n\r\n",
        "GET /" + "a" * 100_000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n" + "".join(f"X-{n}: 1\r\n" for n in range(500)) + "\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "NONSENSE\r\n\r\n",
    ],
    ids=[
        "nul",
        "space in a name",
        "long header",
        "long address",
        "many headers",
        "two lengths",
        "length and chunks",
        "no request",
    ],
)
def test_a_request_that_is_none_is_refused(server_url, head):
    answer, _ = talk(server_url, head)
    assert not answer or answer.split(b" ", 2)[1][:1] in (b"4", b"5")
    assert b"Traceback" not in answer and get(f"{server_url}/healthz")[2] == b"ok"


def test_a_line_break_in_an_address_adds_no_header_to_the_answer(server_url):
    answer, _ = talk(
        server_url, "GET /login%0d%0aX-Evil:%201?lang=%0d%0aX-Evil:%201 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert b"x-evil" not in answer.split(b"\r\n\r\n")[0].lower()


@pytest.mark.parametrize("path", ["/", "/login", "/healthz", "/nowhere/at/all", "/_dash-layout"])
def test_no_answer_names_a_version(server_url, path):
    _, headers, _ = get(f"{server_url}{path}")
    assert not any(digit in headers.get("server", "") for digit in "0123456789")
    assert not {"x-powered-by", "via", "x-aspnet-version"} & {name.lower() for name in headers}
