"""Thai letters on a line: how many take room, where words may be cut or wrapped."""

import re
import unicodedata

from components.theme import MUTED

# Thai vowels and tone marks that stand above, below or behind the letter before them, and vowels before their letter.
BEHIND = frozenset("ะัาำิีึืฺุู็่้๊๋์ํ๎")
BEFORE = "เแโใไ"
TAG = re.compile("<[^>]+>")
# Letters that fit on a line of the narrowest card, and where most of them are figures, which are narrower.
LINE, WIDER_LINE = 43, 50


def letters(words: str) -> list[int]:
    """Return the places of the letters that take room: marks above and below take none."""
    return [place for place, letter in enumerate(words) if unicodedata.category(letter) != "Mn"]


def shorten(words: str, longest: int) -> str:
    """Cut long words at a space where there is one near the end, never between a letter and its mark."""
    places = letters(words)
    if len(places) <= longest:
        return words
    cut = words[: places[longest]]
    space = cut.rfind(" ")
    if space > len(cut) * 0.7:
        return cut[:space] + "…"
    while words[len(cut)] in BEHIND:
        cut = cut[:-1]
    return cut.rstrip(BEFORE) + "…"


def wrapped(words: str, longest: int) -> list[str]:
    """Return lines of at most `longest` letters, broken at spaces only; a longer word stands on its own line."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(letters(longer)) > longest:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


def fitted(words: str, aside: str, shown: str, most: int = LINE) -> str:
    """Return `words · aside` that leaves room for `shown` on a line of a narrow card: the aside goes first, then letters."""
    room = most - len(letters(TAG.sub("", shown))) - 2
    whole = f'{words}<span style="color:{MUTED}"> · {aside}</span>' if aside else words
    if len(letters(TAG.sub("", whole))) <= room:
        return whole
    return shorten(words, max(room, 12))
