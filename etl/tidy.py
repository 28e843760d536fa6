"""What was kept long enough goes: every kind of file by its own setting, once a day by a timer."""

from datetime import UTC, datetime, timedelta

from data.audit import audit_file, trim
from data.jobs import sweep
from data.settings import Settings
from data.snapshot import pointed, published_ids
from etl.places import watched_folders
from etl.publish import forget, only_writer
from etl.watch import DONE, FAILED, empty_done

DAY = 24 * 3600


def tidy(settings: Settings) -> dict[str, int]:
    """Delete what is older than its setting allows and return {kind: how many}. Raises Problem while a load writes."""
    folders = watched_folders(settings.build)
    oldest = datetime.now(UTC) - timedelta(days=settings.audit_days)
    return {
        "snapshots": _snapshots(settings),
        "loaded exports": sum(empty_done(folder / DONE, settings.keep_done_seconds) for folder in folders),
        "failed exports": sum(empty_done(folder / FAILED, DAY * settings.keep_failed_days) for folder in folders),
        "documents": sweep(settings.jobs, settings.keep_jobs_hours),
        "audit entries": trim(audit_file(settings.build), oldest),
    }


def _snapshots(settings: Settings) -> int:
    """Keep the newest, as a load does; the one on screen always stays."""
    with only_writer(settings.build):
        old = [
            entry
            for entry in published_ids(settings.build)[: -settings.keep_snapshots]
            if entry != pointed(settings.build)
        ]
        for entry in old:
            forget(settings.build, entry)
    return len(old)
