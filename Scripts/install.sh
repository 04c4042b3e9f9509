#!/usr/bin/env bash
# Installs the built programs and their shell completions.
# usage: Scripts/install.sh DIGITS BUILD_FOLDER PREFIX
set -euo pipefail
usage="usage: Scripts/install.sh DIGITS BUILD_FOLDER PREFIX"
digits=${1:?$usage}
build=${2:?$usage}
prefix=${3:?$usage}

install -d "$prefix/bin" "$prefix/share/bash-completion/completions" "$prefix/share/zsh/site-functions" \
    "$prefix/share/fish/vendor_completions.d"
# The downloader and the server lie beside digits, which looks for it there.
install -m 755 "$digits" "$build/digits-download" "$build/digits-server" "$prefix/bin/"
"$digits" --generate-completion-script bash >"$prefix/share/bash-completion/completions/digits"
"$digits" --generate-completion-script zsh >"$prefix/share/zsh/site-functions/_digits"
"$digits" --generate-completion-script fish >"$prefix/share/fish/vendor_completions.d/digits.fish"
echo "installed digits, digits-download and digits-server in $prefix/bin, completions for bash, zsh and fish in $prefix/share"
