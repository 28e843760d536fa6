"""One province from end to end: its panel, answers and events, written to the open files."""

from dataclasses import dataclass

import numpy as np

from data.reference import Reference
from etl.demo import assistance, models, people, problems, referrals
from etl.demo.capitals import MISSING, Answers, answer_rounds, lasting
from etl.demo.panel import SOURCE_LISTS, TPMAP, VERIFICATION, Panel, Visit, make_panel
from etl.demo.people import EDUCATION, OCCUPATIONS, Heads, Members
from etl.demo.standing import Standing, latest_standing
from etl.demo.targets import ProvinceTarget, stream
from etl.demo.writing import Files, blank, choice

# Topics of the random streams of a province: adding a draw to one leaves the others as they were.
PANEL, HEADS, MEMBERS, CAPITALS, PROBLEMS, MONEY, DAYS, REFERRALS, ASSISTANCE, MODELS = range(10, 20)
PROBLEM_WORDS = ("0", "1", "na", None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a province is given from programme-wide totals."""

    target: ProvinceTarget
    referred: int
    help: assistance.Help
    models: models.ModelPlan


@dataclass(frozen=True, slots=True)
class Survey:
    """All rounds of one province; lists hold one item per round."""

    panel: Panel
    heads: Heads
    members: list[Members]
    answers: list[Answers]
    problems: list[np.ndarray]
    income: list[np.ndarray]
    days: list[np.ndarray]


def write_province(files: Files, reference: Reference, plan: Plan, rounds: int, seed: int, easy: np.ndarray) -> None:
    """Draw one province and append its rows to every file."""
    survey = draw_survey(reference, plan.target, rounds, seed, easy)
    for at, visit in enumerate(survey.panel.visits):
        files.write("households", household_columns(survey, visit, at, stream(seed, plan.target.index, DAYS, at)))
        files.write("capitals", _answer_columns(survey.panel, visit) | _scores(reference, survey.answers[at]))
        files.write("problems", _answer_columns(survey.panel, visit) | _flags(reference, survey.problems[at]))
    sizes = [len(group.items) for group in reference.dimensions]
    overall = [answer.overall for answer in survey.answers]
    standing = latest_standing(survey.panel, overall, survey.problems, survey.income, survey.days, sizes)
    _write_events(files, reference, plan, standing, seed)


def draw_survey(reference: Reference, target: ProvinceTarget, rounds: int, seed: int, easy: np.ndarray) -> Survey:
    """Draw panel, members, answers, deprivations and money of one province."""
    topic = {number: stream(seed, target.index, number) for number in range(PANEL, DAYS + 1)}
    panel = make_panel(topic[PANEL], reference, target, rounds)
    heads = people.draw_heads(topic[HEADS], panel)
    members = [people.members_of(topic[MEMBERS], panel, visit, heads) for visit in panel.visits]
    answers = answer_rounds(topic[CAPITALS], panel, reference.capitals, easy)
    deprived = problems.deprivations(topic[PROBLEMS], reference, panel, answers, members)
    financial = [group.key for group in reference.capitals].index("financial")
    income, luck = [], None
    for visit, answer, those in zip(panel.visits, answers, members, strict=True):
        luck = lasting(topic[MONEY], luck, people.INCOME_LASTS, (panel.size,))
        income.append(people.incomes(heads, visit, those, answer.capitals[:, financial], luck[visit.who]))
    days = [people.survey_days(topic[DAYS], visit.year, len(visit.who)) for visit in panel.visits]
    return Survey(panel, heads, members, answers, deprived, income, days)


def household_columns(survey: Survey, visit: Visit, at: int, rng: np.random.Generator) -> dict:
    """Columns of households.csv for one round: the surveyed, then those visited in vain with little known of them."""
    panel, heads, members = survey.panel, survey.heads, survey.members[at]
    who = np.concatenate([visit.who, visit.absent])
    vain = np.arange(len(who)) >= len(visit.who)

    def known(values: np.ndarray) -> object:
        """Pad surveyed values with blanks for the absent."""
        return blank(np.concatenate([values, np.zeros(len(visit.absent), dtype=values.dtype)]), vain)

    def both(surveyed: np.ndarray, absent) -> np.ndarray:
        return np.concatenate([surveyed, np.broadcast_to(absent, len(visit.absent))])

    return {
        "household_id": panel.ids[who],
        "survey_round": np.full(len(who), visit.round),
        "province_code": np.full(len(who), panel.target.code),
        "district_code": panel.district[who],
        "subdistrict_code": panel.subdistrict[who],
        "village_code": panel.village[who],
        "survey_year": np.full(len(who), visit.year),
        "survey_date": both(survey.days[at], people.survey_days(rng, visit.year, len(visit.absent))),
        "weight": np.ones(len(who), dtype=np.int8),
        "size": both(members.size, heads.size[visit.absent]),
        "head_sex": choice(("male", "female"), heads.female[who].astype(np.int8)),
        "head_age": known(heads.age[visit.who] - visit.back),
        "head_education": blank(choice(EDUCATION, heads.education[who]), vain),
        "main_occupation": blank(choice(OCCUPATIONS, heads.occupation[who]), vain),
        "income_month_baht": known(survey.income[at]),
        "debt_baht": known(people.debts(heads, visit.who, survey.income[at])),
        "land_rai": known(heads.land_rai[visit.who]),
        "children": known(members.children),
        "elderly": known(members.elderly),
        "disabled": known(members.disabled),
        "working_members": known(members.working),
        "tpmap_listed": both(visit.listed, True),
        "welfare_card": known(visit.welfare_card.astype(np.int8)),
        "verification": choice(VERIFICATION, both(visit.verification, visit.absent_verification)),
        "source_list": choice(SOURCE_LISTS, both(visit.source, TPMAP)),
    }


def _answer_columns(panel: Panel, visit: Visit) -> dict:
    return {"household_id": panel.ids[visit.who], "survey_round": np.full(len(visit.who), visit.round)}


def _scores(reference: Reference, answers: Answers) -> dict:
    """Scores by indicator, blank where there is no answer."""
    columns, items = np.asfortranarray(answers.scores), reference.capital_items
    return {item.key: blank(columns[:, at], columns[:, at] == MISSING) for at, item in enumerate(items)}


def _flags(reference: Reference, codes: np.ndarray) -> dict:
    """1, 0, `na` or blank by problem indicator."""
    columns = np.asfortranarray(codes)
    return {item.key: choice(PROBLEM_WORDS, columns[:, at]) for at, item in enumerate(reference.problem_items)}


def _write_events(files: Files, reference: Reference, plan: Plan, standing: Standing, seed: int) -> None:
    target = plan.target
    topic = {number: stream(seed, target.index, number) for number in (REFERRALS, ASSISTANCE, MODELS)}
    events = referrals.referral_events(topic[REFERRALS], reference, target, standing, plan.referred)
    events["amount_baht"] = blank(events["amount_baht"], events["amount_baht"] == 0)
    events["reason"] = blank(events["reason"], events["reason"] == "")
    files.write("referrals", events)
    given = assistance.episode_table(topic[ASSISTANCE], plan.help, standing)
    files.write("assistance", given | {"amount_baht": blank(given["amount_baht"], given["amount_baht"] == 0)})
    found = models.operating_models(topic[MODELS], reference, target, plan.models)
    files.write("models", found)
    members = models.participation(topic[MODELS], target, found, standing)
    again = ~np.isnat(members["measured_on"])
    members["income_after_month"] = blank(members["income_after_month"], ~again)
    files.write("participation", members)
    files.write("proposals", models.proposals(topic[MODELS], target, found))
