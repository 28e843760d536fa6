"""Bodies of callbacks as pages send them, for tests that post without a page."""

import json


def routing(dependencies: list[dict], path: str, search: str = "") -> bytes:
    """Return the body that asks for a page; dependencies: what /_dash-dependencies answers."""
    [entry] = [entry for entry in dependencies if "_pages_content" in entry["output"]]
    outputs = [
        dict(zip(("id", "property"), part.split("."), strict=True)) for part in entry["output"].strip(".").split("...")
    ]
    inputs = [("pathname", path), ("search", search)]
    body = {
        "output": entry["output"], "outputs": outputs, "changedPropIds": ["_pages_location.pathname"],
        "inputs": [{"id": "_pages_location", "property": name, "value": value} for name, value in inputs],
        "state": [{"id": "_pages_location", "property": "href", "value": f"http://localhost{path}{search}"}],
    }  # fmt: skip
    return json.dumps(body).encode()
