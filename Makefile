# `make help` lists what there is. Everything runs in .venv, which `make setup` makes.

.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv/bin
STACK := $(VENV)/python -m babelwire_stack
QUICK := not stack and not browser and not installs
MEMBERS := $(wildcard libs/* services/*) deploy/local samples

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing: Python packages, Kafka, OpenSearch, a model, Chromium
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is not there: Python 3.11 or newer is needed (apt install python3 python3-venv)" >&2; exit 1; }
	@$(PYTHON) deploy/local/bootstrap.py

.PHONY: packages
packages: ## Install the Python packages that check needs: no Java, no jars, no model, no browser
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is not there: Python 3.11 or newer is needed (apt install python3 python3-venv)" >&2; exit 1; }
	@$(PYTHON) deploy/local/bootstrap.py packages

.PHONY: demo
demo: up ## Start the stack, capture the bundled samples, and show what became of them
	@$(VENV)/python -m babelwire_samples.demo

.PHONY: up
up: setup ## Start the stack, or change its scale: make up SCALE=indexing=3,deduplication=2
	@$(STACK) up --scale "$(SCALE)"

.PHONY: down
down: ## Stop the stack and keep its data
	@$(STACK) down

.PHONY: status
status: ## Print what runs where
	@$(STACK) status

.PHONY: logs
logs: ## Follow the logs, of one program if named: make logs PROGRAM=indexing-1
	@$(STACK) logs $(PROGRAM)

.PHONY: reset
reset: ## Stop the stack and delete its data, after asking
	@$(STACK) reset

.PHONY: capture
capture: ## Capture files, directories, URLs or feeds: make capture SRC=page.html
	@test -n "$(SRC)" || { echo "capture: say what, as in make capture SRC=page.html" >&2; exit 2; }
	@./babelwire capture $(SRC)

.PHONY: replay
replay: ## Write a range of a topic again: make replay ARGS="--topic articles.tagged --dry-run"
	@./babelwire replay $(ARGS)

.PHONY: check
check: packages ## Everything that needs no stack, in some minutes: what lint checks, and the quick tests
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint quick

.PHONY: quick
quick: packages ## Run the tests that need no stack, no browser and no registry: make quick ARGS="-k seed"
	@$(VENV)/python -m pytest -q --numprocesses auto --maxprocesses 8 --dist worksteal -m "$(QUICK)" $(ARGS)

.PHONY: test
test: setup ## Run every test, on stacks of its own: make test ARGS="-k seed"
ifeq ($(ARGS),)
	@$(VENV)/python -m pytest -q --numprocesses auto --maxprocesses 8 --dist worksteal -m "$(QUICK)"
	@$(VENV)/python -m pytest -q --numprocesses 2 --dist loadfile -m "not ($(QUICK))"
else
	@$(VENV)/python -m pytest $(ARGS)
endif

.PHONY: bench
bench: setup ## Measure speed and memory on a stack of its own: make bench ARGS="--articles 2000"
	@$(VENV)/python -m tests.benchmarks $(ARGS)

.PHONY: lint
lint: packages ## Check style, types, imports and declared dependencies
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(MAKE) --no-print-directory dependencies

.PHONY: dependencies
dependencies: packages ## Find dependencies that are used and not declared, or declared and not used
	@for member in $(MEMBERS); do \
		report=$$($(VENV)/deptry --no-ansi --config $$member/pyproject.toml $$member/src 2>&1) || { echo "$$report" >&2; exit 1; }; \
	done; echo "$$report" | tail -n 1

.PHONY: chaos
chaos: setup ## Break everything on a stack of its own, and count: make chaos ARGS="--only kill-kafka --articles 500"
	@$(VENV)/python -m tests.chaos $(ARGS)

.PHONY: fuzz
fuzz: packages ## Break texts for each parser, a million or ten minutes each: make fuzz ARGS="feeds --cases 5000"
	@$(VENV)/python -m services.ingest.tests.fuzz $(ARGS)

.PHONY: quality-copies
quality-copies: packages ## Score deduplication on copies and look-alikes: make quality-copies ARGS="--half 'held out'"
	@$(VENV)/python -m tests.quality.copies $(ARGS)

.PHONY: quality-article
quality-article: packages ## Score articles on real and written pages, beside trafilatura: make quality-article ARGS="--errors 3"
	@$(VENV)/python -m tests.quality.article $(ARGS)

.PHONY: quality-stories
quality-stories: packages ## Score which articles are told to be one event: make quality-stories ARGS="--errors 3"
	@$(VENV)/python -m tests.quality.stories $(ARGS)

.PHONY: quality-provenance
quality-provenance: packages ## Score whether texts are told to be translations: make quality-provenance ARGS="--part all"
	@$(VENV)/python -m tests.quality.provenance $(ARGS)

.PHONY: quality-translated
quality-translated: packages ## Score how many translations are found, by language: make quality-translated ARGS="--half 1"
	@$(VENV)/python -m tests.quality.translated $(ARGS)

.PHONY: quality-crosslingual
quality-crosslingual: setup ## Score whether queries find articles in any language: make quality-crosslingual ARGS="--errors 3"
	@$(VENV)/python -m tests.quality.meaning.crosslingual $(ARGS)

.PHONY: quality-similar
quality-similar: setup ## Score similar articles: their order, what is shown, and that nothing is shown for nothing
	@$(VENV)/python -m tests.quality.meaning.similar $(ARGS)

.PHONY: compose-up
compose-up: ## Start the same system with Docker Compose
	@docker compose up --build --detach --wait

.PHONY: compose-down
compose-down: ## Stop what compose-up started and keep its data
	@docker compose down
