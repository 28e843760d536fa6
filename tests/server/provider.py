"""A small OpenID provider on a loopback port: it signs what a test tells it to."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "kaejon", "a secret of two"


class FakeProvider:
    """claims: what the next token adds or replaces; key: what it is signed with; asked: forms of the token endpoint."""

    def __init__(self):
        self.published = self.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.claims: dict = {}
        self.asked: list[dict] = []
        self.codes: dict[str, dict] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def signs(self, address: str) -> str:
        """Sign somebody in who was sent to an address, and return the query that leads back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return f"state={asked['state']}&code={code}"

    def answer(self, form: dict) -> tuple[int, dict]:
        """Return what the token endpoint answers: PKCE and the client are checked here as providers do."""
        self.asked.append(form)
        begun = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or begun["code_challenge"] != challenge or begun["code_challenge_method"] != "S256":
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "u1", "iat": now, "exp": now + 60, "nonce": begun["nonce"], **self.claims,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key, algorithms=["RS256"])
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def _handler(self) -> type:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                about = {
                    "issuer": provider.issuer, "authorization_endpoint": f"{provider.issuer}/authorize",
                    "token_endpoint": f"{provider.issuer}/token", "jwks_uri": f"{provider.issuer}/keys",
                }  # fmt: skip
                found = {
                    "/keys": {"keys": [provider.published.as_dict(private=False)]},
                    "/.well-known/openid-configuration": about,
                }
                self._say(200 if self.path in found else 404, found.get(self.path, {}))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*provider.answer(form | {"authorization": self.headers.get("Authorization", "")}))

            def _say(self, status: int, value: dict) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def log_message(self, *_) -> None:
                pass

        return Handler
