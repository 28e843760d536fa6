"""How good the data are: grades, freshness, completeness, doubtful households."""

from statistics import median

from dash import html

from components.bars import Bar, bars, bars_height
from components.card import Card
from components.cells import shown_only
from components.classes import is_number
from components.columns import column_words
from components.places import by_name, level_name
from components.provenance import table_section
from components.sources import about, household_notes
from components.table import table
from components.theme import PLACE
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import UNDEFINED, Text, number, percent

STEPS = "EDCBA"
MOST_COLUMNS = 20
GRADES = Text("เกรดคุณภาพข้อมูล · {places} · {vintage}", "Grades of data quality · {places} · {vintage}")
GRADE_WORDS = Text("{place}: เกรด {grade}", "{place}: grade {grade}")
NEWEST = Text("สำรวจล่าสุด {day}", "newest survey {day}")
GRADE_HEADS = (
    Text("เกรด", "Grade"), Text("คะแนน", "Score"), Text("ครบถ้วน", "Complete"), Text("สอดคล้อง", "Consistent"),
    Text("ทราบพื้นที่", "Placed"), Text("ใหม่", "Fresh"), Text("สำรวจล่าสุด", "Newest survey"), Text("วันถึงนำเข้า", "Days to load"),
)  # fmt: skip
COMPLETENESS = Text("คอลัมน์ที่ครบถ้วนน้อยที่สุด · {places} · {vintage}", "Least complete columns · {places} · {vintage}")
COMPLETENESS_WHY = Text(
    "มัธยฐานของสัดส่วนครัวเรือนที่มีคำตอบในแต่ละพื้นที่ ตารางมีทุกคอลัมน์ คอลัมน์ที่ไม่มีใครตอบเลยไม่นับ",
    "Median over the areas of the share of households with an answer; the table has every column that anybody filled",
)
COLUMN, MEDIAN, LOWEST = Text("คอลัมน์", "Column"), Text("มัธยฐาน", "Median"), Text("ต่ำสุด", "Lowest")
AREA, KEY = Text("ที่", "In"), Text("รหัส", "Key")
DOUBTS = Text("ข้อมูลที่น่าสงสัย ซ้ำ และเป็นไปไม่ได้", "Doubtful, duplicate and impossible data")
DOUBTS_WHY = Text(
    "ครัวเรือนในรอบล่าสุดทั้งโครงการที่ไม่ผ่านแต่ละข้อ จำนวนเหล่านี้แสดงเฉพาะผู้ปฏิบัติงานและผู้ดูแล",
    "Households of the newest round in the whole programme that fail each check; counts are for operators and admins only",
)
GRADE_PARTS = ("score", "completeness", "consistency", "placed", "freshness")
DOUBT_HEADS = (Text("การตรวจ", "Check"), Text("ครัวเรือน", "Households"), Text("สัดส่วน", "Share"))


def grades_card(view: View, grades: Released, freshness: Released, formula: Text) -> Card:
    """Return the grades of home-level areas, the worst first, with their parts and the newest survey in the table."""
    rows = {row["code"]: row for row in grades.rows}
    fresh = {row["code"]: row for row in freshness.rows}
    areas = by_name(view.reference.home_areas, view.lang)
    areas.sort(key=lambda area: _step(rows.get(area.code)))
    title = view.say(GRADES, places=level_name(view.reference.home_level, many=True), vintage=view.vintage)
    entries = [
        _grade_bar(view, area.name[view.lang], rows.get(area.code), fresh.get(area.code), grades.threshold)
        for area in areas
    ]
    heads = [level_name(view.reference.home_level)[view.lang].capitalize(), *(view.say(head) for head in GRADE_HEADS)]
    lines = [
        [area.name[view.lang], *_grade_cells(view, rows.get(area.code), fresh.get(area.code), grades.threshold)]
        for area in areas
    ]
    return Card(
        id="grades", title=title, sentence=view.say(formula), lang=view.lang,
        figure=bars(entries, view.lang, colour=PLACE, whole=len(STEPS), demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=bars_height(len(entries)),
        table=table(title, heads, lines), about=about(view, "grades"), notes=household_notes(view, shown_only(grades, ("grade", *GRADE_PARTS))),
    )  # fmt: skip


def _step(row: dict | None) -> int:
    grade = row["grade"] if row else None
    return STEPS.index(grade) if isinstance(grade, str) else len(STEPS)


def _grade_bar(view: View, name: str, row: dict | None, fresh: dict | None, threshold: int) -> Bar:
    grade = row["grade"] if row else None
    newest = fresh["newest_survey_date"] if fresh else None
    aside = view.say(NEWEST, day=view.on_day(newest)) if isinstance(newest, str) else ""
    shown = _cell(view, grade, threshold)
    value = _step(row) + 1 if isinstance(grade, str) else grade
    return Bar(name, value, shown, view.say(GRADE_WORDS, place=name, grade=shown), aside)


def _grade_cells(view: View, row: dict | None, fresh: dict | None, threshold: int) -> list[str]:
    row, fresh = row or {}, fresh or {}
    parts = [
        number(row[name], 2) if is_number(row.get(name)) else _cell(view, row.get(name), threshold)
        for name in GRADE_PARTS
    ]
    newest = fresh.get("newest_survey_date")
    day = view.on_day(newest) if isinstance(newest, str) else _cell(view, newest, threshold)
    return [_cell(view, row.get("grade"), threshold), *parts, day, _cell(view, fresh.get("days"), threshold)]


def _cell(view: View, cell: Cell, threshold: int) -> str:
    if cell is HIDDEN:
        return HIDDEN.text(threshold)[view.lang]
    return cell if isinstance(cell, str) else number(cell)


def completeness_card(view: View, released: Released) -> Card:
    """Return how complete the columns are over the areas that may be seen, the least complete first."""
    columns: dict[str, list[dict]] = {}
    for row in released.rows:
        columns.setdefault(row["column"], []).append(row)
    found = [_Column(view, key, rows, released.threshold) for key, rows in columns.items()]
    found.sort(key=lambda column: column.median if is_number(column.median) else 2)
    places = level_name(view.reference.home_level, many=True)
    title = view.say(COMPLETENESS, places=places, vintage=view.vintage)
    entries = [column.bar() for column in found[:MOST_COLUMNS]]
    heads = [view.say(head) for head in (COLUMN, KEY, AREA, LOWEST, MEDIAN)]
    return Card(
        id="completeness", title=title, sentence=view.say(COMPLETENESS_WHY), lang=view.lang,
        figure=bars(entries, view.lang, colour=PLACE, whole=1, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=bars_height(len(entries)),
        table=table(title, heads, [column.line() for column in found], words=3), about=about(view, "completeness"),
        notes=household_notes(view, released),
    )  # fmt: skip


class _Column:
    """One column of the household table over all areas."""

    def __init__(self, view: View, key: str, rows: list[dict], threshold: int):
        self.view, self.key, self.threshold = view, key, threshold
        known = sorted((row["share"], row["code"]) for row in rows if is_number(row["share"]))
        self.lowest = known[0] if known else None
        self.median: Cell = median(share for share, _ in known) if known else HIDDEN if rows else None
        self.name = column_words(key, view.reference)[view.lang]

    def _shown(self, cell: Cell) -> str:
        return percent(cell) if is_number(cell) else _cell(self.view, cell, self.threshold)

    def bar(self) -> Bar:
        """Return its bar: the median, with the area of the lowest share beside the name where that is another."""
        shown = self._shown(self.median)
        aside = f"{self._area()} {percent(self.lowest[0])}" if self.lowest and self.lowest[0] < self.median else ""
        return Bar(self.name, self.median, shown, f"{self.name} {shown}", aside)

    def line(self) -> list:
        """Return its line of the table."""
        lowest = self._shown(self.lowest[0]) if self.lowest else self._shown(self.median)
        return [self.name, html.Code(self.key), self._area(), lowest, self._shown(self.median)]

    def _area(self) -> str:
        return self.view.reference.areas[self.lowest[1]].name[self.view.lang] if self.lowest else UNDEFINED


def doubts_section(view: View, released: Released, checks: dict[str, Text]) -> html.Section:
    """Return the households of the whole programme that fail each check; checks: {check: words}."""
    rows = [
        [
            checks[row["check"]][view.lang],
            _cell(view, row["households"], released.threshold),
            percent(row["share"]) if is_number(row["share"]) else _cell(view, row["share"], released.threshold),
        ]
        for row in released.rows
    ]
    # Who may see none of the counts is told what is checked, not nine times that it is hidden.
    shown = len(DOUBT_HEADS) if any(row["households"] is not HIDDEN for row in released.rows) else 1
    heads = [view.say(head) for head in DOUBT_HEADS[:shown]]
    body = table(view.say(DOUBTS), heads, [row[:shown] for row in rows], whole=True)
    return table_section(view, "doubts", view.say(DOUBTS), view.say(DOUBTS_WHY), body)
