"""Who stands side by side: up to four places, or places and a group B, each with its name and how it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from components.places import place_name
from components.split import place_words
from components.view import View
from data.cohort import Condition, cohort_text
from data.gate import Released
from data.selection import MOST_PLACES, Selection
from data.text import Text

SHORT_B = Text("กลุ่ม B", "Group B")
GROUP_B = Text("กลุ่ม B: {words}", "Group B: {words}")
GROUP_B_THERE = Text("กลุ่ม B: {words} · {place}", "Group B: {words} · {place}")
# Groups that are asked for most, as cohorts in an address.
GROUPS = {
    "verification:verified_poor,newly_found": Text("ยากจนที่ยืนยันแล้ว", "verified poor"),
    "quintile:1": Text("กลุ่มทุนต่ำสุดหนึ่งในห้า", "lowest fifth by capital"),
    "quintile:5": Text("กลุ่มทุนสูงสุดหนึ่งในห้า", "highest fifth by capital"),
}
EVERYBODY = Text("ทุกครัวเรือน", "all households")


@dataclass(frozen=True)
class Side:
    """What one subject answered to one question."""

    name: str
    short: str
    released: Released


@dataclass(frozen=True)
class Subject:
    """name: in titles and keys; short: at rows and columns; code: of its place, "" for the whole programme; cohort: its own."""

    name: str
    short: str
    code: str = ""
    cohort: tuple[Condition, ...] | None = None

    def changes(self, view: View) -> dict[str, Any]:
        """Return what a question about this subject changes of the reader's selection."""
        level = view.reference.areas[self.code].level if self.code else view.reference.levels[0]
        own = {} if self.cohort is None else {"cohort": self.cohort}
        return {"place": self.code, "by": level, **own}


def has_group(view: View) -> bool:
    """Whether a group B is chosen."""
    return bool(view.selection.against or view.selection.against_place)


def most_places(view: View) -> int:
    """Return how many places stand side by side: group B takes one of the four."""
    return MOST_PLACES - has_group(view)


def subjects(view: View) -> list[Subject]:
    """Return the ticked places, else the one on screen, else the whole programme; group B comes last."""
    chosen = view.selection
    codes = (chosen.places or (chosen.place,))[: most_places(view)]
    found = [Subject(name_of(view, code), name_of(view, code), code) for code in codes]
    return [*found, group_b(view)] if has_group(view) else found


def group_b(view: View) -> Subject:
    """Return group B: its conditions, in its own place where it has one."""
    chosen, reference = view.selection, view.reference
    named = GROUPS.get(cohort_text(chosen.against), EVERYBODY if not chosen.against else None)
    words = view.say(named) if named else chosen.at(cohort=chosen.against).cohort_words(view.lang, reference)
    if not chosen.against_place:
        return Subject(view.say(GROUP_B, words=words), view.say(SHORT_B), chosen.place, chosen.against)
    place = place_name(chosen.against_place, reference)[view.lang]
    name = view.say(GROUP_B_THERE, words=words, place=place)
    return Subject(name, view.say(SHORT_B), chosen.against_place, chosen.against)


def name_of(view: View, code: str) -> str:
    """Return the name of a place, of the whole programme for ""."""
    return place_name(code, view.reference)[view.lang] if code else place_words(replace(view, selection=Selection()))


def joined(answers: Iterable[Released]) -> Released:
    """Return the rows of several answers to one question as one, what they hide added up."""
    found = list(answers)
    rows = tuple(row for released in found for row in released.rows)
    return replace(found[0], rows=rows, hidden=sum(released.hidden for released in found))
