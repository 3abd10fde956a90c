# `make help` lists the targets.

SWIFT ?= swift

# Every build takes the same flags, so that check, test, demo and install share what the others compiled.
swift_flags := --explicit-target-dependency-import-check error
release_flags := -c release --static-swift-stdlib $(swift_flags)
sources := Package.swift Sources Tests

.PHONY: help build test check fmt clean
.DEFAULT_GOAL := help

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

build: ## Build the release binary as build/ferry
	@scripts/install-dependencies build
	$(SWIFT) build $(release_flags) --product ferry
	@mkdir -p build && cp --force .build/release/ferry build/ferry

test: build ## Run every test
	@scripts/install-dependencies test package
	@Tests/Project/run
	$(SWIFT) test --parallel $(swift_flags)

check: ## Lint, compile with warnings as errors, check the layers
	@scripts/install-dependencies build test
	$(SWIFT) format lint --strict --recursive --parallel $(sources)
	@scripts/check-layers
	@scripts/check-sources
	$(SWIFT) build --build-tests $(swift_flags)

fmt: ## Format the sources
	$(SWIFT) format format --in-place --recursive --parallel $(sources)

clean: ## Remove what was built
	rm -rf .build build
