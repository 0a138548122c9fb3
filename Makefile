# `make help` lists what there is. Everything runs in .venv, which `make setup` makes.

.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv/bin
STACK := $(VENV)/python -m babelwire_stack

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing: Python packages, Kafka, OpenSearch, Chromium
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is not there: Python 3.11 or newer is needed (apt install python3 python3-venv)" >&2; exit 1; }
	@$(PYTHON) deploy/local/bootstrap.py

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

.PHONY: test
test: setup ## Run every test, on a stack of its own: make test ARGS="-k seed"
	@$(VENV)/python -m pytest $(ARGS)

.PHONY: bench
bench: setup ## Measure speed and memory on a stack of its own: make bench ARGS="--articles 2000"
	@$(VENV)/python -m tests.benchmarks $(ARGS)

.PHONY: lint
lint: setup ## Check style, types and imports
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports

.PHONY: chaos
chaos: setup ## Break everything on a stack of its own, and count: make chaos ARGS="--only kill-kafka --articles 500"
	@$(VENV)/python -m tests.chaos $(ARGS)

.PHONY: compose-up
compose-up: ## Start the same system with Docker Compose
	@docker compose up --build --detach --wait

.PHONY: compose-down
compose-down: ## Stop what compose-up started and keep its data
	@docker compose down
