# Two commands for everyone: `make run` and `make test`. Both skip what is already done.
PYTHON ?= python3
# Extra arguments for the torch line alone, e.g. the CPU-only package source (see README).
TORCH_ARGS ?=
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check install --progress-bar on
TORCH := $(shell sed -n 's/^torch==/torch==/p' requirements.txt)

export GRADIO_ANALYTICS_ENABLED = False
export HF_HUB_OFFLINE = 1

.PHONY: run test check build evaluate benchmark clean

run: build
	$(BIN)/python app.py

build: $(VENV)/installed
	$(BIN)/python -m policyqa build --if-needed

test: build $(VENV)/installed-dev
	$(BIN)/python -m pytest

check: build $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

evaluate: build $(VENV)/installed-dev
	$(BIN)/python -m evaluation
	$(BIN)/python -m evaluation.readme

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo '需要 Python 3.11 或更新版本；可用 make PYTHON=python3.12 run 指定。' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch goes first and by its exact version: otherwise another package would choose one.
$(VENV)/installed: requirements.txt | $(VENV)/pyvenv.cfg
	$(PIP) "$(TORCH)" $(TORCH_ARGS)
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	$(PIP) -r requirements-dev.txt
	@touch $@

benchmark: build $(VENV)/installed-dev
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/page_speed.py

clean:
	rm -rf $(VENV) index/store
