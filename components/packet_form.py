"""What a research packet is asked for with: the purpose and the terms; and what became of the packets of this browser."""

from collections.abc import Iterable

import dash_bootstrap_components as dbc
from dash import dcc, html

from components.briefing_form import SAID
from components.view import View
from data.disclosure.parameters import PACKET_K, SMALLEST_PACKET
from data.packet.columns import level_word, place_levels
from data.terms import TERMS
from data.text import Text

TITLE = Text("แฟ้มข้อมูลวิจัย", "Research packet")
GO_DOWN = Text("ขอแฟ้มข้อมูลวิจัย", "Take a research packet")
WHAT = Text(
    "ข้อมูลรายครัวเรือนของกลุ่ม A ที่ไม่ระบุตัวตน เป็น CSV และ Parquet พร้อมคำอธิบายรหัส และโค้ด SQL, Python, R",
    "Rows of the households of group A that identify nobody, as CSV and Parquet, with codebook and code in SQL, Python and R",
)
HOW = (
    Text(
        f"พื้นที่ถึงระดับ{{level}} จำนวนสมาชิก เพศและช่วงอายุหัวหน้าครัวเรือน เหมือนกันอย่างน้อย {PACKET_K} แถวเสมอ แถวที่หายากปกปิดบางช่อง",
        f"Place down to the {{level}}, size, and the head's sex and age band are shared by at least {PACKET_K} rows; rare rows have cells withheld",
    ),
    Text("คะแนนทุนเป็นขั้นละ 0.25 รายได้เป็นช่วง", "Capital scores in steps of 0.25, income in bands"),
    Text(
        f"ทำได้เมื่อเปิดเผยได้ตั้งแต่ {SMALLEST_PACKET} ครัวเรือน และใช้เฉพาะเงื่อนไขที่แฟ้มบอกได้",
        f"Made for {SMALLEST_PACKET} households or more, and for conditions that the packet itself can tell",
    ),
)
PURPOSE = Text("ใช้ข้อมูลเพื่ออะไร", "What are the rows for?")
PURPOSE_HINT = Text(
    "อย่างน้อย 10 ตัวอักษร ไม่ต้องใส่ชื่อบุคคล จะบันทึกไว้พร้อมบัญชีของท่าน",
    "At least 10 characters, without names of persons. It is recorded with your account",
)
AGREE = Text("ข้าพเจ้ายอมรับข้อตกลงทั้งหมด", "I agree to all the terms")
INSIDE = Text("ในแฟ้มมีอะไร", "What you get")
AGREEMENT = Text("ข้อตกลง", "Terms")
MAKE = Text("ทำแฟ้มข้อมูลวิจัย", "Make the packet")
OURS = Text("แฟ้มที่ขอไว้", "Packets asked for")
NONE_YET = Text(
    "ยังไม่มี แฟ้มที่ขอจะอยู่ที่นี่ 24 ชั่วโมง เฉพาะบัญชีของท่าน",
    "None yet. What you ask for stays here for 24 hours, for your account alone",
)
OWN_SAID = {
    "choose": Text("เขียนวัตถุประสงค์อย่างน้อย 10 ตัวอักษร", "State the purpose in at least 10 characters"),
    "agree": Text("ต้องยอมรับข้อตกลงก่อน", "Agree to the terms first"),
    "packet": Text("แฟ้มข้อมูลวิจัย", "packet"),
    "rows": Text("{rows} แถว ขอเมื่อ {at}", "{rows} rows, asked for at {at}"),
    "everybody": Text("ทุกครัวเรือน", "all households"),
}


def packet_form(view: View, purpose: str) -> html.Section:
    """Return the form and the list of packets; `assets/briefings.js` sends the one and fills the other. purpose: of the account."""
    words = {f"data-{key}": view.say(text) for key, text in (SAID | OWN_SAID).items()}
    parts = html.Div(
        [html.Div(_about(view)), html.Div(_form(view, purpose), className="briefing-form")], className="packet-parts"
    )
    head = html.Header([html.H2(view.say(TITLE), id="packet-title"), html.P(view.say(WHAT))])
    return html.Section([head, parts, *_jobs(view)], id="packets", className="card-box", **{"aria-labelledby": "packet-title", **words})  # fmt: skip


def packet_link(view: View) -> html.A:
    """Return the way down to the form, for the head of a long page."""
    return html.A(view.say(GO_DOWN), href="#packets", className="open-page inline")


def _about(view: View) -> list:
    level = level_word(place_levels(view.reference)[-1])
    return [
        *_list(view, INSIDE, [text.format(level=level) for text in HOW]),
        *_list(view, AGREEMENT, TERMS),
    ]


def _list(view: View, head: Text, entries: Iterable[Text]) -> list:
    return [html.H3(view.say(head)), html.Ul([html.Li(view.say(entry)) for entry in entries])]


def _form(view: View, purpose: str) -> list:
    hint = html.Small(view.say(PURPOSE_HINT), id="packet-purpose-hint")
    field = dcc.Textarea(id="packet-purpose", value=purpose, maxLength=500, rows=3, className="packet-purpose")
    agree = dbc.Checkbox(id="packet-agreed", label=view.say(AGREE), className="packet-agree")
    button = html.Button(view.say(MAKE), id="briefing-make", type="button", className="btn btn-primary")
    said = html.P(id="briefing-said", className="briefing-said", role="status")
    return [
        html.Label([html.Span(view.say(PURPOSE)), field, hint], className="packet-field"),
        agree,
        html.Div([button, said], className="briefing-go"),
    ]


def _jobs(view: View) -> list:
    return [
        html.H3(view.say(OURS), id="briefing-ours"),
        html.Div(html.P(view.say(NONE_YET), className="muted"), id="briefing-jobs"),
    ]
