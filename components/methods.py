"""The page *methods*: how every number is computed, what the reader can choose, what is hidden."""

import re
from dataclasses import dataclass

from dash import html

from components.provenance import section
from components.table import table
from components.view import View
from data.disclosure import parameters
from data.reference import Reference
from data.text import Text, number, percent
from data.weights import PRESETS

QUESTIONS_TITLE = Text("คำถามทั้งหมด", "All questions")
CONTENTS = Text("สารบัญของวิธีคำนวณ", "Contents of the methods")
VERSION = Text(
    "วิธีคำนวณรุ่น {version} · ข้อความเหล่านี้อ่านจากโปรแกรมที่คำนวณจริง · ชุดอ้างอิง ",
    "Methods version {version} · these words are read from the program that computes · reference ",
)
WHERE = Text("คำนวณใน", "Computed in")
CHOICES = Text("สิ่งที่เลือกได้", "What can be chosen")
POVERTY = Text("ตัวเลือกของความยากจนหลายมิติ", "Choices of multidimensional poverty")
CUT_OFF = Text("เส้นตัด k", "Cut-off k")
CUT_OFFS = {
    "union": Text("ขัดสนข้อใดข้อหนึ่งก็ถือว่าจน ตรงกับการอ่านของ TPMAP", "deprived in any indicator, as TPMAP reads it"),
    "1/5": Text("ขัดสนอย่างน้อยหนึ่งในห้าของตัวชี้วัดที่ถ่วงน้ำหนัก", "deprived in at least a fifth of the weighted indicators"),
    "1/3": Text("ขัดสนอย่างน้อยหนึ่งในสามของตัวชี้วัดที่ถ่วงน้ำหนัก", "deprived in at least a third of the weighted indicators"),
}  # fmt: skip
OTHER_CUT_OFF = Text("ขัดสนรวมถ่วงน้ำหนักตั้งแต่ค่านี้ขึ้นไป", "weighted deprivations from here on")
DEFAULT = Text("{words} (ค่าตั้งต้น)", "{words} (default)")
EXACT = Text(
    "ครัวเรือนที่อยู่บนเส้นพอดีถือว่าจน คำนวณด้วยเศษส่วนที่แน่นอน 33% จึงไม่เท่ากับ 1/3",
    "A household exactly on the line is poor; sums are exact fractions, so 33% is not 1/3",
)
WEIGHTS = Text("น้ำหนักตัวชี้วัด", "Weights of indicators")
MISSING = Text("คำตอบที่ขาด", "Missing answers")
TREATMENTS = {
    "drop": Text("ครัวเรือนที่ขาดคำตอบข้อใดไม่อยู่ในตัวอย่าง และบอกจำนวนที่เหลือ", "a household with a missing answer leaves the sample; what remains is told"),
    "zero": Text("นับว่าไม่ขัดสนในข้อที่ขาด", "counted as not deprived in it"),
    "reweight": Text("แบ่งน้ำหนักของข้อที่ขาดให้ข้ออื่นในมิติเดียวกัน", "its weight goes to the other indicators of its dimension"),
}  # fmt: skip
GATE = Text("การปกปิดข้อมูลกลุ่มเล็ก", "Hiding small groups")
GATE_WHY = Text(
    "ผู้ชมสาธารณะเห็นชุดข้อมูลที่เผยแพร่ล่าสุด ตารางประจำปกปิดช่องเล็กและช่องที่คำนวณย้อนกลับได้ คำถามอิสระมีค่ารบกวนคงที่ "
    "ตัวเลขจึงอาจบวกกันไม่ลงตัว",
    "Public readers see the snapshot released last. Fixed tables hide small cells and those they could be worked out "
    "from; free questions carry constant noise, so numbers need not add up",
)
GATE_HEADS = (Text("พารามิเตอร์", "Parameter"), Text("ค่า", "Value"))
CELL = Text("ค่ารบกวนตามครัวเรือนในช่อง: มากสุด, ความแปรปรวน", "Noise by the households of a cell: most, variance")
ASKED = Text("ค่ารบกวนตามคำถาม: มากสุด, ความแปรปรวน", "Noise by the question: most, variance")
CELL_NEEDS = Text("เกณฑ์ครัวเรือนต่อช่อง", "Households that a cell needs")
SENSITIVE_NEEDS = Text("เกณฑ์ของสุขภาพและความพิการ", "The same for health and disability")
GATE_ROWS = (
    (Text("ช่วงที่คำนวณย้อนกลับได้ต้องกว้างเกินค่าจริงอย่างน้อย", "An interval worked out must reach beyond the true count by"), number(parameters.WIDTH)),
    (Text("ครัวเรือนที่ค่าเฉลี่ยหรือมัธยฐานต้องมี", "Households that a mean or median needs"), number(parameters.MEAN_FROM)),
    (Text("คะแนนของคำถามอิสระปัดทีละ", "Scores of free questions are rounded to"), number(parameters.SCORE_STEP, 2)),
    (Text("จำนวนเงินของคำถามอิสระปัดทีละ (บาท)", "Amounts of free questions are rounded to (baht)"), number(parameters.BAHT_STEP)),
    (CELL, f"±{parameters.CELL_NOISE[0]}, {number(parameters.CELL_NOISE[1], 2)}"),
    (ASKED, f"±{parameters.QUESTION_NOISE[0]}, {number(parameters.QUESTION_NOISE[1], 2)}"),
    (Text("แฟ้มข้อมูลวิจัย: แถวที่บอกพื้นที่ จำนวนสมาชิก เพศและช่วงอายุหัวหน้าครัวเรือนเหมือนกัน", "Research packets: rows that share all that is told of place, size, the head's sex and age"), number(parameters.PACKET_K)),
    (Text("แฟ้มข้อมูลวิจัย: ครัวเรือนที่ต้องมี", "Research packets: households that one needs"), number(parameters.SMALLEST_PACKET)),
    (Text("แฟ้มข้อมูลวิจัย: คะแนนทุนปัดทีละ", "Research packets: capital scores are rounded to"), number(parameters.PACKET_SCORE_STEP, 2)),
    (Text("ครัวเรือนที่เปลี่ยนก่อนพื้นที่จะเปลี่ยนตาม", "Changed households before a released area changes"), number(parameters.REFRESH_FROM)),
)  # fmt: skip
LITERATURE = Text(
    "ที่มา: Alkire และ Foster 2011; Hundepool และคณะ 2012; Fraser และ Wooton 2005; Giessing 2016; Sweeney 2002; Aalen และ Johansen 1978",
    "Sources: Alkire and Foster 2011; Hundepool et al. 2012; Fraser and Wooton 2005; Giessing 2016; Sweeney 2002; Aalen and Johansen 1978",
)

# `name` or *title*; a star between spaces multiplies.
MARKED = re.compile(r"(`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)")


@dataclass(frozen=True)
class Method:
    """How one question is answered: key, name, words (a paragraph a line), where it is computed, what can be chosen."""

    key: str
    name: Text
    words: Text
    home: str
    parameters: tuple[str, ...]


def contents(view: View, methods: list[Method]) -> html.Nav:
    """Return links to every section of the page."""
    others = [("poverty-choices", POVERTY)] * bool(view.reference.dimensions) + [("gate", GATE)]
    entries = [(f"method-{method.key}", method.name) for method in methods]
    links = [html.Li(html.A(name[view.lang], href=f"#{key}")) for key, name in (*others, *entries)]
    return html.Nav(html.Ul(links), className="contents", **{"aria-label": view.say(CONTENTS)})


def version_line(view: View, version: str) -> list:
    """Return which methods and which reference these are."""
    return [view.say(VERSION, version=version), html.Code(view.reference.id)]


def method_section(view: View, method: Method) -> html.Section:
    """Return one question: how it is answered, where that is computed, and what changes it."""
    facts = [html.Div([html.Dt(view.say(WHERE)), html.Dd(html.Code(method.home))])]
    if method.parameters:
        chosen = [part for name in method.parameters for part in (html.Code(name), " ")]
        facts.append(html.Div([html.Dt(view.say(CHOICES)), html.Dd(chosen)]))
    words = [html.P(_marked(line)) for line in method.words[view.lang].split("\n")]
    body = html.Div([*words, html.Dl(facts, className="fact-list")], className="method-words")
    return section(f"method-{method.key}", method.name[view.lang], "", body)


def _marked(line: str) -> list:
    """Return a line of a docstring with its names in `code` and its titles in *italics* as a page shows them."""
    kinds = {"`": html.Code, "*": html.I}
    parts = MARKED.split(line)
    return [kinds[part[0]](part[1:-1]) if MARKED.fullmatch(part) else part for part in parts if part]


def choices_section(view: View) -> html.Section:
    """Return what a reader of multidimensional poverty can choose: cut-off, weights, treatment of missing answers."""
    lists = (
        (CUT_OFF, _cut_offs(view.reference)),
        (WEIGHTS, [(key or "–", words) for key, words in PRESETS.items()]),
        (
            MISSING,
            [(key, DEFAULT.format(words=words) if key == "drop" else words) for key, words in TREATMENTS.items()],
        ),
    )
    body = [
        html.Div([html.H3(view.say(name)), html.Dl([_pair(view, *entry) for entry in entries], className="fact-list")])
        for name, entries in lists
    ]
    return section("poverty-choices", view.say(POVERTY), view.say(EXACT), html.Div(body, className="method-words"))


def _cut_offs(reference: Reference) -> list[tuple[str, Text]]:
    known = CUT_OFFS | ({reference.default_k: OTHER_CUT_OFF} if reference.default_k not in CUT_OFFS else {})
    return [(k, DEFAULT.format(words=words) if k == reference.default_k else words) for k, words in known.items()]


def _pair(view: View, key: str, words: Text) -> html.Div:
    return html.Div([html.Dt(html.Code(key)), html.Dd(words[view.lang])])


def gate_section(view: View, guess: float, threshold: int) -> html.Section:
    """Return every number of the disclosure gate.

    guess: how often an attacker with a pair of questions is right; threshold: the one in force for the reader.
    """
    sensitive = max(parameters.SENSITIVE_THRESHOLD, threshold)
    rows = [[view.say(CELL_NEEDS), number(threshold)], [view.say(SENSITIVE_NEEDS), number(sensitive)]]
    rows += [[name[view.lang], value] for name, value in GATE_ROWS]
    rows.append([view.say(GUESS), percent(guess)])
    drawn = table(view.say(GATE), [view.say(head) for head in GATE_HEADS], rows, whole=True)
    return section(
        "gate", view.say(GATE), view.say(GATE_WHY), html.Div([drawn, html.P(view.say(LITERATURE), className="muted")])
    )


GUESS = Text(
    "ผู้ถามคู่คำถามที่ต่างกันหนึ่งครัวเรือนเดาถูก (เดาสุ่ม 50%)",
    "Right guesses of who asks a pair that differs by one household (a coin: 50%)",
)
