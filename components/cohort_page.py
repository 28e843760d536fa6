"""What the page of cohorts adds to its builders: where the households live, where to take them, what to download."""

from dataclasses import replace

from dash import dcc, html

from components.card import Card
from components.classes import is_number
from components.cohort import group_sentence
from components.downloads import download_button
from components.measure import Measure, ranked_card
from components.places import level_name
from components.shell import PAGES
from components.sources import snapshot_note
from components.table import table
from components.versus_words import KINDS, POVERTY, measure_name
from components.view import View
from data.gate import HIDDEN, Cell
from data.indicators import HOUSEHOLDS, PERSONS, SHARE, Indicator
from data.text import Text, number

COHORT_SHARE = Indicator(
    "cohort_share", Text("สัดส่วนครัวเรือนในกลุ่มศึกษา", "Share of households in the cohort"), SHARE, "members", "share", 1,
    "", "households", "count",
)  # fmt: skip
AREA_HEADS = (
    Text("ครัวเรือนในกลุ่ม", "Households in it"),
    Text("คนในกลุ่ม", "Persons in it"),
    Text("ครัวเรือนทั้งหมด", "All households"),
    Text("สัดส่วน", "Share"),
)
TAKE = Text("ดูกลุ่มนี้ในหน้าอื่น", "Take the cohort along")
TAKE_WHY = Text(
    "ทุกหน้าที่แสดงข้อมูลครัวเรือนนับเฉพาะกลุ่ม A จนกว่าจะเอากลุ่มออก",
    "Every page of household data counts group A only, until the cohort is removed",
)
COPY_LINK, COPIED = Text("คัดลอกลิงก์", "Copy link"), Text("คัดลอกแล้ว", "Copied")
SAVE_WHY = Text(
    "ลิงก์เก็บเงื่อนไขทั้งหมดไว้ ผู้ที่มีสิทธิ์เดียวกันเปิดแล้วเห็นตัวเลขเดียวกัน",
    "The link holds all conditions; who has the same rights sees the same numbers",
)
CITE = Text("การอ้างอิง", "Citation")
COPY_CITATION = Text("คัดลอกการอ้างอิง", "Copy the citation")
CODEBOOK = Text("คำอธิบายเขตข้อมูลและการอ้างอิง", "Codebook and citation")
CODEBOOK_WHY = Text(
    "ทุกตารางของหน้านี้ดาวน์โหลดเป็น CSV ได้จากปุ่มของแต่ละการ์ด คำอธิบายเขตข้อมูลดาวน์โหลดได้ที่นี่",
    "Every table of this page is a CSV of its card's button; what its columns mean is here",
)
COLUMNS_SHOWN = Text("ดูเขตข้อมูลทั้งหมด", "Show all columns")
COLUMN, MEANING, UNIT = Text("เขตข้อมูล", "Column"), Text("ความหมาย", "Meaning"), Text("หน่วย", "Unit")
CITATION = Text(
    "แก้จน “{cohort}” {programme} {round} {source} รหัสชุดข้อมูล {snapshot}",
    "Kaejon. “{cohort}”. {programme}, {round}. {source}, data set {snapshot}.",
)
COLUMNS = {
    "households": (Text("ครัวเรือนที่เข้าเงื่อนไข ถ่วงน้ำหนัก", "Households that fit, weighted"), HOUSEHOLDS),
    "persons": (Text("สมาชิกของครัวเรือนเหล่านั้น", "Their members"), PERSONS),
    "all_households": (Text("ครัวเรือนทั้งหมดของพื้นที่ในรอบนี้", "All households of the area in this round"), HOUSEHOLDS),
    "share": (Text("ครัวเรือนที่เข้าเงื่อนไข ÷ ครัวเรือนทั้งหมด", "Households that fit ÷ all households"), SHARE),
}
MEANS = Text("ค่าเฉลี่ยของครัวเรือนที่สำรวจ", "Mean of surveyed households")
OF_PEOPLE = Text("ในครัวเรือนที่สำรวจ ถ่วงด้วยจำนวนคน", "Among surveyed households, by persons")


def areas_card(measure: Measure) -> Card:
    """Return the areas where the cohort lives, ranked by its share, with its numbers in the table."""
    card = ranked_card(measure, "areas", 0)
    return replace(card, table=_areas_table(measure, card.title), picture={})


def _areas_table(measure: Measure, caption: str) -> html.Div:
    lang = measure.view.lang
    rows = {row["code"]: row for row in measure.released.rows}

    def cell(code: str, column: str) -> str:
        value: Cell = rows.get(code, {}).get(column)
        return HIDDEN.text(measure.released.threshold)[lang] if value is HIDDEN else number(value)

    codes = sorted(measure.cells, key=lambda code: _order(measure.cells[code]))
    lines = [
        [
            measure.names[code],
            *(cell(code, column) for column in ("households", "persons", "all_households")),
            measure.shown(code),
        ]
        for code in codes
    ]
    heads = [level_name(measure.level)[lang].capitalize(), *(head[lang] for head in AREA_HEADS)]
    return table(caption, heads, lines)


def _order(cell: Cell) -> tuple[int, float]:
    return (0, -cell) if is_number(cell) else (1, 0)


def take_along(view: View) -> html.Section:
    """Return links to the pages that follow the cohort, and the link that keeps it."""
    links = [
        html.Li(dcc.Link(_page_name(view, path, name), href=view.link(path), id={"link": f"{path}#main"}))
        for path, _, name in PAGES
        if path not in ("/cohorts", "/data", "/methods")
    ]
    return html.Section(
        [
            html.Header(html.H2(view.say(TAKE), id="take-title")),
            html.P(view.say(TAKE_WHY), className="muted"),
            html.Ul(links, className="take-list"),
            html.P(view.say(SAVE_WHY), className="muted"),
            _copy_button(view, COPY_LINK, "link"),
        ],
        className="card-box", **{"aria-labelledby": "take-title"},
    )  # fmt: skip


def _page_name(view: View, path: str, name: Text) -> str:
    # The page of home-level areas is called as they are in this programme.
    if path != "/province":
        return view.say(name)
    words = level_name(view.reference.home_level, many=True)[view.lang]
    return words[:1].upper() + words[1:]


def _copy_button(view: View, words: Text, what: str) -> html.Button:
    return html.Button(
        view.say(words), type="button", className="quiet-button",
        **{"data-copy": what, "data-copied": view.say(COPIED)},
    )  # fmt: skip


def downloads(view: View) -> html.Section:
    """Return the table by area and its codebook as files, and how to cite them."""
    head = [html.H2(view.say(CODEBOOK), id="codebook-title"), html.P(view.say(CODEBOOK_WHY))]
    return html.Section(
        [
            html.Header(head),
            html.Details(
                [html.Summary(view.say(COLUMNS_SHOWN)), html.Div(codebook(view), **{"data-rows": "codebook"})],
            ),
            html.H3(view.say(CITE)),
            html.P(citation(view), id="citation"),
            html.Div([_copy_button(view, COPY_CITATION, "citation"), download_button("codebook", view.lang)], className="button-row"),
        ],
        className="card-box", **{"aria-labelledby": "codebook-title"},
    )  # fmt: skip


def citation(view: View) -> str:
    """Return one line that names the cohort, the round and the data set."""
    return view.say(
        CITATION, cohort=group_sentence(view, "cohort"), programme=view.reference.name, round=view.vintage,
        source=snapshot_note(view), snapshot=view.snapshot,
    )  # fmt: skip


def codebook(view: View) -> html.Div:
    """Return what every column and every measure of the page's files means."""
    rows = [[html.Code(name), view.say(words), view.say(unit)] for name, (words, unit) in COLUMNS.items()]
    rows += [[html.Code(measure), measure_name(measure, view), _unit(measure, view)] for measure in _measures(view)]
    return table(view.say(CODEBOOK), [view.say(head) for head in (COLUMN, MEANING, UNIT)], rows, words=3)


def _measures(view: View) -> list[str]:
    capitals = [f"capital_{group.key}" for group in view.reference.capitals]
    found = [*capitals, "overall"] if capitals else []
    problems = [f"deprived_{item.key}" for item in view.reference.problem_items]
    return [*found, *(POVERTY if problems else ()), *problems]


def _unit(measure: str, view: View) -> str:
    return view.say(OF_PEOPLE if KINDS["problems"](measure) else MEANS)
