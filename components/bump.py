"""Does the ranking hold? The rank of every area by M0 while the cut-off moves from any indicator to all of them."""

from fractions import Fraction

from dash import Patch, html

from components.card import Card
from components.cells import shown_only
from components.classes import is_number
from components.graph import figure, hover
from components.letters import shorten
from components.places import level_name
from components.sources import about, household_notes
from components.table import table
from components.theme import INK, LINE, MUTED, NEED, PLACE, SMALL
from components.view import View
from data.gate import HIDDEN, Cell, Released
from data.text import UNDEFINED, Text, number

TITLE = Text("อันดับ{level}เมื่อเลื่อน k · {vintage}", "{level} ranked while k moves · {vintage}")
SENTENCE = Text(
    "อันดับตาม M0 ในครัวเรือนที่สำรวจ (1 คือจนที่สุด) เส้นเข้มคือสามอันดับแรกที่ k = {k} เส้นประคือ k ที่เลือก",
    "Rank by M0 among surveyed households (1 is the poorest); strong lines: the first three at k = {k}; dashed: k in force",
)
CHOSEN = Text(
    "อันดับตาม M0 ในครัวเรือนที่สำรวจ (1 คือจนที่สุด) เส้นเข้มคือ{place} เส้นประคือ k ที่เลือก",
    "Rank by M0 among surveyed households (1 is the poorest); strong line: {place}; dashed: k in force",
)
SAID = Text("{place}: อันดับ {rank} ที่ k = {k} M0 {value}", "{place}: rank {rank} at k = {k}, M0 {value}")
STAYS = Text("{place} อยู่อันดับ 1 ตั้งแต่ k = {low} ถึง {high}", "{place} ranks first from k = {low} to {high}")
MOVES = Text("{place} อยู่ระหว่างอันดับ {best} ถึง {worst}", "{place} ranks between {best} and {worst}")
AREA = Text("พื้นที่", "Area")
K_AXIS = Text("เส้นตัด k", "cut-off k")
ROW, TOP, FOOT = 23, 10, 44
STRONG = 3


def rank_rows(rows: tuple[dict, ...]) -> dict[str, list[dict]]:
    """Return {area code: its rows from the lowest cut-off}."""
    found: dict[str, list[dict]] = {}
    for row in sorted(rows, key=lambda row: Fraction(row["k"])):
        found.setdefault(row["code"], []).append(row)
    return found


def drawn_rank(row: dict) -> int | None:
    """Return the rank that is drawn: none where it is hidden or nobody is poor any more."""
    return row["rank"] if is_number(row["rank"]) and row["M0"] else None


def bump_lines(
    areas: dict[str, list[dict]],
    names: dict[str, str],
    strong: list[str],
    k: Fraction,
    lang: str,
    demo: bool = False,
    alone: bool = False,
) -> dict:
    """Return one line per area over k; strong ones in colour and on top, the others grey; names at the left."""
    order = sorted(areas, key=lambda code: code in strong)
    last = max((float(Fraction(row["k"])) for rows in areas.values() for row in rows if drawn_rank(row)), default=1.0)
    colour = {code: PLACE if alone else NEED[4] for code in strong}
    traces = [_line(code, areas[code], names, colour.get(code), lang) for code in order]
    starts = [(code, next((row for row in areas[code] if drawn_rank(row)), None)) for code in areas]
    return figure(
        traces, lang, demo=demo, margin={"l": 8, "r": 14, "t": TOP, "b": FOOT},
        xaxis={
            "range": [0.03, last + 0.03], "tickvals": [step / 10 for step in range(1, 11)], "tickformat": ".1f", "showgrid": False,
            "title": {"text": K_AXIS[lang], "font": {"color": MUTED, "size": SMALL}, "standoff": 6},
        },
        yaxis={
            "range": [max(len(areas), 3) + 0.6, 0.4], "automargin": "width", "tickfont": {"color": INK, "size": SMALL},
            **_ticks(starts, names),
        },
        shapes=cut_off_line(k),
    )  # fmt: skip


def _ticks(starts: list, names: dict[str, str]) -> dict:
    """Label each line where it starts; those that share a rank share the label."""
    at: dict[int, list[str]] = {}
    for code, row in starts:
        if row is not None:
            at.setdefault(row["rank"], []).append(names[code])
    return {"tickvals": list(at), "ticktext": [shorten(", ".join(found), 24) for found in at.values()]}


def cut_off_line(k: Fraction) -> list[dict]:
    """Return the dashed line at the cut-off in force."""
    line = {"color": INK, "width": 1.4, "dash": "dash"}
    return [{"type": "line", "x0": float(k), "x1": float(k), "y0": 0, "y1": 1, "yref": "paper", "line": line}]


def moved_line(k: Fraction) -> Patch:
    """Return what another cut-off changes in the drawn lines: only where the dashed one stands."""
    patch = Patch()
    patch["layout"]["shapes"] = cut_off_line(k)
    return patch


def _line(code: str, rows: list[dict], names: dict[str, str], colour: str | None, lang: str) -> dict:
    said = [
        SAID.format(place=names[code], rank=str(row["rank"]), k=row["k"], value=number(row["M0"], 3))[lang]
        if drawn_rank(row)
        else ""
        for row in rows
    ]
    return {
        "type": "scatter", "mode": "lines+markers", "x": [float(Fraction(row["k"])) for row in rows],
        "y": [drawn_rank(row) for row in rows], "connectgaps": False, "customdata": [code] * len(rows),
        "line": {"color": colour or LINE, "width": 3 if colour else 1.5},
        "marker": {"size": 8 if colour else 5, "color": colour or LINE},
        "hovertext": [hover(words) for words in said], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def bump_height(areas: int) -> int:
    """Return the height of the picture in px."""
    return TOP + FOOT + ROW * max(areas, 8)


def first_at(areas: dict[str, list[dict]], k: Fraction, count: int = STRONG) -> list[str]:
    """Return the areas that rank first at the cut-off nearest to k."""
    ranks = {}
    for code, rows in areas.items():
        nearest = min(rows, key=lambda row: abs(Fraction(row["k"]) - k))
        if drawn_rank(nearest):
            ranks[code] = nearest["rank"]
    return sorted(ranks, key=ranks.get)[:count]


def steady_words(view: View, areas: dict[str, list[dict]], names: dict[str, str], strong: list[str]) -> list[str]:
    """Say how far the first stays first, and between which ranks the others move."""
    said = []
    for code in strong:
        ranks = {Fraction(row["k"]): drawn_rank(row) for row in areas[code] if drawn_rank(row)}
        first = [k for k, rank in ranks.items() if rank == 1]
        if len(first) > 1 and len(first) == sum(first[0] <= k <= first[-1] for k in ranks):
            said.append(view.say(STAYS, place=names[code], low=str(first[0]), high=str(first[-1])))
        elif ranks:
            best, worst = min(ranks.values()), max(ranks.values())
            said.append(view.say(MOVES, place=names[code], best=str(best), worst=str(worst)))
    return said


def bump_card(view: View, released: Released, names: dict[str, str], level: str) -> Card:
    """Return the card. released: rows of `cut_offs` by area; names: {code: words}."""
    areas = {code: rows for code, rows in rank_rows(released.rows).items() if code in names}
    default = view.selection.at(k=None).cut_off(view.reference)
    place = view.selection.place
    chosen = [code for code in areas if code == place]
    strong = chosen or first_at(areas, default)
    word = level_name(level, many=view.lang == "en")
    title = view.say(TITLE, level=Text(word.th, word.en.capitalize()), vintage=view.vintage)
    sentence = view.say(CHOSEN, place=names[place]) if chosen else view.say(SENTENCE, k=str(default))
    said = steady_words(view, areas, names, strong)
    return Card(
        id="bump", title=title, sentence=sentence, lang=view.lang, alt=f"{title}: " + ("; ".join(said) or UNDEFINED),
        figure=bump_lines(
            areas, names, strong, view.selection.cut_off(view.reference), view.lang, view.marked, bool(chosen)
        ),
        height=bump_height(len(areas)), table=_table(view, title, released, areas, names), extra=html.P(" · ".join(said), className="card-finding") if said else None,
        about=about(view, "cut_offs", released=released),
        notes=household_notes(view, shown_only(released, ("M0",))),
    )  # fmt: skip


def _table(view: View, caption: str, released: Released, areas: dict[str, list[dict]], names: dict[str, str]):
    steps = [row["k"] for row in next(iter(areas.values()), [])]

    def cell(value: Cell) -> str:
        return view.say(HIDDEN.text(released.threshold)) if value is HIDDEN else number(value)

    rows = [[names[code], *(cell(row["rank"]) for row in found)] for code, found in areas.items()]
    return table(caption, [view.say(AREA), *(f"k = {step}" for step in steps)], rows)
