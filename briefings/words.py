"""How a number of a briefing is compared and called: better or worse, the same, unclear, hidden, missing, few."""

from components.classes import is_number
from components.view import View
from data.gate import HIDDEN, Cell
from data.text import Text, number, percent

HIGHER, LOWER = Text("สูงกว่า", "higher than"), Text("ต่ำกว่า", "lower than")
SAME, UNCLEAR = Text("เท่ากับ", "the same as"), Text("ไม่ต่างอย่างชัดเจนจาก", "not clearly different from")
BETTER, WORSE = Text("ดีขึ้น", "better"), Text("แย่ลง", "worse")
UNCHANGED, PERHAPS = Text("เท่าเดิม", "unchanged"), Text("อาจไม่เปลี่ยนเลย", "perhaps no change at all")
IS_HIDDEN = Text("{what}ไม่แสดง เพื่อปกป้องครัวเรือน", "{what}: hidden, to protect households")
IS_MISSING = Text("{what}ไม่มีข้อมูล", "{what}: no data")
FEW = Text("ครัวเรือนน้อย (n = {n}) ควรอ่านด้วยความระมัดระวัง", "Few households (n = {n}): read with care")
FULL_COUNT = Text("นับทุกครัวเรือนที่สำรวจ จึงไม่มีช่วงความคลาดเคลื่อน", "Full count of surveyed households, so no interval")
NO_INTERVAL = Text(
    "ข้อมูลมาจากตัวอย่างและไม่ทราบช่วงความคลาดเคลื่อน ความต่างจึงอาจเกิดจากการสุ่ม",
    "The data are a sample and the interval is not known, so a difference may be chance",
)
INTERVAL = Text("ช่วงความเชื่อมั่น 95% {low} ถึง {high}", "95 % interval {low} to {high}")
AND, COMMA = Text("และ", " and "), Text(", ", ", ")
ABOUT = Text("ประมาณ {value}", "about {value}")
# Below this a mean moves a lot with a single household.
SMALL_N = 30


def unknown(view: View, what: Text, cell: Cell) -> str:
    """Return the sentence about a cell that holds no number, "" where it holds one."""
    if is_number(cell):
        return ""
    return view.say(IS_HIDDEN if cell is HIDDEN else IS_MISSING, what=what)


def standing(value: float, other: float, decimals: int, low: Cell = None, high: Cell = None) -> Text:
    """Return how a value stands to another: judged as both are shown, and by the interval where there is one."""
    if round(value, decimals) == round(other, decimals):
        return SAME
    if is_number(low) and is_number(high) and low <= other <= high:
        return UNCLEAR
    return HIGHER if value > other else LOWER


def direction(change: float, better: str, decimals: int, low: Cell = None, high: Cell = None) -> Text:
    """Return whether a change is for the better; `better` is "low" or "high"; judged as the change is shown."""
    if round(change, decimals) == 0:
        return UNCHANGED
    if is_number(low) and is_number(high) and low <= 0 <= high:
        return PERHAPS
    return BETTER if (change > 0) == (better == "high") else WORSE


def first_and_ties(cells: dict[str, float], decimals: int, lowest: bool) -> list[str]:
    """Return the keys of the lowest (or highest) number as it is shown: several where it is shown the same."""
    shown = {key: round(value, decimals) for key, value in cells.items() if is_number(value)}
    end = (min if lowest else max)(shown.values(), default=None)
    return [key for key, value in shown.items() if value == end]


def listed(view: View, names: list[str]) -> str:
    """Return names as one list with its last "and"."""
    if len(names) < 2:
        return "".join(names)
    return view.say(COMMA).join(names[:-1]) + view.say(AND) + names[-1]


def certainty(view: View, low: Cell = None, high: Cell = None, words=percent) -> str:
    """Return the interval in words, else that it is a full count, else that nobody knows it."""
    if is_number(low) and is_number(high):
        return view.say(INTERVAL, low=words(low), high=words(high))
    return view.say(FULL_COUNT if view.reference.sampling == "census" else NO_INTERVAL)


def few(view: View, n: Cell) -> list[str]:
    """Return the caution about a small group, none for a larger, a hidden or an unknown one."""
    return [view.say(FEW, n=number(n))] if is_number(n) and 0 < n < SMALL_N else []


def roughly(view: View, words: str, method: dict) -> str:
    """Return a number that was told with noise as what it is: about that many."""
    return view.say(ABOUT, value=words) if method.get("additive") == "no" else words
