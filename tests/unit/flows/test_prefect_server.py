"""Waiting for a Prefect server that the user named; one of our own is started in tests/flow."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from flows.prefect_server import PrefectServer, ServerError


class Locked(BaseHTTPRequestHandler):
    """Answers everybody that a key is needed."""

    def do_GET(self) -> None:
        self.send_error(401)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def locked() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Locked) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()
        thread.join()


def test_a_server_that_asks_for_a_key_answers(locked: str) -> None:
    PrefectServer(locked).wait()


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ServerError, match=rf"http://127\.0\.0\.1:{port}/api does not answer: .*refused"):
        PrefectServer(f"http://127.0.0.1:{port}/api").wait()
