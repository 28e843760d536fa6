"""The first attacker: a linear programme over the whole menu of a role, against counts that only an admin sees."""

import pytest

from data.disclosure.patterns import Family
from data.disclosure.suppression import Suppression
from data.viewer import Viewer
from tests.crowd import crowd
from tests.menu_attack import EVENTS, SURVEY, breaches
from tests.programmes import Programme


@pytest.fixture(scope="module", params=[1, 2])
def programme(request, tmp_path_factory) -> Programme:
    found = crowd(tmp_path_factory.mktemp("crowd"), request.param)
    found.load()
    return found


@pytest.mark.parametrize("questions", [SURVEY, EVENTS], ids=["survey", "events"])
def test_no_hidden_count_is_recovered_or_bounded_below_the_threshold(programme, questions):
    assert breaches(programme, questions) == []


@pytest.mark.parametrize("questions", [SURVEY, EVENTS], ids=["survey", "events"])
def test_no_policymaker_recovers_one_below_the_lower_threshold_with_both_menus(questions, tmp_path):
    programme = crowd(tmp_path, 2)
    programme.settings.threshold_policymaker = 5
    programme.load()
    assert breaches(programme, questions, Viewer("policymaker")) == []


@pytest.mark.parametrize("questions", [SURVEY, EVENTS], ids=["survey", "events"])
def test_without_complementary_hiding_the_attacker_finds_hidden_counts(questions, tmp_path, monkeypatch):
    monkeypatch.setattr(Suppression, "_repair", lambda self: False)
    monkeypatch.setattr(Suppression, "_open_a_way_down", lambda self, node: None)
    programme = crowd(tmp_path, 1)
    programme.load()
    assert len(breaches(programme, questions)) > 3


def test_who_is_listed_would_tell_the_hidden_parts_it_is_made_of(tmp_path, monkeypatch):
    monkeypatch.setattr(Family, "_telling", lambda self, part, done: set())
    programme = crowd(tmp_path, 1)
    programme.load()
    assert len(breaches(programme, SURVEY)) > 3
