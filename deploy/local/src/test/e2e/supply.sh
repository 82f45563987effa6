#!/usr/bin/env bash
# What a supply desk sees, on a stack of its own: a deadline that passes while nothing happens, an alert that is acknowledged
# beside one that is not, the same records twice, a killed TaskManager, a shipment that turns up.
#
# usage: deploy/local/src/test/e2e/supply.sh
#
# Uses free ports and a temporary state folder; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

now_ms() { date +%s%3N; }

# A plan of one step, as a line of Avro's JSON: plan SHIPMENT DUE_MS
plan() {
  printf '{"shipment_id": "%s", "version": 1, "event_time": %d, "lane_id": "CNSHA-NLRTM-OCEAN", "carrier_id": "c-1", ' "$1" "$(now_ms)"
  printf '"origin": "CNSHA", "destination": "NLRTM", "milestones": [{"business_step": "DEPARTING", "read_point": "CNSHA", '
  printf '"planned_at": %d}], "supplier_id": null, "order_ids": ["o-%s"], "sku_id": null, "quantity": null, ' "$2" "$1"
  printf '"value_minor": {"long": 5000000}, "currency": {"string": "EUR"}, "freight_minor": null, "required_by": null, '
  printf '"product_class": null, "owner": {"string": "lena"}, "cancelled": false}\n'
}

# departed SHIPMENT
departed() {
  printf '{"event_id": "departed-%s", "shipment_id": "%s", "business_step": "DEPARTING", "disposition": "IN_TRANSIT", ' "$1" "$1"
  printf '"read_point": "CNSHA", "event_time": %d, "estimated_at": null}\n' "$(now_ms)"
}

# acknowledge COMMAND_ID SHIPMENT
acknowledge() {
  printf '{"command_id": "%s", "alert_id": "SHIPMENT:%s:MISSED_MILESTONE", "kind": "ACKNOWLEDGE", "event_time": %d, ' "$1" "$2" "$(now_ms)"
  printf '"by": "ann", "until": null, "note": null}\n'
}

alert_of() { echo "SHIPMENT:$1:MISSED_MILESTONE"; }
versions_of() { echo "select count(*) from supply.alert_history where alert_id = '$(alert_of "$1")' and change = '$2'"; }
letters() { echo "select count(*) from ops.dead_letters where source_topic = 'supply.alert-commands' and reason = '$1'"; }

# The notifications in the table whose ids the webhook has not got.
untold() {
  comm -23 <(sql "select string_agg(notification_id, ' ') from supply.notifications" | tr ' ' '\n' | sort) \
    <(cut -d ' ' -f 1 "$work/received" | sort)
}

start_stack
run supply scripts/submit supply-chain-alerts -Djob.parallelism=1 "-Djob.checkpoint-interval=1 s" -Dkafka.delivery=transactional \
  "-Dmilestones.grace=0 s" "-Dmilestones.grace-of=" "-Dalerts.escalate-after=30 s" "-Dalerts.clear-after=5 s"
run table-writer scripts/submit table-writer -Djob.parallelism=1

# The first plan warms the job up: what is measured is the second.
plan warm "$(($(now_ms) + 1000))" | send warm supply.shipment-plans
check "a missed deadline is an alert" 1 "$(await_sql 1 "$(versions_of warm OPENED)")"

due=$(($(now_ms) + 15000))
{ plan quiet "$due" && plan loud "$due"; } | send plans supply.shipment-plans
check "a deadline passes while nothing happens" 1 "$(await_sql 1 "$(versions_of quiet OPENED)")"
seconds=$(sql "select round(extract(epoch from recorded_at) - $due / 1000.0, 1) from supply.alert_history
  where alert_id = '$(alert_of quiet)' and version = 1")
check "its row comes after the deadline ($seconds s)" t "$(sql "select $seconds >= 0")"

acknowledge a-1 quiet | send acknowledged supply.alert-commands
check "somebody acknowledges it" ACKNOWLEDGED \
  "$(await_sql ACKNOWLEDGED "select state from supply.alerts where alert_id = '$(alert_of quiet)'")"
send again-plans supply.shipment-plans <"$work/plans.jsonl"
send again-acknowledged supply.alert-commands <"$work/acknowledged.jsonl"
acknowledge a-2 nowhere | send nowhere supply.alert-commands
check "a command that comes twice is a dead letter" 1 "$(await_sql 1 "$(letters command-duplicate)")"
check "as is one for an alert that is not there" 1 "$(await_sql 1 "$(letters command-alert-unknown)")"
check "the alert beside it is escalated" t "$(await_sql t "select ($(versions_of loud ESCALATED)) > 0")"
check "the acknowledged one is not, whatever came twice" "OPENED ACKNOWLEDGED" \
  "$(sql "select string_agg(change, ' ' order by version) from supply.alert_history where alert_id = '$(alert_of quiet)'")"

kill -9 "$(cat "$MILLRACE_STATE/pids/taskmanager-1")"
plan outage "$(($(now_ms) + 3000))" | send outage supply.shipment-plans
check "a deadline that passes while no TaskManager runs is an alert" 1 "$(await_sql 1 "$(versions_of outage OPENED)")"
departed quiet | send departed supply.shipment-milestones
check "a shipment that turns up resolves its alert" RESOLVED \
  "$(await_sql RESOLVED "select state from supply.alerts where alert_id = '$(alert_of quiet)'")"
check "the owner was told of each alert" t \
  "$(await_sql t "select count(distinct told ->> 'alert_id') >= 3 from supply.notifications, jsonb_array_elements(alerts) told")"
background java deploy/local/src/test/e2e/Receiver.java "$work/received" 503 204 2>"$work/receiver.log"
hook=$(await_text yes exists "$work/received.port" >/dev/null && cat "$work/received.port")
background scripts/notify --url "http://127.0.0.1:$hook/hook" --metrics-address 127.0.0.1:0 2>"$work/notify.log"
check "a webhook is told, too, though it is overloaded at first" '' "$(await_text '' untold)"
page=$(sed -nE 's|.*metrics at http://127.0.0.1:([0-9]+)/metrics|\1|p' "$work/notify.log")
check "and Prometheus that it was" 'millrace_notify_failed_attempts_total{at="webhook"} 1.0' \
  "$(metrics_at "$page" | tr -d '\r' | grep 'failed_attempts_total{at="webhook"}')"
check "analysts see what waits for whom" lena "$(sql "select distinct owner from supply.open_alerts")"
succeeds "and an audit finds nothing" audit scripts/audit
check "of alerts, too" 6 "$(grep -cE '^S[1-6] .* ok ' "$work/audit.log")"

summary
