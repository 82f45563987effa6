#!/usr/bin/env bash
# What a shop sees while shoppers click, on a stack of its own: new items are recommended, what is bought is gone, variants are
# compared; across a killed TaskManager, with clicks that come twice or too late, and a job that is stopped and goes on.
#
# usage: deploy/local/src/test/e2e/recommendations.sh
#
# Uses free ports and a temporary state folder; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Simulates shoppers into a file of its own: shop SEED ARGUMENT ...; fails if a session is not answered, or shown what it bought.
shop() {
  local seed=$1
  shift
  scripts/simulate shop --seed "$seed" --await --timeout 120s --json "$@" >"$work/shop-$seed.json" 2>"$work/shop-$seed.log"
}

# A figure of a run.
figure() { grep -oE "\"$2\" *: *[0-9.]+" "$work/shop-$1.json" | grep -oE '[0-9.]+$'; }

# How often a word stands in what the collector was sent.
spans() { { grep -ao "$1" "$work/spans" || true; } | wc -l; }

# Sessions of a run: their ids hold the seed in base 36.
sessions_of() { echo "select count(*) from recommendations.current where session_id like 'session-$1-%'"; }

# Where spans go: what a collector would be sent.
background java deploy/local/src/test/e2e/Receiver.java "$work/spans" 200 2>"$work/receiver.log"
await_text yes exists "$work/spans.port" >/dev/null
settings+=("$(sed "s/:4318/:$(cat "$work/spans.port")/" deploy/monitoring/otlp.properties)")
start_stack
run recommendations scripts/submit recommendations '-Dexperiment.variants=baseline 1; bold 1 exploration-share=0.1' \
  -Dranking.seen=drop
run table-writer scripts/submit table-writer
run arm scripts/audit --arm

background shop 1 --rate 120 --count 4500 --items 500 --duplicates 0.03 --late 0.01
load=$!
# Half of it is sent by then, whatever the machine is busy with: the table says so.
check "shoppers are under way" "t yes" \
  "$(await_sql t "select count(*) > 150 from recommendations.current") $(kill -0 "$load" && echo yes)"
kill -9 "$(cat "$MILLRACE_STATE/pids/taskmanager-1")"
answered=yes
wait "$load" || answered="no: $(tail -n 1 "$work/shop-1.log")"
check "every session is answered to its last click, and shown nothing that it bought or hid" yes "$answered"
check "after a restart" yes "$( (($(restarts) >= 1)) && echo yes)"
check "every session has a row" "$(figure 1 sessions)" "$(await_sql "$(figure 1 sessions)" "$(sessions_of 1)")"
check "each click that came too late is a dead letter" "$(figure 1 late)" \
  "$(await_sql "$(figure 1 late)" "select count(*) from ops.dead_letters where reason = 'interaction-late'")"
new=$(figure 1 newItems || true)
check "there were new items" yes "$( ((new > 0)) && echo yes)"
check "each of them was recommended to others" "$new" "$(figure 1 newItemsRecommended)"
check "within a minute of when it was first looked at" yes "$( (($(figure 1 longestUntilRecommendedMs) < 60000)) && echo yes)"
check "variants are compared" "baseline bold" "$(await_sql "baseline bold" \
  "select string_agg(distinct variant, ' ' order by variant) from recommendations.variant_quality where click_through > 0")"
check "only one of them explores" bold "$(await_sql bold \
  "select string_agg(distinct variant, ' ') from recommendations.current where items @> '[{\"reason\": \"EXPLORATION\"}]'")"

run stop scripts/stop recommendations
run again scripts/submit recommendations
answered=yes
shop 2 --rate 120 --count 900 --items 500 --sampled 9 || answered="no: $(tail -n 1 "$work/shop-2.log")"
check "stopped and submitted again, it goes on with what it knows" yes "$answered"
check "and every session has a row" "$(figure 2 sessions)" "$(await_sql "$(figure 2 sessions)" "$(sessions_of 2)")"
check "clicks of sampled traces are spans at the collector" yes "$( (($(await_above 50 spans parent_span_id) > 50)) && echo yes)"
check "and so are checkpoints and starts of jobs" yes \
  "$( (($(spans Checkpoint) > 0 && $(spans JobInitialization) > 0)) && echo yes)"
succeeds "and an audit finds nothing" audit scripts/audit
run self-test scripts/audit --self-test
check "the audit finds every breach that is planted among recommendations" 12 "$(grep -c ' ok$' "$work/self-test.log")"

summary
