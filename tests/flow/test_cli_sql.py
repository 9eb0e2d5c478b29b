"""`hatsugen sql`, from a pipe and at a terminal, and the ways out of the sandbox that its owner has."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.report import NightReport

from .conftest import Home

pytestmark = pytest.mark.slow

Published = tuple[Home, NightReport]


def hatsugen(home: Home, *arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, env={"HATSUGEN_HOME": str(home.path)})


def test_statements_come_through_a_pipe(published: Published) -> None:
    home, _ = published
    script = "select 1 as 一;\n-- a remark\nselect ';' as \"a;b\",\n  2 as c; select 3 as d"
    done = hatsugen(home, "sql", stdin=script)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *("一", "--", " 1", "(1 row)"),
        *("a;b  c", "---  -", ";    2", "(1 row)"),
        *("d", "-", "3", "(1 row)"),
    ]


def test_a_script_ends_at_its_first_error(published: Published) -> None:
    home, _ = published
    done = hatsugen(home, "sql", stdin="select 1 as a;\nselec 2;\nselect 3 as b;\n")
    assert done.exit_code == 1
    assert "syntax error" in done.stderr
    assert done.stdout.splitlines()[0] == "a"
    assert "b" not in done.stdout.splitlines()


def test_dot_commands_show_tables_and_columns(published: Published) -> None:
    home, _ = published
    done = hatsugen(home, "sql", stdin=".help\n.tables\n.schema topics\n.quit\nselect 1;\n")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert any(line.startswith("posts ") and "One blog entry" in line for line in lines)
    assert any(line.startswith("topic_id ") and "VARCHAR" in line for line in lines)
    assert lines[-1].endswith("rows)")


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        (".frobnicate\n", ".frobnicate: there is no such command\n.help lists them"),
        (".schema nowhere\n", "there is no table nowhere\ntables: actor_aliases, "),
        ("from read_text('/etc/passwd');\n", "disabled by configuration"),
        (b"select '\x83\x41';\n", "standard input is not UTF-8"),
    ],
)
def test_what_the_shell_cannot_do_is_said(published: Published, script: str | bytes, complaint: str) -> None:
    home, _ = published
    done = hatsugen(home, "sql", stdin=script)
    assert (done.exit_code, done.stdout) == (1, "")
    assert complaint in done.stderr


def test_a_terminal_gets_prompts_and_goes_on_after_an_error(published: Published) -> None:
    home, _ = published
    master, slave = pty.openpty()
    program = "from flows.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "sql"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={"HATSUGEN_HOME": str(home.path), "PATH": "/bin", "TERM": "dumb", "COLUMNS": "30"},
    ) as shell:
        os.close(slave)
        for line in ("selec 1;", "select repeat('発言', 30)", "as 発言;", ".quit"):
            os.write(master, f"{line}\n".encode())
        seen = read_all(master)
    assert shell.returncode == 0
    assert "snapshot 1, published 2024-06-02 03:00 UTC" in seen
    assert "syntax error" in seen
    assert "      ..> " in seen
    assert "\n発言発言発言発言発言発言発言…" in seen.replace("\r", "")
    assert (home.path / "sql_history").read_text().splitlines()[0] == "selec 1;"
    (home.path / "sql_history").unlink()


def read_all(terminal: int) -> str:
    pieces = []
    while True:
        try:
            piece = os.read(terminal, 4_096)
        except OSError:  # what Linux says when the other side is gone
            piece = b""
        if not piece:
            os.close(terminal)
            return b"".join(pieces).decode()
        pieces.append(piece)


def test_the_owner_may_leave_the_sandbox(published: Published, tmp_path: Path) -> None:
    home, _ = published
    (tmp_path / "names.csv").write_text("speaker\n蓮台村長\n", "utf-8")
    sql = f"select count(*) as n from quotes semi join '{tmp_path}/names.csv' as names using (speaker)"
    assert "disabled by configuration" in hatsugen(home, "query", sql).stderr
    done = hatsugen(home, "query", sql, "--unsafe", "--format", "csv")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "n")
    assert int(done.stdout.splitlines()[1]) > 0


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--timeout", "1"], "execution time|stopped after 1 s"),
        (["--memory", "10MB"], "(?i)memory"),
    ],
)
def test_limits_are_options(published: Published, options: list[str], complaint: str) -> None:
    home, _ = published
    sql = "select max(len(list)) from (select list(i) as list from range(1000000000) as t (i) group by i % 3)"
    done = hatsugen(home, "query", sql, *options)
    assert done.exit_code == 1
    assert re.search(complaint, done.stderr)


@pytest.mark.parametrize("options", [["--memory", "much"], ["--timeout", "0"], ["--timeout", "soon"]])
def test_a_limit_that_is_none_is_bad_usage(published: Published, options: list[str]) -> None:
    home, _ = published
    assert hatsugen(home, "query", "select 1", *options).exit_code == 2


def test_standard_input_must_be_utf8(published: Published) -> None:
    home, _ = published
    done = hatsugen(home, "query", "-", stdin="select '発言'".encode("cp932"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "standard input is not UTF-8: byte 0x94 at position 8\nconvert it" in done.stderr
