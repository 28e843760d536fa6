"""What can be put on a map: one entry per measure, for household data and for published figures."""

from dataclasses import dataclass, field
from functools import lru_cache

from data.gate import HIDDEN, Cell
from data.reference import Group, Reference
from data.tables import wrong
from data.text import Text, number, percent

HOUSEHOLDS = Text("ครัวเรือน", "households")
PERSONS = Text("คน", "persons")
SCORE = Text("คะแนน 1–4", "score 1–4")
SHARE = Text("ร้อยละ", "per cent")
POINTS = Text("จุดร้อยละ", "percentage points")
SCORE_CHANGE = Text("คะแนน", "points of the score")
BAHT = Text("บาท", "baht")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure: the question and column that hold it, and how it is read.

    better: "high", "low" or "" where neither is better. scale: the colour ramp "need", "strength" or "count"; of a
    change "loss" (a rise is bad) or "gain".
    match: other columns of the row that must have these values.
    """

    key: str
    label: Text
    unit: Text
    question: str
    column: str
    decimals: int
    better: str
    source: str
    scale: str
    match: dict[str, str] = field(default_factory=dict)

    @property
    def is_share(self) -> bool:
        """Whether values run from 0 to 1 and are shown as per cent."""
        return self.unit in (SHARE, POINTS)

    @property
    def is_change(self) -> bool:
        """Whether values are differences: they carry a sign, and zero means no change."""
        return self.scale in ("loss", "gain")


def _household(key, th, en, unit, question, column, better, scale, decimals=0, **match) -> Indicator:
    return Indicator(key, Text(th, en), unit, question, column, decimals, better, "households", scale, match)


VERIFIED = (
    _household(
        "verified_poor_households", "ครัวเรือนยากจนที่ยืนยันแล้ว", "Verified poor households",
        HOUSEHOLDS, "verification", "verified_poor_households", "low", "need",
    ),
    _household(
        "verified_poor_persons", "คนจนที่ยืนยันแล้ว", "Verified poor persons",
        PERSONS, "verification", "verified_poor_persons", "low", "need",
    ),
)  # fmt: skip
SEARCH = (
    _household(
        "exclusion_error", "คนจนที่ตกหล่นจาก TPMAP (ในครัวเรือนที่สำรวจ)", "Poor households missing from the TPMAP list (among surveyed)",
        SHARE, "verification", "exclusion_error", "low", "need", 1,
    ),
    _household(
        "inclusion_error", "อยู่ในรายชื่อ TPMAP แต่ไม่จน (ในครัวเรือนที่สำรวจ)", "On the TPMAP list but not poor (among surveyed)",
        SHARE, "verification", "inclusion_error", "low", "need", 1,
    ),
    _household(
        "coverage", "ครัวเรือนในรายชื่อ TPMAP ที่สำรวจแล้ว", "TPMAP-listed households that were surveyed",
        SHARE, "verification", "coverage", "high", "strength", 1,
    ),
)  # fmt: skip
POVERTY = (
    _household(
        "H", "อัตราความยากจนหลายมิติ H (ในครัวเรือนที่สำรวจ)", "Multidimensional headcount H (among surveyed households)",
        SHARE, "poverty", "H", "low", "need", 1,
    ),
    _household(
        "A", "ความรุนแรงของความยากจน A (ในครัวเรือนที่สำรวจ)", "Intensity of poverty A (among surveyed households)",
        SHARE, "poverty", "A", "low", "need", 1,
    ),
    _household(
        "M0", "ดัชนีความยากจนหลายมิติ M0 (ในครัวเรือนที่สำรวจ)", "Multidimensional poverty index M0 (among surveyed households)",
        Text("ดัชนี 0–1", "index 0–1"), "poverty", "M0", "low", "need", 3,
    ),
)  # fmt: skip
NEVER_REFERRED = _household(
    "never_referred", "กลุ่มทุนต่ำสุดหนึ่งในห้าที่ไม่เคยส่งต่อ", "Lowest fifth never referred",
    SHARE, "never_referred", "never_share", "low", "need", 1,
)  # fmt: skip
HELPED = _household(
    "helped_rate", "เรื่องส่งต่อที่ช่วยเหลือแล้ว", "Referrals that came to help",
    SHARE, "funnel", "overall_rate", "high", "strength", 1, stage="helped",
)  # fmt: skip
MODELS = (
    _household("models", "โมเดลแก้จน", "Operating models", Text("โมเดล", "models"), "models", "models", "", "count"),
)

# Of the same households in both rounds, so that who joined and who left changes nothing.
CHANGE_H = _household(
    "change_H",
    "การเปลี่ยนแปลงของ H จากรอบก่อน (ครัวเรือนเดียวกัน)",
    "Change of H since the round before (same households)",
    POINTS,
    "change",
    "panel_change",
    "low",
    "loss",
    1,
    measure="H",
)
CHANGE_OVERALL = _household(
    "change_overall", "การเปลี่ยนแปลงของทุนรวมจากรอบก่อน (ครัวเรือนเดียวกัน)",
    "Change of overall capital since the round before (same households)",
    SCORE_CHANGE, "change", "panel_change", "high", "gain", 3, measure="overall",
)  # fmt: skip

OVERALL = Text("ทุนรวม 5 ด้าน", "Overall capital")


def overall_name(reference: Reference) -> Text:
    """Name of the plain mean of all capitals."""
    count = len(reference.capitals)
    return Text(f"ทุนรวม {count} ด้าน", f"Overall of {count} capitals")


def _capitals(reference: Reference) -> list[Indicator]:
    if not reference.capitals:
        return []
    groups = (Group("overall", overall_name(reference), ()), *reference.capitals)
    return [
        Indicator(
            f"capital_{group.key}", group.name, SCORE, "capitals", "mean", 2, "high", "households", "strength",
            {"capital": group.key},
        )
        for group in groups
    ]  # fmt: skip


# measure key -> (label, unit, decimals, better, scale); a measure without an entry is shown in tables only.
PUBLISHED = {
    "verified_poor_households": (Text("ครัวเรือนยากจนที่ยืนยันแล้ว", "Verified poor households"), HOUSEHOLDS, 0, "low", "need"),
    "verified_poor_members": (Text("สมาชิกครัวเรือนยากจนที่ยืนยันแล้ว", "Members of verified poor households"), PERSONS, 0, "low", "need"),
    "surveyed_households": (Text("ครัวเรือนที่สำรวจ", "Surveyed households"), HOUSEHOLDS, 0, "", "count"),
    "overall_capital_score": (Text("ทุนรวม", "Overall capital"), SCORE, 2, "high", "strength"),
    "human_capital_score": (Text("ทุนมนุษย์", "Human capital"), SCORE, 2, "high", "strength"),
    "physical_capital_score": (Text("ทุนกายภาพ", "Physical capital"), SCORE, 2, "high", "strength"),
    "financial_capital_score": (Text("ทุนการเงิน", "Financial capital"), SCORE, 2, "high", "strength"),
    "natural_capital_score": (Text("ทุนทรัพยากรธรรมชาติ", "Natural capital"), SCORE, 2, "high", "strength"),
    "social_capital_score": (Text("ทุนทางสังคม", "Social capital"), SCORE, 2, "high", "strength"),
    "operating_models": (Text("โมเดลแก้จน", "Operating models"), Text("โมเดล", "models"), 0, "", "count"),
    "value_chains": (Text("ห่วงโซ่คุณค่า", "Value chains"), Text("ห่วงโซ่", "chains"), 0, "", "count"),
    "model_budget": (Text("งบประมาณโมเดลแก้จน", "Budget of operating models"), BAHT, 0, "", "count"),
    "assisted_households_total": (Text("ครัวเรือนที่ได้รับความช่วยเหลือ", "Households helped"), HOUSEHOLDS, 0, "high", "strength"),
    "assistance_episodes_total": (Text("ครั้งของการช่วยเหลือ", "Help episodes"), Text("ครั้ง", "episodes"), 0, "high", "strength"),
    "assistance_budget_total": (Text("เงินช่วยเหลือ", "Help in baht"), BAHT, 0, "high", "strength"),
    "tpmap_target_poor": (Text("คนจนเป้าหมาย TPMAP", "TPMAP target poor"), PERSONS, 0, "low", "need"),
}  # fmt: skip


# Measures whose headline is the whole programme so far, where single years are published too.
WHOLE_PERIOD = frozenset({"operating_models"})


def latest_period(reference: Reference, measure: str) -> str:
    """Period shown for a published measure: its newest year, or the longest span where the whole is the headline."""
    periods = reference.published_periods[measure]
    if measure in WHOLE_PERIOD:
        return max(periods, key=len)
    return max(periods, key=lambda text: (text.split("-")[-1], text.split("-")[0]))


def _published(reference: Reference) -> list[Indicator]:
    found = []
    for measure, (label, unit, decimals, better, scale) in PUBLISHED.items():
        if measure not in reference.published_periods:
            continue
        match = {"measure": measure, "period": latest_period(reference, measure)}
        found.append(Indicator(measure, label, unit, "published", "value", decimals, better, "published", scale, match))
    return found


@lru_cache(maxsize=16)
def indicators_for(source: str, reference: Reference) -> tuple[Indicator, ...]:
    """Return the measures of a source that this reference can answer, in menu order."""
    if source == "published":
        return tuple(_published(reference))
    poverty = POVERTY if reference.dimensions else ()
    change = (CHANGE_H,) * bool(reference.dimensions) + (CHANGE_OVERALL,) * bool(reference.capitals)
    lowest = (NEVER_REFERRED,) if reference.capitals else ()
    return (*VERIFIED, *_capitals(reference), *poverty, *change, *SEARCH, *lowest, HELPED, *MODELS)


def check_targets(reference: Reference) -> None:
    """Raise Problem where a target of the reference names no measure of household data."""
    known = [entry.key for entry in indicators_for("households", reference)]
    for target in reference.targets:
        if target.measure not in known:
            where = reference.folder / "targets.csv"
            raise wrong("ไม่มีตัวชี้วัดนี้", "There is no such measure", where, target.measure, ", ".join(known))


def indicator(source: str, key: str, reference: Reference) -> Indicator | None:
    """Return one measure, the first of its source where the key is unknown, None where the source has none."""
    found = indicators_for(source, reference)
    return next((entry for entry in found if entry.key == key), found[0] if found else None)


def value_of(entry: Indicator, rows) -> dict[str, Cell]:
    """Return {area code: cell} of a measure from the released rows of its question."""
    return {
        row["code"]: row[entry.column]
        for row in rows
        if all(row.get(name) == value for name, value in entry.match.items())
    }


def shown(cell: Cell, entry: Indicator, lang: str, threshold: int = 10) -> str:
    """Return a cell as a reader sees it: a number, "–" or the word for hidden."""
    if cell is HIDDEN:
        return HIDDEN.text(threshold)[lang]
    if entry.is_change and cell is not None:
        words = number(100 * cell if entry.is_share else cell, entry.decimals)
        return f"+{words}" if cell > 0 and words.strip("0.") else words
    return percent(cell, entry.decimals) if entry.is_share else number(cell, entry.decimals)
