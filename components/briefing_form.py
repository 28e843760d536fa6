"""What a briefing is asked for with: place, language, chapters, formats; and what became of the jobs of this browser."""

import dash_bootstrap_components as dbc
from dash import html

from components.controls import DEFAULT, PLACE
from components.places import by_name, chosen_name
from components.view import PROGRAMME, View
from data.reference import Area
from data.text import Text

CHAPTERS = {
    "who": Text("ใครจน", "Who is poor"),
    "where": Text("อยู่ที่ไหน", "Where they are"),
    "capitals": Text("ทุนที่มี", "Their capitals"),
    "causes": Text("เพราะอะไร", "Why they are poor"),
    "search": Text("ค้นหาและสอบทาน", "Search and verification"),
    "referrals": Text("การส่งต่อ", "Referrals"),
    "models": Text("โมเดลแก้จน", "Operating models"),
    "plans": Text("ข้อเสนอเข้าแผนจังหวัด", "Proposals to the provincial plan"),
    "change": Text("เปลี่ยนไปจากรอบก่อน", "What changed since the last round"),
}
FORMATS = {
    "pdf": (Text("PDF", "PDF"), Text("A4 2–4 หน้า พร้อมพิมพ์", "two to four A4 pages, ready to print")),
    "pptx": (Text("PPTX", "PPTX"), Text("แผนภูมิแก้ไขได้ พร้อมบันทึกผู้พูด", "charts that can be edited, with speaker notes")),
    "png": (Text("PNG", "PNG"), Text("ภาพของทุกหน้า ละเอียดสองเท่า", "a picture of every page, at twice the size")),
    "zip": (Text("ZIP", "ZIP"), Text("CSV ทุกภาพ คำอธิบายคอลัมน์ ที่มา", "a CSV per figure, codebook, sources")),
}
LANGUAGE = Text("ภาษาของเอกสาร", "Language of the document")
LANGUAGES = {"th": Text("ไทย", "Thai"), "en": Text("อังกฤษ", "English")}
WHICH_CHAPTERS, WHICH_FORMATS = Text("บท", "Chapters"), Text("รูปแบบ", "Formats")
MAKE = Text("ทำบทสรุป", "Make briefing")
NO_SCRIPT = Text("เลือกอย่างน้อยหนึ่งรูปแบบ", "Choose at least one format")
OURS = Text("เอกสารที่ขอไว้", "Documents asked for")
NONE_YET = Text(
    "ยังไม่มี เอกสารที่ขอจากเบราว์เซอร์นี้จะอยู่ที่นี่ 24 ชั่วโมง", "None yet. What this browser asks for stays here for 24 hours"
)
CARRIES = Text(
    "ทุกไฟล์มีสิ่งที่เลือก รอบ รหัสชุดข้อมูล วิธี ที่มา หมายเหตุการปกปิด และรหัส QR กลับมายังตัวเลขเดียวกัน",
    "Every file carries the selection, round, data set, method, sources, what is hidden, and a QR code back to the same numbers",
)
# Words that the script of the page writes, by the key that it knows them by.
SAID = {
    "queued": Text("รอคิว", "waiting for its turn"),
    "running": Text("กำลังทำ {done} จาก {of}", "making {done} of {of}"),
    "done": Text("เสร็จแล้ว", "ready"),
    "failed": Text("ไม่สำเร็จ", "failed"),
    "cancelled": Text("ยกเลิกแล้ว", "cancelled"),
    "cancel": Text("ยกเลิก", "Cancel"),
    "again": Text("ลองอีกครั้ง", "Try again"),
    "choose": NO_SCRIPT,
    "trouble": Text("ติดต่อเซิร์ฟเวอร์ไม่ได้ ลองอีกครั้ง", "The server cannot be reached; try again"),
    "page": Text("ภาพทุกหน้า", "pages"),
    "data": Text("ข้อมูล", "data"),
}


def briefing_form(view: View) -> html.Div:
    """Return the form and the list of jobs; `assets/briefings.js` sends the one and fills the other."""
    fields = [
        briefing_places(view),
        _choices("briefing-lang", LANGUAGE, {key: (name, None) for key, name in LANGUAGES.items()}, [view.lang], view, one=True),
        _choices("briefing-formats", WHICH_FORMATS, FORMATS, ["pdf", "pptx"], view),
        _choices("briefing-chapters", WHICH_CHAPTERS, {key: (name, None) for key, name in CHAPTERS.items()}, list(CHAPTERS), view),
    ]  # fmt: skip
    button = html.Button(view.say(MAKE), id="briefing-make", type="button", className="btn btn-primary")
    said = html.P(id="briefing-said", className="briefing-said", role="status")
    form = html.Section([*fields, html.P(view.say(CARRIES), className="muted"), html.Div([button, said], className="briefing-go")],
                        className="card-box briefing-form")  # fmt: skip
    jobs = [
        html.H2(view.say(OURS), id="briefing-ours"),
        html.Div(html.P(view.say(NONE_YET), className="muted"), id="briefing-jobs"),
    ]
    words = {f"data-{key}": view.say(text) for key, text in SAID.items()}
    own = html.Section(jobs, className="card-box", **{"aria-labelledby": "briefing-ours"})
    return html.Div([form, own], id="briefings", className="card-grid two", **{"data-name": chosen_name(view), **words})


def briefing_places(view: View) -> html.Label:
    """Return the list of places: the programme, what its home-level areas are part of, these, and what is right below each."""
    reference, lang = view.reference, view.lang
    above = {area.code: area for home in reference.home_areas for area in reference.path(home.code)[1:-1]}
    places = {area.code: area.name[lang] for area in by_name(tuple(above.values()), lang)}
    for home in by_name(reference.home_areas, lang):
        places[home.code] = home.name[lang]
        places |= {area.code: _inside(home, area, lang) for area in by_name(reference.children(home.code), lang)}
    chosen = view.selection.place
    if chosen and chosen not in places:
        *_, around, here = reference.path(chosen)
        places[chosen] = _inside(around, here, lang)
    options = [{"label": view.say(PROGRAMME), "value": DEFAULT}]
    options += [{"label": label, "value": code} for code, label in places.items()]
    select = dbc.Select(id={"control": "place"}, options=options, value=chosen or DEFAULT, className="choice")
    return html.Label([html.Span(view.say(PLACE)), select], className="metric")


def _inside(around: Area, here: Area, lang: str) -> str:
    return f"{around.name[lang]} › {here.name[lang]}"


def _choices(id: str, name: Text, options: dict, chosen: list[str], view: View, one: bool = False) -> html.Fieldset:
    entries = [{"label": _label(words, aside, view), "value": key} for key, (words, aside) in options.items()]
    looks = {"id": id, "options": entries, "className": "briefing-choices", "persistence": False}
    control = dbc.RadioItems(value=chosen[0], inline=True, **looks) if one else dbc.Checklist(value=chosen, **looks)
    return html.Fieldset([html.Legend(view.say(name)), control])


def _label(words: Text, aside: Text | None, view: View) -> html.Span:
    return html.Span([view.say(words), *([html.Small(view.say(aside))] if aside else [])])
