"""The assets for Apache Superset: up to date, in keys and columns as the contract says, in Japanese."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import duckdb
import pytest
import yaml

from dashboards.superset.assets import build_assets
from dashboards.superset.bundle import ASSETS, DATABASE_FILE, bundle_assets, render
from dashboards.superset.charts import CHARTS
from dashboards.superset.datasets import DATASETS, Dataset, find_dataset
from dashboards.superset.identity import Kind, derive_uuid
from dashboards.superset.layout import FILTERS
from warehouse.ddl import create_table
from warehouse.schema import TABLES

FILES = {path.relative_to(ASSETS).as_posix(): path for path in ASSETS.rglob("*.yaml")}
READ = {name: yaml.safe_load(path.read_text("utf-8")) for name, path in FILES.items()}
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    """Every published table of the contract, without a row."""
    con = duckdb.connect()
    for table in TABLES.values():
        create_table(con, table)
    return con


def test_the_files_are_what_the_source_says() -> None:
    # Behind? python -m dashboards.superset.assets dashboards/superset/assets
    assert {name: path.read_text("utf-8") for name, path in FILES.items()} == {
        name: render(asset) for name, asset in build_assets().items()
    }


def test_uuids_come_from_keys_and_each_is_one_asset() -> None:
    uuids = {name: asset["uuid"] for name, asset in READ.items() if "uuid" in asset}
    assert uuids == {
        name: derive_uuid(Kind(name.split("/")[0]), Path(name).stem) for name in READ if "/" in name
    }
    assert len(set(uuids.values())) == len(uuids) == 1 + len(DATASETS) + len(CHARTS) + 1


@pytest.mark.parametrize(
    ("kind", "key", "known"),
    [
        (Kind.CHART, "topics_daily", "charts/topics_daily.yaml"),
        (Kind.DASHBOARD, "hatsugen", "dashboards/hatsugen.yaml"),
    ],
)
def test_a_uuid_does_not_change_with_a_title(kind: Kind, key: str, known: str) -> None:
    assert READ[known]["uuid"] == derive_uuid(kind, key)
    assert derive_uuid(kind, key) != derive_uuid(kind, f"{key}2")


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_every_column_and_metric_of_a_dataset_stands_on_the_contract(
    dataset: Dataset, empty: duckdb.DuckDBPyConnection
) -> None:
    source = f"({dataset.sql})" if dataset.sql else dataset.name
    found = {name: str(kind) for name, kind, *_ in empty.execute(f"describe from {source}").fetchall()}
    given = {field.name: field.type for field in dataset.fields if field.expression is None}
    assert found == given
    for part in (*dataset.metrics, *(field for field in dataset.fields if field.expression)):
        # Whether it binds to the columns: an unknown one is an error.
        empty.execute(f"select {part.expression} as answer from {source} as d").fetchall()


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_labels_are_japanese_and_descriptions_english(dataset: Dataset) -> None:
    for part in (*dataset.fields, *dataset.metrics):
        assert JAPANESE.search(part.label), part.name
        assert re.match(r"[ -~]+", part.description), part.name


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_chart_has_a_japanese_title_and_names_what_its_dataset_has(chart) -> None:
    assert JAPANESE.search(chart.title)
    assert re.fullmatch(r"[ -~]+", chart.description)
    dataset = find_dataset(chart.dataset)
    form = chart.form_data()
    metrics = {*form.get("metrics", ()), *([form["metric"]] if "metric" in form else [])}
    assert metrics <= {metric.name for metric in dataset.metrics}
    columns = {form.get(name) for name in ("x_axis", "source", "target", "source_category")} - {None}
    columns |= {*form.get("groupby", ()), *form.get("all_columns", ()), *form.get("series_columns", ())}
    assert columns <= {field.name for field in dataset.fields}


def test_no_table_takes_text_for_markup() -> None:
    assert {chart.form_data()["allow_render_html"] for chart in CHARTS if chart.viz == "table"} == {False}


def test_every_chart_stands_on_the_dashboard_once() -> None:
    position = READ["dashboards/hatsugen.yaml"]["position"]
    shown = [
        piece["meta"]["uuid"] for piece in position.values() if piece != "v2" and piece["type"] == "CHART"
    ]
    assert sorted(shown) == sorted(derive_uuid(Kind.CHART, chart.key) for chart in CHARTS)
    for piece in (each for each in position.values() if each != "v2"):
        assert set(piece.get("children", ())) <= set(position)
        if piece["type"] == "ROW":
            assert sum(position[child]["meta"]["width"] for child in piece["children"]) == 12


@pytest.mark.parametrize("each", FILTERS, ids=lambda each: each.key)
def test_a_filter_has_a_japanese_name_and_a_column_that_exists(each) -> None:
    assert JAPANESE.search(each.name)
    assert not each.column or find_dataset(each.dataset).field(each.column)


def test_the_connection_is_locked() -> None:
    asset = READ[DATABASE_FILE]
    assert asset["extra"]["engine_params"]["connect_args"] == {
        "read_only": True,
        "config": {"enable_external_access": False, "lock_configuration": True},
    }
    assert not asset["allow_dml"] | asset["allow_ctas"] | asset["allow_cvas"] | asset["allow_csv_upload"]


def test_the_bundle_names_the_warehouse_and_leaves_the_files_as_they_are(tmp_path: Path) -> None:
    warehouse = tmp_path / "発言 倉庫"
    with zipfile.ZipFile(io.BytesIO(bundle_assets(ASSETS, warehouse))) as bundle:
        assert set(bundle.namelist()) == {f"hatsugen/{name}" for name in FILES}
        database = yaml.safe_load(bundle.read(f"hatsugen/{DATABASE_FILE}"))
    assert database["sqlalchemy_uri"] == f"duckdb:///{warehouse}/current/analytics.duckdb"
    assert str(tmp_path) not in FILES[DATABASE_FILE].read_text("utf-8")


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%41"])
def test_a_path_that_an_address_cannot_hold_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="move it"):
        bundle_assets(ASSETS, tmp_path / name)
