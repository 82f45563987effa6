#!/usr/bin/env bash
# The drills that CI has the time for, each with its audit.
#
# usage: deploy/local/src/test/e2e/drills.sh
#
# Uses free ports and temporary folders; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for name in taskmanager-kill jobmanager-kill postgres-kill; do
  succeeds "$name takes nothing with it" "$name" scripts/drill "$name" --short
  tail -n 2 "$work/$name.log"
  check "every invariant holds after it" "8 held" "$(tail -n 1 "$work/$name.log" | grep -oE '[0-9] held')"
done

summary
