"""Why a row was turned away, in both languages: the one list that reports, pages, tables and tests read."""

from data.text import Text

NOT_TEXT, OPEN_QUOTE = "not_text", "open_quote"
REASONS = {
    NOT_TEXT: Text("แถวนี้มีไบต์ที่ไม่ใช่ตัวอักษร", "The row has bytes that are no text"),
    OPEN_QUOTE: Text(
        "เครื่องหมายคำพูดเปิดที่บรรทัดนี้และไม่ปิดให้ถูกต้อง", "A quotation mark opens on this line and is not closed properly"
    ),
    "too_long_line": Text("บรรทัดยาวเกินกำหนด", "The line is too long"),
    "wrong_field_count": Text("จำนวนช่องในแถวไม่ตรงกับหัวคอลัมน์", "The row has another number of fields than the header"),
    "blank_required": Text("ช่องที่ต้องมีค่าว่างอยู่", "A required field is blank"),
    "damaged_id": Text("รหัสเสียหายจากโปรแกรมตารางคำนวณ", "Id damaged by a spreadsheet"),
    "damaged_number": Text("ตัวเลขเสียหายจากโปรแกรมตารางคำนวณ", "Number damaged by a spreadsheet"),
    "identity": Text("ช่องนี้มีข้อมูลระบุตัวบุคคล", "The field holds an identity"),
    "too_long": Text("ข้อความยาวเกินกำหนด", "The text is too long"),
    "not_number": Text("ไม่ใช่ตัวเลข", "Not a number"),
    "not_whole": Text("ไม่ใช่จำนวนเต็ม", "Not a whole number"),
    "out_of_range": Text("ค่าอยู่นอกช่วงที่ยอมรับ", "The value is outside the accepted range"),
    "not_date": Text("ไม่ใช่วันที่ที่มีจริง", "Not a date that exists"),
    "serial_date": Text("วันที่กลายเป็นเลขวันของโปรแกรมตารางคำนวณ", "A date turned into a spreadsheet's day count"),
    "two_digit_year": Text("ปีมีสองหลัก ไม่รู้ว่าเป็น พ.ศ. หรือ ค.ศ.", "The year has two digits: Buddhist or Christian era?"),
    "no_year": Text("วันที่ไม่มีปี มักเสียหายจากโปรแกรมตารางคำนวณ", "The date has no year, as spreadsheets make of 25/2"),
    "not_round": Text("ไม่ใช่ปีและครั้งที่สำรวจ", "Not a survey year and a round in it"),
    "not_choice": Text("ไม่อยู่ในรายการค่าที่ยอมรับ", "Not one of the accepted values"),
    "not_flag": Text("ไม่ใช่ค่าใช่/ไม่ใช่", "Not a yes or no"),
    "not_deprivation": Text("ต้องเป็น 1, 0, na หรือว่าง", "Must be 1, 0, na or blank"),
    "unknown_area": Text("ไม่มีพื้นที่นี้ในตารางอ้างอิง", "The reference has no such area"),
    "ambiguous_area": Text("ชื่อพื้นที่นี้มีหลายแห่ง", "Several areas have this name"),
    "area_mismatch": Text("พื้นที่ไม่อยู่ใต้พื้นที่แม่ที่ระบุ", "The area does not lie in the area given above it"),
    "duplicate_key": Text("คีย์ซ้ำกับแถวก่อนหน้า", "The key stands in an earlier row"),
    "erased_household": Text(
        "ครัวเรือนนี้ถูกลบตามคำขอ จึงไม่รับกลับเข้ามา", "This household was erased on request and may not come in again"
    ),
    "unknown_household": Text("ไม่มีครัวเรือนนี้ในรอบนี้ใน households", "No such household (and round) in households"),
}
