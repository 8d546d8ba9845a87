# What can be done here; `make` lists it. Everything CI runs is a target of this file.
.DEFAULT_GOAL := help
.PHONY: help run check test unit contract exchange tools format format-check lint doc data drift deny generate bench literature compare fuzz clean

CARGO ?= cargo
# Where generated files are written to be compared with the committed ones.
GENERATED := target/generated

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## serve data/ on http://127.0.0.1:8080
	$(CARGO) run --release --locked

check: format-check lint doc data deny drift test ## all of it: what a change must pass

test: tools unit contract ## install what tests need, then run them all

unit: ## the tests that need Rust only
	$(CARGO) test --locked

contract: ## check the running service from outside
	tests/contract/run

exchange: ## try import and export with other people's readers, hostile files and real ones
	tests/exchange/run

tools: ## install what `make contract` needs
	tests/tools/install

format: ## format the sources
	$(CARGO) fmt

format-check:
	$(CARGO) fmt --check

lint: ## clippy, warnings denied
	$(CARGO) clippy --all-targets --locked -- -D warnings

doc: ## build the documentation of the code, warnings denied
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --document-private-items --locked

data: ## check the records and their layout
	$(CARGO) run --quiet --locked -- lint
	$(CARGO) run --quiet --locked -- fmt --check

drift: ## are the generated files what the code writes?
	@mkdir -p $(GENERATED) && rm -rf $(GENERATED)/schema
	$(CARGO) run --quiet --locked -- openapi > $(GENERATED)/openapi.json
	$(CARGO) run --quiet --locked -- openapi --spec 3.0 > $(GENERATED)/openapi-3.0.json
	$(CARGO) run --quiet --locked -- schemas --write $(GENERATED)/schema
	@cmp $(GENERATED)/openapi.json openapi/openapi.json && cmp $(GENERATED)/openapi-3.0.json openapi/openapi-3.0.json && diff -r $(GENERATED)/schema data/schema \
		|| { echo "generated files are out of date: run 'make generate' and commit what changes" >&2; exit 1; }

deny: ## licences, origins and known vulnerabilities of dependencies; installs cargo-deny
	tests/tools/deny

generate: ## write every generated file again
	@mkdir -p $(GENERATED) openapi
	$(CARGO) run --quiet --locked -- openapi > $(GENERATED)/openapi.json
	$(CARGO) run --quiet --locked -- openapi --spec 3.0 > $(GENERATED)/openapi-3.0.json
	cp $(GENERATED)/openapi.json $(GENERATED)/openapi-3.0.json openapi/
	$(CARGO) run --quiet --locked -- schemas --write data/schema
	UPDATE=1 $(CARGO) test --quiet --locked

bench: ## measure; results as ratios to a static answer
	$(CARGO) bench --locked

# How many records are composed of real ones. Ten million take an hour or two and some 40 GB below the folder for what is temporary.
RECORDS ?= 1000000

literature: ## what RECORDS of the literature cost: loading, questions, memory; downloads the real ones
	tests/tools/pubmed target/pubmed
	$(CARGO) bench --locked --bench literature -- --pubmed target/pubmed --records $(RECORDS)

compare: ## the literature beside other engines on the same records and questions; downloads them
	benches/compare/run

# Seconds for each target, and which targets; all of them unless TARGET names some.
TIME ?= 60
TARGET ?= $(notdir $(wildcard fuzz/corpus/*))
FUZZED := target/fuzz

fuzz: ## look for inputs that break something, TIME seconds for each TARGET
	@for target in $(TARGET); do \
		mkdir -p $(FUZZED)/corpus/$$target $(FUZZED)/found/$$target; \
		$(CARGO) fuzz run --sanitizer none --target-dir $(FUZZED) $$target $(FUZZED)/corpus/$$target fuzz/corpus/$$target -- \
			-max_total_time=$(TIME) -timeout=20 -rss_limit_mb=2048 -artifact_prefix=$(FUZZED)/found/$$target/ || exit 1; \
	done

clean: ## remove what was built and installed here
	rm -rf target .venv tests/tools/node_modules tests/screenshots
	find index -mindepth 1 -not -name README.md -delete
