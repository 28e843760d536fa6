"""The page that becomes the PDF: the cards of a briefing as one HTML document that needs no server."""

import json
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import segno

from briefings.document import Briefing, Chapter, Figure
from briefings.markup import Markup
from briefings.slides import METHOD, SAME_NUMBERS, methods
from components.sources import snapshot_note
from data.settings import ROOT

WEIGHTS = {400: "Sarabun-Regular.ttf", 600: "Sarabun-SemiBold.ttf", 700: "Sarabun-Bold.ttf"}
STYLES = ("components.css", "maps.css", "flow.css", "forms.css")
SCRIPTS = ("geo_stub.js", "graphs.js", "patterns.js")
DIGITS = frozenset("0123456789−-+–")
# Spreads the rows over pages and draws the figures; says so in `data-drawn` of the document.
DRAW = ROOT / "briefings" / "print.js"
# Chapters that take a whole row, and those that leave room for the next one below them.
WIDE, SHORT = ("who", "where"), ("plans",)
# Figures that may be drawn smaller than the others.
DENSE = ("map", "ranked")
PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{styles}</head>
<body><main>{head}{rows}{methods}</main>
<script type="application/json" id="figures">{figures}</script>
<script type="application/json" id="layers">{layers}</script>{scripts}<script>{draw}</script></body></html>"""


def sheet(briefing: Briefing, build: Path) -> str:
    """Return the HTML document. build: folder whose boundary layers the maps draw."""
    markup = Markup()
    rows = "".join(_row(markup, row, snapshot_note(briefing.view)) for row in _rows(briefing))
    return PAGE.format(
        lang=briefing.view.lang, title=escape(briefing.title), styles=_styles(briefing), head=_head(briefing), rows=rows,
        methods=_methods(briefing), figures=_json(markup.figures), layers=_json(_layers(markup, build)),
        scripts="".join(f'<script src="{path.as_uri()}"></script>' for path in _scripts()), draw=DRAW.read_text(encoding="utf-8"),
    )  # fmt: skip


def _rows(briefing: Briefing) -> list[list[list[Chapter]]]:
    """Return the rows as columns of chapters: a wide chapter has a row of its own, the others stand two and two."""
    rows: list[list[list[Chapter]]] = []
    before = ""
    for chapter in briefing.chapters:
        if rows and before in SHORT and chapter.key not in WIDE:
            rows[-1][-1].append(chapter)
        elif rows and before not in WIDE and chapter.key not in WIDE and len(rows[-1]) == 1:
            rows[-1].append([chapter])
        else:
            rows.append([[chapter]])
        before = chapter.key
    return rows


def _row(markup: Markup, row: list[list[Chapter]], source: str) -> str:
    """source: the note of every card that the last half page says once."""
    kind = " wide" if len(row) == 1 else ""
    columns = ("".join(_chapter(markup, chapter, bool(kind), source) for chapter in column) for column in row)
    return (
        f'<div class="row part">{"".join(f"""<div class="column{kind}">{column}</div>""" for column in columns)}</div>'
    )


def _chapter(markup: Markup, chapter: Chapter, wide: bool, source: str) -> str:
    said = "".join(f"<li>{escape(line)}</li>" for line in chapter.sentences)
    # Where everything is hidden or missing the sentences say so; an empty frame adds nothing.
    shown = [figure for figure in chapter.figures if figure.chart is None or figure.chart.drawn]
    kind = "figures two" if wide and len(shown) > 1 else "figures"
    drawn = "".join(_figure(markup, figure) for figure in shown)
    notes = dict.fromkeys(note for figure in chapter.figures for note in figure.card.notes if note and note != source)
    foot = "".join(f"<span>{escape(note)}</span>" for note in notes)
    return (
        f'<section><h2>{escape(chapter.title)}</h2><ul class="said">{said}</ul>'
        f'<div class="{kind}">{drawn}</div><p class="notes">{foot}</p></section>'
    )


def _figure(markup: Markup, figure: Figure) -> str:
    card = figure.card
    graph = markup.graph(card.figure, card.alt, card.height, "graph dense" if card.id in DENSE else "graph")
    words = f'<h3>{escape(card.title)}</h3><p class="sentence">{escape(card.sentence)}</p>'
    return f'<figure class="drawn">{words}{graph}<div class="card-extra">{markup.write(card.extra)}</div></figure>'


def _head(briefing: Briefing) -> str:
    view = briefing.view
    mark = f'<p class="demo">{escape(briefing.demo_mark)}</p>' if briefing.demo_mark else ""
    code = segno.make(briefing.link, error="m").svg_inline(omitsize=True, border=1)
    numbers = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{_number(value)}<span>{escape(unit)}</span></dd></div>"
        for label, value, unit in briefing.headline
    )
    return (
        f'<header class="part"><div class="head"><div><h1>{escape(briefing.title)}</h1><p class="filters">{escape(briefing.filters)}</p>{mark}</div>'
        f'<div class="code">{code}{escape(SAME_NUMBERS[view.lang])}</div></div><dl class="numbers">{numbers}</dl></header>'
    )


def _number(value: str) -> str:
    """Return a number of the headline; words in its place, such as that it is hidden, are small and may wrap."""
    return f"<b>{escape(value)}</b>" if value[:1] in DIGITS else f'<b class="words">{escape(value)}</b>'


def _methods(briefing: Briefing) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in methods(briefing))
    link = f'<p class="link">{escape(SAME_NUMBERS[briefing.view.lang])}: {escape(briefing.link)}</p>'
    return f'<section class="methods part"><h2>{escape(METHOD[briefing.view.lang])}</h2><div class="lines">{lines}</div>{link}</section>'


def _styles(briefing: Briefing) -> str:
    faces = "".join(
        f"@font-face {{ font-family: Sarabun; font-weight: {weight}; src: url({font_path(name).as_uri()}); }}"
        for weight, name in WEIGHTS.items()
    )
    left = _css(briefing.foot)
    foot = f"@page {{ @bottom-left {{ content: {left}; }} @bottom-right {{ content: counter(page) ' / ' counter(pages); }} }}"
    links = "".join(f'<link rel="stylesheet" href="{(ROOT / "assets" / name).as_uri()}">' for name in STYLES)
    own = (ROOT / "briefings" / "print.css").read_text(encoding="utf-8")
    tokens = (ROOT / "assets" / "tokens.css").read_text(encoding="utf-8")
    # Its own faces are addresses of the server; the ones here are files.
    tokens = "\n".join(line for line in tokens.splitlines() if not line.startswith("@font-face"))
    return f"<style>{tokens}</style>{links}<style>{own}{faces}{foot}</style>"


def _css(text: str) -> str:
    """Return a text as a string of a style sheet."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ").replace("\n", " ")
    return f'"{escaped}"'


def font_path(name: str) -> Path:
    """Return one weight of Sarabun as a file of its package."""
    return Path(str(files("fontpkg_sarabun").joinpath("files", name)))


def _scripts() -> list[Path]:
    plotly = Path(str(files("plotly").joinpath("package_data", "plotly.min.js")))
    return [*(ROOT / "assets" / name for name in SCRIPTS), plotly]


def _json(value: object) -> str:
    # A script element ends at the first "</", wherever it stands.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _layers(markup: Markup, build: Path) -> dict[str, dict]:
    """Return {address of a boundary layer: its shapes that some trace names}."""
    wanted: dict[str, set[str]] = {}
    for figure in markup.figures.values():
        for trace in figure["data"]:
            if isinstance(trace.get("geojson"), str):
                wanted.setdefault(trace["geojson"], set()).update(trace["locations"])
    return {address: _shapes(build / urlsplit(address).path.lstrip("/"), codes) for address, codes in wanted.items()}


def _shapes(path: Path, codes: set[str]) -> dict:
    layer = json.loads(path.read_text(encoding="utf-8"))
    return {"type": "FeatureCollection", "features": [shape for shape in layer["features"] if shape["id"] in codes]}
