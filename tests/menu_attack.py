"""Everything that a role can fetch of the menu, as facts for an attacker, and what the attacker makes of them."""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from data.disclosure.parameters import CELL_NOISE, QUESTION_NOISE, THRESHOLD, sensitive_threshold
from data.gate import HIDDEN
from data.library import Library
from data.queries import ask
from data.reference import Reference
from data.selection import Selection
from data.viewer import PUBLIC, Viewer
from tests import menu_facts as facts
from tests.attack import Attacker
from tests.crowd import ROUNDS
from tests.programmes import ADMIN, Programme

SURVEY = (
    "verification", "capitals", "weak_points", "poverty", "overlap", "need_met", "never_referred", "change",
)  # fmt: skip
EVENTS = ("assistance", "models")
# Told with noise: every count that is shown is at most this far from the truth.
NOISY = {
    SURVEY: ("levels", "contributions", "transitions"),
    EVENTS: ("funnel", "stage_days", "ageing", "exits"),
}
MOST_NOISE = CELL_NOISE[0] + QUESTION_NOISE[0]
MEASURED = {**{name: ROUNDS[-1] for name in (*SURVEY, *NOISY[SURVEY])}, **dict.fromkeys((*EVENTS, *NOISY[EVENTS]))}


def units(reference: Reference) -> tuple[dict[str, float], float]:
    """Whole weights of the problem indicators, and the points that make a household poor."""
    whole = lcm(*(item.weight.denominator for item in reference.problem_items))
    line = Fraction(reference.default_k) * whole
    return {item.key: float(item.weight * whole) for item in reference.problem_items}, float(-(-line // 1))


class Menu:
    """Everything a viewer can fetch, as facts per area."""

    def __init__(self, library: Library, viewer: Viewer):
        self.viewer, self.library = viewer, library
        self.reference = self.library.reference()
        self.weights, self.line = units(self.reference)

    def rows(self, question: str) -> Iterator[tuple[str, dict]]:
        """Rows of all levels, and inside every area the one of households whose lower area is blank."""
        levels = self.reference.levels
        for level in levels:
            for row in self._ask(question, by=level):
                if row["code"] != "unknown":
                    yield row["code"], row
        for area in self.reference.areas.values():
            if area.level != levels[-1]:
                below = levels[levels.index(area.level) + 1]
                for row in self._ask(question, place=area.code, by=below):
                    if row["code"] == "unknown":
                        yield f"unknown@{area.code}", row

    def _ask(self, question: str, **selection) -> tuple[dict, ...]:
        chosen = Selection(unit="households", round=MEASURED[question], **selection)
        return ask(question, chosen, self.viewer, self.library).rows

    def facts(self, question: str) -> Iterator[tuple[str, list]]:
        for area, row in self.rows(question):
            extra = (self.weights,) if question == "contributions" else ()
            made = getattr(facts, question)(row, *extra)
            if question == "poverty":
                # A and M0 are shares of all points; the weights are whole.
                made = [
                    (v * sum(self.weights.values()) if "points" in n and v not in (HIDDEN, None) else v, n, d)
                    for v, n, d in made
                ]
            yield area, made

    def truths(self, questions: tuple[str, ...]) -> dict[tuple[str, str], float]:
        """Every quantity that one visible cell gives by itself or with those before it."""
        known: dict[tuple[str, str], float] = {}
        for _ in range(3):
            for question in questions:
                for area, made in self.facts(question):
                    for value, numerator, denominator in made:
                        self._solve(known, area, value, numerator, denominator)
        return known

    @staticmethod
    def _solve(known: dict, area: str, value, numerator: dict, denominator: dict | None) -> None:
        if value is None or value is HIDDEN:
            return
        missing = [name for name in numerator if (area, name) not in known]
        if len(missing) != 1 or any((area, name) not in known for name in denominator or ()):
            return
        scale = 1 if denominator is None else sum(f * known[area, name] for name, f in denominator.items())
        rest = sum(f * known[area, name] for name, f in numerator.items() if name != missing[0])
        known[area, missing[0]] = (value * scale - rest) / numerator[missing[0]]


def hears_all(attacker: Attacker, menu: Menu, questions: tuple[str, ...], areas: set[str], mark: str = "") -> dict:
    """Tell the attacker a menu; return {(area, quantity of a hidden count): whether it is sensitive}.

    mark: behind every area, so that one attacker can hear two releases.
    """
    secrets, told, names = {}, set(), set()
    sensitive = {entry.key for entry in menu.reference.problem_items if entry.sensitive}
    sensitive |= menu.reference.sensitive_dimensions
    for question in questions:
        for area, made in menu.facts(question):
            attacker.hears(area + mark, made)
            for value, numerator, denominator in made:
                names |= {*numerator}
                if len(numerator) > 1:
                    continue
                [name] = numerator
                attacker.unknown(area + mark, name)
                if value is not HIDDEN and denominator is None:
                    told.add((area, name))
                elif value is HIDDEN:
                    secrets[area, name] = name.partition("_")[2] in sensitive or "clinic" in name
    for question in NOISY.get(questions, ()):
        for area, made in menu.facts(question):
            names |= hears_noise(attacker, area + mark, made)
    for parent in areas:
        children = [area.code + mark for area in menu.reference.children(parent) if area.code in areas]
        children += [f"unknown@{parent}{mark}"] * (f"unknown@{parent}" in areas)
        if children:
            attacker.adds_up(parent + mark, children, names)
    if "verification" in questions:
        _rules(attacker, menu, areas, mark)
    # A rate may be hidden for its base while its count is public.
    return {secret: kind for secret, kind in secrets.items() if secret not in told}


def hears_noise(attacker: Attacker, area: str, made: list) -> set[str]:
    """Take in noisy counts as what they may stand for, and return what they count."""
    names = set()
    for value, numerator, denominator in made:
        if denominator is None and value is not None and value is not HIDDEN:
            names |= {*numerator}
            attacker.at_most(area, numerator, value + MOST_NOISE)
            attacker.at_most(area, {name: -factor for name, factor in numerator.items()}, MOST_NOISE - value)
    return names


def _rules(attacker: Attacker, menu: Menu, areas: set[str], mark: str) -> None:
    items = [item.key for item in menu.reference.capital_items]
    equal, most = facts.rules(menu.weights, menu.line, items, [group.key for group in menu.reference.capitals])
    for area in areas:
        for expression in equal:
            attacker.equals(area + mark, expression, 0)
        for expression in most:
            attacker.at_most(area + mark, expression)


def wholes(name: str) -> tuple[str, ...]:
    """Totals that a count is part of."""
    kind, _, key = name.partition("_")
    found = {
        "poor": "af_poor",
        "weak": f"asked_{key}",
        "referred": f"any_{key}",
        "helped": f"any_{key}",
        "stage": "all",
    }
    return ("s", found[kind]) if kind in found else ("s",)


def breaches(programme: Programme, questions: tuple[str, ...], viewer: Viewer = PUBLIC) -> list[str]:
    """Return one line per hidden count that a viewer knows exactly, or knows to be below the viewer's threshold.

    Whoever signs in has seen what the public sees, too.
    """
    library = Library(programme.settings)
    truths = Menu(library, ADMIN).truths(questions)
    attacker = Attacker()
    areas = {area for area, _ in truths}
    secrets = hears_all(attacker, Menu(library, viewer), questions, areas)
    if viewer != PUBLIC:
        public = hears_all(attacker, Menu(library, PUBLIC), questions, areas)
        assert secrets.keys() < public.keys(), "a lower threshold shows more, and nothing else is hidden instead"
    return found_out(attacker, secrets, truths, threshold=programme.settings.threshold_of(viewer.role))


def found_out(attacker: Attacker, secrets: dict, truths: dict, mark: str = "", threshold: int = THRESHOLD) -> list[str]:
    """Return what the attacker finds out of the secrets."""
    found = []
    for (area, name), sensitive in sorted(secrets.items()):
        truth = truths.get((area, name))
        # Nobody's secret: a zero that is not sensitive.
        if truth is None or (round(truth) == 0 and not sensitive):
            continue
        low, high = attacker.interval(area + mark, {name: 1.0}, truth)
        least = sensitive_threshold(threshold) if sensitive else threshold
        # A count is never above a public total: 12 surveyed, so at most 12 ill.
        total = min(truths.get((area, whole), least) for whole in wholes(name))
        told = f"{area}{mark} {name}: {truth:g} in [{low:.2f}, {high:.2f}]"
        if high - low < 1e-6:
            found.append(f"exact {told}")
        elif round(truth) < least and high < min(least, total) - 1e-6:
            found.append(f"below {told}")
    return found
