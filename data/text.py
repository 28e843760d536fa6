"""Words, numbers and dates in the two languages."""

import re
from dataclasses import dataclass
from datetime import date, datetime

LANGS = ("th", "en")
BUDDHIST_OFFSET = 543
UNDEFINED = "–"
LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")

THAI_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in Thai and in English; leaving either out is an error at import."""

    th: str
    en: str

    def __post_init__(self):
        if not (self.th and self.en):
            raise ValueError(f"Text needs both languages, got th={self.th!r} en={self.en!r}")

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.th

    def format(self, **values) -> "Text":
        """Fill `{name}` fields; a value may itself be a Text."""
        per_lang = {
            lang: self[lang].format(**{k: v[lang] if isinstance(v, Text) else v for k, v in values.items()})
            for lang in LANGS
        }
        return Text(**per_lang)


def known_lang(value: str | None) -> str:
    """Return a language of ours; anything unknown is Thai."""
    return value if value in LANGS else "th"


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with thousands separators, or "–" where it is undefined."""
    if value is None or value != value:
        return UNDEFINED
    shown = f"{value:,.{decimals}f}"
    return shown.replace("-", "−") if value < 0 and float(shown.replace(",", "")) != 0 else shown.lstrip("-")


def percent(share: float | None, decimals: int = 1) -> str:
    """Return a share from 0 to 1 as a percentage, or "–" where it is undefined."""
    return UNDEFINED if share is None or share != share else f"{number(100 * share, decimals)}%"


def year(ce_year: int, lang: str) -> str:
    """Return a CE year as พ.ศ. in Thai and CE in English."""
    return str(ce_year + BUDDHIST_OFFSET) if lang == "th" else str(ce_year)


def period(ce_period: str, lang: str) -> str:
    """Return a stored period such as `2020-2026` in the reader's era, joined by an en dash."""
    return "–".join(year(int(part), lang) for part in ce_period.split("-"))


def day(value: date, lang: str) -> str:
    """Return a date such as `22 พ.ย. 2569` or `22 Nov 2026`."""
    months = THAI_MONTHS if lang == "th" else ENGLISH_MONTHS
    return f"{value.day} {months[value.month - 1]} {year(value.year, lang)}"


def moment(value: datetime, lang: str) -> str:
    """Return a date with its time of day."""
    return f"{day(value, lang)} {value:%H:%M}"


def thai_order(name: str) -> str:
    """Return a sort key for Thai: a leading vowel sorts after the consonant that it is spoken after."""
    return LEADING_VOWEL.sub(r"\2\1", name)
