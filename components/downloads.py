"""What a reader may take away: one small button on every card, one menu for all of them, a whole page as one ZIP.

Files are made in the browser, from the card on screen; `assets/downloads.js` does it and finds its words here.
"""

from dash import html

from components.graph import DEMO_MARK
from components.view import View
from data.text import Text

DOWNLOAD = Text("ดาวน์โหลด", "Download")
SITE = Text("แก้จน", "Kaejon")
# kind, name, what it is for; None parts files from copies.
KINDS = (
    ("png", Text("PNG", "PNG"), Text("รูปภาพ", "picture")),
    ("svg", Text("SVG", "SVG"), Text("รูปเวกเตอร์", "vector picture")),
    ("csv", Text("CSV", "CSV"), Text("ตาราง", "table")),
    ("xlsx", Text("XLSX", "XLSX"), Text("ตาราง Excel", "Excel table")),
    None,
    ("link", Text("คัดลอกลิงก์", "Copy link"), None),
    ("copy", Text("คัดลอกรูปภาพ", "Copy picture"), None),
)  # fmt: skip
WHOLE_PAGE = Text("ดาวน์โหลดทุกภาพของหน้านี้ (ZIP)", "Export all figures of this page (ZIP)")
WHOLE_HINT = Text("รูปภาพ PNG และตาราง CSV ของทุกภาพ", "PNG picture and CSV table of every figure")
PROGRESS = Text("ความคืบหน้าของการดาวน์โหลด", "Progress of the download")
STATUS = {
    "busy": Text("กำลังเตรียมไฟล์… {}", "Preparing… {}"),
    "saved": Text("บันทึกแล้ว: {}", "Saved: {}"),
    "copiedlink": Text("คัดลอกลิงก์ของภาพนี้แล้ว", "Link to this figure copied"),
    "copiedpicture": Text("คัดลอกรูปภาพแล้ว", "Picture copied"),
    "failed": Text(
        "ทำไฟล์นี้ไม่สำเร็จ หน้านี้ยังใช้งานได้ตามปกติ ลองอีกครั้งได้",
        "This could not be made. The page is as it was; please try again",
    ),
    "nocopy": Text(
        "เบราว์เซอร์นี้คัดลอกรูปภาพไม่ได้ ใช้ดาวน์โหลด PNG แทน",
        "This browser cannot copy pictures; download the PNG instead",
    ),
    "table": Text("ตาราง", "Table"),
    "about": Text("ที่มา", "About"),
    "site": SITE,
}


def download_button(id: str, lang: str) -> html.Button:
    """Return the button that opens the menu for one card; it is called by the card's title, which callbacks change."""
    return html.Button(
        DOWNLOAD[lang],
        id=f"{id}-download",
        type="button",
        className="quiet-button download-button",
        **{
            "data-download": id, "aria-labelledby": f"{id}-download {id}-title",
            "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": "download-menu",
        },
    )  # fmt: skip


def download_tools(view: View) -> list:
    """Return the menu of all cards and the line that says how a download goes."""
    items = [_item(view, *kind) if kind else html.Hr(role="separator") for kind in KINDS]
    label = {"aria-label": view.say(DOWNLOAD)}
    words = {f"data-{key}": text[view.lang] for key, text in (*STATUS.items(), ("mark", DEMO_MARK))}
    return [
        html.Div(items, id="download-menu", role="menu", className="download-menu", hidden=True, **label),
        html.Div(id="download-status", role="status", className="download-status", **words),
    ]


def whole_page(view: View) -> html.Div:
    """Return the button that exports every figure of the page; the style sheet hides it where there is none."""
    bar = html.Progress(max="1", value="0", hidden=True, **{"aria-label": view.say(PROGRESS)})
    button = html.Button(view.say(WHOLE_PAGE), type="button", **{"data-take-page": "zip"})
    return html.Div([bar, html.Span(view.say(WHOLE_HINT)), button], className="take-page")


def _item(view: View, kind: str, name: Text, purpose: Text | None) -> html.Button:
    words = [html.Span(view.say(name)), *([html.Small(view.say(purpose))] if purpose else [])]
    return html.Button(words, type="button", role="menuitem", tabIndex=-1, **{"data-take": kind})
