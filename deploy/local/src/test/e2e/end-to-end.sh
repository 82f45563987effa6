#!/usr/bin/env bash
# The suite on a stack of its own, with real processes and real failures: every payment decided once, every bad record a
# dead letter, whatever is sent twice, killed or taken away meanwhile; and an audit that finds nothing, or what is missing.
#
# usage: deploy/local/src/test/e2e/end-to-end.sh
#
# Uses free ports and a temporary state folder; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_stack
run fraud-scoring scripts/submit fraud-scoring
run table-writer scripts/submit table-writer
run arm scripts/audit --arm

simulate 1 --count 4000 --rate 500 --bad 60 --sampled 100
check "every payment among bad records is decided, once" 4000 "$(await_sql 4000 "$(rows_of 1)")"
check "every decision names its own input record" 4000 \
  "$(sql "select count(distinct (source_topic, source_partition, source_offset)) from fraud.decisions")"
check "every bad record is a dead letter" 60 "$(await_sql 60 "select count(*) from ops.dead_letters")"
check "with as many reasons as there are kinds" 12 "$(sql "select count(distinct (stage, reason)) from ops.dead_letters")"
check "and restarts no job" 0 "$(restarts)"
check "every payment of a sampled trace leaves a span" 40 "$(grep -c parent_span_id "$MILLRACE_STATE/logs/taskmanager-1.log")"
check "and every checkpoint" yes "$(grep -q 'Reported span.*Checkpoint' "$MILLRACE_STATE/logs/jobmanager.log" && echo yes)"
check "Prometheus can read how long they took" 2 "$(metrics | grep -c 'decisionLatencyMs_bucket{.*le="Inf"')"

content="select md5(string_agg(d::text, ' ' order by transaction_id)) from fraud.decisions d where transaction_id like 'sim-1-%'"
before=$(sql "$content")
run resend scripts/simulate payments --seed 1 --cards 200 --terminals 400 --count 4000 --fast
simulate 2 --count 400 --rate 400
check "payments after a replay are decided" 400 "$(await_sql 400 "$(rows_of 2)")"
check "the replay adds no row" 4400 "$(sql "select count(*) from fraud.decisions")"
check "and changes none" "$before" "$(sql "$content")"

background simulate 3 --count 6000 --rate 300
load=$!
under_way 3 1000 6000
kill -9 "$(cat "$MILLRACE_STATE/pids/taskmanager-1")"
wait "$load"
check "a TaskManager killed under load loses nothing and repeats nothing" 6000 "$(await_sql 6000 "$(rows_of 3)")"

kill -9 "$(cat "$MILLRACE_STATE/pids/postgres")"
succeeds "decisions flow without the database" simulate-4 payments 4 --count 2000 --rate 300
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

breached() { grep -oE '"id":"I[0-9]","name":"[^"]*","state":"breach"' | grep -oE '"I[0-9]"' | tr -d '"' | paste -sd ' '; }

succeeds "all of it stands an audit" audit scripts/audit
run self-test scripts/audit --self-test
check "the audit finds every breach that is planted" 27 "$(grep -c ' ok$' "$work/self-test.log")"
run stop scripts/stop table-writer
simulate 6 --count 500 --rate 500
check "what is missing is found" "I1 I7" "$(scripts/audit --json --wait 5 2>/dev/null | breached)"
run table-writer-again scripts/submit table-writer --from "$(tail -n 1 "$work/stop.log")"
succeeds "and nothing is missing once the job is back, from the savepoint that is named" audit-again scripts/audit

# Not where a check has failed: that needs the logs.
if ((failed == 0)); then
  succeeds "the stack is stopped and what it kept is deleted" wipe scripts/down --wipe
  check "and nothing is left of it" '' "$(ls -A "$MILLRACE_STATE")"
fi

summary
