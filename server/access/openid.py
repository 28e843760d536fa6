"""Sign-in at an OpenID provider: the code flow with PKCE, a token that is checked, and the claims made of it.

Source: OpenID Connect Core 1.0, 3.1.3.7 (what of a token must be checked); RFC 7636 (PKCE, S256).
"""

import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from data.errors import Problem
from data.settings import Settings
from data.text import Text

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
SECONDS, LEEWAY = 10, 30
# How long what the provider says of itself is taken for true, s; and how long a reader may take there.
FRESH, LONGEST_AWAY = 3600.0, 600.0
KNOWN_PARTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")

NOT_SET_UP = Text("ตั้งค่าผู้ให้บริการยืนยันตัวตนไม่ครบ", "Sign-in at the OpenID provider is not set up")
NOT_REACHED = Text("ติดต่อผู้ให้บริการยืนยันตัวตนไม่ได้", "The OpenID provider cannot be reached")
NOT_TRUSTED = Text("คำตอบของผู้ให้บริการยืนยันตัวตนไม่น่าเชื่อถือ", "The answer of the OpenID provider cannot be trusted")


class Provider:
    """One provider, as the settings name it; it is asked about itself at the first sign-in, and again every hour."""

    def __init__(self, settings: Settings):
        """Raises Problem where the client's secret cannot be read or the issuer is no https address."""
        self.settings = settings
        self.issuer = settings.openid_issuer.rstrip("/")
        self.secret = _secret(settings)
        self._about: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._read_at = 0.0
        if not _is_safe(self.issuer):
            raise Problem(NOT_SET_UP, where="KAEJON_OPENID_ISSUER", got=self.issuer, expected="https://…")

    def begin(self, back: str, lang: str) -> tuple[str, str]:
        """Return (address of the provider, what must be remembered until the reader is back). back: our address there."""
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")} | {
            "at": time.time(),
            "lang": lang,
        }
        with self._session(back) as session:
            address, _ = session.create_authorization_url(
                self.about()["authorization_endpoint"],
                state=kept["state"],
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )
        return address, json.dumps(kept)

    def claims(self, kept: str, state: str, code: str, back: str) -> dict[str, Any]:
        """Return the claims about who came back. Raises Problem for anything that does not fit what was begun."""
        begun = json.loads(kept) if kept else {}
        fits = hmac.compare_digest(str(begun.get("state", "")).encode(), state.encode())
        if not begun or not fits or not code or time.time() - begun["at"] > LONGEST_AWAY:
            raise Problem(NOT_TRUSTED, where="state")
        try:
            with self._session(back) as session:
                answer = session.fetch_token(
                    self.about()["token_endpoint"], code=code, code_verifier=begun["verifier"], timeout=SECONDS
                )
        except (OSError, AuthlibBaseError, ValueError) as error:
            raise Problem(NOT_REACHED, where="token", got=type(error).__name__) from error
        return self._checked(str(answer.get("id_token", "")), begun["nonce"])

    def about(self) -> dict[str, Any]:
        """Return what the provider says of itself. Raises Problem where it cannot be reached or is another."""
        if self._about and time.time() - self._read_at < FRESH:
            return self._about
        found = self._get(self.issuer + "/.well-known/openid-configuration")
        if any(not isinstance(found.get(part), str) or not _is_safe(found[part]) for part in KNOWN_PARTS):
            raise Problem(NOT_TRUSTED, where="configuration")
        if found["issuer"].rstrip("/") != self.issuer:
            raise Problem(NOT_TRUSTED, where="issuer", got=found["issuer"], expected=self.issuer)
        self._about, self._keys, self._read_at = found, None, time.time()
        return found

    def _checked(self, token: str, nonce: str) -> dict[str, Any]:
        client = self.settings.openid_client_id
        must = {"essential": True}
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY, iss=must | {"value": self.about()["issuer"]}, aud=must | {"value": client},
            exp=must, iat=must, sub=must, nonce=must | {"value": nonce},
        )  # fmt: skip
        try:
            claims = self._decoded(token)
            rules.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise Problem(NOT_TRUSTED, where="token", got=type(error).__name__) from error
        if claims.get("azp", client) != client or not isinstance(claims["sub"], str) or not claims["sub"]:
            raise Problem(NOT_TRUSTED, where="azp, sub")
        return claims

    def _decoded(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(token, self._key_set(), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError):
            # The provider may have changed its keys since they were read.
            self._keys = None
            return jwt.decode(token, self._key_set(), algorithms=ALGORITHMS).claims

    def _key_set(self) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(self._get(self.about()["jwks_uri"]))
        return self._keys

    def _get(self, address: str) -> dict[str, Any]:
        try:
            with self._session("") as session:
                answer = session.get(address, withhold_token=True, timeout=SECONDS, allow_redirects=False)
                found = answer.json() if answer.status_code == 200 else None
        except (OSError, AuthlibBaseError, ValueError) as error:
            raise Problem(NOT_REACHED, where=address, got=type(error).__name__) from error
        if not isinstance(found, dict):
            raise Problem(NOT_REACHED, where=address, got=str(answer.status_code), expected="200, JSON")
        return found

    def _session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self.settings.openid_client_id, self.secret, scope=self.settings.openid_scopes, redirect_uri=back or None,
            code_challenge_method="S256",
        )  # fmt: skip


def left_in(kept: str) -> str:
    """Return the language that a reader left in."""
    return json.loads(kept)["lang"] if kept else ""


def _secret(settings: Settings) -> str:
    if not settings.openid_client_id:
        raise Problem(NOT_SET_UP, where="KAEJON_OPENID_CLIENT_ID", got="-")
    try:
        return settings.openid_secret_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Problem(NOT_SET_UP, where=str(settings.openid_secret_file), got=type(error).__name__) from error


def _is_safe(address: str) -> bool:
    """Whether an address is TLS, or a provider on this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))
    )
