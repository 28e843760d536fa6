"""What is HTTP but no page: health, files that browsers keep, compression, the request log, error pages."""

from dash import Dash
from flask import Flask

from data.library import Library
from data.settings import ROOT, Settings
from server.access.desk import desk_routes
from server.access.household import household_routes
from server.access.provider import provider_routes
from server.access.sign_in import sign_in_routes
from server.access.store import Store
from server.answers import install_json
from server.briefings import briefing_routes
from server.bundle import bundle_address, head_address, install_bundle, plotly_address
from server.compress import install_compress
from server.errors import install_errors
from server.files import install_files, vendor_address
from server.first import first
from server.guard import install_guard
from server.headers import install_headers, install_limits
from server.health import install_health
from server.live import install_live
from server.log import install_log
from server.metrics import install_metrics
from server.places import install_places
from server.secret import read_secret
from server.serving import develop
from server.trail import install_trail

__all__ = [
    "ASSETS",
    "bundle_address",
    "develop",
    "first",
    "head_address",
    "install",
    "plotly_address",
    "vendor_address",
]

# Callbacks carry codes; a few kilobytes are plenty.
LARGEST_REQUEST = 1_000_000
ASSETS = ROOT / "assets"


def install(app: Dash | Flask, settings: Settings, library: Library) -> None:
    """Add everything of this room to the Flask server of `app`."""
    flask = app.server if isinstance(app, Dash) else app
    flask.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    # What is installed first runs last on the way out: the log counts the bytes that compression leaves.
    install_log(flask)
    if settings.metrics_port:
        install_metrics(flask)
    store = Store(settings.store) if settings.sign_in else None
    install_guard(flask, settings, store)
    install_trail(flask, settings)
    install_compress(flask)
    install_files(flask, settings.build, library)
    install_bundle(flask, ASSETS)
    install_health(flask, library)
    install_live(flask, library)
    install_places(flask, library)
    install_errors(flask)
    install_json(app)
    limiter = install_limits(flask, settings)
    flask.register_blueprint(briefing_routes(settings, library))
    if store is not None:
        secret = read_secret(settings.secret_key_file)
        sign_in = sign_in_routes(settings, store, secret)
        limiter.limit(f"{settings.tries_per_minute}/minute", methods=["POST"])(sign_in)
        flask.register_blueprint(sign_in)
        flask.register_blueprint(provider_routes(settings, store, library, secret))
        flask.register_blueprint(desk_routes(settings, store, library))
        flask.register_blueprint(household_routes(settings, library))
    install_headers(app, settings)
