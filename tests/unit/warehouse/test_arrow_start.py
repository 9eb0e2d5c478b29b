"""A night's processes make their arrays without pandas, and whoever asks for pandas still gets it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_START = "import sys, pyarrow as pa\nfrom warehouse.arrow_start import start_without_pandas\n"
_MAKE = "table = pa.table({'day': pa.array([1, 2])})\nprint('pandas' in sys.modules)\n"


@pytest.mark.parametrize(
    ("program", "told"),
    [
        pytest.param(_START + _MAKE, ["True"], id="the control: pyarrow imports it by itself"),
        pytest.param(
            _START + "start_without_pandas()\n" + _MAKE + "print(table.to_pandas()['day'].sum())",
            ["False", "3"],
            id="hidden, and a conversion that is asked for",
        ),
    ],
)
def test_pyarrow_does_without_pandas_once_it_was_hidden(program: str, told: list[str]) -> None:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == told
