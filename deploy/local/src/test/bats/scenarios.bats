#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031 # every test is a shell of its own
# What the scenarios' checks count, and what is left when one ends, in a tree whose stack is a stand-in.

bats_require_minimum_version 1.5.0

setup() {
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree/scripts" "$tree/deploy/local/src/test/e2e" "$BATS_TEST_TMPDIR/work"
  cp "$BATS_TEST_DIRNAME/../e2e/lib.sh" "$tree/deploy/local/src/test/e2e"
  stand_in scripts/down 'exit 0'
  export TMPDIR=$BATS_TEST_TMPDIR/work
}

# stand_in PATH TEXT
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "$2" >"$tree/$1"
  chmod +x "$tree/$1"
}

# scenario TEXT
scenario() {
  stand_in deploy/local/src/test/e2e/scenario.sh 'source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"'$'\n'"$1"
  run "$tree/deploy/local/src/test/e2e/scenario.sh"
}

@test "a command that has to succeed is a check that can fail, and the scenario goes on" {
  scenario 'succeeds good a true; succeeds bad b false; check after 1 1; summary'
  [ "$status" -eq 1 ]
  [[ "$output" == *"ok      good"*"FAILED  bad: expected '0', got '1'"*"ok      after"*"2 passed, 1 failed"* ]]
}

@test "what all else needs ends the scenario" {
  scenario 'run bad false; check after 1 1; summary'
  [ "$status" -eq 1 ]
  [[ "$output" == *"FAILED  false"*"logs are kept in"* ]]
  [[ "$output" != *after* ]]
}

@test "a scenario that ends well leaves no folder" {
  scenario 'check one 1 1; summary'
  [ "$status" -eq 0 ]
  [ -z "$(ls "$TMPDIR")" ]
}

@test "a scenario that starts no stack has none to stop" {
  stand_in scripts/down 'exit 1'
  scenario 'check one 1 1; summary'
  [ "$status" -eq 0 ]
  [ "${lines[-1]}" = "1 passed, 0 failed" ]
}

@test "what runs beside the stack ends with the scenario, and what that has started" {
  scenario "load() { bash -c 'echo \$\$ >\"$BATS_TEST_TMPDIR/load\"; while :; do sleep 0.1; done'; true; }
    background load >/dev/null 2>&1 3>&-
    until [[ -s \"$BATS_TEST_TMPDIR/load\" ]]; do sleep 0.1; done
    check one 1 1; summary"
  [ "$status" -eq 0 ]
  load=$(cat "$BATS_TEST_TMPDIR/load")
  for _ in $(seq 100); do [ -e "/proc/$load" ] || break; sleep 0.1; done
  [ ! -e "/proc/$load" ]
}

@test "load that has all arrived is none" {
  stand_in scripts/tables 'printf "count\n150\n"'
  scenario 'psql=""; under_way 1 100 200; under_way 1 100 150; summary'
  [ "$status" -eq 1 ]
  [[ "$output" == *"ok      payments are under way"*"FAILED  payments are under way"*"1 passed, 1 failed"* ]]
}

@test "what runs beside it is waited for" {
  scenario 'good() { true; }; bad() { return 3; }
    background good; wait $! && check good 0 0
    background bad; wait $! || check bad 3 $?
    summary'
  [ "$status" -eq 0 ]
  [ "${lines[-1]}" = "2 passed, 0 failed" ]
}

@test "a stack that does not stop is a failure, its processes are killed and no others, its folder stays" {
  stand_in scripts/down 'echo "no JobManager answered"; exit 1'
  sleep 300 3>&- &
  other=$!
  scenario "mkdir -p \"\$MILLRACE_STATE/pids\"
    bash -c 'while :; do sleep 0.1; done' \"\$MILLRACE_STATE\" >/dev/null 2>&1 3>&- &
    echo \$! | tee \"$BATS_TEST_TMPDIR/own\" >\"\$MILLRACE_STATE/pids/kafka\"
    echo $other >\"\$MILLRACE_STATE/pids/postgres\"
    check one 1 1; summary"
  own=$(cat "$BATS_TEST_TMPDIR/own")
  [ "$status" -eq 1 ]
  [ "${lines[-1]}" = "1 passed, 1 failed" ]
  [[ "$output" == *"no JobManager answered"* ]]
  [ -n "$(ls "$TMPDIR")" ]
  for _ in $(seq 100); do [ -e "/proc/$own" ] || break; sleep 0.1; done
  [ ! -e "/proc/$own" ]
  kill "$other"
}
