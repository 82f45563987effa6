#!/usr/bin/env bash
# The drill that CI has the time for, with its audit. A killed PostgreSQL is in end-to-end.sh, which is audited, too.
#
# usage: deploy/local/src/test/e2e/drills.sh
#
# Uses free ports and temporary folders; leaves nothing running. Last line: N passed, N failed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

succeeds "a killed TaskManager takes nothing with it" drill scripts/drill taskmanager-kill --short
tail -n 2 "$work/drill.log"
check "every invariant holds after it" "8 held" "$(tail -n 1 "$work/drill.log" | grep -oE '[0-9] held')"

summary
