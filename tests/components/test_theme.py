"""The palette against the promises of the look: contrast on white, categories apart for every kind of colour sight."""

import re
from itertools import combinations

import pytest

from components import theme
from data.settings import ROOT

TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-Fa-f]{6});", (ROOT / "assets" / "tokens.css").read_text()))
# Full-strength simulation matrices on linear RGB (Machado, Oliveira and Fernandes 2009).
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanope": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranope": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanope": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
D65 = (0.95047, 1.0, 1.08883)
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))


def linear(colour: str) -> list[float]:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def times(matrix, vector) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Return CIELAB (D65) of a colour as somebody with this sight sees it."""
    seen = [min(max(value, 0), 1) for value in times(SIGHT[sight], linear(colour))]
    scaled = [value / white for value, white in zip(times(TO_XYZ, seen), D65, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    pairs = zip(lab(one, sight), lab(other, sight), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_lab_knows_white_black_and_red():
    # CIELAB of sRGB red is 53.24, 80.09, 67.20 in every table.
    assert lab("#FFFFFF", "normal") == pytest.approx((100, 0, 0), abs=0.02)
    assert lab("#000000", "normal") == pytest.approx((0, 0, 0), abs=0.02)
    assert lab("#FF0000", "normal") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)


def test_contrast_knows_black_white_and_the_limit_grey():
    # Black on white is 21; #767676 is the lightest grey that still has 4.5:1 on white.
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("palette", ["CAPITALS", "PROBLEMS"])
def test_categories_stay_apart(palette, sight):
    assert min(distance(a, b, sight) for a, b in combinations(getattr(theme, palette), 2)) > 25


@pytest.mark.parametrize(
    "colour", [*theme.CAPITALS, *theme.PROBLEMS, theme.PLACE, theme.NEED[3], theme.BORDER, theme.INK]
)
def test_marks_stand_out_from_white(colour):
    assert theme.contrast(colour, theme.SURFACE) >= 3


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (theme.TEXT, theme.SURFACE),
        (theme.TEXT, theme.CANVAS),
        (theme.MUTED, theme.SURFACE),
        (theme.MUTED, theme.CANVAS),
        (theme.INK, theme.SURFACE),
        (theme.ACCENT, theme.SURFACE),
        (theme.ACCENT, theme.CANVAS),
        (theme.SURFACE, theme.ACCENT),
        (theme.SURFACE, theme.INK),
        (theme.ALERT, theme.SURFACE),
        (theme.WARNING_TEXT, theme.WARNING_GROUND),
        (theme.WARNING_TEXT, theme.SURFACE),
        (TOKENS["on-ink-muted"], theme.INK),
        (TOKENS["accent-dark"], theme.SURFACE),
    ],
)
def test_text_can_be_read(text, ground):
    assert theme.contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ramp", [theme.NEED, theme.STRENGTH])
def test_ramps_run_from_light_to_dark(ramp):
    light = [theme.luminance(colour) for colour in ramp]
    assert light == sorted(light, reverse=True)


@pytest.mark.parametrize(
    "fill", [*theme.NEED, *theme.STRENGTH, *theme.CHANGE, theme.MISSING_FILL, theme.HIDDEN_FILL, theme.ZERO_FILL]
)
def test_every_area_of_a_map_has_a_border_of_three_to_one(fill):
    assert theme.contrast(theme.border_on(fill), fill) >= 3
    # The number of its class is text.
    assert theme.contrast(theme.readable_on(fill), fill) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_the_two_sides_of_a_change_stay_apart(sight):
    for worse, better in ((0, 4), (0, 3), (1, 4), (1, 3)):
        assert distance(theme.CHANGE[worse], theme.CHANGE[better], sight) > 25
    assert theme.ramp("gain") == theme.ramp("loss")[::-1]


@pytest.mark.parametrize("colour", theme.LEVELS)
def test_words_on_a_bar_can_be_read(colour):
    assert theme.contrast(theme.readable_on(colour), colour) >= 4.5


def test_the_tokens_of_the_style_sheet_are_those_of_python():
    names = ("ink", "text", "muted", "line", "canvas", "surface", "accent", "alert", "outline", "border")
    names += ("warning-text", "warning-ground", "missing-fill", "hidden-fill", "zero-fill", "uncertain-fill")
    assert {name: TOKENS[name] for name in names} == {
        name: getattr(theme, name.replace("-", "_").upper()) for name in names
    }
    assert TOKENS["need-4"] == theme.NEED[3]
    assert (TOKENS["strength-1"], TOKENS["strength-3"], TOKENS["strength-5"]) == theme.STRENGTH[::2]


def test_line_height_is_never_below_what_thai_needs():
    sheets = [path.read_text() for path in (ROOT / "assets").glob("*.css")]
    heights = [float(value) for sheet in sheets for value in re.findall(r"line-height: ([0-9.]+)", sheet)]
    # The one exception is a single "×" in a button.
    assert sorted(heights)[0] == 1 and min(value for value in heights if value != 1) >= 1.4
    assert heights.count(1) == 1


def test_a_colour_beyond_a_palette_is_muted():
    assert theme.categorical(theme.CAPITALS, 4) == theme.CAPITALS[4]
    assert theme.categorical(theme.CAPITALS, 5) == theme.MUTED


def test_faint_colours_keep_their_hue():
    # 0x11 = 17, 0x4A = 74, 0x57 = 87
    assert theme.faint("#114A57", 0.15) == "rgba(17,74,87,0.15)"
