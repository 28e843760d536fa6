"""The production server: gunicorn, several worker processes over the same snapshot."""

import importlib
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from dash import Dash
from flask import Flask
from gunicorn.app.base import BaseApplication

from data.errors import Problem
from data.settings import Settings, read_settings
from data.text import Text
from server.metrics import forget_worker, prepare_metrics, serve_metrics
from server.secret import read_secret
from server.telling import told

THREADS = 4
TLS = ("none", "proxy")
PORT_TAKEN = Text("พอร์ตนี้มีผู้ใช้อยู่แล้ว", "The port is in use already")
OTHER_PORT = Text(
    "ปิดโปรแกรมที่ใช้พอร์ตนี้ หรือเลือกพอร์ตอื่นด้วย KAEJON_PORT",
    "Stop the program that uses it, or choose another port with KAEJON_PORT",
)
NOT_SAFE = Text(
    "เซิร์ฟเวอร์ที่เครื่องอื่นเข้าถึงได้ต้องมีการเข้าสู่ระบบ กุญแจลับ และ TLS",
    "A server that other machines can reach needs sign-in, a secret key and TLS",
)
MAKE_SAFE = Text(
    "ตั้ง KAEJON_SIGN_IN=true และ KAEJON_TLS=proxy แล้วสร้างกุญแจด้วย python -m server new-secret",
    "Set KAEJON_SIGN_IN=true and KAEJON_TLS=proxy, and make a key with python -m server new-secret",
)


class Server(BaseApplication):
    """Gunicorn set up in code: each worker makes its own app, and so its own database connection."""

    def __init__(self, settings: Settings):
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in options(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return load_flask(self.settings)


def load_flask(settings: Settings) -> Flask:
    """Return the whole application; by name, because app.py imports this room and not the other way round."""
    return importlib.import_module("app").create_app(settings).server


def options(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's options; the request log is ours, so its own is off."""
    hooks = {"when_ready": lambda _: serve_metrics(settings), "child_exit": lambda _, worker: forget_worker(worker.pid)}
    return (hooks if settings.metrics_port else {}) | {
        "bind": f"{settings.host}:{settings.port}",
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": 60,
        "keepalive": 30,
        "preload_app": False,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "kaejon",
    }


def serve_with(settings: Settings) -> None:
    """Serve until stopped."""
    if settings.metrics_port:
        check_port(settings.metrics_host, settings.metrics_port)
        prepare_metrics()
    Server(settings).run()


def develop(create_app: Callable[[Settings], Dash]) -> None:
    """Serve one process without workers, for development; still without debugging."""

    def serve_one() -> None:
        settings = read_settings()
        check_safety(settings)
        check_port(settings.host, settings.port)
        create_app(settings).run(host=settings.host, port=settings.port, debug=False)

    told(serve_one)


def check_safety(settings: Settings) -> None:
    """Raise Problem where the server would be reachable from other machines without what makes that safe."""
    if settings.tls not in TLS:
        raise Problem(NOT_SAFE, where="KAEJON_TLS", got=settings.tls, expected=" or ".join(TLS))
    if settings.sign_in:
        read_secret(settings.secret_key_file)
    if is_loopback(settings.host):
        return
    missing = [
        name
        for name, there in (("KAEJON_SIGN_IN=true", settings.sign_in), ("KAEJON_TLS=proxy", settings.tls == "proxy"))
        if not there
    ]
    if missing:
        where = f"KAEJON_HOST={settings.host}"
        raise Problem(NOT_SAFE, where=where, got="without " + ", ".join(missing), todo=MAKE_SAFE)


def is_loopback(host: str) -> bool:
    """Whether an address can only be reached from this machine."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ip_address(entry.split("%")[0]).is_loopback for entry in found)


def check_port(host: str, port: int) -> None:
    """Raise Problem where the address cannot be bound."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        where, expected = f"KAEJON_HOST={host} KAEJON_PORT={port}", "an address of this machine and a free port"
        raise Problem(PORT_TAKEN, where=where, got=str(error), expected=expected, todo=OTHER_PORT) from error
