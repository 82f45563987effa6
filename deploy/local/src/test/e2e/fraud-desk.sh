#!/usr/bin/env bash
# What a fraud team does while payments flow, on a stack of its own: rules from shadow to live, a broken rule, a model trained,
# watched, made champion and rolled back, a past decision explained; across a killed TaskManager.
#
# usage: deploy/local/src/test/e2e/fraud-desk.sh
#
# Uses free ports and a temporary state folder; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

with_effect() { echo "select count(*) from fraud.decisions where rules @> '[{\"rule_id\": \"round-amounts\", \"effect\": \"$1\"}]'"; }

cat >"$work/rule.yaml" <<'RULE'
rule_id: round-amounts
description: Amounts from 20.00 on, for this test.
condition: amount_minor >= 2000 && cardCount30d >= 1
outcome: review
weight: 0.7
reason_code: ROUND_AMOUNT
RULE
sed 's/amount_minor/amount_minr/' "$work/rule.yaml" >"$work/broken.yaml"

start_stack
run put-shadow scripts/rules put "$work/rule.yaml" --state shadow
run fraud-scoring scripts/submit fraud-scoring
run table-writer scripts/submit table-writer

simulate 1 --count 1500 --rate 500
check "payments are decided beside it" 1500 "$(await_sql 1500 "$(rows_of 1)")"
check "a rule that was put before the job meets its first payments" "$(sql "$(rows_of 1) and amount_minor >= 2000")" \
  "$(await_sql "$(sql "$(rows_of 1) and amount_minor >= 2000")" "$(with_effect SHADOW)")"
check "a shadow rule changes no decision" 0 "$(sql "select count(*) from fraud.decisions where outcome <> model_outcome")"
check "the bundled model scores" "simulator-1" "$(sql "select string_agg(distinct scorer, ' ') from fraud.decisions")"
run shadow-report scripts/rules shadow-report round-amounts --since 3650d
check "its report says what it would have done" yes "$(grep -q EUR "$work/shadow-report.log" && echo yes)"

background simulate 2 --count 6000 --rate 300
load=$!
run live scripts/rules state round-amounts live
check "live, it has effect on payments under way" yes "$( (($(await_above 100 sql "$(with_effect APPLIED)") > 100)) && echo yes)"
scripts/rules put "$work/broken.yaml" >"$work/broken.log" 2>&1 || true
check "a broken rule is refused with its place" yes "$(grep -q "1:1 undeclared reference to 'amount_minr'" "$work/broken.log" && echo yes)"
kill -9 "$(cat "$MILLRACE_STATE/pids/taskmanager-1")"
wait "$load"
check "every payment was decided" 6000 "$(await_sql 6000 "$(rows_of 2)")"

run train scripts/train-fraud-model --simulate 25000 --seed 3 --cards 500 --trees 20 --depth 4 --fraud-share 0.03 --version test-2 \
  --out "$work/model.json"
run check-model scripts/models check "$work/model.json"
run challenger scripts/models put "$work/model.json" --role challenger
simulate 3 --count 300 --rate 150
check "a challenger is watched" 300 "$(await_sql 300 "$(rows_of 3) and challengers ? 'test-2' and scorer = 'simulator-1'")"
check "the live rule outlived the killed TaskManager" yes \
  "$( (($(await_above 10 sql "$(rows_of 3) and 'ROUND_AMOUNT' = any(reason_codes) and outcome = 'REVIEW'") > 10)) && echo yes)"
run champion scripts/models role test-2 champion
simulate 4 --count 300 --rate 150
check "as champion it decides" 300 "$(await_sql 300 "$(rows_of 4) and scorer = 'test-2'")"
id=$(sql "select transaction_id from fraud.decisions where scorer = 'test-2' and rules <> '[]' order by score desc limit 1")
run explain scripts/explain "$id"
check "a decision of it made again is the same" "made again: the same" "$(tail -n 1 "$work/explain.log")"
run rollback scripts/models role test-2 retired
simulate 5 --count 300 --rate 150
check "retired, it leaves the decision to the one before" 300 "$(await_sql 300 "$(rows_of 5) and scorer = 'simulator-1'")"
check "analysts see the rule's versions" 2 "$(sql "select count(*) from fraud.rules where rule_id = 'round-amounts'")"
succeeds "and an audit finds nothing" audit scripts/audit

summary
