#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031 # every test is a shell of its own
# When the scripts build, and what they do when that fails, in a tree with stand-ins for Maven and Java.

bats_require_minimum_version 1.5.0

setup() {
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree"/{scripts,schemas,common,jobs,bin} "$tree/deploy/tool/src/main/java" "$tree/deploy/tool/target/classes/tool"
  cp "$BATS_TEST_DIRNAME/../../../../../scripts/lib.sh" "$tree/scripts"
  touch "$tree/pom.xml" "$tree/deploy/tool/src/main/java/Main.java"
  script submit run_tool
  script down run_last_build
  stand_in mvn "echo built >>'$tree/builds'; until [[ ! -e '$tree/slow' ]]; do sleep 0.1; done; [[ ! -e '$tree/broken' ]]"
  stand_in java 'echo "java ${*: -2}"'
  export PATH=$tree/bin:$PATH
}

# script NAME FUNCTION
script() {
  printf '%s\n' '#!/usr/bin/env bash' 'source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"' "$2 deploy/tool tool.Main \"\$@\"" >"$tree/scripts/$1"
  chmod +x "$tree/scripts/$1"
}

# stand_in COMMAND TEXT
stand_in() {
  printf '%s\n' '#!/usr/bin/env bash' "$2" >"$tree/bin/$1"
  chmod +x "$tree/bin/$1"
}

builds() { grep -c built "$tree/builds" || true; }

# Until a file is there, for half a minute at the most.
await() {
  for _ in $(seq 300); do
    if [ -s "$1" ]; then return; fi
    sleep 0.1
  done
  return 1
}

@test "what is built is not built again, until a source changes" {
  run --separate-stderr "$tree/scripts/submit" once
  [ "$status" -eq 0 ]
  [ "$output" = "java tool.Main once" ]
  "$tree/scripts/down" twice
  [ "$(builds)" -eq 1 ]
  touch -d '+1 minute' "$tree/pom.xml"
  "$tree/scripts/down" thrice
  [ "$(builds)" -eq 2 ]
}

@test "of two callers one builds and the other waits" {
  command -v flock >/dev/null || skip "flock is not installed"
  touch "$tree/slow"
  "$tree/scripts/submit" one 3>&- &
  first=$!
  await "$tree/builds"
  "$tree/scripts/submit" other 2>"$tree/waits" 3>&- &
  second=$!
  await "$tree/waits"
  rm "$tree/slow"
  wait "$first"
  wait "$second"
  [ "$(cat "$tree/waits")" = "Waiting for another build ..." ]
  [ "$(builds)" -eq 1 ]
}

@test "a tree that does not compile stops what needs the build, and not what a running stack needs" {
  touch "$tree/broken" "$tree/deploy/tool/target/classes/tool/Main.class"
  run "$tree/scripts/submit" job
  [ "$status" -eq 1 ]
  [[ "$output" == *"submit: the build failed"* ]]
  run --separate-stderr "$tree/scripts/down" all
  [ "$status" -eq 0 ]
  [ "$output" = "java tool.Main all" ]
  [[ "$stderr" == *"down: the build failed, going on with what was built before"* ]]
}

@test "where nothing was ever built there is nothing to go on with" {
  touch "$tree/broken"
  run "$tree/scripts/down"
  [ "$status" -eq 1 ]
  [[ "$output" == *"down: the build failed, and there is none from before"* ]]
}

@test "MILLRACE_NO_BUILD=1 of a tree that was never built says so" {
  for script in submit down; do
    MILLRACE_NO_BUILD=1 run "$tree/scripts/$script" job
    [ "$status" -eq 1 ]
    [ "$output" = "$script: deploy/tool is not built, and MILLRACE_NO_BUILD=1 does not build it: leave that out once" ]
  done
}

@test "MILLRACE_NO_BUILD=1 takes what is there" {
  touch "$tree/deploy/tool/target/classes/tool/Main.class"
  MILLRACE_NO_BUILD=1 run "$tree/scripts/submit" job
  [ "$status" -eq 0 ]
  [ "$output" = "java tool.Main job" ]
  [ ! -e "$tree/builds" ]
}
