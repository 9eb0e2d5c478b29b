#!/usr/bin/env bash
# The production set-up, once, on this machine and in a folder of its own: PostgreSQL, Prefect's server on it,
# a process worker, the deployment of prefect.yaml, one night on samples/, and the night's kill.
#
#   apt-get install postgresql
#   docs/operations/rehearse.sh            as root, or as a user that may run initdb
#
# Everything it starts it ends, and it leaves nothing behind. Prints what it sees; ends with 0 when all stood.
set -euo pipefail
set -m # else what runs behind `&` ignores SIGINT, by which Prefect's worker ends
cd "$(dirname "$0")/../.."

root=$PWD
bin=$root/.venv/bin
pg=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
work=$(mktemp -d /tmp/hatsugen-rehearsal.XXXXXX)
free_port() { "$bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
pg_port=$(free_port) api_port=$(free_port)
server= worker=

# initdb refuses root; Debian's package brings a user for it.
as_pg() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$work"; fi
chmod 755 "$work"

finish() {
    code=$?
    # The worker first: it tells the server that it ends.
    for pid in $worker $server; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    as_pg "$pg/pg_ctl" -D "$work/pg" -m immediate -s stop 2>/dev/null || true
    if [ "$code" = 0 ]; then rm -rf "$work"; else echo "failed: the logs are in $work" >&2; fi
    exit "$code"
}
trap finish EXIT

say() { printf '%s  %s\n' "$(date -u +%T)" "$*"; }

as_pg "$pg/initdb" -D "$work/pg" -U hatsugen --auth=trust >"$work/initdb.log"
as_pg "$pg/pg_ctl" -D "$work/pg" -s -w -l "$work/pg/server.log" \
    -o "-c listen_addresses=127.0.0.1 -p $pg_port -k $work/pg" start
"$pg/createdb" -h 127.0.0.1 -p "$pg_port" -U hatsugen prefect
say "PostgreSQL: $("$pg/psql" -h 127.0.0.1 -p "$pg_port" -U hatsugen -Atc 'show server_version' prefect)"

mkdir -p "$work/home/inbox"
cp samples/* "$work/home/inbox/"
export HATSUGEN_ROOT=$root HATSUGEN_HOME=$work/home
export PREFECT_HOME=$work/prefect PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1
export PREFECT_API_URL=http://127.0.0.1:$api_port/api

PREFECT_API_DATABASE_CONNECTION_URL="postgresql+asyncpg://hatsugen@127.0.0.1:$pg_port/prefect" \
    "$bin/prefect" server start --host 127.0.0.1 --port "$api_port" --no-ui >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 120); do curl -fs "$PREFECT_API_URL/health" >/dev/null && break; sleep 1; done
say "Prefect's server answers: $("$bin/prefect" --version)"

"$bin/prefect" work-pool create hatsugen --type process >"$work/pool.log" 2>&1
"$bin/prefect" --no-prompt deploy --name nightly >"$work/deploy.log" 2>&1
say "deployed: $(grep -o "Deployment '[^']*' successfully created" "$work/deploy.log")"
"$bin/prefect" worker start --pool hatsugen --type process >"$work/worker.log" 2>&1 &
worker=$!

state() { "$pg/psql" -h 127.0.0.1 -p "$pg_port" -U hatsugen -Atc "select state_name from flow_run where name = '$1'" prefect; }
await_end() {
    for _ in $(seq 180); do
        case $(state "$1") in Completed | Failed | Crashed | Cancelled) return ;; esac
        sleep 1
    done
}

"$bin/prefect" deployment run nightly/nightly --flow-run-name first >"$work/run.log" 2>&1
await_end first
say "first run: $(state first); snapshot: $(readlink "$work/home/warehouse/current")"
[ "$(state first)" = Completed ]

"$bin/prefect" deployment run nightly/nightly --flow-run-name second >>"$work/run.log" 2>&1
await_end second
say "second run (nothing new): $(state second); snapshot: $(readlink "$work/home/warehouse/current")"
[ "$(state second)" = Completed ]

count() { "$pg/psql" -h 127.0.0.1 -p "$pg_port" -U hatsugen -Atc "$1" prefect; }
say "in PostgreSQL: $(count 'select count(*) from flow_run') flow runs, $(count 'select count(*) from task_run') task runs, $(count 'select count(*) from artifact') artifacts"
say "scheduled: $(count "select to_char(min(next_scheduled_start_time) at time zone 'Asia/Tokyo', 'HH24:MI') from flow_run where state_type = 'SCHEDULED'") Asia/Tokyo"
say "$("$bin/hatsugen" status | head -1)"
"$bin/hatsugen" verify --full
