"""The capitals of one place beside those of the programme: what radar and dots draw."""

from dataclasses import dataclass, replace

from components.classes import is_number
from components.places import counted
from components.view import View
from data.gate import HIDDEN, Cell
from data.reference import Group
from data.text import Text

MEAN = Text("ค่าเฉลี่ยทั้งโครงการ", "pilot mean")
MEDIAN = Text("มัธยฐานของ {places}", "median of {places}")


@dataclass(frozen=True)
class Profile:
    """values, middle, low, high: {capital key: score 1-4}; `word` says what the middle is; low to high holds half."""

    groups: tuple[Group, ...]
    values: dict[str, Cell]
    middle: dict[str, Cell]
    low: dict[str, Cell]
    high: dict[str, Cell]
    word: str

    def known(self, part: dict[str, Cell]) -> list[float | None]:
        """Return one number per capital in reference order, None for a gap."""
        return [part.get(group.key) if is_number(part.get(group.key)) else None for group in self.groups]

    @property
    def hidden(self) -> bool:
        """Whether every score of the place is hidden."""
        return bool(self.groups) and all(self.values.get(group.key) is HIDDEN for group in self.groups)

    @property
    def weakest(self) -> Group | None:
        """The capital with the lowest score, None where no score is known; the first of equals."""
        known = [group for group in self.groups if is_number(self.values.get(group.key))]
        return min(known, key=lambda group: self.values[group.key], default=None)


def household_profile(view: View, place_rows: tuple[dict, ...], programme_rows: tuple[dict, ...]) -> Profile:
    """Build from rows of `capitals` for one place and for the whole programme; the band holds half its households."""
    middle = {row["capital"]: row for row in programme_rows}
    column = {name: {key: row[name] for key, row in middle.items()} for name in ("mean", "q1", "q3")}
    values = {row["capital"]: row["mean"] for row in place_rows}
    return Profile(view.reference.capitals, values, column["mean"], column["q1"], column["q3"], view.say(MEAN))


def household_profiles(view: View, rows: tuple[dict, ...], programme_rows: tuple[dict, ...]) -> dict[str, Profile]:
    """Build {code: profile} from rows of `capitals` by home area, and under "" that of the whole programme."""
    by_code: dict[str, list[dict]] = {}
    for row in rows:
        by_code.setdefault(row["code"], []).append(row)
    return {"": household_profile(view, programme_rows, programme_rows)} | {
        code: household_profile(view, tuple(found), programme_rows) for code, found in by_code.items()
    }


def published_profiles(view: View, rows: tuple[dict, ...]) -> dict[str, Profile]:
    """Build from rows of `published` for all home areas: {code: profile}, and under "" that of the median.

    Middle and band are quartiles over the areas with a score; {} where the programme has no capitals.
    """
    groups = view.reference.capitals
    if not groups:
        return {}
    scores = {group.key: published_scores(rows, group.key) for group in groups}
    areas = max(len(_known(cells)) for cells in scores.values())
    quarters = {key: [quantile(_known(cells), share) for share in (0.25, 0.5, 0.75)] for key, cells in scores.items()}
    low, middle, high = ({key: found[place] for key, found in quarters.items()} for place in range(3))
    median = Profile(groups, middle, middle, low, high, median_word(view, areas))
    return {"": median} | {
        area.code: replace(median, values={key: cells.get(area.code) for key, cells in scores.items()})
        for area in view.reference.home_areas
    }


def published_scores(rows: tuple[dict, ...], capital: str) -> dict[str, Cell]:
    """Return {code: newest published score} of a capital; its measure is called `<capital>_capital_score`."""
    found = [row for row in rows if row["measure"] == f"{capital}_capital_score"]
    newest = max((row["period"] for row in found), default="")
    return {row["code"]: row["value"] for row in found if row["period"] == newest}


def median_word(view: View, count: int, level: str = "") -> str:
    """Return `median of 15 provinces`."""
    return view.say(MEDIAN, places=counted(count, level or view.reference.home_level))


def _known(cells: dict[str, Cell]) -> list[float]:
    return sorted(cell for cell in cells.values() if is_number(cell))


def quantile(known: list[float], share: float) -> float | None:
    """Return a quantile by linear interpolation between order statistics, None of nothing."""
    if not known:
        return None
    place = share * (len(known) - 1)
    below = int(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (place - below) * (known[above] - known[below])
