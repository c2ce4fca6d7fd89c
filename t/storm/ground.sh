# ground.sh - what the storms stand on: a build, a place to work in, cases. Sourced once `top` is set.
# SPDX-License-Identifier: MIT
. "$top/deploy/stack.sh"

build=${SLOTD_TEST_BUILD:-${top_builddir:-$top}}
build=$(cd "$build" && pwd -P) || exit 1
export STACK_POOL_MEGABYTES=${STACK_POOL_MEGABYTES:-128} top_srcdir=$top
work=$(mktemp -d) || exit 1
work=$(cd "$work" && pwd -P)

cases=0
failures=0

# holds NAME COMMAND...: a case that passes when the command succeeds
holds() {
    local name=$1
    shift
    cases=$((cases + 1))
    if "$@"; then
        echo "ok $cases - $name"
    else
        echo "not ok $cases - $name"
        failures=$((failures + 1))
        return 1
    fi
}

# built PROGRAM...: they and the servers
built() {
    local program
    for program in "$@"; do
        [ -x "$build/$program" ] || make -s -C "$build" slotd slotd-jobs "$@" >&2 || return 1
    done
}

# started DIR SETTINGS: a stack there, or the end of the test
started() {
    stack_start "$1" "$(free_port)" "$build" "$2" >"$work/trouble" 2>&1 && return
    echo "Bail out! the stack did not start"
    sed 's/^/# /' "$work/trouble"
    return 1
}

# numbered: the cases of several programs as those of one
numbered() {
    awk '
        /^(not )?ok / { cases++; if ($1 == "not") bad++; sub(/ok [0-9]+/, "ok " cases) }
        /^Bail out!/ { bailed = 1 }
        { print; fflush() }
        END { if (!bailed) print "1.." cases; exit bad > 0 || bailed || cases == 0 }'
}
