"""A Prefect server for the time of one command, in a process of its own that never outlives the command.

Prefect can start one by itself, but that one stays behind when the command is killed, schedules nothing, and
is waited for before anything else is done. Here the listening socket stands first, so that an early request
simply waits until the server has started.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass

from flows.prefect_runtime import STARTUP_SECONDS

# Loopback only: Prefect's API has no password.
_HOST = "127.0.0.1"
_STOP_SECONDS = 20


class ServerError(Exception):
    """The server ended or did not answer in time; what one of our own had to say stands on stderr."""


@dataclass(frozen=True)
class PrefectServer:
    """A server that is starting or has started: our own, or the one the user named.

    Attributes:
        address: of its API.
    """

    address: str

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            ServerError: it ended, or takes longer than `STARTUP_SECONDS`.
        """
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=STARTUP_SECONDS):
                pass
        except urllib.error.HTTPError:
            return  # it answers, if only that it wants to know who asks
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            raise ServerError(f"Prefect's server at {self.address} does not answer: {error}") from error


@contextmanager
def run_server(environ: Mapping[str, str], *, with_scheduler: bool) -> Iterator[PrefectServer]:
    """Start a server and stop it when the block ends, however it ends.

    Args:
        environ: the server's environment, as `configure_prefect` left it.
        with_scheduler: whether it also starts flows on their schedules.

    Yields:
        The server, still starting.
    """
    with socket.create_server((_HOST, 0)) as listener:
        port = listener.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "flows.prefect_server", str(listener.fileno()), str(int(with_scheduler))],
            env=dict(environ),
            pass_fds=[listener.fileno()],
            # Our end of this pipe closes with us, even when we are killed; that is the server's sign to stop.
            stdin=subprocess.PIPE,
            # Ctrl-C is for us: the run still has to tell the server how it ended.
            start_new_session=True,
        )
    try:
        yield PrefectServer(f"http://{_HOST}:{port}/api")
    finally:
        _stop(server)


@contextmanager
def prefect_api(environ: MutableMapping[str, str], *, with_scheduler: bool) -> Iterator[Callable[[], None]]:
    """Name Prefect's API in the environment: that of PREFECT_API_URL, or one of a server of our own.

    Yields:
        What waits until it answers; Prefect can be imported while it starts.
    """
    if address := environ.get("PREFECT_API_URL"):
        yield PrefectServer(address).wait
        return
    with run_server(environ, with_scheduler=with_scheduler) as server:
        environ["PREFECT_API_URL"] = server.address
        yield server.wait


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.stdin is not None:
        server.stdin.close()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _serve(listener: socket.socket, *, with_scheduler: bool) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=not with_scheduler, final=True)
    config = uvicorn.Config(app, log_level="error", lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), with_scheduler=sys.argv[2] == "1")
