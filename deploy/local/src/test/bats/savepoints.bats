#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031 # every test is a shell of its own
# What scripts/savepoints takes, and what it says where a job does not go on, in a tree with a stand-in for Maven.

bats_require_minimum_version 1.5.0

setup() {
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree"/{scripts,bin} "$tree/jobs/writer/src/test/java" "$tree/jobs/writer/src/test/resources/savepoints/0.1.0" \
    "$tree/jobs/new/src/test" "$tree/savepoint-1"
  cp "$BATS_TEST_DIRNAME"/../../../../../scripts/{lib.sh,savepoints} "$tree/scripts"
  touch "$tree"/jobs/{writer,new}/pom.xml "$tree/jobs/writer/src/test/java/RunSavepointCommand.java" "$tree/savepoint-1/_metadata"
  maven 'printf "%s\n" "$@"'
  export PATH=$tree/bin:$PATH
}

# maven TEXT
maven() {
  printf '%s\n' '#!/usr/bin/env bash' "$1" >"$tree/bin/mvn"
  chmod +x "$tree/bin/mvn"
}

savepoints() { run "$tree/scripts/savepoints" "$@"; }

# refused TEXT
refused() {
  [ "$status" -eq 1 ]
  [[ "$output" == *"savepoints: $1"* ]]
}

@test "a command, a version and a job that are none are named" {
  savepoints
  refused "a command must be freeze, accept or check, got ''"
  savepoints thaw
  refused "a command must be freeze, accept or check, got 'thaw'"
  savepoints freeze 1.0
  refused "VERSION must be three numbers with dots, got '1.0'"
  savepoints freeze 1.0.0 no-such-job
  refused "no job jobs/no-such-job"
  savepoints accept new
  refused "jobs/new keeps no savepoints: it has no test class RunSavepointCommand"
}

@test "what is frozen stays as it is" {
  savepoints freeze 0.1.0 writer
  refused "0.1.0 of writer is frozen already"
}

@test "check takes a job and a folder of a savepoint" {
  savepoints check writer
  refused "check takes a JOB and a SAVEPOINT"
  savepoints check writer "$tree/jobs"
  refused "SAVEPOINT must be a folder with a file _metadata, got '$tree/jobs'"
}

@test "Maven is told the command, the job and the savepoint" {
  cd "$tree"
  savepoints check writer savepoint-1
  [ "$status" -eq 0 ]
  [ "${lines[-1]}" = "writer goes on from savepoint-1" ]
  grep -qx jobs/writer target/savepoints.log
  grep -qx -- -Dsavepoints.command=check target/savepoints.log
  grep -qx -- "-Dsavepoints.argument=$tree/savepoint-1" target/savepoints.log
}

@test "what does not fit is printed once" {
  maven 'echo "x: step rows, state seen: must be a map, is a list"; echo "y: step rows, state seen: must be a map, is a list"; exit 1'
  savepoints check writer "$tree/savepoint-1"
  refused "writer does not go on from $tree/savepoint-1; more in "
  [ "$(grep -c "^step rows, state seen: must be a map, is a list" <<<"$output")" -eq 1 ]
}

@test "where Maven failed before the job was asked, that is said" {
  maven 'echo "[ERROR] does not compile"; exit 1'
  savepoints check writer "$tree/savepoint-1"
  refused "writer does not go on from $tree/savepoint-1; more in "
}

@test "accept and freeze say what failed" {
  maven 'echo "[ERROR] does not compile"; exit 1'
  savepoints freeze 1.0.0 writer
  refused "[ERROR] does not compile, see $tree/target/savepoints.log"
  savepoints accept writer
  refused "[ERROR] does not compile, see $tree/target/savepoints.log"
}
