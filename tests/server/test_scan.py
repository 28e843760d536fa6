"""What a page sends is searched for numbers that its reader may not see; the same search finds them in an administrator's."""

import re
from fractions import Fraction

import pytest

from app import create_app
from benchmarks.people import Person, let_in
from data.gate import HIDDEN, Released
from data.library import Library
from data.queries import ask
from data.queries.kept import ANSWERS
from data.settings import Settings
from data.viewer import Viewer
from server.secret import new_secret
from tests.posting import routing

NUMBER = re.compile(r"-?\d+\.\d{5,}(?:e-?\d+)?")
PAGES = (
    "/",
    "/province",
    "/province/94",
    "/capitals",
    "/causes",
    "/referrals",
    "/models",
    "/cohorts",
    "/table",
    "/data",
    "/methods",
)
QUERIES = ("?source=households", "?source=households&cohort=size:3..5;head_sex:female")
ADMIN = Viewer("admin")


@pytest.fixture(scope="module")
def settings(tmp_path_factory, build_dir, key_settings) -> Settings:
    folder = tmp_path_factory.mktemp("scan")
    new_secret(folder / "server.key")
    return Settings(
        build=build_dir, key_file=key_settings["KAEJON_KEY_FILE"], store=folder / "server.sqlite",
        secret_key_file=folder / "server.key", sign_in=True, requests_per_minute=100000,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clients(settings):
    people = [Person("", "public"), *(Person(role, role) for role in ("policymaker", "researcher", "admin"))]
    flask, found = create_app(settings).server, {}
    for person in let_in(settings, people):
        found[person.role] = client = flask.test_client()
        client.environ_base["HTTP_ORIGIN"] = "http://localhost"
        if person.cookie:
            client.set_cookie(*person.cookie.split("="))
    return found


def sent(client, path: str, search: str) -> str:
    body = routing(client.get("/_dash-dependencies").json, path, search)
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def labels(row: dict) -> tuple:
    return tuple((name, cell) for name, cell in row.items() if isinstance(cell, str))


def is_its_own_mark(value: float) -> bool:
    """Whether a number is no share of a few hundred: those meet each other by chance."""
    return abs(value - float(Fraction(value).limit_denominator(400))) > 1e-9


def hidden_numbers(answers: list[Released], library: Library) -> set[float]:
    """Return what stands where cells are hidden, where nothing else holds it by chance."""
    secret, known = set(), set()
    for released in answers:
        exact = {labels(row): row for row in ask(released.question, released.selection, ADMIN, library).rows}
        for row in released.rows:
            cells = exact.get(labels(row), {})
            secret |= {cells.get(name) for name, cell in row.items() if cell is HIDDEN}
            known |= {cell for cell in row.values() if isinstance(cell, float)}
    told = {round(value, 9) for value in secret if isinstance(value, float) and is_its_own_mark(value)}
    return told - {round(value, 9) for value in known}


def numbers(text: str) -> set[float]:
    return {round(float(found), 9) for found in NUMBER.findall(text)}


@pytest.mark.parametrize(
    ("role", "pages"), [("public", PAGES), ("policymaker", ("/province/94",)), ("researcher", ("/province/94",))]
)
def test_no_page_sends_a_number_that_is_hidden_from_its_reader(clients, settings, role, pages):
    library = Library(settings)
    secrets, found = set(), set()
    for path in pages:
        for search in QUERIES:
            ANSWERS.clear()
            text = sent(clients[role], path, search)
            answers = [kept for kept in ANSWERS.values() if isinstance(kept, Released)]
            secret = hidden_numbers(answers, library)
            assert numbers(text) & secret == set(), f"{path}{search}"
            assert "kj_" not in text
            found |= numbers(sent(clients["admin"], path, search)) & secret
            secrets |= secret
    assert len(secrets) >= len(pages) and found, "there is something to hide, and the search finds it where it is shown"
