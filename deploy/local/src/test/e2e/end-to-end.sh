#!/usr/bin/env bash
# The suite on a stack of its own, with real processes and real failures: every payment decided once, every bad record a
# dead letter, whatever is sent twice, killed or taken away meanwhile.
#
# usage: deploy/local/src/test/e2e/end-to-end.sh
#
# Uses free ports and a temporary state folder; leaves nothing running. Last line: N passed, N failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../../.."

work=$(mktemp -d)
export MILLRACE_STATE=$work/state MILLRACE_STACK=$work/stack.properties
passed=0
failed=0

finish() {
  scripts/down >"$work/down.log" 2>&1 || cat "$work/down.log"
  if ((failed == 0)); then
    rm -rf "$work"
  else
    echo "logs are kept in $work" >&2
  fi
}
trap finish EXIT

# Compares what a check found with what it should be.
check() {
  local name=$1 expected=$2 actual=$3
  if [[ $actual == "$expected" ]]; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name: expected '$expected', got '$actual'"
  fi
}

run() {
  local log=$work/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    echo "FAILED  $*" && tail -n 20 "$log"
    failed=$((failed + 1))
    return 1
  fi
}

sql() { scripts/tables --csv -c "$1" | tail -n 1 | tr -d '\r'; }

# Repeats a query until it answers a value, for two minutes at the most; prints the last answer.
await_sql() {
  local wanted=$1 query=$2 answer='' deadline=$((SECONDS + 120))
  while ((SECONDS < deadline)); do
    answer=$(sql "$query")
    [[ $answer == "$wanted" ]] && break
  done
  echo "$answer"
}

rows_of() { echo "select count(*) from fraud.decisions where transaction_id like 'sim-$1-%'"; }

simulate() {
  local seed=$1
  shift
  run "simulate-$seed" scripts/simulate payments --seed "$seed" --cards 200 --terminals 400 --await --timeout 120s "$@"
}

# Ports that nobody listens on, one for each setting.
free_ports() {
  local port=$((20000 + RANDOM % 20000)) setting
  for setting in kafka.port kafka.controller-port schema-registry.port database.port flink.rest-port flink.rpc-port; do
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$setting=$port"
    port=$((port + 1))
  done
  echo "flink.metrics-ports=$port-$((port + 19))"
}

restarts() {
  scripts/status --json | grep -oE '"restarts" *: *[0-9]+' | grep -oE '[0-9]+$' | sort -n | tail -n 1
}

free_ports >"$MILLRACE_STACK"
echo "start.timeout=240" >>"$MILLRACE_STACK"
run up scripts/up
run topics scripts/topics apply
run schemas scripts/schemas register
run migrate scripts/migrate
run fraud-scoring scripts/submit fraud-scoring
run table-writer scripts/submit table-writer

simulate 1 --count 4000 --rate 500 --bad 55
check "every payment among bad records is decided, once" 4000 "$(await_sql 4000 "$(rows_of 1)")"
check "every decision names its own input record" 4000 \
  "$(sql "select count(distinct (source_topic, source_partition, source_offset)) from fraud.decisions")"
check "every bad record is a dead letter" 55 "$(await_sql 55 "select count(*) from ops.dead_letters")"
check "with as many reasons as there are kinds" 11 "$(sql "select count(distinct (stage, reason)) from ops.dead_letters")"
check "and restarts no job" 0 "$(restarts)"

content="select md5(string_agg(d::text, ' ' order by transaction_id)) from fraud.decisions d where transaction_id like 'sim-1-%'"
before=$(sql "$content")
run resend scripts/simulate payments --seed 1 --cards 200 --terminals 400 --count 4000 --fast
simulate 2 --count 400 --rate 400
check "payments after a replay are decided" 400 "$(await_sql 400 "$(rows_of 2)")"
check "the replay adds no row" 4400 "$(sql "select count(*) from fraud.decisions")"
check "and changes none" "$before" "$(sql "$content")"

simulate 3 --count 6000 --rate 300 &
load=$!
deadline=$((SECONDS + 60))
until (($(sql "$(rows_of 3)") > 1000)) || ((SECONDS > deadline)); do :; done
kill -9 "$(cat "$MILLRACE_STATE/pids/taskmanager-1")"
wait "$load"
check "a TaskManager killed under load loses nothing and repeats nothing" 6000 "$(await_sql 6000 "$(rows_of 3)")"

kill -9 "$(cat "$MILLRACE_STATE/pids/postgres")"
simulate 4 --count 2000 --rate 300
check "decisions flow without the database" 0 "$?"
run up-again scripts/up
check "and their rows follow when it is back" 2000 "$(await_sql 2000 "$(rows_of 4)")"
check "no row was refused for the outage" 0 "$(sql "select count(*) from ops.dead_letters where stage = 'WRITE'")"

run down scripts/down
run up-after-down scripts/up
check "rows survive down and up" 12400 "$(sql "select count(*) from fraud.decisions")"
run resend-after-down scripts/simulate payments --seed 4 --cards 200 --terminals 400 --count 2000 --fast
simulate 5 --count 400 --rate 400
check "jobs come back" 400 "$(await_sql 400 "$(rows_of 5)")"
check "and know what they decided before" 12800 "$(sql "select count(*) from fraud.decisions")"

echo "$passed passed, $failed failed"
((failed == 0))
