PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SITE := _build/html

.PHONY: book test bench bench-grading results figures course slides pdf lab serve exercises notebooks lint audit requirements clean help
.DEFAULT_GOAL := help

help:
	@echo "make book       run the chapters and build the site"
	@echo "make serve      the site on http://localhost:8000"
	@echo "make lab        JupyterLab on the exercises"
	@echo "make test       the whole test suite"
	@echo "make bench      how fast training is, beside other programs (ten minutes)"
	@echo "make bench-grading  how long a class of 300 takes to grade (ten minutes)"
	@echo "make results    the long runs of chapters 11 and 13 (most of an hour)"
	@echo "make figures    what the live figures measure: the network that reads digits, rates of alarms (ten minutes)"
	@echo "make slides     a deck for every page of some chapters: make slides chapters=6 [out=DIR] [site=URL]"
	@echo "make pdf        the book as a PDF, exercises and solutions apart (needs Chromium)"
	@echo "make course     chapters with all that belongs to them: make course chapters=\"3 6 7\" out=DIR [site=URL]"
	@echo "make exercises  write exercises/ from solutions/"
	@echo "make notebooks  run every notebook and store its outputs"
	@echo "make lint       ruff, over code and notebooks"
	@echo "make audit      Lighthouse on the site, as on a phone and on a desktop (needs Node.js; ten minutes)"
	@echo "make clean      remove what was built (.venv too)"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed, this is %d.%d; name another with make PYTHON=python3.12 …" % v[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@mkdir -p $(VENV)/etc/ipython && echo 'c.IPKernelApp.log_level = "ERROR"' > $(VENV)/etc/ipython/ipython_kernel_config.py
	@touch $@

# The execution cache looks at the notebooks only; when what they import changes they must run again.
_build/.library: $(READY) $(shell find bplib chapters -name '*.py' -not -path '*/.*')
	@rm -rf _build/.jupyter_cache
	@mkdir -p _build && touch $@

book: _build/.library
	$(BIN)/python book/_tools/lite.py fetch
	$(BIN)/jupyter-book build . --config book/_config.yml --toc book/_toc.yml --path-output . -W -n --keep-going --quiet
	$(BIN)/python book/_tools/lite.py build
	@echo "The book is at $(CURDIR)/$(SITE)/index.html"

test: _build/.library
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov=bplib --cov-branch --cov-report= --cov-fail-under=98

bench: $(READY)
	$(BIN)/python -m tests.benchmarks.training_speed

bench-grading: $(READY)
	$(BIN)/python -m tests.benchmarks.grading_speed

results: $(READY)
	$(BIN)/python book/_tools/mnist_results.py
	$(BIN)/python book/_tools/clinic_results.py --jobs 2

figures: $(READY)
	$(BIN)/python book/_tools/live_digit.py
	$(BIN)/python book/_tools/live_rates.py

slides: $(READY)
	@test -n "$(chapters)" || { echo 'say: make slides chapters="6" [out=DIR] [site=URL]'; exit 2; }
	$(BIN)/python book/_tools/kit slides $(chapters) --out "$(or $(out),slides)" $(if $(site),--site "$(site)")

pdf: book
	$(BIN)/python book/_tools/kit pdf
	$(BIN)/python book/_tools/kit exercises
	$(BIN)/python book/_tools/kit solutions

course: $(READY)
	@test -n "$(chapters)" -a -n "$(out)" || { echo 'say: make course chapters="3 6 7" out=DIR [site=URL]'; exit 2; }
	$(BIN)/python book/_tools/kit course $(chapters) --out "$(out)" $(if $(site),--site "$(site)")

serve: book
	@echo "http://localhost:8000 (stop with Ctrl-C)"
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory $(SITE)

lab: $(READY)
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/exercises

exercises: $(READY)
	$(BIN)/python book/_tools/notebooks.py exercises

notebooks: exercises
	$(BIN)/python book/_tools/notebooks.py run

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

audit: book
	$(BIN)/python book/_tools/audit.py
	$(BIN)/python -m pytest tests/site/test_run_page.py tests/site/test_site_weight.py --all-pages -n 1 -k "shows_the_same or solved_set or site_weight"

requirements: $(READY)
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra book --extra test --upgrade pyproject.toml -o requirements.txt

clean:
	rm -rf _build $(VENV) *.egg-info .pytest_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
