"""What the columns of the CSV files mean, in both languages."""

from data.gate import THRESHOLD
from data.text import Text

HIDDEN_CODE, MISSING_CODE = "hidden", ""
CODES = {
    HIDDEN_CODE: Text(
        f"ไม่แสดง เพื่อปกป้องครัวเรือน (n < {THRESHOLD} หรือเซลล์ที่จะทำให้คำนวณย้อนได้)",
        f"hidden to protect households (n < {THRESHOLD}, or a cell that would give one away)",
    ),
    "(blank)": Text("ไม่มีข้อมูล ไม่ใช่ศูนย์", "missing; it is not zero"),
}
LOW = Text("ปลายล่างของช่วงความเชื่อมั่น 95%", "low end of the 95 % interval")
HIGH = Text("ปลายบนของช่วงความเชื่อมั่น 95%", "high end of the 95 % interval")
ERROR = Text("ความคลาดเคลื่อนมาตรฐาน", "standard error")
COLUMNS = {
    "code": Text("รหัสพื้นที่", "code of the area"),
    "place_th": Text("ชื่อพื้นที่ (ไทย)", "name of the area (Thai)"),
    "place_en": Text("ชื่อพื้นที่ (อังกฤษ)", "name of the area (English)"),
    "n_households": Text("จำนวนครัวเรือนในแถวนี้ (ไม่ถ่วงน้ำหนัก)", "households behind the row, unweighted"),
    "n_persons": Text("จำนวนคนในแถวนี้", "persons behind the row"),
    "level": Text("ระดับการดำรงชีพ 1–4", "living level, 1 to 4"),
    "households": Text("ครัวเรือน", "households"),
    "share": Text("สัดส่วน 0–1", "share, 0 to 1"),
    "capital": Text("ทุน", "capital"),
    "mean": Text("คะแนนเฉลี่ย 1–4", "mean score, 1 to 4"),
    "sd": Text("ส่วนเบี่ยงเบนมาตรฐาน", "standard deviation"),
    "q1": Text("ควอร์ไทล์ที่ 1", "first quartile"),
    "median": Text("มัธยฐาน", "median"),
    "q3": Text("ควอร์ไทล์ที่ 3", "third quartile"),
    "se": ERROR, "low": LOW, "high": HIGH,
    "H": Text("สัดส่วนคนจนหลายมิติในครัวเรือนที่สำรวจ 0–1", "share of multidimensionally poor, among surveyed, 0 to 1"),
    "A": Text("ความรุนแรงเฉลี่ยของคนจน 0–1", "mean intensity among the poor, 0 to 1"),
    "M0": Text("ดัชนีความยากจนหลายมิติ H × A", "multidimensional poverty index, H × A"),
    **{f"{name}_se": ERROR for name in ("H", "A", "M0")},
    **{f"{name}_low": LOW for name in ("H", "A", "M0")},
    **{f"{name}_high": HIGH for name in ("H", "A", "M0")},
    "poor_households": Text("ครัวเรือนที่จนหลายมิติ", "multidimensionally poor households"),
    "poor_persons": Text("คนที่จนหลายมิติ", "multidimensionally poor persons"),
    "missing_share": Text("สัดส่วนที่ตอบไม่ครบ 0–1", "share without complete answers, 0 to 1"),
    "indicator": Text("ตัวชี้วัดปัญหา", "problem indicator"),
    "dimension": Text("มิติของปัญหา", "problem dimension"),
    "uncensored": Text("สัดส่วนที่ขัดสนในข้อนี้ทั้งหมด 0–1", "share deprived in the item, 0 to 1"),
    "censored": Text("สัดส่วนที่จนและขัดสนในข้อนี้ 0–1", "share poor and deprived in the item, 0 to 1"),
    "contribution_pct": Text("ส่วนร่วมใน M0 ร้อยละ", "contribution to M0, per cent"),
    "listed": Text("อยู่ในรายชื่อ TPMAP", "on the TPMAP list"),
    "surveyed_households": Text("ครัวเรือนที่สำรวจ", "surveyed households"),
    "surveyed_persons": Text("สมาชิกครัวเรือนที่สำรวจ", "persons in surveyed households"),
    "verified_poor_households": Text("ครัวเรือนยากจนที่ยืนยันแล้ว", "verified poor households"),
    "verified_poor_persons": Text("สมาชิกครัวเรือนยากจนที่ยืนยันแล้ว", "persons in verified poor households"),
    "newly_found": Text("พบใหม่ ไม่อยู่ในรายชื่อใด", "newly found, on no list"),
    "not_poor": Text("สำรวจแล้วไม่จน", "surveyed, not poor"),
    "not_found": Text("ไม่พบครัวเรือน", "not found"),
    "moved": Text("ย้ายออก", "moved away"),
    "listed_surveyed": Text("อยู่ในรายชื่อและสำรวจแล้ว", "listed and surveyed"),
    "inclusion_error": Text("อยู่ในรายชื่อแต่ไม่จน 0–1", "listed but not poor, 0 to 1"),
    "exclusion_error": Text("จนแต่ไม่อยู่ในรายชื่อ 0–1 (ค่าต่ำสุด)", "poor but not listed, 0 to 1 (a lower bound)"),
    "coverage": Text("รายชื่อที่สำรวจแล้ว 0–1", "of the list, surveyed, 0 to 1"),
    "stage": Text("ขั้นของการส่งต่อ", "referral stage"),
    "reached": Text("เรื่องที่ถึงขั้นนี้", "referrals that reached the stage"),
    "step_rate": Text("สัดส่วนจากขั้นก่อน 0–1", "share of the step before, 0 to 1"),
    "overall_rate": Text("สัดส่วนจากทั้งหมด 0–1", "share of all, 0 to 1"),
    "median_days": Text("วันมัธยฐานจากวันเข้าระบบ", "median days from entry"),
    "step_days": Text("วันมัธยฐานจากขั้นก่อน", "median days from the step before"),
    "referrals": Text("เรื่อง", "referrals"),
    "open": Text("รออยู่ที่ขั้นนี้", "waiting at the stage"),
    "exited": Text("ออกจากขั้นนี้", "left from the stage"),
    "models": Text("โมเดลแก้จน", "operating models"),
    "model_group": Text("กลุ่มของโมเดล", "group of the model"),
    "budget_baht": Text("งบประมาณ บาท ราคาปัจจุบัน", "budget in nominal baht"),
    "budget_real_baht": Text("งบประมาณ บาท ราคาคงที่", "budget in real baht"),
    "n_entry": Text("ครัวเรือนตอนเข้าโมเดล", "households at entry"),
    "attrition": Text("สัดส่วนที่ไม่ได้วัดซ้ำ 0–1", "share not measured again, 0 to 1"),
    "mean_before": Text("รายได้เฉลี่ยก่อน บาทต่อเดือน", "mean income before, baht a month"),
    "mean_after": Text("รายได้เฉลี่ยหลัง บาทต่อเดือน", "mean income after, baht a month"),
    "mean_change": Text("รายได้เปลี่ยนเฉลี่ย บาทต่อเดือน", "mean change of income, baht a month"),
    "median_change": Text("รายได้เปลี่ยนมัธยฐาน บาทต่อเดือน", "median change of income, baht a month"),
    "n_real": Text("ครัวเรือนที่คิดราคาคงที่ได้", "households with real prices"),
    "real_change": Text("รายได้เปลี่ยนเฉลี่ย ราคาคงที่", "mean change in real baht"),
    "real_low": LOW, "real_high": HIGH,
    "plan_year": Text("ปีของแผน (ค.ศ.)", "plan year (CE)"),
    "status": Text("สถานะของข้อเสนอ", "status of the proposal"),
    "proposals": Text("ข้อเสนอ", "proposals"),
    "measure": Text("ตัววัด", "measure"),
    "before": Text("รอบก่อน ทุกครัวเรือน", "round before, all households"),
    "after": Text("รอบนี้ ทุกครัวเรือน", "this round, all households"),
    "change": Text("ต่าง ทุกครัวเรือน", "change, all households"),
    "n_before": Text("ครัวเรือนของรอบก่อน", "households of the round before"),
    "n_after": Text("ครัวเรือนของรอบนี้", "households of this round"),
    "panel_before": Text("รอบก่อน ครัวเรือนเดียวกัน", "round before, the same households"),
    "panel_after": Text("รอบนี้ ครัวเรือนเดียวกัน", "this round, the same households"),
    "panel_change": Text("ต่าง ครัวเรือนเดียวกัน", "change, the same households"),
}  # fmt: skip


def meaning(column: str) -> Text:
    """Return what a column means; one nobody described keeps its name."""
    return COLUMNS.get(column, Text(column, column))
