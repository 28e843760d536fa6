"""The words of a research packet: what it is, how it is protected, how far its figures are from the screen's, and why."""

from data.disclosure.parameters import PACKET_K, SMALLEST_PACKET
from data.text import Text

TITLE = Text("แฟ้มข้อมูลวิจัย: {place} · {vintage}", "Research packet: {place} · {vintage}")
DEMO = Text("ข้อมูลสาธิต ครัวเรือนสร้างขึ้นทั้งหมด", "Demo data: every household is made up")
MARK = Text(
    "แฟ้มที่ {packet} · ออกให้บัญชี {account} เมื่อ {made} · ชุดข้อมูล {snapshot} · วิธีรุ่น {version}",
    "Packet {packet} · made for account {account} on {made} · data set {snapshot} · method version {version}",
)
FILTERS = Text("สิ่งที่เลือก: {words}", "Selection: {words}")
ROWS = Text(
    "{rows} แถว หนึ่งแถวคือหนึ่งครัวเรือนในรอบสำรวจเดียว รหัสแถวสุ่มใหม่ทุกแฟ้ม จึงเชื่อมสองแฟ้มเข้าด้วยกันไม่ได้",
    "{rows} rows, each a household in one survey round. Row keys are random and new in every packet, so that two packets cannot "
    "be linked by them",
)
APPLIED = Text("{name} ใช้ทั้งช่วงที่อยู่ในเงื่อนไข: {bands}", "{name}: the bands inside the condition are taken: {bands}")
PURPOSE = Text("วัตถุประสงค์ที่แจ้ง: {purpose}", "Stated purpose: {purpose}")
UNTIL = Text("ใช้ได้ถึง {day} แล้วต้องลบ", "To be used until {day}, then deleted")
TERMS = Text("ข้อตกลง", "Terms")
FILES = Text("ไฟล์", "Files")
FILE_WORDS = {
    "microdata.csv": Text("ข้อมูลรายครัวเรือน UTF-8 รหัสเป็นข้อความ ช่องว่างคือไม่มีคำตอบ", "the rows, UTF-8; codes are text, a blank is no answer"),
    "microdata.parquet": Text("แถวเดียวกันพร้อมชนิดข้อมูล", "the same rows with their types"),
    "codebook.csv": Text("ความหมายของทุกคอลัมน์และทุกรหัส รวมรหัสของค่าที่ไม่มีหรือปกปิด", "what every column and code means, codes of missing and withheld values among them"),
    "figures.csv": Text("ตัวเลขของแฟ้มนี้ ทั้งหมดและรายพื้นที่", "the figures of this packet, of all rows and by area"),
    "deviation.csv": Text("ตัวเลขเดียวกันเทียบกับบนจอ พร้อมเหตุผลที่ต่าง", "the same figures beside those on the screen, and why they differ"),
    "protection.csv": Text("จำนวนแถวที่ปกปิดในแต่ละคอลัมน์", "rows in which each column is withheld"),
    "weights.csv": Text("น้ำหนักของตัวชี้วัดปัญหา เป็นจำนวนเต็ม", "weights of the problem indicators, in whole units"),
    "parameters.csv": Text("เส้นแบ่งและหน่วยที่โค้ดใช้", "cut-off and units that the code reads"),
    "code/figures.sql": Text("duckdb -csv < code/figures.sql", "duckdb -csv < code/figures.sql"),
    "code/figures.py": Text("python code/figures.py (ต้องมี pandas)", "python code/figures.py (needs pandas)"),
    "code/figures.R": Text("Rscript code/figures.R (ไม่ต้องมีแพ็กเกจ)", "Rscript code/figures.R (base R)"),
    "metadata.json": Text("ที่มา สิ่งที่เลือก วิธี และการปกป้อง สำหรับเครื่องอ่าน", "sources, selection, method and protection, for machines"),
    "citation.txt": Text("การอ้างอิง", "how to cite"),
    "SHA256SUMS": Text("ตรวจด้วย sha256sum -c SHA256SUMS", "check with sha256sum -c SHA256SUMS"),
}  # fmt: skip
CODE_WHERE = Text(
    "โค้ดทั้งสามให้ตัวเลขเดียวกับ figures.csv เมื่อรันในโฟลเดอร์นี้",
    "Each of the three programs gives the numbers of figures.csv when it is run in this folder.",
)
PROTECTION = Text("การปกป้องครัวเรือน", "How households are protected")
K_WORDS = Text(
    f"พื้นที่ จำนวนสมาชิก เพศและช่วงอายุหัวหน้าครัวเรือนที่บอกไว้ เหมือนกันอย่างน้อย {PACKET_K} แถวเสมอ จึงไม่มีแถวใดโดดเดี่ยว "
    "(กลุ่มเล็กที่สุดในแฟ้มนี้มี {smallest} แถว)",
    f"At least {PACKET_K} rows share all that is told of place, household size and the head's sex and age band: no row stands alone "
    "(the smallest such group here has {smallest})",
)
COARSE = Text(
    "ค่าถูกรวมเป็นช่วงก่อน (พื้นที่ไม่ละเอียดกว่า{finest} อายุและรายได้เป็นช่วง สมาชิก 7 คนขึ้นไปรวมกัน) แล้วจึงปกปิดเฉพาะช่องของแถวที่หายาก "
    "ใน {touched} แถวจาก {rows} แถว ({share}) ช่องที่ปกปิดมีรหัส withheld ตัดสินจากทั้งรอบสำรวจ จึงไม่ละเอียดขึ้นเมื่อเลือกกลุ่มแคบลง",
    "Values are first put into bands (places no smaller than {finest}, bands of age and income, seven members and more together), "
    "then single cells of rare rows are withheld: in {touched} of {rows} rows ({share}). A withheld cell holds the code withheld. "
    "This is decided from the whole round, so that a narrower cohort is never told more finely",
)
LEFT_OUT = Text(
    f"เงื่อนไขและพื้นที่ดูจากค่าที่เปิดเผย แถวที่ค่านั้นถูกปกปิดจึงไม่อยู่ในแฟ้ม และไม่ทำแฟ้มที่มีไม่ถึง {SMALLEST_PACKET} แถว",
    "Place and cohort are judged by what is told, so that rows in which it is withheld are not here; a packet of fewer than "
    f"{SMALLEST_PACKET} rows is not made",
)
STEPPED = Text(
    "คะแนนทุนปัดเป็นขั้นละ 0.25 ไม่มีคะแนนรายตัวชี้วัด รายได้เป็นช่วง",
    "Capital scores are rounded to steps of 0.25, scores of single indicators are left out, income is in bands",
)
GRANTED = Text(
    "คะแนนทุนปัดเป็นขั้นละ 0.25 รายได้เป็นช่วง บทบาทนี้ได้รับอนุญาตให้เห็นคะแนนรายตัวชี้วัด",
    "Capital scores are rounded to steps of 0.25 and income is in bands; this role was granted the scores of single indicators",
)
NOT_HERE = Text(
    "ไม่มีหมู่บ้าน ตำบล ชั้นภูมิ หน่วยตัวอย่าง วันที่สำรวจ และรหัสครัวเรือน น้ำหนักเป็นค่าเฉลี่ยของพื้นที่ จึงคำนวณความคลาดเคลื่อนของแบบสำรวจจากแฟ้มนี้ไม่ได้",
    "Villages, subdistricts, strata, sampling units, dates and household ids are left out; weights are the mean of their area. So "
    "errors of the survey's design cannot be computed from these rows",
)
COLUMN, WITHHELD_ROWS, SHARE = (
    Text("คอลัมน์", "Column"),
    Text("แถวที่ปกปิด", "Rows withheld"),
    Text("สัดส่วน", "Share"),
)
DEVIATION = Text("ห่างจากตัวเลขบนจอเท่าใด เพราะอะไร", "How far from the screen, and why")
DEVIATION_WHY = Text(
    "คอลัมน์บนจอเป็นตัวเลขที่บัญชีนี้เห็นในหน้าเว็บ เท่าที่สิทธิ์ให้เห็น รายพื้นที่อยู่ใน deviation.csv",
    "On the screen means as this account sees it on the pages, as far as its rights go. By area it is in deviation.csv.",
)
FIGURE, PACKET_HAS, SCREEN_HAS, DIFFERENCE, WHY = (
    Text("ตัวเลข", "Figure"),
    Text("ในแฟ้มนี้", "Here"),
    Text("บนจอ", "On the screen"),
    Text("ต่าง", "Difference"),
    Text("เพราะ", "Because"),
)
OF_ROWS = Text("บางแถวไม่อยู่ในแฟ้ม เพราะเปิดเผยได้ไม่พอ", "some rows are left out, because too little may be told of them")
OF_BANDS = Text("เงื่อนไขดูจากช่วงและขั้นที่บอก", "conditions are judged by the bands and steps that are told")
OF_STEPS = Text("คะแนนปัดเป็นขั้นละ 0.25", "scores are rounded to steps of 0.25")
OF_SIZES = Text("จำนวนสมาชิกเป็นค่าเฉลี่ยของขนาดที่บอกในพื้นที่", "sizes are means of what is told, by area")
OF_NOISE = Text(
    "ตัวเลขบนจอของกลุ่มนี้มีค่ารบกวนหรือปัดเศษเพื่อปกป้องครัวเรือน",
    "the screen's number carries noise or is rounded, to protect households",
)
OF_HIDING = Text("ตัวเลขบนจอซ่อนไว้ เพื่อปกป้องครัวเรือน", "the screen hides its number, to protect households")
OF_NOTHING = Text("ไม่ต่าง", "none")
CITATION = Text(
    "แก้จน (Kaejon). {title}. แฟ้มที่ {packet} ชุดข้อมูล {snapshot}{demo}. {link}",
    "Kaejon. {title}. Packet {packet}, data set {snapshot}{demo}. {link}",
)
NOBODY = Text("ไม่มี", "none")
FIGURES = {
    "households": Text("ครัวเรือน", "households"),
    "persons": Text("คน", "persons"),
    "H": Text("H สัดส่วนคนจนหลายมิติ", "H, share of poor"),
    "A": Text("A ความรุนแรงเฉลี่ย", "A, mean intensity"),
    "M0": Text("M0 = H × A", "M0 = H × A"),
}
BY_UNIT = Text("{name} ({unit})", "{name} ({unit})")
