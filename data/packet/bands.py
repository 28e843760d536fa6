"""Bands in which a research packet tells household size, age of the head and income: code, lowest and highest value."""

from dataclasses import dataclass

from data.text import Text, number


@dataclass(frozen=True, slots=True)
class Band:
    """low and high: the values inside, both included; None: open."""

    code: str
    low: float | None
    high: float | None
    label: Text


def _between(low: int, high: int | None) -> Band:
    if high is None:
        # Not "75+": a spreadsheet reads such codes as formulas, and "3-4" as a day in April.
        return Band(f"{low}up", low, None, Text(f"{low} ขึ้นไป", f"{low} and more"))
    if low == high:
        return Band(str(low), low, high, Text(str(low), str(low)))
    return Band(f"{low}to{high}", low, high, Text(f"{low}–{high}", f"{low} to {high}"))


SIZES = (*(_between(size, size) for size in range(1, 7)), _between(7, None))
SIZE_BANDS = (_between(1, 2), _between(3, 4), _between(5, 6), _between(7, None))
AGE_BANDS = (_between(0, 29), _between(30, 44), _between(45, 59), _between(60, 74), _between(75, None))
AGE_GROUPS = (_between(0, 59), _between(60, None))

# Baht a month; the upper end belongs to the band.
INCOME_ENDS = (0, 1000, 2000, 3000, 5000, 8000, 12000, 20000)


def _incomes() -> tuple[Band, ...]:
    found = [Band("0", None, 0, Text("ไม่มีรายได้", "no income"))]
    for code, (low, high) in enumerate(zip(INCOME_ENDS, (*INCOME_ENDS[1:], None), strict=True), start=1):
        words = Text(f"มากกว่า {number(low)}", f"over {number(low)}")
        if high is not None:
            words = Text(f"{words.th} ถึง {number(high)}", f"{words.en} to {number(high)}")
        found.append(Band(str(code), low, high, words))
    return tuple(found)


INCOMES = _incomes()


def band_of(value: str, bands: tuple[Band, ...], missing: str) -> str:
    """SQL of the code of the band that a number lies in; `missing`: SQL for no number."""
    cases = " ".join(f"WHEN {value} <= {band.high} THEN '{band.code}'" for band in bands if band.high is not None)
    return f"CASE WHEN {value} IS NULL THEN {missing} {cases} ELSE '{bands[-1].code}' END"


def edge_of(column: str, bands: tuple[Band, ...], end: str, otherwise: str = "NULL") -> str:
    """SQL of the lowest or highest value ("low", "high") of the band in a column; open ends are infinite."""
    open_end = "-1e18" if end == "low" else "1e18"
    cases = " ".join(
        f"WHEN '{band.code}' THEN {open_end if getattr(band, end) is None else getattr(band, end)}" for band in bands
    )
    return f"CASE {column}::VARCHAR {cases} ELSE {otherwise} END"
