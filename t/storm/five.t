#!/usr/bin/env bash
# five.t - storms through the doors of all dialects: as it should be, while workers are killed, and without
# the guard. SPDX-License-Identifier: MIT
#
#   SLOTD_TEST_BUILD=DIR t/storm/five.t
#
# Speaks TAP. The stacks are its own and end with the test. SLOTD_LONG=1: many more rounds.
set -u -o pipefail
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/t/storm/ground.sh"

settings=$'[server]\nworkers = 8\n'$stack_unlimited
killer=
least_kills=${SLOTD_LONG:+300}
least_kills=${least_kills:-10}

finish() {
    trap - EXIT
    [ -z "$killer" ] || kill "$killer" 2>/dev/null
    stack_stop "$work/guarded"
    stack_stop "$work/killed"
    stack_stop "$work/broken"
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

# kill_workers DIR: one of them now and then, as long as it is let; every kill is a line in DIR.kills
kill_workers() {
    local all master
    while sleep 0.05; do
        master=$(stack_pid "$1" slotd) || continue
        read -r -d '' -a all < <(cat "/proc/$master/task/$master/children" 2>/dev/null ||
            grep -l "^PPid:[[:space:]]*$master\$" /proc/[0-9]*/status 2>/dev/null | sed 's|/proc/||; s|/status||')
        [ "${#all[@]}" -gt 0 ] && kill -KILL "${all[RANDOM % ${#all[@]}]}" 2>/dev/null && echo killed >>"$1.kills"
    done
}

# storm NAME [VARIABLE=VALUE...]: its cases, without numbers and plan
storm() {
    local name=$1 dir=$work/$1
    shift
    started "$dir" "$settings" || return 1
    if [ "$name" = killed ]; then
        kill_workers "$dir" &
        killer=$!
    fi
    env SLOTD_TEST_ENV="$dir/stack.env" "$@" "$build/t/storm/five_storm" | grep -v '^1\.\.'
    if [ "$name" = killed ]; then
        kill "$killer" 2>/dev/null
        killer=
        echo "# $(wc -l <"$dir.kills") workers were killed"
        [ "$(wc -l <"$dir.kills")" -ge "$least_kills" ] || printf 'not '
        echo "ok 0 - at least $least_kills workers were killed"
    fi
    stack_stop "$dir"
}

built t/storm/five_storm || exit 1
{ storm guarded && storm killed SLOTD_KILLS=1 && storm broken SLOTD_CONTROL=1; } | numbered
