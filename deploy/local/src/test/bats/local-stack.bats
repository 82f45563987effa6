#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031 # every test is a shell of its own
# What the local stack's scripts say, and how they end, without a running stack.

bats_require_minimum_version 1.5.0

setup() {
  SCRIPTS=$BATS_TEST_DIRNAME/../../../../../scripts
  export MILLRACE_STATE=$BATS_TEST_TMPDIR/state
}

@test "every script answers --help with its own usage" {
  for script in "$SCRIPTS"/*; do
    name=$(basename "$script")
    [ "$name" != lib.sh ] || continue
    run "$script" --help
    [ "$status" -eq 0 ]
    [[ "$output" == *[Uu]"sage: scripts/$name"* ]]
    [[ $'\n'"$output" != *$'\nshellcheck '* ]]
  done
}

@test "an unknown option is refused" {
  for script in up down status logs submit stop; do
    run "$SCRIPTS/$script" --no-such-option
    [ "$status" -ne 0 ]
    [[ "$output" == *"--no-such-option"* || "$output" == *"Missing required parameter"* ]]
  done
}

@test "status of a stack that is down ends with 3 and JSON says so" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  # Ports that nothing listens on: the person's own stack may be up.
  printf '%s\n' flink.rest-port=1 kafka.port=1 schema-registry.port=1 database.port=1 >"$MILLRACE_STACK"
  run --separate-stderr "$SCRIPTS/status" --json
  [ "$status" -eq 3 ]
  [[ "$output" == '{"up":false,'* ]]
}

@test "a setting that does not exist is named" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  echo kafka.prot=1 >"$MILLRACE_STACK"
  run "$SCRIPTS/status"
  [ "$status" -eq 1 ]
  [[ "$output" == *"kafka.prot in $MILLRACE_STACK is not a setting"* ]]
}

@test "submit names the jobs that there are" {
  run "$SCRIPTS/submit" no-such-job
  [ "$status" -eq 1 ]
  [[ "$output" == *"there is no job 'no-such-job'; the jobs are: "*fraud-scoring* ]]
}

@test "logs names the components that there are" {
  run "$SCRIPTS/logs" no-such-component
  [ "$status" -eq 1 ]
  [[ "$output" == *"they are: kafka, postgres, schema-registry, jobmanager, taskmanager-1"* ]]
}

@test "down of a stack that is down is no failure" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  printf '%s\n' flink.rest-port=1 >"$MILLRACE_STACK"
  run "$SCRIPTS/down"
  [ "$status" -eq 0 ]
  [[ "$output" == *"nothing was running"* ]]
}

@test "down --wipe deletes what a stack kept, and nothing beside it" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  printf '%s\n' flink.rest-port=1 >"$MILLRACE_STACK"
  mkdir -p "$MILLRACE_STATE"/{data/kafka,checkpoints,savepoints,jobs/fraud-scoring,secrets,schema-cache,conf/flink,logs,pids}
  touch "$MILLRACE_STATE"/{lock,endpoints.properties,notes.txt,logs/kafka.log}
  run "$SCRIPTS/down" --wipe
  [ "$status" -eq 0 ]
  [[ "$output" == *"deleted what the stack kept in $MILLRACE_STATE"* ]]
  [ "$(ls -A "$MILLRACE_STATE")" = notes.txt ]
}

@test "up names a taken port, its setting and who holds it" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  java "$BATS_TEST_DIRNAME/PortHolder.java" "$BATS_TEST_TMPDIR/port" 3>&- &
  holder=$!
  for _ in $(seq 300); do [ -e "$BATS_TEST_TMPDIR/port" ] && break; sleep 0.1; done
  port=$(cat "$BATS_TEST_TMPDIR/port")
  echo "database.port=$port" >"$MILLRACE_STACK"
  run "$SCRIPTS/up"
  kill "$holder"
  [ "$status" -eq 1 ]
  [[ "$output" == *"port $port is taken by pid $holder ("*"change database.port in $MILLRACE_STACK"* ]]
}

@test "with high availability there are two JobManagers and ZooKeeper" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  echo flink.high-availability=zookeeper >"$MILLRACE_STACK"
  run "$SCRIPTS/logs" no-such-component
  [ "$status" -eq 1 ]
  [[ "$output" == *"schema-registry, zookeeper, jobmanager, jobmanager-2, taskmanager-1"* ]]
}

@test "a word that is no kind of high availability is named" {
  export MILLRACE_STACK=$BATS_TEST_TMPDIR/stack.properties
  echo flink.high-availability=kubernetes >"$MILLRACE_STACK"
  run "$SCRIPTS/status"
  [ "$status" -eq 1 ]
  [[ "$output" == *"flink.high-availability in $MILLRACE_STACK must be none or zookeeper, is 'kubernetes'"* ]]
}
