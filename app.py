"""The application: theme, shell, pages and server routes put together."""

from functools import partial
from html import escape
from typing import Any

from dash import Dash, State, page_container
from dash._get_app import with_app_context
from flask import Flask, request

import server as http
from components.reader import LANG, open_reader
from components.shell import connect
from components.trouble import tell
from data.library import Library
from data.queries import ask
from data.settings import ROOT, Settings, read_settings
from data.text import known_lang

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<link rel="preload" href="/fonts/Sarabun-Regular.ttf" as="font" type="font/ttf" crossorigin>
<link rel="preload" href="/fonts/Sarabun-SemiBold.ttf" as="font" type="font/ttf" crossorigin>
<link rel="preload" href="/fonts/Sarabun-Bold.ttf" as="font" type="font/ttf" crossorigin>
<link rel="stylesheet" href="{bootstrap}">
<link rel="stylesheet" href="{sheets}">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
{css}
<script src="{head_script}"></script>
{early}
</head>
<body>
{app_entry}
{first}
<footer>
{config}
<script src="{own_scripts}"></script>
{scripts}
{renderer}
</footer>
</body>
</html>"""


class Kaejon(Dash):
    """Dash with the page's language in its HTML and the library its pages read from."""

    library: Library

    def _config(self) -> dict[str, Any]:
        """Return what the renderer is told, without the ids of all pages: a test checks callbacks against them."""
        told = super()._config()
        told.pop("validation_layout", None)
        # The renderer may believe plotly.js to be elsewhere: at the address with its version, which browsers keep.
        return told | {
            "suppress_callback_exceptions": True,
            "serve_locally": False,
            "plotlyjs_url": http.plotly_address(),
        }

    @with_app_context
    def interpolate_index(self, **parts: Any) -> str:
        """Return the HTML around the app with what stands at the address, in its language."""
        arriving = http.first(self)
        parts["title"] = escape(arriving.title)
        parts["scripts"] = "\n".join(line for line in parts["scripts"].split("\n") if "/dash_table/" not in line)
        own = {"sheets": http.bundle_address(http.ASSETS, "css"), "own_scripts": http.bundle_address(http.ASSETS, "js")}
        own["head_script"] = http.head_address(http.ASSETS)
        vendor = http.vendor_address("bootstrap.min.css")
        return PAGE.format(
            lang=LANG.get(), bootstrap=vendor, early=arriving.early, first=arriving.render(), **own, **parts
        )


def create_app(settings: Settings) -> Kaejon:
    """Put theme, shell, pages and server routes together."""
    app = Kaejon(
        __name__,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=str(http.ASSETS),
        assets_ignore=r".*\.(css|js)$",
        serve_locally=True,
        include_pages_meta=False,
        update_title=None,
        enable_mcp=False,
        on_error=tell,
        hooks={"request_post": "window.kaejon.settle"},
        routing_callback_inputs={"here": State("_pages_location", "href")},
    )
    app.library = Library(settings)
    app.layout = page_container
    app.server.before_request(note_language)
    connect(app, partial(open_reader, ask=ask, library=app.library))
    http.install(app, settings, app.library)
    be_ready(app)
    return app


def be_ready(app: Dash) -> None:
    """Let Dash register its pages and callbacks now: first requests that come at once would trip over each other."""
    with app.server.test_request_context():
        for prepare in app.server.before_request_funcs[None]:
            if prepare.__module__ == "dash.dash":
                prepare()


def note_language() -> None:
    """Remember the language of the address for the parts of a page that Dash makes without it."""
    LANG.set(known_lang(request.args.get("lang")))


def wsgi() -> Flask:
    """Return the Flask server for a WSGI host: `app:wsgi()`."""
    return create_app(read_settings()).server


if __name__ == "__main__":
    http.develop(create_app)
