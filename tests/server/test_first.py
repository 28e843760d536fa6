"""What comes with a page: its words as HTML, the renderer's first answers, our sheets and scripts as one file each."""

import json
import re
from html.parser import HTMLParser

import dash_bootstrap_components as dbc
import orjson
import pytest
from dash import dcc, html

from app import create_app
from data.settings import ROOT, Settings
from server.answers import to_json
from server.bundle import bundle
from server.first import as_html

ANSWER = re.compile(r'<script type="application/json" data-answer="([^"]+)" data-here="([^"]*)">(.*?)</script>')
ADDRESSES = ("/", "/?source=households&lang=en", "/province/94", "/data", "/nowhere")


@pytest.fixture(scope="module")
def app(build_dir, key_settings):
    return create_app(Settings(build=build_dir, key_file=key_settings["KAEJON_KEY_FILE"], requests_per_minute=100000))


@pytest.fixture(scope="module")
def client(app):
    return app.server.test_client()


def written(component) -> str:
    """Return the HTML of a component as a page sends it."""
    return "".join(as_html(orjson.loads(to_json(component))))


def texts(page: str) -> str:
    """Return the text of HTML without scripts."""
    found, stack = [], []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: stack.append(tag)
    parser.handle_endtag = lambda tag: stack.pop() if stack and stack[-1] == tag else None
    parser.handle_data = lambda data: found.append(data) if "script" not in stack[-1:] else None
    parser.feed(page)
    return "".join(found)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_brings_what_the_renderer_would_ask_for(client, address):
    answer = client.get(address)
    page = answer.get_data(as_text=True)
    assert answer.cache_control.no_store
    kept = {question: (here, json.loads(text)) for question, here, text in ANSWER.findall(page)}
    assert kept["_dash-layout"][1] == client.get("/_dash-layout").json
    assert kept["_dash-dependencies"][1] == client.get("/_dash-dependencies").json
    here, content = kept["_dash-update-component"]
    assert here.replace("&amp;", "&") == address
    assert content == client.post("/_dash-update-component", json=routing(client, address)).json


def headings(node) -> list[str]:
    """Return the words of the first-level headings of a page in its JSON form."""
    if isinstance(node, list):
        return [words for part in node for words in headings(part)]
    if not isinstance(node, dict):
        return []
    return [node["props"]["children"]] if node["type"] == "H1" else headings(node["props"].get("children"))


def routing(client, address: str) -> dict:
    """Return the question that the renderer would ask for what stands at an address."""
    [entry] = [entry for entry in client.get("/_dash-dependencies").json if "_pages_content" in entry["output"]]
    path, mark, query = address.partition("?")
    values = {"pathname": path, "search": mark + query, "href": f"http://localhost{address}"}
    given = {kind: [{**one, "value": values[one["property"]]} for one in entry[kind]] for kind in ("inputs", "state")}
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    return {"output": entry["output"], "outputs": outputs, "changedPropIds": ["_pages_location.pathname"], **given}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_picture_says_what_the_page_says(client, address):
    page = client.get(address).get_data(as_text=True)
    [picture] = re.findall(r'<div id="first" inert>(.*?)<script', page, re.DOTALL)
    content = json.loads({question: text for question, _, text in ANSWER.findall(page)}["_dash-update-component"])
    [heading] = headings(content["response"]["_pages_content"]["children"])
    assert heading in texts(picture)
    assert f"<title>{content['response']['_pages_store']['data']['title']}</title>" in page


def test_graphs_are_fetched_early_where_there_are_some(client):
    assert "plotly.v" in client.get("/").get_data(as_text=True).split("</head>")[0]
    assert "plotly.v" not in client.get("/nowhere").get_data(as_text=True).split("</head>")[0]


def test_html_of_components():
    assert written(html.P(["a < b", html.Br(), 'say "x" & y'], className="one two", hidden=False)) == (
        '<p class="one two">a &lt; b<br>say "x" &amp; y</p>'
    )
    assert written(html.Label("n", htmlFor="x", tabIndex=-1, **{"aria-label": 'a"b'})) == (
        '<label for="x" tabindex="-1" aria-label="a&quot;b">n</label>'
    )
    assert written(html.Div(style={"minHeight": "9px", "width": 4})) == '<div style="min-height:9px;width:4px"></div>'
    # What is hidden until somebody asks for it need not come twice.
    assert written(html.Div(html.P("later"), hidden=True)) == '<div hidden=""></div>'
    assert written(dcc.Link("go", href="/a?b=1&c=2")) == '<a href="/a?b=1&amp;c=2">go</a>'
    assert (
        written(dcc.Graph(id="g", figure={"data": [1]}, style={"height": "9px"}))
        == '<div id="g" style="height:9px"></div>'
    )
    assert written(dcc.Store(id="s", data="secret")) == ""
    assert written(["a", None, 1, 2.5]) == "a12.5"


def test_html_of_controls():
    options = [{"label": "short", "value": "1"}, {"label": "the longest", "value": "2"}]
    chosen = written(dbc.Select(options=options, value="1", className="choice"))
    assert chosen == '<select class="form-select choice"><option>short</option><option>the longest</option></select>'
    radio = written(dbc.RadioItems(options=options, value="2", inline=True, className="segments"))
    first, second = radio.split('<div class="form-check form-check-inline">')[1:]
    assert "checked" not in first and "checked" in second and 'type="radio"' in second
    boxes = written(dbc.Checklist(options=options, value=["1"]))
    assert boxes.count("checkbox") == 2 and boxes.count(" checked") == 1
    assert written(dbc.Input(type="hidden", value="x")) == ""
    assert 'value="1/5"' in written(dbc.Input(type="text", value="1/5"))


@pytest.mark.parametrize("kind", ["css", "js"])
def test_a_bundle_holds_every_file_and_is_kept(client, kind):
    # One runs in the head, by itself.
    files = [path for path in sorted((ROOT / "assets").glob(f"*.{kind}")) if path.name != "letters.js"]
    page = client.get("/nowhere").get_data(as_text=True)
    [address] = re.findall(rf'"(/assets/all\.{kind}\?m=[0-9a-f]+)"', page)
    answer = client.get(address)
    assert answer.cache_control.immutable and answer.cache_control.max_age == 365 * 24 * 3600
    places = [answer.get_data(as_text=True).index(path.read_text(encoding="utf-8")) for path in files]
    assert len(places) > 10 and places == sorted(places)
    # No file of ours is asked for by itself.
    assert re.findall(rf'"/assets/(?!all\.)([^"?]+\.{kind})', page) == (["letters.js"] if kind == "js" else [])


def test_an_app_is_ready_before_its_first_request(app):
    # Dash would register them with the first request, while others that come at once go through them.
    assert all(app._got_first_request.values()) and len(app.callback_map) > 20


def test_there_are_no_other_bundles(client, tmp_path):
    assert client.get("/assets/all.py").status_code == 404
    (tmp_path / "b.js").write_text("two()")
    (tmp_path / "a.js").write_text("one()")
    assert bundle(tmp_path, "js").body == b"one()\n;\ntwo()"


def test_every_id_of_a_callback_stands_on_a_page(app, client):
    """The renderer is not told the ids of all pages, so that no page carries them: here they are compared."""
    client.get("/")
    found = [node.id for node in app.validation_layout._traverse() if getattr(node, "id", None) is not None]
    known = [one if isinstance(one, str) else json.dumps(one, separators=(",", ":"), sort_keys=True) for one in found]

    def stands(id: str) -> bool:
        # A pattern that takes all of a kind, or each, takes none, too.
        return id in known or '["ALL"]' in id or '["MATCH"]' in id

    used = set()
    for entry in client.get("/_dash-dependencies").json:
        outputs = re.findall(r"(\{.*?\}|[\w-]+)\.[\w-]+(?:@\w+)?(?=\.\.|$)", entry["output"].strip("."))
        used |= {*outputs, *(one["id"] for part in ("inputs", "state") for one in entry[part])}
    assert len(used) > 60
    assert sorted(id for id in used if not stands(id)) == []


def test_a_page_is_read_from_its_own_app_where_a_process_has_two(app, key_settings, tmp_path):
    """Dash tells pages their app by a variable of the context, which the last callback of any app has set."""
    address = "/?source=households"
    client = app.server.test_client()
    before = ANSWER.findall(client.get(address).get_data(as_text=True))
    other = create_app(Settings(build=tmp_path, key_file=key_settings["KAEJON_KEY_FILE"])).server.test_client()
    assert other.post("/_dash-update-component", json=routing(other, address)).status_code == 200
    assert ANSWER.findall(client.get(address).get_data(as_text=True)) == before
    assert ANSWER.findall(other.get(address).get_data(as_text=True)) != before
