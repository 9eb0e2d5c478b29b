# One place for every command of the project; CI calls these and nothing else.
# A fresh machine needs Python >= 3.11 and make: the first target to run sets up .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DASHBOARD_READY := $(VENV)/.dashboard-ready
RUN_FLAGS ?=
DASHBOARD_FLAGS ?=

export HATSUGEN_HOME ?= data
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run dashboard dashboard-setup screenshots superset superset-assets test test-superset quick growth faults lint types format dictionary report samples golden evaluate bench lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## set up .venv from requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "hatsugen needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# The lock names every package, so nothing is left to resolve; pip's resolver trips over extras with hashes.
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock && \
		$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

run: $(READY) ## run the nightly job once on samples/ into data/
	$(BIN)/hatsugen run --inbox samples $(RUN_FLAGS)

dashboard-setup: $(DASHBOARD_READY) ## add what the dashboard and its tests need to .venv

$(DASHBOARD_READY): requirements-dashboard.lock $(READY)
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-dashboard.lock; \
	else \
		$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-dashboard.lock; \
	fi
	@touch $@

dashboard: $(DASHBOARD_READY) ## open the dashboard on the samples
	$(BIN)/hatsugen run --inbox samples
	$(BIN)/hatsugen dashboard $(DASHBOARD_FLAGS)

screenshots: $(DASHBOARD_READY) ## take the pictures of docs/images from the samples
	$(BIN)/python -m scripts.take_screenshots docs/images

superset: ## the dashboard in Apache Superset, in an environment of its own (docs/superset.md)
	scripts/superset.sh serve

superset-assets: $(READY) ## write the assets of Superset from their source
	$(BIN)/python -m dashboards.superset.assets dashboards/superset/assets

test-superset: $(DASHBOARD_READY) ## Superset's dashboard in a browser against SQL; takes minutes, renews docs/superset.log
	SUPERSET_VENV="$${SUPERSET_VENV:-data/superset/venv}" SUPERSET_PICTURE=docs/images/superset.png \
		$(BIN)/pytest tests/superset -v -p no:randomly -o addopts="--import-mode=importlib" > docs/superset.log 2>&1; \
		status=$$?; cat docs/superset.log; exit $$status

test: $(READY) ## everything: format, lint, types, SQL lint, tests, generated docs
	$(MAKE) lint types
	$(BIN)/pytest -n 2 --dist loadfile

quick: $(READY) ## the checks that take under a minute
	$(MAKE) lint types
	$(BIN)/pytest -m "not slow"

growth: $(READY) ## whether hostile lines stay linear in their length; wants a quiet machine
	$(BIN)/pytest -m timed tests/property/test_linear_time.py

faults: $(READY) ## the fault tests at full size, with the table of docs/reliability.md; takes an hour
	$(BIN)/pytest tests/faults --full-faults -p no:randomly

lint: $(READY) ## format and lint of Python and SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/sqlfluff lint sql
	$(BIN)/sqlfluff lint --config dashboards/questions.sqlfluff dashboards/app/sql dashboards/report/sql dashboards/superset/sql

types: $(READY) ## mypy --strict on flows, transforms, warehouse, dashboards
	$(BIN)/mypy

format: $(READY) ## rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

dictionary: $(READY) ## rewrite docs/dictionary.md from the schema
	$(BIN)/python -m warehouse.dictionary docs/dictionary.md
	$(BIN)/hatsugen models --graph > docs/models.md

report: $(READY) ## rewrite docs/sample_report.md from samples/
	$(BIN)/python -m benchmarks.sample_report docs/sample_report.md

samples: $(READY) ## rewrite samples/ with the generator
	$(BIN)/python -m benchmarks.generate samples

golden: $(READY) ## rewrite the golden files; the diff is the review
	$(BIN)/pytest tests/unit/test_golden.py tests/unit/warehouse/test_contract.py --rewrite-golden

evaluate: $(READY) ## accuracy on the hand-marked documents, where they stand
	$(BIN)/python -m benchmarks.evaluate

bench: $(READY) ## the figures of docs/performance.md
	$(BIN)/python -m benchmarks.speed

lock: ## rewrite requirements.lock and requirements-dashboard.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements.lock
	@# Held to the same versions, so that the two install side by side; annotations would name both files.
	$(PYTHON) -c 'import tomllib; e = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
		print(*e["dashboard"], *e["browser"], sep="\n")' \
		| uv pip compile - -c requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet -o requirements-dashboard.lock

clean: ## remove what the targets made
	rm -rf $(VENV) data dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
