#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031 # every test is a shell of its own
# What scripts/test counts, in a tree with stand-ins for all that it runs.

bats_require_minimum_version 1.5.0

setup() {
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree"/{scripts,bin}
  cp "$BATS_TEST_DIRNAME"/../../../../../scripts/{lib.sh,test} "$tree/scripts"
  stand_in mvn 'echo "[INFO] BUILD SUCCESS"'
  stand_in shellcheck 'exit 0'
  stand_in promtool 'exit 0'
  export PATH=$tree/bin:$PATH
}

# stand_in COMMAND TEXT
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "$2" >"$tree/bin/$1"
  chmod +x "$tree/bin/$1"
}

# What scripts/test says last, where bats prints these lines and ends so: totals CODE LINE ...
totals() {
  local code=$1
  shift
  stand_in bats "printf '%s\n' $(printf '%q ' "$@"); exit $code"
  run "$tree/scripts/test" --no-end-to-end
}

@test "a test of a script that is skipped has not passed" {
  totals 0 1..2 "ok 1 one" "ok 2 other # skip flock is not installed"
  [ "$status" -eq 0 ]
  [ "${lines[-1]}" = "4 passed, 0 failed, 2 skipped" ]
}

@test "a test of a script that fails is counted once" {
  totals 1 1..2 "ok 1 one" "not ok 2 other"
  [ "$status" -eq 1 ]
  [ "${lines[-1]}" = "4 passed, 1 failed, 1 skipped" ]
}

@test "bats that fails without a failed test is a failure" {
  totals 1 1..2 "ok 1 one"
  [ "$status" -eq 1 ]
  [ "${lines[-1]}" = "4 passed, 1 failed, 1 skipped" ]
}

@test "a build that runs no test is one failure, and the rest goes on" {
  stand_in mvn 'echo "[INFO] BUILD FAILURE"; exit 1'
  totals 0 1..1 "ok 1 one"
  [ "$status" -eq 1 ]
  [ "${lines[-1]}" = "4 passed, 1 failed, 1 skipped" ]
}

@test "an unknown argument is refused" {
  run "$tree/scripts/test" --no-such-option
  [ "$status" -eq 1 ]
  [[ "$output" == *"unknown argument '--no-such-option'"* ]]
}
