"""The tokens for Python: every colour, size and the one chart template. `assets/tokens.css` says the same in CSS."""

INK = "#14213D"
TEXT = "#1B2430"
MUTED = "#5B6676"
LINE = "#D9DEE5"
CANVAS = "#F6F7F9"
SURFACE = "#FFFFFF"
ACCENT = "#0F6E68"
WARNING_TEXT, WARNING_GROUND = "#7A4A00", "#FFF4DC"
ALERT = "#B42318"

OUTLINE = "#E7EAEE"
BLACK = "#000000"
BORDER = "#4A5563"
CLEAR = "rgba(0,0,0,0)"

NEED = ("#FBEFD9", "#F4CE95", "#E39B57", "#C2662B", "#8A3B12")
STRENGTH = ("#E4F1EF", "#B3D9D4", "#74B5B2", "#36868E", "#114A57")
CHANGE = ("#114A57", "#74B5B2", "#ECEDEA", "#E39B57", "#8A3B12")
LEVELS = ("#8A3B12", "#E39B57", "#74B5B2", "#114A57")
CAPITALS = ("#23349B", "#A571C9", "#7C2A17", "#2A977F", "#DF6314")
PROBLEMS = ("#7B1457", "#97795F", "#2F3A9E", "#D96C1E", "#2E8BC0")

# Two near-canvas colours that `assets/patterns.js` finds in a drawn map and paints as hatch and as dots.
MISSING_FILL, HIDDEN_FILL = "#F6F7F8", "#F6F7FA"
# Areas with nothing of what is measured, and the hatch over areas whose number is uncertain (the same script).
ZERO_FILL, UNCERTAIN_FILL = "#FFFFFF", "#5B6677"

FONT = "Sarabun, sans-serif"
SMALL, BODY, TITLE, HEADING, FIGURE, HERO = 13, 15, 17, 21, 28, 40

# WCAG 2.2 AA: contrast of text.
READABLE = 4.5

# One ink for a place, whatever the metric.
PLACE = STRENGTH[4]


RAMPS = {"need": NEED, "loss": CHANGE, "gain": CHANGE[::-1]}

# Places side by side, each with a mark of its own as well.
PLACES = (INK, NEED[3], STRENGTH[3], NEED[4])
PLACE_MARKS = ("circle", "square", "diamond", "triangle-up")


def ramp(scale: str) -> tuple[str, ...]:
    """Return the five class colours of a scale, low to high; counts read like strength.

    loss, gain: changes, where a rise is bad (of poverty) or good (of capitals).
    """
    return RAMPS.get(scale, STRENGTH)


def diverges(scale: str) -> bool:
    """Whether a scale has a middle that means no change."""
    return scale in ("loss", "gain")


def border_on(fill: str) -> str:
    """Return the border of a filled area: dark or white, whichever stands out more, always 3:1."""
    return max((BORDER, SURFACE), key=lambda colour: contrast(colour, fill))


def categorical(palette: tuple[str, ...], index: int) -> str:
    """Return a colour of a palette; beyond its end everything is muted, because no further hue stays apart."""
    return palette[index] if index < len(palette) else MUTED


def readable_on(ground: str) -> str:
    """Return the text colour for a coloured ground: white or ink, whichever stands out more; black where neither can be read."""
    best = max((SURFACE, INK), key=lambda colour: contrast(colour, ground))
    return best if contrast(best, ground) >= READABLE else BLACK


def faint(colour: str, share: float) -> str:
    """Return `#RRGGBB` as a see-through colour; share is its opacity from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two `#RRGGBB` colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB` (WCAG 2.2), from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return sum(
        part * (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
        for part, channel in ((0.2126, red), (0.7152, green), (0.0722, blue))
    )


def _axis(**changes) -> dict:
    return {
        "gridcolor": OUTLINE,
        "linecolor": LINE,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"color": MUTED, "size": SMALL},
        **changes,
    }


TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": SMALL, "color": TEXT},
        "paper_bgcolor": SURFACE,
        "plot_bgcolor": SURFACE,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "separators": ".,",
        "colorway": [PLACE, *CAPITALS],
        "hoverlabel": {
            "bgcolor": INK,
            "bordercolor": INK,
            "font": {"family": FONT, "size": SMALL, "color": SURFACE},
            "align": "left",
        },
        "xaxis": _axis(),
        "yaxis": _axis(showgrid=False),
    }
}
