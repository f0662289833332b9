# On a fresh machine with Python 3.11 and make, two commands do everything: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PEERS := .venv-peers
OUTPUTS := build/outputs.jsonl.xz

HOSTS := build/hosts
HOST_GROUPS := editor browser unix datatrove scrapy dolma rag clusters tables remote spark dask examples containers

.PHONY: demo test test-hosts check fix docs bench quality scorers line-model play-assets

demo: $(INSTALLED)  ## set up and clean the five seeds
	@for seed in seeds/*.txt; do echo "== $$seed"; $(BIN)/clean "$$seed" || exit 1; echo; done
	@echo "== removed, by rule"
	@$(BIN)/clean --stats seeds

test: $(INSTALLED)  ## set up and run the tests, samples of all shipped rules included
	$(BIN)/pytest -q -n 2 --dist worksteal

test-hosts: $(HOST_GROUPS:%=test-hosts-%)  ## integrations: npm, Java, other packages; each group in its own environment

.PRECIOUS: $(HOSTS)/%/.installed

test-hosts-editor: $(INSTALLED) $(HOSTS)/editor/.installed
	$(BIN)/pytest -q -p no:cacheprovider tests/hosts/editor

test-hosts-%: $(HOSTS)/%/.installed  # warnings of the hosts are not ours
	HOST_GROUP=$* $(HOSTS)/$*/bin/python -m pytest -q -p no:cacheprovider -W ignore tests/hosts/$* tests/hosts/test_recipes.py

$(HOSTS)/%/.installed: tests/hosts/%/requirements.txt pyproject.toml
	rm -rf $(HOSTS)/$*
	$(PYTHON) -m venv $(HOSTS)/$*
	$(HOSTS)/$*/bin/pip install --quiet --disable-pip-version-check --editable . pytest hypothesis -r $<
	$(if $(wildcard tests/hosts/$*/alone.txt),$(HOSTS)/$*/bin/pip install --quiet --disable-pip-version-check --no-deps -r tests/hosts/$*/alone.txt)
	touch $@

$(HOSTS)/editor/.installed: tests/hosts/editor/package.json
	mkdir -p $(HOSTS)/editor
	cp tests/hosts/editor/package.json $(HOSTS)/editor/
	npm install --prefix $(HOSTS)/editor --no-audit --no-fund --loglevel=error
	touch $@

check: $(INSTALLED)  ## style, types, layers, English, generated documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -p no:cacheprovider tests/test_english.py
	$(BIN)/python -m tests.docs --check

fix: $(INSTALLED)  ## apply automatic fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED)  ## write generated documentation
	$(BIN)/python -m tests.docs

play-assets: $(INSTALLED)  ## put the editor of `cleaner play` into the package, from npm at pinned versions
	$(BIN)/python -m tests.assets

bench: $(INSTALLED) .venv-bench/.installed  ## speed against peers; with FOLDER=… on its labeled texts and pages
	$(BIN)/python -m tests.benchmarks $(FOLDER) --peers .venv-bench/bin/python --json build/bench.json
	$(if $(FOLDER),$(BIN)/python -m tests.quality.cleaning $(FOLDER))

quality: $(INSTALLED)  ## quality on FOLDER=…'s html/ and text/; fails below a floor
	$(BIN)/python -m tests.quality.cleaning $(FOLDER)
	$(BIN)/python -m tests.quality $(FOLDER)/html

scorers: $(INSTALLED)  ## rebuild the line scorers from the labeled pages of FOLDER=…/html
	$(BIN)/python -m tests.quality.train $(FOLDER)/html

line-model: $(INSTALLED) $(PEERS)/.installed  ## rebuild the line model from FOLDER=…'s labeled texts and pages
	mkdir -p $(dir $(OUTPUTS))
	test -e $(OUTPUTS) || $(PEERS)/bin/python -m tests.quality.outputs $(FOLDER) $(OUTPUTS)
	$(BIN)/python -m tests.quality.line_model $(FOLDER) $(OUTPUTS)

.venv-bench/.installed: tests/benchmarks/peers.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --upgrade pip # 23.2 stumbles over an extra that two of them name
	.venv-bench/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(PEERS)/.installed: pyproject.toml
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --upgrade pip # 23.2 stumbles over an extra that two of them name
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --editable '.[peers]'
	touch $@

$(INSTALLED): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
