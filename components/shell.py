"""The frame of every page: navigation, breadcrumb, survey round, language, data badge, demo banner."""

from collections.abc import Callable

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html

from components.card import Card
from components.cohort_chip import cohort_chip
from components.controls import round_chooser
from components.downloads import download_tools, whole_page
from components.finder import place_search
from components.parts import SCOPE, Part
from components.pin import pin_banner
from components.reader import Reader
from components.view import HOUSEHOLDS_ONLY, PUBLISHED_FIRST, View
from data.gate import HIDDEN
from data.text import Text, day

BRAND = Text("แก้จน", "Kaejon")
TAGLINE = Text("ระบบปฏิบัติการแก้จนระดับจังหวัด", "Provincial poverty alleviation")
SKIP = Text("ข้ามไปที่เนื้อหา", "Skip to content")
NAV = Text("เมนูหลัก", "Main menu")
CRUMBS = Text("ตำแหน่งของหน้านี้", "Where this page is")
SWITCH = Text("English", "ไทย")
SWITCH_LABEL = Text("Read this page in English", "อ่านหน้านี้เป็นภาษาไทย")
SIGN_IN = Text("เข้าสู่ระบบ", "Sign in")
UNTIL = Text("ถึง {day}", "until {day}")
DEMO_BANNER = Text(
    "ข้อมูลสาธิต / demo data — ครัวเรือนในหน้านี้สร้างขึ้นเพื่อทดลองระบบ ไม่ใช่ครัวเรือนจริง",
    "Demo data / ข้อมูลสาธิต — the households on this page are made up to try the system; none of them is real",
)
REAL, DEMO, NONE = Text("ข้อมูลจริง", "real data"), Text("ข้อมูลสาธิต", "demo data"), Text("ยังไม่มีชุดข้อมูล", "no data set yet")
LOST = Text("ไม่พบหน้านี้", "This page does not exist")
LOST_WHY = Text(
    "ที่อยู่นี้ไม่ตรงกับหน้าหรือพื้นที่ใดของโครงการ อาจพิมพ์ผิดหรือลิงก์เก่าเกินไป",
    "The address matches no page and no place of the programme; it may be mistyped or out of date",
)
LOST_HOME = Text("กลับไปหน้าภาพรวม", "Back to the overview")
BADGE = Text("ข้อมูลชุดนี้มาจากไหน: {kind} {time}", "Where these data come from: {kind} {time}")
GRADE = Text("คุณภาพ {grade}", "quality {grade}")
DATA_SET = Text("ชุดข้อมูล {id}", "Data set {id}")
TAKEN_BY = Text("ดาวน์โหลดโดยบัญชี {account}", "Taken by account {account}")
NEWS = Text("ข้อมูลใหม่ {time}", "New data {time}")

# path, icon, name; only pages that exist.
PAGES = (
    ("/", "overview", Text("ภาพรวม", "Overview")),
    ("/province", "places", Text("จังหวัด", "Provinces")),
    ("/capitals", "capitals", Text("ทุน", "Capitals")),
    ("/causes", "causes", Text("สาเหตุ", "Causes")),
    ("/referrals", "referrals", Text("การส่งต่อ", "Referrals")),
    ("/models", "models", Text("โมเดล", "Models")),
    ("/cohorts", "cohorts", Text("กลุ่มศึกษา", "Cohorts")),
    ("/table", "table", Text("ตาราง", "Tables")),
    ("/briefings", "briefings", Text("บทสรุป", "Briefings")),
    ("/data", "data", Text("ข้อมูล", "Data")),
    ("/methods", "methods", Text("วิธี", "Methods")),
)


def frame(
    view: View,
    path: str,
    crumbs: list,
    children: list,
    *,
    parts: tuple[Part, ...] = (SCOPE,),
    page_class: str = "",
    cohort: bool = True,
) -> html.Div:
    """Return a whole page.

    path: the entry of `PAGES` it belongs to; crumbs: (name, href or "") from the top; parts: of the selection, that
    the page's callbacks listen to; cohort: whether the numbers of the page follow a cohort.
    """
    top = html.Header([_crumbs(view, crumbs), place_search(view), _tools(view)], className="top-bar")
    ends = [whole_page(view), *download_tools(view)]
    main = html.Main([*children, *ends], id="main", tabIndex=-1, className=page_class)
    aside = [html.Div(_banner(view), id="banner"), cohort_chip(view, path, cohort)]
    page = html.Div([top, *aside, main], className="page")
    source = view.selection.source
    return html.Div(
        [
            html.A(view.say(SKIP), href="#main", className="skip-link"),
            _nav(view, path),
            page,
            *_stores(view, parts),
            html.Div(id="notice", role="status", className="notice"),
            html.Div(id="news", role="status", className="notice news", **{"data-words": view.say(NEWS)}),
        ],
        id="frame",
        lang=view.lang,
        **{
            "data-source": source,
            "data-published-first": " ".join(PUBLISHED_FIRST),
            "data-households-only": " ".join(HOUSEHOLDS_ONLY),
        },
    )


def _nav(view: View, path: str) -> html.Nav:
    brand = html.Div([html.B(view.say(BRAND)), html.Span(view.say(TAGLINE))], className="brand")
    entries = [_nav_entry(view, *entry, here=entry[0] == path) for entry in PAGES]
    return html.Nav([brand, html.Ul(entries)], className="side-nav", **{"aria-label": view.say(NAV)})


def _nav_entry(view: View, address: str, icon: str, name: Text, here: bool) -> html.Li:
    words = [html.Span(className=f"icon icon-{icon}"), html.Span(view.say(name))]
    link = dcc.Link(words, href=view.link(address, place=""), id={"link": address}, className="here" if here else "")
    # A link of Dash takes no aria-current; the entry around it does.
    return html.Li(link, **({"aria-current": "page"} if here else {}))


def _crumbs(view: View, crumbs: list[tuple[str, str]]) -> html.Nav:
    entries = [html.Li(dcc.Link(name, href=href) if href else html.Span(name)) for name, href in crumbs]
    return html.Nav(html.Ol(entries), className="crumbs", **{"aria-label": view.say(CRUMBS)})


def _tools(view: View) -> html.Div:
    other = "en" if view.lang == "th" else "th"
    language = html.A(
        view.say(SWITCH), id="lang-link", href=view.link("", lang=other) or "?", lang=other, className="language",
        **{"aria-label": view.say(SWITCH_LABEL)},
    )  # fmt: skip
    rounds = html.Div(round_chooser(view), id="rounds")
    return html.Div([rounds, language, _account(view), html.Div(_badge(view), id="badge")], className="tools")


def _account(view: View) -> html.A | None:
    """Return the way to sign in, or to the account of who is signed in: pages without Dash, so a plain link."""
    if view.account is None:
        return None
    tail = "" if view.lang == "th" else f"?lang={view.lang}"
    if not view.account:
        return html.A(view.say(SIGN_IN), href=f"/login{tail}", className="language account")
    end = [view.say(UNTIL, day=day(view.until, view.lang))] if view.until else []
    rights = html.Span(" ".join([view.say(view.role), *end]), className="account-rights")
    return html.A([html.Span(view.account), rights], href=f"/account{tail}", className="language account")


def _badge(view: View, grade: str = "") -> dcc.Link:
    kind = NONE if not view.made_at else DEMO if view.demo else REAL
    label = view.say(BADGE, kind=kind, time=view.snapshot_time)
    words = [
        html.Span(className="dot"),
        html.Span(view.say(kind)),
        html.Span(view.snapshot_time, className="badge-time"),
        html.Span(grade, className="badge-grade"),
        html.Span(_credit(view), className="badge-credit", hidden=True),
    ]
    tone = "demo" if view.demo else "real" if view.made_at else "none"
    return dcc.Link(words, href=view.link("/data", place=""), className=f"badge-link {tone}", title=label)


def _credit(view: View) -> str:
    """Return what every export says of itself: its data set, and the account that took it."""
    told = [view.say(DATA_SET, id=view.snapshot)] if view.snapshot else []
    return " · ".join([*told, *([view.say(TAKEN_BY, account=view.account)] if view.account else [])])


def _grade(reader: Reader) -> str:
    """Return the quality of the newest round in a word; "" where nobody may know or there are none."""
    view = reader.view
    rows = reader.ask_newest("grades", view.reference.levels[0]).rows if view.snapshot else ()
    grade = rows[0]["grade"] if len(rows) == 1 else HIDDEN
    return "" if grade in (HIDDEN, None) else view.say(GRADE, grade=grade)


def _banner(view: View) -> list:
    # Published figures are real: the style sheet shows the banner only while household data are on screen.
    demo = html.Aside(view.say(DEMO_BANNER), className="demo-banner", **{"aria-label": view.say(DEMO)})
    return [*([demo] if view.demo else []), *pin_banner(view)]


def _stores(view: View, parts: tuple[Part, ...]) -> list:
    """Codes only: what the controls chose, and the parts of it that outputs listen to."""
    chosen = view.query | ({"seen": view.snapshot} if view.snapshot else {})
    own = [dcc.Store(id="place", data=view.selection.place), dcc.Store(id="snapshot", data=view.snapshot)]
    return [*own, *(dcc.Store(id=name, data=chosen) for name in ("selection", *parts))]


def lost(view: View, path: str) -> html.Div:
    """Return the calm page for an address that leads nowhere."""
    children = [
        html.H1(view.say(LOST)),
        html.P(view.say(LOST_WHY), className="subtitle"),
        dcc.Link(view.say(LOST_HOME), href=view.link("/", place=""), className="open-page inline"),
    ]
    home = (view.reference.root.name[view.lang], view.link("/", place=""))
    return frame(view, path, [home, (view.say(LOST), "")], children, page_class="lost")


def skeleton(cards: tuple[str, ...], boxes: tuple[str, ...], more: tuple[str, ...] = ()) -> html.Div:
    """Return the ids that a page's callbacks name, for Dash to check them: nothing is asked and nothing is shown.

    cards: ids of cards; boxes: ids of other outputs; more: ids of stores that the page adds itself.
    """
    empty = [Card(card, "", "", {}, "", 0, None, None, [], "th").render() for card in cards]
    stores = [dcc.Store(id=name) for name in ("place", "snapshot", "selection", SCOPE, *more)]
    frame_boxes = [html.Div(id=name) for name in ("notice", "news", "badge", "rounds", "banner")]
    return html.Div([*stores, html.A(id="lang-link"), *frame_boxes, *empty, *(html.Div(id=box) for box in boxes)])


def connect(app: Dash, reopen: Callable[[dict], Reader]) -> None:
    """Turn controls into the selection, its parts, the links that keep it and the address: in the browser, once.

    A new snapshot changes every part, and what the frame itself says of it. reopen: returns the reader of a selection.
    """
    app.clientside_callback(
        ClientsideFunction("kaejon", "select"),
        Output("selection", "data"),
        Output({"without": ALL}, "data"),
        Output({"link": ALL}, "href"),
        Output("lang-link", "href"),
        Input({"control": ALL}, "value"),
        Input("place", "data"),
        Input("snapshot", "data"),
        State("selection", "data"),
        State({"without": ALL}, "data"),
    )

    @app.callback(Output("badge", "children"), Input("snapshot", "data"), State("selection", "data"))
    def show_badge(_snapshot: str, query: dict):
        # Not with the page: grades of a large snapshot would keep its first numbers waiting.
        reader = reopen(query)
        return _badge(reader.view, _grade(reader))

    @app.callback(
        Output("rounds", "children"),
        Output("banner", "children"),
        Input("snapshot", "data"),
        State("selection", "data"),
        prevent_initial_call=True,
    )
    def show_frame(_snapshot: str, query: dict):
        view = reopen(query).view
        return round_chooser(view), _banner(view)
