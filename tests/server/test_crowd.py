"""Readers of every role at once: every request is answered, and nobody gets what another role or area was answered.

The same hundred readers for five minutes at full size: `python -m benchmarks.crowd`.
"""

import pytest

from benchmarks.cold import forgetful
from benchmarks.people import Line, Outcome, Person, answers_of, digest_of, let_in, mix, run
from benchmarks.visits import UPDATE
from data.queries.kept import ANSWERS
from data.settings import Settings
from data.viewer import Viewer
from server.secret import new_secret
from tests.posting import routing
from tests.serving import Running

OWN = ("94", "47")
PATHS = ("/", f"/province/{OWN[0]}", f"/province/{OWN[1]}", "/referrals", "/cohorts")
USERS, EVERY, SECONDS = 24, 2.0, 6.0


@pytest.fixture(scope="module")
def crowd_settings(tmp_path_factory, build_dir, key_settings) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("crowd")
    new_secret(folder / "server.key")
    return key_settings | {
        "KAEJON_BUILD": str(build_dir), "KAEJON_SIGN_IN": "true", "KAEJON_STORE": str(folder / "server.sqlite"),
        "KAEJON_SECRET_KEY_FILE": str(folder / "server.key"), "KAEJON_REQUESTS_PER_MINUTE": "100000",
        "KAEJON_WORKERS": "2",
    }  # fmt: skip


@pytest.fixture(scope="module")
def people(crowd_settings) -> list[Person]:
    settings = Settings(**{name.removeprefix("KAEJON_").lower(): value for name, value in crowd_settings.items()})
    return let_in(settings, mix(USERS, OWN))


@pytest.fixture(scope="module")
def alone(crowd_settings, people):
    """What each kind of reader does, and what it is answered by an application that keeps no answer."""
    settings = Settings(**{name.removeprefix("KAEJON_").lower(): value for name, value in crowd_settings.items()})
    flask, expected, todo = forgetful(settings), {}, {}
    for kind, person in {person.kind: person for person in people}.items():
        client = flask.test_client()
        client.environ_base["HTTP_ORIGIN"] = "http://localhost"
        if person.cookie:
            client.set_cookie(*person.cookie.split("="))
        known = client.get("/_dash-dependencies").json
        todo[kind] = [((UPDATE, routing(known, path, "?source=households")),) for path in PATHS]
        for [request] in todo[kind]:
            answer = client.post(request[0], data=request[1], content_type="application/json")
            assert answer.status_code == 200
            expected[kind, request] = digest_of(answer.data, "", person.name)
    return todo, expected


@pytest.fixture(scope="module")
def crowded(start_server, build_dir, crowd_settings) -> Running:
    return start_server(build_dir, **crowd_settings)


def test_a_crowd_of_every_role_is_answered_and_nobody_gets_the_answer_of_another(crowded, people, alone):
    todo, expected = alone
    kinds = {person.kind for person in people}
    # Public, policymaker, researchers of everywhere and of one area, operators of two areas, administrators.
    assert len(kinds) == 7 and len(people) == USERS
    outcome = run(crowded.url, people, todo, expected, EVERY, SECONDS)
    assert (outcome.failed, outcome.mixed) == ([], [])
    # Each acts at 0, 2 and 4 seconds.
    assert len(outcome.actions) == USERS * 3 and {kind for _, kind in outcome.actions} == kinds


def test_a_mix_up_would_be_seen(crowded, people, alone):
    """Answers differ between kinds, and one that is another's is counted."""
    todo, expected = alone
    request = todo["admin"][1][0]
    different = {expected[kind, request] for kind in todo}
    # Exact for operators of the area and administrators, gated for public roles, nothing for operators elsewhere.
    assert len(different) >= 3
    admin = next(person for person in people if person.role == "admin")
    swapped = expected | {("admin", asked): expected["public", asked] for [asked] in todo["admin"]}
    outcome = run(crowded.url, [admin], todo, swapped, 1.0, 1.0)
    assert len(outcome.mixed) == 1 and isinstance(outcome, Outcome)
    again = answers_of(crowded.url, [admin], {"admin": todo["admin"][:1]})
    assert again == {("admin", todo["admin"][0][0]): expected["admin", todo["admin"][0][0]]}


def test_a_failure_would_be_seen(crowded, people):
    nothing = (UPDATE, b'{"output": "no such callback"}')
    outcome = run(crowded.url, people[:1], {people[0].kind: [(nothing,)]}, {}, 1.0, 1.0)
    assert len(outcome.failed) == 1 and Line(crowded.url, people[0]).ask(nothing)[0] >= 400


def test_what_is_kept_is_kept_for_one_viewer(alone):
    assert ANSWERS and all(any(isinstance(part, Viewer) for part in key) for key in ANSWERS)
    viewers = [
        Viewer(), Viewer("policymaker"), Viewer("policymaker", threshold=5), Viewer("researcher"),
        Viewer("researcher", frozenset(OWN[:1])), Viewer("researcher", frozenset(OWN[:1]), "a thesis"),
        Viewer("operator", frozenset(OWN[:1])), Viewer("operator", frozenset(OWN)), Viewer("admin"),
    ]  # fmt: skip
    assert len(set(viewers)) == len(viewers)
    assert Viewer("admin", account="a") == Viewer("admin", account="b"), "who has the same rights shares answers"
