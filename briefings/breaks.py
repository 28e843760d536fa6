"""Where a line may end: after a space, and between the words of Thai, which a dictionary tells apart."""

import os
import re
import unicodedata
from collections.abc import Callable
from functools import cache

# Runs of Thai, of blanks, and of everything else.
RUNS = re.compile(r"[\u0e00-\u0e7f]+|\s+|[^\s\u0e00-\u0e7f]+")
THAI = re.compile(r"[\u0e00-\u0e7f]")
# Signs that stay with the word before them.
CLOSING = re.compile(r"^[\s)\]}”’»%,.:;!?ๆฯ·…]+$")
OPENING = re.compile(r"[(\[{“‘«]$")


@cache
def thai_words(run: str) -> tuple[str, ...]:
    """Return a run of Thai as its words."""
    # It would make a folder in the home of whoever runs this.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    # Its dictionary takes a second to read, which only documents without a browser need.
    from pythainlp.tokenize.newmm import segment

    return tuple(segment(run))


def parts(text: str) -> list[str]:
    """Return a text as the parts that no line may break; blanks and closing signs stay with the word before them."""
    found: list[str] = []
    for run in RUNS.findall(text):
        for word in thai_words(run) if THAI.match(run) else (run,):
            if found and (CLOSING.match(word) or OPENING.search(found[-1])):
                found[-1] += word
            else:
                found.append(word)
    return found


def broken(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return a text as lines that fit; a word that fits on no line is cut between letters, never before a mark."""
    lines, line = [], ""
    for part in parts(text):
        if line and not fits((line + part).rstrip()):
            lines.append(line.rstrip())
            line = ""
        line += part
        while not fits(line.rstrip()) and (cut := _cut(line, fits)):
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(word: str, fits: Callable[[str], bool]) -> int:
    """Return how many letters of a word fit on a line, 0 where it cannot be cut."""
    # A mark, a vowel behind its letter and the letter of a vowel before it stay together.
    whole = [place for place in range(1, len(word)) if not _hangs(word[place]) and word[place - 1] not in "เแโใไ"]
    return max((place for place in whole if fits(word[:place])), default=whole[0] if whole else 0)


def _hangs(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" or letter in "ะาำๅๆฯ"
