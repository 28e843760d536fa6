"""SQL of one column of a file: a cheap cast of what is plain already, a thorough reading of the rest, what is refused.

Three steps per feed i: `r{i}` the raw cell, `k{i}` its cheap cast, `x{i}` the text that a reader made of it where the
cast failed ("" says nothing). `t{i}` is the typed value.
"""

from etl.identities import SUSPICIOUS
from etl.identity import hash_sql
from etl.plans import JOINT, Feed
from etl.reasons import FIRST_DAY, LAST_DAY, LONGEST_TEXT
from etl.values import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR

# Ids that need no second look; `kj_` ids, words such as "none" and numbers with an exponent do.
PLAIN_ID = "[0-9]{1,64}|[A-Za-jl-z_-]{1,12}[0-9][A-Za-z0-9_-]{0,40}"
TYPES = {"whole": "BIGINT", "number": "DOUBLE", "date": "DATE", "flag": "BOOLEAN", "deprivation": "TINYINT"}
SCORE = "DECIMAL(4, 3)"
# Text that may hold an identity, or a word for nothing: Python decides.
NOT_PLAIN = rf"{SUSPICIOUS}|^\s*[-–—.?]|^\s*(?i:ไม่|ว่าง|n/?a|n\.a|#n/a|null|none|unknown|not known)"
# A number from here on that begins with 0 is a phone number.
PHONE_LIKE = 10_000_000


def quoted(name: str) -> str:
    """Return a name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def raw_sql(feed: Feed, cell: dict[str, str]) -> str:
    """Return SQL of the raw cell; `cell` gives the SQL column of each header."""
    if feed.point:
        parts = [f"coalesce({cell[name]}, '')" for name in (*feed.sources, *feed.point)]
        return f" || {literal(JOINT)} || ".join(parts if feed.sources else ["''", *parts])
    if not feed.sources:
        return literal(feed.fixed)
    if len(feed.sources) > 1:
        parts = [f"coalesce({cell[name]}, '')" for name in feed.sources]
        return f" || {literal(JOINT)} || ".join(parts)
    raw = cell[feed.sources[0]]
    blank = dict(feed.values).get("")
    return raw if blank is None else f"coalesce(nullif(trim({raw}), ''), {literal(blank)})"


def cheap_sql(index: int, feed: Feed) -> str:
    """Return SQL that gives the value of a cell that is plain already, else NULL."""
    raw, column = f"r{index}", feed.column
    if feed.point:
        code = f"split_part({raw}, {literal(JOINT)}, 1)"
        return f"CASE WHEN regexp_full_match({code}, '[0-9]+') THEN {code} END"
    if len(feed.sources) > 1:
        return _round_sql(raw)
    if feed.values and column.kind != "choice":
        return "NULL"
    match column.kind:
        case "id" | "raw_id":
            return f"CASE WHEN regexp_full_match({raw}, '{PLAIN_ID}') THEN {raw} END"
        case "whole":
            return f"CASE WHEN try_cast({raw} AS DOUBLE) % 1 = 0 THEN try_cast({raw} AS BIGINT) END"
        case "number" if column.high <= 4:
            # Scores keep three decimals as whole numbers, which is smaller and exact; amounts are floating.
            return f"try_cast({raw} AS {SCORE})"
        case "number":
            number = f"try_cast({raw} AS DOUBLE)"
            return f"CASE WHEN abs({number}) >= {PHONE_LIKE} AND {raw}[1] IN ('0', '+') THEN NULL ELSE {number} END"
        case "date":
            day = f"coalesce(try_cast({raw} AS DATE), {_slash_sql(raw, feed.month_first)})"
            return f"CASE WHEN {day} BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}' THEN {day} END"
        case "flag":
            return f"try_cast(trim({raw}) AS BOOLEAN)"
        case "deprivation":
            return f"CASE trim({raw}) WHEN '1' THEN 1 WHEN '0' THEN 0 WHEN 'na' THEN 0 END::TINYINT"
        case "choice":
            # Not IN: a long list becomes a join, and a file that is joined is read by one thread alone.
            listed = " OR ".join(f"{raw} = {literal(value)}" for value in column.values)
            return f"CASE WHEN {listed} THEN {raw} END"
        case "text":
            answers = "".join(f" WHEN {raw} = {literal(word)} THEN {raw}" for word in column.answers)
            return (
                f"CASE{answers} WHEN NOT regexp_matches({raw}, {literal(NOT_PLAIN)}) THEN nullif(trim({raw}), '') END"
            )
        case _:
            return f"nullif(trim({raw}), '')"


def _round_sql(raw: str) -> str:
    """SQL of a survey round from the joined cells of a four-digit year of either era and a one-digit round."""
    year = f"({_christian(f'{raw}[1:4]::BIGINT')})"
    plain = f"regexp_full_match({raw}, '[0-9]{{4}}{JOINT}[0-9]')"
    return f"CASE WHEN {plain} THEN CASE WHEN {year} BETWEEN 1900 AND 2100 THEN {year} * 10 + {raw}[6]::BIGINT END END"


def _slash_sql(raw: str, month_first: bool) -> str:
    """SQL of a date such as 31/1/2568; one whose day the other era's calendar does not have is left to the reader."""
    written = f"try_strptime({raw}, '{'%m/%d/%Y' if month_first else '%d/%m/%Y'}')::DATE"
    era = f"({written} - INTERVAL {BUDDHIST_OFFSET} YEAR)::DATE"
    buddhist = f"year({written}) >= {FIRST_BUDDHIST_YEAR}"
    return f"CASE WHEN {buddhist} THEN CASE WHEN day({era}) = day({written}) THEN {era} END ELSE {written} END"


def _christian(year: str) -> str:
    return f"CASE WHEN {year} >= {FIRST_BUDDHIST_YEAR} THEN {year} - {BUDDHIST_OFFSET} ELSE {year} END"


def read_sql(index: int, feed: Feed, reader: str) -> str:
    """Return SQL of what a reader makes of the cells that no cheap cast took."""
    if feed.column.kind == "area" and not feed.values and not feed.point:
        return "NULL"
    return f"CASE WHEN r{index} IS NOT NULL AND k{index} IS NULL THEN {reader}(r{index}) END"


def typed_sql(index: int, feed: Feed) -> str:
    """Return SQL of the typed value; NULL where there is none or it is refused."""
    cheap, found = f"k{index}", f"nullif(x{index}, '')"
    column = feed.column
    match column.kind:
        case "id":
            return hash_sql(f"coalesce({cheap}, {found})")
        case "raw_id" | "choice" | "text" | "area":
            return f"coalesce({cheap}, {found})"
        case "number" if column.high <= 4:
            return f"coalesce({cheap}, try_cast({found} AS {SCORE}))"
    return f"coalesce({cheap}, try_cast({found} AS {TYPES[column.kind]}))"


def bad_sql(index: int, feed: Feed) -> str:
    """Return SQL that is true where a cell must be refused."""
    column, typed = feed.column, f"t{index}"
    given = f"r{index} IS NOT NULL AND x{index} IS DISTINCT FROM ''"
    blank = f"{typed} IS NULL OR " if column.required or column.must_be_filled else ""
    match column.kind:
        case "id" | "raw_id":
            return f"coalesce(k{index}, x{index}, '') = ''"
        case "whole" | "number":
            inside = f"{typed} BETWEEN {column.low!r} AND {column.high!r}"
            return f"{blank}({given} AND NOT coalesce({inside}, false))"
        case "text" | "area":
            return f"{blank}length({typed}) > {LONGEST_TEXT}"
    return f"{blank}({given} AND {typed} IS NULL)"
