#!/usr/bin/env bash
# Drills that CI has the time for, each with its audit; and the audit of a stack on which something is wrong.
#
# usage: deploy/local/src/test/e2e/drills.sh
#
# Uses free ports and temporary folders; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for drill in taskmanager-kill postgres-kill; do
  run "$drill" scripts/drill "$drill" --short || true
  tail -n 2 "$work/$drill.log"
  check "every invariant holds after $drill" "8 held" "$(tail -n 1 "$work/$drill.log" | grep -oE '[0-9] held')"
done

start_stack
run fraud-scoring scripts/submit fraud-scoring
run table-writer scripts/submit table-writer
run arm scripts/audit --arm
simulate 1 --count 3000 --rate 500 --bad 60
run resend scripts/simulate payments --seed 1 --cards 200 --terminals 400 --count 3000 --fast
succeeds "payments, bad records and a replay stand an audit" audit scripts/audit
run self-test scripts/audit --self-test
check "the audit finds every breach that is planted" 17 "$(grep -c ' ok$' "$work/self-test.log")"

breached() { grep -oE '"id":"I[0-9]","name":"[^"]*","state":"breach"' | grep -oE '"I[0-9]"' | tr -d '"' | paste -sd ' '; }

run stop scripts/stop table-writer
simulate 2 --count 500 --rate 500
check "what is missing is found" "I1 I7" "$(scripts/audit --json --wait 5 2>/dev/null | breached)"
run table-writer-again scripts/submit table-writer
succeeds "and nothing is missing once the job is back" audit-again scripts/audit

summary
