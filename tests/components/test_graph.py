"""Every graph is made in one place, with settings that keep it at home and a name for those who do not see it."""

import ast

from components.graph import CONFIG, figure, graph, hover
from components.theme import TEMPLATE
from data.settings import ROOT


def test_no_graph_can_upload_itself():
    drawn = graph("one", figure([], "th"), "what it shows", 200).children
    assert drawn.config["showSendToCloud"] is False
    assert drawn.config["displaylogo"] is False
    assert drawn.config["plotlyServerURL"] == ""
    assert drawn.config is CONFIG


def test_graphs_are_made_in_one_place_only():
    makers = [
        path.name
        for room in ("components", "pages")
        for path in (ROOT / room).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "Graph"
    ]
    assert makers == ["graph.py"]


def test_a_graph_is_a_picture_with_words():
    wrapper = graph("one", figure([], "th"), "what it shows", 200).to_plotly_json()["props"]
    assert (wrapper["role"], wrapper["aria-label"], wrapper["id"]) == ("img", "what it shows", "one-picture")
    assert wrapper["style"] == {"minHeight": "200px"}


def test_figures_are_plain_and_share_one_template():
    drawn = figure([{"type": "bar"}], "en", xaxis={"range": [0, 1]})
    assert type(drawn) is dict
    assert drawn["layout"]["template"] is TEMPLATE
    assert "title" not in drawn["layout"]


def test_demo_data_carry_their_mark_inside_the_picture():
    for lang in ("th", "en"):
        drawn = figure([], lang, demo=True, margin={"b": 10})
        assert {"demo data", "ข้อมูลสาธิต"} == set(drawn["layout"]["title"]["text"].split(" / "))
        # 10 px of its own and 22 px for the mark.
        assert drawn["layout"]["margin"]["b"] == 32


def test_hover_says_the_sentence_in_short_lines():
    assert hover("Beta: Human 3.00 · highest of 3") == "<b>Beta</b><br>Human 3.00<br>highest of 3"
    # 42 letters a line at most, never inside a word: five times "123456789 " is 49 letters, four times 39.
    assert hover(" ".join(["123456789"] * 5)) == "123456789 123456789 123456789 123456789<br>123456789"
