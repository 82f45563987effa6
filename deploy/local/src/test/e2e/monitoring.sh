#!/usr/bin/env bash
# What an SRE sees, on a stack of its own that runs every job: each series that an alert asks for is there, every panel of a dashboard
# shows something, and the alerts that fire are those for what went wrong on purpose.
#
# usage: deploy/local/src/test/e2e/monitoring.sh
#
# Needs Prometheus (Debian: apt-get install prometheus). Uses free ports and a temporary state folder; leaves nothing running.
# Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Prometheus as it is shipped, but with this stack's ports, and more often.
start_prometheus() {
  local first port edits=(-e 's/15s/5s/' -e "s/:19270/:$1/")
  first=$(sed -n 's/^flink\.metrics-ports=\([0-9]*\)-.*/\1/p' "$MILLRACE_STACK")
  for port in {0..7}; do edits+=(-e "s/:1925$port/:$((first + port))/"); done
  mkdir -p "$work/monitoring"
  cp deploy/monitoring/*.rules.yml "$work/monitoring"
  sed "${edits[@]}" deploy/monitoring/prometheus.yml >"$work/monitoring/prometheus.yml"
  background prometheus --config.file "$work/monitoring/prometheus.yml" --storage.tsdb.path "$work/metrics" \
    --web.listen-address 127.0.0.1:0 2>"$work/prometheus.log"
  prometheus=http://127.0.0.1:$(await_text yes listens >/dev/null && listening)
}

listening() { sed -nE 's/.*msg="Listening on" address=.*:([0-9]+).*/\1/p' "$work/prometheus.log" | tail -n 1; }
listens() { if [[ -n $(listening) ]]; then echo yes; fi; }

# Where scripts/notify says that its metrics are.
announced() { sed -nE 's|.*metrics at http://127.0.0.1:([0-9]+)/metrics|\1|p' "$work/notify.log" | grep . || echo 0; }

# What Prometheus answers; nothing where there is no such series.
ask() { promtool query instant "$prometheus" "$1"; }

# A number that Prometheus answers; 0 where it knows none yet.
number() { ask "$1" | sed -nE 's/.*=> ([0-9]+).*/\1/p' | grep . || echo 0; }

# Series that these files ask for, each with what it must be labelled with.
series() {
  sed 's/^ *#.*//' "$@" | tr '\n' ' ' | tr -s ' ' | grep -oE '(flink|millrace)_[A-Za-z_]+(\{[^}]*\})?' | sort -u
}

# Queries of the panels of dashboards, whatever they leave out because it is 0.
queries() {
  sed -nE 's/^ *"expr": "(.*)",?$/\1/p' "$@" | grep -v '^ALERTS' |
    sed -e 's/\\"/"/g' -e "s/\\\$job/.+/g" -e "s/\\\$__rate_interval/30s/g" -e 's/ > 0$//' | sort -u
}

# Names of the alerts that fire.
firing() { ask 'ALERTS{alertstate="firing"}' | sed -nE 's/.*alertname="([A-Za-z]+)".*/\1/p' | sort -u | paste -sd ' '; }

# A live rule that declines, as a line of Avro's JSON: rule ID CONDITION
rule() {
  printf '{"rule_id": "%s", "version": 1, "state": "LIVE", "description": "For this test.", "condition": "%s", "outcome": "DECLINE", ' "$1" "$2"
  printf '"weight": 0.9, "reason_code": "TEST", "max_decline_share": 0.01, "snoozes": [], "author": "ann", "event_time": %s}\n' "$(date +%s%3N)"
}

# An acknowledgement of an alert that is not there: acknowledge ID UNTIL
acknowledge() {
  printf '{"command_id": "%s", "alert_id": "SHIPMENT:nowhere:MISSED_MILESTONE", "kind": "ACKNOWLEDGE", "event_time": %s, ' "$1" "$(date +%s%3N)"
  printf '"by": "ann", "until": %s, "note": null}\n' "$2"
}

# What Prometheus has no answer to, of what a command prints: unanswered COMMAND FILE ...
unanswered() {
  local line
  "$@" | while IFS= read -r line; do
    [[ -n $(ask "$line") ]] || echo "$line"
  done
}

start_stack
for job in fraud-scoring recommendations supply-chain-alerts table-writer; do
  run "$job" scripts/submit "$job" -Djob.parallelism=1
done
background java deploy/local/src/test/e2e/Receiver.java "$work/received" 204 2>"$work/receiver.log"
hook=$(await_text yes exists "$work/received.port" >/dev/null && cat "$work/received.port")
background scripts/notify --url "http://127.0.0.1:$hook/hook" --metrics-address 127.0.0.1:0 2>"$work/notify.log"
start_prometheus "$(await_above 0 announced)"

# Something of everything, wrong things too: what has never been is no series.
rule capped 'amount_minor >= 0' | send capped payments.fraud-rules
rule without-answer '100 / (amount_minor % 2) > 1' | send without-answer payments.fraud-rules
rule broken 'amount_minr >= 0' | send broken payments.fraud-rules
acknowledge c-1 null | send unknown-alert supply.alert-commands
acknowledge c-2 '{"long": 1}' | send wrong-command supply.alert-commands
run payments payments 1 --count 1500 --rate 150
run shop scripts/simulate shop --seed 1 --count 1500 --rate 150 --late 0.02 --duplicates 0.02 --await --timeout 120s
run supply scripts/simulate supply --seed 1 --days 20 --calm-days 10 --fast
run hostile scripts/simulate hostile --count 200
written='flink_taskmanager_job_task_operator_rowsWritten{operator_name=~"write_(fraud_decisions|recommendations_current|supply_alerts)"}'
check "what every job says is written" 3 "$(await_above 2 number "count($written > 0)")"
check "each job has completed a checkpoint" 4 "$(await_above 3 number 'count(flink_jobmanager_job_lastCompletedCheckpointId > 0)')"
check "what an alert asks for is there" "" "$(await_text "" unanswered series deploy/monitoring/*.rules.yml)"
check "every panel shows something" "" "$(await_text "" unanswered queries deploy/monitoring/dashboards/*.json)"
expected="FraudPolicyRefused FraudRuleCapped FraudRuleFailing SupplyCommandRefused TableWriterRefused TableWriterUnreadable"
check "alerts fire for what went wrong" "$expected" "$(await_text "$expected" firing)"

summary
