"""`/data`: where the numbers come from, how good they are, and what was loaded."""

from typing import Any

from dash import Input, Output, callback, get_app, html, register_page

from components import loads, provenance, quality
from components.facts import household_facts, published_facts
from components.parts import SCOPE
from components.reader import Reader, open_reader, page_title
from components.shell import frame, skeleton
from components.trouble import calmly
from data.layers import layer_facts
from data.ledger import told_loads
from data.queries import ask
from data.queries.quality import CHECKS, GRADE_FORMULA
from data.text import Text

NAME = Text("ข้อมูล", "Data")
HEADING = Text("ตัวเลขเหล่านี้มาจากไหน", "Where these numbers come from")
BESIDE_QUESTIONS = ("verification", "capitals", "models")

register_page(__name__, path="/data", title=page_title(NAME))


@calmly
def layout(here: str | None = None, **query: Any) -> html.Div:
    """Return the page; without an address it is a skeleton that asks nothing."""
    if here is None:
        return skeleton((), ("data-body",))
    reader = open_reader(query, ask, get_app().library)
    view = reader.view
    words = [html.H1(view.say(HEADING)), html.P(view.reference.name[view.lang], className="subtitle")]
    children = [html.Div(html.Div(words), className="page-head"), html.Div(body(reader), id="data-body")]
    crumbs = [(view.reference.root.name[view.lang], view.link("/", place="")), (view.say(NAME), "")]
    return frame(view, "/data", crumbs, children, cohort=False)


def body(reader: Reader) -> list:
    """Return the way to every section, and the sections."""
    first, *others = [*_snapshot(reader), *_publications(reader), *_dictionaries(reader), *_licences(reader)]
    cards = _cards(reader) if reader.view.snapshot else []
    entries = [(part.id, _title(part)) for part in (first, *cards, *others)]
    quality_cards = [html.Div(cards, className="card-grid two")] if cards else []
    return [provenance.indexed(provenance.contents(reader.view, entries), [first, *quality_cards, *others])]


def _title(part: html.Section) -> str:
    return part.children[0].children[0].children


def _snapshot(reader: Reader) -> list:
    """Return what is on screen, what runs, what was loaded and what was doubtful in it."""
    view, library = reader.view, reader.library
    if not view.snapshot:
        return [provenance.nothing(view), loads.progress_section(view)]
    manifest = library.snapshot(reader.viewer).manifest
    prints = {(entry.get("load"), entry["file"]): entry["sha256"] for entry in manifest["files"]}
    accounting, rejects = (reader.ask_newest(question).rows for question in ("accounting", "rejects"))
    doubts = reader.ask_newest("doubts", view.reference.levels[0])
    entries = told_loads(library.settings.build, view.snapshot, reader.viewer.gated)
    return [
        provenance.snapshot_section(view, view.snapshot, manifest),
        loads.progress_section(view),
        quality.doubts_section(view, doubts, CHECKS),
        loads.files_section(view, accounting, prints, named=not reader.viewer.gated),
        loads.rejects_section(view, rejects),
        loads.history_section(view, entries),
    ]


def _cards(reader: Reader) -> list[html.Section]:
    view = reader.view.at_newest
    grades, freshness = reader.ask_newest("grades"), reader.ask_newest("freshness")
    completeness = reader.ask_newest("completeness")
    cards = [
        quality.grades_card(view, grades, freshness, GRADE_FORMULA),
        quality.completeness_card(view, completeness),
    ]
    return [card.render() for card in cards]


def _publications(reader: Reader) -> list:
    view = reader.view
    if not view.reference.published:
        return []
    found = [provenance.published_section(view, reader.ask("published", place="", by="").rows)]
    if not view.snapshot:
        return found
    root, top = view.reference.root.code, view.reference.levels[0]
    published = published_facts(view, root, reader.ask_newest("published", top).rows)
    answers = {name: _of_code(reader.ask_newest(name, top).rows, root) for name in BESIDE_QUESTIONS}
    return [provenance.beside_section(view, published, household_facts(answers)), *found]


def _of_code(rows: tuple[dict, ...], code: str) -> list[dict]:
    return [row for row in rows if row["code"] == code]


def _dictionaries(reader: Reader) -> list:
    view = reader.view
    snapshot = reader.library.snapshot(reader.viewer)
    columns = snapshot.manifest.get("dictionary", []) if snapshot else []
    found = [loads.dictionary_section(view, columns)] if columns else []
    found += [provenance.capital_section(view)] if view.reference.capitals else []
    return [*found, *([provenance.problem_section(view)] if view.reference.dimensions else [])]


def _licences(reader: Reader) -> list:
    view = reader.view
    layers = [layer_facts(get_app().library.settings.build, level) for level in view.reference.levels]
    drawn = [facts for facts in layers if facts]
    found = [provenance.boundary_section(view, drawn)] if drawn else []
    return [*found, provenance.licence_section(view)]


@callback(Output("data-body", "children"), Input(SCOPE, "data"), prevent_initial_call=True)
def show_data(query: dict) -> list:
    """Another snapshot: the whole page."""
    return body(open_reader(query, ask, get_app().library))
