#!/usr/bin/env bats
# What scripts/audit and scripts/drill say, and how they end, without a stack.

bats_require_minimum_version 1.5.0

setup() {
  SCRIPTS=$BATS_TEST_DIRNAME/../../../../../scripts
  export MILLRACE_STATE=$BATS_TEST_TMPDIR/state
}

@test "both answer --help" {
  for script in audit drill; do
    run "$SCRIPTS/$script" --help
    [ "$status" -eq 0 ]
    [[ "$output" == *"Usage: scripts/$script"* ]]
  done
}

@test "an audit without a stack says so in a line" {
  run "$SCRIPTS/audit"
  [ "$status" -eq 1 ]
  [[ "$output" == *"audit: cannot read "*"is the stack up?"* ]]
}

@test "an audit's wrong option is named" {
  run "$SCRIPTS/audit" --wait -1
  [ "$status" -eq 2 ]
  [[ "$output" == *"--wait must be 0 or more, is -1"* ]]
}

@test "the self-test needs no stack and finds what it plants" {
  run --separate-stderr "$SCRIPTS/audit" --self-test --json
  [ "$status" -eq 0 ]
  [[ "$output" == *'"passed":true'* ]]
  [[ "$output" == *'"skipped":["a stale overwrite in tables, which needs the database of a stack"]'* ]]
}

@test "a drill that does not exist is named, with those that do" {
  run "$SCRIPTS/drill" taskmanager-kil
  [ "$status" -eq 2 ]
  [[ "$output" == *"taskmanager-kil is no drill; there are taskmanager-kill, "* ]]
}
