# Sourced by the scripts in this folder.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Where the local stack keeps its data, logs, pids and secrets.
export MILLRACE_STATE=${MILLRACE_STATE:-$ROOT/.local}

# Prints one line to standard error and exits with 1.
fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# Prints the comment block under the shebang of the calling script if the first argument is --help or -h, and exits.
help_if_asked() {
  if [[ "${1:-}" == "--help" || "${1:-}" == "-h" ]]; then
    sed -n '2,/^[^#]/{/^#/!d;/^# shellcheck [a-z-]*=/d;s/^# \{0,1\}//;p}' "$0"
    exit 0
  fi
}

# Whether everything is built, and no source is newer than that.
is_built() {
  local stamp=$ROOT/target/built
  [[ -f $stamp ]] && [[ -z $(find "$ROOT"/pom.xml "$ROOT"/schemas "$ROOT"/common "$ROOT"/jobs "$ROOT"/deploy \
    \( -name target -o -name test \) -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml -o -name '*.avsc' \
    -o -name topics.yaml \) -newer "$stamp" -print -quit) ]]
}

# Builds everything that is not built yet or older than its sources, unless MILLRACE_NO_BUILD is 1. Tests and checks are for
# scripts/test. Of several callers one builds, the others wait for it. Returns 1, with the reason on standard error, if that fails.
build() {
  if [[ ${MILLRACE_NO_BUILD:-} == 1 ]] || is_built; then
    return
  fi
  local tool code=0
  for tool in java mvn; do
    if ! command -v "$tool" >/dev/null; then
      echo "$tool not found: install a JDK 17 and Apache Maven 3.8.6 or newer" >&2
      return 1
    fi
  done
  mkdir -p "$ROOT/target"
  exec 9>"$ROOT/target/build.lock"
  if command -v flock >/dev/null && ! flock --nonblock 9; then
    echo "Waiting for another build ..." >&2
    flock 9
  fi
  is_built || build_all || code=$?
  exec 9>&-
  return "$code"
}

# One build of everything; for build, which holds the lock.
build_all() {
  local log=$ROOT/target/build.log begin
  begin=$(mktemp "$ROOT/target/built.XXXXXX")
  echo "Building (log: ${log#"$ROOT"/}) ..." >&2
  if ! (cd "$ROOT" && mvn -B -ntp -T 2 package -Dmaven.test.skip -Dspotless.check.skip -Denforcer.skip) >"$log" 2>&1; then
    rm -f "$begin"
    grep -E '^\[ERROR\]' "$log" | head -20 >&2
    return 1
  fi
  mv "$begin" "$ROOT/target/built"
}

ensure_built() {
  build || fail "the build failed; more may be in $ROOT/target/build.log"
}

# Replaces this shell by a Java tool: run_tool MODULE_FOLDER MAIN_CLASS [ARGUMENT ...]
# JAVA_FLAGS holds the JVM's flags, by default those of a tool that is done within seconds.
run_tool() {
  ensure_built
  run_built "$@"
}

# As run_tool, for what a running stack may need at any time: if the build fails, the tool is what was built last.
run_last_build() {
  if ! build; then
    [[ -f $ROOT/$1/target/classes/${2//.//}.class ]] || fail "the build failed, and there is none from before"
    echo "$(basename "$0"): the build failed, going on with what was built before (MILLRACE_NO_BUILD=1 does not try)" >&2
  fi
  run_built "$@"
}

run_built() {
  local module=$ROOT/$1 main=$2 flags
  shift 2
  [[ ${MILLRACE_NO_BUILD:-} != 1 || -f $module/target/classes/${main//.//}.class ]] ||
    fail "${module#"$ROOT"/} is not built, and MILLRACE_NO_BUILD=1 does not build it: leave that out once"
  read -r -a flags <<<"${JAVA_FLAGS:--XX:TieredStopAtLevel=1}"
  exec java -XX:+UseSerialGC "${flags[@]}" -Dmillrace.root="$ROOT" -Dmillrace.state="$MILLRACE_STATE" \
    -cp "$module/target/classes:$module/target/lib/*" "$main" "$@"
}
