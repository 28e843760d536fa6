"""De-identified rows of a round to take away: who may, which rows, and how they are protected.

The protection is worked out for the whole round of the snapshot, whatever the cohort, and what a cohort's packet tells
is never finer than that: packets put together tell no more of a household than the one with everybody in it.
"""

import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.disclosure.parameters import MEAN_FROM, PACKET_K, SMALLEST_PACKET
from data.errors import Problem
from data.library import TOO_LARGE, Library
from data.packet.anonymity import MISSING, WITHHELD, protect
from data.packet.bands import SIZE_BANDS, SIZES, edge_of
from data.packet.columns import ROW_KEY, PacketColumn, hierarchies, packet_columns, place_levels, telling
from data.packet.conditions import check_told, told_condition
from data.packet.figures import Parameters, parameters, sql_code
from data.queries.scope import Scope
from data.selection import Selection
from data.text import Text
from data.viewer import Viewer

CSV, PARQUET = "microdata.csv", "microdata.parquet"
SHORTEST_PURPOSE = 10
# What of a selection a packet follows: its rows, and the weights and cut-off of its figures.
FOLLOWED = ("place", "round", "cohort", "k", "weights", "off")
# Parts that a packet is made in: the rows of the round, those of the cohort, the files, the figures.
PARTS = 4

NOT_ALLOWED = Text("บัญชีนี้ไม่มีสิทธิ์ขอแฟ้มข้อมูลวิจัย", "This account may not take research packets")
WHO_MAY = Text(
    "ขอบัญชีนักวิจัยที่ระบุวัตถุประสงค์และวันสิ้นสุด แล้วยอมรับข้อตกลง",
    "Ask for a researcher's account with a purpose and a last day, and agree to its terms",
)
NO_PURPOSE = Text("ยังไม่ได้ระบุวัตถุประสงค์", "The purpose is not stated")
SAY_WHY = Text(
    "เขียนว่าจะใช้ข้อมูลเพื่ออะไร อย่างน้อย 10 ตัวอักษร ไม่ต้องใส่ชื่อบุคคล",
    "Say what the data are for in at least 10 characters, without names of persons",
)
TOO_SMALL = Text(
    f"กลุ่มนี้มีไม่ถึง {SMALLEST_PACKET} ครัวเรือนที่เปิดเผยได้ จึงทำแฟ้มข้อมูลวิจัยไม่ได้",
    f"Fewer than {SMALLEST_PACKET} households of this group can be told of, too few for a research packet",
)
GONE = Text("ชุดข้อมูลที่ขอไม่ได้เก็บไว้แล้ว", "The data set asked for is not kept any more")
NEWEST = Text("เปิดหน้านี้ใหม่โดยไม่ระบุชุดข้อมูล", "Open the page without it, for the newest")
WIDEN = Text(
    "เลือกพื้นที่ที่ใหญ่ขึ้น เอาเงื่อนไขออกบางข้อ หรือใช้ช่วงที่ครอบทั้งช่วงของแฟ้ม เช่น อายุ 45–59 ปี",
    "Choose a larger place, remove a condition, or use ranges that hold whole bands, such as ages 45 to 59",
)


@dataclass(frozen=True)
class Microdata:
    """What was taken: rows, and how they were protected.

    withheld: {column: rows in which it is withheld}; touched: rows with any withheld cell; smallest: the smallest group
    of rows that share all that is told of place, size, sex and age; codes: {column: codes that occur}; figures: rows of
    place, figure, n, value, reproduced by the packet's own code.
    """

    rows: int
    columns: tuple[PacketColumn, ...]
    withheld: dict[str, int]
    touched: int
    smallest: int
    codes: dict[str, list[str]]
    figures: tuple[dict, ...]
    parameters: Parameters


def selected_rows(query: Mapping[str, object], library: Library, viewer: Viewer) -> Scope:
    """Return the scope of a packet: place, round and cohort of an address, on the snapshot that this viewer sees.

    Raises Problem where there are no household data, and where the snapshot asked for is not kept.
    """
    asked = str(query.get("snapshot") or "")
    kept = library.at(asked, viewer) if asked else library
    if kept is None:
        raise Problem(GONE, where="snapshot", got=asked[:22], expected="a kept snapshot", todo=NEWEST)
    opened = kept.opened(viewer)
    known = {key: value for key, value in query.items() if key in FOLLOWED}
    selection = Selection.from_query({**known, "source": "households"}, opened.snapshot.reference)
    scope = Scope(opened, selection, viewer.under(library.settings))
    return replace(scope, selection=selection.at(round=scope.round))


def check(scope: Scope, purpose: str) -> None:
    """Raise Problem where this viewer may not take these rows, whatever page or command asked."""
    viewer = scope.viewer
    if not viewer.takes_packets:
        raise Problem(NOT_ALLOWED, got=viewer.role, expected="researcher, admin", todo=WHO_MAY)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        got = f"{len(purpose.strip())} characters"
        raise Problem(NO_PURPOSE, where="purpose", got=got, expected=f"{SHORTEST_PURPOSE} or more", todo=SAY_WHY)
    check_told(scope.selection, scope.reference, viewer.item_scores)


def take(scope: Scope, purpose: str, folder: Path, mark: dict[str, str], tell: Callable[[], None]) -> Microdata:
    """Write the rows as CSV and Parquet into a folder and return what they are.

    mark: what the Parquet file says of itself; tell: called after each of the parts. Raises Problem where the viewer may
    not take them, and where they are too few.
    """
    check(scope, purpose)
    try:
        return _take(scope, folder, mark, tell)
    except duckdb.OutOfMemoryException as error:
        raise Problem(TOO_LARGE, got=str(error).splitlines()[0][:100]) from error


def _take(scope: Scope, folder: Path, mark: dict[str, str], tell: Callable[[], None]) -> Microdata:
    columns = tuple(packet_columns(scope.reference, scope.viewer.item_scores))
    limits = scope.opened.connection.execute("SELECT current_setting('threads'), current_setting('memory_limit')")
    threads, memory = limits.fetchone()
    # What memory does not hold waits inside the folder, and is gone with the connection.
    config = {"threads": threads, "memory_limit": memory, "temp_directory": str(folder / "waiting")}
    with duckdb.connect(config=config) as connection:
        path = str(scope.opened.snapshot.path).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS kept (READ_ONLY)")
        _whole_round(connection, scope, columns)
        connection.execute("DETACH kept")
        tell()
        _own_rows(connection, scope)
        tell()
        _write(connection, scope, columns, folder, mark)
        tell()
        found = _about(connection, scope, columns, folder)
        tell()
    shutil.rmtree(folder / "waiting", ignore_errors=True)
    return found


def _whole_round(connection: duckdb.DuckDBPyConnection, scope: Scope, columns: tuple[PacketColumn, ...]) -> None:
    """Make `everybody`: every household of the round as finely as the round as a whole allows."""
    made = ", ".join(f"{column.sql} AS {column.key}" for column in columns if column.sql)
    connection.execute(
        f"""
CREATE TEMP TABLE plain AS
SELECT household_key, size AS real_size, weight AS real_weight, {made}
FROM kept.household_profile
WHERE survey_round = {scope.round}
"""
    )
    _constants(connection, scope)
    protect(connection, "plain", "everybody", hierarchies(scope.reference), PACKET_K)
    connection.execute("DROP TABLE plain")


def _constants(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Make what a told size and a told area stand for: means of the whole round, the same in every packet of it."""
    low = edge_of("size", SIZES, "low", edge_of("size_band", SIZE_BANDS, "low"))
    sizes = "(size_band, size), (size_band), ()"
    mean = f"CASE WHEN count(real_size) >= {MEAN_FROM} THEN round(avg(real_size), 1) END"
    keys = ", ".join(f"coalesce({name}, '{WITHHELD}') AS {name}" for name in ("size", "size_band"))
    # Households are larger in one area than in another; where an area has too few, the whole round stands for it.
    connection.execute(
        f"""
CREATE TEMP TABLE area_sizes AS
SELECT {scope.home}, {keys}, {mean} AS persons
FROM plain
GROUP BY {scope.home}, GROUPING SETS ({sizes})
"""
    )
    connection.execute(
        f"""
CREATE TEMP TABLE all_sizes AS
SELECT {keys}, coalesce({mean}, {low}) AS persons
FROM plain
GROUP BY GROUPING SETS ({sizes})
"""
    )
    places = [f"{level}_code" for level in place_levels(scope.reference)]
    sets = ", ".join(f"({', '.join(places[:depth])})" for depth in range(len(places) + 1))
    told = ", ".join(f"coalesce({name}, '{WITHHELD}') AS {name}" for name in places)
    connection.execute(
        f"""
CREATE TEMP TABLE area_weights AS
SELECT {told}, CASE WHEN count(*) >= {MEAN_FROM} THEN round(avg(real_weight), 4)
    ELSE (SELECT round(avg(real_weight), 4) FROM plain) END AS weight
FROM plain
GROUP BY GROUPING SETS ({sets})
"""
    )


def _own_rows(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Make `packet`: the rows of the cohort among them, protected again. Raises Problem where they are too few."""
    condition, values = told_condition(scope.selection, scope.reference, scope.viewer.provinces)
    connection.execute(f"CREATE TEMP TABLE chosen AS SELECT * FROM everybody WHERE {condition}", values)
    connection.execute("DROP TABLE everybody")
    protect(connection, "chosen", "packet", hierarchies(scope.reference), PACKET_K)
    [found] = connection.execute("SELECT count(*) FROM packet").fetchone()
    if found < SMALLEST_PACKET:
        # How many there are is told to nobody: it would be a count of a small group.
        raise Problem(TOO_SMALL, got=f"fewer than {SMALLEST_PACKET}", expected=f"{SMALLEST_PACKET} or more", todo=WIDEN)


def _write(connection, scope: Scope, columns: tuple[PacketColumn, ...], folder: Path, mark: dict[str, str]) -> None:
    """Write both files in the order of new random keys: neither keys nor order lead from one packet to another."""
    places = ", ".join(f"{level}_code" for level in place_levels(scope.reference))
    salt = secrets.token_hex(32)
    made = {
        ROW_KEY: f"left(sha256('{salt}' || household_key), 20)",
        "persons": "coalesce(area_sizes.persons, all_sizes.persons)",
    }
    listed = ", ".join(
        f"{made[column.key]} AS {column.key}" if column.key in made else column.key for column in columns
    )
    connection.execute(
        f"""
CREATE TEMP TABLE rows AS
SELECT {listed}
FROM packet
LEFT JOIN all_sizes USING (size, size_band)
LEFT JOIN area_sizes USING ({scope.home}, size, size_band)
LEFT JOIN area_weights USING ({places})
ORDER BY {ROW_KEY}
"""
    )
    said = ", ".join(f"'{key}': '{value.replace(chr(39), chr(39) * 2)}'" for key, value in mark.items())
    base = str(folder).replace("'", "''")
    connection.execute(f"COPY rows TO '{base}/{CSV}' (HEADER, DELIMITER ',')")
    connection.execute(f"COPY rows TO '{base}/{PARQUET}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{said}}})")


def _about(connection, scope: Scope, columns: tuple[PacketColumn, ...], folder: Path) -> Microdata:
    """Count what was withheld, and run the packet's own SQL on its own file."""
    protected = telling(scope.reference)
    counts = ", ".join(f"count(*) FILTER ({name} = '{WITHHELD}')" for name in protected)
    any_of = " OR ".join(f"{name} = '{WITHHELD}'" for name in protected)
    total, touched, *withheld = connection.execute(
        f"SELECT count(*), count(*) FILTER ({any_of}), {counts} FROM rows"
    ).fetchone()
    groups = f"SELECT min(n) FROM (SELECT count(*) AS n FROM rows GROUP BY {', '.join(protected)})"
    [smallest] = connection.execute(groups).fetchone()
    codes = {
        column.key: [
            str(code) for (code,) in connection.execute(f"SELECT DISTINCT {column.key} FROM rows ORDER BY 1").fetchall()
        ]
        for column in columns
        if column.codes
    }
    own = parameters(scope.selection, scope.reference)
    connection.execute(f"SET file_search_path = '{str(folder).replace(chr(39), chr(39) * 2)}'")
    cursor = connection.execute(sql_code(own))
    names = [entry[0] for entry in cursor.description]
    figures = tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return Microdata(
        total, columns, dict(zip(protected, withheld, strict=True)), touched, smallest, codes, figures, own
    )


__all__ = ["CSV", "MISSING", "PARQUET", "PARTS", "Microdata", "check", "take"]
