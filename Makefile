# SPDX-License-Identifier: Apache-2.0
# Each target calls one small script; `make help` lists them.

.PHONY: help run build test bench lab lint fuzz deb release clean
.DEFAULT_GOAL := help

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run:  ## build, start on http://127.0.0.1:5985 (PORT=), show this machine or a recorded one (MACHINE=)
	@PORT="$(PORT)" MACHINE="$(MACHINE)" .make/run

build:  ## build daemon and console in release mode
	@.make/build

test:  ## run all tests
	@.make/test

bench:  ## measure beside nginx and node_exporter, print one table (ARGUMENTS=--json)
	@.make/bench $(ARGUMENTS)

lab:  ## run the packaged agent in QEMU and change its hardware (ARGUMENTS=inventory)
	@.make/lab $(ARGUMENTS)

lint:  ## check format, layers and links
	@.make/lint

fuzz:  ## fuzz the parsers, each for SECONDS=30
	@SECONDS_EACH="$(or $(SECONDS),30)" .make/fuzz

deb:  ## build and make Debian packages: .build/deb/*.deb
	@.make/deb

release:  ## build and pack .build/baseboard-VERSION-linux-ARCH.tar.gz
	@.make/release

clean:  ## remove everything that was built
	@rm -rf .build .build-asan .build-fuzz .venv
