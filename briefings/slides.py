"""PPTX of a briefing: native charts that can be edited, speaker notes, Sarabun for every script on every run."""

import io
from itertools import count
from pathlib import Path

import segno
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from briefings.charts import Chart
from briefings.document import Briefing, Chapter, Figure
from briefings.tables import paragraphs, plain
from components import theme
from data.text import Text

FACE = "Sarabun"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
SIDE, TOP = Inches(0.6), Inches(1.35)
# Slide layout of the package's own template: a title and nothing else.
TITLE_ONLY = 5
KINDS = {"bar": XL_CHART_TYPE.BAR_CLUSTERED, "radar": XL_CHART_TYPE.RADAR_MARKERS, "dots": XL_CHART_TYPE.LINE_MARKERS}
METHOD = Text("วิธีและที่มา", "Method and sources")
SAME_NUMBERS = Text("ตัวเลขเดียวกันบนหน้าเว็บ", "The same numbers on screen")
MOST_ROWS, MOST_COLUMNS, ROW = 11, 6, Inches(0.4)
LONG_TITLE, MANY = 60, 24
SOME_ROWS = Text("แสดง {shown} จาก {of} แถว ทั้งหมดอยู่ใน ZIP", "{shown} of {of} rows; the ZIP has all of them")


def write_pptx(briefing: Briefing, path: Path) -> None:
    """Write the presentation: headline, one slide per figure, method and sources last."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.core_properties.title, deck.core_properties.author = briefing.title, "Kaejon"
    deck.core_properties.language = briefing.view.lang
    numbers = count(1)
    _headline(deck, briefing, next(numbers))
    for chapter in briefing.chapters:
        # A map has no numbers but those of the ranking beside it, which is a chart.
        shown = [figure for figure in chapter.figures if (figure.chart.drawn if figure.chart else figure.answers)]
        for place, figure in enumerate(shown or (None,)):
            _figure_slide(deck, briefing, chapter, figure, chapter.sentences if place == 0 else [], next(numbers))
    _sources(deck, briefing, next(numbers))
    deck.save(str(path))


def _slide(deck, briefing: Briefing, title: str, number: int, above: str = ""):
    """Return a slide with its title, the question that it answers above it, and the small print."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = SIDE, Inches(0.45), WIDTH - 2 * SIDE, Inches(0.75)
    frame = head.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _write(frame.paragraphs[0], title, 26 if len(title) < LONG_TITLE else 20, briefing, bold=True, colour=theme.INK)
    if above:
        _box(
            slide,
            (SIDE, Inches(0.22), WIDTH - 2 * SIDE, Inches(0.3)),
            [above],
            13,
            briefing,
            bold=True,
            colour=theme.ACCENT,
        )
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, SIDE, Inches(1.22), WIDTH - SIDE, Inches(1.22))
    # The style of the theme would give it a shadow.
    line._element.remove(line._element.find(qn("p:style")))
    line.line.color.rgb, line.line.width = _rgb(theme.LINE), Pt(1)
    _footer(slide, briefing, number)
    return slide


def _footer(slide, briefing: Briefing, number: int) -> None:
    words = " · ".join(part for part in (briefing.filters, briefing.view.snapshot, briefing.made_for) if part)
    y, high = HEIGHT - Inches(0.45), Inches(0.3)
    _box(slide, (SIDE, y, Inches(9.5), high), [words], 10, briefing, colour=theme.MUTED)
    mark = f"{briefing.demo_mark} · " if briefing.demo_mark else ""
    looks = {"colour": theme.WARNING_TEXT if mark else theme.MUTED, "align": PP_ALIGN.RIGHT}
    _box(slide, (WIDTH - SIDE - Inches(2.6), y, Inches(2.6), high), [f"{mark}{number}"], 10, briefing, **looks)


def _box(slide, where, lines: list[str], size: int, briefing: Briefing, *, align=None, gap: int = 0, **looks):
    shape = slide.shapes.add_textbox(*where)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.line_spacing, paragraph.space_after, paragraph.alignment = 1.15, Pt(gap), align
        _write(paragraph, line, size, briefing, **looks)
    return shape


def _write(
    paragraph, words: str, size: int, briefing: Briefing, *, bold: bool = False, colour: str = theme.TEXT
) -> None:
    run = paragraph.add_run()
    run.text, font = words, run.font
    font.size, font.bold, font.color.rgb = Pt(size), bold, _rgb(colour)
    run._r.get_or_add_rPr().set("lang", "th-TH" if briefing.view.lang == "th" else "en-US")
    _face(font)


def _face(font) -> None:
    """Set the face for Latin, East Asian and complex scripts: Thai is a complex script and takes no other."""
    font.name = FACE
    properties = font._rPr
    latin = properties.find(qn("a:latin"))
    for tag in ("a:cs", "a:ea"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        element = etree.Element(qn(tag), typeface=FACE)
        latin.addnext(element)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))


def _headline(deck, briefing: Briefing, number: int) -> None:
    slide = _slide(deck, briefing, briefing.title, number)
    _box(slide, (SIDE, TOP, WIDTH - 2 * SIDE, Inches(0.35)), [briefing.filters], 15, briefing, colour=theme.MUTED)
    width, high, top = Inches(3.9), Inches(1.2), TOP + Inches(0.6)
    for place, (label, value, unit) in enumerate(briefing.headline):
        left, y = SIDE + (place % 3) * (width + Inches(0.1)), top + (place // 3) * high
        _box(slide, (left, y, width, Inches(0.35)), [label], 14, briefing, colour=theme.MUTED)
        said = [f"{value} {unit}".strip()]
        _box(slide, (left, y + Inches(0.32), width, Inches(0.6)), said, 30, briefing, bold=True, colour=theme.INK)
    _code(slide, briefing)
    _notes(slide, [*briefing.sources, briefing.link], briefing)


def _code(slide, briefing: Briefing) -> None:
    picture = io.BytesIO()
    segno.make(briefing.link, error="m").save(picture, kind="png", scale=10, border=2)
    picture.seek(0)
    side = Inches(1.25)
    shape = slide.shapes.add_picture(picture, WIDTH - SIDE - side, HEIGHT - Inches(1.95), side, side)
    shape._element.nvPicPr.cNvPr.set("descr", f"{SAME_NUMBERS[briefing.view.lang]}: {briefing.link}")
    words = [SAME_NUMBERS[briefing.view.lang], briefing.link]
    _box(slide, (SIDE, HEIGHT - Inches(1.25), Inches(10.3), Inches(0.6)), words, 12, briefing, colour=theme.ACCENT)


def _figure_slide(
    deck, briefing: Briefing, chapter: Chapter, figure: Figure | None, said: list[str], number: int
) -> None:
    title = figure.card.title if figure else chapter.title
    slide = _slide(deck, briefing, title, number, chapter.title if figure else "")
    left = Inches(4.5) if said and figure else Inches(0)
    if said:
        where = (SIDE, TOP, (left or WIDTH - 2 * SIDE) - Inches(0.3), Inches(5.2))
        _box(slide, where, [f"• {line}" for line in said], 16, briefing, gap=8)
    if figure is None:
        return _notes(slide, said, briefing)
    where = (SIDE + left, TOP, WIDTH - 2 * SIDE - left, Inches(5.35))
    frame = (_chart if figure.chart else _table)(slide, figure, where, briefing)
    if frame is not None:
        frame._element.nvGraphicFramePr.cNvPr.set("descr", figure.card.alt)
    card = figure.card
    _notes(slide, [*said, card.sentence, *card.notes, *paragraphs(card.about), card.alt], briefing)


def _notes(slide, lines: list[str], briefing: Briefing) -> None:
    frame = slide.notes_slide.notes_text_frame
    for place, line in enumerate(line for line in lines if line):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _write(paragraph, line, 12, briefing)


def _chart(slide, figure: Figure, where, briefing: Briefing):
    chart = figure.chart
    data = CategoryChartData(number_format=chart.form)
    data.categories = chart.categories
    for name, values in chart.series.items():
        data.add_series(name, values)
    frame = slide.shapes.add_chart(KINDS[chart.kind], *where, data)
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = _size(chart), _rgb(theme.TEXT)
    _face(drawn.font)
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart)
    for place, series in enumerate(drawn.plots[0].series):
        _paint(series, chart.kind, place)
    return frame


def _size(chart: Chart) -> Pt:
    """Return the size of the names and numbers of a chart: all of them have to fit below each other."""
    return Pt(12 if len(chart.categories) <= MANY else 8)


def _axes(drawn, chart: Chart) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    values.minimum_scale, values.maximum_scale = chart.low, chart.high
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb(theme.OUTLINE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = chart.form, False
    names.format.line.color.rgb = _rgb(theme.LINE)
    plot = drawn.plots[0]
    if chart.kind == "bar":
        # The first category stands on top, as on the page.
        names.reverse_order, values.visible = True, False
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        values.has_major_gridlines, plot.gap_width = False, 45
    if chart.kind == "radar":
        values.major_unit = 1
        return
    # Of two rounds that lie close the one before is written below, the other one above.
    sides = {"bar": (None,), "dots": (XL_LABEL_POSITION.BELOW, XL_LABEL_POSITION.ABOVE)}[chart.kind]
    for series, side in zip(plot.series, sides, strict=False):
        labels = series.data_labels
        labels.number_format, labels.number_format_is_linked, labels.show_value = chart.form, False, True
        labels.font.size, labels.font.color.rgb = _size(chart), _rgb(theme.INK)
        if side is not None:
            labels.position = side
        _face(labels.font)


def _paint(series, kind: str, place: int) -> None:
    colour = _rgb((theme.PLACE, theme.MUTED)[place % 2])
    if kind == "bar":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        return
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9 if place == 0 else 7
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour
    series.smooth = False
    if kind == "dots":
        series.format.line.fill.background()
    else:
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2.25 if place == 0 else 1.5)


def _table(slide, figure: Figure, where, briefing: Briefing):
    heads, rows = plain(figure.card.table)
    if not rows:
        return None
    of = len(rows)
    heads, rows = heads[:MOST_COLUMNS], [row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]]
    left, top, width, high = where
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), left, top, width, Emu(ROW * (len(rows) + 1)))
    frame.table.first_row = True
    first = width // 3 if len(heads) > 1 else width
    for place, column in enumerate(frame.table.columns):
        column.width = Emu((width - first) // (len(heads) - 1) if place else first)
    for line, cells in enumerate([heads, *rows]):
        for column, words in enumerate(cells):
            _fill(frame.table.cell(line, column), words, line == 0, column == 0, briefing)
    if of > len(rows):
        words = briefing.view.say(SOME_ROWS, shown=str(len(rows)), of=str(of))
        _box(slide, (left, top + high - Inches(0.25), width, Inches(0.3)), [words], 12, briefing, colour=theme.MUTED)
    return frame


def _fill(cell, words: str, head: bool, first: bool, briefing: Briefing) -> None:
    # The ground of the next row would cover what hangs below the last line of this one.
    if head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(theme.INK)
    else:
        cell.fill.background()
    cell.margin_top = cell.margin_bottom = Inches(0.07)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment, paragraph.line_spacing = PP_ALIGN.LEFT if first else PP_ALIGN.RIGHT, 1.1
    _write(paragraph, words, 14, briefing, bold=head, colour=theme.SURFACE if head else theme.TEXT)


def _sources(deck, briefing: Briefing, number: int) -> None:
    slide = _slide(deck, briefing, METHOD[briefing.view.lang], number)
    shape = _box(slide, (SIDE, TOP, WIDTH - 2 * SIDE, Inches(4.1)), methods(briefing), 11, briefing, gap=2)
    columns = shape.text_frame._txBody.bodyPr
    columns.set("numCol", "2")
    columns.set("spcCol", str(Inches(0.4)))
    _code(slide, briefing)
    _notes(slide, [*briefing.sources, briefing.link], briefing)


def methods(briefing: Briefing) -> list[str]:
    """Return the lines about selection, data set, protection and method, each method once."""
    figures = (figure for chapter in briefing.chapters for figure in chapter.figures)
    abouts = (line for figure in figures for line in paragraphs(figure.card.about))
    return [*briefing.sources, *dict.fromkeys(abouts)]
