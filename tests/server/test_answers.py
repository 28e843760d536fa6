"""Answers as JSON: the same as Dash's own writer, for everything our callbacks return."""

import json
import math

import dash._callback
import numpy as np
import pytest
from dash import Dash, Input, Output, Patch, dcc, html
from dash._utils import to_json as dash_json

from data.library import Library
from data.settings import Settings
from server import install
from server.answers import to_json


def patch() -> Patch:
    changes = Patch()
    changes["data"][0]["z"] = [1, 2.5, None]
    return changes


ANSWERS = {
    "text": "ปัตตานี <b> \u2028",
    "numbers": [1, 2.5, -0.0, 10**15, None, True],
    "not a number": [math.nan, math.inf, -math.inf],
    "arrays": {"z": np.array([1.5, np.nan]), "n": np.arange(3), "one": np.float64(2.5)},
    "number keys": {1: "a", "b": 2},
    "components": html.Div([html.B("n"), dcc.Graph(figure={"data": [{"x": (1, 2)}]}), None, "x"], id={"row": "a"}),
    "a patch": patch(),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_it_says_what_dash_says(answer):
    assert json.loads(to_json({"response": answer})) == json.loads(dash_json({"response": answer}))


def test_what_no_callback_may_return_is_an_error():
    with pytest.raises(TypeError):
        to_json({"response": object()})


def test_callbacks_answer_through_it(tmp_path, monkeypatch):
    monkeypatch.setattr(dash._callback, "to_json", dash_json)
    app = Dash("plain")
    app.layout = html.Div([html.Div(id="one"), html.Div(id="two")])
    app.callback(Output("two", "children"), Input("one", "children"))(lambda text: html.B(text))
    settings = Settings(build=tmp_path)
    install(app, settings, Library(settings))
    written = []
    monkeypatch.setattr("server.answers._plain", lambda value: written.append(value) or value.to_plotly_json())
    body = {
        "output": "two.children",
        "outputs": {"id": "two", "property": "children"},
        "inputs": [{"id": "one", "property": "children", "value": "n"}],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=body)
    assert answer.json["response"]["two"]["children"]["props"]["children"] == "n"
    assert len(written) == 1
