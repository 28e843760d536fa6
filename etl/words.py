"""Words that cells are written in, Thai and English: nothing, yes, no, months, units, choices."""

from itertools import chain

# What people write where there is nothing; compared without regard to case.
_NOTHING = "ไม่มี ไม่ทราบ ไม่ระบุ ไม่มีข้อมูล ไม่ปรากฏ ไม่ตอบ ว่าง - -- --- – — . .. ? n/a na n.a. #n/a null none unknown"
EMPTY = frozenset(["", "not known", *_NOTHING.split()])
YES = "1 true t yes y ใช่ มี เป็น ได้ ได้รับ จริง ถูก ถูกต้อง อยู่ ✓ ✔ ☑".split()
# In a yes/no column ไม่มี answers the question: it is a no, not a blank.
NO = "0 false f no n ไม่ ไม่ใช่ ไม่มี ไม่เป็น ไม่ได้ ไม่ได้รับ ไม่จริง ไม่ถูก ไม่ถูกต้อง ไม่อยู่ ✗ ✘ ☐".split()
FLAGS = dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
# Not applicable counts as not deprived; a blank is unknown.
DEPRIVED = (
    dict.fromkeys("1 true yes y ใช่ ขัดสน deprived".split(), "1")
    | dict.fromkeys("0 false no n ไม่ ไม่ใช่ ไม่ขัดสน".split(), "0")
    | dict.fromkeys(("na", "not applicable", "ไม่เกี่ยวข้อง", "ไม่เข้าข่าย"), "0")
)
UNITS = ("บาท", "baht", "thb", "คน", "ปี", "ไร่", "บาท/เดือน", "บาท/ปี")

_MONTHS = (
    ("มกราคม", "มค", "january", "jan"),
    ("กุมภาพันธ์", "กพ", "february", "feb"),
    ("มีนาคม", "มีค", "march", "mar"),
    ("เมษายน", "เมย", "april", "apr"),
    ("พฤษภาคม", "พค", "may"),
    ("มิถุนายน", "มิย", "june", "jun"),
    ("กรกฎาคม", "กค", "july", "jul"),
    ("สิงหาคม", "สค", "august", "aug"),
    ("กันยายน", "กย", "september", "sep", "sept"),
    ("ตุลาคม", "ตค", "october", "oct"),
    ("พฤศจิกายน", "พย", "november", "nov"),
    ("ธันวาคม", "ธค", "december", "dec"),
)
MONTHS = dict(chain.from_iterable(((name, month) for name in names) for month, names in enumerate(_MONTHS, start=1)))

CHOICES = {
    "verified_poor": frozenset(("จน", "จนจริง", "ยากจน", "ยากจนจริง", "เป็นครัวเรือนยากจน", "poor", "verified poor")),
    "newly_found": frozenset(("ตกหล่น", "พบใหม่", "ครัวเรือนตกหล่น", "เพิ่มใหม่", "newly found", "new")),
    "not_poor": frozenset(("ไม่จน", "ไม่จนจริง", "ไม่ยากจน", "ไม่ใช่ (จน)", "ไม่ใช่(จน)", "not poor")),
    "not_found": frozenset(("ไม่พบ", "ไม่พบตัว", "ไม่พบครัวเรือน", "not found")),
    "moved": frozenset(("ย้าย", "ย้ายออก", "ย้ายที่อยู่", "moved out")),
    "identified": frozenset(("ค้นพบ", "ระบุแล้ว")),
    "verified": frozenset(("ตรวจสอบแล้ว", "สอบทานแล้ว")),
    "referred": frozenset(("ส่งต่อ", "ส่งต่อแล้ว")),
    "accepted": frozenset(("รับเรื่อง", "รับเรื่องแล้ว")),
    "in_progress": frozenset(("กำลังดำเนินการ", "อยู่ระหว่างดำเนินการ", "in progress")),
    "helped": frozenset(("ช่วยเหลือแล้ว", "ได้รับความช่วยเหลือ", "ดำเนินการแล้วเสร็จ")),
    "returned": frozenset(("ส่งกลับ", "ส่งคืน")),
    "not_eligible": frozenset(("ไม่เข้าเกณฑ์", "not eligible")),
    "moved_or_died": frozenset(("ย้ายหรือเสียชีวิต", "ย้าย/เสียชีวิต", "เสียชีวิต", "moved or died")),
    "duplicate": frozenset(("ซ้ำ", "ซ้ำซ้อน")),
    "central": frozenset(("ส่วนกลาง",)),
    "area": frozenset(("พื้นที่", "ในพื้นที่", "ท้องถิ่น")),
}
