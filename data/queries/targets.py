"""Targets of the programme against where it stands."""

from collections.abc import Callable

from data.indicators import Indicator, indicators_for, value_of
from data.queries import capitals, models, poverty, verification
from data.queries.scope import Scope
from data.reference import Reference
from data.targets import Target, progress

ANSWERS: dict[str, Callable[[Scope], list[dict]]] = {
    "verification": verification.verification,
    "capitals": capitals.capitals,
    "poverty": poverty.poverty,
    "models": models.models,
}


def measure_of(key: str, reference: Reference) -> Indicator | None:
    """Return the household measure that a target names, None where there is none."""
    return next((entry for entry in indicators_for("households", reference) if entry.key == key), None)


def targets(scope: Scope) -> list[dict]:
    """Return one row per target of the reference at the level asked for: where the measure stands in the round on screen.

    value: the measure as its own question gives it, None where it is undefined; progress: the share of the way from
    base_value to target, 1 at the target, below 0 where it went back, None without a base; reached: whether the target
    is met, None where neither high nor low is better. Years are CE. Source: `targets.csv` of the reference.

    ไทย: เป้าหมายของโครงการตามพื้นที่และตัวชี้วัด เทียบกับค่าในรอบที่เลือก ความก้าวหน้า = (ค่าปัจจุบัน − ค่าฐาน) ÷ (เป้าหมาย − ค่าฐาน)
    เท่ากับ 1 เมื่อถึงเป้าหมาย ติดลบเมื่อถอยหลัง ไม่มีค่าเมื่อไม่มีค่าฐาน เป้าหมายมาจากไฟล์ targets.csv ของระบบอ้างอิง
    """
    level = scope.selection.level(scope.reference)
    chosen = [entry for entry in scope.reference.targets if scope.reference.areas[entry.code].level == level]
    measures = {entry.measure: measure_of(entry.measure, scope.reference) for entry in chosen}
    rows = {name: ANSWERS[name](scope) for name in {entry.question for entry in measures.values() if entry}}
    shown = {key: value_of(entry, rows[entry.question]) for key, entry in measures.items() if entry}
    known = {key: {row["code"] for row in rows[entry.question]} for key, entry in measures.items() if entry}
    return [
        _row(target, measures[target.measure], shown[target.measure].get(target.code))
        for target in chosen
        if target.code in known.get(target.measure, ()) or not (scope.selection.place or scope.viewer.provinces)
    ]


def _row(target: Target, measure: Indicator | None, value: float | None) -> dict:
    reached = None
    if measure is not None and value is not None and measure.better:
        reached = value <= target.value if measure.better == "low" else value >= target.value
    return {
        "code": target.code,
        "measure": target.measure,
        "target_year": target.year,
        "target": target.value,
        "base_value": target.base_value,
        "base_year": target.base_year,
        "source": target.source,
        "value": value,
        "progress": progress(target, value),
        "reached": reached,
    }
