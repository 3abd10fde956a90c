# ferry: `make demo` shows it at work, `make help` lists the rest.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# Every build takes the same flags, so that check, test, demo and install share what the others compiled.
swift_flags := --explicit-target-dependency-import-check error
release_flags := -c release --static-swift-stdlib $(swift_flags)
# Seconds; a test that waits for ever is a failure.
test_limit ?= 2400
sources := Package.swift Sources Tests Fuzz

.PHONY: help demo demo-s3 build test check bench bench-delta bench-ftp bench-http bench-s3 bench-ssh fmt generated install deb clean
.DEFAULT_GOAL := help

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: build ## Sync a real tree, change it, sync again, check
	@scripts/install-dependencies demo
	@scripts/demo build/ferry

demo-s3: build ## The same with an object store, which is started for it
	@scripts/install-dependencies test
	@scripts/demo-s3 build/ferry

build: ## Build the release binary as build/ferry
	@scripts/install-dependencies build
	$(SWIFT) build $(release_flags) --product ferry
	@mkdir -p build && cp --force .build/release/ferry build/ferry

test: build ## Run every test
	@scripts/install-dependencies test package
	@Tests/Project/run
	$(SWIFT) build --build-tests $(swift_flags)
	FERRY_BINARY=$(CURDIR)/build/ferry scripts/run-tests $(test_limit)

check: ## Lint, compile with warnings as errors, check the layers
	@scripts/install-dependencies build test
	$(SWIFT) format lint --strict --recursive --parallel $(sources)
	@scripts/check-layers
	@scripts/check-sources
	$(SWIFT) build --build-tests $(swift_flags)

bench: build ## Measure beside rsync, cp and rclone
	@scripts/install-dependencies bench
	@Benchmarks/run build/ferry

bench-delta: build ## Measure deltas beside rdiff, zsync and rsync
	@scripts/install-dependencies bench
	@Benchmarks/run build/ferry delta

bench-ftp: build ## Measure over FTP beside lftp and rclone, near and far
	@scripts/install-dependencies bench
	@Benchmarks/run build/ferry ftp

bench-http: build ## Measure web servers beside wget, aria2c, rclone, lftp, curl and zsync
	@scripts/install-dependencies bench
	@Benchmarks/run build/ferry http

bench-s3: build ## Measure object stores beside s5cmd, rclone and s3cmd
	@scripts/install-dependencies bench
	@Benchmarks/run build/ferry s3

bench-ssh: build ## Measure over ssh beside ssh, sftp, rsync and rclone
	@scripts/install-dependencies bench
	@Benchmarks/run build/ferry ssh

fmt: ## Format the sources
	$(SWIFT) format format --in-place --recursive --parallel $(sources)

generated: ## Write the manual pages and completions anew
	@mkdir -p man completions
	$(SWIFT) build $(swift_flags) --product ferry
	@ferry=.build/debug/ferry; for file in $$($$ferry help --generated); do $$ferry help --generated $$file > $$file; done

# Not `build`: `sudo make install` shall not compile as root what is there already.
install: build/ferry ## Install below PREFIX (/usr/local), in DESTDIR
	@scripts/install build/ferry "$(PREFIX)" "$(DESTDIR)"

build/ferry:
	$(MAKE) build

deb: build ## Make a Debian package in build/
	@scripts/install-dependencies package
	@scripts/make-deb build/ferry build

clean: ## Remove what was built
	rm -rf .build build
