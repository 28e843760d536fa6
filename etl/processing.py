"""The record of processing (PDPA section 39) written from the contract: what is kept of a household, why and for how long."""

from collections.abc import Iterator

from data.reference import Reference
from data.settings import Settings
from etl.contracts import Column, contracts

KINDS = {
    "id": "keyed hash (HMAC-SHA256) of the household's code; the code itself is not kept",
    "raw_id": "keyed hash (HMAC-SHA256) of the household's code; the code itself is not kept",
    "whole": "whole number",
    "number": "number",
    "date": "date",
    "flag": "yes or no",
    "choice": "one of a list",
    "text": "short word; cells that look like an identity are dropped",
    "area": "code of an area",
    "deprivation": "deprived, not deprived, not applicable or unknown",
}
HEALTH = frozenset({"disabled"})
DROPPED = (
    "names", "13-digit ids", "phone numbers", "e-mail addresses", "addresses and house numbers", "exact coordinates",
    "free text",
)  # fmt: skip
HEAD = """# Record of processing

Written from the contract by `python -m etl processing`; a test holds it to it. PDPA B.E. 2562, section 39.

**Purpose**: to find households in poverty, to see why they are poor, to refer them for help and to see whether it came.
**Data subjects**: households of the programme, and within them the head and members as counts.
**Controller and legal basis**: to be filled in by the agency that runs the server.

## Never kept

{dropped}. They are recognised by header and by content while a file is read, and dropped before anything is written.

## Kept, by file

Rows marked § are health or disability (section 26): released figures of them take the higher threshold.
"""
TAIL = """
## Who sees it

| role | sees |
|---|---|
| public, policymaker | released figures of groups, small ones hidden, free questions with noise |
| researcher | the same; de-identified microdata after a stated purpose, an agreement and until a last day |
| operator | households of the own provinces by keyed hash, and who waits for help |
| admin | everything, and the log of who saw what |

## How long

| what | setting | default |
|---|---|---|
{rows}
| rows of an erased household | `python -m etl erase` | at once, from every snapshot and release |

## How it is protected

`docs/threats.md`.
"""
RETENTION = {
    "keep_snapshots": "snapshots", "keep_done_seconds": "loaded exports in the watched folder, seconds",
    "keep_failed_days": "exports that could not be loaded, in the watched folder, days", "audit_days": "audit, days", "session_hours": "sessions, hours", "keep_jobs_hours": "briefings and research packets that were asked for, hours",
}  # fmt: skip


def record_of_processing(reference: Reference) -> str:
    """Return the record as Markdown."""
    rows = "\n".join(
        f"| {words} | `KAEJON_{name.upper()}` | {Settings.model_fields[name].default} |"
        for name, words in RETENTION.items()
    )
    files = "\n".join(_files(reference))
    return HEAD.format(dropped=", ".join(DROPPED).capitalize()) + "\n" + files + TAIL.format(rows=rows)


def _files(reference: Reference) -> Iterator[str]:
    sensitive = {item.key for item in (*reference.capital_items, *reference.problem_items) if item.sensitive} | HEALTH
    seen: set[str] = set()
    for contract in contracts(reference):
        if contract.table in seen:
            continue
        seen.add(contract.table)
        yield f"### {contract.table}\n\n| column | kept as |\n|---|---|"
        yield from (_line(column, sensitive) for column in contract.columns)
        yield ""


def _line(column: Column, sensitive: set[str]) -> str:
    mark = " §" if column.name in sensitive else ""
    return f"| {column.name}{mark} | {KINDS[column.kind]} |"
