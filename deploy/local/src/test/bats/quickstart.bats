#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031 # every test is a shell of its own
# What scripts/quickstart takes, and what it proposes, in a tree whose stack is a stand-in.

bats_require_minimum_version 1.5.0

setup() {
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree/scripts" "$tree/state"
  cp "$BATS_TEST_DIRNAME"/../../../../../scripts/{lib.sh,quickstart} "$tree/scripts"
  for script in up topics schemas migrate submit simulate status; do
    stand_in "$script" "echo \"$script \$*\" >>'$tree/calls'"
  done
  echo 'flink.rest.url=http\://127.0.0.1\:1' >"$tree/state/endpoints.properties"
  export MILLRACE_STATE=$tree/state MILLRACE_NO_BUILD=1
}

# stand_in SCRIPT TEXT
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "$2" >"$tree/scripts/$1"
  chmod +x "$tree/scripts/$1"
}

# A table writer that has written all, and these payments that were not approved: tables [ID]
tables() {
  stand_in tables "case \$* in
    *'select count(*) from'*) printf 'count\n12000\n' ;;
    *'--csv'*) printf 'transaction_id\n${1:+$1\\n}' ;;
  esac"
}

@test "a payment that was stopped is proposed to be explained" {
  tables sim-1-7
  run "$tree/scripts/quickstart"
  [ "$status" -eq 0 ]
  [[ "$output" == *"scripts/explain sim-1-7"* ]]
  [[ "$output" == *"Flink dashboard     http://127.0.0.1:1"* ]]
  grep -q 'simulate payments .* --count 12000 --rate 600' "$tree/calls"
}

@test "where none was stopped there is none to explain" {
  tables
  run "$tree/scripts/quickstart" --payments 1 --rate 20
  [ "$status" -eq 0 ]
  [[ "$output" == *"What to try next"* ]]
  [[ "$output" != *scripts/explain* ]]
  grep -q 'simulate payments .* --count 1 --rate 20' "$tree/calls"
}

@test "a number that is none, and an option that is none, are named before anything starts" {
  for wrong in 0 -1 many ''; do
    run "$tree/scripts/quickstart" --payments "$wrong"
    [ "$status" -eq 1 ]
    [[ "$output" == *"--payments must be a whole number above 0, got '$wrong'"* ]]
  done
  run "$tree/scripts/quickstart" --rate
  [ "$status" -eq 1 ]
  [[ "$output" == *"--rate must be a whole number above 0, got ''"* ]]
  run "$tree/scripts/quickstart" --no-such-option
  [ "$status" -eq 1 ]
  [[ "$output" == *"unknown argument '--no-such-option'"* ]]
  [ ! -e "$tree/calls" ]
}
