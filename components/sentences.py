"""Alt text, hover text and announcements, written from the same rows as the picture."""

from components.classes import is_number
from components.places import counted
from components.profile import Profile
from components.ranked_dots import ranked_codes
from components.view import View
from data.gate import HIDDEN, THRESHOLD, Cell
from data.indicators import Indicator, shown
from data.text import Text, number

AREA = Text("{name}: {measure} {value}", "{name}: {measure} {value}")
LOWEST = Text("ต่ำที่สุดใน {of}", "lowest of {of}")
HIGHEST = Text("สูงที่สุดใน {of}", "highest of {of}")
NTH_LOWEST = Text("ต่ำเป็นอันดับ {rank} จาก {of}", "{rank} lowest of {of}")
NTH_HIGHEST = Text("สูงเป็นอันดับ {rank} จาก {of}", "{rank} highest of {of}")
NO_VALUE = Text("ไม่มีข้อมูล", "no data")
SUMMARY = Text(
    "{title}: {worst_word}คือ {worst} {worst_value}, {best_word}คือ {best} {best_value}",
    "{title}: {worst_word} is {worst} with {worst_value}, {best_word} is {best} with {best_value}",
)
LOW_WORD, HIGH_WORD = Text("ต่ำที่สุด", "lowest"), Text("สูงที่สุด", "highest")
WITHOUT = Text("ไม่มีข้อมูล {places}", "{places} without data")
HIDDEN_AREAS = Text("ซ่อน {places}", "{places} hidden")
NOTHING = Text("{title}: ไม่มีข้อมูล", "{title}: no data")
LINE = Text("{word} {value}", "{word} {value}")
CAPITAL = Text("{name}: {capital} {value}; {word} {middle}", "{name}: {capital} {value}; {word} {middle}")
RADAR = Text("เรดาร์ทุนของ{name} คะแนน 1 ถึง 4: {scores}", "Capital radar of {name}, scores from 1 to 4: {scores}")


def area_sentences(
    cells: dict[str, Cell], names: dict[str, str], entry: Indicator, view: View, level: str, threshold: int = THRESHOLD
) -> dict[str, str]:
    """Return {code: sentence with value and rank} for hover, announcements and tables of one measure."""
    codes = ranked_codes(cells, entry)
    known = [code for code in codes if is_number(cells[code])]
    return {code: _area_sentence(code, cells, names, entry, view, level, known, threshold) for code in cells}


def _area_sentence(code, cells, names, entry, view, level, known, threshold) -> str:
    cell = cells[code]
    value = view.say(NO_VALUE) if cell is None else with_unit(cell, entry, view.lang, threshold)
    words = view.say(AREA, name=names[code], measure=entry.label, value=value)
    return f"{words} · {rank_words(code, cells, entry, view, level, known)}" if code in known else words


def rank_words(code: str, cells: dict, entry: Indicator, view: View, level: str, known: list[str]) -> str:
    """Return `3rd lowest of 15 provinces`; equal values share the better-known place: the rank of the first of them."""
    rank = 1 + sum(1 for other in known if _worse(cells[other], cells[code], entry))
    low = entry.better == "high"
    of = counted(len(known), level)
    if rank == 1:
        return view.say(LOWEST if low else HIGHEST, of=of)
    return view.say(NTH_LOWEST if low else NTH_HIGHEST, of=of, rank=Text(str(rank), ordinal(rank)))


def _worse(one: float, other: float, entry: Indicator) -> bool:
    return one < other if entry.better == "high" else one > other


def ordinal(rank: int) -> str:
    """Return an English ordinal: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def with_unit(cell: Cell, entry: Indicator, lang: str, threshold: int = THRESHOLD) -> str:
    """Return a cell with its unit; per cent and hidden need none."""
    text = shown(cell, entry, lang, threshold)
    if entry.is_share or not is_number(cell) or entry.decimals:
        return text
    return f"{text} {entry.unit[lang]}"


def measure_summary(title: str, cells: dict, names: dict, entry: Indicator, view: View, level: str, line=None) -> str:
    """Return the alt text of a map or a ranked dot plot: both ends, the pilot mean, how many are missing or hidden."""
    known = [code for code in ranked_codes(cells, entry) if is_number(cells[code])]
    parts = [_ends(title, known, cells, names, entry, view) if known else view.say(NOTHING, title=title)]
    if line:
        parts.append(view.say(LINE, word=line[1], value=shown(line[0], entry, view.lang)))
    for words, sort in ((WITHOUT, None), (HIDDEN_AREAS, HIDDEN)):
        count = sum(1 for cell in cells.values() if cell is sort)
        if count:
            parts.append(view.say(words, places=counted(count, level)))
    return "; ".join(parts)


def _ends(title: str, known: list[str], cells: dict, names: dict, entry: Indicator, view: View) -> str:
    words = (LOW_WORD, HIGH_WORD) if entry.better == "high" else (HIGH_WORD, LOW_WORD)
    worst, best = known[0], known[-1]
    return view.say(
        SUMMARY, title=title, worst_word=words[0], best_word=words[1], worst=names[worst], best=names[best],
        worst_value=with_unit(cells[worst], entry, view.lang), best_value=with_unit(cells[best], entry, view.lang),
    )  # fmt: skip


def capital_sentences(profile: Profile, name: str, view: View, threshold: int = THRESHOLD) -> dict[str, str]:
    """Return {capital key: sentence with the place's score and the programme's}."""
    return {
        group.key: view.say(
            CAPITAL, name=name, capital=group.name, value=score_words(profile.values.get(group.key), view, threshold),
            word=profile.word, middle=score_words(profile.middle.get(group.key), view, threshold),
        )
        for group in profile.groups
    }  # fmt: skip


def score_words(cell: Cell, view: View, threshold: int = THRESHOLD) -> str:
    """Return a score, or the words for hidden or missing."""
    if cell is HIDDEN:
        return view.say(HIDDEN.text(threshold))
    return number(cell, 2) if is_number(cell) else view.say(NO_VALUE)


def radar_summary(profile: Profile, name: str, view: View) -> str:
    """Return the alt text of a radar: every capital with its score, what is missing or hidden named."""
    scores = ", ".join(
        f"{group.name[view.lang]} {score_words(profile.values.get(group.key), view)}" for group in profile.groups
    )
    return view.say(RADAR, name=name, scores=scores)
