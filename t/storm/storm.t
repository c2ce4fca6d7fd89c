#!/usr/bin/env bash
# storm.t - many clients want the same times while things break; SQL tells what is left of it.
# SPDX-License-Identifier: MIT
#
#   SLOTD_TEST_BUILD=DIR t/storm/storm.t
#
# Speaks TAP. Things break after so many answers, never after so much time. The stack is one of its own and
# ends with the test. SLOTD_LONG=1: minutes rather than one. SEED=n: other wishes. PHASES='calm control': only
# these. SLOTD_KEEP=1: leaves the stack's directory.
set -u -o pipefail
top=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$top/t/storm/ground.sh"

seed=${SEED:-$RANDOM}
clients=32
patience=5000 # milliseconds after which a service that is back must have made a booking

# rounds and what breaks how often, each time after so many answers
if [ -n "${SLOTD_LONG:-}" ]; then
    calm_rounds=400 workers_rounds=400 database_rounds=300 reload_rounds=300 restart_rounds=150 control_rounds=60
    kills=1000 kill_every=40 crashes=20 crash_every=1500 reloads=200 reload_every=150 restarts=20 restart_every=700
else
    calm_rounds=50 workers_rounds=40 database_rounds=30 reload_rounds=24 restart_rounds=20 control_rounds=8
    kills=100 kill_every=40 crashes=5 crash_every=500 reloads=15 reload_every=100 restarts=3 restart_every=500
fi

stack=$work/stack
control=$work/control
storm=$build/t/storm/storm
storm_pid=

finish() {
    trap - EXIT
    [ -z "$storm_pid" ] || kill "$storm_pid" 2>/dev/null
    stack_stop "$stack"
    stack_stop "$control"
    if [ -n "${SLOTD_KEEP:-}" ]; then echo "# kept: $work"; else rm -rf "$work"; fi
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

# ---- TAP

tell() {
    sed 's/^/# /'
}

bail() {
    echo "Bail out! $1"
    [ ! -e "$work/trouble" ] || tail -n 40 "$work/trouble" | tell
    exit 1
}

# ---- the oracle

rules=() queries=() breakers=()

read_rules() {
    local line rule=-1
    while IFS= read -r line; do
        case $line in
        '-- # '*)
            rule=$((rule + 1))
            rules[rule]=${line#-- # } queries[rule]='' breakers[rule]=''
            ;;
        '-- !'*) breakers[rule]+="${line#-- !} " ;;
        '--'*) ;;
        *) [ "$rule" -lt 0 ] || queries[rule]+="$line " ;;
        esac
    done <"$top/t/storm/oracle.sql"
}

# of_stack DIR: SQL from the input, with loading of local files
of_stack() {
    mariadb --no-defaults --socket="$(cat "$1/sockets")/mysqld.sock" --user="$(id -un)" --local-infile=1 \
        --default-character-set=utf8mb4 --batch --skip-column-names --force slotd
}

business() {
    printf "SET @s = '%s'; SET @b = (SELECT id FROM business WHERE slug = @s);\n" "$1"
}

# count_of DIR SLUG 'SELECT ...'
count_of() {
    { business "$2" && printf '%s;\n' "$3"; } | of_stack "$1"
}

# Texts compare as those they are compared with.
make_answers() {
    local collation
    collation=$(stack_sql "$1" "SELECT collation_name FROM information_schema.columns
        WHERE table_schema = 'slotd' AND table_name = 'booking' AND column_name = 'uid'")
    printf '%s\n' 'CREATE DATABASE storm; CREATE TABLE storm.answer (
        business VARCHAR(32) NOT NULL, what VARCHAR(8) NOT NULL, operation VARCHAR(64) NOT NULL, keyed BOOLEAN NOT NULL,
        client INT NOT NULL, status INT NOT NULL, outcome VARCHAR(16) NOT NULL, uid VARCHAR(40) NOT NULL,
        event_type INT NOT NULL, start_us BIGINT NOT NULL, end_us BIGINT NOT NULL,
        asked_us BIGINT NOT NULL, at_us BIGINT NOT NULL,
        KEY (business, uid), KEY (business, operation), KEY (at_us)) CHARSET=ascii COLLATE='"$collation" | of_stack "$1"
}

load_answers() {
    printf "LOAD DATA LOCAL INFILE '%s' INTO TABLE storm.answer" "$work/$2.answers" | of_stack "$1"
}

# judge DIR SLUG: a line "NUMBER COUNT" for every rule
judge() {
    local rule
    {
        business "$2"
        for rule in "${!rules[@]}"; do
            printf 'SELECT %d, (%s);\n' "$rule" "${queries[rule]}"
        done
    } | of_stack "$1" 2>"$work/trouble"
}

# all_rules PHASE: a case for every rule
all_rules() {
    local rule said
    said=$(judge "$stack" "storm-$1")
    for rule in "${!rules[@]}"; do
        holds "$1: ${rules[rule]}" grep -q "^$rule"$'\t''0$' <<<"$said" ||
            { grep "^$rule"$'\t' <<<"$said" | tell; tell <"$work/trouble"; }
    done
}

# every_rule_can_break PHASE: each breaker in a transaction that is undone
every_rule_can_break() {
    local rule said
    for rule in "${!rules[@]}"; do
        said=$({
            business "storm-$1"
            printf 'SET foreign_key_checks = 0, check_constraint_checks = 0; START TRANSACTION;\n'
            printf '%s;\nSELECT (%s);\nROLLBACK;\n' "${breakers[rule]}" "${queries[rule]}"
        } | of_stack "$stack" 2>&1)
        holds "the oracle would notice if not: ${rules[rule]}" grep -qx '[1-9][0-9]*' <<<"$said" || tell <<<"$said"
    done
}

# ---- a storm

# raise PHASE DIR ROUNDS BEAT ACTION: the action is called after every BEAT answers
raise() {
    local slug=storm-$1 dir=$2 beats status
    rm -f "$work/$1".*
    "$storm" document "$slug" >"$work/$1.json" || return 1
    "$build/slotd" -c "$dir/slotd.conf" apply "$work/$1.json" >"$work/trouble" 2>&1 || return 1
    exec {beats}< <(exec "$storm" run "url=$(sed -n 's/^SLOTD_URL=//p' "$dir/stack.env")" "business=$slug" \
        "answers=$work/$1.answers" "figures=$work/$1.figures" "clients=$clients" "rounds=$3" "beat=$4" \
        "seed=$seed" 2>"$work/$1.odd")
    storm_pid=$!
    while read -r _ <&"$beats"; do
        "$5"
    done
    wait "$storm_pid"
    status=$?
    storm_pid=
    exec {beats}<&-
    load_answers "$dir" "$1" || return 1
    return "$status"
}

show() {
    local figures=$work/$1.figures made
    # shellcheck disable=SC1090 # written by storm
    . "$figures"
    # shellcheck disable=SC2154,SC2031 # they come from there
    {
        echo "$1: $requests requests in $seconds s, $a_second a second; $made made, $repeated repeated by key," \
            "$refused refused, $running were told that the first is running, $cancelled cancelled"
        echo "  lost $lost (${lost_as# }), settled afterwards $gone; longest gap $longest_gap_ms ms," \
            "slowest answer $slowest_ms ms; bookings in the database that nobody was told of:" \
            "$(count_of "$2" "storm-$1" "SELECT COUNT(*) FROM booking b WHERE b.business_id = @b AND b.uid NOT IN
                (SELECT uid FROM storm.answer WHERE business = @s AND status = 201)")"
    } | tell
}

# counted DIR NAME: what slotd counted since it was started
counted() {
    curl -s -m 5 "$(sed -n 's/^SLOTD_URL=//p' "$1/stack.env")/metrics" | sed -n "s/^slotd_$2 //p"
}

figure() {
    sed -n "s/^$2=//p" "$work/$1.figures"
}

# phase NAME ROUNDS BEAT ACTION: a storm, its figures, and what must hold after each
phase() {
    broken=0
    : >"$work/back"
    holds "$1: $clients clients storm $2 windows to the end" raise "$1" "$stack" "$2" "$3" "$4" ||
        bail "the storm broke off"
    show "$1" "$stack"
    holds "$1: no answer was odd" test "$(figure "$1" odd)" = 0 || tell <"$work/$1.odd"
    holds "$1: times were won and times were refused" \
        test "$(figure "$1" made)" -ge $((2 * $2)) -a "$(figure "$1" refused)" -ge $((2 * $2)) -a \
        "$(figure "$1" cancelled)" -ge "$2" -a "$(figure "$1" repeated)" -ge 1
    all_rules "$1"
}

# ---- what breaks

nothing() {
    :
}

# Children of the master; a kernel need not list them.
worker_pids() {
    local master
    master=$(stack_pid "$stack" slotd) || return
    cat "/proc/$master/task/$master/children" 2>/dev/null ||
        grep -l "^PPid:[[:space:]]*$master\$" /proc/[0-9]*/status 2>/dev/null | sed 's|/proc/||; s|/status||'
}

kill_a_worker() {
    local all
    read -r -d '' -a all < <(worker_pids)
    [ "${#all[@]}" -gt 0 ] && kill -KILL "${all[RANDOM % ${#all[@]}]}" 2>/dev/null && broken=$((broken + 1))
}

note_back() {
    printf '%s\n' "${EPOCHREALTIME/[.,]/}" >>"$work/back"
}

# await_end PID SECONDS
await_end() {
    local hundredths=$(($2 * 100))
    while process_lives "$1" && [ "$hundredths" -gt 0 ]; do
        sleep 0.01
        hundredths=$((hundredths - 1))
    done
    ! process_lives "$1"
}

crash_the_database() {
    local pid
    [ "$broken" -lt "$crashes" ] || return
    pid=$(stack_pid "$stack" mariadbd) || return
    kill -KILL "$pid" && await_end "$pid" 20
    stack_start_database "$stack" "$(cat "$stack/sockets")" 2>>"$work/trouble" || return
    note_back
    broken=$((broken + 1))
}

reload_the_configuration() {
    kill -HUP "$(stack_pid "$stack" slotd)" && broken=$((broken + 1))
}

restart_slotd() {
    local pid
    [ "$broken" -lt "$restarts" ] || return
    pid=$(stack_pid "$stack" slotd) || return
    kill -TERM "$pid"
    await_end "$pid" 30 || return
    stack_start "$stack" "$port" "$build" "$settings" 2>>"$work/trouble" || return
    note_back
    broken=$((broken + 1))
}

# The longest time between a return to service and the next booking, in milliseconds
slowest_return() {
    local back slowest=0 took
    while read -r back; do
        took=$(count_of "$stack" "storm-$1" "SELECT COALESCE(MIN(at_us) - $back, 999999000) DIV 1000 FROM storm.answer
            WHERE business = @s AND at_us >= $back AND status IN (200, 201)")
        [ "$took" -le "$slowest" ] || slowest=$took
    done <"$work/back"
    echo "$slowest"
}

back_in_time() {
    local slowest
    slowest=$(slowest_return "$1")
    echo "# $1: at most $slowest ms from the return to the next booking"
    [ "$slowest" -le "$patience" ]
}

logged() {
    grep -c "\"event\":\"$1\"" "$stack/log/slotd.log"
}

# Of the kinds that somebody does by now
jobs_are_done() {
    local tries=300 of_kinds="SELECT COUNT(*) FROM job WHERE kind LIKE 'booking.%' AND"
    while [ "$(stack_sql "$stack" "$of_kinds status IN ('waiting', 'leased')")" != 0 ]; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
    [ "$(stack_sql "$stack" "$of_kinds status <> 'done'")" = 0 ]
}

# ---- the phases

calm() {
    phase calm "$calm_rounds" 1000000 nothing
    holds "calm: every request was answered" test "$(figure calm lost)" = 0
    every_rule_can_break calm
}

workers() {
    local deaths
    deaths=$(logged worker-died)
    phase workers "$workers_rounds" "$kill_every" kill_a_worker
    deaths=$(($(logged worker-died) - deaths))
    echo "# workers: $broken killed, $deaths deaths noted"
    holds "workers: at least $kills were killed" test "$broken" -ge "$kills"
    holds "workers: a killed worker costs one answer at most" test "$(figure workers lost)" -le "$broken"
    holds "workers: none died but those that were killed" test "$deaths" -le "$broken"
}

database() {
    phase database "$database_rounds" "$crash_every" crash_the_database
    echo "# database: of all commits until now $(counted "$stack" uncertain_commits_total) were uncertain," \
        "$(counted "$stack" transaction_retries_total) transactions were tried again"
    holds "database: it was killed and came back $crashes times" test "$broken" = "$crashes"
    holds "database: bookings are made again within $patience ms" back_in_time database
    grep -h 'corrupt' "$stack/log/mariadbd.log" >"$work/trouble"
    holds "database: its own recovery left nothing damaged" test ! -s "$work/trouble" ||
        head -n 3 "$work/trouble" | cut -c 1-200 | tell
}

reload() {
    local reloaded
    reloaded=$(logged reloaded)
    phase reload "$reload_rounds" "$reload_every" reload_the_configuration
    reloaded=$(($(logged reloaded) - reloaded))
    echo "# reload: $reloaded reloads of $broken signals"
    holds "reload: at least $reloads reloads happened" test "$reloaded" -ge "$reloads"
    holds "reload: no request failed" test "$(figure reload lost)" = 0
}

restart() {
    phase restart "$restart_rounds" "$restart_every" restart_slotd
    holds "restart: it was ended and started $restarts times" test "$broken" = "$restarts"
    holds "restart: bookings are made again within $patience ms" back_in_time restart
}

# What must hold of the programs after all phases
aftermath() {
    holds "no worker had to be killed by its master" test "$(logged worker-killed)" = 0
    stack_pid "$stack" slotd-jobs >/dev/null
    holds "slotd-jobs lived through all of it" test $? = 0
    holds "every job was done" jobs_are_done ||
        stack_sql "$stack" "SELECT kind, status, tries, trouble, COUNT(*) FROM job GROUP BY 1, 2, 3, 4" | tell
}

# Without the guard the same storm must show what the oracle is for.
control() {
    local said doubles tries
    stack_start "$control" "$(free_port)" "$build" "$settings" >"$work/trouble" 2>&1 ||
        bail "the control's stack did not start"
    make_answers "$control"
    # a count of doubles must not be refused for its size either
    printf '%s\n' 'ALTER TABLE host_hour DROP CONSTRAINT one_booking_a_minute, MODIFY claimed INT UNSIGNED NOT NULL' |
        of_stack "$control"
    raise control "$control" "$control_rounds" 1000000 nothing || bail "the control's storm broke off"
    show control "$control"
    said=$(judge "$control" storm-control)
    doubles=$(sed -n $'s/^0\t//p' <<<"$said")
    echo "# control: $doubles double bookings of $(figure control made)"
    holds "the oracle finds double bookings when the claim is switched off" test "${doubles:-0}" -gt 0
    holds "the oracle finds hours with more claims than minutes when the claim is switched off" \
        grep -q $'^3\t[1-9]' <<<"$said"
    tries=$(counted "$control" transaction_retries_total)
    echo "# control: $tries transactions were tried again"
    holds "of a hundred bookings and cancellations at once at most one meets a deadlock" \
        test "$((${tries:-999999} * 100))" -le "$(figure control settled)"
}

# ---- the whole

echo "# seed $seed"
read_rules
[ "${#rules[@]}" -gt 10 ] || bail "oracle.sql could not be read"
[ -x "$storm" ] || make -s -C "$build" slotd slotd-jobs t/storm/storm >"$work/trouble" 2>&1 || bail "no storm program"

settings=$'[server]\nworkers = 6\n[jobs]\nlease = 5\n'$stack_unlimited
port=$(free_port)
stack_start "$stack" "$port" "$build" "$settings" >"$work/trouble" 2>&1 || bail "the stack did not start"
make_answers "$stack"
for part in ${PHASES:-calm workers database reload restart aftermath control}; do
    "$part"
done
echo "1..$cases"
[ "$failures" = 0 ]
