# Everything a developer types. `make run` and `make test` need only Python 3.11 and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made
LIBRARIES := $(VENV)/.libraries$(if $(DISPLAY),-x11)$(if $(WAYLAND_DISPLAY),-wayland)
READY := $(STAMP) $(LIBRARIES)
HANDS := $(VENV)/.libraries-hands
WORKERS ?= auto
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test test-postgres check check-format check-lint check-types check-imports check-translations check-forms \
	screens bench forms translations clauses package venv clean faults lab

help:
	@echo 'make run           the sample office in build/demo, and its window (PROFILE=two-line: another kind of office)'
	@echo 'make test          every test'
	@echo 'make faults        what breaks on a shared drive, broken on purpose'
	@echo 'make lab           the same on a real SMB share with three client machines (root, idle, 15 minutes)'
	@echo 'make test-postgres the tests of the office on a PostgreSQL server of its own, started for them'
	@echo 'make check         format, lint, types, import rules, translations, forms (seconds)'
	@echo 'make screens       pictures of every screen into build/screens'
	@echo 'make bench         speed against a bare window, sqlite3, openpyxl and reportlab'
	@echo 'make forms         compile forms/*.ui'
	@echo 'make translations  collect, merge and compile the messages'
	@echo 'make clauses       every clause of docs/clauses.md with its tests and their result'
	@echo 'make package       the program as a folder and as one file in dist/, each tried out'
	@echo 'make clean         remove build/ and the virtual environment'

run: $(READY)
	@packaging/run_demo.sh build/demo$(if $(PROFILE),/$(PROFILE)) $(PROFILE)

test: $(READY) $(HANDS)
	$(BIN)/python -m pytest -n $(WORKERS) --ignore tests/faults $(ARGS)

faults: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) tests/faults $(ARGS)

lab: $(READY)
	tests/faults/lab/all.sh

test-postgres: $(READY)
	@packaging/system_libraries.sh postgres
	$(BIN)/python -m tests.support.server $(BIN)/python -m pytest -n $(WORKERS) tests/postgres tests/services \
		tests/acceptance $(ARGS)

# `make -k check` names everything that is wrong, not only the first.
check: check-format check-lint check-types check-imports check-translations check-forms

check-format: $(READY)
	$(BIN)/ruff format --check -q .

check-lint: $(READY)
	$(BIN)/ruff check -q .

check-types: $(READY)
	$(BIN)/mypy

check-imports: $(READY)
	$(BIN)/lint-imports

check-translations: $(READY)
	$(BIN)/python packaging/tools/translations.py check

check-forms: $(READY)
	$(BIN)/python packaging/tools/forms.py check

screens: $(READY) $(HANDS)
	$(BIN)/python -m tests.screens build/screens
	DESK_DAY_PICTURES=build/screens $(BIN)/python -m pytest -q tests/day

bench: $(READY)
	$(BIN)/python -m tests.bench

forms: $(READY)
	$(BIN)/python packaging/tools/forms.py compile

translations: $(READY)
	$(BIN)/python packaging/tools/translations.py update

clauses: $(READY)
	@$(BIN)/python packaging/tools/clauses.py $(ARGS)

package: $(READY)
	@packaging/system_libraries.sh package
	$(BIN)/pip install -q -c packaging/constraints.txt --no-build-isolation -e '.[package]'
	$(BIN)/pyinstaller --noconfirm --log-level ERROR --workpath build/package --distpath dist packaging/desk_app.spec
	$(BIN)/python packaging/tools/smoke.py dist

venv: $(STAMP)

$(STAMP): pyproject.toml packaging/constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'desk_app needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@packaging/system_libraries.sh venv "$(PYTHON)"
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/pip install -q -c packaging/constraints.txt hatchling editables
	$(BIN)/pip install -q -c packaging/constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

$(LIBRARIES): $(STAMP) packaging/system_libraries.sh
	@packaging/system_libraries.sh libraries
	@touch $@

$(HANDS): $(STAMP) packaging/system_libraries.sh
	@packaging/system_libraries.sh x11
	@touch $@

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
