"""Why a row was turned away, in both languages: the one list that reports, tables and tests read."""

import math
from datetime import date

from data.text import Text
from etl.contracts import Column

REASONS = {
    "wrong_field_count": Text("จำนวนช่องในแถวไม่ตรงกับหัวคอลัมน์", "The row has another number of fields than the header"),
    "blank_required": Text("ช่องที่ต้องมีค่าว่างอยู่", "A required field is blank"),
    "damaged_id": Text("รหัสเสียหายจากโปรแกรมตารางคำนวณ", "Id damaged by a spreadsheet"),
    "too_long": Text("ข้อความยาวเกินกำหนด", "The text is too long"),
    "not_number": Text("ไม่ใช่ตัวเลข", "Not a number"),
    "not_whole": Text("ไม่ใช่จำนวนเต็ม", "Not a whole number"),
    "out_of_range": Text("ค่าอยู่นอกช่วงที่ยอมรับ", "The value is outside the accepted range"),
    "not_date": Text("ไม่ใช่วันที่แบบ ปปปป-ดด-วว", "Not a date of the form YYYY-MM-DD"),
    "serial_date": Text("วันที่กลายเป็นเลขวันของโปรแกรมตารางคำนวณ", "A date turned into a spreadsheet's day count"),
    "not_choice": Text("ไม่อยู่ในรายการค่าที่ยอมรับ", "Not one of the accepted values"),
    "not_flag": Text("ไม่ใช่ค่าใช่/ไม่ใช่", "Not a yes or no"),
    "not_deprivation": Text("ต้องเป็น 1, 0, na หรือว่าง", "Must be 1, 0, na or blank"),
    "unknown_area": Text("ไม่มีรหัสพื้นที่นี้ในตารางอ้างอิง", "The reference has no such area code"),
    "area_mismatch": Text("รหัสพื้นที่ไม่อยู่ใต้พื้นที่แม่ที่ระบุ", "The area does not lie in the area given above it"),
    "duplicate_key": Text("คีย์ซ้ำกับแถวก่อนหน้า", "The key stands in an earlier row"),
    "unknown_household": Text("ไม่มีครัวเรือนนี้ในรอบนี้ใน households", "No such household (and round) in households"),
}
LONGEST_ID, LONGEST_TEXT = 64, 200
SERIAL_DAYS = (30_000, 60_000)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)


def reason_of(column: Column, value: str) -> str:
    """Return why a value was refused for a column; the SQL of staging decided that it was, this tells the reason."""
    text = value.strip()
    if not text:
        return "blank_required"
    if column.kind in ("id", "raw_id"):
        return "too_long" if len(text) > LONGEST_ID else "damaged_id"
    if column.kind in ("whole", "number"):
        return _number_reason(column, text)
    if column.kind == "date":
        return "serial_date" if text.isdigit() and SERIAL_DAYS[0] <= int(text) <= SERIAL_DAYS[1] else "not_date"
    fixed = {
        "flag": "not_flag",
        "choice": "not_choice",
        "deprivation": "not_deprivation",
        "text": "too_long",
        "area": "unknown_area",
    }
    return fixed[column.kind]


def _number_reason(column: Column, text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return "not_number"
    if math.isnan(number):
        return "not_number"
    if column.kind == "whole" and math.isfinite(number) and number != math.floor(number):
        return "not_whole"
    return "out_of_range"
