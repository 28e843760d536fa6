"""What was loaded and when: progress of a running load, files, rejected rows, history, the dictionary of columns."""

from datetime import datetime
from typing import Any

from dash import html

from components.columns import column_words
from components.provenance import section, table_section
from components.table import table
from components.view import View
from data.reasons import REASONS
from data.text import UNDEFINED, Text, moment, number

PROGRESS = Text("การนำเข้าที่กำลังทำงาน", "The load that runs")
IDLE = Text("ไม่มีการนำเข้าที่กำลังทำงาน", "No load is running")
STEPS = {
    "start": Text("เริ่มต้น", "starting"),
    "read": Text("อ่านไฟล์", "reading files"),
    "build": Text("สร้างชุดข้อมูล", "building the snapshot"),
    "check": Text("ตรวจสอบ", "checking"),
}
FILES = Text("บัญชีแถวของไฟล์ที่นำเข้า", "Accounting of the files that were loaded")
FILES_WHY = Text(
    "แถวที่อ่าน = แถวที่รับ + แถวที่ไม่รับ + แถวว่าง ไม่มีแถวใดหายไป ชื่อไฟล์แสดงเฉพาะผู้ปฏิบัติงานและผู้ดูแล",
    "Rows read = accepted + rejected + blank: nothing is lost. Names of files are for operators and admins only",
)
FILE_HEADS = (
    Text("ตาราง", "Table"), Text("ครั้งที่", "Load"), Text("ลายนิ้วมือ", "Fingerprint"), Text("อ่าน", "Read"),
    Text("รับ", "Accepted"), Text("ไม่รับ", "Rejected"), Text("ว่าง", "Blank"),
)  # fmt: skip
NAME = Text("ไฟล์", "File")
REJECTS = Text("แถวที่ไม่รับ ตามเหตุผล", "Rejected rows by reason")
REJECTS_WHY = Text(
    "แถวที่ยังไม่รับในชุดข้อมูลนี้ ผู้นำเข้าแก้ไขได้จากไฟล์ของ python -m etl rejects",
    "Rows that are still rejected in this snapshot; whoever loads can mend them in the file of python -m etl rejects",
)
REJECT_HEADS = (Text("เหตุผล", "Reason"), Text("คอลัมน์", "Column"), Text("ครั้งที่", "Load"), Text("แถว", "Rows"))
NO_REJECTS = Text("ไม่มีแถวที่ไม่รับ", "No row is rejected")
HISTORY = Text("ประวัติการนำเข้า", "Load history")
HISTORY_WHY = Text(
    "ทุกครั้งที่ข้อมูลเปลี่ยนจนถึงชุดที่แสดงอยู่ ล่าสุดอยู่บนสุด",
    "Every time the data changed, up to the snapshot on screen; the newest comes first",
)
HISTORY_HEADS = (
    Text("เมื่อ", "When"), Text("คำสั่ง", "Command"), Text("ผล", "Result"), Text("ครั้งที่", "Load"), Text("อ่าน", "Read"),
    Text("รับ", "Accepted"), Text("ไม่รับ", "Rejected"), Text("ว่าง", "Blank"), Text("วินาที", "Seconds"),
)  # fmt: skip
COMMANDS = {
    "load": Text("นำเข้า", "load"),
    "rollback": Text("ย้อนกลับ", "rollback"),
    "erase": Text("ลบครัวเรือน", "erasure"),
    "rekey": Text("เปลี่ยนกุญแจ", "change of key"),
    "release": Text("เผยแพร่", "release"),
}
RESULTS = {
    "loaded": Text("สำเร็จ", "loaded"),
    "unchanged": Text("ไม่เปลี่ยนแปลง", "unchanged"),
    "failed": Text("ไม่สำเร็จ", "failed"),
    "shown": Text("แสดงแล้ว", "shown"),
    "erased": Text("ลบแล้ว", "erased"),
}
OTHER = Text("อื่น ๆ", "other")
COUNTS = ("rows_read", "accepted", "rejected", "blank")
DICTIONARY = Text("พจนานุกรมของคอลัมน์", "Dictionary of columns")
DICTIONARY_WHY = Text(
    "ข้อกำหนดของไฟล์ที่นำเข้า เก็บไว้กับชุดข้อมูลเมื่อนำเข้า คอลัมน์ระบุตัวบุคคลไม่ถูกเก็บ",
    "The contract of the files, kept with the snapshot when it was loaded; columns that identify a person are not kept",
)
DICTIONARY_HEADS = (
    Text("ตาราง", "Table"), Text("คอลัมน์", "Column"), Text("ความหมาย", "Meaning"), Text("ชนิด", "Kind"), Text("ค่าที่รับ", "Accepted values"),
)  # fmt: skip
REQUIRED = Text("ต้องมี", "required")
COLUMN_KINDS = {
    "id": Text("รหัส เก็บเป็นแฮช", "id, kept as a hash"),
    "whole": Text("จำนวนเต็ม", "whole number"),
    "number": Text("ตัวเลข", "number"),
    "date": Text("วันที่", "date"),
    "flag": Text("ใช่/ไม่ใช่", "yes or no"),
    "choice": Text("ตัวเลือก", "choice"),
    "text": Text("ข้อความสั้น", "short text"),
    "area": Text("รหัสพื้นที่", "area code"),
    "deprivation": Text("ขัดสน", "deprivation"),
}
FROM, UP_TO = Text("ตั้งแต่ {low}", "from {low}"), Text("{low} ถึง {high}", "{low} to {high}")


def progress_section(view: View) -> html.Section:
    """Return the place where a script shows how far a running load is."""
    words = {f"data-{step}": text[view.lang] for step, text in STEPS.items()}
    bar = html.Progress(max="1", value="0", hidden=True, **{"aria-label": view.say(PROGRESS)})
    line = html.P(view.say(IDLE), role="status")
    body = html.Div([line, bar], className="progress", **{"data-progress": "1", "data-idle": view.say(IDLE), **words})
    return section("progress", view.say(PROGRESS), "", body)


def files_section(view: View, rows: tuple[dict, ...], prints: dict[tuple, str], named: bool) -> html.Section:
    """Return the rows of every file; prints: {(load, file): SHA-256}; named: whether names of files may be read."""
    lines = [
        [
            *([row["file"]] if named else []),
            html.Code(row["table"]),
            number(row["load"]),
            html.Code(prints.get((row["load"], row["file"]), "")[:12]),
            *(number(row[name]) for name in COUNTS),
        ]
        for row in rows
    ]
    heads = [view.say(head) for head in ((NAME, *FILE_HEADS) if named else FILE_HEADS)]
    body = table(view.say(FILES), heads, lines, words=3 + named, whole=True)
    return table_section(view, "files", view.say(FILES), view.say(FILES_WHY), body)


def rejects_section(view: View, rows: tuple[dict, ...]) -> html.Section:
    """Return the rejected rows by reason, column and load."""
    if not rows:
        return section("rejects", view.say(REJECTS), view.say(NO_REJECTS), None)
    lines = [
        [
            REASONS[row["reason"]][view.lang] if row["reason"] in REASONS else view.say(OTHER),
            html.Code(row["column"] or UNDEFINED),
            number(row["load"]),
            number(row["rows_rejected"]),
        ]
        for row in rows
    ]
    body = table(view.say(REJECTS), [view.say(head) for head in REJECT_HEADS], lines, words=2, whole=True)
    return table_section(view, "rejects", view.say(REJECTS), view.say(REJECTS_WHY), body)


def history_section(view: View, entries: list[dict[str, Any]]) -> html.Section:
    """Return the ledger that this reader may know, newest first: sums over the files of each load."""
    lines = [_entry(view, entry) for entry in entries]
    body = table(view.say(HISTORY), [view.say(head) for head in HISTORY_HEADS], lines, words=3)
    return table_section(view, "history", view.say(HISTORY), view.say(HISTORY_WHY), body)


def _entry(view: View, entry: dict[str, Any]) -> list[str]:
    files = entry.get("files", [])
    sums = [number(sum(file.get(name, 0) for file in files)) if files else UNDEFINED for name in COUNTS]
    at = moment(datetime.fromisoformat(entry["at"]).astimezone(), view.lang)
    command, result = COMMANDS.get(entry.get("command"), OTHER), RESULTS.get(entry.get("result"), OTHER)
    return [at, view.say(command), view.say(result), number(entry["number"]), *sums, number(entry.get("seconds"), 1)]


def dictionary_section(view: View, columns: list[dict[str, Any]]) -> html.Section:
    """Return every column of every file, as the snapshot keeps the contract it was loaded by."""
    lines = [
        [
            html.Code(entry["table"]), html.Code(entry["column"]),
            column_words(entry["column"], view.reference)[view.lang], _kind(view, entry), _range(view, entry),
        ]
        for entry in columns
    ]  # fmt: skip
    body = table(view.say(DICTIONARY), [view.say(head) for head in DICTIONARY_HEADS], lines, words=5)
    return table_section(view, "dictionary", view.say(DICTIONARY), view.say(DICTIONARY_WHY), body)


def _kind(view: View, entry: dict[str, Any]) -> str:
    kind = view.say(COLUMN_KINDS.get(entry["kind"], OTHER))
    return f"{kind} · {view.say(REQUIRED)}" if entry["required"] else kind


def _range(view: View, entry: dict[str, Any]) -> Any:
    if entry["values"]:
        return html.Code(" ".join(entry["values"]))
    if entry["kind"] not in ("whole", "number", "deprivation") or entry["low"] is None:
        return UNDEFINED
    low = number(entry["low"])
    return (
        view.say(UP_TO, low=low, high=number(entry["high"])) if entry["high"] is not None else view.say(FROM, low=low)
    )
