"""What browsers are told about every answer: which scripts may run, who may frame it, what it may ask for."""

import logging

from dash import Dash
from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_talisman import Talisman

from data.settings import Settings

YEAR = 365 * 24 * 3600


def policy(hashes: list[str], frame_origin: str) -> dict[str, str]:
    """Return the Content-Security-Policy: scripts are files of ours, or the few inline ones whose hashes we know.

    Plotly and Dash set styles on elements; only for styles is anything inline allowed.
    """
    return {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": frame_origin or "'none'",
        "object-src": "'none'",
    }


def install_headers(app: Dash | Flask, settings: Settings) -> None:
    """Add the security headers to every answer; call it when every callback is registered."""
    flask = app.server if isinstance(app, Dash) else app
    secure = settings.tls == "proxy"
    talisman = Talisman()

    @flask.before_request
    def know_scripts() -> None:
        # Dash adds the last of its inline scripts with the first request.
        if talisman.content_security_policy is None:
            hashes = app.csp_hashes() if isinstance(app, Dash) else []
            talisman.content_security_policy = policy(hashes, settings.frame_origin)

    talisman.init_app(
        flask,
        content_security_policy=None,
        force_https=False,
        strict_transport_security=secure,
        strict_transport_security_max_age=YEAR,
        frame_options=None if settings.frame_origin else "DENY",
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()", "browsing-topics": "()"},
        session_cookie_secure=secure,
    )

    @flask.after_request
    def quiet(response: Response) -> Response:
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.pop("X-XSS-Protection", None)
        return response


def install_limits(flask: Flask, settings: Settings) -> Limiter:
    """Refuse more requests a minute from one address than the settings allow; counted per worker, in memory."""
    logging.getLogger("flask-limiter").setLevel(logging.ERROR)
    limiter = Limiter(
        get_remote_address,
        app=flask,
        default_limits=[f"{settings.requests_per_minute}/minute"],
        storage_uri="memory://",
    )
    for name in ("healthz", "readyz"):
        if name in flask.view_functions:
            limiter.exempt(flask.view_functions[name])
    return limiter
