"""Referrals behind the gate, of a cohort or an entry period: counts with noise, days from enough referrals only."""

from data.disclosure.noise import noisy
from data.disclosure.parameters import sensitive_threshold
from data.gate import HIDDEN, Cell
from data.queries import waiting
from data.queries.noisy import NOBODY, Counted, counted, mean, rate
from data.queries.referrals import STAGES, day_columns
from data.queries.scope import Scope
from data.selection import Selection

PROFILE = "referral_profile"
PEOPLE = "count(DISTINCT household_key) AS people, sum(DISTINCT record_key) AS people_key"
LEFT = "exited_on IS NOT NULL AND helped_on IS NULL"
OPEN = "helped_on IS NULL AND exited_on IS NULL"


def funnel(scope: Scope) -> list[dict]:
    """Referrals that reached each stage with noise; median days to whole days, from enough of them."""
    condition, values = scope.referral_condition()
    found = counted(scope, _reached(), PROFILE, condition, values, f"{PEOPLE}, {day_columns()}")
    return [row for code, entry in found.items() for row in _funnel_rows(code, entry)]


def _reached() -> dict[str, str]:
    return {stage: f"furthest_stage >= {rank}" for rank, stage in enumerate(STAGES, start=1)}


def _funnel_rows(code: str, entry: dict) -> list[dict]:
    reached = {stage: entry["cells"][stage].visible() for stage in STAGES}
    return [
        {
            "code": code,
            "stage": stage,
            "n_households": _people(entry),
            "reached": reached[stage],
            "step_rate": rate(reached[stage], reached[STAGES[rank - 1]]) if rank else None,
            "overall_rate": rate(reached[stage], reached[STAGES[0]]),
            "median_days": mean(entry[f"days_{stage}"], entry["cells"][stage].count, 1),
            "step_days": mean(entry[f"step_{stage}"], entry["cells"][stage].count, 1) if rank else None,
        }
        for rank, stage in enumerate(STAGES)
    ]


def _people(entry: dict) -> Cell:
    least = next(iter(entry["cells"].values())).least
    return Counted(noisy(entry["people"], int(entry["people_key"]), int(entry["question_key"])), least=least).visible()


def stage_days(scope: Scope) -> list[dict]:
    """Days to each stage to whole days and shares to their step, from enough referrals only."""
    condition, values = scope.referral_condition()
    cells = {"all": "true", **_reached(), "exited": LEFT, "open": OPEN}
    found = counted(scope, cells, PROFILE, condition, values, PEOPLE)
    return [_day_row(row, found[row["code"]]) for row in waiting.stage_days(scope)]


def _day_row(row: dict, entry: dict) -> dict:
    cells, last = entry["cells"], row["stage"] == STAGES[-1]
    reached = cells[row["stage"]].count
    return row | {
        "n_households": _people(entry),
        "referrals": cells["all"].visible(),
        **{name: mean(row[name], reached, 1) for name in ("median_days", "p90_days")},
        **{f"within_{days}": mean(row[f"within_{days}"], reached) for days in waiting.SHOWN_DAYS},
        # As on the menu: before the last stage, who left and who waits would tell of single cases.
        **{name: cells[name].visible() if last else HIDDEN for name in ("exited", "open")},
    }


def ageing(scope: Scope) -> list[dict]:
    """Open referrals by age with noise; shares of the noisy count of all that are open."""
    age = f"date_diff('day', entered_on, DATE '{waiting.as_of(scope).isoformat()}')"
    bounds = " ".join(
        f"WHEN {age} <= {bound} THEN '{name}'"
        for bound, name in zip(waiting.AGE_BOUNDS, waiting.AGES[:-1], strict=True)
    )
    found = _by_label(scope, f"CASE {bounds} ELSE '{waiting.AGES[-1]}' END", OPEN)
    every = _totals(scope, OPEN)
    return [
        _labels(row, "age") | _counts(found.get((row["code"], row["age"])), every.get(row["code"]))
        for row in _whole(scope, waiting.ageing)
    ]


def exits(scope: Scope) -> list[dict]:
    """Side exits and reasons with noise; shares of the noisy count of all that entered. Every reason stands."""
    found = _by_label(scope, "exit_stage || '|' || coalesce(exit_reason, '')", LEFT)
    every = _totals(scope, "true")
    return [
        _labels(row, "exit_stage", "reason")
        | _counts(found.get(_key(row, "exit_stage", "reason")), every.get(row["code"]))
        for row in _whole(scope, waiting.exits)
    ]


def stage_ends(scope: Scope) -> list[dict]:
    """Referrals that wait at a stage or left from it, with noise; every stage stands. Not on the menu: small cells."""
    found = _by_label(scope, "furthest_stage::VARCHAR", "helped_on IS NULL")
    return [
        _labels(row, "stage") | _ended(found.get((row["code"], str(STAGES.index(row["stage"]) + 1))))
        for row in _whole(scope, waiting.stage_ends)
    ]


def _ended(entry: dict | None) -> dict[str, Cell]:
    names = {"n_households": "households", "referrals": "referrals", "open": "open", "exited": "exited"}
    return {name: entry["cells"][cell].visible() if entry else HIDDEN for name, cell in names.items()}


def agencies(scope: Scope) -> list[dict]:
    """Referrals by need and agency with noise; every pair stands, those of sensitive needs from a higher threshold.

    Not on the menu: so many small cells, hidden in every area above them, too, would leave next to nothing to read.
    """
    found = _by_label(scope, "coalesce(need, '') || '|' || coalesce(agency, '')", "true")
    sensitive = {need.key for need in scope.reference.needs if need.dimension in scope.reference.sensitive_dimensions}
    return [
        _labels(row, "need", "agency") | _helped(found.get(_key(row, "need", "agency")), row["need"] in sensitive)
        for row in _whole(scope, waiting.agencies)
    ]


def _helped(entry: dict | None, sensitive: bool) -> dict[str, Cell]:
    if entry and sensitive:
        low = {name: NOBODY for name, cell in entry["cells"].items() if cell.count < sensitive_threshold(cell.least)}
        entry = entry | {"cells": entry["cells"] | low}
    helped = entry["cells"]["helped"].visible() if entry else HIDDEN
    counts = _counts(entry, None)
    return {name: counts[name] for name in ("n_households", "referrals")} | {
        "helped": helped,
        "helped_share": rate(helped, counts["referrals"]),
    }


def _labels(row: dict, *names: str) -> dict:
    return {name: row[name] for name in ("code", *names)}


def _key(row: dict, *names: str) -> tuple[str, str]:
    return row["code"], "|".join(row[name] for name in names)


def _counts(entry: dict | None, total: Counted | None) -> dict[str, Cell]:
    shown = {name: entry["cells"][name].visible() if entry else HIDDEN for name in ("households", "referrals")}
    share = rate(shown["referrals"], total.visible()) if total else HIDDEN
    return {"n_households": shown["households"], "referrals": shown["referrals"], "share": share}


def _whole(scope: Scope, question) -> list[dict]:
    """Rows whatever the cohort and the period: a label that appears only when somebody fits would tell that somebody does."""
    return question(Scope(scope.opened, Selection(place=scope.selection.place, by=scope.selection.by), scope.viewer))


def _by_label(scope: Scope, label: str, kind: str) -> dict[tuple[str, str], dict]:
    """Return {(area, label): entry} with referrals, the households behind them (each once) and those helped."""
    condition, values = scope.referral_condition()
    source = f"""(
        SELECT *, row_number() OVER (PARTITION BY {scope.code}, label, household_key ORDER BY referral_id) = 1 AS first
        FROM (SELECT *, {label} AS label FROM {PROFILE} WHERE {condition} AND {kind})
    )"""
    cells = {
        "referrals": "true",
        "households": "first",
        "helped": "helped_on IS NOT NULL",
        "open": OPEN,
        "exited": LEFT,
    }
    return counted(scope, cells, source, "true", values, "", "label")


def _totals(scope: Scope, kind: str) -> dict[str, Counted]:
    condition, values = scope.referral_condition()
    found = counted(scope, {"all": "true"}, PROFILE, f"{condition} AND {kind}", values)
    return {code: entry["cells"]["all"] for code, entry in found.items()}
