"""The fixed menu as data: the counts behind every table, how they add up, and what each column tells of them.

Which cells nobody may know is worked out by `data.disclosure`; here stands only what adds up to what.
"""

from dataclasses import dataclass

import numpy as np

from data.disclosure.cells import Cell, Partition
from data.queries.ground import Ground, measures
from data.reference import Reference

Part = tuple[str, str]


@dataclass
class Menu:
    """Partitions of one family, parents before children."""

    ground: Ground
    partitions: list[Partition]

    def root(self, name: str, **marks) -> None:
        """Add a count that belongs to no known total."""
        self.partitions.append(Partition(name, (self._cell(name, **marks),)))

    def split(
        self, name: str, totals: Part | tuple[Part, ...], whole: np.ndarray, part: str, rest: str = "rest", **marks
    ) -> None:
        """Add a total split in two: a count, and what is left of the total."""
        cell = self._cell(part, **{key: value for key, value in marks.items() if key != "rest_exempt"})
        other = Cell(rest, np.maximum(whole - cell.count, 0), cell.sensitive, marks.get("rest_exempt", False))
        self.add(name, totals, (cell, other))

    def add(self, name: str, totals: Part | tuple[Part, ...], cells: tuple[Cell, ...]) -> None:
        """Add a total with its cells."""
        pairs = (totals,) if isinstance(totals[0], str) else totals
        self.partitions.append(Partition(name, cells, pairs))

    def _cell(self, name: str, **marks) -> Cell:
        people = self.ground[f"{name}/people"] if f"{name}/people" in self.ground.names else None
        return Cell(name, self.ground[name], people=people, **marks)


def survey_menu(ground: Ground, reference: Reference) -> list[Partition]:
    """Partitions of one survey round."""
    menu = Menu(ground, [])
    # Who was not reached is one count; not found and moved are its small parts, and do not take it with them.
    for name in ("surveyed", "unreached"):
        menu.root(name)
    _verification(menu)
    if reference.capitals:
        _capitals(menu, reference)
    if reference.dimensions:
        _poverty(menu)
        _needs(menu, reference)
    _panel(menu, reference)
    return menu.partitions


def _verification(menu: Menu) -> None:
    n = menu.ground
    everybody, rest = ("surveyed", "surveyed"), n["surveyed"] - n["poor"]
    menu.split("outcome", everybody, n["surveyed"], "poor")
    menu.split("rest_kind", ("outcome", "rest"), rest, "not_poor")
    menu.split("rest_list", ("outcome", "rest"), rest, "rest_listed", "unlisted")
    menu.split("rest_both", ("rest_list", "rest_listed"), n["rest_listed"], "not_poor_listed")
    menu.split("poor_list", ("outcome", "poor"), n["poor"], "poor_listed", "unlisted")
    listed = n["poor_listed"] + n["rest_listed"]
    parts = (("poor_list", "poor_listed"), ("rest_list", "rest_listed"))
    cells = (Cell("listed", listed), Cell("unlisted", np.maximum(n["surveyed"] - listed, 0)))
    menu.partitions.append(Partition("surveyed_list", cells, (everybody,), parts))
    unlisted, rest_unlisted = n["poor"] - n["poor_listed"], rest - n["rest_listed"]
    menu.split("poor_new", ("poor_list", "unlisted"), unlisted, "newly_found")
    menu.split("unreached_kind", ("unreached", "unreached"), n["unreached"], "moved", "not_found")
    menu.split("unreached_list", ("unreached", "unreached"), n["unreached"], "unreached_listed")
    menu.split("card_poor_listed", ("poor_list", "poor_listed"), n["poor_listed"], "card_poor_listed")
    menu.split("card_poor_unlisted", ("poor_list", "unlisted"), unlisted, "card_poor_unlisted")
    menu.split("card_rest_listed", ("rest_list", "rest_listed"), n["rest_listed"], "card_rest_listed")
    menu.split("card_rest_unlisted", ("rest_list", "unlisted"), rest_unlisted, "card_rest_unlisted")


def _capitals(menu: Menu, reference: Reference) -> None:
    n, everybody = menu.ground, ("surveyed", "surveyed")
    for key in (*(group.key for group in reference.capitals), "overall"):
        menu.split(f"capital_{key}", everybody, n["surveyed"], f"known_{key}", "blank", rest_exempt=True)
    for item in reference.capital_items:
        menu.split(f"asked_{item.key}", everybody, n["surveyed"], f"asked_{item.key}", "blank", rest_exempt=True)
        asked = (f"asked_{item.key}", f"asked_{item.key}")
        menu.split(f"weak_{item.key}", asked, n[asked[1]], f"weak_{item.key}", sensitive=item.sensitive)
    menu.root("lowest")
    menu.split("lowest_reach", ("lowest", "lowest"), n["lowest"], "never")


def _poverty(menu: Menu) -> None:
    """Sample and poor."""
    n = menu.ground
    menu.split("sample", ("surveyed", "surveyed"), n["surveyed"], "sample", "blank", rest_exempt=True)
    menu.split("poverty", ("sample", "sample"), n["sample"], "af_poor")


def _needs(menu: Menu, reference: Reference) -> None:
    n = menu.ground
    for group in reference.dimensions:
        marks = {"sensitive": group.key in reference.sensitive_dimensions}
        menu.split(f"need_{group.key}", ("surveyed", "surveyed"), n["surveyed"], f"any_{group.key}", **marks)
        for name in ("referred", "helped"):
            total = (f"need_{group.key}", f"any_{group.key}")
            if f"{name}_{group.key}" in n.names:
                menu.split(f"{name}_{group.key}", total, n[f"any_{group.key}"], f"{name}_{group.key}", **marks)


def _panel(menu: Menu, reference: Reference) -> None:
    """Who is in both rounds, and who joined or left: a mean of everybody and one of the same would tell of the others."""
    n = menu.ground
    names = [name for name in measures(reference) if f"panel_{name}" in n.names]
    for name in names:
        if name == "H":
            _poor_panel(menu)
            continue
        key = name.removeprefix("capital_")
        stayed = Cell("stayed", n[f"panel_{name}"], most=np.maximum(n[f"was_{name}"], n[f"panel_{name}"]))
        joined = Cell("joined", np.maximum(n[f"known_{key}"] - stayed.count, 0))
        menu.add(f"panel_{name}", (f"capital_{key}", f"known_{key}"), (stayed, joined))


def _poor_panel(menu: Menu) -> None:
    n = menu.ground
    stayed = n["panel_H"]
    poor, rest = n["panel_was_poor"], stayed - n["panel_was_poor"]
    left = (
        np.maximum(n["was_H"] - stayed, 0),
        np.maximum(n["was_poor"] - poor, 0),
        np.maximum(n["was_H"] - n["was_poor"] - rest, 0),
    )
    for name, total, whole, count in (
        ("panel_poor", "af_poor", n["af_poor"], n["panel_poor"]),
        ("panel_rest", "rest", n["sample"] - n["af_poor"], stayed - n["panel_poor"]),
    ):
        cells = (Cell("stayed", count, shadows=left), Cell("joined", np.maximum(whole - count, 0)))
        menu.add(name, ("poverty", total), cells)
    cells = (Cell("poor", poor), Cell("rest", rest))
    menu.add("panel_was", (("panel_poor", "stayed"), ("panel_rest", "stayed")), cells)


def event_menu(ground: Ground, reference: Reference) -> list[Partition]:
    """Partitions of help and models."""
    menu = Menu(ground, [])
    n = ground
    sensitive = {need.key for need in reference.needs if need.dimension in reference.sensitive_dimensions}
    for name in ("models", "entry"):
        menu.root(name)
    for name in sorted(entry for entry in n.names if entry.startswith("kind|") and not entry.endswith("/people")):
        menu.root(name, sensitive=name.split("|")[1] in sensitive)
    menu.split("measured", ("entry", "entry"), n["entry"], "measured", rest_exempt=True)
    return menu.partitions
