"""What the programme's own public pages showed, beside what households say."""

from data.reference import Published, Reference
from data.selection import Selection

ADDABLE_UNITS = frozenset({"households", "persons", "models", "chains", "baht", "episodes"})
SUM_NOTE = "sum of the published areas"


def published(reference: Reference, selection: Selection) -> list[dict]:
    """Return published figures as rows: code, measure, period (CE), value or None, unit, source, captured_on, note.

    Home-level rows are as published. A row of a higher level is the sum of its areas where the unit adds up and every
    area published a value; scores and anything incomplete are None there. One year is never added to another.

    ไทย: ตัวเลขจากหน้าเผยแพร่ของโครงการตามวันที่บันทึก พื้นที่ระดับสูงกว่าเป็นผลรวมของพื้นที่เมื่อหน่วยบวกกันได้และมีครบทุกพื้นที่
    คะแนนและข้อมูลที่ไม่ครบไม่มีค่า ปีต่าง ๆ ไม่นำมาบวกกัน เพราะครัวเรือนซ้ำกันได้
    """
    level = selection.level(reference)
    if level == reference.home_level:
        return [_row(figure.code, figure, figure.value, figure.note) for figure in _inside(reference, selection)]
    if level not in reference.upper_levels:
        return []
    groups: dict[tuple[str, str, str], list[Published]] = {}
    inside = _inside(reference, selection)
    above = {code: _above(reference, code, level) for code in {figure.code for figure in inside}}
    for figure in inside:
        groups.setdefault((above[figure.code], figure.measure, figure.period), []).append(figure)
    return [_row(code, figures[0], _total(figures), SUM_NOTE) for (code, _, _), figures in groups.items()]


def _above(reference: Reference, code: str, level: str) -> str:
    return next(area.code for area in reference.path(code) if area.level == level)


def _inside(reference: Reference, selection: Selection) -> list[Published]:
    place = selection.place
    inside = {
        code
        for code in {figure.code for figure in reference.published}
        if code in reference.areas and (not place or any(area.code == place for area in reference.path(code)))
    }
    return [figure for figure in reference.published if figure.code in inside]


def _total(figures: list[Published]) -> float | None:
    values = [figure.value for figure in figures]
    if figures[0].unit not in ADDABLE_UNITS or None in values:
        return None
    return sum(values)


def _row(code: str, figure: Published, value: float | None, note: str) -> dict:
    return {
        "code": code,
        "measure": figure.measure,
        "period": figure.period,
        "value": value,
        "unit": figure.unit,
        "source": figure.source,
        "captured_on": figure.captured_on,
        "note": note,
    }
