"""A page whose words come with its address: the browser shows them before any script of it runs.

Dash sends an empty page, whose scripts then ask for its layout, its callbacks and what stands at the address. Here all
three travel in the page, with what stands there as plain HTML too, which makes room once the living page is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import orjson
from dash import Dash
from dash._pages import PAGE_REGISTRY, _parse_query_string, _path_to_page
from flask import Response, after_this_request, request

from server.answers import to_json
from server.bundle import GRAPH_CHUNK, plotly_address

CONTENT, TITLE = "_pages_content", "_pages_store"
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
NAMES = {"className": "class", "htmlFor": "for"}
# What is not said in HTML: children stand inside, and no script of Dash is there to answer.
NOT_SAID = frozenset({"children", "style", "options", "value", "figure", "config", "n_clicks", "disable_n_clicks"})


@dataclass(frozen=True, slots=True)
class First:
    """picture: HTML of the page as it stands at its address; answers: JSON for the renderer, by question; here: the address."""

    picture: str
    answers: dict[str, str]
    here: str
    title: str

    @property
    def early(self) -> str:
        """Links to what the page will need late, for the browser to fetch while it is idle."""
        if '"type":"Graph"' not in self.answers["_dash-update-component"]:
            return ""
        found = (plotly_address(), GRAPH_CHUNK)
        return "\n".join(f'<link rel="preload" href="{one}" as="script" fetchpriority="low">' for one in found)

    def render(self) -> str:
        """Return picture and answers as HTML."""
        kept = [
            f'<script type="application/json" data-answer="{question}" data-here="{escape(self.here)}">{_in_html(text)}</script>'
            for question, text in self.answers.items()
        ]
        return "\n".join([f'<div id="first" inert>{self.picture}</div>', *kept])


def first(app: Dash) -> First:
    """Return what the browser would ask for after the page of this request has come."""
    search = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    layout, title = _at(request.path, search, request.url)
    content = {CONTENT: {"children": layout}, TITLE: {"data": {"title": title}}}
    answers = {
        "_dash-layout": to_json(app.get_layout()),
        "_dash-dependencies": to_json(app._callback_list),
        "_dash-update-component": to_json({"multi": True, "response": content}),
    }
    after_this_request(_fresh)
    tree = orjson.loads(answers["_dash-update-component"])["response"][CONTENT]["children"]
    return First("".join(as_html(tree)), answers, request.path + search, title)


def _fresh(response: Response) -> Response:
    """Keep what a reader may see, and what is so only now, out of caches."""
    response.cache_control.no_store = True
    return response


def _in_html(text: str) -> str:
    """Return JSON that no browser takes for HTML."""
    return text.replace("<", "\\u003c")


def _at(path: str, search: str, here: str) -> tuple[Any, str]:
    """Return layout and title of an address, as the routing of Dash finds them."""
    page, parts = _path_to_page(path.strip("/"))
    page = page or next(page for name, page in PAGE_REGISTRY.items() if name.endswith("not_found_404"))
    layout, title, parts = page["layout"], page["title"], parts or {}
    if callable(layout):
        layout = layout(**{**parts, **_parse_query_string(search), "here": here})
    return layout, title(**parts) if callable(title) else title


def as_html(node: Any) -> Iterator[str]:
    """Yield the HTML of a component in its JSON form, without what is hidden until a reader asks for it."""
    if isinstance(node, list):
        for part in node:
            yield from as_html(part)
    elif not isinstance(node, dict):
        yield "" if node is None or isinstance(node, bool) else escape(str(node), quote=False)
    else:
        kind, props = node.get("type"), node.get("props", {})
        yield from SPECIAL.get(kind, _element)(kind.lower(), props)


def _element(tag: str, props: dict) -> Iterator[str]:
    yield f"<{tag}{''.join(_attributes(props))}>"
    if tag in VOID:
        return
    if not props.get("hidden"):
        yield from as_html(props.get("children"))
    yield f"</{tag}>"


def _attributes(props: dict) -> Iterator[str]:
    for name, value in props.items():
        if name in NOT_SAID or value is None or value is False or isinstance(value, dict | list):
            continue
        # React writes what a component is told as text; true and false of aria-… and data-… stand as words there.
        yield f' {NAMES.get(name, name.lower())}="{escape("" if value is True else str(value))}"'
    if props.get("style"):
        yield f' style="{escape(";".join(_css(props["style"])))}"'


def _css(style: dict) -> Iterator[str]:
    for name, value in style.items():
        hyphened = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
        yield f"{hyphened}:{value}px" if isinstance(value, int) else f"{hyphened}:{value}"


def _link(_tag: str, props: dict) -> Iterator[str]:
    yield from _element("a", props)


def _box(_tag: str, props: dict) -> Iterator[str]:
    """A graph or a grid: its room."""
    yield from _element("div", {name: props[name] for name in ("id", "className", "style") if name in props})


def _nothing(_tag: str, _props: dict) -> Iterator[str]:
    yield ""


def _select(_tag: str, props: dict) -> Iterator[str]:
    """The chosen entry, and the longest one, which makes the list as wide as it will be."""
    options = props.get("options") or ()
    labels = [one["label"] for one in options if one["value"] == props.get("value")]
    labels += sorted((one["label"] for one in options), key=len)[-1:]
    entries = [{"type": "Option", "props": {"children": label}} for label in labels]
    looks = f"form-select {props.get('className', '')}"
    yield from _element("select", {"className": looks, "style": props.get("style"), "children": entries})


def _input(_tag: str, props: dict) -> Iterator[str]:
    if props.get("type") != "hidden":
        looks = {"className": f"form-control {props.get('className', '')}", "debounce": None}
        yield from _field("input", {**props, **looks})


def _field(tag: str, props: dict) -> Iterator[str]:
    yield f'<{tag} value="{escape(str(props.get("value") or ""))}"{"".join(_attributes(props))}>'


def _choices(kind: str) -> Any:
    def draw(_tag: str, props: dict) -> Iterator[str]:
        yield f'<div class="{escape(props.get("className", ""))}">'
        chosen = props.get("value")
        chosen = chosen if isinstance(chosen, list) else [chosen]
        inline = " form-check-inline" if props.get("inline") else ""
        for one in props.get("options") or ():
            marked = " checked" if one["value"] in chosen else ""
            words = "".join(as_html(one["label"]))
            yield (
                f'<div class="form-check{inline}"><input type="{kind}" class="form-check-input"{marked}>'
                f'<label class="form-label form-check-label">{words}</label></div>'
            )
        yield "</div>"

    return draw


SPECIAL = {
    "Link": _link, "Graph": _box, "AgGrid": _box, "Store": _nothing, "Select": _select, "Input": _input,
    "RadioItems": _choices("radio"), "Checklist": _choices("checkbox"),
}  # fmt: skip
