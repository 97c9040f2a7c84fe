# Needs make and Python ≥ 3.11, nothing else. Everything it makes is under .venv/ and var/.

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
export PORT
# Vietnamese is printed, whatever the terminal says it can show.
export PYTHONUTF8 := 1

.PHONY: run dev test test-all test-next lint format bench requirements messages help
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help:
	@echo "make run           the portal with demo content at http://127.0.0.1:$(PORT) (PORT=8001 for another port)"
	@echo "make dev           the development server: debug, reload"
	@echo "make test          a sample of all tests; make test-all: all cases of all tests"
	@echo "make test-next     all tests with the newest Wagtail and Django, pre-releases too"
	@echo "make lint          all checks of the source; make bench: the benchmarks"
	@echo "make requirements  pin the dependencies of pyproject.toml (UPGRADE=--upgrade: anew); make messages: update the translations"

run: $(VENV)/installed
	@exec $(PY) manage.py run_local

dev: $(VENV)/installed
	@export DJANGO_SETTINGS_MODULE=mysite.settings.development; \
	$(PY) manage.py prepare && $(PY) manage.py seed_demo --if-empty && exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/installed-dev
	@$(PY) -m tests.run_all

test-all: $(VENV)/installed-dev
	@TEST_ALL=1 $(PY) -m tests.run_all

# The newest releases that there are, pre-releases too, in an environment of its own; browser and PostgreSQL as in “test”.
NEXT := var/next-venv
test-next: $(VENV)/installed-dev
	@$(PY) -m venv --clear $(NEXT)
	@echo "Installing the newest Wagtail and Django …"
	@$(PY) -m tools.newest_requirements > var/next-requirements.txt
	@$(NEXT)/bin/python -m pip install -q --disable-pip-version-check --upgrade --pre -r var/next-requirements.txt
	@$(NEXT)/bin/python -m pip list --disable-pip-version-check | grep -iE "^(django|wagtail)"
	@DJANGO_SETTINGS_MODULE=mysite.settings.test $(NEXT)/bin/python -W default::PendingDeprecationWarning -W default::DeprecationWarning manage.py check
	@$(NEXT)/bin/python -m tests.run_all $(TESTS)

lint: $(VENV)/installed-dev
	@$(PY) -m tests.lint

format: $(VENV)/installed-dev
	@$(PY) -m ruff check -q --fix .
	@$(PY) -m ruff format -q .

bench: $(VENV)/installed-dev
	@$(PY) -m tests.bench

messages: $(VENV)/installed-dev
	@$(PY) manage.py update_translations

UV := $(PY) -m uv pip compile $(UPGRADE) -q --universal --python-version 3.11 --generate-hashes --no-header
requirements: $(PY)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -q uv
	@$(UV) pyproject.toml -o requirements.txt
	@$(UV) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

# The virtual environment, made once and brought up to date when the pinned requirements change.
# pip resolves nothing: the files name every package (and pip 23 fails on extras that two packages spell differently).

$(VENV)/installed: requirements.txt $(PY)
	@echo "Installing the requirements …"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing what tests and checks need …"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

# A candidate counts when it runs, is new enough and can make environments; else one line says what is missing.
$(PY):
	@found= new=; for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  new=$${new:-$$python}; \
	  "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
	  found=$$python; break; \
	done; \
	if [ -z "$$new" ]; then \
	  echo "No Python 3.11 or newer$(if $(PYTHON), at $(PYTHON)): install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "$$new cannot make virtual environments: install its venv package (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; \
	fi; \
	"$$found" -m venv --clear $(VENV)
