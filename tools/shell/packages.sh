# shellcheck shell=bash
# Sourced by ./run, ./test, ./bench and .ci/run: installing what packages.txt names.

# install_packages TAG...: those with one of these tags that are missing.
install_packages() {
    local tag name missing=()
    for tag in "$@"; do
        while read -r name; do
            if [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) != installed ]]; then missing+=("$name"); fi
        done < <(sed -n "s/^\[$tag\] *//p" "$SUITE_ROOT/packages.txt")
    done
    ((${#missing[@]} == 0)) && return
    install_debian "${missing[@]}"
}

# install_debian NAME...: as root or through sudo; says what it does.
install_debian() {
    local missing=("$@")
    echo "installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
    local as_root=()
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "these packages are missing, and neither root nor sudo is at hand; install them as root:" >&2
            echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    local log
    log=$(mktemp)
    if ! {
        "${as_root[@]}" apt-get update -q &&
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
    } >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        echo "installing failed" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
