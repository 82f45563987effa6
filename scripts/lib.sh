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
    sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"
    exit 0
  fi
}

# Builds everything that is not built yet or older than its sources. Tests and checks are for scripts/test.
ensure_built() {
  local stamp=$ROOT/target/built
  if [[ -f $stamp ]] && [[ -z $(find "$ROOT"/pom.xml "$ROOT"/schemas "$ROOT"/common "$ROOT"/jobs "$ROOT"/deploy \
    \( -name target -o -name test \) -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml -o -name '*.avsc' \
    -o -name topics.yaml \) -newer "$stamp" -print -quit) ]]; then
    return
  fi
  command -v java >/dev/null || fail "java not found: install a JDK 17"
  command -v mvn >/dev/null || fail "mvn not found: install Apache Maven 3.8 or newer"
  local log=$ROOT/target/build.log begin
  mkdir -p "$ROOT/target"
  begin=$(mktemp "$ROOT/target/built.XXXXXX")
  echo "Building (log: ${log#"$ROOT"/}) ..." >&2
  if ! (cd "$ROOT" && mvn -B -ntp package -Dmaven.test.skip -Dspotless.check.skip -Denforcer.skip) >"$log" 2>&1; then
    rm -f "$begin"
    grep -E '^\[ERROR\]' "$log" | head -20 >&2
    fail "the build failed, see $log"
  fi
  mv "$begin" "$stamp"
}

# Replaces this shell by a Java tool: run_tool MODULE_FOLDER MAIN_CLASS [ARGUMENT ...]
# JAVA_FLAGS holds the JVM's flags, by default those of a tool that is done within seconds.
run_tool() {
  local module=$ROOT/$1 main=$2
  shift 2
  ensure_built
  local flags
  read -r -a flags <<<"${JAVA_FLAGS:--XX:TieredStopAtLevel=1}"
  exec java -XX:+UseSerialGC "${flags[@]}" -Dmillrace.root="$ROOT" -Dmillrace.state="$MILLRACE_STATE" \
    -cp "$module/target/classes:$module/target/lib/*" "$main" "$@"
}
