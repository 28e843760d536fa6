"""Fields of the wide table that a cohort may be built from: one entry each, with its words, its group and its column."""

from collections import Counter
from dataclasses import dataclass, field, replace
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

PLACE = Text("พื้นที่", "Place")
SEARCH = Text("การค้นหาและสอบทาน", "Search and verification")
MEMBERS = Text("ครัวเรือนและสมาชิก", "Household and members")
HEAD = Text("หัวหน้าครัวเรือน", "Head of the household")
MONEY = Text("รายได้ หนี้สิน และที่ดิน", "Income, debt and land")
HELP = Text("การส่งต่อและโมเดลแก้จน", "Referral and operating models")
CAPITALS = Text("คะแนนทุน", "Capital scores")
STANDING = Text("ระดับการดำรงชีพและกลุ่มทุน", "Living level and fifth")
PROBLEMS = Text("ปัญหา: {dimension}", "Problems: {dimension}")
ITEMS = Text("ตัวชี้วัด: {capital}", "Indicators: {capital}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. kind: "number" (ranges), "choice" (sets of `values`), "area" (the same, codes of areas), "code" (sets of any code) or "flag".

    group: heading that it stands under. column: SQL of the value. negative: what "no" to a flag is called. A code may have words for some of its values. Every
    field may also be asked for as missing or known.
    """

    key: str
    group: Text
    label: Text
    kind: str
    column: str
    unit: Text = NOTHING
    values: dict[str, Text] = field(default_factory=dict, hash=False)
    negative: Text = NOTHING


def _number(group: Text, key: str, th: str, en: str, unit: Text) -> Field:
    return Field(key, group, Text(th, en), "number", key, unit)


def _flag(group: Text, key: str, label: Text, negative: Text, column: str = "") -> Field:
    return Field(key, group, label, "flag", column or key, NOTHING, YES_NO, negative)


def _choice(group: Text, key: str, th: str, en: str, values: dict[str, Text]) -> Field:
    return Field(key, group, Text(th, en), "choice", key, NOTHING, values)


def _code(group: Text, key: str, th: str, en: str) -> Field:
    return Field(key, group, Text(th, en), "code", key)


HOUSEHOLD = (
    _choice(SEARCH, "verification", "ผลสอบทาน", "verification", VERIFICATIONS),
    _flag(
        SEARCH,
        "tpmap_listed",
        Text("อยู่ในรายชื่อ TPMAP", "on the TPMAP list"),
        Text("ไม่อยู่ในรายชื่อ TPMAP", "not on the TPMAP list"),
    ),
    _flag(
        SEARCH,
        "welfare_card",
        Text("มีบัตรสวัสดิการแห่งรัฐ", "state welfare card"),
        Text("ไม่มีบัตรสวัสดิการแห่งรัฐ", "no state welfare card"),
    ),
    _number(MEMBERS, "size", "จำนวนสมาชิก", "household size", PERSONS),
    _number(MEMBERS, "children", "จำนวนเด็ก", "children", PERSONS),
    _number(MEMBERS, "elderly", "จำนวนผู้สูงอายุ", "older persons", PERSONS),
    _number(MEMBERS, "disabled", "จำนวนผู้พิการ", "persons with disabilities", PERSONS),
    _number(MEMBERS, "working_members", "สมาชิกที่ทำงาน", "working members", PERSONS),
    _choice(HEAD, "head_sex", "เพศหัวหน้าครัวเรือน", "sex of the head", SEXES),
    _number(HEAD, "head_age", "อายุหัวหน้าครัวเรือน", "age of the head", YEARS),
    _code(HEAD, "head_education", "การศึกษาหัวหน้าครัวเรือน", "education of the head"),
    _code(HEAD, "main_occupation", "อาชีพหลัก", "main occupation"),
    _number(MONEY, "income_month_baht", "รายได้ต่อเดือน", "monthly income", BAHT),
    _number(MONEY, "debt_baht", "หนี้สิน", "debt", BAHT),
    _number(MONEY, "land_rai", "ที่ดิน", "land", RAI),
    _choice(HELP, "referral_stage", "ขั้นตอนส่งต่อล่าสุด", "latest referral stage", STAGES),
    _code(PLACE, "village_code", "รหัสหมู่บ้าน", "village code"),
    _code(SEARCH, "source_list", "รายชื่อต้นทาง", "source list"),
    _code(HELP, "model_id", "รหัสโมเดลแก้จน", "operating model"),
    _flag(
        HELP,
        "in_model",
        Text("อยู่ในโมเดลแก้จน", "in an operating model"),
        Text("ไม่อยู่ในโมเดลแก้จน", "in no operating model"),
        "(model_id IS NOT NULL)",
    ),
)
TWIN = Text("{name} ({parent})", "{name} ({parent})")
# A level of areas as a field: the households of some of its areas.
AREA_WORDS = {
    "province": Text("จังหวัด", "province"),
    "district": Text("อำเภอ", "district"),
    "subdistrict": Text("ตำบล", "subdistrict"),
}


@lru_cache(maxsize=8)
def fields_for(reference: Reference) -> dict[str, Field]:
    """Return the fields of a reference in menu order: places, households, capitals, levels, problems."""
    found = [*_places(reference), *(_worded(entry, reference) for entry in HOUSEHOLD)]
    if reference.capitals:
        found += _capitals(reference)
    for group in reference.dimensions:
        heading = PROBLEMS.format(dimension=group.name)
        for item in group.items:
            label = Text(f"ขัดสน: {item.name.th}", f"deprived: {item.name.en}")
            negative = Text(f"ไม่ขัดสน: {item.name.th}", f"not deprived: {item.name.en}")
            found.append(_flag(heading, f"deprived_{item.key}", label, negative))
    return {entry.key: entry for entry in found}


def _worded(entry: Field, reference: Reference) -> Field:
    """Give the codes of a field the words that the reference has for them."""
    words = {key: text for (kind, key), text in reference.words.items() if kind == entry.key}
    return replace(entry, values=words) if words and entry.kind == "code" else entry


def _places(reference: Reference) -> list[Field]:
    """The home level and what lies below it, with the names of areas as words."""
    names: dict[str, dict[str, Text]] = {level: {} for level in (reference.home_level, *reference.lower_levels)}
    shared = Counter((area.level, area.name.en) for area in reference.areas.values())
    for area in reference.areas.values():
        if area.level in names:
            # Two places of one name are told apart by what they lie in.
            twin = shared[area.level, area.name.en] > 1 and area.parent_code in reference.areas
            within = TWIN.format(name=area.name, parent=reference.areas[area.parent_code].name) if twin else area.name
            names[area.level][area.code] = within
    names[reference.home_level] = {area.code: area.name for area in reference.home_areas}
    return [
        Field(
            f"{level}_code",
            PLACE,
            AREA_WORDS.get(level, Text(f"พื้นที่ ({level})", level)),
            "area",
            f"{level}_code",
            NOTHING,
            values,
        )
        for level, values in names.items()
    ]


def _capitals(reference: Reference) -> list[Field]:
    found = [Field("overall", CAPITALS, overall_name(reference), "number", "overall", SCORE)]
    found += [
        Field(f"capital_{group.key}", CAPITALS, group.name, "number", f"capital_{group.key}", SCORE)
        for group in reference.capitals
    ]
    levels = {key: text for key, text in LEVELS.items() if int(key) <= len(reference.level_bounds) + 1}
    found.append(_choice(STANDING, "level", "ระดับการดำรงชีพ", "living level", levels))
    found.append(_choice(STANDING, "quintile", "กลุ่มทุนหนึ่งในห้า (1 ต่ำสุด)", "fifth by capital (1 lowest)", FIFTHS))
    for group in reference.capitals:
        heading = ITEMS.format(capital=group.name)
        found += [
            Field(f"score_{item.key}", heading, item.name, "number", f"score_{item.key}", SCORE) for item in group.items
        ]
    return found
