"""Sessions: a random token in a cookie, its hash in the store, an idle and an absolute end."""

import hashlib
import secrets
import time

from server.access.store import Account, Session

TOKEN_BYTES = 32
# The time a session was last used is written at most this often, s.
TOUCHED_EVERY = 60


def begin(account: Account, *, complete: bool) -> str:
    """Begin a session and return its token, which is stored nowhere."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), time.time()
    Session.create(token=_digest(token), account=account, complete=complete, created_at=now, seen_at=now)
    return token


def find(token: str, idle_seconds: float, absolute_seconds: float) -> Session | None:
    """Return the session of a token, None where there is none, it has ended, or its account may not come in."""
    now = time.time()
    session = Session.get_or_none(Session.token == _digest(token)) if token else None
    if session is None:
        return None
    over = now - session.seen_at > idle_seconds or now - session.created_at > absolute_seconds
    if over or not may_enter(session.account, now):
        session.delete_instance()
        return None
    if now - session.seen_at > TOUCHED_EVERY:
        Session.update(seen_at=now).where(Session.token == session.token).execute()
    return session


def may_enter(account: Account, now: float) -> bool:
    """Whether an account is neither disabled nor past its end."""
    return not account.disabled and (account.expires_at is None or now < account.expires_at)


def end(token: str) -> None:
    """End one session."""
    Session.delete().where(Session.token == _digest(token)).execute()


def end_all(account: Account) -> None:
    """End every session of an account."""
    Session.delete().where(Session.account == account).execute()


def end_old(absolute_seconds: float) -> None:
    """Forget sessions that nobody can use any more."""
    Session.delete().where(Session.created_at < time.time() - absolute_seconds).execute()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
