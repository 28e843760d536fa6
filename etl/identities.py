"""Who a person is must not come in: identities told by the header of a column and by the contents of a cell."""

import re
from collections import Counter
from collections.abc import Iterable

from data.text import Text

KINDS = {
    "name": Text("ชื่อบุคคล", "a person's name"),
    "citizen_id": Text("เลขประจำตัว 13 หลัก", "a 13-digit id"),
    "phone": Text("หมายเลขโทรศัพท์", "a phone number"),
    "email": Text("อีเมล", "an e-mail address"),
    "address": Text("ที่อยู่หรือบ้านเลขที่", "an address or house number"),
    "coordinate": Text("พิกัด", "exact coordinates"),
    "free_text": Text("ข้อความอิสระ", "free text"),
}
# Parts of headers, compared without blanks, marks and case; a header is of a kind where one of them stands in it.
_HEADERS = {
    "citizen_id": "เลขประจำตัว เลขบัตร บัตรประชาชน เลขที่บัตร เลข13หลัก 13หลัก citizenid nationalid idcard personalid pid cid",
    "phone": "เบอร์โทร เบอร์มือถือ เบอร์ติดต่อ โทรศัพท์ โทร. มือถือ phone mobile telephone tel",
    "email": "อีเมล email",
    "coordinate": "ละติจูด ลองจิจูด ลองติจูด ละติจุด พิกัด latitude longitude lat lon lng long gps coordinate",
    "address": "บ้านเลขที่ เลขที่บ้าน ที่อยู่ปัจจุบัน ที่อยู่ตาม address houseno housenumber street",
    "name": "ชื่อสกุล ชื่อนามสกุล นามสกุล ชื่อหัวหน้า ชื่อผู้ ชื่อจริง ชื่อเล่น ชื่อคน คำนำหน้า fullname firstname lastname surname headname personname membername contactname",
    "free_text": "หมายเหตุ บันทึก ความเห็น ข้อเสนอแนะ รายละเอียดเพิ่ม remark comment note memo",
}  # fmt: skip
# Short words are told only where they are the whole header or a word of it: `lat` is no `population`.
_WHOLE = frozenset("pid cid tel lat lon lng long gps note memo street".split())
# Words that are part of many other headers: told only where nothing else stands there.
_ALONE = {
    "ชื่อ": "name",
    "name": "name",
    "สกุล": "name",
    "ที่อยู่": "address",
    "ถนน": "address",
    "ซอย": "address",
    "เบอร์": "phone",
}

MASK = "•••"
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
CITIZEN = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12}(?![\d.])")
PHONE = re.compile(r"(?<![\d.,/-])(?:(?:\+?66|0066)[ -]?[1-9]|0[1-9])(?:[ -]?\d){7,8}(?![\d/-])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
COORDINATE = re.compile(r"(?<!\d)(?:[5-9]|1\d|20|9[7-9]|10[0-5])\.\d{4,}(?!\d)|\d+\s*°\s*\d+")
ADDRESS = re.compile(
    r"(?:บ้าน)?เลขที่\s*\d|(?<!\d)\d{1,4}/\d{1,4}\s*(?:ม\.|หมู่|ซ\.|ซอย|ถ\.|ถนน|ต\.|ตำบล|บ้าน|moo)"
    r"|(?<!\d)\d{1,4}\s+(?:ม\.|หมู่ที่|หมู่)\s*\d+\s*(?:ต\.|ตำบล|บ้าน|อ\.)|^\d{1,4}/(?!25\d\d$|20\d\d$)\d{1,4}$",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?:^|[\s,;:(\"'/])(?:(?:นางสาว|น\.\s?ส\.|ด\.\s?[ชญ]\.|เด็กชาย|เด็กหญิง|ว่าที่\s?ร\.?\s?[ตทอ]\.)\s*[ก-ฮเ-ไ]"
    # A title is followed by a consonant or a leading vowel: นายูง and นางาม are places, นายก and นางรอง no names.
    r"|(?:นาย|นาง)\s*(?!อำเภอ|กอง|ก(?:\s|$)|จ้าง|หน้า|ทุน|แพทย์|พราน|ตรวจ|รอง(?:\s|$))[ก-ฮเ-ไ][ก-๙]+)"
    r"|(?:^|[\s,;:(\"'/])(?:Mr|Mrs|Ms|Miss|Master)\b\.?\s*[A-Za-z]{2,}",
)
# What DuckDB looks for before Python decides: every identity above has one of these.
SUSPICIOUS = (
    r"[0-9๐-๙]([ -]?[0-9๐-๙]){8}|@|°|[0-9๐-๙]\.[0-9๐-๙]{4}|[0-9๐-๙]/[0-9๐-๙]|เลขที่|หมู่|ม\.|นาย|นาง|น\.|ด\.|เด็ก"
    r"|ว่าที่|Mr|Ms|Miss|Master"
)

_SUSPICIOUS = re.compile(SUSPICIOUS)


def kind_of_header(header: str) -> str:
    """Return which identity a column holds by its name, or ""."""
    words = set(re.split(r"[\s_\-./()]+", header.casefold())) | {header.casefold()}
    bare = re.sub(r"[\s_\-/()]", "", header.casefold())
    for kind, listed in _HEADERS.items():
        for part in listed.split():
            if (part in words) if part in _WHOLE else (part.rstrip(".") in bare):
                return kind
    return _ALONE.get(header.casefold(), "")


def identity_in(text: str) -> str:
    """Return which identity a cell holds, or "": a valid 13-digit id, phone, e-mail, coordinate, name with title, address."""
    if not _SUSPICIOUS.search(text):
        return ""
    text = text.translate(DIGITS)
    if any(is_citizen_id(re.sub(r"\D", "", found)) for found in CITIZEN.findall(text)):
        return "citizen_id"
    tests = {"email": EMAIL, "phone": PHONE, "coordinate": COORDINATE, "name": NAME, "address": ADDRESS}
    return next((kind for kind, pattern in tests.items() if pattern.search(text)), "")


def is_citizen_id(digits: str) -> bool:
    """Whether 13 digits have the check digit of a Thai id: (11 - sum of digit x weight 13…2 mod 11) mod 10."""
    if len(digits) != 13 or digits[0] == "0":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:12], range(13, 1, -1), strict=True))
    return (11 - total % 11) % 10 == int(digits[12])


def kind_of_column(values: Iterable[str]) -> str:
    """Return which identity most of the filled cells of a column hold, or ""."""
    filled = [value for value in values if value.strip()]
    found = Counter(kind for value in filled if (kind := identity_in(value)))
    kind, count = found.most_common(1)[0] if found else ("", 0)
    return kind if count * 2 > len(filled) else ""


PROSE = re.compile(r"[^\W\d_]{2,}[^\w.]+[^\W\d_]{2,}")


def masked(value: str, words: bool = True) -> str:
    """Return a refused value as it may be kept: hidden where it holds an identity or, without `words`, could be a name."""
    if identity_in(value) or (not words and PROSE.search(value)):
        return MASK
    return value[:100]
