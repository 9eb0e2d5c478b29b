"""Give a running Superset the assets: `python -m scripts.superset_import ADDRESS PASSWORD_FILE WAREHOUSE`.

It goes through `POST /api/v1/assets/import/`, which replaces what has the same UUID; `superset
import-dashboards` would leave an existing database's address as it was. Standard library and PyYAML only, as
it runs in Superset's environment and in the tests'.
"""

from __future__ import annotations

import http.cookiejar
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from dashboards.superset.bundle import ASSETS, bundle_assets

START_SECONDS = 180
ANSWER_SECONDS = 180


class SupersetError(Exception):
    """Superset refused something; the message says what, and what it answered."""


class Superset:
    """A session with a Superset on this machine, logged in as its administrator.

    Args:
        address: e.g. `http://127.0.0.1:8088`, without a path.
        password: that of the user admin.

    Raises:
        SupersetError: it does not answer within START_SECONDS, or does not take the password.
    """

    def __init__(self, address: str, password: str) -> None:
        self._address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        # No proxy: the address is this machine's.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self._headers = {"Referer": address}
        self._await_start()
        login = {"username": "admin", "password": password, "provider": "db", "refresh": False}
        token = self.post("/api/v1/security/login", login)["access_token"]
        self._headers["Authorization"] = f"Bearer {token}"
        self._headers["X-CSRFToken"] = str(self.get("/api/v1/security/csrf_token/")["result"])

    def get(self, path: str, **query: str) -> dict[str, object]:
        """The answer to a GET, as JSON. Raises SupersetError where it is refused."""
        return _to_object(self.get_bytes(path, **query))

    def get_bytes(self, path: str, **query: str) -> bytes:
        """The answer to a GET, as it came. Raises SupersetError where it is refused."""
        address = f"{self._address}{path}?{urllib.parse.urlencode(query)}"
        return self._send(urllib.request.Request(address))

    def post(self, path: str, body: dict[str, object]) -> dict[str, object]:
        """The answer to a POST of JSON. Raises SupersetError where it is refused."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._address}{path}", json.dumps(body).encode(), headers)
        return _to_object(self._send(request))

    def import_assets(self, bundle: bytes) -> None:
        """Replace what has the same UUIDs by a ZIP's assets. Raises SupersetError where it is refused."""
        edge = uuid.uuid4().hex
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="bundle"; filename="assets.zip"\r\n'
            "Content-Type: application/zip\r\n\r\n"
        )
        body = head.encode() + bundle + f"\r\n--{edge}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        self._send(urllib.request.Request(f"{self._address}/api/v1/assets/import/", body, headers))

    def _send(self, request: urllib.request.Request) -> bytes:
        for name, value in self._headers.items():
            request.add_header(name, value)
        try:
            with self._opener.open(request, timeout=ANSWER_SECONDS) as answer:
                content: bytes = answer.read()
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")[:2000]
            raise SupersetError(f"{request.get_method()} {request.full_url}: {error.code}: {said}") from error
        else:
            return content

    def _await_start(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while (error := self._ask_health()) is not None:
            if time.monotonic() > give_up:
                raise SupersetError(f"{self._address} does not answer: {error}")
            time.sleep(0.5)

    def _ask_health(self) -> OSError | None:
        try:
            self._send(urllib.request.Request(f"{self._address}/health"))
        except OSError as error:
            return error
        return None


def _to_object(content: bytes) -> dict[str, object]:
    answer = json.loads(content)
    if not isinstance(answer, dict):
        raise SupersetError(f"an object was expected: {content[:200]!r}")
    return answer


def main(address: str, password_file: Path, warehouse: Path) -> int:
    """Import the committed assets; says on stderr what went wrong."""
    try:
        session = Superset(address, password_file.read_text("utf-8").strip())
        session.import_assets(bundle_assets(ASSETS, warehouse))
    except (SupersetError, ValueError) as error:
        sys.stderr.write(f"superset: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
