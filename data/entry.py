"""The period in which referrals entered: a calendar or a fiscal year, as it stands in an address, in days and in words."""

import re
from datetime import date, timedelta

from data.text import Text, year

FISCAL = "fy"
# Calendar or fiscal, in CE years of four digits.
PERIOD = re.compile(rf"({FISCAL})?([12]\d{{3}})")
CALENDAR_YEAR = Text("ปี {year}", "{year}")
FISCAL_YEAR = Text("ปีงบประมาณ {year}", "fiscal year {year}")
ENTERED = Text("เรื่องที่เข้าระบบใน{period}", "referrals entered in {period}")


def read_entered(text: str, fiscal_month: int) -> str:
    """Return `2024` or `fy2024`, "" for anything else; where fiscal years begin in January they are calendar years."""
    found = PERIOD.fullmatch(text)
    if not found:
        return ""
    return found[2] if fiscal_month == 1 else text


def entry_days(entered: str, fiscal_month: int) -> tuple[date, date]:
    """Return first and last day of a period; a fiscal year is called after the year in which it ends."""
    last_year = int(entered[-4:])
    if not entered.startswith(FISCAL) or fiscal_month == 1:
        return date(last_year, 1, 1), date(last_year, 12, 31)
    return date(last_year - 1, fiscal_month, 1), date(last_year, fiscal_month, 1) - timedelta(days=1)


def entry_words(entered: str) -> Text:
    """Return how a period is called: `ปีงบประมาณ 2567` / `fiscal year 2024`."""
    name = FISCAL_YEAR if entered.startswith(FISCAL) else CALENDAR_YEAR
    number = int(entered[-4:])
    return name.format(year=Text(year(number, "th"), year(number, "en")))


def entry_periods(first: int, last: date, fiscal_month: int) -> list[str]:
    """Return the periods from a CE year to the day of the data, newest first: fiscal years, then calendar years."""
    calendar = [str(number) for number in range(last.year, first - 1, -1)]
    if fiscal_month == 1:
        return calendar
    newest = last.year + (last.month >= fiscal_month)
    return [f"{FISCAL}{number}" for number in range(newest, first - 1, -1)] + calendar
