#!/bin/sh
# rooms.t - a room includes only rooms further along the way of a request. SPDX-License-Identifier: MIT
#
# The way is front, dialect, outbox, engine, store, base. booking.h holds the nouns and is open to all;
# routes.h is the map, for main.c and the front. The first argument, if any, is another tree to look at.

top=${1:-$(cd "$(dirname "$0")/../.." && pwd -P)}

# Prints one line for every include that looks back, names no room, or names a room that is not there.
looks_back() {
    find "$1/src" -name '*.[ch]' | LC_ALL=C sort | while read -r file; do
        awk -v file="${file#"$1"/}" '
            BEGIN {
                count = split("front dialect outbox engine store base", rooms, " ")
                for (i = 1; i <= count; i++) place[rooms[i]] = i
                parts = split(file, part, "/")
                mine = parts > 2 ? part[2] : ""
                if (mine != "" && !(mine in place)) print file ": " mine " is no room"
            }
            /^[ \t]*#[ \t]*include[ \t]*"/ {
                name = $0; sub(/^[^"]*"/, "", name); sub(/".*/, "", name)
                where = file ":" FNR ": " name
                if (name == "booking.h") next
                if (name ~ /^openapi[a-z_]*\.h$/ && (mine == "" || mine == "front")) next
                if (name == "routes.h") {
                    if (mine != "" && mine != "front") print where ": the map is for main.c and the front"
                    next
                }
                room = name; sub(/\/.*/, "", room)
                if (room == name && mine == "") next
                if (room == name) print where ": carries no room"
                else if (!(room in place)) print where ": " room " is no room"
                else if (mine != "" && place[room] < place[mine]) print where ": " mine " looks back at " room
            }' "$file"
    done
}

# tree FILE INCLUDE: a tree of one file with one include, in $bad
tree() {
    rm -rf "$bad/src"
    mkdir -p "$bad/src/$(dirname "$1")"
    printf '#include <stdio.h>\n#include "%s"\n' "$2" >"$bad/src/$1"
}

say() {
    count=$((count + 1))
    if [ "$1" = 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; fi
}

found() {
    [ -n "$(looks_back "$bad")" ]
    say $? "$1"
}

not_found() {
    [ -z "$(looks_back "$bad")" ]
    say $? "$1"
}

echo 1..13
count=0
bad=$(mktemp -d) || exit 1
trap 'rm -rf "$bad"' EXIT

tree base/arena.c dialect/cal.h; found "base that looks at a dialect is caught"
tree store/row.c engine/work.h;  found "the store that looks at the engine is caught"
tree engine/find.c outbox/run.h; found "the engine that looks at the outbox is caught"
tree outbox/run.c front/reply.h; found "the outbox that looks at the front is caught"
tree engine/find.c routes.h;     found "an inner room that looks at the map is caught"
tree store/row.c row.h;          found "an include without its room is caught"
tree helpers/text.c base/text.h; found "a room that is not agreed is caught"
tree engine/find.c admin.h;      found "a room that looks at the program is caught"
tree front/worker.c base/text.h; not_found "the front may look at base"
tree admin.c admin.h;            not_found "the program itself may look at its own parts"
tree base/list.c booking.h;      not_found "every room may look at the nouns"
tree front/worker.c routes.h;    not_found "the front may look at the map"

lines=$(looks_back "$top")
[ -n "$(find "$top/src" -name '*.c' | head -n 1)" ] && [ -z "$lines" ]
say $? "no room of this tree looks back"
[ -z "$lines" ] || printf '%s\n' "$lines" | sed 's/^/# /'
