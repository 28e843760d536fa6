"""A crosswalk: raw and stored id of every household of a load, written on request beside the key and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from data.crosswalk import read_crosswalk
from data.errors import Problem
from data.key import HEX_DIGITS, PREFIX
from data.settings import Settings
from data.text import Text
from etl.casting import cheap_sql, raw_sql
from etl.places import CROSSWALKS, remember, write_crosswalk
from etl.plans import Feed, Plan
from etl.staging import Staged

BATCH = 100_000


def crosswalk_path(wanted: Path, settings: Settings) -> Path:
    """Return where a crosswalk goes: a bare name lies beside the key. Raises Problem where it would lie in the build folder."""
    path = settings.key_file.parent / wanted if len(wanted.parts) == 1 else wanted
    if path.resolve().is_relative_to(settings.build.resolve()):
        raise Problem(
            Text("ตารางเทียบรหัสต้องอยู่นอกโฟลเดอร์ข้อมูล", "A crosswalk may not lie in the build folder"),
            where=str(path),
            got="a file that the web workers could read",
            expected=f"a file beside the key: {settings.key_file.parent}",
            todo=Text("ระบุเพียงชื่อไฟล์", "Give a bare name"),
        )
    return path


def write_for(connection: duckdb.DuckDBPyConnection, staged: list[Staged], path: Path, build: Path) -> int:
    """Add the households that a load accepted to a crosswalk and return how many it has then.

    Raw ids are read from the files anew, pass through this process's memory alone and are written here only.
    """
    rows = read_crosswalk(path)
    for entry in staged:
        feed = next((feed for feed in entry.plan.feeds if feed.column.kind == "id"), None)
        if feed and entry.contract.table == "households":
            rows |= dict(_pairs(connection, entry, feed))
    remember(build, CROSSWALKS, path)
    write_crosswalk(path, rows)
    return len(rows)


def _pairs(connection: duckdb.DuckDBPyConnection, entry: Staged, feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield (raw id, stored id) of the accepted rows; ids that came in their stored form have no raw one."""
    stored = connection.execute(f"SELECT household_id::VARCHAR, bad FROM {entry.name} ORDER BY rowid").fetchall()
    for raw, (digest, bad) in zip(_raw_ids(connection, entry.plan, feed), stored, strict=True):
        if bad is None and raw and not raw.startswith(PREFIX):
            yield raw, PREFIX + digest.replace("-", "")[:HEX_DIGITS]


def _raw_ids(connection: duckdb.DuckDBPyConnection, plan: Plan, feed: Feed) -> Iterator[str]:
    """Yield the id of every row that the parser made, in file order, as staging read it."""
    source, header = plan.scan.source, plan.scan.header
    cell = {name: f"c{place}" for place, name in enumerate(header)}
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in cell.values())
    connection.execute(
        f"""SELECT {raw_sql(feed, cell)} AS r0, {cheap_sql(0, feed)} FROM read_csv('{source.readable.replace("'", "''")}',
        auto_detect = false, header = true, skip = {source.skip}, delim = '{source.delimiter}', quote = '"', escape = '"',
        columns = {{{columns}}}, ignore_errors = true)"""
    )
    while rows := connection.fetchmany(BATCH):
        for raw, plain in rows:
            yield plain or feed.read(raw or "")[0]
