"""`/data`: where the numbers come from: snapshot, files, publications, dictionary."""

from typing import Any

from dash import get_app, html, register_page

from components import provenance
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.trouble import calmly
from data.layers import layer_facts
from data.queries import ask
from data.text import Text

NAME = Text("ข้อมูล", "Data")
HEADING = Text("ตัวเลขเหล่านี้มาจากไหน", "Where these numbers come from")

register_page(__name__, path="/data", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ())
    reader = open_reader(query, ask, get_app().library)
    view = reader.view
    children = [
        html.Div(
            html.Div([html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")]),
            className="page-head",
        ),
        *sections(reader),
    ]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/data", crumbs, children, cohort=False)


def sections(reader: Reader) -> list:
    """Ask for what the page lists."""
    view = reader.view
    library = get_app().library
    snapshot = library.snapshot(reader.viewer)
    found = (
        [provenance.snapshot_section(view, snapshot.id, snapshot.manifest)] if snapshot else [provenance.nothing(view)]
    )
    found += [provenance.files_section(view, snapshot.manifest["files"])] if snapshot else []
    if view.reference.published:
        found.append(provenance.published_section(view, reader.ask("published", place="", by="").rows))
    found += [provenance.capital_section(view)] if view.reference.capitals else []
    found += [provenance.problem_section(view)] if view.reference.dimensions else []
    layers = [layer_facts(library.settings.build, level) for level in view.reference.levels]
    drawn = [facts for facts in layers if facts]
    return [*found, provenance.boundary_section(view, drawn)] if drawn else found
