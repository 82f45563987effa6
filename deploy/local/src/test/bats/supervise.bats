#!/usr/bin/env bats
# What deploy/local/supervise makes of a process that ends.

bats_require_minimum_version 1.5.0

setup() {
  SUPERVISE=$BATS_TEST_DIRNAME/../../../supervise
  PIDS=$BATS_TEST_TMPDIR
}

teardown() {
  if [[ -f $PIDS/one.supervisor ]]; then kill "$(<"$PIDS/one.supervisor")" || true; fi
}

# Waits for a condition, for 20 s at the most.
await() {
  local deadline=$((SECONDS + 20))
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# Whether the process was started again that often, and runs: runs_after RESTARTS
runs_after() {
  [[ $(cat "$PIDS/one.restarts" 2>/dev/null) == "$1" ]] && kill -0 "$(<"$PIDS/one")" 2>/dev/null
}

@test "a process that ends by itself again and again is given up" {
  run --separate-stderr "$SUPERVISE" "$PIDS" one TERM 2 bash -c 'exit 3'
  [ "$status" -eq 1 ]
  [[ "$stderr" == *"one ended with code 3"*"one died 3 times in a row, giving up"* ]]
  [ ! -e "$PIDS/one" ]
  [ ! -e "$PIDS/one.supervisor" ]
}

@test "one that is killed again and again is not" {
  "$SUPERVISE" "$PIDS" one TERM 1 sleep 1000 2>/dev/null 3>&- &
  for kills in 0 1 2; do
    await runs_after "$kills"
    kill -9 "$(<"$PIDS/one")"
  done
  await runs_after 3
}

@test "one that is to be started once is not started again, whoever ended it" {
  run --separate-stderr "$SUPERVISE" "$PIDS" one TERM 0 bash -c 'kill -9 $$'
  [ "$status" -eq 1 ]
  [[ "$stderr" == *"one ended with code 137"* ]]
}

@test "told to stop, it ends the process and leaves nothing" {
  "$SUPERVISE" "$PIDS" one TERM 5 sleep 1000 3>&- &
  supervisor=$!
  await runs_after 0
  process=$(<"$PIDS/one")
  kill "$supervisor"
  wait "$supervisor"
  ! kill -0 "$process" 2>/dev/null
  [ -z "$(find "$PIDS" -name 'one*')" ]
}
