# Go and make are all these targets need. Every target is phony: grove alone
# decides what is up to date.

BUILD     = CGO_ENABLED=0 GOAMD64=v1 go build -trimpath -buildvcs=false
TESTFLAGS =
BENCH     =

.PHONY: help build analysis test check validate docs bench stress torture repro fuzz clean

help: ## print this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

build: ## build bin/grove
	@$(BUILD) -o bin/grove ./cmd/grove

analysis: build ## bring output/ up to date: every folder of data/ with a protocol.yaml
	@set -e; for p in data/*/protocol.yaml; do \
		[ -e "$$p" ] || continue; \
		bin/grove run "$$(dirname "$$p")"; \
	done

test: ## go vet and every test
	go vet ./...
	go test -timeout 30m $(TESTFLAGS) ./...

check: build ## gofmt, go vet, who may import whom, and grove check on each review
	@unformatted=$$(gofmt -l analysis cmd); [ -z "$$unformatted" ] || { echo "not gofmt'ed: $$unformatted" >&2; exit 1; }
	go vet ./...
	go vet -tags bench ./analysis/bench
	.ci/imports
	@set -e; for p in data/*/protocol.yaml; do \
		[ -e "$$p" ] || continue; \
		bin/grove check "$$(dirname "$$p")"; \
	done

validate: ## correct digits against certified values, with metafor's beside
	go test -count=1 -v -run '^TestCertified' ./analysis/goldens

docs: ## write what docs/ has from tables, comments and goldens anew
	go test -count=1 -run '^Test(Methods|Checks)Page$$' ./analysis/report -update
	go test -count=1 -run '^TestGoldens$$' ./analysis/goldens -update

stress: ## REML on 400,000 random data sets, with what became of them
	GROVE_STRESS=400000 go test -count=1 -v -run '^TestStress' ./analysis/tau

bench: ## Go benchmarks, then the same work in R's metafor with ratios (BENCH=-update puts the table into the README)
	go test -run '^$$' -bench . -benchmem ./...
	@if Rscript -e 'library(metafor)' >/dev/null 2>&1; then \
		go test -tags bench -count=1 -timeout 1h -run '^TestAgainstR$$' ./analysis/bench -args $(BENCH); \
	else echo 'R with metafor (Debian: r-cran-metafor) is not here: no comparison'; fi

torture: ## the tests that kill, interrupt, race and starve runs, with many rounds
	GROVE_TORTURE=1 go test -count=1 -timeout 1h -v -run 'Kill|Concurrent|Fault|Interrupt|Umask|Limit' ./analysis/record
	GROVE_TORTURE=1 go test -count=1 -timeout 1h -v -run Torture ./cmd/grove

repro: ## 100 runs in different surroundings: identical bytes
	GROVE_TORTURE=1 go test -count=1 -timeout 1h -v -run Reproducible ./cmd/grove

# What is fuzzed: test, package, executions. The fuzzer cannot be seeded with a
# number; its seeds are the inputs in the tests and what earlier runs kept.
FUZZ = FuzzFit:pool:3000000 FuzzRead:read:4000000 FuzzParse:protocol:3000000

fuzz: ## ten million fuzz executions of reader, protocol and pooling
	@set -e; for f in $(FUZZ); do \
		name=$${f%%:*}; times=$${f##*:}; package=$${f#*:}; package=./analysis/$${package%:*}; \
		seeds=$$(go test -count=1 -run "^$$name$$" -v $$package | grep -c -e '--- PASS: .*/'); \
		echo "$$name: $$seeds seeds, $$times executions"; \
		go test -run '^$$' -fuzz "^$$name$$" -fuzztime "$${times}x" -fuzzminimizetime 10x $$package; \
	done

clean: ## remove the binary, renderings and stamps; results stay
	rm -rf bin
	rm -f output/.*.stamp output/.*.execution.json
	find output -mindepth 2 \( -name report.html -o -name '*.png' -o -name '*.pdf' -o -name '*.docx' \) -delete
