"""Finding a place by its name, in Thai or romanised, with typing errors."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from data.reference import Area, Reference
from data.text import thai_order

MOST_RESULTS = 8
LONGEST_QUERY = 60
# How alike a name must be to what was typed, 0 to 1: about one wrong letter in three.
ALIKE = 0.64
# A name that starts with what was typed comes before any that is only like it.
STARTS, NEARLY = 0.9, 0.89
# Guesses much worse than the best one are left out.
SPREAD = 0.2
# So few letters are like too many names.
SHORTEST_GUESS = 3
THAI = re.compile("[\u0e00-\u0e7f]")
# What people write before a name; the names of the reference go without it.
THAI_PREFIX = re.compile(r"^(จังหวัด|อำเภอ|กิ่งอำเภอ|ตำบล|เขต|แขวง|จ\.|อ\.|ต\.)\s*")
LATIN_PREFIX = re.compile(r"^(changwat|amphoe|amphur|king amphoe|tambon|province|district|subdistrict)\b[\s.]*")
LATIN_ENDING = re.compile(r"\s+(province|district|subdistrict)$")
# Tone marks, the silencing mark and the short-vowel mark are left out and mixed up most; so are letters of one sound.
THAI_MARKS = re.compile("[\u0e47-\u0e4e]")
THAI_SOUNDS = str.maketrans("ฆณญฎฏฐฑฒธศษฬ", "คนยดตททททสสล")
LATIN_SOUNDS = (
    ("ph", "p"),
    ("th", "t"),
    ("kh", "k"),
    ("ch", "j"),
    ("ck", "k"),
    ("v", "w"),
    ("oo", "u"),
    ("ee", "i"),
    ("ae", "e"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one place as it is compared: without marks, gaps and what sounds alike."""

    area: Area
    key: str
    sound: str


def plain(text: str) -> str:
    """Return a name without its prefix, gaps, accents, case, and Thai marks that are often left out."""
    words = unicodedata.normalize("NFC", text).replace("ํา", "ำ").strip().casefold()
    words = LATIN_ENDING.sub("", LATIN_PREFIX.sub("", THAI_PREFIX.sub("", words)))
    if not THAI.search(words):
        words = "".join(mark for mark in unicodedata.normalize("NFKD", words) if not unicodedata.combining(mark))
    return re.sub(r"[^\w\u0e00-\u0e7f]", "", THAI_MARKS.sub("", words))


def sound(key: str) -> str:
    """Return a plain name with letters that are heard alike made one, and doubled letters single."""
    key = key.translate(THAI_SOUNDS)
    for letters, one in LATIN_SOUNDS:
        key = key.replace(letters, one)
    return re.sub(r"(.)\1", r"\1", key)


def find_places(text: str, reference: Reference, lang: str, limit: int = MOST_RESULTS) -> list[Area]:
    """Return the places of the programme whose name is most like a text, best first; of equals the larger, then by name.

    Places are the home-level areas the programme works in and everything inside them.
    """
    typed = plain(text[:LONGEST_QUERY])
    if not typed:
        return []
    heard, depth = sound(typed), {level: place for place, level in enumerate(reference.levels)}
    scores = ((round(_score(typed, heard, name), 2), name.area) for name in _names(reference)[bool(THAI.search(typed))])
    found = [(score, area) for score, area in scores if score >= ALIKE]
    best = max((score for score, _ in found), default=0)
    found = [(score, area) for score, area in found if score >= best - SPREAD]
    found.sort(key=lambda entry: (-entry[0], depth[entry[1].level], _order(entry[1], lang)))
    return [area for _, area in found[:limit]]


def _order(area: Area, lang: str) -> str:
    return thai_order(area.name.th) if lang == "th" else area.name.en.casefold()


def _score(typed: str, heard: str, name: Name) -> float:
    """Return how like a name is to what was typed, 1 for the same."""
    if name.key.startswith(typed):
        return STARTS + (1 - STARTS) * len(typed) / len(name.key)
    if len(heard) < SHORTEST_GUESS:
        return 0.0
    whole = OSA.normalized_similarity(heard, name.sound)
    start = OSA.normalized_similarity(heard, name.sound[: len(heard)])
    inside = 0.85 if typed in name.key else 0.0
    return min(max(whole, 0.95 * start, inside), NEARLY)


@lru_cache(maxsize=4)
def _names(reference: Reference) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Return the romanised and the Thai names of every place of the programme."""
    areas: list[Area] = []
    level: tuple[Area, ...] = reference.home_areas
    while level:
        areas += level
        level = tuple(child for area in level for child in reference.children(area.code))
    return tuple(tuple(_name(area, lang) for area in areas) for lang in ("en", "th"))


def _name(area: Area, lang: str) -> Name:
    key = plain(area.name[lang])
    return Name(area, key, sound(key))
