#!/usr/bin/env bash
# tenants.t - the tenant-isolation matrix notices when one statement forgets the business.
# SPDX-License-Identifier: MIT
#
#   SLOTD_TEST_BUILD=DIR t/storm/tenants.t
#
# Speaks TAP. Each control is slotd with one file of it changed at one place; the part of the matrix that is
# about it must fail. The stack is one of its own and ends with the test.
set -u -o pipefail
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/t/storm/ground.sh"

finish() {
    trap - EXIT
    stack_stop "$work/stack"
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

# name of the case | file | what stands there | what stands there instead | cases of the matrix
# Parameters stay as many as they were. A name in the first column that begins with + is for SLOTD_LONG.
controls() {
    cat <<'END'
a booking by its uid|store/bookings.c|WHERE b.uid = ? AND (b.business_id = ? OR|WHERE b.uid = ? AND (? > 0 OR|/calendar-links
a hold by its uid|store/reservations.c|(business_id = ? OR ? = 0)|(? > 0 OR ? = 0)|DELETE /v2/slots
a schedule that is deleted|store/manage_schedules.c|DELETE FROM schedule WHERE business_id = ? AND|DELETE FROM schedule WHERE ? > 0 AND|DELETE /v2/schedules
a client at the desk|store/clients.c|CLIENT_COLUMNS " FROM client WHERE business_id = ?"|CLIENT_COLUMNS " FROM client WHERE ? > 0"|GET /api/clients/:id
a booking link by its uid|store/links.c|FROM booking_link WHERE business_id = ? AND|FROM booking_link WHERE ? > 0 AND|GET /api/v1/availability
+a booking at the desk|store/desk.c|WHERE b.business_id = ? AND b.id = ?|WHERE ? > 0 AND b.id = ?|GET /api/bookings/:id
+a schedule that is changed|store/manage_schedules.c|time_zone = ? WHERE business_id = ? AND|time_zone = ? WHERE ? > 0 AND|PATCH /v2/schedules
END
}

# changed FILE FROM TO: the file with TO for FROM, which must stand there
changed() {
    grep -qF -- "$2" "$top/src/$1" && awk -v from="$2" -v to="$3" '
        { while ((at = index($0, from)) > 0) { $0 = substr($0, 1, at - 1) to substr($0, at + length(from)) } print }
    ' "$top/src/$1" >"$work/changed.c"
}

mutant() {
    changed "$1" "$2" "$3" || { echo "# there is no such text in $1"; return 1; }
    make -s -C "$build" mutant PATCHED="$work/changed.c" OUT="$work/build/slotd" >"$work/trouble" 2>&1 ||
        { sed 's/^/# /' "$work/trouble"; return 1; }
}

# with_matrix SELECTION: runs that part of the matrix
with_matrix() {
    stack_start "$work/stack" "$port" "$work/build" "$stack_unlimited" >"$work/trouble" 2>&1 || return 2
    SLOTD_TEST_ENV="$work/stack/stack.env" "$build/t/way/tenants" "$1" >"$work/said" 2>&1
}

# It must be the matrix that says no, not an accident.
matrix_fails() {
    with_matrix "$1"
    [ $? = 1 ] && grep -q '^not ok .* - \(GET\|POST\|PUT\|PATCH\|DELETE\) ' "$work/said" || { tail -n 5 "$work/said" | sed 's/^/# /'; return 1; }
}

matrix_passes() {
    with_matrix "$1" && grep -q '^ok ' "$work/said" || { grep -A 3 '^not ok' "$work/said" | sed 's/^/# /'; return 1; }
}

mkdir "$work/build"
ln -s "$build/slotd-jobs" "$work/build/slotd-jobs"
built t/way/tenants || exit 1
port=$(free_port)
while IFS='|' read -r name file from to selection; do
    case $name in +*) [ -n "${SLOTD_LONG:-}" ] || continue ;; esac
    rm -f "$work/build/slotd"
    cp "$build/slotd" "$work/build/slotd"
    holds "as it is, nothing is said of ${name#+}" matrix_passes "$selection"
    rm -f "$work/build/slotd"
    mutant "$file" "$from" "$to" &&
        holds "when the business is forgotten, the matrix sees it: ${name#+}" matrix_fails "$selection" ||
        failures=$((failures + 1))
done < <(controls)
echo "1..$cases"
[ "$failures" = 0 ]
