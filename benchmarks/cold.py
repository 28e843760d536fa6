"""`python -m benchmarks.cold`: the production server, but every request is answered from the database anew."""

from flask import Flask

from data.queries.kept import ANSWERS
from data.settings import Settings, read_settings
from server.serving import Server, load_flask


class ColdServer(Server):
    """The server people use without its memory for answers."""

    def load(self) -> Flask:
        return forgetful(self.settings)


def forgetful(settings: Settings) -> Flask:
    """Return the whole application with its kept answers cleared before every request."""
    flask = load_flask(settings)
    flask.before_request(ANSWERS.clear)
    return flask


if __name__ == "__main__":
    ColdServer(read_settings()).run()
