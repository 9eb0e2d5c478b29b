#!/usr/bin/env bash
# Apache Superset with the project's dashboard, on this machine alone: docs/superset.md.
#
#   scripts/superset.sh setup   an environment of its own, its database, its key and its one user
#   scripts/superset.sh serve   set up what is missing, serve, import dashboards/superset/assets
#
# HATSUGEN_HOME (data) holds the warehouse; SUPERSET_HOME (HATSUGEN_HOME/superset) all that is Superset's;
# SUPERSET_VENV (SUPERSET_HOME/venv) its packages; SUPERSET_PORT (8088); PYTHON (python3) makes the environment.
set -euo pipefail
cd "$(dirname "$0")/.."

home="${HATSUGEN_HOME:-data}"
export SUPERSET_HOME="$(realpath -m "${SUPERSET_HOME:-$home/superset}")"
export SUPERSET_CONFIG_PATH="$PWD/dashboards/superset/superset_config.py"
export PYTHONPATH="$PWD" # superset_config.py takes its colours from dashboards/app/palette.py
venv="$(realpath -m "${SUPERSET_VENV:-$SUPERSET_HOME/venv}")"
port="${SUPERSET_PORT:-8088}"
warehouse="$(realpath -m "$home/warehouse")"

# Superset 6.1.0 does not start with what its own metadata lets pip choose: newer Flask-Caching, no rich, no
# cachetools. It wants pandas 2 and SQLAlchemy 1.4, so it cannot share .venv.
packages=("apache-superset==6.1.0" "duckdb-engine==0.17.0" "duckdb==2.0.0" "flask-caching>=2.4,<2.5" rich cachetools)

fail() {
    echo "superset: $1" >&2
    exit "${2:-1}"
}

install() {
    [ -x "$venv/bin/superset" ] && return
    echo "superset: installing ${packages[0]} into $venv, which takes some minutes" >&2
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" ||
        { rm -rf "$venv"; fail "the packages could not be installed; see above"; }
}

# A word nobody has seen before, readable by this account alone.
write_secret() {
    [ -s "$1" ] || (umask 077 && "$venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(42))' >"$1")
}

superset() {
    "$venv/bin/superset" "$@" >>"$SUPERSET_HOME/setup.log" 2>&1 || fail "superset $1 failed: $SUPERSET_HOME/setup.log"
}

# Its database holds what users draw: for this account alone.
make_home() {
    mkdir -p "$SUPERSET_HOME"
    chmod 700 "$SUPERSET_HOME"
}

initialise() {
    write_secret "$SUPERSET_HOME/secret_key"
    write_secret "$SUPERSET_HOME/password"
    [ -e "$SUPERSET_HOME/.ready" ] && return
    echo "superset: making its database in $SUPERSET_HOME, which takes some minutes" >&2
    superset db upgrade
    superset fab create-admin --username admin --firstname Hatsugen --lastname Admin \
        --email admin@localhost --password "$(cat "$SUPERSET_HOME/password")"
    superset init
    touch "$SUPERSET_HOME/.ready"
}

serve() {
    [ -e "$warehouse/current" ] || fail "nothing is published in $warehouse: run 'hatsugen run' first"
    # One process: DuckDB's readers of one process share memory, and a rate of clicks is all it must bear.
    "$venv/bin/gunicorn" --bind "127.0.0.1:$port" --workers 1 --worker-class gthread --threads 8 --timeout 120 \
        --error-logfile "$SUPERSET_HOME/server.log" "superset.app:create_app()" >>"$SUPERSET_HOME/server.log" 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
    trap 'exit 0' INT TERM
    "$venv/bin/python" -m scripts.superset_import "http://127.0.0.1:$port" "$SUPERSET_HOME/password" "$warehouse" ||
        fail "the dashboard could not be imported; see above and $SUPERSET_HOME/server.log"
    echo "superset: http://127.0.0.1:$port/superset/dashboard/hatsugen/ (user admin, password in $SUPERSET_HOME/password)"
    wait "$server"
}

case "${1:-serve}" in
    setup) make_home && install && initialise ;;
    serve) make_home && install && initialise && serve ;;
    *) fail "'$1' is neither setup nor serve" 2 ;;
esac
