"""What readers learn of loads."""

import json

from data.ledger import LEDGER, told_loads


def test_a_reader_behind_the_gate_learns_nothing_of_loads_after_the_snapshot_on_screen(tmp_path):
    entries = [
        {"number": 1, "command": "load", "snapshot": "one"},
        {"number": 2, "command": "load", "result": "failed"},
        {"number": 3, "command": "erase", "snapshot": "two"},
        {"number": 4, "command": "load", "snapshot": "three"},
        {"number": 5, "command": "load", "snapshot": "four"},
    ]
    (tmp_path / LEDGER).write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    assert [entry["number"] for entry in told_loads(tmp_path, "three", True)] == [4, 2, 1]
    assert [entry["number"] for entry in told_loads(tmp_path, "three", False)] == [5, 4, 3, 2, 1]
    assert told_loads(tmp_path, "unknown", True) == []
