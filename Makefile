# Every target sets up what it needs. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The theme's notice about its successor: known, see README.
export NO_MKDOCS_2_WARNING := 1
# Python keeps what it compiled: builds and tests start many programs. Images are often set otherwise.
unexport PYTHONDONTWRITEBYTECODE

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header pyproject.toml --extra setup

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests browser servers programs shared-builds serve build publish demo demo-site check test a11y gallery fuzz lengths bench-search bench-danger bench-crisis bench-build bench-real bench-serve bench-weight bench-load lighthouse lint sbom audit lock clean

help: ## 列出这些命令 / list the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed ## 装好要用的程序 / install what a build needs (requirements.lock) into .venv

setup-tests: $(VENV)/.installed-tests ## install what tests and tools need as well (requirements-test.lock)

$(VENV)/.installed: requirements.lock pyproject.toml
	@"$(PYTHON)" deploy/setup_venv.py "$(VENV)" requirements.lock
	@touch $@

# It holds all of the other, too.
$(VENV)/.installed-tests: requirements-test.lock requirements.lock pyproject.toml
	@"$(PYTHON)" deploy/setup_venv.py "$(VENV)" requirements-test.lock
	@touch $(VENV)/.installed $@

browser: setup-tests ## find or install the Chromium that the tests drive
	@deploy/setup-browser.sh "$(BIN)"

# One after the other: Debian's installer runs once at a time.
programs: servers setup-tests
	@deploy/setup-browser.sh "$(BIN)"

servers: ## find or install the servers that the tests drive
	@deploy/setup-packages.sh nginx=nginx caddy=caddy rclone=rclone java=default-jre-headless \
	  /usr/lib/nginx/modules/ngx_http_brotli_static_module.so=libnginx-mod-http-brotli-static

serve: setup ## 预览，存盘就更新 / show the site at http://127.0.0.1:8000/ (or PORT=…) and follow every change
	@$(BIN)/helpkit serve $(if $(PORT),--port $(PORT))

build: setup ## 生成网站，放在 site/ / write site/, or leave it as it was if anything is wrong; PLAIN=1: no .br and .gz
	$(BIN)/helpkit build $(if $(PLAIN),--plain) site

demo: demo-site ## 看示例 / show a made-up service with official channels, at http://127.0.0.1:8001/
	@echo "The sample is at http://127.0.0.1:8001/ ; Ctrl-C stops it."
	@$(BIN)/python -m http.server 8001 --bind 127.0.0.1 --directory .build/demo >/dev/null 2>&1

demo-site: setup ## write that sample to .build/demo, and check it
	$(BIN)/helpkit demo .build/demo-source
	cd .build/demo-source && $(CURDIR)/$(BIN)/mkdocs build --quiet --strict --site-dir ../demo
	$(BIN)/helpkit --root .build/demo-source check --site .build/demo

# What the operator writes reaches the command as an argument: make and the shell do not read it.
publish: override export REMOTE := $(value REMOTE)
publish: setup ## send site/ to REMOTE=name:bucket, or to a folder; DRY_RUN=1 only says what it would do
	@deploy/setup-packages.sh rclone=rclone
	@test -n "$$REMOTE" || { echo "publish: where to? Fix: make publish REMOTE=name:bucket, or REMOTE=/a/folder" >&2; exit 1; }
	$(BIN)/helpkit upload $(if $(DRY_RUN),--dry-run) $(if $(ADOPT),--adopt) -- site "$$REMOTE"

check: setup ## 列出所有问题 / list every problem in docs/ and data/, without a build
	$(BIN)/helpkit check

lint: setup-tests ## style and types of the code
	$(BIN)/ruff check hooks tests
	$(BIN)/ruff format --check hooks tests
	$(BIN)/mypy

# What waits for the network and what keeps a core busy is done side by side.
test: ## 跑所有测试 / run every test, on all cores or WORKERS=3 at a time
	@$(MAKE) --no-print-directory --jobs=3 programs lint shared-builds
	$(BIN)/pytest --numprocesses $(or $(WORKERS),auto) --dist worksteal

shared-builds: setup-tests
	@$(BIN)/python tests/shared_builds.py

a11y: browser ## test what different readers need, and print how much was looked at
	$(BIN)/pytest -m accessibility --numprocesses auto --dist worksteal

fuzz: setup-tests ## read thousands of broken data trees; TREES=… and SEED=… change which
	$(BIN)/python tests/fuzz/broken_trees.py --trees $(or $(TREES),5000) --seed $(or $(SEED),20261122)

gallery: browser ## make pictures of all kinds of pages, or PAGES="/ /urgent/", to look at
	$(BIN)/python tests/gallery.py .build/gallery $(PAGES)

lengths: browser ## print how many phone screens each page has, or those of PAGES="problems/"
	$(BIN)/python tests/page_lengths.py $(PAGES)

bench-search: browser ## measure search beside stock Material search and Pagefind on the same pages
	$(BIN)/python tests/search/search_bench.py

bench-danger: setup-tests ## how much danger search sees and imagines; TEXT="a sentence" says what weighs in it
	$(BIN)/python tests/search/danger_bench.py $(if $(TEXT),"$(TEXT)")

bench-crisis: setup-tests ## how many who may be about to die are seen and imagined; TEXT="a sentence" says what weighs in it
	$(BIN)/python tests/search/crisis_bench.py $(if $(TEXT),"$(TEXT)")

bench-build: setup-tests ## measure builds beside Material and Zensical, and at SIZES="100 500 2000" pages
	$(BIN)/python tests/bench/build_bench.py $(SIZES)

bench-real: setup-tests ## measure builds of the real site, beside the checkout in BEFORE=folder
	$(BIN)/python tests/bench/real_bench.py $(BEFORE)

bench-serve: browser ## measure how soon what is saved is seen, beside Material and Zensical
	$(BIN)/python tests/bench/serve_bench.py $(SIZES)

bench-weight: browser ## weigh first views beside stock Material and Zensical, and as the site grows
	$(BIN)/python tests/bench/weight_bench.py

bench-load: setup-tests servers ## ask the real nginx as fast as it answers, also while the site is replaced
	@deploy/setup-packages.sh wrk=wrk
	$(BIN)/python tests/bench/load_bench.py

lighthouse: browser ## run Lighthouse on one page of each kind, or on PAGES="/ /en/faq/"
	$(BIN)/python tests/lighthouse/lighthouse_run.py $(PAGES)

sbom: setup-tests ## list the packages of a build in .build/sbom.json (CycloneDX)
	@mkdir -p .build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file .build/sbom.json requirements.lock

audit: setup-tests ## ask PyPI what is known against all packages; needs a network
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements-test.lock

lock: setup ## renew requirements.lock and requirements-test.lock from pyproject.toml
	$(COMPILE) --upgrade --extra test --output-file requirements-test.lock
	$(COMPILE) --constraints requirements-test.lock --output-file requirements.lock

clean: ## remove everything that the other commands made
	rm -rf $(VENV) .build site .site.old .hypothesis .*_cache *.egg-info
	find hooks tests deploy -name __pycache__ -prune -exec rm -rf {} +
