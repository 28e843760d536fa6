"""Briefings and research packets on request: jobs in a queue beside the web workers, seen only by who asked for them."""

import os
import re
import secrets
import subprocess
import sys
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, g, jsonify, request, send_file

from data import jobs
from data.errors import Problem
from data.jobs import Job
from data.library import Library
from data.queries.microdata import check, selected_rows
from data.settings import ROOT, Settings
from data.text import LANGS, Text, known_lang
from data.viewer import VIEWER, Viewer
from server.trail import note

CHAPTERS = ("who", "where", "capitals", "causes", "search", "referrals", "models", "plans", "change")
FORMATS = ("pdf", "pptx", "png", "zip")
# Settings that a worker is told as this server has them, whatever stands in the environment.
TOLD = (
    "build", "reference", "host", "port", "public_address", "chromium", "jobs", "job_places", "job_minutes", "protect_menu",
    "query_threads", "query_memory", "large_memory", "query_seconds", "threshold", "threshold_policymaker", "threshold_researcher", "item_scores",
)  # fmt: skip
# What of the selection a briefing follows, and a packet.
QUERY = ("place", "round", "cohort", "metric", "snapshot")
PACKET_QUERY = ("place", "round", "cohort", "snapshot")
LONGEST_PURPOSE = 500
COOKIE_DAYS = 1
MOST_OPEN, MOST_OF_ALL = 3, 50
BUSY = Text("มีงานที่ยังไม่เสร็จมากเกินไป รอให้เสร็จหรือยกเลิกก่อน", "Too many documents are under way; wait for one or cancel it")

NOT_AGREED = Text("ต้องยอมรับข้อตกลงก่อน", "The terms have to be agreed to first")


def briefing_routes(settings: Settings, library: Library) -> Blueprint:
    """Return the routes of jobs; a job of somebody else is 404, as one that never was."""
    routes = Blueprint("briefing_jobs", __name__)
    name = "__Host-kaejon-jobs" if settings.tls == "proxy" else "kaejon-jobs"

    @routes.post("/briefings/jobs")
    def ask() -> Response:
        return _begin(_asked(library))

    @routes.post("/packets/jobs")
    def ask_packet() -> Response:
        if not VIEWER.get().takes_packets:
            abort(404)
        try:
            return _begin(_asked_packet(library))
        except Problem as problem:
            return _quiet(jsonify(problem=_said(problem)), 400)

    def _begin(asked: dict) -> Response:
        owner, token = _owner(name)
        jobs.sweep(settings.jobs, settings.keep_jobs_hours)
        own, every = jobs.open_jobs(settings.jobs, owner)
        if own >= MOST_OPEN or every >= MOST_OF_ALL:
            return _quiet(jsonify(problem={"th": BUSY.th, "en": BUSY.en}), 429)
        job = jobs.create(settings.jobs, owner, asked)
        _start(job, settings)
        response = _quiet(jsonify(id=job.id, **job.state()), 202)
        if token:
            response.set_cookie(
                name,
                token,
                max_age=86400 * COOKIE_DAYS,
                httponly=True,
                samesite="Strict",
                secure=settings.tls == "proxy",
            )
        return response

    @routes.get("/briefings/jobs/<job_id>")
    def state(job_id: str) -> Response:
        return _quiet(jsonify(_own(job_id).state()))

    @routes.post("/briefings/jobs/<job_id>/cancel")
    def cancel(job_id: str) -> Response:
        job = _own(job_id)
        job.cancel()
        return _quiet(jsonify(job.state()))

    @routes.get("/briefings/jobs/<job_id>/<file>")
    def fetch(job_id: str, file: str) -> Response:
        job = _own(job_id)
        path = job.file(file) or abort(404)
        if job.request["kind"] == "packet":
            note(settings, "took a packet", g.account, file=file)
        return _quiet(send_file(path, as_attachment=True, download_name=file))

    def _own(job_id: str) -> Job:
        return jobs.find(settings.jobs, job_id, _owner(name)[0]) or abort(404)

    return routes


def _asked(library: Library) -> dict:
    """Read the form; whatever is not among the known words is a bad request."""
    form, viewer = request.form, VIEWER.get()
    chosen = {key: re.findall(r"[a-z]+", form.get(key, "")) for key in ("formats", "chapters")}
    formats, chapters = tuple(chosen["formats"]), tuple(chosen["chapters"]) or CHAPTERS
    if not formats or not set(formats) <= set(FORMATS) or not set(chapters) <= set(CHAPTERS):
        abort(400)
    if library.snapshot(viewer) is None:
        abort(409)
    return {
        "kind": "briefing",
        "query": {key: form[key] for key in QUERY if form.get(key)},
        "lang": known_lang(form.get("lang")),
        # In the order of the document, whatever the order of the form.
        "formats": [name for name in FORMATS if name in formats],
        "chapters": [name for name in CHAPTERS if name in chapters],
        "viewer": _rights(viewer),
    }


def _asked_packet(library: Library) -> dict:
    """Read the form of a research packet. Raises Problem where none will be made of it."""
    form, viewer = request.form, VIEWER.get()
    wanted = selected_rows(form, library, viewer)
    check(wanted, form.get("purpose", ""))
    if form.get("agreed") != "1":
        raise Problem(NOT_AGREED, got="-", expected="agreed=1")
    end = g.account.expires_at
    return {
        "kind": "packet",
        "query": {key: form[key] for key in PACKET_QUERY if form.get(key)},
        "purpose": " ".join(form["purpose"].split())[:LONGEST_PURPOSE],
        "until": datetime.fromtimestamp(end, UTC).date().isoformat() if end else "",
        "viewer": _rights(viewer),
    }


def _rights(viewer: Viewer) -> dict:
    return {
        "role": viewer.role,
        "provinces": sorted(viewer.provinces),
        "purpose": viewer.purpose,
        "account": viewer.account,
    }


def _said(problem: Problem) -> dict[str, str]:
    return {lang: " · ".join(text[lang] for text in (problem.what, problem.todo) if text) for lang in LANGS}


def _owner(cookie: str) -> tuple[str, str]:
    """Return what names who asks, and the token to hand out where the browser has none yet."""
    if g.account is not None:
        return f"account {g.account.name}", ""
    token = request.cookies.get(cookie, "")
    fresh = "" if jobs.ID.fullmatch(token) else secrets.token_urlsafe(32)
    return f"browser {fresh or token}", fresh


def _start(job: Job, settings: Settings) -> None:
    """Start the worker of a job as a process of its own; it waits for its turn by itself."""
    told = {name: getattr(settings, name) for name in TOLD}
    own = {f"KAEJON_{name}".upper(): str(value) for name, value in told.items() if value is not None}
    log = os.open(job.folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        started = subprocess.Popen(
            [sys.executable, "-m", "briefings.work", str(job.folder)], cwd=ROOT, env={**os.environ, **own},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    finally:
        os.close(log)
    WORKERS[:] = [worker for worker in WORKERS if worker.poll() is None] + [started]


# Asked for their end when the next one starts: an ended process stays in the table until somebody does.
WORKERS: list[subprocess.Popen] = []


def _quiet(response: Response, status: int = 200) -> Response:
    response.status_code = status
    response.cache_control.no_store = True
    return response
