#!/usr/bin/env bash
# life.t - storms about everything that happens to bookings, and the same without their guards.
# SPDX-License-Identifier: MIT
#
#   SLOTD_TEST_BUILD=DIR t/storm/life.t
#
# Speaks TAP. Both stacks are its own and end with the test. SLOTD_LONG=1: many more rounds.
set -u -o pipefail
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/t/storm/ground.sh"

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
    started "$dir" "$settings" || return 1
    env SLOTD_TEST_ENV="$dir/stack.env" "$@" "$build/t/storm/life_storm" | grep -v '^1\.\.'
    stack_stop "$dir"
}

built t/storm/life_storm || exit 1
{ storm guarded && storm broken SLOTD_CONTROL=1; } | numbered
