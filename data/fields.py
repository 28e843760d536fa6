"""Fields of the wide table that a cohort may be built from: one entry each, with its words and its column."""

from dataclasses import dataclass, field
from functools import lru_cache

from data.indicators import BAHT, PERSONS, SCORE, overall_name
from data.reference import Reference
from data.text import Text

YEARS = Text("ปี", "years")
RAI = Text("ไร่", "rai")
NOTHING = Text("–", "–")
LEVELS = {
    "1": Text("อยู่ลำบาก", "hard"),
    "2": Text("อยู่ยาก", "difficult"),
    "3": Text("อยู่พอได้", "fair"),
    "4": Text("อยู่ดี", "good"),
}
VERIFICATIONS = {
    "verified_poor": Text("ยืนยันว่ายากจน", "verified poor"),
    "newly_found": Text("พบใหม่", "newly found"),
    "not_poor": Text("ไม่ยากจน", "not poor"),
    "not_found": Text("ไม่พบ", "not found"),
    "moved": Text("ย้ายออก", "moved"),
}
STAGES = {
    "identified": Text("คัดเลือก", "identified"),
    "verified": Text("สอบทาน", "verified"),
    "referred": Text("ส่งต่อ", "referred"),
    "accepted": Text("รับเรื่อง", "accepted"),
    "in_progress": Text("กำลังช่วยเหลือ", "in progress"),
    "helped": Text("ช่วยเหลือแล้ว", "helped"),
    "returned": Text("ส่งกลับ", "returned"),
    "not_eligible": Text("ไม่เข้าเกณฑ์", "not eligible"),
    "moved_or_died": Text("ย้ายหรือเสียชีวิต", "moved or died"),
    "duplicate": Text("ซ้ำ", "duplicate"),
}
SEXES = {"female": Text("หญิง", "female"), "male": Text("ชาย", "male")}
YES_NO = {"1": Text("ใช่", "yes"), "0": Text("ไม่ใช่", "no")}
FIFTHS = {str(number): Text(str(number), str(number)) for number in range(1, 6)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. kind: "number" (ranges), "choice" (sets of `values`), "code" (sets of any code) or "flag".

    column: SQL of the value. Every field may also be asked for as missing or known.
    """

    key: str
    label: Text
    kind: str
    column: str
    unit: Text = NOTHING
    values: dict[str, Text] = field(default_factory=dict, hash=False)


def _number(key: str, th: str, en: str, unit: Text) -> Field:
    return Field(key, Text(th, en), "number", key, unit)


def _flag(key: str, th: str, en: str, column: str = "") -> Field:
    return Field(key, Text(th, en), "flag", column or key, NOTHING, YES_NO)


HOUSEHOLD = (
    Field("verification", Text("ผลสอบทาน", "verification"), "choice", "verification", NOTHING, VERIFICATIONS),
    _flag("tpmap_listed", "อยู่ในรายชื่อ TPMAP", "on the TPMAP list"),
    _flag("welfare_card", "มีบัตรสวัสดิการแห่งรัฐ", "state welfare card"),
    _number("size", "จำนวนสมาชิก", "household size", PERSONS),
    _number("children", "จำนวนเด็ก", "children", PERSONS),
    _number("elderly", "จำนวนผู้สูงอายุ", "older persons", PERSONS),
    _number("disabled", "จำนวนผู้พิการ", "persons with disabilities", PERSONS),
    _number("working_members", "สมาชิกที่ทำงาน", "working members", PERSONS),
    Field("head_sex", Text("เพศหัวหน้าครัวเรือน", "sex of the head"), "choice", "head_sex", NOTHING, SEXES),
    _number("head_age", "อายุหัวหน้าครัวเรือน", "age of the head", YEARS),
    Field("head_education", Text("การศึกษาหัวหน้าครัวเรือน", "education of the head"), "code", "head_education"),
    Field("main_occupation", Text("อาชีพหลัก", "main occupation"), "code", "main_occupation"),
    _number("income_month_baht", "รายได้ต่อเดือน", "monthly income", BAHT),
    _number("debt_baht", "หนี้สิน", "debt", BAHT),
    _number("land_rai", "ที่ดิน", "land", RAI),
    Field(
        "referral_stage", Text("ขั้นตอนส่งต่อล่าสุด", "latest referral stage"), "choice", "referral_stage", NOTHING, STAGES
    ),
    Field("village_code", Text("รหัสหมู่บ้าน", "village code"), "code", "village_code"),
    Field("source_list", Text("รายชื่อต้นทาง", "source list"), "code", "source_list"),
    Field("model_id", Text("รหัสโมเดลแก้จน", "operating model"), "code", "model_id"),
    _flag("in_model", "อยู่ในโมเดลแก้จน", "in an operating model", "(model_id IS NOT NULL)"),
)


@lru_cache(maxsize=8)
def fields_for(reference: Reference) -> dict[str, Field]:
    """Return the fields of a reference in menu order: households, capitals, levels, problems."""
    found = list(HOUSEHOLD)
    if reference.capitals:
        found.append(Field("overall", overall_name(reference), "number", "overall", SCORE))
        found += [Field(f"capital_{g.key}", g.name, "number", f"capital_{g.key}", SCORE) for g in reference.capitals]
        levels = {key: text for key, text in LEVELS.items() if int(key) <= len(reference.level_bounds) + 1}
        found.append(Field("level", Text("ระดับการดำรงชีพ", "living level"), "choice", "level", NOTHING, levels))
        fifth = Text("กลุ่มทุนหนึ่งในห้า (1 ต่ำสุด)", "fifth by capital (1 lowest)")
        found.append(Field("quintile", fifth, "choice", "quintile", NOTHING, FIFTHS))
        found += [Field(f"score_{i.key}", i.name, "number", f"score_{i.key}", SCORE) for i in reference.capital_items]
    for item in reference.problem_items:
        label = Text(f"ขัดสน: {item.name.th}", f"deprived: {item.name.en}")
        found.append(Field(f"deprived_{item.key}", label, "flag", f"deprived_{item.key}", NOTHING, YES_NO))
    return {entry.key: entry for entry in found}
