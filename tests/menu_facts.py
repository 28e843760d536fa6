"""What an attacker knows about the menu's columns: each as a count, or as a rate of two counts, of one area."""

from data.queries.referrals import STAGES

ONE = 1.0


def _sum(*names: str) -> dict[str, float]:
    return dict.fromkeys(names, ONE)


def verification(row: dict) -> list:
    poor, listed = {"poor": ONE}, _sum("poor_l", "rest_l", "x_l", "m_l")
    reached = _sum("poor_l", "rest_l")
    return [
        (row["n_households"], _sum("s", "x", "m"), None),
        (row["listed"], listed, None),
        (row["surveyed_households"], {"s": ONE}, None),
        (row["verified_poor_households"], poor, None),
        (row["newly_found"], {"new": ONE}, None),
        (row["not_poor"], {"not_poor": ONE}, None),
        (row["not_found"], {"x": ONE}, None),
        (row["moved"], {"m": ONE}, None),
        (row["listed_surveyed"], reached, None),
        (row["inclusion_error"], {"not_poor_l": ONE}, reached),
        (row["exclusion_error"], {"poor": ONE, "poor_l": -ONE}, poor),
        (row["coverage"], reached, listed),
    ]


def levels(row: dict) -> list:
    own, every = {f"level_{row['level']}": ONE}, _sum(*(f"level_{level}" for level in range(1, 5)))
    return [(row["households"], own, None), (row["n_households"], own, None), (row["share"], own, every)]


def capitals(row: dict) -> list:
    return [(row["n_households"], {f"known_{row['capital']}": ONE}, None)]


def weak_points(row: dict) -> list:
    asked = {f"asked_{row['indicator']}": ONE}
    return [(row["n_households"], asked, None), (row["weak_share"], {f"weak_{row['indicator']}": ONE}, asked)]


def poverty(row: dict) -> list:
    """With unit=households: A and M0 are score points of the poor."""
    return [
        (row["n_households"], {"af": ONE}, None),
        (row["missing_share"], {"s": ONE, "af": -ONE}, {"s": ONE}),
        (row["H"], {"af_poor": ONE}, {"af": ONE}),
        (row["poor_households"], {"af_poor": ONE}, None),
        (row["A"], {"points": ONE}, {"af_poor": ONE}),
        (row["M0"], {"points": ONE}, {"af": ONE}),
    ]


def contributions(row: dict, weights: dict[str, float]) -> list:
    key = row["indicator"]
    both = _sum(f"poor_{key}", f"other_{key}")
    return [
        (row["n_households"], {"af": ONE}, None),
        (row["uncensored"], both, {"af": ONE}),
        (row["censored"], {f"poor_{key}": ONE}, {"af": ONE}),
        (row["contribution_pct"], {f"poor_{key}": 100 * weights[key]}, {"points": ONE}),
    ]


def overlap(row: dict) -> list:
    own = f"card_{row['listed']}{row['card']}{row['poor']}"
    return [(row["households"], {own: ONE}, None), (row["n_households"], {own: ONE}, None)]


def need_met(row: dict) -> list:
    key = row["dimension"]
    any_, referred, helped = (f"{name}_{key}" for name in ("any", "referred", "helped"))
    return [
        (row["deprived"], {any_: ONE}, None),
        (row["referred"], {referred: ONE}, None),
        (row["helped"], {helped: ONE}, None),
        (row["referred_share"], {referred: ONE}, {any_: ONE}),
        (row["helped_share"], {helped: ONE}, {any_: ONE}),
    ]


def never_referred(row: dict) -> list:
    lowest = {"lowest": ONE}
    return [
        (row["lowest_fifth"], lowest, None),
        (row["never_referred"], {"never": ONE}, None),
        (row["never_share"], {"never": ONE}, lowest),
    ]


def change(row: dict) -> list:
    """Panel counts; H and M0 with the poor of both rounds."""
    name = row["measure"]
    if name in ("H", "M0"):
        panel = _sum("stay_poor", "stay_rest")
        found = [
            (row["n_after"], {"af": ONE}, None),
            (row["n_before"], {"was_af": ONE}, None),
            (row["n_households"], panel, None),
        ]
        if name == "H":
            found += [
                (row["after"], {"af_poor": ONE}, {"af": ONE}),
                (row["before"], {"was_poor": ONE}, {"was_af": ONE}),
                (row["panel_after"], {"stay_poor": ONE}, panel),
                (row["panel_before"], {"stay_was_poor": ONE}, panel),
            ]
        return found
    key = name.removeprefix("capital_")
    return [
        (row["n_after"], {f"known_{key}": ONE}, None),
        (row["n_before"], {f"was_known_{key}": ONE}, None),
        (row["n_households"], {f"stay_{key}": ONE}, None),
    ]


def transitions(row: dict) -> list:
    before, after = row["level_before"], row["level_after"]
    own, every = {f"from_{before}_{after}": ONE}, _sum(*(f"from_{before}_{level}" for level in range(1, 5)))
    return [(row["households"], own, None), (row["share"], own, every)]


def funnel(row: dict) -> list:
    rank = STAGES.index(row["stage"]) + 1
    reached = _sum(*(f"stage_{later}" for later in range(rank, 7)))
    before = _sum(*(f"stage_{later}" for later in range(max(rank - 1, 1), 7)))
    every = _sum(*(f"stage_{later}" for later in range(1, 7)))
    return [(row["reached"], reached, None), (row["step_rate"], reached, before), (row["overall_rate"], reached, every)]


def stage_days(row: dict) -> list:
    found = [(row["referrals"], {"all": ONE}, None)]
    if row["stage"] == STAGES[-1]:
        found += [(row["exited"], {"exited": ONE}, None), (row["open"], {"open": ONE}, None)]
    return found


def ageing(row: dict) -> list:
    return [
        (row["referrals"], {f"age_{row['age']}": ONE}, None),
        (row["share"], {f"age_{row['age']}": ONE}, {"open": ONE}),
    ]


def exits(row: dict) -> list:
    own = {f"left_{row['exit_stage']}_{row['reason']}": ONE}
    return [(row["referrals"], own, None), (row["share"], own, {"all": ONE})]


def assistance(row: dict) -> list:
    return [(row["households"], {f"kind_{row['kind']}": ONE}, None)]


def models(row: dict) -> list:
    return [(row["households"], {"in_models": ONE}, None)]


def rules(weights: dict[str, float], line: float, items: list[str], capitals: list[str]) -> tuple[list, list]:
    """Return (equations, inequalities) that hold in every area: expressions that are 0, or at most 0."""
    every = [f"level_{level}" for level in range(1, 5)]
    equal = [
        {"s": ONE, "poor": -ONE, "rest": -ONE},
        {"points": -ONE} | {f"poor_{key}": weight for key, weight in weights.items()},
        *({f"card_{listed}1{poor}": ONE, f"card_{listed}0{poor}": ONE} | parts for listed, poor, parts in (
            (1, 1, {"poor_l": -ONE}),
            (0, 1, {"poor": -ONE, "poor_l": ONE}),
            (1, 0, {"rest_l": -ONE}),
            (0, 0, {"rest": -ONE, "rest_l": ONE}),
        )),
    ]  # fmt: skip
    smaller = [
        ("x_l", "x"), ("m_l", "m"), ("poor_l", "poor"), ("rest_l", "rest"), ("not_poor", "rest"), ("not_poor_l", "rest_l"),
        ("not_poor_l", "not_poor"), ("af", "s"), ("af_poor", "af"), ("lowest", "poor"), ("never", "lowest"),
        ("stay_poor", "af_poor"), ("stay_was_poor", "was_poor"), ("was_poor", "was_af"),
        *((f"known_{key}", "s") for key in (*capitals, "overall")),
        *((f"stay_{key}", f"known_{key}") for key in (*capitals, "overall")),
        *((f"weak_{key}", f"asked_{key}") for key in items),
        *((f"asked_{key}", "s") for key in items),
        *((f"poor_{key}", "af_poor") for key in weights),
    ]  # fmt: skip
    most = [{small: ONE, large: -ONE} for small, large in smaller]
    most += [
        {"new": ONE, "poor": -ONE, "poor_l": ONE},
        dict.fromkeys(every, ONE) | {"s": -ONE},
        {"af_poor": line, "points": -ONE},
        {f"other_{key}": weight for key, weight in weights.items()} | {"af": -(line - 1), "af_poor": line - 1},
        *({f"other_{key}": ONE, "af": -ONE, "af_poor": ONE} for key in weights),
        *({f"from_{b}_{a}": ONE for b in range(1, 5)} | {f"level_{a}": -ONE} for a in range(1, 5)),
    ]
    return equal, most
