"""The columns of a research packet: what each is made of, what it means, which codes it takes."""

from dataclasses import dataclass, field

from data.disclosure.parameters import PACKET_SCORE_STEP
from data.fields import AREA_WORDS, fields_for
from data.packet.anonymity import MISSING, WITHHELD, Hierarchy
from data.packet.bands import AGE_BANDS, AGE_GROUPS, INCOMES, SIZE_BANDS, SIZES, Band, band_of
from data.reference import Reference
from data.text import Text

ROW_KEY = "row_key"
BLANKS = {
    MISSING: Text("ไม่มีคำตอบ", "not answered"),
    WITHHELD: Text("ปกปิด เพื่อไม่ให้ระบุครัวเรือนได้", "withheld, so that no household can be told"),
}
BANDED = {"size": ("size_band", "size"), "head_age": ("head_age_group", "head_age_band")}
STEPS = Text("{name} (ขั้นละ 0.25)", "{name} (in steps of 0.25)")
WIDE = Text("{name} (ช่วงกว้าง)", "{name} (wide band)")
PLACE = Text("พื้นที่: {name}", "area: {name}")
UPPER_WORDS = {"region": Text("ภาค", "region"), "country": Text("ประเทศ", "country")}


@dataclass(frozen=True, slots=True)
class PacketColumn:
    """sql: its value over `household_profile`, "" where it is made later; telling: whether a neighbour may know it."""

    key: str
    label: Text
    sql: str = ""
    codes: dict[str, Text] = field(default_factory=dict, hash=False)
    telling: bool = False


def place_levels(reference: Reference) -> tuple[str, ...]:
    """Levels of areas that a packet tells: down to the one below the home level; a top that all share says nothing."""
    end = reference.levels.index(reference.home_level) + 2
    first = reference.levels[0]
    alone = sum(area.level == first for area in reference.areas.values()) == 1 and first != reference.home_level
    return reference.levels[1 if alone else 0 : end]


def hierarchies(reference: Reference) -> list[Hierarchy]:
    """What is told of place, size, age and sex from coarse to fine, and what its loss costs; the home level is dearest."""
    levels = place_levels(reference)
    home = levels.index(reference.home_level)
    costs = tuple(1.0 if place > home else 6.0 if place == home else 10.0 for place in range(len(levels)))
    return [
        Hierarchy(tuple(f"{level}_code" for level in levels), costs),
        Hierarchy(BANDED["size"], (3.0, 1.0)),
        Hierarchy(BANDED["head_age"], (4.0, 1.5)),
        Hierarchy(("head_sex",), (3.0,)),
    ]


def telling(reference: Reference) -> list[str]:
    """Columns that are protected together."""
    return [column for hierarchy in hierarchies(reference) for column in hierarchy.columns]


def packet_columns(reference: Reference, item_scores: bool) -> list[PacketColumn]:
    """Return the columns in the order of the files. item_scores: whether the scores of single indicators are told."""
    fields = fields_for(reference)
    return [
        PacketColumn(ROW_KEY, Text("รหัสแถว สุ่มใหม่ทุกแฟ้ม", "key of the row, random and new in every packet")),
        PacketColumn("survey_round", Text("รอบสำรวจ", "survey round"), "survey_round::INTEGER"),
        *_places(reference),
        *_household(),
        PacketColumn("persons", Text("สมาชิกที่แถวนี้แทน (ค่าเฉลี่ยของขนาดและพื้นที่)", "members that the row stands for (mean of its size and area)")),
        PacketColumn("weight", Text("น้ำหนัก (ค่าเฉลี่ยของพื้นที่)", "weight (mean of its area)")),
        *_answers(fields),
        *_scores(reference, fields),
        *_problems(reference, fields),
        *(_items(reference, fields) if item_scores else ()),
    ]  # fmt: skip


def _places(reference: Reference) -> list[PacketColumn]:
    return [
        PacketColumn(
            f"{level}_code", PLACE.format(name=level_word(level)), f"coalesce({level}_code, '{MISSING}')",
            {area.code: area.name for area in reference.areas.values() if area.level == level} | BLANKS, True,
        )
        for level in place_levels(reference)
    ]  # fmt: skip


def level_word(level: str) -> Text:
    """Return the word for a level; one nobody named keeps its key."""
    return (AREA_WORDS | UPPER_WORDS).get(level, Text(level, level))


def _household() -> list[PacketColumn]:
    size, age = Text("จำนวนสมาชิก", "household size"), Text("อายุหัวหน้าครัวเรือน", "age of the head")
    sex = f"CASE WHEN head_sex IN ('female', 'male') THEN head_sex ELSE '{MISSING}' END"
    return [
        _banded("size_band", WIDE.format(name=size), "size", SIZE_BANDS),
        _banded("size", size, "size", SIZES),
        PacketColumn(
            "head_sex", Text("เพศหัวหน้าครัวเรือน", "sex of the head"), sex,
            {"female": Text("หญิง", "female"), "male": Text("ชาย", "male")} | BLANKS, True,
        ),
        _banded("head_age_group", WIDE.format(name=age), "head_age", AGE_GROUPS),
        _banded("head_age_band", age, "head_age", AGE_BANDS),
    ]  # fmt: skip


def _banded(key: str, label: Text, source: str, bands: tuple[Band, ...]) -> PacketColumn:
    codes = {band.code: band.label for band in bands} | BLANKS
    return PacketColumn(key, label, band_of(source, bands, f"'{MISSING}'"), codes, True)


def _answers(fields: dict) -> list[PacketColumn]:
    income = f"({band_of('income_month_baht', INCOMES, 'NULL')})::TINYINT"
    return [
        PacketColumn("verification", fields["verification"].label, "verification", fields["verification"].values),
        *(_flag(fields, key) for key in ("tpmap_listed", "welfare_card")),
        PacketColumn(
            "income_band", Text("ช่วงรายได้ของครัวเรือน บาทต่อเดือน", "band of household income, baht a month"), income,
            {band.code: band.label for band in INCOMES},
        ),
        PacketColumn("referral_stage", fields["referral_stage"].label, "referral_stage", fields["referral_stage"].values),
        _flag(fields, "in_model"),
    ]  # fmt: skip


def _flag(fields: dict, key: str) -> PacketColumn:
    return PacketColumn(key, fields[key].label, f"({fields[key].column})::TINYINT", fields[key].values)


def _scores(reference: Reference, fields: dict) -> list[PacketColumn]:
    if not reference.capitals:
        return []
    keys = [*(f"capital_{group.key}" for group in reference.capitals), "overall"]
    stepped = [
        PacketColumn(
            key, STEPS.format(name=fields[key].label), f"round({key} / {PACKET_SCORE_STEP}) * {PACKET_SCORE_STEP}"
        )
        for key in keys
    ]
    return [*stepped, *(PacketColumn(key, fields[key].label, key, fields[key].values) for key in ("level", "quintile"))]


def _problems(reference: Reference, fields: dict) -> list[PacketColumn]:
    keys = [f"deprived_{item.key}" for item in reference.problem_items]
    return [PacketColumn(key, fields[key].label, key, fields[key].values) for key in keys]


def _items(reference: Reference, fields: dict) -> list[PacketColumn]:
    keys = [f"score_{item.key}" for item in reference.capital_items]
    return [PacketColumn(key, fields[key].label, f"{key}::DOUBLE") for key in keys]
