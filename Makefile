# Every daily command, the same here as in CI. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run demo-reset test check audit weaknesses fix messages mutate oracle soak bench install
MAKEFLAGS += --no-print-directory

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/ready-to-run ## start everything on this machine and say where to look (OPENJMO_PORT, DATABASE_URL)
	@exec .venv/bin/openjmo run

demo-reset: .venv/ready-to-run ## throw all data away and load the demonstration anew
	@exec .venv/bin/openjmo demo reset --yes

test: .venv/ready-to-develop ## run every test; installs Debian's Chromium if it is missing
	@bin/install-browser
	@.venv/bin/pytest -n 2 --dist worksteal $(ARGS)

check: .venv/ready-to-develop ## lint, format, import order, types, known weaknesses of locked packages
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet . || { echo "make fix puts the formatting right"; exit 1; }
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@.venv/bin/python -m tools.weaknesses

audit: .venv/ready-to-run ## ask the public advisories (osv.dev) about every locked package; needs a network, so no part of check
	@uv=$$(command -v uv || echo .tools/bin/uv); "$$uv" audit --preview-features audit-command --frozen $(ARGS)

weaknesses: .venv/ready-to-develop ## write anew which published weaknesses make check knows (osv.dev; needs a network)
	@.venv/bin/python -m tools.weaknesses --refresh

fix: .venv/ready-to-develop ## put right what tools can put right
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format .

messages: .venv/ready-to-run ## collect the sentences for people into the translation files
	@.venv/bin/openjmo messages

mutate: .venv/ready-to-develop ## change the law one sign at a time and see whether a case notices (ARGS="--module growth")
	@.venv/bin/python -m tests.mutation.run $(ARGS)

oracle: .venv/ready-to-develop ## reckon a million random cases a second time and count the sen that differ (OPENJMO_ORACLE_CASES)
	@.venv/bin/python -m tests.rules.oracle.run $(ARGS)

soak: .venv/ready-to-develop ## live random lives of a small fund against an auditor (RUNS, HOURS, OPENJMO_SIM_SEED)
	@RUNS=$(RUNS) HOURS=$(HOURS) .venv/bin/python -m tests.simulation.run

bench: .venv/ready-to-measure ## measure, beside baselines and peers, and print one table (ARGS="--small" or "posting --json FILE")
	@.venv/bin/python -m bench $(ARGS)

install: .venv/ready-to-run .venv/ready-to-develop ## install everything, for running and for developing

.venv/ready-to-run: uv.lock pyproject.toml bin/install
	@echo "Installing what OpenJMO needs (once) …"
	@bin/install run
	@touch $@

.venv/ready-to-develop: uv.lock pyproject.toml bin/install
	@echo "Installing what development needs (once) …"
	@bin/install develop
	@touch $@ .venv/ready-to-run

.venv/ready-to-measure: .venv/ready-to-develop
	@echo "Installing what measuring needs (once) …"
	@bin/install measure
	@touch $@
