# Two commands do everything on a fresh machine with Python 3.11 and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test check fix docs bench quality scorers

demo: $(INSTALLED)  ## set up, and clean the five seeds
	@for seed in seeds/*.txt; do echo "== $$seed"; $(BIN)/clean "$$seed" || exit 1; echo; done
	@echo "== what went, by rule"
	@$(BIN)/clean --stats seeds

test: $(INSTALLED)  ## set up, and run the tests
	$(BIN)/pytest -q -n 2
	$(BIN)/cleaner rules test

check: $(INSTALLED)  ## style, types, layers, docs that are generated
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.docs --check

fix: $(INSTALLED)  ## what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED)  ## write what is generated: rules/README.md, the output shown in README.md
	$(BIN)/python -m tests.docs

bench: $(INSTALLED)  ## time cleaning against its peers
	$(BIN)/python -m tests.benchmarks

quality: $(INSTALLED)  ## how good extraction is on the labeled pages of FOLDER=…, and that no floor broke
	$(BIN)/python -m tests.quality $(FOLDER)

scorers: $(INSTALLED)  ## rebuild the line scorers from the labeled pages of FOLDER=…
	$(BIN)/python -m tests.quality.train $(FOLDER)

$(INSTALLED): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
