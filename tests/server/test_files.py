"""Files that browsers keep, over the real server."""

import gzip
import hashlib
import json

import brotli
import pytest

from data.layers import layer_hash
from data.reference import load_reference
from data.settings import Settings
from server import vendor_address
from tests.serving import get

FONTS = ["/fonts/Sarabun-Regular.ttf", "/fonts/Sarabun-SemiBold.ttf", "/fonts/Sarabun-Bold.ttf"]
# One path per way of asking for a file that is not on a list.
REFUSED = [
    "/fonts/Sarabun-Thin.ttf",
    "/fonts/sarabun-regular.ttf",
    "/fonts/..%2F__init__.py",
    "/vendor/bootstrap.min.css.map",
    "/boundaries/village.geojson",
    "/boundaries/province.index.geojson",
    "/boundaries/nothing.geojson",
]


@pytest.mark.parametrize("path", FONTS)
def test_a_font_is_a_font_and_is_kept_for_a_year(server_url, path):
    status, headers, body = get(server_url + path)
    assert (status, headers["content-type"]) == (200, "font/ttf")
    assert body[:4] == b"\x00\x01\x00\x00"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"


def test_bootstrap_comes_without_a_source_map(server_url):
    status, headers, body = get(server_url + vendor_address("bootstrap.min.css"))
    assert status == 200 and b".container" in body and b"sourceMappingURL" not in body
    assert "immutable" in headers["cache-control"]


def test_a_boundary_layer_is_kept_for_a_year_under_its_own_hash_only(server_url, build_dir):
    wanted = (build_dir / "boundaries" / "province.geojson").read_bytes()
    content_hash = layer_hash(build_dir, "province")
    assert content_hash == hashlib.sha256(wanted).hexdigest()[:12]
    status, headers, body = get(f"{server_url}/boundaries/province.geojson?v={content_hash}")
    assert (status, body) == (200, wanted)
    assert "immutable" in headers["cache-control"]
    _, headers, body = get(f"{server_url}/boundaries/province.geojson?v=000000000000")
    assert body == wanted and "immutable" not in headers["cache-control"]


def test_a_part_of_a_layer_is_what_lies_in_an_area(server_url, build_dir):
    content_hash = layer_hash(build_dir, "province")
    address = f"{server_url}/boundaries/province.geojson?v={content_hash}"
    status, headers, body = get(f"{address}&in=R3")
    whole = json.loads(get(address)[2])["features"]
    reference = load_reference(Settings.model_fields["reference"].default)
    north = {area.code for area in reference.children("R3")}
    assert status == 200 and "immutable" in headers["cache-control"]
    assert json.loads(body)["features"] == [entry for entry in whole if entry["id"] in north]
    assert headers["etag"] != get(f"{address}&in=R2")[1]["etag"]
    assert "immutable" not in get(f"{server_url}/boundaries/province.geojson?v=0&in=R3")[1]["cache-control"]


@pytest.mark.parametrize("inside", ["94", "9401", "nowhere", "../R3"])
def test_a_part_that_nobody_has_is_not_found(server_url, inside):
    assert get(f"{server_url}/boundaries/province.geojson?in={inside}")[0] == 404


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_not_on_a_list_is_not_served(server_url, path):
    status, headers, body = get(server_url + path)
    # Dash answers addresses it does not know with its own page; none of them is a file.
    assert status == 404 or headers["content-type"].startswith("text/html")
    assert b"import" not in body and b"{" + b'"version"' not in body


@pytest.mark.parametrize(("name", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
@pytest.mark.parametrize("path", ["/vendor/bootstrap.min.css", "/boundaries/province.geojson", FONTS[0]])
def test_encoded_bodies_decode_to_the_plain_ones(server_url, path, name, decode):
    plain = get(server_url + path)
    status, headers, body = get(server_url + path, Accept_Encoding=name)
    assert (status, headers["content-encoding"]) == (200, name)
    assert "accept-encoding" in headers["vary"].lower()
    assert decode(body) == plain[2]
    assert len(body) < len(plain[2])


@pytest.mark.parametrize("coding", ["", "br"])
def test_an_unchanged_file_is_not_sent_again(server_url, coding):
    first = get(f"{server_url}/vendor/bootstrap.min.css", Accept_Encoding=coding)
    again = get(f"{server_url}/vendor/bootstrap.min.css", Accept_Encoding=coding, If_None_Match=first[1]["etag"])
    assert (again[0], again[2]) == (304, b"")
