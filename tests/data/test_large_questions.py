"""Large questions: they are stopped in time and in words, and never keep the light ones waiting."""

import sys
import threading
import time

import duckdb
import pytest

from data.cohort import read_cohort
from data.errors import Problem
from data.library import Library
from data.queries import ask
from data.queries.kept import ANSWERS
from data.selection import Selection
from data.viewer import PUBLIC
from tests.crowd import crowd

# Counts to 40 thousand million: minutes on any machine, and more memory than there is where all is kept.
HEAVY = "SELECT count(*) AS n FROM range(200000) a, range(200000) b WHERE (a.range * b.range) % 7 = 3"
LARGE = "SELECT list(range) AS all FROM range(200000000)"
LIGHT_SECONDS = 2.0
# By name: the package gives the function of the same name in its place.
QUESTION_ROOM = "data.queries.ask"


@pytest.fixture
def library(tmp_path) -> Library:
    """A crowd on the menu; a query may take three seconds, and two large questions go on at a time."""
    programme = crowd(tmp_path, 3)
    programme.settings.query_seconds = 3.0
    programme.settings.query_memory = programme.settings.large_memory = "300MB"
    programme.load()
    library = Library(programme.settings)
    ask("verification", Selection(), PUBLIC, library)
    return library


def in_threads(work, count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_a_heavy_query_is_stopped_in_words(library):
    begun = time.perf_counter()
    with pytest.raises(Problem, match="took longer than is allowed"):
        library.opened(PUBLIC).rows(HEAVY)
    assert time.perf_counter() - begun < 3.0 + LIGHT_SECONDS


def test_one_that_needs_too_much_memory_is_stopped_in_words_and_the_next_is_answered(library):
    with pytest.raises(Problem, match=r"more memory than is allowed|took longer"):
        library.opened(PUBLIC).rows(LARGE)
    assert library.opened(PUBLIC).rows("SELECT 1 AS n") == [{"n": 1}]


def test_a_heavy_cohort_does_not_starve_the_light_questions(library, monkeypatch):
    """Four heavy free questions at once: two are answered at a time, and the menu is answered beside them."""
    running, most, outcomes = [], [], []

    def heavy(name, scope, question):
        running.append(1)
        most.append(len(running))
        try:
            return scope.rows(HEAVY, [])
        finally:
            running.pop()

    def ask_heavy(number: int) -> None:
        cohort = read_cohort(f"size:1..{number + 1}", library.reference())
        try:
            ask("verification", Selection(cohort=cohort), PUBLIC, library)
        except Problem as problem:
            outcomes.append(problem.what.en)

    monkeypatch.setattr(sys.modules[QUESTION_ROOM], "free_rows", heavy)
    ANSWERS.clear()
    threads = in_threads(ask_heavy, 4)
    while not most:
        time.sleep(0.01)
    took = []
    for name in ("verification", "capitals", "poverty", "weak_points"):
        for by in ("nation", "county", "ward"):
            begun = time.perf_counter()
            assert ask(name, Selection(by=by), PUBLIC, library).rows
            took.append(time.perf_counter() - begun)
    still = [thread.is_alive() for thread in threads]
    for thread in threads:
        thread.join()
    assert any(still), "the light ones were answered while the heavy ones went on"
    assert max(took) < LIGHT_SECONDS and max(most) == 2
    assert len(outcomes) == 4 and {*outcomes} <= {
        "This question took longer than is allowed",
        "Several large questions are being answered; try again in a moment",
    }


def test_a_question_that_eats_memory_fails_alone(library, monkeypatch):
    """Two free questions that want more memory than there is: each ends in words, and the menu is answered beside them."""
    monkeypatch.setattr(sys.modules[QUESTION_ROOM], "free_rows", lambda name, scope, question: scope.rows(LARGE, []))
    ANSWERS.clear()
    outcomes = []

    def ask_heavy(number: int) -> None:
        cohort = read_cohort(f"size:1..{number + 1}", library.reference())
        try:
            ask("verification", Selection(cohort=cohort), PUBLIC, library)
        except Problem as problem:
            outcomes.append(problem.what.en)

    threads = in_threads(ask_heavy, 2)
    asked = 0
    while any(thread.is_alive() for thread in threads):
        ANSWERS.clear()
        assert ask("poverty", Selection(by="county"), PUBLIC, library).rows
        asked += 1
    assert asked and outcomes == ["This question needs more memory than is allowed"] * 2


def test_a_large_question_has_memory_of_its_own_and_nothing_on_the_disk(library):
    opened = library.opened(PUBLIC)
    library.settings.large_memory = "90MB"
    told = "SELECT current_setting('memory_limit') AS memory, current_setting('temp_directory') AS disk"
    with library.turn() as place:
        large = opened.for_large(place)
        # 90 MB are 85.8 MiB, 300 MB are 286.1 MiB.
        assert large.rows(told) == [{"memory": "85.8 MiB", "disk": ""}]
        assert opened.rows(told)[0]["memory"] == "286.1 MiB"
        # The same rows, and no way to other files.
        assert large.rows("SELECT count(*) AS n FROM household_profile") == opened.rows(
            "SELECT count(*) AS n FROM household_profile"
        )
        assert large.connection is opened.for_large(place).connection
        for forbidden in (
            "SELECT * FROM read_text('/etc/passwd')",
            "SET memory_limit = '8GB'",
            "ATTACH '/dev/null' AS other",
        ):
            with pytest.raises(duckdb.Error):
                large.rows(forbidden)


def test_a_turn_is_given_back_after_a_failure(library, monkeypatch):
    monkeypatch.setattr(sys.modules[QUESTION_ROOM], "free_rows", lambda *_: 1 / 0)
    ANSWERS.clear()
    for number in range(5):
        cohort = read_cohort(f"size:1..{number + 1}", library.reference())
        with pytest.raises(ZeroDivisionError):
            ask("verification", Selection(cohort=cohort), PUBLIC, library)
