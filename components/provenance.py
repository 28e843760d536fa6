"""Where the numbers come from: the sections of the page *data*."""

from typing import Any

from dash import html

from components.downloads import download_button
from components.facts import Fact
from components.help import KINDS as HELP_KINDS
from components.places import level_name
from components.sources import METHODS
from components.table import table
from components.view import View
from data.indicators import PUBLISHED
from data.reference import Group
from data.text import UNDEFINED, Text, number, period

SNAPSHOT = Text("ชุดข้อมูลครัวเรือนบนหน้าจอ", "Household data set on screen")
NO_SNAPSHOT = Text("ยังไม่มีข้อมูลครัวเรือน", "There are no household data yet")
HOW_TO_LOAD = Text(
    "นำเข้าข้อมูลด้วยคำสั่ง python -m etl load โฟลเดอร์ หรือลองข้อมูลสาธิตด้วย make demo ระหว่างนี้ทุกหน้าแสดงตัวเลขที่เผยแพร่แล้ว",
    "Load data with python -m etl load FOLDER, or try demo data with make demo; until then every page shows published figures",
)
ID, MADE = Text("รหัสชุดข้อมูล", "Data set id"), Text("สร้างเมื่อ", "Made")
KIND = Text("ชนิด", "Kind")
REAL = Text("ข้อมูลจริง", "real data")
DEMO = Text("ข้อมูลสาธิต / demo data: ครัวเรือนสร้างขึ้น ไม่ใช่ครัวเรือนจริง", "demo data / ข้อมูลสาธิต: the households are made up")
ROUNDS = Text("รอบสำรวจ", "Survey rounds")
REFERENCE = Text("ชุดอ้างอิง", "Reference")
# The older public page calls access to state services `gov`.
KINDS = {**HELP_KINDS, "gov": HELP_KINDS["access"]}
FIGURES = Text("ตัวเลขที่เผยแพร่แล้ว", "Published figures")
FIGURE_HEADS = (
    Text("ตัวเลข", "Figure"), Text("ช่วงเวลา", "Period"), Text("ที่มา", "Source"), Text("บันทึกเมื่อ", "Captured"),
    Text("มีค่า", "With value"), Text("ไม่มีค่า", "Missing"),
)  # fmt: skip
CAPITALS = Text("ตัวชี้วัดทุน", "Capital indicators")
CAPITALS_WHY = Text(
    "แต่ละตัวชี้วัดให้คะแนน 1–4 ทุนแต่ละด้านคือค่าเฉลี่ยถ่วงน้ำหนัก น้ำหนักรวมในด้านเท่ากับ 1",
    "Each indicator is scored 1 to 4; a capital is their weighted mean; weights add up to 1 inside a capital",
)
CAPITAL_HEADS = (Text("ทุน", "Capital"), Text("รหัส", "Key"), Text("ตัวชี้วัด", "Indicator"), Text("น้ำหนัก", "Weight"))
OURS = Text("แบ่งเท่ากันโดยเรา", "split evenly by us")
PROBLEMS = Text("ตัวชี้วัดปัญหา", "Problem indicators")
PROBLEMS_WHY = Text(
    "ข้อความเป็นเชิงบวกตามแบบสำรวจ ครัวเรือนที่ไม่ผ่านข้อใดถือว่าขัดสนในข้อนั้น น้ำหนักรวมทั้งหมดเท่ากับ 1",
    "Worded positively as on the form; a household that fails an item is deprived in it; all weights add up to 1",
)
PROBLEM_HEADS = (Text("มิติ", "Dimension"), Text("ตัวชี้วัด", "Indicator"), Text("น้ำหนัก", "Weight"))
# Measures that stand in no map; a kind of help or a level may follow after an underscore.
MEASURES = {
    "surveyed_members": Text("สมาชิกครัวเรือนที่สำรวจ", "Members of surveyed households"),
    "assisted_households": Text("ครัวเรือนที่ได้รับความช่วยเหลือ ด้าน", "Households helped:"),
    "assistance_episodes": Text("ครั้งของการช่วยเหลือ ด้าน", "Help episodes:"),
    "assistance_budget": Text("เงินช่วยเหลือ (บาท) ด้าน", "Help in baht:"),
    "bi_households": Text("ครัวเรือนใน BI รุ่นเดิม", "Households in the older BI"),
    "bi_households_level": Text("ครัวเรือนใน BI รุ่นเดิม ระดับการดำรงชีพ", "Households in the older BI, living level"),
}
BESIDE = Text("ตัวเลขที่เผยแพร่เทียบกับข้อมูลครัวเรือนชุดนี้", "Published figures beside these household data")
BESIDE_WHY = Text(
    "ทั้งโครงการ รอบล่าสุด ตัวเลขที่เผยแพร่ยังไม่ได้รับการยืนยันจาก บพท. และนับคนละช่วงเวลา จึงไม่จำเป็นต้องเท่ากัน",
    "Whole programme, newest round. PMU-A has not confirmed the published figures to us, and they count another period, "
    "so the two need not agree",
)
BESIDE_HEADS = (
    Text("ตัวเลข", "Figure"), Text("ช่วงเวลา", "Period"), Text("ที่มา", "Source"), Text("เผยแพร่", "Published"), Text("ชุดนี้", "Here"),
)  # fmt: skip
LICENCES = Text("สิทธิและที่มา", "Licences and attribution")
LICENCE_WORDS = (
    Text("ขอบเขต: แต่ละชั้นข้อมูลมีที่มาและสัญญาอนุญาตของตนตามตารางข้างบน", "Boundaries: each layer has its own source and licence, in the table above"),
    Text("รหัสและชื่อพื้นที่: geothai (MIT)", "Area codes and names: geothai (MIT)"),
    Text("แบบอักษร: Sarabun (SIL OFL)", "Typeface: Sarabun (SIL OFL)"),
    Text("ตัวเลขที่เผยแพร่: อ้างตามหน้าเว็บสาธารณะพร้อมวันที่บันทึก", "Published figures: quoted from public pages with the day of capture"),
    Text("ข้อมูลครัวเรือน: เป็นของโครงการ ใช้ตามสิทธิที่ได้รับ ไม่มีชื่อ เลขประจำตัว ที่อยู่ หรือพิกัด", "Household data: the programme's own, for use within the rights given; without names, ids, addresses or coordinates"),
)  # fmt: skip
CONTENTS = Text("สารบัญของหน้าข้อมูล", "Contents of the page of data")
BOUNDARIES = Text("ขอบเขตบนแผนที่", "Boundaries of the maps")
BOUNDARIES_WHY = Text(
    "ชั้นขอบเขตที่ติดตั้งไว้ เพิ่มชั้นด้วยคำสั่ง python -m etl boundaries ระดับที่ไม่มีชั้นจะแสดงแผนภูมิจุดแทนแผนที่",
    "The layers that are installed; add one with python -m etl boundaries. Without a layer ranked dots take the map's place",
)
BOUNDARY_HEADS = (
    Text("ระดับ", "Level"), Text("แหล่งที่มา", "Source"), Text("สัญญาอนุญาต", "Licence"), Text("รูป", "Shapes"),
    Text("พื้นที่ที่ไม่มีรูป", "Areas without a shape"), Text("รูปที่ไม่ตรงรหัส", "Shapes without an area"),
)  # fmt: skip


def section(id: str, title: str, words: str, body: Any) -> html.Section:
    """Return one section of the page."""
    head = html.Header([html.H2(title, id=f"{id}-title"), *([html.P(words)] if words else [])])
    return html.Section([head, body], **_frame(id))


def _frame(id: str) -> dict[str, str]:
    return {"id": id, "className": "card-box data-section", "aria-labelledby": f"{id}-title"}


def table_section(view: View, id: str, title: str, words: str, body: Any) -> html.Section:
    """Return a section whose tables can be taken along as files."""
    foot = html.Footer([html.Div(id=f"{id}-notes"), download_button(id, view.lang)])
    return html.Section([*section(id, title, words, html.Div(body, **{"data-rows": id})).children, foot], **_frame(id))


def snapshot_section(view: View, snapshot_id: str, manifest: dict[str, Any]) -> html.Section:
    """Return what the household data on screen are, and when they were made."""
    facts = (
        (ID, html.Code(snapshot_id)),
        (MADE, view.snapshot_time),
        (KIND, view.say(DEMO if view.demo else REAL)),
        (ROUNDS, ", ".join(view.name_of(entry) for entry in sorted(view.rounds))),
        (REFERENCE, [f"{view.reference.name[view.lang]} ", html.Code(view.reference.id)]),
    )
    pairs = [html.Div([html.Dt(view.say(name)), html.Dd(value)]) for name, value in facts]
    return section("snapshot", view.say(SNAPSHOT), "", html.Dl(pairs, className="fact-list"))


def nothing(view: View) -> html.Section:
    """Return the calm words for a server without a snapshot."""
    return section("snapshot", view.say(NO_SNAPSHOT), view.say(HOW_TO_LOAD), None)


def published_section(view: View, rows: tuple[dict, ...]) -> html.Section:
    """Return the published figures by measure and period, with source, capture date and how many are missing."""
    groups: dict[tuple[str, ...], list[dict]] = {}
    for row in rows:
        groups.setdefault((row["measure"], row["period"], row["source"], row["captured_on"]), []).append(row)
    lines = []
    for (measure, years, source, day), found in groups.items():
        name = measure_name(measure)[view.lang]
        missing = sum(1 for row in found if row["value"] is None)
        numbers = [number(len(found) - missing), number(missing)]
        lines.append([name, period(years, view.lang), source, view.on_day(day), *numbers])
    body = table(view.say(FIGURES), [view.say(head) for head in FIGURE_HEADS], lines, words=4, whole=True)
    return table_section(view, "published", view.say(FIGURES), view.say(METHODS["published"]), body)


def beside_section(view: View, published: dict[str, Fact], ours: dict[str, Fact]) -> html.Section:
    """Return the figures that exist in both, side by side, with their sources."""
    lines = [
        [
            fact.label[view.lang],
            fact.years(view.lang),
            fact.rows[0]["source"] if fact.rows else UNDEFINED,
            fact.words(view.lang),
            ours[key].words(view.lang),
        ]
        for key, fact in published.items()
        if key in ours
    ]
    body = table(view.say(BESIDE), [view.say(head) for head in BESIDE_HEADS], lines, words=3, whole=True)
    return table_section(view, "beside", view.say(BESIDE), view.say(BESIDE_WHY), body)


def licence_section(view: View) -> html.Section:
    """Return what belongs to whom."""
    body = html.Ul([html.Li(words[view.lang]) for words in LICENCE_WORDS], className="plain-list")
    return section("licences", view.say(LICENCES), "", body)


def contents(view: View, entries: list[tuple[str, str]]) -> html.Nav:
    """Return links to the sections of the page: (id, title)."""
    links = [html.Li(html.A(title, href=f"#{id}")) for id, title in entries]
    return html.Nav(html.Ul(links), className="contents", **{"aria-label": view.say(CONTENTS)})


def indexed(contents: html.Nav, parts: list) -> html.Div:
    """Return the sections of a long page with their contents beside them, which stay in sight where there is room."""
    # A box that scrolls must be reachable by keyboard: its links are.
    return html.Div([contents, html.Div(parts, className="indexed-body")], className="indexed")


def measure_name(measure: str) -> Text:
    """Return the words for a published measure; one nobody named keeps its key."""
    if measure in PUBLISHED:
        return PUBLISHED[measure][0]
    stem, _, part = measure.rpartition("_")
    if measure in MEASURES:
        return MEASURES[measure]
    if stem in MEASURES and (part in KINDS or part.isdigit()):
        sort = KINDS[part] if part in KINDS else Text(part, part)
        return Text(f"{MEASURES[stem].th} {sort.th}", f"{MEASURES[stem].en} {sort.en.lower()}")
    return Text(measure, measure)


def capital_section(view: View) -> html.Section:
    """Return the dictionary of capital indicators."""
    rows = [
        [group.name[view.lang], html.Code(item.key), _name(item, view), str(item.weight)]
        for group in view.reference.capitals
        for item in group.items
    ]
    body = table(view.say(CAPITALS), [view.say(head) for head in CAPITAL_HEADS], rows, words=3, whole=True)
    return table_section(view, "capitals", view.say(CAPITALS), view.say(CAPITALS_WHY), body)


def _name(item, view: View) -> Any:
    note = f" ({view.say(OURS)})" if item.note.startswith("ours") else ""
    return item.name[view.lang] + note


def problem_section(view: View) -> html.Section:
    """Return the dictionary of problem indicators."""
    rows = [
        [*_words(group, item, view), str(item.weight)] for group in view.reference.dimensions for item in group.items
    ]
    body = table(view.say(PROBLEMS), [view.say(head) for head in PROBLEM_HEADS], rows, words=2, whole=True)
    return table_section(view, "problems", view.say(PROBLEMS), view.say(PROBLEMS_WHY), body)


def _words(group: Group, item, view: View) -> list[str]:
    return [group.name[view.lang], item.name[view.lang]]


def boundary_section(view: View, layers: list[dict[str, Any]]) -> html.Section:
    """Return who drew the boundaries of each level, and how many shapes and areas found no counterpart."""
    rows = [
        [
            level_name(facts["level"])[view.lang].capitalize(), facts["source"], facts["licence"] or UNDEFINED,
            *(number(facts[name]) for name in ("shapes", "without_shape", "unmatched")),
        ]
        for facts in layers
    ]  # fmt: skip
    body = table(view.say(BOUNDARIES), [view.say(head) for head in BOUNDARY_HEADS], rows, words=3, whole=True)
    return section("boundaries", view.say(BOUNDARIES), view.say(BOUNDARIES_WHY), body)
