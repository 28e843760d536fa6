"""Rows of the menu with their hidden cells: the same shape, HIDDEN where the release keeps a number back."""

from collections.abc import Callable, Iterable

from data.disclosure.patterns import Need, Pattern

Patterns = dict[str, dict[str, Pattern]]
OTHERS = "*"


def public(needs: Iterable[Need], nodes: list[str], patterns: Patterns) -> bool:
    """Whether every need is public in every node; a need that no pattern knows is not."""
    for need in needs:
        pattern = patterns.get(need.family, {}).get(need.partition)
        if pattern is None or not all(pattern.shows(need.cells, node) for node in nodes):
            return False
    return True


def masked(
    row: dict, labels: frozenset[str], needs: dict, nodes: list[str], patterns: Patterns, hidden: object
) -> dict:
    """Return the row with `hidden` for every number that is not public, or that nobody spoke of. nodes: areas whose sum it is."""
    told: dict[tuple[Need, ...] | None, bool] = {}
    found = {}
    for column, cell in row.items():
        if column in labels:
            found[column] = cell
            continue
        wanted = needs.get(column, needs.get(OTHERS))
        if wanted not in told:
            told[wanted] = wanted is not None and bool(nodes) and public(wanted, nodes, patterns)
        found[column] = cell if told[wanted] else hidden
    return found


class Nodes:
    """Which areas of the tree a row stands for. unknown: nodes of households whose lower area is blank."""

    def __init__(self, levels: tuple[str, ...], home: str, path: Callable[[str], list[str]], unknown: Iterable[str]):
        """path: codes of an area and all above it, from the top."""
        self.levels, self.home, self.path = levels, home, path
        self.unknown = [(name, *self._place(name)) for name in unknown]

    def _place(self, name: str) -> tuple[int, list[str]]:
        blanks = name.count("unknown@")
        above = self.path(name.replace("unknown@", ""))
        return len(above) - 1 + blanks, above

    def of(self, code: str, by: str, place: str, provinces: frozenset[str]) -> list[str]:
        """Return the nodes behind a row's code for rows of level `by` inside `place`, for a viewer's home areas."""
        level, home = self.levels.index(by), self.levels.index(self.home)
        above = self.path(place) if place else []
        if code == "unknown":
            return [
                name
                for name, depth, line in self.unknown
                if depth == level and (not place or place in line) and (not provinces or line[home] in provinces)
            ]
        if place and level < len(above) - 1 and (len(above) > home or not provinces):
            return [place]
        if provinces and level < home:
            return [entry for entry in sorted(provinces) if {code, place or code} <= set(self.path(entry))]
        return [code]
