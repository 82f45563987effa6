#!/usr/bin/env bash
# Drills that CI has the time for, each with its audit.
#
# usage: deploy/local/src/test/e2e/drills.sh
#
# Uses free ports and temporary folders; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for drill in taskmanager-kill postgres-kill; do
  run "$drill" scripts/drill "$drill" --short || true
  tail -n 2 "$work/$drill.log"
  check "every invariant holds after $drill" "8 held" "$(tail -n 1 "$work/$drill.log" | grep -oE '[0-9] held')"
done

summary
