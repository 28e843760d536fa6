"""Which needs go to whom and which are met: agencies against needs, dimensions, and dimensions against areas."""

from dash import html

from components.card import Card, empty_card
from components.cells import said, shown_only
from components.classes import is_number
from components.funnel import period_words
from components.matrix import (
    WIDE,
    Square,
    hidden_squares,
    matrix,
    matrix_height,
    matrix_key,
    row_names,
    squares_sentence,
)
from components.pairs import Pair, pair_key, pairs, pairs_height
from components.places import level_name, place_name
from components.sources import about, household_notes
from components.table import table
from components.view import View
from data.gate import HIDDEN, Released
from data.reference import Reference
from data.text import Text, number, percent

AGENCY_TITLE = Text("หน่วยงานและความต้องการ · {place} · {period}", "Agencies and needs · {place} · {period}")
AGENCY_SENTENCE = Text(
    "จำนวนเรื่องและร้อยละที่ช่วยเหลือแล้ว สีเข้มคือช่วยเหลือแล้วมาก",
    "Referrals and the share of them helped; darker means more are helped",
)
PAIR = Text("{agency}, {need}: {n} เรื่อง · ช่วยเหลือแล้ว {share}", "{agency}, {need}: {n} referrals · {share} helped")
HELPED_SHARE = Text("ร้อยละที่ช่วยเหลือแล้ว", "share helped")
NO_AGENCY, NO_NEED = Text("ไม่ระบุหน่วยงาน", "no agency named"), Text("ไม่ระบุความต้องการ", "no need named")
AGENCY_HEADS = (
    Text("หน่วยงาน", "Agency"), Text("ความต้องการ", "Need"), Text("เรื่อง", "Referrals"), Text("ช่วยเหลือแล้ว", "Helped"),
    Text("ร้อยละ", "Per cent"),
)  # fmt: skip
ALL_HIDDEN = Text("ทุกช่องของตารางนี้มีน้อยกว่า {n} ครัวเรือน จึงซ่อนไว้", "Every cell has fewer than {n} households and is hidden")
NO_AGENCIES = Text("ไม่มีเรื่องที่ระบุหน่วยงานในพื้นที่และช่วงเวลานี้", "No referral names an agency here in this period")
WIDER = Text("ลองดูทั้งโครงการ หรือทุกปีที่เข้าระบบ", "Try the whole programme, or any year of entry")
HIDDEN_CELLS = Text("ซ่อน {n} ช่อง", "hidden cells: {n}")

MET_TITLE = Text("ความต้องการที่ได้รับการตอบสนอง · {place} · {vintage}", "Needs met · {place} · {vintage}")
MET_SENTENCE = Text(
    "ครัวเรือนที่ขัดสนในมิตินั้น ร้อยละที่มีการส่งต่อตรงมิติ และที่ได้รับความช่วยเหลือตรงมิติ",
    "Households deprived in the dimension: the share referred for it, and the share helped in it",
)
REFERRED, HELPED = Text("ส่งต่อแล้ว", "referred"), Text("ช่วยเหลือแล้ว", "helped")
DEPRIVED = Text("ขัดสน {n} ครัวเรือน", "{n} households deprived")
MET_HEADS = (
    Text("มิติ", "Dimension"), Text("ขัดสน (ครัวเรือน)", "Deprived (households)"), Text("ส่งต่อ", "Referred"),
    Text("ร้อยละส่งต่อ", "Per cent referred"), Text("ช่วยเหลือ", "Helped"), Text("ร้อยละช่วยเหลือ", "Per cent helped"),
)  # fmt: skip
AREA_TITLE = Text("ความต้องการที่ได้รับการตอบสนองราย{level} · {vintage}", "Needs met by {level} · {vintage}")
AREA_SENTENCE = Text(
    "ร้อยละของครัวเรือนที่ขัดสนในมิตินั้นและได้รับความช่วยเหลือตรงมิติ",
    "Per cent of households deprived in the dimension that were helped in it",
)
AREA_PAIR = Text("{area}, {dimension}: ช่วยเหลือแล้ว {share}", "{area}, {dimension}: {share} helped")


def need_names(reference: Reference, lang: str) -> dict[str, str]:
    """Return {need: name} in reference order."""
    return {need.key: need.name[lang] for need in reference.needs}


def agencies_card(view: View, released: Released, place: str) -> Card:
    """Return the matrix from rows of `agencies`: agencies with most referrals first, needs in reference order."""
    title = view.say(AGENCY_TITLE, place=place, period=period_words(view))
    needs = _needs(view, released)
    agencies = _agencies(view, released)
    squares = {
        (list(agencies).index(row["agency"]), list(needs).index(row["need"])): _pair(
            row, agencies, needs, view, released
        )
        for row in released.rows
    }
    return Card(
        id="agencies", title=title, sentence=view.say(AGENCY_SENTENCE), lang=view.lang,
        figure=matrix(list(agencies.values()), list(needs.values()), squares, view.lang, scale="strength", demo=view.marked),
        alt=f"{title}: {squares_sentence(squares)}", height=matrix_height(len(agencies), view.marked),
        extra=matrix_key(squares, view.lang, view.say(HELPED_SHARE), scale="strength"),
        table=_agency_table(view, title, released, agencies, needs), about=about(view, "agencies"),
        notes=[_hidden_note(view, squares), *household_notes(view, shown_only(released, ()))], picture=WIDE, over=(row_names(list(agencies.values())),),
    )  # fmt: skip


def agencies_box(view: View, released: Released, place: str) -> html.Section:
    """Return the card of agencies, or calm words where every cell is hidden."""
    if released.rows:
        return agencies_card(view, released, place).render("agencies")
    title = view.say(AGENCY_TITLE, place=place, period=period_words(view))
    why = ALL_HIDDEN.format(n=str(released.threshold)) if released.hidden else NO_AGENCIES
    return empty_card("agencies", title, why, view.say(WIDER), view.lang)


def _hidden_note(view: View, squares: dict) -> str:
    count = hidden_squares(squares)
    return view.say(HIDDEN_CELLS, n=number(count)) if count else ""


def _needs(view: View, released: Released) -> dict[str, str]:
    found = {row["need"] for row in released.rows}
    named = {key: name for key, name in need_names(view.reference, view.lang).items() if key in found}
    return named | {key: key or view.say(NO_NEED) for key in sorted(found - set(named))}


def _agencies(view: View, released: Released) -> dict[str, str]:
    """Return {agency: name}: those with most referrals in sight first, so that hidden cells do not show in the order."""
    sums: dict[str, float] = {}
    for row in released.rows:
        sums[row["agency"]] = sums.get(row["agency"], 0) + (row["referrals"] if is_number(row["referrals"]) else 0)
    order = sorted(sums, key=lambda agency: (-sums[agency], agency))
    return {
        key: view.reference.word("agency", key)[view.lang] if key else view.say(NO_AGENCY) for key in order
    }  # fmt: skip


def _pair(row: dict, agencies: dict, needs: dict, view: View, released: Released) -> Square:
    n, share = (said(row[name], view.lang, released.threshold, words) for name, words in (("referrals", number), ("helped_share", percent)))  # fmt: skip
    sentence = view.say(PAIR, agency=agencies[row["agency"]], need=needs[row["need"]], n=n, share=share)
    shown = n if is_number(row["referrals"]) else ""
    shown += f" · {percent(row['helped_share'], 0)}" if shown and is_number(row["helped_share"]) else ""
    value = HIDDEN if row["referrals"] is HIDDEN else row["helped_share"]
    return Square(value, shown, sentence)


def _agency_table(view: View, caption: str, released: Released, agencies: dict, needs: dict):
    order = list(agencies)
    rows = [
        [
            agencies[row["agency"]], needs[row["need"]],
            *(said(row[name], view.lang, released.threshold) for name in ("referrals", "helped")),
            said(row["helped_share"], view.lang, released.threshold, percent),
        ]
        for row in sorted(released.rows, key=lambda row: (order.index(row["agency"]), list(needs).index(row["need"])))
    ]  # fmt: skip
    return table(caption, [view.say(head) for head in AGENCY_HEADS], rows, words=2)


def need_met_card(view: View, released: Released, place: str, height: int = 0) -> Card:
    """Return the card of one place from rows of `need_met`, by dimension in reference order."""
    title = view.say(MET_TITLE, place=place, vintage=view.vintage)
    names = {group.key: group.name[view.lang] for group in view.reference.dimensions}
    entries = [_met_pair(row, names, view, released.threshold) for row in released.rows]
    shares = ("referred_share", "helped_share")
    end = max([row[name] for row in released.rows for name in shares if is_number(row[name])], default=0)
    return Card(
        id="met", title=title, sentence=view.say(MET_SENTENCE), lang=view.lang,
        figure=pairs(entries, view.lang, end=end, ticks={"tickformat": ".0%" if end > 0.04 else ".1%"}, demo=view.marked),
        alt=f"{title}: " + "; ".join(entry.sentence for entry in entries), height=height or pairs_height(len(entries)),
        extra=pair_key(view.say(HELPED), view.say(REFERRED)), table=_met_table(view, title, released, names),
        about=about(view, "need_met"), notes=household_notes(view, released),
    )  # fmt: skip


def _met_pair(row: dict, names: dict[str, str], view: View, threshold: int) -> Pair:
    name = names[row["dimension"]]
    referred, helped = (said(row[f"{part}_share"], view.lang, threshold, percent) for part in ("referred", "helped"))
    deprived = view.say(DEPRIVED, n=said(row["deprived"], view.lang, threshold))
    sentence = f"{name}: {deprived} · {view.say(REFERRED)} {referred} · {view.say(HELPED)} {helped}"
    shown = (
        f"{referred} → <b>{helped}</b>"
        if HIDDEN not in (row["referred_share"], row["helped_share"])
        else _one(row, referred, helped)
    )
    aside = f"n = {number(row['deprived'])}" if is_number(row["deprived"]) else ""
    return Pair(name, row["helped_share"], row["referred_share"], shown, sentence, aside)


def _one(row: dict, referred: str, helped: str) -> str:
    """Return both numbers where one is hidden: the word for it once."""
    return helped if row["referred_share"] is HIDDEN else f"{referred} → {helped}"


def _met_table(view: View, caption: str, released: Released, names: dict[str, str]):
    columns = (("deprived", number), ("referred", number), ("referred_share", percent), ("helped", number), ("helped_share", percent))  # fmt: skip
    rows = [
        [names[row["dimension"]], *(said(row[name], view.lang, released.threshold, words) for name, words in columns)]
        for row in released.rows
    ]
    return table(caption, [view.say(head) for head in MET_HEADS], rows)


def need_area_card(view: View, released: Released, codes: list[str]) -> Card:
    """Return dimensions against areas from rows of `need_met`. codes: the areas, in the order of the rows."""
    level = released.selection.level(view.reference)
    title = view.say(AREA_TITLE, level=level_name(level), vintage=view.vintage)
    groups = list(view.reference.dimensions)
    names = [place_name(code, view.reference, level)[view.lang] for code in codes]
    place = {(row["code"], row["dimension"]): row["helped_share"] for row in released.rows}
    squares = {
        (at, column): _area_square(
            place.get((code, group.key)), names[at], group.name[view.lang], view, released.threshold
        )
        for at, code in enumerate(codes)
        for column, group in enumerate(groups)
    }
    lines = [
        [
            name,
            *(said(squares[at, column].value, view.lang, released.threshold, percent) for column in range(len(groups))),
        ]
        for at, name in enumerate(names)
    ]
    heads = [level_name(level)[view.lang].capitalize(), *(group.name[view.lang] for group in groups)]
    return Card(
        id="met-areas", title=title, sentence=view.say(AREA_SENTENCE), lang=view.lang,
        figure=matrix(names, heads[1:], squares, view.lang, scale="strength", demo=view.marked),
        alt=f"{title}: {squares_sentence(squares)}", height=matrix_height(len(names), view.marked), table=table(title, heads, lines),
        extra=matrix_key(squares, view.lang, view.say(HELPED_SHARE), scale="strength"), about=about(view, "need_met"),
        notes=[_hidden_note(view, squares), *household_notes(view, shown_only(released, ()))],
        picture=WIDE, over=(row_names(names),),
    )  # fmt: skip


def _area_square(cell, area: str, dimension: str, view: View, threshold: int) -> Square:
    share = said(cell, view.lang, threshold, percent)
    sentence = view.say(AREA_PAIR, area=area, dimension=dimension, share=share)
    return Square(cell, percent(cell) if is_number(cell) else "", sentence)
