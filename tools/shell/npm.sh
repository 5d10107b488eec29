# shellcheck shell=bash
# Sourced by ./run and ./test, after packages.sh: npm packages of the folders of tools that need some, exactly as their
# package-lock.json says, without running anything of theirs.

OLDEST_NODE=20  # Debian 12 has 18: tools/node brings a newer one for those who need it

# install_npm FOLDER...: below the checkout; those whose packages are missing or older than the lock.
install_npm() {
    local folder node_major
    if ! command -v npm >/dev/null; then install_debian npm || return 1; fi
    node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    if ((node_major < OLDEST_NODE)); then set -- tools/node "$@"; fi
    for folder in "$@"; do
        local dir=$SUITE_ROOT/$folder
        # npm writes this file last.
        if [[ $dir/node_modules/.package-lock.json -nt $dir/package-lock.json ]]; then continue; fi
        echo "installing the npm packages of $folder" >&2
        if ! npm_ci "$dir"; then
            echo "npm ci in $folder failed" >&2
            return 1
        fi
    done
}

npm_ci() {
    local log
    log=$(mktemp)
    if ! (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
