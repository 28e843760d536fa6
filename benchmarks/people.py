"""Readers of every role who act at their own pace over HTTP, and what they were answered."""

import gzip
import hashlib
import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from data.settings import Settings
from server.access import accounts, sessions
from server.access.accounts import Wanted
from server.access.store import Store
from server.guard import cookie_name

# One request: its path and JSON body. An action: what one click sends. A step: who asks, and what.
Request = tuple[str, bytes]
Action = tuple[Request, ...]
Step = tuple[str, Request]
# Of a hundred readers, the rest is public.
SHARES = {"policymaker": 10, "researcher": 10, "operator": 15, "admin": 5}
FOR_GOOD = 4e9
OK, NOTHING_NEW = 200, 204


@dataclass(frozen=True, slots=True)
class Person:
    """name: the account, "" for nobody; kind: role and areas, what an answer may depend on; cookie: of a session."""

    name: str
    role: str
    provinces: tuple[str, ...] = ()
    cookie: str = ""

    @property
    def kind(self) -> str:
        """Role and areas in a word."""
        return " ".join((self.role, *self.provinces))


@dataclass
class Outcome:
    """Milliseconds of each request and action, with the kind of reader; requests that failed; answers of another."""

    requests: list[tuple[float, str]] = field(default_factory=list)
    actions: list[tuple[float, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)


def mix(count: int, areas: tuple[str, ...]) -> list[Person]:
    """Return readers of every role, operators and half of the researchers scoped to one of the areas each."""
    people = []
    for role, share in SHARES.items():
        for number in range(max(round(count * share / 100), 2)):
            scoped = role == "operator" or (role == "researcher" and number % 2)
            people.append(Person(f"{role}{number}", role, (areas[number % len(areas)],) if scoped else ()))
    return people + [Person("", "public")] * (count - len(people))


def let_in(settings: Settings, people: list[Person]) -> list[Person]:
    """Make an account with a session for everybody who has a name; sessions begin past both factors."""
    store = Store(settings.store)
    with store.reading():
        return [_let_in(settings, person) if person.name else person for person in people]


def _let_in(settings: Settings, person: Person) -> Person:
    wanted = Wanted(person.name, person.role, person.provinces, "load test", FOR_GOOD)
    account = accounts.create(wanted, "", frozenset(person.provinces))
    account.agreed_at = time.time()
    account.save()
    cookie = f"{cookie_name(settings)}={sessions.begin(account, complete=True)}"
    return Person(person.name, person.role, person.provinces, cookie)


class Line:
    """One kept connection of one reader."""

    def __init__(self, url: str, person: Person):
        self.origin, self.person = url, person
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip", "Origin": url}
        if person.cookie:
            self.headers["Cookie"] = person.cookie

    def ask(self, request: Request) -> tuple[int, bytes]:
        """Return status and digest of the answer to one request, asked once more where a kept connection had ended."""
        path, body = request
        try:
            self.connection.request("POST", path, body, self.headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()
            self.connection.request("POST", path, body, self.headers)
            answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != OK:
            return answer.status, b""
        return answer.status, digest_of(text, answer.headers.get("Content-Encoding", ""), self.person.name)


# Digests of answers by what came over the line, so that the same one is unpacked once.
_known: dict[tuple[str, bytes], bytes] = {}


def digest_of(text: bytes, encoding: str, name: str) -> bytes:
    """Return the digest of an answer, without the account's name, which stands in the head of its pages.

    Dash writes attributes such as aria-label in another order in every process, and threads of the database add numbers
    up in another order: names are sorted, and numbers hold for nine digits.
    """
    key = (name, hashlib.sha256(text).digest())
    if key not in _known:
        plain = gzip.decompress(text) if encoding == "gzip" else text
        found = json.dumps(json.loads(plain, parse_float=_nine_digits), sort_keys=True) if plain else ""
        _known[key] = hashlib.sha256((found.replace(name, "") if name else found).encode()).digest()
    return _known[key]


def _nine_digits(text: str) -> float:
    return float(f"{float(text):.9g}")


def answers_of(url: str, people: list[Person], todo: dict[str, list[Action]]) -> dict[Step, bytes]:
    """Return the digest of the answer to every step, asked one after the other by one reader of each kind."""
    found = {}
    for kind, person in {person.kind: person for person in people}.items():
        line = Line(url, person)
        for request in dict.fromkeys(request for action in todo[kind] for request in action):
            status, found[kind, request] = line.ask(request)
            if status not in (OK, NOTHING_NEW):
                raise SystemExit(f"{kind}: {status} for {request[1][:200]!r}")
        line.connection.close()
    return found


def run(
    url: str,
    people: list[Person],
    todo: dict[str, list[Action]],
    expected: dict[Step, bytes],
    every: float,
    seconds: float,
) -> Outcome:
    """Let everybody act each `every` seconds for a while. Times count from the moment an action was due."""
    outcome, begun = Outcome(), time.perf_counter()

    def live(number: int, person: Person) -> None:
        chance, line = random.Random(number), Line(url, person)
        due = begun + every * number / len(people)
        while due < begun + seconds:
            time.sleep(max(due - time.perf_counter(), 0))
            _act(line, chance.choice(todo[person.kind]), due, expected, outcome)
            due += every

    _at_once([lambda number=number, person=person: live(number, person) for number, person in enumerate(people)])
    return outcome


def _act(line: Line, action: Action, due: float, expected: dict[Step, bytes], outcome: Outcome) -> None:
    kind = line.person.kind
    for request in action:
        begun = time.perf_counter()
        try:
            status, digest = line.ask(request)
        except OSError as error:
            outcome.failed.append(f"{kind}: {error!r}")
            line.connection.close()
            continue
        outcome.requests.append((1000 * (time.perf_counter() - begun), kind))
        if status not in (OK, NOTHING_NEW):
            outcome.failed.append(f"{kind}: {status}")
        elif digest != expected[kind, request]:
            outcome.mixed.append(f"{kind}: {request[1][:120]!r}")
    outcome.actions.append((1000 * (time.perf_counter() - due), kind))


def _at_once(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
