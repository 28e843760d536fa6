"""Who was reached, whose needs were met, how the lists overlap and where capitals are weak, behind the gate: noisy counts."""

from data.disclosure.parameters import BAHT_STEP, MEAN_FROM, sensitive_threshold
from data.gate import HIDDEN, Cell
from data.queries import referrals
from data.queries.noisy import NOBODY, Counted, counted, mean, rate, rounded
from data.queries.reach import PARTS
from data.queries.scope import SURVEYED, VERIFIED_POOR, Scope
from data.queries.verification import LISTED
from data.reference import Group
from data.selection import Selection

PROFILE = "household_profile"
REFERRED = "household_key IN (SELECT household_key FROM referral_profile)"


def never_referred(scope: Scope) -> list[dict]:
    """Households of the lowest fifth, and those of them that were never referred, with noise."""
    condition, values = scope.condition()
    cells = {"all": "true", "never": f"NOT ({REFERRED})"}
    found = counted(scope, cells, PROFILE, f"{condition} AND quintile = 1", values)
    return [_never_row(code, *entry["cells"].values()) for code, entry in found.items()]


def _never_row(code: str, lowest: Counted, never: Counted) -> dict:
    counts = {"n_households": lowest.visible(), "lowest_fifth": lowest.visible(), "never_referred": never.visible()}
    return {"code": code, **counts, "never_share": rate(never.visible(), lowest.visible())}


def need_met(scope: Scope) -> list[dict]:
    """Deprived households per dimension, those referred for it and those helped in it, with noise. Every dimension stands."""
    if not scope.reference.needs:
        return []
    condition, values = scope.condition()
    cells = {f"{name}_{group.key}": sql for group in scope.reference.dimensions for name, sql in _met(scope, group)}
    found = counted(scope, cells, PROFILE, f"{condition} AND {SURVEYED}", values)
    return [
        _met_row(scope, code, group, entry["cells"])
        for code, entry in found.items()
        for group in scope.reference.dimensions
    ]


def _met(scope: Scope, group: Group) -> list[tuple[str, str]]:
    """(name, SQL) of who is deprived in a dimension, referred for it, and helped in it."""
    deprived = " OR ".join(f"deprived_{item.key} = 1" for item in group.items)
    quoted = ("'" + need.replace("'", "''") + "'" for need in _needs(scope, group))
    needs = ", ".join(quoted) or "NULL"
    asked = f"SELECT household_key FROM referral_profile WHERE need IN ({needs})"
    given = f"SELECT household_key FROM assistance_profile WHERE kind IN ({needs})"
    helped = f"household_key IN ({asked} AND helped_on IS NOT NULL) OR household_key IN ({given})"
    return [
        ("any", deprived),
        ("referred", f"({deprived}) AND household_key IN ({asked})"),
        ("helped", f"({deprived}) AND ({helped})"),
    ]


def _needs(scope: Scope, group: Group) -> list[str]:
    return [need.key for need in scope.reference.needs if need.dimension == group.key]


def _met_row(scope: Scope, code: str, group: Group, cells: dict[str, Counted]) -> dict:
    sensitive = group.key in scope.reference.sensitive_dimensions
    deprived, referred, helped = (
        careful(cells[f"{name}_{group.key}"], sensitive) for name in ("any", "referred", "helped")
    )
    counts = {"deprived": deprived.households(), "referred": referred.households(), "helped": helped.households()}
    if not _needs(scope, group):
        # The programme names no such help: nobody's secret.
        counts |= {"referred": 0, "helped": 0}
    shares = {f"{name}_share": rate(counts[name], counts["deprived"]) for name in ("referred", "helped")}
    return {"code": code, "dimension": group.key, "n_households": deprived.visible(), **counts, **shares}


def careful(cell: Counted, sensitive: bool) -> Counted:
    """Return a cell, or nobody where it is about health or disability and below the higher threshold."""
    return NOBODY if sensitive and cell.count < sensitive_threshold(cell.least) else cell


def overlap(scope: Scope) -> list[dict]:
    """Eight parts of TPMAP list, welfare card and verified poor, with noise."""
    condition, values = scope.condition()
    flags = (LISTED, "welfare_card", VERIFIED_POOR)
    eight = [(listed, card, poor) for listed in (1, 0) for card in (1, 0) for poor in (1, 0)]
    cells = {
        part: " AND ".join(f"{'' if on else 'NOT '}coalesce({sql}, false)" for on, sql in zip(part, flags, strict=True))
        for part in eight
    }
    found = counted(scope, cells, PROFILE, f"{condition} AND {SURVEYED}", values)
    return [
        {
            "code": code,
            **dict(zip(PARTS, part, strict=True)),
            "n_households": cell.visible(),
            "households": cell.households(),
        }
        for code, entry in found.items()
        for part, cell in entry["cells"].items()
    ]


def weak_points(scope: Scope) -> list[dict]:
    """Mean scores to their step and shares of weak households of noisy counts; gaps are made of the means as shown."""
    groups = scope.reference.capitals
    if not groups:
        return []
    keys = [item.key for group in groups for item in group.items]
    condition, values = scope.condition()
    cells = {f"asked_{key}": f"score_{key} IS NOT NULL" for key in keys}
    cells |= {f"weak_{key}": f"score_{key} < 2" for key in keys}
    more = ", ".join(
        f"sum(weight * score_{key}) AS y_{key}, sum(weight) FILTER (score_{key} IS NOT NULL) AS x_{key}" for key in keys
    )
    found = counted(scope, cells, PROFILE, f"{condition} AND {SURVEYED}", values, more)
    return [row for code, entry in found.items() for group in groups for row in _weak_rows(code, group, entry)]


def _weak_rows(code: str, group: Group, entry: dict) -> list[dict]:
    asked = {item.key: entry["cells"][f"asked_{item.key}"] for item in group.items}
    means = {key: mean(_average(entry, key), cell.count) for key, cell in asked.items()}
    weak = {item.key: careful(entry["cells"][f"weak_{item.key}"], item.sensitive) for item in group.items}
    return [
        {
            "code": code,
            "capital": group.key,
            "indicator": key,
            "n_households": asked[key].visible(),
            "mean": means[key],
            "weak_share": rate(weak[key].households(), asked[key].households()),
            "gap_pct": gap,
        }
        for key, gap in _gaps(group, means).items()
    ]


def _average(entry: dict, key: str) -> float | None:
    return float(entry[f"y_{key}"]) / entry[f"x_{key}"] if entry[f"x_{key}"] else None


def _gaps(group: Group, means: dict[str, Cell]) -> dict[str, Cell]:
    """Each indicator's part of the capital's gap to 4 in percent; hidden where one of the means is."""
    if HIDDEN in means.values():
        return dict.fromkeys(means, HIDDEN)
    gaps = {item.key: float(item.weight) * (4 - means[item.key]) for item in group.items if means[item.key] is not None}
    total = sum(gaps.values())
    return {key: 100 * gaps[key] / total if total and key in gaps else None for key in means}


def assistance(scope: Scope) -> list[dict]:
    """Households, episodes and baht per kind of help, with noise; every kind stands. Baht are episodes times their mean."""
    condition, values = scope.event_condition()
    source = f"""(
        SELECT *, row_number() OVER (PARTITION BY {scope.code}, kind, household_key) = 1 AS first
        FROM assistance_profile WHERE {condition}
    )"""
    cells = {"households": "first", "episodes": "true", "paid": "amount_baht IS NOT NULL"}
    found = counted(scope, cells, source, "true", values, "avg(amount_baht) AS amount", "kind")
    sensitive = {need.key for need in scope.reference.needs if need.dimension in scope.reference.sensitive_dimensions}
    whole = Scope(scope.opened, Selection(place=scope.selection.place, by=scope.selection.by), scope.viewer)
    return [
        {"code": row["code"], "kind": row["kind"]}
        | _help(found.get((row["code"], row["kind"])), row["kind"] in sensitive)
        for row in referrals.assistance(whole)
    ]


def _help(entry: dict | None, sensitive: bool) -> dict[str, Cell]:
    if entry is None:
        return dict.fromkeys(("n_households", "households", "episodes", "amount_baht"), HIDDEN)
    households, episodes, paid = (careful(cell, sensitive) for cell in entry["cells"].values())
    shown = {"n_households": households.visible(), "households": households.visible(), "episodes": episodes.visible()}
    if not households.shown:
        return dict.fromkeys((*shown, "amount_baht"), HIDDEN)
    enough = min(households.count, paid.count) >= MEAN_FROM
    return shown | {"amount_baht": paid.count * rounded(float(entry["amount"]), BAHT_STEP) if enough else HIDDEN}
