"""The map: outlines of a whole boundary layer, the programme's areas filled by class, sent once and recoloured."""

from dash import Patch

from components.classes import Classes
from components.graph import MARK_ROOM, figure, hover, mark
from components.theme import ACCENT, BORDER, CANVAS, CLEAR, HIDDEN_FILL, INK, MISSING_FILL, OUTLINE, ramp
from data.indicators import Indicator

MISSING, HIDDEN = 5, 6
PADDING = 0.02
# Traces in drawing order; `assets/map.js` knows the last two by these places.
OUTLINES, AREAS, SELECTED, CURSOR = range(4)


def choropleth(layer: dict, classes: Classes, sentences: dict[str, str], entry: Indicator, lang: str, **more) -> dict:
    """Return the map of one measure.

    layer: {"url", "codes", "bounds": [west, south, east, north]} of the boundary layer; sentences: {code: hover text};
    more: `place` (selected code) and `demo`.
    """
    codes = list(sentences)
    place = more.get("place", "")
    areas = {
        **_trace(layer["url"], codes, _steps(classes, codes), BORDER, 0.7),
        **{"zmin": -0.5, "zmax": 6.5, "colorscale": colorscale(entry.scale)},
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
    return figure(
        [outlines, areas, selected, cursor], lang, geo=_geo(layer["bounds"]), title=mark(lang, more.get("demo", False)),
        margin={"l": 0, "r": 0, "t": 0, "b": MARK_ROOM}, uirevision="map",
    )  # fmt: skip


def recolour(classes: Classes, sentences: dict[str, str], entry: Indicator, lang: str, demo: bool = False) -> Patch:
    """Return what another measure changes in a drawn map: classes, colours, hover and mark, never the geometry."""
    patch = Patch()
    patch["layout"]["title"] = mark(lang, demo)
    areas = patch["data"][AREAS]
    areas["z"] = _steps(classes, list(sentences))
    areas["text"] = [hover(sentence) for sentence in sentences.values()]
    areas["colorscale"] = colorscale(entry.scale)
    return patch


def colorscale(scale: str) -> list[list]:
    """Return seven flat steps: five classes, then missing, then hidden."""
    colours = (*ramp(scale), MISSING_FILL, HIDDEN_FILL)
    edges = [step / len(colours) for step in range(len(colours) + 1)]
    return [[edge, colour] for step, colour in enumerate(colours) for edge in (edges[step], edges[step + 1])]


def _steps(classes: Classes, codes: list[str]) -> list[int]:
    """Return the ramp step of each code; hidden where the gate hid it, missing where there is no value."""
    return [
        classes.classes[classes.place[code]].step
        if code in classes.place
        else HIDDEN if code in classes.hidden else MISSING
        for code in codes
    ]  # fmt: skip


def _trace(url: str, codes: list[str], values: list[int], border: str, width: float, fill: str = CLEAR) -> dict:
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


def _geo(bounds: list[float]) -> dict:
    west, south, east, north = bounds
    wide, high = PADDING * (east - west), PADDING * (north - south)
    return {
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west - wide, east + wide]},
        "lataxis": {"range": [south - high, north + high]},
        "bgcolor": CLEAR,
        **dict.fromkeys(("showcoastlines", "showland", "showframe", "showlakes", "showcountries", "showocean"), False),
    }
