/* zone.c - reads zone files, keeps them, and goes both ways between instants and walls.
 * SPDX-License-Identifier: MIT
 *
 * A zone is flattened when it is read: a list of pieces, each with the second it starts at and its
 * offset. The rule of the footer is written out for one cycle of the calendar, 400 years, after
 * which the days of the week fall on the same dates again; what is later is looked up a whole
 * number of cycles earlier. So every question is a search in one sorted list. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/zone.h"

#define DEFAULT_ROOT "/usr/share/zoneinfo"

#define SECONDS_A_MINUTE INT64_C(60)
#define SECONDS_AN_HOUR  INT64_C(3600)
#define SECONDS_A_DAY    INT64_C(86400)
/* 400 years of the calendar: 146097 days, a whole number of weeks. */
#define CYCLE (146097 * SECONDS_A_DAY)
/* More than any year with its rules has, moved by a week either way. */
#define LONG_YEAR (400 * SECONDS_A_DAY)
/* How far past its start a rule is written out: where repeating begins, and what a question from
 * just before that may need. */
#define RULE_REACH (CYCLE + 2 * LONG_YEAR)
/* The years of that reach: two more before it, as changes can be moved into the next year, and one
 * more behind it. */
#define RULE_YEARS 407
/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
#define SECOND_FIRST INT64_C(-62135596800)
#define SECOND_LAST  INT64_C(253402300799)
/* No offset is this large: a footer's reach 24:59:59, and an hour more in summer. */
#define OFFSET_MOST ((int32_t)(26 * SECONDS_AN_HOUR))

enum {
    NAME_MOST = 64,
    NAME_DEPTH = 4,
    FILE_MOST = 64 * 1024, /* real ones are below 5 KB */
    HEADER_SIZE = 44,
    TYPE_SIZE = 6,
    FIRST_SLOTS = 64
};

/* What tells a file from its successor. All zero: there is none. */
struct mark {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec written, changed;
};

struct zone {
    char name[NAME_MOST + 1];
    bool built_in;
    struct mark mark;
    int64_t repeats_from; /* from here on the offset is that of a CYCLE earlier; INT64_MAX: never */
    size_t count;
    int32_t *offsets; /* offsets[i] holds from starts[i] on */
    int64_t starts[]; /* the first is INT64_MIN */
};

/* A day of the year on which clocks change, and when on that day. */
struct change {
    enum { CHANGE_JULIAN, CHANGE_DAY_OF_YEAR, CHANGE_MONTH } form;
    int day; /* of the year: from 1 without 29 February, or from 0 with it */
    int month, week, weekday;
    int32_t seconds; /* after midnight, on the clocks before the change */
};

/* What the footer says. */
struct rule {
    bool given, changes;
    int32_t standard, summer;
    struct change to_summer, to_standard;
};

/* A change in a year. */
struct event {
    int64_t second;
    bool to_summer;
    int32_t offset;
};

struct reader {
    const char *at, *end;
};

struct counts {
    uint32_t universal, standard, leaps, times, types, letters;
};

/* The part of a file that counts, inside of the file's bytes. */
struct block {
    size_t times, types, letters;
    size_t width; /* of a time: 4 or 8 bytes */
    const uint8_t *time, *index, *type;
    struct reader footer;
};

struct names {
    char (*list)[NAME_MOST + 1];
    size_t count, room;
    bool failed;
};

/* Files that say when the others have changed; the root itself is the first. */
static const char *const watched[] = {"", "tzdata.zi", "+VERSION"};
enum { WATCHED = sizeof watched / sizeof watched[0] };

/* Below the root, of the right form and with the right magic, but no names of zones: the machine's
 * own choices, and second copies of the tree. */
static const char *const not_zones[] = {"posixrules", "localtime", "posix", "right"};

static struct {
    bool open;
    char root[PATH_MAX]; /* empty: no files at all */
    struct mark marks[WATCHED];
    int64_t next_look; /* on the monotonic clock, nanoseconds */
    struct zone **slots;
    size_t room, count; /* room is a power of two, or 0 */
    struct names names; /* all of the root, sorted without case; only when asked for */
} cache;

static int64_t floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

static int64_t floor_rest(int64_t number, int64_t by)
{
    return number % by + (number % by < 0 ? by : 0);
}

static int64_t second_of_day(struct day day)
{
    return day.number * SECONDS_A_DAY;
}

static int year_of_second(int64_t second)
{
    return date_of_day((struct day){(int32_t)floor_divide(second, SECONDS_A_DAY)}).year;
}

static struct instant instant_at(int64_t second, int64_t us)
{
    int64_t sum;

    if (__builtin_mul_overflow(second, US_A_SECOND, &sum) || __builtin_add_overflow(sum, us, &sum))
        sum = second < 0 ? INT64_MIN + 1 : INT64_MAX;
    return (struct instant){sum};
}

/* The footer: a text as in the variable TZ. */

static bool take(struct reader *reader, char character)
{
    if (reader->at == reader->end || *reader->at != character)
        return false;
    reader->at++;
    return true;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_letter(char character)
{
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

/* One to three digits. */
static bool take_number(struct reader *reader, int least, int most, int *number)
{
    int digits = 0;

    *number = 0;
    for (; digits < 3 && reader->at < reader->end && is_digit(*reader->at); digits++)
        *number = 10 * *number + (*reader->at++ - '0');
    return digits > 0 && *number >= least && *number <= most;
}

/* [+-]h[:m[:s]] */
static bool take_clock(struct reader *reader, int hour_most, int32_t *seconds)
{
    int hour, minute = 0, second = 0;
    bool negative = take(reader, '-');

    if (!negative)
        (void)take(reader, '+');
    if (!take_number(reader, 0, hour_most, &hour))
        return false;
    if (take(reader, ':')) {
        if (!take_number(reader, 0, 59, &minute))
            return false;
        if (take(reader, ':') && !take_number(reader, 0, 59, &second))
            return false;
    }
    *seconds = (int32_t)(hour * SECONDS_AN_HOUR + minute * SECONDS_A_MINUTE + second);
    if (negative)
        *seconds = -*seconds;
    return true;
}

/* At least three letters, or three of more kinds between < and >. */
static bool take_abbreviation(struct reader *reader)
{
    bool quoted = take(reader, '<');
    const char *start = reader->at;
    const char *end;

    while (reader->at < reader->end &&
           (is_letter(*reader->at) ||
            (quoted && (is_digit(*reader->at) || *reader->at == '+' || *reader->at == '-'))))
        reader->at++;
    end = reader->at;
    return end - start >= 3 && (!quoted || take(reader, '>'));
}

/* ,Jn or ,n or ,Mm.w.d and /time */
static bool take_change(struct reader *reader, struct change *change)
{
    bool read;

    *change = (struct change){.seconds = 2 * SECONDS_AN_HOUR};
    if (!take(reader, ','))
        return false;
    if (take(reader, 'J')) {
        change->form = CHANGE_JULIAN;
        read = take_number(reader, 1, 365, &change->day);
    } else if (take(reader, 'M')) {
        change->form = CHANGE_MONTH;
        read = take_number(reader, 1, 12, &change->month) && take(reader, '.') &&
               take_number(reader, 1, 5, &change->week) && take(reader, '.') &&
               take_number(reader, 0, 6, &change->weekday);
    } else {
        change->form = CHANGE_DAY_OF_YEAR;
        read = take_number(reader, 0, 365, &change->day);
    }
    if (read && take(reader, '/'))
        read = take_clock(reader, 167, &change->seconds);
    return read;
}

/* Offsets in a footer count to the west. */
static bool take_west(struct reader *reader, int32_t *offset)
{
    if (!take_clock(reader, 24, offset))
        return false;
    *offset = -*offset;
    return true;
}

static bool rule_read(struct reader reader, struct rule *rule)
{
    *rule = (struct rule){.given = false};
    if (reader.at == reader.end)
        return true;
    rule->given = true;
    if (!take_abbreviation(&reader) || !take_west(&reader, &rule->standard))
        return false;
    if (reader.at == reader.end)
        return true;
    rule->changes = true;
    rule->summer = rule->standard + (int32_t)SECONDS_AN_HOUR;
    if (!take_abbreviation(&reader))
        return false;
    if (reader.at < reader.end && *reader.at != ',' && !take_west(&reader, &rule->summer))
        return false;
    return take_change(&reader, &rule->to_summer) && take_change(&reader, &rule->to_standard) &&
           reader.at == reader.end;
}

static struct day change_day(const struct change *change, int year)
{
    struct day first = day_of_date((struct date){year, 1, 1});
    bool leap = days_in_month(year, 2) == 29;
    int date;

    if (change->form == CHANGE_DAY_OF_YEAR)
        return day_plus(first, change->day);
    if (change->form == CHANGE_JULIAN)
        return day_plus(first, change->day - 1 + (leap && change->day >= 60));
    first = day_of_date((struct date){year, change->month, 1});
    /* Footers count weekdays from Sunday. */
    date = (change->weekday + 6 - weekday_of_day(first)) % 7 + 7 * (change->week - 1);
    if (date >= days_in_month(year, change->month)) /* week 5 is the last */
        date -= 7;
    return day_plus(first, date);
}

static struct event event_of(const struct rule *rule, bool to_summer, int year)
{
    const struct change *change = to_summer ? &rule->to_summer : &rule->to_standard;
    int32_t before = to_summer ? rule->standard : rule->summer;

    return (struct event){
        .second = second_of_day(change_day(change, year)) + change->seconds - before,
        .to_summer = to_summer,
        .offset = to_summer ? rule->summer : rule->standard,
    };
}

/* Of two changes in the same second the one to summer holds: a rule for summer all year ends each
 * summer in the second in which the next one starts. */
static int event_compare(const void *one, const void *other)
{
    const struct event *left = one, *right = other;

    if (left->second != right->second)
        return left->second < right->second ? -1 : 1;
    return (int)left->to_summer - (int)right->to_summer;
}

/* The file. */

static uint64_t big_endian(const uint8_t *bytes, size_t width)
{
    uint64_t number = 0;

    for (size_t i = 0; i < width; i++)
        number = number << 8 | bytes[i];
    return number;
}

static int64_t time_at(const struct block *block, size_t i)
{
    uint64_t number = big_endian(block->time + i * block->width, block->width);

    return block->width == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
}

static int32_t offset_of_type(const struct block *block, size_t type)
{
    return (int32_t)(uint32_t)big_endian(block->type + type * TYPE_SIZE, 4);
}

static bool header_read(const uint8_t *bytes, size_t length, struct counts *counts,
                        uint8_t *version)
{
    if (length < HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0)
        return false;
    *version = bytes[4];
    counts->universal = (uint32_t)big_endian(bytes + 20, 4);
    counts->standard = (uint32_t)big_endian(bytes + 24, 4);
    counts->leaps = (uint32_t)big_endian(bytes + 28, 4);
    counts->times = (uint32_t)big_endian(bytes + 32, 4);
    counts->types = (uint32_t)big_endian(bytes + 36, 4);
    counts->letters = (uint32_t)big_endian(bytes + 40, 4);
    return *version == '\0' || (*version >= '2' && *version <= '4');
}

static uint64_t block_size(const struct counts *counts, size_t width)
{
    return (uint64_t)counts->times * (width + 1) + (uint64_t)counts->types * TYPE_SIZE +
           counts->letters + (uint64_t)counts->leaps * (width + 4) + counts->standard +
           counts->universal;
}

/* Leap seconds are refused: instants have none. */
static bool counts_are_sane(const struct counts *counts)
{
    return counts->types >= 1 && counts->letters >= 1 && counts->leaps == 0 &&
           (counts->standard == 0 || counts->standard == counts->types) &&
           (counts->universal == 0 || counts->universal == counts->types);
}

static bool types_are_sane(const struct block *block)
{
    for (size_t i = 0; i < block->types; i++) {
        const uint8_t *type = block->type + i * TYPE_SIZE;
        int32_t offset = offset_of_type(block, i);

        if (offset <= -OFFSET_MOST || offset >= OFFSET_MOST || type[4] > 1 ||
            type[5] >= block->letters)
            return false;
    }
    return true;
}

static bool times_are_sane(const struct block *block)
{
    for (size_t i = 0; i < block->times; i++) {
        if (block->index[i] >= block->types || time_at(block, i) > SECOND_LAST ||
            (i > 0 && time_at(block, i) <= time_at(block, i - 1)))
            return false;
    }
    return true;
}

/* The footer is one line between two newlines, up to the end of the file. */
static bool footer_find(const uint8_t *bytes, size_t length, struct reader *footer)
{
    const char *text = (const char *)bytes;

    if (length < 2 || text[0] != '\n' || text[length - 1] != '\n')
        return false;
    *footer = (struct reader){text + 1, text + length - 1};
    return true;
}

static bool block_find(const uint8_t *bytes, size_t length, struct block *block)
{
    struct counts counts;
    uint8_t version, second;
    size_t start = 0;
    uint64_t size;

    *block = (struct block){.width = 4};
    if (!header_read(bytes, length, &counts, &version))
        return false;
    if (version != '\0') {
        /* Everything is there twice; the first time only for old readers. */
        size = HEADER_SIZE + block_size(&counts, 4);
        if (size > length || !header_read(bytes + size, length - size, &counts, &second) ||
            second != version)
            return false;
        start = size;
        block->width = 8;
    }
    size = start + HEADER_SIZE + block_size(&counts, block->width);
    if (size > length || !counts_are_sane(&counts))
        return false;
    block->times = counts.times;
    block->types = counts.types;
    block->letters = counts.letters;
    block->time = bytes + start + HEADER_SIZE;
    block->index = block->time + block->times * block->width;
    block->type = block->index + block->times;
    if (version != '\0' && !footer_find(bytes + size, length - size, &block->footer))
        return false;
    return types_are_sane(block) && times_are_sane(block);
}

static struct zone *zone_new(const char *name, size_t room, int32_t offset)
{
    struct zone *zone = calloc(1, sizeof *zone + room * (sizeof(int64_t) + sizeof(int32_t)));

    if (!zone)
        return NULL;
    (void)snprintf(zone->name, sizeof zone->name, "%s", name);
    zone->repeats_from = INT64_MAX;
    zone->offsets = (int32_t *)(void *)(zone->starts + room);
    zone->starts[0] = INT64_MIN;
    zone->offsets[0] = offset;
    zone->count = 1;
    return zone;
}

/* Pieces come in order of time. One that changes nothing is left out; one that starts where the
 * last one does replaces it. */
static void piece_add(struct zone *zone, int64_t start, int32_t offset)
{
    if (zone->starts[zone->count - 1] == start)
        zone->count--;
    if (zone->offsets[zone->count - 1] == offset)
        return;
    zone->starts[zone->count] = start;
    zone->offsets[zone->count] = offset;
    zone->count++;
}

/* Writes the rule out from the second where the file's own times end. */
static void pieces_add_rule(struct zone *zone, const struct rule *rule, int64_t from)
{
    struct event events[2 * RULE_YEARS];
    int first = year_of_second(from) - 2;
    int32_t offset = rule->standard;
    size_t i = 0;

    for (int year = 0; year < RULE_YEARS; year++) {
        events[2 * year] = event_of(rule, true, first + year);
        events[2 * year + 1] = event_of(rule, false, first + year);
    }
    qsort(events, 2 * RULE_YEARS, sizeof events[0], event_compare);
    for (; i < 2 * RULE_YEARS && events[i].second <= from; i++)
        offset = events[i].offset;
    piece_add(zone, from, offset);
    for (; i < 2 * RULE_YEARS && events[i].second < from + RULE_REACH; i++)
        piece_add(zone, events[i].second, events[i].offset);
    if (zone->starts[zone->count - 1] > from)
        zone->repeats_from = from + CYCLE + LONG_YEAR;
}

static struct zone *zone_build(const char *name, const struct block *block, const struct rule *rule)
{
    struct zone *zone = zone_new(name, block->times + 2 + (rule->changes ? 2 * RULE_YEARS : 0),
                                 offset_of_type(block, 0));
    int64_t last = SECOND_FIRST;

    if (!zone)
        return NULL;
    for (size_t i = 0; i < block->times; i++) {
        int32_t offset = offset_of_type(block, block->index[i]);

        /* Some writers start with the beginning of the universe. */
        if (time_at(block, i) < SECOND_FIRST) {
            zone->offsets[0] = offset;
        } else {
            last = time_at(block, i);
            piece_add(zone, last, offset);
        }
    }
    if (rule->given && block->times == 0)
        zone->offsets[0] = rule->standard;
    if (rule->changes)
        pieces_add_rule(zone, rule, last);
    else if (rule->given)
        piece_add(zone, last, rule->standard);
    return zone;
}

static struct zone *zone_parse(const char *name, const uint8_t *bytes, size_t length)
{
    struct block block;
    struct rule rule;

    if (!block_find(bytes, length, &block) || !rule_read(block.footer, &rule))
        return NULL;
    return zone_build(name, &block, &rule);
}

/* Names and files. */

static bool name_has_form(const char *name)
{
    size_t length = 0;

    for (; name[length] != '\0'; length++) {
        char character = name[length];

        if (length == NAME_MOST)
            return false;
        if (character == '/') {
            if (length == 0 || name[length - 1] == '/')
                return false;
        } else if (!is_letter(character) && !is_digit(character) && character != '_' &&
                   character != '+' && character != '-') {
            return false;
        }
    }
    return length > 0 && name[length - 1] != '/';
}

static bool name_is_left_out(const char *name)
{
    size_t length = strcspn(name, "/");

    for (size_t i = 0; i < sizeof not_zones / sizeof not_zones[0]; i++) {
        if (strlen(not_zones[i]) == length && memcmp(name, not_zones[i], length) == 0)
            return true;
    }
    return false;
}

static bool path_of(char path[PATH_MAX], const char *below)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", cache.root, below);

    return cache.root[0] != '\0' && length > 0 && length < PATH_MAX;
}

static struct mark mark_of(const struct stat *status)
{
    return (struct mark){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size = status->st_size,
        .written = status->st_mtim,
        .changed = status->st_ctim,
    };
}

static struct mark mark_of_path(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? mark_of(&status) : (struct mark){0};
}

static bool marks_equal(const struct mark *one, const struct mark *other)
{
    return one->device == other->device && one->inode == other->inode && one->size == other->size &&
           one->written.tv_sec == other->written.tv_sec &&
           one->written.tv_nsec == other->written.tv_nsec &&
           one->changed.tv_sec == other->changed.tv_sec &&
           one->changed.tv_nsec == other->changed.tv_nsec;
}

/* How many bytes were read, up to `room`; negative on trouble. */
static ssize_t read_all(int file, uint8_t *bytes, size_t room)
{
    size_t length = 0;

    while (length < room) {
        ssize_t got = read(file, bytes + length, room - length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

static struct zone *zone_read(const char *name, int file)
{
    uint8_t bytes[FILE_MOST + 1];
    struct stat status;
    struct zone *zone;
    ssize_t length;

    /* Its mark is taken first: what is written while we read is then seen as a change. */
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return NULL;
    length = read_all(file, bytes, sizeof bytes);
    if (length < 0 || length > FILE_MOST)
        return NULL;
    zone = zone_parse(name, bytes, (size_t)length);
    if (zone)
        zone->mark = mark_of(&status);
    return zone;
}

static struct zone *zone_load(const char *name)
{
    char path[PATH_MAX];
    struct zone *zone;
    int file;

    if (strcmp(name, "UTC") == 0) {
        zone = zone_new(name, 1, 0);
        if (zone)
            zone->built_in = true;
        return zone;
    }
    if (!name_has_form(name) || name_is_left_out(name) || !path_of(path, name))
        return NULL;
    /* Without O_NONBLOCK a pipe that lies there would hold us. */
    file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return NULL;
    zone = zone_read(name, file);
    (void)close(file);
    return zone;
}

/* The cache. */

/* FNV-1a; what is longer than any name is not looked at. */
static size_t name_hash(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i <= NAME_MOST && name[i] != '\0'; i++)
        hash = (hash ^ (uint8_t)name[i]) * UINT64_C(1099511628211);
    return (size_t)(hash ^ hash >> 32);
}

/* The slot that has the name, or the empty one where it belongs. At least half are empty. */
static struct zone **slot_of(struct zone **slots, size_t room, const char *name)
{
    size_t i = name_hash(name) & (room - 1);

    while (slots[i] && strcmp(slots[i]->name, name) != 0)
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static bool slots_grow(void)
{
    size_t room = cache.room == 0 ? FIRST_SLOTS : 2 * cache.room;
    struct zone **slots = calloc(room, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < cache.room; i++) {
        if (cache.slots[i])
            *slot_of(slots, room, cache.slots[i]->name) = cache.slots[i];
    }
    free(cache.slots);
    cache.slots = slots;
    cache.room = room;
    return true;
}

static const struct zone *zone_keep(struct zone *zone)
{
    if (!zone)
        return NULL;
    if (2 * (cache.count + 1) > cache.room && !slots_grow()) {
        free(zone);
        return NULL;
    }
    *slot_of(cache.slots, cache.room, zone->name) = zone;
    cache.count++;
    return zone;
}

static void zones_forget(void)
{
    for (size_t i = 0; i < cache.room; i++)
        free(cache.slots[i]);
    free(cache.slots);
    free(cache.names.list);
    cache.slots = NULL;
    cache.room = cache.count = 0;
    cache.names = (struct names){0};
}

static struct mark watched_mark(size_t i)
{
    char path[PATH_MAX];

    return path_of(path, watched[i]) ? mark_of_path(path) : (struct mark){0};
}

static void marks_take(void)
{
    for (size_t i = 0; i < WATCHED; i++)
        cache.marks[i] = watched_mark(i);
}

static bool zone_changed(const struct zone *zone)
{
    char path[PATH_MAX];
    struct mark mark;

    if (zone->built_in || !path_of(path, zone->name))
        return false;
    mark = mark_of_path(path);
    return !marks_equal(&mark, &zone->mark);
}

static bool zones_changed(void)
{
    for (size_t i = 0; i < WATCHED; i++) {
        struct mark mark = watched_mark(i);

        if (!marks_equal(&mark, &cache.marks[i]))
            return true;
    }
    /* The root does not change when a file in one of its folders does. */
    for (size_t i = 0; i < cache.room; i++) {
        if (cache.slots[i] && zone_changed(cache.slots[i]))
            return true;
    }
    return false;
}

/* All names of the root. */

static char small_letter(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character + ('a' - 'A')) : character;
}

static int name_compare(const void *one, const void *other)
{
    const char *left = one, *right = other;

    while (*left != '\0' && small_letter(*left) == small_letter(*right)) {
        left++;
        right++;
    }
    return (int)small_letter(*left) - (int)small_letter(*right);
}

static void name_add(struct names *names, const char *name)
{
    if (names->count == names->room) {
        size_t room = names->room == 0 ? 1024 : 2 * names->room;
        void *list = realloc(names->list, room * sizeof names->list[0]);

        if (!list) {
            names->failed = true;
            return;
        }
        names->list = list;
        names->room = room;
    }
    memcpy(names->list[names->count++], name, strlen(name) + 1);
}

/* Adds the files below a folder of the root; "" is the root. What they hold is not looked at yet.
 */
static void names_collect(struct names *names, const char *folder, int depth)
{
    char path[PATH_MAX], name[NAME_MOST + 1 + NAME_MAX + 1];
    struct dirent *entry;
    struct stat status;
    DIR *handle;

    if (depth == NAME_DEPTH || !path_of(path, folder))
        return;
    handle = opendir(path);
    if (!handle)
        return;
    while ((entry = readdir(handle)) != NULL) {
        (void)snprintf(name, sizeof name, "%s%s%s", folder, folder[0] == '\0' ? "" : "/",
                       entry->d_name);
        if (!name_has_form(name) || name_is_left_out(name) || !path_of(path, name) ||
            stat(path, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode))
            names_collect(names, name, depth + 1);
        else if (S_ISREG(status.st_mode))
            name_add(names, name);
    }
    (void)closedir(handle);
}

static void zones_ensure_open(void)
{
    if (!cache.open)
        zones_open(NULL);
}

/* The names are kept until something changes. */
static const struct names *names_all(void)
{
    struct names names = {0};

    zones_ensure_open();
    if (cache.names.list)
        return &cache.names;
    names_collect(&names, "", 0);
    if (names.failed) {
        free(names.list);
        return &cache.names;
    }
    if (names.count > 0)
        qsort(names.list, names.count, sizeof names.list[0], name_compare);
    cache.names = names;
    return &cache.names;
}

/* Looking up. */

/* The piece that holds in a second: the last that does not start later. */
static size_t piece_at(const struct zone *zone, int64_t second)
{
    size_t low = 0;

    for (size_t count = zone->count; count > 1; count -= count / 2) {
        if (zone->starts[low + count / 2] <= second)
            low += count / 2;
    }
    return low;
}

/* How far back to look in place of a second beyond the pieces. */
static int64_t cycles_back(const struct zone *zone, int64_t second)
{
    if (second < zone->repeats_from)
        return 0;
    return ((second - zone->repeats_from) / CYCLE + 1) * CYCLE;
}

static bool piece_holds(const struct zone *zone, size_t piece, int64_t second)
{
    return second >= zone->starts[piece] &&
           (piece + 1 == zone->count || second < zone->starts[piece + 1]);
}

/* Whether clocks jump over a second of the wall where a piece starts. */
static bool piece_skips(const struct zone *zone, size_t piece, int64_t second)
{
    return second >= zone->starts[piece] + zone->offsets[piece - 1] &&
           second < zone->starts[piece] + zone->offsets[piece];
}

static struct zone_instants gap_before(const struct zone *zone, size_t piece, int64_t back)
{
    struct instant after = instant_at(zone->starts[piece] + back, 0);

    return (struct zone_instants){ZONE_GAP, after, after};
}

void zones_open(const char *root)
{
    zones_close();
    if (!root)
        root = DEFAULT_ROOT;
    if (strlen(root) < sizeof cache.root)
        memcpy(cache.root, root, strlen(root) + 1);
    cache.open = true;
    marks_take();
}

void zones_close(void)
{
    zones_forget();
    cache.open = false;
    cache.root[0] = '\0';
    cache.next_look = 0;
}

void zones_refresh(void)
{
    struct timespec clock = {0};
    int64_t now;

    zones_ensure_open();
    (void)clock_gettime(CLOCK_MONOTONIC, &clock);
    now = clock.tv_sec * INT64_C(1000000000) + clock.tv_nsec;
    if (now < cache.next_look)
        return;
    cache.next_look = now + INT64_C(1000000000);
    if (zones_changed()) {
        zones_forget();
        marks_take();
    }
}

const struct zone *zone_find(const char *name)
{
    if (cache.room > 0) {
        const struct zone *zone = *slot_of(cache.slots, cache.room, name);

        if (zone)
            return zone;
    }
    zones_ensure_open();
    return zone_keep(zone_load(name));
}

const char *zone_name(const struct zone *zone)
{
    return zone->name;
}

const char *zone_proper_name(const char *name)
{
    const struct zone *zone = zone_find(name_compare(name, "UTC") == 0 ? "UTC" : name);
    const struct names *names;
    const char *proper;

    if (zone)
        return zone->name;
    names = names_all();
    if (names->count == 0)
        return NULL;
    proper = bsearch(name, names->list, names->count, sizeof names->list[0], name_compare);
    zone = proper ? zone_find(proper) : NULL;
    return zone ? zone->name : NULL;
}

int32_t zone_offset(const struct zone *zone, struct instant instant)
{
    int64_t second = floor_divide(instant.us, US_A_SECOND);

    return zone->offsets[piece_at(zone, second - cycles_back(zone, second))];
}

struct wall zone_wall(const struct zone *zone, struct instant instant)
{
    int64_t second = floor_divide(instant.us, US_A_SECOND);
    int64_t us = floor_rest(instant.us, US_A_SECOND);

    return wall_of_instant_utc(instant_at(second + zone_offset(zone, instant), us));
}

struct zone_instants zone_instants(const struct zone *zone, struct wall wall)
{
    int64_t second = second_of_day(wall.day) + floor_divide(wall.us, US_A_SECOND);
    int64_t us = floor_rest(wall.us, US_A_SECOND);
    int64_t back = cycles_back(zone, second);
    size_t first, last, gap = 0;
    struct zone_instants found = {.earlier = INSTANT_NONE};

    second -= back;
    last = piece_at(zone, second + OFFSET_MOST);
    for (first = last; zone->starts[first] > second - OFFSET_MOST; first--)
        ;
    for (size_t piece = first; piece <= last; piece++) {
        int64_t candidate = second - zone->offsets[piece];

        if (piece_holds(zone, piece, candidate)) {
            found.later = instant_at(candidate + back, us);
            if (INSTANT_IS_NONE(found.earlier))
                found.earlier = found.later;
        } else if (gap == 0 && piece > first && piece_skips(zone, piece, second)) {
            gap = piece;
        }
    }
    if (INSTANT_IS_NONE(found.earlier))
        return gap_before(zone, gap, back);
    found.match = found.earlier.us == found.later.us ? ZONE_SINGLE : ZONE_OVERLAP;
    return found;
}

struct instant zone_midnight(const struct zone *zone, struct day day)
{
    return zone_instants(zone, (struct wall){day, 0}).earlier;
}

bool zone_time(const struct zone *zone, const struct time_sent *sent, struct instant *instant)
{
    if (sent->has_offset) {
        *instant = sent->instant;
        return true;
    }
    struct zone_instants found = zone_instants(zone, sent->wall);
    *instant = found.earlier;
    return found.match != ZONE_GAP;
}

struct instant zone_next_transition(const struct zone *zone, struct instant after)
{
    int64_t second = floor_divide(after.us, US_A_SECOND);
    int64_t back = cycles_back(zone, second);
    size_t next = piece_at(zone, second - back) + 1;
    int64_t start;

    if (next == zone->count)
        return INSTANT_NONE;
    start = zone->starts[next] + back;
    return start > INT64_MAX / US_A_SECOND ? INSTANT_NONE : instant_at(start, 0);
}

size_t zones_walk(void (*each)(const char *name, void *context), void *context)
{
    const struct names *names = names_all();
    size_t count = 0;

    for (size_t i = 0; i < names->count; i++) {
        if (!zone_find(names->list[i]))
            continue;
        count++;
        if (each != NULL)
            each(names->list[i], context);
    }
    return count;
}
