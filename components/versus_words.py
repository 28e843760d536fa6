"""What the comparison of two groups is called: its measures, its columns, its sentences."""

from components.view import View
from data.fields import NOTHING, fields_for
from data.text import Text

TITLES = {
    "capitals": Text("ทุนของกลุ่ม A และ B", "Capitals of groups A and B"),
    "problems": Text("ความยากจนและปัญหาของกลุ่ม A และ B", "Poverty and problems of groups A and B"),
    "answers": Text("รายได้ หนี้สิน ที่ดิน และสมาชิกของกลุ่ม A และ B", "Income, debt, land and members of groups A and B"),
}
DIFFERENCE = Text("ผลต่าง A − B", "Difference A − B")
GROUPS = {
    "capitals": Text(
        "● กลุ่ม A  □ กลุ่ม B · คะแนน 1–4 ของครัวเรือนที่สำรวจ", "● group A  □ group B · scores 1–4 of surveyed households"
    ),
    "problems": Text(
        "● กลุ่ม A  □ กลุ่ม B · H, A, M0 และสัดส่วนคนที่ขัดสนในแต่ละข้อ ในครัวเรือนที่สำรวจ",
        "● group A  □ group B · H, A, M0 and the share of people deprived in each item, among surveyed households",
    ),
    "answers": Text(
        "● กลุ่ม A  □ กลุ่ม B · ค่าเฉลี่ยของครัวเรือนที่สำรวจ แต่ละแถวมีมาตราของตนเอง",
        "● group A  □ group B · means of surveyed households; each row has its own scale",
    ),
}
POINTS = Text("A − B (จุดร้อยละ)", "A − B (points)")
PLAIN = Text("A − B", "A − B")
KINDS = {
    "capitals": lambda measure: measure == "overall" or measure.startswith("capital_"),
    "problems": lambda measure: measure in ("H", "A", "M0") or measure.startswith("deprived_"),
    "answers": lambda measure: not any(KINDS[kind](measure) for kind in ("capitals", "problems")),
}
POVERTY = {
    "H": Text("จนหลายมิติ (H)", "Poor in many ways (H)"),
    "A": Text("ความรุนแรง (A)", "Intensity (A)"),
    "M0": Text("ดัชนี M0", "Index M0"),
}
HEADS = (
    Text("ตัวชี้วัด", "Measure"),
    Text("กลุ่ม A", "Group A"),
    Text("กลุ่ม B", "Group B"),
    Text("ผลต่าง A − B", "Difference A − B"),
    Text("ช่วงความเชื่อมั่น 95 %", "95 % interval"),
    Text("n ของ A", "n of A"),
    Text("n ของ B", "n of B"),
)
FULL = Text("นับทุกครัวเรือน", "full count")
WITHIN = Text("({low} ถึง {high})", "({low} to {high})")
SAID = Text("{name}: A {a} · B {b} · ผลต่าง {difference}", "{name}: A {a} · B {b} · difference {difference}")
SUMMARY = Text(
    "{title}: ต่างกันมากที่สุดคือ {most} จาก {rows} ตัวชี้วัด", "{title}: the largest difference is {most}; {rows} measures"
)
NOTHING_SHOWN = Text("{title}: ยังไม่มีผลต่างที่แสดงได้", "{title}: no difference can be shown")
COUNTS = Text("n ของ A = {a} · n ของ B = {b} ครัวเรือน", "n of A = {a} · n of B = {b} households")
APART = Text("A และ B เป็นคนละครัวเรือน (อิสระต่อกัน)", "A and B are different households (independent)")
BOTH = Text(
    "ครัวเรือนหนึ่งอยู่ได้ทั้งใน A และ B ช่วงของผลต่างคิดส่วนที่ร่วมกันแล้ว (จับคู่)",
    "A household may be in both; the interval of the difference takes what they share into account (paired)",
)
HIDDEN_ROWS = Text("ซ่อน {rows} แถว (n < {threshold})", "hidden rows: {rows} (n < {threshold})")
WHISKER = Text("เส้นแนวนอนคือช่วงความเชื่อมั่น 95 % ของผลต่าง", "The line is the 95 % interval of the difference.")
NO_TEST = Text(
    "ช่วงของสองกลุ่มที่ซ้อนทับกันไม่ใช่การทดสอบ ให้ดูว่าช่วงของผลต่างคร่อมศูนย์หรือไม่",
    "Overlapping intervals of two groups are not a test: look whether the interval of the difference holds zero.",
)
OWN_SCALE = Text(
    "แต่ละแถวมีมาตราของตนเอง จากศูนย์ถึงค่าที่มากกว่าของทั้งสองกลุ่ม",
    "Each row has its own scale, from zero to the larger of the two.",
)


def measure_name(measure: str, view: View, unit: bool = False) -> str:
    """Return what a measure of `compare` is called, with its unit where wanted."""
    if measure in POVERTY:
        return view.say(POVERTY[measure])
    entry = fields_for(view.reference)[measure]
    if measure.startswith("deprived_"):
        return next(item.name[view.lang] for item in view.reference.problem_items if f"deprived_{item.key}" == measure)
    words = entry.label[view.lang]
    words = words[:1].upper() + words[1:]
    return f"{words} ({entry.unit[view.lang]})" if unit and entry.unit is not NOTHING else words
