"""Exact cut-offs: a share as a reader writes it, kept as a rational number."""

import re
from decimal import Decimal
from fractions import Fraction

PLAIN = re.compile(r"\d{1,3}(?:\.\d{1,12})?")
RATIO = re.compile(r"(\d{1,6})/(\d{1,6})")


def share(text: str) -> Fraction | None:
    """Read `1/3`, `0.25` or `33%` as an exact share in (0, 1]; None for anything else.

    Decimals are exact: `33%` is 33/100, not 1/3.
    """
    text = text.strip()
    ratio = RATIO.fullmatch(text)
    if ratio:
        value = Fraction(int(ratio[1]), int(ratio[2])) if int(ratio[2]) else Fraction(0)
    elif PLAIN.fullmatch(text.removesuffix("%")):
        value = Fraction(Decimal(text.removesuffix("%"))) / (100 if text.endswith("%") else 1)
    else:
        return None
    return value if 0 < value <= 1 else None
