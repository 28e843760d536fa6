"""What one process reads from: the snapshot under the pointer and its database connection."""

import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import duckdb
import numpy as np

from data.disclosure.releases import POINTER as RELEASED
from data.disclosure.releases import RELEASES, released
from data.errors import Problem
from data.reference import Reference, load_reference
from data.settings import Settings
from data.snapshot import ID, POINTER, SNAPSHOTS, Snapshot, open_snapshot, pointed, published_ids
from data.text import Text
from data.viewer import Viewer

log = logging.getLogger("kaejon.library")

NO_SNAPSHOT = Text("ยังไม่มีข้อมูลครัวเรือน", "There is no household data yet")
HOW_TO_LOAD = Text(
    "นำเข้าข้อมูลด้วยคำสั่ง python -m etl load โฟลเดอร์ หรือลองข้อมูลสาธิตด้วย make demo",
    "Load data with python -m etl load FOLDER, or try demo data with make demo",
)
BUSY = Text(
    "มีคำถามใหญ่หลายคำถามพร้อมกัน กรุณาลองใหม่อีกครั้ง", "Several large questions are being answered; try again in a moment"
)
TOO_LARGE = Text("คำถามนี้ใช้หน่วยความจำเกินกำหนด", "This question needs more memory than is allowed")
# Told how long every query took, s; the server counts them where it shows metrics.
TIMED: list[Callable[[float], None]] = []
TOO_LONG = Text("คำถามนี้ใช้เวลานานเกินกำหนด", "This question took longer than is allowed")

# Earlier snapshots that one process keeps open for addresses that ask for them.
MOST_KEPT = 4
# What instances for large questions call the snapshot.
LARGE = "snapshot"


@dataclass(frozen=True)
class Opened:
    """A snapshot with the connection that reads it: what one question is answered from.

    catalog: what the connection calls the snapshot, "" where it is the only thing it knows.
    """

    snapshot: Snapshot
    connection: duckdb.DuckDBPyConnection
    seconds: float
    connect_large: Callable[[], duckdb.DuckDBPyConnection] | None = field(default=None, repr=False, compare=False)
    catalog: str = ""
    open_earlier: Callable[[], "Opened | None"] = field(default=lambda: None, repr=False, compare=False)
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, made once per snapshot and process."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def for_large(self, place: int) -> "Opened":
        """Return the same snapshot read with the memory of one large question; what it spends, the others keep."""
        if self.connect_large is None:
            return self
        return replace(self, connection=self.once(("large", place), self.connect_large), catalog=LARGE)

    @property
    def earlier(self) -> "Opened | None":
        """The kept snapshot before this one, of the same programme under the same key; None where none is kept."""
        return self.once("earlier", self.open_earlier)

    def rows(self, sql: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """Run one query and return its rows as dicts. Raises Problem after the allowed time or memory."""

        def fetch(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        return self._run(sql, values, fetch)

    def columns(self, sql: str, values: list[Any] | None = None) -> dict[str, np.ndarray]:
        """Run one query and return its columns as arrays (masked where a cell is NULL), for thousands of rows."""
        return self._run(sql, values, lambda cursor: cursor.fetchnumpy())

    def _run(self, sql: str, values: list[Any] | None, fetch: Callable[[Any], Any]) -> Any:
        with self.connection.cursor() as cursor:
            if self.catalog:
                cursor.execute(f"USE {self.catalog}")
            timer = threading.Timer(self.seconds, cursor.interrupt)
            timer.start()
            begun = time.perf_counter()
            try:
                cursor.execute(sql, values)
                return fetch(cursor)
            except duckdb.InterruptException as error:
                raise Problem(TOO_LONG, got=f"{self.seconds} s") from error
            except duckdb.OutOfMemoryException as error:
                raise Problem(TOO_LARGE, got=str(error).splitlines()[0][:100]) from error
            finally:
                timer.cancel()
                for told in TIMED:
                    told(time.perf_counter() - begun)


class Library:
    """Follows the pointers and keeps the last good snapshot open, read-only.

    Safe for threads; one per process, made before or after a fork: it connects at the first question.
    """

    def __init__(self, settings: Settings):
        self.settings = settings
        self._lock = threading.Lock()
        self._opened: dict[str, Opened] = {}
        self._refused: dict[str, str] = {}
        self._kept: OrderedDict[tuple[str, str], Opened] = OrderedDict()
        # The place used last is taken first: its memory is warm.
        self._turns: queue.LifoQueue[int] = queue.LifoQueue()
        for place in reversed(range(settings.large_questions)):
            self._turns.put(place)

    @contextmanager
    def turn(self) -> Iterator[int]:
        """Wait for a turn to answer a question that no one can foresee, and yield its place; the others never wait behind these.

        Raises Problem where none comes in the time of a query.
        """
        try:
            place = self._turns.get(timeout=self.settings.query_seconds)
        except queue.Empty as error:
            raise Problem(BUSY, got=f"{self.settings.large_questions}") from error
        try:
            yield place
        finally:
            self._turns.put(place)

    def opened(self, viewer: Viewer | None = None) -> Opened:
        """Return the snapshot on screen with its connection. Raises Problem where there is none.

        A viewer behind the gate gets the snapshot released last, everybody else the newest.
        """
        opened = self._follow(viewer)
        if opened is None:
            raise Problem(NO_SNAPSHOT, where=str(self.settings.build), todo=HOW_TO_LOAD)
        return opened

    def snapshot(self, viewer: Viewer | None = None) -> Snapshot | None:
        """Return the snapshot on screen; a damaged one is refused and the last good one stays."""
        opened = self._follow(viewer)
        return opened.snapshot if opened else None

    def reference(self, viewer: Viewer | None = None) -> Reference:
        """Return the reference of the snapshot, or the one of the settings where there is no snapshot."""
        snapshot = self.snapshot(viewer)
        return snapshot.reference if snapshot else self._default_reference

    def at(self, snapshot_id: str, viewer: Viewer) -> "Library | None":
        """Return what reads one kept snapshot alone, None where it is not kept or this viewer may not see it.

        A viewer behind the gate sees what was released, and before the first release what everybody sees.
        """
        held = viewer.gated and released(self.settings.build) is not None
        room = RELEASES if held else SNAPSHOTS
        if not ID.fullmatch(snapshot_id) or not (self.settings.build / room / f"{snapshot_id}.json").is_file():
            self._kept.pop((room, snapshot_id), None)
            return None
        opened = self._opened_at(room, snapshot_id)
        return Pinned(self.settings, opened, self._turns) if opened else None

    def _opened_at(self, room: str, snapshot_id: str) -> Opened | None:
        with self._lock:
            if (room, snapshot_id) not in self._kept:
                try:
                    found = self._found(RELEASED if room == RELEASES else POINTER, snapshot_id)
                except (OSError, ValueError, KeyError, Problem, duckdb.Error) as error:
                    log.warning("snapshot %s cannot be opened again: %s", snapshot_id, error)
                    return None
                self._kept[room, snapshot_id] = found
            self._kept.move_to_end((room, snapshot_id))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[room, snapshot_id]

    @cached_property
    def _default_reference(self) -> Reference:
        return load_reference(self.settings.reference)

    def _follow(self, viewer: Viewer | None) -> Opened | None:
        found = None
        if viewer is not None and viewer.gated:
            found = self._follow_pointer(RELEASED, released(self.settings.build))
        # Nothing was released yet: the newest, protected at the first question.
        return found or self._follow_pointer(POINTER, pointed(self.settings.build))

    def _follow_pointer(self, pointer: str, wanted: str | None) -> Opened | None:
        now = self._opened.get(pointer)
        if wanted is None or wanted == self._refused.get(pointer) or (now and now.snapshot.id == wanted):
            return now
        with self._lock:
            now = self._opened.get(pointer)
            if now is None or now.snapshot.id != wanted:
                self._open(pointer, wanted)
            return self._opened.get(pointer)

    def _open(self, pointer: str, wanted: str) -> None:
        for candidate in (wanted, *self._older(pointer, wanted)):
            try:
                self._opened[pointer] = self._found(pointer, candidate)
                return
            except (OSError, ValueError, KeyError, Problem, duckdb.Error) as error:
                self._refused[pointer] = wanted
                log.error("snapshot %s cannot be opened: %s", candidate, error)

    def _older(self, pointer: str, wanted: str) -> list[str]:
        # A process that has none yet falls back on the older snapshots; one that has, keeps what it has.
        if pointer in self._opened or pointer == RELEASED:
            return []
        return [entry for entry in reversed(published_ids(self.settings.build)) if entry < wanted]

    def _found(self, pointer: str, snapshot_id: str) -> Opened:
        snapshot = open_snapshot(self.settings.build, snapshot_id, RELEASES if pointer == RELEASED else SNAPSHOTS)
        # A release that holds nothing back is the snapshot itself: one connection reads both.
        if not snapshot.manifest.get("held"):
            for other in self._opened.values():
                if other.snapshot.id == snapshot_id and not other.snapshot.manifest.get("held"):
                    return other
        # The connection before it closes when its last reader lets go of it.
        return Opened(
            snapshot, self._connect(snapshot), self.settings.query_seconds, lambda: self._connect_large(snapshot),
            open_earlier=lambda: self._earlier(snapshot),
        )  # fmt: skip

    def _earlier(self, snapshot: Snapshot) -> Opened | None:
        for candidate in reversed(published_ids(self.settings.build)):
            if candidate >= snapshot.id:
                continue
            try:
                found = open_snapshot(self.settings.build, candidate)
                if all(found.manifest.get(key) == snapshot.manifest.get(key) for key in ("reference_id", "key_id")):
                    return Opened(found, self._connect(found), self.settings.query_seconds)
            except (OSError, ValueError, KeyError, Problem, duckdb.Error) as error:
                log.warning("snapshot %s cannot be compared with: %s", candidate, error)
        return None

    def _connect(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        # Given at the opening: within one process a second opening of the same file meets the same locked instance.
        config = {
            "threads": self.settings.query_threads,
            "memory_limit": self.settings.query_memory,
            "enable_external_access": "false",
            "lock_configuration": "true",
        }
        return duckdb.connect(str(snapshot.path), read_only=True, config=config)

    def _connect_large(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        """Open a snapshot in an instance of its own, with the memory of one large question and nothing on the disk."""
        config = {
            "threads": self.settings.query_threads,
            "memory_limit": self.settings.large_memory,
            "temp_directory": "",
        }
        connection = duckdb.connect(":memory:", config=config)
        path = str(snapshot.path).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS {LARGE} (READ_ONLY)")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection


class Pinned(Library):
    """A library of one snapshot, wherever the pointers go."""

    def __init__(self, settings: Settings, opened: Opened, turns: queue.LifoQueue[int]):
        super().__init__(settings)
        self._only, self._turns = opened, turns

    def _follow(self, viewer: Viewer | None) -> Opened | None:
        return self._only
