# Everything there is to do here; `make help` lists it. Needs a POSIX system and Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help run setup test sweep bench check fix seed reset doctor words lock

PORT ?= 8000
SYSTEM_PYTHON ?= python3
BIN := .venv/bin
PREPARE := $(SYSTEM_PYTHON) -m core.bootstrap requirements.txt
PREPARE_DEV := $(PREPARE) requirements-dev.txt
export PORT
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist worksteal  # each with a database and a browser of its own

help:  ## show this list
	@sed -nE 's/^([a-z]+):.*## (.*)$$/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-14s %s\n' "$$name" "$$text"; done

run:  ## set everything up and serve on http://127.0.0.1:8000 (another port: PORT=9000 make run)
	@exec $(PREPARE) -- $(BIN)/python manage.py run

setup:  ## install everything, with the tools for tests and checks
	@$(PREPARE_DEV)

test: setup  ## run the tests; some of them: make test ONLY=tests/maps
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not slow" $(ONLY)

sweep: setup  ## run the long sweeps, which CI runs too
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m slow $(ONLY)

bench:  ## ours beside the floor and the peers, as ratios (make bench BENCH=--quick takes less than two minutes)
	@$(PREPARE_DEV) requirements-bench.txt
	@$(BIN)/python -m tests.bench $(BENCH)

check: setup  ## format, lint, imports, templates, types, migrations, house rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	@$(BIN)/mypy
	@$(BIN)/python manage.py check
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@if [ -d tests/house ]; then $(BIN)/python -m pytest -q tests/house; fi

fix: setup  ## let the tools correct what they can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true  # it ends non-zero when it mends

seed:  ## put the first debates (and in the demonstration its accounts) in place
	@$(PREPARE)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed

reset:  ## throw the demonstration's data away; asks first (make reset YES=--yes does not)
	@$(PREPARE)
	@$(BIN)/python manage.py reset $(YES)

doctor:  ## say in plain words what this machine lacks
	@$(PREPARE)
	@$(BIN)/python manage.py doctor

words:  ## bring the translations' catalogue up to date with the code (gettext must be installed)
	@$(BIN)/python manage.py makemessages --locale es --no-obsolete --no-wrap --add-location file --ignore 'var/*' --ignore 'tests/*'

lock:  ## write the requirements files anew from pyproject.toml (uv must be installed)
	@uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	@uv pip compile --group dev pyproject.toml -c requirements.txt $(LOCK) -o requirements-dev.txt
	@uv pip compile --group bench pyproject.toml -c requirements-dev.txt $(LOCK) -o requirements-bench.txt

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
