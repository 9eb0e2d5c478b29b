"""Write the assets that Superset imports: `python -m dashboards.superset.assets FOLDER`.

One YAML file each for the database, every dataset and chart, and the dashboard. A test says when they are
behind.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from dashboards.superset.bundle import DATABASE_FILE, WAREHOUSE, Asset, render, write_address
from dashboards.superset.charts import CHARTS, Chart
from dashboards.superset.datasets import DATASETS, Dataset, Field, Metric
from dashboards.superset.identity import DASHBOARD_KEY, DATABASE_KEY, Kind, derive_uuid
from dashboards.superset.layout import DESCRIPTION, SLUG, TITLE, arrange, describe_filters

VERSION = "1.0.0"


def build_assets() -> dict[str, Asset]:
    """Every asset by the path of its file."""
    return {
        "metadata.yaml": {"version": VERSION, "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"},
        DATABASE_FILE: _database(),
        **{f"{Kind.DATASET.value}/{DATABASE_KEY}/{each.name}.yaml": _dataset(each) for each in DATASETS},
        **{f"{Kind.CHART.value}/{each.key}.yaml": _chart(each) for each in CHARTS},
        f"{Kind.DASHBOARD.value}/{DASHBOARD_KEY}.yaml": _dashboard(),
    }


def write_assets(folder: Path) -> None:
    """Write all files, and remove what no longer belongs there."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, asset in build_assets().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(render(asset), "utf-8")


def _database() -> Asset:
    return {
        "database_name": "Hatsugen",
        "sqlalchemy_uri": write_address(WAREHOUSE),
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {
            "engine_params": {
                # Read-only alone would let SQL read any file of the server's account.
                "connect_args": {
                    "read_only": True,
                    "config": {"enable_external_access": False, "lock_configuration": True},
                }
            },
            "metadata_params": {},
            "schemas_allowed_for_csv_upload": [],
        },
        "uuid": derive_uuid(Kind.DATABASE, DATABASE_KEY),
        "version": VERSION,
    }


def _dataset(dataset: Dataset) -> Asset:
    return {
        "table_name": dataset.name,
        "description": dataset.description,
        "main_dttm_col": dataset.time_column,
        "schema": "main",
        "sql": dataset.sql,
        "filter_select_enabled": True,
        "columns": [_column(each) for each in dataset.fields],
        "metrics": [_metric(each) for each in dataset.metrics],
        "uuid": derive_uuid(Kind.DATASET, dataset.name),
        "version": VERSION,
        "database_uuid": derive_uuid(Kind.DATABASE, DATABASE_KEY),
    }


def _column(field: Field) -> Asset:
    is_day = field.type == "DATE"
    return {
        "column_name": field.name,
        "verbose_name": field.label,
        "description": field.description,
        "type": field.type,
        "expression": field.expression,
        "is_dttm": is_day,
        # Superset would compare a day with an instant.
        "python_date_format": "%Y-%m-%d" if is_day else None,
        "groupby": True,
        "filterable": True,
        "is_active": True,
    }


def _metric(metric: Metric) -> Asset:
    return {
        "metric_name": metric.name,
        "verbose_name": metric.label,
        "description": metric.description,
        "expression": metric.expression,
        "d3format": metric.format,
    }


def _chart(chart: Chart) -> Asset:
    return {
        "slice_name": chart.title,
        "description": chart.description,
        "viz_type": chart.viz,
        "params": chart.form_data(),
        "uuid": derive_uuid(Kind.CHART, chart.key),
        "version": VERSION,
        "dataset_uuid": derive_uuid(Kind.DATASET, chart.dataset),
    }


def _dashboard() -> Asset:
    return {
        "dashboard_title": TITLE,
        "description": DESCRIPTION,
        "slug": SLUG,
        "css": "",
        "published": True,
        "uuid": derive_uuid(Kind.DASHBOARD, DASHBOARD_KEY),
        "version": VERSION,
        "position": arrange(),
        "metadata": describe_filters(),
    }


if __name__ == "__main__":
    write_assets(Path(sys.argv[1]))
