"""What a cell means, form by form; what could mean two things is refused with its reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.contracts import Column
from etl.values import FIRST_DAY, LAST_DAY, read, read_round

DAY = Column("day", "date")
AMOUNT = Column("amount", "number")
COUNT = Column("count", "whole", high=200)
FLAG = Column("flag", "flag")
DEPRIVED = Column("deprived", "deprivation")
VERIFICATION = Column(
    "verification", "choice", values=("verified_poor", "newly_found", "not_poor", "not_found", "moved")
)
ID = Column("household_id", "id")

# 31 January 2026 in every form that was seen: B.E. = C.E. + 543.
SAME_DAY = [
    *"2026-01-31 31/1/2026 31/01/2569 31-1-2569 31.1.2569 2569-01-31 2569/1/31 20260131 ๓๑/๑/๒๕๖๙".split(),
    *"31-ม.ค.-2569 31ม.ค.2569 31-Jan-2026 2026-01-31T10:30:00Z 1769817600 1769817600000 1769817600.0".split(),
    "31 ม.ค. 2569", "31 มกราคม 2569", "31 มกราคม พ.ศ. 2569", "31 มกราคม พ.ศ.2569", "๓๑ มกราคม ๒๕๖๙", "31 มค 2569",
    "วันที่ 31 เดือนมกราคม พ.ศ. 2569", "วันเสาร์ที่ 31 มกราคม 2569", "31 January 2026", "January 31, 2026",
    "31 ม.ค. ค.ศ. 2026", "31/1/2569 10:30", "31/1/2569 10:30 น.", "2026-01-31 00:00:00", " 31/1/2569 ",
]  # fmt: skip
NO_DAY = {
    "1/2/69": "two_digit_year", "25 ก.พ. 68": "two_digit_year", "25-ก.พ.": "no_year", "25 กุมภาพันธ์": "no_year",
    "43861": "serial_date", "43,861": "serial_date", "43861.5": "serial_date", "30/2/2569": "not_date",
    "2026-02-30": "not_date", "13/13/2569": "not_date", "31 มกรา 2569 ปลาย": "not_date", "12345": "not_date",
    "0812345678": "not_date", "1/2/20690": "not_date", "1/1/1850": "out_of_range", "x": "not_date",
}  # fmt: skip


@pytest.mark.parametrize("cell", SAME_DAY)
def test_every_form_of_a_day_is_the_same_day(cell):
    # 1769817600 is 31 January 2026, 00:00 UTC = 07:00 in Thailand.
    assert read(DAY, cell) == ("2026-01-31", "")


@pytest.mark.parametrize(("cell", "reason"), NO_DAY.items())
def test_what_is_no_day_says_why(cell, reason):
    assert read(DAY, cell) == ("", reason)


def test_leap_days_are_counted_in_the_right_era():
    # B.E. 2567 = C.E. 2024, a leap year, though 2567 itself is none; B.E. 2568 = C.E. 2025 is none.
    assert read(DAY, "29/2/2567") == ("2024-02-29", "")
    assert read(DAY, "2567-02-29") == ("2024-02-29", "")
    assert read(DAY, "29/2/2568") == ("", "not_date")


def test_a_mapping_may_say_that_the_month_comes_first():
    assert (read(DAY, "2/1/2026"), read(DAY, "2/1/2026", True)) == (("2026-01-02", ""), ("2026-02-01", ""))


@given(st.dates(FIRST_DAY, LAST_DAY - timedelta(days=1)), st.booleans(), st.sampled_from("/-."))
def test_any_day_comes_back(day: date, buddhist: bool, mark: str):
    year = day.year + 543 * buddhist
    assert read(DAY, f"{day.day}{mark}{day.month}{mark}{year}") == (day.isoformat(), "")


NUMBERS = {
    "12500": "12500", "12,500": "12500", "1,234,567.50": "1234567.50", "๑๒,๕๐๐": "12500", "12,500 บาท": "12500",
    "฿12,500": "12500", "12,500.-": "12500", "-3": "-3", "−3": "-3", " 7 ": "7", ".5": ".5", "3 ไร่": "3",
}  # fmt: skip
NO_NUMBERS = {
    "1,23": "not_number", "12,50,000": "not_number", "สาม": "not_number", "nan": "not_number", "1 2": "not_number",
    "0812345678": "identity", "1.2E+x": "not_number", "1.23E+12": "damaged_number", "12.500,00": "not_number",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "number"), NUMBERS.items())
def test_numbers_lose_their_dress(cell, number):
    assert read(AMOUNT, cell) == (number, "")


@pytest.mark.parametrize(("cell", "reason"), NO_NUMBERS.items())
def test_what_is_no_number_says_why(cell, reason):
    assert read(AMOUNT, cell) == ("", reason)


def test_whole_numbers_may_carry_an_empty_fraction_only():
    assert [read(COUNT, cell) for cell in ("3.0", "3.5", "3 คน")] == [("3", ""), ("", "not_whole"), ("3", "")]


@pytest.mark.parametrize("cell", ["-", "–", "ไม่มี", "ไม่ทราบ", "N/A", "n/a", "ไม่ระบุ", " ", "NULL", "ไม่มีข้อมูล"])
@pytest.mark.parametrize("column", [DAY, AMOUNT, COUNT, VERIFICATION, ID], ids=lambda column: column.kind)
def test_many_words_say_nothing(column, cell):
    assert read(column, cell) == ("", "")


def test_yes_and_no_in_both_languages():
    yes, no = "1 ใช่ มี Yes TRUE y จริง 1.0 ๑".split(), "0 ไม่ใช่ ไม่มี no False n ไม่ 0.0".split()
    assert {read(FLAG, cell) for cell in yes} == {("true", "")}
    assert {read(FLAG, cell) for cell in no} == {("false", "")}
    assert (read(FLAG, "N/A"), read(FLAG, "maybe")) == (("", ""), ("", "not_flag"))


def test_not_applicable_is_not_deprived_and_unknown_is_blank():
    assert [read(DEPRIVED, cell)[0] for cell in ("na", "NA", "ใช่", "ไม่ขัดสน", "N/A", "-")] == [
        "0",
        "0",
        "1",
        "0",
        "",
        "",
    ]


def test_choices_have_words():
    words = {"ไม่จน": "not_poor", "Verified_Poor": "verified_poor", "ตกหล่น": "newly_found", "ย้าย": "moved"}
    assert {cell: read(VERIFICATION, cell)[0] for cell in words} == words
    assert read(VERIFICATION, "rich") == ("", "not_choice")


IDS = {
    "94010100001": ("94010100001", ""), "๙๔๐๑": ("9401", ""), "94010100001.0": ("94010100001", ""), "'0123": ("0123", ""),
    '="0123"': ("0123", ""), "1-1017-00203-45-1": ("1101700203451", ""), "1.23E+12": ("", "damaged_id"),
    "1,23E+12": ("", "damaged_id"), "x" * 65: ("", "too_long"), "•••": ("", "damaged_id"), "kj_12": ("", "damaged_id"),
    "kj_" + "0" * 32: ("kj_" + "0" * 32, ""), "D18-000001": ("D18-000001", ""),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "reading"), IDS.items())
def test_ids_lose_what_spreadsheets_add_and_are_refused_where_digits_are_lost(cell, reading):
    assert read(ID, cell) == reading


def test_a_round_is_made_of_a_year_of_either_era_and_its_number():
    assert read_round("2568", "1") == read_round("๒๕๖๘", "ครั้งที่ 1") == read_round("2025", "1") == ("20251", "")
    assert [read_round(*given)[1] for given in (("68", "1"), ("2568", ""), ("2568", "12"), ("3000", "1"))] == [
        "two_digit_year",
        "blank_required",
        "not_round",
        "out_of_range",
    ]


@given(st.text(max_size=40))
def test_no_cell_breaks_a_reader(cell):
    for column in (DAY, AMOUNT, COUNT, FLAG, DEPRIVED, VERIFICATION, ID):
        text, reason = read(column, cell)
        assert not (text and reason)
