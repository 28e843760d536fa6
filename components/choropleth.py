"""The map: outlines of a whole boundary layer, the programme's areas filled by class, sent once and recoloured."""

from dash import Patch

from components.classes import Classes
from components.graph import MARK_ROOM, figure, hover, mark
from components.theme import (
    ACCENT,
    CANVAS,
    CLEAR,
    HIDDEN_FILL,
    INK,
    MISSING_FILL,
    OUTLINE,
    SMALL,
    UNCERTAIN_FILL,
    ZERO_FILL,
    border_on,
    faint,
    ramp,
    readable_on,
)
from data.indicators import Indicator

MISSING, HIDDEN, ZERO = 5, 6, 7
PADDING = 0.02
# Traces in drawing order; `assets/map.js` knows areas, selected and cursor by these places.
OUTLINES, AREAS, SELECTED, CURSOR, UNCERTAIN, MARKS = range(6)
# More numbers than this would cover the map that they explain.
MOST_MARKS = 60


def choropleth(layer: dict, classes: Classes, sentences: dict[str, str], entry: Indicator, lang: str, **more) -> dict:
    """Return the map of one measure.

    layer: {"url", "codes", "bounds": [west, south, east, north], "points": {code: [lon, lat]}} of the boundary layer;
    sentences: {code: hover text}; more: `place` (selected code), `uncertain` (codes to hatch), `frame`
    (width by height of the picture) and `demo`.
    """
    codes = list(sentences)
    place = more.get("place", "")
    areas = {
        **_trace(layer["url"], codes, _steps(classes, codes), borders(classes, codes, entry.scale), 0.7),
        **{"zmin": -0.5, "zmax": 7.5, "colorscale": colorscale(entry.scale)},
        **{
            "text": [hover(sentence) for sentence in sentences.values()],
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": codes,
        },
    }
    rest = [code for code in layer["codes"] if code not in sentences]
    outlines = _trace(layer["url"], rest, [0] * len(rest), OUTLINE, 1, CANVAS)
    chosen = [place] if place in sentences else []
    selected = _trace(layer["url"], chosen, [0] * len(chosen), INK, 2)
    cursor = _trace(layer["url"], [], [], ACCENT, 3)
    unsure = list(more.get("uncertain", ()))
    hatch = _trace(layer["url"], unsure, [0] * len(unsure), CLEAR, 0, faint(UNCERTAIN_FILL, 0.2))
    return figure(
        [outlines, areas, selected, cursor, hatch, _marks(layer.get("points", {}), classes, entry.scale)],
        lang, geo=_geo(layer["bounds"], more.get("frame", 0)), title=mark(lang, more.get("demo", False)),
        margin={"l": 0, "r": 0, "t": 0, "b": MARK_ROOM}, uirevision="map",
    )  # fmt: skip


def recolour(
    layer: dict, classes: Classes, sentences: dict[str, str], entry: Indicator, lang: str, demo: bool = False, **more
) -> Patch:
    """Return what another measure changes in a drawn map: classes, colours, hover and mark, never the geometry."""
    patch = Patch()
    codes = list(sentences)
    patch["layout"]["title"] = mark(lang, demo)
    areas = patch["data"][AREAS]
    areas["z"] = _steps(classes, codes)
    areas["text"] = [hover(sentence) for sentence in sentences.values()]
    areas["colorscale"] = colorscale(entry.scale)
    areas["marker"]["line"]["color"] = borders(classes, codes, entry.scale)
    unsure = list(more.get("uncertain", ()))
    patch["data"][UNCERTAIN]["locations"] = unsure
    patch["data"][UNCERTAIN]["z"] = [0] * len(unsure)
    patch["data"][MARKS] = _marks(layer.get("points", {}), classes, entry.scale)
    return patch


def fills(scale: str) -> tuple[str, ...]:
    """Return the colour of every step: five classes, missing, hidden, zero."""
    return (*ramp(scale), MISSING_FILL, HIDDEN_FILL, ZERO_FILL)


def borders(classes: Classes, codes: list[str], scale: str) -> list[str]:
    """Return the border of each area: what stands out from its fill."""
    colours = fills(scale)
    return [border_on(colours[step]) for step in _steps(classes, codes)]


def _marks(points: dict[str, list[float]], classes: Classes, scale: str) -> dict:
    """Return the number of its class in each area: the colour said once more without colour."""
    colours = fills(scale)
    marked = [code for code in points if classes.mark(code)]
    marked = marked if len(marked) <= MOST_MARKS else []
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [points[code][0] for code in marked],
        "lat": [points[code][1] for code in marked],
        "text": [classes.mark(code) for code in marked],
        "textfont": {"size": SMALL, "color": [readable_on(colours[step]) for step in _steps(classes, marked)]},
        "hoverinfo": "skip",
    }


def colorscale(scale: str) -> list[list]:
    """Return eight flat steps: five classes, then missing, hidden and zero."""
    colours = fills(scale)
    edges = [step / len(colours) for step in range(len(colours) + 1)]
    return [[edge, colour] for step, colour in enumerate(colours) for edge in (edges[step], edges[step + 1])]


def _steps(classes: Classes, codes: list[str]) -> list[int]:
    """Return the step of each code: its class, zero, hidden where the gate hid it, missing where there is no value."""
    apart = dict.fromkeys(classes.zero, ZERO) | dict.fromkeys(classes.hidden, HIDDEN)
    return [apart.get(code, MISSING) if (step := classes.step(code)) is None else step for code in codes]


def _trace(
    url: str, codes: list[str], values: list[int], border: str | list[str], width: float, fill: str = CLEAR
) -> dict:
    return {
        "type": "choropleth",
        "geojson": url,
        "locations": codes,
        "z": values,
        "colorscale": [[0, fill], [1, fill]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"color": border, "width": width}},
    }


def _geo(bounds: list[float], frame: float) -> dict:
    """Return the view; frame: width by height of the picture, which a zoomed map then fills whatever its shape."""
    west, south, east, north = bounds
    wide, high = PADDING * (east - west), PADDING * (north - south)
    if frame:
        wide = max(wide, ((north - south + 2 * high) * frame - (east - west)) / 2)
        high = max(high, ((east - west + 2 * wide) / frame - (north - south)) / 2)
    return {
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west - wide, east + wide]},
        "lataxis": {"range": [south - high, north + high]},
        "bgcolor": CLEAR,
        **dict.fromkeys(("showcoastlines", "showland", "showframe", "showlakes", "showcountries", "showocean"), False),
    }
