# The commands that people and CI use. Each works on a fresh machine and says what is missing.

export UV_PYTHON_DOWNLOADS := never
# Python's own switch, which containers often set: each process would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
PORT ?= 8000

NEED := .ci/need venv:python3-venv
PYTHON := .venv/bin/python
# One process more than the cores of a small machine: some tests wait for browsers and servers.
PYTEST := .venv/bin/pytest -n 3 --dist loadgroup
ON_POSTGRES := $(PYTHON) -m tests.postgres
SOURCES := cms home blog events search
APPS := $(notdir $(patsubst %/migrations/,%,$(wildcard */migrations/ cms/*/migrations/)))
# Reviewed: topics and people are few, so locks are short; topics that share an address get another one before.
REVIEWED := 0003_unique_topic_slugs 0003_workflows_and_locks 0005_workflows_and_locks
TEST_MANAGE := DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) manage.py

.PHONY: help setup demo test coverage lint format messages contract upstream canary bench client starter examples screenshots proof test-browser browser-tools test-tools starter-tools generator-tools

help:
	@echo "make demo         a site with content on http://127.0.0.1:$(PORT)"
	@echo "make test         all tests on PostgreSQL, and on SQLite those that could differ there"
	@echo "make coverage     the tests on PostgreSQL, with a coverage report"
	@echo "make test-browser the admin and the site in a real browser, on SQLite too"
	@echo "make lint         style, types, layers, templates, migrations"
	@echo "make format       rewrite Python and templates in the project's style"
	@echo "make messages     collect and compile the translations"
	@echo "make contract     regenerate tests/contract: the JSON of every block"
	@echo "make upstream     regenerate docs/upstream.md from the adapters"
	@echo "make canary       run the tests on Wagtail's next release"
	@echo "make client       regenerate the types of clients/typescript, and pack it into var/client"
	@echo "make starter      the front end in examples/astro, on http://127.0.0.1:4321; first \`make demo\`"
	@echo "make examples     regenerate the example responses in the API's documents"
	@echo "make screenshots  screenshots of every page type, in var/screenshots, and the pictures of the guide"
	@echo "make bench        compare the API with stock Wagtail's"
	@echo "make proof        the slow tests, all others on SQLite, and coverage"

setup: .venv/.synced

.venv/.synced: pyproject.toml uv.lock
	@$(NEED)
	@test -x .venv/bin/pip || python3 -m venv .venv
	@test -x .venv/bin/uv || .venv/bin/pip install --quiet --disable-pip-version-check uv
	.venv/bin/uv sync --frozen --quiet --inexact
	@touch $@

# Node, Java and khal come with the Python packages; Debian's Chromium without a window is all that is missing then.
browser-tools:
	@$(NEED) chromium:chromium-headless-shell

test-tools: browser-tools tests/node_modules/.installed

tests/node_modules/.installed: tests/package.json tests/package-lock.json | setup
	.venv/bin/npm --prefix tests ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Generators of clients, in folders of their own: only `make proof` tries them.
GENERATORS := tests/generators
generator-tools: $(GENERATORS)/node_modules/.installed

$(GENERATORS)/node_modules/.installed: $(GENERATORS)/package.json $(GENERATORS)/package-lock.json $(GENERATORS)/requirements.txt | setup
	.venv/bin/npm --prefix $(GENERATORS) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	.venv/bin/uv venv --quiet --clear var/generators
	.venv/bin/uv pip install --quiet --python var/generators/bin/python --requirement $(GENERATORS)/requirements.txt
	@touch $@

# The starter has its packages, and the client as it is now, in its own folder.
STARTER := examples/astro
CLIENT := $(wildcard clients/typescript/src/*.ts) clients/typescript/package.json
starter-tools: $(STARTER)/node_modules/.installed

$(STARTER)/node_modules/.installed: $(STARTER)/package.json $(STARTER)/package-lock.json $(CLIENT) | setup tests/node_modules/.installed
	$(PYTHON) -m tests.clients
	.venv/bin/npm --prefix $(STARTER) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# npm ends with an error when somebody stops the server.
starter: starter-tools
	-@PATH="$(CURDIR)/.venv/bin:$$PATH" CMS_URL=http://127.0.0.1:$(PORT) npm --prefix $(STARTER) run dev

demo: setup
	@exec env DEMO=true BASE_URL=http://127.0.0.1:$(PORT) $(PYTHON) manage.py serve_demo

# Everything on PostgreSQL, and on SQLite what touches the database's own behaviour.
test: test-tools setup
	$(PYTEST) -m "sqlite and not (proof or browser)" --durations=10
	$(ON_POSTGRES) $(PYTEST) -m "not proof" --durations=10

# Measuring takes half as long again, so it is part of `make proof`.
coverage: test-tools setup
	@mkdir -p var/coverage && rm -f var/coverage/data*
	$(ON_POSTGRES) $(PYTEST) -m "not proof" --cov --cov-report=term

test-browser: test-tools setup
	$(PYTEST) -m "browser and not proof"

proof: test-tools starter-tools generator-tools setup
	@$(NEED) varnishd:varnish varnishd:varnish-modules
	$(PYTEST) -m "proof or not (sqlite or browser)"
	$(ON_POSTGRES) $(PYTEST) -m proof
	$(MAKE) coverage

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --check --lint --quiet $(SOURCES)
	.venv/bin/lint-imports
	.venv/bin/mypy
	$(TEST_MANAGE) check --fail-level WARNING
	$(TEST_MANAGE) makemigrations --check --dry-run
	$(ON_POSTGRES) env $(TEST_MANAGE) lintmigrations --quiet ok ignore --include-apps $(APPS) --ignore-name $(REVIEWED)

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djlint --reformat --quiet $(SOURCES)

messages: setup
	@$(NEED) xgettext:gettext
	$(TEST_MANAGE) makemessages --locale cy --no-location --no-obsolete --ignore tests --ignore bench --ignore examples --ignore var
	@sed -i '/^"\(POT-Creation-Date\|Report-Msgid-Bugs-To\)/d' cms/locale/cy/LC_MESSAGES/django.po
	msgfmt --statistics --output cms/locale/cy/LC_MESSAGES/django.mo cms/locale/cy/LC_MESSAGES/django.po

contract: setup
	$(PYTHON) -m pytest tests/contract --write-contract -q

upstream: setup
	$(PYTHON) -m tests.upstream

# The newest pre-release in the index, in an environment of its own; everything else as locked.
CANARY := var/canary
CANARY_TESTS ?= tests -m "not proof and not browser" -n 2 --dist loadgroup
canary: setup
	.venv/bin/uv venv --quiet --clear $(CANARY)
	.venv/bin/uv export --frozen --quiet --no-hashes --no-emit-project --output-file $(CANARY)/locked.txt
	grep -v '^wagtail==' $(CANARY)/locked.txt > $(CANARY)/requirements.txt
	.venv/bin/uv pip install --quiet --python $(CANARY)/bin/python --prerelease allow \
		--requirement $(CANARY)/requirements.txt 'wagtail>=8.1rc1'
	@$(CANARY)/bin/python -c 'import wagtail; print("Wagtail", wagtail.__version__)'
	DJANGO_SETTINGS_MODULE=tests.settings $(CANARY)/bin/python manage.py makemigrations --check --dry-run
	$(CANARY)/bin/pytest $(CANARY_TESTS)

client: setup tests/node_modules/.installed
	$(PYTHON) -m tests.clients

examples: setup
	$(PYTHON) -m tests.examples
	$(ON_POSTGRES) $(PYTHON) -m pytest tests/api/test_query_counts.py -q -k states --write-costs

screenshots: browser-tools setup
	$(PYTHON) -m tests.browser.screenshots

bench: setup
	$(PYTHON) -m bench
	$(PYTHON) -m bench --shape plain
	$(PYTHON) -m bench.events
