"""Publications under readers: every request is answered, and every answer comes from one snapshot."""

import threading
from collections import Counter

from data.library import Library
from data.queries import ask
from data.selection import Selection
from data.viewer import Viewer
from tests.programmes import HOUSEHOLDS, ROUND, Programme
from tests.serving import get
from tests.soaking import tell, times

ADMIN = Viewer("admin")
NAMES = [f"h{number}" for number in range(20)]


def publish(programme: Programme, size: int, **how: bool) -> None:
    """Publish a snapshot in which every household has the same size, which is told by no other."""
    rows = [(name, ROUND, "AB"[index % 2], "", size, "verified_poor") for index, name in enumerate(NAMES)]
    programme.load(programme.write("households.csv", HOUSEHOLDS, *rows), **how)


class Readers:
    """Threads that ask in process and over HTTP until stopped; `seen` counts (snapshot, persons) and bad answers."""

    def __init__(self, programme: Programme, url: str, count: int):
        self.library, self.url = Library(programme.settings), url
        self.seen: Counter[tuple[str, int]] = Counter()
        self.failed: list[str] = []
        self.answered = 0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._read, args=(number % 2,)) for number in range(count)]

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *problem) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _read(self, over_http: int) -> None:
        while not self.stop.is_set():
            try:
                self._over_http() if over_http else self._in_process()
                self.answered += 1
            except Exception as error:
                self.failed.append(repr(error))

    def _in_process(self) -> None:
        released = ask("verification", Selection(by="county"), ADMIN, self.library)
        sizes = {row["surveyed_persons"] / row["surveyed_households"] for row in released.rows}
        self.seen[released.snapshot, *sorted(sizes)] += 1

    def _over_http(self) -> None:
        for path in ("/readyz", "/?source=households"):
            status, _, body = get(f"{self.url}{path}")
            if status != 200 or not body:
                self.failed.append(f"{path}: {status}")


def test_publications_under_readers(tmp_path, start_server):
    programme = Programme(tmp_path, capitals=False, problems=False)
    publish(programme, 1)
    # All readers share one address: the limit per address is not what is looked at here.
    settings = {"KAEJON_REFERENCE": str(programme.reference), "KAEJON_KEY_FILE": str(programme.settings.key_file)}
    settings |= {"KAEJON_WORKERS": "2"}
    server = start_server(programme.build, **settings, KAEJON_REQUESTS_PER_MINUTE="10000000")
    publications = times(8, 100)
    with Readers(programme, server.url, times(5, 20)) as readers:
        for size in range(2, publications + 2):
            publish(programme, size, fresh=size % 3 == 0)
    assert readers.failed == []
    # Each snapshot gave one size to both counties, at every question: nothing was mixed.
    assert all(len(key) == 2 for key in readers.seen)
    assert len({key[0] for key in readers.seen}) == len({key[1] for key in readers.seen}) == len(readers.seen)
    assert len(readers.seen) >= 2 and readers.answered > publications
    tell(f"{publications} publications, {len(readers.threads)} readers: {readers.answered} answers, 0 failed")


def test_a_reader_keeps_a_snapshot_whose_file_is_gone(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.settings.keep_snapshots = 1
    publish(programme, 1)
    old = Library(programme.settings).opened()
    publish(programme, 2)
    assert not old.snapshot.path.exists()
    assert old.rows("SELECT DISTINCT size FROM household_profile") == [{"size": 1}]
    assert programme.sql("SELECT DISTINCT size FROM household_profile") == [(2,)]
