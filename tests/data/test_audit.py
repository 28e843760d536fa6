"""The audit: a chain that tells where it was touched, for its owner's eyes, whole under many writers."""

import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.audit import FIRST, audit_file, breaks, entries, head, record, trim
from data.errors import Problem


def written(folder: Path, count: int = 4) -> Path:
    path = folder / "audit.jsonl"
    for number in range(count):
        # Moments are written to the millisecond: entries of this test never share one.
        time.sleep(0.002)
        record(path, where="web", who="somchai", question="poverty", selection={"by": str(number)})
    return path


def add_many(path: str, who: int) -> None:
    for number in range(25):
        record(Path(path), who=who, number=number)


def test_each_line_names_the_digest_of_the_line_before(tmp_path):
    path = written(tmp_path)
    lines = list(entries(path))
    assert [entry["selection"]["by"] for entry in lines] == ["0", "1", "2", "3"]
    assert lines[0]["before"] == FIRST and len({entry["before"] for entry in lines}) == 4
    assert breaks(path) == [] and head(path)[0] == 4


@pytest.mark.parametrize(
    ("touch", "broken"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"somchai", b"nobody"), *lines[2:]], [3]),
        (lambda lines: [lines[0], *lines[2:]], [2]),
        (lambda lines: [lines[1], lines[0], *lines[2:]], [1, 2, 3]),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], [3, 4]),
        (lambda lines: [*lines[:2], b"nonsense\n", *lines[2:]], [3, 4]),
    ],
    ids=["changed", "taken out", "swapped", "put in twice", "put in"],
)
def test_a_touched_line_breaks_the_chain(tmp_path, touch, broken):
    path = written(tmp_path)
    path.write_bytes(b"".join(touch(path.read_bytes().splitlines(keepends=True))))
    found = breaks(path)
    assert found and found[0] == broken[0] and set(broken) >= set(found)


def test_a_cut_end_is_seen_against_a_kept_head(tmp_path):
    path = written(tmp_path)
    kept = head(path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert breaks(path) == [] and head(path) != kept


def test_a_line_that_a_crash_cut_off_stays_and_is_named(tmp_path):
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-9])
    record(path, who="after")
    assert breaks(path) == [4], "the next line follows from what was left"
    assert [entry.get("who") for entry in entries(path)][-1] == "after"


def test_only_the_owner_may_read_it_and_it_lies_beside_the_build(tmp_path):
    path = written(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert audit_file(tmp_path / "build") == tmp_path / "build-audit.jsonl"


def test_long_entries_and_many_writers_make_one_chain(tmp_path):
    path = tmp_path / "audit.jsonl"
    record(path, selection={"cohort": "x" * 200_000})
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(add_many, [str(path)] * 4, range(4)))
    assert breaks(path) == [] and head(path)[0] == 101
    assert sorted(entry["number"] for entry in entries(path) if entry.get("who") == 3) == list(range(25))


def test_what_cannot_be_written_is_a_problem(tmp_path):
    with pytest.raises(Problem):
        record(tmp_path / "nowhere" / "audit.jsonl", who="x")
    assert not os.path.exists(tmp_path / "nowhere")
    assert list(entries(tmp_path / "none")) == [] and head(tmp_path / "none") == (0, FIRST)


def test_lines_are_json_in_either_script(tmp_path):
    path = tmp_path / "audit.jsonl"
    record(path, purpose="เยี่ยมบ้าน\nสองบรรทัด")
    [line] = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["purpose"] == "เยี่ยมบ้าน\nสองบรรทัด"


def test_what_is_old_is_taken_off_and_the_chain_goes_on(tmp_path):
    path = written(tmp_path, 5)
    moments = [datetime.fromisoformat(entry["at"]) for entry in entries(path)]
    end = head(path)[1]
    assert trim(path, moments[0]) == 0
    gone = 3
    assert trim(path, moments[3]) == gone
    first, *rest = entries(path)
    assert (first["event"], first["lines"], len(rest)) == ("trimmed", gone, 5 - gone)
    assert breaks(path) == [] and head(path)[1] == end
    record(path, who="malee")
    assert breaks(path) == [] and os.stat(path).st_mode & 0o777 == 0o600
    # Again, everything this time: what said so before is no entry of anybody.
    assert trim(path, datetime.now(UTC) + timedelta(days=1)) == 5 - gone + 1
    assert [entry["event"] for entry in entries(path)] == ["trimmed"] and breaks(path) == []
    assert trim(tmp_path / "none.jsonl", datetime.now(UTC)) == 0
