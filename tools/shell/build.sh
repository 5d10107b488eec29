# shellcheck shell=bash
# Sourced by ./run, ./test, ./bench and .ci/run: building a preset of CMakePresets.json without filling the screen.

# build_preset PRESET [TARGET...]: configures and builds into build/PRESET, a progress line on a terminal, everything else in
# build/PRESET/build.log, whose end is shown when it fails.
build_preset() {
    local preset=$1
    shift
    local dir=$SUITE_ROOT/build/$preset targets=()
    local log=$dir/build.log
    (($# > 0)) && targets=(--target "$@")
    mkdir -p "$dir"
    echo "building $preset (log: build/$preset/build.log)" >&2
    if ! (cd "$SUITE_ROOT" && cmake --preset "$preset") >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        echo "configuring $preset failed" >&2
        return 1
    fi
    if ! cmake --build "$dir" "${targets[@]}" 2>&1 | tee -a "$log" | show_progress; then
        # Ninja names the target that failed and prints the compiler's words below it.
        grep -n -A 20 -m 3 -e '^FAILED:' -e 'error:' "$log" >&2 || tail -n 30 "$log" >&2
        echo "building $preset failed; all of it is in $log" >&2
        return 1
    fi
}

# Ninja's "[12/340] Building ..." on one line that overwrites itself; nothing when standard error is no terminal.
show_progress() {
    local line
    while IFS= read -r line; do
        if [[ -t 2 && $line =~ ^\[([0-9]+/[0-9]+)\] ]]; then printf '\r\033[K  %s' "${BASH_REMATCH[1]}" >&2; fi
    done
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}
