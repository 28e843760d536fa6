"""Answers are kept as far as there is room for their numbers; those used longest ago make room."""

from types import SimpleNamespace

import numpy as np
import pytest
from cachetools import LRUCache

from data.gate import Released
from data.queries import kept as module
from data.queries.kept import cells, kept


def answer(rows: int) -> Released:
    return Released("q", None, tuple({"code": "1", "n": number} for number in range(rows)), "s")


@pytest.fixture
def made(monkeypatch):
    """Keep 20 numbers at most; return the list of what was made."""
    monkeypatch.setattr(module, "ANSWERS", LRUCache(20, getsizeof=cells))
    return []


def ask(made: list, key: str, rows: int) -> Released:
    def make() -> Released:
        made.append(key)
        return answer(rows)

    return kept((key,), make)


def test_numbers_of_an_answer_are_counted():
    # Three rows of two cells, and one for the answer itself; two areas of 2 x 3 and 4 sums.
    assert cells(answer(3)) == 7 and cells(answer(0)) == 1
    sums = {"1": SimpleNamespace(below=np.zeros((2, 3))), "2": SimpleNamespace(below=np.zeros(4))}
    assert cells(sums) == 11


def test_what_was_used_longest_ago_makes_room(made):
    # 9 + 9 of 20; a third of 9 pushes out the one that was not asked for again.
    first = ask(made, "a", 4)
    ask(made, "b", 4)
    assert ask(made, "a", 4) is first
    ask(made, "c", 4)
    ask(made, "a", 4)
    assert made == ["a", "b", "c"]
    ask(made, "b", 4)
    assert made == ["a", "b", "c", "b"]


def test_an_answer_larger_than_all_the_room_pushes_nothing_out(made):
    ask(made, "a", 4)
    ask(made, "large", 10)
    ask(made, "large", 10)
    ask(made, "a", 4)
    assert made == ["a", "large", "large"]
