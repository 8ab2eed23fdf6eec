# Everything here does its own set-up: git, Python 3.11 or newer and make are all it needs.
#   make crawl                      archive the demonstration portal
#   make crawl PORTAL=zhejiang-en   archive a real one; more options by ARGS="--limit 100"
#   make test                       the whole suite, lint and types included
#   make test-replay                what needs Chromium, pywb and ReplayWeb.page; installs them where it may
#   make test-cluster               what needs a PostgreSQL server; installs it where it may
#   make test-image                 builds the container image and starts it, with docker or podman; ARGS=--bare where no registry can be reached
#   make bench                      the benchmarks
#   make lock                       new pins for requirements*.lock
#   make clean                      away with the virtual environment and caches; archives stay
SHELL  := /bin/sh
PORTAL ?= demo
ARGS   ?=
PYTHON ?=
VENV   := .venv
PY     := $(VENV)/bin/python
# A stamp for each lock: what is installed is installed again only when the lock or the build changes.
RUN    := $(VENV)/.run.stamp
DEV    := $(VENV)/.dev.stamp
# Machine code of the extraction. Where there is no C compiler it is interpreted; FANGZHI_COMPILED=0 leaves it so, =required fails then.
FAST   := $(VENV)/.compiled.stamp
# pywb and wacz run as processes of their own, in an environment of their own: they pin libraries that others here cannot live with.
REPLAY := .venv-replay
VIEWERS := $(REPLAY)/.replay.stamp
# Each file of tests runs in one process, three or more files at a time; those that take longest are begun first (tests/whole_files.py).
CORES  := -n logical --dist loadfile
PIP    := $(PY) -m pip install -qq --disable-pip-version-check --no-input

# In containers Python is mostly told to keep no compiled modules; a crawl and the suite start a good many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: crawl test test-replay test-cluster test-image bench lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

crawl: $(FAST)
	@$(PY) -m crawler crawl $(PORTAL) $(ARGS)

# Types are looked at while tests wait, and told of behind them.
test: $(DEV) $(FAST)
	@failed=0; types=; said=$$(mktemp); \
	trap 'kill $$types 2>/dev/null; rm -f "$$said"' EXIT; trap 'exit 130' INT TERM; \
	$(PY) -m ruff check . || failed=1; \
	$(PY) -m mypy >"$$said" 2>&1 & types=$$!; \
	$(PY) -m pytest $(CORES) $(ARGS) || failed=1; \
	wait $$types || failed=1; cat "$$said"; \
	exit $$failed

test-replay: $(DEV) $(FAST) $(VIEWERS)
	@sh .ci/replay $(REPLAY) $(PY)
	@FANGZHI_REPLAY_TESTS=required $(PY) -m pytest tests/replay $(ARGS)

test-cluster: $(DEV) $(FAST)
	@sh .ci/postgres
	@FANGZHI_CLUSTER_TESTS=required $(PY) -m pytest tests/cluster tests/test_frontier.py tests/test_frontier_pace.py tests/test_frontier_runs.py $(ARGS)

test-image:
	@sh .ci/image $(ARGS)

bench: $(DEV) $(FAST)
	@$(PY) -m benchmarks $(ARGS)

$(VENV)/pyvenv.cfg:
	@python="$$(sh .ci/python $(PYTHON))" && "$$python" -m venv --clear $(VENV)

$(RUN): $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	@echo "setting up: what requirements.lock pins, into $(VENV)" >&2
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(FAST): $(RUN) requirements-compile.lock $(wildcard crawler/extract/*.py crawler/extract/*/*.py crawler/extract/*/*.pyx crawler/extract/*/*.pxi)
	@if [ "$$FANGZHI_COMPILED" != 0 ]; then \
	    echo "compiling the extraction: once, for a minute or two" >&2; \
	    { $(PIP) --require-hashes -r requirements-compile.lock && $(PY) -m crawler.compiling; } || [ "$$FANGZHI_COMPILED" != required ] \
	    && touch $@; \
	fi

$(DEV): $(RUN) requirements-dev.lock
	@echo "setting up: what requirements-dev.lock pins, into $(VENV)" >&2
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VIEWERS): requirements-replay.lock
	@echo "setting up: what requirements-replay.lock pins, into $(REPLAY)" >&2
	@python="$$(sh .ci/python $(PYTHON))" && "$$python" -m venv --clear $(REPLAY)
	@$(REPLAY)/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements-replay.lock
	@touch $@

lock:
	@sh .ci/lock "$$(sh .ci/python $(PYTHON))"

clean:
	rm -rf $(VENV) $(REPLAY) .venv-peers .fangzhi_compiled build dist fangzhi.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find archive crawler tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
