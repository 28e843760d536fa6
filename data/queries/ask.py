"""The door of the query layer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.disclosure.releases import Release
from data.errors import Problem
from data.gate import Released, release
from data.library import Library
from data.queries import (
    capitals,
    causes,
    change,
    compare,
    decomposition,
    households,
    incomes,
    members,
    model_change,
    models,
    poverty,
    published,
    quality,
    reach,
    referrals,
    spread,
    targets,
    verification,
    waiting,
)
from data.queries.design import lone_strata
from data.queries.free import free_method, free_rows
from data.queries.kept import kept
from data.queries.protection import on_menu, public_rows, release_of, with_silent_zeros
from data.queries.scope import Scope
from data.reference import Reference
from data.selection import Selection
from data.text import Text
from data.viewer import ANSWERED, Viewer

METHOD_VERSION = "1"
REFERRAL_PARAMETERS = ("place", "by", "round", "cohort", "entered")
POVERTY_PARAMETERS = ("place", "by", "round", "k", "unit", "missing", "weights", "off", "cohort")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its words, the function that answers it, the columns that name a row, its parameters."""

    text: Text
    answer: Callable[..., list[dict]]
    labels: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ("place", "by", "round", "cohort")


QUESTIONS: dict[str, Question] = {
    "verification": Question(
        Text("ค้นหาและสอบทาน: สำรวจ ยืนยัน ตกหล่น", "Search and verification: surveyed, verified, missed"),
        verification.verification,
    ),
    "capitals": Question(
        Text("คะแนนทุนรายด้าน", "Capital scores"),
        capitals.capitals,
        ("capital",),
        ("place", "by", "round", "unit", "cohort"),
    ),
    "levels": Question(Text("ระดับการดำรงชีพ", "Living levels"), capitals.levels, ("level",)),
    "poverty": Question(
        Text("ความยากจนหลายมิติ H A M0", "Multidimensional poverty H, A, M0"),
        poverty.poverty,
        (),
        POVERTY_PARAMETERS,
    ),
    "contributions": Question(
        Text("สาเหตุ: สัดส่วนของแต่ละตัวชี้วัด", "Causes: headcounts and contributions by indicator"),
        poverty.contributions,
        ("indicator", "dimension"),
        POVERTY_PARAMETERS,
    ),
    "cut_offs": Question(
        Text("อันดับเมื่อเลื่อนเส้น k", "Ranks over the cut-off"), causes.cut_offs, ("k",), POVERTY_PARAMETERS
    ),
    "together": Question(
        Text("ปัญหาที่เกิดร่วมกัน", "Problems that come together"),
        causes.together,
        ("dimensions",),
        ("place", "by", "round", "weights", "off", "cohort"),
    ),
    "funnel": Question(
        Text("ขั้นตอนการส่งต่อ", "Referral funnel"), referrals.funnel, ("stage",), REFERRAL_PARAMETERS
    ),
    "assistance": Question(
        Text("ความช่วยเหลือ", "Help episodes"), referrals.assistance, ("kind",)
    ),
    "stage_days": Question(Text("ระยะเวลาถึงแต่ละขั้น", "Days to each stage"), waiting.stage_days, ("stage",), REFERRAL_PARAMETERS),
    "ageing": Question(Text("อายุเรื่องที่ยังไม่จบ", "Age of open cases"), waiting.ageing, ("age",), REFERRAL_PARAMETERS),
    "exits": Question(Text("การออกนอกขั้นตอน", "Side exits"), waiting.exits, ("exit_stage", "reason"), REFERRAL_PARAMETERS),
    "stage_ends": Question(
        Text("เรื่องที่รอและออกในแต่ละขั้น", "Where referrals wait and leave"),
        waiting.stage_ends,
        ("stage",),
        REFERRAL_PARAMETERS,
    ),
    "agencies": Question(Text("ความต้องการและหน่วยงาน", "Needs and agencies"), waiting.agencies, ("need", "agency"), REFERRAL_PARAMETERS),
    "never_referred": Question(
        Text("กลุ่มทุนต่ำสุดที่ไม่เคยส่งต่อ", "Lowest fifth never referred"), reach.never_referred
    ),
    "need_met": Question(Text("ความต้องการที่ได้รับการตอบสนอง", "Needs met"), reach.need_met, ("dimension",)),
    "overlap": Question(
        Text("การซ้อนกันของรายชื่อ", "Overlap of the lists"), reach.overlap, ("listed", "card", "poor")
    ),
    "models": Question(Text("โมเดลแก้จน", "Operating models"), models.models),
    "model_income": Question(Text("รายได้ก่อนและหลังเข้าโมเดล", "Income before and after"), incomes.model_income),
    "model_groups": Question(
        Text("โมเดลแก้จนตามกลุ่ม", "Operating models by group"), incomes.model_groups, ("model_group",)
    ),
    "model_list": Question(
        Text("โมเดลแก้จนทีละโมเดล", "Operating models one by one"), incomes.model_list, ("model_id", *incomes.FACTS)
    ),
    "model_capitals": Question(
        Text("ทุนของครัวเรือนในโมเดล", "Capitals of households in models"),
        model_change.model_capitals,
        ("model_group", "capital"),
        ("place", "by", "round", "cohort", "base"),
    ),
    "model_comparison": Question(
        Text("เทียบกับกลุ่มที่ไม่อยู่ในโมเดล", "Set against households in no model"),
        model_change.model_comparison,
        ("measure",),
        ("place", "by", "round", "cohort", "base", "against"),
    ),
    "proposals": Question(
        Text("ข้อเสนอเข้าแผนจังหวัด", "Proposals to provincial plans"),
        models.proposals,
        ("plan_year", "status"),
        ("place", "by"),
    ),
    "proposal_list": Question(
        Text("ข้อเสนอเข้าแผนทีละรายการ", "Proposals one by one"),
        models.proposal_list,
        ("proposal_id", "title_th", "title_en", "model_id", "plan_year", "status"),
        ("place", "by"),
    ),
    "weak_points": Question(Text("จุดอ่อนรายตัวชี้วัด", "Weak points"), capitals.weak_points, ("capital", "indicator")),
    "capital_spread": Question(
        Text("การกระจายของคะแนนทุน", "Spread of capital scores"), spread.capital_spread, ("capital", "low", "high")
    ),
    "score_spread": Question(
        Text("การกระจายรายตัวชี้วัดทุน", "Spread of indicator scores"),
        spread.score_spread,
        ("capital", "indicator", "score"),
    ),
    "level_fifths": Question(
        Text("ระดับการดำรงชีพในแต่ละกลุ่มทุน", "Living levels by fifth"), spread.level_fifths, ("quintile", "level")
    ),
    "decomposition": Question(
        Text("ส่วนประกอบของการเปลี่ยนแปลง", "What a change is made of"),
        decomposition.decomposition,
        ("measure",),
        (*POVERTY_PARAMETERS, "base"),
    ),
    "targets": Question(
        Text("เป้าหมายและความก้าวหน้า", "Targets and progress"),
        targets.targets,
        ("measure", "target_year", "target", "base_value", "base_year", "source"),
        ("place", "by", "round"),
    ),
    "change": Question(
        Text("การเปลี่ยนแปลงระหว่างรอบ", "Change between rounds"),
        change.change,
        ("measure",),
        (*POVERTY_PARAMETERS, "base"),
    ),
    "compare": Question(
        Text("เปรียบเทียบสองกลุ่ม", "Two groups compared"),
        compare.compare,
        ("measure",),
        ("place", "round", "k", "unit", "missing", "weights", "off", "cohort", "against", "against_place"),
    ),
    "members": Question(Text("ครัวเรือนของกลุ่มศึกษาตามพื้นที่", "Households of a cohort by area"), members.members),
    "field_values": Question(
        Text("ค่าที่มีในเขตข้อมูล", "Values that fields take"), members.field_values, ("field", "value"), ("place", "by", "round")
    ),
    "transitions": Question(
        Text("การเปลี่ยนระดับการดำรงชีพ", "Transitions between levels"),
        change.transitions,
        ("level_before", "level_after"),
        ("place", "by", "round", "cohort", "base"),
    ),
    "households": Question(
        Text("ครัวเรือนทีละหน้า", "Households page by page"),
        households.households,
        ("household_id",),
        ("place", "by", "round", "cohort", "sort", "page"),
    ),
    "waiting_list": Question(
        Text("เรื่องที่รอนานที่สุด", "Referrals that wait longest"),
        households.waiting_list,
        ("household_id",),
        (*REFERRAL_PARAMETERS, "page"),
    ),
    "household": Question(
        Text("ครัวเรือนเดียวทุกรอบ", "One household in every round"),
        households.household,
        ("survey_round",),
        ("household",),
    ),
    "freshness": Question(Text("ความใหม่ของข้อมูล", "Freshness"), quality.freshness),
    "accounting": Question(Text("บัญชีแถวของไฟล์", "Accounting of files"), quality.accounting, ("file", "table"), ()),
    "rejects": Question(Text("แถวที่ไม่รับตามเหตุผล", "Rejected rows by reason"), quality.rejects, ("file", "reason"), ()),
    "completeness": Question(Text("ความครบถ้วนรายคอลัมน์", "Completeness by column"), quality.completeness, ("column",)),
    "doubts": Question(Text("ข้อมูลที่น่าสงสัย", "Doubtful households"), quality.doubts, ("check",)),
    "grades": Question(Text("เกรดคุณภาพข้อมูล", "Grades of data quality"), quality.grades),
    "published": Question(
        Text("ตัวเลขที่เผยแพร่แล้ว", "Published figures"), published.published, ("measure", "period"), ("place", "by")
    ),
}  # fmt: skip


def ask(name: str, selection: Selection, viewer: Viewer, library: Library) -> Released:
    """Answer one question for one viewer, and note for the audit that it was answered.

    The same question of the same snapshot and viewer is computed once per process. Raises Problem for an unknown
    question, where there is no snapshot, and after the allowed time.
    """
    released = _ask(name, selection, viewer.under(library.settings), library)
    answered = ANSWERED.get()
    if answered is not None:
        # Which household it was is told by whoever asked for it, in a form that names none.
        facts = {"question": name, "selection": released.selection.at(household="").to_query()}
        answered.append(facts | {"snapshot": released.snapshot, "rows": len(released.rows)})
    return released


def _ask(name: str, selection: Selection, viewer: Viewer, library: Library) -> Released:
    question = QUESTIONS.get(name)
    if question is None:
        raise Problem(Text("ไม่มีคำถามนี้", "There is no such question"), got=name, expected=", ".join(QUESTIONS))
    if name == "published":
        reference = library.reference(viewer)
        # Only place and level matter to what was published.
        asked = Selection(place=selection.place, by=selection.by)
        key = (reference.id, "", name, asked, viewer)
        return kept(key, lambda: _published(asked, viewer, reference))
    # What the question does not depend on must neither make it a free one nor keep its answer twice.
    selection = Selection(**{name: getattr(selection, name) for name in question.parameters})
    opened = library.opened(viewer)
    protected = release_of(opened, library.settings) if viewer.gated else None
    key = (opened.snapshot.id, protected.made_at if protected else "", name, selection, viewer)
    scope = Scope(opened, selection, viewer)

    def answer() -> Released:
        if not _is_large(name, scope):
            return _answer(name, scope, protected)
        with library.turn() as place:
            return _answer(name, replace(scope, opened=opened.for_large(place)), protected)

    return kept(key, answer)


def _is_large(name: str, scope: Scope) -> bool:
    """Whether a question may take any time: one of a cohort, or a free one with its noise."""
    return bool(scope.selection.cohort) or (scope.viewer.gated and not on_menu(name, scope))


def _answer(name: str, scope: Scope, protected: Release | None) -> Released:
    question, selection, viewer = QUESTIONS[name], scope.selection, scope.viewer
    method = _method(selection, scope.reference)
    if not viewer.gated:
        rows = question.answer(scope)
    elif protected is None:
        # Nothing was released.
        rows = []
    elif on_menu(name, scope):
        rows = public_rows(name, scope, question.answer(scope), question.labels, protected)
        rows = with_silent_zeros(name, scope, rows, question)
    else:
        rows, method = free_rows(name, scope, question), method | free_method(name)
        rows = with_silent_zeros(name, scope, rows, question)
    return release(
        name,
        selection,
        viewer,
        rows,
        snapshot=scope.opened.snapshot.id,
        labels=question.labels,
        method=method | lone_strata(scope, rows),
    )


def _published(selection: Selection, viewer: Viewer, reference: Reference) -> Released:
    rows = published.published(reference, selection)
    labels = QUESTIONS["published"].labels
    return release("published", selection, viewer, rows, snapshot="", labels=labels, method={"reference": reference.id})


def _method(selection: Selection, reference: Reference) -> dict[str, str]:
    return {
        "version": METHOD_VERSION,
        "reference": reference.id,
        "sampling": reference.sampling,
        "k": str(selection.cut_off(reference)),
    }
