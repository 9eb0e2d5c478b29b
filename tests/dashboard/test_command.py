"""`hatsugen dashboard` says what is wrong before it starts anything; what it starts listens here alone."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboards.app.__main__ import server_flags
from flows.cli import main


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["dashboard", *map(str, arguments)])
    return done.exit_code, done.output


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """As much of a warehouse as is looked at before the server starts."""
    (tmp_path / "snapshots" / "00000001").mkdir(parents=True)
    (tmp_path / "current").symlink_to("snapshots/00000001")
    return tmp_path


def test_without_streamlit_it_says_how_to_get_it(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    code, output = run("--warehouse", published)
    assert code == 1
    assert "make dashboard-setup" in output


@pytest.mark.skipif(
    importlib.util.find_spec("streamlit") is None,
    reason="the dashboard is not installed: make dashboard-setup",
)
class TestWithStreamlit:
    def test_without_a_night_it_says_to_run_one(self, tmp_path: Path) -> None:
        code, output = run("--warehouse", tmp_path / "warehouse")
        assert code == 1
        assert "nothing was published yet; run `hatsugen run` first" in output

    def test_a_port_that_is_taken_is_named(self, published: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            code, output = run("--warehouse", published, "--port", str(port))
        assert code == 1
        assert f"port {port} cannot be used" in output

    def test_every_setting_is_one_that_streamlit_has(self) -> None:
        from streamlit import config

        assert not server_flags(port=1, opens=False).keys() - config.get_config_options().keys()


def test_it_listens_on_this_machine_alone_and_tells_nobody() -> None:
    flags = server_flags(port=8600, opens=False)
    assert flags["server.address"] == "127.0.0.1"
    assert flags["browser.gatherUsageStats"] == "false"
    assert flags["client.showErrorDetails"] == "none"
