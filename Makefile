# make site   set up .venv and build the site into site/
# make test   set up the developers' tools as well and run every test
# make help   the rest
#
# Works with GNU make 3.81 (macOS) and later. On Windows without make: docs/guide/index.md.

VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
PYTHON ?=
TESTS  ?=
UV_LOCK = $(BIN)/uv pip compile pyproject.toml --group setup --universal --python-version 3.11 --quiet --system-certs \
          --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
EXTRAS := --extra br --extra cluster

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve check extras test lint fuzz bench validate audit renew pictures lock upgrade clean

help:
	@echo 'make site      build the site into site/        生成网站'
	@echo 'make serve     build, show, rebuild on change   本机预览，改动即见'
	@echo 'make check     check the content only           只检查内容'
	@echo 'make extras    install what most do without     另装不常用的：br 压缩、集群'
	@echo 'make test      every test and checker           全部测试'
	@echo 'make fuzz      property tests, many examples    多轮随机测试'
	@echo 'make bench     time the build                   测速'
	@echo 'make validate  every page by html-validate      核对网页的写法（要 Node.js）'
	@echo 'make audit     Lighthouse, bytes of pages       网页的评分和分量（要 Node.js、Chromium）'
	@echo 'make renew     write golden files anew          更新对照文件和说明里的表'
	@echo 'make pictures  take the pictures of docs anew   更新说明里的图'
	@echo 'make lock      write the lock files anew        按 pyproject.toml 重写锁定文件'
	@echo 'make upgrade   the same, newest versions inside 同上，间接依赖取最新版'
	@echo 'make clean     remove what was built            清理生成物（make clean-all 连 .venv）'

site: $(VENV)/.site-ready
	$(BIN)/python build_site.py $(ARGS)

serve: $(VENV)/.site-ready
	$(BIN)/python build_site.py --serve $(ARGS)

check: $(VENV)/.site-ready
	$(BIN)/qingdan check $(ARGS)

extras: $(VENV)/.site-ready
	$(PIP) install --quiet --require-hashes -r requirements-extras.lock

test: lint
	$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fuzz: $(VENV)/.test-ready
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=fuzz $(TESTS)

bench: $(VENV)/.test-ready
	$(BIN)/python benchmarks/run.py $(ARGS)

validate audit: site $(VENV)/.test-ready
	$(BIN)/python benchmarks/web/audit.py $@

renew: $(VENV)/.test-ready
	$(BIN)/python -m pytest -m golden --renew $(TESTS)
	@echo 'Read the difference before you commit it: git diff'

pictures: $(VENV)/.test-ready
	$(BIN)/python -m pytest -m pictures --renew tests/browser

# The runtime lock first: the others may only add to it.
lock: $(VENV)/.test-ready
	$(UV_LOCK) -o requirements.lock
	$(UV_LOCK) $(EXTRAS) -c requirements.lock -o requirements-extras.lock
	$(UV_LOCK) --extra dev $(EXTRAS) -c requirements.lock -c requirements-extras.lock -o requirements-dev.lock

upgrade: $(VENV)/.test-ready
	$(UV_LOCK) --upgrade -o requirements.lock
	$(UV_LOCK) --upgrade $(EXTRAS) -c requirements.lock -o requirements-extras.lock
	$(UV_LOCK) --upgrade --extra dev $(EXTRAS) -c requirements.lock -c requirements-extras.lock -o requirements-dev.lock

.PHONY: clean-all
clean:
	rm -rf site .site.* .cache build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
clean-all: clean
	rm -rf $(VENV) qingdan.egg-info

# --- set-up: a stamp stands when its lock file is installed; nothing is asked of a registry afterwards

$(VENV)/.python-ready: .ci/python
	@sh .ci/python $(VENV) $(PYTHON)
	@touch $@

$(VENV)/.site-ready: $(VENV)/.python-ready requirements.lock pyproject.toml
	@echo '第一次运行：安装所需的软件包（只需一次）…  Installing, once …'
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test-ready: $(VENV)/.site-ready requirements-dev.lock
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
