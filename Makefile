# The project's tasks. `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.

SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE := .build/release

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: dependencies
dependencies: ## Installs the headers of zlib, libpng and TurboJPEG where they are missing
	@Scripts/install_dependencies.sh

.PHONY: build
build: dependencies ## Builds the programs for release
	@$(SWIFT) build -c release --product digits
	@$(SWIFT) build -c release --product digits-download
	@$(SWIFT) build -c release --product digits-server

.PHONY: run
run: build ## Recognises real handwritten digits and prints the accuracy
	@$(RELEASE)/digits evaluate --examples 5

.PHONY: serve
serve: build ## Serves recognition over HTTP, and a page to draw on
	@$(RELEASE)/digits serve

.PHONY: test
test: dependencies ## Runs all tests, in a release build since they read whole data sets
	@$(SWIFT) test -c release --disable-xctest

.PHONY: browser-test
browser-test: build ## Tests the page to draw on in Chromium; SCREENSHOTS=folder keeps pictures of it
	@Tests/Browser/run.sh $(RELEASE) $(SCREENSHOTS)

.PHONY: c-library
c-library: dependencies ## Builds the C interface into .build/c-library: digits.h and the library
	@Scripts/build_c_library.sh .build/c-library

.PHONY: wheel
wheel: dependencies ## Builds the Python package with the library in it, into Python/dist
	@Scripts/build_wheel.sh

.PHONY: sanitize
sanitize: dependencies ## Runs the C interface's tests under the sanitizers of addresses and threads
	@Scripts/sanitize_c_interface.sh

.PHONY: server-test
server-test: ## Tests the built server from outside: faults, protocol, and every route against its description
	@Scripts/test_server.sh

.PHONY: soak
soak: ## Ten minutes of full load on the built server: no error, and memory that stays where it was
	@python3 Tests/Server/soak.py

.PHONY: neon-test
neon-test: ## Compiles the kernels for arm64 and runs their test in an emulator, where both are to be had
	@Scripts/check_neon.sh

.PHONY: lint
lint: ## Checks format, documentation comments and the import table
	@$(SWIFT) format lint --strict --recursive Package.swift Sources Examples Tests
	@Scripts/check_imports.sh

.PHONY: format
format: ## Brings all Swift files into the project's format
	@$(SWIFT) format --in-place --recursive Package.swift Sources Examples Tests

.PHONY: bench
bench: dependencies ## Times every piece and checks its answers; BENCH="--quick" passes options on
	@$(SWIFT) build -c release --product digits-bench
	@$(RELEASE)/digits-bench --toolchain "$$($(SWIFT) --version 2>/dev/null | head -1)" \
		--commit "$$(git describe --always --dirty 2>/dev/null)" $(BENCH)

.PHONY: bench-peers
bench-peers: build ## Times NumPy, ONNX Runtime, OpenVINO and PyTorch beside it; MNIST=FOLDER holds the four files
	@$(SWIFT) build -c release --product digits-bench
	@Scripts/bench_peers.sh "$(or $(MNIST),$(DIGITS_DATA_DIR))" $(BENCH)

.PHONY: docs
docs: ## Builds the documentation of the libraries into .docs
	@Scripts/build_documentation.sh .docs

.PHONY: release
release: build ## Builds digits once more, as one file that needs no shared library; prints where it lies
	@SWIFT="$(SWIFT)" Scripts/build_static.sh .build-static

.PHONY: install
install: build ## Installs the programs and shell completions under PREFIX (/usr/local)
	@digits=$$(SWIFT="$(SWIFT)" Scripts/build_static.sh .build-static) && \
		Scripts/install.sh "$$digits" $(RELEASE) "$(DESTDIR)$(PREFIX)"

.PHONY: clean
clean: ## Removes what the build made
	@rm -rf .build .build-static .docs
