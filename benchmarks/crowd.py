"""`python -m benchmarks.crowd`: a hundred readers of every role for five minutes on two cores, and whether any got another's answer."""

import sys
import time
from collections import Counter
from typing import Annotated

import typer

from benchmarks.loading import FOLDER, FULL, bench_settings, demo_files
from benchmarks.machine import machine_lines, run_measured
from benchmarks.pages import p95
from benchmarks.people import Action, Outcome, Person, Step, answers_of, let_in, mix, run
from benchmarks.report import Report
from benchmarks.visits import UPDATE, Visit, actions
from components.parts import BESIDE, LAB, MEASURE, PLACED, REACH
from data.settings import Settings
from data.viewer import UNGATED_ROLES
from server.secret import new_secret
from tests.serving import Running

USERS, EVERY, SECONDS, MOST_MS, WORKERS = 100, 5.0, 300.0, 400.0, "2"
# Before the five minutes that are limited: a server that was just started has no answers yet.
FIRST = 60.0
OWN = ("94", "47", "55")
STORE, KEY = FOLDER / "crowd.sqlite", FOLDER / "crowd.key"
# Everybody sits at one address here; the limit of requests is for one reader's.
SETTINGS = {
    "KAEJON_SIGN_IN": "true", "KAEJON_STORE": str(STORE), "KAEJON_SECRET_KEY_FILE": str(KEY), "KAEJON_WORKERS": WORKERS,
    "KAEJON_REQUESTS_PER_MINUTE": "10000000",
}  # fmt: skip


def planned() -> list[Visit]:
    """Return what readers do: open every kind of page, and choose measures, places, cut-offs and cohorts on it."""
    places = [{"source": "households", "place": code} for code in OWN]
    cohorts = [{"source": "households", "cohort": text} for text in ("head_sex:female", "size:3..5;tpmap_listed:0")]
    measures = [{"source": "households", "metric": metric} for metric in ("H", "M0", "verified_poor_households")]
    return [
        ("/", [(MEASURE, chosen) for chosen in measures] + [(PLACED, chosen) for chosen in places]),
        ("/province", []),
        *((f"/province/{code}?source=households", []) for code in OWN),
        ("/capitals", [(BESIDE, {"source": "households", "places": ",".join(OWN)})]),
        ("/causes", [(name, {"source": "households", "k": k}) for k in ("1/3", "1/4") for name in LAB]),
        ("/referrals", [(name, chosen) for chosen in places for name in (PLACED, REACH)]),
        ("/models", [(PLACED, chosen) for chosen in places]),
        ("/cohorts", [(PLACED, chosen) for chosen in cohorts]),
        ("/table", []),
        ("/data", []),
    ]


def bench_crowd(report: Report, seconds: float = SECONDS) -> None:
    """Let a hundred readers act every five seconds each, and hold every answer against the one its role gets alone."""
    settings = _prepare(report)
    people = let_in(settings, mix(USERS, OWN))
    todo, expected = _alone(people)
    _tell_roles(report, expected)
    with_server = Running(FOLDER / "crowd.txt", SETTINGS | bench_settings()).wait()
    try:
        first = run(with_server.url, people, todo, expected, EVERY, FIRST)
        took = [ms for ms, _ in first.actions]
        report.say(
            f"      the first {FIRST:.0f} s after the start, nothing kept yet: p50 {p50(took):.0f} ms, p95 {p95(took):.0f} ms"
        )
        begun = time.perf_counter()
        outcome = run(with_server.url, people, todo, expected, EVERY, seconds)
        outcome.failed += first.failed
        outcome.mixed += first.mixed
        _tell(report, outcome, time.perf_counter() - begun)
    finally:
        with_server.stop()


def _prepare(report: Report) -> Settings:
    """Load and release the full-size snapshot where that was not done, and begin with no account."""
    if not (FOLDER / "build" / "current").exists():
        run_measured("etl", "load", str(demo_files(FULL, report)), settings=bench_settings())
    for words in (("etl", "release"), ("etl", "boundaries-default")):
        run_measured(*words, settings=bench_settings())
    for path in (STORE, *(STORE.with_name(STORE.name + end) for end in ("-wal", "-shm")), KEY):
        path.unlink(missing_ok=True)
    new_secret(KEY)
    chosen = SETTINGS | bench_settings()
    return Settings(**{name.removeprefix("KAEJON_").lower(): value for name, value in chosen.items()})


def _alone(people: list[Person]) -> tuple[dict[str, list[Action]], dict[Step, bytes]]:
    """Return what each kind of reader does, and the answer to each step where nobody else asks and nothing is kept."""
    server = Running(
        FOLDER / "crowd.txt", SETTINGS | bench_settings() | {"KAEJON_WORKERS": "1"}, "benchmarks.cold"
    ).wait()
    try:
        kinds = {person.kind: person for person in people}
        # Who sees aggregates asks what the public asks; operators and administrators have lists of households besides.
        seen = {
            person.role: _seen(server.url, person)
            for person in kinds.values()
            if person.role in ("public", *UNGATED_ROLES)
        }
        todo = {kind: seen.get(person.role, seen["public"]) for kind, person in kinds.items()}
        return todo, answers_of(server.url, people, todo)
    finally:
        server.stop()


def _seen(url: str, person: Person) -> list[Action]:
    found = actions(url, planned(), person.cookie)
    return [tuple((UPDATE, callback.body) for callback in action) for action in found]


def _tell_roles(report: Report, expected: dict[Step, bytes]) -> None:
    """Tell to how many of the same requests different readers are answered differently: what a mix-up would show in."""
    kinds = Counter(request for _, request in expected)
    answers = {request: {digest for (_, asked), digest in expected.items() if asked == request} for request in kinds}
    shared = [request for request, count in kinds.items() if count > 1]
    told = sum(len(answers[request]) > 1 for request in shared)
    report.say(
        f"      {len(kinds)} different requests; {told} of {len(shared)} asked by several kinds differ between them"
    )


def _tell(report: Report, outcome: Outcome, seconds: float) -> None:
    took = [ms for ms, _ in outcome.requests]
    detail = f"{len(outcome.actions)} actions, {len(took)} requests in {seconds:.0f} s"
    report.limit("p95 of an answer", p95(took), MOST_MS, "ms", detail)
    report.limit("p95 of an action with all its answers", p95([ms for ms, _ in outcome.actions]), MOST_MS, "ms")
    report.limit("requests that failed", len(outcome.failed), 0, "", "; ".join(sorted(set(outcome.failed))[:3]))
    report.limit("answers of another", len(outcome.mixed), 0, "", "; ".join(sorted(set(outcome.mixed))[:3]))
    for kind in sorted({kind for _, kind in outcome.actions}):
        own = [ms for ms, of in outcome.actions if of == kind]
        report.say(f"      {kind}: {len(own)} actions, p50 {p50(own):.0f} ms, p95 {p95(own):.0f} ms")


def p50(took: list[float]) -> float:
    """Return the median."""
    return sorted(took)[len(took) // 2]


def main(
    seconds: Annotated[float, typer.Option(help="How long the hundred readers go on")] = SECONDS,
) -> None:
    """Measure, print one line per limit, and end with 1 where one was broken."""
    report = Report()
    for line in machine_lines():
        report.say(line)
    bench_crowd(report, seconds)
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    typer.run(main)
