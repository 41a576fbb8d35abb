# What one does with this repository. `make` alone lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run build check test fuzz bench simulate generate lint format tools race-detector

GO ?= go
# How many random histories `make simulate` plays, and the seed of the first; each is told by its seed alone.
N ?= 1000
FROM ?= 1
# How long `make fuzz` spends on each target.
FUZZ ?= 1m
# The race detector brings checks of pointer arithmetic along. SQLite is C turned into Go, nothing but
# pointer arithmetic: they take a third of its time and say nothing of our code.
UNCHECKED := -gcflags='modernc.org/...=-d=checkptr=0'
# golangci-lint is optional: found in the search path or where `go install` puts it.
LINTER := $(firstword $(shell command -v golangci-lint) $(wildcard $(shell $(GO) env GOPATH)/bin/golangci-lint))

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## start Tandem with a demo account, to click through in a browser
	bin/tandem demo

build: ## compile bin/tandem, one static binary
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/tandem ./cmd/tandem

check: ## format, vet, lint and quick tests; needs Go alone, takes under two minutes
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "run 'make format' for:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
ifneq ($(LINTER),)
	$(LINTER) run
else
	@echo "golangci-lint is not installed: not linted"
endif
	$(GO) test -short ./...

test: tools race-detector ## every test with the race detector, private database servers and a browser; up to 45 minutes
	$(GO) run ./internal/testdb/cmd/testdb -- $(GO) test -race $(UNCHECKED) -count=1 -timeout 40m ./...
	$(MAKE) fuzz

fuzz: ## feed what reads SOAP of strangers with random input, a minute each
	$(GO) test ./soap/xmltree -run '^$$' -fuzz FuzzParse -fuzztime $(FUZZ) -fuzzminimizetime 10x
	$(GO) test ./soap/wsdl -run '^$$' -fuzz FuzzLoad -fuzztime $(FUZZ) -fuzzminimizetime 10x
	$(GO) test ./soap/message -run '^$$' -fuzz FuzzParse -fuzztime $(FUZZ) -fuzzminimizetime 10x

simulate: ## play N=1000 random histories, FROM=1 on, with faults at every step and check the promises
	SIMULATE_SEEDS=$(N) SIMULATE_FROM=$(FROM) $(GO) test ./engine -run Simulation -count=1 -timeout 0 -v

bench: ## measure against the peers that DESIGN names; prints ratios
	$(GO) run ./bench

generate: ## write the generated Go files anew
	$(GO) tool templ generate -include-version=false # its version would end up in the package comment
	$(GO) generate ./...

lint: ## lint only
	$(or $(LINTER),$(error golangci-lint v2 is not installed)) run

format: ## format every Go file
	gofmt -w .

tools: ## install what the tests need beyond Go (Debian, as root; says what is missing elsewhere)
	scripts/install-test-tools.sh

race-detector:
	@test "$$($(GO) env CGO_ENABLED)" = 1 && command -v "$$($(GO) env CC)" >/dev/null || \
		{ echo "go test -race needs a C compiler and CGO_ENABLED=1: install gcc and libc6-dev"; exit 1; }
