"""What must be true of a snapshot before anybody sees it."""

import duckdb

from data.errors import Problem
from data.reference import Reference
from data.text import Text

KEYS = {
    "household": "household_key",
    "household_profile": "household_key, survey_round",
    "referral_profile": "household_key, referral_id",
    "model_profile": "model_id",
    "participation_profile": "model_id, household_key",
    "proposals": "proposal_id",
}
REPORT = Text(
    "ไม่ได้เผยแพร่ ชุดข้อมูลเดิมยังอยู่ โปรดแจ้งผู้ดูแลระบบ",
    "Nothing was published and the last snapshot stays; report this to the maintainers",
)


def checks(reference: Reference, expected: dict[str, int]) -> dict[str, str]:
    """Return {name: SQL that counts violations}; every one must give 0. expected: rows that tables must have."""
    home = f"{reference.home_level}_code"
    found = {
        f"{table}: key unique": f"SELECT count(*) FROM (SELECT 1 FROM out.{table} GROUP BY {key} HAVING count(*) > 1)"
        for table, key in KEYS.items()
    }
    found |= {
        f"{table}: every accepted row": f"SELECT count(*) - {rows} FROM out.{table}" for table, rows in expected.items()
    }
    found |= {
        "household: every household has a round": (
            "SELECT (SELECT count(*) FROM out.household) - (SELECT count(DISTINCT household_key) FROM out.household_profile)"
        ),
        "household_profile: keys filled": (
            f"SELECT count(*) FROM out.household_profile WHERE household_key IS NULL OR survey_round IS NULL OR {home} IS NULL"
        ),
        "household_profile: scores from 1 to 4": "SELECT count(*) FROM out.household_profile WHERE NOT overall BETWEEN 1 AND 4",
        "household_profile: quintiles from 1 to 5": "SELECT count(*) FROM out.household_profile WHERE NOT quintile BETWEEN 1 AND 5",
        "referral_profile: every referral once": (
            "SELECT (SELECT count(*) FROM out.referral_profile)"
            " - (SELECT count(*) FROM (SELECT DISTINCT household_key, referral_id FROM out.referrals))"
        ),
    }
    return found


def run_checks(connection: duckdb.DuckDBPyConnection, reference: Reference, expected: dict[str, int]) -> dict[str, int]:
    """Return {check: violations}, all 0. Raises Problem naming the first that fails."""
    results = {name: connection.execute(sql).fetchone()[0] for name, sql in checks(reference, expected).items()}
    failed = [name for name, violations in results.items() if violations]
    if failed:
        raise Problem(
            Text("ชุดข้อมูลไม่ผ่านการตรวจ", "The snapshot failed a check"),
            where=failed[0],
            got=str(results[failed[0]]),
            expected="0",
            todo=REPORT,
        )
    return results
