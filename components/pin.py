"""What a page says when its address asks for one snapshot: that there is a newer one, or that it is not kept any more."""

from dataclasses import replace

from dash import dcc, html

from components.view import View
from data.text import Text

LABEL = Text("ชุดข้อมูลของลิงก์นี้", "The data set of this link")
PINNED = Text(
    "ลิงก์นี้เปิดชุดข้อมูลวันที่ {time} ซึ่งยังเป็นชุดล่าสุด", "This link opens the data set of {time}, which is still the newest"
)
NEWER = Text("ลิงก์นี้เปิดชุดข้อมูลวันที่ {time} มีข้อมูลใหม่กว่า", "This link opens the data set of {time}; there are newer data")
SHOW_NEWER = Text("ดูข้อมูลล่าสุด", "Show the newest")
GONE = Text(
    "ไม่มีชุดข้อมูล {id} ของลิงก์นี้ให้เปิดแล้ว ตัวเลขที่เห็นเป็นของชุดข้อมูลล่าสุด จึงอาจไม่ตรงกับเอกสาร",
    "The data set {id} of this link is not kept any more; these are the newest numbers, which may differ from the document's",
)
NOT_HERE = Text(
    "ไม่มีชุดข้อมูลของลิงก์นี้ให้เปิดแล้ว และยังไม่มีชุดข้อมูลอื่น",
    "The data set of this link is not kept any more, and there is no other",
)


def pin_banner(view: View) -> list[html.Aside]:
    """Return the line about the snapshot of the address, none where the address asks for none."""
    if view.gone:
        words = view.say(GONE, id=view.gone) if view.snapshot else view.say(NOT_HERE)
        return [_aside(view, [words], "gone")]
    if not view.pinned:
        return []
    words = view.say(NEWER if view.newer else PINNED, time=view.snapshot_time)
    if not view.newer:
        return [_aside(view, [words], "same")]
    # The path is that of the page on screen.
    href = replace(view, pinned="").link("") or "?"
    return [_aside(view, [words, " ", dcc.Link(view.say(SHOW_NEWER), href=href, className="inline")], "newer")]


def _aside(view: View, children: list, kind: str) -> html.Aside:
    return html.Aside(children, className=f"pin-banner {kind}", **{"aria-label": view.say(LABEL)})
