"""Where the numbers on a card come from: n, what was hidden, snapshot or publication, and the method in words."""

from collections.abc import Iterable

from dash import dcc, html

from components.classes import is_number
from components.places import counted
from components.view import View
from data.gate import UNTOLD, Released
from data.text import Text, number, period

COUNT = Text("n = {n} ครัวเรือน", "n = {n} households")
FULL_COUNT = Text("นับทุกครัวเรือนที่สำรวจ จึงไม่มีช่วงความคลาดเคลื่อน", "Full count of surveyed households, so no interval")
NOISY = Text(
    "จำนวนมีค่ารบกวนเล็กน้อยเพื่อปกป้องครัวเรือน จึงอาจรวมกันไม่ลงตัว",
    "Counts carry a little noise that protects households, so they need not add up",
)
HIDDEN_ROWS = Text("ซ่อน {rows} แถว (n < {threshold})", "hidden rows: {rows} (n < {threshold})")
SNAPSHOT = Text("ที่มา: ชุดข้อมูล {time} ({kind})", "Source: data set of {time} ({kind})")
REAL, DEMO = Text("ข้อมูลจริง", "real data"), Text("ข้อมูลสาธิต / demo data", "demo data / ข้อมูลสาธิต")
CAPTURED = Text("ที่มา: {source} · บันทึกเมื่อ {day}", "Source: {source} · captured {day}")
MISSING = Text("ไม่มีข้อมูล {places}: เว้นว่าง ไม่ใช่ศูนย์", "{places} without data: missing, not zero")

METHODS = {
    "verification": Text(
        "นับครัวเรือนที่สำรวจในรอบนี้ ยากจนที่ยืนยันแล้ว = อยู่ในรายชื่อและยืนยันว่าจน หรือพบใหม่นอกรายชื่อ",
        "Counts households of this round. Verified poor = listed and confirmed poor, or newly found on no list.",
    ),
    "capitals": Text(
        "คะแนน 1–4 ของครัวเรือนที่สำรวจ: ทุนแต่ละด้านคือค่าเฉลี่ยถ่วงน้ำหนักของตัวชี้วัด ต้องมีคำตอบอย่างน้อยครึ่งของน้ำหนัก "
        "ทุนรวมคือค่าเฉลี่ยของทุกด้าน ค่าของพื้นที่ถ่วงด้วยจำนวนครัวเรือน",
        "Scores of 1 to 4 of surveyed households: a capital is the weighted mean of its indicators and needs half of its "
        "weight answered; the overall score is the plain mean of all capitals. Areas are weighted by households.",
    ),
    "levels": Text(
        "ระดับการดำรงชีพมาจากคะแนนทุนรวมของแต่ละครัวเรือน",
        "The living level follows from each household's overall capital score.",
    ),
    "poverty": Text(
        "วิธี Alkire–Foster: จน เมื่อขัดสนรวมถ่วงน้ำหนักตั้งแต่ k ขึ้นไป ในครัวเรือนที่สำรวจเท่านั้น "
        "ไม่ใช่อัตราความยากจนของทั้งพื้นที่ H = สัดส่วนคนจน A = ความรุนแรง M0 = H × A",
        "Alkire-Foster: poor when the weighted deprivations reach k, among surveyed households only; it is not the "
        "area's poverty rate. H = share of poor people, A = intensity, M0 = H × A.",
    ),
    "contributions": Text(
        "สัดส่วนของคนที่จนและขัดสนในข้อนั้น (censored headcount) ในครัวเรือนที่สำรวจ คนในครัวเรือนที่ไม่จนไม่นับ",
        "Share of people who are poor and deprived in the item (censored headcount), among surveyed households.",
    ),
    "funnel": Text(
        "หนึ่งการส่งต่อ = หนึ่งครัวเรือนและหนึ่งความต้องการ ถึงขั้นใดนับเมื่อถึงขั้นนั้นหรือขั้นหลังจากนั้น ทุกรอบสำรวจรวมกัน "
        "จำนวนวันเป็นมัธยฐานนับจากวันที่พบ",
        "One referral = one household and one need. A stage counts as reached with it or any later one; all rounds "
        "together. Days are medians from entry.",
    ),
    "stage_days": Text(
        "อุบัติการณ์สะสม (Aalen–Johansen): เรื่องที่ออกนอกขั้นตอนเป็นเหตุการณ์แข่งขัน เรื่องที่ยังไม่จบนับถึงวันของชุดข้อมูลและไม่ถูกตัดทิ้ง "
        "ยังไม่ถึง หมายถึงเรื่องที่ถึงขั้นนั้นยังไม่ครบครึ่ง หรือเก้าในสิบ ของเรื่องทั้งหมด",
        "Cumulative incidence (Aalen-Johansen): side exits compete, open cases count up to the day of the data set and are "
        "not dropped. Not reached: fewer than half, or nine tenths, of all referrals have come to the stage.",
    ),
    "ageing": Text(
        "เรื่องที่ยังไม่ได้รับความช่วยเหลือและยังไม่ออกนอกขั้นตอน ณ วันของชุดข้อมูล อายุนับจากวันเข้าระบบ",
        "Referrals neither helped nor left by a side exit on the day of the data set; age is counted from entry.",
    ),
    "exits": Text(
        "เรื่องที่ออกโดยไม่ได้รับความช่วยเหลือ ร้อยละคิดจากเรื่องที่เข้าระบบทั้งหมด",
        "Referrals that left without help; per cent of all that entered.",
    ),
    "agencies": Text(
        "เรื่องที่เข้าระบบตามความต้องการและหน่วยงาน และส่วนที่ช่วยเหลือแล้ว",
        "Referrals that entered by need and agency, and the part of them that was helped.",
    ),
    "need_met": Text(
        "ขัดสนอย่างน้อยหนึ่งตัวชี้วัดของมิติ เทียบกับการส่งต่อหรือความช่วยเหลือในความต้องการที่ตรงกับมิตินั้น "
        "ช่วยเหลือแล้วอาจมากกว่าส่งต่อ เพราะความช่วยเหลือมาได้โดยไม่ผ่านการส่งต่อ",
        "Deprived in any indicator of the dimension, against a referral or help for a need that matches it. More can be "
        "helped than were referred, for help also comes without a referral.",
    ),
    "never_referred": Text(
        "กลุ่มทุนต่ำสุดหนึ่งในห้าของครัวเรือนยากจนที่ยืนยันแล้วในแต่ละจังหวัด คือเป้าหมายการส่งต่อ นับครัวเรือนที่ไม่เคยมีเรื่องส่งต่อเลยไม่ว่าปีใด",
        "The lowest fifth by capital of the verified poor of each province is the target of referral; counted are those "
        "with no referral in any year.",
    ),
    "models": Text(
        "โมเดลแก้จนและครัวเรือนที่เข้าร่วม ทุกรอบสำรวจรวมกัน", "Operating models and the households in them, all rounds."
    ),
    "model_income": Text(
        "รายได้ต่อเดือนตอนเข้าโมเดลและเมื่อวัดซ้ำ บนครัวเรือนเดียวกันเท่านั้น ช่วงความเชื่อมั่นเป็นแบบคู่ (t) ของครัวเรือนที่วัดซ้ำ "
        "ครัวเรือนที่ไม่ได้วัดซ้ำอาจต่างออกไป ไม่ใช่ผลของโมเดล เพราะไม่มีกลุ่มเปรียบเทียบ",
        "Monthly income at entry and when measured again, over the same households only. The paired t interval is about "
        "those measured; those who were not may differ. Never an effect: there is no comparison group.",
    ),
    "model_capitals": Text(
        "คะแนนทุนของครัวเรือนในโมเดลที่มีคะแนนทั้งสองรอบสำรวจ พร้อมช่วงความเชื่อมั่น 95% แบบคู่",
        "Capital scores of households in models that have them in both survey rounds, with a paired 95 % interval.",
    ),
    "model_comparison": Text(
        "(หลัง − ก่อน) ของครัวเรือนในโมเดล ลบด้วย (หลัง − ก่อน) ของกลุ่มเปรียบเทียบในพื้นที่เดียวกันที่ไม่อยู่ในโมเดลใด "
        "ช่วงความเชื่อมั่น 95% แบบเวลช์ ไม่ใช่การเปรียบเทียบแบบสุ่ม",
        "(after − before) of households in models less (after − before) of a comparison group in the same areas that is in "
        "no model, with Welch's 95 % interval. Not a randomised comparison.",
    ),
    "change": Text(
        "ทุกครัวเรือนที่สำรวจในแต่ละรอบเป็นภาพตัดขวาง ครัวเรือนเดียวกันในทั้งสองรอบเป็นการติดตาม สองชุดต่างกันได้เพราะมีครัวเรือนเข้าและออก "
        "H และ M0 นับคนเมื่อรู้ขนาดครัวเรือน",
        "All surveyed of each round are two cross-sections; the same households are a matched panel. They can differ, for "
        "households come and go. H and M0 count persons where sizes are known.",
    ),
    "proposals": Text(
        "ข้อเสนอที่โครงการส่งเข้าสู่แผนพัฒนาจังหวัด เป็นของพื้นที่หลัก",
        "Proposals that the programme hands to provincial development plans; they belong to home-level areas.",
    ),
    "members": Text(
        "ครัวเรือนของรอบนี้ที่เข้าเงื่อนไขทุกข้อ ไม่ว่าจะสำรวจแล้วหรือไม่ สัดส่วนคิดจากครัวเรือนทั้งหมดของพื้นที่ในรอบเดียวกัน",
        "Households of this round that meet all conditions, surveyed or not; the share is of all households of the area in the "
        "same round.",
    ),
    "compare": Text(
        "ค่าเฉลี่ยของแต่ละกลุ่มในครัวเรือนที่สำรวจ ทุนและคำตอบถ่วงด้วยจำนวนครัวเรือน ความยากจนและความขัดสนถ่วงด้วยจำนวนคน "
        "กลุ่มที่ไม่มีคำตอบในข้อใดไม่นับในข้อนั้น",
        "Means of each group among surveyed households: capitals and answers by households, poverty and deprivations by "
        "persons. Households without an answer are left out of that measure.",
    ),
    "published": Text(
        "ตัวเลขที่หน้าเว็บสาธารณะของโครงการแสดงในวันที่บันทึก บพท. ยังไม่ได้ยืนยันกับเรา ช่องว่างคือไม่มีการเผยแพร่ ไม่ใช่ศูนย์",
        "What the programme's public pages showed on the day of capture; PMU-A has not confirmed it to us. An empty cell "
        "was not published: it is not zero.",
    ),
}
METHOD_LINK = Text("วิธีคำนวณโดยละเอียด", "The method in full")
CUT_OFF = Text("เส้นตัดที่ใช้ k = {k}", "Cut-off in force k = {k}")
PERIOD = Text("ช่วงเวลา {period}", "Period {period}")
RANKED = Text(
    "เส้นประคือ{word} พื้นที่ที่น่าห่วงที่สุดอยู่บนสุด", "The dashed line is the {word}. The place of most concern comes first."
)


LONE_STRATA = Text(
    "ชั้นภูมิ {n} ชั้นมีหน่วยตัวอย่างขั้นแรกเพียงหน่วยเดียว ความคลาดเคลื่อนของชั้นนั้นคิดจากค่าเฉลี่ยรวม ช่วงความเชื่อมั่นจึงกว้างไว้ก่อน",
    "Strata with a single sampling unit: {n}. Their error is taken around the overall mean, so intervals are on the wide side",
)


def household_notes(view: View, released: Released, n: int | None = None) -> list[str]:
    """Return the foot of a card made of household data: n, sampling, hidden rows, snapshot."""
    notes = [view.say(COUNT, n=number(n))] if is_number(n) else []
    if released.untold:
        notes.append(view.say(UNTOLD))
    elif released.hidden:
        notes.append(view.say(HIDDEN_ROWS, rows=str(released.hidden), threshold=str(released.threshold)))
    if released.method.get("additive") == "no":
        notes.append(view.say(NOISY))
    if "lone_strata" in released.method:
        notes.append(view.say(LONE_STRATA, n=released.method["lone_strata"]))
    return [*notes, snapshot_note(view)]


def snapshot_note(view: View, short: bool = False) -> str:
    """Return where household data come from."""
    if short:
        return f"{view.say(DEMO if view.demo else REAL)} · {view.snapshot_time}"
    return view.say(SNAPSHOT, time=view.snapshot_time, kind=DEMO if view.demo else REAL)


def published_notes(view: View, rows: Iterable[dict], short: bool = False) -> list[str]:
    """Return one line per publication behind the rows: what it is called and when it was captured."""
    pairs = sorted({(row["source"], row["captured_on"]) for row in rows if row["source"] and row["captured_on"]})
    if short:
        return [f"{source.split(' (')[0]} · {view.on_day(day)}" for source, day in pairs]
    return [view.say(CAPTURED, source=source, day=view.on_day(day)) for source, day in pairs]


def missing_note(view: View, cells: dict, level: str = "") -> str:
    """Return how many places have no value, "" where all have."""
    count = sum(1 for cell in cells.values() if cell is None)
    level = level or view.reference.home_level
    return view.say(MISSING, places=counted(count, level)) if count else ""


def about(view: View, question: str, *, released: Released | None = None, more: Iterable[str] = ()) -> html.Div:
    """Return the method of a question in words, with the cut-off where one is used and the way to the whole of it."""
    lines = [view.say(METHODS[question])] if question in METHODS else []
    if released is not None and question in ("poverty", "contributions"):
        lines.append(view.say(CUT_OFF, k=released.method["k"]))
    if question != "published" and view.reference.sampling == "census":
        lines.append(view.say(FULL_COUNT))
    link = dcc.Link(view.say(METHOD_LINK), href=f"{view.link('/methods', place='')}#method-{question}")
    return html.Div([*(html.P(line) for line in (*lines, *more) if line), html.P(link)])


def period_line(view: View, ce_period: str) -> str:
    """Return the period of a published figure."""
    return view.say(PERIOD, period=period(ce_period, view.lang))
