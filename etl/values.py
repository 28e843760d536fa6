"""What a cell means: Thai digits, dates of both eras, numbers with separators, yes and no, and the many ways to say nothing.

A reading is `(text, "")` with the value in plain form, `("", "")` where the cell says that there is nothing, or
`("", reason)` where it cannot be read. Nothing is guessed: what could mean two things is refused.
"""

import re
from datetime import UTC, date, datetime, timedelta

from data.key import HEX_DIGITS, PREFIX
from etl.contracts import Column
from etl.identities import MASK, identity_in
from etl.reasons import FIRST_DAY, LAST_DAY, LONGEST_ID, SERIAL_DAYS
from etl.words import CHOICES, DEPRIVED, EMPTY, FLAGS, MONTHS, UNITS

Reading = tuple[str, str]
NOTHING: Reading = ("", "")
FIRST_BUDDHIST_YEAR, BUDDHIST_OFFSET = 2400, 543
UNIX_SECONDS = (1_000_000_000, 4_102_444_800)
# Unix time counts its days where the exports are made.
THAI_HOURS = 7

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙−\u00a0\u200b\ufeff", "0123456789- \0\0")
DAMAGED_ID = re.compile(r"[\d.,]+[eE]\+?\d+")
DASHED_ID = re.compile(r"\d[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d")
STORED_ID = re.compile(rf"{PREFIX}[0-9a-f]{{{HEX_DIGITS}}}")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[+-]?\.\d+", re.ASCII)
DAMAGED = re.compile(r"\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
UNIT = re.compile(rf"^(฿\s*)?(?P<number>.*?)(\s*({'|'.join(UNITS)})|\.-)?$", re.IGNORECASE | re.DOTALL)
CLOCK = re.compile(r"[T ]\s*\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?\s*(น\.?|Z|[+-]\d{2}:?\d{2}|AM|PM)?$", re.IGNORECASE)
LITTLE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d+)")
BIG = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})|(\d{4})(\d{2})(\d{2})")
NAMED = re.compile(
    r"(?P<day>\d{1,2})[\s\-/,]*(?P<month>[^\W\d_][^\d\s\-/]*?\.?)(?:[\s\-/,]+(?P<year>\d+)|(?P<glued>\d{4}))?"
)
NAMED_FIRST = re.compile(r"(?P<month>[A-Za-z]+)\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d+)")
# What a spreadsheet makes of a house number such as 25/2.
DAY_AND_MONTH = re.compile(r"\d{1,2}[- ](?:[ก-ฮ]\.[ก-ฮ]\.|มี\.ค\.|เม\.ย\.|มิ\.ย\.|[A-Z][a-z]{2})|[A-Z][a-z]{2}-\d{1,2}")
ERA = re.compile(r"(พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|\bB\.?E\.?|\bA\.?D\.?)\s*", re.IGNORECASE)
SAID = re.compile(r"^(วัน\S*ที่|วันที่|ที่)\s*|เดือน|ปี")


def plain(raw: str) -> str:
    """Return text with Arabic digits, without unseen characters and outer blanks."""
    return raw.translate(THAI_DIGITS).replace("\0", "").strip()


def read(column: Column, raw: str, month_first: bool = False) -> Reading:
    """Return what a cell of a column means; slash dates are day first where a mapping does not say otherwise."""
    text = plain(raw)
    match column.kind:
        case "id" | "raw_id":
            return read_id(raw)
        case "flag":
            return read_word(text, FLAGS, "not_flag")
        case "deprivation":
            return read_word(text, DEPRIVED, "not_deprivation")
        case "choice":
            return read_choice(text, column.values)
        case "date":
            return NOTHING if says_nothing(text) else read_date(text, month_first)
        case "whole" | "number":
            return NOTHING if says_nothing(text) else read_number(text, column)
    if text.casefold() in column.answers:
        return text.casefold(), ""
    return NOTHING if says_nothing(text) else (text, "")


def read_id(raw: str) -> Reading:
    """Return an id without what spreadsheets put around it; one that lost digits is refused."""
    text = plain(raw).removeprefix("'")
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    if says_nothing(text):
        return NOTHING
    if len(text) > LONGEST_ID:
        return "", "too_long"
    if DAMAGED_ID.fullmatch(text) or MASK in text or (text.startswith(PREFIX) and not STORED_ID.fullmatch(text)):
        return "", "damaged_id"
    if DASHED_ID.fullmatch(text):
        return text.replace("-", "").replace(" ", ""), ""
    return re.sub(r"^(\d+)\.0$", r"\1", text), ""


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.casefold() in EMPTY


def read_word(text: str, words: dict[str, str], reason: str) -> Reading:
    """Return the meaning of a word of a list."""
    word = text.casefold().removesuffix(".0")
    if word in words:
        return words[word], ""
    return NOTHING if word in EMPTY else ("", reason)


def read_choice(text: str, values: tuple[str, ...]) -> Reading:
    """Return one of the values, given by itself in any case or by a word for it."""
    word = text.casefold()
    found = {value for value in values if word == value.casefold() or word in CHOICES.get(value, ())}
    if len(found) == 1:
        return found.pop(), ""
    return NOTHING if word in EMPTY else ("", "not_choice")


def read_number(text: str, column: Column) -> Reading:
    """Return a number without separators and unit; a whole one without a fraction."""
    if identity_in(text):
        return "", "identity"
    bare = UNIT.match(text)["number"].strip()
    if not NUMBER.fullmatch(bare):
        return "", "damaged_number" if DAMAGED.fullmatch(bare) else "not_number"
    number = bare.replace(",", "")
    if column.kind == "number":
        return number, ""
    whole, _, fraction = number.partition(".")
    return ("", "not_whole") if fraction.strip("0") else (whole or "0", "")


def read_date(text: str, month_first: bool = False) -> Reading:
    """Return a date as ISO: day first, either era, Thai or English month names, or Unix time."""
    number = text.replace(",", "").removesuffix(".0")
    if re.fullmatch(r"\d+(\.\d+)?", number):
        return _date_of_number(number)
    text = CLOCK.sub("", ERA.sub(" ", SAID.sub(" ", text))).strip()
    if found := BIG.fullmatch(text):
        return _date(*(int(part) for part in found.groups() if part))
    if found := LITTLE.fullmatch(text):
        day, month, year = found.groups()
        day, month = (month, day) if month_first else (day, month)
        return _dated(day, int(month), year)
    if (found := NAMED.fullmatch(text) or NAMED_FIRST.fullmatch(text)) and (month := _month(found["month"])):
        return _dated(found["day"], month, found["year"] or found.groupdict().get("glued") or "")
    return "", "not_date"


def _date_of_number(number: str) -> Reading:
    value = float(number)
    if SERIAL_DAYS[0] <= value <= SERIAL_DAYS[1]:
        return "", "serial_date"
    whole = number.partition(".")[0]
    if len(whole) == 8 and number == whole:
        return _date(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    seconds = value / 1000 if len(whole) == 13 else value
    if len(whole) in (10, 13) and UNIX_SECONDS[0] <= seconds <= UNIX_SECONDS[1]:
        return (datetime.fromtimestamp(seconds, UTC) + timedelta(hours=THAI_HOURS)).date().isoformat(), ""
    return "", "not_date"


def read_round(year: str, number: str) -> Reading:
    """Return the survey round, CE year x 10 + round in the year, of a year of either era and a round such as `ครั้งที่ 1`."""
    years, numbers = re.findall(r"\d+", plain(year)), re.findall(r"\d+", plain(number))
    if not years or not numbers:
        return "", "blank_required"
    if len(years) > 1 or len(numbers) > 1 or len(numbers[0]) > 1:
        return "", "not_round"
    if len(years[0]) != 4:
        return "", "two_digit_year" if len(years[0]) == 2 else "not_round"
    value = int(years[0])
    value -= BUDDHIST_OFFSET if value >= FIRST_BUDDHIST_YEAR else 0
    return (str(value * 10 + int(numbers[0])), "") if 1900 <= value <= 2100 else ("", "out_of_range")


def _dated(day: str, month: int, year: str) -> Reading:
    if not year:
        return "", "no_year"
    if len(year) <= 2:
        return "", "two_digit_year"
    return _date(int(year), month, int(day)) if len(year) == 4 else ("", "not_date")


def _date(year: int, month: int, day: int) -> Reading:
    year -= BUDDHIST_OFFSET if year >= FIRST_BUDDHIST_YEAR else 0
    try:
        found = date(year, month, day)
    except ValueError:
        return "", "not_date"
    return (found.isoformat(), "") if FIRST_DAY <= found <= LAST_DAY else ("", "out_of_range")


def _month(name: str) -> int:
    key = name.casefold().replace(".", "").replace(" ", "")
    return MONTHS.get(key, 0)
