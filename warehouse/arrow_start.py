"""Start pyarrow without pandas, which it imports before it makes its first array of Python values.

Nothing of a night reads or gives a pandas object; the import costs every process that makes an array 0.16 s
and 36 MB.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pyarrow as pa


class _Hiding(MetaPathFinder):
    """Lets `import pandas` fail."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is hidden while pyarrow looks for it", name=fullname)
        return None


def start_without_pandas() -> None:
    """Let pyarrow find that there is no pandas: it looks once in a process, before its first array.

    Conversions that are asked for, `to_pandas` and `from_pandas`, import it all the same. Where pandas is
    loaded already nothing changes.
    """
    if "pandas" in sys.modules:
        return
    hiding = _Hiding()
    sys.meta_path.insert(0, hiding)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(hiding)
