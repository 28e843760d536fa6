"""Waiting for documents and packets that a worker makes."""

import time

from data import jobs

SECONDS = 90


def ended(client, job: dict) -> dict:
    """Return the state of a job once it has come to an end; fails where that takes too long."""
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        state = client.get(f"/briefings/jobs/{job['id']}").json
        if state["state"] not in jobs.OPEN:
            return state
        time.sleep(0.1)
    raise AssertionError(state)
