#!/usr/bin/env bash
# life.t - storms about everything that happens to bookings, and the same without their guards.
# SPDX-License-Identifier: MIT
#
#   SLOTD_TEST_BUILD=DIR t/storm/life.t
#
# Speaks TAP. Both stacks are its own and end with the test. SLOTD_LONG=1: many more rounds.
set -u -o pipefail
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/deploy/stack.sh"

build=${SLOTD_TEST_BUILD:-${top_builddir:-$top}}
build=$(cd "$build" && pwd -P) || exit 1
export STACK_POOL_MEGABYTES=${STACK_POOL_MEGABYTES:-128} top_srcdir=$top
work=$(mktemp -d) || exit 1
work=$(cd "$work" && pwd -P)
settings=$'[server]\nworkers = 8\n[rate]\napi_key = 0\nanonymous = 0\nguests = 0\nattendees = 0\nlocation = 0'

finish() {
    trap - EXIT
    stack_stop "$work/guarded"
    stack_stop "$work/broken"
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

# storm NAME [VARIABLE=VALUE...]: its cases, without numbers and plan
storm() {
    local dir=$work/$1
    shift
    if ! stack_start "$dir" "$(free_port)" "$build" "$settings" >"$work/trouble" 2>&1; then
        echo "Bail out! the stack did not start"
        sed 's/^/# /' "$work/trouble"
        return 1
    fi
    env SLOTD_TEST_ENV="$dir/stack.env" "$@" "$build/t/storm/life_storm" | grep -v '^1\.\.'
    stack_stop "$dir"
}

[ -x "$build/t/storm/life_storm" ] || make -s -C "$build" slotd slotd-jobs t/storm/life_storm >&2 || exit 1
{ storm guarded && storm broken SLOTD_CONTROL=1; } | awk '
    /^(not )?ok / { cases++; if ($1 == "not") bad++; sub(/ok [0-9]+/, "ok " cases) }
    /^Bail out!/ { bailed = 1 }
    { print; fflush() }
    END { if (!bailed) print "1.." cases; exit bad > 0 || bailed || cases == 0 }'
