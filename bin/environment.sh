# Makes .venv in the clone from a hash-locked list of packages. Sourced by bin/up and bin/test.
# Expects HERE, the folder of the clone. Nothing outside the clone is changed.

VENV="$HERE/.venv"

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The first Python on this machine that is new enough. The lists of packages were made for 3.11.
find_python() {
    local candidate
    for candidate in ${GENBA_PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    stop "Genba needs Python 3.11 or newer, and there is none on this machine. On Debian or Ubuntu: apt-get install python3 python3-pip python3-venv"
}

make_venv() {
    local python=$1
    if "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        return
    fi
    say "  · Making an environment in .venv with $("$python" --version)"
    # Some systems ship Python without the part that puts pip into an environment, so we do not ask for it.
    "$python" -m venv --clear --without-pip "$VENV" ||
        stop "Python could not make an environment. On Debian or Ubuntu: apt-get install python3-venv"
}

# Leaves the commands that install packages in INSTALL (uv from this machine or from the environment, else pip)
# and in FALLBACK (pip).
find_installer() {
    local python=$1
    local pip=("$python" -m pip --python "$VENV/bin/python")
    # Where a company looks into its own traffic, the machine knows the certificate and uv's own list does not.
    export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1
    if ! command -v uv >/dev/null && [ ! -x "$VENV/bin/uv" ]; then
        if ! "$python" -m pip --version >/dev/null 2>&1; then
            "$VENV/bin/python" -m ensurepip >/dev/null 2>&1 ||
                stop "This Python has no pip. On Debian or Ubuntu: apt-get install python3-pip"
            pip=("$VENV/bin/python" -m pip)
        fi
        say "  · Fetching uv, which installs packages quickly"
        "${pip[@]}" install --quiet --disable-pip-version-check --require-hashes -r "$HERE/requirements-uv.lock" ||
            say "    uv is not to be had here; pip does it, more slowly"
    fi
    FALLBACK=("${pip[@]}" install --disable-pip-version-check --quiet)
    # Compiled at once, as pip does it: what runs for long writes none, see genba/config/supervisor.py.
    if command -v uv >/dev/null; then
        INSTALL=(uv pip install --compile-bytecode --python "$VENV/bin/python")
    elif [ -x "$VENV/bin/uv" ]; then
        INSTALL=("$VENV/bin/uv" pip install --compile-bytecode --python "$VENV/bin/python")
    else
        INSTALL=("${FALLBACK[@]}")
    fi
}

# Puts the clone itself into the environment: a line for Python's path and the command. Needs no build.
install_clone() {
    local site
    site=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$HERE" >"$site/genba-clone.pth"
    cat >"$VENV/bin/genba" <<EOF
#!/bin/sh
exec "$VENV/bin/python" -m genba.config.cli "\$@"
EOF
    chmod +x "$VENV/bin/genba"
}

fingerprint() {
    { cat "$HERE/$1"; printf '%s\n' "$HERE"; } | sha256sum | cut -d' ' -f1
}

# make_environment LIST [OTHER-LIST-THAT-WILL-DO]: nothing happens when the environment is as the list says.
make_environment() {
    local list stamp="$VENV/made-from" started=$SECONDS python
    for list in "$@"; do
        if [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint "$list")" ]; then
            return
        fi
    done
    list=$1
    say "Getting the environment ready; the first time this takes a minute or so."
    python=$(find_python)
    rm -f "$stamp"
    make_venv "$python"
    find_installer "$python"
    say "  · Installing $(grep -c '^[a-z0-9].*==' "$HERE/$list") packages, each checked against its hash"
    "${INSTALL[@]}" --require-hashes -r "$HERE/$list" ||
        { [ "${INSTALL[0]}" != "${FALLBACK[0]}" ] && say "  · Once more with pip" &&
            "${FALLBACK[@]}" --require-hashes -r "$HERE/$list"; } ||
        stop "The packages could not be installed; the lines above say why. Run the same command again to go on."
    install_clone
    fingerprint "$list" >"$stamp"
    say "  ✓ Environment ready ($((SECONDS - started)) s)"
}
