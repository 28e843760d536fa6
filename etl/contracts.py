"""The CSV contract: which files there are, which columns they have, and what a value may be."""

from dataclasses import dataclass, field

from data.reference import Reference

MANY = 1e12


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    kind: id (hashed while it is read), raw_id (kept in memory until its rows are turned wide, then hashed), whole,
    number, date, flag, choice, text, area or deprivation. low and high bound numbers, both included;
    values lists the choices; level is the area level.
    """

    name: str
    kind: str
    required: bool = False
    low: float = 0
    high: float = MANY
    values: tuple[str, ...] = ()
    level: str = ""
    # A column that may be left out, but not left blank where it is there.
    must_be_filled: bool = False
    # Words that answer this question though elsewhere they say that nothing was answered.
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """One file: its table, columns and key; `parent` is the table whose key its rows must be found in."""

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False
    parent: tuple[str, tuple[str, ...]] | None = None
    shape: str = "rows"
    # Column groups of which at least one column must be there for a file to be this one.
    any_of: tuple[str, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in contract order."""
        return tuple(column.name for column in self.columns)

    @property
    def required_names(self) -> tuple[str, ...]:
        """Columns without which the file cannot be read."""
        return tuple(column.name for column in self.columns if column.required)


ID = Column("household_id", "id", required=True)
RAW_ID = Column("household_id", "raw_id", required=True)
ROUND = Column("survey_round", "whole", required=True, low=1, high=99_999_999)
VERIFICATIONS = ("verified_poor", "newly_found", "not_poor", "not_found", "moved")
STAGES = ("identified", "verified", "referred", "accepted", "in_progress", "helped")
SIDE_EXITS = ("returned", "not_eligible", "moved_or_died", "duplicate")
HOUSEHOLD_ROUND = ("household_id", "survey_round")


def contracts(reference: Reference) -> tuple[Contract, ...]:
    """Return the files this reference knows, in load order (a parent before its children)."""
    found = [_households(reference)]
    if reference.capitals:
        found += _indicator_files("capitals", reference.capital_items, "number", low=1, high=4, required=True)
    if reference.dimensions:
        found += _indicator_files("problems", reference.problem_items, "deprivation", low=0, high=1, required=False)
    return (*found, *_events(reference))


def dictionary(reference: Reference) -> list[dict]:
    """Return the contract as plain values, as a snapshot keeps it: one entry per column of every file in its wide form."""
    return [
        {
            "table": contract.table,
            "column": column.name,
            "kind": column.kind,
            "required": column.required,
            "low": column.low if abs(column.low) < MANY else None,
            "high": column.high if column.high < MANY else None,
            "values": list(column.values),
        }
        for contract in contracts(reference)
        if contract.shape != "long"
        for column in contract.columns
    ]


def _areas(reference: Reference) -> tuple[Column, ...]:
    home = Column(f"{reference.home_level}_code", "area", required=True, level=reference.home_level)
    return (home, *(Column(f"{level}_code", "area", level=level) for level in reference.lower_levels))


def _households(reference: Reference) -> Contract:
    columns = (
        ID,
        ROUND,
        *_areas(reference),
        Column("village_code", "text"),
        Column("survey_year", "whole", low=1900, high=3000),
        Column("survey_date", "date"),
        Column("weight", "number", must_be_filled=True),
        Column("size", "whole", high=200, must_be_filled=True),
        Column("stratum", "text"),
        Column("psu", "text"),
        Column("head_sex", "text"),
        Column("head_age", "whole", high=130),
        # No schooling and no occupation.
        Column("head_education", "text", answers=("none",)),
        Column("main_occupation", "text", answers=("none",)),
        Column("income_month_baht", "number", low=-MANY),
        Column("debt_baht", "number"),
        Column("land_rai", "number"),
        Column("children", "whole", high=200),
        Column("elderly", "whole", high=200),
        Column("disabled", "whole", high=200),
        Column("working_members", "whole", high=200),
        Column("tpmap_listed", "flag"),
        Column("welfare_card", "flag"),
        Column("verification", "choice", values=VERIFICATIONS),
        Column("source_list", "text"),
    )
    return Contract("households", columns, HOUSEHOLD_ROUND, required=True)


def _indicator_files(table, items, kind, *, low, high, required) -> list[Contract]:
    parent = ("households", HOUSEHOLD_ROUND)
    keys = tuple(item.key for item in items)
    wide = tuple(Column(key, kind, low=low, high=high) for key in keys)
    indicator = Column("indicator", "choice", required=True, values=keys)
    score = Column("score", kind, required=True, low=low, high=high)
    long_key = (*HOUSEHOLD_ROUND, "indicator")
    return [
        Contract(table, (ID, ROUND, *wide), HOUSEHOLD_ROUND, required, parent, "wide", keys),
        Contract(table, (RAW_ID, ROUND, indicator, score), long_key, required, parent, "long"),
    ]


def _events(reference: Reference) -> tuple[Contract, ...]:
    household = ("households", ("household_id",))
    home = Column(f"{reference.home_level}_code", "area", required=True, level=reference.home_level)
    return (
        Contract(
            "models",
            (
                Column("model_id", "text", required=True),
                home,
                Column("name_th", "text"),
                Column("name_en", "text"),
                Column("model_group", "text"),
                Column("value_chain", "text"),
                Column("start_date", "date"),
                Column("budget_baht", "number"),
            ),
            ("model_id",),
        ),
        Contract(
            "referrals",
            (
                Column("referral_id", "text", required=True),
                ID,
                Column("stage", "choice", required=True, values=STAGES + SIDE_EXITS),
                Column("event_date", "date", required=True),
                Column("need", "text"),
                Column("agency", "text"),
                Column("agency_level", "choice", values=("central", "area")),
                Column("amount_baht", "number"),
                Column("reason", "text"),
            ),
            ("referral_id", "stage", "event_date"),
            parent=household,
        ),
        Contract(
            "assistance",
            (
                ID,
                Column("kind", "text", required=True),
                Column("date", "date", required=True),
                Column("agency", "text"),
                Column("amount_baht", "number"),
            ),
            (),
            parent=household,
        ),
        Contract(
            "participation",
            (
                Column("model_id", "text", required=True),
                ID,
                Column("joined_on", "date"),
                Column("status", "text"),
                Column("income_before_month", "number", low=-MANY),
                Column("income_after_month", "number", low=-MANY),
                Column("measured_on", "date"),
            ),
            ("model_id", "household_id"),
            parent=household,
        ),
        Contract(
            "proposals",
            (
                Column("proposal_id", "text", required=True),
                home,
                Column("title_th", "text"),
                Column("title_en", "text"),
                Column("model_id", "text"),
                Column("plan_year", "whole", low=1900, high=3000),
                Column("status", "text"),
                Column("budget_baht", "number"),
            ),
            ("proposal_id",),
        ),
    )
