"""What a change between two rounds is made of: corrections, households that left or came, and real change."""

from data.queries.change import compared_rounds, cross_section
from data.queries.rounds import base_round
from data.queries.scope import Scope

PARTS = ("corrections", "left", "real", "joined")


def decomposition(scope: Scope) -> list[dict]:
    """Return one row per area and measure: the change between two rounds, taken apart so that the parts add up.

    shown_before: the earlier round's mean in the kept snapshot before this one; corrections = before - shown_before:
    what later loads made of the same round. left = panel_before - before: households that are not in the later round;
    real = panel_after - panel_before: the same households; joined = after - panel_after: households that are new.
    change = after - before = left + real + joined, and after = shown_before + corrections + left + real + joined.
    n_households: the same households; n_left, n_joined: the others. Measures, weights and areas as in `change`. A part
    is None where it is undefined: no earlier snapshot, nobody in both rounds.

    ไทย: แยกการเปลี่ยนแปลงระหว่างสองรอบออกเป็นส่วนที่รวมกันได้พอดี: การแก้ไขข้อมูลรอบก่อน (เทียบกับชุดข้อมูลก่อนหน้าที่เก็บไว้)
    ครัวเรือนที่หายไป การเปลี่ยนแปลงจริงของครัวเรือนเดียวกัน และครัวเรือนที่เข้ามาใหม่
    ส่วนใดไม่มีค่าเมื่อหาไม่ได้ เช่น ไม่มีชุดข้อมูลก่อนหน้า หรือไม่มีครัวเรือนที่อยู่ทั้งสองรอบ
    """
    base = base_round(scope)
    shown = _shown_before(scope, base) if base is not None else {}
    return [_row(row, shown.get((row["code"], row["measure"]))) for row in compared_rounds(scope)]


def _shown_before(scope: Scope, base: int) -> dict[tuple[str, str], float | None]:
    earlier = scope.opened.earlier
    if earlier is None or base not in earlier.snapshot.rounds:
        return {}
    return cross_section(Scope(earlier, scope.selection.at(round=base, base=None), scope.viewer))


def _row(row: dict, shown: float | None) -> dict:
    ends = {
        "corrections": (row["before"], shown),
        "left": (row["panel_before"], row["before"]),
        "real": (row["panel_after"], row["panel_before"]),
        "joined": (row["after"], row["panel_after"]),
    }
    parts = {name: None if None in pair else pair[0] - pair[1] for name, pair in ends.items()}
    return {
        "code": row["code"],
        "measure": row["measure"],
        "n_households": row["n_households"],
        "n_left": row["n_before"] - row["n_households"],
        "n_joined": row["n_after"] - row["n_households"],
        "shown_before": shown,
        **{"corrections": parts["corrections"], "before": row["before"]},
        **{name: parts[name] for name in PARTS[1:]},
        "after": row["after"],
        "change": row["change"],
    }
