"""The PDF where there is no browser: the same sentences and numbers with plain charts, and a line that says so."""

import io
from dataclasses import dataclass, field

import segno
from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties

from briefings.breaks import broken
from briefings.charts import Chart
from briefings.document import Briefing
from briefings.sheet import WEIGHTS, font_path
from briefings.slides import METHOD, SAME_NUMBERS, methods
from components import theme
from data.text import Text, number, percent

WITHOUT = Text(
    "เอกสารนี้ทำโดยไม่มีเบราว์เซอร์ จึงมีแผนภูมิอย่างง่ายและไม่มีแผนที่ ตัวเลขเหมือนกันทุกตัว",
    "Made without a browser: plain charts and no map; the numbers are the same",
)
# Inches.
WIDTH, HEIGHT, SIDE, TOP, FOOT = 8.27, 11.69, 0.6, 0.55, 0.65
ROW, LINE = 0.2, 1.5
# Parts of the width of a chart: names, bars; the numbers stand behind the bars.
NAMES, BARS = 0.44, 0.38
# Measured at the size of a screen, a line on paper comes out a little longer.
SNUG = 0.95
POINTS = 72


@dataclass
class Paper:
    """Sheets that are filled from the top; y: inches left above the foot of the last one."""

    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    def room(self, inches: float) -> None:
        """Begin another sheet where that much is not left."""
        if not self.sheets or self.y - inches < FOOT:
            self.sheets.append(Sheet(figsize=(WIDTH, HEIGHT)))
            self.y = HEIGHT - TOP

    def say(
        self,
        words: str,
        size: float = 9.5,
        weight: int = 400,
        colour: str = theme.TEXT,
        width: float = WIDTH - 2 * SIDE,
    ) -> None:
        """Write words as lines that fit."""
        for line in lines(words, size, weight, width):
            high = size * LINE / POINTS
            self.room(high)
            self.put(SIDE, self.y, line, size, weight, colour, va="top")
            self.y -= high

    def put(
        self, x: float, y: float, words: str, size: float, weight: int = 400, colour: str = theme.TEXT, **place
    ) -> None:
        """Write one line at a place in inches."""
        self.sheets[-1].text(x / WIDTH, y / HEIGHT, words, fontproperties=face(size, weight), color=colour, **place)

    def axes(self, x: float, y: float, width: float, high: float):
        """Return axes without a frame, in inches from the lower left corner."""
        found = self.sheets[-1].add_axes((x / WIDTH, y / HEIGHT, width / WIDTH, high / HEIGHT))
        found.set_axis_off()
        return found


def face(size: float, weight: int = 400) -> FontProperties:
    """Return Sarabun from its package."""
    return FontProperties(fname=str(font_path(WEIGHTS[weight])), size=size)


def lines(words: str, size: float, weight: int, width: float) -> list[str]:
    """Return words as lines of at most `width` inches."""
    renderer, font = RendererAgg(10, 10, POINTS), face(size, weight)
    most = SNUG * width * POINTS
    return broken(words, lambda line: renderer.get_text_width_height_descent(line, font, False)[0] <= most)


def plain_pdf(briefing: Briefing) -> bytes:
    """Return the PDF."""
    for name in WEIGHTS.values():
        font_manager.fontManager.addfont(str(font_path(name)))
    paper = Paper()
    _head(paper, briefing)
    for chapter in briefing.chapters:
        paper.room(1.1)
        paper.y -= 0.08
        paper.say(chapter.title, 12.5, 700, theme.INK)
        for line in chapter.sentences:
            paper.say(f"• {line}")
        for figure in chapter.figures:
            if figure.chart and figure.chart.drawn:
                _chart(paper, figure.chart, figure.card.title)
    _methods(paper, briefing)
    return _saved(paper, briefing)


def _head(paper: Paper, briefing: Briefing) -> None:
    paper.room(2)
    code = paper.axes(WIDTH - SIDE - 0.95, HEIGHT - TOP - 0.95, 0.95, 0.95)
    code.imshow(
        [list(row) for row in segno.make(briefing.link, error="m").matrix], cmap="binary", interpolation="nearest"
    )
    narrow = WIDTH - 2 * SIDE - 1.2
    paper.say(briefing.title, 18, 700, theme.INK, narrow)
    paper.say(briefing.filters, 9.5, 400, theme.MUTED, narrow)
    paper.say(WITHOUT[briefing.view.lang], 9.5, 600, theme.WARNING_TEXT, narrow)
    paper.y = min(paper.y, HEIGHT - TOP - 1.05)
    for label, value, unit in briefing.headline:
        paper.say(f"{label}: {value} {unit}".strip(), 10.5, 600, theme.INK)


def _chart(paper: Paper, chart: Chart, title: str) -> None:
    high = ROW * len(chart.categories)
    paper.room(high + 0.6)
    paper.say(title, 9.5, 600, theme.INK)
    if len(chart.series) > 1:
        paper.say(" / ".join(chart.series), 8.5, 400, theme.MUTED)
    width = WIDTH - 2 * SIDE
    bottom = paper.y - high
    axes = paper.axes(SIDE + NAMES * width, bottom, BARS * width, high)
    values = [value for found in chart.series.values() for value in found if value is not None]
    low = chart.low or 0
    axes.set_xlim(low, (chart.high or max(*values, low + 1e-9)) * 1.02)
    axes.set_ylim(len(chart.categories) - 0.5, -0.5)
    for place, name in enumerate(chart.categories):
        y = bottom + high - (place + 0.5) * ROW
        first = lines(name, 8.5, 400, NAMES * width - 0.1)[0]
        paper.put(SIDE, y, first if first == name else f"{first}…", 8.5, va="center")
        cells = [found[place] for found in chart.series.values()]
        # The name says already whether it is hidden or missing.
        shown = (
            ""
            if not any(cell is not None for cell in cells)
            else " / ".join(_shown(cell, chart.form) for cell in cells)
        )
        paper.put(WIDTH - SIDE, y, shown, 8.5, 600, ha="right", va="center")
    for order, found in enumerate(chart.series.values()):
        _draw(axes, chart.kind, found, order)
    paper.y = bottom - 0.08


def _draw(axes, kind: str, values: list[float | None], order: int) -> None:
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    rows, numbers = [place for place, _ in known], [value for _, value in known]
    if kind == "bar":
        axes.barh(rows, numbers, height=0.55, color=theme.PLACE)
    else:
        axes.scatter(
            numbers,
            rows,
            s=26,
            facecolors=theme.SURFACE if order else theme.PLACE,
            edgecolors=theme.PLACE,
            zorder=3 - order,
        )


def _shown(value: float | None, form: str) -> str:
    if form.endswith("%"):
        return percent(value)
    return number(value, len(form.partition(".")[2]))


def _methods(paper: Paper, briefing: Briefing) -> None:
    paper.room(1)
    paper.y -= 0.08
    paper.say(METHOD[briefing.view.lang], 12.5, 700, theme.INK)
    for line in methods(briefing):
        paper.say(line, 7.5)
    paper.say(f"{SAME_NUMBERS[briefing.view.lang]}: {briefing.link}", 7.5, 400, theme.ACCENT)


def _saved(paper: Paper, briefing: Briefing) -> bytes:
    out = io.BytesIO()
    # 42: whole TrueType outlines, so that every glyph is inside the file.
    with (
        rc_context({"pdf.fonttype": 42}),
        PdfPages(out, metadata={"Title": briefing.title, "Creator": "Kaejon"}) as pdf,
    ):
        for place, sheet in enumerate(paper.sheets, start=1):
            foot = {"fontproperties": face(8), "color": theme.MUTED}
            sheet.text(SIDE / WIDTH, 0.4 / HEIGHT, briefing.foot, **foot)
            sheet.text(1 - SIDE / WIDTH, 0.4 / HEIGHT, f"{place} / {len(paper.sheets)}", ha="right", **foot)
            pdf.savefig(sheet)
    return out.getvalue()
