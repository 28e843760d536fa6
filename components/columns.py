"""What the columns of the files are called."""

from data.fields import fields_for
from data.reference import Reference
from data.text import Text

# Columns that no field of a cohort names.
WORDS = {
    "household_id": Text("รหัสครัวเรือน", "household id"),
    "survey_round": Text("รอบสำรวจ", "survey round"),
    "survey_year": Text("ปีที่สำรวจ", "survey year"),
    "survey_date": Text("วันที่สำรวจ", "survey date"),
    "weight": Text("น้ำหนักการสำรวจ", "survey weight"),
    "stratum": Text("ชั้นภูมิของการสุ่ม", "sampling stratum"),
    "psu": Text("หน่วยสุ่มขั้นแรก", "primary sampling unit"),
    "name_th": Text("ชื่อภาษาไทย", "name in Thai"),
    "name_en": Text("ชื่อภาษาอังกฤษ", "name in English"),
    "model_group": Text("กลุ่มของโมเดล", "group of models"),
    "value_chain": Text("ห่วงโซ่คุณค่า", "value chain"),
    "start_date": Text("วันเริ่ม", "start date"),
    "budget_baht": Text("งบประมาณ (บาท)", "budget (baht)"),
    "referral_id": Text("รหัสการส่งต่อ", "referral id"),
    "stage": Text("ขั้นตอน", "stage"),
    "event_date": Text("วันที่ของขั้นตอน", "date of the stage"),
    "need": Text("ความต้องการ", "need"),
    "agency": Text("หน่วยงาน", "agency"),
    "agency_level": Text("ระดับของหน่วยงาน", "level of the agency"),
    "amount_baht": Text("จำนวนเงิน (บาท)", "amount (baht)"),
    "reason": Text("เหตุผล", "reason"),
    "kind": Text("ด้านของความช่วยเหลือ", "kind of help"),
    "date": Text("วันที่", "date"),
    "joined_on": Text("วันที่เข้าร่วม", "date of joining"),
    "status": Text("สถานะ", "status"),
    "income_before_month": Text("รายได้ต่อเดือนก่อนเข้าร่วม", "monthly income before"),
    "income_after_month": Text("รายได้ต่อเดือนหลังเข้าร่วม", "monthly income after"),
    "measured_on": Text("วันที่วัดรายได้", "date of measurement"),
    "proposal_id": Text("รหัสข้อเสนอ", "proposal id"),
    "title_th": Text("ชื่อข้อเสนอภาษาไทย", "title in Thai"),
    "title_en": Text("ชื่อข้อเสนอภาษาอังกฤษ", "title in English"),
    "plan_year": Text("ปีของแผน", "plan year"),
}
OTHER = Text("คอลัมน์อื่น", "another column")


def column_words(column: str, reference: Reference) -> Text:
    """Return the words for a column of a file or of the household table."""
    items = {item.key: item.name for item in (*reference.capital_items, *reference.problem_items)}
    known = fields_for(reference)
    if column in items:
        return items[column]
    return known[column].label if column in known else WORDS.get(column, OTHER)
