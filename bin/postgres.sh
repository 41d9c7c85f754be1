# A PostgreSQL for one run of the tests: its own folder, its own port, gone afterwards. Sourced by bin/test.

POSTGRES_DATA=""

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# need_program PROGRAM PACKAGE: install a Debian package when the program is not there.
need_program() {
    command -v "$1" >/dev/null || install_package "$2"
}

install_package() {
    local package=$1
    say "  · Installing Debian's $package"
    if command -v apt-get >/dev/null &&
        as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null; then
        return
    fi
    say "  ✗ $package is missing and could not be installed. As root: apt-get install $package"
    return 1
}

postgres_folder() {
    { ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null || true; } | sort -V | tail -n 1
}

# PostgreSQL refuses to run as root, so root hands it to the account of the package.
as_postgres() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v runuser >/dev/null; then
        runuser -u postgres -- "$@"
    else
        su -s /bin/sh postgres -c "$(printf '%q ' "$@")"
    fi
}

# start_postgres FOLDER: leaves the address of an empty database in POSTGRES_URL.
start_postgres() {
    local port password folder
    if [ -z "$(postgres_folder)" ]; then
        install_package postgresql || return 1
    fi
    folder=$(postgres_folder)
    POSTGRES_DATA=$(mktemp -d /tmp/genba-pg.XXXXXX)
    password=$("$VENV/bin/python" -c 'import secrets; print(secrets.token_hex(12))')
    port=$("$VENV/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    printf '%s' "$password" >"$POSTGRES_DATA/password"
    if [ "$(id -u)" -eq 0 ]; then
        chown -R postgres "$POSTGRES_DATA"
    fi
    (
        cd /
        as_postgres "$folder/initdb" --pgdata="$POSTGRES_DATA/cluster" --username=genba --auth=scram-sha-256 \
            --pwfile="$POSTGRES_DATA/password" --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null &&
            as_postgres "$folder/pg_ctl" --pgdata="$POSTGRES_DATA/cluster" --wait --silent \
                --log="$POSTGRES_DATA/log" --options="-p $port -c listen_addresses=127.0.0.1 \
                -c unix_socket_directories=$POSTGRES_DATA -c fsync=off -c synchronous_commit=off \
                -c full_page_writes=off" start
    ) || {
        cat "$POSTGRES_DATA/log" 2>/dev/null
        say "  ✗ PostgreSQL did not start."
        return 1
    }
    POSTGRES_URL="postgres://genba:$password@127.0.0.1:$port/postgres"
}

stop_postgres() {
    if [ -n "$POSTGRES_DATA" ]; then
        (cd / && as_postgres "$(postgres_folder)/pg_ctl" --pgdata="$POSTGRES_DATA/cluster" --mode=immediate --silent stop) || true
        rm -rf "$POSTGRES_DATA"
        POSTGRES_DATA=""
    fi
}
