"""The assets as one file that Superset imports, with the address of a warehouse.

Needs PyYAML and nothing else, as it also runs in Superset's own environment.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import yaml

ASSETS = Path(__file__).parent / "assets"
DATABASE_FILE = "databases/hatsugen.yaml"
WAREHOUSE = "/path/to/warehouse"
"""What stands in the database's address until `bundle_assets` knows the warehouse."""

Asset = dict[str, object]


def render(asset: Asset) -> str:
    """An asset as YAML: Japanese as it is, keys in the order they were written."""
    text: str = yaml.safe_dump(asset, allow_unicode=True, sort_keys=False, width=110)
    return text


def bundle_assets(folder: Path, warehouse: Path) -> bytes:
    """The files as a ZIP that Superset's `POST /api/v1/assets/import/` takes.

    Args:
        folder: where the files stand, as committed.
        warehouse: the warehouse that the database shall read.

    Raises:
        ValueError: the warehouse's path has a character that an address gives another meaning.
    """
    if set("?#%") & set(str(warehouse)):
        raise ValueError(f"{warehouse}: a path with ?, # or % cannot stand in a database's address: move it")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(folder.rglob("*.yaml")):
            name, text = path.relative_to(folder).as_posix(), path.read_text("utf-8")
            if name == DATABASE_FILE:
                text = render(
                    yaml.safe_load(text) | {"sqlalchemy_uri": write_address(str(warehouse.absolute()))}
                )
            # Superset takes everything to stand in one folder.
            bundle.writestr(f"hatsugen/{name}", text)
    return packed.getvalue()


def write_address(warehouse: str) -> str:
    """The address of the newest snapshot of a warehouse, as SQLAlchemy takes it."""
    return f"duckdb:///{warehouse}/current/analytics.duckdb"
