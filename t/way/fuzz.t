#!/bin/sh
# fuzz.t - every fuzz target takes inputs made from its seeds. SPDX-License-Identifier: MIT
#
# INPUTS=n tries more of them, SEED=n others.

build=${top_builddir:-.}
inputs=${INPUTS:-3000}
seed=${SEED:-1}
ASAN_OPTIONS=abort_on_error=1:${ASAN_OPTIONS:-}
UBSAN_OPTIONS=abort_on_error=1:${UBSAN_OPTIONS:-}
export ASAN_OPTIONS UBSAN_OPTIONS

count=0
for target in "$build"/t/fuzz/*; do
    if [ ! -f "$target" ] || [ ! -x "$target" ]; then continue; fi
    count=$((count + 1))
    name="${target##*/} takes $inputs inputs"
    if said=$("$target" --random "$seed" "$inputs" 2>&1); then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        printf '%s\n' "$said" | tail -n 40 | sed 's/^/# /'
    fi
done
if [ "$count" = 0 ]; then
    count=1
    echo "not ok 1 - there are fuzz targets in $build/t/fuzz"
fi
echo "1..$count"
