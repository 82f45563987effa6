#!/usr/bin/env bash
# Contracts that evolve and data that is checked at the door, on a stack of its own: several versions in one topic, an upgrade
# under load, a registry that is slow, away and back, hostile payloads, a topic gone wrong, dead letters put back.
#
# usage: deploy/local/src/test/e2e/contracts.sh
#
# Uses free ports and a temporary state folder; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

pid_of() { cat "$MILLRACE_STATE/pids/$1"; }

dead_letters() { echo "select count(*) from ops.dead_letters where ${1:-true}"; }

# The release before: the same sources, built to read version 4 of a payment: it knows all fields but the authentication.
build_older_release() {
  mkdir "$work/older"
  tar -c --exclude=./.git --exclude=./.local --exclude=target . | tar -x -C "$work/older"
  (cd "$work/older" && mvn -B -ntp -T 2 package -pl jobs/fraud-scoring -am -Dtransaction.version=4 \
    -Dmaven.test.skip -Dspotless.check.skip -Denforcer.skip)
}

# A metric of a job's step, added up over its subtasks.
metric() { metrics | awk -v name="_$1{" 'index($0, name) { sum += $NF } END { printf "%d\n", sum }'; }

# Heap that live objects take after a full collection, in KiB. Not what the collector says is in use: that has whole regions in it, and
# differs by a seventh from one collection to the next.
heap_used() {
  local histogram
  histogram=$(jcmd "$(pid_of taskmanager-1)" GC.class_histogram)
  awk '$1 == "Total" { printf "%d\n", $3 / 1024 }' <<<"$histogram"
}

# The jobs of scripts/status, one JSON object on each line.
jobs() { scripts/status --json | sed 's/.*"jobs"//' | grep -oE '\{[^{}]*\}'; }

# The least of five, in KiB: what is just on its way is not what is left behind.
heap_at_rest() { for _ in 1 2 3 4 5; do heap_used; done | sort -n | head -n 1; }

# Heap at rest once it is at most a tenth above what it was, for a minute at the most; prints the last one.
await_heap() {
  local before=$1 now=0 deadline=$((SECONDS + 60))
  while ((SECONDS < deadline)); do
    now=$(heap_used)
    ((now * 10 < before * 11)) && break
  done
  echo "$now"
}

job_state() { jobs | grep '"fraud-scoring"' | sed -nE 's/.*"state" *: *"([A-Z]+)".*/\1/p'; }

# How often the cluster has restarted any job so far.
job_restarts() { grep -c 'AdaptiveScheduler.*Restarting job' "$MILLRACE_STATE/logs/jobmanager.log" || true; }

run build-older-release build_older_release
older=$(echo "$work"/older/jobs/fraud-scoring/target/millrace-fraud-scoring-*.jar)
start_stack
begin=$SECONDS
run check scripts/schemas check
echo "        scripts/schemas check: $((SECONDS - begin)) s"

# --- Many versions at once, and an upgrade while they flow
run fraud-scoring scripts/submit fraud-scoring --jar "$older"
run table-writer scripts/submit table-writer
background simulate 1 --count 6000 --rate 300 --versions 1,2,3,4,5
load=$!
check "a reader of v4 decides v1 to v5" yes \
  "$( (($(await_above 1500 sql "$(rows_of 1)") > 1500)) && echo yes)"
run stop scripts/stop fraud-scoring
run upgrade scripts/submit fraud-scoring
wait "$load"
grep -vE "^sent [0-9,]+ \(" "$work/simulate-1.log"
check "an upgrade to v5 under load loses nothing and repeats nothing" 6000 "$(await_sql 6000 "$(rows_of 1)")"
check "each decision has an input record of its own" 6000 \
  "$(sql "select count(distinct (source_topic, source_partition, source_offset)) from fraud.decisions")"
check "fields that v1 does not have are empty, those of v2 to v5 are there" 4800 \
  "$(sql "select count(merchant_category) from fraud.decisions")"
check "no version made a dead letter" 0 "$(sql "$(dead_letters)")"
run stop-upgrade scripts/stop fraud-scoring
run roll-back scripts/submit fraud-scoring --rollback
check "the release before comes back" yes "$(cmp -s "$older" "$MILLRACE_STATE/jobs/fraud-scoring/fraud-scoring.jar" && echo yes)"
simulate 12 --count 300 --rate 300
check "and decides" 300 "$(await_sql 300 "$(rows_of 12)")"
run stop-older scripts/stop fraud-scoring
run forward scripts/submit fraud-scoring --rollback
newer=$(echo jobs/fraud-scoring/target/millrace-fraud-scoring-*.jar)
check "and so does the release that it replaced" yes "$(cmp -s "$newer" "$MILLRACE_STATE/jobs/fraud-scoring/fraud-scoring.jar" && echo yes)"

# --- A registry that is slow, away, and back
background simulate 2 --count 6000 --rate 300 --versions 1,2,3,4,5
load=$!
under_way 2 500 6000
kill -STOP "$(pid_of schema-registry)"
kill -9 "$(pid_of taskmanager-1)"
wait "$load"
check "with a warm cache a restart needs no registry" 6000 "$(await_sql 6000 "$(rows_of 2)")"
kill -CONT "$(pid_of schema-registry)"

background simulate 3 --count 6000 --rate 300 --versions 1,2,3,4,5
load=$!
under_way 3 500 6000
kill -9 "$(pid_of schema-registry)"
rm -r "$MILLRACE_STATE/schema-cache"
kill -9 "$(pid_of taskmanager-1)"
waiting=$(await_above 0 metric recordsWaitingForSchema)
check "with a cold cache records wait for the registry" yes "$( ((waiting > 0)) && echo yes)"
echo "        recordsWaitingForSchema $waiting, registryFailures $(metric registryFailures)"
check "and the log says what waits for what" yes \
  "$(grep -qE 'records of Transaction wait for [0-9]+ schemas, asking again for schema [0-9]+ in' "$MILLRACE_STATE"/logs/taskmanager-1.log && echo yes)"
run registry-back scripts/up
wait "$load"
check "and are decided when it is back" 6000 "$(await_sql 6000 "$(rows_of 3)")"
check "no outage made a dead letter" 0 "$(sql "$(dead_letters)")"

# --- Hostile payloads
before_restarts=$(job_restarts)
run hostile-first scripts/simulate hostile --register
simulate 4 --count 500 --rate 500
heap_before=$(heap_at_rest)
run hostile scripts/simulate hostile --register --count 5000
simulate 5 --count 3000 --rate 500
heap_after=$(await_heap "$heap_before")
cat "$work/hostile.log"
echo "        job restarts so far, for the two killed TaskManagers: $before_restarts"
echo "        live objects after a full collection: $heap_before KiB before, $heap_after KiB after"
check "payments among hostile payloads are decided" 3000 "$(await_sql 3000 "$(rows_of 5)")"
check "hostile payloads leave nothing behind on the heap" yes "$( ((heap_after * 10 < heap_before * 11)) && echo yes)"
check "and restart nothing" "$before_restarts" "$(job_restarts)"
sql "select 'dead letters by stage: ' || string_agg(stage || ' ' || n, ', ') from (select stage, count(*) n from ops.dead_letters group by 1 order by 1) s"
scripts/tables -c "select reason, count(*) from ops.dead_letters where job in ('fraud-scoring', 'table-writer') and stage <> 'WRITE' group by 1 order by 2 desc limit 40"

# --- Card numbers
since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
simulate 6 --count 120 --rate 120 --bad 120
check "a card number is a dead letter" yes "$( (($(await_above 9 sql "$(dead_letters "reason = 'card-number'")") >= 10)) && echo yes)"
check "that does not hold it" 0 "$(sql "$(dead_letters "position('4111111111111111'::bytea in value) > 0 or position('4111111111111111'::bytea in key) > 0 or detail like '%4111111111111111%' or headers::text like '%4111111111111111%'")")"
check "nor does any log" no "$(grep -rqF 4111111111111111 "$MILLRACE_STATE/logs" && echo yes || echo no)"

# --- A topic gone wrong that payments do not need
label=$(tr -d '\n' <schemas/fraud-label/samples/v2.json | sed -E 's/"card_id": *"[^"]*"/"card_id": ""/')
for ((i = 0; i < 5000; i++)); do echo "$label"; done >"$work/labels"
letters=$(sql "$(dead_letters "source_topic = 'payments.fraud-labels' and stage = 'VALIDATE'")")
run bad-labels scripts/topics send payments.fraud-labels "$work/labels"
check "labels gone wrong are dead letters" $((letters + 5000)) \
  "$(await_sql $((letters + 5000)) "$(dead_letters "source_topic = 'payments.fraud-labels' and stage = 'VALIDATE'")")"
simulate 10 --count 60 --rate 60
check "and stop no payment" 60 "$(await_sql 60 "$(rows_of 10)")"

# --- A topic gone wrong
run bad-topic scripts/simulate payments --seed 7 --count 1 --bad 6000 --fast
deadline=$((SECONDS + 60))
until [[ $(job_state) == FAILED ]] || ((SECONDS > deadline)); do sleep 0.3; done
check "a topic gone wrong stops the job" FAILED "$(job_state)"
check "without a restart" "$before_restarts" "$(job_restarts)"
scripts/status | grep 'is FAILED' || true
check "before it has all become dead letters" yes "$( (($(sql "$(dead_letters "key like 'card-7-%'")") < 6000)) && echo yes)"
run go-on scripts/submit fraud-scoring -Dinput.breaker-share=1
check "and nothing is lost when it is told to go on" 6000 "$(await_sql 6000 "$(dead_letters "key like 'card-7-%'")")"

# --- Dead letters put back
run stop-2 scripts/stop fraud-scoring
run strict scripts/submit fraud-scoring -Dvalidation.past-horizon=1d -Dinput.breaker-share=1
run too-old scripts/simulate payments --seed 8 --cards 200 --terminals 400 --count 400 --fast
too_old="reason = 'event-time-too-old' and key like 'card-8-%'"
check "payments that break a rule are dead letters" 400 "$(await_sql 400 "$(dead_letters "$too_old")")"
run stop-3 scripts/stop fraud-scoring
run relaxed scripts/submit fraud-scoring
run replay-dry scripts/dead-letters replay --reason event-time-too-old --since "$since" --dry-run
check "a rehearsal marks none" 400 "$(sql "$(dead_letters "$too_old and replayed_at is null")")"
run replay scripts/dead-letters replay --reason event-time-too-old --since "$since"
tail -n 1 "$work/replay.log"
check "once the rule is relaxed each is decided" 400 "$(await_sql 400 "$(rows_of 8)")"
check "and marked" 0 "$(sql "$(dead_letters "$too_old and replayed_at is null")")"
run replay-again scripts/dead-letters replay --reason event-time-too-old --since "$since"
run send-again scripts/simulate payments --seed 8 --cards 200 --terminals 400 --count 400 --fast
simulate 9 --count 200 --rate 200
check "and once only, replayed again and sent again" "200 400" \
  "$(await_sql 200 "$(rows_of 9)") $(sql "$(rows_of 8)")"
kept="reason = 'currency-unknown' and key like 'card-6-%'"
wanted=$(sql "$(dead_letters "$kept")")
for attempt in 1 2 3; do
  run "replay-$attempt" scripts/dead-letters replay --reason currency-unknown --since "$since"
  await_sql $((wanted * (attempt + 1))) "$(dead_letters "$kept")" >/dev/null
done
check "a record that stays bad is put back three times" $((wanted * 4)) "$(sql "$(dead_letters "$kept")")"
check "and then no more" 1 "$(scripts/dead-letters replay --reason currency-unknown --since "$since" >"$work/loop.log" 2>&1 && echo 0 || echo 1)"
tail -n 1 "$work/loop.log"

summary
