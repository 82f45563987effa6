# Sourced by the end-to-end tests in this folder: a stack of their own, and checks that are counted.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../../.."

work=$(mktemp -d)
export MILLRACE_STATE=$work/state MILLRACE_STACK=$work/stack.properties
psql=$(command -v psql || true)
passed=0
failed=0
# Of the stack, beside its ports: patience with a busy machine.
settings=(start.timeout=240)
# Process groups of what runs beside the stack, which end with the scenario.
beside=()

# Stops the stack, if one was started; what is left of it where that fails is killed, the work folder kept, and the totals printed
# once more.
finish() {
  local code=$? stopped=yes pid
  for pid in "${beside[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
  if [[ -d $MILLRACE_STATE/pids ]] && ! scripts/down >"$work/down.log" 2>&1; then
    stopped=no
    failed=$((failed + 1))
    echo "FAILED  scripts/down" && tail -n 20 "$work/down.log"
    kill_recorded
  fi
  if ((code == 0 && failed == 0)); then
    rm -rf "$work"
  else
    echo "logs are kept in $work" >&2
  fi
  [[ $stopped == yes ]] || summary
}
trap finish EXIT

# Kills the processes whose pids this stack wrote down, supervisors first; a pid that is another process's by now is left alone.
kill_recorded() {
  local file pid
  for file in "$MILLRACE_STATE"/pids/*.supervisor "$MILLRACE_STATE"/pids/*; do
    [[ -f $file && $file != *.restarts ]] || continue
    pid=$(<"$file")
    if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$MILLRACE_STATE"; then
      kill -9 "$pid" || true
    fi
  done
}

# Compares what a check found with what it should be.
check() {
  local name=$1 expected=$2 actual=$3
  if [[ $actual == "$expected" ]]; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name: expected '$expected', got '$actual'"
  fi
}

# Checks that a command succeeds: succeeds CHECK LOG COMMAND [ARGUMENT ...]. As run does where it does not, but goes on.
succeeds() {
  local name=$1 log=$work/$2.log code=0
  shift 2
  "$@" >"$log" 2>&1 || code=$?
  ((code == 0)) || tail -n 20 "$log"
  check "$name" 0 "$code"
}

# Runs a command beside what follows, with $! as its pid, and until the scenario ends at the latest. It gets a process group of its own:
# a shell that is killed leaves behind what it waits for.
background() {
  set -m
  "$@" </dev/null &
  set +m
  beside+=("$!")
}

# Runs a command that all that follows needs; where it fails, the scenario ends.
run() {
  local log=$work/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    echo "FAILED  $*" && tail -n 20 "$log"
    failed=$((failed + 1))
    return 1
  fi
}

# Sends lines of Avro's JSON, from standard input: send NAME TOPIC
send() {
  cat >"$work/$1.jsonl"
  run "$1" scripts/topics send "$2" "$work/$1.jsonl"
}

# What a query answers, as the analyst: with psql where it is installed, which starts sooner than a JVM.
sql() {
  if [[ -n $psql ]]; then
    PGPASSWORD=$(<"$MILLRACE_STATE/secrets/analyst") "$psql" --no-psqlrc --csv --tuples-only --username analyst --command "$1" \
      "$(sed -n '/^database\.url/{s/\\//g;s/^database\.url *= *jdbc://;p}' "$MILLRACE_STATE/endpoints.properties")" | tail -n 1
  else
    scripts/tables --csv -c "$1" | tail -n 1 | tr -d '\r'
  fi
}

# Repeats a query until it answers a value, for two minutes at the most; prints the last answer.
await_sql() {
  local wanted=$1 query=$2 answer='' deadline=$((SECONDS + 120))
  while ((SECONDS < deadline)); do
    answer=$(sql "$query")
    [[ $answer == "$wanted" ]] && break
    sleep 0.3
  done
  echo "$answer"
}

# Repeats a command until it prints a text, for a minute at the most; prints the last one: await_text TEXT COMMAND [ARGUMENT ...]
await_text() {
  local wanted=$1 answer='' deadline=$((SECONDS + 60))
  shift
  while ((SECONDS < deadline)); do
    answer=$("$@")
    [[ $answer == "$wanted" ]] && break
    sleep 0.3
  done
  echo "$answer"
}

exists() { if [[ -e $1 ]]; then echo yes; fi; }

# Repeats a command until it prints a number above a limit, for a minute at the most; prints the last number.
await_above() {
  local limit=$1 answer=0 deadline=$((SECONDS + 60))
  shift
  while ((SECONDS < deadline)); do
    answer=$("$@")
    ((answer > limit)) && break
    sleep 0.3
  done
  echo "$answer"
}

rows_of() { echo "select count(*) from fraud.decisions where transaction_id like 'sim-$1-%'"; }

# Checks that some payments of a run are decided and others on their way, before something happens to them: under_way SEED SOME ALL
under_way() {
  local decided
  decided=$(await_above "$2" sql "$(rows_of "$1")")
  check "payments are under way" yes "$( ((decided > $2 && decided < $3)) && echo yes)"
}

# Sends payments and waits for their decisions: payments SEED [ARGUMENT ...]
payments() {
  local seed=$1
  shift
  scripts/simulate payments --seed "$seed" --cards 200 --terminals 400 --await --timeout 120s "$@"
}

simulate() { run "simulate-$1" payments "$@"; }

# Ports that nobody listens on, one for each setting; below those that the system gives to clients (from 32768), one of which could take
# a port between this look and the start.
free_ports() {
  local port=$((20000 + RANDOM % 12000)) setting
  for setting in kafka.port kafka.controller-port schema-registry.port database.port flink.rest-port flink.rpc-port \
    flink.standby-rest-port flink.standby-rpc-port zookeeper.port; do
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$setting=$port"
    port=$((port + 1))
  done
  echo "flink.metrics-ports=$port-$((port + 19))"
}

# What Prometheus would read at a port; nothing where nobody listens, and as far as it got where the process is killed meanwhile.
metrics_at() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3 && cat <&3) 2>/dev/null || true
}

# What Flink's processes tell Prometheus.
metrics() {
  local ports port
  ports=$(sed -n 's/^flink\.metrics-ports=//p' "$MILLRACE_STACK")
  for ((port = ${ports%-*}; port <= ${ports#*-}; port++)); do metrics_at "$port"; done
}

restarts() {
  scripts/status --json | grep -oE '"restarts" *: *[0-9]+' | grep -oE '[0-9]+$' | sort -n | tail -n 1
}

# Starts the stack on free ports with topics, schemas and tables, and no job.
start_stack() {
  free_ports >"$MILLRACE_STACK"
  printf '%s\n' "${settings[@]}" >>"$MILLRACE_STACK"
  run up scripts/up
  background run migrate scripts/migrate
  local migrating=$!
  run topics scripts/topics apply
  run schemas scripts/schemas register
  wait "$migrating" || {
    failed=$((failed + 1))
    return 1
  }
}

# Prints the totals; the exit code says whether all passed.
summary() {
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
