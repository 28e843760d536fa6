"""The menu of a snapshot, protected; and the rows of one question as the public may see them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from data.disclosure.cells import Partition
from data.disclosure.masking import Nodes, masked
from data.disclosure.patterns import Family, Pattern
from data.disclosure.releases import Menu, Release, read_release, written_at
from data.disclosure.tree import UNKNOWN
from data.gate import HIDDEN
from data.library import Opened
from data.queries.ground import INSIDE, Ground, event_ground, survey_ground
from data.queries.menu import event_menu, survey_menu
from data.queries.needs import NEEDS, Names
from data.queries.rounds import base_round
from data.queries.scope import Scope
from data.selection import Selection
from data.settings import Settings


class Question(Protocol):
    """What is known here of a question: the function that answers it and the columns that name a row."""

    answer: Callable[[Scope], list[dict]]
    labels: tuple[str, ...]


def protect(
    opened: Opened,
    thresholds: tuple[int, ...],
    before: Release | None = None,
    unchanged: frozenset[tuple] | None = frozenset(),
) -> Release:
    """Return the protected menu of a snapshot for each threshold, lowest first: every round and the events.

    before: the release before it; unchanged: leaf areas (codes from the top) where no household changed since, None for all.
    """
    found = Release(opened.snapshot.id, datetime.now(UTC).isoformat(timespec="seconds"))
    unknown: set[str] = set()
    for name, ground, partitions in _families(opened):
        same = np.zeros(ground.tree.leaves, dtype=bool)
        for path, leaf in ground.tree.leaf_index.items():
            same[leaf] = unchanged is None or path in unchanged
        inside: dict[str, Pattern] = {}
        for threshold in sorted(thresholds):
            kept = _before(before, threshold).get(name, {})
            parts = [part.at(threshold) for part in partitions]
            inside = Family(ground.tree, parts, kept, same, inside).protect()
            found.menus.setdefault(threshold, {})[name] = inside
        unknown |= {node for node in ground.tree.nodes if node.startswith(UNKNOWN)}
    found.unknown = sorted(unknown)
    return found


def _before(before: Release | None, threshold: int) -> Menu:
    """Return what a viewer of this threshold knows of the release before: its own menu, or the nearest one it may see."""
    if before is None or not before.menus:
        return {}
    return before.menu(threshold) or before.menus[max(before.menus)]


def _families(opened: Opened) -> Iterator[tuple[str, Ground, list[Partition]]]:
    reference = opened.snapshot.reference
    for survey_round in opened.snapshot.rounds:
        scope = Scope(opened, Selection(round=survey_round), INSIDE)
        ground = survey_ground(opened, survey_round, base_round(scope))
        yield f"survey:{survey_round}", ground, survey_menu(ground, reference)
    events = event_ground(opened)
    if events.tree.leaves:
        yield "events", events, event_menu(events, reference)


def release_of(opened: Opened, settings: Settings) -> Release | None:
    """Return the release of a snapshot. Where none was made its menu is protected here and now, if the settings say so."""
    thresholds = settings.thresholds
    # Read again where menus for other thresholds were added to it.
    found = opened.once(("stored release", thresholds, written_at(settings.build, opened.snapshot.id)), list)
    if not found:
        made = read_release(settings.build, opened.snapshot.id)
        if made is None and settings.protect_menu:
            made = protect(opened, thresholds)
        found += [made] if made else []
    return found[0] if found else None


def on_menu(question: str, scope: Scope) -> bool:
    """Whether a selection asks for a table of the fixed menu: presets only, any place, level, round and unit."""
    selection = scope.selection
    plain = selection.at(place="", by="", round=None, source="published", metric="", unit="", sort="", page=1)
    plain = plain.at(classes="", breaks=())
    if plain.k == plain.at(k=None).cut_off(scope.reference):
        plain = plain.at(k=None)
    if plain.base is not None and plain.base == base_round(Scope(scope.opened, selection.at(base=None), scope.viewer)):
        plain = plain.at(base=None)
    return question in NEEDS and plain == Selection()


def public_rows(question: str, scope: Scope, rows: list[dict], labels: tuple[str, ...], release: Release) -> list[dict]:
    """Return the rows of a menu question with HIDDEN for what the release keeps back."""
    reference = scope.reference
    base = base_round(scope)
    names = Names(f"survey:{scope.round}", f"survey:{base}", reference)
    menu = release.menu(scope.viewer.threshold)
    nodes = scope.opened.once("nodes", lambda: _nodes(reference, release))
    keep = frozenset(("code", *labels))
    by, place, provinces = scope.selection.level(reference), scope.selection.place, scope.viewer.provinces
    behind: dict[str, list[str]] = {}
    found = []
    for row in rows:
        code = row["code"]
        if code not in behind:
            behind[code] = nodes.of(code, by, place, provinces)
        found.append(masked(row, keep, NEEDS[question](row, names), behind[code], menu or {}, HIDDEN))
    return found


def _nodes(reference, release: Release) -> Nodes:
    def path(code: str) -> list[str]:
        return [area.code for area in reference.path(code)]

    return Nodes(reference.levels, reference.home_level, path, release.unknown)


def hidden_rows(rows: list[dict], labels: tuple[str, ...]) -> list[dict]:
    """Return rows that say nothing but where they stand: for questions nobody protects."""
    keep = {"code", *labels}
    return [{name: cell if name in keep else HIDDEN for name, cell in row.items()} for row in rows]


def hidden_grid(scope: Scope, question: Question, codes: list[str] | None = None) -> list[dict]:
    """Return hidden rows for every label of the programme in some areas: which rows there are tells nothing.

    codes: the areas; without them those of the question's whole table, without a cohort.
    """
    plain = Selection(by=scope.selection.by, round=scope.selection.round)
    whole = question.answer(Scope(scope.opened, plain, scope.viewer))
    if codes is None:
        inside = question.answer(Scope(scope.opened, plain.at(place=scope.selection.place), scope.viewer))
        codes = list(dict.fromkeys(row["code"] for row in inside))
    labels = list(dict.fromkeys(tuple(row[name] for name in question.labels) for row in whole))
    return [_hidden(whole[0], code, question.labels, label) for code in codes for label in labels]


def _hidden(like: dict, code: str, names: tuple[str, ...], values: tuple) -> dict:
    return dict.fromkeys(like, HIDDEN) | {"code": code} | dict(zip(names, values, strict=True))


# Questions that have rows only for what occurs, with the column that names a need or a kind of help.
SPARSE = {"assistance": "kind", "agencies": "need"}


def with_silent_zeros(name: str, scope: Scope, rows: list[dict], question: Question) -> list[dict]:
    """Return rows with hidden ones for health and disability where nothing occurs: there zero is a secret, too."""
    column = SPARSE.get(name)
    needs = {need.key for need in scope.reference.needs if need.dimension in scope.reference.sensitive_dimensions}
    if column is None or not needs or not rows:
        return rows
    top = Selection(by=scope.reference.levels[0], round=scope.selection.round)
    whole = question.answer(Scope(scope.opened, top, scope.viewer))
    labels = [tuple(row[entry] for entry in question.labels) for row in whole if row[column] in needs]
    stand = {(row["code"], *(row[entry] for entry in question.labels)) for row in rows}
    silent = [
        _hidden(rows[0], code, question.labels, label)
        for code in sorted({*areas(scope), *(row["code"] for row in rows)})
        for label in dict.fromkeys(labels)
        if (code, *label) not in stand
    ]
    return sorted([*rows, *silent], key=lambda row: row["code"])


def areas(scope: Scope) -> list[str]:
    """Return the areas with households of the round, whatever the cohort."""
    whole = Scope(scope.opened, scope.selection.at(cohort=()), scope.viewer)
    condition, values = whole.condition()
    found = whole.rows(f"SELECT DISTINCT {whole.code} AS code FROM household_profile WHERE {condition}", values)
    return [row["code"] for row in found]
