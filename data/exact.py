"""Exact cut-offs: a share as a reader writes it, kept as a rational number."""

import re
from decimal import Decimal
from fractions import Fraction

PLAIN = re.compile(r"\d{1,3}(?:\.\d{1,30})?")
# The last digit goes on for ever.
ENDLESS = re.compile(r"(\d{1,3}\.(\d{0,29}))(\d)(?:…|\.\.\.)")
RATIO = re.compile(r"(\d{1,32})/(\d{1,32})")


def share(text: str) -> Fraction | None:
    """Read `1/3`, `0.25`, `0.333…` or `33%` as an exact share in (0, 1]; None for anything else.

    Decimals are exact: `33%` is 33/100, not 1/3; `0.333…` is 1/3.
    """
    text = text.strip()
    ratio, endless = RATIO.fullmatch(text), ENDLESS.fullmatch(text.removesuffix("%"))
    if ratio:
        value = Fraction(int(ratio[1]), int(ratio[2])) if int(ratio[2]) else Fraction(0)
    elif endless:
        tail = Fraction(int(endless[3]), 9 * 10 ** len(endless[2]))
        value = (Fraction(Decimal(endless[1] + "0")) + tail) / (100 if text.endswith("%") else 1)
    elif PLAIN.fullmatch(text.removesuffix("%")):
        value = Fraction(Decimal(text.removesuffix("%"))) / (100 if text.endswith("%") else 1)
    else:
        return None
    return value if 0 < value <= 1 else None
