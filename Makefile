# Everything runs in .venv, which is made on first use; nothing is installed outside the project.
#   make demo    set up, ask, judge and draw: what the project does, in one minute
#   make test    set up and run all that a reviewer would run
#   make docs    writes docs/catalogue.md and its Chinese sister anew: every question with its cited answer
#   make mutations  how many slips the checks notice (KG_SOURCES: the folder of the report texts)
#   make conformance SUITE=FOLDER  the W3C's SPARQL 1.1 query tests (a copy of github.com/w3c/rdf-tests)
#   make bench   ratios of CPU time, commands run in turn, and memory; LARGE=1 adds a graph of two million statements
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test docs mutations conformance bench clean

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/tested: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@

demo: .venv/installed
	@echo '$$ kg query platform-province-links'
	@$(BIN)/kg query platform-province-links --format table
	@echo; echo '$$ kg validate'
	@$(BIN)/kg validate
	@echo; echo '$$ kg draw'
	@$(BIN)/kg draw

test: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/kg fmt --check
	$(BIN)/pytest -q -n logical --maxprocesses 4 --dist loadfile

docs: .venv/installed
	KG_CACHE=off $(BIN)/python docs/catalogue.py

mutations: .venv/tested
	$(BIN)/python tests/mutations.py

conformance: .venv/tested
	@$(BIN)/python tests/conformance.py "$(SUITE)"

bench: .venv/tested
	$(BIN)/python tests/bench.py

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
