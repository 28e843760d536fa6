"""A large table whose rows stay on the server: the browser asks for one page, sorted and filtered, at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dash_ag_grid
from dash import html
from dash.fingerprint import build_fingerprint

from components.downloads import download_button
from components.grid_words import LOCALE
from components.view import View

PAGE_ROWS = 50
PINNED_WIDTH, WORD_WIDTH, WIDTH, HEIGHT = 160, 164, 136, 640
WORD_FILTERS = ["contains", "notContains", "equals", "startsWith", "endsWith"]
# What a filter of a number can say.
NUMBER_FILTERS = ["greaterThanOrEqual", "lessThanOrEqual", "inRange", "equals", "notEqual", "blank", "notBlank"]

# Dash would send the grid's 1.3 MB with every page; `assets/grid.js` fetches it where a grid is.
BUNDLE = dash_ag_grid.AgGrid._js_dist[0]
BUNDLE["async"] = "lazy"


@dataclass(frozen=True)
class Column:
    """One column. show: a cell as a reader sees it, for numbers; amount: a known cell as the number that is shown.

    sort: "asc" or "desc" on the column that the table is sorted by at first. sorts, filters: what its head offers,
    all tests of its kind where none are named.
    """

    key: str
    head: str
    show: Callable[[Any], str] | None = None
    amount: Callable[[Any], float] | None = None
    sort: str = ""
    sorts: bool = True
    filters: tuple[str, ...] | None = None

    @property
    def is_number(self) -> bool:
        """Whether cells are numbers, None or HIDDEN; else they are words."""
        return self.show is not None

    def text(self, cell: Any) -> str:
        """Return a cell as a reader sees it."""
        return self.show(cell) if self.show else cell


def grid_card(
    id: str,
    version: str,
    title: str,
    sentence: str,
    columns: Iterable[Column],
    notes: list[str],
    view: View,
    *,
    files: bool = True,
) -> html.Section:
    """Return the table in the frame of a card; version: what its rows depend on, in codes; files: may it be taken along."""
    words = [html.H2(title, id=f"{id}-title"), html.P(sentence, id=f"{id}-sentence")]
    foot = [html.Div([html.Span(note) for note in notes if note], id=f"{id}-notes")]
    foot += [download_button(id, view.lang)] * files
    return html.Section(
        [html.Header(words), html.Div(_grid(id, version, columns, view), className="grid-box"), html.Footer(foot)],
        id=f"{id}-card",
        className="card-box",
        **{"aria-labelledby": f"{id}-title", "data-grid": id, "data-bundle": bundle_address()},
    )


def bundle_address() -> str:
    """Return the address of the grid's script with the version that lets browsers keep it."""
    path = BUNDLE["relative_package_path"]
    changed = int((Path(dash_ag_grid.__file__).parent / path).stat().st_mtime)
    name = build_fingerprint(path, dash_ag_grid.__version__, changed)
    return f"/_dash-component-suites/{BUNDLE['namespace']}/{name}"


def _grid(id: str, version: str, columns: Iterable[Column], view: View) -> dash_ag_grid.AgGrid:
    return dash_ag_grid.AgGrid(
        # Another version is another grid, which forgets the rows it has.
        id={"grid": id, "version": version},
        rowModelType="infinite",
        columnDefs=[_definition(column, place) for place, column in enumerate(columns)],
        defaultColDef={"resizable": True, "wrapHeaderText": True, "autoHeaderHeight": True},
        dashGridOptions={
            "pagination": True, "paginationPageSize": PAGE_ROWS, "paginationPageSizeSelector": False,
            "cacheBlockSize": PAGE_ROWS, "maxBlocksInCache": 4, "infiniteInitialRowCount": PAGE_ROWS,
            "ensureDomOrder": True, "suppressColumnVirtualisation": True, "enableCellTextSelection": True,
            "animateRows": False, "suppressDragLeaveHidesColumns": True, "rowHeight": 38,
            "localeText": {key: text[view.lang] for key, text in LOCALE.items()},
        },
        style={"height": f"{HEIGHT}px"},
    )  # fmt: skip


def _definition(column: Column, place: int) -> dict:
    kind = "agNumberColumnFilter" if column.is_number else "agTextColumnFilter"
    every = NUMBER_FILTERS if column.is_number else WORD_FILTERS
    options = every if column.filters is None else list(column.filters)
    definition = {
        "field": column.key, "headerName": column.head, "filter": kind, "flex": 1,
        "minWidth": WIDTH if column.is_number else WORD_WIDTH,
        "filterParams": {"filterOptions": options, "maxNumConditions": 1, "buttons": ["reset", "apply"], "closeOnApply": True},
    }  # fmt: skip
    if column.is_number:
        definition |= {"cellClass": "number", "headerClass": "number", "sortingOrder": ["desc", "asc"]}
    definition |= {"initialSort": column.sort} if column.sort else {}
    # A word that its column cuts off is told whole by a tooltip.
    definition |= {} if column.is_number else {"tooltipField": column.key}
    definition |= {"sortable": column.sorts} | ({} if options else {"filter": False})
    return definition | ({"pinned": "left", "width": PINNED_WIDTH, "minWidth": 96, "flex": 0} if place == 0 else {})
