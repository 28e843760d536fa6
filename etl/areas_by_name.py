"""Areas as people write them: codes with lost zeros, Thai or English names with or without their level word, old ones."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geothai
from geothai.abolished import abolished_areas

from data.reference import Area, Reference
from etl.values import plain, says_nothing

LEVEL_WORDS = re.compile(
    r"^(?:จังหวัด|จ\.|กิ่งอำเภอ|อำเภอ|อ\.|เขต(?=\S{2})|ตำบล|ต\.|แขวง|changwat\s|province of\s|amphoe\s|amphur\s|king amphoe\s"
    r"|khet\s|tambon\s|tambol\s|khwaeng\s)\s*|\s+(?:province|district|subdistrict|sub-district)$",
    re.IGNORECASE,
)
MARKS = re.compile(r"[\s.'’\-ฯ]")
# Letters that sound alike, silent letters and tone marks: what old and home-made spellings differ by.
SOUND_ALIKE = str.maketrans("ศษณฎฏฐฑฒธภฬญใ", "สสนดตถทททพลยไ")
SILENT = re.compile(r"[ก-ฮ][ิุ]?์|[็่้๊๋]")
LATIN_ALIKE = (("ee", "i"), ("oo", "u"), ("rn", "n"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("mueang", "muang"))
ALIASES = {"กทม": "กรุงเทพมหานคร", "กรุงเทพ": "กรุงเทพมหานคร", "อยุธยา": "พระนครศรีอยุธยา", "โคราช": "นครราชสีมา", "korat": "นครราชสีมา", "ayutthaya": "พระนครศรีอยุธยา", "แปดริ้ว": "ฉะเชิงเทรา"}  # fmt: skip
CAPITAL = ("เมือง", "mueang", "muang")
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """What the area cells of a row mean: a code (or None) per level, or the level that is wrong, why, and candidates."""

    codes: tuple[str | None, ...]
    wrong: int = -1
    reason: str = ""
    candidates: tuple[str, ...] = ()


def bare_name(text: str) -> str:
    """Return a name without level word, blanks and marks, in small letters."""
    text = LEVEL_WORDS.sub("", plain(text).replace("ํา", "ำ").casefold())
    return MARKS.sub("", text)


def sound_of(name: str) -> str:
    """Return a bare name as it sounds, so that an old spelling meets the one of today."""
    name = SILENT.sub("", name).translate(SOUND_ALIKE)
    for written, said in LATIN_ALIKE:
        name = name.replace(written, said)
    return name


class AreaNames:
    """The areas of a reference by code, name, sound and former name."""

    def __init__(self, reference: Reference):
        self.reference = reference

    @cached_property
    def _names(self) -> dict[str, dict[str, list[str]]]:
        return self._index(bare_name)

    @cached_property
    def _sounds(self) -> dict[str, dict[str, list[str]]]:
        return self._index(lambda name: sound_of(bare_name(name)))

    def _index(self, key) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for area in self.reference.areas.values():
            for name in {key(area.name.th), key(area.name.en)}:
                found[area.level][name].append(area.code)
        return found

    @cached_property
    def _digits(self) -> dict[str, dict[str, list[str]]]:
        """Codes of each level by what is left of them without leading zeros."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for area in self.reference.areas.values():
            if area.code.isdigit():
                found[area.level][area.code.lstrip("0")].append(area.code)
        return found

    @cached_property
    def _former(self) -> dict[str, list]:
        """Abolished Thai areas by code and by bare name; empty where the reference is not Thailand's."""
        first = next((geothai.province(area.code) for area in self.reference.home_areas), None)
        if first is None or self.reference.areas[first.code].name.th != first.name_th:
            return {}
        found: dict[str, list] = defaultdict(list)
        for area in abolished_areas():
            for key in {area.code, bare_name(area.name_th), bare_name(area.name_en or "")} - {""}:
                found[key].append(area)
        return found

    def place(self, levels: tuple[str, ...], cells: tuple[str | None, ...]) -> Placed:
        """Return the codes that the cells of one row mean, from the home level down; nothing is guessed."""
        codes: list[str | None] = []
        above = ""
        for place, (level, cell) in enumerate(zip(levels, cells, strict=True)):
            text = plain(cell or "")
            if says_nothing(text):
                codes.append(None)
                continue
            found = self._candidates(level, text, above)
            if len(found) != 1:
                shown = tuple(self._shown(code) for code in found[:MOST_CANDIDATES]) or self._near(level, text, above)
                return Placed((), place, "ambiguous_area" if found else "unknown_area", shown)
            codes.append(found[0])
            if above and above not in self._above(found[0]):
                return Placed((), place, "area_mismatch", (self._shown(found[0]),))
            above = found[0]
        return Placed(self._filled(levels, codes, above))

    def knows(self, level: str, text: str) -> bool:
        """Whether a cell names an area of a level, wherever it lies."""
        return bool(self._candidates(level, text, ""))

    def _filled(self, levels: tuple[str, ...], codes: list[str | None], lowest: str) -> tuple[str | None, ...]:
        """A blank level above a given one follows from it; a blank home level is for the contract to refuse."""
        path = {area.level: area.code for area in self.reference.path(lowest)} if lowest else {}
        home = self.reference.home_level
        return tuple(
            code or (path.get(level) if level != home else None) for level, code in zip(levels, codes, strict=True)
        )

    def _candidates(self, level: str, text: str, above: str) -> list[str]:
        area = self.reference.areas.get(text)
        if area and area.level == level:
            return [text]
        elsewhere: list[str] = []
        for tried in (self._by_digits, self._by_name, self._by_former):
            found = sorted(set(tried(level, text, above)))
            inside = [code for code in found if not above or above in self._above(code)]
            if inside:
                return inside
            elsewhere = elsewhere or found
        return elsewhere

    def _near(self, level: str, text: str, above: str) -> tuple[str, ...]:
        """Areas with the most similar names, for a person to choose from."""
        areas = self.reference.children(above) or [a for a in self.reference.areas.values() if a.level == level]
        names = {bare_name(name): area.code for area in areas for name in (area.name.th, area.name.en)}
        close = difflib.get_close_matches(bare_name(text), names, n=2, cutoff=0.7)
        return tuple(dict.fromkeys(self._shown(names[name]) for name in close))

    def _by_digits(self, level: str, text: str, above: str) -> Iterator[str]:
        bare = re.sub(r"^th-?", "", text.casefold()).removesuffix(".0").replace(" ", "")
        if not bare.isdigit():
            return
        known = self.reference.areas.get(bare)
        whole = [bare] if known and known.level == level else self._digits[level].get(bare.lstrip("0"), [])
        yield from whole
        if not whole and above:
            # A code that counts inside the area above it: district 01 of province 94 is 9401.
            yield from (
                area.code
                for area in self.reference.children(above)
                if area.code.startswith(above)
                and area.code[len(above) :].lstrip("0") == bare.lstrip("0")
                and bare.strip("0")
            )

    def _by_name(self, level: str, text: str, above: str) -> Iterator[str]:
        name = re.sub(rf"^{re.escape(level)}|{re.escape(level)}$", "", bare_name(text)) or bare_name(text)
        name = bare_name(ALIASES.get(name, name))
        if name in CAPITAL and above:
            own = self.reference.areas[above].name.th
            yield from (
                a.code for a in self.reference.children(above) if a.name.th == f"เมือง{own}" and a.level == level
            )
            return
        known = self._names[level].get(name) or self._names[level].get(bare_name(text))
        yield from known or self._sounds[level].get(sound_of(name), [])

    def _by_former(self, level: str, text: str, above: str) -> Iterator[str]:
        former = self._former.get(text) or self._former.get(bare_name(text), [])
        for area in former:
            if area.level == level and area.code.startswith(above):
                yield from (code for code in area.successors if code in self.reference.areas)

    def _above(self, code: str) -> set[str]:
        return {area.code for area in self.reference.path(code)}

    def _shown(self, code: str) -> str:
        area: Area = self.reference.areas[code]
        return f"{code} {area.name.th}"
